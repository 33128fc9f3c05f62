//! What a color says: a widget is given a tone, never a color.

use eframe::egui::Color32;

use crate::ui::theme::{Icon, Tokens, icons};

/// What a badge, card or line is about. Always beside a word: meaning is never by color alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Plain,
    /// Where the program wants the eye to go.
    Accent,
    /// Went well.
    Ok,
    /// Waits, or will be over soon.
    Warn,
    /// Went wrong, or is over.
    Bad,
}

impl Tone {
    /// For text, icons and lines.
    #[must_use]
    pub const fn ink(self, t: &Tokens) -> Color32 {
        match self {
            Self::Plain => t.muted,
            Self::Accent => t.accent,
            Self::Ok => t.ok,
            Self::Warn => t.warn,
            Self::Bad => t.bad,
        }
    }

    /// For the ground under it.
    #[must_use]
    pub const fn tint(self, t: &Tokens) -> Color32 {
        match self {
            Self::Plain => t.raised,
            Self::Accent => t.accent_tint,
            Self::Ok => t.ok_tint,
            Self::Warn => t.warn_tint,
            Self::Bad => t.bad_tint,
        }
    }

    /// For the border around it.
    #[must_use]
    pub const fn border(self, t: &Tokens) -> Color32 {
        match self {
            Self::Plain => t.line,
            Self::Accent => t.accent,
            Self::Ok => t.ok,
            Self::Warn => t.warn,
            Self::Bad => t.bad,
        }
    }

    /// The icon that goes with it where none is named.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Plain | Self::Accent => icons::INFO,
            Self::Ok => icons::CIRCLE_CHECK,
            Self::Warn => icons::TRIANGLE_ALERT,
            Self::Bad => icons::CIRCLE_X,
        }
    }
}
