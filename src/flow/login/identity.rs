//! The identity half of a login: whose identity, which role, what keys. It knows which logins go
//! along; which calls come in which order, the outline says.

use super::{Call, Ending, Login, Operation, Params, Stage, Way};

/// The provider name of the identity pool's own tokens.
const OWN_PROVIDER: &str = "cognito-identity.amazonaws.com";
/// What the session of a role is called in AWS's logs.
const SESSION_NAME: &str = "poolwalk";

impl Login {
    /// The first call of the identity half is next, if the walk goes that far.
    pub(super) fn begin_identity_half(&mut self) {
        let first = self.outline().exchanges().next();
        self.go_to(first);
    }

    /// The call after the one that was made is next.
    pub(super) fn next_exchange(&mut self) {
        let Stage::Identity(made) = self.stage else { return };
        let next = self.outline().exchanges().skip_while(|operation| *operation != made).nth(1);
        self.go_to(next);
    }

    fn go_to(&mut self, operation: Option<Operation>) {
        if let Some(operation) = operation {
            self.stage = Stage::Identity(operation);
        } else {
            self.stage = Stage::Through;
            self.track.end(Ending::Finished);
        }
    }

    pub(super) fn identity_call(&self, operation: Operation) -> Option<Call> {
        let plan = &self.config.identity;
        let identity_id = || self.haul.identity_id.clone();
        let is = |wanted| operation == wanted;
        if is(Operation::GetId) {
            Some(Call::GetId { pool: self.config.identity_pool.clone()?, logins: self.logins() })
        } else if is(Operation::GetCredentialsForIdentity) {
            Some(Call::GetCredentialsForIdentity {
                identity_id: identity_id()?,
                logins: self.logins(),
                custom_role: plan.custom_role.clone(),
            })
        } else if is(Operation::GetOpenIdToken) {
            Some(Call::GetOpenIdToken { identity_id: identity_id()?, logins: self.logins() })
        } else if is(Operation::GetOpenIdTokenForDeveloperIdentity) {
            let developer = plan.developer.as_ref()?;
            Some(Call::GetOpenIdTokenForDeveloperIdentity {
                pool: self.config.identity_pool.clone()?,
                logins: Params::new().plain(&developer.provider, &developer.user),
                duration_secs: developer.duration_secs,
            })
        } else if is(Operation::AssumeRoleWithWebIdentity) {
            let classic = plan.classic.as_ref()?;
            Some(Call::AssumeRoleWithWebIdentity {
                role_arn: classic.role_arn.clone(),
                session_name: SESSION_NAME.to_owned(),
                token: self.haul.open_id.clone()?,
                duration_secs: classic.duration_secs,
            })
        } else {
            Some(Call::GetCallerIdentity { credentials: self.haul.credentials.clone()? })
        }
    }

    /// The identity pool's proof of who this is: provider name → token. Empty for a guest.
    fn logins(&self) -> Params {
        if self.config.way == Way::Developer {
            let token = self.haul.open_id.clone();
            return token.map_or_else(Params::new, |token| Params::new().secret(OWN_PROVIDER, token));
        }
        if self.config.way == Way::Guest {
            return Params::new();
        }
        let token = self.haul.tokens.as_ref().and_then(|tokens| tokens.id.clone());
        let own = token
            .map_or_else(Params::new, |token| Params::new().secret(self.config.logins_key(&token), token));
        let others = self.config.identity.others.iter();
        others.fold(own, |mut logins, (key, value)| {
            logins.set(key, value.clone());
            logins
        })
    }
}
