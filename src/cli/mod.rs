//! The terminal twin: the same flow and the same steps as in the window, for a person at a terminal
//! and for scripts. It prints, asks and returns an exit code; what happens on a walk is the flow's business.
//!
//! stdout carries what was asked for, stderr what went wrong and what is asked of a person. Secrets
//! come in by stdin, the environment or a prompt, and leave on stdout only.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Parser as _;
use serde::Serialize;

use crate::cognito::Challenge;
use crate::engine::{self, Engine, Event, RunId, Target, clock};
use crate::flow::{AfterBrowser, Call, Errand, ErrandPlan, Failure, Flow, Login, Need, Performed};
use crate::practice::{InboxEntry, Practice};
use account_args::Asked;
use answers::Answers;
use args::{Command, Line, SignInArgs};
use company::{Reader, Script};
use console::{Console, Terminal};
use errand::Prepared;
use outcome::Outcome;
use paint::Paint;
use purpose::Purpose;
use report::Report;
use setup::{Refusal, Setup};
use trouble::Explanation;
use walk::{Company, World};

mod account_args;
mod account_report;
mod again;
mod answers;
mod args;
mod browser;
mod call;
mod call_plan;
mod call_report;
mod check;
mod code;
mod company;
mod connected;
mod console;
mod credentials;
mod earlier;
mod errand;
mod export;
mod human;
mod lookup;
mod outcome;
mod paint;
mod problem;
mod purpose;
mod quietly;
mod report;
mod saved;
mod serving;
mod setup;
mod target;
mod token;
mod token_report;
mod trouble;
mod walk;
mod words;

#[cfg(test)]
mod tests;

/// Longer than every timeout of the engine's: a call that has not ended by then never will.
const PATIENCE: Duration = Duration::from_mins(2);

/// Obeys the command line.
#[must_use]
pub fn main() -> ExitCode {
    match Line::try_parse() {
        Ok(Line { command: Command::Practice(args) }) => serving::serve(&args),
        Ok(Line { command: Command::SignIn(args) }) => sign_in(&args, Purpose::SignIn),
        Ok(Line { command: Command::Refresh(args) }) if args.browser.domain.is_some() => {
            sign_in(&args, Purpose::AfterBrowser(AfterBrowser::Refresh))
        }
        Ok(Line { command: Command::Refresh(args) }) => sign_in(&args, Purpose::Refresh),
        Ok(Line { command: Command::Check(args) }) => check::run(&args),
        Ok(Line { command: Command::Call(args) }) => match call::run(&args) {
            Err(Refusal::Problems(problems)) => {
                let what = "The request cannot be sent";
                let explanation = Explanation::of_problems_with(&problems, "call", what);
                end_before_begin(Outcome::Invalid, &explanation, args.sign_in.json)
            }
            other => ended(other, args.sign_in.json),
        },
        Ok(Line { command: Command::Browser(args) }) => begin(&args.sign_in, args.purpose(), args.yes),
        Ok(Line { command: Command::Token(args) }) => match token::run(&args) {
            Err(Refusal::Problems(problems)) if args.json => {
                let told = write!(io::stdout().lock(), "{}", token_report::refused(&problems));
                if readable(told) { Outcome::Invalid.into() } else { Outcome::Internal.into() }
            }
            other => ended_with(("token", "The token cannot be checked"), other, args.json),
        },
        Ok(Line { command: Command::Export(mut args) }) => export::run(&mut args),
        Ok(Line { command: Command::Code(args) }) => code::run(&args),
        Ok(Line { command: Command::Credentials(args) }) => credentials::run(&args),
        Ok(Line { command: Command::SignUp(args) }) => run_errand(&args.asked()),
        Ok(Line { command: Command::Confirm(args) }) => run_errand(&args.asked()),
        Ok(Line { command: Command::ForgotPassword(args) }) => run_errand(&args.asked()),
        Ok(Line { command: Command::User(args) }) => run_errand(&args.asked()),
        Ok(Line { command: Command::Devices(args) }) => run_errand(&args.asked()),
        Ok(Line { command: Command::Explain(args) }) => match lookup::explain(&args) {
            Ok(printed) => lookup::code(readable(printed)),
            Err(unknown) => end_before_begin(Outcome::Invalid, &unknown, args.is_json()),
        },
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
        ..Explanation::default()
    };
    end_before_begin(Outcome::Invalid, &explanation, true)
}

fn sign_in(args: &SignInArgs, purpose: Purpose) -> ExitCode {
    begin(args, purpose, false)
}

/// `agrees`: with a yes given beforehand.
fn begin(args: &SignInArgs, purpose: Purpose, agrees: bool) -> ExitCode {
    let mut console = Terminal { may_ask: !args.json };
    let mut setup = setup::set_up(args, purpose, &mut console);
    if agrees && let Ok(setup) = &mut setup {
        setup.answers.agree();
    }
    let what = match purpose {
        Purpose::AfterBrowser(what) => What::AfterBrowser(what),
        Purpose::SignIn
        | Purpose::Refresh
        | Purpose::Browser
        | Purpose::ForTokens
        | Purpose::Check
        | Purpose::Alone(_) => What::SignIn,
    };
    ended(setup.and_then(|setup| walked((setup, what), args.json, &mut console)), args.json)
}

fn run_errand(asked: &Asked<'_>) -> ExitCode {
    let is_json = asked.account.sign_in.json;
    let mut console = Terminal { may_ask: !is_json };
    let prepared = errand::prepare(asked, &mut console);
    let outcome = prepared.and_then(|Prepared { setup, plan, signs_in_first }| {
        let what = if signs_in_first { What::SignInFirst(plan) } else { What::Errand(plan) };
        walked((setup, what), is_json, &mut console)
    });
    ended(outcome, is_json)
}

/// The end of a command that does something else than sign in, which cannot be done as asked.
fn ended_with((command, what): (&str, &str), done: Result<ExitCode, Refusal>, is_json: bool) -> ExitCode {
    match done {
        Err(Refusal::Problems(problems)) => {
            let explanation = Explanation::of_problems_with(&problems, command, what);
            end_before_begin(Outcome::Invalid, &explanation, is_json)
        }
        other => ended(other, is_json),
    }
}

fn ended(walked: Result<ExitCode, Refusal>, is_json: bool) -> ExitCode {
    match walked {
        Ok(code) => code,
        Err(Refusal::Problems(problems)) => {
            end_before_begin(Outcome::Invalid, &Explanation::of_problems(&problems), is_json)
        }
        Err(Refusal::Fault(err)) => {
            end_before_begin(Outcome::Internal, &Explanation::of_fault(&err), is_json)
        }
    }
}

/// What is walked.
enum What {
    SignIn,
    /// A sign-in, and an errand with its tokens.
    SignInFirst(ErrandPlan),
    Errand(ErrandPlan),
    /// What can be done after a sign-in in the browser.
    AfterBrowser(AfterBrowser),
}

fn walked(
    (setup, what): (Setup, What),
    is_json: bool,
    console: &mut dyn Console,
) -> Result<ExitCode, Refusal> {
    let Setup { config, target, answers, practice, opens_browser, explains } = setup;
    let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
    let engine = if opens_browser { engine } else { engine.opening_with(engine::no_browser()) };
    let seed = engine::seed().context("The system gives no randomness")?;
    let target = Arc::new(target);
    let mut perform = |call| carry_out(&engine, &target, &call);
    let world = World { perform: &mut perform, now: &clock::now };
    let (flow, then): (Box<dyn Flow>, _) = match what {
        What::SignIn => (Box::new(Login::start(config, &seed)), None),
        What::SignInFirst(plan) => (Box::new(Login::start(config, &seed)), Some(plan)),
        What::Errand(plan) => (Box::new(Errand::start(plan, clock::now())), None),
        What::AfterBrowser(what) => (browser::errand(config, what)?, None),
    };
    let walk = Walk { flow, then, world, answers, practice, explains };
    let (outcome, printed) = if is_json { walk.tell_the_end() } else { walk.read_along(console) };
    Ok(if readable(printed) { outcome.into() } else { Outcome::Internal.into() })
}

/// A walk about to begin.
struct Walk<'a> {
    flow: Box<dyn Flow>,
    /// The errand that the sign-in is for.
    then: Option<ErrandPlan>,
    world: World<'a>,
    answers: Answers,
    practice: Option<Practice>,
    /// With the lesson of each step.
    explains: bool,
}

/// A walk that is over: the flow that came to its end last, and the sign-in before it.
struct Walked {
    before: Option<Box<dyn Flow>>,
    flow: Box<dyn Flow>,
    outcome: Outcome,
    /// What the sign-in should have brought for the errand, and did not.
    lacks: Option<Need>,
}

impl Walked {
    fn explanation(&self, is_practice: bool) -> Option<Explanation> {
        let lacking = self.lacks.and_then(Explanation::of_lacking);
        lacking.or_else(|| Explanation::of(&*self.flow, self.outcome, is_practice))
    }
}

/// Walks the flow, and the errand that it was for once it is through.
fn walk_through(
    mut flow: Box<dyn Flow>,
    then: Option<ErrandPlan>,
    world: &mut World<'_>,
    company: &mut dyn Company,
) -> Walked {
    let outcome = walk::walk(&mut *flow, world, company);
    let Some(plan) = then.filter(|_| outcome == Outcome::Finished) else {
        return Walked { before: None, flow, outcome, lacks: None };
    };
    let plan = match errand::with_tokens(plan, flow.haul()) {
        Ok(plan) => plan,
        Err(need) => return Walked { before: None, flow, outcome: Outcome::Invalid, lacks: Some(need) },
    };
    let mut errand: Box<dyn Flow> = Box::new(Errand::start(plan, (world.now)()));
    let outcome = walk::walk(&mut *errand, world, company);
    Walked { before: Some(flow), flow: errand, outcome, lacks: None }
}

impl Walk<'_> {
    /// One JSON object, once all is over.
    fn tell_the_end(self) -> (Outcome, io::Result<()>) {
        let Self { flow, then, mut world, answers, practice, explains } = self;
        let walked = walk_through(flow, then, &mut world, &mut Script { answers });
        let explanation = walked.explanation(practice.is_some());
        let Walked { before, flow, outcome, .. } = &walked;
        let report = Report::of(&**flow, *outcome, explanation.as_ref());
        let mut report = report.after(before.as_deref());
        if explains {
            let steps = before.iter().flat_map(|before| before.steps()).chain(flow.steps());
            report = report.with_lessons(steps);
        }
        (*outcome, print_json(&report))
    }

    /// Text, printed while it happens.
    fn read_along(self, console: &mut dyn Console) -> (Outcome, io::Result<()>) {
        let Self { flow, then, mut world, answers, practice, explains } = self;
        let is_practice = practice.is_some();
        let who = flow.config().username.clone();
        let inbox = |asked: &Challenge| {
            practice.as_ref().map(|practice| inbox(practice, asked, &who)).unwrap_or_default()
        };
        let (mut out, now) = (io::stdout().lock(), world.now);
        let (paint, is_live) = (Paint::on(&out), paint::is_live(&out));
        let begun = match &practice {
            Some(practice) => write!(out, "{}", human::practice(practice.cast(), &*flow, paint)),
            None => Ok(()),
        };
        let mut reader = Reader {
            answers,
            console,
            out: &mut out,
            now,
            paint,
            inbox: &inbox,
            is_practice,
            setback: None,
            explains,
            is_live,
            unread: begun,
        };
        let walked = walk_through(flow, then, &mut world, &mut reader);
        let explanation = walked.explanation(is_practice);
        let Walked { flow, outcome, .. } = walked;
        let was_asked = reader.console.is_interactive();
        let printed = reader.unread.and_then(|()| {
            write!(out, "{}", human::ghosts(flow.steps(), paint))?;
            let declined = Explanation::of_no(&*flow, outcome).filter(|_| was_asked);
            match declined.or(explanation) {
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

/// The codes in the practice pool's inbox for the user who is asked: by the name that came with the
/// question, or else by the one that was typed.
fn inbox(practice: &Practice, asked: &Challenge, typed: &str) -> Vec<String> {
    let entries = practice.inbox_of(asked.user_id().unwrap_or(typed)).into_iter();
    let lines = entries.map(|entry| {
        let InboxEntry { channel, code, seconds_left, .. } = entry;
        format!("Practice inbox: {} · {} for {seconds_left} s", channel.label(), code.expose())
    });
    lines.collect()
}

fn carry_out(engine: &Engine, target: &Arc<Target>, call: &Call) -> Performed {
    let started = clock::now();
    engine.perform(RunId(1), Arc::clone(target), call.clone());
    match browser::wait(engine, call, PATIENCE) {
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

fn print_json(report: &impl Serialize) -> io::Result<()> {
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
