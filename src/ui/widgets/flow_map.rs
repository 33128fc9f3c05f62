//! A drawing of parts in columns with arrows between them, in the look of the lanes. Each part is a
//! button. It knows places and words, and nothing of what the words mean.

use eframe::egui::{
    Color32, CursorIcon, Pos2, Rect, Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};

use super::paint::{describe, focus_ring, line, mono_line, put};
use crate::ui::theme::{CODE, ICON, Icon, RADIUS, SMALL, TEXT, Tokens, face, semibold};

/// A part of the drawing.
#[derive(Debug, Clone, Copy)]
pub struct MapPart<'a> {
    /// Column and row, from 0.
    pub place: (u8, u8),
    /// Before the label.
    pub icon: Icon,
    /// Its accessible name too.
    pub label: &'a str,
    /// What there is of it; without one it is drawn empty and cannot be pressed.
    pub value: Option<&'a str>,
    /// More words for the pointer and the screen reader.
    pub hint: &'a str,
}

/// An arrow from one part to another, by their places in the list.
#[derive(Debug, Clone, Copy)]
pub struct MapLink {
    /// Where it begins.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
}

/// The drawing.
#[must_use = "show it"]
pub struct FlowMap<'a> {
    parts: &'a [MapPart<'a>],
    links: &'a [MapLink],
}

/// Stands in a part of which there is nothing.
const EMPTY: &str = "not there yet";
const PART_HEIGHT: f32 = 50.0;
const ROW_GAP: f32 = 18.0;
const PADDING: f32 = 10.0;
/// Length and half the height of an arrow's head.
const HEAD: (f32, f32) = (7.0, 4.0);
const WIDTH: f32 = 1.5;

impl<'a> FlowMap<'a> {
    /// Parts, and the arrows between them.
    pub const fn new(parts: &'a [MapPart<'a>], links: &'a [MapLink]) -> Self {
        Self { parts, links }
    }

    /// Draws it as wide as there is room; gives the part that was pressed. `beside` draws in the room
    /// under the first part, which no other part takes.
    pub fn show(self, ui: &mut Ui, beside: impl FnOnce(&mut Ui)) -> Option<usize> {
        let grid = Grid::new(ui, self.parts);
        let (area, _) = ui.allocate_exact_size(vec2(grid.width, grid.height()), Sense::hover());
        let rects: Vec<Rect> = self.parts.iter().map(|part| grid.rect(area.min, part.place)).collect();
        for link in self.links {
            self.arrow(ui, &rects, *link);
        }
        let mut pressed = None;
        for (at, (part, rect)) in self.parts.iter().zip(&rects).enumerate() {
            if show_part(ui, part, *rect).clicked() {
                pressed = Some(at);
            }
        }
        super::paint::at(ui, grid.free(area), beside);
        pressed
    }

    fn arrow(&self, ui: &Ui, rects: &[Rect], link: MapLink) {
        let (Some(from), Some(to)) = (rects.get(link.from), rects.get(link.to)) else { return };
        let is_there = |at: usize| self.parts.get(at).is_some_and(|part| part.value.is_some());
        let t = Tokens::of(ui);
        let color = if is_there(link.from) && is_there(link.to) { t.accent } else { t.line };
        let path = path(*from, *to);
        draw(ui, &path, color);
    }
}

/// Where the parts stand.
struct Grid {
    width: f32,
    columns: f32,
    rows: f32,
    gap: f32,
}

impl Grid {
    fn new(ui: &Ui, parts: &[MapPart<'_>]) -> Self {
        let count =
            |place: fn(&MapPart<'_>) -> u8| f32::from(parts.iter().map(place).max().unwrap_or(0)) + 1.0;
        let width = ui.available_width();
        Self {
            width,
            columns: count(|part| part.place.0),
            rows: count(|part| part.place.1),
            gap: if width > 640.0 { 36.0 } else { 22.0 },
        }
    }

    fn height(&self) -> f32 {
        self.rows * (PART_HEIGHT + ROW_GAP) - ROW_GAP
    }

    fn part_width(&self) -> f32 {
        ((self.width + self.gap) / self.columns - self.gap).floor()
    }

    fn rect(&self, origin: Pos2, (column, row): (u8, u8)) -> Rect {
        let left = origin.x + f32::from(column) * (self.part_width() + self.gap);
        let top = origin.y + f32::from(row) * (PART_HEIGHT + ROW_GAP);
        Rect::from_min_size(pos2(left, top), vec2(self.part_width(), PART_HEIGHT))
    }

    /// The first column under its first part.
    fn free(&self, area: Rect) -> Rect {
        let first = self.rect(area.min, (0, 0));
        Rect::from_min_max(pos2(first.left(), first.bottom() + ROW_GAP), pos2(first.right(), area.bottom()))
    }
}

/// How far beside a column what goes back up passes.
const ASIDE: f32 = 11.0;

/// Straight across or straight down where that leads there; back up at the left of the column, and in beneath what
/// comes from the side; else down, and then across.
fn path(from: Rect, to: Rect) -> Vec<Pos2> {
    if (from.center().y - to.center().y).abs() < 1.0 {
        return vec![from.right_center(), to.left_center()];
    }
    let is_one_column = (from.center().x - to.center().x).abs() < 1.0;
    if is_one_column && from.top() > to.top() {
        let (x, y) = (to.left() - ASIDE, to.bottom() - 10.0);
        return vec![from.left_center(), pos2(x, from.center().y), pos2(x, y), pos2(to.left(), y)];
    }
    if is_one_column {
        return vec![from.center_bottom(), to.center_top()];
    }
    // A little above the middle: another arrow may come in there.
    let y = to.center().y - 10.0;
    vec![from.center_bottom(), pos2(from.center().x, y), pos2(to.left(), y)]
}

fn draw(ui: &Ui, path: &[Pos2], color: Color32) {
    let [.., before, tip] = path else { return };
    let direction = (*tip - *before).normalized();
    let stop = *tip - direction * HEAD.0;
    let mut line: Vec<Pos2> = path.iter().copied().take(path.len().saturating_sub(1)).collect();
    line.push(stop);
    ui.painter().add(Shape::line(line, Stroke::new(WIDTH, color)));
    let across = direction.rot90() * HEAD.1;
    ui.painter().add(Shape::convex_polygon(vec![*tip, stop + across, stop - across], color, Stroke::NONE));
}

fn show_part(ui: &Ui, part: &MapPart<'_>, rect: Rect) -> Response {
    let sense = if part.value.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect, ui.scope_id().with(("part", part.label)), sense);
    if ui.is_rect_visible(rect) {
        paint_part(ui, part, &response);
    }
    let (words, cursor) = match part.value {
        Some(value) => (format!("{value}. {}", part.hint), CursorIcon::PointingHand),
        None => (EMPTY.to_owned(), CursorIcon::Default),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, part.value.is_some(), part.label));
    describe(&response, &words);
    let hover = if part.value.is_some() { part.hint } else { EMPTY };
    response.on_hover_cursor(cursor).on_hover_text(hover)
}

fn paint_part(ui: &Ui, part: &MapPart<'_>, response: &Response) {
    let (t, painter, rect) = (Tokens::of(ui), ui.painter(), response.rect);
    let is_there = part.value.is_some();
    let (fill, border) = match (is_there, response.hovered()) {
        (true, true) => (t.hover, t.accent),
        (true, false) => (t.raised, t.accent),
        (false, _) => (t.panel, t.line),
    };
    painter.rect(rect, RADIUS, fill, Stroke::new(1.0, border), StrokeKind::Inside);
    let (ink, mark) = if is_there { (t.text, t.accent) } else { (t.muted, t.faint) };
    let (left, first) = (rect.left() + PADDING, rect.top() + 17.0);
    let room = rect.width() - PADDING * 2.0;
    part.icon.paint(painter, pos2(left + ICON / 2.0, first), (ICON, mark));
    let label = line(ui, part.label, semibold(TEXT), room - ICON - 6.0);
    put(painter, pos2(left + ICON + 6.0, first), label, ink);
    let second = pos2(left, rect.bottom() - 14.0);
    match part.value {
        Some(value) if value.contains(' ') => {
            put(painter, second, line(ui, value, face(SMALL), room), t.muted);
        }
        Some(value) => {
            put(painter, second, mono_line(ui, value, CODE - 1.0, room), t.muted);
        }
        None => {
            put(painter, second, line(ui, EMPTY, face(SMALL), room), t.faint);
        }
    }
    if response.has_focus() {
        focus_ring(ui, rect, RADIUS);
    }
}
