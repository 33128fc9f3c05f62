//! Small acts of painting that several widgets share.

use std::sync::Arc;

use eframe::egui::text::{LayoutJob, TextWrapping};
use eframe::egui::{
    Color32, CornerRadius, FontId, Galley, Painter, Pos2, Rect, Response, Stroke, StrokeKind, Ui, UiBuilder,
    pos2,
};

use crate::ui::theme::{CONTROL_RADIUS, Tokens, mono};

/// One line of text, cut with … where it would be wider than `width`.
pub(super) fn line(ui: &Ui, text: &str, font: FontId, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, Color32::PLACEHOLDER);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// One line of an id or another text from the wire, cut in its middle: both ends tell it apart.
pub(super) fn mono_line(ui: &Ui, text: &str, size: f32, width: f32) -> Arc<Galley> {
    let letter = letter_width(ui, size);
    let letters = text.chars().count();
    let fits = letters_within(width, letter);
    if letters <= fits || fits < 3 {
        return line(ui, text, mono(size), width);
    }
    let (head, tail) = (fits / 2, (fits - 1) / 2);
    let cut: String = text.chars().take(head).chain(['…']).chain(text.chars().skip(letters - tail)).collect();
    line(ui, &cut, mono(size), width)
}

/// How wide every letter of a monospaced text is.
pub(super) fn letter_width(ui: &Ui, size: f32) -> f32 {
    ui.fonts_mut(|fonts| fonts.glyph_width(&mono(size), '0')).max(1.0)
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a width in letters is small and positive"
)]
fn letters_within(width: f32, letter: f32) -> usize {
    ((width + 0.5) / letter).floor().max(0.0) as usize
}

/// One line of text at its own width.
pub(super) fn whole_line(ui: &Ui, text: &str, font: FontId) -> Arc<Galley> {
    line(ui, text, font, f32::INFINITY)
}

/// Puts a line with its left edge and its middle at a point; says where its right edge is.
pub(super) fn put(painter: &Painter, left_middle: Pos2, galley: Arc<Galley>, color: Color32) -> f32 {
    let size = galley.size();
    painter.galley(pos2(left_middle.x, left_middle.y - size.y / 2.0), galley, color);
    left_middle.x + size.x
}

/// Draws something in a place of its own, without moving what comes next.
pub(super) fn at<R>(ui: &mut Ui, place: Rect, draw: impl FnOnce(&mut Ui) -> R) -> R {
    draw(&mut ui.new_child(UiBuilder::new().max_rect(place)))
}

/// The ring around what the keyboard acts on.
pub fn focus_ring(ui: &Ui, rect: Rect, radius: u8) {
    let stroke = Stroke::new(2.0, Tokens::of(ui).accent);
    ui.painter().rect_stroke(rect.expand(2.0), CornerRadius::same(radius + 2), stroke, StrokeKind::Outside);
}

/// The ring around a control, when it has the focus.
pub(super) fn control_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        focus_ring(ui, response.rect, CONTROL_RADIUS);
    }
}

/// What a screen reader adds to the name of a widget.
pub fn describe(response: &Response, words: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| node.set_description(words));
}

/// “Client secret” becomes “client secret” in the middle of a sentence; “ID token” stays.
pub(super) fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    let first = letters.next();
    if letters.clone().next().is_some_and(char::is_uppercase) {
        return label.to_owned();
    }
    first.into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_read_well_inside_a_sentence() {
        assert_eq!(lower_first("New password"), "new password");
        assert_eq!(lower_first("ID token"), "ID token");
    }
}
