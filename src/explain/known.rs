//! What is known around a failure beyond the call that failed: clocks, the login that was shown, what
//! worked before. Gathered from the step and the login; what the app remembers is added to it.

use std::time::Duration;

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use crate::cognito::{AuthFlow, Params};
use crate::flow::{Call, LoginConfig, Performed, Step};
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
    /// What was typed, as far as it may be judged.
    pub typed: Typed,
    /// The role that the keys were to have.
    pub role: Option<String>,
    /// Flows that this app client took before.
    pub worked: Vec<AuthFlow>,
    /// Flows that this app client does not allow.
    pub not_allowed: Vec<AuthFlow>,
    /// A refresh token is at hand.
    pub can_refresh: bool,
    /// The ID token is at hand of a sign-in whose access token was pasted as a login.
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
    /// The username could be an e-mail address or a phone number.
    pub name: Option<NameLook>,
    /// The password begins or ends with white space.
    pub password_has_spaces: bool,
    /// Tokens at hand tell the username behind an alias.
    pub has_real_name: bool,
    /// The app client has a secret in the form.
    pub has_secret: bool,
    /// A remembered device goes along.
    pub has_device: bool,
    /// The key of the user pool's login was typed, not derived.
    pub has_logins_key: bool,
    /// The refresh token has as many parts as Cognito's have.
    pub refresh_token_is_whole: Option<bool>,
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
        let login = step.call.as_ref().and_then(logins).and_then(LoginShown::of);
        let preferred = login.as_ref().and_then(|login| login.preferred_role.clone());
        let role = step.call.as_ref().and_then(role_asked_for).or(preferred);
        let clock_behind = performed.and_then(clock_behind);
        Self { clock_behind, waited, sent, login, role, ..Self::default() }
    }

    /// What the login that the step is of tells besides.
    pub(super) fn with(self, login: &LoginConfig) -> Self {
        Self { typed: Typed::of(login), ..self }
    }
}

impl Typed {
    fn of(login: &LoginConfig) -> Self {
        let password = login.password.expose();
        let parts = |token: &str| token.split('.').count();
        Self {
            name: NameLook::of(&login.username),
            password_has_spaces: password.trim().len() < password.len(),
            has_real_name: login.real_name.is_some(),
            has_secret: login.client_secret.is_some(),
            has_device: login.device.is_some(),
            has_logins_key: login.identity.logins_key.is_some(),
            refresh_token_is_whole: login.refresh_token.as_ref().map(|token| parts(token.expose()) == 5),
        }
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

fn role_asked_for(call: &Call) -> Option<String> {
    if let Call::AssumeRoleWithWebIdentity { role_arn, .. } = call {
        return Some(role_arn.clone());
    }
    if let Call::GetCredentialsForIdentity { custom_role, .. } = call { custom_role.clone() } else { None }
}

/// The answer's `Date`, which has whole seconds, against the middle of the call.
fn clock_behind(performed: &Performed) -> Option<SignedDuration> {
    let response = performed.exchange.as_ref()?.response.as_ref()?;
    let date = rfc2822::DateTimeParser::new().parse_timestamp(response.header("date")?).ok()?;
    let middle = performed.started.saturating_add(performed.took / 2).ok()?;
    Some(date.duration_since(middle))
}
