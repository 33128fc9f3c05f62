//! The domain of managed login: one that Amazon Cognito names after a prefix, one of the owner's own, or a
//! server that stands in for it.

use std::fmt;

use thiserror::Error;
use url::Url;

use crate::cognito::Region;
use crate::cognito::endpoint::{self, UrlProblem};
use crate::secret::Secret;

/// The base address of the pages, without a slash at its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Domain(String);

/// Why a text is no domain. Written to stand beside the field it was typed in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DomainProblem {
    /// Nothing there.
    #[error("Needed: the domain of the pool’s login pages, or its prefix")]
    Empty,
    /// An address that is none.
    #[error(transparent)]
    Address(UrlProblem),
    /// More than a host.
    #[error("The domain ends with the host: {host}")]
    Longer {
        /// The part that is the domain.
        host: String,
    },
    /// A prefix, and no region to complete it with.
    #[error(
        "A prefix needs a region; type the whole address, such as https://my-app.auth.eu-west-1.amazoncognito.com"
    )]
    NoRegion,
    /// A text that nothing can be made of.
    #[error("Expected an address such as https://my-app.auth.eu-west-1.amazoncognito.com, or its prefix")]
    Misshapen,
}

impl Domain {
    /// Reads an address, a host without a scheme, or the prefix alone, which the region completes.
    ///
    /// # Errors
    /// Says what was expected.
    pub fn parse(text: &str, region: Option<&Region>) -> Result<Self, DomainProblem> {
        let text = text.trim().trim_end_matches('/');
        if text.is_empty() {
            return Err(DomainProblem::Empty);
        }
        if text.contains("://") {
            return Self::address(text);
        }
        if is_prefix(text) {
            let region = region.ok_or(DomainProblem::NoRegion)?;
            return Ok(Self(format!("https://{text}.{}", host_of_prefixes(region))));
        }
        if text.contains('.') {
            Self::address(&format!("https://{text}"))
        } else {
            Err(DomainProblem::Misshapen)
        }
    }

    fn address(text: &str) -> Result<Self, DomainProblem> {
        endpoint::check_url(text).map_err(DomainProblem::Address)?;
        let url = Url::parse(text).map_err(|_no_url| DomainProblem::Misshapen)?;
        let base = url.origin().ascii_serialization();
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return Err(DomainProblem::Longer { host: base });
        }
        Ok(Self(base))
    }

    /// The base address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host (and port).
    #[must_use]
    pub fn host(&self) -> &str {
        self.0.split_once("://").map_or(self.0.as_str(), |(_, host)| host)
    }

    /// The address of a page or endpoint.
    #[must_use]
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// Where a browser forgets who signed in with it, and is sent afterwards.
    #[must_use]
    pub fn logout(&self, client: &str, sign_out_url: &str) -> Secret {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("client_id", client).append_pair("logout_uri", sign_out_url);
        Secret::new(format!("{}?{}", self.at(super::path::LOGOUT), query.finish()))
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One label of a host name in small letters: what Cognito takes for a prefix.
fn is_prefix(text: &str) -> bool {
    let is_inner = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.len() <= 63 && text.chars().all(is_inner) && !text.starts_with('-') && !text.ends_with('-')
}

/// In the partition of the US government the pages are on hosts that keep to FIPS.
fn host_of_prefixes(region: &Region) -> String {
    let auth = if region.as_str().starts_with("us-gov-") { "auth-fips" } else { "auth" };
    format!("{auth}.{region}.amazoncognito.com")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<String, DomainProblem> {
        Domain::parse(text, Region::parse("eu-west-1").ok().as_ref()).map(|domain| domain.to_string())
    }

    #[test]
    fn an_address_a_host_and_a_prefix_are_all_understood() {
        let whole = "https://my-app.auth.eu-west-1.amazoncognito.com";
        for text in [
            whole,
            "my-app",
            "my-app.auth.eu-west-1.amazoncognito.com",
            " https://my-app.auth.eu-west-1.amazoncognito.com/ ",
        ] {
            assert_eq!(parsed(text).as_deref(), Ok(whole), "{text}");
        }
        assert_eq!(parsed("http://127.0.0.1:4000").as_deref(), Ok("http://127.0.0.1:4000"));
        assert_eq!(parsed("login.example.com").as_deref(), Ok("https://login.example.com"));
        let gov = Region::parse("us-gov-west-1").unwrap();
        let domain = Domain::parse("my-app", Some(&gov)).unwrap();
        assert_eq!(domain.host(), "my-app.auth-fips.us-gov-west-1.amazoncognito.com");
    }

    #[test]
    fn what_is_no_domain_is_told_what_one_is() {
        assert_eq!(parsed(" "), Err(DomainProblem::Empty));
        assert_eq!(Domain::parse("my-app", None), Err(DomainProblem::NoRegion));
        let longer = DomainProblem::Longer { host: "https://a.example".to_owned() };
        assert_eq!(parsed("https://a.example/oauth2/authorize?client_id=x"), Err(longer));
        assert_eq!(parsed("My App"), Err(DomainProblem::Misshapen));
        assert_eq!(parsed("https://me:pw@a.example"), Err(DomainProblem::Address(UrlProblem::UserInfo)));
        assert_eq!(parsed("ftp://a.example"), Err(DomainProblem::Address(UrlProblem::NoScheme)));
    }

    #[test]
    fn signing_out_names_the_client_and_the_way_back() {
        let domain = Domain::parse("https://a.example", None).unwrap();
        assert_eq!(
            domain.logout("abc", "http://localhost:8765/signed-out").expose(),
            "https://a.example/logout?client_id=abc&logout_uri=http%3A%2F%2Flocalhost%3A8765%2Fsigned-out"
        );
    }
}
