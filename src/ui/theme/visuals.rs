//! egui's own widgets in our colors, faces and distances. Makes no color of its own.

use eframe::egui::style::{ScrollStyle, Selection, Spacing, TextCursorStyle, WidgetVisuals, Widgets};
use eframe::egui::{
    self, Color32, CornerRadius, Margin, Shadow, Stroke, Style, TextStyle, Theme, Visuals, vec2,
};

use super::{CARD_RADIUS, CODE, CONTROL_HEIGHT, CONTROL_RADIUS, RADIUS, SMALL, TEXT, TITLE, Tokens};
use super::{face, medium, mono, semibold};

pub(super) fn install(ctx: &egui::Context) {
    for theme in [Theme::Dark, Theme::Light] {
        ctx.set_visuals_of(theme, visuals(theme));
        ctx.style_mut_of(theme, dress);
    }
}

fn dress(style: &mut Style) {
    style.text_styles = [
        (TextStyle::Body, face(TEXT)),
        (TextStyle::Button, medium(TEXT)),
        (TextStyle::Small, face(SMALL)),
        (TextStyle::Heading, semibold(TITLE)),
        (TextStyle::Monospace, mono(CODE)),
    ]
    .into();
    style.url_in_tooltip = true;
    style.interaction.tooltip_delay = 0.4;
    style.interaction.selectable_labels = true;
    let Spacing { item_spacing, button_padding, interact_size, window_margin, menu_margin, .. } =
        &mut style.spacing;
    *item_spacing = vec2(8.0, 8.0);
    *button_padding = vec2(12.0, 6.0);
    *interact_size = vec2(CONTROL_HEIGHT, 20.0);
    *window_margin = Margin::same(16);
    *menu_margin = Margin::same(6);
    style.spacing.menu_spacing = 4.0;
    style.spacing.icon_width = 16.0;
    style.spacing.icon_width_inner = 10.0;
    style.spacing.icon_spacing = 8.0;
    style.spacing.tooltip_width = 360.0;
    style.spacing.combo_height = 320.0;
    style.spacing.scroll = ScrollStyle { bar_width: 8.0, ..ScrollStyle::floating() };
}

fn visuals(theme: Theme) -> Visuals {
    let t = Tokens::in_theme(theme);
    let base = match theme {
        Theme::Dark => Visuals::dark(),
        Theme::Light => Visuals::light(),
    };
    Visuals {
        weak_text_color: Some(t.muted),
        widgets: widgets(t),
        selection: Selection { bg_fill: t.accent_tint, stroke: Stroke::new(1.0, t.accent) },
        text_cursor: TextCursorStyle { stroke: Stroke::new(1.5, t.accent), ..base.text_cursor.clone() },
        hyperlink_color: t.accent,
        faint_bg_color: t.raised,
        extreme_bg_color: t.input,
        text_edit_bg_color: Some(t.input),
        code_bg_color: t.raised,
        warn_fg_color: t.warn,
        error_fg_color: t.bad,
        window_corner_radius: CornerRadius::same(CARD_RADIUS),
        window_shadow: card_shadow(t),
        window_fill: t.panel,
        window_stroke: Stroke::new(1.0, t.line),
        menu_corner_radius: CornerRadius::same(RADIUS),
        panel_fill: t.panel,
        popup_shadow: card_shadow(t),
        indent_has_left_vline: false,
        disabled_alpha: 0.6,
        ..base
    }
}

/// The one shadow, for cards and what floats.
#[must_use]
pub const fn card_shadow(t: &Tokens) -> Shadow {
    Shadow { offset: [0, 6], blur: 20, spread: 0, color: t.shadow }
}

const fn widgets(t: &Tokens) -> Widgets {
    Widgets {
        noninteractive: state(t.panel, t.line, t.text),
        inactive: state(t.raised, t.line, t.text),
        hovered: state(t.hover, t.faint, t.text),
        active: state(t.hover, t.accent, t.text),
        open: state(t.hover, t.accent, t.text),
    }
}

const fn state(fill: Color32, border: Color32, ink: Color32) -> WidgetVisuals {
    WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke { width: 1.0, color: border },
        corner_radius: CornerRadius::same(CONTROL_RADIUS),
        fg_stroke: Stroke { width: 1.0, color: ink },
        expansion: 0.0,
    }
}
