//! Every key that works everywhere, from the one table of commands.

use eframe::egui::{Grid, Id, RichText, ScrollArea, Ui};

use crate::app::{Command, Shortcut};
use crate::ui::theme::{CODE, TITLE, Tokens, mono, semibold};
use crate::ui::widgets::Button;

/// Draws the table.
pub(super) fn show(ui: &mut Ui, commands: &mut Vec<Command>) {
    let modal = super::modal(Id::unique("keys"), ui).show(ui, |ui| {
        ui.set_width(460.0);
        ui.label(RichText::new("Keys").font(semibold(TITLE)));
        ui.add_space(8.0);
        let height = (ui.content_rect().height() - 180.0).max(120.0);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            Grid::new("keys").num_columns(3).spacing([20.0, 6.0]).show(ui, table);
        });
        ui.add_space(12.0);
        let words = "Tab moves between fields and buttons, the arrow keys between steps.";
        ui.label(RichText::new(words).color(Tokens::of(ui).muted));
        ui.add_space(8.0);
        if ui.add(Button::plain("Close").shortcut("Esc")).clicked() {
            commands.push(Command::CloseDialog);
        }
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}

fn table(ui: &mut Ui) {
    let muted = Tokens::of(ui).muted;
    for entry in Command::entries() {
        let Some(keys) = entry.shortcut.map(Shortcut::label) else { continue };
        ui.label(RichText::new(keys).font(mono(CODE)));
        ui.label(entry.label);
        ui.label(RichText::new(entry.help).color(muted));
        ui.end_row();
    }
}
