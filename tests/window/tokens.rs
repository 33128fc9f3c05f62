//! The Tokens place: any token from anywhere, what it says, how long it is good, and the clock that this is
//! judged by. Whether it holds is tried in the file beside this.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use eframe::egui::accesskit::Role;
use eframe::egui::{DroppedFile, Event, Key, RawInput};
use jiff::{SignedDuration, Timestamp};
use poolwalk::app::{Command, Place, TokenRef};
use poolwalk::flow::{Ending, ErrandKind};

use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::{Desk, later};

/// Signs nobody in, and writes this moment on its answers.
fn dated(ahead: SignedDuration) -> Server {
    Server::new(move |stream, _| {
        let theirs = (poolwalk::engine::clock::now() - ahead).strftime("%a, %d %b %Y %H:%M:%S GMT");
        let body = r#"{"__type":"NotAuthorizedException","message":"Incorrect username or password."}"#;
        let answer = answer(400, &format!("date: {theirs}\r\n"), body);
        std::io::Write::write_all(stream, answer.as_bytes()).is_ok()
    })
}

#[test]
fn a_clock_that_is_off_is_measured_and_said() {
    let server = dated(SignedDuration::from_secs(421));
    let mut room = Room::of(Desk::at(&server), LARGE);
    assert_eq!(room.app().clock_offset(), None);
    room.press("Run");
    assert_eq!(room.until_over(), Ending::Refused);
    let offset = room.app().clock_offset().unwrap().as_secs();
    assert!((419..=422).contains(&offset), "{offset}");
    assert!(room.says("clock 7 minutes ahead"), "{}", room.spoken());
    assert!(room.says("This computer’s clock is 7 minutes ahead of the server’s"));
    let behind: Timestamp = room.app().server_now();
    assert_eq!(room.app().now.duration_since(behind).as_secs(), offset);
}

#[test]
fn a_clock_that_is_right_is_not_talked_about() {
    let mut room = Room::new();
    room.press("Run");
    room.until_over();
    assert_eq!(
        room.app().clock_offset(),
        Some(SignedDuration::ZERO),
        "the practice pool writes the date too"
    );
    assert!(!room.says("clock"), "{}", room.spoken());
}

const ADA: &str = "cognito:username, ada";

/// A window after a walk of ada's, in the Tokens place.
pub(crate) fn walked(size: [f32; 2]) -> Room {
    let mut room = Room::of(Desk::new(), size);
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
    room.dispatch(Command::Go(Place::Tokens));
    room
}

pub(crate) fn raw(room: &Room, which: TokenRef) -> String {
    room.app().tokens.opened(which).unwrap().raw.expose().to_owned()
}

pub(crate) fn paste(room: &mut Room, text: &str) {
    room.find(Role::PasswordInput, "Paste a token").focus();
    room.window.run();
    room.window.event(Event::Paste(text.to_owned()));
    room.window.run();
}

#[test]
fn a_wide_window_shows_the_walks_tokens_side_by_side() {
    let mut room = walked([1600.0, 1000.0]);
    for words in ["token_use, id", "token_use, access", "This token is encrypted"] {
        assert!(room.says(words), "{words}: {}", room.spoken());
    }
    room.activate(Role::Tab, "ID");
    assert!(room.says("token_use, id") && !room.says("token_use, access"));
    room.activate(Role::Tab, "Side by side");
    assert!(room.says("token_use, access"));
    let mut room = walked([900.0, 600.0]);
    assert!(
        room.says("token_use, id") && !room.says("token_use, access"),
        "one at a time where it is narrow"
    );
    room.activate(Role::Tab, "Side by side");
    assert!(room.says("token_use, access"), "one under another when that is wished");
}

#[test]
fn a_claim_unfolds_to_who_sets_it_and_what_to_do_with_it() {
    let mut room = walked(LARGE);
    room.activate(Role::Tab, "ID");
    room.activate(Role::Button, "About exp");
    let said = room.spoken();
    for words in [
        "Who sets it",
        "What to do with it",
        "refuse it from then on; refresh before",
        "In UTC",
        "in 59 minutes",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    room.activate(Role::Button, "About exp");
    assert!(!room.says("Who sets it"));
    room.fill(Role::TextInput, "Filter claims", "group");
    assert!(room.says("cognito:groups, engineers, readers") && !room.says(ADA));
}

#[test]
fn values_header_payload_and_the_header_line_are_copied() {
    let mut room = walked(LARGE);
    room.activate(Role::Tab, "ID");
    let token = raw(&room, TokenRef::Id);
    let last = |room: &Room| room.board.last().unwrap().0;
    room.activate(Role::Button, "Copy ID token as a header line");
    assert_eq!(last(&room), format!("Authorization: Bearer {token}"));
    room.activate(Role::Button, "Copy ID token’s payload");
    assert!(last(&room).contains("\"cognito:username\": \"ada\""));
    room.activate(Role::Button, "Copy ID token’s header");
    assert!(last(&room).contains("\"alg\": \"RS256\""));
    room.activate(Role::Button, ADA);
    assert_eq!(room.board.last(), Some(("ada".to_owned(), true)));
    room.activate(Role::Button, "alg, RS256");
    assert_eq!(last(&room), "RS256");
    let nested = r#"{"identities":[{"userId":"4711"}]}"#;
    paste(&mut room, &format!("e30.{}.AA", BASE64.encode(nested)));
    room.activate(Role::Button, "identities.1.userId, 4711");
    assert_eq!(last(&room), "4711", "a value within another one by itself");
}

#[test]
fn a_refresh_shows_in_place_what_it_changed() {
    let mut room = walked(LARGE);
    room.activate(Role::Tab, "ID");
    let before = raw(&room, TokenRef::Id);
    room.press("Refresh tokens");
    room.until(|room| room.says("Refreshed: "));
    assert_eq!(room.app().place, Place::Tokens);
    assert_ne!(raw(&room, TokenRef::Id), before);
    assert!(room.says("jti changed") && !room.says("sub changed"), "{}", room.spoken());
    room.until_over();
    room.activate(Role::Tab, "Compare");
    assert!(room.says("ID before") && room.says("jti changed") && room.says("the same"), "{}", room.spoken());
    room.choose("Compare", "Access before");
    let said = room.spoken();
    for words in ["client_id only in the earlier access token", "aud only in the ID token", "jti different"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(!said.contains("removed") && !said.contains("added"), "neither became the other: {said}");
    room.activate(Role::Tab, "ID");
    room.activate(Role::Button, "Hide what the refresh changed");
    assert!(!room.says("Refreshed: "));
}

#[test]
fn a_refresh_that_is_refused_leads_to_where_it_is_told() {
    let mut room = walked(LARGE);
    room.dispatch(Command::Errand(ErrandKind::GlobalSignOut));
    room.dispatch(Command::Go(Place::Tokens));
    assert!(room.app().may(&Command::Refresh).is_ok());
    let signed_out = room.app().practice().unwrap();
    signed_out.reset();
    room.dispatch(Command::Refresh);
    assert_ne!(room.until_over(), Ending::Finished);
    assert_eq!(room.app().place, Place::Walk);
}

#[test]
fn one_persons_token_is_kept_and_compared_with_anothers() {
    let mut room = walked(LARGE);
    room.activate(Role::Tab, "ID");
    room.activate(Role::Button, "Keep");
    room.dispatch(Command::Go(Place::Walk));
    room.choose("Username", "hedy");
    room.dispatch(Command::Errand(ErrandKind::ForgotPassword));
    room.dispatch(Command::Stop);
    assert!(room.app().tokens.opened(TokenRef::Kept).is_some(), "it outlives the walk");
    paste_into_tokens(&mut room, r#"{"cognito:username":"hedy","email":"hedy@example.com"}"#);
    room.activate(Role::Tab, "Compare");
    let said = room.spoken();
    for words in
        ["cognito:username different", "sub only in the kept token", "header kid only in the kept token"]
    {
        assert!(said.contains(words), "{words}: {said}");
    }
    room.activate(Role::Tab, "Kept");
    room.activate(Role::Button, "Let go");
    assert!(room.app().tokens.opened(TokenRef::Kept).is_none());
}

fn paste_into_tokens(room: &mut Room, claims: &str) {
    room.dispatch(Command::Go(Place::Tokens));
    paste(room, &format!("e30.{}.AA", BASE64.encode(claims)));
}

#[test]
fn five_minutes_before_the_end_the_tokens_are_warned_of_once() {
    let mut room = walked(LARGE);
    assert!(!room.says("The tokens are good for"));
    later(3_305);
    room.window.step();
    room.window.step();
    assert!(room.says("The tokens are good for 4 minutes more"), "{}", room.spoken());
    let before = raw(&room, TokenRef::Access);
    room.press("Refresh");
    room.until_over();
    assert_ne!(raw(&room, TokenRef::Access), before);
    later(60);
    room.window.step();
    assert!(!room.says("The tokens are good for"), "fresh ones are good for longer");
}

#[test]
fn a_dropped_file_is_a_token_a_key_set_or_neither_and_that_is_said() {
    let mut room = walked(LARGE);
    let folder = tempfile::tempdir().unwrap();
    let (token, keys) = (raw(&room, TokenRef::Id), key_set(&room));
    let (bearer, large) = (format!("Bearer {token}\n"), "x".repeat(300 * 1024));
    let files: [(&str, &[u8], &str); 5] = [
        ("token.txt", bearer.as_bytes(), "token.txt: ID token"),
        ("jwks.json", keys.as_bytes(), "A key set with 2 keys"),
        ("notes.txt", b"hello there", "notes.txt holds neither a token nor a key set"),
        ("picture.png", &[0x89, 0xff, 0xfe, 0x00], "picture.png is not text"),
        ("large.txt", large.as_bytes(), "large.txt was not opened: it has 307200 bytes"),
    ];
    for (name, content, words) in files {
        let path = folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        drop_file(&mut room, path);
        assert!(room.says(words), "{name}: {}", room.spoken());
        later(40);
        room.window.run();
    }
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|err| err.to_string())
    }
}

/// Lets go of a file over the window, by the same door as the desktop does.
fn drop_file(room: &mut Room, path: PathBuf) {
    let mut input = RawInput { dropped_files: vec![Arc::new(Dropped(path))], ..RawInput::default() };
    let ctx = room.window.ctx.clone();
    eframe::App::raw_input_hook(room.window.state_mut(), &ctx, &mut input);
    room.window.run();
}

#[test]
fn a_file_held_over_the_window_is_told_where_it_may_go() {
    let mut room = walked(LARGE);
    let held = || eframe::egui::HoveredFile { path: Some("token.txt".into()), ..Default::default() };
    for (place, words) in [
        (Place::Tokens, "Drop the file to open a token or a key set"),
        (Place::Walk, "Drop the file to fill in the form from a configuration"),
    ] {
        room.dispatch(Command::Go(place));
        assert!(!room.says("Drop the file"));
        room.window.input_mut().hovered_files.push(held());
        // Frame after frame is drawn while a file is held: `run` would wait for the last one.
        room.window.run_steps(2);
        assert!(room.says(words), "{}", room.spoken());
        room.window.state_mut().app.dispatch(Command::ToggleHelp);
        room.window.run_steps(2);
        assert!(!room.says("Drop the file"), "a dialog takes none");
        room.window.state_mut().app.dispatch(Command::CloseDialog);
        room.window.input_mut().hovered_files.clear();
        room.window.run();
    }
}

/// The practice pool's key set, as its address gives it.
pub(crate) fn key_set(room: &Room) -> String {
    let cast = room.app().practice().unwrap().cast();
    let address = cast.endpoint.strip_prefix("http://").unwrap();
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    let request = format!(
        "GET /{}/.well-known/jwks.json HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n",
        cast.user_pool_id
    );
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer[answer.find('{').unwrap()..=answer.rfind('}').unwrap()].to_owned()
}

#[test]
fn a_very_long_token_is_drawn_with_the_rows_in_sight_alone() {
    let claims: Vec<String> = (0..2_000).map(|at| format!("\"claim-{at}\":\"{at}\"")).collect();
    let token = format!("e30.{}.AA", BASE64.encode(format!("{{{}}}", claims.join(","))));
    assert!(token.len() > 50_000 && token.len() < 65_536);
    let mut room = Room::of(Desk::new(), LARGE);
    room.dispatch(Command::Go(Place::Tokens));
    paste(&mut room, &token);
    let bullets = room.find(Role::PasswordInput, "Paste a token").value().unwrap();
    assert!(bullets.chars().count() <= 2_000, "few of its letters are drawn");
    assert!(room.has(Role::Button, "claim-0, 0"), "{}", room.spoken());
    assert!(!room.has(Role::Button, "claim-1999, 1999"), "out of sight");
    room.fill(Role::TextInput, "Filter claims", "claim-1999");
    assert!(room.has(Role::Button, "claim-1999, 1999"));
}
