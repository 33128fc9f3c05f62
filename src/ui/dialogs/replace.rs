//! Asks before a file is replaced by the answer of an API.

use std::path::Path;

use eframe::egui::{Id, Label, RichText, Ui};

use crate::app::{CallCommand, Command};
use crate::ui::theme::{Tokens, icons, semibold};
use crate::ui::widgets::Button;

/// Draws the question.
pub(super) fn show(path: &Path, ui: &mut Ui, commands: &mut Vec<Command>) {
    let modal = super::modal(Id::unique("replace file"), ui).show(ui, |ui| {
        ui.set_width(420.0_f32.min(ui.content_rect().width() - 64.0));
        ui.label(RichText::new("Replace the file?").font(semibold(crate::ui::theme::TITLE)));
        let text = format!("{} is already there.", path.display());
        ui.add(Label::new(RichText::new(text).color(Tokens::of(ui).muted)).wrap());
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if ui.add(Button::primary("Replace").icon(icons::SAVE)).clicked() {
                let path = path.to_path_buf();
                commands.push(Command::CloseDialog);
                commands.push(Command::Call(CallCommand::Save { path, replaces: true }));
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
