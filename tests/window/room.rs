//! The real window without a screen: found by role and name, driven by pointer and keys.

use std::sync::mpsc::Receiver;
use std::time::{Duration, Instant};

use eframe::egui::accesskit::Role;
use eframe::egui::{Key, Modifiers, Theme};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use poolwalk::app::{App, Command};
use poolwalk::flow::Ending;
use poolwalk::ui::Window;

use crate::stage::{Board, Desk, PATIENCE};

/// A window of an app, and all that is pretended around it.
pub(crate) struct Room {
    pub(crate) window: Harness<'static, Window>,
    pub(crate) board: Board,
    wake: Receiver<()>,
}

/// Wide enough for all three columns.
pub(crate) const LARGE: [f32; 2] = [1440.0, 900.0];

impl Room {
    pub(crate) fn new() -> Self {
        Self::of(Desk::new(), LARGE)
    }

    pub(crate) fn of(desk: Desk, size: [f32; 2]) -> Self {
        let Desk { app, board, wake } = desk;
        let window = Harness::builder()
            .with_size(size)
            .with_theme(Theme::Dark)
            .with_max_steps(32)
            .build_eframe(move |cc| Window::new(&cc.egui_ctx, app));
        let mut room = Self { window, board, wake };
        room.window.run();
        room
    }

    pub(crate) fn app(&self) -> &App {
        &self.window.state().app
    }

    /// Does what a command does, for the parts of a test that are not about how it is reached.
    pub(crate) fn dispatch(&mut self, command: Command) {
        self.window.state_mut().app.dispatch(command);
        self.window.run();
    }

    /// Draws until something holds.
    pub(crate) fn until(&mut self, holds: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.window.step();
            if holds(self) {
                self.window.run();
                return;
            }
            assert!(Instant::now() < deadline, "it never came to pass:\n{}", self.spoken());
            let _woken = self.wake.recv_timeout(Duration::from_millis(20));
        }
    }

    pub(crate) fn until_over(&mut self) -> Ending {
        self.until(|room| room.app().walk.as_ref().is_some_and(|walk| walk.ending().is_some()));
        self.app().walk.as_ref().unwrap().ending().unwrap()
    }

    pub(crate) fn until_asked(&mut self) {
        self.until(|room| room.app().walk.as_ref().is_some_and(|walk| walk.question().is_some()));
    }

    pub(crate) fn find<'a>(&'a self, role: Role, name: &'a str) -> Node<'a> {
        self.window.get_by_role_and_label(role, name)
    }

    pub(crate) fn has(&self, role: Role, name: &str) -> bool {
        self.window.query_by_role_and_label(role, name).is_some()
    }

    /// True when these words stand somewhere.
    pub(crate) fn says(&self, words: &str) -> bool {
        self.spoken().contains(words)
    }

    pub(crate) fn press(&mut self, name: &str) {
        self.find(Role::Button, name).click();
        self.window.run();
    }

    /// Presses a button that may be scrolled away, as a screen reader does.
    pub(crate) fn activate(&mut self, role: Role, name: &str) {
        self.find(role, name).click_accesskit();
        self.window.run();
    }

    pub(crate) fn choose(&mut self, combo: &str, choice: &str) {
        self.activate(Role::ComboBox, combo);
        let item = self
            .window
            .get_all_by_label_contains(choice)
            .find(|node| node.accesskit_node().role() != Role::ComboBox);
        item.unwrap().click_accesskit();
        self.window.run();
    }

    pub(crate) fn key(&mut self, key: Key) {
        self.key_with(Modifiers::NONE, key);
    }

    pub(crate) fn key_with(&mut self, modifiers: Modifiers, key: Key) {
        self.window.key_press_modifiers(modifiers, key);
        self.window.run();
    }

    /// Types into the field of that name, in place of what was there.
    pub(crate) fn fill(&mut self, role: Role, name: &str, text: &str) {
        self.find(role, name).focus();
        self.window.run();
        self.key_with(Modifiers::COMMAND, Key::A);
        self.type_text(text);
    }

    /// Types where the cursor is.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.window.event(eframe::egui::Event::Text(text.to_owned()));
        self.window.run();
    }

    /// Name of what has the focus.
    pub(crate) fn focused(&self) -> String {
        let focused = self.window.root().children_recursive().find(Node::is_focused);
        focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    /// Presses Tab until the focus is on something of that name.
    pub(crate) fn tab_to(&mut self, name: &str) {
        for _ in 0..80 {
            self.key(Key::Tab);
            if self.focused() == name {
                return;
            }
        }
        panic!("Tab never came to {name}; it is at {}", self.focused());
    }

    /// Everything that a screen reader could say.
    pub(crate) fn spoken(&self) -> String {
        let mut said = String::new();
        for node in self.window.root().children_recursive() {
            let node = node.accesskit_node();
            let parts =
                [node.label(), node.value(), node.description(), node.placeholder().map(str::to_owned)];
            for part in parts.into_iter().flatten() {
                said.push_str(&part);
                said.push('\n');
            }
        }
        said
    }
}
