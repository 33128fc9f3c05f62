//! Pretend providers that are no user pool: what each would give a person who signs in there, as tokens that the identity
//! pools of this practice pool take and nobody else does. Those with a signature are told by it; of the others it is
//! remembered that they were given.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::encoding::{base64, hex};
use super::error::Failure;
use super::keys::{KeyTrouble, Keys, peek};
use super::logins::{Login, check_end, check_times, invalid, opened};
use super::pool::{Call, Pool};
use super::random::Random;
use super::roster::{OUTSIDERS, Outsider};
use super::wire::Response;
use crate::secret::Secret;

/// All of them live an hour.
const TOKEN_SECS: i64 = 3600;

/// A login for an identity pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderToken {
    /// The provider's key in a Logins map.
    pub key: &'static str,
    /// The provider's name.
    pub name: &'static str,
    /// The token.
    pub token: Secret,
    /// When it ends.
    pub expires: Timestamp,
}

/// A provider, and the one person it knows here.
struct Provider {
    key: &'static str,
    name: &'static str,
    /// The person's id there.
    subject: &'static str,
    /// The app that a person signs in to.
    app: &'static str,
    kind: Kind,
}

/// What a provider's token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// An ID token; the issuer is the key behind `https://`.
    OpenId,
    /// `EAAG…`
    Facebook,
    /// `Atza|…`
    Amazon,
    /// Token and token secret, joined by `;`.
    X,
    /// A SAML response in base64.
    Saml,
}

const PROVIDERS: &[Provider] = &[
    Provider {
        key: "accounts.google.com",
        name: "Google",
        subject: "117302945518820463371",
        app: "407214886391-practice.apps.googleusercontent.com",
        kind: Kind::OpenId,
    },
    Provider {
        key: "appleid.apple.com",
        name: "Apple",
        subject: "001734.7c1e08f2a9d94c55b3f06e2d81a47b90.0915",
        app: "example.practice.app",
        kind: Kind::OpenId,
    },
    Provider {
        key: "oidc.practice.example/realms/main",
        name: "OIDC provider",
        subject: "sophie",
        app: "practice-app",
        kind: Kind::OpenId,
    },
    Provider {
        key: "graph.facebook.com",
        name: "Facebook",
        subject: "10216604831957273",
        app: "731845209916403",
        kind: Kind::Facebook,
    },
    Provider {
        key: "www.amazon.com",
        name: "Amazon",
        subject: "amzn1.account.AFPRACTICE2QJ7SOPHIEWILSONEX",
        app: "amzn1.application.practice",
        kind: Kind::Amazon,
    },
    Provider {
        key: "api.twitter.com",
        name: "X (Twitter)",
        subject: "2938471056",
        app: "practice-app",
        kind: Kind::X,
    },
    Provider {
        key: "arn:aws:iam::123456789012:saml-provider/PracticeSAML",
        name: "SAML provider",
        subject: "sophie@outside.example",
        app: "https://saml.practice.example/metadata",
        kind: Kind::Saml,
    },
];

/// The names of all of them, in the order of [`issue`].
pub(super) fn names() -> Vec<&'static str> {
    PROVIDERS.iter().map(|provider| provider.name).collect()
}

/// Tokens without a signature that counts, by their digests.
#[derive(Default)]
pub(super) struct Opaque(BTreeMap<String, Given>);

struct Given {
    key: &'static str,
    expires: Timestamp,
}

/// A token of every provider.
pub(super) fn issue(pool: &mut Pool, keys: &Keys, now: Timestamp) -> Result<Vec<ProviderToken>, KeyTrouble> {
    let expires = Timestamp::from_second(now.as_second() + TOKEN_SECS).unwrap_or(Timestamp::MAX);
    // Tokens that ended are kept for a while, so that they can be told from others'.
    let long_ago = now - SignedDuration::from_hours(24);
    pool.opaque.0.retain(|_, given| given.expires > long_ago);
    let Pool { opaque, random, .. } = pool;
    let token = |provider: &Provider| {
        let token = match (provider.kind, OUTSIDERS.first()) {
            (Kind::OpenId, Some(who)) => keys.provider()?.sign(&provider.claims(who, random, expires))?,
            (kind, _) => kind.opaque(provider, random, expires),
        };
        opaque.0.insert(digest(&token), Given { key: provider.key, expires });
        Ok(ProviderToken { key: provider.key, name: provider.name, token: token.into(), expires })
    };
    PROVIDERS.iter().map(token).collect()
}

/// The same over HTTP.
pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    let row = |token: &ProviderToken| {
        json!({
            "key": token.key,
            "name": token.name,
            "token": token.token.expose(),
            "expires": token.expires.to_string(),
        })
    };
    match issue(pool, call.keys, call.now) {
        Ok(tokens) => {
            let rows: Vec<Json> = tokens.iter().map(row).collect();
            Response::document(&json!({ "provider_tokens": rows })).header("cache-control", "no-store")
        }
        Err(trouble) => Response::aws_json(Err(trouble.into())),
    }
}

/// Whom a provider's token proves; nothing when the key is no provider's of these.
pub(super) fn check(pool: &Pool, call: &Call<'_>, key: &str, token: &str) -> Option<Result<Login, Failure>> {
    let provider = PROVIDERS.iter().find(|provider| provider.key == key)?;
    let checked = match provider.kind {
        Kind::OpenId => provider.check_signed(call, token),
        Kind::Facebook | Kind::Amazon | Kind::X | Kind::Saml => {
            provider.check_given(&pool.opaque, call.now, token)
        }
    };
    Some(checked.map(|()| Login::plain(provider.key, provider.app, provider.subject)))
}

impl Provider {
    fn issuer(&self) -> String {
        format!("https://{}", self.key)
    }

    fn claims(&self, who: &Outsider, random: &mut Random, expires: Timestamp) -> Json {
        let ends = expires.as_second();
        json!({
            "iss": self.issuer(),
            "aud": self.app,
            "sub": self.subject,
            "email": who.email,
            "email_verified": true,
            "given_name": who.given_name,
            "jti": random.uuid(),
            "iat": ends - TOKEN_SECS,
            "exp": ends,
        })
    }

    fn check_signed(&self, call: &Call<'_>, token: &str) -> Result<(), Failure> {
        let (_, unverified) =
            peek(token).ok_or_else(|| invalid("Not a valid OpenId Connect identity token."))?;
        if unverified.get("iss").and_then(Json::as_str) != Some(self.issuer().as_str()) {
            return Err(invalid("Issuer doesn't match providerName"));
        }
        let claims = opened(call.keys.open_of_provider(token))?;
        let audience = check_times(&claims, call.now)?;
        if audience == self.app { Ok(()) } else { Err(invalid("Incorrect token audience.")) }
    }

    fn check_given(&self, opaque: &Opaque, now: Timestamp, token: &str) -> Result<(), Failure> {
        match opaque.0.get(&digest(token)) {
            Some(given) if given.key == self.key => check_end(given.expires.as_second(), now),
            Some(_) | None => Err(invalid("Couldn't verify signed token.")),
        }
    }
}

impl Kind {
    /// A text as the provider's look.
    fn opaque(self, provider: &Provider, random: &mut Random, expires: Timestamp) -> String {
        match self {
            Self::Facebook | Self::OpenId => format!("EAAG{}", hex(&random.bytes(80))),
            Self::Amazon => format!("Atza|{}", random.base64url(300)),
            Self::X => {
                let (token, secret) = (random.base64url(30), random.base64url(33));
                format!("{}-{token};{secret}", provider.subject)
            }
            Self::Saml => base64(saml_response(provider, random, expires).as_bytes()),
        }
    }
}

fn saml_response(provider: &Provider, random: &mut Random, expires: Timestamp) -> String {
    let Provider { subject, app, .. } = provider;
    let (id, signature) = (random.uuid(), base64(&random.bytes(256)));
    format!(
        "<samlp:Response xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\" \
         xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_{id}\" Version=\"2.0\">\
         <saml:Issuer>{app}</saml:Issuer><samlp:Status>\
         <samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/></samlp:Status>\
         <saml:Assertion ID=\"_{id}-1\" Version=\"2.0\"><saml:Issuer>{app}</saml:Issuer>\
         <ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><ds:SignatureValue>{signature}\
         </ds:SignatureValue></ds:Signature><saml:Subject><saml:NameID>{subject}</saml:NameID></saml:Subject>\
         <saml:Conditions NotOnOrAfter=\"{expires}\"/></saml:Assertion></samlp:Response>"
    )
}

fn digest(token: &str) -> String {
    hex(&Sha256::digest(token))
}
