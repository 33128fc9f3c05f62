//! What an icon is: one character of the icon font. Which there are is in [`super::icons`].

use eframe::egui::{Align2, Color32, Painter, Pos2, RichText};

use super::fonts::icon_font;

/// One icon of the set that ships with the program. It says nothing to a screen reader:
/// what it means stands beside it in words, or in the accessible name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Icon(pub(super) char);

impl Icon {
    /// The icon as text, to go into a label or button of egui.
    #[must_use]
    pub fn text(self, size: f32) -> RichText {
        RichText::new(String::from(self.0)).font(icon_font(size))
    }

    /// Draws it with its middle at `center`.
    pub fn paint(self, painter: &Painter, center: Pos2, size_and_color: (f32, Color32)) {
        let (size, color) = size_and_color;
        painter.text(center, Align2::CENTER_CENTER, self.0, icon_font(size), color);
    }
}
