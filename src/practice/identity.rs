//! The identity pool: whose identity an id is, which logins count, which role comes of them.
//! It checks a login token as AWS does and in AWS's words; keys are handed out by `credentials`.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::error::Failure;
use super::input::Texts;
use super::keys::{Unopened, peek};
use super::pool::{Call, Pool};
use super::random::Random;
use super::roster::{AUTHENTICATED, CLIENTS, GUEST, IDENTITY_POOL_ID, PROVIDER, REGION, Role};

/// What the identity pool remembers: guests, whose identity follows from nothing.
pub(super) struct Identities {
    guests: BTreeSet<String>,
    /// `AllowUnauthenticatedIdentities`
    pub guests_allowed: bool,
}

impl Default for Identities {
    fn default() -> Self {
        Self { guests: BTreeSet::new(), guests_allowed: true }
    }
}

impl Identities {
    /// A guest nobody has seen before.
    pub(super) fn new_guest(&mut self, random: &mut Random) -> String {
        let id = format!("{REGION}:{}", random.uuid());
        self.guests.insert(id.clone());
        id
    }
}

/// Who asks the identity pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Visitor {
    /// Nobody in particular: no logins were sent.
    Guest,
    /// A user of the user pool.
    User(Member),
}

/// A user as the claims of their ID token tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    /// The `sub`.
    pub sub: String,
    roles: Vec<String>,
    preferred: Option<String>,
}

/// Who asks, by the `Logins` of the call.
pub(super) fn visitor(pool: &Pool, call: &Call<'_>) -> Result<Visitor, Failure> {
    match login(&call.input.texts("Logins")?) {
        Some((provider, token)) => check_login(pool, call, provider, token).map(Visitor::User),
        None if pool.identities.guests_allowed => Ok(Visitor::Guest),
        None => {
            Err(Failure::not_authorized("Unauthenticated access is not supported for this identity pool."))
        }
    }
}

/// The identity of a visitor who names one. Users may come with the identity they had as guests; it becomes theirs.
pub(super) fn identity_of(pool: &Pool, id: &str, visitor: &Visitor) -> Result<String, Failure> {
    let is_guest = pool.identities.guests.contains(id);
    let is_user = pool.people.iter().any(|user| identity_id(&user.sub) == id);
    match visitor {
        _ if !is_guest && !is_user => Err(Failure::not_found(format!("Identity '{id}' not found."))),
        Visitor::Guest if is_guest => Ok(id.to_owned()),
        Visitor::Guest => Err(Failure::not_authorized(format!("Access to Identity '{id}' is forbidden."))),
        Visitor::User(member) if is_guest || identity_id(&member.sub) == id => Ok(identity_id(&member.sub)),
        Visitor::User(_) => Err(Failure::not_authorized(
            "Logins don't match. Please include at least one valid login for this identity or identity pool.",
        )),
    }
}

/// A user's identity id: a UUID that follows from the `sub`, so it is the same every time.
pub(super) fn identity_id(sub: &str) -> String {
    let digest = Sha256::digest(format!("{IDENTITY_POOL_ID}|{sub}"));
    let bytes = digest.first_chunk::<16>().copied().unwrap_or_default();
    format!("{REGION}:{}", uuid::Builder::from_random_bytes(bytes).into_uuid())
}

/// The role that a visitor gets, by the token's claims or by choice among them.
pub(super) fn role(visitor: &Visitor, custom: Option<&str>) -> Result<&'static Role, Failure> {
    let Visitor::User(member) = visitor else { return Ok(&GUEST) };
    let role = match (custom, &member.preferred) {
        (Some(custom), _) if !member.roles.iter().any(|role| role == custom) => {
            return Err(Failure::not_authorized(
                "Access to the role that CustomRoleArn names is denied: it is not among the token's roles.",
            ));
        }
        (Some(arn), _) => Role::by_arn(arn),
        (None, Some(arn)) => Role::by_arn(arn),
        (None, None) => Some(&AUTHENTICATED),
    };
    role.filter(|role| role.trust == super::roster::Trust::Members).ok_or_else(|| {
        Failure::new(
            "InvalidIdentityPoolConfigurationException",
            "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        )
    })
}

/// The first login; the practice identity pool knows one provider, so a second could only be a wrong one.
fn login<'a>(logins: &Texts<'a>) -> Option<(&'a str, &'a str)> {
    logins.iter().find(|(provider, _)| *provider != PROVIDER).or_else(|| logins.iter().next())
}

fn check_login(pool: &Pool, call: &Call<'_>, provider: &str, token: &str) -> Result<Member, Failure> {
    const PUBLIC: [&str; 5] = [
        "accounts.google.com",
        "graph.facebook.com",
        "appleid.apple.com",
        "www.amazon.com",
        "api.twitter.com",
    ];
    if PUBLIC.contains(&provider) {
        return Err(unsupported());
    }
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
    let claims = call.keys.open(token).map_err(|unopened| match unopened {
        Unopened::NotAToken => invalid("Not a valid OpenId Connect identity token."),
        Unopened::NotOurs => invalid("Couldn't verify signed token."),
    })?;
    check_claims(&claims, call.now)
}

fn without_scheme(issuer: &str) -> &str {
    issuer.split_once("://").map_or(issuer, |(_, rest)| rest)
}

fn check_claims(claims: &Map<String, Json>, now: Timestamp) -> Result<Member, Failure> {
    let text = |name: &str| claims.get(name).and_then(Json::as_str);
    let audience = text("aud").ok_or_else(|| invalid("Missing a required claim: aud"))?;
    let expires = claims.get("exp").and_then(Json::as_i64).unwrap_or_default();
    let now = now.as_second();
    if now >= expires {
        return Err(invalid(&format!("Token expired: {now} >= {expires}")));
    }
    if !CLIENTS.iter().any(|client| client.id == audience) {
        return Err(unsupported());
    }
    if text("token_use") != Some("id") {
        return Err(invalid("Not a valid OpenId Connect identity token."));
    }
    let roles = claims.get("cognito:roles").and_then(Json::as_array);
    Ok(Member {
        sub: text("sub").unwrap_or_default().to_owned(),
        roles: roles.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect(),
        preferred: text("cognito:preferred_role").map(str::to_owned),
    })
}

fn invalid(what: &str) -> Failure {
    Failure::not_authorized(format!("Invalid login token. {what}"))
}

fn unsupported() -> Failure {
    Failure::not_authorized("Token is not from a supported provider of this identity pool.")
}
