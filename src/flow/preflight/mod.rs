//! A look at everything that a login needs before a password is typed: is the pool there, the clock right, the app
//! client known, which flows does it allow, are guests let in. What each call is, the file beside this one knows; what its
//! answer tells, another. No call names a user, and the one that makes something comes after a question.

use jiff::Timestamp;

use super::config::LoginConfig;
use super::draft::Draft;
use super::field::{Field, FieldProblem};
use super::haul::Haul;
use super::track::{Asked, Track};
use super::{About, Ending, Failure, Flow, Input, Next, Performed, Reply, Seed, Step, StepState};
use crate::cognito::{Challenge, Params};
use crate::secret::Secret;

mod answers;
mod probe;

pub use answers::{OfFlow, OfGuests, OfIdentityPool, flows_known};
pub use probe::Probe;

use probe::MadeUp;

/// What the question before a guest identity is named after.
const GUEST_QUESTION: &str = "GetId";

/// A check under way. See [`Flow`] for how it is driven.
#[derive(Debug)]
pub struct Preflight {
    config: LoginConfig,
    made_up: MadeUp,
    /// The call that is next or out, and those behind it.
    coming: Vec<Probe>,
    /// Whether a guest identity may be made, once that is asked.
    question: Option<Challenge>,
    is_open: bool,
    haul: Haul,
    track: Track,
}

impl Draft {
    /// Reads what a check needs of the form: where things are, and nothing of who.
    ///
    /// # Errors
    /// Every problem of those fields, in the order of the form.
    pub fn check_preflight(&self) -> Result<LoginConfig, Vec<FieldProblem>> {
        let draft = self.without_anybody();
        let problems = self.preflight_problems();
        match draft.derived_region() {
            Some(region) if problems.is_empty() => Ok(draft.config(region)),
            Some(_) | None => Err(problems),
        }
    }

    /// Every problem that stands in the way of a check.
    #[must_use]
    pub fn preflight_problems(&self) -> Vec<FieldProblem> {
        let mut found = self.without_anybody().problems();
        found.retain(|problem| {
            matches!(
                problem.field,
                Field::Region
                    | Field::UserPool
                    | Field::Client
                    | Field::IdentityPool
                    | Field::Endpoint
                    | Field::EndpointIdentity
            )
        });
        found.sort_by_key(|problem| problem.field);
        found
    }

    /// The form without all that is somebody's: a check has no use for it.
    fn without_anybody(&self) -> Self {
        Self {
            username: String::new(),
            password: Secret::default(),
            refresh_token: Secret::default(),
            totp_secret: Secret::default(),
            device: None,
            providers: Vec::new(),
            until: None,
            ..self.clone()
        }
    }
}

impl Preflight {
    /// Prepares a check of what a login would be asked to use. Names and tokens that go out are made from the seed.
    #[must_use]
    pub fn start(config: LoginConfig, seed: &Seed, now: Timestamp) -> Self {
        let mut check = Self {
            coming: Probe::all(&config),
            config,
            made_up: MadeUp::from(seed),
            question: None,
            is_open: false,
            haul: Haul::default(),
            track: Track::default(),
        };
        check.arrive(now);
        check.redraw();
        check
    }

    /// The next call is the first of those to come; what makes something is asked before.
    fn arrive(&mut self, now: Timestamp) {
        self.question = (self.coming.first() == Some(&Probe::Guests)).then(|| self.ask(now));
        self.is_open = self.question.is_some();
        if self.coming.is_empty() {
            self.finish();
        }
    }

    fn ask(&self, now: Timestamp) -> Challenge {
        let pool = self.config.identity_pool.as_ref().map_or("", |pool| pool.as_str());
        Challenge {
            name: GUEST_QUESTION.to_owned(),
            session: None,
            parameters: Params::new().plain("IdentityPoolId", pool),
            available: Vec::new(),
            received: now,
            knows_password: false,
        }
    }

    /// It is a finding, too, that nobody could be reached at all.
    fn finish(&mut self) {
        let answered = self.track.steps().iter().any(is_answered);
        self.track.end(if answered { Ending::Finished } else { Ending::Unreachable });
    }

    fn performed(&mut self, performed: Performed, now: Timestamp) {
        let result = performed.result.clone();
        if !self.track.performed(performed) {
            return;
        }
        if self.track.steps().iter().rfind(|step| step.state.is_over()).is_some_and(answers::is_an_answer) {
            self.track.refusal_tells();
        }
        if result == Err(Failure::Stopped) {
            self.track.end(Ending::Stopped);
        } else {
            self.learn(result);
            self.arrive(now);
        }
        self.redraw();
    }

    /// Drops the calls that an answer makes needless.
    fn learn(&mut self, result: Result<Reply, Failure>) {
        if self.coming.is_empty() {
            return;
        }
        let made = self.coming.remove(0);
        match result {
            Ok(Reply::Identity { identity_id }) => self.haul.identity_id = Some(identity_id),
            Ok(_) => {}
            Err(failure) => self.coming.retain(|probe| !probe.is_needless_after(made, &failure)),
        }
    }

    /// Who does not want a guest made has all there is.
    fn declined(&mut self) {
        self.coming.clear();
        self.question = None;
        self.is_open = false;
        self.finish();
        self.redraw();
    }

    /// Draws the steps to come afresh: the one that is next, and the ghosts behind it.
    fn redraw(&mut self) {
        let ghost = |probe: &Probe| Step::ghost(probe.operation(), About::Check(*probe));
        let coming = self.coming.iter().map(ghost).collect();
        let asked = if self.is_open { Asked::Person } else { Asked::Answered };
        self.track.plan(coming, self.question.as_ref().map(|question| (question, asked)));
    }
}

/// True when a service has said something, whatever it was.
fn is_answered(step: &Step) -> bool {
    matches!(step.state, StepState::Done | StepState::Refused)
}

impl Flow for Preflight {
    fn next(&self, _now: Timestamp) -> Next {
        let call = || self.coming.first()?.call(&self.config, &self.made_up);
        self.track.next(self.question(), call)
    }

    fn on(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Sent(call) => self.track.sent(*call, now),
            Input::Performed(performed) => self.performed(*performed, now),
            Input::Answer(_) if self.question().is_some() => {
                self.is_open = false;
                self.redraw();
            }
            Input::Answer(_) => {}
            Input::Stop if self.question().is_some() => self.declined(),
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
        &self.config
    }

    fn is_preflight(&self) -> bool {
        true
    }
}
