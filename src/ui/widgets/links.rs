//! A row of links: words that open an entry to read.

use eframe::egui::{CursorIcon, Link, RichText, Ui};

use crate::explain::Topic;
use crate::ui::theme::{TEXT, Tokens, face};

/// Draws the names in a row that wraps; gives the one that was pressed.
pub fn links(ui: &mut Ui, topics: &[Topic]) -> Option<Topic> {
    let mut pressed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = [5.0, 4.0].into();
        for (at, topic) in topics.iter().enumerate() {
            if at > 0 {
                ui.label(RichText::new("·").color(Tokens::of(ui).faint));
            }
            let link = ui.add(Link::new(RichText::new(topic.label()).font(face(TEXT))));
            if link.on_hover_cursor(CursorIcon::PointingHand).clicked() {
                pressed = Some(*topic);
            }
        }
    });
    pressed
}
