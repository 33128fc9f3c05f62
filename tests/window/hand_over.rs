//! Keys and tokens taken elsewhere: the dialog with its masked preview, files, the clipboard cleared in time, code.

use std::path::PathBuf;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::NodeT as _;
use poolwalk::app::{CallCommand, Command, ConnectionRef, Copied, Dialog, HandOverCommand, Preset, Tab};
use poolwalk::flow::{ApiDraft, Ending};
use poolwalk::handoff::{Bearer, Format, Shell};
use poolwalk::profile::ClearAfter;

use crate::room::Room;
use crate::stage::{Desk, draft, generous, later};

/// After a walk through the practice pool.
pub(crate) fn walked() -> Room {
    let mut room = Room::new();
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room
}

pub(crate) fn secrets(room: &Room) -> [String; 2] {
    let keys = room.app().credentials().unwrap();
    [keys.secret_access_key.clone(), keys.session_token.clone().unwrap()].map(|key| key.expose().to_owned())
}

pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    fn is_empty(&self) -> bool {
        std::fs::read_dir(self.0.path()).unwrap().next().is_none()
    }
}

pub(crate) fn path(home: &Home, name: &str) -> String {
    home.file(name).to_str().unwrap().to_owned()
}

#[test]
fn without_keys_nothing_can_be_taken_along_and_the_reason_is_said() {
    let mut desk = Desk::new();
    for command in [HandOverCommand::Open, HandOverCommand::OpenForFile, HandOverCommand::SendAgain] {
        desk.app.dispatch(Command::HandOver(command));
        assert_eq!(desk.app.dialog, None);
    }
    assert!(desk.notices().contains(&"No keys and no tokens yet: run a walk".to_owned()));
}

#[test]
fn the_preview_is_masked_until_it_is_revealed_and_copying_takes_the_whole() {
    let mut room = walked();
    room.press("Copy as…");
    assert!(room.says("export AWS_ACCESS_KEY_ID="), "{}", room.spoken());
    let [secret, token] = secrets(&room);
    assert!(!room.says(&secret) && !room.says(&token), "masked");
    room.press("Copy bash and zsh lines");
    let (text, is_sensitive) = room.board.last().unwrap();
    assert!(text.contains(&secret) && text.contains(&token) && is_sensitive);
    assert!(!room.says(&secret), "copying shows nothing");
    room.press("Show secrets");
    assert!(room.says(&secret));
    room.key(Key::Escape);
    assert!(!room.app().is_revealed(), "it was shown in the dialog");
    room.press("Copy as…");
    assert!(!room.says(&secret), "and is asked for anew");
}

#[test]
fn every_format_is_in_the_list_and_shows_what_it_makes() {
    let mut room = walked();
    room.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::A);
    let secrets = secrets(&room);
    for format in Format::ALL {
        room.activate(Role::MenuItem, format.label());
        assert_eq!(room.app().hand_over.format, format);
        let ends = format == Format::Config;
        assert_eq!(room.app().rendered().is_err(), ends, "{}", format.label());
        assert!(secrets.iter().all(|secret| !room.says(secret)), "{} is masked", format.label());
    }
    room.activate(Role::MenuItem, Format::Config.label());
    assert!(room.says("Only for a saved connection"), "{}", room.spoken());
    let save = room.find(Role::Button, "Save");
    assert!(save.accesskit_node().is_disabled());
}

#[test]
fn saving_asks_before_it_replaces_and_says_where_it_went() {
    let (mut room, home) = (walked(), Home::new());
    room.press("Save as…");
    assert_eq!(room.app().hand_over.format, Format::EnvFile, "a format that is meant for a file");
    let file = path(&home, "my.env");
    room.fill(Role::TextInput, "File", &file);
    assert!(home.is_empty(), "nothing is written unasked");
    room.press("Save");
    assert_eq!(room.app().dialog, None);
    assert!(room.says(&format!("Saved to {file}: .env file")), "{}", room.spoken());
    let [secret, _] = secrets(&room);
    assert!(home.text("my.env").contains(&secret));
    std::fs::write(home.file("my.env"), "mine").unwrap();
    room.press("Save as…");
    room.fill(Role::TextInput, "File", &file);
    room.press("Save");
    assert!(room.says(&format!("{file} is there already. Replace it?")), "{}", room.spoken());
    assert_eq!(home.text("my.env"), "mine");
    room.press("Replace");
    assert!(home.text("my.env").contains(&secret));
}

#[cfg(target_os = "linux")]
#[test]
fn a_save_that_fails_leaves_the_dialog_open() {
    let mut room = walked();
    room.press("Save as…");
    room.fill(Role::TextInput, "File", "/dev/full");
    room.press("Save");
    assert_eq!(room.app().dialog, Some(Dialog::HandOver));
    assert!(room.says("Not saved: /dev/full: "), "{}", room.spoken());
    assert_eq!(room.app().sent_to(), None);
}

#[test]
fn a_refresh_token_goes_along_by_a_tick() {
    let mut room = walked();
    room.press("Copy as…");
    assert!(!room.says("REFRESH_TOKEN"), "{}", room.spoken());
    room.activate(Role::CheckBox, "With the refresh token");
    assert!(room.says("export REFRESH_TOKEN="), "{}", room.spoken());
    room.activate(Role::MenuItem, Format::Json.label());
    assert!(!room.has(Role::CheckBox, "With the refresh token"));
}

#[test]
fn a_name_that_no_profile_has_is_refused_in_words() {
    let mut room = walked();
    room.press("Save as…");
    room.activate(Role::MenuItem, Format::Credentials.label());
    let shown = room.find(Role::TextInput, "Profile").value();
    assert_eq!(shown.as_deref(), Some("Practice-pool-ada"));
    room.fill(Role::TextInput, "Profile", "team/qa");
    let words = "A profile’s name has letters, digits and -._ only; found “team/qa”";
    assert!(room.says(words), "{}", room.spoken());
    assert!(room.find(Role::Button, "Save").accesskit_node().is_disabled());
    assert!(room.find(Role::Button, "Copy AWS credentials profile").accesskit_node().is_disabled());
    room.dispatch(Command::Copy(Copied::Format(Format::Credentials)));
    let told = room.app().notices.all().iter().any(|notice| notice.text == words);
    assert!(told, "the whole reason, and not that there is one");
}

#[test]
fn a_saved_connection_is_named_in_the_config_profile() {
    let server = generous();
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    desk.app.dispatch(Command::Rename("QA".into()));
    desk.app.form.draft = draft(&server.url());
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert_eq!(desk.app.connections.current(), &ConnectionRef::Saved("QA".into()));
    desk.app.dispatch(Command::HandOver(HandOverCommand::Choose(Format::Config)));
    let rendered = desk.app.rendered().unwrap();
    assert!(rendered.masked.starts_with("[profile QA-alice]\n"), "{}", rendered.masked);
    assert!(rendered.masked.contains("poolwalk-cli"), "{}", rendered.masked);
    assert!(rendered.masked.ends_with(" credentials --connection=QA\n"), "{}", rendered.masked);
    desk.app.dispatch(Command::HandOver(HandOverCommand::Choose(Format::CurlBearer(Bearer::Id))));
    assert!(desk.app.rendered().is_err(), "an address of one's API is needed");
    desk.app.dispatch(Command::HandOver(HandOverCommand::Api("https://a.example/prod".into())));
    assert!(desk.app.rendered().unwrap().masked.contains("https://a.example/prod"));
}

#[test]
fn the_address_of_the_call_place_goes_along_once_it_is_a_persons_own() {
    let mut room = walked();
    let base = room.app().practice().unwrap().cast().signed_route();
    let shown = |room: &Room| room.find(Role::TextInput, "Address of your API").value().unwrap();
    room.press("Copy as…");
    room.activate(Role::MenuItem, Format::CurlSigned.label());
    assert_eq!(shown(&room), base, "what was filled in is nobody’s own");
    assert!(!room.says("From the Call place"));
    room.dispatch(Command::Call(CallCommand::Preset(Preset::WhoAmI)));
    room.window.run();
    assert_eq!(shown(&room), base, "AWS itself is not one’s API");
    room.window.state_mut().app.call.draft = ApiDraft {
        method: "POST".into(),
        url: "https://abc123.execute-api.eu-north-1.amazonaws.com/prod/pets".into(),
        body: "{}".into(),
        ..ApiDraft::default()
    };
    room.window.run();
    assert!(shown(&room).ends_with("/prod/pets"));
    let words = "From the Call place: POST, signed for execute-api in eu-north-1; its body stays here";
    assert!(room.says(words), "{}", room.spoken());
    assert!(
        room.says("curl --globoff -X POST --aws-sigv4 'aws:amz:eu-north-1:execute-api'"),
        "{}",
        room.spoken()
    );
    room.activate(Role::MenuItem, Format::Bruno.label());
    assert!(room.says("/prod/pets") && room.says("From the Call place"), "{}", room.spoken());
    room.fill(Role::TextInput, "Address of your API", "https://other.example/prod");
    room.activate(Role::MenuItem, Format::CurlSigned.label());
    assert!(room.says("'https://other.example/prod'") && !room.says("-X POST"), "{}", room.spoken());
}

#[test]
fn a_practice_route_that_was_sent_to_goes_along() {
    let mut room = walked();
    room.dispatch(Command::Call(CallCommand::Send));
    room.until(|room| room.app().call.steps().len() == 1 && !room.app().call.is_calling());
    assert!(room.app().hand_over_api().ends_with("/prod/iam"), "{}", room.app().hand_over_api());
}

#[test]
fn a_copied_secret_is_cleared_in_time_and_what_is_none_stays() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    desk.app.dispatch(Command::Copy(poolwalk::app::Copied::Format(Format::Set(Shell::Fish))));
    assert!(desk.notices().contains(&"Copied: fish lines; cleared in 2 minutes".to_owned()));
    later(119);
    desk.app.tick();
    assert!(!desk.board.is_cleared());
    later(2);
    desk.app.tick();
    assert!(desk.board.is_cleared());
    desk.app.dispatch(Command::Copy(poolwalk::app::Copied::Report));
    later(3600);
    desk.app.tick();
    assert!(!desk.board.is_cleared(), "there is no secret in it");
    desk.app.dispatch(Command::ClearClipboard(ClearAfter::Never));
    desk.app.dispatch(Command::Copy(poolwalk::app::Copied::AllKeys));
    later(3600);
    desk.app.tick();
    assert!(!desk.board.is_cleared(), "it was told not to");
    desk.app.dispatch(Command::ClearClipboard(ClearAfter::TenMinutes));
    desk.app.dispatch(Command::Copy(poolwalk::app::Copied::AllKeys));
    desk.app.close().unwrap();
    assert!(desk.board.is_cleared(), "nobody is there to do it later");
}

#[test]
fn a_clear_that_is_due_outlives_a_change_of_its_time() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    let copy = || Command::Copy(Copied::AllKeys);
    desk.app.dispatch(copy());
    later(20);
    desk.app.tick();
    desk.app.dispatch(Command::ClearClipboard(ClearAfter::HalfMinute));
    later(9);
    desk.app.tick();
    assert!(!desk.board.is_cleared());
    later(2);
    desk.app.tick();
    assert!(desk.board.is_cleared(), "half a minute after the copy, and not after the change");
    desk.app.dispatch(copy());
    desk.app.dispatch(Command::ClearClipboard(ClearAfter::Never));
    later(3600);
    desk.app.tick();
    assert!(!desk.board.is_cleared());
    desk.app.dispatch(Command::ClearClipboard(ClearAfter::TenMinutes));
    desk.app.tick();
    assert!(desk.board.is_cleared(), "it is long due");
}

#[test]
fn a_secret_that_a_busy_desktop_may_take_later_is_cleared_too() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    desk.board.is_busy();
    desk.app.dispatch(Command::Copy(Copied::AllKeys));
    assert!(desk.notices().iter().any(|said| said.ends_with("The clipboard is busy; try again")));
    later(119);
    desk.app.tick();
    assert!(!desk.board.is_cleared());
    later(2);
    desk.app.tick();
    assert!(desk.board.is_cleared());
}

#[test]
fn a_refresh_token_is_kept_where_it_was_ticked_and_nowhere_else() {
    let home = Home::new();
    let mut desk = Desk::keeping(Some(home.file("connections.toml")));
    let practice = desk.app.form.draft.clone();
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = practice;
    desk.app.form_changed();
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    assert!(!home.file("kept.toml").exists(), "nothing is kept unasked");
    let refresh = desk.app.haul_of_login().unwrap().tokens.as_ref().unwrap().refresh.clone().unwrap();
    desk.app.dispatch(Command::Change(poolwalk::app::Change::KeepRefreshToken(true)));
    assert!(home.text("kept.toml").contains(refresh.expose()), "the one at hand");
    desk.app.dispatch(Command::Change(poolwalk::app::Change::KeepRefreshToken(false)));
    assert!(!home.text("kept.toml").contains(refresh.expose()));
    desk.app.close().unwrap();
    assert!(!home.text("connections.toml").contains(refresh.expose()));
}

#[test]
fn a_step_and_the_whole_walk_are_shown_as_code_without_secrets() {
    let mut room = walked();
    room.dispatch(Command::SelectStep(2));
    room.dispatch(Command::Inspect(Tab::Code));
    assert!(room.says("AWSCognitoIdentityService.GetId"), "{}", room.spoken());
    room.choose("Language", "AWS CLI");
    assert!(room.says("aws cognito-identity get-id"), "{}", room.spoken());
    room.activate(Role::CheckBox, "The whole walk as code");
    assert!(room.says("A proof of the password (SRP) is good once"), "{}", room.spoken());
    room.choose("Language", "Python (boto3)");
    assert!(room.says("import boto3"), "{}", room.spoken());
    room.press("Copy code");
    let (text, is_sensitive) = room.board.last().unwrap();
    assert!(text.contains("import boto3") && !is_sensitive);
    let [secret, token] = secrets(&room);
    let id_token = room.app().haul_of_login().unwrap().tokens.as_ref().unwrap().id.clone().unwrap();
    for kept in [secret.as_str(), &token, id_token.expose(), "Practice-Ada-1"] {
        assert!(!text.contains(kept));
    }
}

#[test]
fn the_dialog_works_in_a_narrow_window_and_by_keys_alone() {
    let mut room = Room::of(Desk::new(), [640.0, 560.0]);
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished);
    room.key_with(Modifiers::COMMAND | Modifiers::SHIFT, Key::S);
    assert!(room.says("Take keys and tokens along"));
    room.tab_to("Copy .env file");
    room.key(Key::Enter);
    assert!(room.board.last().unwrap().0.contains("AWS_SESSION_TOKEN="));
    room.key(Key::Escape);
    assert_eq!(room.app().dialog, None);
}
