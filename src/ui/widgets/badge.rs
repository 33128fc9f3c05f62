//! Badges: an icon and a word on a tinted pill.

use eframe::egui::{Response, Role, Sense, Ui, Widget, WidgetInfo, pos2, vec2};

use super::paint::{put, whole_line};
use super::tone::Tone;
use crate::ui::theme::{Icon, SMALL, Tokens, medium};

/// A pill that says how something stands.
#[must_use = "add it to a Ui"]
pub struct Badge<'a> {
    tone: Tone,
    words: &'a str,
    icon: Option<Icon>,
}

const HEIGHT: f32 = 22.0;
const PADDING: f32 = 10.0;
const MARK: f32 = 13.0;
const GAP: f32 = 5.0;

impl<'a> Badge<'a> {
    /// A pill with the icon of its tone.
    pub const fn new(tone: Tone, words: &'a str) -> Self {
        Self { tone, words, icon: Some(tone.icon()) }
    }

    /// Another icon.
    pub const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Words alone: only where they say it all.
    pub const fn words_only(mut self) -> Self {
        self.icon = None;
        self
    }
}

impl Widget for Badge<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let Self { tone, words, icon } = self;
        let galley = whole_line(ui, words, medium(SMALL));
        let mark = icon.map_or(0.0, |_| MARK + GAP);
        let (rect, response) =
            ui.allocate_exact_size(vec2(galley.size().x + mark + PADDING * 2.0, HEIGHT), Sense::hover());
        if ui.is_rect_visible(rect) {
            let (t, painter) = (Tokens::of(ui), ui.painter());
            painter.rect_filled(rect, HEIGHT / 2.0, tone.tint(t));
            let left = rect.left() + PADDING;
            if let Some(icon) = icon {
                icon.paint(painter, pos2(left + MARK / 2.0, rect.center().y), (MARK, tone.ink(t)));
            }
            put(painter, pos2(left + mark, rect.center().y), galley, tone.ink(t));
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
        response
    }
}
