//! Values of a token: name, value, meaning. A press copies the value; the arrow at the end unfolds what is known of it.

use std::ops::Range;

use eframe::egui::{
    Color32, CursorIcon, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::copy::Copied;
use super::paint::{control_ring, describe, letter_width, line, mono_line, put, whole_line};
use super::tone::Tone;
use crate::ui::theme::{CODE, CONTROL_RADIUS, ICON, SMALL, Tokens, face, icons, mono};

/// One value in words.
#[derive(Debug, Clone, Copy)]
pub struct ClaimRow<'a> {
    /// As in the token.
    pub name: &'a str,
    /// The names on the way to it with points between: what a screen reader calls it, and what [`Copied`] is asked for.
    pub path: &'a str,
    /// As a person reads it.
    pub value: &'a str,
    /// What it is for.
    pub meaning: &'a str,
    /// How the value stands: plain, or over, or doubtful.
    pub tone: Tone,
    /// How deep it lies within another value.
    pub depth: u8,
}

/// What was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClaimAction {
    /// The value is to be copied, by its place among the rows.
    Copy(usize),
    /// What is known of it is to be unfolded, or folded again.
    About(usize),
}

const HEIGHT: f32 = 34.0;
/// Height of a row whose meaning stands under its value.
const TALL: f32 = 46.0;
/// Under this width value and meaning do not fit beside each other.
const NARROW: f32 = 520.0;
const GAP: f32 = 14.0;
/// Room for the arrow at the end of a row.
const ARROW: f32 = 28.0;
/// How far a value within another one is moved in.
const STEP: f32 = 14.0;
/// Longer tables draw only the rows in sight; shorter ones are whole for a screen reader.
const DRAWN_WHOLE: usize = 200;

/// The values of a token, as wide as there is room.
#[must_use = "show it"]
pub struct Claims<'a> {
    rows: &'a [ClaimRow<'a>],
    copied: &'a Copied,
    unfolds: bool,
    unfolded: Option<usize>,
}

impl<'a> Claims<'a> {
    /// A table whose rows copy.
    pub const fn new(rows: &'a [ClaimRow<'a>], copied: &'a Copied) -> Self {
        Self { rows, copied, unfolds: false, unfolded: None }
    }

    /// Every row has an arrow that unfolds it; this one is unfolded.
    pub const fn unfolding(mut self, unfolded: Option<usize>) -> Self {
        self.unfolds = true;
        self.unfolded = unfolded;
        self
    }

    /// Draws it, with `detail` under the row that is unfolded; says what was pressed.
    pub fn show(self, ui: &mut Ui, detail: impl FnOnce(&mut Ui)) -> Option<ClaimAction> {
        let letter = letter_width(ui, CODE);
        let width = |row: &ClaimRow<'_>| width_of(row.name, letter) + f32::from(row.depth) * STEP;
        let widest = self.rows.iter().map(width).fold(0.0, f32::max);
        let names = widest.min(ui.available_width() * 0.42);
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let split = self.unfolded.map_or(self.rows.len(), |at| at.saturating_add(1)).min(self.rows.len());
            let above = self.rows_of(ui, 0..split, names);
            if self.unfolded.is_some() {
                detail(ui);
            }
            above.or(self.rows_of(ui, split..self.rows.len(), names))
        })
        .inner
    }

    /// Some of the rows, or as many of them as are in sight.
    fn rows_of(&self, ui: &mut Ui, range: Range<usize>, names: f32) -> Option<ClaimAction> {
        let rows = self.rows.get(range.clone())?;
        let all_drawn = self.rows.len() <= DRAWN_WHOLE;
        let (narrow, clip) = (ui.available_width() < NARROW, ui.clip_rect());
        let mut pressed = None;
        let mut skipped = 0.0;
        for (index, row) in range.zip(rows) {
            let height = height_of(row, narrow);
            let top = ui.cursor().top() + skipped;
            if !all_drawn && (top + height < clip.top() || top > clip.bottom()) {
                skipped += height;
                continue;
            }
            ui.add_space(std::mem::take(&mut skipped));
            let action = ui.push_id(index, |ui| self.row(ui, row, (names, height))).inner;
            pressed = pressed.or(action.map(|action| match action {
                Pressed::Value => ClaimAction::Copy(index),
                Pressed::Arrow => ClaimAction::About(index),
            }));
        }
        ui.add_space(skipped);
        pressed
    }

    fn row(&self, ui: &mut Ui, row: &ClaimRow<'_>, (names, height): (f32, f32)) -> Option<Pressed> {
        let (whole, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
        let end = if self.unfolds { ARROW } else { 0.0 };
        let rect = Rect::from_min_max(whole.min, pos2(whole.right() - end, whole.bottom()));
        let is_unfolded =
            self.unfolded.and_then(|at| self.rows.get(at)).is_some_and(|at| at.path == row.path);
        if ui.is_rect_visible(whole) {
            paint(
                ui,
                row,
                &Seen { whole, rect, names, tall: height > HEIGHT, copied: self.copied },
                &response,
            );
        }
        let arrow = (self.unfolds && row.depth == 0).then(|| arrow(ui, row, (whole, is_unfolded)));
        let ClaimRow { path, value, meaning, .. } = *row;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{path}, {value}")));
        let about = if meaning.is_empty() { String::new() } else { format!("{meaning}. ") };
        describe(&response, &format!("{about}Press to copy the value"));
        let clicked = response.clicked();
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        response.on_hover_ui(|ui| {
            ui.label(format!("{path}\n{}\n{meaning}", in_short(value)));
        });
        if arrow.is_some_and(|arrow| arrow.clicked()) {
            return Some(Pressed::Arrow);
        }
        clicked.then_some(Pressed::Value)
    }
}

#[derive(Debug, Clone, Copy)]
enum Pressed {
    Value,
    Arrow,
}

fn height_of(row: &ClaimRow<'_>, narrow: bool) -> f32 {
    if narrow && !row.meaning.is_empty() { TALL } else { HEIGHT }
}

#[allow(clippy::cast_precision_loss, reason = "a count of letters is far below what a float holds")]
fn width_of(text: &str, letter: f32) -> f32 {
    text.chars().count() as f32 * letter
}

/// Enough of a value to know it by.
fn in_short(value: &str) -> String {
    const MOST: usize = 400;
    let cut: String = value.chars().take(MOST).collect();
    if cut.len() < value.len() { format!("{cut}…") } else { cut }
}

struct Seen<'a> {
    whole: Rect,
    /// Without the room for the arrow.
    rect: Rect,
    names: f32,
    tall: bool,
    copied: &'a Copied,
}

fn paint(ui: &Ui, row: &ClaimRow<'_>, seen: &Seen<'_>, response: &Response) {
    let (t, painter, whole) = (Tokens::of(ui), ui.painter(), seen.whole);
    let ink = if row.tone == Tone::Plain { t.text } else { row.tone.ink(t) };
    painter.hline(whole.x_range(), painter.round_to_pixel_center(whole.top()), (1.0, t.line));
    let inner = seen.rect.shrink2(vec2(0.0, 3.0)).expand2(vec2(6.0, 0.0));
    if response.hovered() {
        painter.rect_filled(inner, CONTROL_RADIUS, t.hover);
    }
    let fresh = seen.copied.is_fresh(ui, row.path);
    if seen.tall {
        lines(ui, row, seen, (ink, fresh));
    } else {
        columns(ui, row, seen, (ink, fresh));
    }
    if !fresh {
        tail(ui, seen.rect, response);
    }
    if response.has_focus() {
        painter.rect_stroke(inner, CONTROL_RADIUS, Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
}

/// The room for value and meaning: the value may take what the meaning leaves, and never less than half.
fn share(ui: &Ui, row: &ClaimRow<'_>, room: f32) -> [f32; 2] {
    let value = width_of(row.value, letter_width(ui, CODE));
    let meaning = whole_line(ui, row.meaning, face(SMALL)).size().x;
    let value_room = value.min((room - GAP - meaning).max(room * 0.55));
    [value_room, (room - value_room - GAP).max(0.0)]
}

fn name(ui: &Ui, row: &ClaimRow<'_>, seen: &Seen<'_>, middle: f32) {
    let moved = f32::from(row.depth) * STEP;
    let galley = line(ui, row.name, mono(CODE), seen.names - moved);
    put(ui.painter(), pos2(seen.rect.left() + moved, middle), galley, Tokens::of(ui).muted);
}

fn columns(ui: &Ui, row: &ClaimRow<'_>, seen: &Seen<'_>, (ink, fresh): (Color32, bool)) {
    let Seen { rect, names, .. } = *seen;
    let [value, meaning] = share(ui, row, rect.width() - names - GAP);
    let (t, painter, middle) = (Tokens::of(ui), ui.painter(), rect.center().y);
    name(ui, row, seen, middle);
    put(painter, pos2(rect.left() + names + GAP, middle), mono_line(ui, row.value, CODE, value), ink);
    if fresh {
        copied_mark(ui, rect);
    } else if meaning > 36.0 {
        let words = line(ui, row.meaning, face(SMALL), meaning);
        put(painter, pos2(rect.right() - words.size().x, middle), words, t.faint);
    }
}

/// The meaning under the value, where there is no room beside it.
fn lines(ui: &Ui, row: &ClaimRow<'_>, seen: &Seen<'_>, (ink, fresh): (Color32, bool)) {
    let Seen { rect, names, .. } = *seen;
    let (t, painter, left) = (Tokens::of(ui), ui.painter(), rect.left() + names + GAP);
    let (upper, lower, room) = (rect.top() + 15.0, rect.bottom() - 13.0, rect.right() - left);
    name(ui, row, seen, upper);
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
fn tail(ui: &Ui, rect: Rect, response: &Response) {
    let (t, painter) = (Tokens::of(ui), ui.painter());
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

/// What unfolds a row, at its end.
fn arrow(ui: &Ui, row: &ClaimRow<'_>, (whole, is_unfolded): (Rect, bool)) -> Response {
    let rect = Rect::from_min_max(pos2(whole.right() - 24.0, whole.top() + 5.0), whole.max - vec2(0.0, 5.0));
    let response = ui.interact(rect, ui.unique_id().with("about"), Sense::click());
    if ui.is_rect_visible(rect) {
        let t = Tokens::of(ui);
        let (icon, ink) = (
            if is_unfolded { icons::CHEVRON_UP } else { icons::CHEVRON_DOWN },
            if response.hovered() || is_unfolded { t.text } else { t.faint },
        );
        if response.hovered() {
            ui.painter().rect_filled(rect, CONTROL_RADIUS, t.hover);
        }
        icon.paint(ui.painter(), rect.center(), (ICON - 1.0, ink));
        control_ring(ui, &response);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("About {}", row.path)));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_expanded(is_unfolded));
    response.on_hover_cursor(CursorIcon::PointingHand)
}
