//! Time that runs out: a ring for a code, a pill for keys and questions.

use std::time::Duration;

use eframe::egui::{Response, Role, Sense, Shape, Stroke, Ui, Widget, WidgetInfo, vec2};
use jiff::SignedDuration;

use super::badge::Badge;
use super::tone::Tone;
use crate::ui::theme::{Tokens, icons};

/// Under this many seconds a pill warns.
const SOON_SECS: i64 = 5 * 60;

/// A ring that empties: how long the current code still holds.
#[must_use = "add it to a Ui"]
pub struct CountdownRing {
    left: Duration,
    of: Duration,
}

impl CountdownRing {
    /// So much is left of so much.
    pub const fn new(left: Duration, of: Duration) -> Self {
        Self { left, of }
    }
}

impl Widget for CountdownRing {
    fn ui(self, ui: &mut Ui) -> Response {
        let Self { left, of } = self;
        let (rect, response) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
        if ui.is_rect_visible(rect) {
            let share =
                if of.is_zero() { 0.0 } else { (left.as_secs_f32() / of.as_secs_f32()).clamp(0.0, 1.0) };
            let t = Tokens::of(ui);
            let ink = if left.as_secs() < 5 { t.warn } else { t.accent };
            ring(ui, &response, (share, ink));
            at_next_second(ui, left.subsec_nanos());
        }
        let words = format!("{} s left", left.as_secs());
        response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &words));
        response.on_hover_text(words)
    }
}

fn ring(ui: &Ui, response: &Response, (share, ink): (f32, eframe::egui::Color32)) {
    let (center, radius) = (response.rect.center(), 7.0);
    let points = (0..=32_u8).map(|i| {
        let angle = std::f32::consts::TAU * (share * f32::from(i) / 32.0) - std::f32::consts::FRAC_PI_2;
        center + radius * vec2(angle.cos(), angle.sin())
    });
    ui.painter().circle_stroke(center, radius, Stroke::new(2.5, Tokens::of(ui).line));
    ui.painter().add(Shape::line(points.collect(), Stroke::new(2.5, ink)));
}

/// A pill that counts down, warns under five minutes, and says when it is over.
#[must_use = "add it to a Ui"]
pub struct ExpiryPill {
    left: SignedDuration,
    soon_secs: i64,
}

impl ExpiryPill {
    /// Counts down to the moment that is `left` away.
    pub const fn new(left: SignedDuration) -> Self {
        Self { left, soon_secs: SOON_SECS }
    }

    /// Warns all the time: for a question, which waits three minutes at most.
    pub const fn urgent(mut self) -> Self {
        self.soon_secs = i64::MAX;
        self
    }
}

impl Widget for ExpiryPill {
    fn ui(self, ui: &mut Ui) -> Response {
        let secs = self.left.as_secs();
        if !self.left.is_positive() {
            return ui.add(Badge::new(Tone::Bad, "expired"));
        }
        at_next_second(ui, self.left.subsec_nanos().unsigned_abs());
        let tone = if secs < self.soon_secs { Tone::Warn } else { Tone::Ok };
        ui.add(Badge::new(tone, &format!("{} left", clock(secs))).icon(icons::CLOCK))
    }
}

/// `2:41`, `59:41`, `1:59:41`.
fn clock(secs: i64) -> String {
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{secs:02}") } else { format!("{minutes}:{secs:02}") }
}

/// Asks for the frame in which the number of seconds left changes.
fn at_next_second(ui: &Ui, nanos_over: u32) {
    ui.ctx().request_repaint_after(Duration::from_nanos(u64::from(nanos_over) + 1_000_000));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_reads_as_on_a_clock() {
        assert_eq!([9, 161, 3581, 7181].map(clock), ["0:09", "2:41", "59:41", "1:59:41"]);
    }
}
