//! A notice: one sentence over everything else, with at most one thing to do about it.

use eframe::egui::{CornerRadius, Frame, Label, Margin, Response, RichText, Role, Stroke, Ui};

use super::button::Button;
use super::tone::Tone;
use crate::ui::theme::{ICON, RADIUS, Tokens, icons};

/// A bar that says what happened.
#[must_use = "show it"]
pub struct NoticeBar<'a> {
    tone: Tone,
    words: &'a str,
    action: Option<&'a str>,
}

/// What was pressed on a notice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoticeAction {
    /// The button.
    Act,
    /// The cross.
    Dismiss,
}

impl<'a> NoticeBar<'a> {
    /// A sentence in a tone.
    pub const fn new(tone: Tone, words: &'a str) -> Self {
        Self { tone, words, action: None }
    }

    /// The one thing that can be done about it.
    pub const fn action(mut self, label: &'a str) -> Self {
        self.action = Some(label);
        self
    }

    /// Draws it as wide as there is room; says what was pressed.
    pub fn show(self, ui: &mut Ui) -> Option<NoticeAction> {
        let Self { tone, words, action } = self;
        let t = Tokens::of(ui);
        let bar = Frame::new()
            .fill(tone.tint(t))
            .stroke(Stroke::new(1.0, tone.border(t)))
            .corner_radius(CornerRadius::same(RADIUS))
            .inner_margin(Margin::symmetric(12, 6))
            .show(ui, |ui| {
                eframe::egui::Sides::new().height(28.0).shrink_left().wrap().show(
                    ui,
                    |ui| {
                        ui.label(tone.icon().text(ICON).color(tone.ink(t)));
                        ui.add(Label::new(RichText::new(words).color(t.text)).wrap());
                    },
                    |ui| buttons(ui, action),
                )
            });
        announce(&bar.response, words);
        bar.inner.1
    }
}

fn buttons(ui: &mut Ui, action: Option<&str>) -> Option<NoticeAction> {
    let dismissed = ui.add(Button::icon_only(icons::X, "Dismiss")).clicked();
    let acted = action.is_some_and(|label| ui.add(Button::small(label)).clicked());
    if acted { Some(NoticeAction::Act) } else { dismissed.then_some(NoticeAction::Dismiss) }
}

/// A screen reader speaks it when it appears.
fn announce(response: &Response, words: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Status);
        node.set_label(words);
    });
}
