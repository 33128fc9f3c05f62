//! Where a failure happened: what the advice may name, and what decides which offer makes sense.

use super::known::Known;
use crate::cognito::{AuthFlow, ClientId, IdentityPoolId, Region, UserPoolId, Way};
use crate::flow::{About, Actor, AuthKind, Call, LoginConfig, Operation, Probe, Step};

/// The surroundings of a failure. All but the operation may be unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// The call that failed.
    pub operation: Operation,
    /// The wire name of the challenge that was being answered.
    pub challenge: Option<String>,
    /// How the walk was begun, as far as the person chose it.
    pub way: Option<Way>,
    /// How the sign-in was begun.
    pub flow: Option<AuthFlow>,
    /// The region the call went to.
    pub region: Option<Region>,
    /// The user pool, if one was given.
    pub user_pool: Option<UserPoolId>,
    /// The app client, if one was given.
    pub client: Option<ClientId>,
    /// The identity pool, if one was given.
    pub identity_pool: Option<IdentityPoolId>,
    /// Where a browser was to come back to.
    pub redirect: Option<String>,
    /// Host (and port) the call went to.
    pub host: Option<String>,
    /// How a request to the person's own API was authorized.
    pub auth: Option<AuthKind>,
    /// True when the practice pool was asked and nothing left this computer.
    pub is_practice: bool,
    /// What is known beyond the call: the evidence for one cause or another.
    pub known: Known,
}

impl Context {
    /// A context that knows the operation alone.
    #[must_use]
    pub fn new(operation: Operation) -> Self {
        Self {
            operation,
            challenge: None,
            way: None,
            flow: None,
            region: None,
            user_pool: None,
            client: None,
            identity_pool: None,
            redirect: None,
            host: None,
            auth: None,
            is_practice: false,
            known: Known::default(),
        }
    }

    /// All there is to know of a step that was made: what the step tells, and the login around it.
    #[must_use]
    pub fn within(step: &Step, login: &LoginConfig, is_practice: bool) -> Self {
        let of_step = Self::of(step);
        Self {
            way: Some(login.way),
            flow: of_step.flow.or_else(|| login.way.flow()),
            region: Some(match step.operation.actor() {
                Actor::IdentityPool | Actor::Sts => login.identity_region(),
                Actor::UserPool | Actor::You | Actor::YourApi => login.region.clone(),
            }),
            user_pool: login.pool.clone(),
            client: login.client.clone(),
            identity_pool: login.identity_pool.clone(),
            redirect: login.browser.as_ref().map(|browser| browser.redirect.to_string()),
            is_practice,
            known: of_step.known.clone().with(login),
            ..of_step
        }
    }

    /// As much as one step tells. What only the login knows (region, practice) is left open.
    #[must_use]
    pub fn of(step: &Step) -> Self {
        let mut context = Self { known: Known::of(step), ..Self::new(step.operation) };
        match &step.about {
            About::SignIn { flow, .. } | About::Check(Probe::Flow(flow)) => context.flow = Some(*flow),
            About::Answer { challenge } => context.challenge = Some(challenge.clone()),
            About::Api { auth } => context.auth = Some(*auth),
            About::Refresh
            | About::SetUp
            | About::ManagedLogin
            | About::Device
            | About::Account { .. }
            | About::Login
            | About::Brought { .. }
            | About::Developer { .. }
            | About::Role { .. }
            | About::Keys
            | About::Check(Probe::KeySet | Probe::IdentityPool | Probe::Guests) => {}
        }
        if let Some(call) = &step.call {
            context.name_parts_of(call);
        }
        let exchange = step.performed.as_ref().and_then(|performed| performed.exchange.as_ref());
        context.host = exchange.and_then(|exchange| host_of(&exchange.url)).map(str::to_owned);
        context
    }

    fn name_parts_of(&mut self, call: &Call) {
        match call {
            Call::InitiateAuth { client, .. }
            | Call::RespondToAuthChallenge { client, .. }
            | Call::GetTokensFromRefreshToken { client, .. } => {
                self.client = Some(client.clone());
            }
            Call::AdminInitiateAuth { client, pool, .. }
            | Call::AdminRespondToAuthChallenge { client, pool, .. } => {
                self.client = Some(client.clone());
                self.user_pool = Some(pool.clone());
            }
            Call::Account(call) => self.client = call.client().cloned(),
            Call::GetId { pool, .. } | Call::GetOpenIdTokenForDeveloperIdentity { pool, .. } => {
                self.identity_pool = Some(pool.clone());
            }
            Call::Web(call) => self.client = call.client().cloned(),
            Call::AssociateSoftwareToken { .. }
            | Call::VerifySoftwareToken { .. }
            | Call::ConfirmDevice { .. }
            | Call::UpdateDeviceStatus { .. }
            | Call::GetCredentialsForIdentity { .. }
            | Call::GetOpenIdToken { .. }
            | Call::AssumeRoleWithWebIdentity { .. }
            | Call::GetCallerIdentity { .. }
            | Call::KeySet(_)
            | Call::Api(_) => {}
        }
    }

    /// The region that the user pool's id names, when it is another than the one asked; where no user pool
    /// is named, that of the identity pool. An identity pool is always called in its own.
    pub(super) fn other_region(&self) -> Option<Region> {
        let named = match self.operation.actor() {
            Actor::UserPool => self.user_pool.as_ref().and_then(UserPoolId::region),
            Actor::IdentityPool | Actor::You | Actor::Sts | Actor::YourApi => None,
        };
        named.filter(|named| self.region.as_ref() != Some(named)).or_else(|| self.identity_pool_elsewhere())
    }

    /// The region of the identity pool, when it is all there is to compare the one asked with.
    pub(super) fn identity_pool_elsewhere(&self) -> Option<Region> {
        let alone = self.operation.actor() == Actor::UserPool && self.user_pool.is_none();
        let named = self.identity_pool.as_ref().filter(|_| alone).and_then(IdentityPoolId::region);
        named.filter(|named| self.region.as_ref().is_some_and(|asked| asked != named))
    }
}

/// Host and port of an absolute URL, without user names.
fn host_of(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    Some(host).filter(|host| !host.is_empty())
}
