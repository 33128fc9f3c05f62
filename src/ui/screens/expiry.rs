//! How long something still works, counted down: green, amber under five minutes, red when over.

use eframe::egui::Ui;
use jiff::Timestamp;

use crate::ui::theme::icons;
use crate::ui::widgets::{Badge, Tone};

/// Under this many seconds the countdown turns amber.
const SOON_SECS: i64 = 300;

/// A pill with the time that is left.
pub(super) fn pill(ui: &mut Ui, now: Timestamp, end: Option<Timestamp>) {
    let Some(end) = end else { return };
    let left = end.as_second() - now.as_second();
    let (tone, words) = match left {
        ..=0 => (Tone::Bad, "expired".to_owned()),
        1..SOON_SECS => (Tone::Warn, clock(left)),
        _ => (Tone::Ok, clock(left)),
    };
    let spoken =
        if left > 0 { format!("The keys work for another {words}") } else { "The keys have expired".into() };
    ui.add(Badge::new(tone, &words).icon(icons::CLOCK)).on_hover_text(spoken);
}

/// `59:41`, `1:02:03`.
pub(super) fn clock(secs: i64) -> String {
    let (hours, minutes, secs) = (secs / 3600, secs / 60 % 60, secs % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{secs:02}") } else { format!("{minutes}:{secs:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_left_reads_like_a_clock() {
        assert_eq!([9, 161, 3581, 3723].map(clock), ["0:09", "2:41", "59:41", "1:02:03"]);
    }
}
