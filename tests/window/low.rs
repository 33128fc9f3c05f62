//! The form on a low window: what is known to be right makes room for who signs in, and what is not stays in sight.

use std::fs;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::NodeT as _;
use poolwalk::app::{Change, Command, ConnectionRef};
use poolwalk::flow::{Ending, Field};
use tempfile::TempDir;

use crate::room::{LARGE, Room};
use crate::stage::Desk;

const LOW: [f32; 2] = [900.0, 600.0];
const PRACTICE: &str = "Unfold eu-west-1_Practice1 · Public app";

/// True when the control is there and stands above the buttons under the form.
fn in_sight(room: &Room, role: Role, name: &str) -> bool {
    let run = room.find(Role::Button, "Run").rect();
    room.find(role, name).rect().bottom() <= run.top()
}

#[test]
fn who_signs_in_is_in_sight_and_the_ids_are_one_press_away() {
    let mut room = Room::of(Desk::new(), LOW);
    assert!(in_sight(&room, Role::ComboBox, "Username") && in_sight(&room, Role::PasswordInput, "Password"));
    assert!(!room.has(Role::TextInput, "User pool ID"));
    room.press(PRACTICE);
    room.choose("App client", "SRP only");
    room.press("Fold eu-west-1_Practice1 · SRP only");
    assert!(!room.has(Role::ComboBox, "App client"));
    room.press("Run");
    assert_eq!(room.until_over(), Ending::Finished);
    let large = Room::of(Desk::new(), LARGE);
    assert!(large.has(Role::TextInput, "User pool ID") && !large.has(Role::Button, PRACTICE));
}

#[test]
fn a_field_that_is_pointed_at_is_unfolded_and_stays() {
    let mut room = Room::of(Desk::new(), LOW);
    room.dispatch(Command::Edit(Field::ClientSecret));
    assert_eq!(room.focused(), "Client secret");
    room.type_text("a secret that this client has not");
    assert_eq!(room.focused(), "Client secret", "{}", room.spoken());
}

#[test]
fn what_is_wrong_is_never_folded_away_and_not_with_the_last_letter_of_its_mending() {
    let mut room = Room::of(Desk::new(), LOW);
    room.window.state_mut().app.form.draft.region = "eu-west-9x".to_owned();
    room.dispatch(Command::Change(Change::Leave(Field::Region)));
    assert!(room.has(Role::TextInput, "Region") && !room.has(Role::Button, PRACTICE));
    room.fill(Role::TextInput, "Region", "eu-west-1");
    assert_eq!(room.focused(), "Region");
    assert!(room.has(Role::TextInput, "Region"), "it is folded by a press alone");
}

#[test]
fn of_saved_connections_the_whole_ones_are_folded() {
    let home = TempDir::new().unwrap();
    let path = home.path().join("connections.toml");
    let ids = "region = \"eu-west-1\"\nuser_pool = \"eu-west-1_Ab12Cd34E\"\nclient = \"1h57kf5cpq17m0eml12EXAMPLE\"\n";
    let text = format!(
        "[[connection]]\nname = \"Whole\"\n{ids}\n[[connection]]\nname = \"Secret\"\n{ids}client_has_secret = true\n\
         [[connection]]\nname = \"Half\"\nuser_pool = \"eu-west-1_Ab12Cd34E\"\n"
    );
    fs::write(&path, text).unwrap();
    let mut room = Room::of(Desk::keeping(Some(path)), LOW);
    for (name, folded) in [("Whole", true), ("Secret", false), ("Half", false), ("Whole", true)] {
        room.dispatch(Command::Connect(ConnectionRef::Saved(name.to_owned())));
        assert_eq!(room.has(Role::TextInput, "User pool ID"), !folded, "{name}: {}", room.spoken());
        assert_eq!(room.says("Unfold eu-west-1_Ab12Cd34E · 1h57kf5cpq17m0eml12EXAMPLE"), folded, "{name}");
    }
    room.dispatch(Command::NewConnection);
    assert_eq!(room.focused(), "User pool ID");
    room.fill(Role::TextInput, "User pool ID", "eu-west-1_Ab12Cd34E");
    room.fill(Role::TextInput, "App client ID", "1h57kf5cpq17m0eml12EXAMPLE");
    assert!(room.has(Role::TextInput, "App client ID"), "what is being typed stays");
    assert!(room.find(Role::TextInput, "App client ID").accesskit_node().is_focused());
}
