//! One question of Cognito's and the answer to it: the person's, or a proof that needs nobody.

use jiff::Timestamp;

use super::LoginConfig;
use crate::cognito::srp::{self, SrpProblem};
use crate::cognito::{Challenge, Params, UserPoolId};

/// A challenge and where its answer comes from.
#[derive(Debug)]
pub(super) struct Question {
    challenge: Challenge,
    answer: Answer,
}

#[derive(Debug)]
enum Answer {
    /// The person has not answered yet.
    Open,
    /// The person has.
    Given(Params),
    /// Proof of the password; signed afresh each time, with the time it is sent.
    Proof(srp::Agreement),
}

/// Refusals after which the same session takes another answer.
const TRY_AGAIN: [&str; 4] = [
    "CodeMismatchException",
    "ExpiredCodeException",
    "InvalidPasswordException",
    "PasswordHistoryPolicyViolationException",
];

impl Question {
    /// For the person.
    pub(super) const fn open(challenge: Challenge) -> Self {
        Self { challenge, answer: Answer::Open }
    }

    /// `PASSWORD_VERIFIER`: answered from the password that was typed before.
    pub(super) fn proof(
        challenge: Challenge,
        ephemeral: &srp::Ephemeral,
        config: &LoginConfig,
    ) -> Result<Self, SrpProblem> {
        let identity = srp::Identity {
            pool_name: config.pool.as_ref().map(UserPoolId::name).unwrap_or_default(),
            user_id: challenge.user_id().unwrap_or(&config.username),
            password: &config.password,
        };
        let agreement =
            srp::agree(ephemeral, &identity, &srp::Question::from_params(&challenge.parameters)?)?;
        Ok(Self { challenge, answer: Answer::Proof(agreement) })
    }

    pub(super) const fn challenge(&self) -> &Challenge {
        &self.challenge
    }

    pub(super) const fn is_open(&self) -> bool {
        matches!(self.answer, Answer::Open)
    }

    /// The challenge's own part of `ChallengeResponses`; none while the person has not answered.
    pub(super) fn reply(&self, now: Timestamp) -> Option<Params> {
        match &self.answer {
            Answer::Open => None,
            Answer::Given(params) => Some(params.clone()),
            Answer::Proof(agreement) => Some(agreement.responses(now)),
        }
    }

    pub(super) fn answer(&mut self, answers: Params) {
        if self.is_open() {
            self.answer = Answer::Given(answers);
        }
    }

    /// True when Cognito keeps the session after this refusal, and the person can answer better.
    pub(super) fn can_be_tried_again(&self, code: &str) -> bool {
        matches!(self.answer, Answer::Given(_)) && TRY_AGAIN.contains(&code)
    }

    pub(super) fn reopen(&mut self) {
        self.answer = Answer::Open;
    }
}
