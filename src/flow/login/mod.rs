//! One login: signing in with every challenge on the way, then the identity pool, then the keys.
//! It decides what comes next and keeps the steps; what a challenge needs is `cognito`'s business,
//! and which parameters a call has is told in the files beside this one.

use std::sync::OnceLock;

use jiff::Timestamp;

use super::config::{BrowserPlan, LoginConfig};
use super::haul::Haul;
use super::outline::{Outline, Position};
use super::track::Track;
use super::{About, Call, Ending, Failure, Flow, Input, NewDevice, Next, Operation, Performed};
use super::{Reply, Seed, Step, TokenSet};
use crate::cognito::{AuthFlow, Challenge, Params, Until, Way, srp};
use crate::secret::Secret;
use browser::Leg;
use question::Question;
use set_up::SetUp;

mod browser;
mod devices;
mod identity;
mod opening;
mod question;
mod set_up;

/// A login under way. See [`Flow`] for how it is driven.
#[derive(Debug)]
pub struct Login {
    config: LoginConfig,
    /// The way that is tried: with [`Way::Automatic`], one after the other.
    trying: Way,
    seed: Seed,
    /// Worked out when first needed: it is costly, and only SRP needs it.
    ephemeral: OnceLock<srp::Ephemeral>,
    device_ephemeral: OnceLock<srp::Ephemeral>,
    stage: Stage,
    /// The real user name, once Cognito has told it; replies and their hashes need it.
    user_id: Option<String>,
    haul: Haul,
    track: Track,
}

/// Where the login stands: the call that is next or out.
#[derive(Debug)]
enum Stage {
    SignIn,
    /// A call of the pool's own pages.
    Browser(Leg),
    Answer(Box<Question>),
    SetUp(Box<SetUp>),
    ConfirmDevice(NewDevice),
    RememberDevice(NewDevice),
    /// A call of the identity half.
    Identity(Operation),
    Through,
}

impl Login {
    /// Prepares a login. Nothing is sent before the first [`Next::Send`] is obeyed.
    #[must_use]
    pub fn start(config: LoginConfig, seed: &Seed) -> Self {
        let mut login = Self {
            seed: seed.clone(),
            ephemeral: OnceLock::new(),
            device_ephemeral: OnceLock::new(),
            trying: if config.way == Way::Automatic { opening::FIRST_TRY } else { config.way },
            config,
            stage: Stage::SignIn,
            user_id: None,
            haul: Haul::default(),
            track: Track::default(),
        };
        if login.config.way == Way::Browser {
            login.stage = Stage::Browser(Leg::Authorize);
        } else if !login.config.way.is_of_user_pool() {
            login.begin_identity_half();
        }
        login.plan();
        login
    }

    fn call(&self, now: Timestamp) -> Option<Call> {
        match &self.stage {
            Stage::SignIn => self.sign_in_call(),
            Stage::Browser(leg) => self.web_call(leg),
            Stage::Answer(question) => self.answer_call(question, now),
            Stage::SetUp(set_up) => set_up.call(),
            Stage::ConfirmDevice(device) => self.confirm_device_call(device),
            Stage::RememberDevice(device) => self.remember_device_call(device),
            Stage::Identity(operation) => self.identity_call(*operation),
            Stage::Through => None,
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
        self.plan();
    }

    fn advance(&mut self, reply: Reply, now: Timestamp) {
        match reply {
            Reply::Challenge { name, session, parameters, available } => {
                let knows_password = !self.config.password.is_empty();
                let received = now;
                self.asked(Challenge { name, session, parameters, available, received, knows_password });
            }
            Reply::Tokens(tokens) if matches!(self.stage, Stage::Browser(_)) => self.code_redeemed(tokens),
            Reply::Tokens(tokens) => self.signed_in(tokens),
            Reply::CameBack { code, state } => self.came_back(code, &state),
            Reply::UserInfo(claims) => self.told_of_user(claims),
            Reply::SoftwareToken { secret, session } => {
                if let Stage::SetUp(set_up) = &mut self.stage {
                    set_up.begun(secret, session, now);
                }
            }
            Reply::Verified { session } => self.set_up_is_verified(session),
            Reply::DeviceConfirmed { user_decides } => self.device_is_confirmed(user_decides),
            Reply::Done => self.after_device(),
            // No call of a login's is answered so.
            Reply::Account(_) | Reply::KeySet(_) | Reply::Api(_) => self.track.end(Ending::Internal),
            Reply::Identity { identity_id } => {
                self.haul.identity_id = Some(identity_id);
                self.next_exchange();
            }
            Reply::OpenId { identity_id, token } => {
                self.haul.identity_id = Some(identity_id);
                self.haul.open_id = Some(token);
                self.next_exchange();
            }
            Reply::Credentials { identity_id, credentials } => {
                self.haul.identity_id = Some(identity_id);
                self.haul.credentials = Some(credentials);
                self.next_exchange();
            }
            Reply::Role { credentials } => {
                self.haul.credentials = Some(credentials);
                self.next_exchange();
            }
            Reply::Caller(caller) => {
                self.haul.caller = Some(caller);
                self.next_exchange();
            }
        }
    }

    fn signed_in(&mut self, mut tokens: TokenSet) {
        // A refresh brings no other refresh token unless the client rotates them.
        if tokens.refresh.is_none() && self.config.way.refreshes() {
            tokens.refresh.clone_from(&self.config.refresh_token);
        }
        let new_device = tokens.new_device.clone().filter(|_| tokens.access.is_some());
        self.haul.tokens = Some(tokens);
        match new_device.filter(|_| self.leads_on()) {
            Some(device) if self.config.remembers_device => self.stage = Stage::ConfirmDevice(device),
            Some(_) | None => self.after_tokens(),
        }
    }

    /// True when there is a login to go on with, or no need of one.
    fn leads_on(&self) -> bool {
        let has_id = self.haul.tokens.as_ref().is_some_and(|tokens| tokens.id.is_some());
        has_id || self.config.until == Until::Tokens
    }

    fn after_tokens(&mut self) {
        if self.leads_on() {
            self.begin_identity_half();
        } else {
            // Without a login the identity pool would take the person for a guest.
            self.track.fall_short("The sign-in brought no ID token to show to the identity pool");
        }
    }

    fn asked(&mut self, challenge: Challenge) {
        if let Some(user_id) = challenge.user_id() {
            self.user_id = Some(user_id.to_owned());
        }
        match self.question_of(challenge) {
            Ok(question) => self.stage = Stage::Answer(Box::new(question)),
            Err(problem) => self.track.fall_short(&problem.to_string()),
        }
    }

    /// Some refusals are not the end: a question can be put again, another flow or no device tried.
    fn setback(&mut self, failure: &Failure) {
        if self.does_without_user_info(failure) || self.does_without_device(failure) {
            return;
        }
        if let Failure::Refused(refusal) = failure {
            match &mut self.stage {
                Stage::Answer(question) if question.can_be_tried_again(&refusal.code) => {
                    return question.reopen();
                }
                Stage::SetUp(set_up) if set_up.can_be_tried_again(&refusal.code) => return set_up.reopen(),
                Stage::Answer(_)
                | Stage::SetUp(_)
                | Stage::ConfirmDevice(_)
                | Stage::RememberDevice(_)
                | Stage::SignIn
                | Stage::Browser(_)
                | Stage::Identity(_)
                | Stage::Through => {}
            }
            if self.gives_device_up(refusal) || self.tries_another_flow(refusal) {
                return;
            }
        }
        self.track.end(failure.into());
    }

    fn answered(&mut self, answers: Params) {
        if self.question().is_none() {
            return;
        }
        match &mut self.stage {
            Stage::SetUp(set_up) => set_up.answer(&answers),
            Stage::Answer(_) => self.answer_given(answers),
            Stage::SignIn
            | Stage::Browser(_)
            | Stage::ConfirmDevice(_)
            | Stage::RememberDevice(_)
            | Stage::Identity(_)
            | Stage::Through => {}
        }
        self.plan();
    }

    fn outline(&self) -> Outline<'_> {
        let LoginConfig { username, until, identity, browser, .. } = &self.config;
        let classic_role = identity.classic.as_ref().map_or("", |classic| &classic.role_arn);
        let has_user_info = browser.as_ref().is_some_and(BrowserPlan::has_user_info);
        Outline { way: self.trying, username, classic_role, has_user_info, until: *until }
    }

    /// Draws the steps to come afresh: the one that is next, and the ghosts behind it.
    fn plan(&mut self) {
        let outline = self.outline();
        let mut coming = match &self.stage {
            Stage::SignIn => outline.steps(Position::Start),
            Stage::Browser(leg) => outline.steps(Position::Web(leg.operation())),
            Stage::Answer(question) => outline.steps(Position::Answer(&question.challenge().name)),
            Stage::SetUp(set_up) => outline.steps(Position::Aside(set_up.operation(), &About::SetUp)),
            Stage::ConfirmDevice(_) => {
                outline.steps(Position::Aside(Operation::ConfirmDevice, &About::Device))
            }
            Stage::RememberDevice(_) => {
                outline.steps(Position::Aside(Operation::UpdateDeviceStatus, &About::Device))
            }
            Stage::Identity(operation) => outline.steps(Position::Identity(*operation)),
            Stage::Through => outline.steps(Position::Through),
        };
        if self.track.ending().is_some() && !coming.is_empty() {
            coming.remove(0); // it was made, and ended the login
        }
        let asking = match &self.stage {
            Stage::Answer(question) => Some((question.challenge(), question.asked())),
            Stage::SetUp(set_up) => set_up.question().map(|question| (question, set_up.asked())),
            Stage::SignIn
            | Stage::Browser(_)
            | Stage::ConfirmDevice(_)
            | Stage::RememberDevice(_)
            | Stage::Identity(_)
            | Stage::Through => None,
        };
        self.track.plan(coming, asking);
    }

    fn access_token(&self) -> Option<Secret> {
        self.haul.tokens.as_ref()?.access.clone()
    }
}

impl Flow for Login {
    fn next(&self, now: Timestamp) -> Next {
        self.track.next(self.question(), || self.call(now))
    }

    fn on(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Sent(call) => self.track.sent(*call, now),
            Input::Performed(performed) => self.performed(*performed, now),
            Input::Answer(answers) => self.answered(answers),
            Input::Stop => self.track.stop(),
        }
    }

    fn steps(&self) -> &[Step] {
        self.track.steps()
    }

    fn question(&self) -> Option<&Challenge> {
        if !self.track.is_open() {
            return None;
        }
        match &self.stage {
            Stage::Answer(question) if question.is_open() => Some(question.challenge()),
            Stage::SetUp(set_up) if set_up.is_open() => set_up.question(),
            Stage::Answer(_)
            | Stage::SetUp(_)
            | Stage::SignIn
            | Stage::Browser(_)
            | Stage::ConfirmDevice(_)
            | Stage::RememberDevice(_)
            | Stage::Identity(_)
            | Stage::Through => None,
        }
    }

    fn ending(&self) -> Option<Ending> {
        self.track.ending()
    }

    fn haul(&self) -> &Haul {
        &self.haul
    }

    fn config(&self) -> &LoginConfig {
        &self.config
    }
}
