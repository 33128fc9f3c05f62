//! The claim catalog: what every claim and header field of a Cognito token means, who sets it and what
//! to use it for, in a few plain words each. Sources: Cognito's tokens, OpenID Connect Core, RFC 7519,
//! and the header fields of RFC 7515, 7516, 7518 and 7797. It sees names alone, never a value.

use super::opened::Kind;
use claims::{CLAIMS, SPECIAL};
use header::HEADER;
use profile::PROFILE;

mod claims;
mod header;
mod profile;

/// What is to be known of one claim, each in a few words without a full stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct About {
    /// What it says.
    pub meaning: &'static str,
    /// Who puts it there.
    pub set_by: &'static str,
    /// What it is good for.
    pub use_for: &'static str,
}

/// What is known of a claim in a token of this kind; nothing for a claim nobody wrote down.
pub(super) fn of_claim(name: &str, kind: Kind) -> Option<About> {
    let special = SPECIAL.iter().find(|(of, (known, ..))| *of == kind && *known == name);
    special
        .map(|(_, row)| about(row))
        .or_else(|| find(CLAIMS, name))
        .or_else(|| find(PROFILE, name))
        .or_else(|| name.starts_with("custom:").then(|| about(&OWN_ATTRIBUTE)))
        .or_else(|| name.starts_with("dev:").then(|| about(&ADMIN_ATTRIBUTE)))
}

/// What is known of a header field.
pub(super) fn of_header(name: &str) -> Option<About> {
    find(HEADER, name)
}

/// Name, meaning, who sets it, what to use it for.
type Row = (&'static str, &'static str, &'static str, &'static str);

fn find(rows: &[Row], name: &str) -> Option<About> {
    rows.iter().find(|(known, ..)| *known == name).map(about)
}

const fn about(row: &Row) -> About {
    let (_, meaning, set_by, use_for) = *row;
    About { meaning, set_by, use_for }
}

const OWN_ATTRIBUTE: Row = (
    "custom:",
    "an attribute of this pool's own",
    "your app or an administrator",
    "what your app keeps of a user; always a text",
);
const ADMIN_ATTRIBUTE: Row = (
    "dev:",
    "an attribute only administrators can change",
    "an administrator, signed with AWS keys",
    "what a user must not change",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_claim_is_explained_twice_and_words_are_short() {
        for rows in [&[CLAIMS, PROFILE].concat(), HEADER] {
            for row in rows {
                assert_eq!(rows.iter().filter(|other| other.0 == row.0).count(), 1, "{}", row.0);
            }
        }
        let special = SPECIAL.iter().map(|(_, row)| row);
        for row in CLAIMS
            .iter()
            .chain(PROFILE)
            .chain(HEADER)
            .chain(special)
            .chain([&OWN_ATTRIBUTE, &ADMIN_ATTRIBUTE])
        {
            for words in [row.1, row.2, row.3] {
                let count = words.chars().count();
                assert!(count > 2 && count <= 76 && !words.ends_with('.'), "{}: {words}", row.0);
            }
        }
    }

    #[test]
    fn the_same_claim_means_what_its_token_means() {
        let meaning = |name, kind| of_claim(name, kind).map(|about| about.meaning);
        assert_eq!(meaning("aud", Kind::CognitoId), Some("your app client"));
        assert_eq!(meaning("aud", Kind::IdentityPoolOpenId), Some("the identity pool"));
        assert_eq!(meaning("token_use", Kind::CognitoId), Some("for the app, not for APIs"));
        assert_eq!(meaning("custom:team", Kind::CognitoId), Some("an attribute of this pool's own"));
        assert_eq!(meaning("made-up", Kind::CognitoId), None);
    }

    /// As the specifications list them.
    #[test]
    fn every_name_of_the_specifications_is_explained() {
        let claims = "
            iss sub aud exp nbf iat jti
            token_use client_id cognito:username username scope cognito:groups cognito:roles
            cognito:preferred_role auth_time origin_jti event_id device_key nonce at_hash identities userId
            providerName providerType issuer primary dateCreated custom:any dev:any version acr amr
            azp c_hash name given_name family_name middle_name nickname preferred_username profile picture
            website email email_verified gender birthdate zoneinfo locale phone_number
            phone_number_verified address formatted street_address locality region postal_code country
            updated_at";
        for name in claims.split_whitespace() {
            for kind in [Kind::CognitoId, Kind::CognitoAccess, Kind::IdentityPoolOpenId, Kind::OtherSigned] {
                assert!(of_claim(name, kind).is_some(), "{name}");
            }
        }
        let header =
            "alg jku jwk kid x5u x5c x5t x5t#S256 typ cty crit enc zip epk apu apv iv tag p2s p2c b64";
        for name in header.split_whitespace() {
            assert!(of_header(name).is_some(), "{name}");
        }
        for name in ["iss", "sub", "aud", "amr", "exp"] {
            let pools = of_claim(name, Kind::IdentityPoolOpenId).unwrap();
            assert_ne!(pools, of_claim(name, Kind::CognitoId).unwrap(), "{name} in an identity pool's terms");
        }
    }
}
