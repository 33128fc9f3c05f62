//! The Call place: the request to one's own API above, the answers below.

use eframe::egui::{CentralPanel, Frame, Key, Modifiers, ScrollArea, Ui};

use crate::app::{App, CallCommand, Command};
use crate::ui::theme::Tokens;
use crate::ui::window::Drafts;

mod answer;
mod answers;
mod judged;
mod menus;
mod picture;
mod request;
mod signed;

pub(in crate::ui) use answer::ShownBody;
pub(in crate::ui) use picture::ShownPicture;
pub(in crate::ui) use request::Part;

/// Wider than this, a line would be too long to be read.
const WIDEST: f32 = 1120.0;

/// Why the request cannot be sent stands in the place already.
fn send_or_point_out(app: &App) -> CallCommand {
    match app.may(&Command::Call(CallCommand::Send)) {
        Ok(()) => CallCommand::Send,
        Err(_shown) => CallCommand::PointOut,
    }
}

/// Draws the place.
pub(in crate::ui) fn show(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    // Before the fields, which would take the key for a line break.
    if app.dialog.is_none() && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter)) {
        commands.push(Command::Call(send_or_point_out(app)));
    }
    let t = Tokens::of(ui);
    CentralPanel::default().frame(Frame::new().fill(t.bg)).show(ui, |ui| {
        ScrollArea::vertical().id_salt("call").auto_shrink(false).show(ui, |ui| {
            let width = (ui.available_width() - 48.0).min(WIDEST);
            let beside = ((ui.available_width() - width) / 2.0).floor();
            ui.horizontal_top(|ui| {
                ui.add_space(beside);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add_space(16.0);
                    ui.spacing_mut().item_spacing.y = 10.0;
                    request::show(app, drafts, ui, commands);
                    ui.add_space(2.0);
                    answers::show(app, drafts, ui, commands);
                    ui.add_space(24.0);
                });
            });
        });
    });
}
