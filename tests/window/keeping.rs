//! Saved connections: what is kept between runs, and what never is.

use std::fs;

use poolwalk::app::{CallCommand, Command, ConnectionRef};
use poolwalk::cognito::{Until, Way};
use poolwalk::flow::{ApiDraft, Draft};
use poolwalk::profile::Theme;
use poolwalk::secret::Secret;
use tempfile::TempDir;

use crate::stage::{Desk, draft, later};

struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(text: impl AsRef<[u8]>) -> Self {
        let home = Self::new();
        fs::write(home.file(), text).unwrap();
        home
    }

    fn file(&self) -> std::path::PathBuf {
        self.0.path().join("connections.toml")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap()
    }

    fn open(&self) -> Desk {
        Desk::keeping(Some(self.file()))
    }
}

fn saved(name: &str) -> ConnectionRef {
    ConnectionRef::Saved(name.to_owned())
}

#[test]
fn a_connection_comes_back_as_it_was_but_for_the_secrets() {
    let home = Home::new();
    let typed = Draft {
        way: Way::AdminNoSrp,
        until: Some(Until::Credentials),
        endpoint_identity: "http://127.0.0.1:2".into(),
        endpoint_sts: "http://127.0.0.1:3".into(),
        region: "eu-west-1".into(),
        ..draft("http://127.0.0.1:1")
    };
    let mut desk = home.open();
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = typed.clone();
    desk.app.form.signer.profile = "dev".into();
    desk.app.form.signer.secret_access_key = "typed-signer-key".into();
    desk.app.form_changed();
    desk.app.dispatch(Command::Rename("Staging".into()));
    desk.app.dispatch(Command::Copy(poolwalk::app::Copied::AllKeys));
    desk.app.close().unwrap();

    let text = home.text();
    for secret in ["kept-to-itself", "typed-and-not-saved", "typed-signer-key"] {
        assert!(!text.contains(secret), "{text}");
    }
    let again = home.open();
    assert_eq!(again.app.connections.current(), &saved("Staging"), "the one used last is open");
    let (client_secret, password) = (Secret::default(), Secret::default());
    assert_eq!(again.app.form.draft, Draft { client_secret, password, ..typed });
    assert_eq!(again.app.form.signer.profile, "dev");
    assert_eq!(again.notices(), [""; 0]);
}

#[test]
fn an_address_with_a_password_in_it_is_not_written_down() {
    let home = Home::new();
    let mut desk = home.open();
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft.endpoint = "http://me:hunter2@host".into();
    desk.app.form_changed();
    desk.app.close().unwrap();
    assert!(!home.text().contains("hunter2"), "{}", home.text());
}

#[test]
fn changes_are_written_a_moment_later_and_at_the_end() {
    let home = Home::new();
    let mut desk = home.open();
    desk.app.dispatch(Command::NewConnection);
    desk.app.tick();
    assert!(!home.file().exists(), "typing does not write at every key");
    later(1);
    desk.app.tick();
    assert!(home.text().contains("Unnamed connection"));
    desk.app.dispatch(Command::ToggleTheme);
    desk.app.close().unwrap();
    assert_eq!(home.open().app.connections.theme(), Theme::Light);
}

#[test]
fn nothing_is_written_when_nothing_changed() {
    let home = Home::with("# mine\n");
    let mut desk = home.open();
    desk.app.dispatch(Command::Run);
    desk.until_over();
    later(5);
    desk.app.tick();
    desk.app.close().unwrap();
    assert_eq!(home.text(), "# mine\n");
}

#[test]
fn a_broken_file_gives_what_it_can_and_is_put_aside_before_it_is_written() {
    let broken =
        "[[connection]]\nname = \"Good\"\nuser_pool = \"eu-west-1_Ab12Cd34E\"\n\n[[connection\nname = oops\n";
    let home = Home::with(broken);
    let mut desk = home.open();
    assert!(!desk.notices().is_empty(), "it is said that not all was understood");
    assert!(desk.app.connections.list().contains(&saved("Good")));
    desk.app.dispatch(Command::Connect(saved("Good")));
    assert_eq!(desk.app.form.draft.user_pool, "eu-west-1_Ab12Cd34E");
    desk.app.close().unwrap();
    assert_ne!(home.text(), broken);
    let aside: Vec<String> = fs::read_dir(home.0.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| *path != home.file())
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    assert_eq!(aside, [broken]);
}

#[test]
fn a_file_that_is_no_text_is_left_alone() {
    let home = Home::with([0xff, 0xfe, 0x00]);
    let mut desk = home.open();
    assert_eq!(desk.notices().len(), 1);
    desk.app.dispatch(Command::NewConnection);
    desk.app.close().unwrap();
    assert_eq!(fs::read(home.file()).unwrap(), [0xff, 0xfe, 0x00]);
}

#[test]
fn comments_and_keys_of_others_survive() {
    let home = Home::with("# about us\n[[connection]]\nname = \"A\" # first\ncolor = \"teal\"\n");
    let mut desk = home.open();
    desk.app.dispatch(Command::Connect(saved("A")));
    desk.app.form.draft.client = "1h57kf5cpq17m0eml12EXAMPLE".into();
    desk.app.form_changed();
    desk.app.close().unwrap();
    for kept in ["# about us", "# first", "color = \"teal\"", "1h57kf5cpq17m0eml12EXAMPLE"] {
        assert!(home.text().contains(kept), "{kept}: {}", home.text());
    }
}

#[test]
fn a_connection_can_be_renamed_and_deleted() {
    let home = Home::new();
    let mut desk = home.open();
    desk.app.dispatch(Command::NewConnection);
    desk.app.dispatch(Command::NewConnection);
    assert_eq!(desk.app.connections.list().len(), 3);
    desk.app.dispatch(Command::Rename("Unnamed connection".into()));
    assert_eq!(desk.notices().len(), 1, "two of the same name are refused in words");
    desk.app.dispatch(Command::Rename("  Production  ".into()));
    assert_eq!(desk.app.connections.label(), "Production");
    desk.app.dispatch(Command::Delete);
    assert!(desk.app.is_practice());
    desk.app.close().unwrap();
    assert!(!home.text().contains("Production"));
}

#[test]
fn a_folder_that_cannot_be_written_is_said_and_asked_again_at_the_end() {
    let home = Home::new();
    let mut desk = Desk::keeping(Some(home.0.path().join("sub").join("connections.toml")));
    fs::write(home.0.path().join("sub"), "in the way").unwrap();
    desk.app.dispatch(Command::NewConnection);
    later(1);
    desk.app.tick();
    assert!(desk.notices().iter().any(|said| said.starts_with("Connections could not be saved")));
    fs::remove_file(home.0.path().join("sub")).unwrap();
    desk.app.close().unwrap();
    assert!(home.0.path().join("sub").join("connections.toml").exists());
}

#[test]
fn what_is_no_request_to_an_api_is_not_kept() {
    let mut desk = Desk::keeping(None);
    desk.app.dispatch(Command::NewConnection);
    let keep = Command::Call(CallCommand::Keep("Pets".into()));
    let good = ApiDraft { url: "https://api.example.com/pets".into(), ..ApiDraft::default() };
    for (draft, why_not) in [
        (
            ApiDraft { url: "eyJhbGciOiJub25lIn0.eyJh.x".into(), ..good.clone() },
            "Put the address right first",
        ),
        (ApiDraft { url: "https://me:p/w@a.example".into(), ..good.clone() }, "Put the address right first"),
        (ApiDraft { method: "s3cret".into(), ..good.clone() }, "Put the method right first"),
        (ApiDraft { region: "a secret".into(), ..good.clone() }, "Put the region right first"),
    ] {
        desk.app.call.draft = draft;
        assert_eq!(desk.app.may(&keep), Err(why_not));
        desk.app.dispatch(keep.clone());
        assert_eq!(desk.app.kept_calls(), Vec::<&str>::new());
    }
    desk.app.call.draft = good;
    desk.app.dispatch(keep);
    assert_eq!(desk.app.kept_calls(), ["Pets"]);
}
