//! `call`: signs in and calls an API with what that brought, in one way or in all of them. The request is checked
//! before anybody signs in; what is sent where is the flow's and the engine's business.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use jiff::SignedDuration;

use super::args::SignInArgs;
use super::call_plan::{Plan, named};
use super::call_report::{CallReport, told};
use super::connected::Wanted;
use super::console::Terminal;
use super::outcome::Outcome;
use super::problem::Problem;
use super::quietly::{Followed, Walked};
use super::saved::Home;
use super::setup::Refusal;
use super::trouble::Explanation;
use super::{call_report, carry_out, explain_on_stderr, print_json, quietly, readable};
use crate::engine::{Engine, Target, Timeouts, clock, disk};
use crate::flow::{ApiAuth, ApiVisit, AuthKind, Flow, Haul, Input, Login, LoginConfig, Next};
use crate::practice::{Options, Practice};

pub(super) const AFTER: &str = "\
Keys and tokens go to the address that was named and to no other: redirects are shown, not followed, and \
http:// to another computer takes neither, nor headers that may tell who asks. With --practice an address may \
be a path of the practice API: /iam, /id, /access, /scope, /open. --auth all sends a request up to four times: \
where its method is not GET, HEAD or OPTIONS, a person is asked first, and a script has to say --yes. A body \
is a text in UTF-8.

Exit codes: 0 an answer under 400 (with --auth all: to any of them), 1 refused, 2 invalid input, or an \
answer that -o could not save, 3 the sign-in needs an answer, 4 unreachable or timed out, 70 our fault.

Examples:
  poolwalk-cli call /iam --practice
  poolwalk-cli call /id --practice --auth all
  poolwalk-cli call https://abc123.execute-api.eu-west-1.amazonaws.com/prod \\
      --client ID --user-pool …
  poolwalk-cli call https://… --connection QA --auth id
  poolwalk-cli call … -X POST -H 'content-type: application/json' \\
      --data @pet.json --json | jq .tries";

/// As long as the window waits.
const PATIENCE: Duration = Duration::from_mins(1);

/// `call`
#[derive(Default, Args)]
pub(super) struct CallArgs {
    /// The address of the API; with --practice also a path of the practice API
    #[arg(value_name = "URL")]
    pub(super) url: String,
    /// What shows who asks: iam (the default), id, access, none, or all of them one after the other
    #[arg(long, value_name = "WAY", help_heading = "Call")]
    pub(super) auth: Option<String>,
    /// The method; GET, or POST where there is a body
    #[arg(short = 'X', long, value_name = "METHOD", help_heading = "Call")]
    pub(super) method: Option<String>,
    /// A header; may be repeated
    #[arg(short = 'H', long, value_name = "NAME: VALUE", help_heading = "Call")]
    pub(super) header: Vec<String>,
    /// A header with a secret in it, from an environment variable; may be repeated
    #[arg(long, value_name = "NAME=VAR", help_heading = "Call")]
    pub(super) header_env: Vec<String>,
    /// The body, a text in UTF-8: as it is, @FILE, or @- for stdin
    #[arg(long, value_name = "TEXT|@FILE|@-", help_heading = "Call")]
    pub(super) data: Option<String>,
    /// The region of the signature; from the host, or else that of the keys, when left out
    #[arg(long, value_name = "R", help_heading = "Call")]
    pub(super) sign_region: Option<String>,
    /// The service of the signature; from the host when left out
    #[arg(long, value_name = "S", help_heading = "Call")]
    pub(super) sign_service: Option<String>,
    /// Agree beforehand that --auth all sends a request that may change something once for each way
    #[arg(long, help_heading = "Call")]
    pub(super) yes: bool,
    /// Write the body of the answer to this file, which only you can read
    #[arg(short = 'o', long, value_name = "FILE", help_heading = "Call")]
    pub(super) output: Option<PathBuf>,
    /// Write over a file that is there already
    #[arg(long, requires = "output", help_heading = "Call")]
    pub(super) force: bool,
    /// Sign in to a connection that the window saved, by the refresh token kept for it or else by the password; other
    /// options count more
    #[arg(long, value_name = "NAME", conflicts_with = "practice", help_heading = "Call")]
    pub(super) connection: Option<String>,
    #[command(flatten)]
    pub(super) sign_in: SignInArgs,
}

/// Without the address, the headers and the body: there are secrets in them.
impl fmt::Debug for CallArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (auth, method) = (&self.auth, &self.method);
        f.debug_struct("CallArgs").field("auth", auth).field("method", method).finish_non_exhaustive()
    }
}

pub(super) fn run(args: &CallArgs) -> Result<ExitCode, Refusal> {
    let mut console = Terminal { may_ask: !args.sign_in.json };
    let plan = Plan::read(args, &mut console).map_err(Refusal::Problems)?;
    plan.agreed(args, &mut console)?;
    let home = args.connection.as_deref().map(Home::find).transpose()?;
    if plan.signs_in() {
        let followed = if args.sign_in.json { Followed::Nowhere } else { Followed::OnStdout };
        let said = SignInArgs { needs_keys: plan.kinds == [AuthKind::Iam], ..args.sign_in.clone() };
        let wanted = Wanted { said: &said, purpose: plan.purpose(), followed };
        let walked = wanted.walked(home.as_ref(), &mut console)?;
        return after_a_sign_in(args, plan, walked);
    }
    let practice = args.sign_in.practice.then(|| Practice::start(Options::default())).transpose();
    let practice = practice.context("The practice pool did not start")?;
    let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
    Calls { args, plan, login: None, practice, engine, printed: Ok(()) }.made()
}

fn after_a_sign_in(args: &CallArgs, plan: Plan, walked: Walked) -> Result<ExitCode, Refusal> {
    if walked.outcome == Outcome::Finished {
        let Walked { login, practice, engine, printed, .. } = walked;
        return Calls { args, plan, login: Some(login), practice, engine, printed }.made();
    }
    let trouble = walked.trouble();
    let Walked { login, outcome, printed, .. } = walked;
    let told = printed.and_then(|()| not_signed_in(&*login, outcome, (trouble, args.sign_in.json)));
    Ok(if readable(told) { outcome.into() } else { Outcome::Internal.into() })
}

/// What is to be sent, and with what.
struct Calls<'a> {
    args: &'a CallArgs,
    plan: Plan,
    login: Option<Box<Login>>,
    practice: Option<Practice>,
    engine: Engine,
    /// Whether somebody still reads.
    printed: io::Result<()>,
}

impl Calls<'_> {
    /// The tries, one after the other, and what came of them.
    fn made(self) -> Result<ExitCode, Refusal> {
        let Self { args, mut plan, login, practice, engine, printed } = self;
        let cast = practice.as_ref().map(Practice::cast);
        if let Some(cast) = cast.filter(|_| plan.draft.url.starts_with('/')) {
            plan.draft.url = format!("{}{}", cast.api_url, plan.draft.url);
        }
        let scope = cast.and_then(|cast| cast.scope_at(&plan.draft.url));
        let login = login.as_deref();
        let (auths, left_out) = authorized(&plan, login.map(|login| (login.config(), login.haul())))?;
        let request = plan.draft.check();
        let request = request.map_err(|found| Refusal::Problems(found.iter().map(named).collect()))?;
        let ahead = login.and_then(|login| ahead(login));
        let visit = tried(ApiVisit::start(&request, auths), ahead, &engine);
        let is_practice = practice.is_some();
        let report = CallReport { visit: &visit, login, left_out: &left_out, is_practice, scope };
        let saves = args.output.as_deref().zip(call_report::shown(&visit));
        let told = printed.and_then(|()| {
            if args.sign_in.json { print_json(&report.json()) } else { told(&report, saves.is_some()) }
        });
        let is_told = readable(told);
        // Whoever asked for the file gets it even where nobody reads the report.
        if let Some((path, step)) = saves {
            if let Err(err) = disk::write_bytes(path, step.api_body().unwrap_or_default(), args.force) {
                return Ok(not_saved(path, &err));
            }
            quietly::say(&call_report::saved(path, step));
        }
        Ok(if is_told { report.outcome().into() } else { Outcome::Internal.into() })
    }
}

/// The answer was told already; that the file lacks it is told beside it.
fn not_saved(path: &Path, err: &io::Error) -> ExitCode {
    let problem = Problem::new("-o", format!("{} could not be written: {err}", path.display()));
    let trouble = Explanation::of_problems_with(&[problem], "call", "The answer was not saved");
    explain_on_stderr(&trouble).unwrap_or_default();
    Outcome::Invalid.into()
}

/// Ways that the sign-in brought nothing for, and why.
type LeftOut = Vec<(AuthKind, &'static str)>;

fn not_signed_in(
    login: &dyn Flow,
    outcome: Outcome,
    (trouble, is_json): (Option<Explanation>, bool),
) -> io::Result<()> {
    if is_json {
        return print_json(&CallReport::of_failed_login(login, outcome, trouble.as_ref()));
    }
    trouble.map_or(Ok(()), |trouble| explain_on_stderr(&trouble))
}

/// What the sign-in brought for each way; with several, the ones that it brought nothing for are left out.
fn authorized(plan: &Plan, login: Option<(&LoginConfig, &Haul)>) -> Result<(Vec<ApiAuth>, LeftOut), Refusal> {
    let (mut auths, mut left_out) = (Vec::new(), Vec::new());
    let tokens = login.and_then(|(_, haul)| haul.tokens.clone()).unwrap_or_default();
    for kind in &plan.kinds {
        let lacking = |text: &'static str| Err((*kind, text));
        let auth = match kind {
            AuthKind::Nothing => Ok(ApiAuth::Nothing),
            AuthKind::Id => {
                tokens.id.clone().map_or(lacking("The sign-in brought no ID token"), |id| Ok(ApiAuth::Id(id)))
            }
            AuthKind::Access => {
                let access = tokens.access.clone();
                access.map_or(lacking("The sign-in brought no access token"), |access| {
                    Ok(ApiAuth::Access(access))
                })
            }
            AuthKind::Iam => match login.and_then(|(config, haul)| Some((config, haul.credentials.clone()?)))
            {
                Some((config, credentials)) => {
                    let at_hand = config.identity_region().to_string();
                    let scope = plan.draft.scope(Some(&at_hand));
                    let (region, service) =
                        scope.map_err(|problem| Refusal::Problems(vec![named(&problem)]))?;
                    Ok(ApiAuth::Iam { credentials, region, service })
                }
                None => {
                    lacking("The sign-in brought no AWS keys; name an identity pool, and leave --until out")
                }
            },
        };
        match auth {
            Ok(auth) => auths.push(auth),
            Err(lacking) => left_out.push(lacking),
        }
    }
    match (auths.is_empty(), left_out.first()) {
        (true, Some((_, text))) => Err(Refusal::Problems(vec![Problem::new("--auth", *text)])),
        (true | false, _) => Ok((auths, left_out)),
    }
}

/// How far this computer's clock is ahead, by the latest answer of the sign-in that told.
fn ahead(login: &dyn Flow) -> Option<SignedDuration> {
    login.steps().iter().rev().find_map(|step| step.performed.as_ref()?.clock_offset())
}

fn tried(mut visit: ApiVisit, ahead: Option<SignedDuration>, engine: &Engine) -> ApiVisit {
    let timeouts = Timeouts { answer: PATIENCE, ..Timeouts::default() };
    let clock_ahead = ahead.unwrap_or_default();
    let target = Arc::new(Target { timeouts, clock_ahead, ..Target::default() });
    while let Next::Send(call) = visit.next(clock::now()) {
        visit.on(Input::Sent(call.clone()), clock::now());
        let performed = carry_out(engine, &target, &call);
        visit.on(Input::Performed(Box::new(performed)), clock::now());
    }
    visit
}
