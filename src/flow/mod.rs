//! How a login unfolds, without touching the world: a flow says which call comes next, is told
//! what came of it, and keeps every step as data. Time and randomness are arguments; it never
//! sleeps, prints, reads a file or opens a socket.

use std::fmt;

use jiff::Timestamp;

use crate::cognito::{Challenge, Params};

mod account_call;
mod after_browser;
mod api;
mod browser_draft;
mod call;
mod clock;
mod config;
mod draft;
mod errand;
mod exchange;
mod field;
mod haul;
mod login;
mod operation;
mod outline;
mod preflight;
mod seed;
mod step;
mod track;
mod trust;
mod web;

pub use account_call::{AccountCall, AccountReply, Delivery, KnownDevice, Named, UserDetails};
pub use after_browser::{AfterBrowser, BrowserErrand};
pub use api::{
    ApiAnswer, ApiAuth, ApiCall, ApiDraft, ApiField, ApiProblem, ApiRequest, ApiVisit, AuthKind, Content,
    Cut, answer_name,
};
pub use browser_draft::BrowserDraft;
pub use call::{AwsCredentials, Call, Caller, KeySetOf, NewDevice, Proof, Reply, TokenSet};
pub use config::{BrowserPlan, Classic, Developer, IdentityPlan, LoginConfig};
pub use draft::{Draft, ProviderLogin};
pub use errand::{Errand, ErrandKind, ErrandPlan, Need};
pub use exchange::{Exchange, Failure, Header, Performed, Raw, Refusal, Response, Unreachable, Unreadable};
pub use field::{Field, FieldProblem, Offer, home_of};
pub use haul::Haul;
pub use login::Login;
pub use operation::{Actor, Operation};
pub use outline::{Outline, Position};
pub use preflight::{OfFlow, OfGuests, OfIdentityPool, Preflight, Probe, flows_known};
pub use seed::Seed;
pub use step::{About, Step, StepState};
pub use trust::Trust;
pub use web::{Grant, OAuthClient, WebCall};

/// A login, or anything like it, that unfolds step by step.
pub trait Flow: fmt::Debug + Send {
    /// What is to be done next. Asking again is harmless, and gives a call that is fresh at `now`:
    /// a held-back step signs its time stamp when it is let go, not when it was announced.
    fn next(&self, now: Timestamp) -> Next;

    /// Tells the flow what happened.
    fn on(&mut self, input: Input, now: Timestamp);

    /// Every step so far, and the ghosts of those to come.
    fn steps(&self) -> &[Step];

    /// The question that waits for the person.
    fn question(&self) -> Option<&Challenge>;

    /// How it ended, once it has.
    fn ending(&self) -> Option<Ending>;

    /// What it has brought in so far.
    fn haul(&self) -> &Haul;

    /// Where it goes, and as whom.
    fn config(&self) -> &LoginConfig;

    /// What it is to do about an account; nothing for a login.
    fn errand(&self) -> Option<&ErrandPlan> {
        None
    }

    /// True for a check of what a login would use: nobody signs in.
    fn is_preflight(&self) -> bool {
        false
    }
}

/// What a flow wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Make this call, then say [`Input::Sent`] and [`Input::Performed`].
    Send(Box<Call>),
    /// Put this question to the person, then say [`Input::Answer`].
    Ask(Box<Challenge>),
    /// A call is out; its [`Input::Performed`] is awaited.
    Wait,
    /// Nothing more will happen.
    Finished(Ending),
}

/// What a flow is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// The call of the last [`Next::Send`] went out.
    Sent(Box<Call>),
    /// It came back, or failed.
    Performed(Box<Performed>),
    /// The person answered the question: wire keys and values.
    Answer(Params),
    /// The person gave up.
    Stop,
}

/// How a flow ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything asked for was had.
    Finished,
    /// A service said no.
    Refused,
    /// No usable answer could be had.
    Unreachable,
    /// The request could not be made as configured.
    Invalid,
    /// The person stopped it.
    Stopped,
    /// A fault of ours.
    Internal,
}
