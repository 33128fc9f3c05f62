//! Messages at the lower edge of the window, over everything else.

use eframe::egui::{Align2, Area, Id, Order, RichText, Ui, vec2};

use crate::app::{App, Tone as Meant};
use crate::ui::theme::{Tokens, icons};
use crate::ui::widgets::{Button, Card, Tone};

/// Draws what is to be said, newest at the bottom.
pub(in crate::ui) fn show(app: &mut App, ui: &mut Ui) {
    let mut gone = None;
    if app.notices.all().is_empty() {
        return;
    }
    let area = Area::new(Id::unique("notices")).order(Order::Foreground);
    area.anchor(Align2::CENTER_BOTTOM, vec2(0.0, -88.0)).show(ui, |ui| {
        ui.set_max_width(560.0);
        for (at, notice) in app.notices.all().iter().enumerate() {
            let tone = match notice.tone {
                Meant::Ok => Tone::Ok,
                Meant::Warn => Tone::Warn,
                Meant::Bad => Tone::Bad,
            };
            let no_corner = |_: &mut Ui| {};
            Card::new(tone).show(ui, no_corner, |ui| {
                ui.horizontal(|ui| {
                    let t = Tokens::of(ui);
                    ui.label(tone.icon().text(16.0).color(tone.ink(t)));
                    ui.label(RichText::new(&notice.text).color(t.text));
                    if ui.add(Button::icon_only(icons::X, "Dismiss")).clicked() {
                        gone = Some(at);
                    }
                });
            });
        }
    });
    if let Some(at) = gone {
        app.notices.dismiss(at);
    }
}
