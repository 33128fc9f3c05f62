//! Beginning a sign-in: ids and regions, flows, client secrets, and the state of the user.

use super::{At, Field, Fixer, Offer, Row, Words};
use crate::cognito::Way;
use crate::flow::ErrandKind;

const INVALID: &[&str] = &["InvalidParameterException"];
const NOT_AUTHORIZED: &[&str] = &["NotAuthorizedException"];

pub(super) static ROWS: &[Row] = &[
    // ── input and addressing ──
    Row {
        codes: INVALID,
        at: At::UserPool,
        says: &["at 'clientid' failed to satisfy"],
        words: Words {
            what: "Cognito says this is no app client ID",
            why: "An app client ID has letters and digits only. Probably another ID, or part of one, is in the field.",
            next: "Copy it again from the user pool's page, under “App clients”.",
            offers: &[Offer::Edit(Field::Client)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::UserPool,
        says: &["at 'userpoolid' failed to satisfy"],
        words: Words {
            what: "Cognito says this is no user pool ID",
            why: "A user pool ID is a region, an underscore and letters or digits, such as eu-west-1_Ab12Cd34E.",
            next: "Copy it again from the user pool's page.",
            offers: &[Offer::Edit(Field::UserPool)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ResourceNotFoundException"],
        at: At::UserPool,
        says: &["user pool client * does not exist", "client * not found", "client not found"],
        words: Words {
            what: "No app client of this ID in {region}",
            why: "Every region keeps its own pools, so a wrong region is the usual cause. The app client {client} \
                  may also belong to another pool or AWS account, or have been deleted.",
            next: "Check the region first, then the app client ID.",
            offers: &[Offer::RegionFromPool, Offer::Edit(Field::Region), Offer::Edit(Field::Client)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ResourceNotFoundException"],
        at: At::UserPool,
        says: &["user pool * does not exist", "user pool * not found", "user pool not found"],
        words: Words {
            what: "No user pool of this ID in {region}",
            why: "Probably the region is wrong, or the AWS credentials that sign the call belong to another account. \
                  The pool may also have been deleted.",
            next: "Check the region, then the user pool ID, then whose AWS profile it is.",
            offers: &[Offer::RegionFromPool, Offer::Edit(Field::UserPool), Offer::Edit(Field::Signer)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[],
        at: At::UserPool,
        says: &["waf block", "blocked by waf"],
        words: super::fallback::FIREWALL,
    },
    // ── the flow ──
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["user_password_auth*not enabled"],
        words: Words {
            what: "This app client does not allow the password flow",
            why: "It is off by default. SRP proves the password without sending it, and is usually on.",
            next: "Use SRP, or ask the pool's owner to add ALLOW_USER_PASSWORD_AUTH to the app client.",
            offers: &[Offer::Way(Way::UserSrp)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["user_srp_auth*not enabled"],
        words: Words {
            what: "This app client does not allow SRP",
            why: "SRP is on by default, so somebody chose the flows of this app client by hand.",
            next: "Use the password flow, or ask the pool's owner to add ALLOW_USER_SRP_AUTH to the app client.",
            offers: &[Offer::Way(Way::UserPassword)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::Admin,
        says: &["auth flow not enabled", "flow not enabled"],
        words: Words {
            what: "This app client does not allow the admin flow",
            why: "It is off by default, and its setting has two names: ALLOW_ADMIN_USER_PASSWORD_AUTH and, in older \
                  pools, ADMIN_NO_SRP_AUTH.",
            next: "Use SRP, or ask the pool's owner to allow that flow on the app client.",
            offers: &[Offer::Way(Way::UserSrp)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["flow not enabled", "auth*not enabled"],
        words: Words {
            what: "This app client does not allow the chosen flow",
            why: "Every app client has a list of the flows it allows, and this one is not on it.",
            next: "Use SRP, which is usually on, or ask the pool's owner which flows are allowed.",
            offers: &[Offer::Way(Way::UserSrp), Offer::Edit(Field::Way)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["initiate auth method not supported"],
        words: Words {
            what: "{operation} does not take this flow",
            why: "ADMIN_… flows belong to AdminInitiateAuth, and USER_PASSWORD_AUTH belongs to InitiateAuth.",
            next: "Choose another flow.",
            offers: &[Offer::Way(Way::UserSrp), Offer::Edit(Field::Way)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["missing required parameter username", "at 'username' failed to satisfy"],
        words: Words {
            what: "Cognito wants a username",
            why: "The username was empty, or not in a form that Cognito takes.",
            next: "Enter the username, then run again.",
            offers: &[Offer::Edit(Field::Username)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["missing required parameter password"],
        words: Words {
            what: "Cognito wants a password",
            why: "The password was empty.",
            next: "Enter the password, then run again.",
            offers: &[Offer::Edit(Field::Password)],
            fixer: Fixer::Person,
        },
    },
    // ── the app client's secret ──
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["configured * secret*not received"],
        words: Words {
            what: "This app client has a secret, and none was given",
            why: "Such a client wants SECRET_HASH with every call: a keyed hash over username and client ID that \
                  only the secret can make.",
            next: "Enter the client secret; Poolwalk works out the hash. Or use an app client without a secret.",
            offers: &[Offer::Edit(Field::ClientSecret), Offer::Edit(Field::Client)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["unable to verify secret hash", "secrethash does not match", "secret hash does not match"],
        words: Words {
            what: "The client secret does not fit this app client",
            why: "Most often the secret is mistyped, out of date or another client's, or this client has no secret \
                  at all. Poolwalk makes the hash from the username; beside a refresh token that has to be the \
                  username in the tokens, even if an e-mail address was typed to sign in.",
            next: "Copy the secret again, or empty the field if the client has none. Wrong secrets may count as \
                   wrong passwords, so wait a little if the right one fails too.",
            offers: &[Offer::Edit(Field::ClientSecret), Offer::Edit(Field::Client)],
            fixer: Fixer::Person,
        },
    },
    // ── the user ──
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["password attempts exceeded"],
        words: Words {
            what: "Too many wrong passwords: this user is locked for a while",
            why: "After five failures Cognito locks the user for a second and doubles that with each further one, up \
                  to about 15 minutes. Tries in the meantime are ignored, the right password included.",
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
            why: "An administrator switched the account off. It keeps its password and its data.",
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
            why: "A password set by an administrator must be changed within some days, seven unless the pool says \
                  otherwise.",
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
            why: "The pool judges each sign-in by where it comes from, and this one looked risky. The password may \
                  be right.",
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
            why: "Users who come from Google, SAML and the like have no password in the pool, so no password flow \
                  can sign them in.",
            next: "Use the pool's login page in a browser for this user, or sign in as one who has a password.",
            offers: &[Offer::Edit(Field::Username)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::Answering("PASSWORD_VERIFIER"),
        says: &["incorrect username or password"],
        words: Words {
            what: "Cognito does not accept this username and password",
            why: "Most often the password is wrong. The same answer comes for a user who does not exist (if the app \
                  client hides that), a disabled one, an e-mail address or phone number that is not verified, a \
                  temporary password used before, and a computer clock that is far off.",
            next: "Check the password, then the letter case of the username, then that this is the right pool. After \
                   five wrong passwords Cognito locks the user for a while.",
            offers: &[Offer::Edit(Field::Password), Offer::Edit(Field::Username)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::UserPool,
        says: &["incorrect username or password"],
        words: Words {
            what: "Cognito does not accept this username and password",
            why: "Most often the password is wrong. The same answer comes for a user who does not exist (if the app \
                  client hides that), a disabled one, an e-mail address or phone number that is not verified, and a \
                  temporary password used before.",
            next: "Check the password, then the letter case of the username, then that this is the right pool. After \
                   five wrong passwords Cognito locks the user for a while.",
            offers: &[Offer::Edit(Field::Password), Offer::Edit(Field::Username)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["UserNotFoundException"],
        at: At::UserPool,
        says: &[],
        words: Words {
            what: "This pool has no such user",
            why: "The name may be spelled otherwise, letter case included, or be an e-mail address or phone number \
                  that is not verified. Users from another provider can look absent too. Worth noting in a test: \
                  this app client tells strangers which users exist.",
            next: "Check the username, then that this is the right pool.",
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
            why: "Cognito sent a code on sign-up, and nobody has entered it yet.",
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
            why: "An administrator asked for the reset, or the user was imported from elsewhere.",
            next: "Reset the password with a code that Cognito sends, or ask the pool's owner to set one. Then sign in \
                   again.",
            offers: &[Offer::Errand(ErrandKind::ForgotPassword), Offer::Edit(Field::Username)],
            fixer: Fixer::Person,
        },
    },
];
