//! `call`: signs in and calls an API with what that brought, in one way or in all of them. The request is checked
//! before anybody signs in; what is sent where is the flow's and the engine's business.

use std::io::{self, Read as _, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use jiff::SignedDuration;

use super::args::SignInArgs;
use super::call_report::{CallReport, told};
use super::company::{Reader, Script};
use super::console::{Console, Terminal};
use super::outcome::Outcome;
use super::paint::{self, Paint};
use super::problem::Problem;
use super::purpose::Purpose;
use super::setup::{Refusal, Setup, set_up};
use super::trouble::Explanation;
use super::walk::{World, walk};
use super::{carry_out, explain_on_stderr, human, print_json, readable};
use crate::engine::{self, Engine, Target, Timeouts, clock, disk};
use crate::flow::{
    ApiAuth, ApiDraft, ApiField, ApiProblem, ApiVisit, AuthKind, Flow, Haul, Input, Login, LoginConfig, Next,
};
use crate::practice::{Options, Practice};

pub(super) const AFTER: &str = "\
Keys and tokens go to the address that was named and to no other: redirects are shown, not followed, and
http:// to another computer takes neither, nor headers that may tell who asks. With --practice an address may
be a path of the practice API: /iam, /id, /access, /scope, /open.

Exit codes: 0 an answer under 400 (with --auth all: to any of them), 1 refused, 2 invalid input, 3 the
sign-in needs an answer, 4 unreachable or timed out, 70 our fault.

Examples:
  poolwalk-cli call /iam --practice
  poolwalk-cli call /id --practice --auth all
  poolwalk-cli call https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets --client ID --user-pool …
  poolwalk-cli call … -X POST -H 'content-type: application/json' --data @pet.json --json | jq .tries";

/// As long as the window waits.
const PATIENCE: Duration = Duration::from_mins(1);
/// A body that is read from a file or stdin is at most this large: API Gateway takes 10 MB.
const MOST_BYTES: u64 = 10 << 20;

/// `call`
#[derive(Debug, Default, Args)]
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
    /// The body: a text, @FILE, or @- for stdin
    #[arg(long, value_name = "TEXT|@FILE|@-", help_heading = "Call")]
    pub(super) data: Option<String>,
    /// The region of the signature; from the host, or else that of the keys, when left out
    #[arg(long, value_name = "R", help_heading = "Call")]
    pub(super) sign_region: Option<String>,
    /// The service of the signature; from the host when left out
    #[arg(long, value_name = "S", help_heading = "Call")]
    pub(super) sign_service: Option<String>,
    /// Write the body of the answer to this file
    #[arg(short = 'o', long, value_name = "FILE", help_heading = "Call")]
    pub(super) output: Option<String>,
    #[command(flatten)]
    pub(super) sign_in: SignInArgs,
}

/// What is to be called, checked.
struct Plan {
    draft: ApiDraft,
    kinds: Vec<AuthKind>,
}

pub(super) fn run(args: &CallArgs) -> Result<ExitCode, Refusal> {
    let mut console = Terminal { may_ask: !args.sign_in.json };
    let plan = Plan::read(args, &mut console).map_err(Refusal::Problems)?;
    let setup =
        if plan.signs_in() { Some(set_up(&args.sign_in, plan.purpose(), &mut console)?) } else { None };
    let alone = setup.is_none() && args.sign_in.practice;
    let alone = alone.then(|| Practice::start(Options::default())).transpose();
    let alone = alone.context("The practice pool did not start")?;
    called(args, plan, (setup, alone), &mut console)
}

impl Plan {
    fn read(args: &CallArgs, console: &mut dyn Console) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut found = |result: Result<_, Problem>| result.map_err(|problem| problems.push(problem)).ok();
        let kinds = found(kinds(args.auth.as_deref())).unwrap_or_default();
        let headers = headers(args, console);
        let body = body(args);
        problems.extend(headers.as_ref().err().cloned());
        problems.extend(body.as_ref().err().cloned());
        let body = body.unwrap_or_default();
        let method = args.method.clone().unwrap_or_default();
        let is_post = method.is_empty() && args.data.is_some();
        let draft = ApiDraft {
            method: if is_post { "POST".to_owned() } else { method },
            url: args.url.clone(),
            headers: headers.unwrap_or_default().into(),
            body: body.into(),
            region: args.sign_region.clone().unwrap_or_default(),
            service: args.sign_service.clone().unwrap_or_default(),
        };
        if !draft.url.starts_with('/') {
            problems.extend(draft.check().err().into_iter().flatten().map(|problem| named(&problem)));
        } else if !args.sign_in.practice {
            problems.push(Problem::new("URL", "A path alone is one of the practice API’s: add --practice"));
        }
        let gives_away = kinds.iter().find_map(|kind| draft.gives_away(*kind));
        problems.extend(gives_away.map(|text| Problem::new("URL", text)));
        if problems.is_empty() { Ok(Self { draft, kinds }) } else { Err(problems) }
    }

    fn signs_in(&self) -> bool {
        self.kinds.iter().any(|kind| *kind != AuthKind::Nothing)
    }

    /// For a token the identity half of a sign-in is of no use.
    fn purpose(&self) -> Purpose {
        if self.kinds.contains(&AuthKind::Iam) { Purpose::SignIn } else { Purpose::ForTokens }
    }
}

fn kinds(word: Option<&str>) -> Result<Vec<AuthKind>, Problem> {
    match word {
        None => Ok(vec![AuthKind::Iam]),
        Some("all") => Ok(AuthKind::ALL.to_vec()),
        Some(word) => match AuthKind::from_word(word) {
            Some(kind) => Ok(vec![kind]),
            None => Err(Problem::new("--auth", "Expected iam, id, access, none or all")),
        },
    }
}

/// One a line, as the form has them.
fn headers(args: &CallArgs, console: &dyn Console) -> Result<String, Problem> {
    let mut lines = args.header.clone();
    for given in &args.header_env {
        let (name, variable) =
            given.split_once('=').ok_or_else(|| Problem::new("--header-env", "Expected NAME=VAR"))?;
        let value = console.variable(variable).filter(|value| !value.is_empty());
        let lacking = || Problem::new("--header-env", format!("{variable} is empty or not set"));
        lines.push(format!("{name}: {}", value.ok_or_else(lacking)?.expose()));
    }
    if lines.iter().any(|line| line.contains('\n')) {
        return Err(Problem::new("--header", "A header is one line"));
    }
    Ok(lines.join("\n"))
}

fn body(args: &CallArgs) -> Result<String, Problem> {
    let unreadable = |what: &str, err: &io::Error| Problem::new("--data", format!("{what}: {err}"));
    match args.data.as_deref().map(|data| (data, data.strip_prefix('@'))) {
        None => Ok(String::new()),
        Some((text, None)) => Ok(text.to_owned()),
        Some((_, Some("-"))) if args.sign_in.password_stdin => Err(Problem::new(
            "--data",
            "stdin has the password: name a file, or give the password by --password-env",
        )),
        Some((_, Some("-"))) => {
            let mut text = String::new();
            io::stdin()
                .lock()
                .take(MOST_BYTES)
                .read_to_string(&mut text)
                .map_err(|err| unreadable("stdin", &err))?;
            Ok(text)
        }
        Some((_, Some(path))) => match disk::read_small(Path::new(path), MOST_BYTES) {
            Ok(Some(text)) => Ok(text),
            Ok(None) => Err(Problem::new("--data", format!("{path} is not there"))),
            Err(err) => Err(unreadable(path, &err)),
        },
    }
}

/// A problem of the form under the name of its option.
fn named(problem: &ApiProblem) -> Problem {
    let option = match problem.field {
        ApiField::Method => "--method",
        ApiField::Url => "URL",
        ApiField::Headers => "--header",
        ApiField::Region => "--sign-region",
        ApiField::Service => "--sign-service",
    };
    Problem::new(option, problem.text.as_str())
}

/// The sign-in and the tries, one after the other.
fn called(
    args: &CallArgs,
    plan: Plan,
    (setup, alone): (Option<Setup>, Option<Practice>),
    console: &mut dyn Console,
) -> Result<ExitCode, Refusal> {
    let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
    let practice = setup.as_ref().and_then(|setup| setup.practice.as_ref()).or(alone.as_ref());
    let is_practice = practice.is_some();
    let mut plan = plan;
    if let Some(practice) = practice.filter(|_| plan.draft.url.starts_with('/')) {
        plan.draft.url = format!("{}{}", practice.cast().api_url, plan.draft.url);
    }
    let mut held = None;
    let signed_in = match setup {
        None => None,
        Some(setup) => {
            let Setup { config, target, answers, practice, opens_browser: _, explains } = setup;
            held = practice;
            let seed = engine::seed().context("The system gives no randomness")?;
            let login = Box::new(Login::start(config, &seed));
            let cast = held.as_ref().map(Practice::cast);
            Some(signed_in((login, Arc::new(target)), (answers, explains, cast), args, (&engine, console)))
        }
    };
    let (login, printed) = match signed_in {
        Some((login, Outcome::Finished, printed)) => (Some(login), printed),
        Some((login, outcome, printed)) => {
            let trouble = Explanation::of(&*login, outcome, is_practice);
            let told = printed.and_then(|()| not_signed_in(&*login, outcome, (trouble, args.sign_in.json)));
            return Ok(if readable(told) { outcome.into() } else { Outcome::Internal.into() });
        }
        None => (None, Ok(())),
    };
    let login = login.as_deref();
    let (auths, left_out) = authorized(&plan, login.map(|login| (login.config(), login.haul())))?;
    let request = plan.draft.check().map_err(|found| Refusal::Problems(found.iter().map(named).collect()))?;
    let visit = tried(ApiVisit::start(&request, auths), login.and_then(ahead), &engine);
    let report = CallReport { visit: &visit, login, left_out: &left_out, is_practice };
    let told = printed.and_then(|()| {
        save(args, &visit)?;
        if args.sign_in.json { print_json(&report.json()) } else { told(&report, args.output.is_some()) }
    });
    drop((held, alone));
    Ok(if readable(told) { report.outcome().into() } else { Outcome::Internal.into() })
}

/// Ways that the sign-in brought nothing for, and why.
type LeftOut = Vec<(AuthKind, &'static str)>;

type Signed = (Box<Login>, Outcome, io::Result<()>);

fn signed_in(
    (mut login, target): (Box<Login>, Arc<Target>),
    (answers, explains, cast): (super::Answers, bool, Option<&crate::practice::Cast>),
    args: &CallArgs,
    (engine, console): (&Engine, &mut dyn Console),
) -> Signed {
    let mut perform = |call| carry_out(engine, &target, &call);
    let mut world = World { perform: &mut perform, now: &clock::now };
    if args.sign_in.json {
        let outcome = walk(&mut *login, &mut world, &mut Script { answers });
        return (login, outcome, Ok(()));
    }
    let (mut out, no_inbox) = (io::stdout().lock(), |_: &_| Vec::new());
    let (paint, is_live) = (Paint::on(&out), paint::is_live(&out));
    let begun = match cast {
        Some(cast) => write!(out, "{}", human::practice(cast, &*login, paint)),
        None => Ok(()),
    };
    let mut reader = Reader {
        answers,
        console,
        out: &mut out,
        now: &clock::now,
        paint,
        inbox: &no_inbox,
        is_practice: cast.is_some(),
        setback: None,
        explains,
        is_live,
        unread: begun,
    };
    let outcome = walk(&mut *login, &mut world, &mut reader);
    let unread = reader.unread;
    (login, outcome, unread)
}

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
fn ahead(login: &Login) -> Option<SignedDuration> {
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

/// Writes the body of the answer where that was asked for.
fn save(args: &CallArgs, visit: &ApiVisit) -> io::Result<()> {
    let (Some(path), Some(step)) = (&args.output, super::call_report::shown(visit)) else { return Ok(()) };
    disk::write_bytes(Path::new(path), &super::call_report::body_of(step), true)
        .map_err(|err| io::Error::new(err.kind(), format!("{path} could not be written: {err}")))
}
