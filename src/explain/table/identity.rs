//! Identity pools: which logins they take, and the roles behind the keys.

use super::{At, Field, Fixer, Offer, Row, Words, cause, seen};
use crate::cognito::Way;
use crate::explain::sign::Sign;

const NOT_AUTHORIZED: &[&str] = &["NotAuthorizedException"];
const INVALID: &[&str] = &["InvalidParameterException"];

pub(super) static ROWS: &[Row] = &[
    Row {
        codes: INVALID,
        at: At::IdentityPool,
        says: &["at 'identitypoolid' failed to satisfy", "at 'identityid' failed to satisfy"],
        words: Words {
            what: "This is no identity pool ID",
            causes: &[cause(
                "An identity pool ID is a region, a colon and a long id with dashes, such as \
                  eu-west-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a.",
            )],
            next: "Copy it again from the identity pool's page.",
            offers: &[Offer::Edit(Field::IdentityPool)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ResourceNotFoundException"],
        at: At::IdentityPool,
        says: &["identitypool * not found", "identity pool * not found", "identitypool not found"],
        words: Words {
            what: "No identity pool of this ID in {region}",
            causes: &[
                cause(
                    "Probably the ID is misspelled, or the region in it, which is the part before the colon.",
                ),
                cause(
                    "Maybe the identity pool was deleted, or is another AWS account’s under the same name.",
                ),
            ],
            next: "Check the identity pool ID, the region in it included.",
            offers: &[Offer::Edit(Field::IdentityPool)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ResourceNotFoundException"],
        at: At::IdentityPool,
        says: &[],
        words: Words {
            what: "The identity pool does not know this identity",
            causes: &[cause("It may have been deleted a moment ago, or belong to another identity pool.")],
            next: "Start again to get a fresh identity.",
            offers: &[Offer::StartAgain, Offer::Edit(Field::IdentityPool)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::BroughtLogins,
        says: &["not from a supported provider", "incorrect token audience"],
        words: Words {
            what: "This identity pool does not take logins of this provider",
            causes: &[
                cause(
                    "An identity pool has a list of providers, each with the app that tokens must be made for. Probably this provider is not on it.",
                ),
                cause("Maybe the token was made for another app, which its aud claim names."),
            ],
            next: "Check the provider and its token, or ask the pool's owner to add it: identity pool, User access, \
                   Identity providers.",
            offers: &[Offer::Edit(Field::Providers), Offer::Edit(Field::IdentityPool)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::BroughtLogins,
        says: &["missing a required claim: aud", "not a valid openid connect identity token"],
        words: Words {
            what: "The identity pool wants an ID token of this provider and got something else",
            causes: &[
                seen(
                    Sign::NotAnIdToken,
                    "The token that was sent says token_use “{token_use}”: it is no ID token.",
                ),
                cause(
                    "Only the ID token says for whom it was made (aud). Probably an access token was pasted, or only a part of the ID token.",
                ),
            ],
            next: "Have the provider give an ID token, and paste all of it.",
            offers: &[Offer::IdToken, Offer::Edit(Field::Providers)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["not from a supported provider", "incorrect token audience"],
        words: Words {
            what: "This identity pool does not take logins from your user pool and app client",
            causes: &[
                seen(
                    Sign::OtherAudience,
                    "The token was made for the app client {audience}, and this walk is one of {client}.",
                ),
                cause(
                    "An identity pool has a list of user pools, each with an app client. Probably user pool {pool} with app client {client} is not on it; another app client is the usual cause.",
                ),
                cause("Maybe the identity pool ID is another application’s."),
            ],
            next: "Sign in with the app client on the list, or ask the pool's owner to add this pair: identity pool, \
                   User access, Identity providers.",
            offers: &[Offer::Edit(Field::Client), Offer::Edit(Field::IdentityPool)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["issuer doesn't match providername", "issuer does not match providername"],
        words: Words {
            what: "The login is filed under another pool than the one that issued the token",
            causes: &[
                seen(Sign::OtherIssuer, "The login is filed under {key}, and the token says {issuer}."),
                cause(
                    "The name has to be the token’s issuer without https://. Poolwalk makes it from the user pool ID, unless another was typed.",
                ),
                cause("Probably that user pool is not the one that signed you in."),
            ],
            next: "Check that user pool ID and app client belong together, or the name that was typed.",
            offers: &[
                Offer::Edit(Field::LoginsKey),
                Offer::Edit(Field::UserPool),
                Offer::Edit(Field::Client),
            ],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["missing a required claim: aud", "not a valid openid connect identity token"],
        words: Words {
            what: "The identity pool wants an ID token and got something else",
            causes: &[
                seen(
                    Sign::NotAnIdToken,
                    "The token that was sent says token_use “{token_use}”: it is no ID token.",
                ),
                cause(
                    "Only the ID token says for whom it was made (aud). Probably the service that signed you in gave a token of another shape.",
                ),
            ],
            next: "Open the token under Tokens and look for aud and token_use, then sign in again.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["token expired"],
        words: Words {
            what: "The ID token has expired",
            causes: &[
                seen(Sign::TokenIsOver, "It ended {over} before it was shown to the identity pool."),
                cause("An ID token lives for an hour unless the app client says otherwise."),
            ],
            next: "Refresh the tokens if there is a refresh token, or sign in again.",
            offers: &[Offer::Refresh, Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["couldn't verify signed token", "could not verify signed token"],
        words: Words {
            what: "The identity pool could not check the token's signature",
            causes: &[
                cause("Probably the user pool is very young and its keys are not known everywhere yet."),
                cause("Maybe the token was edited, or is one of another service than AWS."),
            ],
            next: "Wait a minute, then try again.",
            offers: &[Offer::TryAgain],
            fixer: Fixer::Network,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["can't pass in a cognito token"],
        words: Words {
            what: "This token was issued by an identity pool, not by a user pool",
            causes: &[cause("GetId wants the ID token of a sign-in.")],
            next: "Start again with a sign-in to the user pool.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["token is inactive"],
        words: Words {
            what: "This token has been signed out",
            causes: &[cause(
                "The identity pool asks the user pool about each token, and this user signed out, or was disabled or \
                  deleted, after the token was made.",
            )],
            next: "Sign in again.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["logins don't match", "logins do not match"],
        words: Words {
            what: "The login does not belong to this identity",
            causes: &[
                cause(
                    "Probably the identity pool ID is another pool’s, or that pool takes no logins from this user pool.",
                ),
                cause("Maybe the identity belongs to another login."),
            ],
            next: "Check the identity pool ID, then start again. No identity is kept between walks, so that asks for it anew.",
            offers: &[Offer::Edit(Field::IdentityPool), Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["unauthenticated access is not supported"],
        words: Words {
            what: "This identity pool lets no guests in",
            causes: &[cause(
                "The call carried no login, and guests are off unless the pool's owner turns them on.",
            )],
            next: "Use a flow that signs you in, so that a login goes along, or ask the pool's owner to let guests in.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserSrp), Offer::Edit(Field::IdentityPool)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["access to identity * is forbidden"],
        words: Words {
            what: "This identity may not be used without its login",
            causes: &[
                cause(
                    "An identity that belongs to a login wants to see it each time, and Poolwalk sends the one it used for GetId.",
                ),
                cause("Probably the trust policy of {role} does not let the identity pool in."),
            ],
            next: "Have the role’s owner look at its trust policy. Starting again asks for the identity anew.",
            offers: &[Offer::TrustPolicy, Offer::StartAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["InvalidIdentityPoolConfigurationException"],
        at: At::IdentityPool,
        says: &[],
        words: Words {
            what: "The role behind this identity pool cannot be used",
            causes: &[
                cause(
                    "The login was accepted. Probably the trust policy of {role}, which says who may take the role, does not let this identity pool in.",
                ),
                cause("Maybe the role is gone, or none is set."),
            ],
            next: "Have the role’s owner put that trust policy in. It is shown ready to paste.",
            offers: &[Offer::OtherRole, Offer::TrustPolicy, Offer::TryAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: INVALID,
        at: At::IdentityPool,
        says: &["valid public provider"],
        words: Words {
            what: "The identity pool does not know the provider of this login",
            causes: &[cause(
                "The name beside the token must be that of a user pool or another public provider.",
            )],
            next: "Check the user pool ID, then start again.",
            offers: &[Offer::Edit(Field::UserPool), Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ResourceConflictException"],
        at: At::IdentityPool,
        says: &[],
        words: Words {
            what: "This login already belongs to another identity",
            causes: &[cause("Two identities would share one login, which an identity pool does not allow.")],
            next: "Send only one of the logins (under “Logins, role and flow”, or --login), or start again as the one \
                   who has it.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["ExternalServiceException"],
        at: At::IdentityPool,
        says: &[],
        words: Words {
            what: "The identity pool could not ask the login's provider",
            causes: &[cause("The provider did not answer, or said no.")],
            next: "Wait a little, then try again.",
            offers: &[Offer::TryAgain],
            fixer: Fixer::Network,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &[],
        words: Words {
            what: "The identity pool does not accept this login",
            causes: &[cause(
                "Its own words say more. Most often user pool, app client and identity pool do not belong together.",
            )],
            next: "Check the three IDs, then start again.",
            offers: &[Offer::Edit(Field::IdentityPool), Offer::Edit(Field::Client), Offer::StartAgain],
            fixer: Fixer::PoolOwner,
        },
    },
];
