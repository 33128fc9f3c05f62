//! A sign-in of which only what it brings is printed: a person at the terminal follows it on stderr, a script sees nothing of
//! it unless it fails.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;

use super::company::{Reader, Script};
use super::console::Console;
use super::outcome::Outcome;
use super::paint::{self, Paint};
use super::setup::{Refusal, Setup};
use super::trouble::Explanation;
use super::walk::{World, walk};
use super::{carry_out, explain_on_stderr, human, inbox, readable};
use crate::cognito::Challenge;
use crate::engine::{self, Engine, clock};
use crate::flow::Login;

/// How such a sign-in ended.
pub(super) enum Brought {
    /// With everything asked for.
    Login(Box<Login>),
    /// It did not come through.
    Trouble(Outcome, Box<Explanation>),
}

/// Walks to the end.
pub(super) fn sign_in(setup: Setup, console: &mut dyn Console) -> Result<Brought, Refusal> {
    let Setup { config, target, answers, practice, opens_browser, explains } = setup;
    let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
    let engine = if opens_browser { engine } else { engine.opening_with(engine::no_browser()) };
    let seed = engine::seed().context("The system gives no randomness")?;
    let (target, who) = (Arc::new(target), config.username.clone());
    let mut perform = |call| carry_out(&engine, &target, &call);
    let mut world = World { perform: &mut perform, now: &clock::now };
    let mut login = Login::start(config, &seed);
    let outcome = if console.is_interactive() {
        let codes = |asked: &Challenge| {
            practice.as_ref().map(|practice| inbox(practice, asked, &who)).unwrap_or_default()
        };
        let mut out = io::stderr().lock();
        let mut reader = Reader {
            answers,
            console,
            paint: Paint::on(&out),
            is_live: paint::is_live(&out),
            out: &mut out,
            now: &clock::now,
            inbox: &codes,
            is_practice: practice.is_some(),
            setback: None,
            explains,
            unread: Ok(()),
        };
        walk(&mut login, &mut world, &mut reader)
    } else {
        walk(&mut login, &mut world, &mut Script { answers })
    };
    if outcome == Outcome::Finished {
        return Ok(Brought::Login(Box::new(login)));
    }
    let told = Explanation::of(&login, outcome, practice.is_some()).unwrap_or_default();
    Ok(Brought::Trouble(outcome, Box::new(told)))
}

/// Says on stderr why nothing was brought.
pub(super) fn told(outcome: Outcome, trouble: &Explanation) -> ExitCode {
    if readable(explain_on_stderr(trouble)) { outcome.into() } else { Outcome::Internal.into() }
}

/// Puts a text on stdout, ended by a line break.
pub(super) fn print(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    let printed = write!(out, "{text}{}", if text.ends_with('\n') { "" } else { "\n" });
    let printed = printed.and_then(|()| out.flush());
    if readable(printed) { ExitCode::SUCCESS } else { Outcome::Internal.into() }
}

/// One line on stderr.
pub(super) fn say(text: &str) {
    writeln!(io::stderr(), "{}", paint::printable(text)).unwrap_or_default();
}

/// One line on stderr that a person alone has a use for.
pub(super) fn say_to_people(text: &str) {
    let err = io::stderr();
    if paint::is_live(&err) {
        write!(&err, "{}", human::wrapped(text)).unwrap_or_default();
    }
}
