//! `call`: signs in and calls an API with what that brought, in one way or in all of them. The request is checked
//! before anybody signs in; what is sent where is the flow's and the engine's business.

use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::Args;
use jiff::SignedDuration;

use super::args::SignInArgs;
use super::call_report::{CallReport, told};
use super::console::{Console, Terminal};
use super::outcome::Outcome;
use super::problem::Problem;
use super::purpose::Purpose;
use super::quietly::{Followed, Walked, walked};
use super::setup::{Refusal, Setup, set_up};
use super::trouble::Explanation;
use super::{call_report, carry_out, explain_on_stderr, print_json, readable};
use crate::engine::{Engine, Target, Timeouts, clock, disk, saving};
use crate::flow::{
    ApiAuth, ApiDraft, ApiField, ApiProblem, ApiRequest, ApiVisit, AuthKind, Flow, Haul, Input, LoginConfig,
    Next,
};
use crate::practice::{Options, Practice};

pub(super) const AFTER: &str = "\
Keys and tokens go to the address that was named and to no other: redirects are shown, not followed, and
http:// to another computer takes neither, nor headers that may tell who asks. With --practice an address
may be a path of the practice API: /iam, /id, /access, /scope, /open. --auth all sends a request up to four
times: where its method is not GET, HEAD or OPTIONS, a person is asked first, and a script has to say --yes.
A body is a text in UTF-8.

Exit codes: 0 an answer under 400 (with --auth all: to any of them), 1 refused, 2 invalid input, or an
answer that -o could not save, 3 the sign-in needs an answer, 4 unreachable or timed out, 70 our fault.

Examples:
  poolwalk-cli call /iam --practice
  poolwalk-cli call /id --practice --auth all
  poolwalk-cli call https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets --client ID --user-pool …
  poolwalk-cli call … -X POST -H 'content-type: application/json' --data @pet.json --json | jq .tries";

/// As long as the window waits.
const PATIENCE: Duration = Duration::from_mins(1);
/// A body that is read from a file or stdin is at most this large: API Gateway takes 10 MB.
const MOST_BYTES: u64 = 10 << 20;
const NO_TEXT: &str = "it is no text in UTF-8, and other bytes cannot be sent from here";

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
    #[command(flatten)]
    pub(super) sign_in: SignInArgs,
}

/// What is to be called, checked.
struct Plan {
    draft: ApiDraft,
    kinds: Vec<AuthKind>,
    /// The method changes nothing.
    only_looks: bool,
}

pub(super) fn run(args: &CallArgs) -> Result<ExitCode, Refusal> {
    let mut console = Terminal { may_ask: !args.sign_in.json };
    let plan = Plan::read(args, &mut console).map_err(Refusal::Problems)?;
    plan.agreed(args, &mut console)?;
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
        let is_path = draft.url.starts_with('/');
        if is_path && !args.sign_in.practice {
            problems.push(Problem::new("URL", "A path alone is one of the practice API’s: add --practice"));
        }
        // Where the practice API is, is known once it has begun.
        let base = if is_path { "http://localhost" } else { "" };
        let whole = ApiDraft { url: format!("{base}{}", draft.url), ..draft.clone() };
        let request = whole.check();
        let only_looks = request.as_ref().is_ok_and(ApiRequest::only_looks);
        problems.extend(request.err().into_iter().flatten().map(|problem| named(&problem)));
        if let Some(path) = args.output.as_deref().filter(|path| !args.force && disk::would_replace(path)) {
            let told = saving::Replaced::File.told(path);
            problems.push(Problem::new("-o", format!("{told}; --force writes over it")));
        }
        let gives_away = kinds.iter().find_map(|kind| draft.gives_away(*kind));
        problems.extend(gives_away.map(|text| Problem::new("URL", text)));
        if problems.is_empty() { Ok(Self { draft, kinds, only_looks }) } else { Err(problems) }
    }

    /// Each try of a request that may change something may change it: a yes is wanted first.
    fn agreed(&self, args: &CallArgs, console: &mut dyn Console) -> Result<(), Refusal> {
        if self.kinds.len() < 2 || self.only_looks || args.yes {
            return Ok(());
        }
        let refused = |text: String| Err(Refusal::Problems(vec![Problem::new("--auth", text)]));
        let method = self.draft.method.trim().to_ascii_uppercase();
        let each = format!("all sends {method} once for each way, up to {} times", self.kinds.len());
        if !console.is_interactive() {
            return refused(format!("{each}, and it may change something: agree by --yes, or name one way"));
        }
        let typed = console.ask(&format!("--auth {each}. Send them? [y/N]"));
        let typed = typed.context("The terminal could not be read")?.unwrap_or_default();
        let is_yes = ["y", "yes"].contains(&typed.trim().to_lowercase().as_str());
        if is_yes { Ok(()) } else { refused("Nothing was sent: you did not agree".to_owned()) }
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
    let unreadable = |what: &str, err: &io::Error| {
        let is_binary = err.kind() == io::ErrorKind::InvalidData;
        let told = if is_binary { NO_TEXT.to_owned() } else { err.to_string() };
        Problem::new("--data", format!("{what}: {told}"))
    };
    match args.data.as_deref().map(|data| (data, data.strip_prefix('@'))) {
        None => Ok(String::new()),
        Some((text, None)) => Ok(text.to_owned()),
        Some((_, Some("-"))) if args.sign_in.password_stdin => Err(Problem::new(
            "--data",
            "stdin has the password: name a file, or give the password by --password-env",
        )),
        Some((_, Some("-"))) => whole(io::stdin().lock()).map_err(|err| unreadable("stdin", &err)),
        Some((_, Some(path))) => match disk::read_small(Path::new(path), MOST_BYTES) {
            Ok(Some(text)) => Ok(text),
            Ok(None) => Err(Problem::new("--data", format!("{path} is not there"))),
            Err(err) => Err(unreadable(path, &err)),
        },
    }
}

/// All there is to read, unless it is too much.
fn whole(from: impl io::Read) -> io::Result<String> {
    let mut bytes = Vec::new();
    from.take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MOST_BYTES {
        let problem = format!("it has more than {MOST_BYTES} bytes, which are the most");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, problem));
    }
    String::from_utf8(bytes).map_err(|err| io::Error::new(io::ErrorKind::InvalidData, err))
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
    let practice = setup.as_ref().and_then(|setup| setup.practice.as_ref()).or(alone.as_ref());
    let is_practice = practice.is_some();
    let mut plan = plan;
    if let Some(practice) = practice.filter(|_| plan.draft.url.starts_with('/')) {
        plan.draft.url = format!("{}{}", practice.cast().api_url, plan.draft.url);
    }
    let followed = if args.sign_in.json { Followed::Nowhere } else { Followed::OnStdout };
    let (login, engine, printed, held) =
        match setup.map(|setup| walked(setup, &followed, console)).transpose()? {
            None => {
                let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
                (None, engine, Ok(()), alone)
            }
            Some(Walked { login, outcome: Outcome::Finished, practice, engine, printed }) => {
                (Some(login), engine, printed, practice)
            }
            Some(Walked { login, outcome, printed, .. }) => {
                let trouble = Explanation::of(&*login, outcome, is_practice);
                let told =
                    printed.and_then(|()| not_signed_in(&*login, outcome, (trouble, args.sign_in.json)));
                return Ok(if readable(told) { outcome.into() } else { Outcome::Internal.into() });
            }
        };
    let login = login.as_deref();
    let (auths, left_out) = authorized(&plan, login.map(|login| (login.config(), login.haul())))?;
    let request = plan.draft.check().map_err(|found| Refusal::Problems(found.iter().map(named).collect()))?;
    let visit = tried(ApiVisit::start(&request, auths), login.and_then(|login| ahead(login)), &engine);
    drop(held);
    let report = CallReport { visit: &visit, login, left_out: &left_out, is_practice };
    let saves = args.output.as_deref().zip(call_report::shown(&visit));
    let told = printed.and_then(|()| {
        if args.sign_in.json { print_json(&report.json()) } else { told(&report, saves.is_some()) }
    });
    let is_told = readable(told);
    // Whoever asked for the file gets it even where nobody reads the report.
    if let Some((path, step)) = saves
        && let Err(err) = disk::write_bytes(path, step.api_body().unwrap_or_default(), args.force)
    {
        return Ok(not_saved(path, &err));
    }
    Ok(if is_told { report.outcome().into() } else { Outcome::Internal.into() })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::tests::Person;

    fn args(method: &str, auth: &str) -> CallArgs {
        let own = |text: &str| Some(text.to_owned());
        let url = "https://a.example/pets".to_owned();
        CallArgs { url, method: own(method), auth: own(auth), ..CallArgs::default() }
    }

    /// Whether it goes on, and what was asked.
    fn agreed(args: &CallArgs, types: &[&'static str]) -> (bool, Vec<String>) {
        let mut person = Person::who_types(types);
        let plan = Plan::read(args, &mut person).unwrap_or_else(|problems| panic!("{problems:?}"));
        (plan.agreed(args, &mut person).is_ok(), person.asked)
    }

    #[test]
    fn each_way_of_what_may_change_something_is_sent_after_a_yes_alone() {
        let question = "--auth all sends DELETE once for each way, up to 4 times. Send them? [y/N]";
        for (types, goes_on) in [("y", true), ("Yes", true), ("n", false), ("", false)] {
            assert_eq!(
                agreed(&args("delete", "all"), &[types]),
                (goes_on, vec![question.to_owned()]),
                "{types}"
            );
        }
        assert!(!agreed(&args("PUT", "all"), &[]).0, "the terminal was closed");
        let beforehand = CallArgs { yes: true, ..args("POST", "all") };
        for args in [beforehand, args("POST", "iam"), args("get", "all"), args("HEAD", "all")] {
            assert_eq!(agreed(&args, &[]), (true, vec![]), "{args:?}");
        }
    }

    #[test]
    fn a_body_is_sent_whole_or_not_at_all() {
        let most = usize::try_from(MOST_BYTES).unwrap();
        assert_eq!(whole(vec![b'a'; most].as_slice()).unwrap().len(), most);
        let kind = |bytes: &[u8]| whole(bytes).unwrap_err().kind();
        assert_eq!(kind(&vec![b'a'; most + 1]), io::ErrorKind::FileTooLarge);
        assert_eq!(kind(&[0xff, 0xd8]), io::ErrorKind::InvalidData);
    }
}
