//! One errand about an account: sign-up, a forgotten password, an attribute, an authenticator app, a
//! device, the end of a session. What comes in which order is the kind's business, what is asked and
//! which parameters a call has are told in the files beside this one.

use jiff::Timestamp;

use super::haul::Haul;
use super::track::{Asked, Track};
use super::{
    About, AccountReply, Call, Ending, Failure, Flow, Input, LoginConfig, Next, Operation, Performed, Reply,
    Step,
};
use crate::cognito::{Challenge, Params};
use crate::secret::Secret;
use kind::Station;

mod calls;
mod kind;
mod question;

pub use kind::{ErrandKind, Need};

/// What an errand is to do, and with what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErrandPlan {
    /// What is to be done.
    pub kind: ErrandKind,
    /// The device or the attribute that it is about, when that is known beforehand.
    pub about: Option<String>,
    /// Where it goes, and whose account it is. Its refresh token is the one that may be revoked.
    pub config: LoginConfig,
    /// Shows that somebody is signed in.
    pub access_token: Option<Secret>,
}

/// An errand under way. See [`Flow`] for how it is driven.
#[derive(Debug)]
pub struct Errand {
    plan: ErrandPlan,
    /// The call that is next or out, and those behind it.
    coming: Vec<Station>,
    /// What is asked before the next call, and whether it has been answered.
    question: Option<Challenge>,
    is_open: bool,
    /// All answers so far, by their wire names.
    given: Params,
    /// The secret for an authenticator app.
    totp_secret: Option<Secret>,
    /// Where a list goes on.
    page: Option<String>,
    haul: Haul,
    track: Track,
}

impl Errand {
    /// Prepares an errand. What messages or changes somebody is sent after a [`Next::Ask`] only.
    #[must_use]
    pub fn start(plan: ErrandPlan, now: Timestamp) -> Self {
        let mut errand = Self {
            coming: plan.kind.path().to_vec(),
            plan,
            question: None,
            is_open: false,
            given: Params::new(),
            totp_secret: None,
            page: None,
            haul: Haul::default(),
            track: Track::default(),
        };
        errand.arrive(now);
        errand.redraw();
        errand
    }

    fn station(&self) -> Option<Station> {
        self.coming.first().copied()
    }

    /// The next call is the first of those to come; what is asked before it is asked.
    fn arrive(&mut self, now: Timestamp) {
        self.question = self.station().filter(|station| station.asks).map(|at| self.ask(at.operation, now));
        self.is_open = self.question.is_some();
        if self.coming.is_empty() {
            self.track.end(Ending::Finished);
        }
    }

    fn performed(&mut self, performed: Performed, now: Timestamp) {
        let result = performed.result.clone();
        if !self.track.performed(performed) {
            return;
        }
        match result {
            Ok(reply) => self.advance(reply, now),
            Err(failure) => self.setback(&failure),
        }
        self.redraw();
    }

    fn advance(&mut self, reply: Reply, now: Timestamp) {
        match reply {
            Reply::SoftwareToken { secret, .. } => self.totp_secret = Some(secret),
            Reply::Verified { .. } => self.haul.totp_secret.clone_from(&self.totp_secret),
            Reply::Done => self.note_forgotten(),
            Reply::Account(reply) => self.learn(reply),
            Reply::Tokens(_)
            | Reply::Challenge { .. }
            | Reply::DeviceConfirmed { .. }
            | Reply::CameBack { .. }
            | Reply::UserInfo(_)
            | Reply::Identity { .. }
            | Reply::Credentials { .. }
            | Reply::OpenId { .. }
            | Reply::Role { .. }
            | Reply::Caller(_)
            | Reply::KeySet(_)
            | Reply::Api(_) => return self.track.end(Ending::Internal),
        }
        if self.page.is_none() && !self.coming.is_empty() {
            self.coming.remove(0);
        }
        self.arrive(now);
    }

    /// The device that was forgotten may be the one that is remembered here.
    fn note_forgotten(&mut self) {
        let is_forgotten = self.station().is_some_and(|station| station.operation == Operation::ForgetDevice);
        let own = self.plan.config.device.as_ref().map(|device| device.key.clone());
        if is_forgotten && own.is_some() && own == self.text("DeviceKey") {
            self.haul.device_is_gone = true;
        }
    }

    /// Keeps what came back, and drops the calls that it makes needless.
    fn learn(&mut self, reply: AccountReply) {
        match reply {
            AccountReply::SignedUp { is_confirmed, delivery, .. } => {
                self.haul.delivery = delivery;
                if is_confirmed {
                    self.skip(Operation::ConfirmSignUp);
                }
            }
            AccountReply::CodeSent { delivery } => self.haul.delivery = delivery,
            AccountReply::Updated { deliveries } => {
                self.haul.delivery = deliveries.into_iter().next();
                if self.haul.delivery.is_none() {
                    self.skip(Operation::VerifyUserAttribute);
                }
            }
            AccountReply::User(user) => self.haul.user = Some(user),
            AccountReply::Devices { devices, next } => {
                self.haul.devices.get_or_insert_default().extend(devices);
                // A list that goes on where it stands would never end.
                self.page = next.filter(|next| self.page.as_ref() != Some(next));
            }
        }
    }

    fn skip(&mut self, operation: Operation) {
        self.coming.retain(|station| station.operation != operation);
    }

    /// Some refusals are not the end: a better answer may be given, or all that mattered was done.
    fn setback(&mut self, failure: &Failure) {
        let Some(station) = self.station() else { return self.track.end(failure.into()) };
        if let Failure::Refused(refusal) = failure
            && self.can_be_tried_again(station.operation, refusal)
        {
            return self.reopen(refusal);
        }
        let was_done = station.only_looks() && self.plan.kind.path().len() > 1;
        self.track.end(if was_done { Ending::Finished } else { failure.into() });
    }

    fn answered(&mut self, answers: &Params) {
        if self.question().is_none() {
            return;
        }
        for (key, value) in answers.iter() {
            self.given.set(key, value.clone());
        }
        if let Some(username) = answers.expose("Username") {
            username.trim().clone_into(&mut self.plan.config.username);
        }
        self.is_open = false;
        self.redraw();
    }

    /// Draws the steps to come afresh: the one that is next, and the ghosts behind it.
    fn redraw(&mut self) {
        let username = &self.plan.config.username;
        let about = || About::Account { username: username.clone() };
        let mut coming: Vec<_> =
            self.coming.iter().map(|station| Step::ghost(station.operation, about())).collect();
        if self.track.ending().is_some() && !coming.is_empty() {
            coming.remove(0); // it was made, and ended the errand
        }
        let asked = if self.is_open { Asked::Person } else { Asked::Answered };
        self.track.plan(coming, self.question.as_ref().map(|question| (question, asked)));
    }
}

impl Flow for Errand {
    fn next(&self, _now: Timestamp) -> Next {
        let call = || self.station().and_then(|station| self.call(station.operation));
        self.track.next(self.question(), call)
    }

    fn on(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Sent(call) => self.track.sent(*call, now),
            Input::Performed(performed) => self.performed(*performed, now),
            Input::Answer(answers) => self.answered(&answers),
            Input::Stop => self.track.stop(),
        }
    }

    fn steps(&self) -> &[Step] {
        self.track.steps()
    }

    fn question(&self) -> Option<&Challenge> {
        self.question.as_ref().filter(|_| self.is_open && self.track.is_open())
    }

    fn ending(&self) -> Option<Ending> {
        self.track.ending()
    }

    fn haul(&self) -> &Haul {
        &self.haul
    }

    fn config(&self) -> &LoginConfig {
        &self.plan.config
    }

    fn errand(&self) -> Option<&ErrandPlan> {
        Some(&self.plan)
    }
}
