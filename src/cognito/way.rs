//! The ways into a walk: each sign-in flow, and what takes the place of one. Each has a name that
//! files and command lines use; what a way needs is told here, what it does is the flow's business.

use super::AuthFlow;

/// How a walk begins.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Way {
    /// SRP, and where the app client does not allow it, the flow that it does allow.
    Automatic,
    /// `USER_SRP_AUTH`
    #[default]
    UserSrp,
    /// `USER_PASSWORD_AUTH`
    UserPassword,
    /// `USER_AUTH`: a choice among the first factors that the pool offers.
    UserAuth,
    /// `CUSTOM_AUTH`
    Custom,
    /// `CUSTOM_AUTH` that proves the password by SRP before the pool's own questions.
    CustomSrp,
    /// `ADMIN_USER_PASSWORD_AUTH`
    AdminUserPassword,
    /// `ADMIN_NO_SRP_AUTH`
    AdminNoSrp,
    /// `REFRESH_TOKEN_AUTH`
    RefreshToken,
    /// The operation `GetTokensFromRefreshToken`, which works with rotation on.
    RotateToken,
    /// Managed login: the pool's own pages, in the system's browser.
    Browser,
    /// No login at all: the identity pool's guest.
    Guest,
    /// Logins of other providers, brought along as tokens.
    Providers,
    /// A login that an AWS identity vouches for.
    Developer,
}

impl Way {
    /// Every way, in the order a person is offered them.
    pub const ALL: [Self; 14] = [
        Self::Automatic,
        Self::UserSrp,
        Self::UserPassword,
        Self::UserAuth,
        Self::Custom,
        Self::CustomSrp,
        Self::AdminUserPassword,
        Self::AdminNoSrp,
        Self::RefreshToken,
        Self::RotateToken,
        Self::Browser,
        Self::Guest,
        Self::Providers,
        Self::Developer,
    ];

    /// Its name in files and on command lines: the wire name where there is one.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Automatic => "AUTOMATIC",
            Self::UserSrp => "USER_SRP_AUTH",
            Self::UserPassword => "USER_PASSWORD_AUTH",
            Self::UserAuth => "USER_AUTH",
            Self::Custom => "CUSTOM_AUTH",
            Self::CustomSrp => "CUSTOM_AUTH_SRP",
            Self::AdminUserPassword => "ADMIN_USER_PASSWORD_AUTH",
            Self::AdminNoSrp => "ADMIN_NO_SRP_AUTH",
            Self::RefreshToken => "REFRESH_TOKEN_AUTH",
            Self::RotateToken => "GET_TOKENS_FROM_REFRESH_TOKEN",
            Self::Browser => "MANAGED_LOGIN",
            Self::Guest => "GUEST",
            Self::Providers => "PROVIDERS",
            Self::Developer => "DEVELOPER",
        }
    }

    /// Its name on screen: the wire name where there is one.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Automatic => "Automatic",
            Self::CustomSrp => "CUSTOM_AUTH, SRP first",
            Self::RotateToken => "GetTokensFromRefreshToken",
            Self::Browser => "Managed login in the browser",
            Self::Guest => "Guest",
            Self::Providers => "Logins of other providers",
            Self::Developer => "Developer identity",
            Self::UserSrp
            | Self::UserPassword
            | Self::UserAuth
            | Self::Custom
            | Self::AdminUserPassword
            | Self::AdminNoSrp
            | Self::RefreshToken => self.name(),
        }
    }

    /// The way a name stands for, letter case aside.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name().eq_ignore_ascii_case(name.trim()))
    }

    /// The `AuthFlow` that it begins with; none where no sign-in flow is used.
    #[must_use]
    pub const fn flow(self) -> Option<AuthFlow> {
        match self {
            Self::Automatic | Self::UserSrp => Some(AuthFlow::UserSrp),
            Self::UserPassword => Some(AuthFlow::UserPassword),
            Self::UserAuth => Some(AuthFlow::UserAuth),
            Self::Custom | Self::CustomSrp => Some(AuthFlow::Custom),
            Self::AdminUserPassword => Some(AuthFlow::AdminUserPassword),
            Self::AdminNoSrp => Some(AuthFlow::AdminNoSrp),
            Self::RefreshToken => Some(AuthFlow::RefreshToken),
            Self::RotateToken | Self::Browser | Self::Guest | Self::Providers | Self::Developer => None,
        }
    }

    /// True when the sign-in goes through the signed Admin operations.
    #[must_use]
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::AdminUserPassword | Self::AdminNoSrp)
    }

    /// True when an AWS identity has to sign for it.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        self.is_admin() || matches!(self, Self::Developer)
    }

    /// True when it goes through a user pool, and so needs an app client.
    #[must_use]
    pub const fn is_of_user_pool(self) -> bool {
        !matches!(self, Self::Guest | Self::Providers | Self::Developer)
    }

    /// True when it needs the user pool's id, not only the app client's.
    #[must_use]
    pub const fn needs_user_pool(self) -> bool {
        self.proves_by_srp() || self.is_admin()
    }

    /// True when the password is proved by SRP from the start.
    #[must_use]
    pub const fn proves_by_srp(self) -> bool {
        matches!(self, Self::Automatic | Self::UserSrp | Self::CustomSrp)
    }

    /// True when a user has to be named beforehand.
    #[must_use]
    pub const fn needs_username(self) -> bool {
        matches!(self, Self::UserAuth | Self::Custom | Self::Developer) || self.needs_password()
    }

    /// True when a name goes along that is the user pool's to judge.
    #[must_use]
    pub const fn shows_username(self) -> bool {
        self.is_of_user_pool() && !matches!(self, Self::RotateToken | Self::Browser)
    }

    /// True when a password that is typed beforehand is used.
    #[must_use]
    pub const fn takes_password(self) -> bool {
        self.needs_password() || matches!(self, Self::UserAuth)
    }

    /// True when logins of other providers can go along.
    #[must_use]
    pub const fn takes_providers(self) -> bool {
        self.is_of_user_pool() || matches!(self, Self::Providers)
    }

    /// True when the password has to be known beforehand.
    #[must_use]
    pub const fn needs_password(self) -> bool {
        matches!(self, Self::UserPassword) || self.proves_by_srp() || self.is_admin()
    }

    /// True when it begins with a refresh token.
    #[must_use]
    pub const fn refreshes(self) -> bool {
        matches!(self, Self::RefreshToken | Self::RotateToken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_found_by_its_name() {
        for way in Way::ALL {
            assert_eq!(Way::from_name(way.name()), Some(way));
            assert!(way.flow().is_none_or(|flow| flow.is_admin() == way.is_admin()));
        }
        assert_eq!(Way::from_name(" user_srp_auth "), Some(Way::UserSrp));
        assert_eq!(Way::from_name("MAGIC"), None);
    }
}
