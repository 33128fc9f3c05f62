//! A check before signing in, in the window: what is asked, what is found, and what one press mends.

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use poolwalk::app::{Change, Command};
use poolwalk::cognito::Way;
use poolwalk::explain::{Finding, Health, Subject};
use poolwalk::flow::{Ending, ErrandKind, Offer};

use crate::room::{LARGE, Room};
use crate::stage::{Desk, draft, generous, silent};

fn found(room: &Room) -> Vec<Finding> {
    room.app().findings().expect("a check is at hand").1
}

fn of(room: &Room, subject: Subject) -> Finding {
    found(room).into_iter().find(|finding| finding.subject == subject).expect("a finding")
}

#[test]
fn one_press_says_whether_a_password_is_worth_typing() {
    let mut room = Room::new();
    room.press("Check the form");
    room.until_asked();
    assert!(
        room.says("Make a guest identity?") && room.says("User pool and keys"),
        "what is known so far, too"
    );
    assert!(room.says("Nothing is in the way so far"), "one question is open");
    room.press("Make a guest identity");
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.says("Nothing is in the way, as far as can be seen from outside"));
    assert!(room.says("Guests are let in; one guest identity was made"));
    assert!(found(&room).iter().all(|finding| matches!(finding.state, Health::Good | Health::Note)));
    assert!(!room.has(Role::Button, "Copy all"), "nobody has signed in");
    room.window.get_all_by_role_and_label(Role::Button, "Run").last().unwrap().click_accesskit();
    room.window.run();
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.has(Role::Button, "Copy all") && room.app().findings().is_none());
}

#[test]
fn a_guest_identity_can_be_skipped_and_all_else_is_told() {
    let mut room = Room::new();
    room.key(Key::F9);
    room.until_asked();
    room.press("Skip");
    assert_eq!(room.until_over(), Ending::Finished);
    assert_eq!(of(&room, Subject::Guests).state, Health::Unknown);
    assert!(room.app().walk.as_ref().unwrap().haul().identity_id.is_none());
    room.press("Check again");
    room.until_asked();
}

#[test]
fn a_flow_that_is_off_is_mended_by_one_press_and_remembered() {
    let mut room = Room::new();
    room.choose("App client", "Password only");
    room.key(Key::F9);
    room.until_asked();
    room.press("Skip");
    assert!(room.says("One thing is in the way of a sign-in"));
    room.activate(Role::Button, "Use USER_PASSWORD_AUTH");
    assert_eq!(room.app().form.draft.way, Way::UserPassword);
    assert!(
        room.says("Nothing is in the way, as far as can be seen from outside"),
        "judged by the form as it is"
    );
    room.window.get_all_by_role_and_label(Role::Button, "Run").last().unwrap().click_accesskit();
    room.window.run();
    assert_eq!(room.until_over(), Ending::Finished);
}

#[test]
fn ids_in_the_wrong_places_are_put_right_before_anything_is_sent() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    let form = &mut desk.app.form.draft;
    form.client = "eu-west-1_Ab12Cd34E".into();
    form.user_pool = "1h57kf5cpq17m0eml12EXAMPLE".into();
    form.region = "eu-central-1".into();
    let mut room = Room::of(desk, LARGE);
    room.press("Check the form");
    assert!(room.says("2 things are in the way of a sign-in") && room.app().walk.is_none());
    // One button is beside the field, the other beside the finding.
    room.window
        .get_all_by_role_and_label(Role::Button, "Swap it with “User pool ID”")
        .last()
        .unwrap()
        .click_accesskit();
    room.window.run();
    assert_eq!(room.app().form.draft.client, "1h57kf5cpq17m0eml12EXAMPLE");
    assert_eq!(of(&room, Subject::Field(poolwalk::flow::Field::Region)).state, Health::Bad);
    room.window.get_all_by_role_and_label(Role::Button, "Use eu-west-1").last().unwrap().click_accesskit();
    room.window.run();
    assert_eq!(room.app().form.draft.region, "eu-west-1");
    assert!(room.says("The form can be checked") && !room.says("Nothing is in the way"));
    assert_eq!(
        room.window.get_all_by_role_and_label(Role::Button, "Run").count(),
        1,
        "the form’s own, for no call was made"
    );
    assert!(room.has(Role::Button, "Check"));
}

#[test]
fn a_sign_in_that_asks_is_not_thrown_away() {
    let mut room = Room::new();
    room.choose("Username", "grace");
    room.key(Key::F5);
    room.until_asked();
    let reason = Err("Answer Cognito’s question first, or choose “Stop”");
    for command in [Command::Preflight, Command::Errand(ErrandKind::ForgotPassword)] {
        assert_eq!(room.app().may(&command), reason, "{command:?}");
    }
    room.key(Key::F9);
    let walk = room.app().walk.as_ref().unwrap();
    assert!(!walk.is_preflight() && walk.question().is_some(), "a temporary password works once");
    room.dispatch(Command::Stop);
    assert_eq!(room.until_over(), Ending::Stopped);
    for command in [Command::Preflight, Command::Errand(ErrandKind::ForgotPassword)] {
        assert_eq!(room.app().may(&command), Ok(()), "{command:?}");
    }
}

#[test]
fn a_check_sends_nothing_of_who_signs_in_and_leaves_a_sign_in_alone() {
    let server = generous();
    let mut desk = Desk::at(&server);
    desk.app.dispatch(Command::Run);
    desk.until_over();
    assert!(desk.app.signed_in_as().is_some());
    let before = server.received().len();
    desk.app.dispatch(Command::Preflight);
    desk.until(|app| app.walk.as_ref().is_some_and(|walk| walk.question().is_some()));
    desk.app.dispatch(Command::Answer);
    desk.until_over();
    let sent: String = server.received()[before..].iter().map(|request| request.body.clone()).collect();
    assert!(sent.contains("poolwalk-check-") && !sent.contains("alice"), "{sent}");
    for secret in ["typed-and-not-saved", "kept-to-itself"] {
        assert!(!sent.contains(secret) && !format!("{:?}", desk.app.walk).contains(secret));
    }
    assert!(
        desk.app.signed_in_as().is_some() && desk.app.credentials().is_ok(),
        "the keys are still at hand"
    );
    desk.app.dispatch(Command::StartAgain);
    desk.until(|app| app.walk.as_ref().is_some_and(|walk| walk.question().is_some()));
    assert!(desk.app.findings().is_some(), "starting again is to check again");
}

#[test]
fn a_check_can_be_stopped_and_another_connection_ends_it() {
    let server = silent();
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft(&server.url());
    desk.app.dispatch(Command::Preflight);
    desk.until(poolwalk::app::App::is_busy);
    assert_eq!(desk.app.may(&Command::Preflight), Err("A call is under way"));
    desk.app.dispatch(Command::Stop);
    assert_eq!(desk.until_over(), Ending::Stopped);
    assert_eq!(desk.app.findings().unwrap().0.title, "The check was stopped");
    desk.app.form.draft.client.clear();
    desk.app.dispatch(Command::Preflight);
    assert!(desk.app.walk.is_none() && desk.app.findings().is_some());
    desk.app.dispatch(Command::NewConnection);
    assert!(desk.app.findings().is_none());
    desk.app.dispatch(Command::Change(Change::Accept(Offer::TakeRegion(
        poolwalk::cognito::Region::parse("eu-west-1").unwrap(),
    ))));
    assert!(desk.app.findings().is_none());
}
