//! What Cognito asks in the middle of a sign-in, as data: a face draws the fields or prompts
//! for them, and sends back the answers by key. No face needs to know a challenge by name.

use jiff::Timestamp;
use serde_json::Value as Json;

use super::params::Params;
use crate::secret::Secret;
use rows::{Filled, ROWS, Row};

mod rows;

/// Wire names of the challenges that Poolwalk answers with fields of their own.
pub mod name {
    /// Prove the password by SRP; answered without asking.
    pub const PASSWORD_VERIFIER: &str = "PASSWORD_VERIFIER";
    /// The password was a temporary one.
    pub const NEW_PASSWORD_REQUIRED: &str = "NEW_PASSWORD_REQUIRED";
    /// A code from an authenticator app.
    pub const SOFTWARE_TOKEN_MFA: &str = "SOFTWARE_TOKEN_MFA";
    /// A second factor has to be set up first.
    pub const MFA_SETUP: &str = "MFA_SETUP";
    /// A choice among first factors.
    pub const SELECT_CHALLENGE: &str = "SELECT_CHALLENGE";
    /// The password as it is.
    pub const PASSWORD: &str = "PASSWORD";
    /// The same in a signed call.
    pub const ADMIN_NO_SRP_AUTH: &str = "ADMIN_NO_SRP_AUTH";
    /// The first half of a proof by SRP.
    pub const PASSWORD_SRP: &str = "PASSWORD_SRP";
    /// A passkey.
    pub const WEB_AUTHN: &str = "WEB_AUTHN";
    /// A question of the pool's own.
    pub const CUSTOM_CHALLENGE: &str = "CUSTOM_CHALLENGE";
    /// The first half of a remembered device's proof.
    pub const DEVICE_SRP_AUTH: &str = "DEVICE_SRP_AUTH";
    /// The second half.
    pub const DEVICE_PASSWORD_VERIFIER: &str = "DEVICE_PASSWORD_VERIFIER";
    /// Not a challenge on the wire: the code that shows that an authenticator app is set up, named
    /// after the operation that takes it.
    pub const VERIFY_SOFTWARE_TOKEN: &str = "VerifySoftwareToken";
}

/// Not on the wire: which factor is to be set up, in the answer to `MFA_SETUP`.
pub const MFA_SETUP_KEY: &str = "MFA_SETUP";

/// Not challenge parameters on the wire: the secret for an authenticator app, in base32, and the same
/// as the URI that apps read from a QR code.
pub const SECRET_CODE: &str = "SecretCode";
/// See [`SECRET_CODE`].
pub const OTPAUTH_URI: &str = "OtpauthUri";

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
    /// The password was typed beforehand, so no answer asks for it again.
    pub knows_password: bool,
}

impl Challenge {
    /// The fields a person fills in to answer.
    #[must_use]
    pub fn fields(&self) -> Vec<FieldSpec> {
        let Some(row) = self.row() else {
            return vec![FieldSpec::new("ANSWER", "Answer", FieldKind::Secret)];
        };
        let first = (!row.key.is_empty()).then(|| FieldSpec::new(row.key, row.label, self.kind(row.filled)));
        let mut fields: Vec<_> = first.into_iter().collect();
        let more = row.more.iter().filter(|more| self.has(more.filled));
        fields.extend(more.map(|more| FieldSpec {
            only_with: more.only_with,
            is_optional: more.is_optional,
            ..FieldSpec::new(more.key, more.label, self.kind(more.filled))
        }));
        if self.name == name::NEW_PASSWORD_REQUIRED {
            fields.extend(self.listed("requiredAttributes").iter().map(|key| FieldSpec::attribute(key)));
        }
        fields
    }

    /// True when Poolwalk does not know the keys of the answer: the person names them.
    #[must_use]
    pub fn is_by_hand(&self) -> bool {
        self.name != name::PASSWORD_VERIFIER && self.row().is_none()
    }

    /// True when more may belong to the answer than Poolwalk knows: what came along is worth
    /// reading, and the person may add keys.
    #[must_use]
    pub fn is_open_ended(&self) -> bool {
        self.is_by_hand() || self.row().is_some_and(|row| row.is_open_ended)
    }

    /// True when nothing has happened yet: answering is what messages or changes a user.
    #[must_use]
    pub fn is_consent(&self) -> bool {
        self.row().is_some_and(|row| row.is_consent)
    }

    /// What stands on the button that answers.
    #[must_use]
    pub fn verb(&self) -> &'static str {
        self.row().map_or("Answer", |row| row.verb)
    }

    /// What stands in a field before anything is typed: it came along with the question.
    #[must_use]
    pub fn known(&self, field: &FieldSpec) -> Option<&str> {
        match field.kind {
            FieldKind::Text | FieldKind::Choice(_) => {
                self.parameters.visible(&field.key).filter(|text| !text.is_empty())
            }
            FieldKind::Code | FieldKind::NewPassword | FieldKind::Secret => None,
        }
    }

    /// The fields that belong to the answer, going by what is in the first one.
    #[must_use]
    pub fn fields_with(&self, first: &str) -> Vec<FieldSpec> {
        let mut fields = self.fields();
        fields.retain(|field| field.goes_with(first));
        fields
    }

    fn row(&self) -> Option<&'static Row> {
        ROWS.iter().find(|row| row.name == self.name)
    }

    /// False for a field that this question does without.
    fn has(&self, filled: Filled) -> bool {
        match filled {
            Filled::Password => !self.knows_password,
            Filled::ChoiceIfIn(parameter) => !self.listed(parameter).is_empty(),
            Filled::Text
            | Filled::Code
            | Filled::NewPassword
            | Filled::Secret
            | Filled::ChoiceIn(_)
            | Filled::ChoiceOfAvailable => true,
        }
    }

    fn kind(&self, filled: Filled) -> FieldKind {
        let offered = match filled {
            Filled::Code => return FieldKind::Code,
            Filled::NewPassword => return FieldKind::NewPassword,
            Filled::Secret | Filled::Password => return FieldKind::Secret,
            Filled::Text => return FieldKind::Text,
            Filled::ChoiceIn(parameter) | Filled::ChoiceIfIn(parameter) => self.listed(parameter),
            Filled::ChoiceOfAvailable => self.available.clone(),
        };
        // Without anything on offer, whatever is typed may be it.
        if offered.is_empty() { FieldKind::Text } else { FieldKind::Choice(offered) }
    }

    /// Who the answer is for: the real user name, which may differ from what was typed.
    #[must_use]
    pub fn user_id(&self) -> Option<&str> {
        let named = ["USER_ID_FOR_SRP", "USERNAME", "Username"];
        named.into_iter().find_map(|key| self.parameters.expose(key))
    }

    /// True for a question of Poolwalk's own, named after the operation that takes its answer: those on
    /// the wire are in capitals.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.name.chars().any(char::is_lowercase)
    }

    /// About when the session ends, if there is one and the app client keeps the default validity.
    #[must_use]
    pub fn expires(&self) -> Option<Timestamp> {
        self.session.as_ref()?;
        let end = self.received.checked_add(jiff::SignedDuration::from_secs(SESSION_SECS));
        Some(end.unwrap_or(Timestamp::MAX))
    }

    /// A parameter that is a JSON array of texts, in a text.
    fn listed(&self, parameter: &str) -> Vec<String> {
        let text = self.parameters.expose(parameter).unwrap_or("[]");
        match serde_json::from_str(text) {
            Ok(Json::Array(items)) => items.iter().filter_map(Json::as_str).map(str::to_owned).collect(),
            Ok(_) | Err(_) => Vec::new(),
        }
    }
}

/// Before the name of an attribute, in the answers that carry some.
pub const ATTRIBUTE_PREFIX: &str = "userAttributes.";

/// One field of the answer to a challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// The wire key in `ChallengeResponses`.
    pub key: String,
    /// What stands beside the field.
    pub label: String,
    /// How it is filled in.
    pub kind: FieldKind,
    /// The choices in the first field that it belongs to; empty when it always does.
    pub only_with: &'static [&'static str],
    /// It may be left empty, and is left out then.
    pub is_optional: bool,
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
        Self { key: key.to_owned(), label: label.to_owned(), kind, only_with: &[], is_optional: false }
    }

    /// True when it belongs to the answer whose first field holds this text.
    #[must_use]
    pub fn goes_with(&self, first: &str) -> bool {
        self.only_with.is_empty() || self.only_with.contains(&first)
    }

    /// A required attribute, named with its prefix or without.
    fn attribute(named: &str) -> Self {
        let bare = named.strip_prefix(ATTRIBUTE_PREFIX).unwrap_or(named);
        Self::new(&format!("{ATTRIBUTE_PREFIX}{bare}"), &sentence(bare), FieldKind::Text)
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
            knows_password: true,
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
        for name in ["TELEPATHY", "DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"] {
            let asked = challenge(name, Params::new());
            assert!(asked.is_by_hand() && asked.is_open_ended(), "{name}");
            assert_eq!(asked.fields().len(), 1);
        }
    }

    #[test]
    fn each_known_challenge_is_answered_under_its_own_key() {
        let factors = r#"["SMS_MFA","SOFTWARE_TOKEN_MFA"]"#;
        for (name, key, kind, is_open_ended) in [
            ("SMS_MFA", "SMS_MFA_CODE", FieldKind::Code, false),
            ("EMAIL_OTP", "EMAIL_OTP_CODE", FieldKind::Code, false),
            ("SMS_OTP", "SMS_OTP_CODE", FieldKind::Code, false),
            ("PASSWORD", "PASSWORD", FieldKind::Secret, false),
            ("ADMIN_NO_SRP_AUTH", "PASSWORD", FieldKind::Secret, false),
            (
                "SELECT_MFA_TYPE",
                "ANSWER",
                FieldKind::Choice(vec!["SMS_MFA".to_owned(), "SOFTWARE_TOKEN_MFA".to_owned()]),
                false,
            ),
            ("SELECT_CHALLENGE", "ANSWER", FieldKind::Choice(vec!["PASSWORD".to_owned()]), true),
            ("CUSTOM_CHALLENGE", "ANSWER", FieldKind::Secret, true),
        ] {
            let parameters = Params::new().plain("MFAS_CAN_CHOOSE", factors);
            let asked = Challenge { available: vec!["PASSWORD".to_owned()], ..challenge(name, parameters) };
            let fields: Vec<_> = asked.fields().into_iter().map(|field| (field.key, field.kind)).collect();
            assert_eq!(fields, [(key.to_owned(), kind)], "{name}");
            assert_eq!((asked.is_by_hand(), asked.is_open_ended()), (false, is_open_ended), "{name}");
        }
    }

    #[test]
    fn some_choices_bring_a_field_of_their_own() {
        let offers = Params::new().plain("MFAS_CAN_SETUP", r#"["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#);
        let fields = challenge(name::MFA_SETUP, offers).fields();
        assert_eq!((fields[1].key.as_str(), fields[1].kind.clone()), ("EMAIL", FieldKind::Text));
        assert!(fields[1].goes_with("EMAIL_OTP") && !fields[1].goes_with("SOFTWARE_TOKEN_MFA"));
        assert!(fields[0].goes_with("anything"));
    }

    #[test]
    fn a_password_that_is_known_is_not_asked_for_again() {
        let keys = |asked: &Challenge| asked.fields().into_iter().map(|field| field.key).collect::<Vec<_>>();
        let mut asked = challenge(name::SELECT_CHALLENGE, Params::new());
        assert_eq!(keys(&asked), ["ANSWER"]);
        asked.knows_password = false;
        assert_eq!(keys(&asked), ["ANSWER", "PASSWORD"]);
    }

    #[test]
    fn a_choice_with_nothing_on_offer_is_typed() {
        for name in ["SELECT_MFA_TYPE", "SELECT_CHALLENGE"] {
            assert_eq!(challenge(name, Params::new()).fields()[0].kind, FieldKind::Text);
        }
    }

    #[test]
    fn the_real_user_name_is_taken_from_user_id_for_srp_first() {
        let parameters = Params::new().plain("USERNAME", "alias").plain("USER_ID_FOR_SRP", "real");
        assert_eq!(challenge("X", parameters).user_id(), Some("real"));
    }
}
