//! A request that is no operation of AWS: to an OAuth endpoint, to a key set, or to the person's own API. It is written down
//! as plain HTTP, with a signature where there was one, for the languages that have the means at hand.

use super::super::format::as_signed;
use super::super::redact::{self, is_secret};
use super::variables::Variables;
use super::{Code, Language, NoCode, plain_text};
use crate::cognito::is_harmless;
use crate::flow::{ApiAuth, ApiCall, Call, Exchange, Operation, Step, WebCall};
use crate::secret::Secret;

/// One request.
pub(super) struct Plain {
    pub(super) operation: Operation,
    pub(super) method: String,
    pub(super) url: Template,
    pub(super) headers: Vec<(String, Template)>,
    pub(super) body: Option<Template>,
    pub(super) signature: Option<Scope>,
}

/// What a signature is scoped to.
pub(super) struct Scope {
    pub(super) region: String,
    pub(super) service: String,
}

impl Scope {
    pub(super) fn is_s3(&self) -> bool {
        self.service == "s3"
    }
}

/// A text with variables in it.
#[derive(Debug, Default)]
pub(super) struct Template(pub(super) Vec<Part>);

/// A part of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    Plain(String),
    /// By its name.
    Variable(String),
}

impl Template {
    fn plain(text: impl Into<String>) -> Self {
        Self(vec![Part::Plain(text.into())])
    }
}

/// A step of that kind as code.
pub(super) fn write(step: &Step, language: Language) -> Result<Code, NoCode> {
    let made = step.performed.as_ref().and_then(|performed| performed.exchange.as_ref());
    let (Some(call), Some(exchange)) = (&step.call, made) else { return Err(NoCode::NotSent) };
    let mut variables = Variables::default();
    let operation = step.operation;
    let plain = if let Call::Api(call) = call {
        api(call, operation, &mut variables)
    } else if let Call::Web(call) = call {
        web(call, exchange, operation, &mut variables)?
    } else {
        bare(exchange, operation)
    };
    plain_text::write(&plain, variables.into_all(), language)
}

fn api(call: &ApiCall, operation: Operation, variables: &mut Variables) -> Plain {
    let request = &call.request;
    let mut headers: Vec<(String, Template)> = Vec::new();
    for header in &request.headers {
        let value = header.value.expose();
        let value = if !is_harmless(&header.name) || is_secret(&header.name, value) {
            Template(vec![Part::Variable(variables.name(operation, &header.name, value))])
        } else {
            Template::plain(value)
        };
        headers.push((header.name.clone(), value));
    }
    let mut bearer = |key: &str, token: &str| {
        let token = Part::Variable(variables.name(operation, key, token));
        Template(vec![Part::Plain("Bearer ".to_owned()), token])
    };
    let signature = match &call.auth {
        ApiAuth::Iam { region, service, .. } => {
            Some(Scope { region: region.clone(), service: service.clone() })
        }
        ApiAuth::Id(token) => {
            headers.push(("authorization".to_owned(), bearer("IdToken", token.expose())));
            None
        }
        ApiAuth::Access(token) => {
            headers.push(("authorization".to_owned(), bearer("AccessToken", token.expose())));
            None
        }
        ApiAuth::Nothing => None,
    };
    let address = if signature.is_some() { as_signed(&request.url) } else { request.url.clone() };
    let body = (!request.body.is_empty()).then(|| body(&request.body, operation, variables));
    Plain {
        operation,
        method: request.method.clone(),
        url: url(&address, operation, variables),
        headers,
        body,
        signature,
    }
}

/// A body as typed, or all of it as a variable when there is a secret in it.
fn body(body: &Secret, operation: Operation, variables: &mut Variables) -> Template {
    if redact::has_masks(body) {
        Template(vec![Part::Variable(variables.name(operation, "Body", body.expose()))])
    } else {
        Template::plain(body.expose())
    }
}

/// An address with the secrets of its path and its query as variables, and whatever stands before its host.
fn url(address: &str, operation: Operation, variables: &mut Variables) -> Template {
    let (place, query) =
        address.split_once('?').map_or((address, None), |(place, query)| (place, Some(query)));
    let mut parts = Vec::new();
    for (at, segment) in place.split('/').enumerate() {
        parts.push(Part::Plain(if at == 0 { "" } else { "/" }.to_owned()));
        let rest = match segment.rsplit_once('@') {
            Some((login, host)) if at == 2 => {
                parts.push(Part::Variable(variables.name(operation, "Login", login)));
                parts.push(Part::Plain("@".to_owned()));
                host
            }
            Some(_) | None => segment,
        };
        let is_hidden = at > 2 && is_secret("", rest);
        parts.push(if is_hidden {
            Part::Variable(variables.name(operation, "PathSegment", rest))
        } else {
            Part::Plain(rest.to_owned())
        });
    }
    if let Some(query) = query {
        parts.push(Part::Plain("?".to_owned()));
        parts.extend(form(query, operation, variables).0);
    }
    Template(joined(parts))
}

/// Plain parts that follow each other are one.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut all: Vec<Part> = Vec::new();
    for part in parts {
        match (all.last_mut(), part) {
            (Some(Part::Plain(before)), Part::Plain(more)) => before.push_str(&more),
            (_, part) => all.push(part),
        }
    }
    all
}

/// Names and values as they are sent, encoded.
fn form(text: &str, operation: Operation, variables: &mut Variables) -> Template {
    let mut parts = Vec::new();
    for (at, pair) in text.split('&').enumerate() {
        let joint = if at == 0 { "" } else { "&" };
        match pair.split_once('=') {
            Some((name, value)) if !value.is_empty() && is_secret(name, value) => {
                parts.push(Part::Plain(format!("{joint}{name}=")));
                parts.push(Part::Variable(variables.name(operation, name, value)));
            }
            Some(_) | None => parts.push(Part::Plain(format!("{joint}{pair}"))),
        }
    }
    Template(parts)
}

fn web(
    call: &WebCall,
    exchange: &Exchange,
    operation: Operation,
    variables: &mut Variables,
) -> Result<Plain, NoCode> {
    if call.visit().is_some() {
        return Err(NoCode::Browser);
    }
    let mut plain = bare(exchange, operation);
    for header in &exchange.request_headers {
        let value = header.value.expose();
        match header.name.as_str() {
            "content-type" => plain.headers.push((header.name.clone(), Template::plain(value))),
            "authorization" => {
                let (kind, secret) = value.split_once(' ').unwrap_or(("Bearer", value));
                let key = if kind == "Basic" { "BasicCredentials" } else { "AccessToken" };
                let secret = Part::Variable(variables.name(operation, key, secret));
                plain
                    .headers
                    .push((header.name.clone(), Template(vec![Part::Plain(format!("{kind} ")), secret])));
            }
            _ => {}
        }
    }
    let sent = exchange.request_body.expose();
    plain.body = (!sent.is_empty()).then(|| form(sent, operation, variables));
    Ok(plain)
}

fn bare(exchange: &Exchange, operation: Operation) -> Plain {
    Plain {
        operation,
        method: exchange.method.clone(),
        url: Template::plain(exchange.url.as_str()),
        headers: Vec::new(),
        body: None,
        signature: None,
    }
}
