//! The calls of a check, each as little as tells something. A sign-in is begun without what it cannot do without, so
//! that it can come to nothing. In which order Cognito looks at things is published nowhere; certain is that no password
//! goes out and that the name is nobody's, while a trigger of the pool may run.

use super::answers::OfFlow;
use crate::cognito::endpoint::IssuerForm;
use crate::cognito::{AuthFlow, Params, endpoint, secret_hash};
use crate::flow::{Actor, Call, Failure, KeySetOf, LoginConfig, Operation, Seed};
use crate::secret::Secret;

/// One call of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Probe {
    /// The pool's public keys; the answer's date tells the time, too.
    KeySet,
    /// Does the app client allow this flow?
    Flow(AuthFlow),
    /// Is the identity pool there? A login that proves nobody is sent, so that nothing is made.
    IdentityPool,
    /// Are guests let in? Where they are, one is made.
    Guests,
}

/// What anybody may ask a user pool to begin, in the order of the check. The admin flows need a signature.
const FLOWS: [AuthFlow; 5] =
    [AuthFlow::UserSrp, AuthFlow::UserPassword, AuthFlow::UserAuth, AuthFlow::Custom, AuthFlow::RefreshToken];

/// Codes of a service that wants to be left alone, or of a firewall before it.
const ENOUGH: [&str; 4] =
    ["ForbiddenException", "TooManyRequestsException", "ThrottlingException", "LimitExceededException"];

/// What goes out in place of a user's name and tokens: nobody has these, for they are 128 random bits.
#[derive(Debug)]
pub(super) struct MadeUp {
    name: String,
}

impl From<&Seed> for MadeUp {
    fn from(seed: &Seed) -> Self {
        let random = u128::from_be_bytes(seed.bytes::<16>("preflight"));
        Self { name: format!("poolwalk-check-{random:032x}") }
    }
}

impl Probe {
    /// Every call that what is configured gives reason for.
    pub(super) fn all(config: &LoginConfig) -> Vec<Self> {
        let has_pool = config.pool.is_some();
        let key_set = has_pool.then_some(Self::KeySet);
        let flows = FLOWS.into_iter().filter(|_| config.client.is_some()).map(Self::Flow);
        let has_identity_pool = config.identity_pool.is_some();
        let identity_pool = (has_identity_pool && has_pool).then_some(Self::IdentityPool);
        let guests = has_identity_pool.then_some(Self::Guests);
        key_set.into_iter().chain(flows).chain(identity_pool).chain(guests).collect()
    }

    pub(super) const fn operation(self) -> Operation {
        match self {
            Self::KeySet => Operation::Jwks,
            Self::Flow(_) => Operation::InitiateAuth,
            Self::IdentityPool | Self::Guests => Operation::GetId,
        }
    }

    /// The call; none when something that it needs is not there.
    pub(super) fn call(self, config: &LoginConfig, made_up: &MadeUp) -> Option<Call> {
        let pool = config.pool.clone();
        Some(match self {
            Self::KeySet => Call::KeySet(KeySetOf::UserPool { pool: pool?, form: IssuerForm::Original }),
            Self::Flow(flow) => Call::InitiateAuth {
                flow,
                client: config.client.clone()?,
                parameters: parameters(flow, config, made_up),
            },
            Self::IdentityPool => Call::GetId {
                pool: config.identity_pool.clone()?,
                logins: Params::new().secret(endpoint::logins_key(&pool?), made_up.token()),
            },
            Self::Guests => Call::GetId { pool: config.identity_pool.clone()?, logins: Params::new() },
        })
    }

    /// True when the answer to another call leaves nothing to be asked here.
    pub(super) fn is_needless_after(self, made: Self, failure: &Failure) -> bool {
        let same_service = self.actor() == made.actor();
        match failure {
            Failure::Unreachable(_) | Failure::NotSent { .. } | Failure::Internal { .. } => same_service,
            Failure::Refused(refusal) if ENOUGH.contains(&refusal.code.as_str()) => same_service,
            Failure::Refused(refusal) => match (made, self) {
                (Self::Flow(flow), Self::Flow(_)) => OfFlow::refused(flow, refusal).ends_it(),
                (Self::IdentityPool, Self::Guests) => refusal.code == "ResourceNotFoundException",
                (
                    Self::KeySet | Self::IdentityPool | Self::Guests | Self::Flow(_),
                    Self::KeySet | Self::Flow(_) | Self::IdentityPool | Self::Guests,
                ) => false,
            },
            Failure::Unreadable { .. } | Failure::Unusable { .. } | Failure::Stopped => false,
        }
    }

    const fn actor(self) -> Actor {
        self.operation().actor()
    }
}

impl MadeUp {
    fn token(&self) -> Secret {
        Secret::from(self.name.as_str())
    }
}

/// `AuthParameters` that no sign-in can come of. The first two flows name nobody, but name them, for the hash of a
/// client secret is made over a name; they lack what would prove somebody. `USER_AUTH` and `CUSTOM_AUTH` would begin with
/// a name alone, so there is none.
fn parameters(flow: AuthFlow, config: &LoginConfig, made_up: &MadeUp) -> Params {
    let name = made_up.name.as_str();
    let (named, given) = match flow {
        AuthFlow::UserSrp | AuthFlow::UserPassword | AuthFlow::AdminUserPassword | AuthFlow::AdminNoSrp => {
            (name, Params::new().plain("USERNAME", name))
        }
        AuthFlow::UserAuth | AuthFlow::Custom => ("", Params::new()),
        AuthFlow::RefreshToken => (name, Params::new().secret("REFRESH_TOKEN", made_up.token())),
    };
    match (&config.client_secret, &config.client) {
        (Some(secret), Some(client)) => {
            given.secret("SECRET_HASH", secret_hash(named, client, secret).into())
        }
        (None, _) | (_, None) => given,
    }
}
