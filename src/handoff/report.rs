//! A walk as a text to hand on: what was called, how it ended, when. It holds no secret, no body and
//! no user name.

use jiff::Timestamp;

use super::redact::{Show, prose, url};
use crate::flow::{About, Call, Failure, Performed, Probe, Refusal, Step, Unreachable, Unreadable, WebCall};

/// A report on these steps. Ghosts are left out: they did not happen.
#[must_use]
pub fn report(steps: &[Step]) -> String {
    let names = user_names(steps);
    let mut lines = vec![
        format!("Poolwalk {}, report of a walk", env!("CARGO_PKG_VERSION")),
        "Secrets, tokens and the user name are left out.".to_owned(),
    ];
    let made = steps.iter().zip(1_usize..).filter(|(step, _)| step.state.word() != "ghost");
    for (step, number) in made {
        lines.push(String::new());
        lines.push(format!("{number}. {}{}", step.operation.name(), about(step)));
        lines.extend(details(step, &names).into_iter().map(|line| format!("   {line}")));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn about(step: &Step) -> String {
    match &step.about {
        About::SignIn { flow, username } => format!(" · {} · {}", flow.wire(), initial(username)),
        About::Answer { challenge } => format!(" · {}", prose(challenge)),
        About::Check(Probe::Flow(flow)) => format!(" · {}", flow.wire()),
        About::Developer { user } => format!(" · {}", initial(user)),
        About::Role { role_arn } => format!(" · {}", prose(role_arn)),
        About::Account { username } if !username.is_empty() => format!(" · {}", initial(username)),
        About::Refresh
        | About::SetUp
        | About::ManagedLogin
        | About::Device
        | About::Account { .. }
        | About::Login
        | About::Brought { .. }
        | About::Keys
        | About::Check(Probe::KeySet | Probe::IdentityPool | Probe::Guests) => String::new(),
        About::Api { auth } => format!(" · {}", auth.label()),
    }
}

fn details(step: &Step, names: &[String]) -> Vec<String> {
    let Some(performed) = &step.performed else { return vec![step.state.word().replace('_', " ")] };
    let mut lines = vec![outcome(step, performed)];
    if let Some(exchange) = &performed.exchange {
        let address = without(names, &hintless(&url(&exchange.url, Show::Masked)));
        lines.push(format!("{} {address}", exchange.method));
    }
    lines.extend(step.request_id().map(|id| format!("request ID {id}")));
    lines.extend(performed.result.as_ref().err().map(|failure| without(names, &failed(failure))));
    lines
}

/// The address without the name that fills a login page in, in whatever spelling it stands there.
fn hintless(address: &str) -> String {
    let Some((page, query)) = address.split_once('?') else { return address.to_owned() };
    let pairs =
        query.split('&').map(|pair| if pair.starts_with("login_hint=") { "login_hint=…" } else { pair });
    format!("{page}?{}", pairs.collect::<Vec<_>>().join("&"))
}

fn outcome(step: &Step, performed: &Performed) -> String {
    let status = step.http_status().map(|status| format!("HTTP {status}"));
    let took = format!("{} ms", performed.took.as_millis());
    let parts = [Some(step.state.word().to_owned()), status, Some(took), Some(instant(performed.started))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

fn failed(failure: &Failure) -> String {
    match failure {
        Failure::Refused(Refusal { code, message, .. }) => format!("{code}: {}", prose(message)),
        Failure::Unreachable(problem) => format!("no answer: {}", out_of_reach(problem)),
        Failure::Unreadable { problem, .. } => format!("answer not understood: {}", unreadable(problem)),
        Failure::Unusable { problem, .. } => format!("answer cannot be used: {}", prose(problem)),
        Failure::NotSent { problem } => format!("not sent: {}", prose(problem)),
        Failure::Stopped => "stopped by the person".to_owned(),
        Failure::Internal { problem } => format!("fault in Poolwalk: {}", prose(problem)),
    }
}

fn out_of_reach(problem: &Unreachable) -> String {
    match problem {
        Unreachable::Dns => "the host name is not known".to_owned(),
        Unreachable::Refused => "nobody listens there".to_owned(),
        Unreachable::Tls => "no TLS connection".to_owned(),
        Unreachable::Timeout { after } => format!("nothing within {} ms", after.as_millis()),
        Unreachable::Cut => "the connection was cut".to_owned(),
        Unreachable::Other(text) => prose(text),
    }
}

fn unreadable(problem: &Unreadable) -> String {
    match problem {
        Unreadable::Html => "a web page".to_owned(),
        Unreadable::Empty => "empty".to_owned(),
        Unreadable::TooLarge { cap } => format!("more than {cap} bytes"),
        Unreadable::Unexpected => "parts are missing".to_owned(),
        Unreadable::Junk => "neither JSON nor XML".to_owned(),
    }
}

/// Every name the user goes by in these steps, longest first, so that none is replaced by half.
fn user_names(steps: &[Step]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for step in steps {
        if let About::SignIn { username, .. } | About::Account { username } = &step.about {
            names.push(username.trim().to_owned());
        }
        names.extend(hint(step).map(|hint| hint.trim().to_owned()));
        names.extend(step.question.as_ref().and_then(|question| question.user_id()).map(str::to_owned));
    }
    names.retain(|name| name.chars().count() > 1);
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.dedup();
    names
}

/// The name that a login page was to be filled in with.
fn hint(step: &Step) -> Option<&str> {
    let Some(Call::Web(call)) = &step.call else { return None };
    match &**call {
        WebCall::Authorize(request) => request.login_hint.as_deref(),
        WebCall::Token { .. }
        | WebCall::UserInfo { .. }
        | WebCall::Revoke { .. }
        | WebCall::Logout { .. } => None,
    }
}

/// The line with every name that stands in it as a word cut down to its first letter.
fn without(names: &[String], line: &str) -> String {
    names.iter().fold(line.to_owned(), |line, name| {
        let mut shown = String::with_capacity(line.len());
        let (mut rest, short) = (line.as_str(), initial(name));
        while let Some((before, after)) = rest.split_once(name.as_str()) {
            let inside = before.ends_with(char::is_alphanumeric) || after.starts_with(char::is_alphanumeric);
            shown += before;
            shown += if inside { name.as_str() } else { short.as_str() };
            rest = after;
        }
        shown + rest
    })
}

/// `ada` → `a…`.
fn initial(name: &str) -> String {
    name.trim().chars().next().map_or_else(|| "no name".to_owned(), |first| format!("{first}…"))
}
