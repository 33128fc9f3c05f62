//! What the pretend Lambda triggers of `CUSTOM_AUTH` do: define two rounds, create a riddle for each, verify its answer.
//! The hint gives the answer away, for it is the rounds that are to be learned.

use serde_json::{Value as Json, json};

/// A round of the challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Round {
    /// The first riddle.
    First,
    /// The second and last one.
    Second,
}

impl Round {
    /// `CreateAuthChallenge`: what is published for the user to see.
    pub(super) fn parameters(self, username: &str) -> Json {
        let (round, question, hint) = match self {
            Self::First => {
                ("1 of 2", "What has keys but opens no door?", "You type on it: the answer is keyboard")
            }
            Self::Second => (
                "2 of 2",
                "What comes next: 1, 1, 2, 3, 5?",
                "Each number is the sum of the two before it: the answer is 8",
            ),
        };
        json!({ "USERNAME": username, "hint": hint, "question": question, "round": round })
    }

    /// `VerifyAuthChallengeResponse`: letter case and blanks around an answer do not count.
    pub(super) fn is_answered_by(self, answer: &str) -> bool {
        let right = match self {
            Self::First => "keyboard",
            Self::Second => "8",
        };
        answer.trim().eq_ignore_ascii_case(right)
    }

    /// `DefineAuthChallenge`: what follows a right answer; none means tokens.
    pub(super) const fn next(self) -> Option<Self> {
        match self {
            Self::First => Some(Self::Second),
            Self::Second => None,
        }
    }
}
