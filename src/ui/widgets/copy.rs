//! Copying: a button that says when it has copied, and the chips of the result bar.

use std::sync::Arc;
use std::time::Duration;

use eframe::egui::{
    Align2, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Widget, WidgetInfo, pos2, vec2,
};

use super::button::Button;
use super::paint::{at, line, lower_first, mono_line, put, whole_line};
use crate::secret::Secret;
use crate::ui::theme::{RADIUS, SMALL, SMALL_HEIGHT, Tokens, face, icons, mono};

/// How long a button says that it has copied, in seconds.
const FRESH_SECS: f64 = 1.5;

/// What was copied last, and when. The app keeps one and marks it; the buttons read it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Copied {
    last: Option<(String, f64)>,
}

impl Copied {
    /// Remembers what was copied, by the name of its button; `now_secs` is [`Ui::time`].
    pub fn mark(&mut self, what: &str, now_secs: f64) {
        self.last = Some((what.to_owned(), now_secs));
    }

    /// True for a moment after it was copied, letter case aside. Asks for the frame in which the moment is over.
    #[must_use]
    pub fn is_fresh(&self, ui: &Ui, what: &str) -> bool {
        let Some((_, when)) = self.last.as_ref().filter(|(last, _)| last.eq_ignore_ascii_case(what)) else {
            return false;
        };
        let left = FRESH_SECS - (ui.input(|input| input.time) - when);
        if left > 0.0 {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(left));
        }
        left > 0.0
    }
}

/// A button that copies: `what` completes “Copy …” and is what [`Copied`] is asked for.
#[must_use = "add it to a Ui"]
pub struct CopyButton<'a> {
    what: &'a str,
    label: Option<&'a str>,
    is_primary: bool,
    why_not: Option<&'a str>,
    copied: &'a Copied,
}

impl<'a> CopyButton<'a> {
    /// An icon alone.
    pub const fn new(what: &'a str, copied: &'a Copied) -> Self {
        Self { what, label: None, is_primary: false, why_not: None, copied }
    }

    /// A small button with a word on it.
    pub const fn label(mut self, label: &'a str) -> Self {
        self.label = Some(label);
        self
    }

    /// The one button of a place that is there to copy; it has a word on it.
    pub const fn primary(mut self) -> Self {
        self.is_primary = true;
        self
    }

    /// Disabled, when there is a reason.
    pub const fn unless(mut self, why_not: Option<&'a str>) -> Self {
        self.why_not = why_not;
        self
    }
}

impl Widget for CopyButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let fresh = self.copied.is_fresh(ui, self.what);
        let name = format!("Copy {}", lower_first(self.what));
        let icon = if fresh { icons::CHECK } else { icons::COPY };
        let response = match self.label {
            Some(label) => {
                let label = if fresh { "Copied" } else { label };
                let button = if self.is_primary { Button::primary(label) } else { Button::small(label) };
                ui.add(button.icon(icon).unless(self.why_not))
            }
            None if fresh => {
                let response = ui.add(Button::icon_only(icon, &name));
                tick(ui, response.rect);
                response
            }
            None => ui.add(Button::icon_only(icon, &name)),
        };
        let name = if fresh { format!("Copied {}", lower_first(self.what)) } else { name };
        response.accessible_name(name)
    }
}

/// Covers the gray icon with a check in the color of success.
fn tick(ui: &Ui, rect: Rect) {
    let t = Tokens::of(ui);
    icons::CHECK.paint(ui.painter(), rect.center(), (16.0, t.ok));
}

/// One of the keys in the result bar: label, value, copy.
#[must_use = "show it"]
pub struct KeyChip<'a> {
    label: &'a str,
    value: &'a Secret,
    shown: Shown,
    width: f32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Always,
    Masked,
    Revealed,
}

/// What was pressed on a [`KeyChip`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyChipAction {
    /// Copy the value.
    Copy,
    /// Show the value, or hide it.
    Reveal,
}

const CHIP_HEIGHT: f32 = 46.0;
const BULLETS: usize = 14;

impl<'a> KeyChip<'a> {
    /// A value that may be seen, like an access key id.
    pub const fn plain(label: &'a str, value: &'a Secret) -> Self {
        Self { label, value, shown: Shown::Always, width: 208.0 }
    }

    /// A value that is masked until it is revealed.
    pub const fn secret(label: &'a str, value: &'a Secret, revealed: bool) -> Self {
        let shown = if revealed { Shown::Revealed } else { Shown::Masked };
        Self { label, value, shown, width: 208.0 }
    }

    /// Another width.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws it; says what was pressed.
    pub fn show(self, ui: &mut Ui, copied: &Copied) -> Option<KeyChipAction> {
        let (rect, response) = ui.allocate_exact_size(vec2(self.width, CHIP_HEIGHT), Sense::hover());
        let buttons = if self.shown == Shown::Always { 1.0 } else { 2.0 };
        if ui.is_rect_visible(rect) {
            let room = self.width - 12.0 - buttons * SMALL_HEIGHT - 12.0;
            let value = self.value_line(ui, room);
            paint_chip(ui, rect, [whole_line(ui, self.label, face(SMALL - 0.5)), value]);
        }
        let spoken = if self.shown == Shown::Masked { "hidden" } else { self.value.expose() };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {spoken}", self.label)));
        if self.shown != Shown::Masked {
            response.on_hover_text(self.value.expose());
        }
        self.buttons(ui, rect, copied)
    }

    fn value_line(&self, ui: &Ui, room: f32) -> Arc<Galley> {
        match self.shown {
            Shown::Masked => line(ui, &"•".repeat(BULLETS), mono(SMALL), room),
            Shown::Always | Shown::Revealed => mono_line(ui, self.value.expose(), SMALL, room),
        }
    }

    fn buttons(&self, ui: &mut Ui, chip: Rect, copied: &Copied) -> Option<KeyChipAction> {
        let mut action = None;
        let mut slot = Align2::RIGHT_CENTER
            .anchor_size(pos2(chip.right() - 8.0, chip.center().y), vec2(SMALL_HEIGHT, SMALL_HEIGHT));
        let mut put_in =
            |ui: &mut Ui, place: Rect, which: KeyChipAction, button: &dyn Fn(&mut Ui) -> Response| {
                if at(ui, place, button).clicked() {
                    action = Some(which);
                }
            };
        put_in(ui, slot, KeyChipAction::Copy, &|ui| ui.add(CopyButton::new(self.label, copied)));
        slot = slot.translate(vec2(-SMALL_HEIGHT, 0.0));
        let (icon, verb) = match self.shown {
            Shown::Always => return action,
            Shown::Masked => (icons::EYE, "Show"),
            Shown::Revealed => (icons::EYE_OFF, "Hide"),
        };
        let name = format!("{verb} {}", lower_first(self.label));
        put_in(ui, slot, KeyChipAction::Reveal, &|ui| ui.add(Button::icon_only(icon, &name)));
        action
    }
}

fn paint_chip(ui: &Ui, rect: Rect, [label, value]: [Arc<Galley>; 2]) {
    let (t, painter) = (Tokens::of(ui), ui.painter());
    painter.rect(rect, RADIUS, t.raised, Stroke::new(1.0, t.line), StrokeKind::Inside);
    put(painter, pos2(rect.left() + 12.0, rect.top() + 15.0), label, t.muted);
    put(painter, pos2(rect.left() + 12.0, rect.bottom() - 15.0), value, t.text);
}
