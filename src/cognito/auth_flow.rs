//! The sign-in flows by their wire names, and which operation carries each.

/// A value of `AuthFlow` in `InitiateAuth` and `AdminInitiateAuth`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum AuthFlow {
    /// The password is proved by SRP and never sent.
    #[default]
    UserSrp,
    /// The password is sent (over TLS).
    UserPassword,
    /// The password is sent in a call that an AWS identity signs.
    AdminUserPassword,
    /// The older name of [`Self::AdminUserPassword`], still accepted: the classic script's flow.
    AdminNoSrp,
}

impl AuthFlow {
    /// Every flow, in the order a person is offered them.
    pub const ALL: [Self; 4] = [Self::UserSrp, Self::UserPassword, Self::AdminUserPassword, Self::AdminNoSrp];

    /// As spelled on the wire.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::UserSrp => "USER_SRP_AUTH",
            Self::UserPassword => "USER_PASSWORD_AUTH",
            Self::AdminUserPassword => "ADMIN_USER_PASSWORD_AUTH",
            Self::AdminNoSrp => "ADMIN_NO_SRP_AUTH",
        }
    }

    /// The flow a wire name stands for, letter case aside.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flow| flow.wire().eq_ignore_ascii_case(name.trim()))
    }

    /// True when the call goes through the signed Admin operations.
    #[must_use]
    pub const fn is_admin(self) -> bool {
        matches!(self, Self::AdminUserPassword | Self::AdminNoSrp)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flow_is_found_by_its_wire_name() {
        for flow in AuthFlow::ALL {
            assert_eq!(AuthFlow::from_wire(flow.wire()), Some(flow));
        }
        assert_eq!(AuthFlow::from_wire(" user_srp_auth "), Some(AuthFlow::UserSrp));
        assert_eq!(AuthFlow::from_wire("MAGIC"), None);
    }
}
