//! The names of the API operations, and whose lane each goes to.

use crate::cognito::managed_login::path;

/// The name of an API operation, without what it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// See [`super::Call::InitiateAuth`].
    InitiateAuth,
    /// See [`super::Call::AdminInitiateAuth`].
    AdminInitiateAuth,
    /// See [`super::Call::RespondToAuthChallenge`].
    RespondToAuthChallenge,
    /// See [`super::Call::AdminRespondToAuthChallenge`].
    AdminRespondToAuthChallenge,
    /// See [`super::Call::GetTokensFromRefreshToken`].
    GetTokensFromRefreshToken,
    /// See [`super::Call::AssociateSoftwareToken`].
    AssociateSoftwareToken,
    /// See [`super::Call::VerifySoftwareToken`].
    VerifySoftwareToken,
    /// See [`super::Call::ConfirmDevice`].
    ConfirmDevice,
    /// See [`super::Call::UpdateDeviceStatus`].
    UpdateDeviceStatus,
    /// See [`super::AccountCall::SignUp`].
    SignUp,
    /// See [`super::AccountCall::ConfirmSignUp`].
    ConfirmSignUp,
    /// See [`super::AccountCall::ResendConfirmationCode`].
    ResendConfirmationCode,
    /// See [`super::AccountCall::ForgotPassword`].
    ForgotPassword,
    /// See [`super::AccountCall::ConfirmForgotPassword`].
    ConfirmForgotPassword,
    /// See [`super::AccountCall::ChangePassword`].
    ChangePassword,
    /// See [`super::AccountCall::GetUser`].
    GetUser,
    /// See [`super::AccountCall::UpdateUserAttributes`].
    UpdateUserAttributes,
    /// See [`super::AccountCall::GetUserAttributeVerificationCode`].
    GetUserAttributeVerificationCode,
    /// See [`super::AccountCall::VerifyUserAttribute`].
    VerifyUserAttribute,
    /// See [`super::AccountCall::SetUserMfaPreference`].
    SetUserMfaPreference,
    /// See [`super::AccountCall::ListDevices`].
    ListDevices,
    /// See [`super::AccountCall::ForgetDevice`].
    ForgetDevice,
    /// See [`super::AccountCall::GlobalSignOut`].
    GlobalSignOut,
    /// See [`super::AccountCall::RevokeToken`].
    RevokeToken,
    /// See [`super::Call::GetId`].
    GetId,
    /// See [`super::Call::GetCredentialsForIdentity`].
    GetCredentialsForIdentity,
    /// See [`super::Call::GetOpenIdToken`].
    GetOpenIdToken,
    /// See [`super::Call::GetOpenIdTokenForDeveloperIdentity`].
    GetOpenIdTokenForDeveloperIdentity,
    /// See [`super::Call::AssumeRoleWithWebIdentity`].
    AssumeRoleWithWebIdentity,
    /// See [`super::Call::GetCallerIdentity`].
    GetCallerIdentity,
    /// See [`super::WebCall::Authorize`].
    Authorize,
    /// See [`super::WebCall::Token`].
    Token,
    /// See [`super::WebCall::UserInfo`].
    UserInfo,
    /// See [`super::WebCall::Revoke`].
    Revoke,
    /// See [`super::WebCall::Logout`].
    Logout,
    /// See [`super::Call::KeySet`].
    Jwks,
    /// See [`super::Call::Api`].
    CallApi,
}

/// Who takes part in a walk: the heads of the lanes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Actor {
    /// The person at the program.
    You,
    /// Amazon Cognito user pools.
    UserPool,
    /// Amazon Cognito identity pools.
    IdentityPool,
    /// AWS Security Token Service.
    Sts,
    /// The person's own API.
    YourApi,
}

impl Operation {
    /// As AWS spells it; a page or an OAuth endpoint has a path for a name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::InitiateAuth => "InitiateAuth",
            Self::AdminInitiateAuth => "AdminInitiateAuth",
            Self::RespondToAuthChallenge => "RespondToAuthChallenge",
            Self::AdminRespondToAuthChallenge => "AdminRespondToAuthChallenge",
            Self::GetTokensFromRefreshToken => "GetTokensFromRefreshToken",
            Self::AssociateSoftwareToken => "AssociateSoftwareToken",
            Self::VerifySoftwareToken => "VerifySoftwareToken",
            Self::ConfirmDevice => "ConfirmDevice",
            Self::UpdateDeviceStatus => "UpdateDeviceStatus",
            Self::SignUp => "SignUp",
            Self::ConfirmSignUp => "ConfirmSignUp",
            Self::ResendConfirmationCode => "ResendConfirmationCode",
            Self::ForgotPassword => "ForgotPassword",
            Self::ConfirmForgotPassword => "ConfirmForgotPassword",
            Self::ChangePassword => "ChangePassword",
            Self::GetUser => "GetUser",
            Self::UpdateUserAttributes => "UpdateUserAttributes",
            Self::GetUserAttributeVerificationCode => "GetUserAttributeVerificationCode",
            Self::VerifyUserAttribute => "VerifyUserAttribute",
            Self::SetUserMfaPreference => "SetUserMFAPreference",
            Self::ListDevices => "ListDevices",
            Self::ForgetDevice => "ForgetDevice",
            Self::GlobalSignOut => "GlobalSignOut",
            Self::RevokeToken => "RevokeToken",
            Self::GetId => "GetId",
            Self::GetCredentialsForIdentity => "GetCredentialsForIdentity",
            Self::GetOpenIdToken => "GetOpenIdToken",
            Self::GetOpenIdTokenForDeveloperIdentity => "GetOpenIdTokenForDeveloperIdentity",
            Self::AssumeRoleWithWebIdentity => "AssumeRoleWithWebIdentity",
            Self::GetCallerIdentity => "GetCallerIdentity",
            Self::Authorize => path::AUTHORIZE,
            Self::Token => path::TOKEN,
            Self::UserInfo => path::USER_INFO,
            Self::Revoke => path::REVOKE,
            Self::Logout => path::LOGOUT,
            Self::Jwks => "jwks.json",
            Self::CallApi => "Your API",
        }
    }

    /// True when the call looks at or changes an account, by the user's name or access token, and is
    /// no part of a sign-in. Setting up an app and marking a device can be either.
    #[must_use]
    pub const fn is_of_an_account(self) -> bool {
        self.names_the_user() || self.takes_a_token()
    }

    /// True when the user's name says whose account it is.
    #[must_use]
    pub const fn names_the_user(self) -> bool {
        matches!(
            self,
            Self::SignUp
                | Self::ConfirmSignUp
                | Self::ResendConfirmationCode
                | Self::ForgotPassword
                | Self::ConfirmForgotPassword
        )
    }

    const fn takes_a_token(self) -> bool {
        matches!(
            self,
            Self::ChangePassword
                | Self::GetUser
                | Self::UpdateUserAttributes
                | Self::GetUserAttributeVerificationCode
                | Self::VerifyUserAttribute
                | Self::SetUserMfaPreference
                | Self::ListDevices
                | Self::ForgetDevice
                | Self::UpdateDeviceStatus
                | Self::GlobalSignOut
                | Self::RevokeToken
        )
    }

    /// True for the pool's pages and the OAuth endpoints beside them.
    #[must_use]
    pub const fn is_managed_login(self) -> bool {
        matches!(self, Self::Authorize | Self::Token | Self::UserInfo | Self::Revoke | Self::Logout)
    }

    /// Whose lane the call goes to.
    #[must_use]
    pub const fn actor(self) -> Actor {
        match self {
            Self::InitiateAuth
            | Self::AdminInitiateAuth
            | Self::RespondToAuthChallenge
            | Self::AdminRespondToAuthChallenge
            | Self::GetTokensFromRefreshToken
            | Self::AssociateSoftwareToken
            | Self::VerifySoftwareToken
            | Self::ConfirmDevice
            | Self::UpdateDeviceStatus
            | Self::SignUp
            | Self::ConfirmSignUp
            | Self::ResendConfirmationCode
            | Self::ForgotPassword
            | Self::ConfirmForgotPassword
            | Self::ChangePassword
            | Self::GetUser
            | Self::UpdateUserAttributes
            | Self::GetUserAttributeVerificationCode
            | Self::VerifyUserAttribute
            | Self::SetUserMfaPreference
            | Self::ListDevices
            | Self::ForgetDevice
            | Self::GlobalSignOut
            | Self::RevokeToken
            | Self::Authorize
            | Self::Token
            | Self::UserInfo
            | Self::Revoke
            | Self::Logout
            | Self::Jwks => Actor::UserPool,
            Self::GetId
            | Self::GetCredentialsForIdentity
            | Self::GetOpenIdToken
            | Self::GetOpenIdTokenForDeveloperIdentity => Actor::IdentityPool,
            Self::AssumeRoleWithWebIdentity | Self::GetCallerIdentity => Actor::Sts,
            Self::CallApi => Actor::YourApi,
        }
    }
}
