//! The Call place: a signed 200 from a fresh start, each refusal in words, every way tried, what goes along with what.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use poolwalk::app::{CallCommand, Command, Place, Preset};
use poolwalk::flow::{ApiDraft, AuthKind, Ending};

use crate::room::{LARGE, Room};
use crate::server::Server;
use crate::stage::Desk;

/// Signed in, and in the Call place.
pub(crate) fn signed_in(username: &str) -> Room {
    let mut room = Room::new();
    if username != "ada" {
        room.choose("Username", username);
    }
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room.key_with(Modifiers::COMMAND, Key::Num3);
    room
}

pub(crate) fn until_answered(room: &mut Room) {
    room.until(|room| !room.app().call.steps().is_empty() && !room.app().call.is_calling());
}

pub(crate) fn call(room: &mut Room, command: CallCommand) {
    room.dispatch(Command::Call(command));
}

/// Sends to a route of the practice API, by its path.
fn send(room: &mut Room, path: &str, kind: AuthKind) {
    let base = room.app().practice().unwrap().cast().api_url.clone();
    room.window.state_mut().app.call.draft = ApiDraft { url: format!("{base}{path}"), ..ApiDraft::default() };
    call(room, CallCommand::With(kind));
    until_answered(room);
}

#[test]
fn from_a_fresh_start_three_presses_bring_a_signed_answer() {
    let mut room = Room::new();
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room.press("Open in Call");
    assert_eq!(room.app().place, Place::Call);
    assert!(room.says("Signed with the keys of ada, for execute-api in eu-west-1"), "{}", room.spoken());
    room.press("Send");
    until_answered(&mut room);
    let said = room.spoken();
    assert!(said.contains("200 OK"), "{said}");
    assert!(
        said.contains("\"authorizer\": \"AWS_IAM\"") && said.contains("assumed-role/PracticeEngineer"),
        "{said}"
    );
    room.activate(Role::Tab, "What was signed");
    assert!(room.says("GET\n/practice-api/prod/iam\n"), "{}", room.spoken());
    assert!(room.says("AWS4-HMAC-SHA256\n") && room.says("/eu-west-1/execute-api/aws4_request"));
}

#[test]
fn ctrl_enter_sends_and_the_try_is_a_step_to_your_api() {
    let mut room = signed_in("ada");
    room.key_with(Modifiers::COMMAND, Key::Enter);
    until_answered(&mut room);
    let count = room.app().walk_steps().len();
    assert_eq!(room.app().steps().len(), count + 1);
    room.key_with(Modifiers::COMMAND, Key::Num1);
    assert!(room.says("Your API"), "{}", room.spoken());
    assert!(room.says(&format!("Step {}, ", count + 1)));
    room.dispatch(Command::SelectStep(count));
    room.dispatch(Command::Inspect(poolwalk::app::Tab::Request));
    assert!(room.says("GET /practice-api/prod/iam"), "{}", room.spoken());
    room.dispatch(Command::Inspect(poolwalk::app::Tab::Code));
    assert!(room.says("--aws-sigv4 'aws:amz:eu-west-1:execute-api'"), "{}", room.spoken());
    room.key(Key::F5);
    room.until_over();
    assert_eq!(room.app().call.steps(), [], "another walk has its own");
}

#[test]
fn try_all_says_which_one_the_api_wants() {
    let mut room = signed_in("ada");
    for (path, words) in [
        ("/iam", "This API wants the AWS signature: it alone came through"),
        ("/id", "This API wants the ID token: it alone came through"),
        ("/access", "This API wants the access token: it alone came through"),
        ("/scope", "This API wants a token and took neither: probably it asks for a scope"),
        ("/open", "This API takes anybody: it answers without authorization"),
    ] {
        let base = room.app().practice().unwrap().cast().api_url.clone();
        room.window.state_mut().app.call.draft.url = format!("{base}{path}");
        room.window.run();
        room.activate(Role::Button, "Try all");
        until_answered(&mut room);
        assert_eq!(room.app().call.tries().len(), 4);
        assert!(room.says(words), "{path}: {}", room.spoken());
    }
}

#[test]
fn a_token_that_is_refused_is_told_what_it_may_lack_and_no_circle() {
    let mut room = signed_in("ada");
    let base = room.app().practice().unwrap().cast().api_url.clone();
    room.window.state_mut().app.call.draft.url = format!("{base}/scope");
    room.window.run();
    room.activate(Role::Button, "Try all");
    until_answered(&mut room);
    let app = room.app();
    let next = |at: usize| app.call_advice(app.call.tries()[at].step).unwrap().next;
    assert!(next(1).contains("If that is refused as well, it probably lacks the scope practice-api/read"));
    assert!(next(2).contains("wants the scope practice-api/read that this token lacks"), "{}", next(2));
}

#[test]
fn every_way_of_what_may_change_something_is_asked_about_first() {
    let mut room = signed_in("ada");
    let base = room.app().practice().unwrap().cast().api_url.clone();
    room.window.state_mut().app.call.draft =
        ApiDraft { method: "DELETE".into(), url: format!("{base}/open"), ..ApiDraft::default() };
    room.window.run();
    room.activate(Role::Button, "Try all");
    assert!(room.says("Send DELETE in every way?"), "{}", room.spoken());
    room.activate(Role::Button, "Do not send");
    assert_eq!((room.app().dialog.clone(), room.app().call.steps().len()), (None, 0), "nothing was sent");
    room.activate(Role::Button, "Try all");
    room.activate(Role::Button, "Send each");
    until_answered(&mut room);
    assert_eq!((room.app().dialog.clone(), room.app().call.tries().len()), (None, 4));
}

#[test]
fn a_role_that_may_not_call_shows_what_the_api_wants() {
    let mut room = signed_in("emmy@example.com");
    let base = room.app().practice().unwrap().cast().api_url.clone();
    room.window.state_mut().app.call.draft.url = format!("{base}/iam");
    call(&mut room, CallCommand::TryAll);
    until_answered(&mut room);
    let words = "This API wants the AWS signature, but this role may not call it";
    assert!(room.says(words), "{}", room.spoken());
}

#[test]
fn each_refusal_becomes_words_and_a_next_move() {
    let mut room = signed_in("ada");
    for (path, kind, words, next) in [
        ("/nothing", AuthKind::Iam, "API Gateway knows no such route", "Change the address"),
        (
            "/iam",
            AuthKind::Nothing,
            "The route wants a signature, or there is no such route",
            "Try the AWS signature",
        ),
        ("/iam", AuthKind::Id, "This route wants an AWS signature, not a token", "Try the AWS signature"),
        ("/id", AuthKind::Access, "This route does not take the access token", "Try the ID token"),
        ("/access", AuthKind::Id, "This route does not take the ID token", "Try the access token"),
        ("/id", AuthKind::Nothing, "This route wants a token", "Try the ID token"),
        ("/id", AuthKind::Iam, "This route wants a token, not a signature", "Try the ID token"),
    ] {
        send(&mut room, path, kind);
        assert!(room.says(words), "{path}: {}", room.spoken());
        assert!(room.has(Role::Button, next), "{path}: {}", room.spoken());
    }
    room.activate(Role::Button, "Try the ID token");
    until_answered(&mut room);
    assert!(room.says("200 OK"), "the next move was the right one");
    assert_eq!(room.app().call.auth, AuthKind::Id);
}

#[test]
fn a_role_that_may_not_is_told_and_the_statement_is_there_to_copy() {
    let mut room = signed_in("emmy@example.com");
    send(&mut room, "/iam", AuthKind::Iam);
    assert!(room.says("The keys work, but their role may not do this"), "{}", room.spoken());
    room.activate(Role::Button, "Show the policy statement…");
    assert!(room.says("\"Action\": \"execute-api:Invoke\""), "{}", room.spoken());
    room.press("Copy policy statement");
    let (copied, is_secret) = room.board.last().unwrap();
    assert!(copied.contains("/prod/GET/iam") && !copied.contains("****") && !is_secret, "{copied}");
}

#[test]
fn without_a_sign_in_the_way_to_one_is_there() {
    let mut room = Room::new();
    room.key_with(Modifiers::COMMAND, Key::Num3);
    assert!(room.find(Role::Button, "Send").accesskit_node().is_disabled());
    assert!(room.says("Sign in first: there are no AWS keys yet"));
    room.activate(Role::Tab, "No authorization");
    assert!(!room.find(Role::Button, "Send").accesskit_node().is_disabled());
    room.activate(Role::Tab, "ID token");
    room.press("Sign in");
    assert!(room.says("Signing in, by the form of the walk…"), "{}", room.spoken());
    assert_eq!(room.until_over(), Ending::Finished);
    assert_eq!(room.app().place, Place::Call, "nothing was asked");
    assert!(room.says("The ID token of ada goes to the address above and to no other"));
}

#[test]
fn no_secret_goes_where_it_can_be_read_on_the_way() {
    let mut room = signed_in("ada");
    room.fill(Role::TextInput, "Address", "http://api.example.com/pets");
    assert!(room.find(Role::Button, "Send").accesskit_node().is_disabled());
    room.key_with(Modifiers::COMMAND, Key::Enter);
    let sentence = "keys and tokens go over https:// alone";
    let labels = room.window.get_all_by_label_contains(sentence).count();
    assert_eq!(labels, 1, "it is said once: {}", room.spoken());
    assert!(room.app().may(&Command::Call(CallCommand::TryAll)).is_err());
    assert!(room.says("this request leaves this computer") && !room.says("nothing leaves this computer"));
}

#[test]
fn what_makes_no_sense_is_told_beside_its_field() {
    let mut room = signed_in("ada");
    room.fill(Role::TextInput, "Address", "pets");
    assert!(!room.says("This is no address"), "not while it is typed");
    let send = room.find(Role::Button, "Send");
    assert!(send.accesskit_node().is_disabled());
    assert_eq!(send.accesskit_node().description().unwrap(), "Put the address right first");
    room.key_with(Modifiers::COMMAND, Key::Enter);
    assert!(room.says("This is no address"), "{}", room.spoken());
    assert_eq!(room.focused(), "Address");
    assert_eq!(room.app().call.steps(), []);
    assert!(room.app().notices.all().is_empty(), "it is said once");
    room.fill(Role::TextInput, "Address", "https://a.example");
    assert!(!room.says("This is no address"));
    room.fill(Role::TextInput, "Address", "ftp://a.example");
    room.key(Key::Tab);
    assert!(room.says("An address begins with https://"), "{}", room.spoken());
}

#[test]
fn a_redirect_is_shown_and_not_followed() {
    let elsewhere = Server::answering(200, "", "yes");
    let server = Server::answering(302, &format!("location: {}/login\r\n", elsewhere.url()), "");
    let mut room = signed_in("ada");
    room.fill(Role::TextInput, "Address", &server.url());
    room.press("Send");
    until_answered(&mut room);
    assert!(room.says("302 Found, a redirect") && room.says("That was not followed"), "{}", room.spoken());
    assert_eq!((server.received().len(), elsewhere.received().len()), (1, 0));
}

#[test]
fn who_am_i_is_one_press_and_headers_and_body_go_along() {
    let mut room = signed_in("ada");
    call(&mut room, CallCommand::Preset(Preset::WhoAmI));
    room.press("Send");
    until_answered(&mut room);
    assert!(room.says("200 OK") && room.says("assumed-role/PracticeEngineer"), "{}", room.spoken());
    let endpoint = room.app().practice().unwrap().cast().endpoint.clone();
    assert_eq!(room.app().call.draft.url, format!("{endpoint}/"), "where the keys are from, and not AWS");
    let server = Server::answering(200, "content-type: text/plain\r\n", "fine");
    let draft = ApiDraft {
        method: "POST".into(),
        url: server.url(),
        headers: "X-Trace: 7".into(),
        body: "hello".into(),
        ..ApiDraft::default()
    };
    room.window.state_mut().app.call.draft = draft;
    call(&mut room, CallCommand::With(AuthKind::Access));
    until_answered(&mut room);
    let sent = server.only();
    assert_eq!((sent.header("x-trace"), sent.body.as_str()), (Some("7"), "hello"));
    assert!(room.says("Headers (1)") && room.says("Body (5 bytes)"), "{}", room.spoken());
}

#[test]
fn what_was_sent_can_be_sent_again() {
    let mut room = signed_in("ada");
    send(&mut room, "/id", AuthKind::Id);
    send(&mut room, "/access", AuthKind::Access);
    room.press("Sent before");
    let said = room.spoken();
    assert!(said.contains("/prod/id") && said.contains("Kept in memory until Poolwalk closes"), "{said}");
    room.dispatch(Command::Call(CallCommand::Recall(1)));
    assert!(room.app().call.draft.url.ends_with("/prod/id"));
    assert_eq!(room.app().call.auth, AuthKind::Id);
}

#[test]
fn tokens_are_masked_until_they_are_revealed() {
    let mut room = signed_in("ada");
    send(&mut room, "/id", AuthKind::Id);
    room.activate(Role::Tab, "Request");
    assert!(!room.says("Bearer eyJ"), "{}", room.spoken());
    room.activate(Role::Button, "Show secrets");
    assert!(room.says("Bearer eyJ"));
}

#[test]
fn the_answer_is_saved_and_no_file_is_replaced_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("iam.json");
    let mut room = signed_in("ada");
    room.press("Send");
    until_answered(&mut room);
    room.activate(Role::Button, "Save…");
    assert!(room.find(Role::TextInput, "File to save it in").value().unwrap().ends_with("iam.json"));
    room.fill(Role::TextInput, "File to save it in", path.to_str().unwrap());
    room.press("Save");
    assert!(std::fs::read_to_string(&path).unwrap().contains("\"route\":\"/iam\""));
    std::fs::write(&path, "mine").unwrap();
    call(&mut room, CallCommand::Save { path: path.clone(), replaces: false });
    assert!(room.says("Replace the file?"), "{}", room.spoken());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    room.press("Replace");
    assert!(std::fs::read_to_string(&path).unwrap().contains("\"route\":\"/iam\""));
    let nowhere = path.join("beneath-a-file");
    let from_home = std::path::PathBuf::from(format!("~/{}", nowhere.display()));
    call(&mut room, CallCommand::Save { path: from_home, replaces: false });
    assert!(
        room.says(&format!("{} could not be written", nowhere.display())),
        "~/ is no folder: {}",
        room.spoken()
    );
}

#[test]
fn an_answer_that_does_not_come_is_waited_for_by_name_and_can_be_stopped() {
    let server = crate::stage::silent();
    let mut room = Room::of(Desk::new(), LARGE);
    room.window.state_mut().app.call.draft.url = server.url();
    call(&mut room, CallCommand::With(AuthKind::Nothing));
    room.until(|_| server.received().len() == 1);
    assert!(room.says(&format!("Waiting for 127.0.0.1:{}…", server.port())), "{}", room.spoken());
    room.press("Stop");
    assert!(!room.app().call.is_calling());
    assert!(room.says("stopped"), "{}", room.spoken());
}

#[test]
fn a_request_is_kept_under_a_name_without_what_could_be_a_secret() {
    const KEPT_WITHOUT: &str =
        "without parts of the address that may hold a secret, headers that may tell who asks and the body";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("connections.toml");
    let mut desk = Desk::keeping(Some(path.clone()));
    let keep = Command::Call(CallCommand::Keep("Pets".into()));
    assert!(desk.app.may(&keep).is_err(), "the practice pool keeps none");
    desk.app.dispatch(Command::NewConnection);
    desk.app.call.draft = ApiDraft {
        method: "POST".into(),
        url: "https://api.example.com/pets?key=marked-1&page=2".into(),
        headers: "accept: a/b\nx-api-key: marked-2".into(),
        body: "marked-3".into(),
        ..ApiDraft::default()
    };
    desk.app.call.auth = AuthKind::Access;
    desk.app.dispatch(keep);
    assert!(desk.notices().iter().any(|said| said.contains(KEPT_WITHOUT)));
    desk.app.close().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("marked") && text.contains("https://api.example.com/pets"), "{text}");
    let mut again = Desk::keeping(Some(path));
    assert_eq!(again.app.kept_calls(), ["Pets"]);
    again.app.dispatch(Command::Call(CallCommand::Open("Pets".into())));
    let draft = &again.app.call.draft;
    assert_eq!(
        (draft.method.as_str(), draft.url.as_str()),
        ("POST", "https://api.example.com/pets?key=&page=2")
    );
    assert_eq!((draft.headers.expose(), again.app.call.auth), ("accept: a/b", AuthKind::Access));
    again.app.dispatch(Command::Call(CallCommand::Drop("Pets".into())));
    assert_eq!(again.app.kept_calls(), Vec::<&str>::new());
}

#[test]
fn nothing_of_a_request_is_told_by_debug() {
    let mut room = signed_in("ada");
    let secret = room.app().credentials().unwrap().session_token.clone().unwrap();
    send(&mut room, "/iam?api_key=marked-1", AuthKind::Iam);
    let shown = format!("{:?}", room.app().call);
    assert!(
        !shown.contains("marked") && !shown.contains(secret.expose()) && !shown.contains("eyJ"),
        "{shown}"
    );
}
