//! What is wrong with the command line, under the name of the option that it was given by.

use std::fmt;

use crate::flow::{Field, FieldProblem, Offer};

/// One problem of one option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Problem {
    option: &'static str,
    text: String,
}

impl Problem {
    pub(super) fn new(option: &'static str, text: impl Into<String>) -> Self {
        Self { option, text: text.into() }
    }

    /// The same option, with something else to say of it.
    pub(super) fn with(self, text: impl Into<String>) -> Self {
        Self { text: text.into(), ..self }
    }

    pub(super) fn is_of(&self, option: &str) -> bool {
        self.option == option
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.option, self.text)
    }
}

impl From<&FieldProblem> for Problem {
    fn from(problem: &FieldProblem) -> Self {
        let advice = match &problem.offer {
            Some(Offer::Move { to, .. }) => format!(" ({})", option(*to)),
            Some(Offer::TakeRegion(_)) => format!("; leave {} out", option(problem.field)),
            None => String::new(),
        };
        Self { option: option(problem.field), text: format!("{}{advice}", problem.text) }
    }
}

/// The option that a field of the form is given by.
const fn option(field: Field) -> &'static str {
    match field {
        Field::Region => "--region",
        Field::UserPool => "--user-pool",
        Field::Client => "--client",
        Field::ClientSecret => "--client-secret-env",
        Field::IdentityPool => "--identity-pool",
        Field::Username => "--username",
        Field::Password => "--password-stdin or --password-env",
        Field::Way => "--flow",
        Field::Preferred => "--preferred",
        Field::RefreshToken => "--refresh-token-env",
        Field::TotpSecret => "--totp-secret-env",
        Field::LoginsKey => "--logins-key",
        Field::Providers => "--login",
        Field::CustomRole => "--role-arn",
        Field::ClassicRole => "--classic",
        Field::ClassicDuration => "--duration",
        Field::DeveloperProvider => "--developer",
        Field::Domain => "--domain",
        Field::RedirectUrl => "--redirect-url",
        Field::Scopes => "--scope",
        Field::IdentityProvider => "--identity-provider",
        Field::Prompt => "--prompt",
        Field::LoginHint => "--login-hint",
        Field::SignOutUrl => "--sign-out-url",
        Field::Until => "--until",
        Field::Signer => "--aws-profile",
        Field::Endpoint => "--endpoint",
        Field::EndpointIdentity => "--endpoint-identity",
        Field::EndpointSts => "--endpoint-sts",
    }
}
