//! Calls signed with AWS keys: the Admin operations (the person's own keys) and `GetCallerIdentity`
//! (the keys of this walk).

use super::{At, Field, Fixer, Offer, Row, Words, cause, guess};
use crate::cognito::Way;
use crate::explain::sign::Sign;

pub(super) static ROWS: &[Row] = &[
    Row {
        codes: &[],
        at: At::Anywhere,
        says: &["signature expired", "signature not yet current", "request has expired", "request expired"],
        words: Words {
            what: "AWS says the time of this request is wrong",
            causes: &[
                guess(
                    Sign::ClockIsOff,
                    "Probably this computer’s clock is off.",
                    "This computer’s clock is {clock}.",
                ),
                cause(
                    "A signed request carries the time it was made, and AWS takes it for about five minutes.",
                ),
            ],
            next: "Set the clock (turn on automatic time), then try again.",
            offers: &[Offer::TryAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ExpiredTokenException", "ExpiredToken"],
        at: At::Admin,
        says: &[],
        words: Words {
            what: "The AWS credentials that sign this call have expired",
            causes: &[cause(
                "Admin calls are signed with AWS credentials of your own, and temporary ones end after some hours.",
            )],
            next: "Renew them (for example with aws sso login) or choose another AWS profile.",
            offers: &[Offer::Edit(Field::Signer), Offer::TryAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[
            "MissingAuthenticationTokenException",
            "MissingAuthenticationToken",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignatureException",
            "IncompleteSignature",
        ],
        at: At::Admin,
        says: &[],
        words: Words {
            what: "AWS does not accept the credentials that sign this call",
            causes: &[
                cause(
                    "Admin calls are signed with AWS credentials of your own. Probably the secret key is mistyped.",
                ),
                cause("Maybe the session token is missing: temporary keys need theirs."),
                cause("Maybe the keys were deleted."),
            ],
            next: "Choose another AWS profile or enter the keys again. Or use SRP, which needs no AWS credentials.",
            offers: &[Offer::Edit(Field::Signer), Offer::Way(Way::UserSrp)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["AccessDeniedException", "AccessDenied"],
        at: At::Admin,
        says: &[],
        words: Words {
            what: "Your AWS credentials may not call {operation}",
            causes: &[cause(
                "They are genuine, but no policy of theirs allows cognito-idp:{operation} on {pool}.",
            )],
            next: "Ask for that one permission, choose another AWS profile, or use SRP, which needs no AWS \
                   credentials.",
            offers: &[Offer::Way(Way::UserSrp), Offer::Edit(Field::Signer)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["ExpiredToken", "ExpiredTokenException"],
        at: At::Sts,
        says: &[],
        words: Words {
            what: "These keys have expired",
            causes: &[cause(
                "Keys live for an hour in the enhanced flow; in the classic one for as long as was asked, from 15 minutes to 12 hours.",
            )],
            next: "Sign in again for a fresh set.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
        ],
        at: At::Sts,
        says: &[],
        words: Words {
            what: "AWS does not know these keys",
            causes: &[
                cause(
                    "Probably they were issued elsewhere: by an emulator while AWS was asked, by AWS while an emulator was, or for another AWS partition such as China.",
                ),
                cause("Maybe the session token is missing."),
            ],
            next: "Check that all calls of this walk go to the same place, then sign in again.",
            offers: &[Offer::Edit(Field::Endpoint), Offer::Edit(Field::Region), Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[
            "SignatureDoesNotMatch",
            "InvalidSignatureException",
            "IncompleteSignature",
            "IncompleteSignatureException",
        ],
        at: At::Sts,
        says: &[],
        words: Words {
            what: "AWS works out another signature for this request",
            causes: &[
                cause(
                    "The keys came straight from the step before, so they are probably right, and a proxy changed the request on its way.",
                ),
                cause("Maybe {host} is not AWS and signs differently."),
            ],
            next: "Try again. If it stays, check the endpoint and any proxy in between.",
            offers: &[Offer::TryAgain, Offer::Edit(Field::Endpoint)],
            fixer: Fixer::Network,
        },
    },
    Row {
        codes: &["RegionDisabledException", "OptInRequired"],
        at: At::Anywhere,
        says: &[],
        words: Words {
            what: "This AWS account has not turned on {region}",
            causes: &[cause("Newer regions must be switched on for each account before keys work there.")],
            next: "Ask the account's owner to turn the region on, or use another region.",
            offers: &[Offer::Edit(Field::Region)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["AccessDenied", "AccessDeniedException"],
        at: At::Sts,
        says: &[],
        words: Words {
            what: "The keys work, but this call is forbidden to them",
            causes: &[cause(
                "GetCallerIdentity needs no permission, so probably a rule of the AWS organization or of the \
                  network forbids it.",
            )],
            next: "The keys may still work for your own API. Ask whoever looks after the AWS account.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
];
