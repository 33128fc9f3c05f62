//! Asks for a connection's new name.

use eframe::egui::{Id, Key, RichText, TextEdit, Ui};

use crate::app::{App, Command};
use crate::ui::theme::{TITLE, semibold};
use crate::ui::widgets::Button;

/// Draws the question. `name` is none until the dialog opens.
pub(super) fn show(app: &App, name: &mut Option<String>, ui: &mut Ui, commands: &mut Vec<Command>) {
    let opened = name.is_none();
    let name = name.get_or_insert_with(|| app.connections.label().to_owned());
    let modal = super::modal(Id::unique("rename connection"), ui).show(ui, |ui| {
        ui.set_width(340.0);
        let title = ui.label(RichText::new("Name of this connection").font(semibold(TITLE)));
        ui.add_space(8.0);
        let field = ui.add(TextEdit::singleline(name).desired_width(f32::INFINITY)).labelled_by(title.id);
        if opened {
            field.request_focus();
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if ui.add(Button::primary("Rename")).clicked() || entered {
                commands.push(Command::Rename(name.clone()));
            }
            if ui.add(Button::plain("Cancel")).clicked() {
                commands.push(Command::CloseDialog);
            }
        });
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}
