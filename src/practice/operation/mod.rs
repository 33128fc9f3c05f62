//! The operations of the two JSON services, one file each. An operation checks its input, does one thing to the pool
//! and gives its answer as JSON; the envelope around it is `wire`'s.

mod admin;
mod admin_initiate_auth;
mod admin_respond_to_auth_challenge;
mod associate_software_token;
mod confirm_device;
mod forget_device;
mod get_credentials_for_identity;
mod get_device;
mod get_id;
mod get_open_id_token;
mod get_tokens_from_refresh_token;
mod get_user;
mod global_sign_out;
mod initiate_auth;
mod list_devices;
mod respond_to_auth_challenge;
mod revoke_token;
mod update_device_status;
mod verify_software_token;

use serde_json::Value as Json;

use super::error::Failure;
use super::pool::{Call, Pool};

/// What an operation is.
pub(super) type Operation = fn(&mut Pool, &Call<'_>) -> Result<Json, Failure>;

const USER_POOL: &[(&str, Operation)] = &[
    ("AdminInitiateAuth", admin_initiate_auth::answer),
    ("AdminRespondToAuthChallenge", admin_respond_to_auth_challenge::answer),
    ("AssociateSoftwareToken", associate_software_token::answer),
    ("ConfirmDevice", confirm_device::answer),
    ("ForgetDevice", forget_device::answer),
    ("GetDevice", get_device::answer),
    ("GetTokensFromRefreshToken", get_tokens_from_refresh_token::answer),
    ("GetUser", get_user::answer),
    ("GlobalSignOut", global_sign_out::answer),
    ("InitiateAuth", initiate_auth::answer),
    ("ListDevices", list_devices::answer),
    ("RespondToAuthChallenge", respond_to_auth_challenge::answer),
    ("RevokeToken", revoke_token::answer),
    ("UpdateDeviceStatus", update_device_status::answer),
    ("VerifySoftwareToken", verify_software_token::answer),
];

const IDENTITY_POOL: &[(&str, Operation)] = &[
    ("GetCredentialsForIdentity", get_credentials_for_identity::answer),
    ("GetId", get_id::answer),
    ("GetOpenIdToken", get_open_id_token::answer),
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
