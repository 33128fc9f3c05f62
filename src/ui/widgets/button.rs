//! Buttons: the one primary, plain, small, and icon alone. A disabled one says why.

use std::sync::Arc;

use eframe::egui::{
    Align2, Color32, CornerRadius, CursorIcon, Galley, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui,
    Vec2, Widget, WidgetInfo, pos2, vec2,
};

use super::paint::{control_ring, describe, put, whole_line};
use crate::ui::theme::{
    BUTTON_HEIGHT, CONTROL_RADIUS, ICON, Icon, SMALL, SMALL_HEIGHT, TEXT, Tokens, medium, mono,
};

/// A button. Its label is its accessible name.
#[must_use = "add it to a Ui"]
pub struct Button<'a> {
    label: &'a str,
    icon: Option<Icon>,
    trailing: Option<Icon>,
    look: Look,
    shortcut: Option<&'a str>,
    hint: Option<&'a str>,
    why_not: Option<&'a str>,
    width: Option<f32>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Primary,
    Plain,
    Small,
    IconOnly,
}

impl<'a> Button<'a> {
    /// The one button of a place that does what the place is for.
    pub const fn primary(label: &'a str) -> Self {
        Self::new(label, Look::Primary)
    }

    /// Any other button.
    pub const fn plain(label: &'a str) -> Self {
        Self::new(label, Look::Plain)
    }

    /// A button among text and tables.
    pub const fn small(label: &'a str) -> Self {
        Self::new(label, Look::Small)
    }

    /// A button without words on it; `name` is what a screen reader says and what hovering shows.
    pub const fn icon_only(icon: Icon, name: &'a str) -> Self {
        Self { icon: Some(icon), ..Self::new(name, Look::IconOnly) }
    }

    const fn new(label: &'a str, look: Look) -> Self {
        Self {
            label,
            icon: None,
            trailing: None,
            look,
            shortcut: None,
            hint: None,
            why_not: None,
            width: None,
        }
    }

    /// An icon before the label.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// An icon after the label: a chevron, where a menu opens.
    pub const fn trailing(mut self, icon: Icon) -> Self {
        self.trailing = Some(icon);
        self
    }

    /// The keys that do the same, on a chip after the label.
    pub const fn shortcut(mut self, keys: &'a str) -> Self {
        self.shortcut = Some(keys);
        self
    }

    /// More words, when the pointer rests on it.
    pub const fn hint(mut self, words: &'a str) -> Self {
        self.hint = Some(words);
        self
    }

    /// Disabled, when there is a reason: shown when the pointer rests on it, and spoken.
    pub const fn unless(mut self, why_not: Option<&'a str>) -> Self {
        self.why_not = why_not;
        self
    }

    /// As wide as this, with the label in the middle.
    pub const fn width(mut self, width: f32) -> Self {
        self.width = Some(width);
        self
    }

    fn draw(&self, ui: &mut Ui) -> Response {
        let parts = Parts::measure(ui, self);
        let (rect, response) = ui.allocate_exact_size(parts.size, Sense::click());
        if ui.is_rect_visible(rect) {
            parts.paint(ui, rect, &Colors::new(ui, self.look, &response));
            control_ring(ui, &response);
        }
        self.say(response).on_hover_cursor(CursorIcon::PointingHand)
    }

    fn say(&self, response: Response) -> Response {
        let Self { label, shortcut, hint, why_not, look, .. } = *self;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, why_not.is_none(), label));
        if let Some(words) = why_not.or(hint) {
            describe(&response, words);
        }
        if let Some(keys) = shortcut {
            response.ctx.accesskit_node_builder(response.id, |node| node.set_keyboard_shortcut(keys));
        }
        if let Some(reason) = why_not {
            return response.on_disabled_hover_text(reason);
        }
        let shown = hint.map(str::to_owned).or_else(|| {
            (look == Look::IconOnly)
                .then(|| shortcut.map_or_else(|| label.to_owned(), |keys| format!("{label} · {keys}")))
        });
        match shown {
            Some(words) => response.on_hover_text(words),
            None => response,
        }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        match self.why_not {
            None => self.draw(ui),
            Some(_) => ui.add_enabled_ui(false, |ui| self.draw(ui)).inner,
        }
    }
}

/// What lies side by side on a button.
struct Parts {
    icon: Option<Icon>,
    label: Option<Arc<Galley>>,
    trailing: Option<Icon>,
    keys: Option<Arc<Galley>>,
    size: Vec2,
    content: f32,
}

const GAP: f32 = 8.0;
const CHIP_PADDING: f32 = 5.0;

impl Parts {
    fn measure(ui: &Ui, button: &Button<'_>) -> Self {
        let Button { label, icon, trailing, look, shortcut, width, .. } = *button;
        let (height, padding) = match look {
            Look::Primary | Look::Plain => (BUTTON_HEIGHT, 12.0),
            Look::Small => (SMALL_HEIGHT, 10.0),
            Look::IconOnly => (SMALL_HEIGHT, 0.0),
        };
        let words = look != Look::IconOnly;
        let label = words.then(|| whole_line(ui, label, medium(TEXT)));
        let keys = shortcut.filter(|_| words).map(|keys| whole_line(ui, keys, mono(SMALL - 1.0)));
        let widths = [
            icon.map(|_| ICON),
            label.as_ref().map(|label| label.size().x),
            keys.as_ref().map(|keys| keys.size().x + CHIP_PADDING * 2.0),
            trailing.map(|_| ICON),
        ];
        let (total, count) =
            widths.iter().flatten().fold((0.0, 0.0), |(sum, n), width| (sum + width, n + 1.0));
        let content: f32 = total + GAP * (count - 1.0_f32).max(0.0);
        let natural = if words { content + padding * 2.0 } else { height };
        Self {
            icon,
            label,
            trailing,
            keys,
            size: vec2(width.unwrap_or(natural).max(natural), height),
            content,
        }
    }

    fn paint(self, ui: &Ui, rect: Rect, colors: &Colors) {
        let painter = ui.painter();
        painter.rect(rect, CONTROL_RADIUS, colors.fill, Stroke::new(1.0, colors.border), StrokeKind::Inside);
        let middle = rect.center().y;
        let mut x = rect.center().x - self.content / 2.0;
        if let Some(icon) = self.icon {
            icon.paint(painter, pos2(x + ICON / 2.0, middle), (ICON, colors.icon));
            x += ICON + GAP;
        }
        if let Some(label) = self.label {
            x = put(painter, pos2(x, middle), label, colors.ink) + GAP;
        }
        if let Some(keys) = self.keys {
            let size = vec2(keys.size().x + CHIP_PADDING * 2.0, 18.0);
            let chip = Align2::LEFT_CENTER.anchor_size(pos2(x, middle), size);
            painter.rect_stroke(
                chip,
                CornerRadius::same(4),
                Stroke::new(1.0, colors.chip),
                StrokeKind::Inside,
            );
            put(painter, pos2(x + CHIP_PADDING, middle), keys, colors.keys);
            x = chip.right() + GAP;
        }
        if let Some(icon) = self.trailing {
            icon.paint(painter, pos2(x + ICON / 2.0, middle), (ICON, colors.icon));
        }
    }
}

struct Colors {
    fill: Color32,
    border: Color32,
    ink: Color32,
    icon: Color32,
    keys: Color32,
    chip: Color32,
}

impl Colors {
    fn new(ui: &Ui, look: Look, response: &Response) -> Self {
        let t = Tokens::of(ui);
        let pressed = response.is_pointer_button_down_on();
        let lit = response.hovered() || pressed;
        match look {
            Look::Primary => {
                let fill = if lit {
                    t.accent.lerp_to_gamma(t.text, if pressed { 0.2 } else { 0.1 })
                } else {
                    t.accent
                };
                let chip = t.on_accent.gamma_multiply(0.3);
                Self { fill, border: fill, ink: t.on_accent, icon: t.on_accent, keys: t.on_accent, chip }
            }
            Look::Plain | Look::Small => {
                let fill = if pressed {
                    t.line
                } else if lit {
                    t.hover
                } else {
                    t.raised
                };
                Self { fill, border: t.line, ink: t.text, icon: t.text, keys: t.muted, chip: t.line }
            }
            Look::IconOnly => {
                let fill = if pressed {
                    t.line
                } else if lit {
                    t.hover
                } else {
                    Color32::TRANSPARENT
                };
                let icon = if lit { t.text } else { t.muted };
                Self { fill, border: Color32::TRANSPARENT, ink: icon, icon, keys: icon, chip: t.line }
            }
        }
    }
}
