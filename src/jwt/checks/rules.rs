//! The checks one by one. Each answers whatever came of the others, so that all that is wrong is seen at once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{Check, CheckName, Expected, Outcome, Source, TokenUse, Told};
use crate::jwt::claims::{from_secs, visible};
use crate::jwt::key_set::{Algorithm, Key, KeySet};
use crate::jwt::opened::{Document, Kind, Opened, Shape};
use crate::jwt::problem::Problem;
use crate::jwt::when::CLOCKS_DIFFER;

/// Values longer than this are cut where they are shown, in letters.
const LONGEST: usize = 160;

/// A token, and all that it is held against.
pub(super) struct Examined<'a> {
    pub(super) opened: &'a Opened,
    pub(super) keys: Option<&'a KeySet>,
    pub(super) expected: &'a Expected,
    pub(super) now: Timestamp,
}

const SHAPE: &str = "three parts of canonical base64url, a JSON object in the first two, no key twice";
const NO_CLAIMS: &str = "the claims cannot be read";
const ENCRYPTED: &str = "it is encrypted, not signed";
const NO_HEADER: &str = "the header cannot be read";
const ABSENT: &str = "missing";

impl<'a> Examined<'a> {
    pub(super) fn shape(&self) -> Check {
        if matches!(self.opened.shape, Shape::Encrypted(_)) {
            return skipped(
                CheckName::Shape,
                SHAPE,
                "five parts: an encrypted token, which only its key opens",
            );
        }
        let wrong: Vec<String> = self
            .opened
            .problems
            .iter()
            .filter(|problem| is_of_shape(problem))
            .map(ToString::to_string)
            .collect();
        if wrong.is_empty() {
            judged(CheckName::Shape, true, SHAPE, "as expected")
        } else {
            judged(CheckName::Shape, false, SHAPE, wrong.join("; "))
        }
    }

    pub(super) fn algorithm(&self) -> Check {
        let wanted = self.expected.source.algorithm().name();
        self.header(CheckName::Algorithm, wanted, |header| {
            let alg = header.get("alg");
            (alg.and_then(Value::as_str) == Some(wanted), found(alg))
        })
    }

    pub(super) fn extensions(&self) -> Check {
        self.header(CheckName::Extensions, "no crit", |header| {
            let own: Vec<&str> =
                ["jwk", "jku", "x5c", "x5u"].into_iter().filter(|name| header.get(name).is_some()).collect();
            match header.get("crit") {
                Some(crit) => (false, found(Some(crit))),
                None if own.is_empty() => (true, "none".into()),
                None => (true, Told::from(format!("none; {} in the header is not used", own.join(", ")))),
            }
        })
    }

    pub(super) fn key_id(&self) -> Check {
        self.header(CheckName::KeyId, "a text", |header| {
            let kid = header.get("kid");
            let is_text = kid.and_then(Value::as_str).is_some_and(|kid| !kid.is_empty());
            (is_text, if kid.and_then(Value::as_str) == Some("") { "empty".into() } else { found(kid) })
        })
    }

    pub(super) fn key(&self) -> Check {
        let algorithm = self.expected.source.algorithm();
        let wanted = match algorithm {
            Algorithm::Rs256 => "an RSA key of this kid in the key set, for RS256",
            Algorithm::Rs512 => "an RSA key of this kid in the key set, for RS512",
        };
        if self.header_of_signed().is_none() {
            return skipped(CheckName::Key, wanted, self.without_header());
        }
        let Some(keys) = self.keys else { return skipped(CheckName::Key, wanted, "no key set is at hand") };
        match self.one_key(keys) {
            Ok(key) => match key.problem(algorithm) {
                None => judged(CheckName::Key, true, wanted, key.summary.clone()),
                Some(problem) => judged(CheckName::Key, false, wanted, problem),
            },
            Err(why) => judged(CheckName::Key, false, wanted, why),
        }
    }

    pub(super) fn signature(&self) -> Check {
        let algorithm = self.expected.source.algorithm();
        let name = CheckName::Signature;
        let wanted = match algorithm {
            Algorithm::Rs256 => "made with RS256 and that key",
            Algorithm::Rs512 => "made with RS512 and that key",
        };
        let Shape::Signed(signed) = &self.opened.shape else {
            return skipped(name, wanted, "the token has no signature");
        };
        if signed.signature_bytes == 0 {
            return judged(name, false, wanted, "no signature");
        }
        let Some(keys) = self.keys else { return skipped(name, wanted, "no key set is at hand") };
        let alg = self.opened.header().and_then(|header| header.text("alg"));
        if alg != Some(algorithm.name()) {
            return judged(name, false, wanted, "another algorithm, which is not tried");
        }
        match self.one_key(keys) {
            Ok(key) if key.problem(algorithm).is_none() => {
                let message = self.opened.raw.expose().rsplit_once('.').map(|(message, _)| message);
                let fits = message
                    .is_some_and(|message| key.signed(algorithm, message.as_bytes(), &signed.signature));
                let words =
                    if fits { "made with that key" } else { "not made with that key over these words" };
                judged(name, fits, wanted, words)
            }
            Ok(_) | Err(_) => judged(name, false, wanted, "there is no key to check it with"),
        }
    }

    pub(super) fn issuer(&self) -> Check {
        let issuers = &self.expected.issuers;
        if issuers.is_empty() {
            let reason = "nobody said which issuer to expect";
            return self.claim(CheckName::Issuer, "the issuer you trust", |claims| {
                Err(format!("{}; {reason}", found(claims.get("iss"))).into())
            });
        }
        self.claim(CheckName::Issuer, issuers.join(" or "), |claims| {
            let issuer = claims.get("iss");
            let fits =
                issuer.and_then(Value::as_str).is_some_and(|issuer| issuers.iter().any(|one| one == issuer));
            Ok((fits, found(issuer)))
        })
    }

    pub(super) fn token_use(&self) -> Check {
        let wanted = self.expected.token_use.map_or("id or access", TokenUse::wire);
        if self.expected.source == Source::IdentityPool {
            let reason = "none: it is an identity pool’s token";
            return match self.expected.token_use {
                Some(_) => judged(CheckName::TokenUse, false, wanted, reason),
                None => skipped(CheckName::TokenUse, wanted, reason),
            };
        }
        self.claim(CheckName::TokenUse, wanted, |claims| {
            let token_use = claims.get("token_use");
            let fits = match (self.expected.token_use, token_use.and_then(Value::as_str)) {
                (Some(wanted), Some(token_use)) => token_use == wanted.wire(),
                (None, Some(token_use)) => matches!(token_use, "id" | "access"),
                (_, None) => false,
            };
            Ok((fits, found(token_use)))
        })
    }

    pub(super) fn client(&self) -> Check {
        let is_access = self.opened.kind == Kind::CognitoAccess;
        let (name, claim) =
            if is_access { (CheckName::ClientId, "client_id") } else { (CheckName::Audience, "aud") };
        let Some(client) = &self.expected.client else {
            let wanted = "the client you expect";
            return self.claim(name, wanted, |claims| {
                Err(format!("{}; nobody said which client to expect", found(claims.get(claim))).into())
            });
        };
        self.claim(name, client.clone(), |claims| {
            let value = claims.get(claim);
            Ok((value.and_then(Value::as_str) == Some(client), found(value)))
        })
    }

    pub(super) fn expiry(&self) -> Check {
        let wanted = Told::around("after ", self.now, "");
        self.claim(CheckName::Expiry, wanted, |claims| {
            let exp = claims.get("exp");
            let at = exp.and_then(from_secs);
            Ok((at.is_some_and(|at| self.now < at), self.told(exp, at, "")))
        })
    }

    pub(super) fn not_before(&self) -> Check {
        let wanted = Told::around("none, or not after ", self.now, "");
        self.claim(CheckName::NotBefore, wanted, |claims| {
            let Some(nbf) = claims.get("nbf") else { return Ok((true, "none".into())) };
            let at = from_secs(nbf);
            Ok((at.is_some_and(|at| at <= self.now), self.told(Some(nbf), at, "")))
        })
    }

    /// A time to come is remarked on, not refused: clocks differ, and `exp` is what ends a token.
    pub(super) fn issued_at(&self) -> Check {
        let wanted = Told::around("about ", self.now, " or before");
        self.claim(CheckName::IssuedAt, wanted, |claims| {
            let Some(iat) = claims.get("iat") else { return Ok((true, "none".into())) };
            let at = from_secs(iat);
            let is_to_come = at.is_some_and(|at| at.duration_since(self.now) > CLOCKS_DIFFER);
            let remark =
                if is_to_come { "; that is to come: a clock is off, or the moment asked about" } else { "" };
            Ok((at.is_some(), self.told(Some(iat), at, remark)))
        })
    }

    pub(super) fn access_token_hash(&self) -> Check {
        let (name, wanted) = (CheckName::AccessTokenHash, "the hash of the access token that came with it");
        self.claim(name, wanted, |claims| {
            let Some(hash) = claims.get("at_hash") else { return Err("the token has none".into()) };
            let Some(access_token) = &self.expected.access_token else {
                return Err("the access token that came with it is not at hand".into());
            };
            let fits = hash.as_str() == Some(left_half_hash(access_token.expose()).as_str());
            Ok((fits, if fits { "it is" } else { "that of another access token" }.into()))
        })
    }

    pub(super) fn nonce(&self) -> Check {
        let (name, wanted) = (CheckName::Nonce, "the nonce that the sign-in was begun with");
        let Some(nonce) = &self.expected.nonce else {
            return skipped(name, wanted, "the sign-in was begun without one, or not here");
        };
        self.claim(name, wanted, |claims| {
            let value = claims.get("nonce");
            let fits = value.and_then(Value::as_str) == Some(nonce.expose());
            let words = if fits { "it is" } else { value.map_or(ABSENT, |_| "another one") };
            Ok((fits, words.into()))
        })
    }

    /// The one key that the token names. Others are not tried.
    fn one_key(&self, keys: &'a KeySet) -> Result<&'a Key, String> {
        let kid = self.opened.header().and_then(|header| header.text("kid")).unwrap_or_default();
        let mut named = keys.named(kid);
        match (named.next(), named.count()) {
            (Some(key), 0) if !kid.is_empty() => Ok(key),
            (None, _) | (Some(_), 0) => Err(format!("none of the {} keys has this kid", keys.keys().len())),
            (Some(_), more) => Err(format!("{} keys have this kid", more + 1)),
        }
    }

    fn header(
        &self,
        name: CheckName,
        wanted: &'static str,
        judge: impl FnOnce(&Document) -> (bool, Told),
    ) -> Check {
        let Some(header) = self.header_of_signed() else {
            return skipped(name, wanted, self.without_header());
        };
        let (fits, found) = judge(header);
        judged(name, fits, wanted, found)
    }

    const fn is_encrypted(&self) -> bool {
        matches!(self.opened.shape, Shape::Encrypted(_))
    }

    const fn without_header(&self) -> &'static str {
        if self.is_encrypted() { ENCRYPTED } else { NO_HEADER }
    }

    const fn header_of_signed(&self) -> Option<&Document> {
        match &self.opened.shape {
            Shape::Signed(signed) => signed.header.as_ref(),
            Shape::Encrypted(_) | Shape::Opaque => None,
        }
    }

    /// Judges by the claims: whether they fit and what was found, or why it was left out.
    fn claim(
        &self,
        name: CheckName,
        wanted: impl Into<Told>,
        judge: impl FnOnce(&Document) -> Result<(bool, Told), Told>,
    ) -> Check {
        match self.opened.claims().map(judge) {
            Some(Ok((fits, found))) => judged(name, fits, wanted, found),
            Some(Err(reason)) => skipped(name, wanted, reason),
            None if self.is_encrypted() => skipped(name, wanted, ENCRYPTED),
            None => skipped(name, wanted, NO_CLAIMS),
        }
    }

    fn told(&self, value: Option<&Value>, at: Option<Timestamp>, remark: &'static str) -> Told {
        at.map_or_else(|| found(value), |at| Told::moment(at, self.now, remark))
    }
}

/// What makes a token misshapen. The header's own oddities have checks of their own.
const fn is_of_shape(problem: &Problem) -> bool {
    match problem {
        Problem::SpaceAround
        | Problem::BearerPrefix
        | Problem::Quotes
        | Problem::AlgNone
        | Problem::NoAlg
        | Problem::NoSignature
        | Problem::SharedSecret { .. }
        | Problem::OwnKey { .. }
        | Problem::Critical => false,
        Problem::SpaceWithin
        | Problem::Several { .. }
        | Problem::NotEncrypted
        | Problem::Empty
        | Problem::TooLarge { .. }
        | Problem::PartCount { .. }
        | Problem::NotBase64Url { .. }
        | Problem::StandardAlphabet { .. }
        | Problem::Padding { .. }
        | Problem::NonCanonical { .. }
        | Problem::ByteOrderMark { .. }
        | Problem::NotUtf8 { .. }
        | Problem::NotJson { .. }
        | Problem::NotAnObject { .. }
        | Problem::DuplicateKey { .. }
        | Problem::ClaimType { .. } => true,
    }
}

fn judged(name: CheckName, fits: bool, expected: impl Into<Told>, found: impl Into<Told>) -> Check {
    let outcome = if fits { Outcome::Passed } else { Outcome::Failed };
    Check { name, outcome, expected: expected.into(), found: found.into() }
}

fn skipped(name: CheckName, expected: impl Into<Told>, reason: impl Into<Told>) -> Check {
    Check { name, outcome: Outcome::Skipped, expected: expected.into(), found: reason.into() }
}

/// A value as a person reads it; no text that only looks like a number is taken for one.
fn found(value: Option<&Value>) -> Told {
    let text = match value {
        None => return ABSENT.into(),
        Some(Value::String(text)) if text.is_empty() => return "an empty text".into(),
        Some(Value::String(text)) => visible(text),
        Some(Value::Array(items)) => {
            format!("a list of {}: {}", items.len(), visible(&Value::Array(items.clone()).to_string()))
        }
        Some(value) => visible(&value.to_string()),
    };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}

/// OpenID Connect Core 3.1.3.6: the left half of the SHA-256 of the token's letters, in base64url.
fn left_half_hash(access_token: &str) -> String {
    let hash = Sha256::digest(access_token.as_bytes());
    URL_SAFE_NO_PAD.encode(hash.get(..16).unwrap_or_default())
}
