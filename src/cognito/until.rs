//! How far a walk goes, by its wire word: the same words in a saved connection and on the command line.

/// The last thing a walk fetches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Until {
    /// The user pool's tokens.
    Tokens,
    /// The identity behind them.
    Identity,
    /// The AWS keys of that identity.
    Credentials,
    /// Who those keys belong to: the proof that they work.
    #[default]
    Caller,
}

impl Until {
    /// Every end, the nearest first.
    pub const ALL: [Self; 4] = [Self::Tokens, Self::Identity, Self::Credentials, Self::Caller];

    /// The word that scripts and saved connections use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Tokens => "tokens",
            Self::Identity => "identity",
            Self::Credentials => "credentials",
            Self::Caller => "caller",
        }
    }

    /// The end a word stands for, letter case and white space around it aside.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|until| until.word().eq_ignore_ascii_case(word.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_end_is_found_by_its_word() {
        for until in Until::ALL {
            assert_eq!(Until::from_word(until.word()), Some(until));
        }
        assert_eq!(Until::from_word(" Caller "), Some(Until::Caller));
        assert_eq!(Until::from_word("later"), None);
    }

    #[test]
    fn a_later_end_compares_as_greater() {
        assert!(Until::ALL.is_sorted());
        assert!(Until::default() >= Until::Credentials);
    }
}
