//! Plain HTTP in the languages that can make it without more than they come with. A signature takes the keys of the
//! environment.

use serde_json::{Value as Json, json};

use super::super::format::{pretty, sh_quoted, signed};
use super::bash::literal;
use super::body::quoted;
use super::plain::{Part, Plain, Template};
use super::{Code, Language, NoCode, Variable};

pub(super) fn write(plain: &Plain, variables: Vec<Variable>, language: Language) -> Result<Code, NoCode> {
    let text = match language {
        Language::Curl => curl(plain, &variables),
        Language::Boto3 => python(plain, &variables),
        Language::JavaScript => javascript(plain, &variables)?,
        Language::Postman => postman(plain, &variables),
        Language::AwsCli | Language::Rust => return Err(NoCode::NoOperation),
    };
    let notes = if plain.signature.is_some() {
        vec!["The signature takes the keys in the environment: AWS_ACCESS_KEY_ID and its kin"]
    } else {
        Vec::new()
    };
    Ok(Code { text, variables, notes })
}

/// What stands at the top, behind the mark of a comment.
fn head(plain: &Plain, variables: &[Variable], mark: &str) -> String {
    let mut lines = vec![plain.operation.name().to_owned()];
    if !variables.is_empty() {
        lines.push("Set these in the environment first:".to_owned());
    }
    lines.extend(variables.iter().map(|variable| format!("  {}  {}", variable.name, variable.what())));
    if plain.signature.is_some() {
        lines.push("AWS keys in the environment sign it.".to_owned());
    }
    lines.iter().map(|line| format!("{mark} {line}\n")).collect::<Vec<_>>().concat()
}

fn curl(plain: &Plain, variables: &[Variable]) -> String {
    let written = |template: &Template| {
        let part = |part: &Part| match part {
            Part::Plain(text) => literal(text).replace('"', "\\\""),
            Part::Variable(name) => format!("${{{name}}}"),
        };
        format!("\"{}\"", template.0.iter().map(part).collect::<String>())
    };
    let mut words = vec![format!("curl -sS -X {} {}", sh_quoted(&plain.method), written(&plain.url))];
    for (name, value) in &plain.headers {
        words.push(format!("-H {}{}", sh_quoted(&format!("{name}: ")), written(value)));
    }
    if let Some(scope) = &plain.signature {
        words.push(format!(
            "--aws-sigv4 {}",
            sh_quoted(&format!("aws:amz:{}:{}", scope.region, scope.service))
        ));
        words.push("--user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"".to_owned());
        words.push("${AWS_SESSION_TOKEN:+-H \"x-amz-security-token: $AWS_SESSION_TOKEN\"}".to_owned());
    }
    words.extend(plain.body.as_ref().map(|body| format!("--data-raw {}", written(body))));
    format!("#!/usr/bin/env bash\n{}set -eu\n\n{}\n", head(plain, variables, "#"), words.join(" \\\n  "))
}

/// A text in Python or JavaScript, put together from its parts.
fn joined(template: &Template, variable: fn(&str) -> String) -> String {
    let part = |part: &Part| match part {
        Part::Plain(text) => quoted(text),
        Part::Variable(name) => variable(name),
    };
    let parts: Vec<String> = template.0.iter().map(part).collect();
    if parts.is_empty() { "\"\"".to_owned() } else { parts.join(" + ") }
}

fn map(plain: &Plain, variable: fn(&str) -> String) -> String {
    let header =
        |(name, value): &(String, Template)| format!("{}: {}", quoted(name), joined(value, variable));
    format!("{{{}}}", plain.headers.iter().map(header).collect::<Vec<_>>().join(", "))
}

fn python(plain: &Plain, variables: &[Variable]) -> String {
    let variable = |name: &str| format!("os.environ[{}]", quoted(name));
    let mut parts = vec![head(plain, variables, "#")];
    if !variables.is_empty() {
        parts.push("import os\n\n".to_owned());
    }
    if plain.signature.is_some() {
        parts.push("import boto3\nfrom botocore.auth import SigV4Auth\n".to_owned());
    }
    parts.push(
        "from botocore.awsrequest import AWSRequest\nfrom botocore.httpsession import URLLib3Session\n\n"
            .to_owned(),
    );
    let body = plain
        .body
        .as_ref()
        .map_or("None".to_owned(), |body| format!("({}).encode()", joined(body, variable)));
    parts.push(format!(
        "request = AWSRequest(\n    method={},\n    url={},\n    headers={},\n    data={body},\n)\n",
        quoted(&plain.method),
        joined(&plain.url, variable),
        map(plain, variable),
    ));
    if let Some(scope) = &plain.signature {
        parts.push(format!(
            "SigV4Auth(boto3.Session().get_credentials(), {}, {}).add_auth(request)\n",
            quoted(&scope.service),
            quoted(&scope.region),
        ));
    }
    parts.concat()
        + "answer = URLLib3Session().send(request.prepare())\nprint(answer.status_code)\nprint(answer.text)\n"
}

/// Node has no signer of its own.
fn javascript(plain: &Plain, variables: &[Variable]) -> Result<String, NoCode> {
    if plain.signature.is_some() {
        return Err(NoCode::NoSigner);
    }
    let variable = |name: &str| format!("process.env.{name}");
    let body =
        plain.body.as_ref().map_or(String::new(), |body| format!("  body: {},\n", joined(body, variable)));
    Ok(format!(
        "{}const answer = await fetch({}, {{\n  method: {},\n  headers: {},\n{body}}});\nconsole.log(answer.status);\n\
         console.log(await answer.text());\n",
        head(plain, variables, "//"),
        joined(&plain.url, variable),
        quoted(&plain.method),
        map(plain, variable),
    ))
}

fn postman(plain: &Plain, variables: &[Variable]) -> String {
    let written = |template: &Template| {
        let part = |part: &Part| match part {
            Part::Plain(text) => text.clone(),
            Part::Variable(name) => format!("{{{{{name}}}}}"),
        };
        template.0.iter().map(part).collect::<String>()
    };
    let headers: Vec<Json> =
        plain.headers.iter().map(|(name, value)| json!({ "key": name, "value": written(value) })).collect();
    let mut request = json!({ "method": plain.method, "url": written(&plain.url), "header": headers });
    if let (Some(body), Some(members)) = (&plain.body, request.as_object_mut()) {
        members.insert("body".to_owned(), json!({ "mode": "raw", "raw": written(body) }));
    }
    if let (Some(scope), Some(members)) = (&plain.signature, request.as_object_mut()) {
        members.insert("auth".to_owned(), signed(&scope.service));
    }
    let described = variables.iter().map(|variable| {
        json!({ "key": variable.name, "value": "", "type": "string", "description": variable.what() })
    });
    pretty(&json!({
        "info": { "name": "Poolwalk", "schema": super::POSTMAN_SCHEMA },
        "item": [{ "name": plain.operation.name(), "request": request }],
        "variable": described.collect::<Vec<Json>>(),
    }))
}
