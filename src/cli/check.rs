//! `check`: whether everything is right before a password is typed, for people as a list and for scripts as JSON.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use serde::Serialize;

use super::args::SignInArgs;
use super::company::{Reader, Script};
use super::console::{Console, Terminal};
use super::human;
use super::outcome::Outcome;
use super::paint::{self, Paint};
use super::purpose::Purpose;
use super::report::StepReport;
use super::setup::{Refusal, Setup, set_up};
use super::walk::{World, walk};
use super::{carry_out, ended, readable};
use crate::engine::{self, Engine, clock};
use crate::explain::{self, Card, Finding, Health};
use crate::flow::{Ending, Flow, Input, Preflight};
use crate::handoff::redact;

pub(super) const AFTER: &str = "\
No password and no user's name goes out: sign-ins are begun without what they cannot do without, in no name \
or in one that is nobody's. A trigger of the pool may run. Whether guests are let in is tried with --yes \
only (a person is asked), for it makes a guest identity where they are.

Exit codes: 0 nothing is in the way, 1 something is, 2 invalid input, 4 nothing could be reached, 70 our \
fault.

Examples:
  poolwalk-cli check --practice
  poolwalk-cli check --client ID --user-pool eu-west-1_Ab12Cd34E \\
      --flow password
  poolwalk-cli check … --yes --json | \\
      jq '.findings[] | select(.state == \"bad\")'";

/// `check`
#[derive(Debug, Default, Args)]
pub(super) struct CheckArgs {
    /// Agree beforehand to a guest identity being made where guests are let in; a script that does not is
    /// not told whether they are
    #[arg(long, help_heading = "Check")]
    pub(super) yes: bool,
    #[command(flatten)]
    pub(super) sign_in: SignInArgs,
}

/// The object that `--json` prints. Scripts rely on it: later versions add keys, never change them.
#[derive(Serialize)]
struct CheckReport<'a> {
    outcome: &'static str,
    findings: Vec<FindingReport<'a>>,
    steps: Vec<StepReport<'a>>,
}

#[derive(Serialize)]
struct FindingReport<'a> {
    subject: &'static str,
    state: &'static str,
    sure: bool,
    says: &'a str,
    service_said: Option<String>,
    next: Option<&'a str>,
}

pub(super) fn run(args: &CheckArgs) -> ExitCode {
    let is_json = args.sign_in.json;
    let mut console = Terminal { may_ask: !is_json };
    let setup = set_up(&args.sign_in, Purpose::Check, &mut console);
    ended(setup.and_then(|setup| checked(setup, args, &mut console)), is_json)
}

fn checked(setup: Setup, args: &CheckArgs, console: &mut dyn Console) -> Result<ExitCode, Refusal> {
    let Setup { config, target, mut answers, practice, opens_browser: _, explains } = setup;
    if args.yes {
        answers.agree();
    }
    let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
    let seed = engine::seed().context("The system gives no randomness")?;
    let target = Arc::new(target);
    let mut perform = |call| carry_out(&engine, &target, &call);
    let mut world = World { perform: &mut perform, now: &clock::now };
    let mut check = Preflight::start(config, &seed, clock::now());
    let printed = if args.sign_in.json {
        walk(&mut check, &mut world, &mut Script { answers });
        Ok(())
    } else {
        let (mut out, no_inbox) = (io::stdout().lock(), |_: &_| Vec::new());
        let (paint, is_live) = (Paint::on(&out), paint::is_live(&out));
        let begun = match &practice {
            Some(practice) => write!(out, "{}", human::practice(practice.cast(), &check, paint)),
            None => Ok(()),
        };
        let mut reader = Reader {
            answers,
            console,
            out: &mut out,
            now: &clock::now,
            paint,
            inbox: &no_inbox,
            is_practice: practice.is_some(),
            setback: None,
            is_live,
            explains,
            unread: begun,
        };
        walk(&mut check, &mut world, &mut reader);
        reader.unread
    };
    // Who did not agree to a guest identity has all there is.
    check.on(Input::Stop, clock::now());
    let found = explain::findings(&check, check.config().way, practice.is_some());
    let outcome = outcome(&check, &found);
    let told = printed
        .and_then(|()| if args.sign_in.json { json(&check, &found, explains) } else { text(&check, &found) });
    Ok(if readable(told) { outcome.into() } else { Outcome::Internal.into() })
}

fn outcome(check: &Preflight, found: &[Finding]) -> Outcome {
    match check.ending() {
        Some(Ending::Finished) if found.iter().any(|finding| finding.state == Health::Bad) => {
            Outcome::Refused
        }
        Some(ending) => ending.into(),
        None => Outcome::Internal,
    }
}

fn json(check: &Preflight, found: &[Finding], explains: bool) -> io::Result<()> {
    let told = |step| {
        let mut told = StepReport::of(step);
        if explains {
            told.teach(step);
        }
        told
    };
    let report = CheckReport {
        outcome: outcome(check, found).word(),
        findings: found.iter().map(FindingReport::of).collect(),
        steps: check.steps().iter().map(told).collect(),
    };
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, &report)?;
    writeln!(out)?;
    out.flush()
}

impl<'a> FindingReport<'a> {
    fn of(finding: &'a Finding) -> Self {
        let Finding { subject, state, is_sure, says, next, service_said, mend: _ } = finding;
        Self {
            subject: subject.word(),
            state: state.word(),
            sure: *is_sure,
            says,
            service_said: service_said.as_deref().map(redact::prose),
            next: next.as_deref(),
        }
    }
}

fn text(check: &Preflight, found: &[Finding]) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let paint = Paint::on(&out);
    let Card { title, text } = explain::summary(found, check.ending());
    let is_bad = outcome(check, found) != Outcome::Finished;
    let title = if is_bad { paint.bad(&title) } else { paint.good(&title) };
    write!(out, "\n{title}\n{}", human::wrapped(&text))?;
    found.iter().try_for_each(|finding| write!(out, "{}", line(finding, paint)))?;
    out.flush()
}

/// One finding, and under it what to do.
fn line(finding: &Finding, paint: Paint) -> String {
    let Finding { subject, state, says, next, service_said, .. } = finding;
    let (mark, state) = match state {
        Health::Good => (paint.good("✓"), ""),
        Health::Note => (paint.dim("·"), ""),
        Health::Unknown => (paint.bold("?"), ""),
        Health::Bad => (paint.bad("✗"), "In the way · "),
    };
    let said = service_said.as_deref().map(|said| format!("It said: {}", redact::prose(said)));
    let more = said.iter().chain(next).map(|more| human::wrapped(more));
    format!("{mark} {:<19} {state}{}\n{}", subject.label(), paint::printable(says), more.collect::<String>())
}
