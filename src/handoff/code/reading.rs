//! Reads steps into requests: what was sent, value by value, each a plain text, a variable, or the place in an earlier answer
//! that it came from.

use serde_json::{Map, Value as Json};

use super::super::redact::is_secret;
use super::request::{Argument, Brings, Place, Request, Service, Signer, host, snake};
use super::variables::Variables;
use super::{NoCode, Shape};
use crate::cognito::{Params, Value};
use crate::flow::{Actor, Call, Exchange, LoginConfig, Operation, Reply, Step};

/// Reads steps one after the other, and remembers what was answered.
pub(super) struct Reader<'a> {
    config: &'a LoginConfig,
    shape: Shape,
    pub(super) variables: Variables,
    pub(super) requests: Vec<Request>,
    answers: Vec<(Place, String)>,
}

/// What a value was sent with.
struct Sent<'a> {
    operation: Operation,
    /// What the flow itself holds for secrets.
    secrets: Vec<&'a str>,
}

/// What is too short is no secret of an answer, but a word that occurs anywhere.
const SHORTEST: usize = 16;
const SRP_A: &str = "SRP_A";
const PROOF: &str = "PASSWORD_CLAIM_SIGNATURE";

impl<'a> Reader<'a> {
    pub(super) fn new(config: &'a LoginConfig, shape: Shape) -> Self {
        let variables = Variables::default();
        Self { config, shape, variables, requests: Vec::new(), answers: Vec::new() }
    }

    /// Takes one more step in.
    pub(super) fn read(&mut self, step: &Step) -> Result<(), NoCode> {
        let made = step.performed.as_ref().and_then(|performed| performed.exchange.as_ref());
        let (Some(call), Some(exchange)) = (&step.call, made) else { return Err(NoCode::NotSent) };
        let service = service(step.operation).ok_or(NoCode::NoOperation)?;
        let region = match service {
            Service::UserPool => self.config.region.clone(),
            Service::IdentityPool | Service::Sts => self.config.identity_region(),
        };
        let at = origin(&exchange.url);
        let endpoint = (at != format!("https://{}", host(service, &region))).then(|| at.to_owned());
        let arguments = self.arguments(step.operation, call, exchange)?;
        let request = Request {
            operation: step.operation,
            service,
            region: region.as_str().to_owned(),
            endpoint,
            signer: self.signer(exchange),
            arguments,
            name: self.name(step.operation),
            brings: brings(step),
        };
        self.requests.push(request);
        self.remember(step, exchange);
        Ok(())
    }

    fn arguments(
        &mut self,
        operation: Operation,
        call: &Call,
        exchange: &Exchange,
    ) -> Result<Vec<(String, Argument)>, NoCode> {
        let sent = match of_sts(call) {
            Some(sent) => sent,
            None => serde_json::from_str(exchange.request_body.expose())
                .map_err(|_no_json| NoCode::NoOperation)?,
        };
        let of = Sent { operation, secrets: secrets(call) };
        let mut arguments: Vec<(String, Argument)> = Vec::new();
        for (key, value) in sent {
            let argument = self.argument(&of, &key, value);
            arguments.push((key, argument));
        }
        if self.shape == Shape::WholeWalk { self.with_proofs(arguments) } else { Ok(arguments) }
    }

    fn argument(&mut self, sent: &Sent<'_>, key: &str, value: Json) -> Argument {
        match value {
            Json::String(text) => self.text(sent, key, &text),
            Json::Array(items) => {
                Argument::List(items.into_iter().map(|item| self.argument(sent, key, item)).collect())
            }
            Json::Object(members) => {
                let of_logins = key == "Logins";
                let entry = |(name, value): (String, Json)| {
                    let key = if of_logins { login_key(&name) } else { name.clone() };
                    let argument = self.argument(sent, &key, value);
                    (name, argument)
                };
                Argument::Map(members.into_iter().map(entry).collect())
            }
            Json::Null | Json::Bool(_) | Json::Number(_) => Argument::Bare(value),
        }
    }

    fn text(&mut self, sent: &Sent<'_>, key: &str, text: &str) -> Argument {
        let earlier = self.answers.iter().rev().find(|(_, answer)| answer == text);
        match earlier {
            Some((place, _)) => Argument::Answer(place.clone()),
            None if sent.secrets.contains(&text) || Variables::is_good_once(key) || is_secret(key, text) => {
                Argument::Variable(self.variables.name(sent.operation, key, text))
            }
            None => Argument::Plain(text.to_owned()),
        }
    }

    /// In a whole walk a proof cannot be repeated: it has to be made anew, by a library.
    fn with_proofs(&self, arguments: Vec<(String, Argument)>) -> Result<Vec<(String, Argument)>, NoCode> {
        let challenge =
            arguments.iter().find(|(key, _)| key == "ChallengeName").map(|(_, value)| value.clone());
        let put = |(key, argument): (String, Argument)| {
            let Argument::Map(members) = argument else { return Ok((key, argument)) };
            let has = |wanted: &str| members.iter().any(|(name, _)| name == wanted);
            let (starts, proves) = (has(SRP_A), has(PROOF));
            if !starts && !proves {
                return Ok((key, Argument::Map(members)));
            }
            let is_of_device =
                matches!(&challenge, Some(Argument::Plain(name)) if name.starts_with("DEVICE_"));
            if is_of_device {
                return Err(NoCode::DeviceProof);
            }
            let made = [SRP_A, PROOF, "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"];
            let rest = members.into_iter().filter(|(name, _)| !made.contains(&name.as_str())).collect();
            let question = self.requests.len().saturating_sub(1);
            let argument =
                if starts { Argument::SrpStart(rest) } else { Argument::SrpProof { question, rest } };
            Ok((key, argument))
        };
        arguments.into_iter().map(put).collect()
    }

    fn signer(&self, exchange: &Exchange) -> Signer {
        let signed = exchange.request_headers.iter().find(|header| header.name == "authorization");
        let Some(signed) = signed.filter(|header| header.value.expose().starts_with("AWS4-HMAC-SHA256"))
        else {
            return Signer::Nobody;
        };
        let is_of = |(place, answer): &&(Place, String)| {
            place.path.last().is_some_and(|name| name == "AccessKeyId")
                && signed.value.expose().contains(&format!("Credential={answer}/"))
        };
        self.answers
            .iter()
            .rev()
            .find(is_of)
            .map_or(Signer::Settings, |(place, _)| Signer::Keys(place.request))
    }

    fn name(&self, operation: Operation) -> String {
        let name = snake(operation.name());
        let before = self.requests.iter().filter(|request| request.operation == operation).count();
        if before == 0 { name } else { format!("{name}_{}", before + 1) }
    }

    fn remember(&mut self, step: &Step, exchange: &Exchange) {
        let request = self.requests.len().saturating_sub(1);
        let Some(response) = &exchange.response else { return };
        let mut found = Vec::new();
        match serde_json::from_str(response.body.expose()) {
            Ok(body) => leaves(&body, &mut Vec::new(), &mut found),
            Err(_) => found.extend(role_keys(step)),
        }
        let long = found.into_iter().filter(|(path, text)| text.len() >= SHORTEST && is_plain(path));
        self.answers.extend(long.map(|(path, text)| (Place { request, path }, text)));
    }
}

/// What STS is sent is a form; its tools take the same by name.
fn of_sts(call: &Call) -> Option<Map<String, Json>> {
    if let Call::GetCallerIdentity { .. } = call {
        return Some(Map::new());
    }
    let Call::AssumeRoleWithWebIdentity { role_arn, session_name, token, duration_secs } = call else {
        return None;
    };
    let named = [
        ("RoleArn", Json::from(role_arn.as_str())),
        ("RoleSessionName", session_name.as_str().into()),
        ("WebIdentityToken", token.expose().into()),
        ("DurationSeconds", (*duration_secs).into()),
    ];
    Some(named.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
}

/// The keys of a role come as XML; every tool makes the same shape of it.
fn role_keys(step: &Step) -> Vec<(Vec<String>, String)> {
    let reply = step.performed.as_ref().and_then(|performed| performed.result.as_ref().ok());
    let Some(Reply::Role { credentials }) = reply else { return Vec::new() };
    let at = |name: &str| vec!["Credentials".to_owned(), name.to_owned()];
    vec![(at("AccessKeyId"), credentials.access_key_id.clone())]
}

fn leaves(value: &Json, path: &mut Vec<String>, found: &mut Vec<(Vec<String>, String)>) {
    match value {
        Json::String(text) => found.push((path.clone(), text.clone())),
        Json::Object(members) => {
            for (name, member) in members {
                path.push(name.clone());
                leaves(member, path, found);
                path.pop();
            }
        }
        // A place in a list is no name, and nothing of a list goes on to another call.
        Json::Array(_) | Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// The name of a question is a word to be written, and an odd name is none to be written into code.
fn is_plain(path: &[String]) -> bool {
    let is_word = |part: &String| part.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    path.iter().all(is_word) && path.last().is_none_or(|part| part != "ChallengeName")
}

/// What the flow itself holds for a secret, whatever it is called.
fn secrets(call: &Call) -> Vec<&str> {
    match call {
        Call::InitiateAuth { parameters, .. } | Call::AdminInitiateAuth { parameters, .. } => {
            secret_values(parameters)
        }
        Call::RespondToAuthChallenge { responses, .. }
        | Call::AdminRespondToAuthChallenge { responses, .. } => secret_values(responses),
        Call::GetId { logins, .. }
        | Call::GetCredentialsForIdentity { logins, .. }
        | Call::GetOpenIdToken { logins, .. }
        | Call::GetOpenIdTokenForDeveloperIdentity { logins, .. } => secret_values(logins),
        Call::Account(_)
        | Call::GetTokensFromRefreshToken { .. }
        | Call::AssociateSoftwareToken { .. }
        | Call::VerifySoftwareToken { .. }
        | Call::ConfirmDevice { .. }
        | Call::UpdateDeviceStatus { .. }
        | Call::AssumeRoleWithWebIdentity { .. }
        | Call::GetCallerIdentity { .. }
        | Call::KeySet { .. }
        | Call::Api(_)
        | Call::Web(_) => Vec::new(),
    }
}

fn secret_values(params: &Params) -> Vec<&str> {
    let secrets = params.iter().filter_map(|(_, value)| match value {
        Value::Secret(secret) => Some(secret.expose()),
        Value::Plain(_) => None,
    });
    secrets.filter(|text| !text.is_empty()).collect()
}

pub(super) fn service(operation: Operation) -> Option<Service> {
    if operation.is_managed_login() || operation == Operation::Jwks {
        return None;
    }
    match operation.actor() {
        Actor::UserPool => Some(Service::UserPool),
        Actor::IdentityPool => Some(Service::IdentityPool),
        Actor::Sts => Some(Service::Sts),
        Actor::You | Actor::YourApi => None,
    }
}

fn brings(step: &Step) -> Brings {
    match step.performed.as_ref().map(|performed| &performed.result) {
        Some(Ok(Reply::Tokens(_))) => Brings::Tokens,
        Some(Ok(Reply::Credentials { .. } | Reply::Role { .. })) => Brings::Keys,
        Some(Ok(Reply::OpenId { .. })) => Brings::OpenIdToken,
        Some(Ok(Reply::SoftwareToken { .. })) => Brings::AppSecret,
        Some(Ok(Reply::Challenge { session: Some(_), .. } | Reply::Verified { session: Some(_) })) => {
            Brings::Session
        }
        Some(Ok(_) | Err(_)) | None => Brings::Other,
    }
}

/// The provider of the user pool brings its ID token; others bring what is theirs.
fn login_key(provider: &str) -> String {
    let is_pool = provider.starts_with("cognito-idp.") || provider.contains("://") || provider.contains('_');
    if is_pool { "IdToken".to_owned() } else { "LoginToken".to_owned() }
}

/// Scheme, host and port, and a path that is not the root alone.
fn origin(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/')
}
