//! Messages at the lower edge of the window, over everything else.

use eframe::egui::{Align2, Area, Id, Order, Ui, vec2};

use crate::app::{App, Command, Tone as Meant};
use crate::ui::widgets::{NoticeAction, NoticeBar, Tone};

/// Draws what is to be said, newest at the bottom.
pub(in crate::ui) fn show(app: &mut App, ui: &mut Ui, commands: &mut Vec<Command>) {
    if app.notices.all().is_empty() {
        return;
    }
    let mut gone = None;
    let area = Area::new(Id::unique("notices")).order(Order::Foreground);
    area.anchor(Align2::CENTER_BOTTOM, vec2(0.0, -88.0)).show(ui, |ui| {
        ui.set_width(560.0_f32.min(ui.content_rect().width() - 32.0));
        for (at, notice) in app.notices.all().iter().enumerate() {
            let tone = match notice.tone {
                Meant::Ok => Tone::Ok,
                Meant::Warn => Tone::Warn,
                Meant::Bad => Tone::Bad,
            };
            let mut bar = NoticeBar::new(tone, &notice.text);
            if let Some(offer) = &notice.offer {
                bar = bar.action(offer.label);
            }
            let Some(pressed) = bar.show(ui) else { continue };
            gone = Some(at);
            if pressed == NoticeAction::Act {
                commands.extend(notice.offer.iter().map(|offer| offer.command.clone()));
            }
        }
    });
    if let Some(at) = gone {
        app.notices.dismiss(at);
    }
}
