//! What is known around a failure beyond the call that failed: clocks, the login that was shown, what
//! worked before. Gathered from the step and the login; what the app remembers is added to it.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use crate::cognito::{AuthFlow, Params};
use crate::flow::{ApiAuth, Call, LoginConfig, Performed, Step};
use crate::jwt::{self, Document};

/// Evidence. All of it may be missing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// By how much the service's clock is ahead of this computer's.
    pub clock_behind: Option<SignedDuration>,
    /// How long the question had been there when the answer went out.
    pub waited: Option<Duration>,
    /// When the call went out.
    pub sent: Option<Timestamp>,
    /// The login that the call showed.
    pub login: Option<LoginShown>,
    /// When the keys that the call was signed with are over.
    pub keys_end: Option<Timestamp>,
    /// What was typed, as far as it may be judged; none where no login is known.
    pub typed: Option<Typed>,
    /// The role that the keys were to have.
    pub role: Option<String>,
    /// Flows that this app client took before.
    pub worked: Vec<AuthFlow>,
    /// Flows that this app client does not allow.
    pub not_allowed: Vec<AuthFlow>,
    /// A refresh token is at hand.
    pub can_refresh: bool,
    /// The last sign-in’s ID token is at hand, and an access token of the same user pool and user was pasted as a login.
    pub has_id_token: bool,
}

/// What the claims of the login's token say. They are read, not checked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LoginShown {
    /// The name that the token was filed under.
    pub key: String,
    /// `iss`
    pub issuer: Option<String>,
    /// `aud`
    pub audience: Option<String>,
    /// `token_use`
    pub token_use: Option<String>,
    /// `exp`
    pub ends: Option<Timestamp>,
    /// `cognito:roles`
    pub roles: Vec<String>,
    /// `cognito:preferred_role`
    pub preferred_role: Option<String>,
}

/// What can be said of the form's words without repeating them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    /// What the username looks like, if there is one.
    pub name: Option<NameLook>,
    /// What else is there.
    pub there: Vec<There>,
    /// The refresh token, if one goes along, has as many parts as Cognito's have.
    pub refresh_token_is_whole: Option<bool>,
}

/// What may stand in the form, or go along with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum There {
    /// White space at an end of the password.
    SpacesAroundPassword,
    /// The username behind an alias, which tokens at hand tell.
    RealName,
    /// The app client's secret.
    ClientSecret,
    /// A remembered device.
    Device,
    /// A key for the user pool's login that was typed, not derived.
    LoginsKey,
}

/// What a username looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameLook {
    /// An e-mail address or a phone number.
    Alias,
    /// A name with capital letters.
    Capitals,
    /// Any other name.
    Plain,
}

impl Known {
    /// What a step tells by itself.
    pub(super) fn of(step: &Step) -> Self {
        let performed = step.performed.as_ref();
        let asked = step.question.as_ref().map(|asked| asked.received);
        let sent = performed.map(|performed| performed.started);
        let waited = asked.zip(sent).and_then(|(asked, sent)| sent.duration_since(asked).try_into().ok());
        let of_logins = |call| logins(call).and_then(LoginShown::of);
        let login = step.call.as_ref().and_then(|call| of_logins(call).or_else(|| bearer(call)));
        let preferred = login.as_ref().and_then(|login| login.preferred_role.clone());
        let role = step.call.as_ref().and_then(role_asked_for).or(preferred);
        let clock_behind = performed.and_then(Performed::clock_offset).map(|ahead| -ahead);
        let keys_end = step.call.as_ref().and_then(keys_end);
        Self { clock_behind, waited, sent, login, keys_end, role, ..Self::default() }
    }

    /// When the call went out, by the service's clock as far as that is known.
    pub(super) fn sent_by_the_service(&self) -> Option<Timestamp> {
        self.sent?.checked_add(self.clock_behind.unwrap_or_default()).ok()
    }

    /// What the login that the step is of tells besides.
    pub(super) fn with(self, login: &LoginConfig) -> Self {
        Self { typed: Some(Typed::of(login)), ..self }
    }
}

impl Typed {
    fn of(login: &LoginConfig) -> Self {
        let password = login.password.expose();
        let parts = |token: &str| token.split('.').count();
        let there = [
            (There::SpacesAroundPassword, password.trim().len() < password.len()),
            (There::RealName, login.real_name.is_some()),
            (There::ClientSecret, login.client_secret.is_some()),
            (There::Device, login.device.is_some()),
            (There::LoginsKey, login.identity.logins_key.is_some()),
        ];
        Self {
            name: NameLook::of(&login.username),
            there: there.into_iter().filter(|(_, is_there)| *is_there).map(|(what, _)| what).collect(),
            refresh_token_is_whole: login.refresh_token.as_ref().map(|token| parts(token.expose()) == 5),
        }
    }

    /// Whether it is there.
    #[must_use]
    pub fn has(&self, what: There) -> bool {
        self.there.contains(&what)
    }
}

impl NameLook {
    fn of(name: &str) -> Option<Self> {
        let name = name.trim();
        let is_phone = name.starts_with('+') && name.chars().skip(1).all(|c| c.is_ascii_digit());
        if name.is_empty() {
            None
        } else if name.contains('@') || is_phone {
            Some(Self::Alias)
        } else if name.chars().any(char::is_uppercase) {
            Some(Self::Capitals)
        } else {
            Some(Self::Plain)
        }
    }
}

impl LoginShown {
    /// The user pool's login where there are several.
    fn of(logins: &Params) -> Option<Self> {
        let is_of_a_pool = |key: &str| key.starts_with("cognito-idp.");
        let all: Vec<&str> = logins.iter().map(|(key, _)| key).collect();
        let key = *all.iter().find(|key| is_of_a_pool(key)).or_else(|| all.first())?;
        let opened = jwt::open(logins.expose(key)?);
        Some(Self { key: key.to_owned(), ..opened.claims().map(Self::told_by).unwrap_or_default() })
    }

    fn told_by(claims: &Document) -> Self {
        let text = |claim| claims.text(claim).map(str::to_owned);
        let roles = claims.get("cognito:roles").and_then(Json::as_array);
        let ends = claims.get("exp").and_then(Json::as_i64);
        Self {
            key: String::new(),
            issuer: text("iss").map(|issuer| issuer.trim_start_matches("https://").to_owned()),
            audience: text("aud"),
            token_use: text("token_use"),
            ends: ends.and_then(|secs| Timestamp::from_second(secs).ok()),
            roles: roles.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect(),
            preferred_role: text("cognito:preferred_role"),
        }
    }
}

fn logins(call: &Call) -> Option<&Params> {
    if let Call::GetId { logins, .. }
    | Call::GetCredentialsForIdentity { logins, .. }
    | Call::GetOpenIdToken { logins, .. } = call
    {
        Some(logins)
    } else {
        None
    }
}

/// The token that a request to an API bears.
fn bearer(call: &Call) -> Option<LoginShown> {
    let Call::Api(call) = call else { return None };
    let (ApiAuth::Id(token) | ApiAuth::Access(token)) = &call.auth else { return None };
    jwt::open(token.expose()).claims().map(LoginShown::told_by)
}

fn keys_end(call: &Call) -> Option<Timestamp> {
    let Call::Api(call) = call else { return None };
    if let ApiAuth::Iam { credentials, .. } = &call.auth { credentials.expiration } else { None }
}

fn role_asked_for(call: &Call) -> Option<String> {
    if let Call::AssumeRoleWithWebIdentity { role_arn, .. } = call {
        return Some(role_arn.clone());
    }
    if let Call::GetCredentialsForIdentity { custom_role, .. } = call { custom_role.clone() } else { None }
}
