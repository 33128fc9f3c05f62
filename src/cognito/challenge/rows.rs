//! The table of questions: the fields of each answer, and what stands on its button. Cognito's own
//! challenges come first, then what Poolwalk asks before and during the operations on accounts;
//! those are named after the operation that takes the answer.

use super::{MFA_SETUP_KEY, name};

/// What the answer to one challenge consists of. A challenge without a row is answered by hand.
pub(super) struct Row {
    pub(super) name: &'static str,
    /// Empty when the answer has no field: it is a yes.
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) filled: Filled,
    pub(super) more: &'static [More],
    pub(super) is_open_ended: bool,
    pub(super) verb: &'static str,
    pub(super) is_consent: bool,
}

/// A further field, which may belong to some choices of the first.
pub(super) struct More {
    pub(super) key: &'static str,
    pub(super) label: &'static str,
    pub(super) filled: Filled,
    pub(super) only_with: &'static [&'static str],
    pub(super) is_optional: bool,
}

/// How the field of a row is filled in, before it is known what was offered.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Filled {
    Text,
    Code,
    NewPassword,
    Secret,
    /// The user's password, which may be known already.
    Password,
    /// One of those in this parameter.
    ChoiceIn(&'static str),
    /// The same, where it is there; no field where it is not.
    ChoiceIfIn(&'static str),
    /// One of `AvailableChallenges`.
    ChoiceOfAvailable,
}

const APP_CODE: &str = "Code from the authenticator app";
const TEXT_CODE: &str = "Code from the text message";
const SENT_CODE: &str = "Code from the message";

pub(super) const ROWS: &[Row] = &[
    Row::new(name::NEW_PASSWORD_REQUIRED, "NEW_PASSWORD", "New password", Filled::NewPassword),
    Row::new(name::SOFTWARE_TOKEN_MFA, "SOFTWARE_TOKEN_MFA_CODE", APP_CODE, Filled::Code),
    Row::new("SMS_MFA", "SMS_MFA_CODE", TEXT_CODE, Filled::Code),
    Row::new("SMS_OTP", "SMS_OTP_CODE", TEXT_CODE, Filled::Code),
    Row::new("EMAIL_OTP", "EMAIL_OTP_CODE", "Code from the e-mail", Filled::Code),
    Row::new(name::PASSWORD, "PASSWORD", "Password", Filled::Secret),
    Row::new(name::PASSWORD_SRP, "PASSWORD", "Password", Filled::Secret),
    Row::new(name::ADMIN_NO_SRP_AUTH, "PASSWORD", "Password", Filled::Secret),
    Row::new("SELECT_MFA_TYPE", "ANSWER", "Second factor", Filled::ChoiceIn("MFAS_CAN_CHOOSE")),
    Row::new(name::MFA_SETUP, MFA_SETUP_KEY, "Second factor", Filled::ChoiceIn("MFAS_CAN_SETUP"))
        .with(&[More::new("EMAIL", "E-mail address for the codes", Filled::Text).only_with(&["EMAIL_OTP"])]),
    Row::new(name::VERIFY_SOFTWARE_TOKEN, "UserCode", APP_CODE, Filled::Code),
    // Some choices bring their own answer along.
    Row::new(name::SELECT_CHALLENGE, "ANSWER", "Way to sign in", Filled::ChoiceOfAvailable)
        .with(&[More::new("PASSWORD", "Password", Filled::Password).only_with(&["PASSWORD", "PASSWORD_SRP"])])
        .open_ended(),
    // Only a browser on the pool's own domain can make one.
    Row::new(name::WEB_AUTHN, "CREDENTIAL", "Passkey’s answer (JSON)", Filled::Secret).open_ended(),
    // Only the pool's own function knows what it asks.
    Row::new(name::CUSTOM_CHALLENGE, "ANSWER", "Answer", Filled::Secret).open_ended(),
    // ── accounts ──
    // Which attributes a pool requires, no unsigned call tells: more of them can be added by hand.
    Row::new("SignUp", "Username", "Username", Filled::Text)
        .with(&[
            More::new("Password", "Password", Filled::NewPassword).optional(),
            More::new("userAttributes.email", "Email", Filled::Text).optional(),
            More::new("userAttributes.phone_number", "Phone number", Filled::Text).optional(),
            More::new("userAttributes.given_name", "Given name", Filled::Text).optional(),
            More::new("userAttributes.family_name", "Family name", Filled::Text).optional(),
        ])
        .open_ended()
        .consents_to("Sign up"),
    Row::new("ConfirmSignUp", "ConfirmationCode", SENT_CODE, Filled::Code).does("Confirm"),
    Row::yes("ResendConfirmationCode", "Send the code"),
    Row::yes("ForgotPassword", "Send the code"),
    Row::new("ConfirmForgotPassword", "ConfirmationCode", SENT_CODE, Filled::Code)
        .with(&[More::new("Password", "New password", Filled::NewPassword)])
        .does("Set the password"),
    Row::new("ChangePassword", "ProposedPassword", "New password", Filled::NewPassword)
        // A user who signs in by codes or passkeys alone may have none.
        .with(&[More::new("PreviousPassword", "Password so far", Filled::Password).optional()])
        .consents_to("Change the password"),
    Row::new("UpdateUserAttributes", "Name", "Attribute", Filled::Text)
        .with(&[More::new("Value", "Value", Filled::Text).optional()])
        .consents_to("Change the attribute"),
    Row::new(
        "GetUserAttributeVerificationCode",
        "AttributeName",
        "Attribute",
        Filled::ChoiceIn("AttributeNames"),
    )
    .consents_to("Send the code"),
    Row::new("VerifyUserAttribute", "Code", SENT_CODE, Filled::Code)
        .with(&[More::new("AttributeName", "Attribute", Filled::ChoiceIfIn("AttributeNames"))])
        .does("Verify"),
    Row::yes("AssociateSoftwareToken", "Set up the app"),
    Row::yes("SetUserMFAPreference", "Switch the app off"),
    Row::new("ForgetDevice", "DeviceKey", "Device key", Filled::Text).consents_to("Forget the device"),
    Row::new("UpdateDeviceStatus", "DeviceKey", "Device key", Filled::Text).consents_to("Change the device"),
    Row::yes("GlobalSignOut", "Sign this user out everywhere"),
    Row::yes("RevokeToken", "Revoke the token"),
    Row::yes("/oauth2/revoke", "Revoke the token"),
    // ── a check before signing in ──
    Row::yes("GetId", "Make a guest identity"),
];

impl Row {
    const fn new(name: &'static str, key: &'static str, label: &'static str, filled: Filled) -> Self {
        let (more, verb): (&[More], _) = (&[], "Answer");
        Self { name, key, label, filled, more, is_open_ended: false, verb, is_consent: false }
    }

    /// One without fields, answered by a yes.
    const fn yes(name: &'static str, verb: &'static str) -> Self {
        Self::new(name, "", "", Filled::Text).consents_to(verb)
    }

    const fn with(self, more: &'static [More]) -> Self {
        Self { more, ..self }
    }

    const fn open_ended(self) -> Self {
        Self { is_open_ended: true, ..self }
    }

    const fn does(self, verb: &'static str) -> Self {
        Self { verb, ..self }
    }

    const fn consents_to(self, verb: &'static str) -> Self {
        Self { is_consent: true, ..self.does(verb) }
    }
}

impl More {
    const fn new(key: &'static str, label: &'static str, filled: Filled) -> Self {
        Self { key, label, filled, only_with: &[], is_optional: false }
    }

    const fn only_with(self, only_with: &'static [&'static str]) -> Self {
        Self { only_with, ..self }
    }

    const fn optional(self) -> Self {
        Self { is_optional: true, ..self }
    }
}
