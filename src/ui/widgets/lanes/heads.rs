//! The actors across the top, and the dotted lifelines that hang from them.

use std::ops::RangeInclusive;

use eframe::egui::{Response, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2};

use super::LaneHead;
use super::geometry::{Columns, HEAD_HEIGHT};
use crate::flow::Actor;
use crate::ui::theme::{self, ICON, Icon, RADIUS, SMALL, TEXT, Tokens, icons, semibold};
use crate::ui::widgets::paint::{line, mono_line, put, whole_line};

const PADDING: f32 = 10.0;
const GAP: f32 = 6.0;
/// Sizes that a name may shrink to, largest first.
const NAME_SIZES: [f32; 4] = [SMALL, 11.5, 11.0, 10.5];

/// Lifelines are painted before the rows, which cover them where there are words.
pub(super) fn lifelines(ui: &Ui, columns: &Columns, from_to: RangeInclusive<f32>) {
    let stroke = Stroke::new(1.0, Tokens::of(ui).line);
    let top = from_to.start() - (super::geometry::HEADS_HEIGHT - HEAD_HEIGHT) + super::geometry::INSET + 2.0;
    for x in &columns.lines {
        let x = ui.painter().round_to_pixel_center(*x);
        let path = [pos2(x, top), pos2(x, *from_to.end())];
        ui.painter().extend(Shape::dashed_line(&path, stroke, 2.0, 5.0));
    }
}

/// Draws the heads; `lit` tells whose call is out.
pub(super) fn show(ui: &Ui, columns: &Columns, heads: &[LaneHead<'_>], lit: impl Fn(Actor) -> bool) {
    let widest = |size: f32| {
        heads.iter().map(|head| whole_line(ui, head.name, semibold(size)).size().x).fold(0.0, f32::max)
    };
    let beside = ICON + GAP + widest(TEXT) <= columns.head_width - PADDING * 2.0;
    let size = NAME_SIZES.into_iter().find(|size| widest(*size) <= columns.head_width - 8.0).unwrap_or(10.5);
    for (head, x) in heads.iter().zip(&columns.lines) {
        let rect = columns.head_rect(*x);
        let response = ui.interact(rect, ui.scope_id().with(("head", head.name)), Sense::hover());
        let border = if lit(head.actor) { Tokens::of(ui).accent } else { Tokens::of(ui).line };
        ui.painter().rect(rect, RADIUS, Tokens::of(ui).panel, Stroke::new(1.0, border), StrokeKind::Inside);
        if beside {
            one_beside_the_other(ui, &response, head);
        } else {
            one_above_the_other(ui, &response, (head, size));
        }
        let words = [head.name, head.id].join(" ");
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words.trim()));
        if !beside {
            response.on_hover_text(words.trim());
        }
    }
}

fn one_beside_the_other(ui: &Ui, response: &Response, head: &LaneHead<'_>) {
    let (t, rect, painter) = (Tokens::of(ui), response.rect, ui.painter());
    let left = rect.left() + PADDING;
    let first = if head.id.is_empty() { rect.center().y } else { rect.top() + 16.0 };
    look(head.actor).paint(painter, pos2(left + ICON / 2.0, first), (ICON, color(t, head.actor)));
    put(painter, pos2(left + ICON + GAP, first), whole_line(ui, head.name, semibold(TEXT)), t.text);
    let id = mono_line(ui, head.id, theme::CODE - 1.0, rect.width() - PADDING * 2.0);
    put(painter, pos2(left, rect.bottom() - 14.0), id, t.muted);
}

/// For narrow lanes: the icon over the name, and the id where the pointer rests.
fn one_above_the_other(ui: &Ui, response: &Response, (head, size): (&LaneHead<'_>, f32)) {
    let (t, rect, painter) = (Tokens::of(ui), response.rect, ui.painter());
    look(head.actor).paint(painter, pos2(rect.center().x, rect.top() + 16.0), (ICON, color(t, head.actor)));
    let name = line(ui, head.name, semibold(size), rect.width() - 6.0);
    put(painter, pos2(rect.center().x - name.size().x / 2.0, rect.bottom() - 14.0), name, t.text);
}

const fn look(actor: Actor) -> Icon {
    match actor {
        Actor::You => icons::USER_ROUND,
        Actor::UserPool => icons::USERS_ROUND,
        Actor::IdentityPool => icons::FINGERPRINT,
        Actor::Sts => icons::SHIELD_CHECK,
        Actor::YourApi => icons::GLOBE,
    }
}

const fn color(t: &Tokens, actor: Actor) -> eframe::egui::Color32 {
    match actor {
        Actor::You => t.text,
        Actor::UserPool | Actor::IdentityPool | Actor::Sts | Actor::YourApi => t.accent,
    }
}
