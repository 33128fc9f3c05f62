//! The values of `AuthFlow` by their wire names, and which operation carries each.

/// A value of `AuthFlow` in `InitiateAuth` and `AdminInitiateAuth`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AuthFlow {
    /// The password is proved by SRP and never sent.
    UserSrp,
    /// The password is sent (over TLS).
    UserPassword,
    /// The user, or the app, chooses how to prove who it is.
    UserAuth,
    /// The pool's own functions ask the questions.
    Custom,
    /// The password is sent in a call that an AWS identity signs.
    AdminUserPassword,
    /// The older name of [`Self::AdminUserPassword`], still accepted: the classic script's flow.
    AdminNoSrp,
    /// A refresh token is traded for fresh tokens.
    RefreshToken,
}

impl AuthFlow {
    /// As spelled on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::UserSrp => "USER_SRP_AUTH",
            Self::UserPassword => "USER_PASSWORD_AUTH",
            Self::UserAuth => "USER_AUTH",
            Self::Custom => "CUSTOM_AUTH",
            Self::AdminUserPassword => "ADMIN_USER_PASSWORD_AUTH",
            Self::AdminNoSrp => "ADMIN_NO_SRP_AUTH",
            Self::RefreshToken => "REFRESH_TOKEN_AUTH",
        }
    }

    /// True when the call goes through the signed Admin operations.
    #[must_use]
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::AdminUserPassword | Self::AdminNoSrp)
    }
}
