//! The trust policy that a role should have, ready to be pasted.

use eframe::egui::{Id, Label, RichText, ScrollArea, Ui};

use crate::app::{Command, Copied};
use crate::handoff::TrustPolicy;
use crate::ui::theme::{CODE, TITLE, Tokens, mono, semibold};
use crate::ui::widgets::{self, Button, CopyButton};

/// Draws the policy.
pub(super) fn show(policy: &TrustPolicy, copied: &widgets::Copied, ui: &mut Ui, commands: &mut Vec<Command>) {
    let modal = super::modal(Id::unique("trust policy"), ui).show(ui, |ui| {
        ui.set_width(720.0_f32.min(ui.content_rect().width() - 64.0));
        ui.label(RichText::new("Trust policy of the role").font(semibold(TITLE)));
        ui.add_space(4.0);
        ui.label(RichText::new(policy.explained()).color(Tokens::of(ui).muted));
        ui.add_space(8.0);
        let height = (ui.content_rect().height() - 240.0).max(120.0);
        ScrollArea::both().max_height(height).show(ui, |ui| {
            ui.add(Label::new(RichText::new(policy.json()).font(mono(CODE))).selectable(true).extend());
        });
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let what = Copied::TrustPolicy.label();
            if ui.add(CopyButton::new(what, copied).label("Copy")).clicked() {
                commands.push(Command::Copy(Copied::TrustPolicy));
            }
            if ui.add(Button::plain("Close").shortcut("Esc")).clicked() {
                commands.push(Command::CloseDialog);
            }
        });
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}
