//! Through the app and its window: a whole walk, with a question on the way.

use std::io::Write as _;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use poolwalk::app::{CodeView, Command, Copied, Fold, HandOverCommand, Tab, TokenRef};
use poolwalk::flow::{Ending, ErrandKind};
use poolwalk::handoff::code::Language;
use poolwalk::handoff::{Format, Piece};
use poolwalk::secret::Secret;

use crate::room::{LARGE, Room};
use crate::server::{Server, answer};
use crate::stage::{Desk, draft};
use crate::{MARK, clean};

/// Asks a riddle, then hands out marked tokens and keys.
fn marked() -> Server {
    Server::new(|stream, request| {
        let operation = request.header("x-amz-target").unwrap_or("sts.GetCallerIdentity");
        let body = match operation.rsplit('.').next().unwrap() {
            "InitiateAuth" => {
                r#"{"ChallengeName":"RIDDLE","Session":"marked-session-of-more-than-twenty","ChallengeParameters":{"a":"b"}}"#
            }
            "RespondToAuthChallenge" => {
                r#"{"AuthenticationResult":{"IdToken":"e30.e30.marked-id","AccessToken":"marked-access",
                "RefreshToken":"marked-refresh","ExpiresIn":3600}}"#
            }
            "GetId" => r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c"}"#,
            "GetCredentialsForIdentity" => {
                r#"{"IdentityId":"eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c","Credentials":
                {"AccessKeyId":"ASIAX","SecretKey":"marked-key","SessionToken":"marked-token","Expiration":4.0E9}}"#
            }
            _ => {
                "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
            }
        };
        stream.write_all(answer(200, "", body).as_bytes()).is_ok()
    })
}

/// A window on a connection whose every secret is marked.
fn room(server: &Server, path: std::path::PathBuf) -> Room {
    let mut desk = Desk::keeping(Some(path));
    desk.app.dispatch(Command::NewConnection);
    desk.app.form.draft = draft(&server.url());
    desk.app.form.draft.client_secret = "marked-client-secret".into();
    desk.app.form.draft.password = "marked-password".into();
    desk.app.form.signer.secret_access_key = "marked-signer-key".into();
    desk.app.form.signer.session_token = "marked-signer-token".into();
    desk.app.form_changed();
    Room::of(desk, LARGE)
}

/// Everything of the app that can be printed, and everything that a screen reader could say.
fn look_around(room: &Room, whence: &str) {
    let app = room.app();
    clean(&format!("{:?} {:#?}", app.form, app.walk), whence);
    clean(&format!("{:?} {:?} {:?}", app.tokens, app.connections, app.notices), whence);
    clean(&format!("{:?} {:?}", app.copied, app.steps()), whence);
    clean(&room.spoken(), whence);
}

fn walk(room: &mut Room) {
    look_around(room, "before");
    room.key(Key::F5);
    room.until_asked();
    room.fill(Role::PasswordInput, "Value", "marked-answer");
    look_around(room, "asked");
    room.press("Answer");
    room.until_over();
}

#[test]
fn no_secret_of_a_walk_is_on_screen_or_in_debug_while_it_is_masked() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut room = room(&server, home.path().join("connections.toml"));
    walk(&mut room);
    let sent: String = server.received().iter().map(|request| request.body.clone()).collect();
    assert!(sent.contains("marked-password") && sent.contains("marked-answer"), "they were really sent");
    assert!(
        room.app().credentials().is_ok()
            && room.app().walk.as_ref().unwrap().ending() != Some(Ending::Stopped)
    );
    for step in 0..room.app().steps().len() {
        for tab in Tab::ALL {
            room.dispatch(Command::SelectStep(step));
            room.dispatch(Command::Inspect(tab));
            look_around(&room, &format!("step {step}, {}", tab.label()));
        }
    }
    for which in TokenRef::OF_WALK {
        room.dispatch(Command::OpenToken(which));
        look_around(&room, which.label());
    }
    room.dispatch(Command::OpenPasted("Bearer e30.e30.marked-pasted".into()));
    look_around(&room, "pasted");
    for command in [Command::TogglePalette, Command::ToggleHelp, Command::AskRename, Command::AskDelete] {
        room.dispatch(command);
        look_around(&room, "a dialog");
        room.dispatch(Command::CloseDialog);
    }
    room.dispatch(Command::Toggle(Fold::Form));
    look_around(&room, "at the end");
    room.dispatch(Command::Edit(poolwalk::flow::Field::Username));
    room.dispatch(Command::ToggleReveal);
    assert!(room.spoken().contains(MARK), "revealed, they are there to be seen");
    room.dispatch(Command::Go(poolwalk::app::Place::Call));
    look_around(&room, "what was revealed is masked at another place");
}

#[test]
fn no_secret_of_a_walk_is_saved_reported_or_said_in_a_notice() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let path = home.path().join("connections.toml");
    let mut room = room(&server, path.clone());
    walk(&mut room);
    room.dispatch(Command::Copy(Copied::Report));
    let (report, _) = room.board.last().unwrap();
    assert!(report.contains("RespondToAuthChallenge"), "{report}");
    clean(&report, "report");
    for what in [Copied::Request(0), Copied::Response(1)] {
        room.dispatch(Command::Copy(what));
        clean(&room.board.last().unwrap().0, "a masked exchange, copied");
    }
    room.dispatch(Command::Copy(Copied::SecretAccessKey));
    assert!(room.board.last().unwrap().0.contains(MARK), "the key itself is what was asked for");
    room.board.breaks();
    room.dispatch(Command::Copy(Copied::AllKeys));
    clean(&format!("{:?}", room.app().notices), "notices");
    room.window.state_mut().app.close().unwrap();
    for entry in std::fs::read_dir(home.path()).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(text.contains("1h57kf5cpq17m0eml12EXAMPLE"), "the connection was saved: {text}");
        clean(&text, "saved connections");
    }
}

#[test]
fn what_is_taken_along_is_masked_on_screen_and_on_disk_only_where_it_was_saved() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut room = room(&server, home.path().join("connections.toml"));
    walk(&mut room);
    room.dispatch(Command::HandOver(HandOverCommand::Api("https://a.example/prod".into())));
    room.dispatch(Command::HandOver(HandOverCommand::Open));
    for format in Format::ALL {
        room.dispatch(Command::HandOver(HandOverCommand::Choose(format)));
        // These tokens cannot be opened, so nobody knows when they are over.
        let is_known = format != Format::Value(Piece::TokensExpire);
        assert_eq!(room.app().rendered().is_ok(), is_known, "{}", format.label());
        look_around(&room, format.label());
        clean(&format!("{:?} {:?}", room.app().hand_over, room.app().rendered()), format.label());
    }
    room.dispatch(Command::HandOver(HandOverCommand::Choose(Format::EnvFile)));
    let file = home.path().join("asked.env");
    room.dispatch(Command::HandOver(HandOverCommand::Path(file.display().to_string())));
    room.dispatch(Command::HandOver(HandOverCommand::Save));
    assert!(std::fs::read_to_string(&file).unwrap().contains(MARK), "that one was asked for");
    look_around(&room, "saved");
    clean(&format!("{:?}", room.app().hand_over), "what is remembered to be sent again");
    for language in Language::ALL {
        for whole_walk in [false, true] {
            room.dispatch(Command::ShowCode(CodeView { language, whole_walk }));
            clean(&format!("{:?}", room.app().code()), language.label());
        }
    }
    room.window.state_mut().app.close().unwrap();
    std::fs::remove_file(&file).unwrap();
    for entry in std::fs::read_dir(home.path()).unwrap() {
        clean(&std::fs::read_to_string(entry.unwrap().path()).unwrap(), "beside it");
    }
}

/// Sends a code, takes it back, and tells of whoever is signed in.
fn account() -> Server {
    Server::new(|stream, request| {
        let operation = request.header("x-amz-target").unwrap_or_default();
        let body = match operation.rsplit('.').next().unwrap() {
            "ForgotPassword" => r#"{"CodeDeliveryDetails":{"Destination":"a***","DeliveryMedium":"EMAIL"}}"#,
            "ConfirmForgotPassword" => "{}",
            other => panic!("{other} was not expected"),
        };
        stream.write_all(answer(200, "", body).as_bytes()).is_ok()
    })
}

#[test]
fn no_code_or_password_of_an_errand_is_on_screen_reported_or_in_debug() {
    let (server, home) = (account(), tempfile::tempdir().unwrap());
    let mut room = room(&server, home.path().join("connections.toml"));
    room.dispatch(Command::Errand(ErrandKind::ForgotPassword));
    look_around(&room, "before the yes");
    room.press("Send the code");
    room.until(|room| room.says("Choose another password"));
    room.fill(Role::PasswordInput, "New password", "marked-new-password");
    look_around(&room, "while it is typed");
    room.fill(Role::TextInput, "Code from the message", "marked-code");
    room.press("Set the password");
    room.until_over();
    let sent: String = server.received().iter().map(|request| request.body.clone()).collect();
    for secret in ["marked-code", "marked-new-password"] {
        assert!(sent.contains(secret), "{secret} was really sent: {sent}");
    }
    assert!(sent.contains("SecretHash") && !sent.contains("marked-client-secret"));
    for tab in Tab::ALL {
        room.dispatch(Command::SelectStep(1));
        room.dispatch(Command::Inspect(tab));
        look_around(&room, tab.label());
    }
    room.dispatch(Command::Copy(Copied::Report));
    let (report, _) = room.board.last().unwrap();
    assert!(report.contains("ConfirmForgotPassword") && !report.contains("alice"), "{report}");
    clean(&report, "report");
    room.window.state_mut().app.close().unwrap();
    for entry in std::fs::read_dir(home.path()).unwrap() {
        clean(&std::fs::read_to_string(entry.unwrap().path()).unwrap(), "saved");
    }
}

#[test]
fn no_command_prints_the_secret_in_it() {
    let secret = || Secret::from("marked-in-a-command");
    let commands = [Command::OpenPasted(secret()), Command::Change(poolwalk::app::Change::Import(secret()))];
    clean(&format!("{commands:?}"), "commands");
}

#[test]
fn a_check_shows_nothing_of_a_secret_and_sends_it_nowhere() {
    let (server, home) = (marked(), tempfile::tempdir().unwrap());
    let mut room = room(&server, home.path().join("connections.toml"));
    room.dispatch(Command::Preflight);
    room.until_asked();
    look_around(&room, "a check that asks");
    room.press("Make a guest identity");
    room.until_over();
    look_around(&room, "a check that is over");
    clean(&format!("{:?}", room.app().findings()), "findings");
    room.dispatch(Command::Copy(Copied::Report));
    clean(&room.board.last().unwrap().0, "the report of a check");
    let sent: String = server.received().iter().map(|request| request.body.clone()).collect();
    assert!(sent.contains("SECRET_HASH"), "the client secret was made use of");
    clean(&sent, "what a check sends");
}
