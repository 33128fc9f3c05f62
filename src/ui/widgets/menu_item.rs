//! A line of a menu, of a list of choices, of the palette: mark, words, detail, keys.

use std::sync::Arc;

use eframe::egui::{
    Color32, CursorIcon, Galley, Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2,
};

use super::paint::{describe, line, put, whole_line};
use crate::ui::theme::{CODE, CONTROL_RADIUS, ICON, Icon, SMALL, TEXT, Tokens, face, icons, mono};

/// Something to pick from a list that has opened.
#[must_use = "add it to a Ui"]
pub struct MenuItem<'a> {
    label: &'a str,
    detail: &'a str,
    keys: &'a str,
    mark: Mark,
    why_not: Option<&'a str>,
    lit: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Icon(Icon),
    Choice { chosen: bool },
}

const HEIGHT: f32 = 30.0;
const SECOND_LINE: f32 = 18.0;
const EDGE: f32 = 10.0;
const MARK_ROOM: f32 = 24.0;

impl<'a> MenuItem<'a> {
    /// The label is the accessible name.
    pub const fn new(label: &'a str) -> Self {
        Self { label, detail: "", keys: "", mark: Mark::None, why_not: None, lit: false }
    }

    /// More words, to the right or beneath.
    pub const fn detail(mut self, words: &'a str) -> Self {
        self.detail = words;
        self
    }

    /// The keys that do the same.
    pub const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// An icon before the label.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.mark = Mark::Icon(icon);
        self
    }

    /// One of several, of which one is chosen.
    pub const fn choice(mut self, chosen: bool) -> Self {
        self.mark = Mark::Choice { chosen };
        self
    }

    /// Disabled, when there is a reason, which is shown in place of the detail.
    pub const fn unless(mut self, why_not: Option<&'a str>) -> Self {
        self.why_not = why_not;
        self
    }

    /// Drawn as if the pointer were over it: the line that Enter would take.
    pub const fn lit(mut self, lit: bool) -> Self {
        self.lit = lit;
        self
    }

    fn draw(&self, ui: &mut Ui) -> Response {
        let parts = Parts::measure(ui, self);
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), parts.height), Sense::click());
        if ui.is_rect_visible(rect) {
            let t = Tokens::of(ui);
            if self.lit || response.has_focus() || (response.hovered() && self.why_not.is_none()) {
                ui.painter().rect_filled(rect, CONTROL_RADIUS - 1, t.hover);
            }
            self.paint_mark(ui, rect);
            parts.paint(ui, rect, if self.why_not.is_none() { t.text } else { t.muted });
        }
        self.say(&response);
        response.on_hover_cursor(CursorIcon::PointingHand)
    }

    fn paint_mark(&self, ui: &Ui, rect: Rect) {
        let (t, at) = (Tokens::of(ui), pos2(rect.left() + EDGE + 7.0, rect.top() + HEIGHT / 2.0));
        match self.mark {
            Mark::Icon(icon) => icon.paint(ui.painter(), at, (ICON, t.muted)),
            Mark::Choice { chosen: true } => icons::CHECK.paint(ui.painter(), at, (ICON - 2.0, t.accent)),
            Mark::Choice { chosen: false } | Mark::None => {}
        }
    }

    fn say(&self, response: &Response) {
        let Self { label, detail, keys, mark, why_not, .. } = *self;
        response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, why_not.is_none(), label));
        let words = why_not.unwrap_or(detail);
        if !words.is_empty() {
            describe(response, words);
        }
        response.ctx.accesskit_node_builder(response.id, |node| {
            if let Mark::Choice { chosen } = mark {
                node.set_selected(chosen);
            }
            if !keys.is_empty() {
                node.set_keyboard_shortcut(keys);
            }
        });
    }
}

impl Widget for MenuItem<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        match self.why_not {
            None => self.draw(ui),
            Some(_) => ui.add_enabled_ui(false, |ui| self.draw(ui)).inner,
        }
    }
}

struct Parts {
    label: Arc<Galley>,
    detail: Option<Arc<Galley>>,
    keys: Option<Arc<Galley>>,
    left: f32,
    two_lines: bool,
    height: f32,
}

impl Parts {
    fn measure(ui: &Ui, item: &MenuItem<'_>) -> Self {
        let MenuItem { label, detail, keys, mark, why_not, .. } = *item;
        let left = EDGE + if mark == Mark::None { 0.0 } else { MARK_ROOM };
        let room = ui.available_width() - left - EDGE;
        let keys = (!keys.is_empty()).then(|| whole_line(ui, keys, mono(CODE - 1.0)));
        let keys_room = keys.as_ref().map_or(0.0, |keys| keys.size().x + 16.0);
        let label = line(ui, label, face(TEXT), room - keys_room);
        let words = why_not.unwrap_or(detail);
        let detail = (!words.is_empty()).then(|| line(ui, words, face(SMALL), room));
        let beside = room - keys_room - label.size().x - 16.0;
        let two_lines = detail.as_ref().is_some_and(|detail| detail.size().x > beside);
        let height = if two_lines { HEIGHT + SECOND_LINE } else { HEIGHT };
        Self { label, detail, keys, left, two_lines, height }
    }

    fn paint(self, ui: &Ui, rect: Rect, ink: Color32) {
        let (t, painter) = (Tokens::of(ui), ui.painter());
        let (left, first) = (rect.left() + self.left, rect.top() + HEIGHT / 2.0);
        put(painter, pos2(left, first), self.label, ink);
        let mut right = rect.right() - EDGE;
        if let Some(keys) = self.keys {
            right -= keys.size().x;
            put(painter, pos2(right, first), keys, t.muted);
            right -= 16.0;
        }
        match self.detail {
            Some(detail) if self.two_lines => {
                put(painter, pos2(left, rect.bottom() - 14.0), detail, t.muted);
            }
            Some(detail) => {
                put(painter, pos2(right - detail.size().x, first), detail, t.muted);
            }
            None => {}
        }
    }
}
