//! “Forbidden”, and nothing besides: a word for a token without a scope, a request without a signature, and a door that is
//! closed to everybody.

use super::{At, Offer, Row, Words, cause};
use crate::explain::advice::Fixer;
use crate::flow::AuthKind;

const SIGNED: At = At::Api(&[AuthKind::Iam]);
const WITH_TOKEN: At = At::Api(&[AuthKind::Id, AuthKind::Access]);
const WITH_NOTHING: At = At::Api(&[AuthKind::Nothing]);
const ANY: At = At::Api(&AuthKind::ALL);

/// The word alone; with more around it, it is the API’s own.
const FORBIDDEN_ALONE: &[&str] = &["=forbidden", "forbidden. for troubleshooting function url"];

pub(super) static ROWS: &[Row] = &[
    Row { codes: &["ForbiddenException"], at: ANY, says: &[], words: FORBIDDEN },
    Row {
        codes: &[],
        at: WITH_NOTHING,
        says: FORBIDDEN_ALONE,
        words: Words {
            what: "The API lets in nobody unknown, or not this request",
            causes: &[
                cause("A Lambda function URL behind IAM says “Forbidden” to a request without a signature."),
                cause(
                    "Maybe it wants an API key (x-api-key), or a firewall or a resource policy keeps the request out.",
                ),
            ],
            next: "Try the AWS signature, then a token.",
            offers: &[
                Offer::Auth(AuthKind::Iam),
                Offer::Auth(AuthKind::Id),
                Offer::Auth(AuthKind::Access),
                Offer::EditUrl,
            ],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: WITH_TOKEN,
        says: FORBIDDEN_ALONE,
        words: Words {
            what: "The API does not let this request in, or not with this token",
            causes: &[
                cause(
                    "Maybe the token lacks a scope: an HTTP API says so in the www-authenticate header alone.",
                ),
                cause("Maybe it is a Lambda function URL behind IAM, which wants a signature."),
                cause(
                    "Probably else it wants an API key (x-api-key), or a firewall or a resource policy keeps the request out.",
                ),
            ],
            next: "Try the AWS signature and the other token. If all are “Forbidden”, ask the API’s owner for the way in.",
            offers: &[
                Offer::Auth(AuthKind::Iam),
                Offer::Auth(AuthKind::Access),
                Offer::Auth(AuthKind::Id),
                Offer::EditUrl,
            ],
            fixer: Fixer::PoolOwner,
        },
    },
    Row { codes: &[], at: SIGNED, says: &["=forbidden"], words: FORBIDDEN },
];

const FORBIDDEN: Words = Words {
    what: "The API is probably closed to this request, whoever sends it",
    causes: &[
        cause("Probably it wants an API key (x-api-key), or a firewall or a resource policy keeps it out."),
        cause(
            "Behind a domain of one’s own, maybe the path is mapped to no API. A private API answers so from outside, too.",
        ),
    ],
    next: "Ask the API’s owner for the API key or the way in; probably a token will not help.",
    offers: &[Offer::EditUrl],
    fixer: Fixer::PoolOwner,
};
