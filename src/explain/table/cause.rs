//! A likely cause as the table has it: its words, and the sign that would settle it.

use crate::explain::sign::Sign;

/// One cause of a failure.
#[derive(Debug)]
pub(in crate::explain) struct Cause {
    /// What would settle it, if the program can look at it.
    pub(in crate::explain) sign: Option<Sign>,
    /// Said while nobody knows; empty when only the sign brings it up.
    pub(in crate::explain) guess: &'static str,
    /// Said once the sign is there.
    pub(in crate::explain) seen: &'static str,
    /// With its sign there it comes before every guess.
    pub(in crate::explain) settles: bool,
}

/// A cause that nothing here could settle. Its words say how sure it is.
pub(super) const fn cause(words: &'static str) -> Cause {
    Cause { sign: None, guess: words, seen: words, settles: false }
}

/// A guess, until its sign is there; with the sign against it, it is not said.
pub(super) const fn guess(sign: Sign, words: &'static str, seen: &'static str) -> Cause {
    Cause { sign: Some(sign), guess: words, seen, settles: true }
}

/// Said first, and only when its sign is there.
pub(super) const fn seen(sign: Sign, words: &'static str) -> Cause {
    Cause { sign: Some(sign), guess: "", seen: words, settles: true }
}

/// Said where it stands, and only when its sign is there: a guess all the same.
pub(super) const fn hint(sign: Sign, words: &'static str) -> Cause {
    Cause { sign: Some(sign), guess: "", seen: words, settles: false }
}
