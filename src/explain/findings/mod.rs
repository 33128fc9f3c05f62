//! What a check before signing in has found, in words: one finding for each thing that was looked at, with what to do
//! about it. A cause that is only likely is said to be so. What was asked and what its answer tells, `flow` knows.

use super::advice::edit_label;
use super::lesson::Card;
use crate::cognito::{AuthFlow, Way};
use crate::flow::{
    Draft, Ending, Field, FieldProblem, Flow, LoginConfig, OfFlow, OfGuests, OfIdentityPool, Offer, Probe,
    Step, StepState,
};

mod client;
mod places;

/// One thing that was looked at, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub subject: Subject,
    /// How it stands.
    pub state: Health,
    /// False where the cause, or that all is well, is only likely.
    pub is_sure: bool,
    /// What was found, as a sentence without a full stop. Says “probably” where it is a guess.
    pub says: String,
    /// What to do about it, if anything is to be done.
    pub next: Option<String>,
    /// The service's own words, where they say more.
    pub service_said: Option<String>,
    /// What the program can do about it.
    pub mend: Option<Mend>,
}

/// What a check looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The IDs and regions as typed.
    Form,
    /// One field of the form.
    Field(Field),
    /// The pool's public keys.
    KeySet,
    /// The computer's clock.
    Clock,
    /// The app client.
    Client,
    /// Its secret.
    ClientSecret,
    /// A flow that the app client may allow.
    Flow(AuthFlow),
    /// All of them, where none could be asked for.
    Flows,
    /// The flows that need a signature.
    AdminFlows,
    /// The identity pool.
    IdentityPool,
    /// Whether it lets guests in.
    Guests,
}

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Health {
    /// In the way of a sign-in.
    Bad,
    /// It could not be told.
    Unknown,
    /// Good to know, and not in the way.
    Note,
    /// As it should be.
    Good,
}

/// A repair that one press can make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mend {
    /// Choose this way in.
    UseWay(Way),
    /// Put the form right.
    Accept(Offer),
    /// Put the cursor in a field of the form.
    Edit(Field),
    /// Look once more.
    CheckAgain,
}

impl Subject {
    /// One word, as in the terminal's JSON: a flow goes by its wire name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Form | Self::Field(_) => "form",
            Self::KeySet => "key_set",
            Self::Clock => "clock",
            Self::Client => "client",
            Self::ClientSecret => "client_secret",
            Self::Flow(flow) => flow.wire(),
            Self::Flows => "flows",
            Self::AdminFlows => "admin_flows",
            Self::IdentityPool => "identity_pool",
            Self::Guests => "guests",
        }
    }

    /// For people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Form => "IDs and regions",
            Self::Field(field) => field.label(),
            Self::KeySet => "User pool and keys",
            Self::Clock => "Clock",
            Self::Client => "App client",
            Self::ClientSecret => "Client secret",
            Self::Flow(flow) => flow.wire(),
            Self::Flows => "Sign-in flows",
            Self::AdminFlows => "Admin flows",
            Self::IdentityPool => "Identity pool",
            Self::Guests => "Guests",
        }
    }
}

impl Health {
    /// One lower-case word, as in the terminal's JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Note => "note",
            Self::Unknown => "unknown",
            Self::Bad => "bad",
        }
    }

    /// For people, beside its icon.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Good => "Good",
            Self::Note => "Note",
            Self::Unknown => "Not known",
            Self::Bad => "In the way",
        }
    }
}

impl Mend {
    /// What stands on its button, beside this form.
    #[must_use]
    pub fn label(&self, draft: &Draft) -> String {
        match self {
            Self::UseWay(Way::UserSrp) => "Use SRP".to_owned(),
            Self::UseWay(way) => format!("Use {}", way.label()),
            Self::Accept(offer) => offer_label(offer, draft),
            Self::Edit(field) => edit_label(*field).to_owned(),
            Self::CheckAgain => "Check again".to_owned(),
        }
    }
}

/// What stands on the button of a repair to the form. Where the text belongs to a field that has one, the two are swapped.
#[must_use]
pub fn offer_label(offer: &Offer, draft: &Draft) -> String {
    match offer {
        Offer::TakeRegion(region) => format!("Use {region}"),
        Offer::Move { to, .. } => {
            let ids = [
                (Field::UserPool, &draft.user_pool),
                (Field::Client, &draft.client),
                (Field::IdentityPool, &draft.identity_pool),
            ];
            let is_taken = ids.iter().any(|(field, text)| field == to && !text.trim().is_empty());
            let verb = if is_taken { "Swap it with" } else { "Move it to" };
            format!("{verb} “{}”", to.label())
        }
    }
}

impl Finding {
    fn new(subject: Subject, state: Health, says: impl Into<String>) -> Self {
        Self { subject, state, is_sure: true, says: says.into(), next: None, service_said: None, mend: None }
    }

    /// The words say “probably”.
    fn probably(self) -> Self {
        Self { is_sure: false, ..self }
    }

    fn next(self, next: impl Into<String>) -> Self {
        Self { next: Some(next.into()), ..self }
    }

    fn mend(self, mend: Mend) -> Self {
        Self { mend: Some(mend), ..self }
    }
}

/// What was looked at: the form, the steps of the check, and whose pool it was.
#[derive(Debug, Clone, Copy)]
struct Around<'a> {
    config: &'a LoginConfig,
    steps: &'a [Step],
    is_practice: bool,
}

/// Everything that a check has found so far, in the order it looked; what is in the way of what, by the way in that is
/// meant to be gone.
#[must_use]
pub fn findings(check: &dyn Flow, way: Way, is_practice: bool) -> Vec<Finding> {
    let config = &LoginConfig { way, ..check.config().clone() };
    let around = Around { config, steps: check.steps(), is_practice };
    let mut found = vec![places::form(config)];
    found.extend(places::key_set(around));
    found.extend(places::clock(around));
    found.extend(client::client(around));
    found.extend(client::secret(around));
    found.extend(client::flows(around));
    found.extend(places::identity_pool(around));
    found.extend(places::guests(around, check.ending()));
    found
}

/// What is wrong with a form that cannot be checked further.
#[must_use]
pub fn form_findings(problems: &[FieldProblem]) -> Vec<Finding> {
    let found = problems.iter().map(|FieldProblem { field, text, offer }| {
        let mend = offer.clone().map_or(Mend::Edit(*field), Mend::Accept);
        Finding::new(Subject::Field(*field), Health::Bad, text).mend(mend)
    });
    found.collect()
}

/// What the problems of a form come to, before any call: with none, it is still to be checked.
#[must_use]
pub fn form_summary(found: &[Finding]) -> Card {
    let title = in_the_way(found).unwrap_or_else(|| "The form can be checked".to_owned());
    Card { title, text: WHAT_A_CHECK_IS.to_owned() }
}

/// True when everything was looked at that can be without asking, and each answer told something.
fn all_was_told(found: &[Finding]) -> bool {
    let is_last = |finding: &Finding| finding.subject == Subject::IdentityPool;
    found.iter().any(is_last) && found.iter().all(|finding| finding.state != Health::Unknown)
}

/// What all findings come to: a headline, and how it was found out. Without an ending the check is under way.
#[must_use]
pub fn summary(found: &[Finding], ending: Option<Ending>) -> Card {
    let is_open = found.iter().any(|finding| match finding.state {
        Health::Unknown => true,
        Health::Good => !finding.is_sure,
        Health::Note | Health::Bad => false,
    });
    let title = match (ending, in_the_way(found)) {
        (Some(Ending::Unreachable), _) => "Nothing could be reached".to_owned(),
        (Some(Ending::Stopped), _) => "The check was stopped".to_owned(),
        (_, Some(title)) => title,
        // What is left is asked about first.
        (None, None) if all_was_told(found) => "Nothing is in the way so far".to_owned(),
        (None, None) => "Checking…".to_owned(),
        (Some(_), None) if is_open => "Nothing is in the way, as far as can be seen from outside".to_owned(),
        (Some(_), None) => "Nothing is in the way".to_owned(),
    };
    let asked_for_flows = found.iter().any(|finding| matches!(finding.subject, Subject::Flow(_)));
    let text = match ending {
        None => WHAT_A_CHECK_IS,
        Some(_) if asked_for_flows => {
            "No password and no user’s name went out. Sign-ins were begun incomplete, in no name or in one that is \
             nobody’s; a trigger of the pool may have run. Where only what was left out was missed, a flow is probably \
             allowed."
        }
        Some(_) => "No password and no user’s name went out.",
    };
    Card { title, text: text.to_owned() }
}

const WHAT_A_CHECK_IS: &str =
    "The check looks at IDs, keys, clock, app client and identity pool, and sends no password.";

/// How many things are in the way, if any is.
fn in_the_way(found: &[Finding]) -> Option<String> {
    match found.iter().filter(|finding| finding.state == Health::Bad).count() {
        0 => None,
        1 => Some("One thing is in the way of a sign-in".to_owned()),
        many => Some(format!("{many} things are in the way of a sign-in")),
    }
}

/// What is sent on a step of a check.
pub(super) fn goes_out(probe: Probe) -> String {
    match probe {
        Probe::KeySet => "wants the public keys".to_owned(),
        Probe::Flow(flow) => format!("{}, incomplete on purpose", flow.wire()),
        Probe::IdentityPool => "login that proves nobody".to_owned(),
        Probe::Guests => "no login, as a guest".to_owned(),
    }
}

/// What a refusal tells on a step of a check; none where it tells nothing that was asked.
pub(super) fn told(step: &Step) -> Option<&'static str> {
    if step.state != StepState::Done {
        return None;
    }
    let of_flow = OfFlow::of(step).map(|(_, told)| match told {
        OfFlow::Off => "not allowed",
        OfFlow::Began => "allowed",
        OfFlow::GotPast => "probably allowed",
        OfFlow::NoFunctions => "the pool has no functions for it",
        OfFlow::NotOffered => "not offered",
        OfFlow::NoClient
        | OfFlow::SecretWanted
        | OfFlow::SecretWrong
        | OfFlow::SecretUnwanted
        | OfFlow::Unclear => "refused",
    });
    let of_pool = OfIdentityPool::of(step).map(|_| "the pool is there");
    of_flow.or(of_pool).or_else(|| OfGuests::of(step).map(|_| "no guests"))
}
