//! Errands about an account in the window: where they are offered, what is asked before anything goes
//! out, and what may follow.

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;
use poolwalk::app::{Command, Copied};
use poolwalk::cognito::{Params, totp};
use poolwalk::flow::{AccountCall, Call, Ending, ErrandKind, Field};
use poolwalk::secret::Secret;

use crate::room::Room;
use crate::stage::{Desk, code, generous};

/// Calls of the walk that went out.
fn made(room: &Room) -> usize {
    room.app().steps().iter().filter(|step| step.call.is_some()).count()
}

fn choose_errand(room: &mut Room, kind: ErrandKind) {
    room.press("Account…");
    room.activate(Role::MenuItem, kind.label());
}

fn sign_in(room: &mut Room) {
    room.press("Run");
    assert_eq!(room.until_over(), Ending::Finished);
}

#[test]
fn a_user_who_is_not_confirmed_is_one_press_from_another_code() {
    let mut room = Room::new();
    room.choose("Username", "joan");
    room.press("Run");
    assert_eq!(room.until_over(), Ending::Refused);
    room.press("Send a new code…");
    assert!(room.says("Send joan the code once more?") && room.has(Role::Button, "Not now"));
    assert_eq!(made(&room), 0, "nothing goes out before somebody has agreed");
    assert!(!room.says("probably expired"), "no session runs out here");
    room.press("Send the code");
    room.until(|room| room.says("Enter the code of the sign-up"));
    room.fill(Role::TextInput, "Code from the message", "000000");
    room.press("Confirm");
    room.until(|room| room.says("This is not the code that Cognito sent"));
    let right = code(room.app());
    room.fill(Role::TextInput, "Code from the message", right.expose());
    room.press("Confirm");
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.says("joan is confirmed"));
    room.press("Sign in");
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.has(Role::Button, "Copy all"));
}

#[test]
fn a_password_that_must_be_reset_is_reset_in_the_lanes_and_is_the_next_one() {
    let mut room = Room::new();
    room.choose("Username", "barbara");
    room.press("Run");
    assert_eq!(room.until_over(), Ending::Refused);
    room.press("Reset the password…");
    room.press("Send the code");
    room.until(|room| room.says("Choose another password"));
    let right = code(room.app());
    room.fill(Role::TextInput, "Code from the message", right.expose());
    room.fill(Role::PasswordInput, "New password", "Chosen-by-Barbara-2");
    room.press("Set the password");
    assert_eq!(room.until_over(), Ending::Finished);
    room.press("Sign in");
    assert_eq!(room.until_over(), Ending::Finished);
}

#[test]
fn somebody_signs_up_and_is_among_the_users_then() {
    let mut room = Room::new();
    choose_errand(&mut room, ErrandKind::SignUp);
    assert_eq!(room.focused(), "Username");
    let email = room.find(Role::TextInput, "Email");
    assert_eq!(email.accesskit_node().placeholder(), Some("if the pool asks for it"));
    let username = room.window.get_all_by_role_and_label(Role::TextInput, "Username").last().unwrap();
    username.focus();
    room.window.run();
    room.type_text("wilma");
    let password = room.window.get_all_by_role_and_label(Role::PasswordInput, "Password").last().unwrap();
    password.focus();
    room.window.run();
    room.type_text("Chosen-by-Wilma-1");
    room.fill(Role::TextInput, "Email", "wilma@example.com");
    room.fill(Role::TextInput, "Given name", "Wilma");
    assert_eq!(made(&room), 0);
    room.press("Sign up");
    room.until(|room| room.says("Enter the code of the sign-up"));
    let right = code(room.app());
    room.fill(Role::TextInput, "Code from the message", right.expose());
    room.press("Confirm");
    assert_eq!(room.until_over(), Ending::Finished);
    assert_eq!(room.find(Role::ComboBox, "Username").value().as_deref(), Some("wilma"));
    room.press("Sign in");
    assert_eq!(room.until_over(), Ending::Finished);
    room.choose("Username", "ada");
    room.choose("Username", "wilma");
    assert_eq!(room.app().form.draft.password.expose(), "Chosen-by-Wilma-1");
}

#[test]
fn what_needs_a_token_says_so_until_somebody_has_signed_in() {
    let mut room = Room::new();
    room.press("Account…");
    let item = room.find(Role::MenuItem, "Show the user");
    let item = item.accesskit_node();
    assert!(item.is_disabled());
    assert_eq!(item.description().as_deref(), Some("Sign in first: this needs an access token"));
    room.key(eframe::egui::Key::Escape);
    sign_in(&mut room);
    let keys = room.app().credentials().unwrap().clone();
    choose_errand(&mut room, ErrandKind::ViewUser);
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.says("What the pool knows of ada") && room.says("No second factor is switched on"));
    room.activate(Role::Button, "Copy email");
    assert_eq!(room.board.last().unwrap().0, "ada@example.com");
    room.dispatch(Command::Copy(Copied::SecretAccessKey));
    assert_eq!(room.board.last().unwrap().0, keys.secret_access_key.expose(), "the keys are still at hand");
}

#[test]
fn one_attribute_is_changed_from_the_line_it_stands_on() {
    let mut room = Room::new();
    sign_in(&mut room);
    choose_errand(&mut room, ErrandKind::ViewUser);
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(!room.has(Role::Button, "Change sub"), "nobody changes that by hand");
    room.activate(Role::Button, "Change given_name");
    assert_eq!(room.find(Role::TextInput, "Attribute").value().as_deref(), Some("given_name"));
    room.fill(Role::TextInput, "Value", "Augusta");
    room.press("Change the attribute");
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.says("Augusta"));
}

#[test]
fn whoever_says_not_now_has_sent_nothing() {
    let server = generous();
    let mut desk = Desk::at(&server);
    for kind in ErrandKind::ALL {
        desk.app.dispatch(Command::Errand(kind));
        if desk.app.may(&Command::Errand(kind)).is_ok() {
            assert!(desk.app.walk.as_ref().is_some_and(|walk| walk.question().is_some()), "{kind:?}");
            desk.app.dispatch(Command::Stop);
            assert_eq!(desk.until_over(), Ending::Stopped, "{kind:?}");
        } else {
            assert!(desk.notices().iter().any(|said| said.starts_with("Sign in first")), "{kind:?}");
        }
    }
    assert_eq!(server.received().len(), 0);
}

#[test]
fn an_errand_without_a_user_leads_to_the_field() {
    let server = generous();
    let mut desk = Desk::at(&server);
    desk.app.form.draft.username.clear();
    desk.app.form.draft.password.wipe();
    desk.app.form.draft.user_pool.clear();
    desk.app.form.draft.region = "eu-west-1".into();
    desk.app.dispatch(Command::Errand(ErrandKind::ForgotPassword));
    assert_eq!(desk.app.edit, Some(Field::Username));
    assert_eq!(desk.said_of(Field::Username).as_deref(), Some("This is empty"));
    assert_eq!(desk.said_of(Field::Password), None, "an errand has no use for it");
    assert!(desk.app.walk.is_none());
    desk.app.form.draft.username = "alice".into();
    desk.app.dispatch(Command::Errand(ErrandKind::ForgotPassword));
    assert!(desk.app.walk.is_some());
}

#[test]
fn a_session_that_was_ended_is_at_hand_no_more() {
    for kind in [ErrandKind::GlobalSignOut, ErrandKind::RevokeToken] {
        let mut room = Room::new();
        sign_in(&mut room);
        assert_eq!(room.app().signed_in_as(), Some("ada"));
        choose_errand(&mut room, kind);
        assert_eq!(made(&room), 0);
        let verb = room.app().walk.as_ref().unwrap().question().unwrap().verb();
        room.press(verb);
        assert_eq!(room.until_over(), Ending::Finished);
        assert_eq!(room.app().signed_in_as(), None);
        assert!(room.app().may(&Command::Errand(ErrandKind::ViewUser)).is_err());
        room.press("Sign in");
        assert_eq!(room.until_over(), Ending::Finished);
    }
}

#[test]
fn an_app_is_set_up_kept_and_asked_for_by_the_next_sign_in() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    desk.app.dispatch(Command::Errand(ErrandKind::SetUpTotp));
    desk.until_asked();
    desk.app.dispatch(Command::Answer);
    desk.until(|app| {
        let asked = app.walk.as_ref().and_then(|walk| walk.question());
        asked.is_some_and(|asked| asked.name == "VerifySoftwareToken")
    });
    let asked = desk.app.walk.as_ref().unwrap().question().unwrap();
    let secret = Secret::from(asked.parameters.expose("SecretCode").unwrap());
    desk.type_answer("UserCode", &totp::code(&secret, Timestamp::now()).unwrap());
    desk.app.dispatch(Command::Answer);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert_eq!(desk.app.form.draft.totp_secret, secret, "the next code fills itself in");
    desk.app.dispatch(Command::Run);
    desk.until(|app| {
        app.steps()
            .iter()
            .any(|step| step.question.as_ref().is_some_and(|asked| asked.name == "SOFTWARE_TOKEN_MFA"))
    });
}

#[test]
fn start_again_begins_the_same_errand() {
    let mut desk = Desk::new();
    desk.as_user("joan");
    desk.app.dispatch(Command::Errand(ErrandKind::ConfirmSignUp));
    desk.app.dispatch(Command::Stop);
    desk.app.dispatch(Command::StartAgain);
    let plan = desk.app.walk.as_ref().and_then(|walk| walk.flow().errand()).unwrap();
    assert_eq!(plan.kind, ErrandKind::ConfirmSignUp);
}

#[test]
fn a_sign_up_that_is_put_again_keeps_what_was_added_by_hand_and_sends_only_what_stands_there() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Errand(ErrandKind::SignUp));
    desk.type_answer("Username", &"ada".into());
    desk.type_answer("Password", &"First-Choice-1".into());
    desk.type_answer("userAttributes.given_name", &"Eve".into());
    desk.app.dispatch(Command::AddAnswerField);
    let added = desk.app.walk.as_mut().unwrap().answer.last_mut().unwrap();
    (added.key, added.text) = ("gender".to_owned(), "f".into());
    desk.app.dispatch(Command::Answer);
    desk.until(|app| app.steps().first().is_some_and(|step| step.state.word() == "refused"));
    let walk = desk.app.walk.as_ref().unwrap();
    let stands = |key: &str| walk.answer.iter().find(|field| field.key == key).map(|field| &field.text);
    assert_eq!((stands("gender"), stands("Password")), (Some(&"f".into()), Some(&Secret::default())));
    desk.type_answer("Username", &"wilma".into());
    desk.type_answer("Password", &"Chosen-by-Wilma-1".into());
    desk.type_answer("userAttributes.given_name", &Secret::default());
    desk.app.dispatch(Command::Answer);
    let sent = desk.app.steps().into_iter().rev().find_map(|step| step.call).unwrap();
    let Call::Account(AccountCall::SignUp { attributes, .. }) = sent else { panic!("{sent:?}") };
    assert_eq!(attributes, Params::new().plain("gender", "f"));
}

#[test]
fn the_device_that_was_forgotten_is_forgotten_here_whoever_stands_in_the_form() {
    let mut desk = Desk::new();
    desk.as_user("margaret");
    desk.app.dispatch(Command::Run);
    desk.until_asked();
    desk.type_answer("SOFTWARE_TOKEN_MFA_CODE", &code_for(&desk, "margaret"));
    desk.app.dispatch(Command::Answer);
    assert_eq!(desk.until_over(), Ending::Finished);
    let own = desk.app.form.draft.device.clone().unwrap().key;
    desk.as_user("ada");
    // No line of a list was pressed: the key is typed.
    desk.app.dispatch(Command::Errand(ErrandKind::ForgetDevice));
    desk.type_answer("DeviceKey", &own.into());
    desk.app.dispatch(Command::Answer);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert_eq!(desk.app.form.draft.username, "ada");
    desk.as_user("margaret");
    assert_eq!(desk.app.form.draft.device, None);
}

fn code_for(desk: &Desk, username: &str) -> Secret {
    let inbox = desk.app.practice().unwrap().inbox();
    inbox.into_iter().find(|entry| entry.username == username).unwrap().code
}
