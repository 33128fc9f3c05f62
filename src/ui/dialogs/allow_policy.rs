//! The statement that a policy of a role lacks, ready to be pasted.

use eframe::egui::{Id, Label, RichText, ScrollArea, Ui};

use crate::app::{AnswerPart, Command, Copied};
use crate::handoff::AllowPolicy;
use crate::ui::theme::{CODE, TITLE, Tokens, mono, semibold};
use crate::ui::widgets::{self, Button, CopyButton};

/// Draws the statement.
pub(super) fn show(policy: &AllowPolicy, copied: &widgets::Copied, ui: &mut Ui, commands: &mut Vec<Command>) {
    let modal = super::modal(Id::unique("allow policy"), ui).show(ui, |ui| {
        ui.set_width(720.0_f32.min(ui.content_rect().width() - 64.0));
        ui.label(RichText::new("Statement for the role’s policy").font(semibold(TITLE)));
        ui.add_space(4.0);
        let words = format!(
            "A permissions policy of the role has to allow {} on this resource. What its policies say today, nobody here has seen.",
            policy.action
        );
        ui.label(RichText::new(words).color(Tokens::of(ui).muted));
        ui.add_space(8.0);
        ScrollArea::both().max_height((ui.content_rect().height() - 240.0).max(120.0)).show(ui, |ui| {
            ui.add(Label::new(RichText::new(policy.json()).font(mono(CODE))).selectable(true).extend());
        });
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            let what = Copied::Answer(AnswerPart::AllowPolicy).label();
            if ui.add(CopyButton::new(what, copied).label("Copy")).clicked() {
                commands.push(Command::Copy(Copied::Answer(AnswerPart::AllowPolicy)));
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
