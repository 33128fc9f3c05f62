//! A script of curl commands. Bodies come over standard input, so no secret of one stands in a list of processes.

use super::super::format::sh_quoted;
use super::Script;
use super::bash;
use super::request::{Argument, Request, Service, Signer};

pub(super) fn write(script: &Script) -> String {
    let mut text = String::new();
    for request in &script.requests {
        text += &match request.service {
            Service::Sts => sts(script, request),
            Service::UserPool | Service::IdentityPool => json(script, request),
        };
        text.push('\n');
    }
    text += &bash::ending(script, helper);
    bash::head(script, &text)
}

/// STS answers in XML.
const fn helper(request: &Request) -> &'static str {
    match request.service {
        Service::Sts => "element",
        Service::UserPool | Service::IdentityPool => "field",
    }
}

fn json(script: &Script, request: &Request) -> String {
    let target = format!("X-Amz-Target: {}.{}", request.service.target(), request.operation.name());
    let headers = ["Content-Type: application/x-amz-json-1.1", &target];
    let body = bash::body(&script.requests, &request.arguments);
    bash::command(&request.name, &line(script, request, &headers), Some(&body))
}

fn sts(script: &Script, request: &Request) -> String {
    let headers = ["Content-Type: application/x-www-form-urlencoded"];
    let mut pairs = vec![format!("Action={}", request.operation.name()), "Version=2011-06-15".to_owned()];
    for (key, argument) in &request.arguments {
        let value = match argument {
            Argument::Plain(text) => percent(text),
            Argument::Bare(value) => value.to_string(),
            Argument::Variable(name) => format!("${name}"),
            Argument::Answer(place) => bash::read(&script.requests, place),
            Argument::Map(_) | Argument::List(_) | Argument::SrpStart(_) | Argument::SrpProof { .. } => {
                continue;
            }
        };
        pairs.push(format!("{key}={value}"));
    }
    bash::command(&request.name, &line(script, request, &headers), Some(&pairs.join("&")))
}

fn line(script: &Script, request: &Request, headers: &[&str]) -> String {
    let mut words =
        vec![format!("curl -sS --fail-with-body {}", sh_quoted(&format!("{}/", request.address())))];
    words.extend(headers.iter().map(|header| format!("-H {}", sh_quoted(header))));
    words.extend(signature(script, request));
    words.push("--data @-".to_owned());
    words.join(" \\\n  ")
}

fn signature(script: &Script, request: &Request) -> Vec<String> {
    let scope = format!("--aws-sigv4 'aws:amz:{}:{}'", request.region, request.service.id());
    match request.signer {
        Signer::Nobody => Vec::new(),
        Signer::Settings => vec![
            scope,
            "--user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"".to_owned(),
            "${AWS_SESSION_TOKEN:+-H \"x-amz-security-token: $AWS_SESSION_TOKEN\"}".to_owned(),
        ],
        Signer::Keys(at) => {
            let Some(keys) = script.request(at) else { return Vec::new() };
            let part = |part: &str| format!("$({} \"${}\" {part})", helper(keys), keys.name);
            vec![
                scope,
                format!("--user \"{}:{}\"", part("AccessKeyId"), part(keys.secret_key())),
                format!("-H \"x-amz-security-token: {}\"", part("SessionToken")),
            ]
        }
    }
}

/// All but what a form takes as it is.
fn percent(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}
