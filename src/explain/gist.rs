//! The few words on a lane: what goes out, what comes back, how the step stands.

use std::time::Duration;

use jiff::Timestamp;

use super::{account, findings};
use crate::cognito::challenge::name;
use crate::cognito::{Params, Provider, UserPoolId};
use crate::flow::{
    About, ApiAnswer, AuthKind, Call, Caller, Failure, Operation, Reply, Step, StepState, TokenSet,
    Unreachable, Unreadable, WebCall,
};

/// What stands over the arrow out and under the arrow back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gist {
    /// What is sent, in a few words.
    pub out: String,
    /// What came back, once something did.
    pub back: Option<String>,
}

/// The two texts of a step's lane.
#[must_use]
pub fn gist(step: &Step) -> Gist {
    let back = step.performed.as_ref().map(|performed| match &performed.result {
        Ok(reply) => came_back(reply),
        Err(failure) => findings::told(step).map_or_else(|| fell_short(failure), str::to_owned),
    });
    Gist { out: goes_out(step), back }
}

/// How the step stands: `200 · 41 ms`, `waiting for you`, `under way 2.1 s`.
/// Nothing for a ghost, whose dashed arrow says it all.
#[must_use]
pub fn status(step: &Step, now: Timestamp) -> String {
    stands(step, now, |status| status.to_string())
}

/// The same where there is room for it: `200 OK · 41 ms`.
#[must_use]
pub fn status_in_words(step: &Step, now: Timestamp) -> String {
    stands(step, now, super::answered)
}

fn stands(step: &Step, now: Timestamp, in_words: impl Fn(u16) -> String) -> String {
    match step.state {
        StepState::Ghost => String::new(),
        StepState::Ready => "ready".to_owned(),
        StepState::Asking => "waiting for you".to_owned(),
        StepState::UnderWay { since } => {
            let so_far = Duration::try_from(now.duration_since(since)).unwrap_or_default();
            format!("under way {}", seconds(so_far))
        }
        StepState::Stopped => "stopped".to_owned(),
        StepState::Done | StepState::Refused | StepState::Failed => ended(step, in_words),
    }
}

/// A span of time in the words of a status: `41 ms`, `2.1 s`, `1 min 5 s`.
#[must_use]
pub fn span(took: Duration) -> String {
    match took.as_millis() {
        0 => "under 1 ms".to_owned(),
        millis @ 1..=999 => format!("{millis} ms"),
        _ => seconds(took),
    }
}

/// Tenths below ten seconds, so that a wait is seen to move.
fn seconds(span: Duration) -> String {
    let tenths = span.as_millis() / 100;
    match span.as_secs() {
        0..=9 => format!("{}.{} s", tenths / 10, tenths % 10),
        secs @ 10..=59 => format!("{secs} s"),
        secs => format!("{} min {} s", secs / 60, secs % 60),
    }
}

fn ended(step: &Step, in_words: impl Fn(u16) -> String) -> String {
    if matches!(step.failure(), Some(Failure::NotSent { .. })) {
        return "failed".to_owned();
    }
    let took = step.performed.as_ref().map(|performed| span(performed.took));
    let parts = [step.http_status().map(in_words), took];
    let told: Vec<_> = parts.into_iter().flatten().collect();
    if told.is_empty() { step.state.word().to_owned() } else { told.join(" · ") }
}

fn goes_out(step: &Step) -> String {
    match &step.about {
        About::SignIn { flow, username } if username.is_empty() => flow.wire().to_owned(),
        About::SignIn { flow, username } => format!("{} · {username}", flow.wire()),
        About::Answer { challenge } if challenge == name::PASSWORD_VERIFIER => {
            "proof of password, never the password".to_owned()
        }
        About::Answer { challenge } if step.needs_nobody => unasked(challenge),
        About::Answer { challenge } => challenge.clone(),
        About::Refresh => "refresh token".to_owned(),
        About::SetUp if step.operation == Operation::AssociateSoftwareToken => {
            "wants a secret for an authenticator app".to_owned()
        }
        About::SetUp => "code of the authenticator app".to_owned(),
        About::ManagedLogin => in_browser(step),
        About::Device if step.operation == Operation::ConfirmDevice => "verifier of this device".to_owned(),
        About::Device => "remember this device".to_owned(),
        About::Account { username } => account::goes_out(step, username),
        About::Developer { user } => format!("vouches for {user}, signed"),
        About::Role { role_arn } => format!("token for {}", last_part(role_arn)),
        About::Login | About::Brought { .. } if is_guest(step) => "no login, as a guest".to_owned(),
        About::Login | About::Brought { .. } => logins_named(step),
        About::Keys => "signed with the new keys".to_owned(),
        About::Check(probe) => findings::goes_out(*probe),
        About::Api { auth } => to_an_api(step, *auth),
    }
}

/// An answer that follows from what is known.
fn unasked(challenge: &str) -> String {
    match challenge {
        name::DEVICE_SRP_AUTH | name::DEVICE_PASSWORD_VERIFIER => {
            "proof of this device, never its password".to_owned()
        }
        name::SOFTWARE_TOKEN_MFA => "code made from the kept secret".to_owned(),
        name::PASSWORD_SRP => "half a proof of the password".to_owned(),
        name::PASSWORD | name::ADMIN_NO_SRP_AUTH => format!("{challenge}, as typed before"),
        _ => challenge.to_owned(),
    }
}

/// What a page or an OAuth endpoint is sent.
fn in_browser(step: &Step) -> String {
    let provider = match &step.call {
        Some(Call::Web(call)) => match &**call {
            WebCall::Authorize(request) => request.identity_provider.clone(),
            WebCall::Token { .. }
            | WebCall::UserInfo { .. }
            | WebCall::Revoke { .. }
            | WebCall::Logout { .. } => None,
        },
        Some(_) | None => None,
    };
    match (step.operation, provider) {
        (Operation::Authorize, Some(provider)) => format!("your browser, to {provider}"),
        (Operation::Authorize, None) => "your browser, to the login page".to_owned(),
        (Operation::Token, _) => "code and PKCE verifier".to_owned(),
        (Operation::Revoke, _) => "refresh token, to be called off".to_owned(),
        (Operation::Logout, _) => "your browser, to sign out".to_owned(),
        (_, _) => "access token".to_owned(),
    }
}

/// The name at the end of an ARN, or of a path.
fn last_part(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// Which logins go along; those of a ghost are not counted yet.
fn logins_named(step: &Step) -> String {
    let keys: Vec<_> = logins(step).into_iter().flat_map(Params::iter).map(|(key, _)| key).collect();
    match (step.operation == Operation::GetId, keys.as_slice()) {
        (true, []) if matches!(step.about, About::Brought { .. }) => "logins of other providers".to_owned(),
        (true, []) => "ID token as login".to_owned(),
        (true, [key]) => login_named(key),
        (true, many) => format!("{} logins together", many.len()),
        (false, [OWN_PROVIDER]) => "that token as login".to_owned(),
        (false, [] | [_]) => "same login".to_owned(),
        (false, _) => "same logins".to_owned(),
    }
}

/// The key of the identity pool's own tokens, which a developer's sign-in brings.
const OWN_PROVIDER: &str = "cognito-identity.amazonaws.com";

/// A user pool's key ends with its ID; any other is a provider's.
fn login_named(key: &str) -> String {
    match Provider::from_word(key) {
        (Provider::Oidc | Provider::Other, _) if UserPoolId::parse(last_part(key)).is_ok() => {
            "ID token as login".to_owned()
        }
        (Provider::Saml, arn) => format!("login of {}", last_part(&arn)),
        (Provider::Oidc | Provider::Other, key) => {
            format!("login of {}", key.split('/').next().unwrap_or_default())
        }
        (
            provider @ (Provider::Google
            | Provider::Facebook
            | Provider::Apple
            | Provider::Amazon
            | Provider::X),
            _,
        ) => format!("login of {}", provider.label()),
    }
}

/// True when the step went, or is about to go, without any login.
pub(super) fn is_guest(step: &Step) -> bool {
    step.about == About::Brought { as_guest: true } || logins(step).is_some_and(Params::is_empty)
}

/// The `Logins` of a call that has some.
fn logins(step: &Step) -> Option<&Params> {
    match step.call.as_ref()? {
        Call::GetId { logins, .. }
        | Call::GetCredentialsForIdentity { logins, .. }
        | Call::GetOpenIdToken { logins, .. } => Some(logins),
        Call::InitiateAuth { .. }
        | Call::AdminInitiateAuth { .. }
        | Call::RespondToAuthChallenge { .. }
        | Call::AdminRespondToAuthChallenge { .. }
        | Call::GetTokensFromRefreshToken { .. }
        | Call::AssociateSoftwareToken { .. }
        | Call::VerifySoftwareToken { .. }
        | Call::ConfirmDevice { .. }
        | Call::UpdateDeviceStatus { .. }
        | Call::Account(_)
        | Call::GetOpenIdTokenForDeveloperIdentity { .. }
        | Call::AssumeRoleWithWebIdentity { .. }
        | Call::GetCallerIdentity { .. }
        | Call::Web(_)
        | Call::KeySet(_)
        | Call::Api(_) => None,
    }
}

fn came_back(reply: &Reply) -> String {
    match reply {
        Reply::Tokens(tokens) => named_tokens(tokens),
        Reply::Challenge { name, .. } => name.clone(),
        Reply::SoftwareToken { .. } => "secret for the app".to_owned(),
        Reply::Verified { .. } => "app is set up".to_owned(),
        Reply::DeviceConfirmed { user_decides: true } => "confirmed, not yet remembered".to_owned(),
        Reply::DeviceConfirmed { user_decides: false } => "remembered".to_owned(),
        Reply::CameBack { .. } => "code, by way of the browser".to_owned(),
        Reply::UserInfo(claims) => match claims.iter().count() {
            1 => "1 claim".to_owned(),
            count => format!("{count} claims"),
        },
        Reply::Account(reply) => account::came_back(reply),
        Reply::Done => "done".to_owned(),
        Reply::OpenId { .. } => "token of the identity pool".to_owned(),
        Reply::Identity { .. } => "identity ID".to_owned(),
        Reply::Credentials { credentials, .. } if credentials.session_token.is_none() => {
            "access key, secret key".to_owned()
        }
        Reply::Role { .. } | Reply::Credentials { .. } => "access key, secret key, session token".to_owned(),
        Reply::Caller(caller) => named_caller(caller),
        Reply::KeySet(_) => "public keys".to_owned(),
        Reply::Api(answer) => answered(answer),
    }
}

/// `GET /prod/pets, AWS signature`: of the address only the path.
fn to_an_api(step: &Step, auth: AuthKind) -> String {
    let Some(Call::Api(call)) = &step.call else { return auth.label().to_owned() };
    let after_host = call.request.url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let path = after_host.map_or("", |(_, path)| path.split('?').next().unwrap_or_default());
    format!("{} /{path}, {}", call.request.method, auth.label())
}

fn answered(answer: &ApiAnswer) -> String {
    let size = match answer.body.len() {
        0 => "nothing in it".to_owned(),
        1 => "1 byte".to_owned(),
        bytes => format!("{bytes} bytes"),
    };
    match answer.cut {
        Some(_) => format!("the first {size}"),
        None if (300..400).contains(&answer.status) => "sent elsewhere, not followed".to_owned(),
        None => size,
    }
}

fn named_tokens(tokens: &TokenSet) -> String {
    let parts = [
        tokens.id.as_ref().map(|_| "ID"),
        tokens.access.as_ref().map(|_| "access"),
        tokens.refresh.as_ref().map(|_| "refresh"),
    ];
    let there: Vec<_> = parts.into_iter().flatten().collect();
    match there.split_last() {
        None => "signed in, but no token".to_owned(),
        Some((only, [])) => format!("{only} token"),
        Some((last, others)) => format!("{} and {last} token", others.join(", ")),
    }
}

/// `arn:aws:sts::<account>:assumed-role/<role>/<session>` → `assumed-role/<role>`.
fn named_caller(caller: &Caller) -> String {
    let resource = caller.arn.splitn(6, ':').last().unwrap_or_default();
    let named: Vec<_> = resource.split('/').take(2).collect();
    named.join("/")
}

fn fell_short(failure: &Failure) -> String {
    let words = match failure {
        Failure::Refused(refusal) if refusal.code.is_empty() => return format!("HTTP {}", refusal.status),
        Failure::Refused(refusal) => return refusal.code.clone(),
        Failure::Unreachable(problem) => out_of_reach(problem),
        Failure::Unreadable { problem, .. } => unreadable(problem),
        Failure::Unusable { .. } => "unusable answer",
        Failure::NotSent { .. } => "not sent",
        Failure::Stopped => "stopped",
        Failure::Internal { .. } => "fault in Poolwalk",
    };
    words.to_owned()
}

const fn out_of_reach(problem: &Unreachable) -> &'static str {
    match problem {
        Unreachable::Dns => "host not found",
        Unreachable::Refused => "nobody listens there",
        Unreachable::Tls => "no secure connection",
        Unreachable::Timeout { .. } | Unreachable::Other(_) => "no answer",
        Unreachable::Cut => "connection cut",
    }
}

const fn unreadable(problem: &Unreadable) -> &'static str {
    match problem {
        Unreadable::Html => "a web page",
        Unreadable::Empty => "empty answer",
        Unreadable::TooLarge { .. } => "answer too large",
        Unreadable::Unexpected => "not the answer expected",
        Unreadable::Junk => "not readable",
    }
}
