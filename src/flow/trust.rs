//! What a token must be to be trusted here: from the form, never from the token. The token only decides which of
//! the pools that the person named is meant, and in which of its two forms.

use crate::cognito::endpoint::{self, IssuerForm};
use crate::cognito::{ClientId, IdentityPoolId, UserPoolId};
use crate::flow::KeySetOf;
use crate::jwt::checks::{Expected, Source};
use crate::jwt::{Kind, Opened};

/// The `iss` of identity pools' tokens, and where their keys are: one for all regions.
const IDENTITY_POOLS: &str = "https://cognito-identity.amazonaws.com";

/// Partitions whose identity pools name themselves in another way, which AWS documents nowhere.
const NAMED_OTHERWISE: [&str; 2] = ["us-gov-", "cn-"];

/// Whom the person trusts: the pools and the client of the form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Trust {
    /// The user pool whose ID and access tokens are taken.
    pub user_pool: Option<UserPoolId>,
    /// The app client that they must be for.
    pub client: Option<ClientId>,
    /// The identity pool whose OpenID tokens are taken.
    pub identity_pool: Option<IdentityPoolId>,
    /// The server that stands in for AWS, if one does: it may name itself as the issuer.
    pub endpoint: Option<String>,
}

impl Trust {
    /// What to hold a token of this kind against. Without a pool no issuer is expected, and nothing is called valid.
    #[must_use]
    pub fn expected(&self, kind: Kind) -> Expected {
        if kind == Kind::IdentityPoolOpenId {
            return Expected {
                source: Source::IdentityPool,
                issuers: self.identity_pool.iter().filter_map(issuer_of_identity_pool).collect(),
                client: self.identity_pool.as_ref().map(ToString::to_string),
                ..Expected::default()
            };
        }
        Expected {
            issuers: self.user_pool.as_ref().map(|pool| self.issuers(pool)).unwrap_or_default(),
            client: self.client.as_ref().map(ToString::to_string),
            ..Expected::default()
        }
    }

    /// Whose keys a token is to be checked with, if the person named whose token it claims to be.
    #[must_use]
    pub fn key_set(&self, opened: &Opened) -> Option<KeySetOf> {
        if opened.kind == Kind::IdentityPoolOpenId {
            let known = self.identity_pool.as_ref().and_then(issuer_of_identity_pool);
            return known.map(|_issuer| KeySetOf::IdentityPools);
        }
        let pool = self.user_pool.clone()?;
        let updated = endpoint::issuer(&pool, IssuerForm::Updated);
        let issuer = opened.claims().and_then(|claims| claims.text("iss"));
        let form = if issuer == Some(updated.as_str()) { IssuerForm::Updated } else { IssuerForm::Original };
        Some(KeySetOf::UserPool { pool, form })
    }

    fn issuers(&self, pool: &UserPoolId) -> Vec<String> {
        let own = self.endpoint.as_deref().map(|server| server.trim().trim_end_matches('/'));
        let own = own.filter(|server| !server.is_empty()).map(|server| format!("{server}/{pool}"));
        own.into_iter().chain(IssuerForm::ALL.map(|form| endpoint::issuer(pool, form))).collect()
    }
}

/// None where it is not known: a token of such a pool can be read, and not be called valid.
fn issuer_of_identity_pool(pool: &IdentityPoolId) -> Option<String> {
    let is_otherwise = NAMED_OTHERWISE.iter().any(|partition| pool.as_str().starts_with(partition));
    (!is_otherwise).then(|| IDENTITY_POOLS.to_owned())
}

impl KeySetOf {
    /// Where it is: beside the API where that is elsewhere than on AWS, else where AWS publishes it.
    #[must_use]
    pub fn url(&self, endpoint: Option<&str>) -> String {
        let endpoint = endpoint.map(|endpoint| endpoint.trim().trim_end_matches('/'));
        match (self, endpoint) {
            (Self::UserPool { pool, .. }, Some(endpoint)) => {
                endpoint::jwks_url(&format!("{endpoint}/{pool}"))
            }
            (Self::UserPool { pool, form }, None) => endpoint::jwks_url(&endpoint::issuer(pool, *form)),
            (Self::IdentityPools, endpoint) => {
                format!("{}/.well-known/jwks_uri", endpoint.unwrap_or(IDENTITY_POOLS))
            }
        }
    }

    /// The host (and port) in that address, to be named.
    #[must_use]
    pub fn host(&self, endpoint: Option<&str>) -> String {
        let url = self.url(endpoint);
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jwt;

    fn trust() -> Trust {
        Trust {
            user_pool: UserPoolId::parse("eu-west-1_Ab12Cd34E").ok(),
            client: ClientId::parse("abc").ok(),
            identity_pool: IdentityPoolId::parse("eu-west-1:1f-2e").ok(),
            endpoint: None,
        }
    }

    /// A token that claims to come from there. Nobody signed it.
    fn claiming(issuer: &str) -> Opened {
        use base64::Engine as _;
        let claims = serde_json::json!({ "iss": issuer, "token_use": "id" }).to_string();
        let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(claims);
        jwt::open(&format!("e30.{claims}.AA"))
    }

    #[test]
    fn a_pool_may_name_itself_in_two_ways_and_a_server_in_its_own() {
        let issuers = trust().expected(Kind::CognitoId).issuers;
        let [original, updated] = issuers.as_slice() else { panic!("{issuers:?}") };
        assert!(
            original.starts_with("https://cognito-idp.eu-west-1.") && updated.starts_with("https://issuer-")
        );
        let emulated = Trust { endpoint: Some(" http://127.0.0.1:9229/ ".to_owned()), ..trust() };
        let issuers = emulated.expected(Kind::CognitoAccess).issuers;
        assert_eq!(issuers.first().map(String::as_str), Some("http://127.0.0.1:9229/eu-west-1_Ab12Cd34E"));
        assert_eq!(issuers.len(), 3);
    }

    #[test]
    fn the_token_chooses_among_the_addresses_of_the_pool_and_names_none() {
        let form = |issuer: &str| match trust().key_set(&claiming(issuer)) {
            Some(KeySetOf::UserPool { pool, form }) if pool.as_str() == "eu-west-1_Ab12Cd34E" => form,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            form("https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E"),
            IssuerForm::Updated
        );
        for other in
            ["https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E", "https://evil.example"]
        {
            assert_eq!(form(other), IssuerForm::Original, "{other}");
        }
    }

    #[test]
    fn without_a_pool_nobody_is_trusted() {
        let nobody = Trust::default();
        assert_eq!(nobody.key_set(&claiming("https://evil.example")), None);
        for kind in [Kind::CognitoId, Kind::CognitoAccess, Kind::IdentityPoolOpenId, Kind::OtherSigned] {
            assert!(nobody.expected(kind).issuers.is_empty());
        }
        let expected = trust().expected(Kind::IdentityPoolOpenId);
        assert_eq!(
            (expected.source, expected.client.as_deref()),
            (Source::IdentityPool, Some("eu-west-1:1f-2e"))
        );
    }

    #[test]
    fn keys_come_from_where_the_calls_go() {
        let pool = UserPoolId::parse("eu-west-1_Ab12Cd34E").unwrap();
        let of = |form| KeySetOf::UserPool { pool: pool.clone(), form };
        for (of, endpoint, url) in [
            (
                of(IssuerForm::Original),
                None,
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/jwks.json",
            ),
            (
                of(IssuerForm::Updated),
                None,
                "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/jwks.json",
            ),
            (
                of(IssuerForm::Updated),
                Some(" http://127.0.0.1:9229/ "),
                "http://127.0.0.1:9229/eu-west-1_Ab12Cd34E/.well-known/jwks.json",
            ),
            (KeySetOf::IdentityPools, None, "https://cognito-identity.amazonaws.com/.well-known/jwks_uri"),
            (KeySetOf::IdentityPools, Some("http://[::1]:1"), "http://[::1]:1/.well-known/jwks_uri"),
        ] {
            assert_eq!(of.url(endpoint), url);
            assert!(url.contains(&format!("://{}/", of.host(endpoint))), "{url}");
        }
    }

    #[test]
    fn an_identity_pool_that_names_itself_in_an_unknown_way_is_not_trusted_and_not_refused() {
        for id in ["us-gov-west-1:1f-2e", "cn-north-1:1f-2e"] {
            let trust = Trust { identity_pool: IdentityPoolId::parse(id).ok(), ..Trust::default() };
            assert!(
                trust.identity_pool.is_some() && trust.expected(Kind::IdentityPoolOpenId).issuers.is_empty()
            );
        }
    }
}
