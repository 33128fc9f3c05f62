//! The calls by which people look after their own accounts, and what each comes back with. None of
//! them is signed: the user's name or an access token says whose account it is.

use super::call::Call;
use super::operation::Operation;
use crate::cognito::{ClientId, Params};
use crate::secret::Secret;

/// One operation of `cognito-idp` on somebody's own account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountCall {
    /// `SignUp`: an account for oneself.
    SignUp {
        /// Whose it is to be.
        named: Named,
        /// Empty where the pool signs people in without one.
        password: Option<Secret>,
        /// `UserAttributes`, without any prefix.
        attributes: Params,
    },
    /// `ConfirmSignUp`: the code of a sign-up.
    ConfirmSignUp {
        /// Whose.
        named: Named,
        /// The code that was sent.
        code: Secret,
    },
    /// `ResendConfirmationCode`: another one.
    ResendConfirmationCode {
        /// Whose.
        named: Named,
    },
    /// `ForgotPassword`: a code that allows another password.
    ForgotPassword {
        /// Whose.
        named: Named,
    },
    /// `ConfirmForgotPassword`: that code, and the password.
    ConfirmForgotPassword {
        /// Whose.
        named: Named,
        /// The code that was sent.
        code: Secret,
        /// The password from then on.
        password: Secret,
    },
    /// `ChangePassword`
    ChangePassword {
        /// Whose.
        access_token: Secret,
        /// The password so far; none for users without one.
        previous: Option<Secret>,
        /// The password from then on.
        proposed: Secret,
    },
    /// `GetUser`
    GetUser {
        /// Whose.
        access_token: Secret,
    },
    /// `UpdateUserAttributes`, one at a time.
    UpdateUserAttributes {
        /// Whose.
        access_token: Secret,
        /// Name → value; an empty value takes the attribute away.
        attributes: Params,
    },
    /// `GetUserAttributeVerificationCode`
    GetUserAttributeVerificationCode {
        /// Whose.
        access_token: Secret,
        /// `email` or `phone_number`.
        attribute: String,
    },
    /// `VerifyUserAttribute`
    VerifyUserAttribute {
        /// Whose.
        access_token: Secret,
        /// `email` or `phone_number`.
        attribute: String,
        /// The code that was sent.
        code: Secret,
    },
    /// `SetUserMFAPreference`, as far as authenticator apps go.
    SetUserMfaPreference {
        /// Whose.
        access_token: Secret,
        /// Ask for the app's code, and before any other factor; or ask for it no more.
        software_token: bool,
    },
    /// `ListDevices`
    ListDevices {
        /// Whose.
        access_token: Secret,
        /// Where the list goes on.
        page: Option<String>,
    },
    /// `ForgetDevice`
    ForgetDevice {
        /// Whose.
        access_token: Secret,
        /// What Cognito called it.
        device_key: String,
    },
    /// `GlobalSignOut`
    GlobalSignOut {
        /// Whose.
        access_token: Secret,
    },
    /// `RevokeToken`
    RevokeToken {
        /// The app client.
        client: ClientId,
        /// Its secret itself, not a hash.
        client_secret: Option<Secret>,
        /// The refresh token.
        token: Secret,
    },
}

/// A user, as calls without a token name one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// The app client.
    pub client: ClientId,
    /// As typed.
    pub username: String,
    /// Over the very name that is sent, where the app client has a secret.
    pub secret_hash: Option<Secret>,
}

impl AccountCall {
    /// Which operation this is.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self {
            Self::SignUp { .. } => Operation::SignUp,
            Self::ConfirmSignUp { .. } => Operation::ConfirmSignUp,
            Self::ResendConfirmationCode { .. } => Operation::ResendConfirmationCode,
            Self::ForgotPassword { .. } => Operation::ForgotPassword,
            Self::ConfirmForgotPassword { .. } => Operation::ConfirmForgotPassword,
            Self::ChangePassword { .. } => Operation::ChangePassword,
            Self::GetUser { .. } => Operation::GetUser,
            Self::UpdateUserAttributes { .. } => Operation::UpdateUserAttributes,
            Self::GetUserAttributeVerificationCode { .. } => Operation::GetUserAttributeVerificationCode,
            Self::VerifyUserAttribute { .. } => Operation::VerifyUserAttribute,
            Self::SetUserMfaPreference { .. } => Operation::SetUserMfaPreference,
            Self::ListDevices { .. } => Operation::ListDevices,
            Self::ForgetDevice { .. } => Operation::ForgetDevice,
            Self::GlobalSignOut { .. } => Operation::GlobalSignOut,
            Self::RevokeToken { .. } => Operation::RevokeToken,
        }
    }

    /// The app client, where the call names one.
    #[must_use]
    pub const fn client(&self) -> Option<&ClientId> {
        match self {
            Self::SignUp { named, .. }
            | Self::ConfirmSignUp { named, .. }
            | Self::ResendConfirmationCode { named }
            | Self::ForgotPassword { named }
            | Self::ConfirmForgotPassword { named, .. } => Some(&named.client),
            Self::RevokeToken { client, .. } => Some(client),
            Self::ChangePassword { .. }
            | Self::GetUser { .. }
            | Self::UpdateUserAttributes { .. }
            | Self::GetUserAttributeVerificationCode { .. }
            | Self::VerifyUserAttribute { .. }
            | Self::SetUserMfaPreference { .. }
            | Self::ListDevices { .. }
            | Self::ForgetDevice { .. }
            | Self::GlobalSignOut { .. } => None,
        }
    }
}

impl From<AccountCall> for Call {
    fn from(call: AccountCall) -> Self {
        Self::Account(call)
    }
}

/// What a successful call on an account came back with, beyond that it was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountReply {
    /// There is an account.
    SignedUp {
        /// It counts at once: no code is needed.
        is_confirmed: bool,
        /// Its `sub`.
        user_sub: String,
        /// Where the code went, if one was sent.
        delivery: Option<Delivery>,
    },
    /// A code is on its way.
    CodeSent {
        /// To whom; emulators leave it out.
        delivery: Option<Delivery>,
    },
    /// The attributes are what was asked for.
    Updated {
        /// Codes that were sent to addresses which are to be verified.
        deliveries: Vec<Delivery>,
    },
    /// What the pool knows of the user.
    User(UserDetails),
    /// Devices, or a page of them.
    Devices {
        /// In the order received.
        devices: Vec<KnownDevice>,
        /// Where the list goes on.
        next: Option<String>,
    },
}

/// `CodeDeliveryDetails`: where a code went, as much of it as Cognito tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Masked by Cognito: `a***@e***`.
    pub destination: String,
    /// `EMAIL` or `SMS`.
    pub medium: String,
    /// `email` or `phone_number`.
    pub attribute: String,
}

/// What `GetUser` tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserDetails {
    /// The real user name.
    pub username: String,
    /// Name and value, in the order received.
    pub attributes: Vec<(String, String)>,
    /// `UserMFASettingList`: second factors that are switched on.
    pub factors: Vec<String>,
    /// `PreferredMfaSetting`
    pub preferred: Option<String>,
}

/// A device that the pool knows of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownDevice {
    /// `<region>_<uuid>`.
    pub key: String,
    /// A name for people, when it was given one.
    pub name: Option<String>,
    /// `remembered` or `not_remembered`, when told.
    pub status: Option<String>,
    /// Where it was seen last.
    pub address: Option<String>,
    /// When it was signed in from last.
    pub last_used: Option<jiff::Timestamp>,
}
