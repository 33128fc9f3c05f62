//! How a walk can end, as scripts are told: one word and one exit code each.

use std::process::ExitCode;

use crate::flow::Ending;

/// The end of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Everything asked for was had.
    Finished,
    /// A service said no.
    Refused,
    /// What was given cannot be sent.
    Invalid,
    /// Cognito asks something, and nobody is there to answer.
    NeedsAnswer,
    /// No usable answer could be had.
    Unreachable,
    /// A fault of ours.
    Internal,
}

impl Outcome {
    /// The word of the JSON contract.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Refused => "refused",
            Self::Invalid => "invalid",
            Self::NeedsAnswer => "needs_answer",
            Self::Unreachable => "unreachable",
            Self::Internal => "internal",
        }
    }

    /// The exit code of the contract.
    pub(super) const fn code(self) -> u8 {
        match self {
            Self::Finished => 0,
            Self::Refused => 1,
            Self::Invalid => 2,
            Self::NeedsAnswer => 3,
            Self::Unreachable => 4,
            Self::Internal => 70,
        }
    }
}

impl From<Ending> for Outcome {
    fn from(ending: Ending) -> Self {
        match ending {
            Ending::Finished => Self::Finished,
            Ending::Refused => Self::Refused,
            Ending::Unreachable => Self::Unreachable,
            Ending::Invalid => Self::Invalid,
            // Who leaves a question open is asked it again by the outcome.
            Ending::Stopped => Self::NeedsAnswer,
            Ending::Internal => Self::Internal,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.code())
    }
}
