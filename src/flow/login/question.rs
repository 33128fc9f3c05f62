//! One question of Cognito's and the answer to it: the person's, or one that needs nobody, because
//! it follows from what was typed or kept before.

use jiff::Timestamp;
use thiserror::Error;

use super::set_up::SetUp;
use super::{Call, Login, Params, Stage};
use crate::cognito::challenge::{MFA_SETUP_KEY, name};
use crate::cognito::srp::{self, SrpProblem};
use crate::cognito::{Challenge, FirstFactor, UserPoolId, totp};
use crate::flow::track::Asked;
use crate::secret::Secret;

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
    /// It follows from what was typed before.
    Known(Params),
    /// Proof of a password; signed afresh each time, with the time it is sent.
    Proof { agreement: srp::Agreement, more: Params },
    /// The code of a kept authenticator secret, made when it is sent.
    Totp(Secret),
}

/// Refusals after which the same session takes another answer.
const TRY_AGAIN: [&str; 3] =
    ["CodeMismatchException", "InvalidPasswordException", "PasswordHistoryPolicyViolationException"];
/// A code that was used before: an app shows another in half a minute, what was sent is over.
const USED_BEFORE: &str = "ExpiredCodeException";

/// Why a question cannot be answered.
#[derive(Debug, Error)]
pub(super) enum Stuck {
    /// The server's half of a proof is not what it should be.
    #[error(transparent)]
    Srp(#[from] SrpProblem),
    /// SRP goes by the name of the pool.
    #[error("The proof of the password needs the user pool ID, and none is filled in")]
    NoUserPool,
}

impl Question {
    /// For the person.
    const fn open(challenge: Challenge) -> Self {
        Self { challenge, answer: Answer::Open }
    }

    /// One that needs nobody.
    const fn known(challenge: Challenge, answers: Params) -> Self {
        Self { challenge, answer: Answer::Known(answers) }
    }

    /// One that the person has answered.
    pub(super) const fn given(challenge: Challenge, answers: Params) -> Self {
        Self { challenge, answer: Answer::Given(answers) }
    }

    pub(super) const fn challenge(&self) -> &Challenge {
        &self.challenge
    }

    pub(super) const fn is_open(&self) -> bool {
        matches!(self.answer, Answer::Open)
    }

    /// Whose turn it is.
    pub(super) const fn asked(&self) -> Asked {
        match self.answer {
            Answer::Open => Asked::Person,
            Answer::Given(_) => Asked::Answered,
            Answer::Known(_) | Answer::Proof { .. } | Answer::Totp(_) => Asked::Nobody,
        }
    }

    /// The challenge's own part of `ChallengeResponses`; none while the person has not answered.
    fn reply(&self, now: Timestamp) -> Option<Params> {
        match &self.answer {
            Answer::Open => None,
            Answer::Given(params) | Answer::Known(params) => Some(params.clone()),
            Answer::Proof { agreement, more } => Some(joined(agreement.responses(now), more)),
            Answer::Totp(secret) => {
                Some(Params::new().secret("SOFTWARE_TOKEN_MFA_CODE", totp::code(secret, now)?))
            }
        }
    }

    /// True when Cognito keeps the session after this refusal, and the person can answer better.
    pub(super) fn can_be_tried_again(&self, code: &str) -> bool {
        let next_code = code == USED_BEFORE && self.challenge.name == name::SOFTWARE_TOKEN_MFA;
        matches!(self.answer, Answer::Given(_) | Answer::Totp(_)) && (TRY_AGAIN.contains(&code) || next_code)
    }

    pub(super) fn reopen(&mut self) {
        self.answer = Answer::Open;
    }
}

fn joined(mut params: Params, more: &Params) -> Params {
    for (key, value) in more.iter() {
        params.set(key, value.clone());
    }
    params
}

impl Login {
    /// Where the answer to a challenge comes from.
    pub(super) fn question_of(&self, challenge: Challenge) -> Result<Question, Stuck> {
        let config = &self.config;
        let has_password = !config.password.is_empty();
        match challenge.name.as_str() {
            name::PASSWORD_VERIFIER => self.proof_of_password(challenge),
            // A proof without the pool's name can only be wrong, and a wrong one counts against the user.
            name::PASSWORD_SRP if config.pool.is_none() => Err(Stuck::NoUserPool),
            name::PASSWORD_SRP if has_password => {
                let srp_a = self.ephemeral().public_hex();
                Ok(Question::known(challenge, Params::new().plain("SRP_A", srp_a)))
            }
            name::PASSWORD | name::ADMIN_NO_SRP_AUTH if has_password => {
                Ok(Question::known(challenge, Params::new().secret("PASSWORD", config.password.clone())))
            }
            name::DEVICE_SRP_AUTH if config.device.is_some() => {
                let srp_a = self.device_ephemeral().public_hex();
                Ok(Question::known(challenge, Params::new().plain("SRP_A", srp_a)))
            }
            name::DEVICE_PASSWORD_VERIFIER => self.proof_of_device(challenge),
            name::SOFTWARE_TOKEN_MFA => Ok(match &config.totp_secret {
                Some(secret) => Question { challenge, answer: Answer::Totp(secret.clone()) },
                None => Question::open(challenge),
            }),
            _ => Ok(Question::open(challenge)),
        }
    }

    fn proof_of_password(&self, challenge: Challenge) -> Result<Question, Stuck> {
        let identity = srp::Identity {
            pool_name: self.config.pool.as_ref().map(UserPoolId::name).ok_or(Stuck::NoUserPool)?,
            user_id: challenge.user_id().unwrap_or(&self.config.username),
            password: &self.config.password,
        };
        let asked = srp::Question::from_params(&challenge.parameters)?;
        let agreement = srp::agree(self.ephemeral(), &identity, &asked)?;
        Ok(Question { challenge, answer: Answer::Proof { agreement, more: Params::new() } })
    }

    fn proof_of_device(&self, challenge: Challenge) -> Result<Question, Stuck> {
        let Some(device) = &self.config.device else { return Ok(Question::open(challenge)) };
        let identity =
            srp::Identity { pool_name: &device.group_key, user_id: &device.key, password: &device.password };
        let asked = srp::Question::from_params(&challenge.parameters)?;
        let agreement = srp::agree(self.device_ephemeral(), &identity, &asked)?;
        Ok(Question { challenge, answer: Answer::Proof { agreement, more: Params::new() } })
    }

    pub(super) fn answer_call(&self, question: &Question, now: Timestamp) -> Option<Call> {
        let asked = question.challenge();
        let username = self.user_id.as_deref().unwrap_or(&self.config.username);
        let responses = Params::new().plain("USERNAME", username);
        let responses = match &self.config.device {
            Some(device) => responses.plain("DEVICE_KEY", &device.key),
            None => responses,
        };
        let responses = joined(responses, &question.reply(now)?);
        let signer = responses.expose("USERNAME").unwrap_or(username).to_owned();
        let responses = self.with_hash(responses, &signer);
        let (challenge, client, session) =
            (asked.name.clone(), self.config.client.clone()?, asked.session.clone());
        Some(match &self.config.pool {
            Some(pool) if self.trying.is_admin() => {
                let pool = pool.clone();
                Call::AdminRespondToAuthChallenge { challenge, pool, client, session, responses }
            }
            Some(_) | None => Call::RespondToAuthChallenge { challenge, client, session, responses },
        })
    }

    /// Takes the person's answer, and adds what it implies: a chosen factor may bring the password along.
    pub(super) fn answer_given(&mut self, answers: Params) {
        let Stage::Answer(question) = &self.stage else { return };
        let challenge = question.challenge().clone();
        let sets_app_up = answers.expose(MFA_SETUP_KEY) == Some(name::SOFTWARE_TOKEN_MFA);
        if challenge.name == name::MFA_SETUP && sets_app_up && challenge.session.is_none() {
            self.track.fall_short("The question came without a session to set an authenticator app up in");
            return;
        }
        if let Some(typed) = answers.expose("PASSWORD") {
            self.config.password = typed.into();
        }
        self.stage = match challenge.name.as_str() {
            name::MFA_SETUP if sets_app_up => {
                let issuer = self.config.pool.as_ref().map_or("Amazon Cognito", UserPoolId::as_str);
                let shown_as = (issuer.to_owned(), self.config.username.clone());
                Stage::SetUp(Box::new(SetUp::for_question(challenge, shown_as)))
            }
            name::MFA_SETUP => {
                let answers = answers.without(MFA_SETUP_KEY);
                Stage::Answer(Box::new(Question::given(challenge, answers)))
            }
            name::PASSWORD_SRP if answers.expose("SRP_A").is_none() => {
                let answers = Params::new().plain("SRP_A", self.ephemeral().public_hex());
                Stage::Answer(Box::new(Question::known(challenge, answers)))
            }
            name::SELECT_CHALLENGE => {
                let answers = self.with_factor(answers);
                Stage::Answer(Box::new(Question::given(challenge, answers)))
            }
            _ => Stage::Answer(Box::new(Question::given(challenge, answers))),
        };
    }

    fn with_factor(&self, answers: Params) -> Params {
        match answers.expose("ANSWER").and_then(FirstFactor::from_wire) {
            Some(FirstFactor::Password) => answers.secret("PASSWORD", self.config.password.clone()),
            Some(FirstFactor::PasswordSrp) => {
                answers.without("PASSWORD").plain("SRP_A", self.ephemeral().public_hex())
            }
            Some(FirstFactor::EmailOtp | FirstFactor::SmsOtp | FirstFactor::WebAuthn) | None => answers,
        }
    }
}
