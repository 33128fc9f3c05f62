//! What header fields mean: those of RFC 7515, 7516, 7518 and 7797. None is a reason to trust a token.

use super::Row;

pub(super) const HEADER: &[Row] = &[
    (
        "alg",
        "how the token is protected",
        "whoever signed it",
        "accept RS256 from a user pool and nothing else",
    ),
    ("kid", "which key signed it", "whoever signed it", "find that one key in the pool's key set"),
    (
        "typ",
        "what kind of thing this is",
        "whoever signed it; Cognito leaves it out",
        "tell kinds of JWT apart",
    ),
    ("cty", "what is inside", "whoever encrypted it", "see that another token is inside"),
    ("enc", "how the content is encrypted", "whoever encrypted it", "open the content, with the key"),
    ("zip", "how the content is compressed", "whoever encrypted it", "unpack the content"),
    (
        "crit",
        "extensions the reader must know",
        "whoever signed it; not Cognito",
        "refuse the token, if you do not know them",
    ),
    (
        "jwk",
        "a key that came with the token; never trust it",
        "whoever signed it; not Cognito",
        "nothing: a forger sends one along",
    ),
    (
        "jku",
        "where keys are said to be; never fetch it",
        "whoever signed it; not Cognito",
        "nothing: a forger names an address",
    ),
    (
        "x5c",
        "certificates that came with the token; never trust them",
        "whoever signed it; not Cognito",
        "nothing: a forger sends them along",
    ),
    (
        "x5u",
        "where a certificate is said to be; never fetch it",
        "whoever signed it; not Cognito",
        "nothing: a forger names an address",
    ),
    (
        "x5t",
        "fingerprint of a certificate",
        "whoever signed it; not Cognito",
        "find a certificate you already have",
    ),
    (
        "x5t#S256",
        "fingerprint of a certificate",
        "whoever signed it; not Cognito",
        "find a certificate you already have",
    ),
    (
        "b64",
        "whether the content is in base64",
        "whoever signed it; not Cognito",
        "refuse the token, if you do not know it",
    ),
    ("epk", "the sender's one-time public key", "whoever encrypted it; not Cognito", "agree on a key"),
    ("apu", "about the sender, for agreeing on a key", "whoever encrypted it; not Cognito", "agree on a key"),
    ("apv", "about the reader, for agreeing on a key", "whoever encrypted it; not Cognito", "agree on a key"),
    ("iv", "initialization vector of the wrapped key", "whoever encrypted it; not Cognito", "unwrap the key"),
    ("tag", "authentication tag of the wrapped key", "whoever encrypted it; not Cognito", "unwrap the key"),
    ("p2s", "salt of a password-based key", "whoever encrypted it; not Cognito", "derive the key"),
    ("p2c", "rounds of a password-based key", "whoever encrypted it; not Cognito", "derive the key"),
];
