//! What the answer to a call of a check tells. In which order Cognito looks at things is published nowhere: “not enabled”
//! proves that a flow is off, but what comes behind that question on our pretend Cognito is only likely to do so on AWS.

use super::Probe;
use crate::cognito::AuthFlow;
use crate::flow::{About, Failure, Refusal, Reply, Step};

/// What the answer to the beginning of a sign-in tells of the app client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfFlow {
    /// The client does not allow the flow.
    Off,
    /// The flow began: it is allowed.
    Began,
    /// The answer is about what comes after the flow: it is probably allowed.
    GotPast,
    /// The same, but the pool has no functions for the flow.
    NoFunctions,
    /// The pool does not offer the flow: its plan lacks it, or a setting is off.
    NotOffered,
    /// There is no such client.
    NoClient,
    /// The client has a secret, and none was sent.
    SecretWanted,
    /// The secret that was sent is wrong, or the client has none.
    SecretWrong,
    /// The client has no secret, and one was sent.
    SecretUnwanted,
    /// Nothing that can be told.
    Unclear,
}

/// What the answer to a login that proves nobody tells of an identity pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfIdentityPool {
    /// There is no such pool.
    NoPool,
    /// It is there, and looked at the login.
    There,
    /// It is there, and probably takes no logins of this user pool.
    NotOfThisUserPool,
    /// It made an identity of what proves nobody: no service of AWS's does.
    TakesAnything,
    /// Nothing that can be told.
    Unclear,
}

/// What the answer to a wish for a guest identity tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfGuests {
    /// Guests are let in, and one was made.
    Made,
    /// No guests.
    Off,
    /// There is no such pool.
    NoPool,
    /// Nothing that can be told.
    Unclear,
}

impl OfFlow {
    /// The flow that a step has asked for, and what came of it; none for other steps, and before the answer.
    #[must_use]
    pub fn of(step: &Step) -> Option<(AuthFlow, Self)> {
        let About::Check(Probe::Flow(flow)) = step.about else { return None };
        Some((
            flow,
            match &step.performed.as_ref()?.result {
                Ok(Reply::Tokens(_) | Reply::Challenge { .. }) => Self::Began,
                Err(Failure::Refused(refusal)) => Self::refused(flow, refusal),
                Ok(_) | Err(_) => Self::Unclear,
            },
        ))
    }

    pub(super) fn refused(flow: AuthFlow, refusal: &Refusal) -> Self {
        let (code, said) = (refusal.code.as_str(), refusal.message.to_lowercase());
        let says = |words: &str| said.contains(words);
        let is_over_a_name = matches!(flow, AuthFlow::UserSrp | AuthFlow::UserPassword);
        let is_hash = says("secret hash") || says("secrethash");
        match code {
            "ResourceNotFoundException" => Self::NoClient,
            _ if says("not configured for secret") => Self::SecretUnwanted,
            _ if says("secret") && says("not received") => Self::SecretWanted,
            "NotAuthorizedException" if is_hash && is_over_a_name => Self::SecretWrong,
            // Whose token it is cannot be known, so the hash cannot be right.
            "NotAuthorizedException" if is_hash && flow == AuthFlow::RefreshToken => Self::GotPast,
            "NotAuthorizedException" if is_hash => Self::Unclear,
            "FeatureUnavailableInTierException" | "OperationNotEnabledException" => Self::NotOffered,
            "InvalidParameterException" if says("method not supported") => Self::NotOffered,
            "InvalidParameterException" if says("trigger is not configured") => Self::NoFunctions,
            _ if refusal.forbids_the_flow() => Self::Off,
            "InvalidParameterException" if says("missing required parameter") => Self::GotPast,
            "NotAuthorizedException" if says("refresh token") || says("username or password") => {
                Self::GotPast
            }
            "UserNotFoundException" => Self::GotPast,
            _ => Self::Unclear,
        }
    }

    /// True when every further flow would be answered the same.
    pub(super) const fn ends_it(self) -> bool {
        match self {
            Self::NoClient | Self::SecretWanted | Self::SecretWrong | Self::SecretUnwanted => true,
            Self::Off
            | Self::NotOffered
            | Self::Began
            | Self::GotPast
            | Self::NoFunctions
            | Self::Unclear => false,
        }
    }

    /// Whether the flow may be taken, as far as that is told.
    #[must_use]
    pub const fn is_allowed(self) -> Option<bool> {
        match self {
            Self::Off | Self::NotOffered => Some(false),
            Self::Began | Self::GotPast | Self::NoFunctions => Some(true),
            Self::NoClient
            | Self::SecretWanted
            | Self::SecretWrong
            | Self::SecretUnwanted
            | Self::Unclear => None,
        }
    }
}

impl OfIdentityPool {
    /// What came of a step that asked for the identity pool; none for other steps, and before the answer.
    #[must_use]
    pub fn of(step: &Step) -> Option<Self> {
        if step.about != About::Check(Probe::IdentityPool) {
            return None;
        }
        Some(match &step.performed.as_ref()?.result {
            Ok(_) => Self::TakesAnything,
            Err(Failure::Refused(refusal)) => Self::refused(refusal),
            Err(_) => Self::Unclear,
        })
    }

    fn refused(refusal: &Refusal) -> Self {
        let said = refusal.message.to_lowercase();
        match refusal.code.as_str() {
            "ResourceNotFoundException" => Self::NoPool,
            "NotAuthorizedException" if said.contains("not from a supported provider") => {
                Self::NotOfThisUserPool
            }
            "NotAuthorizedException" if said.contains("login") => Self::There,
            _ => Self::Unclear,
        }
    }
}

impl OfGuests {
    /// What came of a step that asked for a guest identity; none for other steps, and before the answer.
    #[must_use]
    pub fn of(step: &Step) -> Option<Self> {
        if step.about != About::Check(Probe::Guests) {
            return None;
        }
        Some(match &step.performed.as_ref()?.result {
            Ok(_) => Self::Made,
            Err(Failure::Refused(refusal)) => match refusal.code.as_str() {
                "ResourceNotFoundException" => Self::NoPool,
                "NotAuthorizedException" if refusal.message.to_lowercase().contains("unauthenticated") => {
                    Self::Off
                }
                _ => Self::Unclear,
            },
            Err(_) => Self::Unclear,
        })
    }
}

/// True when a step was refused in a way that answers what it asked.
pub(super) fn is_an_answer(step: &Step) -> bool {
    let of_flow = OfFlow::of(step).is_some_and(|(_, told)| told.is_allowed().is_some());
    let of_pool = OfIdentityPool::of(step) == Some(OfIdentityPool::There);
    of_flow || of_pool || OfGuests::of(step) == Some(OfGuests::Off)
}

/// Each flow that a check has learned something of, and whether it may be taken.
pub fn flows_known(steps: &[Step]) -> impl Iterator<Item = (AuthFlow, bool)> {
    steps.iter().filter_map(OfFlow::of).filter_map(|(flow, told)| Some((flow, told.is_allowed()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(flow: AuthFlow, code: &str, message: &str) -> OfFlow {
        let refusal = Refusal { code: code.into(), message: message.into(), status: 400 };
        OfFlow::refused(flow, &refusal)
    }

    #[test]
    fn only_words_that_say_so_prove_that_a_flow_is_off() {
        for message in [
            "USER_PASSWORD_AUTH flow not enabled for this client",
            "USER_SRP_AUTH is not enabled for the client.",
        ] {
            assert_eq!(told(AuthFlow::UserSrp, "InvalidParameterException", message), OfFlow::Off);
        }
        for (code, message) in [
            ("FeatureUnavailableInTierException", ""),
            ("OperationNotEnabledException", "Choice-based sign-in is not enabled"),
            ("InvalidParameterException", "Initiate Auth method not supported."),
        ] {
            assert_eq!(told(AuthFlow::UserAuth, code, message), OfFlow::NotOffered);
        }
        let attribute = "The attribute is not allowed";
        assert_eq!(told(AuthFlow::UserAuth, "InvalidParameterException", attribute), OfFlow::Unclear);
        let validation =
            "1 validation error detected: Value '' at 'authParameters' failed to satisfy constraint";
        assert_eq!(told(AuthFlow::UserSrp, "InvalidParameterException", validation), OfFlow::Unclear);
        assert_eq!(told(AuthFlow::UserSrp, "ForbiddenException", "Request not allowed"), OfFlow::Unclear);
        for (code, message) in [
            ("InvalidParameterException", "Missing required parameter SRP_A"),
            ("UserNotFoundException", "User does not exist."),
            ("NotAuthorizedException", "Incorrect username or password."),
        ] {
            assert_eq!(told(AuthFlow::UserSrp, code, message), OfFlow::GotPast);
        }
    }

    #[test]
    fn a_hash_counts_where_there_was_a_name_to_make_it_over() {
        let refused = |flow, message| told(flow, "NotAuthorizedException", message);
        let wrong = "Unable to verify secret hash for client abc";
        assert_eq!(refused(AuthFlow::UserSrp, wrong), OfFlow::SecretWrong);
        assert_eq!(refused(AuthFlow::UserAuth, wrong), OfFlow::Unclear);
        let token = "SecretHash does not match for the client: abc";
        assert_eq!(refused(AuthFlow::RefreshToken, token), OfFlow::GotPast);
        for wanted in [
            "Client abc is configured with secret but SECRET_HASH was not received",
            "Client abc is configured for secret but secret was not received",
        ] {
            assert_eq!(refused(AuthFlow::Custom, wanted), OfFlow::SecretWanted);
        }
        let none = "App client abc is not configured for secret but secret hash was received";
        assert_eq!(told(AuthFlow::UserSrp, "InvalidParameterException", none), OfFlow::SecretUnwanted);
    }

    #[test]
    fn an_identity_pool_that_looks_at_a_login_is_there() {
        let of = |code: &str, message: &str| {
            let refusal = Refusal { code: code.into(), message: message.into(), status: 400 };
            OfIdentityPool::refused(&refusal)
        };
        let refused = |message| of("NotAuthorizedException", message);
        assert_eq!(
            refused("Invalid login token. Not a valid OpenId Connect identity token."),
            OfIdentityPool::There
        );
        assert_eq!(
            refused("Token is not from a supported provider of this identity pool."),
            OfIdentityPool::NotOfThisUserPool
        );
        assert_eq!(of("ResourceNotFoundException", ""), OfIdentityPool::NoPool);
        assert_eq!(of("TooManyRequestsException", "Rate exceeded"), OfIdentityPool::Unclear);
    }
}
