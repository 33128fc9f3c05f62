//! Plain HTTP in the languages that can make it: with what they come with, or with the signer of their AWS SDK, which then
//! is named at the top. A signature takes the keys of the environment.

use serde_json::{Value as Json, json};

use super::super::format::{POSTMAN_SCHEMA, pretty, sh_quoted, signed_in};
use super::bash::literal;
use super::body::quoted;
use super::plain::{Part, Plain, Scope, Template};
use super::{Code, Language, NoCode, Variable};

pub(super) fn write(plain: &Plain, variables: Vec<Variable>, language: Language) -> Result<Code, NoCode> {
    let text = match language {
        Language::Curl => curl(plain, &variables),
        Language::Boto3 => python(plain, &variables),
        Language::JavaScript => javascript(plain, &variables),
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
fn head(plain: &Plain, variables: &[Variable], (mark, wants): (&str, Option<&str>)) -> String {
    let mut lines = vec![plain.operation.name().to_owned()];
    lines.extend(wants.map(|wants| format!("Wants {wants}.")));
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
    let method =
        if plain.method == "HEAD" { "--head".to_owned() } else { format!("-X {}", sh_quoted(&plain.method)) };
    let mut words = vec![format!("curl -sS --globoff {method} {}", written(&plain.url))];
    for (name, value) in &plain.headers {
        words.push(format!("-H {}{}", sh_quoted(&format!("{name}: ")), written(value)));
    }
    if plain.body.is_some()
        && !plain.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type"))
    {
        words.push("-H 'content-type:'".to_owned());
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
    format!(
        "#!/usr/bin/env bash\n{}set -eu\n\n{}\n",
        head(plain, variables, ("#", None)),
        words.join(" \\\n  ")
    )
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

fn map(plain: &Plain, variable: fn(&str) -> String, more: &[&str]) -> String {
    let header =
        |(name, value): &(String, Template)| format!("{}: {}", quoted(name), joined(value, variable));
    let all: Vec<String> =
        plain.headers.iter().map(header).chain(more.iter().map(ToString::to_string)).collect();
    format!("{{{}}}", all.join(", "))
}

fn python(plain: &Plain, variables: &[Variable]) -> String {
    let variable = |name: &str| format!("os.environ[{}]", quoted(name));
    let wants = if plain.signature.is_some() { "boto3" } else { "botocore" };
    let mut parts = vec![head(plain, variables, ("#", Some(wants)))];
    if !variables.is_empty() {
        parts.push("import os\n\n".to_owned());
    }
    if let Some(scope) = &plain.signature {
        parts.push(format!("import boto3\nfrom botocore.auth import {}\n", python_signer(scope)));
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
        map(plain, variable, &[]),
    ));
    if let Some(scope) = &plain.signature {
        parts.push(format!(
            "{}(boto3.Session().get_credentials(), {}, {}).add_auth(request)\n",
            python_signer(scope),
            quoted(&scope.service),
            quoted(&scope.region),
        ));
    }
    parts.concat()
        + "answer = URLLib3Session().send(request.prepare())\nprint(answer.status_code)\nprint(answer.text)\n"
}

/// S3 wants the path as it is and the hash of the body in a header.
fn python_signer(scope: &Scope) -> &'static str {
    if scope.is_s3() { "S3SigV4Auth" } else { "SigV4Auth" }
}

fn javascript(plain: &Plain, variables: &[Variable]) -> String {
    let variable = |name: &str| format!("process.env.{name}");
    let url = joined(&plain.url, variable);
    let body = plain.body.as_ref().map(|body| joined(body, variable));
    let given = body.as_ref().map_or(String::new(), |body| format!("  body: {body},\n"));
    let method = quoted(&plain.method);
    let send = match &plain.signature {
        None => format!(
            "const answer = await fetch({url}, {{\n  method: {method},\n  headers: {},\n{given}}});\n",
            map(plain, variable, &[]),
        ),
        Some(scope) => {
            signed_by_node(scope, &(url, method, map(plain, variable, &["host: url.host"]), given))
        }
    };
    let head = head(plain, variables, ("//", plain.signature.as_ref().map(|_| NODE_PACKAGES)));
    format!("{head}{send}console.log(answer.status);\nconsole.log(await answer.text());\n")
}

/// What the AWS SDK itself signs with.
const NODE_PACKAGES: &str =
    "@aws-crypto/sha256-js, @aws-sdk/credential-providers, @smithy/protocol-http and @smithy/signature-v4";

/// With the signer that the AWS SDK itself signs with. `fetch` names the host by itself.
fn signed_by_node(scope: &Scope, (url, method, headers, body): &(String, String, String, String)) -> String {
    let (service, region) = (quoted(&scope.service), quoted(&scope.region));
    let s3 = if scope.is_s3() { "  uriEscapePath: false,\n" } else { "" };
    format!(
        r#"import {{ Sha256 }} from "@aws-crypto/sha256-js";
import {{ fromNodeProviderChain }} from "@aws-sdk/credential-providers";
import {{ HttpRequest }} from "@smithy/protocol-http";
import {{ SignatureV4 }} from "@smithy/signature-v4";

const url = new URL({url});
const query = {{}};
for (const [name, value] of url.searchParams) query[name] = [...(query[name] ?? []), value];
const signer = new SignatureV4({{
  service: {service},
  region: {region},
  credentials: fromNodeProviderChain(),
  sha256: Sha256,
{s3}}});
const request = await signer.sign(new HttpRequest({{
  method: {method},
  protocol: url.protocol,
  hostname: url.hostname,
  path: url.pathname,
  query,
  headers: {headers},
{body}}}));
const {{ host, ...headers }} = request.headers;
const answer = await fetch(url, {{ method: request.method, headers, body: request.body }});
"#
    )
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
        members.insert("auth".to_owned(), signed_in(&scope.region, &scope.service));
    }
    let described = variables.iter().map(|variable| {
        json!({ "key": variable.name, "value": "", "type": "string", "description": variable.what() })
    });
    pretty(&json!({
        "info": { "name": "Poolwalk", "schema": POSTMAN_SCHEMA },
        "item": [{ "name": plain.operation.name(), "request": request }],
        "variable": described.collect::<Vec<Json>>(),
    }))
}
