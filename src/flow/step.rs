//! One step of a walk as data: what is, was or will be called, and how it stands.

use jiff::Timestamp;

use super::api::{ApiAnswer, AuthKind};
use super::call::{Call, Reply};
use super::exchange::{Failure, Performed};
use super::operation::Operation;
use super::preflight::Probe;
use crate::cognito::{AuthFlow, Challenge};

/// One row of the lanes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The API operation.
    pub operation: Operation,
    /// What it is about, beyond its name.
    pub about: About,
    /// How it stands.
    pub state: StepState,
    /// The question this step answers, with its parameters.
    pub question: Option<Challenge>,
    /// The question is answered without asking anybody: from what was typed or kept before.
    pub needs_nobody: bool,
    /// The call as it went out.
    pub call: Option<Call>,
    /// What came of it.
    pub performed: Option<Performed>,
}

/// What a step is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Starts signing in.
    SignIn {
        /// The flow asked for.
        flow: AuthFlow,
        /// As typed.
        username: String,
    },
    /// Answers a challenge.
    Answer {
        /// The wire name of the challenge.
        challenge: String,
    },
    /// Trades a refresh token for fresh tokens.
    Refresh,
    /// Sets up an authenticator app.
    SetUp,
    /// Goes by the pool's own pages.
    ManagedLogin,
    /// Has a device remembered.
    Device,
    /// Is about somebody's own account.
    Account {
        /// Whose; empty when nobody is named.
        username: String,
    },
    /// Trades a login for something: `GetId`, `GetCredentialsForIdentity`.
    Login,
    /// The same without a sign-in to the user pool.
    Brought {
        /// Nothing goes along; otherwise logins of other providers do.
        as_guest: bool,
    },
    /// Vouches for somebody, as a developer.
    Developer {
        /// What the developer calls the person.
        user: String,
    },
    /// Trades the identity pool's token for the keys of a role.
    Role {
        /// The role.
        role_arn: String,
    },
    /// Uses the keys.
    Keys,
    /// Looks before anybody signs in.
    Check(Probe),
    /// Tries the person's own API.
    Api {
        /// What shows who asks.
        auth: AuthKind,
    },
}

/// How a step stands. The order is the order of its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// Will come, if nothing else does.
    Ghost,
    /// Is next, and waits to be let go.
    Ready,
    /// Waits for the person's answer.
    Asking,
    /// The call is out.
    UnderWay {
        /// Since when.
        since: Timestamp,
    },
    /// Came back well.
    Done,
    /// The service said no.
    Refused,
    /// No usable answer came, or the request could not be made.
    Failed,
    /// The person stopped it.
    Stopped,
}

impl StepState {
    /// One lower-case word, as in the CLI's JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Ghost => "ghost",
            Self::Ready => "ready",
            Self::Asking => "asking",
            Self::UnderWay { .. } => "under_way",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Stopped => "stopped",
        }
    }

    /// True when nothing more happens to the step.
    #[must_use]
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Refused | Self::Failed | Self::Stopped)
    }
}

impl Step {
    /// A step that has not been made yet.
    #[must_use]
    pub const fn ghost(operation: Operation, about: About) -> Self {
        Self {
            operation,
            about,
            state: StepState::Ghost,
            question: None,
            needs_nobody: false,
            call: None,
            performed: None,
        }
    }

    /// Why it did not end well, when it did not.
    #[must_use]
    pub fn failure(&self) -> Option<&Failure> {
        self.performed.as_ref().and_then(|performed| performed.result.as_ref().err())
    }

    /// How a request to an API was authorized, when the step is one.
    #[must_use]
    pub const fn api_auth(&self) -> Option<AuthKind> {
        if let About::Api { auth } = self.about { Some(auth) } else { None }
    }

    /// What an API answered, when it was none that says no.
    #[must_use]
    pub fn api_answer(&self) -> Option<&ApiAnswer> {
        if let Ok(Reply::Api(answer)) = &self.performed.as_ref()?.result { Some(answer) } else { None }
    }

    /// The body of an API's answer as it came, for a refusal too.
    #[must_use]
    pub fn api_body(&self) -> Option<&[u8]> {
        Some(self.performed.as_ref()?.exchange.as_ref()?.response.as_ref()?.bytes())
    }

    /// HTTP status of the answer.
    #[must_use]
    pub fn http_status(&self) -> Option<u16> {
        Some(self.performed.as_ref()?.exchange.as_ref()?.response.as_ref()?.status)
    }

    /// AWS's id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.performed.as_ref()?.exchange.as_ref()?.response.as_ref()?.request_id()
    }
}
