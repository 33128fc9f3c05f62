//! Beginning a sign-in: ids and regions, flows, and client secrets. The user has a file of their own.

use super::{At, Field, Fixer, Offer, Row, Words, cause, guess, seen};
use crate::cognito::Way;
use crate::explain::sign::Sign;

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
            causes: &[cause(
                "An app client ID has letters and digits only. Probably another ID, or part of one, is in the field.",
            )],
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
            causes: &[cause(
                "A user pool ID is a region, an underscore and letters or digits, such as eu-west-1_Ab12Cd34E.",
            )],
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
            causes: &[
                guess(
                    Sign::OtherRegion,
                    "Probably the region is wrong: every region keeps its own pools.",
                    "The region is {region}, and the user pool’s ID says {other_region}: every region keeps its own pools.",
                ),
                seen(
                    Sign::IdentityPoolElsewhere,
                    "The region is {region}, and the identity pool is in {other_region}: mostly they are together.",
                ),
                cause("Maybe the app client {client} belongs to another pool or AWS account."),
                cause("Maybe it was deleted."),
            ],
            next: "Check the region and the app client ID.",
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
            causes: &[
                guess(
                    Sign::OtherRegion,
                    "Probably the region is wrong: every region keeps its own pools.",
                    "The region is {region}, and the user pool’s ID says {other_region}: every region keeps its own pools.",
                ),
                cause("Maybe the AWS credentials that sign the call belong to another account."),
                cause("Maybe the pool was deleted, or part of its ID is missing."),
            ],
            next: "Check the region, the user pool ID, and whose AWS profile it is.",
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
            causes: &[
                seen(Sign::OtherFlowWorked, "{way} worked with this app client before."),
                cause("It is off by default. SRP proves the password without sending it, and is usually on."),
            ],
            next: "Use SRP, or ask the pool's owner to add ALLOW_USER_PASSWORD_AUTH to the app client.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserSrp), Offer::Edit(Field::Way)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["user_srp_auth*not enabled"],
        words: Words {
            what: "This app client does not allow SRP",
            causes: &[
                seen(Sign::OtherFlowWorked, "{way} worked with this app client before."),
                cause("SRP is on by default, so somebody chose the flows of this app client by hand."),
            ],
            next: "Use the password flow, or ask the pool's owner to add ALLOW_USER_SRP_AUTH to the app client.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserPassword), Offer::Edit(Field::Way)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::Admin,
        says: &["auth flow not enabled", "flow not enabled"],
        words: Words {
            what: "This app client does not allow the admin flow",
            causes: &[
                seen(Sign::OtherFlowWorked, "{way} worked with this app client before."),
                cause(
                    "It is off by default, and its setting has two names: ALLOW_ADMIN_USER_PASSWORD_AUTH and, in older pools, ADMIN_NO_SRP_AUTH.",
                ),
            ],
            next: "Use SRP, or ask the pool's owner to allow that flow on the app client.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserSrp), Offer::Edit(Field::Way)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["flow not enabled", "auth*not enabled"],
        words: Words {
            what: "This app client does not allow the chosen flow",
            causes: &[
                seen(Sign::OtherFlowWorked, "{way} worked with this app client before."),
                cause("Every app client has a list of the flows it allows, and this one is not on it."),
            ],
            next: "Use SRP, which is usually on, or ask the pool's owner which flows are allowed.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserSrp), Offer::Edit(Field::Way)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: At::SignIn,
        says: &["initiate auth method not supported"],
        words: Words {
            what: "{operation} does not take this flow",
            causes: &[cause(
                "ADMIN_… flows belong to AdminInitiateAuth, and USER_PASSWORD_AUTH belongs to InitiateAuth.",
            )],
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
            causes: &[cause("The username was empty, or not in a form that Cognito takes.")],
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
            causes: &[cause("The password was empty.")],
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
            causes: &[cause(
                "Such a client wants SECRET_HASH with every call: a keyed hash over username and client ID that \
                  only the secret can make.",
            )],
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
            causes: &[
                seen(
                    Sign::RealNameIsHidden,
                    "The secret is hashed together with the username. With a refresh token that has to be the username in the tokens, and an e-mail address or phone number was typed.",
                ),
                cause("Most often the secret is mistyped, out of date or another client’s."),
                cause("Maybe this app client has no secret at all."),
            ],
            next: "Copy the secret again, or empty the field if the client has none. Wrong secrets may count as wrong passwords, so wait a little if the right one fails too.",
            offers: &[Offer::Edit(Field::ClientSecret), Offer::Edit(Field::Client)],
            fixer: Fixer::Person,
        },
    },
];
