//! The one type for what must not be seen: passwords, client secrets, tokens, codes, keys.
//!
//! It prints nothing, cannot be serialized, is wiped when dropped, and leaves only through
//! [`Secret::expose`], a word that can be searched for. It knows nothing of what it holds.

use std::fmt;

use zeroize::{Zeroize as _, Zeroizing};

/// A text that must not be seen. `Debug` shows neither the text nor its length.
#[derive(Clone, Default)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over. The caller's copy, if there was one, is the caller's to wipe.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The only door out. Every use of it is a decision to let the secret go somewhere.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// True when there is nothing to hide.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many characters (not bytes) it has: what a row of bullets may tell.
    #[must_use]
    pub fn chars(&self) -> usize {
        self.0.chars().count()
    }

    /// Overwrites the text with zeros and leaves it empty.
    pub fn wipe(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Compares without stopping at the first difference, so time tells nothing but the length.
impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        let (ours, theirs) = (self.0.as_bytes(), other.0.as_bytes());
        let differing = ours.iter().zip(theirs).fold(0, |acc, (a, b)| acc | (a ^ b));
        ours.len() == theirs.len() && differing == 0
    }
}

impl Eq for Secret {}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_neither_text_nor_length() {
        let shown = format!("{:?} {:?}", Secret::from("hunter2"), Secret::from("x"));
        assert_eq!(shown, "Secret(…) Secret(…)");
    }

    #[test]
    fn equality_is_about_the_text() {
        assert_eq!(Secret::from("a"), Secret::from("a"));
        assert_ne!(Secret::from("a"), Secret::from("b"));
        assert_ne!(Secret::from("a"), Secret::from("ab"));
    }

    #[test]
    fn wiping_leaves_nothing() {
        let mut secret = Secret::from("hunter2");
        secret.wipe();
        assert!(secret.is_empty());
    }
}
