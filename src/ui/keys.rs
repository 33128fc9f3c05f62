//! From keys to commands: the one table of [`Command::entries`], read in egui's terms.

use eframe::egui::{self, KeyboardShortcut, Modifiers};

use crate::app::{App, Command, Key, Shortcut};

/// Does what the keys of this frame ask for, whatever has the focus.
pub(super) fn handle(app: &mut App, ctx: &egui::Context) {
    if app.dialog.is_some() && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, egui::Key::Escape)) {
        app.dispatch(Command::CloseDialog);
    }
    let mut entries = Command::entries();
    // To egui, Shift+F5 is an F5 too: keys with Shift are looked for first.
    entries.sort_by_key(|entry| !entry.shortcut.is_some_and(|shortcut| shortcut.shift));
    for entry in entries {
        let Some(shortcut) = entry.shortcut.and_then(in_egui) else { continue };
        if ctx.input_mut(|input| input.consume_shortcut(&shortcut)) {
            app.dispatch(entry.command);
        }
    }
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
