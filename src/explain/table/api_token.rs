//! What an API says of a token: it is over, it is the other one, it lacks a scope, it is of another app client.

use super::api_over::EXPIRED_TOKEN;
use super::{At, Offer, Row, Words, cause, says};
use crate::explain::advice::Fixer;
use crate::flow::{AuthKind, Refusal};

const SIGNED: At = At::Api(&[AuthKind::Iam]);
const WITH_TOKEN: At = At::Api(&[AuthKind::Id, AuthKind::Access]);
const WITH_ID: At = At::Api(&[AuthKind::Id]);
const WITH_ACCESS: At = At::Api(&[AuthKind::Access]);
const WITH_NOTHING: At = At::Api(&[AuthKind::Nothing]);

/// The code of RFC 6750, which an HTTP API puts into `www-authenticate` and nowhere else.
const SCOPE_CODE: &str = "insufficient_scope";
const OF_SCOPES: &[&str] = &[SCOPE_CODE, "does not have required scopes", "insufficient scope"];
const OF_AUDIENCES: &[&str] = &[
    "valid audience",
    "invalid audience",
    "audience invalid",
    "audience is invalid",
    "missing required claim: aud",
    "missing the \"aud\" claim",
];

/// True of a refusal that takes the token and wants another scope of it.
pub(in crate::explain) fn is_about_scopes(refusal: &Refusal) -> bool {
    refusal.code == SCOPE_CODE || OF_SCOPES.iter().any(|words| says(&refusal.message, words))
}

pub(super) static ROWS: &[Row] = &[
    Row { codes: &[SCOPE_CODE], at: WITH_ID, says: &[], words: ID_LACKS_SCOPE },
    Row { codes: &[], at: WITH_ID, says: OF_SCOPES, words: ID_LACKS_SCOPE },
    Row { codes: &[SCOPE_CODE], at: WITH_ACCESS, says: &[], words: LACKS_SCOPE },
    Row { codes: &[], at: WITH_ACCESS, says: OF_SCOPES, words: LACKS_SCOPE },
    Row {
        codes: &[],
        at: WITH_ACCESS,
        says: OF_AUDIENCES,
        words: Words {
            what: "The API finds no audience that it takes in the access token",
            causes: &[
                cause(
                    "Access tokens of Cognito have no aud claim as a rule. An HTTP API’s JWT authorizer looks at their client_id instead; some products look at aud alone.",
                ),
                cause("Probably else this app client’s ID is not among the audiences that the API takes."),
            ],
            next: "Try the ID token, whose aud is the app client’s ID, or have that ID added to the API’s audiences.",
            offers: &[Offer::Auth(AuthKind::Id)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[],
        at: WITH_ID,
        says: OF_AUDIENCES,
        words: Words {
            what: "The API does not take tokens of this app client",
            causes: &[cause(
                "The ID token’s aud is the ID of the app client it was made for, and probably that is not among the audiences that the API takes.",
            )],
            next: "Sign in with an app client that the API takes, or have this one’s ID added to its audiences.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[],
        at: WITH_TOKEN,
        says: &["token*expired", "jwt expired", "signature has expired"],
        words: EXPIRED_TOKEN,
    },
    Row {
        codes: &["invalid_token"],
        at: WITH_TOKEN,
        says: &[],
        words: Words {
            what: "The API does not take this token",
            causes: &[cause(
                "It reads tokens and looks at their issuer, audience and signature. Probably it trusts another user pool or app client.",
            )],
            next: "Compare iss, aud and client_id of the token with what the API is set up with, or try the other token.",
            offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access)],
            fixer: Fixer::Person,
        },
    },
    Row { codes: &["UnauthorizedException"], at: WITH_ACCESS, says: &[], words: WANTS_ID },
    Row { codes: &["UnauthorizedException"], at: WITH_ID, says: &[], words: WANTS_ACCESS },
    Row { codes: &[], at: WITH_ACCESS, says: &["unauthorized"], words: WANTS_ID },
    Row { codes: &[], at: WITH_ID, says: &["unauthorized"], words: WANTS_ACCESS },
    Row {
        codes: &[],
        at: WITH_NOTHING,
        says: &["unauthorized"],
        words: Words {
            what: "This route wants a token",
            causes: &[cause(
                "A Cognito, JWT or Lambda authorizer stands before it, and nothing was shown to it.",
            )],
            next: "Try the ID token, then the access token: which one it wants depends on the API.",
            offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["unauthorized"],
        words: Words {
            what: "This route wants a token, not a signature",
            causes: &[cause(
                "A Cognito, JWT or Lambda authorizer stands before it, and does not look at signatures.",
            )],
            next: "Try the ID token, then the access token.",
            offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access)],
            fixer: Fixer::Person,
        },
    },
];

const LACKS_SCOPE: Words = Words {
    what: "The token is taken, but lacks a scope that the route wants",
    causes: &[cause(
        "Tokens of a sign-in by API have aws.cognito.signin.user.admin alone. Other scopes come from the login pages, or from a trigger of the pool.",
    )],
    next: "Sign in by the login pages with the scope that the route wants.",
    offers: &[],
    fixer: Fixer::Person,
};

const ID_LACKS_SCOPE: Words = Words {
    what: "The route wants a scope, and ID tokens have none",
    causes: &[cause("Scopes stand in access tokens alone.")],
    next: "Try the access token. If that lacks the scope too, sign in by the login pages with it.",
    offers: &[Offer::Auth(AuthKind::Access)],
    fixer: Fixer::Person,
};

const WANTS_ID: Words = Words {
    what: "This route does not take the access token",
    causes: &[
        cause(
            "A Cognito authorizer without scopes wants the ID token; one with scopes wants an access token that has one of them.",
        ),
        cause(
            "An HTTP API’s JWT authorizer takes both by their aud or client_id; some products look at aud alone, which access tokens lack as a rule.",
        ),
        cause("Maybe it trusts another user pool, or another app client."),
    ],
    next: "Try the ID token.",
    offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Iam)],
    fixer: Fixer::Person,
};

const WANTS_ACCESS: Words = Words {
    what: "This route does not take the ID token",
    causes: &[
        cause(
            "A Cognito authorizer with scopes wants an access token that has one of them; one without wants the ID token.",
        ),
        cause("Maybe it trusts another user pool, or another app client."),
    ],
    next: "Try the access token.",
    offers: &[Offer::Auth(AuthKind::Access), Offer::Auth(AuthKind::Iam)],
    fixer: Fixer::Person,
};
