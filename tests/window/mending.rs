//! Each way that practice can go wrong, as somebody at the window reads it: the headline, the first cause, the
//! first button; and where the program can mend it, pressing that button leads to a walk that ends well.

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use poolwalk::app::{Change, Command};
use poolwalk::cognito::Way;
use poolwalk::flow::Ending;

use crate::room::Room;
use crate::stage::code;

/// What stands on the card of a failure, in the order in which it is read out.
struct Card {
    words: Vec<String>,
    buttons: Vec<String>,
}

impl Card {
    fn of(room: &Room, headline: &str) -> Self {
        let (mut words, mut buttons, mut inside) = (Vec::new(), Vec::new(), false);
        for node in room.window.root().children_recursive() {
            let node = node.accesskit_node();
            let said = node.label().or_else(|| node.value()).unwrap_or_default();
            inside |= said == headline;
            match node.role() {
                Role::Button if inside => buttons.push(said),
                Role::Label if inside => words.push(said),
                _ => {}
            }
        }
        assert!(inside, "“{headline}” is not on screen:\n{}", room.spoken());
        Self { words, buttons }
    }
}

/// Walks, and reads the card of what went wrong.
pub(crate) fn goes_wrong(room: &mut Room, headline: &str, cause: &str, button: &str) {
    room.key(Key::F5);
    assert_ne!(room.until_over(), Ending::Finished, "{headline}");
    reads(room, headline, cause, button);
}

pub(crate) fn reads(room: &Room, headline: &str, cause: &str, button: &str) {
    let card = Card::of(room, headline);
    let causes = || card.words.iter().skip(1).map(|words| words.trim_start_matches("· "));
    let first = causes().find(|words| !words.is_empty() && !words.starts_with("It said:"));
    let said = room.app().steps().iter().rev().find_map(|step| step.failure().cloned());
    let advice = advice(room);
    assert_eq!(advice.what, headline, "{said:?}");
    assert!(first.is_some() && advice.causes[0].text.starts_with(cause), "{:?}", advice.causes);
    assert!(causes().any(|words| words == advice.causes[0].text), "{:?}", card.words);
    assert_eq!(card.buttons.first().map(String::as_str), Some(button), "{headline}");
    assert!(card.buttons.iter().any(|name| name == "Copy report"), "{:?}", card.buttons);
    assert!(
        card.words.contains(&format!("Who can put it right: {}", advice.fixer.label())),
        "{:?}",
        card.words
    );
}

pub(crate) fn advice(room: &Room) -> poolwalk::explain::Advice {
    let steps = room.app().steps();
    let failed = steps.iter().rev().find(|step| step.failure().is_some()).unwrap();
    poolwalk::app::advice(room.app(), failed).unwrap()
}

pub(crate) fn as_user(username: &str) -> Room {
    let mut room = Room::new();
    room.choose("Username", username);
    room
}

pub(crate) fn change(room: &mut Room, change: Change) {
    room.dispatch(Command::Change(change));
}

/// Picks from the list that has come open.
pub(crate) fn pick(room: &mut Room, choice: &str) {
    let item = room
        .window
        .get_all_by_label_contains(choice)
        .find(|node| node.accesskit_node().role() != Role::ComboBox);
    item.unwrap().click_accesskit();
    room.window.run();
}

pub(crate) fn ends_well(room: &mut Room) {
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
}

#[test]
fn what_only_the_pools_owner_can_mend_is_said_to_be_theirs() {
    for (username, headline, cause) in [
        ("alan", "The temporary password has expired", "A password set by an administrator must be changed"),
        ("dennis", "This user is disabled", "An administrator switched the account off"),
    ] {
        let mut room = as_user(username);
        goes_wrong(&mut room, headline, cause, "Change the username");
        room.press("Change the username");
        pick(&mut room, "ada");
        room.key(Key::F5);
        ends_well(&mut room);
    }
}

#[test]
fn an_unconfirmed_user_is_confirmed_and_signs_in() {
    let mut room = as_user("joan");
    let headline = "This user signed up but has not confirmed the account";
    goes_wrong(&mut room, headline, "A code is usually sent on sign-up", "Send a new code…");
    room.press("Send a new code…");
    room.press("Send the code");
    room.until(|room| room.says("Enter the code of the sign-up"));
    let right = code(room.app());
    room.fill(Role::TextInput, "Code from the message", right.expose());
    room.press("Confirm");
    ends_well(&mut room);
    room.press("Sign in");
    ends_well(&mut room);
}

#[test]
fn a_password_that_must_be_reset_is_reset_and_signs_in() {
    let mut room = as_user("barbara");
    let headline = "This user must reset the password before signing in";
    goes_wrong(&mut room, headline, "An administrator asked for the reset", "Reset the password…");
    room.press("Reset the password…");
    room.press("Send the code");
    room.until(|room| room.says("Choose another password"));
    let right = code(room.app());
    room.fill(Role::TextInput, "Code from the message", right.expose());
    room.fill(Role::PasswordInput, "New password", "Chosen-by-Barbara-2");
    room.press("Set the password");
    ends_well(&mut room);
    room.press("Sign in");
    ends_well(&mut room);
}

#[test]
fn a_wrong_password_is_typed_again() {
    let mut room = Room::new();
    let headline = "Cognito does not accept this username and password";
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-1 ");
    let cause = "The password in the form begins or ends with a space";
    goes_wrong(&mut room, headline, cause, "Enter the password again");
    assert!(!advice(&room).why().contains("clock"), "the practice pool's clock is this computer's");
    room.press("Enter the password again");
    assert_eq!(room.focused(), "Password");
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-2");
    goes_wrong(&mut room, headline, "Most often the password is wrong.", "Enter the password again");
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-1");
    room.key(Key::F5);
    ends_well(&mut room);
    // With a flow that is known to work, another is no way to find out.
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-2");
    goes_wrong(&mut room, headline, "Most often the password is wrong.", "Enter the password again");
    assert!(!room.has(Role::Button, "Use the password flow and run again"));
}

#[test]
fn too_many_wrong_passwords_lock_the_user_for_a_moment() {
    let mut room = Room::new();
    let headline = "Too many wrong passwords: this user is locked for a while";
    change(&mut room, Change::Way(Way::UserPassword));
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-2");
    loop {
        room.key(Key::F5);
        room.until_over();
        if room.says(headline) {
            break; // each further failure makes the lock longer, so it is met sooner or later
        }
    }
    reads(&room, headline, "After five failures Cognito locks the user", "Enter the password again");
    room.fill(Role::PasswordInput, "Password", "Practice-Ada-1");
    room.until(|room| room.app().walk.as_ref().is_some_and(|walk| walk.ending().is_some()));
    while room.until_over() != Ending::Finished {
        assert!(room.says(headline), "{}", room.spoken());
        room.key(Key::F5);
    }
}

#[test]
fn a_flow_that_the_client_does_not_allow_is_exchanged_for_one_that_it_does() {
    let mut room = Room::new();
    room.choose("App client", "SRP only");
    room.key(Key::F5);
    ends_well(&mut room);
    room.choose("Sign-in flow", "USER_PASSWORD_AUTH");
    let headline = "This app client does not allow the password flow";
    let cause = "USER_SRP_AUTH worked with this app client before.";
    goes_wrong(&mut room, headline, cause, "Use SRP and run again");
    room.press("Use SRP and run again");
    ends_well(&mut room);

    let mut room = Room::new();
    room.choose("App client", "Password only, tells unknown users");
    let headline = "This app client does not allow SRP";
    goes_wrong(&mut room, headline, "SRP is on by default", "Use the password flow and run again");
    room.press("Use the password flow and run again");
    ends_well(&mut room);
}

#[test]
fn a_client_secret_that_is_missing_or_wrong_is_typed() {
    let mut room = Room::new();
    room.choose("App client", "Server app with a secret");
    let right = room.app().form.draft.client_secret.clone();
    room.window.state_mut().app.form.draft.client_secret.wipe();
    let headline = "This app client has a secret, and none was given";
    goes_wrong(&mut room, headline, "Such a client wants SECRET_HASH", "Enter the client secret");
    room.press("Enter the client secret");
    assert_eq!(room.focused(), "Client secret");
    room.type_text("of-another-client");
    let headline = "The client secret does not fit this app client";
    goes_wrong(&mut room, headline, "Most often the secret is mistyped", "Enter the client secret");
    room.fill(Role::PasswordInput, "Client secret", right.expose());
    room.key(Key::F5);
    ends_well(&mut room);
}

#[test]
fn an_unknown_user_is_told_where_the_client_tells() {
    let mut room = Room::new();
    room.choose("App client", "Password only, tells unknown users");
    change(&mut room, Change::Way(Way::UserPassword));
    room.window.state_mut().app.form.draft.username = "nobody@example.com".to_owned();
    let headline = "This pool has no such user";
    goes_wrong(&mut room, headline, "Probably the name is spelled otherwise", "Change the username");
    assert!(room.says("Maybe this e-mail address or phone number is not verified"));
    room.press("Change the username");
    pick(&mut room, "ada");
    room.key(Key::F5);
    ends_well(&mut room);
}

#[test]
fn a_riddle_answered_wrong_ends_the_sign_in_and_is_begun_again() {
    let mut room = as_user("edsger");
    room.key(Key::F5);
    room.until_asked();
    let field = room.app().walk.as_ref().unwrap().answer[0].key.clone();
    room.window.state_mut().app.walk.as_mut().unwrap().answer[0].text = "I do not know".into();
    assert_eq!(field, "ANSWER");
    room.dispatch(Command::Answer);
    assert_eq!(room.until_over(), Ending::Refused);
    let headline = "The pool's own check did not accept the answer";
    reads(&room, headline, "What is right is decided by the pool's Lambda functions", "Start again");
    room.press("Start again");
    room.until_asked();
}
