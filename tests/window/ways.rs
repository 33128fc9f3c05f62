//! The ways in as a person at the window uses them: what the form asks for, other providers, roles, an app
//! that is set up, a device, a refresh; and a choice by keyboard alone.

use std::fmt::Write as _;
use std::io::Write as _;

use eframe::egui::Key;
use eframe::egui::accesskit::{Role, Toggled};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use insta::assert_snapshot;
use poolwalk::app::{Change, Command, TokenRef};
use poolwalk::cognito::{FirstFactor, Provider, Way};
use poolwalk::flow::{Ending, Field};
use poolwalk::secret::Secret;

use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::{Desk, draft, generous};

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

fn unfold(room: &mut Room, header: &str) {
    room.window.get_by_label(header).click_accesskit();
    room.window.run();
}

/// Answers a question of the walk that is a choice: what a person picks from the list.
fn pick(room: &mut Room, key: &str, text: &str) {
    let walk = room.window.state_mut().app.walk.as_mut().unwrap();
    for field in &mut walk.answer {
        field.text = Secret::from(if field.key == key { text } else { "not@needed.example" });
    }
    room.dispatch(Command::Answer);
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
fn an_app_is_set_up_by_scanning_typing_or_this_computer() {
    let mut room = Room::new();
    room.choose("Username", "shafi");
    room.key(Key::F5);
    room.until_asked();
    pick(&mut room, "MFA_SETUP", "SOFTWARE_TOKEN_MFA");
    room.until(|room| room.says("Or type it into the app"));
    assert!(
        room.has(Role::Image, "The secret as a QR code"),
        "a picture without a name tells a blind person nothing"
    );
    let secret = room
        .app()
        .walk
        .as_ref()
        .unwrap()
        .question()
        .unwrap()
        .parameters
        .expose("SecretCode")
        .unwrap()
        .to_owned();
    assert!(room.says(&secret[..4]) && !room.says(&secret), "in fours, easier to type");
    room.press("Copy the secret");
    assert_eq!(room.board.last(), Some((secret.clone(), true)));
    room.press("Fill in the code");
    let typed = room.find(Role::TextInput, "Code from the authenticator app").value().unwrap_or_default();
    assert!(typed.len() == 6 && typed.bytes().all(|digit| digit.is_ascii_digit()), "{typed}");
    room.press("Answer");
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
    assert_eq!(room.app().form.draft.totp_secret.expose(), secret, "it is kept with the user");
    // With another user it is not there, and with this one it is again.
    room.choose("Username", "ada");
    assert!(room.app().form.draft.totp_secret.is_empty());
    room.choose("Username", "shafi");
    assert_eq!(room.app().form.draft.totp_secret.expose(), secret);
    assert_eq!(room.app().may(&Command::FillInCode), Err("No authenticator app is being set up"));
}

#[test]
fn a_computer_is_remembered_until_it_is_forgotten() {
    let mut room = Room::new();
    room.choose("Username", "margaret");
    unfold(&mut room, "More");
    assert!(!room.says("This user is remembered here"));
    room.key(Key::F5);
    room.until_asked();
    let right = code_of(&room, "margaret");
    room.fill(Role::TextInput, "Code from the authenticator app", right.expose());
    room.press("Answer");
    assert_eq!(room.until_over(), Ending::Finished);
    let key = room.app().form.draft.device.clone().expect("it was offered").key;
    assert!(room.says(&format!("This user is remembered here, as {key}")), "{}", room.spoken());
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished, "nothing is asked");
    assert!(room.says("proof of this device, never its password"));

    room.activate(Role::Button, "Forget");
    assert_eq!(room.app().form.draft.device, None);
    room.key(Key::F5);
    room.until_asked();
    room.dispatch(Command::ResetPractice);
    room.choose("Username", "margaret");
    assert_eq!(room.app().form.draft.device, None);
}

#[test]
fn what_is_kept_goes_to_disk_by_a_tick_that_the_practice_pool_lacks() {
    const KEEP: &str = "Keep both on disk, in a file that only you can read";
    let home = tempfile::tempdir().unwrap();
    let mut desk = Desk::keeping(Some(home.path().join("connections.toml")));
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft("http://127.0.0.1:1");
    let mut room = Room::of(desk, LARGE);
    unfold(&mut room, "More");
    room.fill(Role::PasswordInput, "Authenticator secret", "GEZDGNBVGY3TQOJQ");
    room.key(Key::F5);
    room.until_over();
    assert!(!home.path().join("kept.toml").exists(), "nobody asked for it");
    room.activate(Role::CheckBox, KEEP);
    assert_eq!(room.find(Role::CheckBox, KEEP).accesskit_node().toggled(), Some(Toggled::True));
    let text = std::fs::read_to_string(home.path().join("kept.toml")).unwrap();
    assert!(text.contains("GEZDGNBVGY3TQOJQ"), "{text}");
    room.activate(Role::CheckBox, KEEP);
    let text = std::fs::read_to_string(home.path().join("kept.toml")).unwrap();
    assert!(!text.contains("GEZDGNBVGY3TQOJQ"), "{text}");
    room.dispatch(Command::Connect(poolwalk::app::ConnectionRef::Practice));
    assert!(!room.has(Role::CheckBox, KEEP));
}

/// The code that the practice inbox shows for this user.
fn code_of(room: &Room, username: &str) -> Secret {
    let inbox = room.app().practice().unwrap().inbox();
    inbox.into_iter().find(|entry| entry.username == username).unwrap().code
}

#[test]
fn two_windows_keep_their_users_in_one_file() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("connections.toml");
    let mut first = Desk::keeping(Some(path.clone()));
    first.app.dispatch(Command::NewConnection);
    first.app.form.draft = draft("http://127.0.0.1:1");
    first.app.form_changed();
    first.app.dispatch(Command::Change(Change::KeepSecrets(true)));
    first.app.close().unwrap();
    let mut second = Desk::keeping(Some(path));
    let keep = |desk: &mut Desk, username: &str, secret: &str| {
        desk.app.form.draft.username = username.into();
        desk.app.form.draft.password = "typed".into();
        desk.app.form.draft.totp_secret = secret.into();
        desk.app.dispatch(Command::Run);
        desk.until_over();
    };
    keep(&mut first, "alice", "GEZDGNBVGY3TQOJQ");
    keep(&mut second, "bob", "MZXW6YTBOIFA2DIK");
    keep(&mut first, "carol", "ONXW2ZJAMRQXIYJA");
    let text = std::fs::read_to_string(home.path().join("kept.toml")).unwrap();
    for secret in ["GEZDGNBVGY3TQOJQ", "MZXW6YTBOIFA2DIK", "ONXW2ZJAMRQXIYJA"] {
        assert!(text.contains(secret), "{secret}: {text}");
    }
    second.app.dispatch(Command::Rename("Staging".into()));
    let text = std::fs::read_to_string(home.path().join("kept.toml")).unwrap();
    assert_eq!(
        text.matches("connection = \"Staging\"").count(),
        3,
        "the other window's users move along: {text}"
    );
    assert!(text.contains("GEZDGNBVGY3TQOJQ") && text.contains("ONXW2ZJAMRQXIYJA"), "{text}");
    second.app.dispatch(Command::Delete);
    let text = std::fs::read_to_string(home.path().join("kept.toml")).unwrap();
    assert!(!text.contains("[[user]]"), "{text}");
}

#[test]
fn a_file_of_kept_secrets_that_is_broken_is_left_as_it_is_and_that_is_said() {
    let home = tempfile::tempdir().unwrap();
    let kept = home.path().join("kept.toml");
    std::fs::write(&kept, "[[user").unwrap();
    let mut desk = Desk::keeping(Some(home.path().join("connections.toml")));
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft("http://127.0.0.1:1");
    desk.app.form_changed();
    desk.app.dispatch(Command::Change(Change::KeepSecrets(true)));
    assert!(
        desk.notices().iter().any(|said| said.contains("kept.toml is left as it is")),
        "{:?}",
        desk.notices()
    );
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "[[user");
}

fn raw(room: &Room, which: TokenRef) -> Option<Secret> {
    room.app().tokens.opened(which).map(|opened| opened.raw.clone())
}

#[test]
fn old_tokens_stay_until_the_refreshed_ones_are_there() {
    let mut room = Room::new();
    assert_eq!(room.app().may(&Command::Refresh), Err("No refresh token yet: sign in first"));
    room.key(Key::F5);
    room.until_over();
    let all = [TokenRef::Id, TokenRef::Access, TokenRef::Refresh];
    let before = all.map(|which| raw(&room, which));
    assert!(before.iter().all(Option::is_some));
    room.window.state_mut().app.dispatch(Command::Refresh);
    assert_eq!(all.map(|which| raw(&room, which)), before, "while the call is out");
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
    let after = all.map(|which| raw(&room, which));
    assert_ne!((&before[0], &before[1]), (&after[0], &after[1]));
    assert_eq!(before[2], after[2], "the refresh token is good for more");
    assert!(room.says("assumed-role/PracticeEngineer"), "on to fresh keys");
    assert_eq!(room.app().form.draft.way, Way::UserSrp, "the form stays as it is");
}

#[test]
fn a_refresh_is_of_whoever_signed_in_not_of_whoever_stands_in_the_form() {
    let mut desk = Desk::new();
    desk.as_user("margaret");
    desk.app.dispatch(Command::Run);
    desk.until_asked();
    let inbox = desk.app.practice().unwrap().inbox();
    let right = inbox.into_iter().find(|entry| entry.username == "margaret").unwrap().code;
    desk.type_answer("SOFTWARE_TOKEN_MFA_CODE", &right);
    desk.app.dispatch(Command::Answer);
    assert_eq!(desk.until_over(), Ending::Finished);
    desk.as_user("ada");
    desk.app.dispatch(Command::Change(Change::PracticeClient(4)));
    desk.app.dispatch(Command::Refresh);
    assert_eq!(desk.until_over(), Ending::Finished, "{:?}", desk.app.steps());
    let refreshed = desk.app.tokens.opened(TokenRef::Id).unwrap();
    let claims = refreshed.claims().unwrap();
    assert_eq!(claims.text("cognito:username"), Some("margaret"));
    assert_eq!(desk.app.form.draft.username, "ada", "the form stays as it is");
}

#[test]
fn a_refresh_that_is_refused_takes_nothing_away() {
    let server = Server::new(|stream, request| {
        let operation = request.header("x-amz-target").unwrap_or_default();
        let (status, body) = if operation.ends_with("InitiateAuth") {
            let tokens =
                r#"{"IdToken":"e30.e30.x","AccessToken":"e30.e30.y","RefreshToken":"r","ExpiresIn":3600}"#;
            (200, format!(r#"{{"AuthenticationResult":{tokens}}}"#))
        } else {
            (
                400,
                r#"{"__type":"NotAuthorizedException","message":"Refresh Token has been revoked"}"#
                    .to_owned(),
            )
        };
        stream.write_all(answer(status, "", &body).as_bytes()).is_ok()
    });
    let mut desk = Desk::at(&server);
    desk.app.form.draft.identity_pool = String::new();
    let mut room = Room::of(desk, LARGE);
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    let before = raw(&room, TokenRef::Id);
    room.dispatch(Command::Refresh);
    assert_eq!(room.until_over(), Ending::Refused);
    assert_eq!(raw(&room, TokenRef::Id), before);
    assert!(room.says("This refresh token was revoked"), "{}", room.spoken());
    room.press("Use SRP and run again");
    assert_eq!(room.app().form.draft.way, Way::UserSrp);
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
