//! `poolwalk-cli token`: a token from stdin, opened, explained and checked. Options say whom to trust and where keys
//! come from; nothing of that is taken from the token.

use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::console::{Console as _, Terminal};
use super::problem::Problem;
use super::setup::Refusal;
use super::token_report::{self, Told};
use crate::cognito::{ClientId, IdentityPoolId, UserPoolId, endpoint};
use crate::engine::{Endpoints, Engine, Event, RunId, Target, clock, disk};
use crate::explain::{self, Context};
use crate::flow::{Call, Failure, Operation, Reply, Trust};
use crate::jwt::checks::{self, Expected, TokenUse, Verdict};
use crate::jwt::{self, KeySet, Opened, Problem as Oddity, Shape};
use crate::secret::Secret;

pub(super) const AFTER: &str = "\
The token is read from stdin: it may have Bearer in front and white space around it. Keys come from the user \
pool that is named (or from --endpoint or --jwks), never from the token. Without --user-pool no issuer is \
trusted, and the verdict is at best “not verified”; without --client a token for any of the pool’s clients \
is valid, and the verdict says so. A token that was revoked still passes: only a live call can tell.

Exit codes: 0 valid, 1 invalid, 2 not a token, or an option that is wrong, 3 not verified, 4 the key set \
could not be had, 70 our fault.

Examples:
  poolwalk-cli token --user-pool eu-west-1_Ab12Cd34E --client ID \\
      --use id < token.txt
  poolwalk-cli sign-in --practice --json | jq -r .tokens.id | \\
      poolwalk-cli token
  poolwalk-cli token --user-pool ID --jwks jwks.json \\
      --at 2026-01-31T12:00:00Z --json < token.txt";

/// More is no token; it is read no further.
const MOST_BYTES: u64 = 8 << 20;
/// More is no key set.
const MOST_KEY_BYTES: u64 = 1 << 20;
/// Longer than the engine waits for an answer.
const PATIENCE: Duration = Duration::from_mins(1);

#[derive(Debug, Default, Args)]
pub(super) struct TokenArgs {
    /// The user pool that must have signed the token
    #[arg(long, value_name = "ID")]
    user_pool: Option<String>,
    /// The app client that the token must be for
    #[arg(long, value_name = "ID")]
    client: Option<String>,
    /// The identity pool that an identity pool's OpenID token must be for
    #[arg(long, value_name = "ID", conflicts_with_all = ["client", "token_use"])]
    identity_pool: Option<String>,
    /// The only kind of token to take
    #[arg(long = "use", value_name = "id|access", hide_possible_values = true)]
    token_use: Option<UseWord>,
    /// A server that stands in for AWS: the key set is fetched from it, and it may be the issuer
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Read the key set from this file; nothing is fetched
    #[arg(long, value_name = "FILE")]
    jwks: Option<PathBuf>,
    /// Judge as of this moment (RFC 3339), and not as of this computer's clock
    #[arg(long, value_name = "RFC3339")]
    at: Option<String>,
    /// Read the access token that came with an ID token from this environment variable, for its hash
    #[arg(long, value_name = "VAR")]
    access_token_env: Option<String>,
    /// Read the nonce that the sign-in was begun with from this environment variable
    #[arg(long, value_name = "VAR")]
    nonce_env: Option<String>,
    /// Print one JSON object, the claims in full
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum UseWord {
    Id,
    Access,
}

/// How the command ends: its exit codes are a contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Judged(Verdict),
    NotAToken,
    KeySetUnreachable,
}

impl From<End> for ExitCode {
    fn from(end: End) -> Self {
        Self::from(match end {
            End::Judged(Verdict::Valid) => 0,
            End::Judged(Verdict::Invalid) => 1,
            End::NotAToken => 2,
            End::Judged(Verdict::NotVerified) => 3,
            End::KeySetUnreachable => 4,
        })
    }
}

/// What the options come to.
struct Asked {
    trust: Trust,
    token_use: Option<TokenUse>,
    keys: KeysFrom,
    at: Timestamp,
    access_token: Option<Secret>,
    nonce: Option<Secret>,
}

enum KeysFrom {
    File(KeySet),
    /// From the pool that is named, or nowhere.
    Pool,
}

pub(super) fn run(args: &TokenArgs) -> Result<ExitCode, Refusal> {
    let asked = asked(args)?;
    let opened = jwt::open(&read_token().context("stdin could not be read")?);
    let (keys, trouble) = match &asked.keys {
        KeysFrom::File(keys) => (Some(keys.clone()), None),
        KeysFrom::Pool => match fetch(&asked.trust, &opened)? {
            Some(Ok(keys)) => (Some(keys), None),
            Some(Err(problem)) => (None, Some(problem)),
            None => (None, None),
        },
    };
    let expected = Expected {
        token_use: asked.token_use,
        keys_are_given: matches!(asked.keys, KeysFrom::File(_)),
        access_token: asked.access_token,
        nonce: asked.nonce,
        ..asked.trust.expected(opened.kind)
    };
    let checked = checks::check(&opened, keys.as_ref(), &expected, asked.at);
    let end = if is_no_token(&opened) {
        End::NotAToken
    } else if trouble.is_some() && checked.verdict == Verdict::NotVerified {
        End::KeySetUnreachable
    } else {
        End::Judged(checked.verdict)
    };
    let told = Told { opened: &opened, checked: &checked, at: asked.at, trouble: trouble.as_deref() };
    let printed = if args.json { token_report::json(&told) } else { token_report::human(&told) };
    let mut out = io::stdout().lock();
    let written = out.write_all(printed.as_bytes()).and_then(|()| out.flush());
    Ok(if super::readable(written) { end.into() } else { super::outcome::Outcome::Internal.into() })
}

/// Nothing of it can be read as a token. One that is too large to be looked at is refused instead.
fn is_no_token(opened: &Opened) -> bool {
    let is_large = opened.problems.iter().any(|problem| matches!(problem, Oddity::TooLarge { .. }));
    match &opened.shape {
        Shape::Opaque => !is_large,
        Shape::Signed(_) | Shape::Encrypted(_) => opened.header().is_none(),
    }
}

fn asked(args: &TokenArgs) -> Result<Asked, Refusal> {
    let mut problems = Vec::new();
    let mut took = |result: Result<(), Problem>| problems.extend(result.err());
    let (mut trust, mut at, mut keys) = (Trust::default(), clock::now(), KeysFrom::Pool);
    took(
        parsed("--user-pool", args.user_pool.as_deref(), UserPoolId::parse)
            .map(|pool| trust.user_pool = pool),
    );
    took(parsed("--client", args.client.as_deref(), ClientId::parse).map(|client| trust.client = client));
    let identity_pool = parsed("--identity-pool", args.identity_pool.as_deref(), IdentityPoolId::parse);
    took(identity_pool.map(|pool| trust.identity_pool = pool));
    took(endpoint_of(args).map(|endpoint| trust.endpoint = endpoint));
    took(moment(args.at.as_deref()).map(|moment| at = moment.unwrap_or(at)));
    took(key_set(args).map(|set| keys = set.map_or(KeysFrom::Pool, KeysFrom::File)));
    let console = Terminal { may_ask: false };
    let mut variable = |option: &'static str, name: &Option<String>| {
        let name = name.as_deref()?;
        let value = console.variable(name).filter(|value| !value.is_empty());
        if value.is_none() {
            problems.push(Problem::new(option, format!("The environment variable {name} is not set")));
        }
        value
    };
    let access_token = variable("--access-token-env", &args.access_token_env);
    let nonce = variable("--nonce-env", &args.nonce_env);
    if !problems.is_empty() {
        return Err(Refusal::Problems(problems));
    }
    let token_use = args.token_use.map(|word| match word {
        UseWord::Id => TokenUse::Id,
        UseWord::Access => TokenUse::Access,
    });
    Ok(Asked { trust, token_use, keys, at, access_token, nonce })
}

fn parsed<T, E: ToString>(
    option: &'static str,
    text: Option<&str>,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<Option<T>, Problem> {
    text.map(|text| parse(text.trim()).map_err(|err| Problem::new(option, err.to_string()))).transpose()
}

fn endpoint_of(args: &TokenArgs) -> Result<Option<String>, Problem> {
    parsed("--endpoint", args.endpoint.as_deref(), |text| endpoint::check_url(text).map(|()| text.to_owned()))
}

fn moment(text: Option<&str>) -> Result<Option<Timestamp>, Problem> {
    let hint = |_err: jiff::Error| "this is no moment; expected something like 2026-01-31T12:00:00Z";
    parsed("--at", text, |text| text.parse::<Timestamp>().map_err(hint))
}

fn key_set(args: &TokenArgs) -> Result<Option<KeySet>, Problem> {
    let Some(path) = &args.jwks else { return Ok(None) };
    let problem = |text: String| Problem::new("--jwks", format!("{}: {text}", path.display()));
    let text = disk::read_small(path, MOST_KEY_BYTES).map_err(|err| problem(err.to_string()))?;
    let text = text.ok_or_else(|| problem("there is no such file".to_owned()))?;
    KeySet::read(&text).map(Some).map_err(|err| problem(err.to_string()))
}

/// All of stdin, as far as a token can be long. What is not UTF-8 is no token, and shows as such.
fn read_token() -> io::Result<Zeroizing<String>> {
    if io::stdin().is_terminal() {
        writeln!(io::stderr(), "Paste a token, then press Ctrl+D on a line of its own")?;
    }
    let mut bytes = Zeroizing::new(Vec::new());
    io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes)?;
    // The line break at the end of a file is no part of what it holds.
    let line = bytes.strip_suffix(b"\n").map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    Ok(Zeroizing::new(String::from_utf8_lossy(line.unwrap_or(&bytes)).into_owned()))
}

/// The key set of the pool that is named; none when no pool is, or a token cannot be checked with keys at all.
fn fetch(trust: &Trust, opened: &Opened) -> Result<Option<Result<KeySet, String>>, Refusal> {
    let can_be_checked = matches!(opened.shape, Shape::Signed(_));
    let Some(of) = trust.key_set(opened).filter(|_| can_be_checked) else { return Ok(None) };
    let engine = Engine::new(Arc::new(|| {})).context("The system gives no threads")?;
    let endpoint = trust.endpoint.clone();
    let endpoints = Endpoints { idp: endpoint.clone(), identity: endpoint, ..Endpoints::default() };
    let region = trust.user_pool.as_ref().and_then(UserPoolId::region);
    let target = Arc::new(Target { region: region.clone(), endpoints, ..Target::default() });
    let host = of.host(trust.endpoint.as_deref());
    engine.perform(RunId(1), target, Call::KeySet(of));
    let result = match engine.wait_event(PATIENCE) {
        Some(Event::Performed { performed, .. }) => performed.result,
        None => Err(Failure::Internal { problem: "The call never came to an end".to_owned() }),
    };
    Ok(Some(match result {
        Ok(Reply::KeySet(text)) => KeySet::read(&text).map_err(|problem| format!("From {host}: {problem}")),
        Ok(_) => Err("The answer is not a key set".to_owned()),
        Err(failure) => {
            let user_pool = trust.user_pool.clone();
            let context = Context { region, user_pool, host: Some(host), ..Context::new(Operation::Jwks) };
            let advice = explain::failure(&failure, &context);
            Err(format!("{}. {} {}", advice.what, advice.why(), advice.next))
        }
    }))
}
