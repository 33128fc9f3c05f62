//! Where calls are sent, who signs those that need signing, and how long is waited:
//! all that a call needs and does not carry itself.

use std::fmt;
use std::time::Duration;

use jiff::SignedDuration;

use crate::cognito::{Region, endpoint};
use crate::flow::{Actor, AwsCredentials, Operation};

/// Where the calls of a walk go, and as whom.
#[derive(Debug, Clone, Default)]
pub struct Target {
    /// The user pool's region. None is enough where an endpoint is given.
    pub region: Option<Region>,
    /// The identity pool's region; none means the same as the user pool's.
    pub identity_region: Option<Region>,
    /// Addresses that stand in for those of AWS.
    pub endpoints: Endpoints,
    /// Who signs the Admin calls.
    pub signer: Option<Signer>,
    /// How long is waited.
    pub timeouts: Timeouts,
    /// How far this computer's clock is ahead of those over there (negative: behind), as far as it is known. Requests to
    /// one's own API are signed by theirs.
    pub clock_ahead: SignedDuration,
}

impl Target {
    /// The host (and port) that an operation is sent to, to be named while it is waited for.
    #[must_use]
    pub fn host(&self, operation: Operation) -> String {
        let identity_region = self.identity_region.as_ref().or(self.region.as_ref());
        let (host_of, endpoint, region): (fn(&Region) -> String, _, _) = match operation.actor() {
            Actor::You | Actor::YourApi | Actor::UserPool => {
                (endpoint::idp_host, &self.endpoints.idp, self.region.as_ref())
            }
            Actor::IdentityPool => (endpoint::identity_host, &self.endpoints.identity, identity_region),
            Actor::Sts => (endpoint::sts_host, &self.endpoints.sts, identity_region),
        };
        let typed = endpoint.as_deref().and_then(|url| url.split_once("://")).map(|(_, rest)| rest);
        match (typed, region) {
            (Some(rest), _) => rest.split(['/', '?', '#']).next().unwrap_or_default().trim().to_owned(),
            (None, Some(region)) => host_of(region),
            (None, None) => "the service".to_owned(),
        }
    }
}

/// Addresses that stand in for those of AWS: an emulator, the practice pool, a VPC endpoint.
#[derive(Clone, Default)]
pub struct Endpoints {
    /// For `cognito-idp`.
    pub idp: Option<String>,
    /// For `cognito-identity`.
    pub identity: Option<String>,
    /// For `sts`.
    pub sts: Option<String>,
}

/// Tells only which addresses are set: an address can have a password in it.
impl fmt::Debug for Endpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { idp, identity, sts } = self;
        let word = |endpoint: &Option<String>| if endpoint.is_some() { "set" } else { "none" };
        f.debug_struct("Endpoints")
            .field("idp", &word(idp))
            .field("identity", &word(identity))
            .field("sts", &word(sts))
            .finish()
    }
}

/// The AWS identity that signs the Admin calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signer {
    /// A profile of the AWS configuration files, by its name.
    Profile(String),
    /// Keys that were typed in.
    Keys(AwsCredentials),
}

/// How long a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// Until there is a connection.
    pub connect: Duration,
    /// Until the whole answer is there, connecting included.
    pub answer: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), answer: Duration::from_secs(15) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn debug_shows_neither_keys_nor_what_is_in_an_address() {
        let target = Target {
            endpoints: Endpoints { idp: Some("http://me:hunter2@proxy".to_owned()), ..Endpoints::default() },
            signer: Some(Signer::Keys(AwsCredentials {
                access_key_id: "AKIAEXAMPLE".to_owned(),
                secret_access_key: Secret::from("hunter3"),
                session_token: Some(Secret::from("hunter4")),
                expiration: None,
            })),
            ..Target::default()
        };
        let shown = format!("{target:?}");
        assert!(shown.contains("idp: \"set\""), "{shown}");
        assert!(!shown.contains("hunter"), "{shown}");
    }
}
