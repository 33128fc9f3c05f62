//! Identity pools: which logins they take, and the roles behind the keys.

use super::{At, Field, Fixer, Offer, Row, Words};

const NOT_AUTHORIZED: &[&str] = &["NotAuthorizedException"];
const INVALID: &[&str] = &["InvalidParameterException"];

pub(super) static ROWS: &[Row] = &[
    Row {
        codes: INVALID,
        at: At::IdentityPool,
        says: &["at 'identitypoolid' failed to satisfy", "at 'identityid' failed to satisfy"],
        words: Words {
            what: "This is no identity pool ID",
            why: "An identity pool ID is a region, a colon and a long id with dashes, such as \
                  eu-west-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a.",
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
            why: "Probably the ID is misspelled, or the region in it, which is the part before the colon. The identity \
                  pool may also have been deleted.",
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
            why: "It may have been deleted a moment ago, or belong to another identity pool.",
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
            why: "An identity pool has a list of providers, each with the app that tokens must be made for. Probably \
                  this provider is not on it, or the token was made for another app.",
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
            why: "Only the ID token says for whom it was made (aud). Probably an access token was pasted, or only a \
                  part of the ID token.",
            next: "Have the provider give an ID token, and paste all of it.",
            offers: &[Offer::Edit(Field::Providers)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["not from a supported provider", "incorrect token audience"],
        words: Words {
            what: "This identity pool does not take logins from your user pool and app client",
            why: "An identity pool has a list of user pools, each with one app client ID. Probably this pair is not \
                  on it: another app client is the usual cause.",
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
            why: "The name beside the token must be the token's issuer without https://. Unless another was typed, \
                  Poolwalk builds it from the user pool ID, so probably that ID is not the pool that signed you in.",
            next: "Check that user pool ID and app client belong together, or the name that was typed.",
            offers: &[
                Offer::Edit(Field::UserPool),
                Offer::Edit(Field::Client),
                Offer::Edit(Field::LoginsKey),
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
            why: "Only the ID token says for whom it was made (aud). Probably the service that signed you in gave a \
                  token of another shape.",
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
            why: "An ID token lives for an hour unless the app client says otherwise.",
            next: "Sign in again for a fresh one.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["couldn't verify signed token", "could not verify signed token"],
        words: Words {
            what: "The identity pool could not check the token's signature",
            why: "Probably the user pool is very young and its keys are not known everywhere yet. An edited token, or \
                  one from another service than AWS, has the same effect.",
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
            why: "GetId wants the ID token of a sign-in.",
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
            why: "The identity pool asks the user pool about each token, and this user signed out, or was disabled or \
                  deleted, after the token was made.",
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
            why: "Probably the identity pool ID is another pool's, or that pool takes no logins from this user pool.",
            next: "Check the identity pool ID, then start again.",
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
            why: "The call carried no login, and guests are off unless the pool's owner turns them on.",
            next: "Choose a flow that signs you in, so that a login goes along, or ask the pool's owner to let guests in.",
            offers: &[Offer::Edit(Field::Way), Offer::Edit(Field::IdentityPool)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: At::IdentityPool,
        says: &["access to identity * is forbidden"],
        words: Words {
            what: "This identity may not be used without its login",
            why: "An identity that belongs to a login must show that login each time. Poolwalk sends the one it used \
                  for GetId, so probably the role's trust policy does not name the provider.",
            next: "Start again. If it stays, ask the pool's owner to check the trust policy of the role.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["InvalidIdentityPoolConfigurationException"],
        at: At::IdentityPool,
        says: &[],
        words: Words {
            what: "The role behind this identity pool cannot be used",
            why: "Your login was accepted. But no role is set for it, the role is gone, or its trust policy (who may \
                  take the role) does not name {identity_pool}: aud must be the identity pool ID, amr “authenticated”, and the action \
                  sts:AssumeRoleWithWebIdentity.",
            next: "Ask the pool's owner to check the role's trust policy for those three.",
            offers: &[Offer::TryAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: INVALID,
        at: At::IdentityPool,
        says: &["valid public provider"],
        words: Words {
            what: "The identity pool does not know the provider of this login",
            why: "The name beside the token must be that of a user pool or another public provider.",
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
            why: "Two identities would share one login, which an identity pool does not allow.",
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
            why: "The provider did not answer, or said no.",
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
            why: "Its own words say more. Most often user pool, app client and identity pool do not belong together.",
            next: "Check the three IDs, then start again.",
            offers: &[Offer::Edit(Field::IdentityPool), Offer::Edit(Field::Client), Offer::StartAgain],
            fixer: Fixer::PoolOwner,
        },
    },
];
