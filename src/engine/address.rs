//! The address and the signing region of a call, from the target. It refuses what cannot be an
//! address before anything is sent, in words for the person who typed it.

use super::target::Target;
use crate::cognito::{Region, endpoint};
use crate::flow::{Actor, Call, Failure, KeySetOf};

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
            Actor::UserPool if *call == Call::KeySet(KeySetOf::IdentityPools) => {
                (&target.endpoints.identity, None)
            }
            Actor::You | Actor::YourApi | Actor::UserPool => (&target.endpoints.idp, user_pool()),
            Actor::IdentityPool => (&target.endpoints.identity, identity_pool()),
            Actor::Sts => (&target.endpoints.sts, identity_pool()),
        };
        let endpoint = endpoint.as_deref().map(str::trim).filter(|endpoint| !endpoint.is_empty());
        let needs_none = endpoint.is_some() || matches!(call, Call::KeySet(_) | Call::Api(_));
        let region = region.map(Region::as_str).or(needs_none.then_some(ANY_REGION));
        let region = region.ok_or_else(|| not_sent("No region is set, so there is no address to call"))?;
        let endpoint = endpoint.map(checked).transpose()?.map(ToOwned::to_owned);
        Ok(Self { region: region.to_owned(), endpoint })
    }
}

fn checked(address: &str) -> Result<&str, Failure> {
    endpoint::check_url(address).map(|()| address).map_err(|problem| not_sent(&problem.to_string()))
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
    fn what_cannot_be_an_address_is_refused() {
        for bad in ["localhost:9229", "http://", "http://a b", "http://u:p@h"] {
            let endpoints = Endpoints { identity: Some(bad.to_owned()), ..Endpoints::default() };
            let target = Target { endpoints, ..Target::default() };
            assert!(matches!(Address::of(&get_id(), &target), Err(Failure::NotSent { .. })), "{bad}");
        }
    }
}
