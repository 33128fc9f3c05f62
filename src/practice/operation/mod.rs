//! The operations of the two JSON services, one file each. An operation checks its input, does one thing to the pool
//! and gives its answer as JSON; the envelope around it is `wire`'s.

mod admin;
mod admin_initiate_auth;
mod admin_respond_to_auth_challenge;
mod get_credentials_for_identity;
mod get_id;
mod get_open_id_token;
mod get_open_id_token_for_developer_identity;
mod get_tokens_from_refresh_token;
mod get_user;
mod global_sign_out;
mod initiate_auth;
mod respond_to_auth_challenge;
mod revoke_token;
mod unlink_identity;

use serde_json::Value as Json;

use super::error::Failure;
use super::pool::{Call, Pool};

/// What an operation is.
pub(super) type Operation = fn(&mut Pool, &Call<'_>) -> Result<Json, Failure>;

const USER_POOL: &[(&str, Operation)] = &[
    ("AdminInitiateAuth", admin_initiate_auth::answer),
    ("AdminRespondToAuthChallenge", admin_respond_to_auth_challenge::answer),
    ("GetTokensFromRefreshToken", get_tokens_from_refresh_token::answer),
    ("GetUser", get_user::answer),
    ("GlobalSignOut", global_sign_out::answer),
    ("InitiateAuth", initiate_auth::answer),
    ("RespondToAuthChallenge", respond_to_auth_challenge::answer),
    ("RevokeToken", revoke_token::answer),
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
