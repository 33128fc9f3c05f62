//! What a sign-in ends with: ID, access and refresh token, all from one grant, and the grants' later life:
//! refresh, revocation, the check of an access token. Signatures are `keys`'.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value as Json, json};

use super::auth::Login;
use super::encoding::base64url;
use super::error::Failure;
use super::people::User;
use super::pool::{Call, Pool};
use super::random::Random;
use super::roster::Client;

/// ID and access tokens live an hour.
const TOKEN_SECS: i64 = 3600;
/// Refresh tokens live thirty days.
const REFRESH_HOURS: i64 = 30 * 24;
const SCOPE: &str = "aws.cognito.signin.user.admin";

/// One sign-in and all tokens that come from it.
#[derive(Clone)]
pub(super) struct Grant {
    /// The real user name.
    pub user: String,
    client_id: &'static str,
    issuer: String,
    origin_jti: String,
    event_id: String,
    auth_time: i64,
    expires: Timestamp,
    revoked: bool,
}

/// Every grant, by its refresh token.
#[derive(Default)]
pub(super) struct Grants(BTreeMap<String, Grant>);

impl Grants {
    /// Ends one grant, if the refresh token belongs to this client.
    pub(super) fn revoke(&mut self, refresh_token: &str, client: &Client) {
        if let Some(grant) = self.0.get_mut(refresh_token).filter(|grant| grant.client_id == client.id) {
            grant.revoked = true;
        }
    }

    /// Ends every grant of a user.
    pub(super) fn revoke_all(&mut self, user: &str) {
        self.0.values_mut().filter(|grant| grant.user == user).for_each(|grant| grant.revoked = true);
    }

    fn is_live(&self, origin_jti: &str) -> bool {
        self.0.values().any(|grant| grant.origin_jti == origin_jti && !grant.revoked)
    }
}

/// The answer to a finished sign-in, with a refresh token.
pub(super) fn first_issue(pool: &mut Pool, call: &Call<'_>, login: &Login) -> Result<Json, Failure> {
    let grant = Grant {
        user: login.user.clone(),
        client_id: login.client.id,
        issuer: pool.issuer.clone(),
        origin_jti: pool.random.uuid(),
        event_id: pool.random.uuid(),
        auth_time: call.now.as_second(),
        expires: call.now + SignedDuration::from_hours(REFRESH_HOURS),
        revoked: false,
    };
    let (id, access) = sign_pair(pool, call, &grant)?;
    let refresh = refresh_token(&mut pool.random);
    pool.grants.0.insert(refresh.clone(), grant);
    Ok(answer(&json!({
        "AccessToken": access,
        "ExpiresIn": TOKEN_SECS,
        "IdToken": id,
        "RefreshToken": refresh,
        "TokenType": "Bearer",
    })))
}

/// The answer to a refresh: the sign-in's time and origin stay, the tokens are fresh.
pub(super) fn issue_again(pool: &mut Pool, call: &Call<'_>, grant: &Grant) -> Result<Json, Failure> {
    let (id, access) = sign_pair(pool, call, grant)?;
    Ok(answer(&json!({
        "AccessToken": access,
        "ExpiresIn": TOKEN_SECS,
        "IdToken": id,
        "TokenType": "Bearer",
    })))
}

fn answer(result: &Json) -> Json {
    json!({ "AuthenticationResult": result, "ChallengeParameters": {} })
}

/// The grant of a refresh token that this client may still use.
pub(super) fn live_grant(
    pool: &Pool,
    token: &str,
    client: &Client,
    now: Timestamp,
) -> Result<Grant, Failure> {
    let grant = pool.grants.0.get(token).filter(|grant| grant.client_id == client.id);
    let grant = grant.ok_or_else(|| Failure::not_authorized("Invalid Refresh Token"))?;
    if grant.revoked {
        return Err(Failure::not_authorized("Refresh Token has been revoked"));
    }
    if now >= grant.expires {
        return Err(Failure::not_authorized("Refresh Token has expired"));
    }
    match pool.people.get(&grant.user) {
        Some(user) if user.enabled => Ok(grant.clone()),
        Some(_) => Err(Failure::not_authorized("User is disabled.")),
        None => Err(Failure::new("UserNotFoundException", "User does not exist.")),
    }
}

/// The user whom an access token stands for, if it is one of ours, young enough and not revoked.
pub(super) fn bearer<'a>(pool: &'a Pool, call: &Call<'_>) -> Result<&'a User, Failure> {
    let invalid = || Failure::not_authorized("Invalid Access Token");
    let claims = call.keys.open(call.input.demanded("AccessToken")).ok().ok_or_else(invalid)?;
    let text = |name: &str| claims.get(name).and_then(Json::as_str).unwrap_or_default();
    if text("token_use") != "access" {
        return Err(invalid());
    }
    if claims.get("exp").and_then(Json::as_i64).is_none_or(|exp| call.now.as_second() >= exp) {
        return Err(Failure::not_authorized("Access Token has expired"));
    }
    if !pool.grants.is_live(text("origin_jti")) {
        return Err(Failure::not_authorized("Access Token has been revoked"));
    }
    let user = pool.people.get(text("username")).ok_or_else(invalid)?;
    if user.enabled { Ok(user) } else { Err(Failure::not_authorized("User is disabled.")) }
}

fn sign_pair(pool: &mut Pool, call: &Call<'_>, grant: &Grant) -> Result<(String, String), Failure> {
    let user = pool.people.get(&grant.user).ok_or_else(Failure::internal)?;
    let (id_jti, access_jti) = (pool.random.uuid(), pool.random.uuid());
    let id = call.keys.id.sign(&id_claims(user, grant, &id_jti, call.now))?;
    let access = call.keys.access.sign(&access_claims(user, grant, &access_jti, call.now))?;
    Ok((id, access))
}

fn id_claims(user: &User, grant: &Grant, jti: &str, now: Timestamp) -> Json {
    let attributes = user.attributes.iter().map(|(name, value)| {
        let is_flag = name.ends_with("_verified");
        (name, if is_flag { Json::from(value == "true") } else { Json::from(value.as_str()) })
    });
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
    Json::Object(attributes.fold(claims, |claims, (name, value)| claims.put(name, value)).0)
}

fn access_claims(user: &User, grant: &Grant, jti: &str, now: Timestamp) -> Json {
    let claims = Claims::default()
        .put("sub", user.sub.as_str())
        .groups(user)
        .put("iss", grant.issuer.as_str())
        .put("client_id", grant.client_id)
        .put("origin_jti", grant.origin_jti.as_str())
        .put("event_id", grant.event_id.as_str())
        .put("token_use", "access")
        .put("scope", SCOPE)
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

/// Five parts like AWS's, the header AWS's own, the rest noise: only the pool could open it, and it looks it up instead.
fn refresh_token(random: &mut Random) -> String {
    let header = base64url(br#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#);
    let mut part = |bytes| random.base64url(bytes);
    format!("{header}.{}.{}.{}.{}", part(256), part(12), part(820), part(16))
}
