//! What an API’s front door says of signatures, keys and permissions. API Gateway says several things in words that mean
//! others.

use super::api_over::EXPIRED_KEYS;
use super::{At, Offer, Row, Words, cause, guess, says};
use crate::explain::advice::Fixer;
use crate::explain::sign::Sign;
use crate::flow::{AuthKind, Refusal};

const SIGNED: At = At::Api(&[AuthKind::Iam]);
const WITH_TOKEN: At = At::Api(&[AuthKind::Id, AuthKind::Access]);
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
        at: ANY,
        says: &["user: anonymous is not authorized to perform"],
        words: Words {
            what: "The API lets nobody in who is unknown to it",
            causes: &[cause(
                "AWS saw no signature, and a policy of the API itself does not allow callers without one.",
            )],
            next: "Try the AWS signature, or ask the API’s owner whom its policy lets in.",
            offers: &[Offer::Auth(AuthKind::Iam)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["is not authorized to perform*explicit deny"],
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
        says: &["is not authorized to perform*no session policy allows"],
        words: Words {
            what: "The keys work, but are narrower than their role",
            causes: &[
                cause(
                    "A session policy goes along with them and does not allow this action; what the role’s own policies say does not help.",
                ),
                cause("Guests of the enhanced flow get one, which allows a fixed list of services alone."),
            ],
            next: "As a guest, take the classic flow or sign in; else ask whoever gave the keys out.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["is not authorized to perform: * on resource: "],
        words: Words {
            next: "Add the statement that “Show the policy statement…” has to the role’s policies, or ask for another role.",
            offers: &[Offer::AllowPolicy, Offer::OtherRole],
            ..MAY_NOT
        },
    },
    Row { codes: &[], at: SIGNED, says: &[MAY_NOT_PERFORM], words: MAY_NOT },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["forbidden. for troubleshooting function url"],
        words: Words {
            what: "The function’s URL does not let this role in",
            causes: &[
                cause(
                    "Probably the role lacks lambda:InvokeFunctionUrl for this function, or lambda:InvokeFunction beside it.",
                ),
                cause("In another account, the function’s own policy has to allow it too."),
            ],
            next: "Ask the function’s owner to allow both to the role.",
            offers: &[Offer::OtherRole],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["AccessDenied"],
        at: SIGNED,
        says: &[],
        words: Words {
            what: "Access is denied, and the answer does not say what is lacking",
            causes: &[
                cause(
                    "Probably the keys work, and a policy of their role, or of what was asked for, does not allow this.",
                ),
                cause(
                    "S3 says so of a thing that is not there, too, to a role that may not list the bucket.",
                ),
            ],
            next: "Check the name of what was asked for, then ask its owner for the permission.",
            offers: &[Offer::OtherRole, Offer::EditUrl],
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
    Row { codes: &["ExpiredTokenException", "ExpiredToken"], at: SIGNED, says: &[], words: EXPIRED_KEYS },
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
        says: &["the region*is wrong; expecting"],
        words: Words {
            what: "The signature names another region than the API’s",
            causes: &[cause("A signature is good in one region, and S3 says which one it expects.")],
            next: "Set the region that the answer expects.",
            offers: &[Offer::EditSigning],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: SIGNED,
        says: &["scoped to a valid region"],
        words: Words {
            what: "The signature names another region than the API’s",
            causes: &[cause(
                "A signature is good in one region. Behind a domain of one’s own the address does not tell which, so it has to be said.",
            )],
            next: "The region in the answer is the wrong one. Set the region that the API’s address names; where it names none, ask the API’s owner.",
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
        at: SIGNED,
        says: &[],
        words: Words {
            what: "The front door did not find a whole signature",
            causes: &[cause(
                "The request was signed. Probably something between here and there changed or dropped its authorization header.",
            )],
            next: "Look at what was signed, then send it again without whatever stands between.",
            offers: &[Offer::TryAgain, Offer::EditUrl],
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

/// What IAM says of who may not, whatever the service.
const MAY_NOT_PERFORM: &str = "is not authorized to perform";

/// True of a refusal that read the signature, believed it, and lacks a permission.
pub(in crate::explain) fn is_about_permission(refusal: &Refusal) -> bool {
    says(&refusal.message, MAY_NOT_PERFORM)
}

const MAY_NOT: Words = Words {
    what: "The keys work, but their role may not do this",
    causes: &[
        cause(
            "AWS believed who you are: this is about permission. The role behind the keys has no policy that allows the action it names.",
        ),
        cause(
            "Maybe another role may: a user’s groups decide which one is taken, and guests have one of their own.",
        ),
    ],
    next: "Ask for a policy that allows the action it names, or for another role.",
    offers: &[Offer::OtherRole],
    fixer: Fixer::PoolOwner,
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
        "A signature is good for a few minutes around its time: fifteen at S3, five elsewhere. Probably this computer’s clock is off.",
        "A signature is good for a few minutes around its time (fifteen at S3, five elsewhere), and this computer’s clock is {clock}.",
    )],
    next: "Set this computer’s clock, then send it again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::Person,
};

pub(super) const THROTTLED: Words = Words {
    what: "The API takes no more requests for the moment",
    causes: &[cause("Its limit, or the usage plan’s, is used up.")],
    next: "Wait a little, then send it again.",
    offers: &[Offer::TryAgain],
    fixer: Fixer::PoolOwner,
};

#[cfg(test)]
mod tests;
