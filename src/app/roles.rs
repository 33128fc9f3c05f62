//! The roles that a walk's tokens name, and the one that its keys should have.

use super::App;

impl App {
    /// The roles that the last ID token names.
    #[must_use]
    pub fn roles(&self) -> Vec<String> {
        self.tokens.roles()
    }

    /// The role that the walk's keys should have, as far as the form and the token tell: its ARN.
    #[must_use]
    pub fn expected_role(&self) -> Option<String> {
        let plan = &self.walk.as_ref()?.flow().config().identity;
        let classic = plan.classic.as_ref().map(|classic| classic.role_arn.clone());
        let preferred = || self.tokens.preferred_role().map(str::to_owned);
        classic.or_else(|| plan.custom_role.clone()).or_else(preferred)
    }
}
