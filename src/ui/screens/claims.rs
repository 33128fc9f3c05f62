//! A token's claims as a table: name, value, meaning; nested values beneath, times in full on hover.

use eframe::egui::{
    Align2, CursorIcon, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::jwt::claims::ClaimRow;
use crate::ui::theme::{CODE, RADIUS, SMALL, Tokens, face, mono};
use crate::ui::widgets::focus_ring;

/// How the table is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// In the inspector: the meaning is cut where there is no room.
    Narrow,
    /// In the Tokens place: times are given in full.
    Wide,
}

const ROW_HEIGHT: f32 = 36.0;
const INDENT: f32 = 16.0;

/// Draws the rows; gives the place of the one that was pressed, counted from the top level.
pub(super) fn table(ui: &mut Ui, rows: &[ClaimRow], width: Width) -> Option<usize> {
    let mut pressed = None;
    ui.spacing_mut().item_spacing.y = 0.0;
    for (at, row) in rows.iter().enumerate() {
        if draw(ui, row, (width, 0)).clicked() {
            pressed = Some(at);
        }
        for nested in &row.nested {
            nest(ui, nested, (width, 1));
        }
    }
    pressed
}

fn nest(ui: &mut Ui, row: &ClaimRow, (width, depth): (Width, u8)) {
    const DEEPEST: u8 = 8;
    draw(ui, row, (width, depth));
    if depth < DEEPEST {
        for nested in &row.nested {
            nest(ui, nested, (width, depth + 1));
        }
    }
}

fn draw(ui: &mut Ui, row: &ClaimRow, (width, depth): (Width, u8)) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW_HEIGHT), Sense::click());
    let spoken =
        format!("{}: {}, {}", row.name, full_value(row), row.meaning.unwrap_or("no meaning known here"));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
    if ui.is_rect_visible(rect) {
        paint(ui, row, (rect, width, depth), &response);
    }
    response.on_hover_cursor(CursorIcon::Copy).on_hover_ui(|ui| hover(ui, row))
}

fn paint(ui: &Ui, row: &ClaimRow, (rect, width, depth): (Rect, Width, u8), response: &Response) {
    let t = Tokens::of(ui);
    if response.hovered() {
        ui.painter().rect_filled(rect, f32::from(RADIUS), t.hover);
    }
    if response.has_focus() {
        focus_ring(ui, rect, RADIUS);
    }
    ui.painter().hline(rect.x_range(), rect.top(), Stroke::new(1.0, t.line));
    let indent = f32::from(depth) * INDENT + 4.0;
    let [name_end, value_end] = match width {
        Width::Narrow => [0.36, 0.68],
        Width::Wide => [0.22, 0.60],
    }
    .map(|share| rect.left() + rect.width() * share);
    let y = rect.center().y;
    line(ui, (pos2(rect.left() + indent, y), name_end - 8.0), (&row.name, mono(CODE), t.muted));
    let value = if width == Width::Wide { full_value(row) } else { short_value(row) };
    let value_right = if row.meaning.is_some() { value_end } else { rect.right() };
    line(ui, (pos2(name_end, y), value_right - 10.0), (&value, mono(CODE), t.text));
    if let Some(meaning) = row.meaning {
        line(ui, (pos2(value_end, y), rect.right() - 4.0), (meaning, face(SMALL), t.faint));
    }
}

/// One line of text from a point to a right edge, cut with an ellipsis.
fn line(
    ui: &Ui,
    (from, right): (Pos2, f32),
    (text, font, color): (&str, eframe::egui::FontId, eframe::egui::Color32),
) {
    let mut job = eframe::egui::text::LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = eframe::egui::text::TextWrapping::truncate_at_width((right - from.x).max(8.0));
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = Align2::LEFT_CENTER.anchor_size(from, galley.size());
    ui.painter().galley(at.min, galley, color);
}

fn short_value(row: &ClaimRow) -> String {
    row.when.as_ref().map_or_else(|| row.value.clone(), |when| format!("{} · {}", when.short, when.relative))
}

fn full_value(row: &ClaimRow) -> String {
    row.when.as_ref().map_or_else(|| row.value.clone(), |when| format!("{} · {}", when.local, when.relative))
}

fn hover(ui: &mut Ui, row: &ClaimRow) {
    ui.set_max_width(420.0);
    ui.label(&row.value);
    if let Some(when) = &row.when {
        ui.label(format!("{}\n{}\n{}", when.local, when.utc, when.relative));
    }
    if let Some(meaning) = row.meaning {
        ui.label(meaning);
    }
    ui.weak("Press to copy the value");
}
