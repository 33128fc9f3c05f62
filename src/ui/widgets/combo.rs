//! One of a list: looks like a field, opens a menu.

use eframe::egui::{CursorIcon, Popup, Response, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::field::{FieldFrame, FieldState, labelled};
use super::menu_item::MenuItem;
use super::paint::{line, put};
use crate::ui::theme::{CONTROL_HEIGHT, ICON, SMALL, TEXT, Tokens, face, icons, semibold};

/// One thing to choose.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// What it is called.
    pub label: &'a str,
    /// What it is for, in a few words; may be empty.
    pub detail: &'a str,
}

/// The least width of the list, for what stands beside the names.
const WIDTH: f32 = 300.0;

/// A labelled field with a list of choices behind it.
#[must_use = "show it"]
pub struct Combo<'a> {
    label: &'a str,
    hint: &'a str,
    problem: Option<&'a str>,
    bare: bool,
    summoned: bool,
}

impl<'a> Combo<'a> {
    /// The label stands above and is its accessible name.
    pub const fn new(label: &'a str) -> Self {
        Self { label, hint: "", problem: None, bare: false, summoned: false }
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

    /// Comes into sight and opens its list: something else pointed at it.
    pub const fn summoned(mut self, summoned: bool) -> Self {
        self.summoned = summoned;
        self
    }

    /// Draws it as wide as there is room; says which choice was made.
    pub fn show(self, ui: &mut Ui, choices: &[Choice<'_>], chosen: Option<usize>) -> Option<usize> {
        let mut made = None;
        let current = chosen.and_then(|index| choices.get(index)).map_or("", |choice| choice.label);
        let mut draw = |ui: &mut Ui| {
            let response = self.closed(ui, current);
            if self.summoned {
                response.scroll_to_me(None);
                Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
            }
            let just_opened = response.clicked() || self.summoned;
            Popup::menu(&response)
                .width(response.rect.width().max(WIDTH))
                .gap(4.0)
                .accessible_name(self.label)
                .show(|ui| {
                    for (index, choice) in choices.iter().enumerate() {
                        let item =
                            MenuItem::new(choice.label).detail(choice.detail).choice(Some(index) == chosen);
                        let row = ui.add(item);
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

/// A heading within a menu or a form: small, and not to be pressed.
pub fn group_label(ui: &mut Ui, words: &str) -> Response {
    ui.label(RichText::new(words).font(semibold(SMALL)).color(Tokens::of(ui).muted))
}
