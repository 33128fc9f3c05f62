//! The Call place where a signature, or what answers it, is out of the ordinary: a clock that is off, a key that differs,
//! a refusal that is no text or does not end; and headers that would be read on the way.

use std::io::Write as _;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use jiff::{SignedDuration, Timestamp};
use poolwalk::app::{CallCommand, Command};
use poolwalk::cognito::Way;
use poolwalk::flow::{ApiDraft, AuthKind, Draft, Ending};
use poolwalk::practice::{Options, Practice, TestClock};

use crate::room::{LARGE, Room};
use crate::server::Server;
use crate::stage::Desk;

fn send(room: &mut Room, draft: ApiDraft, kind: AuthKind) {
    room.window.state_mut().app.call.draft = draft;
    room.dispatch(Command::Call(CallCommand::With(kind)));
    room.until(|room| !room.app().call.steps().is_empty() && !room.app().call.is_calling());
}

fn get(url: String) -> ApiDraft {
    ApiDraft { url, ..ApiDraft::default() }
}

/// A pool by a clock of its own, and a connection to it.
fn room_of(practice: &Practice) -> Room {
    let cast = practice.cast();
    let ada = cast.users.iter().find(|user| user.username == "ada").unwrap();
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = Draft {
        region: cast.region.to_owned(),
        user_pool: cast.user_pool_id.to_owned(),
        client: cast.clients[0].client_id.to_owned(),
        identity_pool: cast.identity_pool_id.to_owned(),
        username: ada.username.to_owned(),
        password: ada.password.clone(),
        way: Way::UserPassword,
        endpoint: cast.endpoint.clone(),
        ..Draft::default()
    };
    Room::of(desk, LARGE)
}

#[test]
fn with_a_clock_an_hour_off_a_signed_call_comes_through_after_a_walk() {
    for hours in [1, -1] {
        let clock = TestClock::new(Timestamp::now() + SignedDuration::from_hours(hours));
        let practice = Practice::start(Options { clock: clock.into(), ..Options::default() }).unwrap();
        let mut room = room_of(&practice);
        room.key(Key::F5);
        // The last step is signed by this computer's clock, as other programs sign, and is refused for that.
        assert_eq!(room.until_over(), Ending::Refused, "{}", room.spoken());
        let ahead = room.app().clock_offset().unwrap();
        assert!((ahead + SignedDuration::from_hours(hours)).abs() < SignedDuration::from_mins(1), "{ahead}");
        room.key_with(Modifiers::COMMAND, Key::Num3);
        send(&mut room, get(format!("{}/iam", practice.cast().api_url)), AuthKind::Iam);
        assert!(room.says("200 OK"), "{}", room.spoken());
    }
}

fn signed_in() -> Room {
    let mut room = Room::new();
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room.key_with(Modifiers::COMMAND, Key::Num3);
    room
}

#[test]
fn where_nothing_but_the_key_seems_to_differ_that_is_said() {
    let server = Server::new(|stream, request| {
        let host = request.header("host").unwrap();
        let signed = "host;x-amz-content-sha256;x-amz-date;x-amz-security-token";
        let names = ["x-amz-content-sha256", "x-amz-date", "x-amz-security-token"];
        let lines = names.map(|name| format!("{name}:{}", request.header(name).unwrap()));
        let headers = lines.join("\n");
        let hash = request.header("x-amz-content-sha256").unwrap();
        let canonical = format!("GET\n/a%20b//c\na=1&amp;a1=2\nhost:{host}\n{headers}\n\n{signed}\n{hash}");
        let body = format!(
            "<Error><Code>SignatureDoesNotMatch</Code><Message>The request signature we calculated does not \
             match the signature you provided. Check your key and signing method.</Message>\
             <CanonicalRequest>{canonical}</CanonicalRequest></Error>"
        );
        stream
            .write_all(crate::server::answer(403, "content-type: application/xml\r\n", &body).as_bytes())
            .is_ok()
    });
    let mut room = signed_in();
    let s3 = ApiDraft { service: "s3".into(), ..get(format!("{}/a b//c?a1=2&a=1", server.url())) };
    send(&mut room, s3.clone(), AuthKind::Iam);
    assert!(room.says("probably the secret key differs"), "{}", room.spoken());
    send(&mut room, ApiDraft { url: format!("{}/a b//d?a1=2&a=1", server.url()), ..s3 }, AuthKind::Iam);
    assert!(room.says("Line 2 of the canonical request"), "{}", room.spoken());
    assert!(!room.says("secret key differs"), "{}", room.spoken());
}

#[test]
fn a_refusal_that_is_no_text_is_saved_byte_for_byte() {
    let bytes = b"\xff\xfe\0\x01";
    let server = Server::new(move |stream, _| {
        let head = format!("HTTP/1.1 500 X\r\ncontent-length: {}\r\n\r\n", bytes.len());
        stream.write_all(head.as_bytes()).is_ok() && stream.write_all(bytes).is_ok()
    });
    let mut room = Room::new();
    room.key_with(Modifiers::COMMAND, Key::Num3);
    send(&mut room, get(server.url()), AuthKind::Nothing);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer.bin");
    room.dispatch(Command::Call(CallCommand::Save { path: path.clone(), replaces: false }));
    assert_eq!(std::fs::read(path).unwrap(), bytes);
}

#[test]
fn a_refusal_that_is_cut_says_so() {
    let server = Server::new(|stream, _| {
        let piece = vec![b'x'; 65_536];
        let head = "HTTP/1.1 500 X\r\ncontent-type: text/plain\r\ntransfer-encoding: chunked\r\n\r\n";
        let mut fits = stream.write_all(head.as_bytes()).is_ok();
        while fits {
            fits = stream.write_all(b"10000\r\n").is_ok()
                && stream.write_all(&piece).is_ok()
                && stream.write_all(b"\r\n").is_ok();
        }
        false
    });
    let mut room = Room::new();
    room.key_with(Modifiers::COMMAND, Key::Num3);
    send(&mut room, get(server.url()), AuthKind::Nothing);
    assert!(room.says("There is more: only the first"), "{}", room.spoken());
}

#[test]
fn a_header_that_may_tell_who_asks_goes_nowhere_where_it_can_be_read_on_the_way() {
    let mut room = Room::new();
    room.key_with(Modifiers::COMMAND, Key::Num3);
    room.activate(Role::Tab, "No authorization");
    let far = get("http://api.example.com/pets".to_owned());
    for (headers, is_sent) in [("accept: text/plain", true), ("x-api-key: k", false)] {
        room.window.state_mut().app.call.draft = ApiDraft { headers: headers.into(), ..far.clone() };
        room.window.run();
        assert_eq!(!room.find(Role::Button, "Send").accesskit_node().is_disabled(), is_sent, "{headers}");
    }
    assert!(room.says("headers that may tell who asks go over https:// alone"), "{}", room.spoken());
}
