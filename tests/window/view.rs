//! The Walk place in the window: what is seen first, running, questions, failures, copies, masks.

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use poolwalk::app::{App, Command};
use poolwalk::flow::Ending;

use crate::room::Room;
use crate::stage::code;

fn value(room: &Room, role: Role, name: &str) -> String {
    room.find(role, name).value().unwrap_or_default()
}

fn calls(app: &App) -> usize {
    app.steps().iter().filter(|step| step.performed.is_some()).count()
}

#[test]
fn it_opens_on_the_practice_pool_with_everything_filled_in() {
    let room = Room::new();
    assert!(room.says("practice · nothing leaves this computer"));
    assert_eq!(value(&room, Role::TextInput, "User pool ID"), "eu-west-1_Practice1");
    assert_eq!(value(&room, Role::TextInput, "Region"), "eu-west-1");
    assert_eq!(value(&room, Role::ComboBox, "Username"), "ada");
    assert_eq!(value(&room, Role::ComboBox, "App client"), "Public app");
    assert_eq!(value(&room, Role::ComboBox, "Sign-in flow"), "USER_SRP_AUTH");
    let password = value(&room, Role::PasswordInput, "Password");
    assert_eq!(password, "•".repeat("Practice-Ada-1".len()));
    for step in 1..=5 {
        assert!(room.says(&format!("Step {step}, ")), "the whole path is seen before it is walked");
    }
    assert!(room.says("Keys appear here when the walk is through."));
    assert!(room.find(Role::Button, "Stop").accesskit_node().is_disabled());
}

#[test]
fn run_by_click_walks_to_the_keys() {
    let mut room = Room::new();
    room.press("Run");
    assert_eq!(room.until_over(), Ending::Finished);
    for name in ["Copy all", "Show secret key", "Show session token"] {
        assert!(room.has(Role::Button, name), "{name}:\n{}", room.spoken());
    }
    assert!(room.says("assumed-role/PracticeEngineer"));
}

#[test]
fn run_by_f5_walks_to_the_keys() {
    let mut room = Room::new();
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.has(Role::Button, "Copy all"));
}

#[test]
fn f10_makes_one_call_a_press() {
    let mut room = Room::new();
    for presses in 1..=5 {
        room.key(Key::F10);
        room.until(|room| !room.app().is_busy());
        assert_eq!(calls(room.app()), presses);
    }
    assert_eq!(room.until_over(), Ending::Finished);
    room.key_with(Modifiers::CTRL, Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
}

#[test]
fn shift_f5_stops() {
    let server = crate::stage::silent();
    let mut room = Room::of(crate::stage::Desk::at(&server), crate::room::LARGE);
    room.key(Key::F5);
    room.until(|_| server.received().len() == 1);
    let waiting = format!("Waiting for 127.0.0.1:{}…", server.port());
    assert!(room.says(&waiting), "every wait has a name");
    room.key_with(Modifiers::SHIFT, Key::F5);
    assert_eq!(room.until_over(), Ending::Stopped);
    assert!(!room.says(&waiting));
    assert_eq!(room.app().notices.all(), []);
}

#[test]
fn a_temporary_password_is_changed_inside_the_lane() {
    let mut room = Room::new();
    room.choose("Username", "grace");
    room.key(Key::F5);
    room.until_asked();
    assert_eq!(room.focused(), "New password", "the cursor is where the answer goes");
    room.type_text("short");
    room.fill(Role::TextInput, "Given name", "Grace");
    room.press("Answer");
    room.until(|room| calls(room.app()) == 3 && !room.app().is_busy());
    assert!(room.says("refused"), "the refused try stays in the lanes");
    room.fill(Role::PasswordInput, "New password", "Chosen-by-Grace-1");
    room.fill(Role::TextInput, "Given name", "Grace");
    room.press("Answer");
    assert_eq!(room.until_over(), Ending::Finished);
}

#[test]
fn a_code_of_the_practice_inbox_answers_the_question() {
    let mut room = Room::new();
    room.choose("Username", "hedy");
    room.key(Key::F5);
    room.until_asked();
    room.window.get_all_by_role_and_label(Role::Button, "Practice inbox").next().unwrap().click();
    room.window.run();
    let code = code(room.app());
    assert!(room.says(code.expose()), "the inbox shows the code");
    room.press("Copy the code of hedy, Authenticator app");
    assert_eq!(room.board.last().unwrap().0, code.expose());
    room.fill(Role::TextInput, "Code from the authenticator app", code.expose());
    room.key(Key::Enter);
    assert_eq!(room.until_over(), Ending::Finished);
}

#[test]
fn an_empty_answer_is_not_sent_and_says_so() {
    let mut room = Room::new();
    room.choose("Username", "hedy");
    room.key(Key::F5);
    room.until_asked();
    let before = calls(room.app());
    room.press("Answer");
    assert_eq!(calls(room.app()), before);
    let field = room.find(Role::TextInput, "Code from the authenticator app");
    assert_eq!(field.accesskit_node().description().as_deref(), Some("This is empty"));
}

#[test]
fn a_wrong_password_is_explained_and_one_press_leads_to_its_field() {
    let mut room = Room::new();
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-2");
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Refused);
    let step = room.app().steps()[1].clone();
    let advice = poolwalk::app::advice(room.app(), &step).unwrap();
    for words in [&advice.what, &advice.causes[0].text, &advice.next] {
        assert!(room.says(words), "{words}");
    }
    assert!(room.says("Incorrect username or password."));
    room.press("Enter the password again");
    assert_eq!(room.focused(), "Password");
    room.key_with(Modifiers::COMMAND, Key::A);
    room.type_text("Practice-Ada-1");
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
}

#[test]
fn a_client_that_allows_srp_alone_is_repaired_by_one_press() {
    let mut room = Room::new();
    room.choose("App client", "SRP only");
    room.choose("Sign-in flow", "USER_PASSWORD_AUTH");
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Refused);
    let repair = room
        .window
        .get_all_by_role(Role::Button)
        .filter_map(|node| node.accesskit_node().label())
        .find(|label| label.contains("SRP") && label.contains("again"));
    room.press(&repair.expect("a button that repairs it"));
    assert_eq!(room.until_over(), Ending::Finished);
    assert_eq!(value(&room, Role::ComboBox, "Sign-in flow"), "USER_SRP_AUTH");
}

#[test]
fn copy_buttons_put_the_exact_values_on_the_clipboard() {
    let mut room = Room::new();
    room.press("Run");
    room.until_over();
    let keys = room.app().credentials().unwrap().clone();
    room.press("Copy access key ID");
    assert_eq!(room.board.last(), Some((keys.access_key_id.clone(), false)));
    assert!(room.says("Copied access key ID"), "the button says that it has copied");
    room.press("Copy secret key");
    assert_eq!(room.board.last(), Some((keys.secret_access_key.expose().to_owned(), true)));
    room.press("Copy session token");
    assert_eq!(room.board.last(), Some((keys.session_token.unwrap().expose().to_owned(), true)));
    room.press("Copy all");
    assert!(room.board.last().unwrap().0.contains(keys.secret_access_key.expose()));
    room.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::C);
    assert!(room.board.last().unwrap().0.contains(&keys.access_key_id));
}

#[test]
fn secrets_are_masked_until_they_are_revealed() {
    let mut room = Room::new();
    room.press("Run");
    room.until_over();
    let secret = room.app().credentials().unwrap().secret_access_key.clone();
    let token = room.app().walk.as_ref().unwrap().haul().tokens.clone().unwrap().id.unwrap();
    let steps = room.app().steps().len();
    for step in 0..steps {
        for tab in poolwalk::app::Tab::ALL {
            room.dispatch(Command::SelectStep(step));
            room.dispatch(Command::Inspect(tab));
            for secret in [&secret, &token] {
                assert!(!room.says(secret.expose()), "step {step}, {tab:?}");
            }
            assert!(!room.says("Practice-Ada-1"), "step {step}, {tab:?}");
        }
    }
    room.press("Show secret key");
    assert!(room.says(secret.expose()));
    room.press("Hide secret key");
    assert!(!room.says(secret.expose()));

    room.press("Show password");
    assert_eq!(value(&room, Role::TextInput, "Password"), "Practice-Ada-1");
    room.press("Hide password");
    assert!(!room.says("Practice-Ada-1"));
}

#[test]
fn undo_brings_no_password_back() {
    let mut room = Room::new();
    room.press("Show password");
    room.fill(Role::TextInput, "Password", "Typed-Secret-1");
    room.key_with(Modifiers::COMMAND, Key::A);
    room.key(Key::Delete);
    for _ in 0..4 {
        room.key_with(Modifiers::COMMAND, Key::Z);
    }
    assert_eq!(value(&room, Role::TextInput, "Password"), "");
    room.press("Hide password");
    room.fill(Role::PasswordInput, "Password", "Typed-Secret-1");
    room.key_with(Modifiers::COMMAND, Key::A);
    room.key(Key::Delete);
    for _ in 0..4 {
        room.key_with(Modifiers::COMMAND, Key::Z);
    }
    assert!(room.app().form.draft.password.is_empty());
    assert_eq!(value(&room, Role::PasswordInput, "Password"), "");
}
