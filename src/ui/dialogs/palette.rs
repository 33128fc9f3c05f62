//! The palette: every command by its name, found by typing, chosen by Enter.

use eframe::egui::Ui;

use crate::app::{App, Command, Shortcut};
use crate::ui::widgets::{Palette, PaletteItem, PaletteOutcome};

/// Draws the palette near the top of the window.
pub(super) fn show(app: &App, palette: &mut Palette, ui: &mut Ui, commands: &mut Vec<Command>) {
    let mut entries = Command::entries();
    entries.retain(|entry| entry.command != Command::TogglePalette);
    let keys: Vec<_> =
        entries.iter().map(|entry| entry.shortcut.map(Shortcut::label).unwrap_or_default()).collect();
    let items: Vec<_> = entries
        .iter()
        .zip(&keys)
        .map(|(entry, keys)| PaletteItem {
            label: &entry.label,
            keys,
            why_not: app.may(&entry.command).err(),
        })
        .collect();
    match palette.show(ui, &items) {
        PaletteOutcome::Open => {}
        PaletteOutcome::Left => commands.push(Command::CloseDialog),
        PaletteOutcome::Taken(at) => {
            commands.push(Command::CloseDialog);
            commands.extend(entries.get(at).map(|entry| entry.command.clone()));
        }
    }
}
