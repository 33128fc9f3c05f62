//! Answering a challenge: new passwords, codes, sessions; and the pool's own Lambda functions,
//! which may refuse at any point of a sign-in.

use super::{At, Field, Fixer, Offer, Row, Words, cause, seen};
use crate::explain::sign::Sign;

const SPENT_SESSION: Words = Words {
    what: "The time for this answer is over",
    causes: &[
        seen(Sign::AnsweredLate, "The answer went out {waited} after the question came."),
        cause(
            "Cognito ties each answer to a session that lives for three minutes unless the app client says otherwise, and works once.",
        ),
    ],
    next: "Start again, and answer within the time shown.",
    offers: &[Offer::StartAgain],
    fixer: Fixer::Person,
};

pub(super) static ROWS: &[Row] = &[
    // ── the pool's triggers ──
    Row { codes: &["UserLambdaValidationException"], at: At::UserPool, says: &[], words: REFUSED_BY_TRIGGER },
    Row { codes: &[], at: At::UserPool, says: &[" failed with error"], words: REFUSED_BY_TRIGGER },
    Row {
        codes: &["UnexpectedLambdaException", "InvalidLambdaResponseException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "One of the pool's own functions broke down",
            causes: &[cause(
                "The pool's owner added a Lambda function, a small program that Cognito runs during a sign-in. It \
                  crashed, took too long or answered in a form that Cognito cannot use.",
            )],
            next: "Give the pool's owner the request ID and the time: the cause is in that function's log.",
            offers: &[Offer::TryAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    // ── sessions ──
    Row {
        codes: &[],
        at: At::UserPool,
        says: &["session is expired", "session has expired", "session expired"],
        words: SPENT_SESSION,
    },
    Row {
        codes: &[],
        at: At::UserPool,
        says: &["session can only be used once"],
        words: Words {
            what: "This question has been answered already",
            causes: &[cause(
                "Each session works once, and Cognito has had an answer with this one: perhaps an earlier try got \
                  through though its reply was lost.",
            )],
            next: "Start again.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: At::UserPool,
        says: &["invalid session", "session not found", "session does not match"],
        words: Words {
            what: "Cognito no longer knows this sign-in",
            causes: &[
                seen(Sign::AnsweredLate, "The answer went out {waited} after the question came."),
                cause(
                    "Each answer carries the session of the question. Probably this one is too old (three minutes unless the app client says otherwise), or was used before.",
                ),
            ],
            next: "Start again.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    // ── a new password ──
    Row {
        codes: &["InvalidPasswordException"],
        at: At::UserPool,
        says: &["security reasons"],
        words: Words {
            what: "This password cannot be used",
            causes: &[cause("Probably it is on a list of leaked passwords, or was used before.")],
            next: "The question is open again: choose another one.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["InvalidPasswordException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "The new password breaks the pool's rules",
            causes: &[cause(
                "Cognito names the rule that was broken. Rules can ask for a length, capital and small letters, \
                  digits and symbols.",
            )],
            next: "The question is open again: choose a password that keeps to the rule.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["PasswordHistoryPolicyViolationException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "This user had that password before",
            causes: &[cause("The pool remembers earlier passwords and does not let them come back.")],
            next: "The question is open again: choose one that this user never had.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["InvalidParameterException"],
        at: At::Answer,
        says: &["invalid attributes given", "attributes did not conform", "attribute * is required"],
        words: Words {
            what: "An attribute that the pool requires is missing or not in its form",
            causes: &[cause(
                "This pool wants certain attributes before a user is complete, each under its own key with the \
                  prefix userAttributes. Cognito's words name the one.",
            )],
            next: "Start again and fill in every field of the question. A phone number is written like +353871234567.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["NotAuthorizedException", "InvalidParameterException"],
        at: At::Answer,
        says: &["cannot modify an already provided", "cannot modify the already provided"],
        words: Words {
            what: "An attribute was sent that this user already has",
            causes: &[cause("With a new password only the attributes that Cognito asks for may be sent.")],
            next: "Start again and leave out the attribute that Cognito names.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["AliasExistsException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "Another user has this e-mail address or phone number",
            causes: &[cause("In this pool it can stand for one user only.")],
            next: "Start again with another address or number.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["InvalidParameterException"],
        at: At::Answer,
        says: &["missing required parameter"],
        words: Words {
            what: "Part of the answer is missing",
            causes: &[cause("The answer to {challenge} lacks something that Cognito's words name.")],
            next: "Start again and fill in every field.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    // ── codes ──
    Row {
        codes: &["CodeMismatchException"],
        at: At::Answering("SOFTWARE_TOKEN_MFA"),
        says: &[],
        words: Words {
            what: "This is not the code that Cognito expects",
            causes: &[
                seen(
                    Sign::ClockIsOff,
                    "This computer’s clock is {clock}, and codes that it fills in are as wrong: one holds for 30 seconds.",
                ),
                cause("Most often a digit is wrong, or it is the code of another account."),
                cause("Maybe the clock of the phone is off: a code holds for 30 seconds."),
            ],
            next: "The question is open again: wait for the next code in the authenticator app and enter that one.",
            offers: &[Offer::OpenInbox, Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["CodeMismatchException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "This is not the code that Cognito expects",
            causes: &[cause(
                "Most often a digit is wrong, or it is the code of an earlier message: every sign-in sends another.",
            )],
            next: "The question is open again: enter the code of the newest message.",
            offers: &[Offer::OpenInbox, Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ExpiredCodeException"],
        at: At::UserPool,
        says: &["already been used"],
        words: Words {
            what: "This code has been used already",
            causes: &[cause("Each code of an authenticator app works once, even within its 30 seconds.")],
            next: "The question is open again: wait for the next code and enter that one.",
            offers: &[Offer::OpenInbox, Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ExpiredCodeException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "This code is too old",
            causes: &[
                seen(Sign::AnsweredLate, "The answer went out {waited} after the question came."),
                cause(
                    "A code lives as long as its question, three minutes unless the app client says otherwise.",
                ),
            ],
            next: "Start again to have another code sent, or to get a fresh question.",
            offers: &[Offer::OpenInbox, Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["SoftwareTokenMFANotFoundException", "MFAMethodNotFoundException"],
        at: At::UserPool,
        says: &[],
        words: NO_SUCH_FACTOR,
    },
    Row {
        codes: &["InvalidParameterException", "NotAuthorizedException", "ResourceNotFoundException"],
        at: At::UserPool,
        says: &["software token mfa"],
        words: NO_SUCH_FACTOR,
    },
    Row {
        codes: &[
            "InvalidSmsRoleAccessPolicyException",
            "InvalidSmsRoleTrustRelationshipException",
            "InvalidEmailRoleAccessPolicyException",
            "CodeDeliveryFailureException",
        ],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "Cognito could not send the code",
            causes: &[
                cause(
                    "Probably the role that lets the pool send text messages or e-mail is missing a right.",
                ),
                cause(
                    "Maybe the AWS account has reached its limit for messages, or may write to registered numbers alone (the SMS sandbox).",
                ),
            ],
            next: "Ask the pool's owner to check the pool's message settings. A user with an authenticator app needs no message.",
            offers: &[Offer::Edit(Field::Username)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["ResourceNotFoundException", "InvalidParameterException"],
        at: At::UserPool,
        says: &["device does not exist", "invalid device key", "device not found"],
        words: Words {
            what: "Cognito does not know this device",
            causes: &[cause(
                "This pool remembers devices, and the one that was named is not among this user's.",
            )],
            next: "Start again; Poolwalk names no device then.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
];

const REFUSED_BY_TRIGGER: Words = Words {
    what: "The pool's own rules refused this sign-in",
    causes: &[cause(
        "The pool's owner added a Lambda function, a small program that Cognito runs during a sign-in, and it said \
          no. PreAuthentication runs before the password is looked at, so the password may be right.",
    )],
    next: "Cognito's words name the function and its reason. Ask the pool's owner what that rule is.",
    offers: &[Offer::Edit(Field::Username)],
    fixer: Fixer::PoolOwner,
};

const NO_SUCH_FACTOR: Words = Words {
    what: "This user or pool has no such second factor",
    causes: &[cause(
        "The code belongs to a factor that is not set up for this user, or that the pool has switched off.",
    )],
    next: "Start again and answer the factor that Cognito names. The pool's owner can switch factors on.",
    offers: &[Offer::StartAgain],
    fixer: Fixer::PoolOwner,
};
