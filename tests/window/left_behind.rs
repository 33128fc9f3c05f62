//! What a walk leaves behind at the window: an app that was set up, a remembered computer, secrets kept on
//! disk, and tokens to refresh.

use std::io::Write as _;

use eframe::egui::Key;
use eframe::egui::accesskit::{Role, Toggled};
use egui_kittest::kittest::NodeT as _;
use poolwalk::app::{Change, Command, TokenRef};
use poolwalk::cognito::Way;
use poolwalk::flow::{Ending, ErrandKind, Field};
use poolwalk::secret::Secret;

use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::{Desk, draft};
use crate::ways::unfold;

/// Answers a question of the walk that is a choice: what a person picks from the list.
fn pick(room: &mut Room, key: &str, text: &str) {
    let walk = room.window.state_mut().app.walk.as_mut().unwrap();
    for field in &mut walk.answer {
        field.text = Secret::from(if field.key == key { text } else { "not@needed.example" });
    }
    room.dispatch(Command::Answer);
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
    const KEEP: &str =
        "Keep this secret and the remembered computer on disk, in a file that only you can read";
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
pub(crate) fn code_of(room: &Room, username: &str) -> Secret {
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
    // One of a user's secrets that changes here does not undo what changed there.
    keep(&mut second, "carol", "KRUGS4ZANFZSAYJA");
    keep(&mut first, "bob", "MZXW6YTBOIFA2DIK");
    keep(&mut first, "carol", "KRUGS4ZANFZSAYJA");
    let text = std::fs::read_to_string(home.path().join("kept.toml")).unwrap();
    assert!(text.contains("KRUGS4ZANFZSAYJA") && !text.contains("ONXW2ZJAMRQXIYJA"), "{text}");
    second.app.dispatch(Command::Rename("Staging".into()));
    let text = std::fs::read_to_string(home.path().join("kept.toml")).unwrap();
    assert_eq!(
        text.matches("connection = \"Staging\"").count(),
        3,
        "the other window's users move along: {text}"
    );
    assert!(text.contains("GEZDGNBVGY3TQOJQ") && text.contains("KRUGS4ZANFZSAYJA"), "{text}");
    second.app.dispatch(Command::Delete);
    let text = std::fs::read_to_string(home.path().join("kept.toml")).unwrap();
    assert!(!text.contains("[[user]]"), "{text}");
}

#[test]
fn what_is_kept_with_one_user_is_never_another_users() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft("http://127.0.0.1:1");
    desk.app.form.draft.totp_secret = "GEZDGNBVGY3TQOJQ".into();
    desk.app.dispatch(Command::Run);
    desk.until_over();
    let owner = desk.app.form.draft.username.clone();
    // F5 while the cursor is still in the field: nothing has said that the name was left.
    desk.app.form.draft.username = "somebody-else".into();
    desk.app.dispatch(Command::Run);
    desk.until_over();
    assert_eq!(desk.app.form.draft.totp_secret.expose(), "");
    assert_eq!(desk.app.walk.as_ref().unwrap().flow().config().totp_secret, None);
    desk.app.form.draft.username = owner;
    desk.app.dispatch(Command::Change(Change::Leave(Field::Username)));
    assert_eq!(desk.app.form.draft.totp_secret.expose(), "GEZDGNBVGY3TQOJQ");
}

#[test]
fn a_refresh_without_a_token_of_its_own_is_of_whoever_is_signed_in() {
    let mut room = Room::new();
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
    let before = raw(&room, TokenRef::Access);
    for way in [Way::RefreshToken, Way::RotateToken] {
        room.dispatch(Command::Change(Change::Way(way)));
        room.key(Key::F5);
        assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
        assert_eq!(room.app().problems(), []);
        assert_ne!(raw(&room, TokenRef::Access), before, "{way:?}");
    }
    room.dispatch(Command::Errand(ErrandKind::GlobalSignOut));
    room.dispatch(Command::Answer);
    room.until_over();
    room.key(Key::F5);
    assert!(room.says("Needed: sign in first, or paste one"), "{}", room.spoken());
}

#[test]
fn logins_that_are_folded_away_are_told_where_they_go_along() {
    let mut room = Room::new();
    room.dispatch(Command::Change(Change::PracticeLogin(0)));
    assert!(room.says("Logins, role and flow: 1 login goes along"), "{}", room.spoken());
    room.dispatch(Command::Change(Change::Way(Way::Guest)));
    assert!(room.says("Logins, role and flow"), "a guest brings none: {}", room.spoken());
}

#[test]
fn a_form_that_has_come_to_be_another_users_says_whose_the_walk_is() {
    let mut room = Room::new();
    room.choose("Username", "matti");
    room.key(Key::F5);
    room.until_asked();
    assert_eq!(room.app().walk_of_another(), None);
    room.choose("Username", "grace");
    assert!(
        room.says("This is the walk of matti, not of what stands in the form. To leave it, start again."),
        "{}",
        room.spoken()
    );
    room.choose("Username", "matti");
    room.dispatch(Command::Change(Change::Way(Way::UserPassword)));
    let before = room.app().walk_of_another().unwrap();
    assert!(before.starts_with("by "), "{before}");
    assert!(
        room.says(&format!(
            "This is the walk {before}, not of what stands in the form. To leave it, start again."
        )),
        "{}",
        room.spoken()
    );
    room.dispatch(Command::Stop);
    room.until_over();
    assert!(
        room.says(&format!("This was the walk {before}, not of what stands in the form.")),
        "{}",
        room.spoken()
    );
    room.dispatch(Command::StartAgain);
    room.until_asked();
    assert_eq!(room.app().walk_of_another(), None);
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
    desk.app.form.draft.totp_secret = "GEZDGNBVGY3TQOJQ".into();
    desk.app.dispatch(Command::Run);
    desk.until_over();
    assert_eq!(desk.notices(), [""; 0], "nobody wants anything of that file yet");
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
