//! Whether a token holds: every check, keys fetched and pasted, forgeries, the live check.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use poolwalk::app::{Change, Command, Place, Tab, TokenCommand, TokenRef};
use poolwalk::cognito::Way;
use poolwalk::flow::{Ending, ErrandKind};
use poolwalk::jwt::checks::{CheckName, Outcome, Verdict};

use crate::room::{LARGE, Room};
use crate::stage::{Desk, later};
use crate::tokens::{key_set, paste, raw, walked};

/// A token with another payload, or another header, under the old signature.
fn forged(token: &str, part: usize, edit: impl Fn(&str) -> String) -> String {
    let mut parts: Vec<String> = token.split('.').map(str::to_owned).collect();
    let json = String::from_utf8(BASE64.decode(&parts[part]).unwrap()).unwrap();
    parts[part] = BASE64.encode(edit(&json));
    parts.join(".")
}

/// Presses what may be scrolled away and waits until the keys are there and the checks are made.
fn verify(room: &mut Room, name: &str) {
    room.activate(Role::Button, name);
    room.until(|room| room.says("Show the checks") || room.says("Hide the others"));
}

#[test]
fn every_check_is_shown_with_expected_and_found_and_one_verdict() {
    let mut room = walked(LARGE);
    room.activate(Role::Tab, "ID");
    assert!(room.says("not verified") && !room.says("Valid:"));
    verify(&mut room, "Verify ID token");
    let said = room.spoken();
    assert!(said.contains("Valid: signed by the expected issuer"), "{said}");
    let checked = room.app().checked(TokenRef::Id).unwrap();
    assert_eq!(checked.verdict, Verdict::Valid);
    let passed = checked.checks.iter().filter(|check| check.outcome == Outcome::Passed).count();
    assert!(said.contains(&format!("{passed} checks passed")) && passed > 8, "{said}");
    assert!(!said.contains("Signature passed"), "what is well makes room for the claims: {said}");
    room.activate(Role::Button, "Show the checks");
    let said = room.spoken();
    // The time that they are held against goes on from frame to frame.
    let checked = room.app().checked(TokenRef::Id).unwrap();
    for check in &checked.checks {
        let name = format!("{} {}", check.name.label(), check.outcome.label());
        for words in [name.clone(), check.expected.to_string(), check.found.to_string()] {
            assert!(said.contains(&words), "{words}: {said}");
        }
    }
    assert!(said.contains("A revoked token still verifies: only a live check can tell"));
    assert_eq!(room.app().verdict(TokenRef::Access), Verdict::Valid, "what came with it is checked with it");
    room.activate(Role::Button, "Hide the checks");
    assert!(!room.says("Signature passed"));
    assert!(room.has(Role::Button, "Show the checks"));
}

#[test]
fn what_failed_is_laid_open_and_comes_first() {
    let mut room = walked(LARGE);
    let edited = forged(&raw(&room, TokenRef::Id), 1, |claims| claims.replace("\"ada\"", "\"root\""));
    paste(&mut room, &edited);
    verify(&mut room, "Verify token");
    let said = room.spoken();
    let at = |words: &str| said.find(words).unwrap_or_else(|| panic!("{words}: {said}"));
    assert!(at("Signature failed") < at("Shape passed") && at("1 check failed, ") < at("Signature failed"));
    room.activate(Role::Button, "Hide the others");
    assert!(room.says("Signature failed") && !room.says("Shape passed"));
    room.activate(Role::Button, "Show the others");
    assert!(room.says("Shape passed"));
}

#[test]
fn what_anybody_could_have_written_is_said_before_it_is_checked() {
    let mut room = walked(LARGE);
    let good = raw(&room, TokenRef::Id);
    let body = good.rsplit_once('.').unwrap().0.to_owned();
    let none = forged(&format!("{body}."), 0, |header| header.replace("RS256", "none"));
    let shared = forged(&good, 0, |header| header.replace("RS256", "HS256"));
    let proves = "Made over header and claims with a private key";
    for (token, word, told) in [
        (none, "not signed", "Not signed, for “alg” is none: anyone could have written this"),
        (
            format!("{body}."),
            "not signed",
            "Not signed, for the signature is empty: anyone could have written this",
        ),
        (shared, "shared secret", "whoever can check it could have written this"),
    ] {
        paste(&mut room, &token);
        assert_eq!(room.app().verdict(TokenRef::Pasted), Verdict::NotVerified, "nothing was checked");
        let said = room.spoken();
        assert!(said.lines().any(|line| line == word) && said.contains(told), "{told}: {said}");
        assert!(!said.contains(proves) && !said.contains("not verified"), "{said}");
        room.activate(Role::Button, "Clear");
    }
    paste(&mut room, &good);
    assert!(room.says(proves) && room.says("not verified"));
}

#[test]
fn a_verdict_follows_the_clock() {
    let mut room = walked(LARGE);
    room.activate(Role::Tab, "ID");
    verify(&mut room, "Verify ID token");
    assert!(room.says("valid"));
    later(3601);
    room.window.run();
    assert_eq!(room.app().verdict(TokenRef::Id), Verdict::Invalid);
    assert!(
        room.says("Invalid, do not trust it: its life is over, or it names no end (expiry)"),
        "{}",
        room.spoken()
    );
    assert!(room.says("expired"));
}

#[test]
fn forged_tokens_are_invalid_and_say_why() {
    let mut room = walked(LARGE);
    let good = raw(&room, TokenRef::Id);
    let body = good.rsplit_once('.').unwrap().0.to_owned();
    let none = forged(&format!("{body}."), 0, |header| header.replace("RS256", "none"));
    let edited = forged(&good, 1, |claims| claims.replace("\"ada\"", "\"root\""));
    let foreign = forged(&good, 1, |claims| claims.replace("eu-west-1_Practice1", "eu-west-1_Another99"));
    let expired = forged(&good, 1, |claims| {
        let exp = claims.split("\"exp\":").nth(1).unwrap().split(',').next().unwrap().to_owned();
        claims.replace(&exp, "1700000000")
    });
    for (token, failing) in
        [(none, "algorithm"), (edited, "signature"), (foreign, "issuer"), (expired, "expiry")]
    {
        paste(&mut room, &token);
        assert_eq!(room.app().verdict(TokenRef::Pasted), Verdict::NotVerified, "until it was checked");
        verify(&mut room, "Verify token");
        assert_eq!(room.app().verdict(TokenRef::Pasted), Verdict::Invalid, "{failing}");
        let said = room.spoken();
        let verdict = said.lines().find(|line| line.starts_with("Invalid, do not trust it")).unwrap();
        assert!(verdict.contains(failing), "{failing}: {verdict}");
        room.activate(Role::Button, "Clear");
    }
    paste(&mut room, &good);
    verify(&mut room, "Verify token");
    assert_eq!(room.app().verdict(TokenRef::Pasted), Verdict::Valid);
}

#[test]
fn without_keys_nothing_is_called_valid_and_a_pasted_key_set_will_do() {
    let mut room = walked(LARGE);
    let (good, keys) = (raw(&room, TokenRef::Id), key_set(&room));
    room.dispatch(Command::NewConnection);
    room.dispatch(Command::Go(Place::Tokens));
    paste(&mut room, &good);
    let verify = Command::Tokens(TokenCommand::Verify(TokenRef::Pasted));
    assert!(room.app().may(&verify).unwrap_err().contains("user pool ID"));
    room.window.state_mut().app.form.draft.user_pool = "eu-west-1_Practice1".to_owned();
    room.window.state_mut().app.form.draft.endpoint = "http://127.0.0.1:9".to_owned();
    room.window.run();
    room.activate(Role::Button, "Verify token");
    room.until(|room| room.says("The public keys could not be fetched"));
    assert_eq!(room.app().verdict(TokenRef::Pasted), Verdict::NotVerified, "no keys is no verdict");
    room.activate(Role::Button, "Clear");
    paste(&mut room, &keys);
    assert!(room.says("A key set with 2 keys"), "{}", room.spoken());
    assert_eq!(room.find(Role::PasswordInput, "Paste a token").value().unwrap_or_default(), "");
    paste(&mut room, &good);
    room.activate(Role::Button, "Verify token");
    let checked = room.app().checked(TokenRef::Pasted).unwrap();
    assert_eq!(checked.outcome(CheckName::Signature), Outcome::Passed, "offline");
    assert_eq!(checked.outcome(CheckName::Issuer), Outcome::Failed, "issued elsewhere than the form says");
    assert!(room.says("2 keys, given by you"));
}

#[test]
fn keys_that_never_come_can_be_given_up() {
    let server = crate::stage::silent();
    let mut desk = Desk::at(&server);
    desk.app.tokens.paste(&"eyJhbGciOiJSUzI1NiIsImtpZCI6ImEifQ.e30.AAAA".into());
    desk.app.dispatch(Command::Go(Place::Tokens));
    let mut room = Room::of(desk, LARGE);
    room.activate(Role::Button, "Verify token");
    room.until(|_| server.received().len() == 1);
    assert!(room.says(&format!("Waiting for 127.0.0.1:{}…", server.port())), "{}", room.spoken());
    assert!(server.received()[0].line.contains("/eu-west-1_Ab12Cd34E/.well-known/jwks.json"));
    room.activate(Role::Button, "Stop");
    assert!(!room.says("Waiting for"));
    assert_eq!(room.app().verdict(TokenRef::Pasted), Verdict::NotVerified);
}

#[test]
fn a_revoked_token_verifies_and_the_live_check_tells() {
    let mut room = walked(LARGE);
    room.activate(Role::Tab, "Access");
    verify(&mut room, "Verify access token");
    room.activate(Role::Button, "Live check (GetUser)");
    room.until(|room| room.says("Live: the user pool took it for ada"));
    room.dispatch(Command::Errand(ErrandKind::GlobalSignOut));
    room.dispatch(Command::Answer);
    assert_eq!(room.until_over(), Ending::Finished);
    room.dispatch(Command::OpenToken(TokenRef::Access));
    assert_eq!(room.app().verdict(TokenRef::Access), Verdict::Valid, "no signature tells of signing out");
    room.activate(Role::Button, "Live check (GetUser)");
    room.until(|room| room.says("Not taken"));
    let advice = room.app().live(TokenRef::Access).unwrap().answer.clone().unwrap_err();
    assert!(room.says(&advice.next), "{}", room.spoken());
}

#[test]
fn the_inspector_shows_and_asks_for_the_same_verdict() {
    let mut room = Room::new();
    room.key(Key::F5);
    room.until_over();
    room.dispatch(Command::Inspect(Tab::Tokens));
    assert!(room.says("not verified"));
    room.activate(Role::Button, "Verify ID token");
    room.until(|room| room.app().verdict(TokenRef::Id) == Verdict::Valid);
    assert!(room.says("valid") && !room.says("not verified"));
}

#[test]
fn the_identity_pools_own_token_is_opened_and_verified_in_its_own_terms() {
    let mut room = Room::new();
    room.dispatch(Command::Change(Change::Way(Way::Developer)));
    room.window.state_mut().app.form.draft.username = "anna".to_owned();
    room.dispatch(Command::Run);
    room.until_over();
    room.dispatch(Command::OpenToken(TokenRef::OpenId));
    assert!(room.says("Identity pool OpenID token"), "{}", room.spoken());
    assert!(room.says("the identity pool") && room.says("the identity id"));
    verify(&mut room, "Verify OpenID token");
    assert_eq!(room.app().verdict(TokenRef::OpenId), Verdict::Valid, "{}", room.spoken());
}
