//! The walk as a person reads it: a line per step as it happens, then what was had or what went
//! wrong. Tokens are shortened; the keys, which are the point of it all, are not.

use std::fmt::Write as _;
use std::io::{self, Write};

use jiff::Timestamp;
use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

use super::paint::{Paint, printable};
use super::report::seconds;
use super::trouble::Explanation;
use crate::cognito::challenge::{OTPAUTH_URI, SECRET_CODE};
use crate::cognito::{Challenge, Way};
use crate::explain::{self, Away, Lesson, Topic};
use crate::flow::{
    AuthKind, AwsCredentials, Flow, Haul, KnownDevice, LoginConfig, Step, StepState, UserDetails,
};
use crate::handoff::{TrustPolicy, redact};
use crate::practice::Cast;
use crate::secret::Secret;

/// Shown of a token: enough to recognize it, nothing to use.
const TOKEN_CHARS: usize = 12;
/// The longest line of running text.
const LINE_CHARS: usize = 96;

/// Said before a walk that goes nowhere else; also who can sign in where a page asks.
pub(super) fn practice(cast: &Cast, flow: &dyn Flow, paint: Paint) -> String {
    let first = cast.users.first().filter(|_| flow.config().way == Way::Browser);
    let who = first.map(|user| {
        let (name, password) = (user.username, user.password.expose());
        format!("Practice: on the page, {name} signs in with {password}, or the pretend provider vouches")
    });
    let lines = [Some("Practice: nothing leaves this computer".to_owned()), who];
    lines.iter().flatten().map(|line| paint.dim(line) + "\n").collect()
}

/// The line of a step that is over.
pub(super) fn line(step: &Step, now: Timestamp, paint: Paint) -> String {
    let out = printable(&explain::gist(step).out);
    let status = paint.dim(&format!("{:<16}", explain::status(step, now)));
    of_step(step, &format!("{out:<40} {status}"), paint)
}

/// The same of a try of a request that was named before: how it was authorized, and its status in words.
pub(super) fn tried(step: &Step, now: Timestamp, paint: Paint) -> String {
    let auth = step.api_auth().map_or("", AuthKind::label);
    let status = paint.dim(&format!("{:<38}", explain::status_in_words(step, now)));
    of_step(step, &format!("{auth:<18} {status}"), paint)
}

fn of_step(step: &Step, told: &str, paint: Paint) -> String {
    let mark = match step.state {
        StepState::Done => paint.good("✓"),
        StepState::Refused | StepState::Failed => paint.bad("✗"),
        StepState::Stopped => paint.bad("■"),
        StepState::Ghost | StepState::Ready | StepState::Asking | StepState::UnderWay { .. } => {
            paint.dim("·")
        }
    };
    let back = explain::gist(step).back;
    let back = back.map(|back| format!("→ {}", printable(&back))).unwrap_or_default();
    format!("{mark} {:<27} {told} {back}", step.operation.name()).trim_end().to_owned()
}

/// The lesson under the line of a step: why it was made, what it proves, what comes next.
pub(super) fn lesson(step: &Step, paint: Paint) -> String {
    let Lesson { why, proves, next } = explain::why(step);
    let proves = format!("What it proves: {proves}");
    let next = format!("What comes next: {next}");
    let text: String = [why, &proves, &next].map(wrapped).concat();
    text.lines().fold(String::new(), |text, line| text + &paint.dim(line) + "\n")
}

/// An entry of the glossary, the pages or the lessons.
pub(super) fn topic(topic: Topic, paint: Paint) -> String {
    let parts = topic.paragraphs().into_iter();
    let parts = parts.map(|part| format!("\n{}\n{}", paint.dim(part.heading), wrapped(part.text)));
    let see = topic.see().into_iter().map(Topic::label).collect::<Vec<_>>();
    let see = match see.as_slice() {
        [] => String::new(),
        see => format!("\n{}\n{}", paint.dim("See also"), listed(see, ", ")),
    };
    format!("{}\n{}{see}", paint.bold(&topic.label()), parts.collect::<String>())
}

/// Names in a row, or one under the other.
pub(super) fn listed(names: &[String], separator: &str) -> String {
    let text = names.join(separator);
    if separator.contains('\n') { format!("  {text}\n") } else { wrapped(&text) }
}

/// The line of a call that is out: what is waited for.
pub(super) fn waiting(step: &Step, paint: Paint) -> String {
    let text = format!("… {:<27} {}", step.operation.name(), explain::gist(step).out);
    paint.dim(text.trim_end())
}

/// What was never reached.
pub(super) fn ghosts(steps: &[Step], paint: Paint) -> String {
    let coming = steps.iter().filter(|step| step.state == StepState::Ghost);
    coming.fold(String::new(), |mut text, step| {
        text.push_str(&paint.dim(&format!("· {:<27} not reached", step.operation.name())));
        text.push('\n');
        text
    })
}

/// What went wrong, and the next move.
pub(super) fn explanation(trouble: &Explanation, paint: Paint) -> String {
    let Explanation { what, why, next, causes, trust_policy, policy_statement, said, request_id, fixer } =
        trouble;
    let fixer = fixer.map(|fixer| format!("Who can put it right: {}", fixer.label()));
    let why: Vec<String> = match causes.as_slice() {
        [] | [_] => why.lines().map(str::to_owned).collect(),
        many => many.iter().map(|cause| format!("· {}", cause.text)).chain(said.clone()).collect(),
    };
    let request = request_id.as_ref().map(|id| format!("Request ID: {id}"));
    let about = request.as_deref().into_iter().chain(fixer.as_deref());
    let lines = why.iter().map(String::as_str).chain(next.lines()).chain(about).map(wrapped);
    let policy = trust_policy.as_ref().map(|policy| trust(&policy.0)).unwrap_or_default();
    let statement = policy_statement.as_ref().map(to_allow).unwrap_or_default();
    format!("{}\n{}{policy}{statement}", paint.bold(what), lines.collect::<String>())
}

/// The statement that a policy lacks, to be copied from the screen.
fn to_allow(statement: &serde_json::Value) -> String {
    let text = serde_json::to_string_pretty(statement).unwrap_or_default();
    let lines: Vec<_> = text.lines().map(|line| format!("  {line}")).collect();
    format!("\n{}{}\n", wrapped("A statement for a policy of the role:"), lines.join("\n"))
}

/// A trust policy, to be copied from the screen.
fn trust(policy: &TrustPolicy) -> String {
    let lines: Vec<_> = policy.json().lines().map(|line| format!("  {line}")).collect();
    format!("\n{}{}\n", wrapped(&format!("The trust policy. {}", policy.explained())), lines.join("\n"))
}

/// What Cognito asks; of a question that Poolwalk knows only in part, all that came with it.
pub(super) fn question(challenge: &Challenge, paint: Paint) -> String {
    let card = explain::challenge(challenge);
    let came = came_with(challenge).into_iter().map(|line| wrapped(&line));
    let secret = challenge
        .parameters
        .expose(SECRET_CODE)
        .map(|secret| app_secret(secret, challenge.parameters.expose(OTPAUTH_URI).unwrap_or_default()));
    let more: String = came.chain(secret).collect();
    format!("{}\n{}{more}", paint.bold(&card.title), wrapped(&card.text))
}

/// The secret for an authenticator app: as text, and as a code to be scanned from the screen.
fn app_secret(secret: &str, uri: &str) -> String {
    let code = QrCode::new(uri).map(|code| code.render::<Dense1x2>().build()).unwrap_or_default();
    let lines: Vec<_> = code.lines().map(|line| format!("  {line}")).collect();
    format!("{}\n  Secret: {}\n", lines.join("\n"), printable(secret))
}

/// The parameters of a question that Poolwalk knows only in part, a line each. Secrets are masked.
pub(super) fn came_with(challenge: &Challenge) -> Vec<String> {
    // What goes along with a question of our own is in its fields.
    if !challenge.is_open_ended() || challenge.is_ours() {
        return Vec::new();
    }
    let shown = redact::params(&challenge.parameters, redact::Show::Masked);
    shown.into_iter().map(|(key, value)| format!("{key}: {value}")).collect()
}

/// What the browser is waited for, and the page's address on a line of its own.
pub(super) fn away(away: &Away, problem: Option<&str>, paint: Paint) -> String {
    let Away { title, text, hint, address, redirect: _ } = away;
    if let Some(hint) = hint {
        return wrapped(hint);
    }
    let problem = problem.map(|problem| wrapped(&format!("The browser did not open: {problem}")));
    let problem = problem.unwrap_or_default();
    format!("{}\n{}{problem}  {}\n", paint.bold(title), wrapped(text), printable(address.expose()))
}

/// Indented, and broken between words where a line would grow too long to read.
pub(super) fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace().map(printable) {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(&word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE_CHARS => {
                line.push(' ');
                line.push_str(&word);
            }
            Some(_) | None => lines.push(word),
        }
    }
    format!("  {}\n", lines.join("\n  "))
}

/// Everything that was had.
pub(super) fn haul(flow: &dyn Flow, now: Timestamp, paint: Paint) -> String {
    let Haul { tokens, identity_id, credentials, caller, user, devices, .. } = flow.haul();
    let mut rows = Vec::new();
    if let Some(tokens) = tokens {
        let shown =
            [("ID token", &tokens.id), ("Access token", &tokens.access), ("Refresh token", &tokens.refresh)];
        let there = shown.into_iter().filter_map(|(name, token)| Some((name, shortened(token.as_ref()?))));
        rows.extend(there);
    }
    rows.extend(identity_id.clone().map(|id| ("Identity ID", id)));
    rows.extend(caller.clone().map(|caller| ("Caller", caller.arn)));
    if let Some(credentials) = credentials {
        rows.extend(keys(credentials, now));
    }
    let mut rows: Vec<_> = rows.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    rows.extend(user.iter().flat_map(user_rows));
    rows.extend(devices.iter().flatten().map(device_row));
    let (title, more) = match explain::came_of(flow) {
        Some(card) => (card.title, wrapped(&card.text)),
        None => (title(flow.config()), String::new()),
    };
    rows.iter().fold(format!("\n{}\n{more}", paint.good(&title)), |mut text, (name, value)| {
        let name = paint.dim(&format!("{name:<15}"));
        writeln!(text, "  {name} {}", printable(value)).unwrap_or_default();
        text
    })
}

fn user_rows(user: &UserDetails) -> Vec<(String, String)> {
    let mut rows = user.attributes.clone();
    if !user.factors.is_empty() {
        let preferred = user.preferred.as_ref().map(|name| format!("; {name} first")).unwrap_or_default();
        rows.push(("second factors".to_owned(), format!("{}{preferred}", user.factors.join(", "))));
    }
    rows
}

fn device_row(device: &KnownDevice) -> (String, String) {
    let KnownDevice { key, name, status, last_used, .. } = device;
    let used = last_used.map(|at| format!("last used {}", seconds(at)));
    let told = [Some(key.clone()), status.clone(), used];
    let name = name.clone().unwrap_or_else(|| "no name".to_owned());
    (name, told.into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

fn title(config: &LoginConfig) -> String {
    match (config.way, config.username.as_str()) {
        (Way::Guest, _) => "In as a guest".to_owned(),
        (_, "") => "Signed in".to_owned(),
        (_, username) => format!("Signed in as {username}"),
    }
}

fn keys(credentials: &AwsCredentials, now: Timestamp) -> Vec<(&'static str, String)> {
    let AwsCredentials { access_key_id, secret_access_key, session_token, expiration } = credentials;
    let mut rows = vec![
        ("AccessKeyId", access_key_id.clone()),
        ("SecretAccessKey", secret_access_key.expose().to_owned()),
    ];
    rows.extend(session_token.iter().map(|token| ("SessionToken", token.expose().to_owned())));
    rows.extend(expiration.map(|at| ("Expiration", format!("{}, {}", seconds(at), from_now(at, now)))));
    rows
}

fn from_now(at: Timestamp, now: Timestamp) -> String {
    match at.duration_since(now).as_mins() {
        ..0 => "over".to_owned(),
        0 => "in less than a minute".to_owned(),
        1 => "in 1 minute".to_owned(),
        minutes => format!("in {minutes} minutes"),
    }
}

fn shortened(token: &Secret) -> String {
    let start: String = token.expose().chars().take(TOKEN_CHARS).collect();
    format!("{start}…  {} characters, in full with --json", token.chars())
}

/// Replaces the line of the call that was waited for, on a terminal that has one.
pub(super) fn print_over(out: &mut dyn Write, text: &str, is_live: bool) -> io::Result<()> {
    if is_live {
        write!(out, "\r\x1b[K")?;
    }
    writeln!(out, "{text}")?;
    out.flush()
}
