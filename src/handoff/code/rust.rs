//! A Rust program with aws-sdk-rust.

use serde_json::Value as Json;

use super::body::quoted;
use super::request::{Argument, Brings, Place, Request, Service, Signer, snake};
use super::{Ending, Script};

/// Maps of texts: each entry is a call of the builder. Other maps are types of their own.
const MAPS: &[&str] = &["AuthParameters", "ChallengeResponses", "ClientMetadata", "Logins"];
/// Texts that are one of a few words, and have a type for it.
const WORDS: &[&str] = &["AuthFlow", "ChallengeName", "DeviceRememberedStatus"];

pub(super) fn write(script: &Script) -> String {
    let mut parts: Vec<String> = script.head().iter().map(|line| format!("// {line}\n")).collect();
    parts.push(
        "// Wants tokio (features macros and rt-multi-thread), aws-config and the clients named below.\n"
            .to_owned(),
    );
    parts.push("#[tokio::main]\nasync fn main() -> Result<(), Box<dyn std::error::Error>> {\n".to_owned());
    parts.push(
        "    let settings = aws_config::load_defaults(aws_config::BehaviorVersion::latest()).await;\n"
            .to_owned(),
    );
    let mut clients = Vec::new();
    for request in &script.requests {
        let client = client(request);
        if !clients.contains(&client) {
            parts.push(format!("\n    let {client} = {};\n", made(script, request)));
            clients.push(client.clone());
        }
        let calls: String =
            request.arguments.iter().map(|(key, argument)| given(script, request, (key, argument))).collect();
        let operation = snake(request.operation.name());
        parts.push(format!(
            "\n    let {} = {client}\n        .{operation}(){calls}\n        .send()\n        .await?;\n",
            request.name
        ));
    }
    parts.concat() + "\n" + &ending(script) + "    Ok(())\n}\n"
}

const fn library(service: Service) -> &'static str {
    match service {
        Service::UserPool => "aws_sdk_cognitoidentityprovider",
        Service::IdentityPool => "aws_sdk_cognitoidentity",
        Service::Sts => "aws_sdk_sts",
    }
}

fn client(request: &Request) -> String {
    let name = request.service.id().replace('-', "_");
    match request.signer {
        Signer::Keys(_) => format!("{name}_with_keys"),
        Signer::Nobody | Signer::Settings => name,
    }
}

fn made(script: &Script, request: &Request) -> String {
    let library = library(request.service);
    let region = quoted(&request.region);
    let mut calls = vec![format!(".region({library}::config::Region::new({region}))")];
    calls.extend(request.endpoint.iter().map(|endpoint| format!(".endpoint_url({})", quoted(endpoint))));
    if let Signer::Keys(at) = request.signer
        && let Some(keys) = script.request(at)
    {
        let part = |part: &str| {
            answer(script, &Place { request: at, path: vec!["Credentials".to_owned(), part.to_owned()] })
        };
        let (id, secret, token) = (part("AccessKeyId"), part(keys.secret_key()), part("SessionToken"));
        calls.push(format!(
            ".credentials_provider({library}::config::Credentials::new(\n                {id},\n                {secret},\n                \
             Some({token}.to_owned()),\n                None,\n                \"walk\",\n            ))"
        ));
    }
    format!(
        "{library}::Client::from_conf(\n        {library}::config::Builder::from(&settings)\n            {}\n            .build(),\n    )",
        calls.join("\n            ")
    )
}

/// The calls of a builder that give it one argument.
fn given(script: &Script, request: &Request, (key, argument): (&String, &Argument)) -> String {
    let setter = snake(key);
    let call = |inside: &str| format!("\n        .{setter}({inside})");
    match argument {
        Argument::Map(members) if MAPS.contains(&key.as_str()) => {
            let entry = |(name, member): &(String, Argument)| {
                call(&format!("{}, {}", quoted(name), text(script, member)))
            };
            members.iter().map(entry).collect()
        }
        Argument::Map(members) => call(&structure(script, request, &format!("{key}Type"), members)),
        Argument::List(items) => items.iter().map(|item| call(&listed(script, request, item))).collect(),
        _ if WORDS.contains(&key.as_str()) => call(&format!("{}.into()", text(script, argument))),
        Argument::Plain(_)
        | Argument::Variable(_)
        | Argument::Answer(_)
        | Argument::Bare(_)
        | Argument::SrpStart(_)
        | Argument::SrpProof { .. } => call(&text(script, argument)),
    }
}

fn listed(script: &Script, request: &Request, item: &Argument) -> String {
    match item {
        // Attributes are the only list of anything but texts.
        Argument::Map(members) => structure(script, request, "AttributeType", members) + "?",
        Argument::List(_)
        | Argument::Plain(_)
        | Argument::Variable(_)
        | Argument::Answer(_)
        | Argument::Bare(_)
        | Argument::SrpStart(_)
        | Argument::SrpProof { .. } => text(script, item),
    }
}

fn structure(script: &Script, request: &Request, name: &str, members: &[(String, Argument)]) -> String {
    // Abbreviations are written as words there.
    let name = name.replace("MFA", "Mfa");
    let calls = members.iter().map(|(key, member)| format!(".{}({})", snake(key), text(script, member)));
    format!("{}::types::{name}::builder(){}.build()", library(request.service), calls.collect::<String>())
}

fn text(script: &Script, argument: &Argument) -> String {
    match argument {
        Argument::Plain(text) => format!("{text:?}"),
        Argument::Variable(name) => format!("std::env::var({})?", quoted(name)),
        Argument::Answer(place) => answer(script, place),
        Argument::Bare(Json::Null) => "None".to_owned(),
        Argument::Bare(value) => value.to_string(),
        Argument::Map(_) | Argument::List(_) | Argument::SrpStart(_) | Argument::SrpProof { .. } => {
            String::new()
        }
    }
}

/// A place of an answer. Whatever the services of Cognito answer may be absent, as far as the types go.
fn answer(script: &Script, place: &Place) -> String {
    let Some(request) = script.request(place.request) else { return String::new() };
    let missing = place.path.last().map_or("", String::as_str);
    let is_sure = request.service == Service::Sts;
    let mut parts = place.path.iter();
    let first = parts.next().map(|part| format!("{}.{}()", request.name, snake(part))).unwrap_or_default();
    let whole = parts.fold(first, |so_far, part| {
        if place.path.first().is_some_and(|part| part == "ChallengeParameters") {
            return format!("{so_far}.and_then(|of| of.get({}))", quoted(part));
        }
        let step = if is_sure { "map" } else { "and_then" };
        format!("{so_far}.{step}(|of| of.{}())", snake(part))
    });
    format!("{whole}.ok_or(\"no {missing}\")?")
}

fn ending(script: &Script) -> String {
    match script.ending {
        Ending::Keys(at) | Ending::Tokens(at) => secrets(script, at),
        Ending::Answer => {
            let at = script.requests.len().saturating_sub(1);
            let last = script.request(at).map_or("", |request| request.name.as_str());
            format!("    println!(\"{{{last}:#?}}\");\n{}", secrets(script, at))
        }
    }
}

/// What an answer is asked for. The library prints `*** Sensitive Data Redacted ***` for it unless it is named.
fn secrets(script: &Script, at: usize) -> String {
    let Some(request) = script.request(at) else { return String::new() };
    let (within, names): (Option<&str>, &[&str]) = match request.brings {
        Brings::Keys => (Some("Credentials"), &["AccessKeyId", request.secret_key(), "SessionToken"]),
        Brings::Tokens => (Some("AuthenticationResult"), &["IdToken", "AccessToken"]),
        Brings::OpenIdToken => (None, &["Token"]),
        Brings::AppSecret => (None, &["SecretCode"]),
        Brings::Session => (None, &["Session"]),
        Brings::Other => (None, &[]),
    };
    let line = |key: &&str| {
        let path = within.into_iter().chain([*key]).map(str::to_owned).collect();
        format!("    println!(\"{key}: {{}}\", {});\n", answer(script, &Place { request: at, path }))
    };
    names.iter().map(line).collect()
}
