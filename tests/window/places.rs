//! The rest of the window: connections and their form, Tokens, the palette, help, keys alone, sizes, themes.

use eframe::egui::accesskit::Role;
use eframe::egui::{Color32, Event, Key, Modifiers, Shape, Theme};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use poolwalk::app::{Command, Dialog, Fold, Place, Tab, TokenCommand, TokenRef, TokensView};
use poolwalk::cognito::Way;
use poolwalk::flow::Ending;

use crate::room::{LARGE, Room};
use crate::stage::{Desk, code, generous};

/// `{"alg":"none"}` and `{"sub":"me","exp":1700000000}`: nobody's token.
const TOKEN: &str = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJtZSIsImV4cCI6MTcwMDAwMDAwMH0.";

fn description(room: &Room, role: Role, name: &str) -> String {
    room.find(role, name).accesskit_node().description().unwrap_or_default()
}

#[test]
fn a_fresh_connection_is_empty_and_quiet_until_a_field_is_left() {
    let mut room = Room::new();
    room.key_with(Modifiers::COMMAND, Key::N);
    for name in ["User pool ID", "App client ID", "Region", "Identity pool ID", "Username"] {
        assert_eq!(room.find(Role::TextInput, name).value().unwrap_or_default(), "", "{name}");
        assert_eq!(description(&room, Role::TextInput, name), "", "{name}");
    }
    assert_eq!(room.focused(), "User pool ID", "the cursor is in the first field");
    assert!(!room.says("nothing leaves this computer"));
    room.type_text("pool");
    assert_eq!(description(&room, Role::TextInput, "User pool ID"), "", "nobody is told off while typing");
    room.key(Key::Tab);
    let words = "This is not a user pool ID; expected something like eu-west-1_Ab12Cd34E";
    assert_eq!(description(&room, Role::TextInput, "User pool ID"), words);
}

#[test]
fn an_id_in_the_wrong_field_is_offered_its_place() {
    let mut room = Room::new();
    room.dispatch(Command::NewConnection);
    room.fill(Role::TextInput, "App client ID", " eu-west-1_Ab12Cd34E ");
    room.press("Move it to “User pool ID”");
    assert_eq!(room.find(Role::TextInput, "User pool ID").value().as_deref(), Some("eu-west-1_Ab12Cd34E"));
    assert_eq!(room.find(Role::TextInput, "App client ID").value().unwrap_or_default(), "");
}

#[test]
fn run_with_an_empty_form_says_what_is_missing_and_sends_nothing() {
    let mut room = Room::new();
    room.dispatch(Command::NewConnection);
    room.key(Key::F5);
    assert!(room.app().walk.is_none());
    for name in ["App client ID", "Username"] {
        assert_eq!(description(&room, Role::TextInput, name), "This is empty");
    }
    assert_eq!(description(&room, Role::PasswordInput, "Password"), "This is empty");
}

#[test]
fn a_typed_connection_walks() {
    let server = generous();
    let mut room = Room::new();
    room.dispatch(Command::NewConnection);
    for (name, text) in [
        ("User pool ID", "eu-west-1_Ab12Cd34E"),
        ("App client ID", "1h57kf5cpq17m0eml12EXAMPLE"),
        ("Identity pool ID", "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c"),
        ("Username", "alice"),
    ] {
        room.fill(Role::TextInput, name, text);
    }
    room.fill(Role::PasswordInput, "Password", "Secret-1");
    room.choose("Sign-in flow", Way::UserPassword.label());
    room.window.get_by_label("More").click_accesskit();
    room.window.run();
    room.fill(Role::TextInput, "Endpoint", &server.url());
    room.key(Key::F5);
    assert_eq!(room.until_over(), Ending::Finished, "{}", room.spoken());
    assert_eq!(server.received()[0].json()["AuthParameters"]["PASSWORD"], "Secret-1");
}

#[test]
fn the_palette_finds_a_command_by_typing() {
    let mut room = Room::new();
    room.key_with(Modifiers::COMMAND, Key::K);
    assert_eq!(room.app().dialog, Some(Dialog::Palette));
    room.type_text("tokens go");
    room.key(Key::Enter);
    assert_eq!((room.app().place, room.app().dialog.clone()), (Place::Tokens, None));
    room.key_with(Modifiers::COMMAND, Key::K);
    room.type_text("step");
    room.key(Key::Escape);
    assert_eq!(room.app().dialog, None);
    room.key_with(Modifiers::COMMAND, Key::K);
    room.type_text("step");
    room.key(Key::Enter);
    room.until(|room| !room.app().is_busy());
    assert_eq!(room.app().steps().iter().filter(|step| step.performed.is_some()).count(), 1);
}

#[test]
fn the_palette_opens_over_a_field_with_the_cursor_in_it() {
    let mut room = Room::new();
    room.find(Role::TextInput, "User pool ID").focus();
    room.window.run();
    room.key_with(Modifiers::COMMAND, Key::K);
    assert_eq!(
        (room.focused().as_str(), room.app().dialog.clone()),
        ("Search commands", Some(Dialog::Palette))
    );
}

#[test]
fn what_the_palette_cannot_do_now_says_why() {
    let mut room = Room::new();
    room.key_with(Modifiers::COMMAND, Key::K);
    room.type_text("copy secret key");
    assert!(room.says("Copy secret key"));
    room.key(Key::Enter);
    assert!(room.says("No keys yet: run a walk to the end"));
    assert_eq!(room.board.last(), None);
}

#[test]
fn places_and_help_have_their_keys() {
    let mut room = Room::new();
    room.key_with(Modifiers::COMMAND, Key::Num2);
    assert_eq!(room.app().place, Place::Tokens);
    room.key_with(Modifiers::COMMAND, Key::Num1);
    assert_eq!(room.app().place, Place::Walk);
    room.key(Key::F1);
    assert!(room.says("Shift+F5") && room.says("Make one call and wait"));
    room.key(Key::Escape);
    assert_eq!(room.app().dialog, None);
}

#[test]
fn a_pasted_token_is_opened_whatever_stands_around_it() {
    for pasted in [TOKEN.to_owned(), format!("Bearer {TOKEN}"), format!("  Authorization: Bearer {TOKEN} \n")]
    {
        let mut room = Room::new();
        room.dispatch(Command::Go(Place::Tokens));
        room.find(Role::PasswordInput, "Paste a token").focus();
        room.window.run();
        room.window.event(eframe::egui::Event::Paste(pasted.clone()));
        room.window.run();
        assert!(room.says("sub, me"), "{pasted}: {}", room.spoken());
        assert!(room.says("2023"), "a time is shown as a date");
        assert!(room.says("not signed"), "decoded is not verified, and this one never will be");
        assert!(!room.says(TOKEN), "the token itself stays masked");
        room.press("Clear");
        assert!(!room.says("sub, me"));
    }
}

#[test]
fn what_is_no_token_is_said() {
    let mut room = Room::new();
    room.dispatch(Command::Go(Place::Tokens));
    for odd in ["hello", "a.b", "..", "eyJhbGciOiJub25lIn0.e30", "💧.💧.💧"] {
        room.find(Role::PasswordInput, "Paste a token").focus();
        room.window.run();
        room.window.event(eframe::egui::Event::Paste(odd.to_owned()));
        room.window.run();
        assert!(room.app().tokens.opened(TokenRef::Pasted).is_some(), "{odd}");
        room.press("Clear");
    }
}

#[test]
fn the_walks_tokens_are_claims_to_read() {
    let mut room = Room::new();
    room.key(Key::F5);
    room.until_over();
    room.dispatch(Command::OpenToken(TokenRef::Id));
    for words in ["cognito:username, ada", "token_use, id", "email, ada@example.com"] {
        assert!(room.says(words), "{words}: {}", room.spoken());
    }
    room.activate(Role::Tab, "Access");
    assert!(room.says("token_use, access"));
}

#[test]
fn the_walk_by_keyboard_alone() {
    let mut room = Room::new();
    room.tab_to("Username");
    room.key(Key::Enter);
    for _ in 0..3 {
        room.key(Key::ArrowDown);
    }
    room.key(Key::Enter);
    assert_eq!(room.app().form.draft.username, "hedy");
    room.tab_to("Run");
    room.key(Key::Enter);
    room.until_asked();
    let code = code(room.app());
    room.type_text(code.expose());
    room.key(Key::Enter);
    assert_eq!(room.until_over(), Ending::Finished);
    room.tab_to("Copy secret key");
    room.key(Key::Enter);
    assert!(room.board.last().is_some_and(|(_, sensitive)| sensitive));
}

#[test]
fn the_tokens_place_by_keyboard_alone() {
    let mut room = Room::new();
    room.tab_to("Tokens");
    room.key(Key::Enter);
    assert_eq!(room.app().place, Place::Tokens);
    room.tab_to("Paste a token");
    room.type_text(TOKEN);
    room.tab_to("Copy token");
    room.key(Key::Enter);
    assert_eq!(room.board.last(), Some((TOKEN.to_owned(), true)));
}

#[test]
fn connections_by_keyboard_alone() {
    let mut room = Room::new();
    room.tab_to("Practice pool");
    room.key(Key::Enter);
    room.tab_to("New connection");
    room.key(Key::Enter);
    assert!(!room.app().is_practice());
    assert!(!room.says("Delete connection"), "Enter closes the menu as a click does");
    room.key_with(Modifiers::COMMAND, Key::K);
    room.type_text("rename");
    room.key(Key::Enter);
    assert_eq!(room.focused(), "Name of this connection");
    room.key_with(Modifiers::COMMAND, Key::A);
    room.type_text("Staging");
    room.key(Key::Enter);
    assert_eq!(room.app().connections.label(), "Staging");
}

/// Buttons and fields that stick out of the window to the side, where nobody can scroll.
fn sticking_out(room: &Room, width: f32) -> Vec<String> {
    let reachable = [Role::Button, Role::TextInput, Role::PasswordInput, Role::ComboBox, Role::Tab];
    let nodes = room.window.root().children_recursive();
    nodes
        .filter(|node| {
            reachable.contains(&node.accesskit_node().role()) && !node.accesskit_node().is_hidden()
        })
        .filter(|node| node.rect().right() > width + 0.5 || node.rect().left() < -0.5)
        .map(|node| format!("{:?} {:?}", node.accesskit_node().label(), node.rect()))
        .collect()
}

fn everywhere(room: &mut Room, size: [f32; 2]) {
    let fits = |room: &Room, what: &str| assert_eq!(sticking_out(room, size[0]), [""; 0], "{size:?}, {what}");
    fits(room, "at first");
    room.key(Key::F5);
    room.until_over();
    fits(room, "with keys");
    for tab in Tab::ALL {
        room.dispatch(Command::SelectStep(1));
        room.dispatch(Command::Inspect(tab));
        fits(room, tab.label());
    }
    room.dispatch(Command::Toggle(Fold::Form));
    room.dispatch(Command::Toggle(Fold::Inbox));
    fits(room, "form and inbox");
    for dialog in [Command::TogglePalette, Command::ToggleHelp] {
        room.dispatch(dialog);
        fits(room, "a dialog");
        room.key(Key::Escape);
    }
    room.dispatch(Command::OpenToken(TokenRef::Id));
    fits(room, "tokens");
    room.dispatch(Command::Tokens(TokenCommand::Verify(TokenRef::Access)));
    room.until(|room| room.app().checked(TokenRef::Access).is_some());
    for view in [TokensView::One, TokensView::Beside, TokensView::Compare] {
        room.dispatch(Command::Tokens(TokenCommand::View(view)));
        fits(room, "tokens in another way");
    }
    room.dispatch(Command::NewConnection);
    room.dispatch(Command::Run);
    fits(room, "everything missing");
    for dialog in [Command::AskRename, Command::AskDelete] {
        room.dispatch(dialog);
        fits(room, "a dialog");
        room.key(Key::Escape);
    }
}

#[test]
fn everything_fits_in_a_narrow_window() {
    everywhere(&mut Room::of(Desk::new(), [720.0, 480.0]), [720.0, 480.0]);
}

#[test]
fn everything_fits_in_a_middling_window() {
    everywhere(&mut Room::of(Desk::new(), [900.0, 600.0]), [900.0, 600.0]);
}

#[test]
fn everything_fits_in_a_large_window() {
    everywhere(&mut Room::of(Desk::new(), LARGE), LARGE);
}

/// Every ink of the texts of the last frame.
fn inks(room: &Room) -> Vec<Color32> {
    fn of(shape: &Shape, found: &mut Vec<Color32>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| of(shape, found)),
            Shape::Text(text) => {
                let sections = text.galley.job.sections.iter().map(|section| section.format.color);
                found.extend(
                    sections.map(|ink| if ink == Color32::PLACEHOLDER { text.fallback_color } else { ink }),
                );
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    room.window.output().shapes.iter().for_each(|clipped| of(&clipped.shape, &mut found));
    found
}

#[test]
fn the_theme_is_another_in_the_very_frame_of_the_key() {
    let mut room = Room::new();
    let dark = inks(&room);
    let modifiers = Modifiers::COMMAND;
    room.window.event(Event::Key {
        key: Key::T,
        physical_key: None,
        pressed: true,
        repeat: false,
        modifiers,
    });
    room.window.step();
    assert_eq!(room.window.ctx.theme(), Theme::Light);
    let light = inks(&room);
    assert!(light.len() > 50, "{}", light.len());
    let left: Vec<_> = light.iter().filter(|ink| dark.contains(ink)).collect();
    assert!(left.is_empty(), "inks of the other theme: {left:?}");
}

#[test]
fn everything_fits_in_a_larger_window_with_the_light_theme() {
    let mut room = Room::of(Desk::new(), [1600.0, 1000.0]);
    room.key_with(Modifiers::COMMAND, Key::T);
    room.window.run();
    assert_eq!(room.window.ctx.theme(), Theme::Light);
    everywhere(&mut room, [1600.0, 1000.0]);
    room.key_with(Modifiers::COMMAND, Key::T);
    room.window.run();
    assert_eq!(room.window.ctx.theme(), Theme::Dark);
}
