//! The address and the signing region of a call, from the target. It refuses what cannot be an
//! address before anything is sent, in words for the person who typed it.

use super::target::Target;
use crate::cognito::Region;
use crate::flow::{Actor, Call, Failure};

/// Emulators want some region in a signature and do not mind which.
const ANY_REGION: &str = "us-east-1";

/// Where one call goes.
pub(super) struct Address {
    pub(super) region: String,
    /// None means the address that AWS publishes for the region.
    pub(super) endpoint: Option<String>,
}

impl Address {
    /// The address for a call.
    pub(super) fn of(call: &Call, target: &Target) -> Result<Self, Failure> {
        let user_pool = || target.region.as_ref();
        let identity_pool = || target.identity_region.as_ref().or_else(user_pool);
        let (endpoint, region) = match call.operation().actor() {
            Actor::You | Actor::YourApi | Actor::UserPool => (&target.endpoints.idp, user_pool()),
            Actor::IdentityPool => (&target.endpoints.identity, identity_pool()),
            Actor::Sts => (&target.endpoints.sts, identity_pool()),
        };
        let endpoint = endpoint.as_deref().map(str::trim).filter(|endpoint| !endpoint.is_empty());
        let region = region.map(Region::as_str).or(endpoint.map(|_| ANY_REGION));
        let region = region.ok_or_else(|| not_sent("No region is set, so there is no address to call"))?;
        let endpoint = endpoint.map(checked).transpose()?.map(ToOwned::to_owned);
        Ok(Self { region: region.to_owned(), endpoint })
    }
}

fn checked(endpoint: &str) -> Result<&str, Failure> {
    let (scheme, rest) = endpoint.split_once("://").unwrap_or_default();
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if !(scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")) {
        return Err(not_sent("The endpoint must begin with http:// or https://"));
    }
    if authority.contains('@') {
        return Err(not_sent("The endpoint must not have a user name or password in it"));
    }
    if !is_host_and_port(authority) || endpoint.chars().any(char::is_whitespace) {
        return Err(not_sent(
            "The endpoint is not an address; expected something like http://localhost:9229",
        ));
    }
    Ok(endpoint)
}

fn is_host_and_port(authority: &str) -> bool {
    let (host, port) = match authority.strip_prefix('[').map(|v6| v6.split_once(']')) {
        Some(None) => return false,
        Some(Some((host, rest))) => {
            (host, rest.strip_prefix(':').or((!rest.is_empty()).then_some("no port")))
        }
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    !host.is_empty() && port.is_none_or(|port| port.parse::<u16>().is_ok_and(|port| port > 0))
}

fn not_sent(problem: &str) -> Failure {
    Failure::NotSent { problem: problem.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cognito::{IdentityPoolId, Params};
    use crate::engine::Endpoints;

    fn region(name: &str) -> Option<Region> {
        Region::parse(name).ok()
    }

    fn get_id() -> Call {
        Call::GetId { pool: IdentityPoolId::parse("eu-west-1:1f-2e").unwrap(), logins: Params::new() }
    }

    #[test]
    fn the_identity_pool_may_live_in_another_region() {
        let mut target = Target { region: region("eu-west-1"), ..Target::default() };
        assert_eq!(Address::of(&get_id(), &target).unwrap_or_else(|_| panic!()).region, "eu-west-1");
        target.identity_region = region("us-east-2");
        assert_eq!(Address::of(&get_id(), &target).unwrap_or_else(|_| panic!()).region, "us-east-2");
    }

    #[test]
    fn without_a_region_an_endpoint_will_do() {
        let mut target = Target::default();
        assert!(matches!(Address::of(&get_id(), &target), Err(Failure::NotSent { .. })));
        target.endpoints.identity = Some(" http://localhost:1 ".to_owned());
        let address = Address::of(&get_id(), &target).unwrap_or_else(|_| panic!());
        assert_eq!(address.endpoint.as_deref(), Some("http://localhost:1"));
    }

    #[test]
    fn addresses_of_every_kind_pass() {
        for good in [
            "http://h",
            "HTTPS://h.example:8443/a/b",
            "http://127.0.0.1:1",
            "http://[::1]",
            "http://[::1]:80",
        ] {
            assert_eq!(checked(good), Ok(good));
        }
    }

    #[test]
    fn what_cannot_be_an_address_is_refused() {
        for bad in
            ["localhost:9229", "ftp://x", "http://", "http:///x", "http://:80", "http://a b", "http://u:p@h"]
        {
            let endpoints = Endpoints { identity: Some(bad.to_owned()), ..Endpoints::default() };
            let target = Target { endpoints, ..Target::default() };
            assert!(matches!(Address::of(&get_id(), &target), Err(Failure::NotSent { .. })), "{bad}");
        }
    }
}
