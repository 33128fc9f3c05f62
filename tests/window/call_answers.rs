//! The Call place: answers that are pictures, and tokens and keys that were over when they were sent.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use poolwalk::app::{App, CallCommand, Command, Place};
use poolwalk::flow::{AuthKind, Ending};

use crate::calling::{call, until_answered};
use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::Desk;

/// Answers with these bytes.
fn file_of(content_type: &'static str, file: Vec<u8>) -> Server {
    Server::new(move |stream, _| {
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
            file.len()
        );
        stream.write_all(&[head.as_bytes(), &file].concat()).is_ok()
    })
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(width, height).write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

#[test]
fn a_picture_is_drawn_with_its_size_and_saved_as_it_came() {
    let (file, folder) = (png(300, 40), tempfile::tempdir().unwrap());
    // What it is called does not count.
    let server = file_of("application/octet-stream", file.clone());
    let mut room = Room::new();
    room.window.state_mut().app.call.draft.url = format!("{}/logo", server.url());
    call(&mut room, CallCommand::With(AuthKind::Nothing));
    room.until(|room| room.says("300 × 40 pixels · "));
    let drawn = room.find(Role::Image, "Picture, 300 × 40 pixels").rect();
    assert_eq!((drawn.width(), drawn.height()), (300.0, 40.0));
    let path = folder.path().join("logo.png");
    call(&mut room, CallCommand::Save { path: path.clone(), replaces: false });
    assert_eq!(std::fs::read(&path).unwrap(), file);
}

#[test]
fn a_picture_that_is_wider_than_the_window_is_drawn_as_wide_as_there_is_room() {
    let server = file_of("image/png", png(6000, 3000));
    let mut room = Room::of(Desk::new(), [640.0, 560.0]);
    room.window.state_mut().app.call.draft.url = server.url();
    call(&mut room, CallCommand::With(AuthKind::Nothing));
    room.until(|room| room.says("6000 × 3000 pixels"));
    let drawn = room.find(Role::Image, "Picture, 6000 × 3000 pixels").rect();
    assert!((400.0..640.0).contains(&drawn.width()), "{drawn}");
    assert!((drawn.width() - 2.0 * drawn.height()).abs() < 2.0, "{drawn}");
}

#[test]
fn a_picture_that_cannot_be_drawn_says_why_and_can_be_saved() {
    let whole = png(30, 30);
    let mut trap = whole.clone();
    trap[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
    trap[29..33].copy_from_slice(&[0x0f, 0xb0, 0xe2, 0x15]); // the checksum of that head
    let cut = whole[..50].to_vec();
    for (file, words) in
        [(cut, "its file is broken or cut short"), (trap, "60000 × 60000 pixels, which is too many")]
    {
        let server = file_of("image/png", file);
        let mut room = Room::new();
        room.window.state_mut().app.call.draft.url = server.url();
        call(&mut room, CallCommand::With(AuthKind::Nothing));
        room.until(|room| room.says(words));
        assert!(room.has(Role::Button, "Save…"), "{}", room.spoken());
    }
}

/// A token that ends then.
fn ending_at(secs: u64) -> String {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    format!("{}.{}.c2ln", part(r#"{"alg":"RS256"}"#), part(&format!(r#"{{"exp":{secs},"token_use":"id"}}"#)))
}

/// Signs in with a token and keys that were over long ago, refreshes to good ones, and has an API that takes those alone.
fn slow() -> Server {
    Server::new(|stream, request| {
        let operation =
            request.header("x-amz-target").unwrap_or_default().rsplit('.').next().unwrap_or_default();
        let shown = request.header("authorization").unwrap_or_default();
        let is_fresh = shown.contains(&ending_at(4_000_000_000)) || shown.contains("=FRESH/");
        let logins = request.body.contains(&ending_at(4_000_000_000));
        let (key, keys_end) = if logins { ("FRESH", "4.0E9") } else { ("STALE", "1.0E3") };
        let tokens = |ends| {
            let token = ending_at(ends);
            let result = format!(
                r#"{{"IdToken":"{token}","AccessToken":"{token}","RefreshToken":"r","ExpiresIn":3600}}"#
            );
            (200, format!(r#"{{"AuthenticationResult":{result}}}"#))
        };
        let (status, body) = match operation {
            "InitiateAuth" => tokens(1_000),
            "GetTokensFromRefreshToken" => tokens(4_000_000_000),
            "GetId" => (200, r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c"}"#.to_owned()),
            "GetCredentialsForIdentity" => (
                200,
                format!(
                    r#"{{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c","Credentials":
                    {{"AccessKeyId":"{key}","SecretKey":"k","SessionToken":"t","Expiration":{keys_end}}}}}"#
                ),
            ),
            _ if request.line.starts_with("GET /pets") && is_fresh => (200, "fine".to_owned()),
            _ if request.line.starts_with("GET /pets") && shown.starts_with("Bearer") => {
                (401, r#"{"message":"Unauthorized"}"#.to_owned())
            }
            _ if request.line.starts_with("GET /pets") => (403, r#"{"message":"Forbidden"}"#.to_owned()),
            _ => (
                200,
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:sts::1:x</Arn><UserId>u</UserId>\
                 <Account>1</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
                    .to_owned(),
            ),
        };
        stream.write_all(answer(status, "", &body).as_bytes()).is_ok()
    })
}

#[test]
fn what_was_over_when_it_was_sent_is_refreshed_and_sent_again_at_one_press() {
    for (kind, words) in [
        (AuthKind::Id, "The token has expired"),
        (AuthKind::Access, "The token has expired"),
        (AuthKind::Iam, "The AWS keys have expired"),
    ] {
        let server = slow();
        let mut room = Room::of(Desk::at(&server), LARGE);
        room.key(Key::F5);
        assert_eq!(room.until_over(), Ending::Finished);
        room.window.state_mut().app.call.draft.url = format!("{}/pets", server.url());
        call(&mut room, CallCommand::With(kind));
        until_answered(&mut room);
        assert!(room.says(words), "{}", room.spoken());
        room.activate(Role::Button, "Refresh and send again");
        room.until(|room| room.says("200 OK"));
        assert_eq!((room.app().place, room.app().call.auth), (Place::Call, kind));
        let asked = server.received().iter().filter(|request| request.line.starts_with("GET /pets")).count();
        assert_eq!(asked, 2, "{words}");
    }
}

/// Signed in, with a request whose token was over.
fn refused_at(server: &Server) -> Room {
    let mut room = Room::of(Desk::at(server), LARGE);
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room.window.state_mut().app.call.draft.url = format!("{}/pets", server.url());
    call(&mut room, CallCommand::With(AuthKind::Id));
    until_answered(&mut room);
    room
}

fn asked(server: &Server) -> usize {
    server.received().iter().filter(|request| request.line.starts_with("GET /pets")).count()
}

#[test]
fn a_refresh_that_is_stopped_sends_nothing() {
    let server = slow();
    let mut room = refused_at(&server);
    call(&mut room, CallCommand::Refresh);
    room.dispatch(Command::Stop);
    room.window.run_steps(2);
    assert!(!room.app().call.is_held_back());
    assert_eq!(asked(&server), 1);
}

#[test]
fn what_was_changed_during_a_refresh_is_not_sent_unasked() {
    const CHANGED: &str = "The request was changed meanwhile: press Send";
    let (server, other) = (slow(), slow());
    for change in [
        |app: &mut App, other: &str| app.call.draft.url = format!("{other}/pets"),
        |app: &mut App, _: &str| app.call.draft.method = "DELETE".into(),
        |app: &mut App, _: &str| app.call.auth = AuthKind::Access,
    ] {
        let before = asked(&server);
        let mut room = refused_at(&server);
        room.window.state_mut().app.dispatch(Command::Call(CallCommand::Refresh));
        change(&mut room.window.state_mut().app, &other.url());
        room.until(|room| !room.app().call.is_held_back());
        assert!(room.says(CHANGED), "{}", room.spoken());
        assert!(!room.app().call.is_calling());
        assert_eq!((asked(&server), other.received().len()), (before + 1, 0));
    }
}

#[test]
fn what_cannot_be_sent_after_a_refresh_says_why_and_the_place_is_free() {
    let server = slow();
    let mut room = refused_at(&server);
    room.window.state_mut().app.call.draft.url = "http://a.example/pets".into();
    call(&mut room, CallCommand::Refresh);
    room.until(|room| !room.app().call.is_held_back());
    assert!(room.says("http:// to another computer can be read on the way"), "{}", room.spoken());
    assert!(!room.app().call.is_calling());
    room.window.state_mut().app.call.draft.url = format!("{}/pets", server.url());
    room.press("Send");
    room.until(|room| room.says("200 OK"));
    assert_eq!(asked(&server), 2);
}
