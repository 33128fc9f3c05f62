//! What a sign-in ends with: ID, access and refresh token, all from one grant, and the grants' later life:
//! refresh, revocation, the check of an access token. Signatures are `keys`'; which scopes an app is granted on the
//! login pages is `web`'s.

mod claims;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};

pub(super) use self::claims::scopes_show;
use self::claims::{access_claims, id_claims};
use super::auth::Login;
use super::encoding::base64url;
use super::error::Failure;
use super::people::User;
use super::pool::{Call, Pool};
use super::random::Random;
use super::roster::{Client, DEVICE_GROUP_KEY, Rotation};

/// ID and access tokens live an hour.
pub(super) const TOKEN_SECS: i64 = 3600;
/// Refresh tokens live thirty days.
const REFRESH_HOURS: i64 = 30 * 24;
/// What lets the bearer of an access token manage the account; API sign-ins bring nothing else.
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
    /// The device that it was made with, when devices are tracked.
    device: Option<String>,
    /// When another refresh token has taken the place of this one for good.
    replaced: Option<Timestamp>,
    /// What was agreed on the login pages; none for a sign-in through the API.
    pages: Option<Agreed>,
}

/// What an app and a user agreed on at the login pages.
#[derive(Clone)]
pub(super) struct Agreed {
    /// The granted scopes.
    pub scopes: Vec<String>,
    /// The app's nonce, for the first ID token.
    pub nonce: Option<String>,
    /// When the user signed in, which may be an hour before the app came.
    pub signed_in: Timestamp,
}

/// Tokens for an app that came over the login pages.
pub(super) struct Issued {
    /// The ID token, if `openid` was granted.
    pub id: Option<String>,
    /// The access token.
    pub access: String,
    /// The refresh token, if there is another one.
    pub refresh: Option<String>,
}

/// Every grant, by its refresh token; one whose token was replaced is there under both.
#[derive(Default)]
pub(super) struct Grants(BTreeMap<String, Grant>);

impl Grants {
    /// Ends one grant with all its refresh tokens, if this one belongs to this client.
    pub(super) fn revoke(&mut self, refresh_token: &str, client: &Client) {
        let grant = self.0.get(refresh_token).filter(|grant| grant.client_id == client.id);
        let Some(origin) = grant.map(|grant| grant.origin_jti.clone()) else { return };
        let family = self.0.values_mut().filter(|grant| grant.origin_jti == origin);
        family.for_each(|grant| grant.revoked = true);
    }

    /// Ends every grant of a user.
    pub(super) fn revoke_all(&mut self, user: &str) {
        self.0.values_mut().filter(|grant| grant.user == user).for_each(|grant| grant.revoked = true);
    }

    /// Drops a grant that never reached anybody.
    pub(super) fn forget(&mut self, refresh_token: &str) {
        self.0.remove(refresh_token);
    }

    fn is_live(&self, origin_jti: &str) -> bool {
        self.0.values().any(|grant| grant.origin_jti == origin_jti && !grant.revoked)
    }
}

impl Grant {
    fn begin(pool: &mut Pool, call: &Call<'_>, login: &Login) -> Self {
        Self {
            user: login.user.clone(),
            client_id: login.client.id,
            issuer: pool.issuer.clone(),
            origin_jti: pool.random.uuid(),
            event_id: pool.random.uuid(),
            auth_time: call.now.as_second(),
            expires: call.now + SignedDuration::from_hours(REFRESH_HOURS),
            revoked: false,
            device: None,
            replaced: None,
            pages: None,
        }
    }

    /// `openid` brings an ID token; a sign-in through the API always has one.
    fn has_openid(&self) -> bool {
        self.pages.as_ref().is_none_or(|agreed| agreed.scopes.iter().any(|scope| scope == "openid"))
    }

    fn scope(&self) -> String {
        self.pages.as_ref().map_or_else(|| SCOPE.to_owned(), |agreed| agreed.scopes.join(" "))
    }
}

/// The tokens that an authorization code is redeemed for.
pub(super) fn issue_to_app(
    pool: &mut Pool,
    call: &Call<'_>,
    login: &Login,
    agreed: Agreed,
) -> Result<Issued, Failure> {
    let auth_time = agreed.signed_in.as_second();
    let mut grant = Grant { auth_time, pages: Some(agreed), ..Grant::begin(pool, call, login) };
    let issued = renew_for_app(pool, call, &grant)?;
    // A nonce is for the answer to one request: later ID tokens carry none.
    grant.pages.iter_mut().for_each(|agreed| agreed.nonce = None);
    let refresh = refresh_token(&mut pool.random);
    pool.grants.0.insert(refresh.clone(), grant);
    Ok(Issued { refresh: Some(refresh), ..issued })
}

/// Fresh tokens for an app, as far as they were granted.
pub(super) fn renew_for_app(pool: &mut Pool, call: &Call<'_>, grant: &Grant) -> Result<Issued, Failure> {
    let (id, access) = sign_pair(pool, call, grant)?;
    Ok(Issued { id: grant.has_openid().then_some(id), access, refresh: None })
}

/// The answer to a finished sign-in, with a refresh token, and with the key of a device that was not known.
pub(super) fn first_issue(pool: &mut Pool, call: &Call<'_>, login: &Login) -> Result<Json, Failure> {
    let signed_in_with = device(pool, call, login);
    let device = signed_in_with.key().map(str::to_owned);
    let grant = Grant { device, ..Grant::begin(pool, call, login) };
    let (id, access) = sign_pair(pool, call, &grant)?;
    let refresh = refresh_token(&mut pool.random);
    pool.grants.0.insert(refresh.clone(), grant);
    Ok(answer([
        ("AccessToken", Some(access.into())),
        ("ExpiresIn", Some(TOKEN_SECS.into())),
        ("IdToken", Some(id.into())),
        ("NewDeviceMetadata", signed_in_with.metadata()),
        ("RefreshToken", Some(refresh.into())),
        ("TokenType", Some("Bearer".into())),
    ]))
}

/// The answer to a refresh: the sign-in's time and origin stay, the tokens are fresh; the refresh token is another
/// one where the client rotates them.
pub(super) fn issue_again(
    pool: &mut Pool,
    call: &Call<'_>,
    grant: &Grant,
    refresh: Option<&str>,
) -> Result<Json, Failure> {
    let (id, access) = sign_pair(pool, call, grant)?;
    Ok(answer([
        ("AccessToken", Some(access.into())),
        ("ExpiresIn", Some(TOKEN_SECS.into())),
        ("IdToken", Some(id.into())),
        ("RefreshToken", refresh.map(Json::from)),
        ("TokenType", Some("Bearer".into())),
    ]))
}

/// The refresh token that takes the place of this one, if the client rotates them. The old one is good for a little while.
pub(super) fn rotate(pool: &mut Pool, call: &Call<'_>, token: &str, client: &Client) -> Option<String> {
    let Rotation::On { grace_secs } = client.rotation else { return None };
    let next = refresh_token(&mut pool.random);
    let old = pool.grants.0.get_mut(token)?;
    let grant = Grant { replaced: None, ..old.clone() };
    old.replaced.get_or_insert(call.now + SignedDuration::from_secs(grace_secs));
    pool.grants.0.insert(next.clone(), grant);
    Some(next)
}

/// What somebody signs in with.
enum SignedInWith {
    /// Nothing that is kept apart: devices are not tracked.
    Anything,
    /// A device that has proved itself.
    Known(String),
    /// A device that was not known, and has its key from this moment on.
    Unknown(String),
}

impl SignedInWith {
    fn key(&self) -> Option<&str> {
        match self {
            Self::Anything => None,
            Self::Known(key) | Self::Unknown(key) => Some(key),
        }
    }

    /// `NewDeviceMetadata`
    fn metadata(&self) -> Option<Json> {
        match self {
            Self::Anything | Self::Known(_) => None,
            Self::Unknown(key) => Some(json!({ "DeviceGroupKey": DEVICE_GROUP_KEY, "DeviceKey": key })),
        }
    }
}

fn device(pool: &mut Pool, call: &Call<'_>, login: &Login) -> SignedInWith {
    let Some(devices) = pool.people.get_mut(&login.user).and_then(|user| user.devices.as_mut()) else {
        return SignedInWith::Anything;
    };
    let known = login.device.as_deref().and_then(|key| devices.get_mut(key));
    if let Some(known) = known {
        known.signs_in(call.now);
        return SignedInWith::Known(known.key.clone());
    }
    SignedInWith::Unknown(devices.give_out(&pool.random.uuid(), call.now))
}

/// The answer with those members that there are.
fn answer<const N: usize>(members: [(&str, Option<Json>); N]) -> Json {
    let members = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    json!({ "AuthenticationResult": Json::Object(members.collect()), "ChallengeParameters": {} })
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
    if grant.replaced.is_some_and(|over| now > over) {
        return Err(Failure::new(
            "RefreshTokenReuseException",
            "Refresh Token has been replaced by rotation",
        ));
    }
    match pool.people.get(&grant.user) {
        Some(user) if user.enabled => Ok(grant.clone()),
        Some(_) => Err(Failure::not_authorized("User is disabled.")),
        None => Err(Failure::new("UserNotFoundException", "User does not exist.")),
    }
}

/// Refuses a refresh without the device of its sign-in, where devices are tracked: that device, confirmed and not forgotten.
pub(super) fn same_device(pool: &Pool, grant: &Grant, given: Option<&str>) -> Result<(), Failure> {
    let Some(key) = &grant.device else { return Ok(()) };
    let devices = pool.people.get(&grant.user).and_then(|user| user.devices.as_ref());
    if given == Some(key) && devices.is_some_and(|devices| devices.confirmed(key).is_some()) {
        Ok(())
    } else {
        Err(Failure::not_authorized("Invalid Refresh Token"))
    }
}

/// The user whom an access token of this call stands for, if the token lets its bearer manage the account.
pub(super) fn bearer<'a>(pool: &'a Pool, call: &Call<'_>) -> Result<&'a User, Failure> {
    let (user, scopes) = bearer_of(pool, call, call.input.demanded("AccessToken"))?;
    if scopes.iter().any(|scope| scope == SCOPE) {
        Ok(user)
    } else {
        Err(Failure::not_authorized("Access Token does not have required scopes"))
    }
}

/// The user whom an access token stands for, if it is one of ours, young enough and not revoked; and its scopes.
pub(super) fn bearer_of<'a>(
    pool: &'a Pool,
    call: &Call<'_>,
    token: &str,
) -> Result<(&'a User, Vec<String>), Failure> {
    let invalid = || Failure::not_authorized("Invalid Access Token");
    let claims = call.keys.open(token).ok().ok_or_else(invalid)?;
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
    let scopes = text("scope").split(' ').map(str::to_owned).collect();
    if user.enabled { Ok((user, scopes)) } else { Err(Failure::not_authorized("User is disabled.")) }
}

fn sign_pair(pool: &mut Pool, call: &Call<'_>, grant: &Grant) -> Result<(String, String), Failure> {
    let user = pool.people.get(&grant.user).ok_or_else(Failure::internal)?;
    let (id_jti, access_jti) = (pool.random.uuid(), pool.random.uuid());
    let access = call.keys.access.sign(&access_claims(user, grant, &access_jti, call.now))?;
    let with = grant.pages.is_some().then_some(access.as_str());
    let id = call.keys.id.sign(&id_claims(user, grant, &id_jti, (call.now, with)))?;
    Ok((id, access))
}

/// Five parts like AWS's, the header AWS's own, the rest noise: only the pool could open it, and it looks it up instead.
fn refresh_token(random: &mut Random) -> String {
    let header = base64url(br#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#);
    let mut part = |bytes| random.base64url(bytes);
    format!("{header}.{}.{}.{}.{}", part(256), part(12), part(820), part(16))
}
