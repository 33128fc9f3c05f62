//! Operations of people on their own accounts: sign-up, codes, passwords, attributes, factors, devices,
//! the end of a session.

use super::{At, Fixer, Offer, Row, Words, cause, seen};
use crate::explain::sign::Sign;
use crate::flow::{ErrandKind, Operation};

const NOT_AUTHORIZED: &[&str] = &["NotAuthorizedException"];
const INVALID: &[&str] = &["InvalidParameterException"];
const CONFIRM: At = At::Calls(&[Operation::ConfirmSignUp]);
const RECOVER: At = At::Calls(&[Operation::ConfirmForgotPassword]);
const VERIFY: At = At::Calls(&[Operation::VerifyUserAttribute]);
const ANY_CODE: At =
    At::Calls(&[Operation::ConfirmSignUp, Operation::ConfirmForgotPassword, Operation::VerifyUserAttribute]);
const APP: At = At::Calls(&[
    Operation::AssociateSoftwareToken,
    Operation::VerifySoftwareToken,
    Operation::SetUserMfaPreference,
]);

const CONFIRMED_ALREADY: Words = Words {
    what: "This user is confirmed already",
    causes: &[cause(
        "The code of a sign-up is wanted once. Somebody has entered it, or the pool's owner has confirmed the user.",
    )],
    next: "Sign in.",
    offers: &[Offer::SignIn],
    fixer: Fixer::Person,
};

pub(super) static ROWS: &[Row] = &[
    // ── sign-up ──
    Row {
        codes: &["UsernameExistsException"],
        at: At::Account,
        says: &[],
        words: Words {
            what: "This pool has a user of that name",
            causes: &[cause(
                "A username stands for one account. This one may have been made earlier, and never confirmed.",
            )],
            next: "The question is open again: choose another name. If the account is yours, reset its password.",
            offers: &[Offer::Errand(ErrandKind::ForgotPassword), Offer::Errand(ErrandKind::ResendCode)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::Calls(&[Operation::SignUp]),
        says: &["not permitted", "not allowed"],
        words: Words {
            what: "This pool lets nobody sign up",
            causes: &[cause("Only its administrators make accounts: the pool's owner chose that.")],
            next: "Ask the pool's owner for an account, or to switch self-registration on.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: INVALID,
        at: At::Calls(&[Operation::SignUp, Operation::UpdateUserAttributes]),
        says: &["attribute", "email", "phone"],
        words: Words {
            what: "An attribute is missing or not in its form",
            causes: &[cause(
                "A pool can require attributes, and each has a form: a phone number is written like +353871234567. \
                  Cognito's words name the one.",
            )],
            next: "The question is open again: correct or add that attribute.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["NotAuthorizedException", "InvalidParameterException"],
        at: At::Calls(&[Operation::ConfirmSignUp, Operation::ResendConfirmationCode]),
        says: &["current status is confirmed", "already confirmed"],
        words: CONFIRMED_ALREADY,
    },
    Row {
        codes: &["AliasExistsException"],
        at: CONFIRM,
        says: &[],
        words: Words {
            what: "Another user has this e-mail address or phone number",
            causes: &[cause("In this pool it can stand for one user only, and another account has it.")],
            next: "Sign up with another address or number, or reset the password of that other account.",
            offers: &[Offer::Errand(ErrandKind::SignUp), Offer::Errand(ErrandKind::ForgotPassword)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["UserLambdaValidationException"],
        at: At::Account,
        says: &[],
        words: Words {
            what: "The pool's own rules refused this",
            causes: &[cause(
                "The pool's owner added a Lambda function, a small program that Cognito runs at this point, and it \
                  said no.",
            )],
            next: "Cognito's words name the function and its reason. Ask the pool's owner what that rule is.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    // ── codes ──
    Row {
        codes: &["ExpiredCodeException"],
        at: CONFIRM,
        says: &[],
        words: Words {
            what: "This code is too old, or was never sent",
            causes: &[cause(
                "The code of a sign-up lives a day, and a newer one takes its place. A client that hides which users \
                  exist says the same of somebody unknown.",
            )],
            next: "Check the username, then have a new code sent.",
            offers: &[Offer::Errand(ErrandKind::ResendCode)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ExpiredCodeException"],
        at: RECOVER,
        says: &[],
        words: Words {
            what: "This code is too old, or was never sent",
            causes: &[cause(
                "The code for another password lives an hour, and a newer one takes its place. A client that hides \
                  which users exist says the same of somebody unknown.",
            )],
            next: "Check the username, then have another code sent.",
            offers: &[Offer::Errand(ErrandKind::ForgotPassword)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ExpiredCodeException"],
        at: VERIFY,
        says: &[],
        words: Words {
            what: "This code is too old, or was never sent",
            causes: &[cause("A code that verifies an address lives a day, and a newer one takes its place.")],
            next: "Have another code sent.",
            offers: &[Offer::Errand(ErrandKind::VerifyAttribute)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["CodeMismatchException"],
        at: ANY_CODE,
        says: &[],
        words: Words {
            what: "This is not the code that Cognito sent",
            causes: &[cause(
                "Most often a digit is wrong, or it is the code of an earlier message: a newer one takes its place.",
            )],
            next: "The question is open again: enter the code of the newest message.",
            offers: &[Offer::OpenInbox, Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    // ── passwords ──
    Row {
        codes: INVALID,
        at: At::Calls(&[Operation::ForgotPassword]),
        says: &["no registered/verified", "verified email or phone"],
        words: Words {
            what: "Cognito has no verified address to send a code to",
            causes: &[cause(
                "This user has neither an e-mail address nor a phone number that was verified, so nobody can be sent \
                  a code.",
            )],
            next: "Ask the pool's owner to set a password, or to mark an address of this user as verified.",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::Calls(&[Operation::ForgotPassword]),
        says: &["cannot be reset in the current state"],
        words: Words {
            what: "The password of this user cannot be reset at the moment",
            causes: &[cause(
                "Most often the user still has the temporary password of an administrator, or signs in through \
                  another provider and has none.",
            )],
            next: "Ask the pool's owner for a fresh temporary password (AdminCreateUser with RESEND).",
            offers: &[],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::Calls(&[Operation::ChangePassword]),
        says: &["incorrect username or password"],
        words: Words {
            what: "The password so far is not right",
            causes: &[cause("Whoever changes a password has to know the one so far, even when signed in.")],
            next: "The question is open again: enter the password that the user has at the moment.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    // ── tokens ──
    Row {
        codes: NOT_AUTHORIZED,
        at: At::OwnAccount,
        says: &["required scopes"],
        words: Words {
            what: "The access token does not allow that",
            causes: &[cause(
                "Operations on one's own account need the scope aws.cognito.signin.user.admin. Tokens from a sign-in \
                  through the API have it; those from a login page have it only when it was asked for.",
            )],
            next: "Sign in through the API, or ask the login page for that scope too.",
            offers: &[Offer::SignIn],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::OwnAccount,
        says: &["access token", "could not verify signature"],
        words: Words {
            what: "The access token works no more",
            causes: &[
                cause("Probably it has run out: it lives an hour unless the app client says otherwise."),
                cause("Maybe it was revoked by a sign-out, or belongs to another pool."),
            ],
            next: "Refresh the tokens or sign in again, then try once more.",
            offers: &[Offer::SignIn, Offer::Refresh],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["UnsupportedTokenTypeException"],
        at: At::Account,
        says: &[],
        words: Words {
            what: "Only a refresh token can be revoked",
            causes: &[cause(
                "Access and ID tokens run out by themselves; they are revoked together with their refresh token.",
            )],
            next: "Sign in again, and revoke the refresh token of that sign-in.",
            offers: &[Offer::SignIn],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["UnsupportedOperationException"],
        at: At::Calls(&[Operation::RevokeToken]),
        says: &[],
        words: Words {
            what: "This app client does not revoke tokens",
            causes: &[cause("Revocation is a setting of the app client, and it is off.")],
            next: "Sign the user out everywhere instead, or ask the pool's owner to switch EnableTokenRevocation on.",
            offers: &[Offer::Errand(ErrandKind::GlobalSignOut)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["UnauthorizedException"],
        at: At::Calls(&[Operation::RevokeToken]),
        says: &[],
        words: Words {
            what: "The client secret does not fit this app client",
            causes: &[cause(
                "A client with a secret sends the secret itself with this call, and the one that was sent is missing \
                  or not the right one.",
            )],
            next: "Enter the client secret, sign in again, then try once more.",
            offers: &[Offer::Edit(super::Field::ClientSecret)],
            fixer: Fixer::Person,
        },
    },
    // ── second factors and devices ──
    Row {
        codes: &["EnableSoftwareTokenMFAException", "CodeMismatchException"],
        at: At::Calls(&[Operation::VerifySoftwareToken]),
        says: &[],
        words: Words {
            what: "The app does not show the code that Cognito expects",
            causes: &[
                seen(
                    Sign::ClockIsOff,
                    "This computer’s clock is {clock}, and codes that it fills in are as wrong: one holds for 30 seconds.",
                ),
                cause("Most often the secret was mistyped, or the code is that of another account."),
                cause("Maybe the clock of the phone is off: a code holds for 30 seconds."),
            ],
            next: "The question is open again: wait for the next code and enter that one.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["SoftwareTokenMFANotFoundException", "InvalidParameterException"],
        at: APP,
        says: &["software token mfa", "turn on"],
        words: Words {
            what: "No authenticator app can be switched on here",
            causes: &[cause(
                "The pool has authenticator apps switched off, or this user has not set one up to the end.",
            )],
            next: "Set the app up to the end; if that is refused, ask the pool's owner to allow authenticator apps.",
            offers: &[Offer::Errand(ErrandKind::SetUpTotp)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["ResourceNotFoundException", "InvalidParameterException"],
        at: At::Calls(&[Operation::ForgetDevice, Operation::UpdateDeviceStatus]),
        says: &["device"],
        words: Words {
            what: "This user has no such device",
            causes: &[cause("The device key is mistyped, or the device was forgotten already.")],
            next: "List the devices and choose one of them.",
            offers: &[Offer::Errand(ErrandKind::Devices)],
            fixer: Fixer::Person,
        },
    },
];
