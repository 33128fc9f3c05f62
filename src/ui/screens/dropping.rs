//! A file held over the window: where it may be let go of, and what becomes of it there.

use eframe::egui::{Area, CornerRadius, Id, Label, Order, RichText, Shape, Stroke, Ui};

use crate::app::{App, Place};
use crate::ui::theme::{CARD_RADIUS, TITLE, Tokens, icons, semibold};

/// What a file that is let go of does.
const fn words(place: Place) -> Option<&'static str> {
    match place {
        Place::Walk => Some("Drop the file to fill in the form from a configuration"),
        Place::Tokens => Some("Drop the file to open a token or a key set"),
        Place::Call => None,
    }
}

/// Draws it over the place, while a file is held over it. Nothing is taken while a dialog is open.
pub(in crate::ui) fn show(app: &App, ui: &Ui) {
    let is_held = ui.input(|input| !input.raw.hovered_files.is_empty());
    let Some(words) = words(app.place).filter(|_| is_held && app.dialog.is_none()) else { return };
    let t = Tokens::of(ui);
    let room = ui.content_rect().shrink(12.0);
    let area = Area::new(Id::unique("dropping")).order(Order::Foreground).interactable(false);
    area.fixed_pos(room.min).show(ui, |ui| {
        let corners =
            [room.left_top(), room.right_top(), room.right_bottom(), room.left_bottom(), room.left_top()];
        ui.painter().rect_filled(room, CornerRadius::same(CARD_RADIUS), t.panel.gamma_multiply(0.86));
        ui.painter().extend(Shape::dashed_line(&corners, Stroke::new(2.0, t.accent), 8.0, 6.0));
        ui.set_min_size(room.size());
        ui.vertical_centered(|ui| {
            ui.add_space((room.height() / 2.0 - 40.0).max(0.0));
            ui.label(icons::DOWNLOAD.text(28.0).color(t.accent));
            ui.add_space(8.0);
            ui.add(Label::new(RichText::new(words).font(semibold(TITLE)).color(t.text)).wrap());
        });
    });
}
