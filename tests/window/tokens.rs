//! The Tokens place: any token from anywhere, what it says, whether it holds, and how long; and the clock
//! that this is judged by.

use jiff::{SignedDuration, Timestamp};
use poolwalk::flow::Ending;

use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::Desk;

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
