//! The path of a login before it is walked: which steps come, as far as anybody can know.

use super::{About, Operation, Step};
use crate::cognito::challenge::name;
use crate::cognito::{AuthFlow, Until};

/// What the path depends on.
#[derive(Debug, Clone, Copy)]
pub struct Outline<'a> {
    /// How to sign in.
    pub flow: AuthFlow,
    /// As typed; may be empty.
    pub username: &'a str,
    /// How far to go.
    pub until: Until,
}

/// Which step is the next one.
#[derive(Debug, Clone, Copy)]
pub enum Position<'a> {
    /// The very first.
    SignIn,
    /// The answer to a challenge, by its wire name.
    Answer(&'a str),
    /// Whatever follows this.
    After(Until),
}

impl Outline<'_> {
    /// The next step and those behind it, all as ghosts.
    #[must_use]
    pub fn steps(&self, position: Position<'_>) -> Vec<Step> {
        let mut steps = match position {
            Position::SignIn => self.sign_in(),
            Position::Answer(challenge) => vec![self.answer(challenge)],
            Position::After(_) => Vec::new(),
        };
        let reached = match position {
            Position::SignIn | Position::Answer(_) => Until::Tokens,
            Position::After(reached) => reached,
        };
        steps.extend(self.after(reached));
        steps
    }

    fn sign_in(&self) -> Vec<Step> {
        let operation =
            if self.flow.is_admin() { Operation::AdminInitiateAuth } else { Operation::InitiateAuth };
        let about = About::SignIn { flow: self.flow, username: self.username.to_owned() };
        let mut steps = vec![Step::ghost(operation, about)];
        if self.flow == AuthFlow::UserSrp {
            steps.push(self.answer(name::PASSWORD_VERIFIER));
        }
        steps
    }

    fn answer(&self, challenge: &str) -> Step {
        let operation = if self.flow.is_admin() {
            Operation::AdminRespondToAuthChallenge
        } else {
            Operation::RespondToAuthChallenge
        };
        Step::ghost(operation, About::Answer { challenge: challenge.to_owned() })
    }

    fn after(&self, reached: Until) -> impl Iterator<Item = Step> {
        let last = self.until;
        [
            (Until::Identity, Operation::GetId, About::Login),
            (Until::Credentials, Operation::GetCredentialsForIdentity, About::Login),
            (Until::Caller, Operation::GetCallerIdentity, About::Keys),
        ]
        .into_iter()
        .filter(move |(reaches, ..)| *reaches > reached && *reaches <= last)
        .map(|(_, operation, about)| Step::ghost(operation, about))
    }
}
