//! The claim catalog: what every claim and header field of a Cognito token means, in a few plain
//! words. Sources: Cognito's tokens, OpenID Connect Core, RFC 7519 and RFC 7515.

use super::opened::Kind;

/// What a claim means in a token of this kind; nothing for a claim nobody wrote down.
pub(super) fn of_claim(name: &str, kind: Kind) -> Option<&'static str> {
    let special = SPECIAL.iter().find(|(of, known, _)| *of == kind && *known == name);
    special
        .map(|(_, _, meaning)| *meaning)
        .or_else(|| CLAIMS.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning))
        .or_else(|| name.starts_with("custom:").then_some("an attribute of this pool's own"))
        .or_else(|| name.starts_with("dev:").then_some("an attribute only administrators can change"))
}

/// What a header field means.
pub(super) fn of_header(name: &str) -> Option<&'static str> {
    HEADER.iter().find(|(known, _)| *known == name).map(|(_, meaning)| *meaning)
}

/// Claims that mean something else, or can be told better, in one kind of token.
const SPECIAL: &[(Kind, &str, &str)] = &[
    (Kind::CognitoId, "token_use", "for the app, not for APIs"),
    (Kind::CognitoId, "aud", "your app client"),
    (Kind::CognitoAccess, "token_use", "for APIs, not for the app"),
    (Kind::CognitoAccess, "aud", "the API this token was asked for"),
    (
        Kind::CognitoAccess,
        "scope",
        "what the holder may do; sign-in without the login page gives one scope only",
    ),
    (Kind::IdentityPoolOpenId, "sub", "the identity id"),
    (Kind::IdentityPoolOpenId, "aud", "the identity pool"),
    (Kind::IdentityPoolOpenId, "amr", "guest or signed in, and by whom"),
];

const CLAIMS: &[(&str, &str)] = &[
    // RFC 7519
    ("iss", "who signed it"),
    ("sub", "the user, for ever"),
    ("aud", "whom it was made for"),
    ("exp", "good until"),
    ("nbf", "good from"),
    ("iat", "made at"),
    ("jti", "this token's own id"),
    // Cognito
    ("token_use", "what the token is for"),
    ("client_id", "your app client"),
    ("cognito:username", "real user name"),
    ("username", "real user name"),
    ("scope", "what the holder may do"),
    ("cognito:groups", "groups the role may come from"),
    ("cognito:roles", "roles of the user's groups"),
    ("cognito:preferred_role", "role of the group that comes first"),
    ("auth_time", "when the user signed in; a refresh keeps it"),
    ("origin_jti", "the sign-in all its tokens share; signing out ends them together"),
    ("event_id", "the sign-in, as the pool's log names it"),
    ("device_key", "the remembered device"),
    ("version", "version of the token's form"),
    ("identities", "where the user comes from, if from another provider"),
    ("cognito:default_language", "language the pool writes to the user in"),
    ("cognito:mfa_enabled", "whether a second factor is on"),
    ("cognito:user_status", "state of the account"),
    // inside `identities`
    ("userId", "the user, as the other provider knows them"),
    ("providerName", "the provider, as the pool calls it"),
    ("providerType", "what kind of provider it is"),
    ("issuer", "the provider's own name for itself"),
    ("primary", "whether this is the user's main provider"),
    ("dateCreated", "when the user was linked to it"),
    // OpenID Connect Core
    ("nonce", "ties the token to the request that asked for it"),
    ("at_hash", "ties the ID token to its access token"),
    ("c_hash", "ties the ID token to its sign-in code"),
    ("s_hash", "ties the ID token to the state of its request"),
    ("acr", "how strong the sign-in was"),
    ("amr", "how the user signed in"),
    ("azp", "the client it was issued to"),
    ("sid", "the session it belongs to"),
    ("sub_jwk", "the key of a user who vouches for themselves"),
    ("name", "full name, from the profile"),
    ("given_name", "first name, from the profile"),
    ("family_name", "last name, from the profile"),
    ("middle_name", "middle name, from the profile"),
    ("nickname", "casual name, from the profile"),
    ("preferred_username", "the name the user likes to be shown by"),
    ("profile", "web page about the user"),
    ("picture", "address of the user's picture"),
    ("website", "the user's own web page"),
    ("email", "from the profile"),
    ("email_verified", "whether the user showed that they can read this mail"),
    ("gender", "from the profile"),
    ("birthdate", "from the profile"),
    ("zoneinfo", "time zone, from the profile"),
    ("locale", "language and country, from the profile"),
    ("phone_number", "from the profile"),
    ("phone_number_verified", "whether the user showed that the phone is theirs"),
    ("address", "postal address, from the profile"),
    ("formatted", "the whole address"),
    ("street_address", "street and number"),
    ("locality", "city or town"),
    ("region", "state or province"),
    ("postal_code", "postal code"),
    ("country", "country"),
    ("updated_at", "when the profile last changed"),
];

const HEADER: &[(&str, &str)] = &[
    ("alg", "how the token is protected"),
    ("kid", "which key signed it"),
    ("typ", "what kind of thing this is"),
    ("cty", "what is inside"),
    ("enc", "how the content is encrypted"),
    ("zip", "how the content is compressed"),
    ("crit", "extensions the reader must know"),
    ("jwk", "a key that came with the token; never trust it"),
    ("jku", "where keys are said to be; never fetch it"),
    ("x5c", "certificates that came with the token; never trust them"),
    ("x5u", "where a certificate is said to be; never fetch it"),
    ("x5t", "fingerprint of a certificate"),
    ("x5t#S256", "fingerprint of a certificate"),
    ("b64", "whether the content is in base64"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_claim_is_explained_twice_and_words_are_short() {
        let names: Vec<_> = CLAIMS.iter().chain(HEADER).collect();
        for (name, meaning) in &names {
            assert!(meaning.chars().count() <= 70 && !meaning.ends_with('.'), "{name}");
            assert_eq!(names.iter().filter(|(other, _)| other == name).count(), 1, "{name}");
        }
    }

    #[test]
    fn the_same_claim_means_what_its_token_means() {
        assert_eq!(of_claim("aud", Kind::CognitoId), Some("your app client"));
        assert_eq!(of_claim("aud", Kind::IdentityPoolOpenId), Some("the identity pool"));
        assert_eq!(of_claim("token_use", Kind::CognitoId), Some("for the app, not for APIs"));
        assert_eq!(of_claim("custom:team", Kind::CognitoId), Some("an attribute of this pool's own"));
        assert_eq!(of_claim("made-up", Kind::CognitoId), None);
    }
}
