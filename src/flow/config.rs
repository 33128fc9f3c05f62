//! What a login is asked to do, once it makes sense. It is made by [`super::Draft::check`].

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use crate::cognito::managed_login::{Domain, OPENID, Prompt, RedirectUrl};
use crate::cognito::{
    ClientId, Device, FirstFactor, IdentityPoolId, Params, Region, Until, UserPoolId, Way, endpoint,
};
use crate::secret::Secret;

/// A login that makes sense. Made by [`super::Draft::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginConfig {
    /// Where the user pool's calls go.
    pub region: Region,
    /// The user pool, where it is known: SRP, Admin calls and the identity pool need it.
    pub pool: Option<UserPoolId>,
    /// The app client; none where no user pool is asked.
    pub client: Option<ClientId>,
    /// Its secret, if it has one.
    pub client_secret: Option<Secret>,
    /// The identity pool, if the walk goes that far.
    pub identity_pool: Option<IdentityPoolId>,
    /// As typed: a user name or an alias. For a developer identity, what the developer calls the person.
    pub username: String,
    /// As typed; no normalization.
    pub password: Secret,
    /// How to begin.
    pub way: Way,
    /// What `USER_AUTH` asks for at once; none lets Cognito offer a choice.
    pub preferred: Option<FirstFactor>,
    /// What a refresh begins with.
    pub refresh_token: Option<Secret>,
    /// The real user name that the tokens at hand tell: `SECRET_HASH` of a refresh is over it, whatever
    /// alias was typed. None where there are no tokens yet.
    pub real_name: Option<String>,
    /// The device that this user was remembered on.
    pub device: Option<Device>,
    /// Confirm and remember this computer when Cognito offers to.
    pub remembers_device: bool,
    /// The user's authenticator app, if its secret is kept (base32): codes then fill themselves in.
    pub totp_secret: Option<Secret>,
    /// How the browser is sent to the pool's own pages, where that is the way in.
    pub browser: Option<BrowserPlan>,
    /// How the identity pool is asked.
    pub identity: IdentityPlan,
    /// How far to go.
    pub until: Until,
}

/// How the identity pool is asked: with which logins, for which role, and by which of its two flows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdentityPlan {
    /// The user pool's key in the `Logins` map, when it is not the derived one.
    pub logins_key: Option<String>,
    /// Logins of other providers: provider name → token.
    pub others: Params,
    /// `CustomRoleArn`
    pub custom_role: Option<String>,
    /// The classic flow in place of the enhanced one.
    pub classic: Option<Classic>,
    /// Who vouches for the person, in place of a provider.
    pub developer: Option<Developer>,
}

/// The classic flow: a token of the identity pool, and the role that STS is asked for with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Classic {
    /// The role.
    pub role_arn: String,
    /// How long the keys are to live, in seconds; 900 to 43,200, and no longer than the role allows.
    pub duration_secs: i32,
}

/// A developer identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Developer {
    /// The developer provider's name, as configured in the identity pool.
    pub provider: String,
    /// What the developer calls the person.
    pub user: String,
    /// How long the token is to live, in seconds; 1 to 86,400. The service's own default when not said.
    pub duration_secs: Option<i64>,
}

/// Managed login in the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrowserPlan {
    /// Where the pages are.
    pub domain: Domain,
    /// Where the browser comes back to.
    pub redirect: RedirectUrl,
    /// Where signing out leads.
    pub sign_out_url: String,
    /// Scopes with spaces between them.
    pub scopes: String,
    /// Whose sign-in is wanted; none lets the person choose.
    pub identity_provider: Option<String>,
    /// Whether the person is to be asked.
    pub prompt: Option<Prompt>,
    /// The name that the page is to be filled in with.
    pub login_hint: Option<String>,
}

impl BrowserPlan {
    /// True when the pages' user info may be asked for.
    #[must_use]
    pub fn has_user_info(&self) -> bool {
        has_openid(&self.scopes)
    }
}

/// True when these scopes bring an ID token.
pub(super) fn has_openid(scopes: &str) -> bool {
    scopes.split_whitespace().any(|scope| scope == OPENID)
}

impl LoginConfig {
    /// The key of the user pool in the identity pool's `Logins` map: the one given, the pool's provider
    /// name, or else the token's issuer.
    #[must_use]
    pub fn logins_key(&self, id_token: &Secret) -> String {
        match (&self.identity.logins_key, &self.pool) {
            (Some(key), _) => key.clone(),
            (None, Some(pool)) => endpoint::logins_key(pool),
            (None, None) => issuer(id_token).unwrap_or_default(),
        }
    }

    /// Where the identity pool's calls go: its own region, which may be another one.
    #[must_use]
    pub fn identity_region(&self) -> Region {
        self.identity_pool.as_ref().and_then(IdentityPoolId::region).unwrap_or_else(|| self.region.clone())
    }
}

/// `iss` without its scheme, read without any check: the identity pool checks the token itself.
fn issuer(token: &Secret) -> Option<String> {
    let payload = BASE64.decode(token.expose().split('.').nth(1)?.trim_end_matches('=')).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&payload).ok()?;
    let iss = claims.get("iss")?.as_str()?;
    Some(iss.trim_start_matches("https://").trim_start_matches("http://").to_owned())
}
