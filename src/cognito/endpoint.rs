//! Where Cognito lives in each AWS partition: hosts, issuers, key sets and the key of a login.
//! Plain endpoints only; who overrides them knows so.

use thiserror::Error;

use super::ids::{Region, UserPoolId};

/// How a pool names itself in `iss` (`IssuerConfiguration.Type`). One pool may use either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IssuerForm {
    /// `https://cognito-idp.<region>.<suffix>/<pool>`
    Original,
    /// `https://issuer-cognito-idp.<region>.<suffix>/<pool>`
    Updated,
}

impl IssuerForm {
    /// Both, the usual one first.
    pub const ALL: [Self; 2] = [Self::Original, Self::Updated];
}

/// The host of Amazon Cognito user pools.
#[must_use]
pub fn idp_host(region: &Region) -> String {
    host("cognito-idp", region.as_str())
}

/// The host of Amazon Cognito identity pools.
#[must_use]
pub fn identity_host(region: &Region) -> String {
    host("cognito-identity", region.as_str())
}

/// The regional host of AWS STS.
#[must_use]
pub fn sts_host(region: &Region) -> String {
    host("sts", region.as_str())
}

/// The `iss` of the pool's tokens. For the partitions of China and the EU sovereign cloud
/// the suffix is derived, not confirmed.
#[must_use]
pub fn issuer(pool: &UserPoolId, form: IssuerForm) -> String {
    let service = match form {
        IssuerForm::Original => "cognito-idp",
        IssuerForm::Updated => "issuer-cognito-idp",
    };
    format!("https://{}/{pool}", host(service, region_text(pool)))
}

/// Where an issuer publishes the public keys of its tokens.
#[must_use]
pub fn jwks_url(issuer: &str) -> String {
    format!("{}/.well-known/jwks.json", issuer.trim_end_matches('/'))
}

/// The provider name under which an identity pool's `Logins` map takes the pool's ID token.
#[must_use]
pub fn logins_key(pool: &UserPoolId) -> String {
    format!("{}/{pool}", host("cognito-idp", region_text(pool)))
}

/// What identity pools of this region are called in trust policies: the `Federated` principal, and the
/// name before `:aud` and `:amr`. Taken from AWS's guides to China and the US government's regions.
#[must_use]
pub fn identity_principal(region: &Region) -> &'static str {
    match region.as_str() {
        "us-gov-west-1" => "cognito-identity-us-gov.amazonaws.com",
        "us-gov-east-1" => "cognito-identity.us-gov-east-1.amazonaws.com",
        region if region.starts_with("cn-") => "cognito-identity.cn-north-1.amazonaws.com.cn",
        _ => "cognito-identity.amazonaws.com",
    }
}

/// Why a text cannot be called. Written to stand beside the field it was typed in.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UrlProblem {
    /// No scheme, or one that is not spoken here.
    #[error("An address begins with http:// or https://; expected something like http://127.0.0.1:9229")]
    NoScheme,
    /// Nothing where the host belongs.
    #[error("This address names no host")]
    NoHost,
    /// A character that no address has.
    #[error("An address has no spaces in it")]
    Spaces,
    /// Something else than a number from 1 to 65535 after the colon.
    #[error("“{port}” is not a port; expected a number from 1 to 65535")]
    NotAPort {
        /// What stood there.
        port: String,
    },
    /// A user name in the address: it would be sent along, and shown.
    #[error("An address here has no username or password in it")]
    UserInfo,
}

/// Checks the address of a server that stands in for AWS, white space around it aside.
///
/// # Errors
/// Says what is missing or out of place.
pub fn check_url(text: &str) -> Result<(), UrlProblem> {
    let text = text.trim();
    let (scheme, rest) = text.split_once("://").ok_or(UrlProblem::NoScheme)?;
    if !["http", "https"].iter().any(|spoken| scheme.eq_ignore_ascii_case(spoken)) {
        return Err(UrlProblem::NoScheme);
    }
    if text.contains(char::is_whitespace) {
        return Err(UrlProblem::Spaces);
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Err(UrlProblem::UserInfo);
    }
    let (host, port) = host_and_port(authority).ok_or(UrlProblem::NoHost)?;
    let is_port = port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0));
    match (host, port) {
        ("", _) => Err(UrlProblem::NoHost),
        (_, Some(port)) if !is_port => Err(UrlProblem::NotAPort { port: port.to_owned() }),
        (_, _) => Ok(()),
    }
}

/// The two halves of `host:port`. The host of `[::1]:80` has colons of its own.
fn host_and_port(authority: &str) -> Option<(&str, Option<&str>)> {
    let Some(in_brackets) = authority.strip_prefix('[') else {
        let halves = authority.split_once(':');
        return Some(halves.map_or((authority, None), |(host, port)| (host, Some(port))));
    };
    let (host, rest) = in_brackets.split_once(']')?;
    let port = (!rest.is_empty()).then(|| rest.strip_prefix(':').unwrap_or(rest));
    Some((host, port))
}

/// The regional host of any service of AWS's.
#[must_use]
pub fn service_host(service: &str, region: &Region) -> String {
    host(service, region.as_str())
}

fn host(service: &str, region: &str) -> String {
    format!("{service}.{region}.{}", suffix_of(region))
}

/// The pool's region as text; an emulator's `local` too.
fn region_text(pool: &UserPoolId) -> &str {
    pool.as_str().split_once('_').map_or("", |(region, _)| region)
}

fn suffix_of(region: &str) -> &'static str {
    const PARTITIONS: [(&str, &str); 6] = [
        ("cn-", "amazonaws.com.cn"),
        ("eusc-", "amazonaws.eu"),
        ("us-iso-", "c2s.ic.gov"),
        ("us-isob-", "sc2s.sgov.gov"),
        ("eu-isoe-", "cloud.adc-e.uk"),
        ("us-isof-", "csp.hci.ic.gov"),
    ];
    PARTITIONS
        .iter()
        .find(|(prefix, _)| region.starts_with(prefix))
        .map_or("amazonaws.com", |(_, suffix)| suffix)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(id: &str) -> UserPoolId {
        UserPoolId::parse(id).unwrap()
    }

    #[test]
    fn addresses_are_checked_before_anything_is_sent() {
        for good in [
            "http://127.0.0.1:9229",
            "https://example.com/prefix",
            "http://[::1]:80",
            " http://localhost ",
            "HTTPS://h.example:8443/a/b",
            "http://[::1]",
        ] {
            assert_eq!(check_url(good), Ok(()), "{good}");
        }
        for (bad, problem) in [
            ("localhost:9229", UrlProblem::NoScheme),
            ("ftp://x", UrlProblem::NoScheme),
            ("http://", UrlProblem::NoHost),
            ("http://:80", UrlProblem::NoHost),
            ("http:///x", UrlProblem::NoHost),
            ("http://[::1", UrlProblem::NoHost),
            ("http://[]:80", UrlProblem::NoHost),
            ("http://[::1]80x", UrlProblem::NotAPort { port: "80x".into() }),
            ("http://host:", UrlProblem::NotAPort { port: String::new() }),
            ("http://a b", UrlProblem::Spaces),
            ("http://me:pw@host", UrlProblem::UserInfo),
            ("http://host:99999", UrlProblem::NotAPort { port: "99999".into() }),
            ("http://[::1]:x", UrlProblem::NotAPort { port: "x".into() }),
        ] {
            assert_eq!(check_url(bad), Err(problem), "{bad}");
        }
    }

    #[test]
    fn hosts_follow_the_partition() {
        for (region, suffix) in [
            ("eu-west-1", "amazonaws.com"),
            ("us-gov-west-1", "amazonaws.com"),
            ("cn-north-1", "amazonaws.com.cn"),
            ("eusc-de-east-1", "amazonaws.eu"),
            ("us-iso-east-1", "c2s.ic.gov"),
            ("us-isob-east-1", "sc2s.sgov.gov"),
            ("eu-isoe-west-1", "cloud.adc-e.uk"),
            ("us-isof-south-1", "csp.hci.ic.gov"),
        ] {
            let region = Region::parse(region).unwrap();
            assert_eq!(idp_host(&region), format!("cognito-idp.{region}.{suffix}"));
            assert_eq!(identity_host(&region), format!("cognito-identity.{region}.{suffix}"));
            assert_eq!(sts_host(&region), format!("sts.{region}.{suffix}"));
        }
    }

    #[test]
    fn identity_pools_have_a_name_in_trust_policies_that_is_no_host() {
        let name = |region: &str| identity_principal(&Region::parse(region).unwrap());
        assert_eq!(name("eu-west-1"), "cognito-identity.amazonaws.com");
        assert_eq!(name("us-gov-west-1"), "cognito-identity-us-gov.amazonaws.com");
        assert_eq!(name("us-gov-east-1"), "cognito-identity.us-gov-east-1.amazonaws.com");
        assert_eq!(name("cn-north-1"), "cognito-identity.cn-north-1.amazonaws.com.cn");
    }

    #[test]
    fn a_pool_has_two_issuers_and_a_key_set_for_each() {
        let pool = pool("eu-west-1_Ab12Cd34E");
        let [original, updated] = IssuerForm::ALL.map(|form| issuer(&pool, form));
        assert_eq!(original, "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E");
        assert_eq!(updated, "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E");
        assert_eq!(jwks_url(&original), format!("{original}/.well-known/jwks.json"));
        assert_eq!(jwks_url(&format!("{updated}/")), format!("{updated}/.well-known/jwks.json"));
    }

    #[test]
    fn the_logins_key_has_no_scheme_and_the_suffix_of_its_partition() {
        for (id, key) in [
            ("eu-west-1_Ab12Cd34E", "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E"),
            ("cn-north-1_Ab12Cd34E", "cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Ab12Cd34E"),
            ("local_2yUyZ6W1", "cognito-idp.local.amazonaws.com/local_2yUyZ6W1"),
        ] {
            assert_eq!(logins_key(&pool(id)), key);
        }
    }
}
