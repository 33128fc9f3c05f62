//! Tabs in three looks: the places in the top bar, the underlined tabs of a panel, a row of pills.

use std::sync::Arc;

use eframe::egui::{
    Color32, CursorIcon, Galley, Rect, Response, Role, Sense, Ui, WidgetInfo, accesskit, pos2, vec2,
};

use super::paint::{control_ring, put, whole_line};
use crate::ui::theme::{BUTTON_HEIGHT, CONTROL_RADIUS, ICON, Icon, SMALL_HEIGHT, TEXT, Tokens, medium};

/// One tab.
#[derive(Debug, Clone, Copy)]
pub struct Tab<'a> {
    /// Its accessible name too.
    pub label: &'a str,
    /// Before the label.
    pub icon: Option<Icon>,
}

impl<'a> Tab<'a> {
    /// A tab of words.
    #[must_use]
    pub const fn new(label: &'a str) -> Self {
        Self { label, icon: None }
    }
}

/// How a row of tabs looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TabLook {
    /// On a raised ground: the places.
    Places,
    /// Underlined: the tabs of a panel.
    Panel,
    /// Tinted: one of a few.
    Pills,
}

/// Draws a row of tabs; says which one was pressed. The arrow keys move between them.
pub fn tabs(ui: &mut Ui, look: TabLook, items: &[Tab<'_>], selected: usize) -> Option<usize> {
    let mut pressed = None;
    let row = ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = if look == TabLook::Panel { 16.0 } else { 4.0 };
        for (index, item) in items.iter().enumerate() {
            if tab(ui, look, item, index == selected).clicked() {
                pressed = Some(index);
            }
        }
    });
    ui.ctx().accesskit_node_builder(row.response.id, |node| node.set_role(Role::TabList));
    pressed
}

fn tab(ui: &mut Ui, look: TabLook, item: &Tab<'_>, selected: bool) -> Response {
    let galley = whole_line(ui, item.label, medium(TEXT));
    let (padding, height) = match look {
        TabLook::Places => (14.0, BUTTON_HEIGHT - 4.0),
        TabLook::Panel => (0.0, BUTTON_HEIGHT),
        TabLook::Pills => (11.0, SMALL_HEIGHT),
    };
    let mark = item.icon.map_or(0.0, |_| ICON + 8.0);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + mark + padding * 2.0, height), Sense::click());
    if ui.is_rect_visible(rect) {
        let left = rect.left() + padding;
        paint(ui, &response, Face { look, selected, icon: item.icon, galley, left });
        control_ring(ui, &response);
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Tab, ui.is_enabled(), item.label));
    ui.ctx().accesskit_node_builder(response.id, |node: &mut accesskit::Node| node.set_selected(selected));
    response.on_hover_cursor(CursorIcon::PointingHand)
}

struct Face {
    look: TabLook,
    selected: bool,
    icon: Option<Icon>,
    galley: Arc<Galley>,
    left: f32,
}

fn paint(ui: &Ui, response: &Response, face: Face) {
    let Face { look, selected, icon, galley, left } = face;
    let (t, painter, rect) = (Tokens::of(ui), ui.painter(), response.rect);
    let ink = match (selected, look) {
        (true, TabLook::Pills) => t.accent,
        (true, TabLook::Places | TabLook::Panel) => t.text,
        (false, _) if response.hovered() => t.text,
        (false, _) => t.muted,
    };
    painter.rect_filled(rect, CONTROL_RADIUS, ground(t, look, (selected, response.hovered())));
    if selected && look == TabLook::Panel {
        let bar = Rect::from_min_max(pos2(rect.left(), rect.bottom() - 2.0), rect.right_bottom());
        painter.rect_filled(bar, 1.0, t.accent);
    }
    let mut x = left;
    if let Some(icon) = icon {
        icon.paint(painter, pos2(x + ICON / 2.0, rect.center().y), (ICON, ink));
        x += ICON + 8.0;
    }
    put(painter, pos2(x, rect.center().y), galley, ink);
}

const fn ground(t: &Tokens, look: TabLook, (selected, hovered): (bool, bool)) -> Color32 {
    match (look, selected, hovered) {
        (TabLook::Places, true, _) => t.raised,
        (TabLook::Pills, true, _) => t.accent_tint,
        (TabLook::Places | TabLook::Pills, false, true) => t.hover,
        (TabLook::Panel, _, _) | (_, false, false) => Color32::TRANSPARENT,
    }
}
