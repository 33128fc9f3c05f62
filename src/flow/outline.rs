//! The path of a login before it is walked: which steps come, as far as anybody can know.

use super::{About, Operation, Step};
use crate::cognito::challenge::name;
use crate::cognito::{AuthFlow, Until, Way};

/// What the path depends on.
#[derive(Debug, Clone, Copy)]
pub struct Outline<'a> {
    /// How to begin.
    pub way: Way,
    /// As typed; may be empty.
    pub username: &'a str,
    /// The role of the classic flow; empty for the enhanced one.
    pub classic_role: &'a str,
    /// The pages' user info is asked for: in the browser alone.
    pub has_user_info: bool,
    /// How far to go.
    pub until: Until,
}

/// Which step is the next one.
#[derive(Debug, Clone, Copy)]
pub enum Position<'a> {
    /// The very first.
    Start,
    /// The answer to a challenge, by its wire name.
    Answer(&'a str),
    /// A call of managed login.
    Web(Operation),
    /// One call on the way to the tokens, and what it is about.
    Aside(Operation, &'a About),
    /// A call of the identity half.
    Identity(Operation),
    /// Nothing: all was had.
    Through,
}

impl Outline<'_> {
    /// The next step and those behind it, all as ghosts.
    #[must_use]
    pub fn steps(&self, position: Position<'_>) -> Vec<Step> {
        let mut steps = match position {
            Position::Start => self.sign_in(),
            Position::Answer(challenge) => vec![self.answer(challenge)],
            Position::Web(next) => {
                self.sign_in().into_iter().skip_while(|step| step.operation != next).collect()
            }
            Position::Aside(operation, about) => vec![Step::ghost(operation, about.clone())],
            Position::Identity(_) | Position::Through => Vec::new(),
        };
        match position {
            Position::Start | Position::Answer(_) | Position::Web(_) | Position::Aside(..) => {
                steps.extend(self.identity_half());
            }
            Position::Identity(next) => {
                steps.extend(self.identity_half().skip_while(|step| step.operation != next));
            }
            Position::Through => {}
        }
        steps
    }

    fn sign_in(&self) -> Vec<Step> {
        if self.way == Way::RotateToken {
            return vec![Step::ghost(Operation::GetTokensFromRefreshToken, About::Refresh)];
        }
        if self.way == Way::Browser {
            return self.in_browser();
        }
        let Some(flow) = self.way.flow() else { return Vec::new() };
        let operation =
            if self.way.is_admin() { Operation::AdminInitiateAuth } else { Operation::InitiateAuth };
        let about = match flow {
            AuthFlow::RefreshToken => About::Refresh,
            AuthFlow::UserSrp
            | AuthFlow::UserPassword
            | AuthFlow::UserAuth
            | AuthFlow::Custom
            | AuthFlow::AdminUserPassword
            | AuthFlow::AdminNoSrp => About::SignIn { flow, username: self.username.to_owned() },
        };
        let mut steps = vec![Step::ghost(operation, about)];
        if self.way.proves_by_srp() {
            steps.push(self.answer(name::PASSWORD_VERIFIER));
        }
        if matches!(self.way, Way::Custom | Way::CustomSrp) {
            steps.push(self.answer(name::CUSTOM_CHALLENGE));
        }
        steps
    }

    fn in_browser(&self) -> Vec<Step> {
        let user_info = self.has_user_info.then_some(Operation::UserInfo);
        let calls = [Operation::Authorize, Operation::Token].into_iter().chain(user_info);
        calls.map(|operation| Step::ghost(operation, About::ManagedLogin)).collect()
    }

    fn answer(&self, challenge: &str) -> Step {
        let operation = if self.way.is_admin() {
            Operation::AdminRespondToAuthChallenge
        } else {
            Operation::RespondToAuthChallenge
        };
        Step::ghost(operation, About::Answer { challenge: challenge.to_owned() })
    }

    fn identity_half(&self) -> impl Iterator<Item = Step> {
        self.exchanges().map(|operation| Step::ghost(operation, self.about(operation)))
    }

    /// The calls that turn a login into keys, in order, as far as the walk goes.
    pub(super) fn exchanges(&self) -> impl Iterator<Item = Operation> + use<> {
        let last = self.until;
        let calls = match (self.way == Way::Developer, !self.classic_role.is_empty()) {
            (false, false) => ENHANCED,
            (false, true) => CLASSIC,
            (true, false) => DEVELOPER,
            (true, true) => DEVELOPER_CLASSIC,
        };
        calls.iter().filter(move |(_, brings)| *brings <= last).map(|(operation, _)| *operation)
    }

    fn about(&self, operation: Operation) -> About {
        if operation == Operation::GetOpenIdTokenForDeveloperIdentity {
            About::Developer { user: self.username.to_owned() }
        } else if operation == Operation::AssumeRoleWithWebIdentity {
            About::Role { role_arn: self.classic_role.to_owned() }
        } else if operation == Operation::GetCallerIdentity {
            About::Keys
        } else if matches!(self.way, Way::Guest | Way::Providers) {
            About::Brought { as_guest: self.way == Way::Guest }
        } else {
            About::Login
        }
    }
}

/// Calls of the identity half, and how far each leads.
type Calls = &'static [(Operation, Until)];

const ENHANCED: Calls = &[
    (Operation::GetId, Until::Identity),
    (Operation::GetCredentialsForIdentity, Until::Credentials),
    (Operation::GetCallerIdentity, Until::Caller),
];
const CLASSIC: Calls = &[
    (Operation::GetId, Until::Identity),
    (Operation::GetOpenIdToken, Until::Credentials),
    (Operation::AssumeRoleWithWebIdentity, Until::Credentials),
    (Operation::GetCallerIdentity, Until::Caller),
];
const DEVELOPER: Calls = &[
    (Operation::GetOpenIdTokenForDeveloperIdentity, Until::Identity),
    (Operation::GetCredentialsForIdentity, Until::Credentials),
    (Operation::GetCallerIdentity, Until::Caller),
];
const DEVELOPER_CLASSIC: Calls = &[
    (Operation::GetOpenIdTokenForDeveloperIdentity, Until::Identity),
    (Operation::AssumeRoleWithWebIdentity, Until::Credentials),
    (Operation::GetCallerIdentity, Until::Caller),
];
