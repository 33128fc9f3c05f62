//! Lines for a shell that set environment variables, and lines that take them away again. It knows how each shell
//! quotes; a value that one cannot quote is refused in words.

use super::super::parcel::{Parcel, Piece};
use super::super::redact::Show;
use super::{Unfit, all};

/// The AWS CLI reads its own name for the region.
const DEFAULT_REGION: &str = "AWS_DEFAULT_REGION";
/// The longest line that cmd.exe takes.
const CMD_LINE: usize = 8191;

/// A shell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shell {
    /// bash, and with it zsh and every other kin of sh.
    Bash,
    /// fish
    Fish,
    /// PowerShell
    PowerShell,
    /// cmd.exe
    Cmd,
    /// Nushell
    Nushell,
}

impl Shell {
    /// Its lines in a menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Bash => "bash and zsh lines",
            Self::Fish => "fish lines",
            Self::PowerShell => "PowerShell lines",
            Self::Cmd => "cmd.exe lines",
            Self::Nushell => "Nushell lines",
        }
    }

    /// The lines that take the variables away.
    #[must_use]
    pub const fn unset_label(self) -> &'static str {
        match self {
            Self::Bash => "bash and zsh lines that unset them",
            Self::Fish => "fish lines that unset them",
            Self::PowerShell => "PowerShell lines that unset them",
            Self::Cmd => "cmd.exe lines that unset them",
            Self::Nushell => "Nushell lines that unset them",
        }
    }

    /// Its word in the terminal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Fish => "fish",
            Self::PowerShell => "powershell",
            Self::Cmd => "cmd",
            Self::Nushell => "nushell",
        }
    }

    pub(super) const fn unset_word(self) -> &'static str {
        match self {
            Self::Bash => "bash-unset",
            Self::Fish => "fish-unset",
            Self::PowerShell => "powershell-unset",
            Self::Cmd => "cmd-unset",
            Self::Nushell => "nushell-unset",
        }
    }

    pub(super) const fn extension(self) -> &'static str {
        match self {
            Self::Bash => "sh",
            Self::Fish => "fish",
            Self::PowerShell => "ps1",
            Self::Cmd => "cmd",
            Self::Nushell => "nu",
        }
    }

    pub(super) fn set(self, name: &str, value: &str) -> String {
        match self {
            Self::Bash => format!("export {name}={}", sh_quoted(value)),
            Self::Fish => {
                format!("set -gx {name} '{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
            }
            Self::PowerShell => format!("$Env:{name} = '{}'", quotes_doubled(value)),
            // Without the @ a batch file would show each line as it runs it.
            Self::Cmd => format!("@set \"{name}={value}\""),
            Self::Nushell => format!("$env.{name} = {}", nu_quoted(value)),
        }
    }

    fn unset(self, name: &str) -> String {
        match self {
            Self::Bash => format!("unset {name}"),
            Self::Fish => format!("set -e {name}"),
            Self::PowerShell => format!("Remove-Item Env:{name} -ErrorAction SilentlyContinue"),
            Self::Cmd => format!("@set \"{name}=\""),
            Self::Nushell => format!("hide-env --ignore-errors {name}"),
        }
    }

    /// Why a value cannot be written for this shell.
    fn refusal(self, value: &str) -> Option<&'static str> {
        if value.contains('\0') {
            return Some("no variable holds a zero byte");
        }
        match self {
            Self::Cmd if value.contains(['\n', '\r']) => {
                Some("a line of cmd.exe ends at a line break, and nothing quotes one")
            }
            Self::Cmd if value.contains('%') => Some(
                "cmd.exe puts variables in place of what stands between percent signs, and nothing quotes one",
            ),
            Self::Cmd if value.contains('"') => {
                Some("after a quotation mark cmd.exe takes the rest for another command")
            }
            Self::Cmd if value.len() + 64 > CMD_LINE => {
                Some("cmd.exe takes no line of more than 8,191 characters")
            }
            Self::Bash | Self::Fish | Self::PowerShell | Self::Cmd | Self::Nushell => None,
        }
    }
}

/// Lines that set everything in the parcel.
pub(super) fn set(shell: Shell, parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let mut lines = String::new();
    for item in all(parcel, show)? {
        if let Some(problem) = shell.refusal(item.value.expose()) {
            return Err(Unfit::Value { label: item.piece.label(), problem });
        }
        for name in variables(item.piece) {
            lines += &shell.set(name, item.text());
            lines.push('\n');
        }
    }
    Ok(lines)
}

/// Lines that take away all that lines from here may have set, whatever is at hand by now: a session token that is left
/// behind spoils the keys that come after it.
pub(super) fn unset(shell: Shell) -> String {
    let names = Piece::ALL.into_iter().flat_map(variables);
    names.map(|name| shell.unset(name) + "\n").collect()
}

fn variables(piece: Piece) -> Vec<&'static str> {
    let more = (piece == Piece::Region).then_some(DEFAULT_REGION);
    std::iter::once(piece.variable()).chain(more).collect()
}

/// As sh takes it word for word: in single quotes, which nothing but a single quote ends.
pub(in crate::handoff) fn sh_quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}

/// PowerShell ends a text at typographic quotes too.
fn quotes_doubled(value: &str) -> String {
    let mut doubled = String::with_capacity(value.len());
    for letter in value.chars() {
        doubled.push(letter);
        if matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}') {
            doubled.push(letter);
        }
    }
    doubled
}

/// Single quotes know no escape, so a text with one in it stands in double quotes, which expand nothing.
fn nu_quoted(value: &str) -> String {
    if value.contains('\'') {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    } else {
        format!("'{value}'")
    }
}
