//! Asks before a request that may change something is sent more than once.

use eframe::egui::{Id, Label, Modal, RichText, Ui};

use crate::app::{App, CallCommand, Command};
use crate::handoff::redact::{self, Show};
use crate::ui::theme::{CODE, TITLE, Tokens, icons, mono, semibold};
use crate::ui::widgets::Button;

/// Draws the question.
pub(super) fn show(app: &App, method: &str, ui: &mut Ui, commands: &mut Vec<Command>) {
    let modal = Modal::new(Id::unique("send each")).show(ui, |ui| {
        ui.set_width(420.0_f32.min(ui.content_rect().width() - 64.0));
        ui.label(RichText::new(format!("Send {method} in every way?")).font(semibold(TITLE)));
        let address = redact::url(app.call.draft.url.trim(), Show::Masked);
        ui.add(Label::new(RichText::new(address).font(mono(CODE))).wrap());
        let text = format!(
            "{method} may change something, and it is sent once for each way to authorize it: up to four times."
        );
        ui.add(Label::new(RichText::new(text).color(Tokens::of(ui).muted)).wrap());
        ui.add_space(12.0);
        ui.horizontal(|ui| {
            if ui.add(Button::primary("Send each").icon(icons::LIST_CHECKS)).clicked() {
                commands.push(Command::Call(CallCommand::TryAllAgreed));
            }
            if ui.add(Button::plain("Do not send")).clicked() {
                commands.push(Command::CloseDialog);
            }
        });
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}
