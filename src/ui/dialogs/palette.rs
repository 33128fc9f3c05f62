//! The palette: every command by its name, found by typing, chosen by Enter.

use eframe::egui::Ui;

use crate::app::{App, Command, Entry, Shortcut};
use crate::explain::{Topic, TopicKind};
use crate::ui::widgets::{Palette, PaletteItem, PaletteOutcome};

/// Draws the palette near the top of the window.
pub(super) fn show(app: &App, palette: &mut Palette, ui: &mut Ui, commands: &mut Vec<Command>) {
    let mut entries = Command::entries();
    entries.retain(|entry| entry.command != Command::TogglePalette);
    let (asked, near) = to_look_up(palette.query());
    let guesses_begin = entries.len() + asked.len();
    entries.extend(asked.into_iter().chain(near).map(Entry::of_topic));
    let keys: Vec<_> =
        entries.iter().map(|entry| entry.shortcut.map(Shortcut::label).unwrap_or_default()).collect();
    let items: Vec<_> = entries
        .iter()
        .zip(&keys)
        .enumerate()
        .map(|(at, (entry, keys))| PaletteItem {
            is_guess: at >= guesses_begin,
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

/// Terms, calls and errors, to be found by their names; and what comes near what was typed. Pages are among the
/// commands. Nothing while next to nothing was typed: it would only be in the way.
fn to_look_up(query: &str) -> (Vec<Topic>, Vec<Topic>) {
    if query.chars().count() < LEAST {
        return (Vec::new(), Vec::new());
    }
    let asked = Topic::every().filter(|topic| topic.kind() != TopicKind::Page).collect();
    (asked, Topic::near(query))
}

/// Letters that have to be there before something is looked up.
const LEAST: usize = 4;
