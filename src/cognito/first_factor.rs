//! The ways to prove who one is that `USER_AUTH` can begin with.

/// A value of `PREFERRED_CHALLENGE`, and an answer to `SELECT_CHALLENGE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstFactor {
    /// The password as it is.
    Password,
    /// The password, proved by SRP.
    PasswordSrp,
    /// A code by e-mail.
    EmailOtp,
    /// A code by text message.
    SmsOtp,
    /// A passkey.
    WebAuthn,
}

impl FirstFactor {
    /// Every one, in the order a person is offered them.
    pub const ALL: [Self; 5] =
        [Self::PasswordSrp, Self::Password, Self::EmailOtp, Self::SmsOtp, Self::WebAuthn];

    /// As spelled on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::WebAuthn => "WEB_AUTHN",
        }
    }

    /// The factor a wire name stands for, letter case aside.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.wire().eq_ignore_ascii_case(name.trim()))
    }

    /// True when the password goes along, or is proved.
    #[must_use]
    pub const fn needs_password(self) -> bool {
        matches!(self, Self::Password | Self::PasswordSrp)
    }
}
