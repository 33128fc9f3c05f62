//! Color on a terminal that wants it, and none anywhere else. Meaning is never in the color alone.

use std::io::{self, IsTerminal as _};

/// Paints, or leaves plain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub(super) is_colored: bool,
}

impl Paint {
    /// Color only on a terminal, and only where `NO_COLOR` is not set and the terminal is not dumb.
    pub(super) fn for_stdout() -> Self {
        #[allow(clippy::disallowed_methods, reason = "the terminal's wishes are in its environment")]
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        Self { is_colored: io::stdout().is_terminal() && set("NO_COLOR").is_none() && !dumb }
    }

    pub(super) fn good(self, text: &str) -> String {
        self.with("32", text)
    }

    pub(super) fn bad(self, text: &str) -> String {
        self.with("31", text)
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.with("1", text)
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.with("2", text)
    }

    fn with(self, code: &str, text: &str) -> String {
        if self.is_colored { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
