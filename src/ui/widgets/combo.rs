//! One of a list: looks like a field, opens a menu.

use eframe::egui::{
    CursorIcon, Popup, Response, RichText, Role, Sense, Ui, WidgetInfo, accesskit, pos2, vec2,
};

use super::field::{FieldFrame, FieldState, labelled};
use super::paint::{line, put, whole_line};
use crate::ui::theme::{
    CONTROL_HEIGHT, CONTROL_RADIUS, ICON, SMALL, SMALL_HEIGHT, TEXT, Tokens, face, icons,
};

/// One thing to choose.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// What it is called.
    pub label: &'a str,
    /// What it is for, in a few words; may be empty.
    pub detail: &'a str,
}

/// A labelled field with a list of choices behind it.
#[must_use = "show it"]
pub struct Combo<'a> {
    label: &'a str,
    hint: &'a str,
    problem: Option<&'a str>,
    bare: bool,
}

impl<'a> Combo<'a> {
    /// The label stands above and is its accessible name.
    pub const fn new(label: &'a str) -> Self {
        Self { label, hint: "", problem: None, bare: false }
    }

    /// What it shows while nothing is chosen.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What is wrong with the choice, in words.
    pub const fn problem(mut self, problem: Option<&'a str>) -> Self {
        self.problem = problem;
        self
    }

    /// The label is spoken and not shown.
    pub const fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Draws it as wide as there is room; says which choice was made.
    pub fn show(self, ui: &mut Ui, choices: &[Choice<'_>], chosen: Option<usize>) -> Option<usize> {
        let mut made = None;
        let current = chosen.and_then(|index| choices.get(index)).map_or("", |choice| choice.label);
        let mut draw = |ui: &mut Ui| {
            let response = self.closed(ui, current);
            let just_opened = response.clicked();
            Popup::menu(&response)
                .width(response.rect.width() - 12.0)
                .gap(4.0)
                .accessible_name(self.label)
                .show(|ui| {
                    for (index, choice) in choices.iter().enumerate() {
                        let row = row(ui, choice, Some(index) == chosen);
                        if just_opened && index == chosen.unwrap_or(0) {
                            row.request_focus();
                        }
                        if row.clicked() {
                            made = Some(index);
                            ui.close();
                        }
                    }
                });
            response
        };
        if self.bare {
            draw(ui).accessible_name(self.label);
        } else {
            labelled(ui, self.label, self.problem, draw);
        }
        made
    }

    fn closed(&self, ui: &mut Ui, current: &str) -> Response {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), CONTROL_HEIGHT), Sense::click());
        if ui.is_rect_visible(rect) {
            let (t, frame) = (Tokens::of(ui), FieldFrame::begin(ui));
            let open = Popup::is_id_open(ui.ctx(), Popup::default_response_id(&response));
            let focused = response.has_focus() || open;
            frame.around(
                ui,
                rect,
                FieldState { wrong: self.problem.is_some(), focused, hovered: response.hovered() },
            );
            let (words, ink) = if current.is_empty() { (self.hint, t.faint) } else { (current, t.text) };
            let galley = line(ui, words, face(TEXT), rect.width() - 11.0 - 34.0);
            put(ui.painter(), pos2(rect.left() + 11.0, rect.center().y), galley, ink);
            icons::CHEVRON_DOWN.paint(
                ui.painter(),
                pos2(rect.right() - 18.0, rect.center().y),
                (ICON - 2.0, t.muted),
            );
        }
        response.widget_info(|| WidgetInfo {
            current_text_value: Some(current.to_owned()),
            ..WidgetInfo::new(Role::ComboBox)
        });
        response.on_hover_cursor(CursorIcon::PointingHand)
    }
}

fn row(ui: &mut Ui, choice: &Choice<'_>, chosen: bool) -> Response {
    let width = ui.available_width();
    let detail = whole_line(ui, choice.detail, face(SMALL));
    let label = line(ui, choice.label, face(TEXT), width - 44.0);
    let two_lines = !choice.detail.is_empty() && label.size().x + detail.size().x + 60.0 > width;
    let height = if two_lines { SMALL_HEIGHT + 20.0 } else { SMALL_HEIGHT + 2.0 };
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    if ui.is_rect_visible(rect) {
        let (t, painter) = (Tokens::of(ui), ui.painter());
        if response.hovered() || response.has_focus() {
            painter.rect_filled(rect, CONTROL_RADIUS - 1, t.hover);
        }
        let first = if two_lines { rect.top() + 15.0 } else { rect.center().y };
        if chosen {
            icons::CHECK.paint(painter, pos2(rect.left() + 14.0, first), (ICON - 2.0, t.accent));
        }
        let end = put(painter, pos2(rect.left() + 28.0, first), label, t.text);
        if two_lines {
            let detail = line(ui, choice.detail, face(SMALL), width - 36.0);
            put(painter, pos2(rect.left() + 28.0, rect.bottom() - 15.0), detail, t.muted);
        } else {
            let x = (rect.right() - 8.0 - detail.size().x).max(end + 12.0);
            put(painter, pos2(x, rect.center().y), detail, t.muted);
        }
    }
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, choice.label));
    ui.ctx().accesskit_node_builder(response.id, |node: &mut accesskit::Node| {
        node.set_selected(chosen);
        if !choice.detail.is_empty() {
            node.set_description(choice.detail);
        }
    });
    response
}

/// A heading within a menu or a form: small, and not to be pressed.
pub fn group_label(ui: &mut Ui, words: &str) -> Response {
    ui.label(RichText::new(words).font(crate::ui::theme::semibold(SMALL)).color(Tokens::of(ui).muted))
}
