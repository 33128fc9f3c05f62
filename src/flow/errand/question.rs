//! What an errand asks: before it messages or changes anybody, and for codes on the way. The words
//! and fields of a question are its row's; here is what goes along with it.

use jiff::Timestamp;

use super::{Challenge, Errand, ErrandKind, Operation, Params};
use crate::cognito::challenge::{OTPAUTH_URI, SECRET_CODE};
use crate::cognito::{UserPoolId, totp};
use crate::flow::Refusal;

/// Refusals of an answer that a better one may follow, whatever the operation.
const TRY_AGAIN: [&str; 5] = [
    "CodeMismatchException",
    "EnableSoftwareTokenMFAException",
    "InvalidPasswordException",
    "PasswordHistoryPolicyViolationException",
    "UsernameExistsException",
];

/// Attributes that can be verified, as a JSON text.
const ADDRESSES: &str = r#"["email","phone_number"]"#;

impl Errand {
    /// The question before a call, named after it.
    pub(super) fn ask(&self, operation: Operation, now: Timestamp) -> Challenge {
        Challenge {
            name: operation.name().to_owned(),
            session: None,
            parameters: self.parameters(operation),
            available: Vec::new(),
            received: now,
            knows_password: !self.plan.config.password.is_empty(),
        }
    }

    fn parameters(&self, operation: Operation) -> Params {
        let whose = Params::new().plain("Username", &self.plan.config.username);
        let about = self.plan.about.as_deref().unwrap_or_default();
        match self.plan.kind {
            ErrandKind::EditAttribute if operation == Operation::UpdateUserAttributes => {
                whose.plain("Name", about)
            }
            ErrandKind::VerifyAttribute if operation == Operation::GetUserAttributeVerificationCode => {
                whose.plain("AttributeNames", ADDRESSES).plain("AttributeName", about)
            }
            ErrandKind::ConfirmAttribute => {
                whose.plain("AttributeNames", ADDRESSES).plain("AttributeName", about)
            }
            ErrandKind::RememberDevice | ErrandKind::DisregardDevice | ErrandKind::ForgetDevice => {
                whose.plain("DeviceKey", about).plain("DeviceRememberedStatus", self.device_status())
            }
            ErrandKind::SetUpTotp => match &self.totp_secret {
                Some(secret) => {
                    let config = &self.plan.config;
                    let issuer = config.pool.as_ref().map_or("Amazon Cognito", UserPoolId::as_str);
                    let uri = totp::uri(secret, issuer, &config.username);
                    whose.secret(SECRET_CODE, secret.clone()).secret(OTPAUTH_URI, uri)
                }
                None => whose,
            },
            ErrandKind::SignUp
            | ErrandKind::ConfirmSignUp
            | ErrandKind::ResendCode
            | ErrandKind::ForgotPassword
            | ErrandKind::ConfirmReset
            | ErrandKind::ViewUser
            | ErrandKind::EditAttribute
            | ErrandKind::VerifyAttribute
            | ErrandKind::ChangePassword
            | ErrandKind::RemoveTotp
            | ErrandKind::Devices
            | ErrandKind::GlobalSignOut
            | ErrandKind::RevokeToken => match &self.haul.delivery {
                Some(delivery) => whose.plain("CODE_DELIVERY_DESTINATION", &delivery.destination),
                None => whose,
            },
        }
    }

    const fn device_status(&self) -> &'static str {
        if matches!(self.plan.kind, ErrandKind::RememberDevice) { "remembered" } else { "not_remembered" }
    }

    /// True when the question that was answered may be answered better.
    pub(super) fn can_be_tried_again(&self, operation: Operation, refusal: &Refusal) -> bool {
        let corrects_a_value = refusal.code == "InvalidParameterException"
            && (operation == Operation::SignUp || operation == Operation::UpdateUserAttributes);
        self.question.is_some()
            && (TRY_AGAIN.contains(&refusal.code.as_str())
                || corrects_a_value
                || is_wrong_password(operation, refusal))
    }

    /// Puts the question once more. A password that was wrong is asked for then.
    pub(super) fn reopen(&mut self, refusal: &Refusal) {
        self.is_open = true;
        let Some(question) = &mut self.question else { return };
        let answered = question.fields();
        question.knows_password = question.knows_password && refusal.code != "NotAuthorizedException";
        if let Some(username) = self.given.expose("Username") {
            question.parameters = std::mem::take(&mut question.parameters).plain("Username", username);
        }
        // What the next answer leaves out was taken back. A sign-up's answers are all of one question,
        // and some of them have no field.
        let given = std::mem::take(&mut self.given);
        if self.station().is_none_or(|station| station.operation != Operation::SignUp) {
            self.given = answered.iter().fold(given, |given, field| given.without(&field.key));
        }
    }
}

/// The password so far was not the right one.
fn is_wrong_password(operation: Operation, refusal: &Refusal) -> bool {
    operation == Operation::ChangePassword
        && refusal.code == "NotAuthorizedException"
        && refusal.message.to_lowercase().contains("incorrect")
}
