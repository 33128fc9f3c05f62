//! The tour: a card beside each part of the window in turn, with an outline around the part; and, before
//! it, the offer in a corner. It keeps nothing from being used.

use eframe::egui::{
    Align, Area, CornerRadius, Frame, Id, Label, Layout, Margin, Order, Pos2, Rect, RichText, Role, Shape,
    Stroke, StrokeKind, Ui, pos2, vec2,
};

use crate::app::{App, Command, Place, Stop, Tour, Turn};
use crate::ui::theme::{
    CARD_RADIUS, RADIUS, SMALL, SMALL_HEIGHT, TEXT, Tokens, card_shadow, face, icons, semibold,
};
use crate::ui::widgets::{Button, describe, row_place};

/// Where the parts of the Walk place are in this frame.
#[derive(Debug, Clone, Copy)]
pub(in crate::ui) struct Spots {
    form: Rect,
    lanes: Rect,
    inspector: Option<Rect>,
    results: Rect,
    /// The question that is open in the lanes.
    pub(in crate::ui) card: Option<Rect>,
}

impl Default for Spots {
    fn default() -> Self {
        Self::in_room(Rect::ZERO)
    }
}

impl Spots {
    /// Nothing is laid out yet.
    pub(in crate::ui) const fn in_room(room: Rect) -> Self {
        Self { form: room, lanes: room, inspector: None, results: room, card: None }
    }

    /// The result bar took what is below `rest`.
    pub(in crate::ui) fn results_above(&mut self, rest: Rect) {
        self.results = self.results.with_min_y(rest.bottom());
        (self.form, self.lanes) = (rest, rest);
    }

    /// The form took what is beside or above `rest`.
    pub(in crate::ui) fn form_beside(&mut self, rest: Rect) {
        let is_column = rest.left() > self.form.left() + 1.0;
        self.form =
            if is_column { self.form.with_max_x(rest.left()) } else { self.form.with_max_y(rest.top()) };
        self.lanes = rest;
    }

    /// The inspector took what is right of `rest`, or lies over it as a drawer.
    pub(in crate::ui) fn inspector_beside(&mut self, rest: Rect, drawer: Option<Rect>) {
        self.inspector = Some(drawer.unwrap_or_else(|| self.lanes.with_min_x(rest.right())));
        self.lanes = rest;
    }

    /// What a stop is about.
    fn of(&self, stop: Stop, row: Option<Rect>) -> Rect {
        match stop {
            Stop::Form => self.form,
            Stop::Lanes => self.lanes,
            Stop::Question => self.card.or(row).unwrap_or(self.lanes),
            Stop::Inspector => self.inspector.unwrap_or(self.lanes),
            Stop::Results => self.results,
        }
    }
}

/// The row that a question stands under as a rule: the second call answers the first one.
const QUESTIONED: usize = 1;
/// Width of the offer, within its frame.
const OFFER_WIDTH: f32 = 300.0;
const WIDTH: f32 = 340.0;
/// About as tall as a card of the tour gets.
const HEIGHT: f32 = 190.0;
/// Between a card and what it is about.
const GAP: f32 = 14.0;

/// Draws the offer or the stop, if there is one.
pub(in crate::ui) fn show(app: &App, spots: &Spots, ui: &mut Ui, commands: &mut Vec<Command>) {
    if app.place != Place::Walk || app.dialog.is_some() {
        return;
    }
    match app.tour {
        Tour::Away => ui.data_mut(|data| data.remove::<Stop>(last_stop())),
        Tour::Offered => offer(spots, ui, commands),
        Tour::At(stop) => at(stop, spots.of(stop, row_place(ui, QUESTIONED)), (ui, commands)),
    }
}

fn offer(spots: &Spots, ui: &Ui, commands: &mut Vec<Command>) {
    let area = Area::new(Id::unique("tour offer")).order(Order::Foreground);
    let corner = pos2(spots.results.right() - 14.0, spots.results.top() - 14.0);
    area.pivot(eframe::egui::Align2::RIGHT_BOTTOM).fixed_pos(corner).show(ui, |ui| {
        let card = card(ui).inner_margin(Margin::symmetric(14, 8));
        let response = card.show(ui, |ui| {
            let row = Layout::left_to_right(Align::Center);
            ui.allocate_ui_with_layout(vec2(OFFER_WIDTH, SMALL_HEIGHT), row, |ui| {
                ui.label(RichText::new("New here?").font(semibold(TEXT)));
                if ui.add(Button::small("Take the tour").icon(icons::FOOTPRINTS)).clicked() {
                    commands.push(Command::Tour(Turn::Start));
                }
                if ui.add(Button::small("No thanks")).clicked() {
                    commands.push(Command::Tour(Turn::End));
                }
            });
        });
        announce(&response.response, "New here? Take the tour");
    });
}

fn at(stop: Stop, spot: Rect, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let screen = ui.content_rect();
    let spot = spot.intersect(screen.shrink(3.0));
    let accent = Tokens::of(ui).accent;
    let area = Area::new(Id::unique("tour")).order(Order::Foreground).fixed_pos(beside(spot, screen));
    area.show(ui, |ui| {
        // In the card's own layer and before it: the card covers the outline, and nothing else does.
        let around = ui.painter().with_clip_rect(screen);
        let radius = CornerRadius::same(RADIUS);
        around.rect_stroke(spot, radius, Stroke::new(2.0, accent), StrokeKind::Inside);
        let frame = card(ui).stroke(Stroke::new(1.0, accent)).inner_margin(Margin::same(16));
        let drawn = frame.show(ui, |ui| {
            ui.set_width(WIDTH - 32.0);
            words(stop, ui);
            buttons(stop, ui, commands);
        });
        announce(&drawn.response, &format!("{}. {}", stop.title(), stop.text()));
        if let Some(arrow) = arrow(drawn.response.rect, spot) {
            around.add(Shape::convex_polygon(arrow, accent, Stroke::NONE));
        }
    });
}

fn card(ui: &Ui) -> Frame {
    let t = Tokens::of(ui);
    Frame::new()
        .fill(t.panel)
        .stroke(Stroke::new(1.0, t.line))
        .corner_radius(CornerRadius::same(CARD_RADIUS))
        .shadow(card_shadow(t))
}

fn words(stop: Stop, ui: &mut Ui) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 6.0;
    let number = format!("{} of {}", stop.number(), Stop::ALL.len());
    ui.label(RichText::new(number).font(face(SMALL)).color(t.faint));
    ui.label(RichText::new(stop.title()).font(semibold(TEXT + 1.0)));
    ui.add(Label::new(RichText::new(stop.text()).color(t.muted)).wrap());
    ui.add_space(4.0);
}

fn buttons(stop: Stop, ui: &mut Ui, commands: &mut Vec<Command>) {
    let is_last = stop.number() == Stop::ALL.len();
    ui.horizontal(|ui| {
        if !is_last && ui.add(Button::plain("Skip").shortcut("Esc")).clicked() {
            commands.push(Command::Tour(Turn::End));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let next = ui.add(Button::primary(if is_last { "Done" } else { "Next" }));
            if next.clicked() {
                commands.push(Command::Tour(Turn::Next));
            }
            if ui.data(|data| data.get_temp::<Stop>(last_stop())) != Some(stop) {
                ui.data_mut(|data| data.insert_temp(last_stop(), stop));
                next.request_focus();
            }
            if stop != Stop::Form && ui.add(Button::plain("Back")).clicked() {
                commands.push(Command::Tour(Turn::Back));
            }
        });
    });
}

/// The stop that Next had the focus at: the focus is taken once, and may go elsewhere then.
fn last_stop() -> Id {
    Id::unique("tour stop")
}

/// Where a card goes: right of a part, left of it, above it, under it, or else within it.
fn beside(spot: Rect, screen: Rect) -> Pos2 {
    let from_top = if spot.height() > HEIGHT { 72.0 } else { -16.0 };
    let top = (spot.top() + from_top).min(screen.bottom() - HEIGHT - GAP);
    let middle = spot.center().x - WIDTH / 2.0;
    let at = if screen.right() - spot.right() > WIDTH + GAP * 2.0 {
        pos2(spot.right() + GAP, top)
    } else if spot.left() - screen.left() > WIDTH + GAP * 2.0 {
        pos2(spot.left() - GAP - WIDTH, top)
    } else if spot.top() - screen.top() > HEIGHT + GAP * 4.0 {
        pos2(middle, spot.top() - GAP - HEIGHT)
    } else if screen.bottom() - spot.bottom() > HEIGHT + GAP * 2.0 {
        pos2(middle, spot.bottom() + GAP)
    } else {
        pos2(middle, spot.bottom() - HEIGHT - GAP * 2.0)
    };
    at.max(screen.min + vec2(GAP, GAP))
}

/// A triangle from the card to the part, where one lies beside the other.
fn arrow(card: Rect, spot: Rect) -> Option<Vec<Pos2>> {
    const HALF: f32 = 7.0;
    let y = (card.top() + 28.0).clamp(spot.top() + HALF, spot.bottom().max(spot.top() + HALF * 2.0) - HALF);
    if card.left() >= spot.right() {
        let tip = pos2(spot.right() + 3.0, y);
        return Some(vec![tip, pos2(card.left(), y - HALF), pos2(card.left(), y + HALF)]);
    }
    if card.right() <= spot.left() {
        let tip = pos2(spot.left() - 3.0, y);
        return Some(vec![tip, pos2(card.right(), y + HALF), pos2(card.right(), y - HALF)]);
    }
    let x = card.center().x;
    if card.bottom() <= spot.top() {
        let tip = pos2(x, spot.top() - 3.0);
        return Some(vec![tip, pos2(x + HALF, card.bottom()), pos2(x - HALF, card.bottom())]);
    }
    if card.top() >= spot.bottom() {
        let tip = pos2(x, spot.bottom() + 3.0);
        return Some(vec![tip, pos2(x - HALF, card.top()), pos2(x + HALF, card.top())]);
    }
    None
}

/// A screen reader speaks it when it appears.
fn announce(response: &eframe::egui::Response, words: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Status);
        node.set_label(words);
    });
    describe(response, "Tour");
}
