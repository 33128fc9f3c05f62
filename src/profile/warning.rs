//! What was odd about a saved file, in words for the person who may have edited it by hand.
//! It never repeats a value that could be a secret.

use std::fmt;

use thiserror::Error;

/// One thing that was odd, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// Line of the file, from 1.
    pub line: usize,
    /// The key that it is about, if it is about one.
    pub key: Option<String>,
    /// What was odd and what was made of it.
    pub problem: Problem,
}

/// What can be odd about a saved file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// Lines that are no TOML. They stay in the file as comments.
    #[error("this is not TOML ({message}); {} left out", if *.lines == 1 { "the line was" } else { "the lines were" })]
    Unread {
        /// How many lines.
        lines: usize,
        /// What the parser says.
        message: String,
    },
    /// A value of another type.
    #[error("expected {wanted}, found {found}; the default is used instead")]
    WrongType {
        /// What belongs there.
        wanted: &'static str,
        /// What TOML calls the value that is there.
        found: &'static str,
    },
    /// A word that is none of those that belong there.
    #[error("“{found}” is not known here; the default is used instead")]
    UnknownWord {
        /// As found.
        found: String,
    },
    /// A key that means nothing to this version.
    #[error("this is not known here; it is kept as it is")]
    UnknownKey,
    /// A key that looks like a secret's.
    #[error("this looks like a secret, which has no place in this file; it is not used")]
    SecretKey,
    /// A name that was empty, too long or taken.
    #[error("the connection is called “{to}” here, because {}", why_renamed(.from))]
    Renamed {
        /// As found.
        from: String,
        /// As it is called here.
        to: String,
    },
}

impl Problem {
    /// True when something in the file was not understood, and not merely unknown or adjusted.
    #[must_use]
    pub const fn is_loss(&self) -> bool {
        match self {
            Self::Unread { .. } | Self::WrongType { .. } | Self::UnknownWord { .. } => true,
            Self::UnknownKey | Self::SecretKey | Self::Renamed { .. } => false,
        }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}", self.line)?;
        if let Problem::Unread { lines, .. } = self.problem
            && lines > 1
        {
            write!(f, "–{}", self.line + lines - 1)?;
        }
        if let Some(key) = &self.key {
            write!(f, ", “{key}”")?;
        }
        write!(f, ": {}", self.problem)
    }
}

fn why_renamed(from: &str) -> String {
    match from.trim() {
        "" => "it has no name".to_owned(),
        from => format!("“{from}” is taken, too long or more than one line"),
    }
}
