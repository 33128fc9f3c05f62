//! A Postman collection: one request for each call, and after each a script that keeps what later ones need.

use serde_json::{Value as Json, json};

use super::super::format::{POSTMAN_SCHEMA, pretty, signed_in};
use super::Script;
use super::body::{object, quoted};
use super::request::{Argument, Place, Request, Service, Signer};

pub(super) fn write(script: &Script) -> String {
    let items: Vec<Json> =
        script.requests.iter().enumerate().map(|(at, request)| item(script, at, request)).collect();
    let variables = script.variables.iter().map(|variable| {
        json!({ "key": variable.name, "value": "", "type": "string", "description": variable.what() })
    });
    let info = json!({ "name": "Poolwalk", "schema": POSTMAN_SCHEMA, "description": script.description().join("\n") });
    pretty(&json!({ "info": info, "item": items, "variable": variables.collect::<Vec<Json>>() }))
}

fn item(script: &Script, at: usize, request: &Request) -> Json {
    let mut sent = json!({
        "method": "POST",
        "url": format!("{}/", request.address()),
        "header": headers(request),
        "body": body(script, request),
    });
    if let (Some(members), true) = (sent.as_object_mut(), request.signer != Signer::Nobody) {
        members.insert("auth".to_owned(), signed_in(&request.region, request.service.id()));
    }
    let keeps = keeps(script, at, request);
    let event = json!([{ "listen": "test", "script": { "type": "text/javascript", "exec": keeps } }]);
    json!({ "name": request.operation.name(), "request": sent, "event": event })
}

fn headers(request: &Request) -> Json {
    let header = |key: &str, value: &str| json!({ "key": key, "value": value });
    match request.service {
        Service::Sts => json!([header("Content-Type", "application/x-www-form-urlencoded")]),
        Service::UserPool | Service::IdentityPool => {
            let target = format!("{}.{}", request.service.target(), request.operation.name());
            json!([header("Content-Type", "application/x-amz-json-1.1"), header("X-Amz-Target", &target)])
        }
    }
}

fn body(script: &Script, request: &Request) -> Json {
    if request.service != Service::Sts {
        return json!({ "mode": "raw", "raw": object(&request.arguments, 0, &|argument| written(script, argument)) });
    }
    let pair = |key: &str, value: &str| json!({ "key": key, "value": value, "type": "text" });
    let mut pairs = vec![pair("Action", request.operation.name()), pair("Version", "2011-06-15")];
    for (key, argument) in &request.arguments {
        pairs.push(pair(key, written(script, argument).trim_matches('"')));
    }
    json!({ "mode": "urlencoded", "urlencoded": pairs })
}

fn written(script: &Script, argument: &Argument) -> String {
    match argument {
        Argument::Plain(text) => quoted(text),
        Argument::Variable(name) => format!("\"{{{{{name}}}}}\""),
        Argument::Answer(place) => format!("\"{{{{{}}}}}\"", kept(script, place)),
        Argument::Bare(value) => value.to_string(),
        Argument::Map(_) | Argument::List(_) | Argument::SrpStart(_) | Argument::SrpProof { .. } => {
            String::new()
        }
    }
}

/// The variable that a place of an answer is kept in.
fn kept(script: &Script, place: &Place) -> String {
    let name = script.request(place.request).map_or("", |request| request.name.as_str());
    format!("{name}_{}", place.path.last().map_or("", String::as_str))
}

/// What later requests send of this answer, and keys for those that are signed with them.
fn keeps(script: &Script, at: usize, request: &Request) -> Vec<String> {
    let mut lines = vec!["pm.test(\"it came back well\", () => pm.response.to.have.status(200));".to_owned()];
    let mut places: Vec<&Place> = Vec::new();
    for (_, argument) in script.requests.iter().flat_map(|request| &request.arguments) {
        collect(argument, &mut places);
    }
    places.retain(|place| place.request == at);
    places.dedup();
    for place in places {
        let path = place.path.iter().map(|part| format!("[{}]", quoted(part))).collect::<Vec<_>>().concat();
        lines.push(set(&kept(script, place), &format!("pm.response.json(){path}")));
    }
    if script.requests.iter().any(|later| later.signer == Signer::Keys(at)) {
        let of_keys = [
            ("accessKey", "AccessKeyId"),
            ("secretKey", request.secret_key()),
            ("sessionToken", "SessionToken"),
        ];
        for (variable, part) in of_keys {
            let value = match request.service {
                Service::Sts => format!("pm.response.text().match(/<{part}>([^<]*)</)[1]"),
                Service::UserPool | Service::IdentityPool => format!("pm.response.json().Credentials.{part}"),
            };
            lines.push(set(variable, &value));
        }
    }
    lines
}

fn set(variable: &str, value: &str) -> String {
    format!("pm.collectionVariables.set({}, {value});", quoted(variable))
}

fn collect<'a>(argument: &'a Argument, places: &mut Vec<&'a Place>) {
    match argument {
        Argument::Answer(place) if !places.contains(&place) => places.push(place),
        Argument::Map(members) | Argument::SrpStart(members) | Argument::SrpProof { rest: members, .. } => {
            for (_, member) in members {
                collect(member, places);
            }
        }
        Argument::List(items) => {
            for item in items {
                collect(item, places);
            }
        }
        Argument::Answer(_) | Argument::Plain(_) | Argument::Variable(_) | Argument::Bare(_) => {}
    }
}
