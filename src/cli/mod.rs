//! The terminal twin: the same flow and the same steps as in the window, for a person at a terminal
//! and for scripts. It prints, asks and returns an exit code; what happens on a walk is the flow's business.
//!
//! stdout carries what was asked for, stderr what went wrong and what is asked of a person. Secrets
//! come in by stdin, the environment or a prompt, and leave on stdout only.

use std::io::{self, IsTerminal as _, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser as _;

use crate::cognito::Challenge;
use crate::engine::{self, Engine, Event, RunId, Target, clock};
use crate::flow::{Call, Failure, Flow, Login, Performed};
use crate::practice::{InboxEntry, Options, Practice};
use answers::Answers;
use args::{Command, Line, PracticeArgs, SignInArgs};
use company::{Reader, Script};
use console::{Console, Terminal};
use outcome::Outcome;
use paint::Paint;
use report::Report;
use setup::{Purpose, Refusal, Setup};
use trouble::Explanation;
use walk::World;

mod answers;
mod args;
mod company;
mod console;
mod human;
mod outcome;
mod paint;
mod problem;
mod report;
mod setup;
mod trouble;
mod walk;

#[cfg(test)]
mod tests;

/// Longer than every timeout of the engine's: a call that has not ended by then never will.
const PATIENCE: Duration = Duration::from_mins(2);

/// Obeys the command line.
#[must_use]
pub fn main() -> ExitCode {
    match Line::try_parse() {
        Ok(Line { command: Command::Practice(args) }) => serve(&args),
        Ok(Line { command: Command::SignIn(args) }) => sign_in(&args, Purpose::SignIn),
        Ok(Line { command: Command::Refresh(args) }) => sign_in(&args, Purpose::Refresh),
        Err(err) => misread(&err),
    }
}

/// Walks the first practice user in human text: what the window program shows where there is no display.
#[must_use]
pub fn walk_practice() -> ExitCode {
    sign_in(&SignInArgs { practice: true, ..SignInArgs::default() }, Purpose::SignIn)
}

/// `--help` and `--version` are answers too; all else is invalid input.
fn misread(err: &clap::Error) -> ExitCode {
    let wants_json = std::env::args_os().any(|arg| arg == "--json");
    if !err.use_stderr() || !wants_json {
        err.print().unwrap_or_default();
        return u8::try_from(err.exit_code()).map_or(Outcome::Invalid.into(), ExitCode::from);
    }
    let text = err.to_string();
    let explanation = Explanation {
        what: "The command line is not understood".to_owned(),
        why: text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned(),
        next: "poolwalk-cli sign-in --help explains each option".to_owned(),
        fixer: None,
    };
    end_before_begin(Outcome::Invalid, &explanation, true)
}

fn serve(args: &PracticeArgs) -> ExitCode {
    let practice = match Practice::start(Options { port: args.port, ..Options::default() }) {
        Ok(practice) => practice,
        Err(err) if err.kind() == io::ErrorKind::AddrInUse => {
            let problem = problem::Problem::new("--port", format!("{} is taken", args.port));
            return end_before_begin(Outcome::Invalid, &Explanation::of_problems(&[problem]), false);
        }
        Err(err) => {
            let err = anyhow::Error::new(err).context("The practice pool did not start");
            return end_before_begin(Outcome::Internal, &Explanation::of_fault(&err), false);
        }
    };
    let served =
        announce(&practice).and_then(|()| io::copy(&mut io::stdin().lock(), &mut io::sink()).map(drop));
    if readable(served) { ExitCode::SUCCESS } else { Outcome::Internal.into() }
}

fn announce(practice: &Practice) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", practice.cast().to_json())?;
    out.flush()?;
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        writeln!(io::stderr(), "The practice pool is open; Ctrl+D closes it")?;
    }
    Ok(())
}

fn sign_in(args: &SignInArgs, purpose: Purpose) -> ExitCode {
    let mut console = Terminal { may_ask: !args.json };
    match walked((args, purpose), &mut console) {
        Ok(code) => code,
        Err(Refusal::Problems(problems)) => {
            end_before_begin(Outcome::Invalid, &Explanation::of_problems(&problems), args.json)
        }
        Err(Refusal::Fault(err)) => {
            end_before_begin(Outcome::Internal, &Explanation::of_fault(&err), args.json)
        }
    }
}

fn walked(asked: (&SignInArgs, Purpose), console: &mut dyn Console) -> Result<ExitCode, Refusal> {
    let (args, purpose) = asked;
    let Setup { config, target, answers, practice } = setup::set_up(args, purpose, console)?;
    let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
    let seed = engine::seed().context("The system gives no randomness")?;
    let target = Arc::new(target);
    let mut perform = |call| carry_out(&engine, &target, call);
    let world = World { perform: &mut perform, now: &clock::now };
    let walk = Walk { flow: Box::new(Login::start(config, &seed)), world, answers, practice };
    let (outcome, printed) = if args.json { walk.tell_the_end() } else { walk.read_along(console) };
    Ok(if readable(printed) { outcome.into() } else { Outcome::Internal.into() })
}

/// A walk about to begin.
struct Walk<'a> {
    flow: Box<dyn Flow>,
    world: World<'a>,
    answers: Answers,
    practice: Option<Practice>,
}

impl Walk<'_> {
    /// One JSON object, once all is over.
    fn tell_the_end(self) -> (Outcome, io::Result<()>) {
        let Self { mut flow, mut world, answers, practice } = self;
        let outcome = walk::walk(&mut *flow, &mut world, &mut Script { answers });
        let explanation = Explanation::of(&*flow, outcome, practice.is_some());
        (outcome, print_json(&Report::of(&*flow, outcome, explanation.as_ref())))
    }

    /// Text, printed while it happens.
    fn read_along(self, console: &mut dyn Console) -> (Outcome, io::Result<()>) {
        let Self { mut flow, mut world, answers, practice } = self;
        let is_practice = practice.is_some();
        let inbox =
            |asked: &Challenge| practice.as_ref().map(|practice| inbox(practice, asked)).unwrap_or_default();
        let (mut out, now) = (io::stdout().lock(), world.now);
        let (paint, is_live) = (Paint::on(&out), paint::is_live(&out));
        let begun = if is_practice { writeln!(out, "{}", paint.dim(human::PRACTICE)) } else { Ok(()) };
        let mut reader =
            Reader { answers, console, out: &mut out, now, paint, inbox: &inbox, is_live, unread: begun };
        let outcome = walk::walk(&mut *flow, &mut world, &mut reader);
        let printed = reader.unread.and_then(|()| {
            write!(out, "{}", human::ghosts(flow.steps(), paint))?;
            match Explanation::of(&*flow, outcome, is_practice) {
                Some(trouble) => {
                    write!(out, "{}", if is_live { "\n" } else { "" })?;
                    explain_on_stderr(&trouble)
                }
                None => write!(out, "{}", human::haul(&*flow, now(), paint)),
            }
        });
        (outcome, printed)
    }
}

/// The codes in the practice pool's inbox for the user who is asked.
fn inbox(practice: &Practice, asked: &Challenge) -> Vec<String> {
    let entries = practice.inbox().into_iter();
    let own = entries.filter(|entry| Some(entry.username.as_str()) == asked.user_id());
    own.map(|entry| {
        let InboxEntry { channel, code, seconds_left, .. } = entry;
        format!("Practice inbox: {} · {} for {seconds_left} s", channel.label(), code.expose())
    })
    .collect()
}

fn carry_out(engine: &Engine, target: &Arc<Target>, call: Call) -> Performed {
    let started = clock::now();
    engine.perform(RunId(1), Arc::clone(target), call);
    match engine.wait_event(PATIENCE) {
        Some(Event::Performed { performed, .. }) => *performed,
        None => {
            let problem = "The call never came to an end".to_owned();
            Performed { result: Err(Failure::Internal { problem }), exchange: None, started, took: PATIENCE }
        }
    }
}

fn end_before_begin(outcome: Outcome, explanation: &Explanation, is_json: bool) -> ExitCode {
    let printed = if is_json {
        print_json(&Report::not_begun(outcome, explanation))
    } else {
        explain_on_stderr(explanation)
    };
    if readable(printed) { outcome.into() } else { Outcome::Internal.into() }
}

fn explain_on_stderr(trouble: &Explanation) -> io::Result<()> {
    let mut err = io::stderr().lock();
    write!(err, "{}", human::explanation(trouble, Paint::on(&io::stderr())))
}

fn print_json(report: &Report<'_>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, report)?;
    writeln!(out)?;
    out.flush()
}

/// Whoever closes our stdout has read enough; that is no fault.
fn readable(printed: io::Result<()>) -> bool {
    match printed {
        Ok(()) => true,
        Err(err) => err.kind() == io::ErrorKind::BrokenPipe,
    }
}
