//! The pieces of the window, used as a person uses them: by name, by keyboard, without a picture.
#![cfg(feature = "gui")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that breaks should break loudly"
)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Ui};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::Timestamp;
use poolwalk::flow::{Actor, StepState};
use poolwalk::secret::Secret;
use poolwalk::ui::theme;
use poolwalk::ui::widgets::{
    Button, Choice, Combo, Field, LaneHead, LaneRow, Lanes, Palette, PaletteItem, PaletteOutcome, SecretBuf,
    SecretField,
};

fn harness<'a>(draw: impl FnMut(&mut Ui) + 'a) -> Harness<'a> {
    Harness::builder().with_size([760.0, 640.0]).with_context_setup(theme::install).build_ui(draw)
}

const HEADS: [LaneHead<'_>; 2] = [
    LaneHead { actor: Actor::You, name: "You", id: "ada" },
    LaneHead { actor: Actor::UserPool, name: "User pool", id: "…_Practice1" },
];

const fn row(name: &str, state: StepState) -> LaneRow<'_> {
    let (back, status) = match state {
        StepState::Done => ("PASSWORD_VERIFIER", "200 · 38 ms"),
        StepState::Asking => ("", "waiting for you"),
        StepState::Ghost
        | StepState::Ready
        | StepState::UnderWay { .. }
        | StepState::Refused
        | StepState::Failed
        | StepState::Stopped => ("", ""),
    };
    LaneRow { name, gist: "for ada", back, status, state, to: Actor::UserPool }
}

const ROWS: [LaneRow<'_>; 3] = [
    row("InitiateAuth", StepState::Done),
    row("RespondToAuthChallenge", StepState::Asking),
    row("GetId", StepState::Ghost),
];

#[test]
fn steps_are_told_with_number_state_and_status() {
    let harness = harness(|ui| {
        Lanes::new(&HEADS, &ROWS, Timestamp::UNIX_EPOCH).selected(Some(1)).show(ui, |_| {});
    });
    let first = harness.get_by_role_and_label(Role::ListBoxOption, "Step 1, InitiateAuth, done, 200 · 38 ms");
    assert_eq!(first.accesskit_node().description().as_deref(), Some("for ada, PASSWORD_VERIFIER"));
    let second = harness.get_by_label("Step 2, RespondToAuthChallenge, waiting for you");
    assert_eq!(second.accesskit_node().is_selected(), Some(true));
    harness.get_by_label("Step 3, GetId, to come");
    harness.get_by_label("User pool …_Practice1");
}

#[test]
fn rows_are_picked_by_pointer_and_by_arrow_keys() {
    let picked = Rc::new(Cell::new(None));
    let seen = Rc::clone(&picked);
    let mut harness = harness(move |ui| {
        if let Some(row) =
            Lanes::new(&HEADS, &ROWS, Timestamp::UNIX_EPOCH).selected(seen.get()).show(ui, |_| {})
        {
            seen.set(Some(row));
        }
    });
    harness.get_by_label("Step 3, GetId, to come").click();
    harness.run();
    assert_eq!(picked.get(), Some(2));
    harness.key_press(Key::ArrowUp);
    harness.run();
    assert_eq!(picked.get(), Some(1), "the arrow keys go on from where the pointer was");

    harness.get_by_label_contains("Step 1").focus();
    harness.run();
    for (key, expected) in [
        (Key::ArrowDown, 1),
        (Key::ArrowDown, 2),
        (Key::ArrowDown, 2),
        (Key::Home, 0),
        (Key::End, 2),
        (Key::ArrowUp, 1),
    ] {
        harness.key_press(key);
        harness.run();
        assert_eq!(picked.get(), Some(expected), "{key:?}");
    }
    assert!(harness.get_by_label_contains("Step 2").accesskit_node().is_focused());
}

#[test]
fn a_card_opens_under_its_row_and_moves_the_ghosts_down() {
    let card_under = Rc::new(Cell::new(None));
    let seen = Rc::clone(&card_under);
    let mut harness = harness(move |ui| {
        Lanes::new(&HEADS, &ROWS, Timestamp::UNIX_EPOCH).card_under(seen.get()).show(ui, |ui| {
            let _ = ui.add(Button::primary("Answer"));
        });
    });
    harness.run();
    let top = |harness: &Harness<'_>, name: &str| harness.get_by_label_contains(name).rect().top();
    let before = top(&harness, "Step 3");
    card_under.set(Some(1));
    harness.run();
    let answer = harness.get_by_label("Answer").rect();
    assert!(answer.top() > harness.get_by_label_contains("Step 2").rect().bottom());
    assert!(top(&harness, "Step 3") > answer.bottom());
    card_under.set(None);
    harness.run();
    assert!((top(&harness, "Step 3") - before).abs() < 1.0);
}

#[test]
fn lanes_rest_unless_a_call_is_out() {
    let out = Rc::new(Cell::new(false));
    let seen = Rc::clone(&out);
    let mut harness = harness(move |ui| {
        let state =
            if seen.get() { StepState::UnderWay { since: Timestamp::UNIX_EPOCH } } else { StepState::Ghost };
        Lanes::new(&HEADS, &[row("InitiateAuth", state)], Timestamp::UNIX_EPOCH).show(ui, |_| {});
    });
    let next_frame = |harness: &Harness<'_>| {
        harness
            .output()
            .viewport_output
            .values()
            .map(|viewport| viewport.repaint_delay)
            .min()
            .expect("a viewport")
    };
    harness.run();
    assert!(next_frame(&harness).as_secs() > 60, "{:?}", next_frame(&harness));
    out.set(true);
    harness.run_steps(3);
    let millis = next_frame(&harness).as_millis();
    assert!((30..=40).contains(&millis), "{millis} ms");
    theme::set_reduced_motion(&harness.ctx, true);
    harness.run_steps(3);
    assert_eq!(next_frame(&harness).as_millis(), 100);
}

#[test]
fn a_password_is_neither_told_nor_undone() {
    let buf = Rc::new(RefCell::new(SecretBuf::default()));
    let seen = Rc::clone(&buf);
    let mut harness = harness(move |ui| {
        SecretField::new("New password").show(ui, &mut seen.borrow_mut());
    });
    harness.get_by_role_and_label(Role::PasswordInput, "New password").focus();
    harness.run();
    harness.get_by_role_and_label(Role::PasswordInput, "New password").type_text("hunter2");
    harness.run();
    assert_eq!(buf.borrow().secret(), Secret::from("hunter2"));
    assert_eq!(harness.get_by_label("New password").value().as_deref(), Some("•••••••"));

    buf.borrow_mut().wipe();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert!(buf.borrow().is_empty());
}

#[test]
fn revealing_is_a_button_and_leaves_nothing_to_undo() {
    let buf = Rc::new(RefCell::new(SecretBuf::default()));
    buf.borrow_mut().set(&Secret::from("hunter2"));
    let seen = Rc::clone(&buf);
    let mut harness = harness(move |ui| {
        SecretField::new("Client secret").show(ui, &mut seen.borrow_mut());
    });
    harness.get_by_label("Show client secret").click();
    harness.run();
    let field = harness.get_by_role_and_label(Role::TextInput, "Client secret");
    assert_eq!(field.value().as_deref(), Some("hunter2"));
    field.focus();
    harness.run();
    harness.get_by_label("Client secret").type_text("!");
    harness.run();
    buf.borrow_mut().wipe();
    harness.run();
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run();
    assert!(buf.borrow().is_empty());
}

#[test]
fn a_disabled_button_says_why_and_does_nothing() {
    let pressed = Rc::new(Cell::new(false));
    let seen = Rc::clone(&pressed);
    let mut harness = harness(move |ui| {
        if ui.add(Button::plain("Stop").unless(Some("Nothing is under way"))).clicked() {
            seen.set(true);
        }
    });
    let stop = harness.get_by_label("Stop");
    assert!(stop.accesskit_node().is_disabled());
    assert_eq!(stop.accesskit_node().description().as_deref(), Some("Nothing is under way"));
    stop.click();
    harness.run();
    assert!(!pressed.get());
}

#[test]
fn a_problem_is_told_with_its_field() {
    let harness = harness(|ui| {
        Field::new("App client")
            .problem(Some("This is a user pool ID"))
            .show(ui, &mut "eu-west-1_x".to_owned());
    });
    let field = harness.get_by_role_and_label(Role::TextInput, "App client");
    assert_eq!(field.accesskit_node().description().as_deref(), Some("This is a user pool ID"));
    assert!(harness.query_by_label("This is a user pool ID").is_some());
}

#[test]
fn a_choice_is_made_by_keyboard_alone() {
    let chosen = Rc::new(Cell::new(0));
    let seen = Rc::clone(&chosen);
    let mut harness = harness(move |ui| {
        let choices = ["Automatic", "SRP", "Password"].map(|label| Choice { label, detail: "" });
        if let Some(choice) = Combo::new("Sign-in flow").show(ui, &choices, Some(seen.get())) {
            seen.set(choice);
        }
    });
    assert_eq!(harness.get_by_label("Sign-in flow").value().as_deref(), Some("Automatic"));
    harness.get_by_role_and_label(Role::ComboBox, "Sign-in flow").focus();
    for key in [Key::Enter, Key::ArrowDown, Key::ArrowDown, Key::Enter] {
        harness.run();
        harness.key_press(key);
    }
    harness.run();
    assert_eq!(chosen.get(), 2);
    assert!(harness.query_by_role(Role::MenuItem).is_none(), "the list is closed");
}

#[test]
fn a_command_is_found_and_taken_by_keyboard_alone() {
    let outcome = Rc::new(Cell::new(PaletteOutcome::Open));
    let seen = Rc::clone(&outcome);
    let mut palette = Palette::default();
    let items = [
        ("Run", None),
        ("Stop", Some("Nothing is under way")),
        ("Copy all keys", None),
        ("Copy the token", None),
    ]
    .map(|(label, why_not)| PaletteItem { label, keys: "", why_not, is_guess: false });
    let mut harness = harness(move |ui| {
        if seen.get() == PaletteOutcome::Open {
            seen.set(palette.show(ui, &items));
        }
    });
    harness.run();
    harness.get_by_label("Search commands").type_text("stop");
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(outcome.get(), PaletteOutcome::Open, "what cannot be done is not taken");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.get_by_label("Search commands").type_text("copy");
    harness.run();
    harness.key_press(Key::ArrowDown);
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(outcome.get(), PaletteOutcome::Taken(3));
}

#[test]
fn the_palette_is_left_with_escape() {
    let outcome = Rc::new(Cell::new(PaletteOutcome::Open));
    let seen = Rc::clone(&outcome);
    let mut palette = Palette::default();
    let mut harness = harness(move |ui| {
        if seen.get() == PaletteOutcome::Open {
            seen.set(palette.show(ui, &[]));
        }
    });
    harness.run();
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(outcome.get(), PaletteOutcome::Left);
}
