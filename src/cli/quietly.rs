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
use crate::engine::{self, Engine, Target, clock};
use crate::flow::{Flow as _, Login};
use crate::practice::Practice;
use crate::secret::Secret;

/// Where a person reads the steps while they happen, and may be asked.
#[derive(Clone, Copy)]
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
    /// What carried the calls out, and to whom.
    pub(super) engine: Engine,
    pub(super) target: Arc<Target>,
    /// What to do about its end, where that is known better than from the end itself.
    pub(super) next: Option<String>,
    /// Whether somebody still reads.
    pub(super) printed: io::Result<()>,
}

impl Followed {
    /// Of a sign-in whose fruit alone is printed on stdout.
    pub(super) fn aside(console: &dyn Console) -> Self {
        if console.is_interactive() { Self::OnStderr } else { Self::Nowhere }
    }
}

impl Walked {
    /// Why it did not come through; nothing when it did.
    pub(super) fn trouble(&self) -> Option<Explanation> {
        let told = Explanation::of(&*self.login, self.outcome, self.practice.is_some())?;
        Some(Explanation { next: self.next.clone().unwrap_or(told.next), ..told })
    }

    /// Says on stderr why nothing was brought.
    pub(super) fn told(&self) -> ExitCode {
        let told = explain_on_stderr(&self.trouble().unwrap_or_default());
        if readable(told) { self.outcome.into() } else { Outcome::Internal.into() }
    }

    /// The refresh token that it brought, if it came through.
    pub(super) fn refresh_token(&self) -> Option<&Secret> {
        let tokens = self.login.haul().tokens.as_ref().filter(|_| self.outcome == Outcome::Finished);
        tokens?.refresh.as_ref()
    }
}

/// Walks to the end, and keeps all that a later call needs.
pub(super) fn walked(setup: Setup, followed: Followed, console: &mut dyn Console) -> Result<Walked, Refusal> {
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
    Ok(Walked { login, outcome, practice, engine, target, next: None, printed })
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
