//! The lanes: a sequence diagram of one walk, drawn as it happens. Actors across the top, one row for each step,
//! an arrow out and an arrow home; steps to come are ghosts. A question or a failure opens as a card under its step.
//!
//! It knows rows and words, and nothing of what the words mean.

use std::time::Duration;

use eframe::egui::{
    CursorIcon, EventFilter, Id, Key, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};
use jiff::Timestamp;

use crate::flow::{Actor, StepState};
use crate::ui::theme;

use super::paint::describe;

mod arrow;
mod geometry;
mod heads;
mod row;

use geometry::{CARD_GAP, Columns, HEADS_HEIGHT, ROW_GAP, Tightness, row_height};

/// One actor across the top.
#[derive(Debug, Clone, Copy)]
pub struct LaneHead<'a> {
    /// Whose lane it is.
    pub actor: Actor,
    /// What it is called.
    pub name: &'a str,
    /// Its id in short; left out where there is no room.
    pub id: &'a str,
}

/// One step, in words.
#[derive(Debug, Clone, Copy)]
pub struct LaneRow<'a> {
    /// The operation: `InitiateAuth`.
    pub name: &'a str,
    /// What goes out, over the arrow out.
    pub gist: &'a str,
    /// What came back, under the arrow home; empty until something did.
    pub back: &'a str,
    /// At the right: `200 · 38 ms`, `waiting for you`.
    pub status: &'a str,
    /// How the step stands.
    pub state: StepState,
    /// Whose lane the arrow goes to.
    pub to: Actor,
}

/// The lanes of one walk.
#[must_use = "show them"]
pub struct Lanes<'a> {
    heads: &'a [LaneHead<'a>],
    rows: &'a [LaneRow<'a>],
    now: Timestamp,
    selected: Option<usize>,
    card_under: Option<usize>,
}

impl<'a> Lanes<'a> {
    /// The lanes as they stand at `now`.
    pub const fn new(heads: &'a [LaneHead<'a>], rows: &'a [LaneRow<'a>], now: Timestamp) -> Self {
        Self { heads, rows, now, selected: None, card_under: None }
    }

    /// The row that the inspector shows.
    pub const fn selected(mut self, row: Option<usize>) -> Self {
        self.selected = row;
        self
    }

    /// The row that the card belongs to. Without it there is no card.
    pub const fn card_under(mut self, row: Option<usize>) -> Self {
        self.card_under = row;
        self
    }

    /// Fills the room there is. `card` draws what opens under a row; it is called when there is a card.
    /// Gives the row that was picked, by pointer or by the arrow keys.
    pub fn show(self, ui: &mut Ui, card: impl FnOnce(&mut Ui)) -> Option<usize> {
        let area = ui.available_rect_before_wrap();
        let columns = Columns::new(area, self.heads.len());
        let strip = Rect::from_min_size(area.min, vec2(area.width(), HEADS_HEIGHT));
        ui.allocate_rect(strip, Sense::hover());
        heads::lifelines(ui, &columns, strip.bottom()..=area.bottom());
        heads::show(ui, &columns, self.heads, |actor| self.calls(actor));
        self.ask_for_frames(ui);
        ScrollArea::vertical()
            .id_salt("lanes")
            .auto_shrink(false)
            .show(ui, |ui| {
                let room = area.bottom() - strip.bottom();
                self.rows(ui, &columns, (room, card))
            })
            .inner
    }

    /// True while a call to this actor is out.
    fn calls(&self, actor: Actor) -> bool {
        self.rows.iter().any(|row| row.to == actor && matches!(row.state, StepState::UnderWay { .. }))
    }

    /// While a call is out its light travels, and the time beside it runs.
    fn ask_for_frames(&self, ui: &Ui) {
        if self.rows.iter().any(|row| matches!(row.state, StepState::UnderWay { .. })) {
            let millis = if theme::reduced_motion(ui.ctx()) { 100 } else { 33 };
            ui.ctx().request_repaint_after(Duration::from_millis(millis));
        }
    }

    fn rows(
        &self,
        ui: &mut Ui,
        columns: &Columns,
        (room, card): (f32, impl FnOnce(&mut Ui)),
    ) -> Option<usize> {
        let id = ui.scope_id();
        let tightness = self.tightness(ui, room);
        let (top, mut card, mut picked) = (ui.cursor().top(), Some(card), None);
        let mut y = top + ROW_GAP / 2.0;
        for (index, row) in self.rows.iter().enumerate() {
            let rect = columns.row_rect(y, row_height(row.state, tightness));
            picked = picked.or(self.row(ui, columns, (index, rect)));
            y = rect.bottom() + ROW_GAP;
            let here = self.card_under == Some(index);
            let draw = if here { card.take() } else { None };
            y += card_space(ui, id.with(("card", index)), columns.card_rect(y - ROW_GAP + CARD_GAP), draw);
        }
        ui.allocate_rect(
            Rect::from_min_max(pos2(columns.area.left(), top), pos2(columns.area.right(), y)),
            Sense::hover(),
        );
        picked
    }

    /// Ghosts stand closer when a card needs the room, or when not all rows would be seen.
    fn tightness(&self, ui: &Ui, room: f32) -> Tightness {
        let loose: f32 = self.rows.iter().map(|row| row_height(row.state, Tightness::LOOSE) + ROW_GAP).sum();
        let tight = self.card_under.is_some() || loose > room;
        Tightness(ui.ctx().animate_bool_responsive(ui.scope_id().with("tight"), tight))
    }

    /// One row: pointer, keys, picture, words for a screen reader.
    fn row(&self, ui: &mut Ui, columns: &Columns, (index, rect): (usize, Rect)) -> Option<usize> {
        let row = self.rows.get(index)?;
        let response =
            ui.interact(rect, row_id(ui, index), Sense::click()).on_hover_cursor(CursorIcon::PointingHand);
        ui.data_mut(|data| data.insert_temp(row_place_key(index), rect));
        let selected = self.selected == Some(index);
        if ui.is_rect_visible(rect) {
            let column = self.column_of(row.to);
            let seen =
                row::Seen { number: index + 1, selected, column, now: self.now, ring: ring(ui, &response) };
            row::paint(ui, columns, row, (&response, &seen));
        }
        tell(&response, row, (index, selected));
        keep_in_sight(ui, &response, (index, selected));
        if response.clicked() {
            // So that the arrow keys go on from here.
            response.request_focus();
            return Some(index);
        }
        self.arrow_keys(ui, &response, index)
    }

    fn column_of(&self, actor: Actor) -> Option<usize> {
        self.heads.iter().position(|head| head.actor == actor)
    }

    /// Up and down move from row to row, and what is moved to is picked.
    fn arrow_keys(&self, ui: &Ui, response: &Response, index: usize) -> Option<usize> {
        if !response.has_focus() {
            return None;
        }
        let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        let last = self.rows.len().checked_sub(1)?;
        let to = ui.input(|input| {
            [
                (Key::ArrowUp, index.saturating_sub(1)),
                (Key::ArrowDown, (index + 1).min(last)),
                (Key::Home, 0),
                (Key::End, last),
            ]
            .into_iter()
            .find_map(|(key, to)| input.key_pressed(key).then_some(to))
        })?;
        ui.memory_mut(|memory| memory.request_focus(row_id(ui, to)));
        Some(to)
    }
}

/// True when the focus is to be seen: it is on this row, and did not come by a click, which shows well enough where it was.
fn ring(ui: &Ui, response: &Response) -> bool {
    let key = response.id.with("clicked");
    if response.clicked() && ui.input(|input| input.pointer.any_released()) {
        ui.data_mut(|data| data.insert_temp(key, true));
    } else if !response.has_focus() && !response.clicked() {
        ui.data_mut(|data| data.remove::<bool>(key));
    }
    response.has_focus() && !ui.data(|data| data.get_temp(key)).unwrap_or(false)
}

fn row_id(ui: &Ui, index: usize) -> Id {
    ui.scope_id().with(("row", index))
}

/// Where a row of the lanes was drawn last.
#[must_use]
pub fn row_place(ui: &Ui, index: usize) -> Option<Rect> {
    ui.data(|data| data.get_temp(row_place_key(index)))
}

fn row_place_key(index: usize) -> Id {
    Id::unique("place of a row").with(index)
}

/// Draws the card, if there is one, and gives the room it takes: growing when it opens, shrinking when it goes.
fn card_space(ui: &mut Ui, id: Id, place: Rect, card: Option<impl FnOnce(&mut Ui)>) -> f32 {
    let seconds = ui.style().animation_time;
    let Some(card) = card else {
        ui.data_mut(|data| data.remove::<f32>(id));
        return ui.ctx().animate_value_with_time(id, 0.0, seconds);
    };
    let clip = ui.clip_rect();
    let mut child = ui.new_child(UiBuilder::new().id_salt(id).max_rect(place));
    let last: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(0.0);
    let shown = ui.ctx().animate_value_with_time(id, last, seconds);
    if shown + 0.5 < last || last < 1.0 {
        child.set_clip_rect(clip.intersect(Rect::everything_above(place.top() + shown)));
        child.set_opacity((shown / last.max(1.0)).clamp(0.0, 1.0));
    }
    card(&mut child);
    let full = child.min_rect().height() + CARD_GAP + ROW_GAP;
    if (full - last).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, full));
        ui.scroll_to_rect(child.min_rect().expand(CARD_GAP), None);
        ui.ctx().request_repaint();
    }
    shown
}

fn tell(response: &Response, row: &LaneRow<'_>, (index, selected): (usize, bool)) {
    let state = spoken(row.state);
    let status = if row.status.is_empty() || row.status == state {
        String::new()
    } else {
        format!(", {}", row.status)
    };
    let name = format!("Step {}, {}, {state}{status}", index + 1, row.name);
    response.widget_info(|| WidgetInfo::labeled(Role::ListBoxOption, true, &name));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_selected(selected));
    let parts = [row.gist, row.back];
    describe(response, &parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", "));
}

/// How a step stands, as it is spoken.
const fn spoken(state: StepState) -> &'static str {
    match state {
        StepState::Ghost => "to come",
        StepState::Ready => "ready",
        StepState::Asking => "waiting for you",
        StepState::UnderWay { .. } => "under way",
        StepState::Done => "done",
        StepState::Refused => "refused",
        StepState::Failed => "failed",
        StepState::Stopped => "stopped",
    }
}

/// Scrolls to a row when it becomes the selected one.
fn keep_in_sight(ui: &Ui, response: &Response, (index, selected): (usize, bool)) {
    let key = ui.scope_id().with("in sight");
    if selected && ui.data(|data| data.get_temp::<usize>(key)) != Some(index) {
        ui.data_mut(|data| data.insert_temp(key, index));
        ui.scroll_to_rect(response.rect.expand(ROW_GAP), None);
    }
}
