//! Key sets (JWKS, RFC 7517) as far as checks need them: RSA keys that sign. It reads a text and knows nothing of
//! where the text came from; a key set is never taken from a token.

use std::fmt;

use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA512, RsaPublicKeyComponents,
};
use serde_json::{Map, Value};
use thiserror::Error;

use super::problem::Part;
use super::strict;

/// Longest key set that is read, in bytes. A user pool's has two keys and under two kilobytes.
const LARGEST: usize = 256 * 1024;

/// Fewest bits of a modulus (RFC 7518, 3.3).
const FEWEST_BITS: usize = 2048;
const MOST_BITS: usize = 8192;

/// The public keys of an issuer.
#[derive(Debug, Clone)]
pub struct KeySet {
    keys: Vec<Key>,
}

/// One key of a set.
#[derive(Debug, Clone)]
pub struct Key {
    /// Its name in the set.
    pub kid: Option<String>,
    /// Its bits and the algorithm it is for, as text for people: `RSA, 2048 bits, RS256`.
    pub summary: String,
    alg: Option<String>,
    usable: Result<Usable, KeyProblem>,
}

/// An RSA key, ready to check signatures in either way.
#[derive(Clone)]
struct Usable {
    rs256: ParsedPublicKey,
    rs512: ParsedPublicKey,
}

impl fmt::Debug for Usable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Usable")
    }
}

/// The algorithms that Cognito signs with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: user pools.
    #[default]
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-512: identity pools.
    Rs512,
}

impl Algorithm {
    /// As spelled in `alg` (RFC 7518, 3.1).
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs512 => "RS512",
        }
    }
}

/// Why a text is no key set.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeySetProblem {
    /// Larger than any key set is.
    #[error("This is {found} bytes long; a key set of more than {LARGEST} is not read")]
    TooLarge {
        /// Bytes found.
        found: usize,
    },
    /// Not a JSON object, or one with the same key twice.
    #[error("This is not a key set: expected a JSON object with a list “keys”")]
    NotAnObject,
    /// No list of keys in it.
    #[error("This JSON has no list “keys”, so it is no key set")]
    NoKeys,
    /// One key instead of a set.
    #[error("This is one key; expected a set: {{\"keys\": […]}}")]
    OneKey,
    /// A private key: it does not belong here.
    #[error("This holds a private key; a key set has public keys alone. It was not kept")]
    Private,
}

/// Why a key of the set checks nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyProblem {
    /// Not RSA.
    #[error("its kty is {found}, expected RSA")]
    NotRsa {
        /// What it is.
        found: String,
    },
    /// Not for signatures.
    #[error("its use is {found}, expected sig")]
    NotForSignatures {
        /// What it is for.
        found: String,
    },
    /// `n` or `e` is missing or is no number.
    #[error("its n or e is missing or not canonical base64url")]
    Incomplete,
    /// The modulus is out of bounds.
    #[error("it has {found} bits, expected {FEWEST_BITS} to {MOST_BITS}")]
    Size {
        /// Its bits.
        found: usize,
    },
    /// The exponent makes it worthless.
    #[error("its exponent is even or too small")]
    Exponent,
    /// The cryptographic library refuses it.
    #[error("it is no RSA key that can be used")]
    Refused,
}

impl KeySet {
    /// Reads the text of a key set. Keys that are of no use stay in it, with the reason.
    ///
    /// # Errors
    /// When the text as a whole is no key set.
    pub fn read(text: &str) -> Result<Self, KeySetProblem> {
        if text.len() > LARGEST {
            return Err(KeySetProblem::TooLarge { found: text.len() });
        }
        let Ok((Value::Object(set), duplicates)) = strict::json(text.trim()) else {
            return Err(KeySetProblem::NotAnObject);
        };
        if !duplicates.is_empty() {
            return Err(KeySetProblem::NotAnObject);
        }
        let Some(keys) = set.get("keys").and_then(Value::as_array) else {
            return Err(if set.contains_key("kty") { KeySetProblem::OneKey } else { KeySetProblem::NoKeys });
        };
        let is_private = |key: &Value| key.get("d").is_some() || key.get("k").is_some_and(Value::is_string);
        if keys.iter().any(is_private) {
            return Err(KeySetProblem::Private);
        }
        Ok(Self { keys: keys.iter().filter_map(Value::as_object).map(Key::read).collect() })
    }

    /// Every key, in the order of the set.
    #[must_use]
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// The keys of this name. More than one is an ambiguity that nobody should decide.
    pub(super) fn named<'a>(&'a self, kid: &'a str) -> impl Iterator<Item = &'a Key> {
        self.keys.iter().filter(move |key| key.kid.as_deref() == Some(kid))
    }

    /// True when there is a key of this name.
    #[must_use]
    pub fn has(&self, kid: &str) -> bool {
        self.named(kid).next().is_some()
    }
}

impl Key {
    fn read(jwk: &Map<String, Value>) -> Self {
        let text = |key| jwk.get(key).and_then(Value::as_str);
        let alg = text("alg").map(str::to_owned);
        let usable = usable(jwk);
        let bits = text("n").and_then(number).map_or(0, |modulus| bits(&modulus));
        let named = alg.as_deref().map(|alg| format!(", {alg}")).unwrap_or_default();
        let kty = text("kty").unwrap_or("no kty");
        let size = if bits > 0 { format!(", {bits} bits") } else { String::new() };
        Self { kid: text("kid").map(str::to_owned), summary: format!("{kty}{size}{named}"), alg, usable }
    }

    /// Why this key checks nothing, if it is of no use to an algorithm.
    #[must_use]
    pub fn problem(&self, algorithm: Algorithm) -> Option<String> {
        if let Err(problem) = &self.usable {
            return Some(problem.to_string());
        }
        let other = self.alg.as_deref().filter(|alg| *alg != algorithm.name())?;
        Some(format!("its alg is {other}, expected {}", algorithm.name()))
    }

    /// True when the signature over the message is this key's.
    pub(super) fn signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let Ok(usable) = &self.usable else { return false };
        let key = match algorithm {
            Algorithm::Rs256 => &usable.rs256,
            Algorithm::Rs512 => &usable.rs512,
        };
        key.verify_sig(message, signature).is_ok()
    }
}

fn usable(jwk: &Map<String, Value>) -> Result<Usable, KeyProblem> {
    let text = |key| jwk.get(key).and_then(Value::as_str);
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if text("kty") != Some("RSA") {
        let found = jwk.get("kty").map_or_else(|| "missing".to_owned(), shown);
        return Err(KeyProblem::NotRsa { found });
    }
    if let Some(found) = jwk.get("use").filter(|found| found.as_str() != Some("sig")) {
        return Err(KeyProblem::NotForSignatures { found: shown(found) });
    }
    let (Some(n), Some(e)) = (text("n").and_then(number), text("e").and_then(number)) else {
        return Err(KeyProblem::Incomplete);
    };
    let found = bits(&n);
    if !(FEWEST_BITS..=MOST_BITS).contains(&found) {
        return Err(KeyProblem::Size { found });
    }
    // One would make every message its own signature.
    if e.last().is_none_or(|last| last % 2 == 0) || e == [1] {
        return Err(KeyProblem::Exponent);
    }
    let key = RsaPublicKeyComponents { n, e };
    let parse = |parameters| key.to_parsed_public_key(parameters).map_err(|_unspecified| KeyProblem::Refused);
    Ok(Usable { rs256: parse(&RSA_PKCS1_2048_8192_SHA256)?, rs512: parse(&RSA_PKCS1_2048_8192_SHA512)? })
}

/// A big-endian number without leading zeros, from canonical base64url (RFC 7518, 6.3.1). None for zero.
fn number(text: &str) -> Option<Vec<u8>> {
    let mut problems = Vec::new();
    let bytes = strict::bytes(text, Part::Signature, &mut problems)?;
    let bare: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
    (problems.is_empty() && !bare.is_empty()).then_some(bare)
}

fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |first| first.leading_zeros());
    (number.len() * 8).saturating_sub(usize::try_from(unused).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem_of(jwk: &str) -> Option<String> {
        let set = KeySet::read(&format!("{{\"keys\":[{jwk}]}}")).unwrap();
        set.keys()[0].problem(Algorithm::Rs256)
    }

    /// A modulus of so many bits: a one, and then ones again for as long as it lasts.
    fn modulus(bits: usize) -> String {
        use base64::Engine as _;
        let mut bytes = vec![0xff; bits / 8];
        bytes[0] = 0xff;
        base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
    }

    #[test]
    fn what_is_no_key_set_is_told_from_what_is_one() {
        for (text, problem) in [
            ("", KeySetProblem::NotAnObject),
            ("[]", KeySetProblem::NotAnObject),
            ("{\"keys\":[],\"keys\":[]}", KeySetProblem::NotAnObject),
            ("{}", KeySetProblem::NoKeys),
            ("{\"keys\":{}}", KeySetProblem::NoKeys),
            ("{\"kty\":\"RSA\"}", KeySetProblem::OneKey),
            ("{\"keys\":[{\"kty\":\"RSA\",\"d\":\"AQ\"}]}", KeySetProblem::Private),
            ("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AQ\"}]}", KeySetProblem::Private),
        ] {
            assert_eq!(KeySet::read(text).unwrap_err(), problem, "{text}");
        }
        let long = " ".repeat(LARGEST + 1);
        assert!(matches!(KeySet::read(&long), Err(KeySetProblem::TooLarge { .. })));
        assert!(KeySet::read(" {\"keys\":[]}\n").unwrap().keys().is_empty());
    }

    #[test]
    fn keys_that_check_nothing_say_why() {
        let n = modulus(2048);
        for (jwk, why) in [
            ("{\"kty\":\"EC\"}".to_owned(), "its kty is EC, expected RSA"),
            ("{}".to_owned(), "its kty is missing, expected RSA"),
            (
                format!("{{\"kty\":\"RSA\",\"use\":\"enc\",\"n\":\"{n}\",\"e\":\"AQAB\"}}"),
                "its use is enc, expected sig",
            ),
            (
                "{\"kty\":\"RSA\",\"e\":\"AQAB\"}".to_owned(),
                "its n or e is missing or not canonical base64url",
            ),
            (
                format!("{{\"kty\":\"RSA\",\"n\":\"{n}=\",\"e\":\"AQAB\"}}"),
                "its n or e is missing or not canonical base64url",
            ),
            (
                format!("{{\"kty\":\"RSA\",\"n\":\"{}\",\"e\":\"AQAB\"}}", modulus(1024)),
                "it has 1024 bits, expected 2048 to 8192",
            ),
            (format!("{{\"kty\":\"RSA\",\"n\":\"{n}\",\"e\":\"AQ\"}}"), "its exponent is even or too small"),
            (format!("{{\"kty\":\"RSA\",\"n\":\"{n}\",\"e\":\"Ag\"}}"), "its exponent is even or too small"),
            (
                format!("{{\"kty\":\"RSA\",\"alg\":\"RS512\",\"n\":\"{n}\",\"e\":\"AQAB\"}}"),
                "its alg is RS512, expected RS256",
            ),
        ] {
            assert_eq!(problem_of(&jwk).as_deref(), Some(why), "{jwk}");
        }
    }

    #[test]
    fn a_key_is_summed_up_for_people() {
        let text = format!(
            "{{\"keys\":[{{\"kty\":\"RSA\",\"alg\":\"RS256\",\"n\":\"{}\",\"e\":\"AQAB\"}}]}}",
            modulus(2048)
        );
        assert_eq!(KeySet::read(&text).unwrap().keys()[0].summary, "RSA, 2048 bits, RS256");
    }
}
