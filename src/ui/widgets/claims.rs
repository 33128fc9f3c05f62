//! Claims of a token: name, value, meaning. A press copies the value.

use eframe::egui::{
    Color32, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::copy::Copied;
use super::paint::{describe, line, mono_line, put, whole_line};
use super::tone::Tone;
use crate::ui::theme::{CODE, CONTROL_RADIUS, SMALL, Tokens, face, icons, mono};

/// One claim in words.
#[derive(Debug, Clone, Copy)]
pub struct ClaimRow<'a> {
    /// As in the token.
    pub name: &'a str,
    /// As a person reads it.
    pub value: &'a str,
    /// What it is for.
    pub meaning: &'a str,
    /// How the value stands: plain, or over, or doubtful.
    pub tone: Tone,
}

const HEIGHT: f32 = 34.0;
/// Height of a row whose meaning stands under its value.
const TALL: f32 = 46.0;
/// Under this width value and meaning do not fit beside each other.
const NARROW: f32 = 520.0;
const GAP: f32 = 14.0;

/// Draws the claims as wide as there is room; gives the one whose value is to be copied.
pub fn claims(ui: &mut Ui, rows: &[ClaimRow<'_>], copied: &Copied) -> Option<usize> {
    let widest = rows.iter().map(|row| whole_line(ui, row.name, mono(CODE)).size().x).fold(0.0, f32::max);
    let names = widest.min(ui.available_width() * 0.42);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut pressed = None;
        for (index, row) in rows.iter().enumerate() {
            if claim(ui, row, (names, copied)).clicked() {
                pressed = Some(index);
            }
        }
        pressed
    })
    .inner
}

fn claim(ui: &mut Ui, row: &ClaimRow<'_>, (names, copied): (f32, &Copied)) -> Response {
    let ClaimRow { name, value, meaning, tone } = *row;
    let tall = ui.available_width() < NARROW && !meaning.is_empty();
    let height = if tall { TALL } else { HEIGHT };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    if ui.is_rect_visible(rect) {
        let t = Tokens::of(ui);
        let ink = if tone == Tone::Plain { t.text } else { tone.ink(t) };
        ui.painter().hline(rect.x_range(), ui.painter().round_to_pixel_center(rect.top()), (1.0, t.line));
        let inner = rect.shrink2(vec2(0.0, 3.0)).expand2(vec2(6.0, 0.0));
        if response.hovered() {
            ui.painter().rect_filled(inner, CONTROL_RADIUS, t.hover);
        }
        let widths = share(ui, row, rect.width() - names - GAP);
        let fresh = copied.is_fresh(ui, name);
        let seen = Seen { rect, names, widths, ink, fresh };
        if tall {
            lines(ui, row, &seen);
        } else {
            columns(ui, row, &seen);
        }
        if !fresh {
            tail(ui, &response);
        }
        if response.has_focus() {
            ui.painter().rect_stroke(inner, CONTROL_RADIUS, Stroke::new(2.0, t.accent), StrokeKind::Inside);
        }
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}, {value}")));
    describe(&response, &format!("{meaning}. Press to copy the value"));
    response.on_hover_text(format!("{name}\n{value}\n{meaning}")).on_hover_cursor(CursorIcon::PointingHand)
}

/// The room for value and meaning: the value may take what the meaning leaves, and never less than half.
fn share(ui: &Ui, row: &ClaimRow<'_>, room: f32) -> [f32; 2] {
    let value = whole_line(ui, row.value, mono(CODE)).size().x;
    let meaning = whole_line(ui, row.meaning, face(SMALL)).size().x;
    let value_room = value.min((room - GAP - meaning).max(room * 0.55));
    [value_room, (room - value_room - GAP).max(0.0)]
}

struct Seen {
    rect: Rect,
    names: f32,
    widths: [f32; 2],
    ink: Color32,
    fresh: bool,
}

fn columns(ui: &Ui, row: &ClaimRow<'_>, seen: &Seen) {
    let Seen { rect, names, widths: [value, meaning], ink, fresh } = *seen;
    let (t, painter, middle) = (Tokens::of(ui), ui.painter(), rect.center().y);
    put(painter, pos2(rect.left(), middle), line(ui, row.name, mono(CODE), names), t.muted);
    put(painter, pos2(rect.left() + names + GAP, middle), mono_line(ui, row.value, CODE, value), ink);
    if fresh {
        copied_mark(ui, rect);
    } else if meaning > 36.0 {
        let words = line(ui, row.meaning, face(SMALL), meaning);
        put(painter, pos2(rect.right() - words.size().x, middle), words, t.faint);
    }
}

/// The meaning under the value, where there is no room beside it.
fn lines(ui: &Ui, row: &ClaimRow<'_>, seen: &Seen) {
    let Seen { rect, names, ink, fresh, .. } = *seen;
    let (t, painter, left) = (Tokens::of(ui), ui.painter(), rect.left() + names + GAP);
    let (upper, lower, room) = (rect.top() + 15.0, rect.bottom() - 13.0, rect.right() - left);
    put(painter, pos2(rect.left(), upper), line(ui, row.name, mono(CODE), names), t.muted);
    put(painter, pos2(left, upper), mono_line(ui, row.value, CODE, room), ink);
    put(painter, pos2(left, lower), line(ui, row.meaning, face(SMALL), room), t.faint);
    if fresh {
        copied_mark(ui, rect);
    }
}

/// In place of the meaning, for the moment after the value was copied.
fn copied_mark(ui: &Ui, rect: Rect) {
    let (t, painter) = (Tokens::of(ui), ui.painter());
    let words = whole_line(ui, "Copied", face(SMALL));
    let left = rect.right() - words.size().x;
    icons::CHECK.paint(painter, pos2(left - 12.0, rect.center().y), (14.0, t.ok));
    put(painter, pos2(left, rect.center().y), words, t.ok);
}

/// What covers the end of a row that the pointer or the keyboard is on.
fn tail(ui: &Ui, response: &Response) {
    let (t, painter, rect) = (Tokens::of(ui), ui.painter(), response.rect);
    if response.hovered() || response.has_focus() {
        cover(ui, rect, (26.0, if response.hovered() { t.hover } else { t.panel }));
        icons::COPY.paint(painter, pos2(rect.right() - 8.0, rect.center().y), (14.0, t.text));
    }
}

fn cover(ui: &Ui, row: Rect, (width, ground): (f32, Color32)) {
    let end =
        Rect::from_min_max(pos2(row.right() - width, row.top() + 4.0), pos2(row.right(), row.bottom() - 4.0));
    ui.painter().rect_filled(end, 0.0, ground);
}
