//! A labelled field for text that may be seen, and the frame that all fields share.

use eframe::egui::layers::ShapeIdx;
use eframe::egui::{
    Align2, Frame, Label, Margin, Rect, Response, RichText, Sense, Shape, Stroke, StrokeKind, TextBuffer,
    TextEdit, Ui, accesskit, epaint::RectShape, vec2,
};

use super::paint::describe;
use crate::ui::theme::{CONTROL_HEIGHT, CONTROL_RADIUS, SMALL, TEXT, Tokens, face, icons, mono};

/// A field with its label above and its problem beneath.
#[must_use = "show it"]
pub struct Field<'a> {
    label: &'a str,
    hint: &'a str,
    problem: Option<&'a str>,
    mono: bool,
    rows: usize,
}

impl<'a> Field<'a> {
    /// The label stands above the field and is its accessible name.
    pub const fn new(label: &'a str) -> Self {
        Self { label, hint: "", problem: None, mono: false, rows: 1 }
    }

    /// What the field shows while it is empty.
    pub const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// What is wrong with what was typed, in words.
    pub const fn problem(mut self, problem: Option<&'a str>) -> Self {
        self.problem = problem;
        self
    }

    /// For ids and everything else from the wire.
    pub const fn mono(mut self) -> Self {
        self.mono = true;
        self
    }

    /// A field of several lines.
    pub const fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Draws it as wide as there is room; gives the response of the text inside.
    pub fn show(self, ui: &mut Ui, text: &mut dyn TextBuffer) -> Response {
        let Self { label, hint, problem, mono, rows } = self;
        labelled(ui, label, problem, |ui| {
            let frame = FieldFrame::begin(ui);
            let edit = if rows > 1 {
                TextEdit::multiline(text).desired_rows(rows)
            } else {
                TextEdit::singleline(text)
            };
            let look = EditLook { mono, margin: MARGIN, lines: rows > 1 };
            let response = ui.add(dress(edit, look).id_salt(label).hint_text(hint));
            frame.end(ui, &response, problem.is_some());
            response
        })
    }
}

/// Distance from a field's border to its text.
pub(super) const MARGIN: Margin = Margin { left: 11, right: 11, top: 6, bottom: 6 };

/// How a text edit within our frame looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct EditLook {
    pub(super) mono: bool,
    pub(super) margin: Margin,
    /// It is of several lines, and the first of them is at the top.
    pub(super) lines: bool,
}

/// A text edit without a frame of its own, as wide as there is room.
pub(super) fn dress(edit: TextEdit<'_>, look: EditLook) -> TextEdit<'_> {
    let align = if look.lines { Align2::LEFT_TOP } else { Align2::LEFT_CENTER };
    let font = if look.mono { mono(SMALL + 0.5) } else { face(TEXT) };
    edit.font(font)
        .frame(Frame::NONE.inner_margin(look.margin))
        .min_size(vec2(0.0, CONTROL_HEIGHT))
        .align(align)
        .desired_width(f32::INFINITY)
}

/// The label above, the problem beneath, and both told to a screen reader.
pub(super) fn labelled(
    ui: &mut Ui,
    label: &str,
    problem: Option<&str>,
    field: impl FnOnce(&mut Ui) -> Response,
) -> Response {
    ui.vertical(|ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        let above = ui.label(RichText::new(label).font(face(SMALL)).color(Tokens::of(ui).muted));
        let response = field(ui).labelled_by(above.id);
        if let Some(words) = problem {
            problem_line(ui, words);
            describe(&response, words);
            response
                .ctx
                .accesskit_node_builder(response.id, |node| node.set_invalid(accesskit::Invalid::True));
        }
        response
    })
    .inner
}

/// What is wrong, with an icon: beneath the field it is about.
pub fn problem_line(ui: &mut Ui, words: &str) {
    let bad = Tokens::of(ui).bad;
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        let (mark, _) = ui.allocate_exact_size(vec2(14.0, 18.0), Sense::hover());
        icons::CIRCLE_ALERT.paint(ui.painter(), mark.center(), (14.0, bad));
        ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(bad)).wrap());
    });
}

/// A frame that is painted behind a text edit once it is known how the edit stands.
pub(super) struct FieldFrame {
    behind: ShapeIdx,
}

impl FieldFrame {
    pub(super) fn begin(ui: &Ui) -> Self {
        Self { behind: ui.painter().add(Shape::Noop) }
    }

    pub(super) fn end(self, ui: &Ui, response: &Response, wrong: bool) {
        self.around(
            ui,
            response.rect,
            FieldState { wrong, focused: response.has_focus(), hovered: response.hovered() },
        );
    }

    pub(super) fn around(self, ui: &Ui, rect: Rect, state: FieldState) {
        let t = Tokens::of(ui);
        let border = match state {
            FieldState { wrong: true, .. } => t.bad,
            FieldState { focused: true, .. } => t.accent,
            FieldState { hovered: true, .. } => t.faint,
            FieldState { .. } => t.line,
        };
        let glow = if state.focused { Stroke::new(3.0, border.gamma_multiply(0.25)) } else { Stroke::NONE };
        let shapes = [
            Shape::Rect(RectShape::stroke(rect, CONTROL_RADIUS, glow, StrokeKind::Outside)),
            Shape::Rect(RectShape::new(
                rect,
                CONTROL_RADIUS,
                t.input,
                Stroke::new(1.0, border),
                StrokeKind::Inside,
            )),
        ];
        ui.painter().set(self.behind, Shape::Vec(shapes.into()));
    }
}

/// What decides the color of a field's border.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldState {
    pub(super) wrong: bool,
    pub(super) focused: bool,
    pub(super) hovered: bool,
}
