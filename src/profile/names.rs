//! What connections may be called, and how a name becomes one of a kind. It does not know
//! the connections; callers say which names are taken.

use thiserror::Error;

/// What the connection that is always there is called. No saved one may take the name.
pub const PRACTICE_POOL: &str = "Practice pool";

/// The longest name, in characters.
pub const MAX_NAME_CHARS: usize = 60;

/// Why a connection cannot be called that. Written to stand beside the field.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NameProblem {
    /// Nothing but white space.
    #[error("Give the connection a name")]
    Empty,
    /// Over [`MAX_NAME_CHARS`].
    #[error("This is {found} characters long; {MAX_NAME_CHARS} is the most")]
    TooLong {
        /// Characters found.
        found: usize,
    },
    /// A line break, a tab or another invisible character.
    #[error("A name is one line of text, without tabs")]
    ControlCharacter,
    /// The built-in one's.
    #[error("“{PRACTICE_POOL}” is the one that is always there; choose another name")]
    Reserved,
    /// Another connection's, letter case aside.
    #[error("There is already a connection called “{name}”")]
    Taken {
        /// The name.
        name: String,
    },
    /// No connection has the name that was to be changed.
    #[error("There is no connection called “{name}”")]
    Unknown {
        /// The name.
        name: String,
    },
}

/// The name without white space around it, when it may be given.
pub(super) fn check(name: &str, taken: impl Fn(&str) -> bool) -> Result<String, NameProblem> {
    let name = name.trim();
    let found = name.chars().count();
    if name.is_empty() {
        Err(NameProblem::Empty)
    } else if found > MAX_NAME_CHARS {
        Err(NameProblem::TooLong { found })
    } else if name.chars().any(char::is_control) {
        Err(NameProblem::ControlCharacter)
    } else if same(name, PRACTICE_POOL) {
        Err(NameProblem::Reserved)
    } else if taken(name) {
        Err(NameProblem::Taken { name: name.to_owned() })
    } else {
        Ok(name.to_owned())
    }
}

/// The nearest name that may be given: cleaned, shortened, and numbered when it is taken.
pub(super) fn nearest(wanted: &str, taken: impl Fn(&str) -> bool) -> String {
    let clean: String = wanted.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let base = Some(clean.trim()).filter(|name| !name.is_empty()).unwrap_or("Unnamed");
    let free = |name: &String| !same(name, PRACTICE_POOL) && !taken(name);
    Some(shortened(base, ""))
        .filter(free)
        .or_else(|| (2..=u64::MAX).map(|number| shortened(base, &format!(" {number}"))).find(free))
        .unwrap_or_else(|| base.to_owned())
}

/// True when two names would be taken for one.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.to_lowercase() == other.to_lowercase()
}

fn shortened(base: &str, suffix: &str) -> String {
    let room = MAX_NAME_CHARS - suffix.chars().count();
    let kept: String = base.chars().take(room).collect();
    format!("{}{suffix}", kept.trim_end())
}
