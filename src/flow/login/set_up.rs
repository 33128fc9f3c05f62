//! Setting up an authenticator app in the middle of a sign-in: ask for its secret, have the person
//! put it into the app, and show that the app has it. What comes before and after is the login's.

use jiff::Timestamp;

use super::question::Question;
use super::{Call, Challenge, Login, Operation, Params, Stage};
use crate::cognito::challenge::{OTPAUTH_URI, SECRET_CODE, name};
use crate::cognito::totp;
use crate::flow::Proof;
use crate::flow::track::Asked;
use crate::secret::Secret;

/// An authenticator app being set up.
#[derive(Debug)]
pub(super) struct SetUp {
    /// The question that this is the answer to.
    before: Challenge,
    /// The handle that the next call goes on with.
    session: Option<Secret>,
    shown_as: (String, String),
    secret: Option<Secret>,
    question: Option<Challenge>,
    code: Option<Secret>,
}

impl SetUp {
    /// Begins with the question `MFA_SETUP`. The app is to show the secret under this issuer and account.
    pub(super) fn for_question(before: Challenge, shown_as: (String, String)) -> Self {
        let session = before.session.clone();
        Self { before, session, shown_as, secret: None, question: None, code: None }
    }

    pub(super) const fn operation(&self) -> Operation {
        match self.question {
            None => Operation::AssociateSoftwareToken,
            Some(_) => Operation::VerifySoftwareToken,
        }
    }

    pub(super) fn call(&self) -> Option<Call> {
        let proof = Proof::Session(self.session.clone()?);
        Some(match self.question {
            None => Call::AssociateSoftwareToken { proof },
            Some(_) => Call::VerifySoftwareToken { proof, code: self.code.clone()? },
        })
    }

    /// The secret came: the person puts it into the app.
    pub(super) fn begun(&mut self, secret: Secret, session: Option<Secret>, now: Timestamp) {
        self.session = session.or_else(|| self.session.take());
        let (issuer, account) = &self.shown_as;
        let parameters = Params::new()
            .secret(SECRET_CODE, secret.clone())
            .secret(OTPAUTH_URI, totp::uri(&secret, issuer, account));
        self.question = Some(Challenge {
            name: name::VERIFY_SOFTWARE_TOKEN.to_owned(),
            session: self.session.clone(),
            parameters,
            available: Vec::new(),
            received: now,
            knows_password: true,
        });
        self.secret = Some(secret);
    }

    pub(super) const fn question(&self) -> Option<&Challenge> {
        self.question.as_ref()
    }

    pub(super) const fn is_open(&self) -> bool {
        self.question.is_some() && self.code.is_none()
    }

    /// Whose turn it is with the question.
    pub(super) const fn asked(&self) -> Asked {
        if self.code.is_none() { Asked::Person } else { Asked::Answered }
    }

    pub(super) fn answer(&mut self, answers: &Params) {
        self.code = answers.expose("UserCode").map(Secret::from);
    }

    /// A wrong code may be followed by the right one.
    pub(super) fn can_be_tried_again(&self, code: &str) -> bool {
        let again = ["EnableSoftwareTokenMFAException", "CodeMismatchException"];
        self.code.is_some() && again.contains(&code)
    }

    pub(super) fn reopen(&mut self) {
        self.code = None;
    }
}

impl Login {
    /// The app is set up: the question it was set up for is answered with the handle of that.
    pub(super) fn set_up_is_verified(&mut self, session: Option<Secret>) {
        let Stage::SetUp(set_up) = &self.stage else { return };
        self.haul.totp_secret.clone_from(&set_up.secret);
        let session = session.or_else(|| set_up.session.clone());
        let challenge = Challenge { session, ..set_up.before.clone() };
        self.stage = Stage::Answer(Box::new(Question::given(challenge, Params::new())));
    }
}
