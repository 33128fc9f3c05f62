//! The one redaction policy: what of an exchange may be seen. It fails closed: what cannot be read is
//! hidden whole, and what looks like a token or a key is hidden wherever it stands.

mod body;
mod policy;
mod tree;

use crate::cognito::{Params, Value};
use crate::flow::{Exchange, Header};
use crate::secret::Secret;

pub use policy::prose;

/// Whether secrets are masked or shown because the person asked to see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Show {
    /// Secrets are masked: `•••• 1,024 characters`.
    #[default]
    Masked,
    /// Everything is shown. The text that comes out is as secret as what went in.
    Revealed,
}

/// A body for reading: indented if it is JSON, as it came otherwise, and cut where nobody would read on.
#[must_use]
pub fn body(content: &Secret, show: Show) -> String {
    body::readable(content.expose(), show)
}

/// True when something of a body is masked.
pub(super) fn has_masks(content: &Secret) -> bool {
    let whole = |show| body::whole(content.expose(), show);
    whole(Show::Masked) != whole(Show::Revealed)
}

/// Headers for reading, in their order: name and value.
#[must_use]
pub fn headers(sent: &[Header], show: Show) -> Vec<(String, String)> {
    sent.iter()
        .map(|header| {
            let value = header.value.expose();
            let value = match show {
                Show::Masked => policy::header(&header.name, value),
                Show::Revealed => value.to_owned(),
            };
            (header.name.clone(), value)
        })
        .collect()
}

/// A map of wire keys for reading, in its order: key and value.
#[must_use]
pub fn params(params: &Params, show: Show) -> Vec<(String, String)> {
    let shown = |name: &str, value: &Value| match (value, show) {
        (_, Show::Revealed) => value.expose().to_owned(),
        (Value::Secret(secret), Show::Masked) => policy::mask(secret.expose()),
        (Value::Plain(text), Show::Masked) => body::text_masked(name, text),
    };
    params.iter().map(|(name, value)| (name.to_owned(), shown(name, value))).collect()
}

/// A secret for reading, such as a session: masked, or as it is.
#[must_use]
pub fn secret(secret: &Secret, show: Show) -> String {
    match show {
        Show::Masked => policy::mask(secret.expose()),
        Show::Revealed => secret.expose().to_owned(),
    }
}

/// Lines of a canonical request for reading: what they carry is masked as headers are, hashes are no secrets.
#[must_use]
pub fn canonical(text: &Secret, show: Show) -> String {
    let is_hash = |line: &str| line.len() == 64 && line.bytes().all(|byte| byte.is_ascii_hexdigit());
    let line = |line: &str| match (line.split_once(':'), show) {
        (_, Show::Revealed) => line.to_owned(),
        (None, Show::Masked) if is_hash(line) => line.to_owned(),
        (None, Show::Masked) if line.contains('=') => policy::form(line),
        (None, Show::Masked) => policy::prose(line),
        (Some((name, value)), Show::Masked) => format!("{name}:{}", policy::header(name, value)),
    };
    text.expose().lines().map(line).collect::<Vec<_>>().join("\n")
}

/// True when a value under a name is not to be seen.
#[must_use]
pub(super) fn is_secret(name: &str, text: &str) -> bool {
    policy::value(name, text) != text
}

/// An address for reading: a password before the host and secrets in its query are masked.
#[must_use]
pub fn url(address: &str, show: Show) -> String {
    match show {
        Show::Masked => policy::url(address),
        Show::Revealed => address.to_owned(),
    }
}

/// An exchange as a text in the manner of HTTP: request, blank line, answer.
#[must_use]
pub fn exchange_text(exchange: &Exchange, show: Show) -> String {
    let request = request_text(exchange, show);
    match response_text(exchange, show) {
        Some(response) => format!("{request}\n\n{response}"),
        None => request,
    }
}

/// The request alone: `POST / HTTP/1.1`, headers, body.
#[must_use]
pub fn request_text(exchange: &Exchange, show: Show) -> String {
    let address = url(&exchange.url, show);
    let (host, path) = split(&address);
    let mut lines = vec![format!("{} {path} HTTP/1.1", exchange.method)];
    if !exchange.request_headers.iter().any(|header| header.name == "host") {
        lines.push(format!("host: {host}"));
    }
    message(lines, &exchange.request_headers, body(&exchange.request_body, show), show)
}

/// The answer alone: `HTTP/1.1 200`, headers, body. Nothing when none came.
#[must_use]
pub fn response_text(exchange: &Exchange, show: Show) -> Option<String> {
    let response = exchange.response.as_ref()?;
    let lines = vec![format!("HTTP/1.1 {}", response.status)];
    Some(message(lines, &response.headers, body(&response.body, show), show))
}

fn message(mut lines: Vec<String>, sent: &[Header], body: String, show: Show) -> String {
    lines.extend(headers(sent, show).into_iter().map(|(name, value)| format!("{name}: {value}")));
    if !body.is_empty() {
        lines.push(String::new());
        lines.push(body);
    }
    lines.join("\n")
}

/// Host (and port), and everything from the path on.
fn split(address: &str) -> (&str, &str) {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    match rest.find(['/', '?']).and_then(|at| rest.split_at_checked(at)) {
        Some((host, path)) => (host, path),
        None => (rest, "/"),
    }
}
