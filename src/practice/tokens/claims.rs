//! What is in a token: the claims of ID and access tokens, in the order in which AWS writes them. Signing them and handing
//! them out is the business of the file above.

use jiff::Timestamp;
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use super::{Grant, TOKEN_SECS};
use crate::practice::encoding::base64url;
use crate::practice::people::User;

/// The attribute that says which external account a user is.
const IDENTITIES: &str = "identities";

/// What an ID token says. One that comes with an access token over the login pages names it (`at_hash`).
pub(super) fn id_claims(
    user: &User,
    grant: &Grant,
    jti: &str,
    (now, access): (Timestamp, Option<&str>),
) -> Json {
    let shown = |name: &str| grant.pages.as_ref().is_none_or(|agreed| scopes_show(&agreed.scopes, name));
    let attributes = user.attributes.iter().filter(|(name, _)| name == IDENTITIES || shown(name));
    let attributes = attributes.map(|(name, value)| (name, claim_value(name, value)));
    let claims = Claims::default()
        .put("sub", user.sub.as_str())
        .groups(user)
        .put("iss", grant.issuer.as_str())
        .put("cognito:username", user.name.as_str())
        .roles(user)
        .put("origin_jti", grant.origin_jti.as_str())
        .put("aud", grant.client_id)
        .put("event_id", grant.event_id.as_str())
        .put("token_use", "id")
        .times(grant, now)
        .put("jti", jti);
    let nonce = grant.pages.as_ref().and_then(|agreed| agreed.nonce.as_deref());
    let claims = claims.put_some("at_hash", access.map(half_hash)).put_some("nonce", nonce);
    Json::Object(attributes.fold(claims, |claims, (name, value)| claims.put(name, value)).0)
}

/// The left half of a token's SHA-256.
fn half_hash(token: &str) -> String {
    let digest = Sha256::digest(token);
    base64url(&digest.first_chunk::<16>().copied().unwrap_or_default())
}

/// Attributes are texts; in a token flags are booleans, and `identities` is a list.
fn claim_value(name: &str, value: &str) -> Json {
    if name == IDENTITIES {
        serde_json::from_str(value).unwrap_or_else(|_| Json::from(value))
    } else if name.ends_with("_verified") {
        Json::from(value == "true")
    } else {
        Json::from(value)
    }
}

/// What an access token says.
pub(super) fn access_claims(user: &User, grant: &Grant, jti: &str, now: Timestamp) -> Json {
    let claims = Claims::default()
        .put("sub", user.sub.as_str())
        .put_some("device_key", grant.device.as_deref())
        .groups(user)
        .put("iss", grant.issuer.as_str())
        .put_some("version", grant.pages.is_some().then_some(2))
        .put("client_id", grant.client_id)
        .put("origin_jti", grant.origin_jti.as_str())
        .put("event_id", grant.event_id.as_str())
        .put("token_use", "access")
        .put("scope", grant.scope())
        .times(grant, now)
        .put("jti", jti)
        .put("username", user.name.as_str());
    Json::Object(claims.0)
}

/// Claims in the order in which AWS writes them.
#[derive(Default)]
struct Claims(Map<String, Json>);

impl Claims {
    fn put(mut self, name: &str, value: impl Into<Json>) -> Self {
        self.0.insert(name.to_owned(), value.into());
        self
    }

    fn put_some(self, name: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.put(name, value),
            None => self,
        }
    }

    fn groups(self, user: &User) -> Self {
        let names: Vec<&str> = user.groups.iter().map(|group| group.name).collect();
        if names.is_empty() { self } else { self.put("cognito:groups", names) }
    }

    fn roles(self, user: &User) -> Self {
        let roles = user.roles();
        match roles.first().cloned() {
            Some(preferred) => self.put("cognito:preferred_role", preferred).put("cognito:roles", roles),
            None => self,
        }
    }

    fn times(self, grant: &Grant, now: Timestamp) -> Self {
        let now = now.as_second();
        self.put("auth_time", grant.auth_time).put("exp", now + TOKEN_SECS).put("iat", now)
    }
}

/// Which attributes the granted scopes let an app see; `openid` alone lets it see them all.
pub(in crate::practice) fn scopes_show(scopes: &[String], attribute: &str) -> bool {
    let granted = |name: &str| scopes.iter().any(|scope| scope == name);
    if granted("profile") || !(granted("email") || granted("phone")) {
        return true;
    }
    match attribute {
        "email" | "email_verified" => granted("email"),
        "phone_number" | "phone_number_verified" => granted("phone"),
        _ => false,
    }
}
