//! The same file once more: offered for what is fresh of the same user, and for nothing else.

use eframe::egui::accesskit::Role;
use poolwalk::app::{Change, Command, Dialog, HandOverCommand};
use poolwalk::cognito::Until;
use poolwalk::flow::Ending;
use poolwalk::handoff::{Format, Piece, Shell};

use crate::hand_over::{Home, path, secrets, walked};
use crate::stage::{Desk, code, draft, generous};

#[test]
fn after_a_refresh_the_same_file_is_one_press_away() {
    let (mut room, home) = (walked(), Home::new());
    room.press("Save as…");
    let file = path(&home, "credentials");
    room.activate(Role::MenuItem, Format::Credentials.label());
    room.fill(Role::TextInput, "Profile", "qa");
    room.fill(Role::TextInput, "File", &file);
    room.press("Save");
    let [before, _] = secrets(&room);
    assert!(home.text("credentials").starts_with("[qa]\n") && home.text("credentials").contains(&before));
    room.dispatch(Command::Refresh);
    assert_eq!(room.until_over(), Ending::Finished);
    let [after, _] = secrets(&room);
    assert_ne!(before, after);
    let offer = format!("Fresh keys are here; {file} has the ones before them");
    assert!(room.says(&offer), "{}", room.spoken());
    assert!(home.text("credentials").contains(&before), "and nothing is written unasked");
    room.dispatch(Command::HandOver(HandOverCommand::SendAgain));
    let text = home.text("credentials");
    assert!(text.contains(&after) && !text.contains(&before) && text.matches("[qa]").count() == 1, "{text}");
    assert!(!room.says(&offer), "it is done");
    room.dispatch(Command::ResetPractice);
    assert_eq!(room.app().sent_to(), None, "another connection’s keys do not go there");
}

#[test]
fn what_has_changed_since_is_written_over_by_a_yes_alone() {
    let home = Home::new();
    let env = path(&home, "ada.env");
    let profile = path(&home, "credentials");
    for (format, file, name) in
        [(Format::EnvFile, &env, "ada.env"), (Format::Credentials, &profile, "credentials")]
    {
        let mut desk = saved(Until::Caller, format, file);
        let saved = home.text(name);
        desk.app.dispatch(Command::Refresh);
        assert_eq!(desk.until_over(), Ending::Finished);
        assert!(is_offered(&desk), "{:?}", desk.notices());
        let theirs = saved.replace("AWS_REGION", "MY_REGION").replace("aws_session_token", "aws_my_token");
        assert_ne!(theirs, saved);
        std::fs::write(file, &theirs).unwrap();
        for command in [HandOverCommand::Choose(Format::Json), HandOverCommand::SendAgain] {
            desk.app.dispatch(Command::HandOver(command));
        }
        assert_eq!(home.text(name), theirs, "nothing is lost unasked");
        assert_eq!(desk.app.dialog, Some(Dialog::HandOver));
        let asked = desk.app.hand_over_asks().unwrap().to_owned();
        assert!(asked.ends_with(&format!("{file} has changed since it was saved")), "{asked}");
        assert_eq!((desk.app.hand_over.format, desk.app.hand_over_path()), (format, file.clone()));
        desk.app.dispatch(Command::HandOver(HandOverCommand::Replace));
        assert_eq!(desk.app.dialog, None);
        let secret = desk.app.credentials().unwrap().secret_access_key.clone();
        assert!(home.text(name).contains(secret.expose()) && !saved.contains(secret.expose()));
        desk.app.dispatch(Command::HandOver(HandOverCommand::SendAgain));
        assert_eq!(desk.app.dialog, None, "what it wrote last it knows again");
    }
}

#[test]
fn what_stands_around_a_profile_may_change() {
    let home = Home::new();
    let mut desk = saved(Until::Caller, Format::Credentials, &path(&home, "credentials"));
    let before = home.text("credentials");
    std::fs::write(path(&home, "credentials"), format!("[mine]\na = b\n\n{before}\n[last]\n")).unwrap();
    desk.app.dispatch(Command::Refresh);
    assert_eq!(desk.until_over(), Ending::Finished);
    desk.app.dispatch(Command::HandOver(HandOverCommand::SendAgain));
    assert_eq!(desk.app.dialog, None, "{:?}", desk.notices());
    let secret = desk.app.credentials().unwrap().secret_access_key.clone();
    let text = home.text("credentials");
    assert!(text.starts_with("[mine]\n") && text.contains(secret.expose()) && text.ends_with("[last]\n"));
}

/// A walk of ada's through the practice pool, saved in a format.
fn saved(until: Until, format: Format, file: &str) -> Desk {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Change(Change::Until(Some(until))));
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    for command in [
        HandOverCommand::Choose(format),
        HandOverCommand::Api("https://a.example/prod".into()),
        HandOverCommand::Path(file.to_owned()),
        HandOverCommand::Save,
    ] {
        desk.app.dispatch(Command::HandOver(command));
    }
    assert!(desk.notices().iter().any(|said| said.starts_with("Saved to ")), "{:?}", desk.notices());
    desk
}

fn is_offered(desk: &Desk) -> bool {
    desk.notices().iter().any(|said| said.starts_with("Fresh "))
}

#[test]
fn the_file_of_one_user_gets_no_keys_of_another() {
    let home = Home::new();
    let mut desk = saved(Until::Caller, Format::EnvFile, &path(&home, "ada.env"));
    let before = home.text("ada.env");
    desk.as_user("hedy");
    desk.app.dispatch(Command::Run);
    desk.until_asked();
    let right = code(&desk.app);
    desk.type_answer("SOFTWARE_TOKEN_MFA_CODE", &right);
    desk.app.dispatch(Command::Answer);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert!(!is_offered(&desk), "{:?}", desk.notices());
    desk.app.dispatch(Command::HandOver(HandOverCommand::SendAgain));
    assert!(desk.notices().contains(&"The file has another user’s: choose “Save as…” for these".to_owned()));
    assert_eq!(home.text("ada.env"), before);
    desk.as_user("ada");
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert!(is_offered(&desk), "the same user again: {:?}", desk.notices());
    desk.app.dispatch(Command::HandOver(HandOverCommand::SendAgain));
    assert_ne!(home.text("ada.env"), before);
}

#[test]
fn fresh_tokens_alone_are_offered_to_their_file_once_and_what_holds_no_secret_never() {
    let home = Home::new();
    let mut desk = saved(Until::Tokens, Format::EnvFile, &path(&home, "ada.env"));
    let before = home.text("ada.env");
    assert!(
        before.contains("API_URL=https://a.example/prod\n") && !before.contains("REFRESH_TOKEN"),
        "{before}"
    );
    desk.app.dispatch(Command::HandOver(HandOverCommand::Api("https://b.example".into())));
    desk.app.dispatch(Command::Refresh);
    assert_eq!(desk.until_over(), Ending::Finished);
    let offer = format!("Fresh tokens are here; {} has the ones before them", path(&home, "ada.env"));
    assert!(desk.notices().contains(&offer), "{:?}", desk.notices());
    desk.app.dispatch(Command::HandOver(HandOverCommand::SendAgain));
    let after = home.text("ada.env");
    assert!(
        after != before && after.contains("API_URL=https://a.example/prod\n"),
        "all else as it was: {after}"
    );
    for format in [Format::PostmanCollection, Format::Unset(Shell::Bash), Format::Value(Piece::Region)] {
        let mut desk = saved(Until::Caller, format, &path(&home, format.word()));
        desk.app.dispatch(Command::Refresh);
        assert_eq!(desk.until_over(), Ending::Finished);
        assert!(!is_offered(&desk), "{}: {:?}", format.label(), desk.notices());
    }
}

#[test]
fn a_config_profile_is_never_offered_again_for_it_holds_no_secret() {
    let (server, home) = (generous(), Home::new());
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft(&server.url());
    for _ in 0..2 {
        desk.app.dispatch(Command::Run);
        assert_eq!(desk.until_over(), Ending::Finished);
        desk.app.dispatch(Command::HandOver(HandOverCommand::Choose(Format::Config)));
        desk.app.dispatch(Command::HandOver(HandOverCommand::Path(path(&home, "config"))));
        assert!(!is_offered(&desk), "{:?}", desk.notices());
        desk.app.dispatch(Command::HandOver(HandOverCommand::Replace));
        assert!(home.text("config").contains("--connection="), "{:?}", desk.notices());
    }
}
