//! How AWS says no: an error name, a message, an HTTP status. The texts themselves stand where they are raised;
//! here are the ones that several places raise. Nothing of JSON or XML.

use super::keys::KeyTrouble;

/// One refusal, as AWS would word it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// The error's name on the wire, `…Exception` included where AWS has it.
    pub code: &'static str,
    /// The message; empty when AWS sends none.
    pub message: String,
    /// The HTTP status.
    pub status: u16,
}

impl Failure {
    /// A refusal with HTTP 400, which nearly all of them are.
    pub(super) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), status: 400 }
    }

    /// The same refusal under another HTTP status.
    pub(super) const fn with_status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    pub(super) fn not_authorized(message: impl Into<String>) -> Self {
        Self::new("NotAuthorizedException", message)
    }

    pub(super) fn invalid_parameter(message: impl Into<String>) -> Self {
        Self::new("InvalidParameterException", message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new("ResourceNotFoundException", message)
    }

    /// Wrong password, unknown user, wrong proof: one text for all, on purpose.
    pub(super) fn wrong_password() -> Self {
        Self::not_authorized("Incorrect username or password.")
    }

    /// `AuthParameters` or `ChallengeResponses` lack a key.
    pub(super) fn missing(key: &str) -> Self {
        Self::invalid_parameter(format!("Missing required parameter {key}"))
    }

    /// No code that counts was sent, or it was too long ago.
    pub(super) fn expired_code() -> Self {
        Self::new("ExpiredCodeException", "Invalid code provided, please request a code again.")
    }

    /// A session that is unknown, or belongs to another user, client or challenge.
    pub(super) fn invalid_session() -> Self {
        Self::not_authorized("Invalid session for the user.")
    }

    /// No operation of that name here.
    pub(super) fn unknown_operation() -> Self {
        Self::new("UnknownOperationException", "")
    }

    /// The body is not the JSON that the operation takes.
    pub(super) fn serialization(message: impl Into<String>) -> Self {
        Self::new("SerializationException", message)
    }

    /// Something broke on this side.
    pub(super) fn internal() -> Self {
        Self::new("InternalErrorException", "Internal Server Error").with_status(500)
    }
}

impl From<KeyTrouble> for Failure {
    fn from(KeyTrouble: KeyTrouble) -> Self {
        Self::internal()
    }
}
