//! From keys to commands: the one table of [`Command::entries`], read in egui's terms.

use eframe::egui::{self, KeyboardShortcut, Modifiers};

use crate::app::{App, Command, Key, Shortcut, Tour, Turn};

/// Does what the keys of this frame ask for, whatever has the focus. Under a dialog only what closes
/// it or the program: nothing is to happen behind it.
pub(super) fn handle(app: &mut App, ctx: &egui::Context) {
    if app.dialog.is_some() && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, egui::Key::Escape)) {
        app.dispatch(Command::CloseDialog);
    }
    if matches!(app.tour, Tour::At(_))
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, egui::Key::Escape))
    {
        app.dispatch(Command::Tour(Turn::End));
    }
    for entry in Command::entries() {
        let Some(shortcut) = entry.shortcut.and_then(in_egui) else { continue };
        let waits = app.dialog.is_some() && !works_under_dialogs(&entry.command);
        if pressed(ctx, shortcut) && !waits {
            app.dispatch(entry.command);
        }
    }
}

const fn works_under_dialogs(command: &Command) -> bool {
    matches!(command, Command::TogglePalette | Command::ToggleHelp | Command::ToggleTheme | Command::Quit)
}

/// Takes the key out of this frame's events; true when it went down. A key that is held down counts
/// once: a repeated F5 would sign in again and again.
fn pressed(ctx: &egui::Context, shortcut: KeyboardShortcut) -> bool {
    let mut pressed = false;
    ctx.input_mut(|input| {
        input.events.retain(|event| {
            let egui::Event::Key { key, pressed: true, repeat, modifiers, .. } = event else { return true };
            let asked = *key == shortcut.logical_key && modifiers.matches_exact(shortcut.modifiers);
            pressed |= asked && !repeat;
            !asked
        });
    });
    pressed
}

fn in_egui(shortcut: Shortcut) -> Option<KeyboardShortcut> {
    let key = match shortcut.key {
        Key::F(number) => egui::Key::from_name(&format!("F{number}"))?,
        Key::Char(letter) => egui::Key::from_name(&letter.to_string())?,
    };
    let ctrl = if shortcut.ctrl { Modifiers::COMMAND } else { Modifiers::NONE };
    let shift = if shortcut.shift { Modifiers::SHIFT } else { Modifiers::NONE };
    Some(KeyboardShortcut::new(ctrl | shift, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_is_one_of_eguis() {
        for entry in Command::entries() {
            assert!(entry.shortcut.is_none_or(|shortcut| in_egui(shortcut).is_some()), "{}", entry.label);
        }
    }
}
