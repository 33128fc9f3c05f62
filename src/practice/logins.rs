//! The `Logins` of a call to an identity pool: which of them count, and whom they prove. It checks a login token as AWS
//! does and in AWS's words; which identity comes of it is `identity`'s.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use super::error::Failure;
use super::keys::{Unopened, peek};
use super::pool::{Call, Pool};
use super::providers;
use super::roster::{CLIENTS, DEVELOPER_PROVIDER, IdentityPool, PROVIDER};

/// The key under which an identity pool's own token is a login: the second half of a developer's sign-in.
const IDENTITY_POOLS_OWN: &str = "cognito-identity.amazonaws.com";

/// Who asks the identity pool: nobody in particular, if there is nothing in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Visitor {
    /// The identity that the developer vouched for, by the identity pool's own token.
    pub holder_of: Option<String>,
    /// Whom the other logins prove.
    pub logins: Vec<Login>,
}

/// Somebody, as a provider knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Login {
    /// The provider's key in a Logins map; the user pool's is the one that AWS forms.
    pub provider: String,
    /// The app that the token was made for.
    pub app: String,
    /// Their id there.
    pub subject: String,
    /// Roles that the token brings.
    pub roles: Vec<String>,
    /// The strongest of them.
    pub preferred: Option<String>,
}

impl Visitor {
    /// True when nothing was sent that proves anybody.
    pub(super) fn is_guest(&self) -> bool {
        self.holder_of.is_none() && self.logins.is_empty()
    }

    /// `amr` of the identity pool's token.
    pub(super) fn methods(&self) -> Vec<String> {
        if self.is_guest() {
            return vec!["unauthenticated".to_owned()];
        }
        let each = self.logins.iter().flat_map(|login| {
            let Login { provider, app, subject, .. } = login;
            [provider.clone(), format!("{provider}:{app}:{subject}")]
        });
        std::iter::once("authenticated".to_owned()).chain(each).collect()
    }
}

impl Login {
    /// A login that brings no roles.
    pub(super) fn plain(provider: &str, app: &str, subject: &str) -> Self {
        Self {
            provider: provider.to_owned(),
            app: app.to_owned(),
            subject: subject.to_owned(),
            roles: Vec::new(),
            preferred: None,
        }
    }
}

/// Who asks, by the `Logins` of the call.
pub(super) fn visitor(pool: &Pool, call: &Call<'_>, of: &IdentityPool) -> Result<Visitor, Failure> {
    let mut visitor = Visitor::default();
    for (provider, token) in call.input.texts("Logins")?.iter() {
        if provider == IDENTITY_POOLS_OWN {
            visitor.holder_of = Some(check_own(call, of, token)?);
        } else {
            visitor.logins.push(check(pool, call, provider, token)?);
        }
    }
    if visitor.is_guest() && !of.guests {
        return Err(Failure::not_authorized(
            "Unauthenticated access is not supported for this identity pool.",
        ));
    }
    Ok(visitor)
}

/// One login of a provider.
pub(super) fn check(pool: &Pool, call: &Call<'_>, provider: &str, token: &str) -> Result<Login, Failure> {
    if provider == DEVELOPER_PROVIDER {
        return Err(Failure::invalid_parameter("Please provide a valid public provider."));
    }
    match providers::check(pool, call, provider, token) {
        Some(outcome) => outcome,
        None => check_user_pool(pool, call, provider, token),
    }
}

/// The identity pool's own token, as a developer's back end got it.
fn check_own(call: &Call<'_>, of: &IdentityPool, token: &str) -> Result<String, Failure> {
    let claims = opened(call.keys.open_openid(token))?;
    check_times(&claims, call.now)?;
    let text = |name: &str| claims.get(name).and_then(Json::as_str).unwrap_or_default();
    let methods = claims.get("amr").and_then(Json::as_array).into_iter().flatten();
    if text("aud") != of.id {
        return Err(invalid("Incorrect token audience."));
    }
    if !methods.filter_map(Json::as_str).any(|method| method == DEVELOPER_PROVIDER) {
        return Err(invalid("Can't pass in a Cognito token."));
    }
    Ok(text("sub").to_owned())
}

fn check_user_pool(pool: &Pool, call: &Call<'_>, provider: &str, token: &str) -> Result<Login, Failure> {
    let (_, unverified) = peek(token).ok_or_else(|| invalid("Not a valid OpenId Connect identity token."))?;
    let issuer = unverified.get("iss").and_then(Json::as_str).unwrap_or_default();
    if issuer == "https://cognito-identity.amazonaws.com" {
        return Err(invalid("Can't pass in a Cognito token."));
    }
    let named_after_issuer = without_scheme(issuer) == provider;
    if issuer != pool.issuer && named_after_issuer {
        return Err(unsupported());
    }
    // A login may go by AWS's name for the user pool, whatever the issuer in its tokens.
    if !(named_after_issuer || issuer == pool.issuer && provider == PROVIDER) {
        return Err(invalid("Issuer doesn't match providerName"));
    }
    let claims = opened(call.keys.open(token))?;
    check_claims(&claims, call.now)
}

fn without_scheme(issuer: &str) -> &str {
    issuer.split_once("://").map_or(issuer, |(_, rest)| rest)
}

fn check_claims(claims: &Map<String, Json>, now: Timestamp) -> Result<Login, Failure> {
    let text = |name: &str| claims.get(name).and_then(Json::as_str);
    let audience = check_times(claims, now)?;
    if !CLIENTS.iter().any(|client| client.id == audience) {
        return Err(unsupported());
    }
    if text("token_use") != Some("id") {
        return Err(invalid("Not a valid OpenId Connect identity token."));
    }
    let roles = claims.get("cognito:roles").and_then(Json::as_array);
    Ok(Login {
        roles: roles.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect(),
        preferred: text("cognito:preferred_role").map(str::to_owned),
        ..Login::plain(PROVIDER, &format!("{PROVIDER}:CognitoSignIn"), text("sub").unwrap_or_default())
    })
}

/// The claims of a token whose signature was looked at.
pub(super) fn opened(outcome: Result<Map<String, Json>, Unopened>) -> Result<Map<String, Json>, Failure> {
    outcome.map_err(|unopened| match unopened {
        Unopened::NotAToken => invalid("Not a valid OpenId Connect identity token."),
        Unopened::NotOurs => invalid("Couldn't verify signed token."),
    })
}

/// The audience of a token that is young enough.
pub(super) fn check_times(claims: &Map<String, Json>, now: Timestamp) -> Result<&str, Failure> {
    let audience = claims.get("aud").and_then(Json::as_str);
    let audience = audience.ok_or_else(|| invalid("Missing a required claim: aud"))?;
    let expires = claims.get("exp").and_then(Json::as_i64).unwrap_or_default();
    check_end(expires, now)?;
    Ok(audience)
}

/// Refuses what ended at `expires` (in seconds).
pub(super) fn check_end(expires: i64, now: Timestamp) -> Result<(), Failure> {
    let now = now.as_second();
    if now < expires { Ok(()) } else { Err(invalid(&format!("Token expired: {now} >= {expires}"))) }
}

/// A login token that does not count.
pub(super) fn invalid(what: &str) -> Failure {
    Failure::not_authorized(format!("Invalid login token. {what}"))
}

fn unsupported() -> Failure {
    Failure::not_authorized("Token is not from a supported provider of this identity pool.")
}
