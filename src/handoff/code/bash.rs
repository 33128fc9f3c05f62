//! What the scripts for bash share: how a body with variables in it is written, and how an answer is read without any other
//! program than sed.

use super::super::format::sh_quoted;
use super::body::{object, quoted};
use super::request::{Argument, Place, Request};
use super::{Ending, Script};

const JSON: &str = r#"json() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"} text=${text//$'\n'/\\n} text=${text//$'\r'/\\r} text=${text//$'\t'/\\t}
  printf '"%s"' "$text"
}"#;
const FIELD: &str =
    r#"field() { printf '%s' "$1" | tr -d '\n' | sed -n "s/.*\"$2\" *: *\"\([^\"]*\)\".*/\1/p"; }"#;
const ELEMENT: &str = r#"element() { printf '%s' "$1" | tr -d '\n' | sed -n "s/.*<$2>\([^<]*\)<.*/\1/p"; }"#;

/// The lines before the first request.
pub(super) fn head(script: &Script, text: &str) -> String {
    let mut lines = vec!["#!/usr/bin/env bash".to_owned()];
    lines.extend(script.head().into_iter().map(|line| format!("# {line}").trim_end().to_owned()));
    lines.push("set -eu".to_owned());
    for (name, helper) in [("$(json ", JSON), ("$(field ", FIELD), ("$(element ", ELEMENT)] {
        if text.contains(name) {
            lines.push(helper.to_owned());
        }
    }
    lines.join("\n") + "\n\n" + text
}

/// A body as it stands between the marks of a here document.
pub(super) fn body(requests: &[Request], arguments: &[(String, Argument)]) -> String {
    object(arguments, 0, &|argument| match argument {
        Argument::Plain(text) => literal(&quoted(text)),
        Argument::Bare(value) => value.to_string(),
        Argument::Variable(name) => format!("$(json \"${name}\")"),
        Argument::Answer(place) => format!("\"{}\"", read(requests, place)),
        Argument::Map(_) | Argument::List(_) | Argument::SrpStart(_) | Argument::SrpProof { .. } => {
            String::new()
        }
    })
}

/// Reads a place of an earlier answer.
pub(super) fn read(requests: &[Request], place: &Place) -> String {
    let name = requests.get(place.request).map_or("", |request| request.name.as_str());
    let part = place.path.last().map_or("", String::as_str);
    format!("$(field \"${name}\" {})", sh_word(part))
}

fn sh_word(text: &str) -> String {
    if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        text.to_owned()
    } else {
        sh_quoted(text)
    }
}

/// What would be read as a variable or a command is not.
pub(super) fn literal(text: &str) -> String {
    text.replace('\\', "\\\\").replace('$', "\\$").replace('`', "\\`")
}

/// One command whose answer is kept.
pub(super) fn command(name: &str, line: &str, body: Option<&str>) -> String {
    let input = body.map_or_else(String::new, |body| format!(" <<END\n{body}\nEND\n"));
    let failed = format!(") || {{ printf '%s\\n' \"${name}\" >&2; exit 1; }}\n");
    format!("{name}=$({line}{input}{failed}")
}

/// What is printed in the end. `read` is the helper that reads the answers.
pub(super) fn ending(script: &Script, read: impl Fn(&Request) -> &'static str) -> String {
    let lines = |at: usize, names: &[&str]| {
        let Some(request) = script.request(at) else { return String::new() };
        let (name, read) = (&request.name, read(request));
        let line = |part: &&str| format!("printf '{part}: %s\\n' \"$({read} \"${name}\" {part})\"\n");
        names.iter().map(line).collect::<String>()
    };
    match script.ending {
        Ending::Keys(at) => {
            let secret = script.request(at).map_or("SecretKey", Request::secret_key);
            lines(at, &["AccessKeyId", secret, "SessionToken"])
        }
        Ending::Tokens(at) => lines(at, &["IdToken", "AccessToken"]),
        Ending::Answer => {
            let last = script.requests.last().map_or("", |request| request.name.as_str());
            format!("printf '%s\\n' \"${last}\"\n")
        }
    }
}
