//! Cards, the only things with a shadow, and what fills a place that is empty.

use eframe::egui::{
    CornerRadius, Frame, InnerResponse, Margin, Response, RichText, Shadow, Sides, Stroke, Ui,
};

use super::button::Button;
use super::tone::Tone;
use crate::ui::theme::{CARD_RADIUS, ICON, Icon, TEXT, Tokens, card_shadow, semibold};

/// A framed piece that stands for itself: a question, a failure.
#[must_use = "show it"]
pub struct Card<'a> {
    tone: Tone,
    title: Option<&'a str>,
    icon: Option<Icon>,
    flat: bool,
}

impl<'a> Card<'a> {
    /// A card with a border of this tone.
    pub const fn new(tone: Tone) -> Self {
        Self { tone, title: None, icon: None, flat: false }
    }

    /// A first line.
    pub const fn title(mut self, title: &'a str) -> Self {
        self.title = Some(title);
        self
    }

    /// An icon before the title, in the card's tone.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Without a shadow: a box within a panel.
    pub const fn flat(mut self) -> Self {
        self.flat = true;
        self
    }

    /// Draws the card, as wide as there is room. `corner` fills the right end of the title's line.
    pub fn show<R>(
        self,
        ui: &mut Ui,
        corner: impl FnOnce(&mut Ui),
        body: impl FnOnce(&mut Ui) -> R,
    ) -> InnerResponse<R> {
        let t = Tokens::of(ui);
        let Self { tone, title, icon, flat } = self;
        Frame::new()
            .fill(if flat { t.bg } else { t.panel })
            .stroke(Stroke::new(1.0, tone.border(t)))
            .corner_radius(CornerRadius::same(CARD_RADIUS))
            .shadow(if flat { Shadow::NONE } else { card_shadow(t) })
            .inner_margin(if flat { Margin::same(12) } else { Margin::same(16) })
            .show(ui, |ui| {
                ui.set_width(ui.available_width());
                if let Some(title) = title {
                    title_line(ui, title, icon.map(|icon| (icon, tone)), corner);
                }
                body(ui)
            })
    }
}

fn title_line(ui: &mut Ui, title: &str, icon: Option<(Icon, Tone)>, corner: impl FnOnce(&mut Ui)) {
    Sides::new().height(22.0).shrink_left().wrap().show(
        ui,
        |ui| {
            if let Some((icon, tone)) = icon {
                ui.label(icon.text(ICON).color(tone.ink(Tokens::of(ui))));
            }
            ui.label(RichText::new(title).font(semibold(TEXT + 1.0)));
        },
        corner,
    );
}

/// Fills an empty place: what will be there, and the button that brings it.
#[must_use = "show it"]
pub struct EmptyPlace<'a> {
    icon: Icon,
    sentence: &'a str,
    button: Option<Button<'a>>,
}

impl<'a> EmptyPlace<'a> {
    /// One sentence under an icon.
    pub const fn new(icon: Icon, sentence: &'a str) -> Self {
        Self { icon, sentence, button: None }
    }

    /// The button that fills the place.
    pub const fn button(mut self, button: Button<'a>) -> Self {
        self.button = Some(button);
        self
    }

    /// Draws it in the middle of the room there is; gives the button's response.
    pub fn show(self, ui: &mut Ui) -> Option<Response> {
        let t = Tokens::of(ui);
        let height = if self.button.is_some() { 128.0 } else { 76.0 };
        ui.vertical_centered(|ui| {
            ui.add_space(((ui.available_height() - height) / 2.5).clamp(16.0, 240.0));
            ui.label(self.icon.text(28.0).color(t.faint));
            ui.add_space(4.0);
            ui.scope(|ui| {
                ui.set_max_width(320.0_f32.min(ui.available_width()));
                ui.label(RichText::new(self.sentence).color(t.muted));
            });
            ui.add_space(8.0);
            self.button.map(|button| ui.add(button))
        })
        .inner
    }
}
