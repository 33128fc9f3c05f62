//! The JSON contract: one object that tells a whole walk. What is absent is null. This is where
//! tokens and keys leave on purpose: whoever asks for `--json` asks for them.

use jiff::Timestamp;
use serde::Serialize;

use super::account_report::{DeliveryReport, ListedDevice, UserReport};
use super::outcome::Outcome;
use super::trouble::Explanation;
use crate::cognito::{Challenge, Device, FieldKind, FieldSpec};
use crate::explain::{self, Lesson};
use crate::flow::{AwsCredentials, Caller, Failure, Flow, Step, TokenSet, Unreachable, Unreadable};
use crate::handoff::redact;
use crate::secret::Secret;

/// The object, borrowed from the login that it tells of.
#[derive(Debug, Serialize)]
pub(super) struct Report<'a> {
    outcome: &'static str,
    steps: Vec<StepReport<'a>>,
    tokens: Option<Tokens<'a>>,
    identity_id: Option<&'a str>,
    credentials: Option<Credentials<'a>>,
    caller: Option<CallerReport<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<UserReport<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    devices: Option<Vec<ListedDevice<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<DeliveryReport<'a>>,
    challenge: Option<ChallengeReport>,
    /// Only where one was remembered on this walk.
    #[serde(skip_serializing_if = "Option::is_none")]
    device: Option<DeviceReport<'a>>,
    /// Only where an authenticator app was set up on this walk.
    #[serde(skip_serializing_if = "Option::is_none")]
    totp_secret: Option<&'a str>,
    explanation: Option<&'a Explanation>,
}

#[derive(Debug, Serialize)]
pub(super) struct StepReport<'a> {
    operation: &'static str,
    state: &'static str,
    http_status: Option<u16>,
    request_id: Option<&'a str>,
    duration_ms: Option<u64>,
    error: Option<ErrorReport>,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    lesson: Option<LessonReport>,
}

#[derive(Debug, Serialize)]
struct LessonReport {
    why: &'static str,
    proves: &'static str,
    next: &'static str,
}

#[derive(Debug, Serialize)]
struct ErrorReport {
    code: String,
    message: String,
}

#[derive(Serialize)]
struct Tokens<'a> {
    id: Option<&'a str>,
    access: Option<&'a str>,
    refresh: Option<&'a str>,
    expires_in: Option<i64>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Credentials<'a> {
    access_key_id: &'a str,
    secret_access_key: &'a str,
    session_token: Option<&'a str>,
    expiration: Option<String>,
}

#[derive(Debug, Serialize)]
struct CallerReport<'a> {
    account: &'a str,
    arn: &'a str,
    user_id: &'a str,
}

#[derive(Debug, Serialize)]
struct ChallengeReport {
    name: String,
    fields: Vec<FieldReport>,
}

#[derive(Debug, Serialize)]
struct FieldReport {
    key: String,
    label: String,
    kind: &'static str,
    choices: Option<Vec<String>>,
    /// The choices in the first field that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_with: Option<&'static [&'static str]>,
    /// It may be left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    optional: Option<bool>,
}

#[derive(Serialize)]
struct DeviceReport<'a> {
    key: &'a str,
    group_key: &'a str,
    password: &'a str,
}

macro_rules! shows_nothing {
    ($($name:ident),+) => {$(
        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )+};
}
shows_nothing!(Tokens, Credentials, DeviceReport);

impl<'a> Report<'a> {
    /// Tells a walk that was begun.
    pub(super) fn of(flow: &'a dyn Flow, outcome: Outcome, explanation: Option<&'a Explanation>) -> Self {
        let haul = flow.haul();
        Self {
            outcome: outcome.word(),
            steps: flow.steps().iter().map(StepReport::of).collect(),
            tokens: haul.tokens.as_ref().map(Tokens::of),
            identity_id: haul.identity_id.as_deref(),
            credentials: haul.credentials.as_ref().map(Credentials::of),
            caller: haul.caller.as_ref().map(CallerReport::of),
            user: haul.user.as_ref().map(UserReport::of),
            devices: haul.devices.as_ref().map(|devices| devices.iter().map(ListedDevice::of).collect()),
            delivery: haul.delivery.as_ref().map(DeliveryReport::of),
            challenge: flow.question().map(ChallengeReport::of),
            device: haul.device.as_ref().map(DeviceReport::of),
            totp_secret: exposed(haul.totp_secret.as_ref()),
            explanation,
        }
    }

    /// Keeps tokens, keys and the device's password out of it, for whoever asks for something else. The secret of an
    /// app that was set up on the way stays: it is nowhere else, and without it nobody signs in again.
    pub(super) fn without_secrets(self) -> Self {
        Self { tokens: None, credentials: None, device: None, ..self }
    }

    /// Tells the sign-in that came before, too.
    pub(super) fn after(mut self, before: Option<&'a dyn Flow>) -> Self {
        if let Some(before) = before {
            self.steps.splice(0..0, before.steps().iter().map(StepReport::of));
        }
        self
    }

    /// Tells of each of these steps, all that there are, why it was made.
    pub(super) fn with_lessons<'b>(mut self, steps: impl Iterator<Item = &'b Step>) -> Self {
        for (told, step) in self.steps.iter_mut().zip(steps) {
            told.teach(step);
        }
        self
    }

    /// Tells why nothing was begun.
    pub(super) const fn not_begun(outcome: Outcome, explanation: &'a Explanation) -> Self {
        Self {
            outcome: outcome.word(),
            steps: Vec::new(),
            tokens: None,
            identity_id: None,
            credentials: None,
            caller: None,
            user: None,
            devices: None,
            delivery: None,
            challenge: None,
            device: None,
            totp_secret: None,
            explanation: Some(explanation),
        }
    }
}

impl<'a> StepReport<'a> {
    pub(super) fn of(step: &'a Step) -> Self {
        let performed = step.performed.as_ref();
        Self {
            operation: step.operation.name(),
            state: step.state.word(),
            http_status: step.http_status(),
            request_id: step.request_id(),
            duration_ms: performed.map(|it| u64::try_from(it.took.as_millis()).unwrap_or(u64::MAX)),
            error: step.failure().map(|failure| ErrorReport::of(failure, step)),
            lesson: None,
        }
    }
}

impl StepReport<'_> {
    /// Tells why the step was made, too.
    pub(super) fn teach(&mut self, step: &Step) {
        let Lesson { why, proves, next } = explain::why(step);
        self.lesson = Some(LessonReport { why, proves, next });
    }
}

impl ErrorReport {
    /// The service's own code and message, without what must not be seen; for what never reached a service, a word and a headline of ours.
    fn of(failure: &Failure, step: &Step) -> Self {
        let ours = || explain::failure(failure, &explain::Context::of(step)).what;
        match failure {
            Failure::Refused(refusal) => {
                Self { code: refusal.code.clone(), message: redact::prose(&refusal.message) }
            }
            Failure::Unusable { problem, .. }
            | Failure::NotSent { problem }
            | Failure::Internal { problem } => {
                Self { code: word(failure).to_owned(), message: redact::prose(problem) }
            }
            Failure::Unreachable(_) | Failure::Unreadable { .. } | Failure::Stopped => {
                Self { code: word(failure).to_owned(), message: ours() }
            }
        }
    }
}

/// Codes for what never reached a service, in the manner of AWS's own.
const fn word(failure: &Failure) -> &'static str {
    match failure {
        Failure::Unreachable(Unreachable::Dns) => "HostNotFound",
        Failure::Unreachable(Unreachable::Refused) => "ConnectionRefused",
        Failure::Unreachable(Unreachable::Tls) => "TlsFailed",
        Failure::Unreachable(Unreachable::Timeout { .. }) => "TimedOut",
        Failure::Unreachable(Unreachable::Cut) => "ConnectionCut",
        Failure::Unreachable(Unreachable::Other(_)) => "ConnectionFailed",
        Failure::Unreadable { problem: Unreadable::Html, .. } => "AnswerIsHtml",
        Failure::Unreadable { problem: Unreadable::Empty, .. } => "AnswerIsEmpty",
        Failure::Unreadable { problem: Unreadable::TooLarge { .. }, .. } => "AnswerTooLarge",
        Failure::Unreadable { .. } => "AnswerUnreadable",
        Failure::Unusable { .. } => "AnswerUnusable",
        Failure::NotSent { .. } => "NotSent",
        Failure::Stopped => "Stopped",
        Failure::Internal { .. } | Failure::Refused(_) => "InternalFault",
    }
}

impl<'a> Tokens<'a> {
    fn of(tokens: &'a TokenSet) -> Self {
        let TokenSet { id, access, refresh, expires_in, new_device: _ } = tokens;
        Self {
            id: exposed(id.as_ref()),
            access: exposed(access.as_ref()),
            refresh: exposed(refresh.as_ref()),
            expires_in: *expires_in,
        }
    }
}

impl<'a> Credentials<'a> {
    fn of(credentials: &'a AwsCredentials) -> Self {
        let AwsCredentials { access_key_id, secret_access_key, session_token, expiration } = credentials;
        Self {
            access_key_id,
            secret_access_key: secret_access_key.expose(),
            session_token: exposed(session_token.as_ref()),
            expiration: expiration.map(seconds),
        }
    }
}

impl<'a> DeviceReport<'a> {
    fn of(device: &'a Device) -> Self {
        let Device { key, group_key, password } = device;
        Self { key, group_key, password: password.expose() }
    }
}

/// A device as an earlier report told it.
pub(super) fn read_device(text: &Secret) -> Option<Device> {
    let told: serde_json::Value = serde_json::from_str(text.expose()).ok()?;
    let part = |name: &str| told.get(name)?.as_str().map(str::to_owned).filter(|text| !text.is_empty());
    Some(Device { key: part("key")?, group_key: part("group_key")?, password: part("password")?.into() })
}

/// RFC 3339, whole seconds, as AWS itself gives it.
pub(super) fn seconds(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn exposed(secret: Option<&Secret>) -> Option<&str> {
    secret.map(Secret::expose)
}

impl<'a> CallerReport<'a> {
    fn of(caller: &'a Caller) -> Self {
        let Caller { account, arn, user_id } = caller;
        Self { account, arn, user_id }
    }
}

impl ChallengeReport {
    fn of(challenge: &Challenge) -> Self {
        Self {
            name: challenge.name.clone(),
            fields: challenge.fields().into_iter().map(FieldReport::of).collect(),
        }
    }
}

impl FieldReport {
    fn of(field: FieldSpec) -> Self {
        let FieldSpec { key, label, kind, only_with, is_optional } = field;
        let word = match kind {
            FieldKind::Text => "text",
            FieldKind::Code => "code",
            FieldKind::NewPassword => "new_password",
            FieldKind::Secret => "secret",
            FieldKind::Choice(_) => "choice",
        };
        let choices = match kind {
            FieldKind::Choice(choices) => Some(choices),
            FieldKind::Text | FieldKind::Code | FieldKind::NewPassword | FieldKind::Secret => None,
        };
        let only_with = (!only_with.is_empty()).then_some(only_with);
        Self { key, label, kind: word, choices, only_with, optional: is_optional.then_some(true) }
    }
}
