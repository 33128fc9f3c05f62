//! What a pair means for a connection: by its key, by the shape of its value, or by both. It
//! knows how people and tools name things, not which of several values to take.

use super::pair::Pair;
use crate::cognito::managed_login::RedirectUrl;
use crate::cognito::{IdentityPoolId, UserPoolId};
use crate::profile::Field;

/// What a key says that its value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A field. The lower the rank, the surer the key.
    Field(Field, u8),
    /// The app client's secret.
    ClientSecret,
    /// Some other secret.
    OtherSecret,
    /// Nothing, or nothing of ours.
    Nothing,
}

/// True when the pair fills a field or holds the client's secret.
pub(super) fn is_for_us(pair: &Pair) -> bool {
    shape(pair.value.expose()).is_some()
        || matches!(
            by_key(pair),
            Meaning::ClientSecret | Meaning::Field(Field::UserPool | Field::Client | Field::IdentityPool, _)
        )
}

/// What the key says.
pub(super) fn by_key(pair: &Pair) -> Meaning {
    let name = name(pair);
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let is_foreign = pair.path.iter().chain([&pair.key]).any(|key| has_foreign(&squashed(key)));
    let is_about_secrets =
        has(&["policy", "protection", "validity", "revocation"]) || ends(&["name", "arn", "url", "type"]);
    if has(&SECRETS) && !is_about_secrets {
        let ours = has(&["clientsecret"]) && !is_foreign;
        return if ours { Meaning::ClientSecret } else { Meaning::OtherSecret };
    }
    if is_foreign {
        Meaning::Nothing
    } else if ends(&["region"]) {
        Meaning::Field(Field::Region, region_rank(&name, pair))
    } else if let Some(field) = endpoint(&name, pair) {
        Meaning::Field(field, u8::from(!has(&["cognito", "sts"])))
    } else if has(&["identitypoolid"]) || ends(&["identitypool"]) {
        Meaning::Field(Field::IdentityPool, 0)
    } else if has(&["clientid"]) {
        Meaning::Field(Field::Client, u8::from(!has(&["cognito", "userpool", "appclient"])))
    } else if has(&["userpoolid", "userpoolsid"]) || ends(&["userpool", "poolid"]) {
        Meaning::Field(Field::UserPool, 0)
    } else if let Some(field) = of_login_pages(&name, pair) {
        Meaning::Field(field, 0)
    } else if ends(&["cognitousername"]) {
        Meaning::Field(Field::Username, 0)
    } else if ends(&["awsprofile"]) {
        Meaning::Field(Field::AwsProfile, 0)
    } else if has(&["cognito", "userpool", "client", "audience"]) && is_usual_client_id(pair.value.expose()) {
        Meaning::Field(Field::Client, 2)
    } else {
        Meaning::Nothing
    }
}

/// The id that a value is or holds: an id, an ARN, an address of the issuer.
pub(super) fn shape(value: &str) -> Option<(Field, String)> {
    let value = value.trim();
    let holds_pool = value.contains(":userpool/") || value.contains("cognito-idp.");
    let holds_identity_pool = value.contains(":identitypool/");
    let mut parts =
        std::iter::once(value).chain(value.split('/').filter(|_| holds_pool || holds_identity_pool));
    parts.find_map(|part| user_pool(part).or_else(|| identity_pool(part)))
}

fn user_pool(text: &str) -> Option<(Field, String)> {
    UserPoolId::parse(text).ok().map(|pool| (Field::UserPool, pool.to_string()))
}

/// Stricter than the parser: with the full length of a UUID there is no doubt left.
fn identity_pool(text: &str) -> Option<(Field, String)> {
    let pool = IdentityPoolId::parse(text).ok()?.to_string();
    let uuid = pool.rsplit(':').next()?;
    (uuid.len() == 36).then_some((Field::IdentityPool, pool))
}

/// True for an id of a signed-in identity, which has the shape of an identity pool's.
pub(super) fn is_identity(pair: &Pair) -> bool {
    name(pair).ends_with("identityid")
}

/// True when the text stands for a value that somebody was to fill in.
pub(super) fn is_placeholder(value: &str) -> bool {
    let value = value.to_lowercase();
    let words = ["your", "changeme", "change_me", "replace", "placeholder", "xxxx", "insert", "todo"];
    value.starts_with(['<', '[', '{', '$', '%', '!']) || words.iter().any(|word| value.contains(word))
}

/// Words that mark a value as somebody's secret.
const SECRETS: [&str; 8] =
    ["secret", "password", "passwd", "token", "apikey", "accesskey", "privatekey", "credential"];

/// Others who have client ids and secrets.
const FOREIGN: [&str; 14] = [
    "google", "facebook", "github", "gitlab", "apple", "auth0", "okta", "azure", "slack", "discord",
    "twitter", "linkedin", "stripe", "paypal",
];

fn has_foreign(key: &str) -> bool {
    FOREIGN.iter().any(|word| key.contains(word))
}

/// The key alone, or with the one above it when alone it says too little: `UserPool.Id`.
fn name(pair: &Pair) -> String {
    let key = squashed(&pair.key);
    if !["id", "poolid", "region", "arn"].contains(&key.as_str()) {
        return key;
    }
    let above = pair.path.iter().rev().map(|key| squashed(key)).find(|key| key != "default");
    format!("{}{key}", above.unwrap_or_default())
}

/// Letters and digits in lower case: `VITE_USER_POOL_ID` and `viteUserPoolId` are one name.
fn squashed(key: &str) -> String {
    key.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn region_rank(name: &str, pair: &Pair) -> u8 {
    let is_under_auth = pair.path.iter().any(|key| ["auth", "cognito"].contains(&squashed(key).as_str()));
    if is_under_auth
        || ["cognitoregion", "userpoolregion", "authawsregion", "authregion"]
            .iter()
            .any(|end| name.ends_with(end))
    {
        0
    } else if name == "region" || name.ends_with("awsregion") || name.ends_with("awsdefaultregion") {
        1
    } else {
        2
    }
}

fn endpoint(name: &str, pair: &Pair) -> Option<Field> {
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let value = pair.value.expose();
    let is_local =
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].iter().any(|l| value.starts_with(l));
    if ends(&["endpointurlcognitoidentity", "cognitoidentityendpoint", "cognitoidentityendpointurl"]) {
        Some(Field::EndpointIdentity)
    } else if ends(&["endpointurlsts", "stsendpoint", "stsendpointurl"]) {
        Some(Field::EndpointSts)
    } else if ends(&[
        "endpointurlcognitoidentityprovider",
        "awsendpointurl",
        "cognitoendpoint",
        "cognitoendpointurl",
    ]) || (ends(&["endpoint"]) && is_local)
    {
        Some(Field::Endpoint)
    } else {
        None
    }
}

/// The domain of the login pages, and addresses of this computer that they may lead to.
fn of_login_pages(name: &str, pair: &Pair) -> Option<Field> {
    let value = pair.value.expose().trim();
    let ends = |words: &[&str]| words.iter().any(|word| name.ends_with(word));
    let is_under_oauth = pair.path.iter().any(|key| squashed(key) == "oauth");
    let is_cognitos = value.trim_end_matches('/').ends_with(".amazoncognito.com");
    let is_named = ends(&["oauthdomain", "cognitodomain", "userpooldomain"]);
    if is_named || (ends(&["domain"]) && (is_under_oauth || is_cognitos)) {
        return Some(Field::Domain);
    }
    let comes_back_here = RedirectUrl::parse(value).is_ok() && !value.contains(',');
    if comes_back_here && ends(&["redirectsignin", "redirectsigninuri"]) {
        Some(Field::RedirectUrl)
    } else if comes_back_here && ends(&["redirectsignout", "redirectsignouturi"]) {
        Some(Field::SignOutUrl)
    } else {
        None
    }
}

/// 26 lower-case letters and digits, some of each: what Cognito gives.
fn is_usual_client_id(value: &str) -> bool {
    value.len() == 26
        && value.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase())
        && value.bytes().any(|b| b.is_ascii_digit())
        && value.bytes().any(|b| b.is_ascii_lowercase())
}
