//! One row of the lanes: ground, ring, words and arrows.

use eframe::egui::{
    Color32, CornerRadius, Painter, Pos2, Rect, Response, Shape, Stroke, StrokeKind, Ui, pos2, vec2,
};
use jiff::Timestamp;

use super::LaneRow;
use super::arrow::{Arrow, End};
use super::geometry::{BACK_Y, Columns, HOME_Y, NAME_Y, OUT_Y, RING};
use crate::flow::StepState;
use crate::ui::theme::{self, Icon, RADIUS, SMALL, TEXT, Tokens, face, icons, medium, mono, semibold};
use crate::ui::widgets::paint::{line, put, whole_line};
use crate::ui::widgets::tone::Tone;

/// What a row does not know of itself.
pub(super) struct Seen {
    /// From 1.
    pub(super) number: usize,
    pub(super) selected: bool,
    /// Which lane the arrow goes to.
    pub(super) column: Option<usize>,
    pub(super) now: Timestamp,
    /// The focus is here, and is to be seen.
    pub(super) ring: bool,
}

pub(super) fn paint(ui: &Ui, columns: &Columns, row: &LaneRow<'_>, (response, seen): (&Response, &Seen)) {
    let rect = response.rect;
    let under = ground(ui, response, seen);
    let look = Look::of(Tokens::of(ui), row.state);
    words(ui, columns, row, (rect, under, &look));
    if let Some(far) = seen.column.and_then(|column| columns.lines.get(column)) {
        arrows(ui, row, (response, seen), [columns.home(), *far]);
    }
    ring(ui, pos2(columns.ring_x(), rect.center().y), &look, seen);
    if let StepState::UnderWay { since } = row.state {
        turning(ui, pos2(columns.ring_x(), rect.center().y), secs(since, seen.now));
    }
}

/// The ground of the row; gives its color, to put behind words.
fn ground(ui: &Ui, response: &Response, seen: &Seen) -> Color32 {
    let (t, painter, rect) = (Tokens::of(ui), ui.painter(), response.rect);
    let color = match (seen.selected, response.hovered()) {
        (true, _) => t.selected,
        (false, true) => t.panel,
        (false, false) => t.bg,
    };
    if color != t.bg {
        painter.rect_filled(rect, RADIUS, color);
    }
    if seen.selected {
        let bar = Rect::from_min_size(rect.min, vec2(3.0, rect.height()));
        let left = CornerRadius { nw: RADIUS, sw: RADIUS, ne: 0, se: 0 };
        painter.rect_filled(bar, left, t.accent);
    }
    if seen.ring {
        painter.rect_stroke(rect, RADIUS, Stroke::new(2.0, t.accent), StrokeKind::Inside);
    }
    color
}

/// How a state looks: its color, and what is in its ring.
struct Look {
    line: Color32,
    name: Color32,
    gist: Color32,
    fill: Color32,
    mark: Option<(Icon, f32)>,
}

impl Look {
    fn of(t: &Tokens, state: StepState) -> Self {
        let toned = |tone: Tone, icon: Icon, size: f32| Self {
            line: tone.ink(t),
            name: t.text,
            gist: t.muted,
            fill: tone.tint(t),
            mark: Some((icon, size)),
        };
        match state {
            StepState::Ghost => {
                Self { line: t.faint, name: t.muted, gist: t.faint, fill: t.raised, mark: None }
            }
            StepState::Ready => {
                Self { line: t.accent, name: t.text, gist: t.muted, fill: t.accent_tint, mark: None }
            }
            StepState::Asking => toned(Tone::Warn, icons::PEN_LINE, 13.0),
            StepState::UnderWay { .. } => toned(Tone::Accent, icons::CLOCK, 13.0),
            StepState::Done => toned(Tone::Ok, icons::CHECK, 14.0),
            StepState::Refused | StepState::Failed => toned(Tone::Bad, icons::X, 14.0),
            StepState::Stopped => toned(Tone::Plain, icons::SQUARE, 10.0),
        }
    }
}

fn ring(ui: &Ui, center: Pos2, look: &Look, seen: &Seen) {
    let painter = ui.painter();
    painter.circle(center, RING, look.fill, Stroke::new(1.25, look.line));
    if let Some((icon, size)) = look.mark {
        icon.paint(painter, center, (size, look.line));
    } else {
        let number = whole_line(ui, &seen.number.to_string(), medium(SMALL - 1.0));
        put(painter, center - vec2(number.size().x / 2.0, 0.0), number, look.line);
    }
}

/// Name and gist over the arrow out, what came back under the arrow home, the status at the right.
fn words(ui: &Ui, columns: &Columns, row: &LaneRow<'_>, (rect, under, look): (Rect, Color32, &Look)) {
    let t = Tokens::of(ui);
    let (left, right) = (columns.words_x(), columns.words_end());
    let name = line(ui, row.name, semibold(TEXT), right - left);
    let gist_left = left + name.size().x + 10.0;
    let write = |at: Pos2, galley, color| {
        on_ground(ui.painter(), at, (galley, color), under);
    };
    write(pos2(left, rect.top() + NAME_Y), name, look.name);
    if right - gist_left > 24.0 && !row.gist.is_empty() {
        let gist = line(ui, row.gist, face(SMALL), right - gist_left);
        write(pos2(gist_left, rect.top() + NAME_Y), gist, look.gist);
    }
    if !row.back.is_empty() {
        let back = line(ui, row.back, medium(SMALL), right - left);
        write(pos2(left, rect.top() + BACK_Y), back, look.line);
    }
    if !row.status.is_empty() {
        let status = whole_line(ui, row.status, mono(theme::CODE - 0.5));
        write(pos2(right - status.size().x, rect.center().y), status, t.muted);
    }
}

/// A line of text with its ground under it, so that no lifeline runs through the words.
fn on_ground(
    painter: &Painter,
    at: Pos2,
    (galley, ink): (std::sync::Arc<eframe::egui::Galley>, Color32),
    under: Color32,
) {
    let size = vec2(galley.size().x + 6.0, 14.0);
    painter.rect_filled(Rect::from_min_size(at - vec2(3.0, size.y / 2.0), size), 0.0, under);
    put(painter, at, galley, ink);
}

fn arrows(ui: &Ui, row: &LaneRow<'_>, (response, seen): (&Response, &Seen), [home, far]: [f32; 2]) {
    let (t, painter, top) = (Tokens::of(ui), ui.painter(), response.rect.top());
    let height = |offset: f32| painter.round_to_pixel_center(top + offset);
    let out = Arrow { from: home, to: far, y: height(OUT_Y) };
    let back = Arrow { from: far, to: home, y: height(HOME_Y) };
    let line = Look::of(t, row.state).line;
    match row.state {
        StepState::Ghost | StepState::Ready | StepState::Stopped => out.dashed(painter, line),
        StepState::UnderWay { since } if !theme::reduced_motion(ui.ctx()) => {
            out.lit(painter, line, secs(since, seen.now));
        }
        StepState::Asking | StepState::UnderWay { .. } | StepState::Done | StepState::Refused => {
            out.solid(painter, line, End::Head);
        }
        StepState::Failed => out.solid(painter, line, End::Cross),
    }
    let answered = matches!(row.state, StepState::Done | StepState::Refused);
    let share = ui.ctx().animate_bool_responsive(response.id.with("home"), answered);
    if answered && share > 0.02 {
        back.part(share).solid(painter, line, End::Head);
    }
}

/// A bright arc that goes round the ring while a call is out.
fn turning(ui: &Ui, center: Pos2, secs: f32) {
    let t = Tokens::of(ui);
    let still = theme::reduced_motion(ui.ctx());
    let start = if still { -std::f32::consts::FRAC_PI_2 } else { secs * 4.0 };
    let points = (0..=16_u8).map(|i| {
        let angle = start + std::f32::consts::PI * f32::from(i) / 16.0;
        center + RING * vec2(angle.cos(), angle.sin())
    });
    let painter = ui.painter();
    painter.circle_stroke(center, RING, Stroke::new(1.5, t.accent_tint));
    painter.add(Shape::line(points.collect(), Stroke::new(2.0, t.accent)));
}

fn secs(since: Timestamp, now: Timestamp) -> f32 {
    now.duration_since(since).as_secs_f32().max(0.0)
}
