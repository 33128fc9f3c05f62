//! A sign-in that is there for what it brings: a person follows it on stdout or, where only what it brings is printed, on
//! stderr; a script sees nothing of it unless it fails.

use std::io::{self, Write as _};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;

use super::answers::Answers;
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
use crate::flow::{Flow as _, Login};
use crate::practice::Practice;

/// How such a sign-in ended.
pub(super) enum Brought {
    /// With everything asked for.
    Login(Box<Login>),
    /// It did not come through.
    Trouble(Outcome, Box<Explanation>),
}

/// Where a person reads the steps while they happen, and may be asked.
pub(super) enum Followed {
    Nowhere,
    OnStdout,
    OnStderr,
}

/// A sign-in that was walked to its end, whatever that was.
pub(super) struct Walked {
    pub(super) login: Box<Login>,
    pub(super) outcome: Outcome,
    /// Serves as long as it is held.
    pub(super) practice: Option<Practice>,
    /// What carried the calls out.
    pub(super) engine: Engine,
    /// Whether somebody still reads.
    pub(super) printed: io::Result<()>,
}

/// Walks to the end.
pub(super) fn sign_in(setup: Setup, console: &mut dyn Console) -> Result<Brought, Refusal> {
    let followed = if console.is_interactive() { Followed::OnStderr } else { Followed::Nowhere };
    let walked = walked(setup, &followed, console)?;
    if walked.outcome == Outcome::Finished {
        return Ok(Brought::Login(walked.login));
    }
    let told = Explanation::of(&*walked.login, walked.outcome, walked.practice.is_some()).unwrap_or_default();
    Ok(Brought::Trouble(walked.outcome, Box::new(told)))
}

/// Walks to the end, and keeps all that a later call needs.
pub(super) fn walked(
    setup: Setup,
    followed: &Followed,
    console: &mut dyn Console,
) -> Result<Walked, Refusal> {
    let Setup { config, target, answers, practice, opens_browser, explains } = setup;
    let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
    let engine = if opens_browser { engine } else { engine.opening_with(engine::no_browser()) };
    let seed = engine::seed().context("The system gives no randomness")?;
    let target = Arc::new(target);
    let mut perform = |call| carry_out(&engine, &target, &call);
    let mut world = World { perform: &mut perform, now: &clock::now };
    let mut login = Box::new(Login::start(config, &seed));
    let pool = practice.as_ref();
    let (outcome, printed) = match followed {
        Followed::Nowhere => (walk(&mut *login, &mut world, &mut Script { answers }), Ok(())),
        Followed::OnStderr => {
            let mut out = io::stderr().lock();
            let (paint, is_live) = (Paint::on(&out), paint::is_live(&out));
            read_along(
                (&mut login, &mut world),
                (answers, explains, pool),
                console,
                (&mut out, paint, is_live),
            )
        }
        Followed::OnStdout => {
            let mut out = io::stdout().lock();
            let (paint, is_live) = (Paint::on(&out), paint::is_live(&out));
            let begun =
                pool.map_or(Ok(()), |pool| write!(out, "{}", human::practice(pool.cast(), &*login, paint)));
            let (outcome, printed) = read_along(
                (&mut login, &mut world),
                (answers, explains, pool),
                console,
                (&mut out, paint, is_live),
            );
            (outcome, begun.and(printed))
        }
    };
    Ok(Walked { login, outcome, practice, engine, printed })
}

/// Walks with somebody who reads and may be asked; of the practice pool the codes are at hand.
pub(super) fn read_along(
    (login, world): (&mut Login, &mut World<'_>),
    (answers, explains, practice): (Answers, bool, Option<&Practice>),
    console: &mut dyn Console,
    (out, paint, is_live): (&mut dyn io::Write, Paint, bool),
) -> (Outcome, io::Result<()>) {
    let who = login.config().username.clone();
    let codes = |asked: &Challenge| practice.map(|practice| inbox(practice, asked, &who)).unwrap_or_default();
    let mut reader = Reader {
        answers,
        console,
        out,
        now: &clock::now,
        paint,
        inbox: &codes,
        is_practice: practice.is_some(),
        setback: None,
        explains,
        is_live,
        unread: Ok(()),
    };
    let outcome = walk(login, world, &mut reader);
    (outcome, reader.unread)
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
