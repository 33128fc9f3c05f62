//! What an API and its front door say when they say no. API Gateway says several things in words that mean others.

use super::{At, Offer, Row, Words, cause, guess, seen};
use crate::explain::advice::Fixer;
use crate::explain::sign::Sign;
use crate::flow::AuthKind;

const SIGNED: At = At::Api(&[AuthKind::Iam]);
const WITH_TOKEN: At = At::Api(&[AuthKind::Id, AuthKind::Access]);
const WITH_ID: At = At::Api(&[AuthKind::Id]);
const WITH_ACCESS: At = At::Api(&[AuthKind::Access]);
const WITH_NOTHING: At = At::Api(&[AuthKind::Nothing]);
const ANY: At = At::Api(&AuthKind::ALL);

pub(super) static ROWS: &[Row] = &[
    Row {
        codes: &[],
        at: SIGNED,
        says: &["missing authentication token"],
        words: Words {
            what: "API Gateway knows no such route",
            causes: &[
                cause(
                    "It says “Missing Authentication Token” for a method or path that does not exist, signed or not.",
                ),
                cause(
                    "Probably the stage is missing from the path, the method is another one, or the API was not deployed since the route was added.",
                ),
            ],
            next: "Check method, stage and path first; the signature was not even looked at.",
            offers: &[Offer::EditUrl],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: ANY,
        says: &["missing authentication token"],
        words: Words {
            what: "The route wants a signature, or there is no such route",
            causes: &[cause(
                "API Gateway says “Missing Authentication Token” to an unsigned request to a route behind IAM, and to any request to a route that does not exist.",
            )],
            next: "Try it with the AWS signature: a route that exists answers in another way then.",
            offers: &[Offer::Auth(AuthKind::Iam), Offer::EditUrl],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: WITH_TOKEN,
        says: &["not a valid key=value pair", "authorization header requires 'credential'"],
        words: Words {
            what: "This route wants an AWS signature, not a token; or it does not exist",
            causes: &[cause(
                "The front door read the Authorization header as a signature and found a token in it.",
            )],
            next: "Try it with the AWS signature. If that is “Missing Authentication Token”, the path is wrong.",
            offers: &[Offer::Auth(AuthKind::Iam), Offer::EditUrl],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["explicit deny"],
        words: Words {
            what: "The keys work, and a policy forbids this call outright",
            causes: &[cause(
                "AWS believed who you are. An explicit deny stands in the role’s policies, in the API’s resource policy or in an organization’s, and no allow overrules it.",
            )],
            next: "Ask the API’s owner which policy denies it.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["is not authorized to perform"],
        words: Words {
            what: "The keys work, but their role may not do this",
            causes: &[
                cause(
                    "AWS believed who you are: this is about permission. The role behind the keys has no policy that allows the action it names.",
                ),
                cause(
                    "Maybe another role of this user may: the ID token’s groups decide which one is taken.",
                ),
            ],
            next: "Add the statement below to the role’s policies, or ask for another role.",
            offers: &[Offer::AllowPolicy, Offer::OtherRole],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[],
        at: ANY,
        says: &["user is not authorized to access this resource"],
        words: Words {
            what: "A Lambda authorizer of this API said no",
            causes: &[cause(
                "Its own code decides, by whatever it reads in the request; the answer does not say why.",
            )],
            next: "Ask the API’s owner what the authorizer wants to see.",
            offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row { codes: &["ExpiredTokenException", "ExpiredToken"], at: ANY, says: &[], words: EXPIRED_KEYS },
    Row { codes: &[], at: SIGNED, says: &["security token*expired"], words: EXPIRED_KEYS },
    Row {
        codes: &["UnrecognizedClientException", "InvalidClientTokenId"],
        at: SIGNED,
        says: &[],
        words: UNKNOWN_KEYS,
    },
    Row { codes: &[], at: SIGNED, says: &["security token*invalid"], words: UNKNOWN_KEYS },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["signature expired", "signature not yet current", "requesttimetooskewed"],
        words: CLOCK,
    },
    Row { codes: &["RequestTimeTooSkewed"], at: SIGNED, says: &[], words: CLOCK },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["scoped to a valid region"],
        words: Words {
            what: "The signature names another region than the API’s",
            causes: &[cause(
                "A signature is good in one region. Behind a domain of one’s own the address does not tell which, so it has to be said.",
            )],
            next: "Set the region that the answer names.",
            offers: &[Offer::EditSigning],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["scoped to correct service", "scoped to the correct service", "correct service"],
        words: Words {
            what: "The signature names another service than the API’s",
            causes: &[cause(
                "A signature is good for one service: execute-api for API Gateway, lambda for a function URL, appsync, s3 and so on.",
            )],
            next: "Set the service that the answer names.",
            offers: &[Offer::EditSigning],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["signature we calculated does not match"],
        words: Words {
            what: "The service made another signature of this request",
            causes: &[
                cause(
                    "Probably the secret key is not the one of this access key, or something between here and there changed path, headers or body.",
                ),
                cause(
                    "Where the answer tells the service’s own canonical request, the lines that differ are shown.",
                ),
            ],
            next: "Get fresh keys by signing in again, and look at the lines that differ.",
            offers: &[Offer::SignIn, Offer::EditSigning],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["IncompleteSignatureException", "IncompleteSignature"],
        at: ANY,
        says: &[],
        words: Words {
            what: "The front door wanted a signature and did not find a whole one",
            causes: &[cause(
                "Probably the route is behind IAM, or does not exist, and was called with something else.",
            )],
            next: "Try it with the AWS signature.",
            offers: &[Offer::Auth(AuthKind::Iam), Offer::EditUrl],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: WITH_TOKEN,
        says: &["incoming token has expired", "token is expired", "jwt expired"],
        words: Words {
            what: "The token has expired",
            causes: &[guess(
                Sign::ClockIsOff,
                "Its life is over: by default an hour.",
                "Its life is over, or this computer’s clock hid that it was: it is {clock}.",
            )],
            next: "Refresh the tokens, then send it again.",
            offers: &[Offer::Refresh, Offer::SignIn],
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
    Row { codes: &["ForbiddenException"], at: ANY, says: &[], words: FORBIDDEN },
    Row { codes: &[], at: ANY, says: &["forbidden"], words: FORBIDDEN },
    Row {
        codes: &[],
        at: ANY,
        says: &["insufficient_scope", "does not have required scopes", "insufficient scope"],
        words: Words {
            what: "The token is taken, but lacks a scope that the route wants",
            causes: &[cause(
                "Tokens of a sign-in by API have aws.cognito.signin.user.admin alone. Other scopes come from the login pages, or from a trigger of the pool.",
            )],
            next: "Sign in by the login pages with the scope that the route wants.",
            offers: &[],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: ANY,
        says: &["endpoint request timed out"],
        words: Words {
            what: "The API’s own code took too long",
            causes: &[cause(
                "API Gateway waits a fixed time, 29 seconds unless raised, for what is behind it.",
            )],
            next: "Nothing is wrong with who you are. Look at the logs of what is behind the route.",
            offers: &[Offer::TryAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["TooManyRequestsException", "LimitExceededException", "ThrottlingException"],
        at: ANY,
        says: &[],
        words: THROTTLED,
    },
    Row { codes: &[], at: ANY, says: &["too many requests", "limit exceeded"], words: THROTTLED },
];

const EXPIRED_KEYS: Words = Words {
    what: "The AWS keys have expired",
    causes: &[cause("Keys of an identity pool live an hour; the session token says until when.")],
    next: "Get fresh keys: refresh, or sign in again.",
    offers: &[Offer::Refresh, Offer::SignIn],
    fixer: Fixer::Person,
};

const UNKNOWN_KEYS: Words = Words {
    what: "AWS does not know these keys",
    causes: &[
        cause(
            "Probably the session token is missing or belongs to another pair of keys: the three go together.",
        ),
        cause("Maybe the region has to be switched on for the account, and is not."),
    ],
    next: "Get the three keys anew by signing in.",
    offers: &[Offer::SignIn],
    fixer: Fixer::Person,
};

const CLOCK: Words = Words {
    what: "The signature’s time is too far from the service’s clock",
    causes: &[guess(
        Sign::ClockIsOff,
        "A signature is good for five minutes around its time. Probably this computer’s clock is off.",
        "A signature is good for five minutes around its time, and this computer’s clock is {clock}.",
    )],
    next: "Set this computer’s clock, then send it again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Person,
};

const WANTS_ID: Words = Words {
    what: "This route does not take the access token",
    causes: &[
        seen(Sign::TokenIsOver, "The token’s life is over."),
        cause(
            "A Cognito authorizer without scopes wants the ID token; one with scopes wants an access token that has one of them.",
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
        seen(Sign::TokenIsOver, "The token’s life is over."),
        cause(
            "A Cognito authorizer with scopes wants an access token that has one of them; one without wants the ID token.",
        ),
        cause("Maybe it trusts another user pool, or another app client."),
    ],
    next: "Try the access token.",
    offers: &[Offer::Auth(AuthKind::Access), Offer::Auth(AuthKind::Iam)],
    fixer: Fixer::Person,
};

const FORBIDDEN: Words = Words {
    what: "The API is closed to this request, whoever sends it",
    causes: &[
        cause("Probably it wants an API key (x-api-key), or a firewall or a resource policy keeps it out."),
        cause(
            "Behind a domain of one’s own, maybe the path is mapped to no API. A private API answers so from outside, too.",
        ),
    ],
    next: "Ask the API’s owner for the API key or the way in; another token will not help.",
    offers: &[Offer::EditUrl],
    fixer: Fixer::PoolOwner,
};

const THROTTLED: Words = Words {
    what: "The API takes no more requests for the moment",
    causes: &[cause("Its limit, or the usage plan’s, is used up.")],
    next: "Wait a little, then send it again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::PoolOwner,
};

/// For an answer that no row is about: what the status alone says.
pub(super) fn by_status(status: u16) -> &'static Words {
    match status {
        401 => &NOT_BELIEVED,
        403 => &FORBIDDEN,
        404 => &NOT_FOUND,
        405 => &METHOD,
        413 => &TOO_LARGE,
        415 => &MEDIA,
        429 => &THROTTLED,
        400..=499 => &ITS_OWN,
        _ => &BROKEN,
    }
}

const NOT_BELIEVED: Words = Words {
    what: "The API did not believe who you are",
    causes: &[cause("It wants something else to be shown, or trusts another pool or app client.")],
    next: "Try all ways: the answers side by side tell which one it wants.",
    offers: &[Offer::Auth(AuthKind::Id), Offer::Auth(AuthKind::Access), Offer::Auth(AuthKind::Iam)],
    fixer: Fixer::Person,
};

const NOT_FOUND: Words = Words {
    what: "There is nothing at this address",
    causes: &[cause(
        "An HTTP API answers so where it has no such route; so does an API’s own code for a thing that is not there.",
    )],
    next: "Check the path and the method. Who you are was not the trouble.",
    offers: &[Offer::EditUrl],
    fixer: Fixer::Person,
};

const METHOD: Words = Words {
    what: "The address is right, the method is not",
    causes: &[cause("The API takes other methods there; the Allow header may name them.")],
    next: "Choose another method.",
    offers: &[Offer::EditUrl],
    fixer: Fixer::Person,
};

const TOO_LARGE: Words = Words {
    what: "The request is too large",
    causes: &[cause("API Gateway takes up to 10 MB.")],
    next: "Send less.",
    offers: &[],
    fixer: Fixer::Person,
};

const MEDIA: Words = Words {
    what: "The API does not take this kind of content",
    causes: &[cause("Probably the content-type header is missing or another one than the API wants.")],
    next: "Set the content-type header that the API documents.",
    offers: &[],
    fixer: Fixer::Person,
};

const ITS_OWN: Words = Words {
    what: "The API says no in its own words",
    causes: &[cause(
        "Who you are was probably believed: this answer is from the API’s own code, or from a check of the request.",
    )],
    next: "Read its answer.",
    offers: &[],
    fixer: Fixer::Person,
};

const BROKEN: Words = Words {
    what: "Something broke behind the API’s front door",
    causes: &[cause(
        "The front door let the request in; what is behind it, or an authorizer, failed or was out of reach.",
    )],
    next: "Look at the logs of what is behind the route. Sending it again may help.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::PoolOwner,
};
