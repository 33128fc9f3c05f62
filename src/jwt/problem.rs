//! What is odd about a pasted token, in words. Notes are harmless; the rest makes a strict verifier refuse.

use std::fmt;

use thiserror::Error;

/// One oddity met while a token was opened. Holds names and numbers, never a value from the token.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Problem {
    /// White space around the token.
    #[error("White space around the token was left out")]
    SpaceAround,
    /// White space, such as line breaks, within the token.
    #[error("Line breaks or blanks inside the token were left out")]
    SpaceWithin,
    /// A `Bearer ` prefix, with or without the header's name.
    #[error("“Bearer” in front of the token was left out")]
    BearerPrefix,
    /// Quotation marks or a comma around the token, as in JSON.
    #[error("Quotation marks around the token were left out")]
    Quotes,
    /// More than one token.
    #[error("These are {found} tokens; one at a time is opened")]
    Several {
        /// Tokens found.
        found: usize,
    },
    /// Five parts, and a header that says nothing of encryption.
    #[error(
        "This has 5 parts as an encrypted token has, but its header does not say how it is encrypted (“enc”)"
    )]
    NotEncrypted,
    /// Nothing to open.
    #[error("There is nothing here")]
    Empty,
    /// Larger than any token is; it was not opened.
    #[error("This is {found} bytes long; a token of more than {most} is not opened")]
    TooLarge {
        /// Bytes found.
        found: usize,
        /// Bytes allowed.
        most: usize,
    },
    /// Neither three nor five parts.
    #[error("This has {found} {}; a signed token has 3 and an encrypted one 5, with dots between", parts(*found))]
    PartCount {
        /// Parts found.
        found: usize,
    },
    /// Letters that base64url does not have.
    #[error("The {} is not base64url", part.in_words())]
    NotBase64Url {
        /// Which part.
        part: Part,
    },
    /// `+` or `/` instead of `-` or `_`.
    #[error("The {} is in base64 with + and /; tokens use base64url with - and _", part.in_words())]
    StandardAlphabet {
        /// Which part.
        part: Part,
    },
    /// `=` at the end of a part.
    #[error("The {} ends with padding (=), which tokens do not have", part.in_words())]
    Padding {
        /// Which part.
        part: Part,
    },
    /// Bits left over in the last letter.
    #[error("The {} is not canonical: its last letter has bits that mean nothing", part.in_words())]
    NonCanonical {
        /// Which part.
        part: Part,
    },
    /// A byte-order mark in front.
    #[error("The {} begins with a byte-order mark", part.in_words())]
    ByteOrderMark {
        /// Which part.
        part: Part,
    },
    /// Bytes that are not UTF-8.
    #[error("The {} is not valid UTF-8; the broken letters are shown as �", part.in_words())]
    NotUtf8 {
        /// Which part.
        part: Part,
    },
    /// Not JSON.
    #[error("The {} is not JSON: column {column} cannot be read", part.in_words())]
    NotJson {
        /// Which part.
        part: Part,
        /// Where reading stopped, from 1.
        column: usize,
    },
    /// JSON, but a list, a text, a number…
    #[error("The {} is JSON, but not an object", part.in_words())]
    NotAnObject {
        /// Which part.
        part: Part,
    },
    /// The same key more than once in one object.
    #[error("“{key}” stands in the {} more than once; the last one is shown", part.in_words())]
    DuplicateKey {
        /// Which part.
        part: Part,
        /// The key.
        key: String,
    },
    /// `alg` is `none`: there is no signature.
    #[error("Not signed, for “alg” is none: anyone could have written this")]
    AlgNone,
    /// `alg` is missing or no text.
    #[error("“alg” is missing, so it cannot be known how the token is protected")]
    NoAlg,
    /// The third part is empty though `alg` promises a signature.
    #[error("Not signed, for the signature is empty: anyone could have written this")]
    NoSignature,
    /// `alg` names a secret that whoever checks the token has too.
    #[error(
        "Signed with a shared secret ({alg}): whoever can check it could have written this; Cognito signs with a key of its own"
    )]
    SharedSecret {
        /// As spelled in `alg`.
        alg: &'static str,
    },
    /// The header brings a key of its own or says where to get one.
    #[error("The header brings or names a key of its own (“{name}”); it must never be trusted")]
    OwnKey {
        /// `jwk`, `jku`, `x5c` or `x5u`.
        name: &'static str,
    },
    /// `crit` is present.
    #[error("The header demands extensions (“crit”) that Cognito does not use")]
    Critical,
    /// A claim is not of its type.
    #[error("“{name}” should be {wanted}")]
    ClaimType {
        /// The claim.
        name: &'static str,
        /// What it should be, with its article.
        wanted: &'static str,
    },
}

impl Problem {
    /// True for what only says how the paste was tidied: the token itself may be in order.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        matches!(self, Self::SpaceAround | Self::SpaceWithin | Self::BearerPrefix | Self::Quotes)
    }

    /// What such a token is, when nothing in it can show who wrote it: “not signed”. No check is needed to know.
    #[must_use]
    pub const fn proves_nothing(&self) -> Option<&'static str> {
        match self {
            Self::AlgNone | Self::NoSignature => Some("not signed"),
            Self::SharedSecret { .. } => Some("shared secret"),
            Self::SpaceAround
            | Self::SpaceWithin
            | Self::BearerPrefix
            | Self::Quotes
            | Self::Several { .. }
            | Self::NotEncrypted
            | Self::Empty
            | Self::TooLarge { .. }
            | Self::PartCount { .. }
            | Self::NotBase64Url { .. }
            | Self::StandardAlphabet { .. }
            | Self::Padding { .. }
            | Self::NonCanonical { .. }
            | Self::ByteOrderMark { .. }
            | Self::NotUtf8 { .. }
            | Self::NotJson { .. }
            | Self::NotAnObject { .. }
            | Self::DuplicateKey { .. }
            | Self::NoAlg
            | Self::OwnKey { .. }
            | Self::Critical
            | Self::ClaimType { .. } => None,
        }
    }
}

const fn parts(found: usize) -> &'static str {
    if found == 1 { "part" } else { "parts" }
}

/// A part of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The first.
    Header,
    /// The second of a signed token.
    Claims,
    /// The third of a signed token.
    Signature,
    /// The second of an encrypted token.
    EncryptedKey,
    /// The third of an encrypted token.
    InitVector,
    /// The fourth of an encrypted token.
    Ciphertext,
    /// The fifth of an encrypted token.
    Tag,
}

impl Part {
    /// As the subject of a sentence in the singular.
    const fn in_words(self) -> &'static str {
        match self {
            Self::Header => "header",
            Self::Claims => "claims part",
            Self::Signature => "signature",
            Self::EncryptedKey => "encrypted key",
            Self::InitVector => "initialization vector",
            Self::Ciphertext => "encrypted content",
            Self::Tag => "authentication tag",
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Claims { "claims" } else { self.in_words() })
    }
}
