//! What opens over the window, one file each.

mod allow_policy;
mod delete;
mod hand_over;
mod help;
mod learn;
mod palette;
mod rename;
mod replace;
mod send_each;
mod trust_policy;

use eframe::egui::{Frame, Id, Modal, Ui};

pub(super) use learn::Learn;

use super::window::Drafts;
use crate::app::{App, Command, Dialog};

/// Draws whatever dialog is open.
pub(super) fn show(app: &App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    match &app.dialog {
        None => drafts.forget_dialogs(),
        Some(Dialog::Palette) => palette::show(app, &mut drafts.palette, ui, commands),
        Some(Dialog::Help) => help::show(ui, commands),
        Some(Dialog::Rename) => rename::show(app, &mut drafts.name, ui, commands),
        Some(Dialog::Learn(topic)) => learn::show(app, *topic, &mut drafts.learn, (ui, commands)),
        Some(Dialog::HandOver) => hand_over::show(app, &drafts.copied, ui, commands),
        Some(Dialog::Delete) => delete::show(app, ui, commands),
        Some(Dialog::AllowPolicy(policy)) => allow_policy::show(policy, &drafts.copied, ui, commands),
        Some(Dialog::SendEach(method)) => send_each::show(app, method, ui, commands),
        Some(Dialog::Replace(path)) => replace::show(path, ui, commands),
        Some(Dialog::TrustPolicy(policy)) => trust_policy::show(policy, &drafts.copied, ui, commands),
    }
}

/// A dialog with room around what is in it; by itself it would have that of a menu.
fn modal(id: Id, ui: &Ui) -> Modal {
    Modal::new(id).frame(Frame::popup(ui.style()).inner_margin(ui.spacing().window_margin))
}
