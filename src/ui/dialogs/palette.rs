//! The palette: every command by its name, found by typing, chosen by Enter.

use eframe::egui::{
    self, Align2, Button, Id, Key, Modal, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use crate::app::{App, Command, Entry, Shortcut};
use crate::ui::theme::{CONTROL_HEIGHT, SMALL, Tokens, face};

/// What was typed, and which line is chosen.
#[derive(Debug, Default)]
pub(in crate::ui) struct Search {
    text: String,
    chosen: usize,
    open: bool,
}

/// Draws the palette near the top of the window.
pub(super) fn show(app: &App, search: &mut Search, ui: &mut Ui, commands: &mut Vec<Command>) {
    let id = Id::unique("palette");
    let area = Modal::default_area(id).anchor(Align2::CENTER_TOP, vec2(0.0, 72.0));
    let modal = Modal::new(id).area(area).show(ui, |ui| {
        ui.set_width(480.0_f32.min(ui.content_rect().width() - 48.0));
        let field = TextEdit::singleline(&mut search.text)
            .hint_text("Search for a command")
            .desired_width(f32::INFINITY);
        let field = ui.add(field).accessible_name("Search for a command");
        if !search.open {
            search.open = true;
            field.request_focus();
        }
        if field.changed() {
            search.chosen = 0;
        }
        let found = find(&search.text);
        move_choice(ui, search, found.len());
        ui.add_space(4.0);
        list(app, (search, &found), ui, commands);
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}

/// Every word that was typed must be somewhere in the label or the help.
fn find(text: &str) -> Vec<Entry> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let mut found = Command::entries();
    found.retain(|entry| {
        let all = format!("{} {}", entry.label, entry.help).to_lowercase();
        entry.command != Command::TogglePalette && words.iter().all(|word| all.contains(word))
    });
    found
}

fn move_choice(ui: &Ui, search: &mut Search, count: usize) {
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::ArrowDown) {
        search.chosen = (search.chosen + 1).min(count.saturating_sub(1));
    }
    if pressed(Key::ArrowUp) {
        search.chosen = search.chosen.saturating_sub(1);
    }
}

fn list(app: &App, (search, found): (&Search, &[Entry]), ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    if found.is_empty() {
        ui.label(RichText::new("No command has these words").color(t.muted));
    }
    let entered = ui.input(|input| input.key_pressed(Key::Enter));
    let height = (ui.content_rect().height() - 180.0).max(120.0);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        for (at, entry) in found.iter().enumerate() {
            let chosen = at == search.chosen;
            let line = line(app, entry, chosen, ui);
            if chosen
                && ui.input(|input| input.key_pressed(Key::ArrowDown) || input.key_pressed(Key::ArrowUp))
            {
                line.scroll_to_me(None);
            }
            if line.clicked() || (entered && chosen) {
                commands.push(Command::CloseDialog);
                commands.push(entry.command.clone());
            }
        }
    });
}

fn line(app: &App, entry: &Entry, chosen: bool, ui: &mut Ui) -> egui::Response {
    let t = Tokens::of(ui);
    let reason = app.may(&entry.command).err();
    let help = RichText::new(reason.unwrap_or(entry.help)).font(face(SMALL)).color(t.faint);
    let color = if reason.is_some() { t.faint } else { t.text };
    let keys = entry.shortcut.map(Shortcut::label).unwrap_or_default();
    let button = Button::selectable(chosen, (RichText::new(&entry.label).color(color), help))
        .right_text(RichText::new(keys).font(face(SMALL)).color(t.muted))
        .truncate()
        .min_size(vec2(ui.available_width(), CONTROL_HEIGHT));
    ui.add(button).accessible_name(&entry.label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_order_and_case() {
        let labels =
            |text: &str| -> Vec<String> { find(text).into_iter().map(|entry| entry.label).collect() };
        assert_eq!(labels("KEYS all copy"), ["Copy all keys"]);
        assert_eq!(labels("srp use"), ["Use USER_SRP_AUTH", "Use ADMIN_NO_SRP_AUTH"]);
        assert!(labels("zebra").is_empty());
    }
}
