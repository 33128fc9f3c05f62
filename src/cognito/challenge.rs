//! What Cognito asks in the middle of a sign-in, as data: a face draws the fields or prompts
//! for them, and sends back the answers by key. No face needs to know a challenge by name.

use jiff::Timestamp;
use serde_json::Value as Json;

use super::params::Params;
use crate::secret::Secret;

/// Wire names of the challenges that Poolwalk answers with fields of their own.
pub mod name {
    /// Prove the password by SRP; answered without asking.
    pub const PASSWORD_VERIFIER: &str = "PASSWORD_VERIFIER";
    /// The password was a temporary one.
    pub const NEW_PASSWORD_REQUIRED: &str = "NEW_PASSWORD_REQUIRED";
    /// A code from an authenticator app.
    pub const SOFTWARE_TOKEN_MFA: &str = "SOFTWARE_TOKEN_MFA";
}

/// How long a session lives when the app client does not say otherwise (`AuthSessionValidity`), in seconds.
pub const SESSION_SECS: i64 = 180;

/// A question from Cognito, with all that came along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Challenge {
    /// The wire name, known to us or not.
    pub name: String,
    /// The handle that ties the answer to this sign-in; changes with every answer.
    pub session: Option<Secret>,
    /// `ChallengeParameters`, in the order received.
    pub parameters: Params,
    /// `AvailableChallenges`, when Cognito offers a choice.
    pub available: Vec<String>,
    /// When the question arrived: its session runs from here.
    pub received: Timestamp,
}

impl Challenge {
    /// The fields a person fills in to answer.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldSpec> {
        match self.name.as_str() {
            name::NEW_PASSWORD_REQUIRED => {
                let mut fields = vec![FieldSpec::new("NEW_PASSWORD", "New password", FieldKind::NewPassword)];
                fields.extend(self.required_attributes().into_iter().map(FieldSpec::attribute));
                fields
            }
            name::SOFTWARE_TOKEN_MFA => {
                vec![FieldSpec::new(
                    "SOFTWARE_TOKEN_MFA_CODE",
                    "Code from the authenticator app",
                    FieldKind::Code,
                )]
            }
            _ => vec![FieldSpec::new("ANSWER", "Answer", FieldKind::Secret)],
        }
    }

    /// True when Poolwalk does not know this challenge: the person may name the keys of the answer too.
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        !matches!(
            self.name.as_str(),
            name::PASSWORD_VERIFIER | name::NEW_PASSWORD_REQUIRED | name::SOFTWARE_TOKEN_MFA
        )
    }

    /// Who the answer is for: the real user name, which may differ from what was typed.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        self.parameters.expose("USER_ID_FOR_SRP").or_else(|| self.parameters.expose("USERNAME"))
    }

    /// About when the session ends, if the app client keeps the default validity.
    #[must_use]
    pub fn expires(&self) -> Timestamp {
        self.received.checked_add(jiff::SignedDuration::from_secs(SESSION_SECS)).unwrap_or(Timestamp::MAX)
    }

    /// `requiredAttributes`, which is a JSON array in a text: keys with their `userAttributes.` prefix.
    fn required_attributes(&self) -> Vec<String> {
        let text = self.parameters.expose("requiredAttributes").unwrap_or("[]");
        match serde_json::from_str(text) {
            Ok(Json::Array(items)) => items.iter().filter_map(Json::as_str).map(prefixed).collect(),
            Ok(_) | Err(_) => Vec::new(),
        }
    }
}

fn prefixed(attribute: &str) -> String {
    if attribute.starts_with(ATTRIBUTE_PREFIX) {
        attribute.to_owned()
    } else {
        format!("{ATTRIBUTE_PREFIX}{attribute}")
    }
}

const ATTRIBUTE_PREFIX: &str = "userAttributes.";

/// One field of the answer to a challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// The wire key in `ChallengeResponses`.
    pub key: String,
    /// What stands beside the field.
    pub label: String,
    /// How it is filled in.
    pub kind: FieldKind,
}

/// How a field is filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// Free text that may be seen.
    Text,
    /// A one-time code: masked nowhere, kept nowhere. No length is enforced, pools differ.
    Code,
    /// A password to be chosen.
    NewPassword,
    /// Anything else that must not be seen.
    Secret,
    /// One of these, sent back exactly as offered.
    Choice(Vec<String>),
}

impl FieldSpec {
    fn new(key: &str, label: &str, kind: FieldKind) -> Self {
        Self { key: key.to_owned(), label: label.to_owned(), kind }
    }

    fn attribute(key: String) -> Self {
        let label = sentence(key.strip_prefix(ATTRIBUTE_PREFIX).unwrap_or(&key));
        Self { key, label, kind: FieldKind::Text }
    }
}

/// `given_name` → `Given name`; `custom:team` → `Team (custom)`.
fn sentence(attribute: &str) -> String {
    let (bare, suffix) = match attribute.strip_prefix("custom:") {
        Some(bare) => (bare, " (custom)"),
        None => (attribute, ""),
    };
    let words = bare.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}{suffix}", letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge(name: &str, parameters: Params) -> Challenge {
        Challenge {
            name: name.to_owned(),
            session: None,
            parameters,
            available: vec![],
            received: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn a_new_password_comes_with_one_field_per_required_attribute() {
        let attributes = r#"["userAttributes.given_name","userAttributes.custom:team","email"]"#;
        let asked =
            challenge(name::NEW_PASSWORD_REQUIRED, Params::new().plain("requiredAttributes", attributes));
        let fields: Vec<_> = asked.fields().into_iter().map(|field| (field.key, field.label)).collect();
        let expected = [
            ("NEW_PASSWORD", "New password"),
            ("userAttributes.given_name", "Given name"),
            ("userAttributes.custom:team", "Team (custom)"),
            ("userAttributes.email", "Email"),
        ];
        assert_eq!(fields, expected.map(|(key, label)| (key.to_owned(), label.to_owned())));
    }

    #[test]
    fn odd_required_attributes_do_not_stop_the_question() {
        let asked =
            challenge(name::NEW_PASSWORD_REQUIRED, Params::new().plain("requiredAttributes", "not json"));
        assert_eq!(asked.fields().len(), 1);
    }

    #[test]
    fn an_unknown_challenge_can_be_answered_by_hand() {
        let asked = challenge("TELEPATHY", Params::new());
        assert!(asked.is_by_hand());
        assert_eq!(asked.fields().len(), 1);
    }

    #[test]
    fn the_real_user_name_is_taken_from_user_id_for_srp_first() {
        let parameters = Params::new().plain("USERNAME", "alias").plain("USER_ID_FOR_SRP", "real");
        assert_eq!(challenge("X", parameters).user_id(), Some("real"));
    }
}
