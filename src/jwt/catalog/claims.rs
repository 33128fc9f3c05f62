//! What claims about the token and the sign-in mean: those of RFC 7519, of Cognito and of OpenID Connect.
//! Claims about the person are in the profile beside this.

use super::{Kind, Row};

/// Claims that mean something else, or can be told better, in one kind of token.
pub(super) const SPECIAL: &[(Kind, Row)] = &[
    (
        Kind::CognitoId,
        (
            "token_use",
            "for the app, not for APIs",
            "the user pool",
            "refuse it where an access token is wanted",
        ),
    ),
    (Kind::CognitoId, ("aud", "your app client", "the user pool", "check that it is your own app client")),
    (
        Kind::CognitoAccess,
        ("token_use", "for APIs, not for the app", "the user pool", "refuse it where an ID token is wanted"),
    ),
    (
        Kind::CognitoAccess,
        (
            "aud",
            "the API this token was asked for",
            "the app, by the resource it asked for",
            "an API checks that it is itself",
        ),
    ),
    (
        Kind::CognitoAccess,
        (
            "scope",
            "what the holder may do; without the login page one scope, or a trigger’s too",
            "the user pool, from what was asked and allowed",
            "let an API decide by it",
        ),
    ),
    (
        Kind::IdentityPoolOpenId,
        (
            "iss",
            "the identity pools of AWS, all of them",
            "the identity pool",
            "tell it from a user pool's token",
        ),
    ),
    (
        Kind::IdentityPoolOpenId,
        (
            "sub",
            "the identity id",
            "the identity pool, when the identity was made",
            "name the identity in policies: ${cognito-identity.amazonaws.com:sub}",
        ),
    ),
    (
        Kind::IdentityPoolOpenId,
        ("aud", "the identity pool", "the identity pool", "the role's trust policy compares it"),
    ),
    (
        Kind::IdentityPoolOpenId,
        (
            "amr",
            "guest or signed in, and by whom",
            "the identity pool, from the logins it was given",
            "the role's trust policy asks for it",
        ),
    ),
    (
        Kind::IdentityPoolOpenId,
        (
            "exp",
            "good until; ten minutes, a developer’s fifteen or as long as they asked",
            "the identity pool",
            "trade it with AWS STS before then",
        ),
    ),
];

pub(super) const CLAIMS: &[Row] = &[
    // RFC 7519
    ("iss", "who signed it", "the user pool", "compare it, letter by letter, with the pool you trust"),
    ("sub", "the user, for ever", "the user pool, at sign-up", "name the user in your own data by it"),
    ("aud", "whom it was made for", "whoever signed it", "refuse a token made for somebody else"),
    (
        "exp",
        "good until",
        "the user pool, by the app client's setting",
        "refuse it from then on; refresh before",
    ),
    ("nbf", "good from", "whoever signed it; Cognito leaves it out", "refuse it before then"),
    ("iat", "made at", "the user pool", "see how old it is"),
    (
        "jti",
        "this token's own id",
        "the user pool, while revocation is on",
        "tell one token from another in logs",
    ),
    // Cognito
    ("token_use", "what the token is for", "the user pool", "refuse the other kind"),
    ("client_id", "your app client", "the user pool", "an API checks that it knows the app client"),
    (
        "cognito:username",
        "real user name",
        "the user pool; federated users get the provider's prefix",
        "call Admin operations on the user",
    ),
    (
        "username",
        "real user name",
        "the user pool; federated users get the provider's prefix",
        "call Admin operations on the user",
    ),
    (
        "scope",
        "what the holder may do",
        "the user pool, from what was asked and allowed",
        "let an API decide by it",
    ),
    (
        "cognito:groups",
        "groups the role may come from",
        "an administrator, who puts users in groups",
        "decide by group what a user may do",
    ),
    (
        "cognito:roles",
        "roles of the user's groups",
        "an administrator, who gives groups a role",
        "ask the identity pool for one of them",
    ),
    (
        "cognito:preferred_role",
        "role of the group that comes first",
        "the user pool, by the groups' precedence",
        "see which role the identity pool takes",
    ),
    (
        "auth_time",
        "when the user signed in; a refresh keeps it",
        "the user pool",
        "ask to sign in again after a while",
    ),
    (
        "origin_jti",
        "the sign-in all its tokens share; signing out ends them together",
        "the user pool, while revocation is on",
        "find the tokens of one sign-in",
    ),
    (
        "event_id",
        "the sign-in, as the pool's log names it",
        "the user pool",
        "find the sign-in in the user's event history",
    ),
    (
        "device_key",
        "the remembered device",
        "the user pool, where devices are tracked",
        "forget or look up that device",
    ),
    (
        "version",
        "version of the token's form",
        "the user pool, for sign-ins on the login pages",
        "nothing an app decides by",
    ),
    (
        "identities",
        "where the user comes from, if from another provider",
        "the user pool, when the user is linked",
        "see which provider to send the user to",
    ),
    (
        "cognito:default_language",
        "language the pool writes to the user in",
        "the user pool",
        "write to the user in the same one",
    ),
    (
        "cognito:mfa_enabled",
        "whether a second factor is on",
        "the user pool, for triggers",
        "see how well the account is guarded",
    ),
    (
        "cognito:user_status",
        "state of the account",
        "the user pool, for triggers",
        "see why a user is asked for more",
    ),
    // inside `identities`
    ("userId", "the user, as the other provider knows them", "the other provider", "link or unlink the user"),
    (
        "providerName",
        "the provider, as the pool calls it",
        "an administrator, who set the provider up",
        "ask for it by this name (identity_provider)",
    ),
    (
        "providerType",
        "what kind of provider it is",
        "an administrator, who set the provider up",
        "tell SAML from OpenID Connect and social ones",
    ),
    ("issuer", "the provider's own name for itself", "the other provider", "see who vouched for the user"),
    (
        "primary",
        "whether this is the user's main provider",
        "the user pool",
        "see which profile the user was made from",
    ),
    ("dateCreated", "when the user was linked to it", "the user pool", "see since when"),
    // OpenID Connect Core
    (
        "nonce",
        "ties the token to the request that asked for it",
        "the app, in its request",
        "refuse a token with another one",
    ),
    (
        "at_hash",
        "ties the ID token to its access token",
        "the user pool, for sign-ins on the login pages",
        "check that the two belong together",
    ),
    (
        "c_hash",
        "ties the ID token to its sign-in code",
        "a provider of hybrid flows; not Cognito",
        "check that the two belong together",
    ),
    (
        "s_hash",
        "ties the ID token to the state of its request",
        "a provider of hybrid flows; not Cognito",
        "check that the two belong together",
    ),
    (
        "acr",
        "how strong the sign-in was",
        "the provider; Cognito only after a step-up",
        "ask for more where it is too weak",
    ),
    (
        "amr",
        "how the user signed in",
        "the provider; Cognito only after a step-up",
        "see which factors were used",
    ),
    (
        "azp",
        "the client it was issued to",
        "the provider; Cognito leaves it out",
        "check it when there are several in aud",
    ),
    ("sid", "the session it belongs to", "the provider; Cognito leaves it out", "end the session everywhere"),
    (
        "sub_jwk",
        "the key of a user who vouches for themselves",
        "the user's own device; not Cognito",
        "check a token that nobody else signed",
    ),
];
