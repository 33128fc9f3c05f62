//! The operations of the two JSON services, one file each. An operation checks its input, does one thing to the pool
//! and gives its answer as JSON; the envelope around it is `wire`'s.

mod admin;
mod admin_get_user;
mod admin_initiate_auth;
mod admin_respond_to_auth_challenge;
mod associate_software_token;
mod change_password;
mod confirm_device;
mod confirm_forgot_password;
mod confirm_sign_up;
mod delete_user_attributes;
mod forget_device;
mod forgot_password;
mod get_credentials_for_identity;
mod get_device;
mod get_id;
mod get_open_id_token;
mod get_open_id_token_for_developer_identity;
mod get_tokens_from_refresh_token;
mod get_user;
mod get_user_attribute_verification_code;
mod get_user_auth_factors;
mod global_sign_out;
mod initiate_auth;
mod list_devices;
mod resend_confirmation_code;
mod respond_to_auth_challenge;
mod revoke_token;
mod set_user_mfa_preference;
mod sign_up;
mod unlink_identity;
mod update_device_status;
mod update_user_attributes;
mod verify_software_token;
mod verify_user_attribute;

use serde_json::Value as Json;

use super::error::Failure;
use super::pool::{Call, Pool};

/// What an operation is.
pub(super) type Operation = fn(&mut Pool, &Call<'_>) -> Result<Json, Failure>;

const USER_POOL: &[(&str, Operation)] = &[
    ("AdminGetUser", admin_get_user::answer),
    ("AdminInitiateAuth", admin_initiate_auth::answer),
    ("AdminRespondToAuthChallenge", admin_respond_to_auth_challenge::answer),
    ("AssociateSoftwareToken", associate_software_token::answer),
    ("ChangePassword", change_password::answer),
    ("ConfirmDevice", confirm_device::answer),
    ("ConfirmForgotPassword", confirm_forgot_password::answer),
    ("ConfirmSignUp", confirm_sign_up::answer),
    ("DeleteUserAttributes", delete_user_attributes::answer),
    ("ForgetDevice", forget_device::answer),
    ("ForgotPassword", forgot_password::answer),
    ("GetDevice", get_device::answer),
    ("GetTokensFromRefreshToken", get_tokens_from_refresh_token::answer),
    ("GetUser", get_user::answer),
    ("GetUserAttributeVerificationCode", get_user_attribute_verification_code::answer),
    ("GetUserAuthFactors", get_user_auth_factors::answer),
    ("GlobalSignOut", global_sign_out::answer),
    ("InitiateAuth", initiate_auth::answer),
    ("ListDevices", list_devices::answer),
    ("ResendConfirmationCode", resend_confirmation_code::answer),
    ("RespondToAuthChallenge", respond_to_auth_challenge::answer),
    ("RevokeToken", revoke_token::answer),
    ("SetUserMFAPreference", set_user_mfa_preference::answer),
    ("SignUp", sign_up::answer),
    ("UpdateDeviceStatus", update_device_status::answer),
    ("UpdateUserAttributes", update_user_attributes::answer),
    ("VerifySoftwareToken", verify_software_token::answer),
    ("VerifyUserAttribute", verify_user_attribute::answer),
];

const IDENTITY_POOL: &[(&str, Operation)] = &[
    ("GetCredentialsForIdentity", get_credentials_for_identity::answer),
    ("GetId", get_id::answer),
    ("GetOpenIdToken", get_open_id_token::answer),
    ("GetOpenIdTokenForDeveloperIdentity", get_open_id_token_for_developer_identity::answer),
    ("UnlinkIdentity", unlink_identity::answer),
];

/// The operation that an `X-Amz-Target` header names.
pub(super) fn by_target(target: &str) -> Option<Operation> {
    let (service, name) = target.split_once('.')?;
    let operations = match service {
        "AWSCognitoIdentityProviderService" => USER_POOL,
        "AWSCognitoIdentityService" => IDENTITY_POOL,
        _ => return None,
    };
    operations.iter().find(|(known, _)| *known == name).map(|(_, operation)| *operation)
}
