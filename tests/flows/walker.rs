//! Walks a login through the real engine against the real practice pool, and tells it as text.

use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use poolwalk::cognito::{Challenge, Params, Region, Way, totp};
use poolwalk::engine::{Endpoints, Engine, Event, RunId, Signer, Target, Timeouts};
use poolwalk::explain::gist;
use poolwalk::flow::{
    AwsCredentials, Call, Draft, Failure, Flow, Input, Login, Next, Performed, Seed, Step, StepState,
};
use poolwalk::practice::{Channel, Clock, InboxEntry, Options, Practice};
use poolwalk::secret::Secret;

/// One practice pool and one engine for all of these tests: making keys takes a while.
pub(crate) struct World {
    practice: Practice,
    engine: Engine,
}

static WORLD: LazyLock<Mutex<World>> = LazyLock::new(|| {
    let practice = Practice::start(Options::default()).unwrap();
    Mutex::new(World { practice, engine: Engine::new(Arc::new(|| {})).unwrap() })
});

/// The world to oneself, every practice user as at the start.
pub(crate) fn world() -> MutexGuard<'static, World> {
    let world = WORLD.lock().unwrap_or_else(PoisonError::into_inner);
    world.practice.reset();
    world
}

/// The app clients of the practice pool, by their place in the cast.
pub(crate) const PUBLIC: usize = 0;
pub(crate) const WITH_SECRET: usize = 1;
pub(crate) const SRP_ONLY: usize = 2;

impl World {
    /// One that nobody else has been in, by the clock that is given: for what outlasts a reset, and for time.
    pub(crate) fn fresh(clock: impl Into<Clock>) -> Self {
        let practice = Practice::start(Options { clock: clock.into(), ..Options::default() }).unwrap();
        Self { practice, engine: Engine::new(Arc::new(|| {})).unwrap() }
    }

    pub(crate) const fn practice(&self) -> &Practice {
        &self.practice
    }

    pub(crate) fn usernames(&self) -> Vec<&'static str> {
        self.practice.cast().users.iter().map(|user| user.username).collect()
    }

    /// The secret of a user's authenticator app.
    pub(crate) fn totp_secret(&self, username: &str) -> Secret {
        let users = &self.practice.cast().users;
        users.iter().find(|user| user.username == username).unwrap().totp_secret.clone().unwrap()
    }

    /// The form as a person would fill it in.
    pub(crate) fn draft(&self, client: usize, way: Way, username: &str) -> Draft {
        let cast = self.practice.cast();
        let user = cast.users.iter().find(|user| user.username == username).unwrap();
        Draft {
            region: cast.region.to_owned(),
            user_pool: cast.user_pool_id.to_owned(),
            client: cast.clients[client].client_id.to_owned(),
            client_secret: cast.clients[client].client_secret.clone().unwrap_or_default(),
            identity_pool: cast.identity_pool_id.to_owned(),
            username: username.to_owned(),
            password: user.password.clone(),
            way,
            endpoint: cast.endpoint.clone(),
            ..Draft::default()
        }
    }

    /// Walks to the end; every question is answered as the user would.
    pub(crate) fn walk(&self, draft: &Draft) -> Login {
        self.walk_choosing(draft, &[])
    }

    /// The same, with these answers given in turn to questions that have their key.
    pub(crate) fn walk_choosing(&self, draft: &Draft, choices: &[(&str, &str)]) -> Login {
        let mut login = Login::start(draft.check().unwrap(), &Seed::new([7; 32]));
        let mut choices = choices.to_vec();
        self.drive(&mut login, &mut |asked| self.answer(asked, &mut choices));
        login
    }

    /// Drives a flow to its end.
    pub(crate) fn drive(&self, flow: &mut dyn Flow, answer: &mut dyn FnMut(&Challenge) -> Params) {
        loop {
            let now = Timestamp::now();
            match flow.next(now) {
                Next::Send(call) => {
                    flow.on(Input::Sent(call.clone()), now);
                    let performed = self.perform(*call);
                    flow.on(Input::Performed(Box::new(performed)), Timestamp::now());
                }
                Next::Ask(asked) => flow.on(Input::Answer(answer(&asked)), now),
                Next::Wait => panic!("it waits for a call that came back"),
                Next::Finished(_) => return,
            }
        }
    }

    /// The code that was sent to somebody last.
    pub(crate) fn code_sent_to(&self, username: &str) -> Secret {
        let inbox = self.practice.inbox();
        let sent =
            |entry: &&InboxEntry| entry.username == username && entry.channel != Channel::AuthenticatorApp;
        inbox.iter().find(sent).unwrap().code.clone()
    }

    pub(crate) fn perform(&self, call: Call) -> Performed {
        self.perform_ahead(SignedDuration::ZERO, call)
    }

    /// The same, with this computer's clock known to be so far ahead.
    pub(crate) fn perform_ahead(&self, clock_ahead: SignedDuration, call: Call) -> Performed {
        self.engine.perform(RunId(1), Arc::new(Target { clock_ahead, ..self.target() }), call);
        let Event::Performed { performed, .. } = self.engine.wait_event(Duration::from_secs(30)).unwrap();
        *performed
    }

    fn target(&self) -> Target {
        let cast = self.practice.cast();
        let endpoint = Some(cast.endpoint.clone());
        let developer = AwsCredentials {
            access_key_id: cast.admin_key.access_key_id.to_owned(),
            secret_access_key: cast.admin_key.secret_access_key.clone(),
            session_token: None,
            expiration: None,
        };
        Target {
            region: Region::parse(cast.region).ok(),
            endpoints: Endpoints { idp: endpoint.clone(), identity: endpoint.clone(), sts: endpoint },
            signer: Some(Signer::Keys(developer)),
            timeouts: Timeouts { connect: Duration::from_secs(20), answer: Duration::from_secs(25) },
            ..Target::default()
        }
    }

    fn answer(&self, asked: &Challenge, choices: &mut Vec<(&str, &str)>) -> Params {
        let mut first = None;
        asked.fields().into_iter().fold(Params::new(), |answers, field| {
            if first.as_ref().is_some_and(|first: &Secret| !field.goes_with(first.expose())) {
                return answers;
            }
            let chosen = choices.iter().position(|(key, _)| *key == field.key).map(|at| choices.remove(at).1);
            let text = match field.key.as_str() {
                _ if chosen.is_some() => Secret::from(chosen.unwrap()),
                "NEW_PASSWORD" => Secret::from("Chosen-by-Grace-1"),
                "userAttributes.given_name" => Secret::from("Grace"),
                "SOFTWARE_TOKEN_MFA_CODE" => self.code(asked, Channel::AuthenticatorApp),
                "SMS_MFA_CODE" | "SMS_OTP_CODE" => self.code(asked, Channel::Sms),
                "EMAIL_OTP_CODE" => self.code(asked, Channel::Email),
                "UserCode" => {
                    let secret = asked.parameters.expose("SecretCode").unwrap();
                    totp::code(&secret.into(), Timestamp::now()).unwrap()
                }
                other => panic!("{other} was not expected"),
            };
            first.get_or_insert_with(|| text.clone());
            answers.secret(field.key, text)
        })
    }
}

impl World {
    /// The newest code that reached whoever is asked, on this channel.
    pub(crate) fn code(&self, asked: &Challenge, channel: Channel) -> Secret {
        let entries = self.practice.inbox();
        let own = |entry: &&InboxEntry| {
            entry.channel == channel && asked.user_id().is_none_or(|name| name == entry.username)
        };
        entries.iter().find(own).expect("a code").code.clone()
    }
}

/// The steps, one a line, without times and random ids; those that were never reached on the last.
pub(crate) fn timeline(login: &dyn Flow) -> String {
    let mut text = String::new();
    let (ghosts, made): (Vec<_>, Vec<_>) =
        login.steps().iter().partition(|step| step.state == StepState::Ghost);
    for step in made {
        tell(step, &mut text);
    }
    if !ghosts.is_empty() {
        let names: Vec<_> = ghosts.iter().map(|step| step.operation.name()).collect();
        writeln!(text, "  ghost    {}", names.join(", ")).unwrap();
    }
    text
}

fn tell(step: &Step, text: &mut String) {
    if let Some(asked) = step.question.as_ref().filter(|_| !step.needs_nobody) {
        let fields: Vec<_> =
            asked.fields().iter().map(|field| format!("{} ({})", field.label, field.key)).collect();
        let fields = if fields.is_empty() { String::new() } else { format!(": {}", fields.join(", ")) };
        writeln!(text, "  asked    {}{fields}", asked.name).unwrap();
    }
    let gist = gist(step);
    write!(text, "  {:<8} {} · {}", step.state.word(), step.operation.name(), gist.out).unwrap();
    if let Some(status) = step.http_status() {
        write!(text, " → {status}").unwrap();
    }
    if let Some(back) = gist.back {
        write!(text, " {back}").unwrap();
    }
    if let Some(Failure::Refused(refusal)) = step.failure() {
        write!(text, ": {}", refusal.message).unwrap();
    }
    text.push('\n');
}
