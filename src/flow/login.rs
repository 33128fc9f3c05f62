//! One login: signing in with every challenge on the way, then the identity pool, then the keys.
//! It decides what comes next and keeps the steps; what a challenge needs is `cognito`'s business.

use std::sync::OnceLock;

use jiff::Timestamp;

use super::config::LoginConfig;
use super::haul::Haul;
use super::outline::{Outline, Position};
use super::question::Question;
use super::{Call, Ending, Failure, Flow, Input, Next, Performed, Reply, Seed, Step, StepState};
use crate::cognito::challenge::name;
use crate::cognito::{AuthFlow, Challenge, Params, Until, secret_hash, srp};

/// A login under way. See [`Flow`] for how it is driven.
#[derive(Debug)]
pub struct Login {
    config: LoginConfig,
    seed: Seed,
    /// Worked out when first needed: it is costly, and only SRP needs it.
    ephemeral: OnceLock<srp::Ephemeral>,
    stage: Stage,
    call_is_out: bool,
    ending: Option<Ending>,
    /// The real user name, once Cognito has told it; replies and their hashes need it.
    user_id: Option<String>,
    haul: Haul,
    steps: Vec<Step>,
}

/// Where the login stands: the call that is next or out.
#[derive(Debug)]
enum Stage {
    SignIn,
    Answer(Box<Question>),
    GetId,
    GetCredentials,
    WhoAmI,
    Through,
}

impl Login {
    /// Prepares a login. Nothing is sent before the first [`Next::Send`] is obeyed.
    #[must_use]
    pub fn start(config: LoginConfig, seed: &Seed) -> Self {
        let mut login = Self {
            seed: seed.clone(),
            ephemeral: OnceLock::new(),
            config,
            stage: Stage::SignIn,
            call_is_out: false,
            ending: None,
            user_id: None,
            haul: Haul::default(),
            steps: Vec::new(),
        };
        login.plan();
        login
    }

    /// What the login was asked to do.
    #[must_use]
    pub const fn config(&self) -> &LoginConfig {
        &self.config
    }

    /// What it has brought in so far.
    #[must_use]
    pub const fn haul(&self) -> &Haul {
        &self.haul
    }

    /// How it ended, once it has.
    #[must_use]
    pub const fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// The question that waits for the person.
    #[must_use]
    pub fn question(&self) -> Option<&Challenge> {
        match &self.stage {
            Stage::Answer(question) if self.ending.is_none() && question.is_open() => {
                Some(question.challenge())
            }
            Stage::Answer(_)
            | Stage::SignIn
            | Stage::GetId
            | Stage::GetCredentials
            | Stage::WhoAmI
            | Stage::Through => None,
        }
    }

    fn ephemeral(&self) -> &srp::Ephemeral {
        self.ephemeral.get_or_init(|| ephemeral(&self.seed))
    }

    fn sign_in_call(&self) -> Call {
        let LoginConfig { client, pool, username, password, flow, .. } = &self.config;
        let parameters = Params::new().plain("USERNAME", username);
        let parameters = match flow {
            AuthFlow::UserSrp => parameters.plain("SRP_A", self.ephemeral().public_hex()),
            AuthFlow::UserPassword | AuthFlow::AdminUserPassword | AuthFlow::AdminNoSrp => {
                parameters.secret("PASSWORD", password.clone())
            }
        };
        let parameters = self.with_hash(parameters, username);
        let (flow, client) = (*flow, client.clone());
        match pool {
            Some(pool) if flow.is_admin() => {
                Call::AdminInitiateAuth { flow, pool: pool.clone(), client, parameters }
            }
            Some(_) | None => Call::InitiateAuth { flow, client, parameters },
        }
    }

    fn answer_call(&self, question: &Question, now: Timestamp) -> Option<Call> {
        let asked = question.challenge();
        let username = self.user_id.as_deref().unwrap_or(&self.config.username);
        let mut responses = Params::new().plain("USERNAME", username);
        for (key, value) in question.reply(now)?.iter() {
            responses.set(key, value.clone());
        }
        let signer = responses.expose("USERNAME").unwrap_or(username).to_owned();
        let responses = self.with_hash(responses, &signer);
        let (challenge, client, session) =
            (asked.name.clone(), self.config.client.clone(), asked.session.clone());
        Some(match &self.config.pool {
            Some(pool) if self.config.flow.is_admin() => {
                let pool = pool.clone();
                Call::AdminRespondToAuthChallenge { challenge, pool, client, session, responses }
            }
            Some(_) | None => Call::RespondToAuthChallenge { challenge, client, session, responses },
        })
    }

    /// Adds `SECRET_HASH` when the app client has a secret: over the very name that is sent.
    fn with_hash(&self, params: Params, username: &str) -> Params {
        match &self.config.client_secret {
            Some(secret) => {
                params.secret("SECRET_HASH", secret_hash(username, &self.config.client, secret).into())
            }
            None => params,
        }
    }

    fn call(&self, now: Timestamp) -> Option<Call> {
        match &self.stage {
            Stage::SignIn => Some(self.sign_in_call()),
            Stage::Answer(question) => self.answer_call(question, now),
            Stage::GetId => {
                let pool = self.config.identity_pool.clone()?;
                Some(Call::GetId { pool, logins: self.logins() })
            }
            Stage::GetCredentials => {
                let identity_id = self.haul.identity_id.clone()?;
                Some(Call::GetCredentialsForIdentity { identity_id, logins: self.logins() })
            }
            Stage::WhoAmI => {
                let credentials = self.haul.credentials.clone()?;
                Some(Call::GetCallerIdentity { credentials })
            }
            Stage::Through => None,
        }
    }

    /// The identity pool's proof of who this is: provider name → ID token.
    fn logins(&self) -> Params {
        let token = self.haul.tokens.as_ref().and_then(|tokens| tokens.id.clone());
        token.map_or_else(Params::new, |token| Params::new().secret(self.config.logins_key(&token), token))
    }

    fn performed(&mut self, performed: Performed, now: Timestamp) {
        if !std::mem::take(&mut self.call_is_out) {
            return;
        }
        if self.ending.is_some() {
            self.too_late(performed);
            return;
        }
        let result = performed.result.clone();
        if let Some(step) = self.current_step() {
            step.state = match &result {
                Ok(_) => StepState::Done,
                Err(Failure::Refused(_)) => StepState::Refused,
                Err(Failure::Stopped) => StepState::Stopped,
                Err(_) => StepState::Failed,
            };
            step.performed = Some(performed);
        }
        match result {
            Ok(reply) => self.advance(reply, now),
            Err(failure) => self.setback(&failure),
        }
        self.plan();
    }

    /// An answer to a call that was stopped: what was on the wire is kept, what it says does not count.
    fn too_late(&mut self, performed: Performed) {
        if let Some(step) = self.steps.iter_mut().rfind(|step| step.state == StepState::Stopped) {
            step.performed = Some(Performed { result: Err(Failure::Stopped), ..performed });
        }
    }

    fn advance(&mut self, reply: Reply, now: Timestamp) {
        match reply {
            Reply::Challenge { name, session, parameters, available } => {
                let challenge = Challenge { name, session, parameters, available, received: now };
                self.asked(challenge);
            }
            Reply::Tokens(tokens) => {
                let goes_on = tokens.id.is_some() || self.config.until == Until::Tokens;
                self.haul.tokens = Some(tokens);
                if goes_on {
                    self.go_on(Until::Tokens, Stage::GetId);
                } else {
                    // Without a login the identity pool would take the person for a guest.
                    self.fall_short("The sign-in brought no ID token to show to the identity pool");
                }
            }
            Reply::Identity { identity_id } => {
                self.haul.identity_id = Some(identity_id);
                self.go_on(Until::Identity, Stage::GetCredentials);
            }
            Reply::Credentials { identity_id, credentials } => {
                self.haul.identity_id = Some(identity_id);
                self.haul.credentials = Some(credentials);
                self.go_on(Until::Credentials, Stage::WhoAmI);
            }
            Reply::Caller(caller) => {
                self.haul.caller = Some(caller);
                self.go_on(Until::Caller, Stage::Through);
            }
        }
    }

    fn go_on(&mut self, reached: Until, next: Stage) {
        let through = reached == self.config.until;
        self.stage = if through { Stage::Through } else { next };
        if through {
            self.ending = Some(Ending::Finished);
        }
    }

    fn asked(&mut self, challenge: Challenge) {
        if let Some(user_id) = challenge.user_id() {
            self.user_id = Some(user_id.to_owned());
        }
        let question = if challenge.name == name::PASSWORD_VERIFIER {
            Question::proof(challenge, self.ephemeral(), &self.config)
        } else {
            Ok(Question::open(challenge))
        };
        match question {
            Ok(question) => self.stage = Stage::Answer(Box::new(question)),
            Err(problem) => self.fall_short(&problem.to_string()),
        }
    }

    /// The last step came back, but with nothing that can be gone on with.
    fn fall_short(&mut self, problem: &str) {
        if let Some(step) = self.steps.iter_mut().rfind(|step| step.state == StepState::Done) {
            step.state = StepState::Failed;
            let status = step.http_status().unwrap_or(200);
            if let Some(performed) = &mut step.performed {
                performed.result = Err(Failure::Unusable { status, problem: problem.to_owned() });
            }
        }
        self.ending = Some(Ending::Unreachable);
    }

    /// A refusal that leaves the session usable puts the same question again; all else is the end.
    fn setback(&mut self, failure: &Failure) {
        if let (Stage::Answer(question), Failure::Refused(refusal)) = (&mut self.stage, failure)
            && question.can_be_tried_again(&refusal.code)
        {
            question.reopen();
            return;
        }
        self.ending = Some(match failure {
            Failure::Refused(_) => Ending::Refused,
            Failure::Unreachable(_) | Failure::Unreadable { .. } | Failure::Unusable { .. } => {
                Ending::Unreachable
            }
            Failure::NotSent { .. } => Ending::Invalid,
            Failure::Stopped => Ending::Stopped,
            Failure::Internal { .. } => Ending::Internal,
        });
    }

    fn answered(&mut self, answers: Params) {
        if self.call_is_out || self.question().is_none() {
            return;
        }
        if let Stage::Answer(question) = &mut self.stage {
            question.answer(answers);
            self.plan();
        }
    }

    fn sent(&mut self, call: Call, now: Timestamp) {
        self.call_is_out = true;
        if let Some(step) = self.current_step() {
            step.state = StepState::UnderWay { since: now };
            step.call = Some(call);
        }
    }

    fn stop(&mut self) {
        if self.ending.is_some() {
            return;
        }
        if let Some(step) = self.current_step() {
            step.state = StepState::Stopped;
        }
        self.ending = Some(Ending::Stopped);
    }

    fn outline(&self) -> Outline<'_> {
        let LoginConfig { flow, username, until, .. } = &self.config;
        Outline { flow: *flow, username, until: *until }
    }

    fn position(&self) -> Position<'_> {
        match &self.stage {
            Stage::SignIn => Position::SignIn,
            Stage::Answer(question) => Position::Answer(&question.challenge().name),
            Stage::GetId => Position::After(Until::Tokens),
            Stage::GetCredentials => Position::After(Until::Identity),
            Stage::WhoAmI => Position::After(Until::Credentials),
            Stage::Through => Position::After(Until::Caller),
        }
    }

    fn current_step(&mut self) -> Option<&mut Step> {
        self.steps.iter_mut().find(|step| !step.state.is_over() && step.state != StepState::Ghost)
    }

    /// Draws the steps to come afresh: the one that is next, and the ghosts behind it.
    fn plan(&mut self) {
        self.steps.retain(|step| step.state.is_over());
        let mut coming = self.outline().steps(self.position());
        if self.ending.is_none()
            && let Some(next) = coming.first_mut()
        {
            next.state = StepState::Ready;
            if let Stage::Answer(question) = &self.stage {
                next.question = Some(question.challenge().clone());
                if question.is_open() {
                    next.state = StepState::Asking;
                }
            }
        } else if !coming.is_empty() {
            coming.remove(0); // it was made, and ended the login
        }
        self.steps.append(&mut coming);
    }
}

/// Length of the secret number `a`: twice the 32 bytes that RFC 5054 (3.1) asks for at least.
const EPHEMERAL_BYTES: usize = 64;

/// A fresh secret number. A seed that gives an unusable one (it never will) is asked for another.
fn ephemeral(seed: &Seed) -> srp::Ephemeral {
    let mut tries = (0_u32..).map(|number| seed.bytes::<EPHEMERAL_BYTES>(&format!("SRP a {number}")));
    tries
        .find_map(|bytes| srp::Ephemeral::from_random(&bytes))
        .unwrap_or_else(|| unreachable!("an endless search ends only with a find"))
}

impl Flow for Login {
    fn next(&self, now: Timestamp) -> Next {
        if let Some(ending) = self.ending {
            return Next::Finished(ending);
        }
        if self.call_is_out {
            return Next::Wait;
        }
        if let Some(challenge) = self.question() {
            return Next::Ask(Box::new(challenge.clone()));
        }
        self.call(now).map_or(Next::Finished(Ending::Internal), |call| Next::Send(Box::new(call)))
    }

    fn on(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Sent(call) => self.sent(*call, now),
            Input::Performed(performed) => self.performed(*performed, now),
            Input::Answer(answers) => self.answered(answers),
            Input::Stop => self.stop(),
        }
    }

    fn steps(&self) -> &[Step] {
        &self.steps
    }
}
