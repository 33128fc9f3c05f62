//! The one list of commands: what may be done now, and what is said when it may not. Copying.

use poolwalk::app::{App, Change, Command, Copied, Dialog, Fold, Place, TokenRef};
use poolwalk::flow::Ending;

use crate::stage::{Desk, later};

/// Each entry does what `may` says: acts in silence, or says exactly that reason and does nothing.
fn agree(desk: &mut Desk) {
    for entry in Command::entries() {
        later(60);
        desk.app.tick();
        let shown =
            |app: &App| (app.place, app.walk.is_some(), app.dialog.clone(), app.connections.list().len());
        let (may, before) = (desk.app.may(&entry.command), shown(&desk.app));
        desk.app.dispatch(entry.command.clone());
        match may {
            Ok(()) => assert!(
                !desk.notices().iter().any(|said| desk.app.may(&entry.command).err() == Some(said)),
                "{}: {:?}",
                entry.label,
                desk.notices()
            ),
            Err(reason) => {
                assert_eq!(desk.notices(), [reason], "{}", entry.label);
                assert_eq!(shown(&desk.app), before, "{}", entry.label);
            }
        }
        desk.app.dispatch(Command::CloseDialog);
        desk.until(|app| !app.is_busy());
    }
}

#[test]
fn every_command_does_what_is_said_of_it() {
    let mut desk = Desk::new();
    agree(&mut desk);
    desk.app.dispatch(Command::NewConnection);
    agree(&mut desk);
}

#[test]
fn every_command_does_what_is_said_of_it_while_cognito_asks() {
    for entry in Command::entries() {
        let asking = [Command::Run, Command::Step];
        if !asking.contains(&entry.command) {
            continue;
        }
        let mut desk = Desk::new();
        desk.as_user("grace");
        desk.app.dispatch(Command::Run);
        desk.until_asked();
        assert!(desk.app.may(&entry.command).is_err(), "{}", entry.label);
        assert!(desk.app.may(&Command::Answer).is_ok() && desk.app.may(&Command::Stop).is_ok());
    }
}

#[test]
fn the_palette_closes_when_something_was_chosen() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::TogglePalette);
    assert_eq!(desk.app.dialog, Some(Dialog::Palette));
    desk.app.dispatch(Command::Go(Place::Tokens));
    assert_eq!((desk.app.dialog.clone(), desk.app.place), (None, Place::Tokens));
    desk.app.dispatch(Command::ToggleHelp);
    desk.app.dispatch(Command::ToggleHelp);
    assert_eq!(desk.app.dialog, None);
}

#[test]
fn copying_what_is_not_there_says_why() {
    let mut desk = Desk::new();
    for (what, reason) in [
        (Copied::AllKeys, "No keys yet: run a walk to the end"),
        (Copied::SecretAccessKey, "No keys yet: run a walk to the end"),
        (Copied::Token(TokenRef::Id), "No such token yet: run a walk, or paste one"),
        (Copied::Report, "No walk has begun"),
    ] {
        later(60);
        desk.app.tick();
        desk.app.dispatch(Command::Copy(what));
        assert_eq!(desk.notices(), [reason]);
    }
    assert_eq!(desk.board.last(), None);
}

#[test]
fn copies_are_exact_and_secrets_stay_out_of_histories() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    let keys = desk.app.credentials().unwrap().clone();
    let tokens = desk.app.walk.as_ref().unwrap().haul().tokens.clone().unwrap();
    let token = keys.session_token.as_ref().unwrap().expose().to_owned();
    let secret = keys.secret_access_key.expose().to_owned();
    for (what, text, sensitive) in [
        (Copied::AccessKeyId, keys.access_key_id.clone(), false),
        (Copied::SecretAccessKey, secret.clone(), true),
        (Copied::SessionToken, token.clone(), true),
        (Copied::Token(TokenRef::Id), tokens.id.unwrap().expose().to_owned(), true),
        (Copied::Token(TokenRef::Access), tokens.access.unwrap().expose().to_owned(), true),
        (Copied::Token(TokenRef::Refresh), tokens.refresh.unwrap().expose().to_owned(), true),
    ] {
        desk.app.dispatch(Command::Copy(what.clone()));
        assert_eq!(desk.board.last(), Some((text, sensitive)), "{what:?}");
        assert!(desk.app.just_copied(&what));
    }
    desk.app.dispatch(Command::Copy(Copied::AllKeys));
    let (all, sensitive) = desk.board.last().unwrap();
    assert!(sensitive);
    for part in [keys.access_key_id.as_str(), &secret, &token, "eu-west-1"] {
        assert!(all.contains(part), "{all}");
    }
    later(3);
    desk.app.tick();
    assert!(!desk.app.just_copied(&Copied::AllKeys), "a Copy button says it for a moment only");

    desk.app.dispatch(Command::Copy(Copied::Report));
    let (report, _) = desk.board.last().unwrap();
    assert!(report.contains("GetCredentialsForIdentity"), "{report}");
    assert!(!report.contains(&secret) && !report.contains(&token));
}

#[test]
fn a_clipboard_that_is_not_there_is_told_without_the_secret() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::Run);
    desk.until_over();
    desk.board.breaks();
    desk.app.dispatch(Command::Copy(Copied::SecretAccessKey));
    assert_eq!(desk.notices(), ["The secret key could not be copied: There is no clipboard here"]);
    assert!(!desk.app.just_copied(&Copied::SecretAccessKey));
}

#[test]
fn resetting_the_practice_pool_puts_its_users_back() {
    let mut desk = Desk::new();
    desk.as_user("grace");
    for _ in 0..2 {
        desk.app.dispatch(Command::Run);
        desk.until_asked();
        desk.type_answer("NEW_PASSWORD", &"Chosen-by-Grace-1".into());
        desk.type_answer("userAttributes.given_name", &"Grace".into());
        desk.app.dispatch(Command::Answer);
        assert_eq!(desk.until_over(), Ending::Finished);
        desk.app.dispatch(Command::ResetPractice);
        assert!(desk.app.walk.is_none());
        desk.as_user("grace");
    }
    desk.app.dispatch(Command::Toggle(Fold::Inbox));
    assert!(desk.app.is_open(Fold::Inbox));
}

#[test]
fn what_only_practice_has_is_not_offered_elsewhere() {
    let mut desk = Desk::new();
    desk.app.dispatch(Command::NewConnection);
    for command in
        [Command::ResetPractice, Command::Toggle(Fold::Inbox), Command::Change(Change::PracticeUser(0))]
    {
        assert_eq!(desk.app.may(&command), Err("Only in the practice pool"));
    }
    assert!(desk.app.may(&Command::Delete).is_ok());
}
