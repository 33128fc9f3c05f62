//! What the person set for the program as a whole. It knows the words of the file, not what
//! a theme looks like.

use toml_edit::TableLike;

use super::table;
use super::warning::Problem;

/// Settings that belong to no connection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// The name of the connection that was open last; none for the practice pool.
    pub last_connection: Option<String>,
    /// The tour of the window was offered: it is not offered again.
    pub tour_seen: bool,
    /// When a copied secret is taken off the clipboard again.
    pub clear_clipboard: ClearAfter,
}

/// How long a copied secret stays on the clipboard.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ClearAfter {
    /// Until something else is copied.
    Never,
    /// Half a minute.
    HalfMinute,
    /// Two minutes.
    #[default]
    TwoMinutes,
    /// Ten minutes.
    TenMinutes,
}

impl ClearAfter {
    /// Every choice, in the order a person is offered them.
    pub const ALL: [Self; 4] = [Self::Never, Self::HalfMinute, Self::TwoMinutes, Self::TenMinutes];

    /// Its word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::HalfMinute => "30s",
            Self::TwoMinutes => "2m",
            Self::TenMinutes => "10m",
        }
    }

    /// What it is called on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::HalfMinute => "30 seconds",
            Self::TwoMinutes => "2 minutes",
            Self::TenMinutes => "10 minutes",
        }
    }

    /// How long that is; none for never.
    #[must_use]
    pub const fn secs(self) -> Option<i64> {
        match self {
            Self::Never => None,
            Self::HalfMinute => Some(30),
            Self::TwoMinutes => Some(120),
            Self::TenMinutes => Some(600),
        }
    }

    /// The choice a word stands for, letter case and white space around it aside.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|choice| choice.word().eq_ignore_ascii_case(word.trim()))
    }
}

/// Which colors the window has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// As the desktop has them.
    #[default]
    System,
    /// Light text on dark.
    Dark,
    /// Dark text on light.
    Light,
}

impl Theme {
    /// Every theme, in the order a person is offered them.
    pub const ALL: [Self; 3] = [Self::System, Self::Dark, Self::Light];

    /// Its word in the file.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The theme a word stands for, letter case and white space around it aside.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.word().eq_ignore_ascii_case(word.trim()))
    }
}

impl Settings {
    /// Reads them; what is missing or not understood becomes the default, and the latter is told.
    pub(super) fn read(from: &dyn TableLike, told: &mut dyn FnMut(&'static str, Problem)) -> Self {
        let mut settings = Self::default();
        match table::word(from, THEME, Theme::from_word) {
            Ok(theme) => settings.theme = theme.unwrap_or_default(),
            Err(problem) => told(THEME, problem),
        }
        match table::text(from, LAST) {
            Ok(name) => settings.last_connection = Some(name).filter(|name| !name.is_empty()),
            Err(problem) => told(LAST, problem),
        }
        match table::truth(from, TOUR_SEEN) {
            Ok(seen) => settings.tour_seen = seen,
            Err(problem) => told(TOUR_SEEN, problem),
        }
        match table::word(from, CLEAR_CLIPBOARD, ClearAfter::from_word) {
            Ok(choice) => settings.clear_clipboard = choice.unwrap_or_default(),
            Err(problem) => told(CLEAR_CLIPBOARD, problem),
        }
        settings
    }

    /// Writes what differs from what is there, and leaves all else as it stands.
    pub(super) fn write(&self, to: &mut dyn TableLike) {
        let there = Self::read(to, &mut |_, _| ());
        if self.theme != there.theme {
            table::put(to, THEME, self.theme.word());
        }
        if self.last_connection != there.last_connection {
            table::put(to, LAST, self.last_connection.as_deref().unwrap_or_default());
        }
        if self.tour_seen != there.tour_seen {
            table::put(to, TOUR_SEEN, self.tour_seen);
        }
        if self.clear_clipboard != there.clear_clipboard {
            table::put(to, CLEAR_CLIPBOARD, self.clear_clipboard.word());
        }
    }

    /// True for a key that the settings are read from.
    pub(super) fn knows(key: &str) -> bool {
        [THEME, LAST, TOUR_SEEN, CLEAR_CLIPBOARD].contains(&key)
    }
}

const THEME: &str = "theme";
const LAST: &str = "last_connection";
const TOUR_SEEN: &str = "tour_seen";
const CLEAR_CLIPBOARD: &str = "clear_clipboard";
