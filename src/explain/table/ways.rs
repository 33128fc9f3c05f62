//! The other ways in: refresh tokens, remembered devices, developers who vouch, roles that were asked
//! for, and the classic flow. Their calls share codes with others, so these rows are looked at first.

use super::{At, Field, Fixer, Offer, Row, Words, cause, guess, hint, seen};
use crate::cognito::Way;
use crate::cognito::challenge::name::{CUSTOM_CHALLENGE, DEVICE_PASSWORD_VERIFIER};
use crate::explain::sign::Sign;
use crate::flow::Operation;

const NOT_AUTHORIZED: &[&str] = &["NotAuthorizedException"];
const INVALID: &[&str] = &["InvalidParameterException"];

/// Calls that a refresh token goes along with.
const REFRESH: At =
    At::Calls(&[Operation::InitiateAuth, Operation::AdminInitiateAuth, Operation::GetTokensFromRefreshToken]);
/// A developer's word for somebody.
pub(super) const VOUCHING: At = At::Calls(&[Operation::GetOpenIdTokenForDeveloperIdentity]);
const ROLE_BY_NAME: At = At::Calls(&[Operation::GetCredentialsForIdentity]);
const CLASSIC_BEGINS: At = At::Calls(&[Operation::GetOpenIdToken]);
const CLASSIC_ENDS: At = At::Calls(&[Operation::AssumeRoleWithWebIdentity]);

/// A developer's call that could not be made.
pub(super) const NOT_SIGNED: Words = Words {
    what: "The request could not be signed or made",
    causes: &[cause(
        "A developer vouches with AWS credentials: a profile or keys. The message says what is missing.",
    )],
    next: "Choose an AWS profile or enter keys, then run again.",
    offers: &[Offer::Edit(Field::Signer)],
    fixer: Fixer::Person,
};

pub(super) static ROWS: &[Row] = &[
    // ── refresh tokens ──
    Row {
        codes: NOT_AUTHORIZED,
        at: REFRESH,
        says: &["refresh token has expired", "refresh token expired"],
        words: Words {
            what: "This refresh token has expired",
            causes: &[cause("A refresh token lives for 30 days unless the app client says otherwise.")],
            next: "Sign in again: that brings a fresh one.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserSrp)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: REFRESH,
        says: &["refresh token has been revoked", "refresh token is revoked"],
        words: Words {
            what: "This refresh token was revoked",
            causes: &[cause(
                "Somebody revoked it or signed the user out everywhere, and the tokens made with it ended as well.",
            )],
            next: "Sign in again: that brings a fresh one.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserSrp)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: NOT_AUTHORIZED,
        at: REFRESH,
        says: &["refresh token"],
        words: Words {
            what: "Cognito does not accept this refresh token",
            causes: &[
                seen(
                    Sign::RefreshTokenIsCut,
                    "It does not look whole: Cognito’s refresh tokens have five parts with dots between them.",
                ),
                cause(
                    "Probably it is another app client’s, or ended when the user signed out everywhere or changed the password.",
                ),
                cause(
                    "Maybe the app client rotates refresh tokens: then REFRESH_TOKEN_AUTH takes none, and each is good once.",
                ),
                hint(
                    Sign::NoDevice,
                    "Maybe the user’s devices are remembered: then it works only together with its device, and none went along.",
                ),
            ],
            next: "Sign in again: that brings a fresh one. Where refresh tokens rotate, use GetTokensFromRefreshToken.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserSrp), Offer::Way(Way::RotateToken)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["RefreshTokenReuseException"],
        at: At::Anywhere,
        says: &[],
        words: Words {
            what: "This refresh token was used before",
            causes: &[cause(
                "The app client rotates refresh tokens: each is good once, and another one took its place when it \
                  was used. The old one is taken for some seconds longer at most.",
            )],
            next: "Use the newest refresh token, or sign in again.",
            offers: &[Offer::WayThatWorked, Offer::Way(Way::UserSrp)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: INVALID,
        at: REFRESH,
        says: &["refresh token flow not enabled", "refresh_token*not enabled"],
        words: Words {
            what: "This app client does not allow REFRESH_TOKEN_AUTH",
            causes: &[cause(
                "Where refresh tokens rotate, that flow is off; elsewhere somebody left it out of the client's flows.",
            )],
            next: "Use the operation GetTokensFromRefreshToken, which works either way.",
            offers: &[Offer::Way(Way::RotateToken)],
            fixer: Fixer::Person,
        },
    },
    // ── remembered devices ──
    Row {
        codes: NOT_AUTHORIZED,
        at: At::Answering(DEVICE_PASSWORD_VERIFIER),
        says: &["incorrect username or password"],
        words: Words {
            what: "Cognito does not accept the proof of this device",
            causes: &[
                cause(
                    "The user’s password was accepted. Probably the device was confirmed anew elsewhere, so that its kept password is an old one.",
                ),
                guess(
                    Sign::ClockSpoils,
                    "Maybe this computer’s clock is far off: the proof has the time in it.",
                    "This computer’s clock is {clock}, and the proof has the time in it.",
                ),
            ],
            next: "Forget the device (in the form under “More”, or leave --device-env out), then start again.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    // ── the pool's own questions ──
    Row {
        codes: NOT_AUTHORIZED,
        at: At::Answering(CUSTOM_CHALLENGE),
        says: &["incorrect username or password"],
        words: Words {
            what: "The pool's own check did not accept the answer",
            causes: &[cause(
                "What is right is decided by the pool's Lambda functions, and they ended this sign-in. Cognito says \
                  it in the words of a wrong password, though none was asked for.",
            )],
            next: "Start again and answer the question otherwise.",
            offers: &[Offer::StartAgain, Offer::Edit(Field::Username)],
            fixer: Fixer::Person,
        },
    },
    // ── developers ──
    Row {
        codes: &["ExpiredTokenException", "ExpiredToken"],
        at: VOUCHING,
        says: &[],
        words: Words {
            what: "The AWS credentials that sign this call have expired",
            causes: &[cause(
                "A developer vouches with AWS credentials of their own, and temporary ones end after some hours.",
            )],
            next: "Renew them (for example with aws sso login) or choose another AWS profile.",
            offers: &[Offer::Edit(Field::Signer), Offer::TryAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &[
            "MissingAuthenticationTokenException",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignatureException",
        ],
        at: VOUCHING,
        says: &[],
        words: Words {
            what: "AWS does not accept the credentials that sign this call",
            causes: &[
                cause("A developer vouches with a signature. Probably the secret key is mistyped."),
                cause("Maybe the session token is missing: temporary keys need theirs."),
                cause("Maybe the keys were deleted."),
            ],
            next: "Choose another AWS profile or enter the keys again.",
            offers: &[Offer::Edit(Field::Signer)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["AccessDeniedException", "AccessDenied"],
        at: VOUCHING,
        says: &[],
        words: Words {
            what: "Your AWS credentials may not vouch for anybody here",
            causes: &[cause(
                "They are genuine, but no policy of theirs allows cognito-identity:{operation} on {identity_pool}.",
            )],
            next: "Ask for that one permission, or choose another AWS profile.",
            offers: &[Offer::Edit(Field::Signer)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["InvalidParameterException", "NotAuthorizedException"],
        at: VOUCHING,
        says: &["developer provider", "openid connect identity token", "supported provider"],
        words: Words {
            what: "This identity pool knows no developer provider of this name",
            causes: &[cause(
                "Each identity pool has one name for its developer provider, and the login was filed under another.",
            )],
            next: "Look the name up: identity pool, User access, Custom developer provider.",
            offers: &[Offer::Edit(Field::DeveloperProvider), Offer::Edit(Field::IdentityPool)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["DeveloperUserAlreadyRegisteredException"],
        at: VOUCHING,
        says: &[],
        words: Words {
            what: "This developer login belongs to another identity already",
            causes: &[cause(
                "The developer’s name for the person is tied to one identity, and another was named.",
            )],
            next: "Sign in under another name, or ask the pool’s owner to part the two.",
            offers: &[Offer::Edit(Field::Username), Offer::StartAgain],
            fixer: Fixer::PoolOwner,
        },
    },
    // ── roles ──
    Row {
        codes: NOT_AUTHORIZED,
        at: ROLE_BY_NAME,
        says: &["customrole", "custom role"],
        words: Words {
            what: "This login may not have the role that was asked for",
            causes: &[cause(
                "A role can be asked for only when the ID token names it among cognito:roles, or the pool's rules \
                  allow it.",
            )],
            next: "Choose one of the token's roles, or empty “Role to ask for”.",
            offers: &[Offer::OtherRole, Offer::Edit(Field::CustomRole)],
            fixer: Fixer::Person,
        },
    },
    // ── the classic flow ──
    Row {
        codes: INVALID,
        at: CLASSIC_BEGINS,
        says: &["classic"],
        words: Words {
            what: "This identity pool does not take the classic flow",
            causes: &[cause(
                "It is off unless the pool's owner turns it on, and never goes together with rules that choose a role.",
            )],
            next: "Empty “Role for the classic flow” to use the enhanced flow, or ask the pool's owner.",
            offers: &[Offer::Edit(Field::ClassicRole)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["AccessDenied", "AccessDeniedException"],
        at: CLASSIC_ENDS,
        says: &[],
        words: Words {
            what: "This role does not let the identity pool's people in",
            causes: &[
                cause(
                    "Probably the trust policy of {role}, which says who may take the role, does not let this identity pool in.",
                ),
                cause("Maybe the role is misspelled, or is gone."),
            ],
            next: "Have the role’s owner put that trust policy in. It is shown ready to paste.",
            offers: &[Offer::TrustPolicy, Offer::Edit(Field::ClassicRole)],
            fixer: Fixer::PoolOwner,
        },
    },
    Row {
        codes: &["ExpiredTokenException", "ExpiredToken"],
        at: CLASSIC_ENDS,
        says: &[],
        words: Words {
            what: "The identity pool’s token has expired",
            causes: &[cause(
                "The token of the classic flow lives for ten minutes; one that a developer asked for lives for fifteen, or as long as they said.",
            )],
            next: "Start again for a fresh one.",
            offers: &[Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["InvalidIdentityToken", "IDPCommunicationError", "IDPRejectedClaim"],
        at: CLASSIC_ENDS,
        says: &[],
        words: Words {
            what: "STS does not accept the identity pool’s token",
            causes: &[cause(
                "Probably it was issued elsewhere: by an emulator while AWS was asked, or the other way round.",
            )],
            next: "Check that all calls of this walk go to the same place, then start again.",
            offers: &[Offer::Edit(Field::Endpoint), Offer::StartAgain],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ValidationError"],
        at: CLASSIC_ENDS,
        says: &["durationseconds"],
        words: Words {
            what: "The role does not allow keys to live that long",
            causes: &[cause("Every role has a longest session, an hour unless its owner says otherwise.")],
            next: "Ask for fewer seconds, or ask the role's owner to raise its maximum session duration.",
            offers: &[Offer::Edit(Field::ClassicDuration)],
            fixer: Fixer::Person,
        },
    },
    Row {
        codes: &["ValidationError"],
        at: CLASSIC_ENDS,
        says: &["arn"],
        words: Words {
            what: "STS says this is no role ARN",
            causes: &[cause(
                "A role ARN looks like arn:aws:iam::123456789012:role/Name. Probably part of it is missing.",
            )],
            next: "Copy it again from the role's page.",
            offers: &[Offer::Edit(Field::ClassicRole)],
            fixer: Fixer::Person,
        },
    },
];
