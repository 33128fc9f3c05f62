//! The identifiers of Cognito, parsed once: what cannot be one of them is refused in words,
//! what is merely unusual is let through with the text kept as typed.
//!
//! Patterns and lengths are those of the public service model; the region check is stricter,
//! because a misspelled region shows up later only as a host name that does not resolve.

use std::fmt;

use thiserror::Error;

/// Why a text is not the identifier that was wanted. Written to stand beside the field it was typed in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum IdProblem {
    /// Nothing but white space.
    #[error("This is empty")]
    Empty,
    /// A user pool id in the wrong field.
    #[error("This is a user pool ID; it belongs in “User pool ID”")]
    IsUserPool,
    /// An identity pool id (or an identity id, which looks the same) in the wrong field.
    #[error("This is an identity pool ID; it belongs in “Identity pool ID”")]
    IsIdentityPool,
    /// Over the model's length.
    #[error("This is {found} characters long; {most} is the most")]
    TooLong {
        /// Characters found.
        found: usize,
        /// Characters allowed.
        most: usize,
    },
    /// A shape that the model's pattern refuses.
    #[error("This is not {wanted}; expected something like {example}")]
    Misshapen {
        /// What was wanted, with its article.
        wanted: &'static str,
        /// One that would do.
        example: &'static str,
    },
    /// The part before the separator is not a region.
    #[error("“{region}” is not the name of an AWS region; expected something like eu-west-1")]
    NotARegion {
        /// What stood where the region belongs.
        region: String,
    },
}

macro_rules! text_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// The identifier's text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_type! {
    /// An AWS region's name, such as `eu-west-1`. Its shape is checked, not that it exists.
    Region
}
text_type! {
    /// `<region>_<name>`, at most 55 characters. `local` stands in for a region, as emulators use it.
    UserPoolId
}
text_type! {
    /// 1 to 128 characters of `[\w+]`; usually 26 lower-case letters and digits.
    ClientId
}
text_type! {
    /// `<region>:<uuid>`, at most 55 characters.
    IdentityPoolId
}

impl Region {
    /// Parses a region's name, white space around it aside.
    ///
    /// # Errors
    /// [`IdProblem::Empty`] or [`IdProblem::NotARegion`].
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        let text = present(text)?;
        if is_region(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdProblem::NotARegion { region: text.to_owned() })
        }
    }
}

impl UserPoolId {
    /// Parses a user pool id, white space around it aside.
    ///
    /// # Errors
    /// Says what the text is instead, as far as that can be told.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        const MISSHAPEN: IdProblem =
            IdProblem::Misshapen { wanted: "a user pool ID", example: "eu-west-1_Ab12Cd34E" };
        let text = present(text)?;
        if looks_like_identity_pool(text) {
            return Err(IdProblem::IsIdentityPool);
        }
        short_enough(text, 55)?;
        let (region, name) = text.split_once('_').ok_or(MISSHAPEN)?;
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(MISSHAPEN);
        }
        if is_region(region) || region == "local" {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdProblem::NotARegion { region: region.to_owned() })
        }
    }

    /// The region before the underscore; none for an emulator's `local_…`.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        self.0.split_once('_').and_then(|(region, _)| Region::parse(region).ok())
    }

    /// The part after the underscore: what SRP calls the pool's name.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once('_').map_or(self.0.as_str(), |(_, name)| name)
    }
}

impl ClientId {
    /// Parses an app client id, white space around it aside.
    ///
    /// # Errors
    /// Says what the text is instead, as far as that can be told.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        let text = present(text)?;
        if UserPoolId::parse(text).is_ok() {
            return Err(IdProblem::IsUserPool);
        }
        if looks_like_identity_pool(text) {
            return Err(IdProblem::IsIdentityPool);
        }
        short_enough(text, 128)?;
        if text.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '+') {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdProblem::Misshapen { wanted: "an app client ID", example: "1h57kf5cpq17m0eml12EXAMPLE" })
        }
    }
}

impl IdentityPoolId {
    /// Parses an identity pool id, white space around it aside.
    ///
    /// # Errors
    /// Says what the text is instead, as far as that can be told.
    pub fn parse(text: &str) -> Result<Self, IdProblem> {
        const MISSHAPEN: IdProblem = IdProblem::Misshapen {
            wanted: "an identity pool ID",
            example: "eu-west-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a",
        };
        let text = present(text)?;
        if UserPoolId::parse(text).is_ok() {
            return Err(IdProblem::IsUserPool);
        }
        short_enough(text, 55)?;
        let (region, uuid) = text.split_once(':').ok_or(MISSHAPEN)?;
        if uuid.is_empty() || !uuid.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-')) {
            return Err(MISSHAPEN);
        }
        if is_region(region) || region == "local" {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdProblem::NotARegion { region: region.to_owned() })
        }
    }

    /// The region before the colon; none for an emulator's `local:…`.
    #[must_use]
    pub fn region(&self) -> Option<Region> {
        self.0.split_once(':').and_then(|(region, _)| Region::parse(region).ok())
    }
}

/// What a pasted text is, whatever field it was pasted in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recognized {
    /// A user pool id.
    UserPool(UserPoolId),
    /// An identity pool id, or an identity id: they look the same.
    IdentityPool(IdentityPoolId),
    /// The name of a region.
    Region(Region),
}

impl Recognized {
    /// Recognizes ids whose shape is their own. An app client id is never recognized:
    /// nearly any word could be one.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        None.or_else(|| UserPoolId::parse(text).ok().map(Self::UserPool))
            .or_else(|| IdentityPoolId::parse(text).ok().map(Self::IdentityPool))
            .or_else(|| Region::parse(text).ok().map(Self::Region))
    }
}

fn present(text: &str) -> Result<&str, IdProblem> {
    let text = text.trim();
    if text.is_empty() { Err(IdProblem::Empty) } else { Ok(text) }
}

fn short_enough(text: &str, most: usize) -> Result<(), IdProblem> {
    let found = text.chars().count();
    if found > most { Err(IdProblem::TooLong { found, most }) } else { Ok(()) }
}

fn looks_like_identity_pool(text: &str) -> bool {
    text.split_once(':').is_some_and(|(region, uuid)| is_region(region) && uuid.contains('-'))
}

/// `xx[-gov|-iso…]-word-digits` or `eusc-xx-word-digits`.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let rest = match parts.as_slice() {
        ["eusc", country, rest @ ..] if is_lower(country, 2..=2) => rest,
        [area, "gov" | "iso" | "isob" | "isoe" | "isof", rest @ ..] if is_lower(area, 2..=2) => rest,
        [area, rest @ ..] if is_lower(area, 2..=2) => rest,
        _ => return false,
    };
    matches!(rest, [word, number] if is_lower(word, 1..=20)
        && (1..=2).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_lower(text: &str, length: std::ops::RangeInclusive<usize>) -> bool {
    length.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_of_every_partition_pass_and_words_do_not() {
        for region in
            ["us-east-1", "us-gov-west-1", "eusc-de-east-1", "cn-north-1", "mx-central-1", "us-isob-east-1"]
        {
            assert!(Region::parse(region).is_ok(), "{region}");
        }
        for word in ["US-EAST-1", "nonsense", "us-east", "us-east-1/x", "eu-west-111", "us--1"] {
            assert!(matches!(Region::parse(word), Err(IdProblem::NotARegion { .. })), "{word}");
        }
    }

    #[test]
    fn a_pool_id_gives_its_region_and_name() -> Result<(), IdProblem> {
        let pool = UserPoolId::parse("  eu-west-1_Ab12Cd34E\n")?;
        assert_eq!(pool.as_str(), "eu-west-1_Ab12Cd34E");
        assert_eq!(pool.region(), Some(Region::parse("eu-west-1")?));
        assert_eq!(pool.name(), "Ab12Cd34E");
        assert_eq!(UserPoolId::parse("local_2yUyZ6W1")?.region(), None);
        Ok(())
    }

    #[test]
    fn an_id_in_the_wrong_field_is_named_for_what_it_is() {
        assert_eq!(ClientId::parse("eu-west-1_Ab12Cd34E"), Err(IdProblem::IsUserPool));
        assert_eq!(ClientId::parse("eu-west-1:2b1d5c8e-6c1f-4f0a"), Err(IdProblem::IsIdentityPool));
        assert_eq!(IdentityPoolId::parse("eu-west-1_Ab12Cd34E"), Err(IdProblem::IsUserPool));
        assert_eq!(UserPoolId::parse("eu-west-1:2b1d5c8e-6c1f"), Err(IdProblem::IsIdentityPool));
    }

    #[test]
    fn misshapen_ids_say_what_was_expected() {
        assert_eq!(UserPoolId::parse("  "), Err(IdProblem::Empty));
        for bad in ["eu-west-1", "eu-west-1_", "eu-west-1_a-b", "eu-west-1_a/b"] {
            assert!(matches!(UserPoolId::parse(bad), Err(IdProblem::Misshapen { .. })), "{bad}");
        }
        let unknown = UserPoolId::parse("europe_Ab12").unwrap_err();
        assert!(unknown.to_string().contains("“europe” is not the name of an AWS region"));
        assert!(matches!(ClientId::parse("two words"), Err(IdProblem::Misshapen { .. })));
        assert!(matches!(
            ClientId::parse(&"a".repeat(129)),
            Err(IdProblem::TooLong { found: 129, most: 128 })
        ));
    }

    #[test]
    fn pasted_ids_are_recognized_but_client_ids_are_not() {
        assert!(matches!(Recognized::from_text(" us-east-1_AbC "), Some(Recognized::UserPool(_))));
        assert!(matches!(Recognized::from_text("us-east-1:1f-2e"), Some(Recognized::IdentityPool(_))));
        assert!(matches!(Recognized::from_text("us-east-1"), Some(Recognized::Region(_))));
        assert_eq!(Recognized::from_text("1h57kf5cpq17m0eml12EXAMPLE"), None);
    }
}
