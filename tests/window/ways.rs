//! The ways in as a person at the window uses them: what the form asks for, other providers, roles, the
//! classic flow; and a choice by keyboard alone.

use std::fmt::Write as _;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use insta::assert_snapshot;
use poolwalk::app::{Change, Command};
use poolwalk::cognito::{FirstFactor, Provider, Way};
use poolwalk::flow::{Ending, Field};
use poolwalk::secret::Secret;

use crate::left_behind::code_of;
use crate::room::{LARGE, Room};
use crate::stage::{Desk, generous};

/// What the form can ask for besides what every way in needs.
const ASKED: [&str; 9] = [
    "User pool ID",
    "App client ID",
    "Username",
    "Password",
    "Refresh token",
    "Developer provider",
    "Preferred first factor",
    "Signed with",
    "Provider",
];

fn fields(room: &Room) -> Vec<&'static str> {
    let inputs = [Role::TextInput, Role::PasswordInput, Role::ComboBox];
    let there = |name: &&str| inputs.iter().any(|role| room.has(*role, name));
    ASKED.into_iter().filter(there).collect()
}

pub(crate) fn unfold(room: &mut Room, header: &str) {
    room.window.get_by_label(header).click_accesskit();
    room.window.run();
}

#[test]
fn each_way_in_asks_for_what_it_needs() {
    let mut room = Room::new();
    room.dispatch(Command::NewConnection);
    let mut told = String::new();
    for way in Way::ALL.into_iter().filter(|way| *way != Way::Browser) {
        room.dispatch(Command::Change(Change::Way(way)));
        writeln!(told, "{}: {}", way.name(), fields(&room).join(", ")).unwrap();
        for always in ["Region", "Identity pool ID"] {
            assert!(room.has(Role::TextInput, always), "{way:?}: {always}");
        }
    }
    assert_snapshot!(told, @"
    AUTOMATIC: User pool ID, App client ID, Username, Password
    USER_SRP_AUTH: User pool ID, App client ID, Username, Password
    USER_PASSWORD_AUTH: User pool ID, App client ID, Username, Password
    USER_AUTH: User pool ID, App client ID, Username, Password, Preferred first factor
    CUSTOM_AUTH: User pool ID, App client ID, Username
    CUSTOM_AUTH_SRP: User pool ID, App client ID, Username, Password
    ADMIN_USER_PASSWORD_AUTH: User pool ID, App client ID, Username, Password, Signed with
    ADMIN_NO_SRP_AUTH: User pool ID, App client ID, Username, Password, Signed with
    REFRESH_TOKEN_AUTH: User pool ID, App client ID, Username, Refresh token
    GET_TOKENS_FROM_REFRESH_TOKEN: User pool ID, App client ID, Refresh token
    GUEST: 
    PROVIDERS: 
    DEVELOPER: Username, Developer provider, Signed with
    ");
}

#[test]
fn every_field_that_is_wrong_is_in_the_form_of_its_way() {
    for way in Way::ALL.into_iter().filter(|way| *way != Way::Browser) {
        let mut room = Room::new();
        room.dispatch(Command::NewConnection);
        room.dispatch(Command::Change(Change::Way(way)));
        room.dispatch(Command::Run);
        assert!(room.app().walk.is_none(), "{way:?}");
        for problem in room.app().problems() {
            let shown = match problem.field {
                Field::Signer => "Signed with",
                Field::Providers => "Add a login of another provider",
                other => other.label(),
            };
            assert!(room.says(shown), "{way:?}: {problem:?}\n{}", room.spoken());
            assert!(room.says(&problem.text), "{way:?}: {problem:?}\n{}", room.spoken());
        }
    }
}

#[test]
fn what_another_way_in_left_behind_is_in_nobodys_way() {
    let mut room = Room::new();
    room.fill(Role::TextInput, "User pool ID", "no pool at all");
    room.dispatch(Command::Change(Change::Way(Way::Guest)));
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
    assert!(room.says("assumed-role/PracticeGuest"));
}

#[test]
fn the_lanes_of_a_guest_speak_of_no_login() {
    let mut room = Room::new();
    assert!(room.says("ID token as login"));
    room.dispatch(Command::Change(Change::Way(Way::Guest)));
    assert!(room.says("no login, as a guest") && !room.says("ID token as login"), "{}", room.spoken());
    room.dispatch(Command::Change(Change::Way(Way::Providers)));
    assert!(room.says("logins of other providers") && !room.says("ID token as login"));
}

#[test]
fn logins_of_other_providers_are_added_changed_and_taken_away() {
    let mut room = Room::new();
    room.dispatch(Command::NewConnection);
    room.dispatch(Command::Change(Change::Way(Way::Providers)));
    assert!(!room.has(Role::ComboBox, "Provider"));
    room.activate(Role::Button, "Add a login of another provider");
    assert!(room.has(Role::PasswordInput, "ID token"));
    assert!(room.says("Key in Logins: accounts.google.com"));
    room.fill(Role::PasswordInput, "ID token", "googles");
    room.choose("Provider", Provider::Oidc.label());
    assert_eq!(room.app().form.draft.providers[0].token, Secret::default(), "another provider's token goes");
    room.fill(Role::TextInput, "Issuer URL", "https://id.example/main");
    assert!(room.says("Key in Logins: id.example/main"));
    room.fill(Role::PasswordInput, "ID token", "theirs");
    room.activate(Role::Button, "Add a login of another provider");
    assert_eq!(room.app().form.draft.providers.len(), 2);
    let trash = room.window.get_all_by_role_and_label(Role::Button, "Take this login away").next().unwrap();
    trash.click_accesskit();
    room.window.run();
    let left = &room.app().form.draft.providers;
    assert_eq!((left.len(), left[0].provider), (1, Provider::Google), "the one that was pointed at is gone");
    assert!(left[0].token.is_empty(), "its field shows no token of the one before");
}

#[test]
fn a_pretend_login_is_filled_in_at_one_press_and_walks() {
    let mut room = Room::new();
    room.dispatch(Command::Change(Change::Way(Way::Providers)));
    room.key(Key::F5);
    assert!(room.says("Needed: add a provider, and paste its token"), "{}", room.spoken());
    for _ in 0..2 {
        room.activate(Role::Button, "Facebook");
        assert_eq!(room.app().form.draft.providers.len(), 1, "pressed again it is fresh, not twice there");
    }
    room.activate(Role::Button, "SAML provider");
    assert_eq!(room.app().form.draft.providers[1].provider, Provider::Saml);
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
    assert!(room.says("2 logins together"));
}

#[test]
fn the_roles_of_the_last_id_token_are_offered_and_the_one_asked_for_is_had() {
    let mut room = Room::new();
    unfold(&mut room, "Logins, role and flow");
    assert!(!room.says("Roles in the last ID token"));
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.says("These keys are, as expected,") && room.says("assumed-role/PracticeEngineer"));
    assert!(room.says("Roles in the last ID token"));
    room.activate(Role::Button, "PracticeReader");
    let asked = room.find(Role::TextInput, "Role to ask for").value().unwrap_or_default();
    assert!(asked.ends_with(":role/PracticeReader"), "{asked}");
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.says("These keys are, as expected,") && room.says("assumed-role/PracticeReader"));
}

#[test]
fn keys_of_another_role_than_expected_are_said_to_be() {
    let server = generous();
    let mut desk = Desk::at(&server);
    desk.app.form.draft.custom_role = "arn:aws:iam::123456789012:role/Wanted".into();
    let mut room = Room::of(desk, LARGE);
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.says("Expected Wanted; these keys are"), "{}", room.spoken());
    assert_eq!(server.received()[2].json()["CustomRoleArn"], "arn:aws:iam::123456789012:role/Wanted");
}

#[test]
fn a_choice_by_keyboard_alone() {
    let mut room = Room::new();
    let place =
        room.app().practice().unwrap().cast().users.iter().position(|user| user.username == "fernando");
    room.tab_to("Username");
    room.key(Key::Enter);
    for _ in 0..place.unwrap() {
        room.key(Key::ArrowDown);
    }
    room.key(Key::Enter);
    assert_eq!(
        (room.app().form.draft.username.as_str(), room.app().form.draft.way),
        ("fernando", Way::UserAuth)
    );
    room.tab_to("Run");
    room.key(Key::Enter);
    room.until_asked();
    room.tab_to("Way to sign in");
    room.key(Key::Enter);
    let offers = room.app().walk.as_ref().unwrap().question().unwrap().available.clone();
    let wanted = offers.iter().position(|offer| offer == FirstFactor::EmailOtp.wire()).unwrap();
    for _ in 0..wanted {
        room.key(Key::ArrowDown);
    }
    room.key(Key::Enter);
    room.tab_to("Answer");
    room.key(Key::Enter);
    room.until(|room| room.says("Code from the e-mail"));
    let right = code_of(&room, "fernando");
    room.type_text(right.expose());
    room.key(Key::Enter);
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
}

#[test]
fn the_classic_flow_is_typed_in_and_walked() {
    let mut room = Room::new();
    unfold(&mut room, "Logins, role and flow");
    assert!(!room.has(Role::TextInput, "Seconds the keys live"));
    room.fill(Role::TextInput, "Role for the classic flow", "arn:aws:iam::123456789012:role/PracticeReader");
    room.fill(Role::TextInput, "Seconds the keys live", "soon");
    room.key(Key::F5);
    assert!(room.app().walk.is_none());
    assert!(room.says("A number from 900 to 43200"), "{}", room.spoken());
    room.fill(Role::TextInput, "Seconds the keys live", "900");
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
    assert!(room.says("token for PracticeReader") && room.says("These keys are, as expected,"));
}
