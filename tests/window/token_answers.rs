//! Whose a token is and whose an answer: late answers, walks one after another, and key sets given by hand.

use std::io::Write as _;
use std::sync::{Arc, Condvar, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use eframe::egui::accesskit::Role;
use jiff::SignedDuration;
use poolwalk::app::{Change, ClaimRef, Command, Half, Part, Place, TokenCommand, TokenRef};
use poolwalk::cognito::Way;
use poolwalk::flow::{Ending, ErrandKind};
use poolwalk::jwt::checks::{CheckName, Outcome, TokenUse, Verdict};
use poolwalk::secret::Secret;
use serde_json::json;

use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::Desk;
use crate::tokens::{key_set, paste, raw, walked};

const POOL: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E";
const ANOTHER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Another99";
const NO_KEYS: &str = r#"{"keys":[]}"#;

fn token(claims: &serde_json::Value) -> Secret {
    let header = BASE64.encode(r#"{"alg":"RS256","kid":"a"}"#);
    Secret::new(format!("{header}.{}.AAAA", BASE64.encode(claims.to_string())))
}

/// An access token that may ask about its user. Nobody signed it.
fn access(issuer: &str, username: &str) -> Secret {
    let scope = "aws.cognito.signin.user.admin";
    token(&json!({ "iss": issuer, "token_use": "access", "scope": scope, "username": username }))
}

/// Holds answers back until it is opened.
#[derive(Clone, Default)]
struct Gate(Arc<(Mutex<bool>, Condvar)>);

impl Gate {
    fn open(&self) {
        *self.0.0.lock().unwrap() = true;
        self.0.1.notify_all();
    }

    fn wait(&self) {
        let is_open = self.0.0.lock().unwrap();
        drop(self.0.1.wait_while(is_open, |is_open| !*is_open).unwrap());
    }
}

/// Takes every access token for alice's and has an empty key set, once the gate is open.
fn behind(gate: &Gate) -> Server {
    let gate = gate.clone();
    Server::new(move |stream, request| {
        gate.wait();
        let user = r#"{"Username":"alice","UserAttributes":[]}"#;
        let body = if request.line.starts_with("GET ") { NO_KEYS } else { user };
        stream.write_all(answer(200, "", body).as_bytes()).is_ok()
    })
}

fn on(command: TokenCommand) -> Command {
    Command::Tokens(command)
}

const LIVE: TokenCommand = TokenCommand::CheckLive(TokenRef::Pasted);
const VERIFY: TokenCommand = TokenCommand::Verify(TokenRef::Pasted);

#[test]
fn an_answer_that_comes_late_tells_nothing_of_the_token_that_stands_there_by_then() {
    for asks in [LIVE, VERIFY] {
        let gate = Gate::default();
        let server = behind(&gate);
        let mut desk = Desk::at(&server);
        desk.app.dispatch(Command::OpenPasted(access(POOL, "alice")));
        desk.app.dispatch(on(asks.clone()));
        desk.until(|_| server.received().len() == 1);
        desk.app.tokens.paste(&access(POOL, "bob")); // by no command: the call stays out
        gate.open();
        desk.until(|app| app.may(&on(asks.clone())).is_ok());
        assert!(desk.app.live(TokenRef::Pasted).is_none(), "bob was not asked about");
        assert!(desk.app.checked(TokenRef::Pasted).is_none(), "nobody asked for bob to be checked");
        desk.app.dispatch(on(asks.clone()));
        desk.until(|app| app.live(TokenRef::Pasted).is_some() || app.checked(TokenRef::Pasted).is_some());
    }
}

#[test]
fn what_was_asked_of_a_token_goes_with_it() {
    let gate = Gate::default();
    let server = behind(&gate);
    let mut desk = Desk::at(&server);
    for (asks, came) in [(LIVE, 1), (VERIFY, 2)] {
        desk.app.dispatch(Command::OpenPasted(access(POOL, "alice")));
        desk.app.dispatch(on(asks.clone()));
        desk.until(|_| server.received().len() == came);
        assert!(desk.app.waiting_for_token(TokenRef::Pasted).is_some());
        desk.app.dispatch(Command::OpenPasted(access(POOL, "bob")));
        assert!(desk.app.waiting_for_token(TokenRef::Pasted).is_none());
        assert_eq!(desk.app.may(&on(asks)), Ok(()), "the call for the other one is stopped");
    }
    gate.open();
}

#[test]
fn a_failure_to_fetch_keys_is_not_told_of_the_next_token() {
    let server = Server::answering(404, "", "{}");
    let mut desk = Desk::at(&server);
    desk.app.dispatch(Command::OpenPasted(access(POOL, "alice")));
    desk.app.dispatch(on(VERIFY));
    desk.until(|app| app.keys_problem(TokenRef::Pasted).is_some());
    desk.app.dispatch(Command::OpenPasted(access(POOL, "bob")));
    assert!(desk.app.keys_problem(TokenRef::Pasted).is_none());
}

#[test]
fn a_token_of_another_pool_is_sent_nowhere() {
    let gate = Gate::default();
    gate.open();
    let server = behind(&gate);
    let mut desk = Desk::at(&server);
    for issuer in [ANOTHER, "https://evil.example", "", &format!("{POOL}/")] {
        desk.app.dispatch(Command::OpenPasted(access(issuer, "alice")));
        let reason = desk.app.may(&on(LIVE)).unwrap_err();
        assert_eq!(reason, "This token is of another user pool than the form’s", "{issuer}");
        desk.app.dispatch(on(LIVE));
    }
    desk.app.form.draft.user_pool.clear();
    assert!(desk.app.may(&on(LIVE)).unwrap_err().contains("Enter a user pool ID"));
    assert!(server.received().is_empty());
    desk.app.form.draft.user_pool = "eu-west-1_Ab12Cd34E".to_owned();
    let mut room = Room::of(desk, LARGE);
    room.dispatch(Command::OpenPasted(access(POOL, "alice")));
    room.activate(Role::Button, "Verify token");
    room.until(|room| room.app().checked(TokenRef::Pasted).is_some());
    assert_eq!(room.app().live_host(TokenRef::Pasted), format!("127.0.0.1:{}", server.port()));
    assert!(room.says(&format!("Sends this token to 127.0.0.1:{}", server.port())), "{}", room.spoken());
    room.activate(Role::Button, "Live check (GetUser)");
    room.until(|room| room.says("Live: the user pool took it for alice"));
}

#[test]
fn a_token_is_held_against_the_walk_that_brought_it() {
    let mut room = walked(LARGE);
    let second = room.app().practice().unwrap().cast().strict_identity_pool_id.to_owned();
    assert_ne!(room.app().form.draft.identity_pool, second);
    room.dispatch(Command::Change(Change::Way(Way::Developer)));
    room.window.state_mut().app.form.draft.username = "anna".to_owned();
    room.window.state_mut().app.form.draft.identity_pool.clone_from(&second);
    room.dispatch(Command::Run);
    room.until_over();
    room.dispatch(Command::OpenToken(TokenRef::OpenId));
    assert_eq!(room.app().expected(TokenRef::OpenId).client, Some(second));
    room.activate(Role::Button, "Verify OpenID token");
    room.until(|room| room.app().checked(TokenRef::OpenId).is_some());
    assert_eq!(room.app().verdict(TokenRef::OpenId), Verdict::Valid, "{}", room.spoken());
}

#[test]
fn a_check_of_another_form_moves_no_token_to_another_pool() {
    let mut room = walked(LARGE);
    let before = room.app().whose(TokenRef::Id).trust;
    room.dispatch(Command::Errand(ErrandKind::GlobalSignOut));
    room.dispatch(Command::Answer);
    assert_eq!(room.until_over(), Ending::Finished);
    room.window.state_mut().app.form.draft.user_pool = "eu-west-1_Another99".to_owned();
    room.window.state_mut().app.form.draft.client = "another".to_owned();
    room.dispatch(Command::Preflight);
    room.until(|room| room.app().findings().is_some() && !room.app().is_busy());
    assert_eq!(room.app().whose(TokenRef::Id).trust, before);
    room.dispatch(Command::OpenToken(TokenRef::Id));
    room.activate(Role::Button, "Verify ID token");
    room.until(|room| room.app().verdict(TokenRef::Id) == Verdict::Valid);
}

/// Signs in with these for ID and access token, and writes a date that is so far behind.
fn giving(id: Secret, access: Secret, behind: SignedDuration) -> Server {
    Server::new(move |stream, _| {
        let theirs = (poolwalk::engine::clock::now() - behind).strftime("%a, %d %b %Y %H:%M:%S GMT");
        let tokens = json!({ "IdToken": id.expose(), "AccessToken": access.expose(), "ExpiresIn": 3600 });
        let body = json!({ "AuthenticationResult": tokens }).to_string();
        stream.write_all(answer(200, &format!("date: {theirs}\r\n"), &body).as_bytes()).is_ok()
    })
}

#[test]
fn an_identity_pools_token_is_no_id_token() {
    let id = token(&json!({ "iss": "https://cognito-identity.amazonaws.com", "sub": "eu-west-1:1" }));
    let server = giving(id, access(POOL, "alice"), SignedDuration::ZERO);
    let mut desk = Desk::at(&server);
    desk.app.dispatch(Command::Run);
    desk.until(|app| app.tokens.opened(TokenRef::Id).is_some());
    desk.app.dispatch(Command::OpenToken(TokenRef::Id));
    desk.app.dispatch(on(TokenCommand::UseKeySet(NO_KEYS.into())));
    let checked = desk.app.checked(TokenRef::Id).unwrap();
    assert_eq!(desk.app.expected(TokenRef::Id).token_use, Some(TokenUse::Id));
    assert_eq!(checked.outcome(CheckName::TokenUse), Outcome::Failed, "{checked:?}");
}

#[test]
fn how_long_a_token_lasts_is_told_by_the_servers_clock_everywhere() {
    let ends = (poolwalk::engine::clock::now() - SignedDuration::from_secs(421)).as_second() + 3_570;
    let id = token(&json!({ "iss": POOL, "token_use": "id", "exp": ends }));
    let server = giving(id, access(POOL, "alice"), SignedDuration::from_secs(421));
    let mut desk = Desk::at(&server);
    desk.app.dispatch(Command::Run);
    desk.until(|app| app.tokens.opened(TokenRef::Id).is_some());
    assert_eq!(desk.app.part(Part::IdToken).as_deref(), Some("ends in 59 minutes"));
    let left = desk.app.good_for(TokenRef::Id).unwrap();
    assert_eq!(left.as_mins(), 59);
}

#[test]
fn a_key_set_of_another_pool_is_seen_to_be_given_and_is_let_go_of() {
    let mut room = walked(LARGE);
    let (good, own) = (raw(&room, TokenRef::Id), key_set(&room));
    let others = own.replace("\"kid\":\"", "\"kid\":\"another-");
    assert_ne!(own, others);
    paste(&mut room, &good);
    room.dispatch(on(TokenCommand::UseKeySet(Secret::new(others))));
    let checked = room.app().checked(TokenRef::Pasted).unwrap();
    assert_eq!(checked.verdict, Verdict::Invalid, "none of its keys is the one");
    assert!(room.says("Keys: given by you (2 keys)") && room.says("2 keys, given by you"));
    room.dispatch(Command::Go(Place::Walk));
    room.dispatch(Command::OpenToken(TokenRef::Id));
    assert!(room.says("Keys: given by you (2 keys)"), "whatever is shown");
    room.dispatch(Command::ShowToken(TokenRef::Pasted));
    room.activate(Role::Button, "Fetch the keys instead");
    room.until(|room| room.app().verdict(TokenRef::Pasted) == Verdict::Valid);
    assert!(!room.says("given by you"), "{}", room.spoken());
    assert!(room.says("Valid: signed by the expected issuer"));
    room.dispatch(on(TokenCommand::UseKeySet(Secret::new(own))));
    assert_eq!(room.app().verdict(TokenRef::Pasted), Verdict::Valid);
    assert!(room.says("Valid by the key set you gave"), "{}", room.spoken());
}

#[test]
fn what_is_unfolded_in_a_token_is_folded_with_it() {
    let mut room = walked(LARGE);
    let first = |token| on(TokenCommand::About(ClaimRef { token, half: Half::Claims, path: vec![0] }));
    room.dispatch(Command::OpenPasted(access(POOL, "alice")));
    room.dispatch(first(TokenRef::Pasted));
    assert!(room.app().tokens.about.is_some());
    room.dispatch(Command::OpenPasted(token(&json!({ "aud": "x" }))));
    assert!(room.app().tokens.about.is_none());
    room.dispatch(Command::OpenToken(TokenRef::Id));
    room.dispatch(first(TokenRef::Id));
    room.dispatch(Command::Refresh);
    room.until_over();
    assert!(room.app().tokens.about.is_none(), "the claims are those of another token");
}
