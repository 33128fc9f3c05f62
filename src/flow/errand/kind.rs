//! What people can do about an account, one errand each: what it is called, what it needs, and the
//! calls it consists of. It knows nothing of their parameters.

use crate::flow::Operation;

/// Something to be done about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ErrandKind {
    /// Make an account for oneself.
    SignUp,
    /// Enter the code of a sign-up.
    ConfirmSignUp,
    /// Have that code sent once more, and enter it.
    ResendCode,
    /// Have a code sent, and choose another password with it.
    ForgotPassword,
    /// Enter such a code, sent by an administrator's reset or earlier.
    ConfirmReset,
    /// Look at what the pool knows of the user.
    ViewUser,
    /// Change one attribute, and verify it where Cognito wants that.
    EditAttribute,
    /// Have a code sent to an address of the user's, and enter it.
    VerifyAttribute,
    /// Enter such a code, sent earlier.
    ConfirmAttribute,
    /// Choose another password, knowing the one so far.
    ChangePassword,
    /// Set up an authenticator app as a second factor.
    SetUpTotp,
    /// Switch the authenticator app off.
    RemoveTotp,
    /// List the devices of the user.
    Devices,
    /// Have a device stand in for the second factor.
    RememberDevice,
    /// Have it do so no more.
    DisregardDevice,
    /// Take a device off the list.
    ForgetDevice,
    /// End every session of the user.
    GlobalSignOut,
    /// End the session of one refresh token.
    RevokeToken,
}

/// What an errand cannot do without, beside an app client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: it asks.
    Nothing,
    /// Whose account it is.
    Username,
    /// That somebody is signed in, with an access token.
    AccessToken,
    /// That somebody is signed in, with a refresh token.
    RefreshToken,
}

/// A call of an errand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Station {
    pub(super) operation: Operation,
    /// Something is asked before it.
    pub(super) asks: bool,
}

/// After a question.
const fn asked(operation: Operation) -> Station {
    Station { operation, asks: true }
}

/// Without one: it only looks, or the question before covers it.
const fn made(operation: Operation) -> Station {
    Station { operation, asks: false }
}

impl ErrandKind {
    /// Every errand, in the order of the menu.
    pub const ALL: [Self; 18] = [
        Self::SignUp,
        Self::ConfirmSignUp,
        Self::ResendCode,
        Self::ForgotPassword,
        Self::ConfirmReset,
        Self::ViewUser,
        Self::EditAttribute,
        Self::VerifyAttribute,
        Self::ConfirmAttribute,
        Self::ChangePassword,
        Self::SetUpTotp,
        Self::RemoveTotp,
        Self::Devices,
        Self::RememberDevice,
        Self::DisregardDevice,
        Self::ForgetDevice,
        Self::GlobalSignOut,
        Self::RevokeToken,
    ];

    /// What it is called on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::SignUp => "Sign up…",
            Self::ConfirmSignUp => "Enter the code of a sign-up…",
            Self::ResendCode => "Send a new code…",
            Self::ForgotPassword => "Reset the password…",
            Self::ConfirmReset => "Enter the code of a reset…",
            Self::ViewUser => "Show the user",
            Self::EditAttribute => "Change an attribute…",
            Self::VerifyAttribute => "Verify an address…",
            Self::ConfirmAttribute => "Enter the code of an address…",
            Self::ChangePassword => "Change the password…",
            Self::SetUpTotp => "Set up an authenticator app…",
            Self::RemoveTotp => "Switch the authenticator app off…",
            Self::Devices => "List the devices",
            Self::RememberDevice => "Remember a device…",
            Self::DisregardDevice => "Stop remembering a device…",
            Self::ForgetDevice => "Forget a device…",
            Self::GlobalSignOut => "Sign out everywhere…",
            Self::RevokeToken => "Revoke the refresh token…",
        }
    }

    /// One line on what it does.
    #[must_use]
    pub const fn help(self) -> &'static str {
        match self {
            Self::SignUp => "Make an account; Cognito sends it a code",
            Self::ConfirmSignUp => "Confirm an account that has signed up",
            Self::ResendCode => "Cognito sends the code of a sign-up once more",
            Self::ForgotPassword => "Cognito sends a code that allows another password",
            Self::ConfirmReset => "A code that was sent allows another password",
            Self::ViewUser => "What the pool knows of the user who is signed in",
            Self::EditAttribute => "Change something the pool knows of the user",
            Self::VerifyAttribute => "Cognito sends a code to an e-mail address or a phone",
            Self::ConfirmAttribute => "A code that was sent verifies it",
            Self::ChangePassword => "Knowing the one so far",
            Self::SetUpTotp => "As a second factor of the user who is signed in",
            Self::RemoveTotp => "The user then signs in without its code",
            Self::Devices => "Those that the user has signed in from",
            Self::RememberDevice => "It then stands in for the second factor",
            Self::DisregardDevice => "It then asks for the second factor again",
            Self::ForgetDevice => "It is taken off the user’s list",
            Self::GlobalSignOut => "Every session of this user ends",
            Self::RevokeToken => "The session of this sign-in ends",
        }
    }

    /// What it cannot do without.
    #[must_use]
    pub const fn need(self) -> Need {
        match self {
            Self::SignUp => Need::Nothing,
            Self::ConfirmSignUp | Self::ResendCode | Self::ForgotPassword | Self::ConfirmReset => {
                Need::Username
            }
            Self::ViewUser
            | Self::EditAttribute
            | Self::VerifyAttribute
            | Self::ConfirmAttribute
            | Self::ChangePassword
            | Self::SetUpTotp
            | Self::RemoveTotp
            | Self::Devices
            | Self::RememberDevice
            | Self::DisregardDevice
            | Self::ForgetDevice
            | Self::GlobalSignOut => Need::AccessToken,
            Self::RevokeToken => Need::RefreshToken,
        }
    }

    /// True when the user can sign in once it is done, whatever was in the way before.
    #[must_use]
    pub const fn opens_the_door(self) -> bool {
        matches!(
            self,
            Self::SignUp | Self::ConfirmSignUp | Self::ResendCode | Self::ForgotPassword | Self::ConfirmReset
        )
    }

    /// True when the tokens at hand stop working once it is done.
    #[must_use]
    pub const fn ends_the_session(self) -> bool {
        matches!(self, Self::GlobalSignOut | Self::RevokeToken)
    }

    /// Its calls, in order. Whatever messages or changes a user comes after a question.
    pub(super) const fn path(self) -> &'static [Station] {
        const SIGN_UP: &[Station] = &[asked(Operation::SignUp), asked(Operation::ConfirmSignUp)];
        const CONFIRM: &[Station] = &[asked(Operation::ConfirmSignUp)];
        const RESEND: &[Station] =
            &[asked(Operation::ResendConfirmationCode), asked(Operation::ConfirmSignUp)];
        const FORGOT: &[Station] =
            &[asked(Operation::ForgotPassword), asked(Operation::ConfirmForgotPassword)];
        const EDIT: &[Station] = &[
            asked(Operation::UpdateUserAttributes),
            asked(Operation::VerifyUserAttribute),
            made(Operation::GetUser),
        ];
        const VERIFY: &[Station] = &[
            asked(Operation::GetUserAttributeVerificationCode),
            asked(Operation::VerifyUserAttribute),
            made(Operation::GetUser),
        ];
        const SET_UP: &[Station] = &[
            asked(Operation::AssociateSoftwareToken),
            asked(Operation::VerifySoftwareToken),
            made(Operation::SetUserMfaPreference),
            made(Operation::GetUser),
        ];
        const REMOVE: &[Station] = &[asked(Operation::SetUserMfaPreference), made(Operation::GetUser)];
        const MARK: &[Station] = &[asked(Operation::UpdateDeviceStatus), made(Operation::ListDevices)];
        const FORGET: &[Station] = &[asked(Operation::ForgetDevice), made(Operation::ListDevices)];
        match self {
            Self::SignUp => SIGN_UP,
            Self::ConfirmSignUp => CONFIRM,
            Self::ResendCode => RESEND,
            Self::ForgotPassword => FORGOT,
            Self::ConfirmReset => const { &[asked(Operation::ConfirmForgotPassword)] },
            Self::ViewUser => const { &[made(Operation::GetUser)] },
            Self::EditAttribute => EDIT,
            Self::VerifyAttribute => VERIFY,
            Self::ConfirmAttribute => {
                const { &[asked(Operation::VerifyUserAttribute), made(Operation::GetUser)] }
            }
            Self::ChangePassword => const { &[asked(Operation::ChangePassword)] },
            Self::SetUpTotp => SET_UP,
            Self::RemoveTotp => REMOVE,
            Self::Devices => const { &[made(Operation::ListDevices)] },
            Self::RememberDevice | Self::DisregardDevice => MARK,
            Self::ForgetDevice => FORGET,
            Self::GlobalSignOut => const { &[asked(Operation::GlobalSignOut)] },
            Self::RevokeToken => const { &[asked(Operation::RevokeToken)] },
        }
    }
}

impl Station {
    /// True for calls that change nothing and message nobody.
    pub(super) const fn only_looks(self) -> bool {
        matches!(self.operation, Operation::GetUser | Operation::ListDevices)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_changed_and_nobody_is_messaged_before_somebody_was_asked() {
        for kind in ErrandKind::ALL {
            let first = kind.path()[0];
            assert!(first.asks != first.only_looks(), "{kind:?}");
        }
    }

    #[test]
    fn what_asks_first_says_so_in_its_name() {
        for kind in ErrandKind::ALL {
            assert_eq!(kind.label().ends_with('…'), kind.path()[0].asks, "{kind:?}");
        }
    }
}
