//! Opening a pasted token: tidied, split, decoded, and named for what it looks like.

use std::fmt;

use serde_json::{Map, Value};

use super::problem::{Part, Problem};
use super::strict;
use crate::secret::Secret;

/// Longest token that is opened, in bytes. A login may carry 50,000 characters; nothing real is longer.
pub(super) const LARGEST: usize = 64 * 1024;

/// A token as far as it could be read, and all that is odd about it. Nothing of it is verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// The token itself, tidied of what was pasted around it.
    pub raw: Secret,
    /// What it is made of.
    pub shape: Shape,
    /// What it claims to be.
    pub kind: Kind,
    /// Everything odd, in the order it was met.
    pub problems: Vec<Problem>,
}

/// What a token is made of.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Three parts (JWS): anybody can read it.
    Signed(Signed),
    /// Five parts (JWE): only who has the key can read more than its header.
    Encrypted(Encrypted),
    /// Anything else.
    Opaque,
}

/// The parts of a signed token. `Debug` leaves the signature out.
#[derive(Clone, PartialEq)]
pub struct Signed {
    /// How it is signed, if that could be read.
    pub header: Option<Document>,
    /// What it says, if that could be read.
    pub claims: Option<Document>,
    /// Length of the signature, 0 when there is none.
    pub signature_bytes: usize,
    /// The signature, empty when there is none or it cannot be read.
    pub(super) signature: Vec<u8>,
}

impl fmt::Debug for Signed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { header, claims, signature_bytes, signature: _ } = self;
        f.debug_struct("Signed")
            .field("header", header)
            .field("claims", claims)
            .field("signature_bytes", signature_bytes)
            .finish_non_exhaustive()
    }
}

/// What can be told of an encrypted token without its key.
#[derive(Debug, Clone, PartialEq)]
pub struct Encrypted {
    /// How it is encrypted, if that could be read.
    pub header: Option<Document>,
    /// Characters of the encrypted key.
    pub key_chars: usize,
    /// Characters of the initialization vector.
    pub vector_chars: usize,
    /// Characters of the encrypted content.
    pub content_chars: usize,
    /// Characters of the authentication tag.
    pub tag_chars: usize,
}

/// What a token claims to be. Only its looks are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A user pool's ID token.
    CognitoId,
    /// A user pool's access token.
    CognitoAccess,
    /// A user pool's refresh token, which only the pool can open.
    CognitoRefresh,
    /// The OpenID token that an identity pool gives out for AWS STS.
    IdentityPoolOpenId,
    /// Any other signed token.
    OtherSigned,
    /// Any other encrypted token.
    OtherEncrypted,
    /// Not a token that can be opened.
    Opaque,
}

impl Kind {
    /// What to call it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::CognitoId => "ID token",
            Self::CognitoAccess => "Access token",
            Self::CognitoRefresh => "Refresh token",
            Self::IdentityPoolOpenId => "Identity pool OpenID token",
            Self::OtherSigned => "Signed token",
            Self::OtherEncrypted => "Encrypted token",
            Self::Opaque => "Not a token that can be opened",
        }
    }
}

/// A JSON object in the order received. `Debug` shows its keys alone.
#[derive(Clone, PartialEq)]
pub struct Document(Map<String, Value>);

impl Document {
    /// Key and value, in the order received.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// The value under a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    /// The value under a key when it is a text.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_str)
    }

    /// The whole as it is, in its order.
    #[must_use]
    pub const fn object(&self) -> &Map<String, Value> {
        &self.0
    }

    /// The whole as indented JSON, for copying.
    #[must_use]
    pub fn pretty(&self) -> Secret {
        Secret::new(serde_json::to_string_pretty(&self.0).unwrap_or_default())
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl Opened {
    /// The header, of whatever shape the token is.
    #[must_use]
    pub const fn header(&self) -> Option<&Document> {
        match &self.shape {
            Shape::Signed(signed) => signed.header.as_ref(),
            Shape::Encrypted(encrypted) => encrypted.header.as_ref(),
            Shape::Opaque => None,
        }
    }

    /// Both ends of the signature: enough to tell two apart. None when there is none, or it cannot be read.
    #[must_use]
    pub fn signature_in_short(&self) -> Option<String> {
        let signature = self.raw.expose().rsplit('.').next()?;
        let bytes = strict::bytes(signature, Part::Signature, &mut Vec::new())?;
        let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"));
        match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) if bytes.len() > 8 => Some(format!("{}…{}", hex(first), hex(last))),
            _ if bytes.is_empty() => None,
            _ => Some(hex(&bytes)),
        }
    }

    /// What it is when nothing in it can show who wrote it: “not signed”, and in which words that is told.
    #[must_use]
    pub fn proves_nothing(&self) -> Option<(&'static str, &Problem)> {
        self.problems.iter().find_map(|problem| Some((problem.proves_nothing()?, problem)))
    }

    /// The claims, when they can be read.
    #[must_use]
    pub const fn claims(&self) -> Option<&Document> {
        match &self.shape {
            Shape::Signed(signed) => signed.claims.as_ref(),
            Shape::Encrypted(_) | Shape::Opaque => None,
        }
    }
}

/// Opens a token as pasted. Never fails: what cannot be read is named in [`Opened::problems`].
#[must_use]
pub fn open(text: &str) -> Opened {
    let mut problems = Vec::new();
    let raw = tidy(text, &mut problems);
    let shape = split(raw.expose(), &mut problems);
    let opened = Opened { kind: kind_of(&shape), raw, shape, problems: Vec::new() };
    check_header(&opened, &mut problems);
    check_types(&opened, &mut problems);
    Opened { problems, ..opened }
}

/// Takes off what a paste brings along, and says so.
fn tidy(text: &str, problems: &mut Vec<Problem>) -> Secret {
    let trimmed = text.trim();
    if trimmed.len() < text.len() {
        problems.push(Problem::SpaceAround);
    }
    let unquoted = trimmed.trim_end_matches(',').trim_matches(['"', '\'', '`']);
    if unquoted.len() < trimmed.len() {
        problems.push(Problem::Quotes);
    }
    let bare = without_word(without_word(unquoted, "authorization:"), "bearer ");
    if bare.len() < unquoted.len() {
        problems.push(Problem::BearerPrefix);
    }
    let pieces = bare.split_whitespace();
    match pieces.filter(|piece| piece.matches('.').count() >= 2).count() {
        0 | 1 => {}
        found => {
            problems.push(Problem::Several { found });
            return Secret::new(bare);
        }
    }
    if bare.contains(char::is_whitespace) && bare.len() <= LARGEST {
        problems.push(Problem::SpaceWithin);
        return Secret::new(bare.split_whitespace().collect::<String>());
    }
    Secret::new(bare)
}

/// The text without a leading word, letter case aside.
fn without_word<'a>(text: &'a str, word: &str) -> &'a str {
    match text.split_at_checked(word.len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(word) => rest.trim_start(),
        Some(_) | None => text,
    }
}

fn split(token: &str, problems: &mut Vec<Problem>) -> Shape {
    if token.is_empty() {
        problems.push(Problem::Empty);
        return Shape::Opaque;
    }
    if token.len() > LARGEST {
        problems.push(Problem::TooLarge { found: token.len(), most: LARGEST });
        return Shape::Opaque;
    }
    if token.contains(char::is_whitespace) {
        return Shape::Opaque; // several tokens, and that was said
    }
    let parts: Vec<&str> = token.split('.').collect();
    match parts.as_slice() {
        [header, claims, signature] => {
            let header = strict::object(header, Part::Header, problems).map(Document);
            let claims = strict::object(claims, Part::Claims, problems).map(Document);
            let signature = strict::bytes(signature, Part::Signature, problems).unwrap_or_default();
            Shape::Signed(Signed { header, claims, signature_bytes: signature.len(), signature })
        }
        [header, key, vector, content, tag] => {
            let named = [
                (key, Part::EncryptedKey),
                (vector, Part::InitVector),
                (content, Part::Ciphertext),
                (tag, Part::Tag),
            ];
            let header = strict::object(header, Part::Header, problems).map(Document);
            if header.as_ref().is_some_and(|header| header.text("enc").is_none()) {
                problems.push(Problem::NotEncrypted);
                return Shape::Opaque;
            }
            for (text, part) in named {
                strict::bytes(text, part, problems);
            }
            Shape::Encrypted(Encrypted {
                header,
                key_chars: key.chars().count(),
                vector_chars: vector.chars().count(),
                content_chars: content.chars().count(),
                tag_chars: tag.chars().count(),
            })
        }
        _ => {
            problems.push(Problem::PartCount { found: parts.len() });
            Shape::Opaque
        }
    }
}

fn kind_of(shape: &Shape) -> Kind {
    match shape {
        Shape::Opaque => Kind::Opaque,
        Shape::Encrypted(encrypted) => {
            let says = |key| encrypted.header.as_ref().and_then(|header| header.text(key));
            match (says("cty"), says("enc"), says("alg")) {
                (Some("JWT"), Some("A256GCM"), Some("RSA-OAEP")) => Kind::CognitoRefresh,
                _ => Kind::OtherEncrypted,
            }
        }
        Shape::Signed(signed) => {
            let says = |key| signed.claims.as_ref().and_then(|claims| claims.text(key));
            match (says("token_use"), says("iss")) {
                (Some("id"), _) => Kind::CognitoId,
                (Some("access"), _) => Kind::CognitoAccess,
                (None, Some(issuer)) if issuer.starts_with("https://cognito-identity.") => {
                    Kind::IdentityPoolOpenId
                }
                _ => Kind::OtherSigned,
            }
        }
    }
}

/// Made and checked with one secret (RFC 7518, section 3.2).
const SHARED: [&str; 3] = ["HS256", "HS384", "HS512"];

fn check_header(opened: &Opened, problems: &mut Vec<Problem>) {
    let Some(header) = opened.header() else { return };
    match header.text("alg") {
        Some(alg) if alg.eq_ignore_ascii_case("none") => problems.push(Problem::AlgNone),
        Some(_) if has_empty_signature(opened) => problems.push(Problem::NoSignature),
        Some(alg) => {
            let shared = SHARED.into_iter().find(|shared| shared.eq_ignore_ascii_case(alg));
            problems.extend(shared.map(|alg| Problem::SharedSecret { alg }));
        }
        None => {
            problems.push(Problem::NoAlg);
            problems.extend(has_empty_signature(opened).then_some(Problem::NoSignature));
        }
    }
    for name in ["jwk", "jku", "x5c", "x5u"] {
        if header.get(name).is_some() {
            problems.push(Problem::OwnKey { name });
        }
    }
    if header.get("crit").is_some() {
        problems.push(Problem::Critical);
    }
}

/// Nothing stands there; what stands there and cannot be read is another matter.
fn has_empty_signature(opened: &Opened) -> bool {
    matches!(opened.shape, Shape::Signed(_)) && opened.raw.expose().ends_with('.')
}

/// Claims whose type a verifier relies on.
fn check_types(opened: &Opened, problems: &mut Vec<Problem>) {
    let Some(claims) = opened.claims() else { return };
    let mut check = |names: &[&'static str], wanted, fits: fn(&Value) -> bool| {
        for name in names {
            if claims.get(name).is_some_and(|value| !fits(value)) {
                problems.push(Problem::ClaimType { name, wanted });
            }
        }
    };
    check(&["exp", "nbf", "iat", "auth_time"], "a number of seconds", Value::is_number);
    check(&["iss", "sub", "scope", "jti", "token_use", "client_id"], "a text", Value::is_string);
    check(&["aud"], "a text or a list of texts", |value| {
        value.is_string() || value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
    });
}
