//! What the command line asks for, and so how much of a form it needs.

use crate::cognito::Way;
use crate::flow::{AfterBrowser, Draft, ErrandKind, FieldProblem, LoginConfig, Need};

/// What the command line asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// `sign-in`
    SignIn,
    /// `refresh`
    Refresh,
    /// `browser`
    Browser,
    /// What can be done after it.
    AfterBrowser(AfterBrowser),
    /// A sign-in for the tokens that an errand needs.
    ForTokens,
    /// `check`: nobody signs in.
    Check,
    /// An errand that comes without a sign-in.
    Alone(ErrandKind),
}

impl Purpose {
    /// What is wrong with the form, for what it is wanted.
    pub(super) fn problems(self, draft: &Draft) -> Vec<FieldProblem> {
        match self {
            Self::Alone(kind) => draft.errand_problems(kind),
            Self::Check => draft.preflight_problems(),
            Self::SignIn | Self::Refresh | Self::Browser | Self::AfterBrowser(_) | Self::ForTokens => {
                draft.problems()
            }
        }
    }

    pub(super) fn check(self, draft: &Draft) -> Result<LoginConfig, Vec<FieldProblem>> {
        match self {
            Self::Alone(kind) => draft.check_errand(kind),
            Self::Check => draft.check_preflight(),
            Self::SignIn | Self::Refresh | Self::Browser | Self::AfterBrowser(_) | Self::ForTokens => {
                draft.check()
            }
        }
    }

    /// Whose account it is has to be said beforehand.
    pub(super) fn needs_username(self, way: Way) -> bool {
        match self {
            Self::Alone(kind) => kind.need() == Need::Username,
            Self::Check => false,
            Self::SignIn | Self::Refresh | Self::Browser | Self::AfterBrowser(_) | Self::ForTokens => {
                way.needs_username()
            }
        }
    }
}
