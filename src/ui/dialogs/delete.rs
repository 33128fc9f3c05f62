//! Asks before a connection is deleted.

use eframe::egui::{Id, RichText, Ui};

use crate::app::{App, Command};
use crate::ui::theme::{Tokens, icons, semibold};
use crate::ui::widgets::Button;

/// Draws the question.
pub(super) fn show(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let modal = super::modal(Id::unique("delete connection"), ui).show(ui, |ui| {
        ui.set_width(380.0);
        let title = format!("Delete “{}”?", app.connections.label());
        ui.label(RichText::new(title).font(semibold(crate::ui::theme::TITLE)));
        let text = "Its ids and settings are forgotten here. Nothing changes in AWS.";
        ui.label(RichText::new(text).color(Tokens::of(ui).muted));
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if ui.add(Button::primary("Delete").icon(icons::TRASH)).clicked() {
                commands.push(Command::Delete);
            }
            if ui.add(Button::plain("Keep it")).clicked() {
                commands.push(Command::CloseDialog);
            }
        });
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}
