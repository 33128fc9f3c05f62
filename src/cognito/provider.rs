//! Identity providers that an identity pool takes logins of: the key of each in the `Logins` map,
//! and which of its tokens goes along. It knows nothing of how such a token is had.

use std::fmt;

/// A provider besides the user pool.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Provider {
    /// Google.
    #[default]
    Google,
    /// Facebook.
    Facebook,
    /// Sign in with Apple.
    Apple,
    /// Login with Amazon.
    Amazon,
    /// X, formerly Twitter.
    X,
    /// Any `OpenID` Connect provider, by its issuer URL.
    Oidc,
    /// Any SAML provider, by the ARN that IAM gave it.
    Saml,
    /// Anything else, by its very key.
    Other,
}

impl Provider {
    /// Every one, in the order a person is offered them.
    pub const ALL: [Self; 8] = [
        Self::Google,
        Self::Facebook,
        Self::Apple,
        Self::Amazon,
        Self::X,
        Self::Oidc,
        Self::Saml,
        Self::Other,
    ];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Google => "Google",
            Self::Facebook => "Facebook",
            Self::Apple => "Apple",
            Self::Amazon => "Amazon",
            Self::X => "X (Twitter)",
            Self::Oidc => "OpenID Connect",
            Self::Saml => "SAML",
            Self::Other => "Another key",
        }
    }

    /// Its name on command lines.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Google => "google",
            Self::Facebook => "facebook",
            Self::Apple => "apple",
            Self::Amazon => "amazon",
            Self::X => "x",
            Self::Oidc => "oidc",
            Self::Saml => "saml",
            Self::Other => "other",
        }
    }

    /// What has to be pasted.
    #[must_use]
    pub const fn token(self) -> &'static str {
        match self {
            Self::Google | Self::Apple | Self::Oidc => "ID token",
            Self::Facebook | Self::Amazon => "Access token",
            Self::X => "OAuth token;token secret",
            Self::Saml => "SAML response (base64)",
            Self::Other => "Token",
        }
    }

    /// What has to be said besides, to form the key; none where the key is always the same.
    #[must_use]
    pub const fn detail(self) -> Option<&'static str> {
        match self {
            Self::Google | Self::Facebook | Self::Apple | Self::Amazon | Self::X => None,
            Self::Oidc => Some("Issuer URL"),
            Self::Saml => Some("Provider ARN"),
            Self::Other => Some("Key"),
        }
    }

    /// The key in the `Logins` map (Cognito developer guide, “External identity providers”).
    ///
    /// # Errors
    /// Says what the detail should be.
    pub fn key(self, detail: &str) -> Result<String, KeyProblem> {
        let detail = detail.trim();
        match self {
            Self::Google => Ok("accounts.google.com".to_owned()),
            Self::Facebook => Ok("graph.facebook.com".to_owned()),
            Self::Apple => Ok("appleid.apple.com".to_owned()),
            Self::Amazon => Ok("www.amazon.com".to_owned()),
            Self::X => Ok("api.twitter.com".to_owned()),
            Self::Oidc | Self::Saml | Self::Other if detail.is_empty() => Err(KeyProblem::Missing(self)),
            Self::Oidc => Ok(without_scheme(detail).to_owned()),
            Self::Saml if detail.contains(":saml-provider/") => Ok(detail.to_owned()),
            Self::Saml => Err(KeyProblem::NotAnArn),
            Self::Other => Ok(detail.to_owned()),
        }
    }

    /// The provider that a word of a command line means, and its detail: `google`,
    /// `https://issuer.example`, `arn:aws:iam::…:saml-provider/…`, or the very key.
    #[must_use]
    pub fn from_word(word: &str) -> (Self, String) {
        let known = Self::ALL.into_iter().find(|provider| {
            let key = provider.detail().is_none().then(|| provider.key("").ok()).flatten();
            word.eq_ignore_ascii_case(provider.word()) || key.as_deref() == Some(word)
        });
        match known {
            Some(provider) if provider.detail().is_none() => (provider, String::new()),
            Some(_) | None if word.contains(":saml-provider/") => (Self::Saml, word.to_owned()),
            Some(_) | None if word.contains('/') => (Self::Oidc, word.to_owned()),
            Some(_) | None => (Self::Other, word.to_owned()),
        }
    }
}

/// IAM knows a provider by its URL without the scheme, and as it is registered otherwise.
fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest).trim_end_matches('/')
}

/// Why no key can be formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyProblem {
    /// What the provider needs besides is not there.
    Missing(Provider),
    /// A SAML provider goes by its ARN.
    NotAnArn,
}

impl fmt::Display for KeyProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(provider) => {
                let detail = provider.detail().unwrap_or_default();
                write!(f, "{} needs its {}", provider.label(), lower_first(detail))
            }
            Self::NotAnArn => {
                f.write_str("A SAML provider’s ARN looks like arn:aws:iam::123456789012:saml-provider/Name")
            }
        }
    }
}

fn lower_first(text: &str) -> String {
    let is_word = text.chars().nth(1).is_some_and(char::is_lowercase);
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if is_word => first.to_lowercase().chain(letters).collect(),
        Some(_) | None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_provider_has_the_key_that_aws_gives_it() {
        let arn = "arn:aws:iam::123456789012:saml-provider/Corp";
        for (provider, detail, key) in [
            (Provider::Google, "", "accounts.google.com"),
            (Provider::Facebook, "", "graph.facebook.com"),
            (Provider::Apple, "", "appleid.apple.com"),
            (Provider::Amazon, "", "www.amazon.com"),
            (Provider::X, "", "api.twitter.com"),
            (Provider::Oidc, " https://login.example.com/tenant/ ", "login.example.com/tenant"),
            (Provider::Saml, arn, arn),
            (Provider::Other, "login.mine", "login.mine"),
        ] {
            assert_eq!(provider.key(detail).as_deref(), Ok(key));
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let said = |provider: Provider, detail| provider.key(detail).unwrap_err().to_string();
        assert_eq!(said(Provider::Oidc, " "), "OpenID Connect needs its issuer URL");
        assert_eq!(said(Provider::Other, ""), "Another key needs its key");
        assert!(said(Provider::Saml, "Corp").contains("saml-provider/Name"));
    }

    #[test]
    fn a_word_finds_its_provider() {
        let found = |word| Provider::from_word(word);
        assert_eq!(found("Google"), (Provider::Google, String::new()));
        assert_eq!(found("graph.facebook.com"), (Provider::Facebook, String::new()));
        assert_eq!(found("https://id.example").0, Provider::Oidc);
        assert_eq!(found("id.example/tenant").0, Provider::Oidc);
        assert_eq!(found("arn:aws:iam::1:saml-provider/x").0, Provider::Saml);
        assert_eq!(found("login.mine"), (Provider::Other, "login.mine".to_owned()));
    }
}
