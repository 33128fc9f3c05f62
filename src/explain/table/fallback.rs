//! What is left when the text is not known: a row per code, and words per HTTP status.

use super::{At, Field, Fixer, Offer, Row, Words, cause, guess};
use crate::cognito::Way;
use crate::explain::sign::Sign;

/// A firewall in front of the pool.
pub(super) const FIREWALL: Words = Words {
    what: "A firewall in front of the user pool refused the request",
    causes: &[cause(
        "The pool's owner put AWS WAF there: it may forbid countries, addresses, too many requests or programs that \
          are no browser. Username and password were not looked at.",
    )],
    next: "Give the pool's owner the time and the request ID: the firewall's log names the rule.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::PoolOwner,
};

const TOO_FAST: Words = Words {
    what: "Too many requests at the moment",
    causes: &[cause(
        "An AWS account may make only so many calls a second, and everybody who signs in to its pools shares them.",
    )],
    next: "Wait some seconds, then try again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Network,
};

const SERVICE_FAULT: Words = Words {
    what: "The service failed on its side",
    causes: &[cause(
        "The request was probably fine; AWS answers like this when something of its own breaks.",
    )],
    next: "Wait a little, then start again: an answer that was under way may have been used up.",
    offers: &[Offer::StartAgain],
    fixer: Fixer::Network,
};

const NOT_SPOKEN_HERE: Words = Words {
    what: "{host} does not know {operation}",
    causes: &[cause(
        "Probably the endpoint is that of another service, or an emulator that lacks this operation.",
    )],
    next: "Check the endpoint.",
    offers: &[Offer::Edit(Field::Endpoint)],
    fixer: Fixer::Person,
};

const PROXY_LOGIN: Words = Words {
    what: "A proxy wants you to log in",
    causes: &[cause(
        "The request did not get out: the network's proxy asks for a username and password of its own.",
    )],
    next: "Log in to the proxy, or use another network.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Network,
};

pub(super) static ROWS: &[Row] = &[
    Row { codes: &["ForbiddenException"], at: At::UserPool, says: &[], words: FIREWALL },
    Row {
        codes: &["LimitExceededException", "TooManyFailedAttemptsException"],
        at: At::Anywhere,
        says: &[],
        words: Words {
            what: "This user's allowance for tries is used up",
            causes: &[cause(
                "Cognito counts some calls per user and hour, and further tries only make the wait longer.",
            )],
            next: "Wait before you try again: up to an hour.",
            offers: &[],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[
            "TooManyRequestsException",
            "ThrottlingException",
            "Throttling",
            "RequestLimitExceeded",
            "SlowDown",
        ],
        at: At::Anywhere,
        says: &[],
        words: TOO_FAST,
    },
    Row {
        codes: &[
            "InternalErrorException",
            "InternalFailure",
            "InternalServerError",
            "InternalError",
            "ServiceUnavailable",
            "ServiceUnavailableException",
        ],
        at: At::Anywhere,
        says: &[],
        words: SERVICE_FAULT,
    },
    Row {
        codes: &[
            "UnknownOperationException",
            "UnknownOperation",
            "InvalidAction",
            "MissingAction",
            "SerializationException",
            "UnsupportedOperation",
        ],
        at: At::Anywhere,
        says: &[],
        words: NOT_SPOKEN_HERE,
    },
    Row {
        codes: &["InvalidUserPoolConfigurationException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "The user pool is set up in a way that does not work",
            causes: &[cause(
                "Two of its settings contradict each other, or one that this flow needs is missing.",
            )],
            next: "Give the pool's owner Cognito's words and the request ID.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[
            "UnsupportedOperationException",
            "OperationNotEnabledException",
            "FeatureUnavailableInTierException",
        ],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "This user pool does not offer that",
            causes: &[cause(
                "The call needs a feature that the pool has switched off, or that its price plan does not include.",
            )],
            next: "Use another flow, or ask the pool's owner.",
            offers: &[Offer::Way(Way::UserSrp), Offer::Edit(Field::Way)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["ResourceNotFoundException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "Cognito does not find what was named, in {region}",
            causes: &[
                guess(
                    Sign::OtherRegion,
                    "Probably the region is wrong: every region keeps its own pools.",
                    "The region is {region}, and the user pool’s ID says {other_region}: every region keeps its own pools.",
                ),
                cause("Maybe one of the IDs is wrong, or what it names was deleted."),
            ],
            next: "Check the region, then the IDs.",
            offers: &[Offer::RegionFromPool, Offer::Edit(Field::Region), Offer::Edit(Field::Client)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["NotAuthorizedException"],
        at: At::SignIn,
        says: &[],
        words: Words {
            what: "Cognito refuses this sign-in",
            causes: &[cause(
                "Cognito's own words say more. This code stands for many things: the password, the client secret, \
                  the state of the user, or a rule of the pool.",
            )],
            next: "Check the password, the username and the client secret.",
            offers: &[
                Offer::Edit(Field::Password),
                Offer::Edit(Field::Username),
                Offer::Edit(Field::ClientSecret),
            ],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["NotAuthorizedException"],
        at: At::Answer,
        says: &[],
        words: Words {
            what: "Cognito refuses this answer",
            causes: &[cause(
                "Cognito's own words say more. Most often the session is over or the password is wrong.",
            )],
            next: "Start again.",
            offers: &[Offer::StartAgain, Offer::Edit(Field::Password)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["NotAuthorizedException"],
        at: At::Account,
        says: &[],
        words: Words {
            what: "Cognito refuses {operation}",
            causes: &[cause(
                "Cognito's own words say more. Most often the access token has run out, or the app client may not \
                  read or write what was asked for.",
            )],
            next: "Sign in again, then try once more.",
            offers: &[Offer::SignIn],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["InvalidParameterException", "ValidationException", "ValidationError"],
        at: At::SignIn,
        says: &[],
        words: Words {
            what: "Cognito cannot use one of the values",
            causes: &[cause(
                "Its own words name the value, or the setting of the app client that is in the way.",
            )],
            next: "Check that value, then run again.",
            offers: &[Offer::Edit(Field::Client), Offer::Edit(Field::Way)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["InvalidParameterException", "ValidationException", "ValidationError"],
        at: At::Anywhere,
        says: &[],
        words: Words {
            what: "The service cannot use one of the values",
            causes: &[cause("Its own words name the value.")],
            next: "Start again, and look at that value.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
];

const UNKNOWN_CODE: Words = Words {
    what: "{host} refused {operation}",
    causes: &[cause("Poolwalk does not know this error. The service's own words are all there is.")],
    next: "Copy the report: it has the request ID, which AWS support asks for.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::PoolOwner,
};

const WITHOUT_CODE: Words = Words {
    what: "{host} refused {operation} without naming an error",
    causes: &[cause(
        "Probably this is not the service itself: a proxy, a firewall or another server may have answered.",
    )],
    next: "Check the endpoint and the network.",
    offers: &[Offer::Edit(Field::Endpoint), Offer::TryAgain],
    fixer: Fixer::Network,
};

const FORBIDDEN: Words = Words {
    what: "The request was refused before it was read",
    causes: &[cause(
        "Probably a firewall said no: one that the pool's owner set up, or one of your own network.",
    )],
    next: "Try from another network, or give the pool's owner the time and the request ID.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Network,
};

/// Words for an HTTP status whose code, if there is one, is in no row.
pub(super) const fn by_status(status: u16, has_code: bool) -> &'static Words {
    match status {
        407 => &PROXY_LOGIN,
        429 => &TOO_FAST,
        500..=599 => &SERVICE_FAULT,
        _ if has_code => &UNKNOWN_CODE,
        403 => &FORBIDDEN,
        404 | 405 => &NOT_SPOKEN_HERE,
        _ => &WITHOUT_CODE,
    }
}
