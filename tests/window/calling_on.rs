//! The Call place beside the rest: what an answer is about once the request has changed, a sign-in on the way, what is
//! lacking, several connections, answers that were cut.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use poolwalk::app::{CallCommand, Change, Command, ConnectionRef, HandOverCommand, Place, Preset};
use poolwalk::cognito::Way;
use poolwalk::flow::{ApiDraft, AuthKind, Ending};
use poolwalk::handoff::Format;

use crate::room::{LARGE, Room};
use crate::server::Server;
use crate::stage::{Desk, code};

const EARLIER: &str = "This answers the request before your changes";

/// In the Call place, nobody signed in.
fn in_call(desk: Desk, size: [f32; 2]) -> Room {
    let mut room = Room::of(desk, size);
    room.key_with(Modifiers::COMMAND, Key::Num3);
    room
}

fn signed_in() -> Room {
    let mut room = Room::new();
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room.key_with(Modifiers::COMMAND, Key::Num3);
    room
}

fn send(room: &mut Room) {
    room.press("Send");
    room.until(|room| !room.app().call.steps().is_empty() && !room.app().call.is_calling());
}

fn host(room: &Room) -> String {
    let url = &room.app().practice().unwrap().cast().api_url;
    url.split('/').nth(2).unwrap().to_owned()
}

#[test]
fn an_answer_names_what_it_answers_and_tells_when_the_request_is_another() {
    let mut room = signed_in();
    send(&mut room);
    let before = room.app().call.draft.clone();
    assert!(room.says(&format!("GET {}/practice-api/prod/iam", host(&room))), "{}", room.spoken());
    assert!(!room.says(EARLIER));
    for url in ["https://elsewhere.example/", "not a url", ""] {
        room.fill(Role::TextInput, "Address", url);
        if url.is_empty() {
            room.key(Key::Delete);
        }
        assert!(room.says(EARLIER) && room.says("200 OK"), "{url}: {}", room.spoken());
        assert!(room.says("/practice-api/prod/iam"), "{url}: what was sent is still named");
    }
    room.fill(Role::TextInput, "Address", &before.url);
    assert!(!room.says(EARLIER), "it is the same request again");
    room.activate(Role::Tab, "ID token");
    assert!(room.says(EARLIER));
    room.activate(Role::Tab, "AWS signature");
    assert!(!room.says(EARLIER));
    room.dispatch(Command::Call(CallCommand::Preset(Preset::Practice(1))));
    assert!(room.says(EARLIER));
    room.dispatch(Command::Call(CallCommand::Preset(Preset::Practice(0))));
    room.window.state_mut().app.call.draft.service = "s3".into();
    room.window.run();
    assert!(room.says(EARLIER), "the signature would be another");
}

#[test]
fn a_sign_in_that_asks_is_shown_where_walks_are_and_leads_back() {
    let mut desk = Desk::new();
    desk.as_user("hedy");
    let mut room = in_call(desk, LARGE);
    room.press("Sign in");
    room.until_asked();
    assert_eq!(room.app().place, Place::Walk, "the question is seen");
    let right = code(room.app());
    room.window.state_mut().app.walk.as_mut().unwrap().answer[0].text = right;
    room.dispatch(Command::Answer);
    assert_eq!(room.until_over(), Ending::Finished);
    room.press("Back to Call");
    assert_eq!(room.app().place, Place::Call);
    assert!(room.says("Signed with the keys of hedy"), "{}", room.spoken());
}

#[test]
fn a_sign_in_that_fails_is_shown_where_walks_are() {
    let mut desk = Desk::new();
    desk.app.form.draft.password = "wrong".into();
    let mut room = in_call(desk, LARGE);
    room.press("Sign in");
    assert_eq!(room.until_over(), Ending::Refused);
    assert_eq!(room.app().place, Place::Walk);
    assert!(!room.has(Role::Button, "Back to Call"), "{}", room.spoken());
}

#[test]
fn a_guest_is_told_that_no_sign_in_of_a_guest_brings_tokens() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Change(Change::Way(Way::Guest)));
    let mut room = in_call(desk, LARGE);
    assert!(room.says("Sign in first: there are no AWS keys yet"), "a guest gets keys: {}", room.spoken());
    room.activate(Role::Tab, "Access token");
    assert!(room.says("A guest has no tokens: sign in as a user for this"), "{}", room.spoken());
    assert!(!room.has(Role::Button, "Sign in"));
    room.press("Choose another way in");
    assert_eq!(room.app().place, Place::Walk);
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room.press("Open in Call");
    room.activate(Role::Tab, "AWS signature");
    assert!(room.says("Signed with the keys of a guest, for execute-api"), "{}", room.spoken());
}

#[test]
fn a_region_or_a_service_that_is_none_is_told_beside_it() {
    let mut room = signed_in();
    room.activate(Role::Button, "Region and service");
    room.fill(Role::TextInput, "Service", "bogus x");
    assert!(room.says("A service is one word, such as execute-api or lambda"), "{}", room.spoken());
    let send = room.find(Role::Button, "Send");
    assert!(send.accesskit_node().is_disabled());
    assert_eq!(send.accesskit_node().description().unwrap(), "Put the service right first");
    room.activate(Role::Button, "Headers");
    assert!(room.says("A service is one word"), "what is wrong opens itself");
    room.fill(Role::TextInput, "Service", "lambda");
    assert!(!room.find(Role::Button, "Send").accesskit_node().is_disabled());
}

#[test]
fn what_was_sent_is_remembered_for_each_connection_with_what_came_of_it() {
    let mut room = signed_in();
    send(&mut room);
    room.dispatch(Command::NewConnection);
    assert!(room.app().call.history().is_empty(), "another connection's is not shown");
    let server = Server::answering(404, "", "nothing");
    room.dispatch(Command::Go(Place::Call));
    room.activate(Role::Tab, "No authorization");
    room.fill(Role::TextInput, "Address", &server.url());
    send(&mut room);
    room.press("Sent before");
    assert!(room.says("No authorization · 404") && !room.says("/prod/iam"), "{}", room.spoken());
    room.key(Key::Escape);
    room.dispatch(Command::Connect(ConnectionRef::Practice));
    room.dispatch(Command::Go(Place::Call));
    room.press("Sent before");
    assert!(room.says("/prod/iam") && room.says("AWS signature · 200"), "{}", room.spoken());
}

#[test]
fn what_was_sent_goes_along_with_a_name_and_goes_with_a_connection() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    let server = Server::answering(200, "", "");
    desk.app.call.draft = ApiDraft { url: server.url(), ..ApiDraft::default() };
    desk.app.dispatch(Command::Call(CallCommand::With(AuthKind::Nothing)));
    desk.until(|app| !app.call.is_calling());
    desk.app.dispatch(Command::Rename("Mine".into()));
    desk.app.dispatch(Command::Connect(ConnectionRef::Practice));
    desk.app.dispatch(Command::Connect(ConnectionRef::Saved("Mine".into())));
    assert_eq!(desk.app.call.history().len(), 1);
    desk.app.dispatch(Command::Delete);
    desk.app.dispatch(Command::NewConnection);
    desk.app.dispatch(Command::Rename("Mine".into()));
    assert!(desk.app.call.history().is_empty(), "another one of that name");
}

#[test]
fn back_among_the_steps_the_call_is_the_one_selected_and_its_lane_has_the_whole_host() {
    let mut room = signed_in();
    room.dispatch(Command::SelectStep(1));
    send(&mut room);
    let count = room.app().walk_steps().len();
    room.key_with(Modifiers::COMMAND, Key::Num1);
    assert_eq!(room.app().shown_step(), Some(count));
    assert!(room.has(Role::Label, &format!("Your API {}", host(&room))), "{}", room.spoken());
}

#[test]
fn in_a_low_window_the_step_of_the_call_is_scrolled_to() {
    const LOW: [f32; 2] = [900.0, 600.0];
    let mut room = in_call(Desk::new(), LOW);
    room.press("Sign in");
    assert_eq!(room.until_over(), Ending::Finished);
    send(&mut room);
    room.key_with(Modifiers::COMMAND, Key::Num1);
    let step = room.window.get_by_label_contains("Step 6, Your API, done");
    let bottom = step.rect().bottom();
    let bar = room.find(Role::Button, "Copy all").rect().top();
    assert!(bottom <= bar, "{bottom} is under {bar}");
}

#[test]
fn the_cards_of_all_ways_stand_in_the_order_of_the_ways_and_are_of_one_height() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Change(Change::Way(Way::Guest)));
    let mut room = in_call(desk, LARGE);
    room.press("Sign in");
    assert_eq!(room.until_over(), Ending::Finished);
    room.activate(Role::Button, "Try all");
    room.until(|room| !room.app().call.steps().is_empty() && !room.app().call.is_calling());
    let left_out: Vec<_> = room.window.get_all_by_label("not tried").map(|node| node.rect().left()).collect();
    let last = room.window.get_all_by_label("No authorization").map(|node| node.rect().left());
    let last = last.fold(0.0, f32::max);
    assert_eq!(left_out.len(), 2);
    assert!(left_out.iter().all(|left| *left < last), "{left_out:?} before {last}");
}

#[test]
fn of_an_answer_that_was_cut_the_beginning_is_shown_and_saved_as_such() {
    let pet = "{\"name\": \"Rex\", \"api_key\": \"hunter2\"}";
    let body = format!("{{\"pets\": [{}{pet}]}}", format!("{pet}, ").repeat(130_000));
    let server = Server::answering(200, "content-type: application/json\r\n", &body);
    let mut room = in_call(Desk::new(), LARGE);
    room.activate(Role::Tab, "No authorization");
    room.fill(Role::TextInput, "Address", &format!("{}/pets", server.url()));
    send(&mut room);
    let said = room.spoken();
    assert!(said.contains("There is more: only the first 4.1 MB were read"), "{said:.3000}");
    assert!(said.contains("\"name\": \"Rex\"") && !said.contains("hunter2"), "{said:.3000}");
    assert!(said.contains("JSON that cannot be read"));
    room.activate(Role::Button, "Save…");
    assert!(room.says("The answer was cut: the file will hold its beginning alone"));
    let path = room.find(Role::TextInput, "File to save it in").value().unwrap();
    assert!(path.ends_with("beginning-of-pets.json"), "{path}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pets.json");
    room.dispatch(Command::Call(CallCommand::Save { path, replaces: false }));
    assert!(room.says("The answer was cut: its beginning is saved to"), "{:.3000}", room.spoken());
}

#[test]
fn both_signed_texts_can_be_copied() {
    let mut room = signed_in();
    send(&mut room);
    room.activate(Role::Tab, "What was signed");
    assert!(
        room.says("The last line is the SHA-256 hash of the canonical request above"),
        "{}",
        room.spoken()
    );
    room.activate(Role::Button, "Copy canonical request");
    assert!(room.board.last().unwrap().0.starts_with("GET\n/practice-api/prod/iam\n"));
    room.activate(Role::Button, "Copy string to sign");
    assert!(room.board.last().unwrap().0.starts_with("AWS4-HMAC-SHA256\n"));
}

#[test]
fn a_request_is_kept_beside_send_and_the_practice_pool_says_why_not() {
    let mut room = signed_in();
    let keep = room.find(Role::Button, "Keep this request…");
    assert!(keep.accesskit_node().is_disabled());
    assert!(keep.accesskit_node().description().unwrap().contains("The practice pool keeps none"));
    room.dispatch(Command::NewConnection);
    room.dispatch(Command::Go(Place::Call));
    room.fill(Role::TextInput, "Address", "https://api.example.com/pets");
    assert!(!room.has(Role::Button, "Kept requests"), "there are none");
    room.press("Keep this request…");
    room.fill(Role::TextInput, "Name of this request", "Pets");
    room.press("Keep");
    assert_eq!(room.app().kept_calls(), ["Pets"]);
    assert!(room.has(Role::Button, "Kept requests"), "{}", room.spoken());
    room.fill(Role::TextInput, "Address", "https://api.example.com/cats");
    room.press("Keep this request…");
    room.fill(Role::TextInput, "Name of this request", "Pets ");
    assert!(room.says("A request of this name is kept already: it would be replaced"), "{}", room.spoken());
    room.press("Replace");
    assert_eq!(room.app().kept_calls(), ["Pets"]);
}

#[test]
fn in_a_low_window_copy_save_and_close_are_in_sight_for_every_format() {
    for size in [[900.0, 600.0], [700.0, 600.0], [1600.0, 1000.0]] {
        let mut room = Room::of(Desk::new(), size);
        room.key(Key::F5);
        assert_eq!(room.until_over(), Ending::Finished);
        room.dispatch(Command::HandOver(HandOverCommand::Open));
        for format in Format::ALL {
            room.dispatch(Command::HandOver(HandOverCommand::Choose(format)));
            for name in ["Save", "Close"] {
                let place = room.find(Role::Button, name).rect();
                let fits = place.bottom() <= size[1] && place.right() <= size[0] && place.top() > 0.0;
                assert!(fits, "{format:?} {name} {place:?} in {size:?}");
            }
        }
    }
}
