//! A Python script with boto3. For the admin flow it is the script of three calls that many people have in a drawer.

use serde_json::Value as Json;

use super::body::{object, quoted, value};
use super::request::{Argument, Place, Request, Signer, snake};
use super::{Ending, Script};

pub(super) fn write(script: &Script) -> String {
    let mut parts: Vec<String> = script.head().iter().map(|line| format!("# {line}\n")).collect();
    parts.push(imports(script));
    let mut clients = Vec::new();
    for request in &script.requests {
        let client = client(request);
        if !clients.contains(&client) {
            parts.push(format!("\n{client} = {}\n", made(script, request)));
            clients.push(client.clone());
            parts.push(srp(script, request, &client));
        }
        parts.push(format!(
            "\n{} = {client}.{}({})\n",
            request.name,
            snake(request.operation.name()),
            arguments(script, request)
        ));
    }
    indented(&(parts.concat() + "\n" + &ending(script)))
}

/// Python indents by four.
fn indented(text: &str) -> String {
    let wider = |line: &str| {
        let inside = line.trim_start_matches(' ');
        let comment = inside.starts_with('#');
        let depth = if comment { 0 } else { line.len() - inside.len() };
        format!("{}{line}\n", " ".repeat(depth))
    };
    text.lines().map(wider).collect()
}

fn imports(script: &Script) -> String {
    let os = if script.variables.is_empty() { "" } else { "import os\n\n" };
    let srp = if script.srp.is_some() { "from pycognito.aws_srp import AWSSRP\n" } else { "" };
    let json = if script.ending == Ending::Answer { "import json\n" } else { "" };
    format!("{json}{os}{}import boto3\n{srp}", if json.is_empty() || !os.is_empty() { "" } else { "\n" })
}

/// The name of the client that makes a request.
fn client(request: &Request) -> String {
    let name = request.service.id().replace('-', "_");
    match request.signer {
        Signer::Keys(_) => format!("{name}_with_keys"),
        Signer::Nobody | Signer::Settings => name,
    }
}

fn made(script: &Script, request: &Request) -> String {
    let mut given = vec![quoted(request.service.id()), format!("region_name={}", quoted(&request.region))];
    given.extend(request.endpoint.iter().map(|endpoint| format!("endpoint_url={}", quoted(endpoint))));
    if let Signer::Keys(at) = request.signer
        && let Some(keys) = script.request(at)
    {
        let part = |part: &str| format!("{}[\"Credentials\"][{}]", keys.name, quoted(part));
        given.push(format!("aws_access_key_id={}", part("AccessKeyId")));
        given.push(format!("aws_secret_access_key={}", part(keys.secret_key())));
        given.push(format!("aws_session_token={}", part("SessionToken")));
    }
    if given.len() < 4 {
        format!("boto3.client({})", given.join(", "))
    } else {
        format!("boto3.client(\n  {},\n)", given.join(",\n  "))
    }
}

fn srp(script: &Script, request: &Request, client: &str) -> String {
    let Some(srp) = script.srp.as_ref().filter(|_| request.service == super::request::Service::UserPool)
    else {
        return String::new();
    };
    format!(
        "srp = AWSSRP(\n  username={},\n  password={},\n  pool_id={},\n  client_id={},\n  client={client},\n)\n",
        quoted(&srp.username),
        variable(&srp.password),
        quoted(&srp.pool),
        quoted(&srp.client),
    )
}

fn arguments(script: &Script, request: &Request) -> String {
    if request.arguments.is_empty() {
        return String::new();
    }
    let line = |(name, argument): &(String, Argument)| {
        format!("  {name}={},\n", value(argument, 1, &|leaf| written(script, leaf)))
    };
    format!("\n{}", request.arguments.iter().map(line).collect::<String>())
}

fn written(script: &Script, argument: &Argument) -> String {
    let rest = |members: &[(String, Argument)]| {
        let object = object(members, 1, &|leaf| written(script, leaf));
        if members.is_empty() { String::new() } else { format!(" | {object}") }
    };
    match argument {
        Argument::Plain(text) => quoted(text),
        Argument::Variable(name) => variable(name),
        Argument::Answer(place) => answer(script, place),
        Argument::Bare(Json::Bool(true)) => "True".to_owned(),
        Argument::Bare(Json::Bool(false)) => "False".to_owned(),
        Argument::Bare(Json::Null) => "None".to_owned(),
        Argument::Bare(other) => other.to_string(),
        Argument::SrpStart(members) => format!("srp.get_auth_params(){}", rest(members)),
        Argument::SrpProof { question, rest: members } => {
            let place = Place { request: *question, path: vec!["ChallengeParameters".to_owned()] };
            format!(
                "srp.process_challenge({}, srp.get_auth_params()){}",
                answer(script, &place),
                rest(members)
            )
        }
        Argument::Map(_) | Argument::List(_) => value(argument, 1, &|leaf| written(script, leaf)),
    }
}

fn variable(name: &str) -> String {
    format!("os.environ[{}]", quoted(name))
}

fn answer(script: &Script, place: &Place) -> String {
    let name = script.request(place.request).map_or("", |request| request.name.as_str());
    place.path.iter().fold(name.to_owned(), |place, part| format!("{place}[{}]", quoted(part)))
}

fn ending(script: &Script) -> String {
    let lines = |at: usize, part: &str, names: &[&str]| {
        let name = script.request(at).map_or("", |request| request.name.as_str());
        let line = |key: &&str| format!("print(\"{key}:\", {name}[\"{part}\"][\"{key}\"])\n");
        names.iter().map(line).collect::<String>()
    };
    match script.ending {
        Ending::Keys(at) => {
            let secret = script.request(at).map_or("SecretKey", Request::secret_key);
            lines(at, "Credentials", &["AccessKeyId", secret, "SessionToken"])
        }
        Ending::Tokens(at) => lines(at, "AuthenticationResult", &["IdToken", "AccessToken"]),
        Ending::Answer => {
            let last = script.requests.last().map_or("", |request| request.name.as_str());
            format!("print(json.dumps({last}, indent=2, default=str))\n")
        }
    }
}
