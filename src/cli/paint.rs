//! Color on a terminal that wants it, and none anywhere else. Meaning is never in the color alone.

use std::ffi::OsString;
use std::io::IsTerminal;

/// Paints, or leaves plain.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paint {
    pub(super) is_colored: bool,
}

impl Paint {
    /// Color only on a terminal, and only where `NO_COLOR` is not set and the terminal is not dumb.
    pub(super) fn on(stream: &impl IsTerminal) -> Self {
        Self { is_colored: is_live(stream) && variable("NO_COLOR").is_none() }
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
        let text = printable(text);
        if self.is_colored { format!("\x1b[{code}m{text}\x1b[0m") } else { text }
    }
}

/// One line as a terminal may be given it. Services, users and devices choose texts that are shown here,
/// and a control character among them could move the cursor or write lines of its own.
pub(super) fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

/// True for a terminal on which a line can be written over.
pub(super) fn is_live(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && variable("TERM").is_none_or(|term| term != "dumb")
}

fn variable(name: &str) -> Option<OsString> {
    #[allow(clippy::disallowed_methods, reason = "the terminal's wishes are in its environment")]
    std::env::var_os(name).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_character_of_a_text_reaches_the_terminal_painted_or_not() {
        let hostile = "a\x1b[2J\x1b]0;b\x07\u{9b}1A\r\n\x7fé";
        let tamed = "a\u{fffd}[2J\u{fffd}]0;b\u{fffd}\u{fffd}1A\u{fffd}\u{fffd}\u{fffd}é";
        assert_eq!(printable(hostile), tamed);
        assert_eq!(Paint { is_colored: false }.dim(hostile), tamed);
        assert_eq!(Paint { is_colored: true }.bad(hostile), format!("\x1b[31m{tamed}\x1b[0m"));
    }
}
