//! Where things are in the lanes: columns, rows, the card. Numbers only.

use eframe::egui::{Rect, pos2, vec2};

use crate::flow::StepState;

/// Height of the strip with the heads.
pub(super) const HEADS_HEIGHT: f32 = 78.0;
/// Height of one head, which hangs in the strip.
pub(super) const HEAD_HEIGHT: f32 = 50.0;
/// Distance between rows.
pub(super) const ROW_GAP: f32 = 8.0;
/// Distance between a row and its card.
pub(super) const CARD_GAP: f32 = 10.0;
/// From the top of a row to the middle of its name.
pub(super) const NAME_Y: f32 = 15.0;
/// From the top of a row to the arrow out.
pub(super) const OUT_Y: f32 = 28.0;
/// From the top of a row to the arrow home.
pub(super) const HOME_Y: f32 = 48.0;
/// From the top of a row to the middle of what came back.
pub(super) const BACK_Y: f32 = 61.0;
/// Radius of the ring that says how a step stands.
pub(super) const RING: f32 = 11.5;
/// From the border of a row to what is in it.
pub(super) const INSET: f32 = 14.0;

const FULL_ROW: f32 = 76.0;
const TIGHT_GHOST: f32 = 54.0;
const EDGE: f32 = 6.0;
const WIDEST_HEAD: f32 = 168.0;
/// From the last lifeline to the edge: the status of a step stands there, clear of the arrows.
const STATUS_ROOM: f32 = 112.0;
/// Lanes as narrow as this need all their room for the heads.
const NARROW: f32 = 480.0;
const WIDEST_CARD: f32 = 560.0;

/// How close ghosts stand: from 0, as far apart as all rows, to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tightness(pub(super) f32);

impl Tightness {
    pub(super) const LOOSE: Self = Self(0.0);
}

/// A ghost says less, so it can stand closer; every other row is as high as it will ever be.
pub(super) fn row_height(state: StepState, tightness: Tightness) -> f32 {
    match state {
        StepState::Ghost => FULL_ROW + (TIGHT_GHOST - FULL_ROW) * tightness.0,
        StepState::Ready
        | StepState::Asking
        | StepState::UnderWay { .. }
        | StepState::Done
        | StepState::Refused
        | StepState::Failed
        | StepState::Stopped => FULL_ROW,
    }
}

/// The lanes side by side.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    /// All the room there is.
    pub(super) area: Rect,
    /// Width of a head.
    pub(super) head_width: f32,
    /// Where each lifeline runs.
    pub(super) lines: Vec<f32>,
}

impl Columns {
    pub(super) fn new(area: Rect, count: usize) -> Self {
        let actors = u16::try_from(count).unwrap_or(u16::MAX).max(1);
        let (count, left) = (f32::from(actors), area.left() + 10.0);
        let room = area.width() - 20.0;
        let gap = (room * 0.033).clamp(6.0, 24.0);
        let head_width = (room + gap) / count - gap;
        // Very wide lanes keep their heads small and stretch the distance between them.
        let shown = head_width.min(WIDEST_HEAD);
        // Narrow lanes have none to spare: there the status may meet an arrow's end.
        let spare = (room - NARROW).clamp(0.0, room * 0.1);
        let status = (STATUS_ROOM - 10.0 - shown / 2.0).clamp(0.0, spare);
        let shown = shown.min((room - status + gap) / count - gap);
        let pitch = if count > 1.0 { (room - status - shown) / (count - 1.0) } else { 0.0 };
        let lines = (0..actors).map(|i| (left + shown / 2.0 + f32::from(i) * pitch).round()).collect();
        Self { area, head_width: shown, lines }
    }

    /// The lifeline of the person: where every arrow begins.
    pub(super) fn home(&self) -> f32 {
        self.lines.first().copied().unwrap_or(self.area.left())
    }

    /// Where the ring of a row is.
    pub(super) fn ring_x(&self) -> f32 {
        (self.home() - 22.0).min(self.area.left() + 30.0)
    }

    /// Where the words of a row begin.
    pub(super) fn words_x(&self) -> f32 {
        self.home() + 12.0
    }

    /// Where the words of a row must end.
    pub(super) fn words_end(&self) -> f32 {
        self.area.right() - EDGE - INSET
    }

    pub(super) fn head_rect(&self, line: f32) -> Rect {
        let middle = self.area.top() + INSET + HEAD_HEIGHT / 2.0;
        Rect::from_center_size(pos2(line, middle), vec2(self.head_width, HEAD_HEIGHT))
    }

    pub(super) fn row_rect(&self, top: f32, height: f32) -> Rect {
        Rect::from_min_max(pos2(self.area.left() + EDGE, top), pos2(self.area.right() - EDGE, top + height))
    }

    /// The room for a card that begins at `top`. Its height is its own affair.
    pub(super) fn card_rect(&self, top: f32) -> Rect {
        let left = (self.home() - 28.0).max(self.area.left() + INSET);
        let width = (self.area.right() - INSET - left).min(WIDEST_CARD);
        Rect::from_min_size(pos2(left, top), vec2(width, 0.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(width: f32, count: usize) -> Columns {
        Columns::new(Rect::from_min_size(pos2(100.0, 50.0), vec2(width, 600.0)), count)
    }

    #[test]
    fn heads_never_touch_and_never_leave_the_area() {
        for width in [360.0, 420.0, 590.0, 736.0, 1100.0, 2000.0] {
            for count in 1..=5 {
                let columns = columns(width, count);
                let heads: Vec<Rect> = columns.lines.iter().map(|line| columns.head_rect(*line)).collect();
                assert!(
                    heads.iter().all(|head| columns.area.expand(1.0).contains_rect(*head)),
                    "{width} {count}"
                );
                assert!(
                    heads.windows(2).all(|pair| pair[0].right() + 4.0 <= pair[1].left()),
                    "{width} {count}"
                );
            }
        }
    }

    #[test]
    fn ring_and_words_stand_on_either_side_of_the_first_lifeline() {
        for width in [360.0, 590.0, 1400.0] {
            let columns = columns(width, 5);
            assert!(columns.ring_x() - RING >= columns.area.left() + EDGE);
            assert!(columns.ring_x() + RING < columns.home());
            assert!(columns.words_x() > columns.home());
        }
    }

    #[test]
    fn cards_stay_inside() {
        for width in [360.0, 590.0, 1400.0] {
            let columns = columns(width, 5);
            let card = columns.card_rect(80.0);
            assert!(card.width() > 200.0 && card.right() <= columns.area.right() - INSET);
        }
    }

    #[test]
    fn only_ghosts_give_way() {
        let tight = Tightness(1.0);
        assert!(row_height(StepState::Ghost, tight) < row_height(StepState::Ghost, Tightness::LOOSE));
        assert!(
            (row_height(StepState::Done, tight) - row_height(StepState::Done, Tightness::LOOSE)).abs() < 0.1
        );
    }
}
