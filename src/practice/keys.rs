//! The practice pool's RSA keys: made at start, never on disk. One signs ID tokens, one access tokens,
//! one the identity pool's OpenID tokens, as on AWS; one more is that of the pretend providers. It knows key sets and
//! signatures; claims are `tokens`'.

use std::sync::OnceLock;
use std::thread;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512,
    RsaParameters, RsaSignatureEncoding, UnparsedPublicKey,
};
use serde_json::{Map, Value as Json, json};
use sha2::{Digest as _, Sha256};
use thiserror::Error;

use super::encoding::{base64, base64url, from_base64url};

/// The keys.
pub(super) struct Keys {
    /// Signs ID tokens.
    pub id: SigningKey,
    /// Signs access tokens.
    pub access: SigningKey,
    /// Signs the identity pool's OpenID tokens; made when the first one is asked for, which is seldom.
    identity_pool: OnceLock<Result<SigningKey, KeyTrouble>>,
    /// Signs the ID tokens of the pretend providers; made when the first one is asked for.
    provider: OnceLock<Result<SigningKey, KeyTrouble>>,
}

/// One RSA key and how it signs.
pub(super) struct SigningKey {
    kid: String,
    pair: KeyPair,
    alg: &'static str,
    encoding: &'static RsaSignatureEncoding,
    verification: &'static RsaParameters,
}

/// The cryptographic library could not do what it was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the RSA keys of the practice pool could not be made or used")]
pub(super) struct KeyTrouble;

/// Why a token was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unopened {
    /// Not three canonical base64url parts with JSON objects in the first two.
    NotAToken,
    /// Signed by another key, in another way, or altered.
    NotOurs,
}

impl Keys {
    /// Makes fresh keys of 2048 bits, two at a time. Takes about a hundred milliseconds.
    pub(super) fn generate() -> Result<Self, KeyTrouble> {
        let make = SigningKey::rs256;
        let (id, access) = thread::scope(|scope| {
            let other = scope.spawn(make);
            (make(), other.join().unwrap_or(Err(KeyTrouble)))
        });
        Ok(Self { id: id?, access: access?, identity_pool: OnceLock::new(), provider: OnceLock::new() })
    }

    /// The key that signs the identity pool's OpenID tokens.
    pub(super) fn identity_pool(&self) -> Result<&SigningKey, KeyTrouble> {
        self.identity_pool.get_or_init(SigningKey::rs512).as_ref().map_err(|trouble| *trouble)
    }

    /// The key that signs the ID tokens of the pretend providers.
    pub(super) fn provider(&self) -> Result<&SigningKey, KeyTrouble> {
        self.provider.get_or_init(SigningKey::rs256).as_ref().map_err(|trouble| *trouble)
    }

    /// The user pool's key set, as `jwks.json` gives it.
    pub(super) fn user_pool_set(&self) -> Json {
        json!({ "keys": [self.id.public(), self.access.public()] })
    }

    /// The identity pool's key set.
    pub(super) fn identity_pool_set(&self) -> Json {
        let keys: Vec<Json> = self.identity_pool().map(SigningKey::public).into_iter().collect();
        json!({ "keys": keys })
    }

    /// The claims of a token, if one of the user pool's keys signed it. Expiry is not looked at.
    pub(super) fn open(&self, token: &str) -> Result<Map<String, Json>, Unopened> {
        open(&[&self.id, &self.access], token)
    }

    /// The claims of an identity pool's OpenID token, likewise.
    pub(super) fn open_openid(&self, token: &str) -> Result<Map<String, Json>, Unopened> {
        open(&self.identity_pool().into_iter().collect::<Vec<_>>(), token)
    }

    /// The claims of a pretend provider's ID token, likewise.
    pub(super) fn open_of_provider(&self, token: &str) -> Result<Map<String, Json>, Unopened> {
        open(&self.provider().into_iter().collect::<Vec<_>>(), token)
    }
}

fn open(keys: &[&SigningKey], token: &str) -> Result<Map<String, Json>, Unopened> {
    let (header, claims) = peek(token).ok_or(Unopened::NotAToken)?;
    let kid = header.get("kid").and_then(Json::as_str);
    let key = keys.iter().find(|key| Some(key.kid.as_str()) == kid).ok_or(Unopened::NotOurs)?;
    let alg_agrees = header.get("alg").and_then(Json::as_str) == Some(key.alg);
    if alg_agrees && key.signed(token) { Ok(claims) } else { Err(Unopened::NotOurs) }
}

impl SigningKey {
    fn rs256() -> Result<Self, KeyTrouble> {
        let (pair, kid) = fresh_pair()?;
        let (encoding, verification) = (&RSA_PKCS1_SHA256, &RSA_PKCS1_2048_8192_SHA256);
        Ok(Self { kid, pair, alg: "RS256", encoding, verification })
    }

    fn rs512() -> Result<Self, KeyTrouble> {
        let (pair, kid) = fresh_pair()?;
        let (encoding, verification) = (&RSA_PKCS1_SHA512, &RSA_PKCS1_2048_8192_SHA512);
        Ok(Self { kid, pair, alg: "RS512", encoding, verification })
    }

    /// A signed token with these claims, in the compact form.
    pub(super) fn sign(&self, claims: &Json) -> Result<String, KeyTrouble> {
        let header = json!({ "kid": self.kid, "alg": self.alg });
        let signed = format!(
            "{}.{}",
            base64url(header.to_string().as_bytes()),
            base64url(claims.to_string().as_bytes())
        );
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(self.encoding, &SystemRandom::new(), signed.as_bytes(), &mut signature)
            .or(Err(KeyTrouble))?;
        Ok(format!("{signed}.{}", base64url(&signature)))
    }

    fn signed(&self, token: &str) -> bool {
        let public = UnparsedPublicKey::new(self.verification, self.pair.public_key());
        token
            .rsplit_once('.')
            .and_then(|(signed, signature)| Some((signed, from_base64url(signature)?)))
            .is_some_and(|(signed, signature)| public.verify(signed.as_bytes(), &signature).is_ok())
    }

    fn public(&self) -> Json {
        let public = self.pair.public_key();
        json!({
            "alg": self.alg,
            "e": base64url(public.exponent().big_endian_without_leading_zero()),
            "kid": self.kid,
            "kty": "RSA",
            "n": base64url(public.modulus().big_endian_without_leading_zero()),
            "use": "sig",
        })
    }
}

fn fresh_pair() -> Result<(KeyPair, String), KeyTrouble> {
    let pair = KeyPair::generate(KeySize::Rsa2048).or(Err(KeyTrouble))?;
    let kid = base64(&Sha256::digest(pair.public_key()));
    Ok((pair, kid))
}

/// Header and claims of a token, unverified; none when it is not a token at all.
pub(super) fn peek(token: &str) -> Option<(Map<String, Json>, Map<String, Json>)> {
    let mut parts = token.split('.');
    let (header, claims, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    let object = |part: &str| serde_json::from_slice(&from_base64url(part)?).ok();
    parts.next().is_none().then_some((object(header)?, object(claims)?))
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::LazyLock;

    use super::*;

    /// Made once for all tests: three RSA keys cost more than most of them.
    pub(in crate::practice) static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys::generate().unwrap());

    #[test]
    fn a_token_opens_with_the_key_that_signed_it() {
        let token = KEYS.access.sign(&json!({ "sub": "1" })).unwrap();
        assert_eq!(KEYS.open(&token).unwrap().get("sub"), Some(&json!("1")));
    }

    #[test]
    fn altered_foreign_and_mislabeled_tokens_stay_shut() {
        let token = KEYS.id.sign(&json!({ "sub": "1" })).unwrap();
        let parts: Vec<&str> = token.split('.').collect();
        let other_claims = base64url(b"{\"sub\":\"2\"}");
        let altered = format!("{}.{other_claims}.{}", parts[0], parts[2]);
        assert_eq!(KEYS.open(&altered), Err(Unopened::NotOurs));
        let openid = KEYS.identity_pool().unwrap().sign(&json!({ "sub": "1" })).unwrap();
        assert_eq!(KEYS.open(&openid), Err(Unopened::NotOurs));
        assert!(KEYS.open_openid(&openid).is_ok());
        assert_eq!(KEYS.open_openid(&token), Err(Unopened::NotOurs));
        assert_eq!(KEYS.open_of_provider(&token), Err(Unopened::NotOurs));
        let none = base64url(format!("{{\"kid\":\"{}\",\"alg\":\"none\"}}", KEYS.id.kid).as_bytes());
        assert_eq!(KEYS.open(&format!("{none}.{}.", parts[1])), Err(Unopened::NotOurs));
        for junk in ["", "a.b.c", "….….…", &format!("{token}.x"), &token[1..]] {
            assert_eq!(KEYS.open(junk), Err(Unopened::NotAToken), "{junk}");
        }
    }

    #[test]
    fn the_key_set_names_two_different_keys() {
        let set = KEYS.user_pool_set();
        let (one, two) = (&set["keys"][0], &set["keys"][1]);
        assert_ne!(one["kid"], two["kid"]);
        assert_ne!(one["n"], two["n"]);
        assert_eq!((&one["e"], &one["alg"]), (&json!("AQAB"), &json!("RS256")));
        assert_eq!(KEYS.identity_pool_set()["keys"][0]["alg"], json!("RS512"));
    }
}
