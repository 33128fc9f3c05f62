//! Who signs in: the password, the state of the account, and what the pool thinks of both.

use super::{At, Cause, Field, Fixer, Offer, Row, Words, cause, guess, hint, seen};
use crate::cognito::Way;
use crate::explain::sign::Sign;
use crate::flow::ErrandKind;

const NOT_AUTHORIZED: &[&str] = &["NotAuthorizedException"];
const UNVERIFIED: Cause = hint(
    Sign::NameIsAlias,
    "Maybe this e-mail address or phone number is not verified; as a username it works only once it is.",
);

pub(super) static ROWS: &[Row] = &[
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["password attempts exceeded"],
        words: Words {
            what: "Too many wrong passwords: this user is locked for a while",
            causes: &[cause(
                "After five failures Cognito locks the user for a second and doubles that with each further one, up \
                  to about 15 minutes. Tries in the meantime are ignored, the right password included.",
            )],
            next: "Wait up to 15 minutes without trying, then run once with the right password.",
            offers: &[Offer::Edit(Field::Password)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["user is disabled"],
        words: Words {
            what: "This user is disabled",
            causes: &[cause(
                "An administrator switched the account off. It keeps its password and its data.",
            )],
            next: "Ask the pool's owner to enable the user, or sign in as another.",
            offers: &[Offer::Edit(Field::Username)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["temporary password has expired"],
        words: Words {
            what: "The temporary password has expired",
            causes: &[cause(
                "A password set by an administrator must be changed within some days, seven unless the pool says \
                  otherwise.",
            )],
            next: "Ask the pool's owner to send a fresh one (AdminCreateUser with RESEND) or to set a password.",
            offers: &[Offer::Edit(Field::Username), Offer::StartAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["security reasons"],
        words: Words {
            what: "Cognito's threat protection stopped this sign-in",
            causes: &[cause(
                "The pool judges each sign-in by where it comes from, and this one looked risky. The password may \
                  be right.",
            )],
            next: "Ask the pool's owner to look at the user's sign-in events, or try from your usual network.",
            offers: &[Offer::TryAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["not authorized to get auth details"],
        words: Words {
            what: "This user signs in through another provider",
            causes: &[cause(
                "Users who come from Google, SAML and the like have no password in the pool, so no password flow \
                  can sign them in.",
            )],
            next: "Use the pool's login page in a browser for this user, or sign in as one who has a password.",
            offers: &[Offer::Way(Way::Browser), Offer::Edit(Field::Username)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::Answering("PASSWORD_VERIFIER"),
        says: &["incorrect username or password"],
        words: Words {
            what: "Cognito does not accept this username and password",
            causes: &[
                seen(
                    Sign::PasswordHasSpaces,
                    "The password in the form begins or ends with a space, and spaces count.",
                ),
                cause("Most often the password is wrong."),
                UNVERIFIED,
                hint(
                    Sign::NameHasCapitals,
                    "Maybe the username has no capital letters: some pools tell them from small ones.",
                ),
                cause("Maybe there is no such user: an app client can hide which users exist."),
                cause("Maybe the user is disabled, or has a temporary password that was used before."),
                guess(
                    Sign::ClockSpoils,
                    "Maybe this computer’s clock is far off: the proof of the password has the time in it.",
                    "This computer’s clock is {clock}, and the proof of the password has the time in it.",
                ),
            ],
            next: "Check the password and the username, and that this is the right pool. After five wrong passwords Cognito locks the user for a while.",
            offers: &[Offer::Edit(Field::Password), Offer::Edit(Field::Username), Offer::ProofAside],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["incorrect username or password"],
        words: Words {
            what: "Cognito does not accept this username and password",
            causes: &[
                seen(
                    Sign::PasswordHasSpaces,
                    "The password in the form begins or ends with a space, and spaces count.",
                ),
                cause("Most often the password is wrong."),
                UNVERIFIED,
                hint(
                    Sign::NameHasCapitals,
                    "Maybe the username has no capital letters: some pools tell them from small ones.",
                ),
                cause("Maybe there is no such user: an app client can hide which users exist."),
                cause("Maybe the user is disabled, or has a temporary password that was used before."),
            ],
            next: "Check the password and the username, and that this is the right pool. After five wrong passwords Cognito locks the user for a while.",
            offers: &[Offer::Edit(Field::Password), Offer::Edit(Field::Username)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["UserNotFoundException"],
        at: At::WithToken,
        says: &[],
        words: Words {
            what: "The user of this token is not in the pool",
            causes: &[
                cause("Probably the user was deleted after the token was made."),
                cause("Maybe the token is another user pool’s."),
            ],
            next: "Sign in as another user, or ask the pool's owner to make this one again.",
            offers: &[Offer::Edit(Field::Username), Offer::Edit(Field::Client)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["UserNotFoundException"],
        at: At::Admin,
        says: &[],
        words: Words {
            what: "This pool has no such user",
            causes: &[
                cause("Probably the name is spelled otherwise, letter case included."),
                UNVERIFIED,
                cause("Maybe the user is in another pool than {pool}."),
            ],
            next: "Check the username, and that this is the right pool.",
            offers: &[Offer::Edit(Field::Username), Offer::Edit(Field::UserPool)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["UserNotFoundException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "This pool has no such user",
            causes: &[
                cause("Probably the name is spelled otherwise, letter case included."),
                UNVERIFIED,
                cause("Maybe the user comes from another provider: then no password flow finds them."),
            ],
            next: "Check the username, and that this is the right pool. Worth noting in a test: this app client tells strangers which users exist.",
            offers: &[Offer::Edit(Field::Username), Offer::Edit(Field::Client)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["UserNotConfirmedException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "This user signed up but has not confirmed the account",
            causes: &[cause("A code is usually sent on sign-up, and nobody has entered it yet.")],
            next: "Have a new code sent and enter it, or enter the one that was sent. The pool's owner can confirm the \
                   user too. Then sign in again.",
            offers: &[
                Offer::Errand(ErrandKind::ResendCode),
                Offer::Errand(ErrandKind::ConfirmSignUp),
                Offer::Edit(Field::Username),
            ],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["PasswordResetRequiredException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "This user must reset the password before signing in",
            causes: &[cause(
                "An administrator asked for the reset, or the user was imported from elsewhere.",
            )],
            next: "Reset the password with a code that Cognito sends, or ask the pool’s owner to set one. Then sign in again.",
            offers: &[
                Offer::Errand(ErrandKind::ForgotPassword),
                Offer::Errand(ErrandKind::ConfirmReset),
                Offer::Edit(Field::Username),
            ],
            fixer: Fixer::Person,
        },
    },
];
