//! Managed login in the window: its fields, the card while the browser is away, and what can be done afterwards.

use std::net::TcpListener;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use eframe::egui::accesskit::Role;
use poolwalk::app::{Change, Command, Copied, TokenRef};
use poolwalk::cognito::Way;
use poolwalk::engine::Opener;
use poolwalk::flow::{AfterBrowser, Ending};

use crate::room::{LARGE, Room};
use crate::stage::{Desk, later};
use crate::surfer::{Surfer, Visitor, wait_for_the_port};

static PORT: Mutex<()> = Mutex::new(());

fn port() -> MutexGuard<'static, ()> {
    let port = PORT.lock().unwrap_or_else(PoisonError::into_inner);
    wait_for_the_port();
    port
}

/// A window on the practice pool that signs in with the browser.
fn room(opener: Opener) -> Room {
    let mut room = Room::of(Desk::browsing(None, opener), LARGE);
    room.choose("Sign-in flow", "Managed login in the browser");
    room
}

/// A browser that stays where it is; what it was sent to.
fn idle() -> (Opener, Arc<Mutex<Vec<String>>>) {
    let opened = Arc::<Mutex<Vec<String>>>::default();
    let seen = Arc::clone(&opened);
    (
        Arc::new(move |address| {
            seen.lock().unwrap().push(address.to_owned());
            Ok(())
        }),
        opened,
    )
}

#[test]
fn the_form_asks_for_what_the_pages_need_and_for_nobody() {
    let mut room = Room::new();
    room.dispatch(Command::NewConnection);
    room.dispatch(Command::Change(Change::Way(Way::Browser)));
    for name in ["Domain of the login pages", "Redirect URL", "Identity provider"] {
        assert!(room.has(Role::TextInput, name), "{name}:\n{}", room.spoken());
    }
    assert!(!room.has(Role::PasswordInput, "Password"));
    let redirect = room.find(Role::TextInput, "Redirect URL").value();
    assert_eq!(redirect.as_deref(), Some("http://localhost:8765/callback"));
    room.activate(Role::Button, "Copy redirect URL");
    assert_eq!(room.board.last(), Some(("http://localhost:8765/callback".to_owned(), false)));
    room.fill(Role::TextInput, "User pool ID", "eu-west-1_Ab12Cd34E");
    room.fill(Role::TextInput, "Domain of the login pages", "my-app");
    room.fill(Role::TextInput, "Redirect URL", "https://app.example/callback");
    room.fill(Role::TextInput, "Identity provider", "Google");
    let domain = room.find(Role::TextInput, "Domain of the login pages").value();
    assert_eq!(domain.as_deref(), Some("https://my-app.auth.eu-west-1.amazoncognito.com"));
    assert!(room.says("Completed from my-app"), "{}", room.spoken());
    assert!(room.says("The browser comes back to this computer by http://"));
}

#[test]
fn a_sign_in_in_the_browser_walks_to_the_keys_and_what_follows_keeps_them() {
    let _port = port();
    let surfer = Arc::<Mutex<Surfer>>::default();
    let ada = Visitor::User("ada".to_owned(), "Practice-Ada-1".to_owned());
    let mut room = room(Arc::new(move |address| {
        surfer.lock().unwrap().surf(address, &ada);
        Ok(())
    }));
    assert!(room.says("On the page: ada with Practice-Ada-1"), "{}", room.spoken());
    room.press("Run");
    assert_eq!(room.until_over(), Ending::Finished);
    assert!(room.has(Role::Button, "Copy all"));
    for (what, said) in [
        (AfterBrowser::Refresh, "Fresh tokens are here"),
        (AfterBrowser::SignOut, "The browser has forgotten who signed in"),
        (AfterBrowser::Revoke, "The refresh token and the access tokens made from it work no more"),
    ] {
        room.dispatch(Command::AfterBrowser(what));
        if what == AfterBrowser::Revoke {
            assert!(room.says("Revoke the refresh token of this sign-in?"), "{}", room.spoken());
            room.press("Revoke the token");
        }
        assert_eq!(room.until_over(), Ending::Finished, "{what:?}");
        assert!(room.says(said), "{said}:\n{}", room.spoken());
        assert!(room.has(Role::Button, "Copy all"), "the keys stay");
        if what == AfterBrowser::Refresh {
            let changes = room.app().tokens.changes(TokenRef::Id).unwrap();
            assert!(!changes.differences.is_empty(), "what it changed is shown in the Tokens place");
        }
    }
    assert!(room.app().may(&Command::Copy(Copied::Token(TokenRef::Refresh))).is_err());
    let may = room.app().may(&Command::AfterBrowser(AfterBrowser::Refresh));
    assert_eq!(may, Err("There is no refresh token at hand"));
}

#[test]
fn a_sign_out_that_nobody_sees_the_end_of_is_not_said_to_have_worked() {
    let _port = port();
    let surfer = Arc::<Mutex<Surfer>>::default();
    let ada = Visitor::User("ada".to_owned(), "Practice-Ada-1".to_owned());
    let opener: Opener = Arc::new(move |address| {
        if !address.contains("/logout?") {
            surfer.lock().unwrap().surf(address, &ada);
        }
        Ok(())
    });
    let mut desk = Desk::browsing(None, opener);
    desk.app.dispatch(Command::Change(Change::Way(Way::Browser)));
    desk.app.form.draft.browser.sign_out_url = "https://app.example/bye".into();
    desk.app.dispatch(Command::Run);
    assert_eq!(desk.until_over(), Ending::Finished);
    desk.app.dispatch(Command::AfterBrowser(AfterBrowser::SignOut));
    assert_eq!(desk.until_over(), Ending::Finished);
    assert_eq!(desk.notices().last().map(String::as_str), Some("The browser was sent to the sign-out page"));
}

#[test]
fn a_page_that_never_comes_back_is_explained_and_can_be_stopped() {
    let _port = port();
    let (stays, opened) = idle();
    let mut room = room(stays);
    room.press("Run");
    room.until(|room| opened.lock().unwrap().len() == 1 && room.says("Sign in on the page in your browser"));
    assert!(room.says("Waiting for your browser…") && !room.says("redirect_mismatch"));
    let address = opened.lock().unwrap()[0].clone();
    let state = address.split("state=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    assert!(state.len() == 43 && !room.says(&state), "it is masked");
    room.press("Copy page address");
    assert_eq!(room.board.last(), Some((address.clone(), true)));
    later(20);
    room.until(|room| room.says("redirect_mismatch"));
    assert!(room.says("http://localhost:8765/callback has to be registered"));
    room.press("Open the page again");
    room.until(|_| opened.lock().unwrap().len() == 2);
    assert_eq!(opened.lock().unwrap()[1], address);
    room.dispatch(Command::Stop);
    assert_eq!(room.until_over(), Ending::Stopped);
    room.until(|_| TcpListener::bind(("127.0.0.1", 8765)).is_ok());
    assert!(room.says("You stopped waiting for the browser"), "{}", room.spoken());
}

#[test]
fn a_browser_that_does_not_open_and_a_port_that_is_taken_are_both_said() {
    let guard = port();
    let mut room = room(Arc::new(|_| Err("no browser was found".to_owned())));
    room.press("Run");
    room.until(|room| room.says("The browser did not open: no browser was found"));
    let mut second = self::room(idle().0);
    second.press("Run");
    assert_eq!(second.until_over(), Ending::Invalid);
    assert!(second.says("The browser could not come back to this computer"), "{}", second.spoken());
    assert!(second.says("Port 8765 is taken by another program"));
    room.dispatch(Command::Stop);
    assert_eq!(room.until_over(), Ending::Stopped);
    drop(guard);
}
