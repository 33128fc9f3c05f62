//! `SECRET_HASH` from the pool's side: is the one that came the one that the app client's secret gives?
//! Base64 of HMAC-SHA256, keyed with the secret, over the user name and the client id.

use super::encoding::base64;
use super::error::Failure;
use super::mac::{hmac_sha256, same};
use super::roster::Client;

/// Checks the hash that came with a user name.
///
/// # Errors
/// In AWS's words: not received, or not verified (also when the client has no secret at all).
pub(super) fn check(client: &Client, username: &str, given: Option<&str>) -> Result<(), Failure> {
    match_any(client, &[username], given)
        .map_err(|()| {
            Failure::not_authorized(format!("Unable to verify secret hash for client {}", client.id))
        })?
        .ok_or_else(|| not_received(client))
}

/// What is looked at before anything else about a sign-in: the hash over the name that came along, or where none did,
/// that there is a hash if the client has a secret.
///
/// # Errors
/// As of [`check`].
pub(super) fn check_first(client: &Client, named: Option<&str>, given: Option<&str>) -> Result<(), Failure> {
    match named {
        Some(username) => check(client, username, given),
        None if client.secret.is_some() && given.is_none() => Err(not_received(client)),
        None => Ok(()),
    }
}

/// Checks the hash that came with a refresh token, over the real user name or the `sub`.
///
/// # Errors
/// In AWS's words, which differ from those of the other calls.
pub(super) fn check_refresh(client: &Client, names: &[&str], given: Option<&str>) -> Result<(), Failure> {
    match_any(client, names, given)
        .map_err(|()| {
            Failure::not_authorized(format!("SecretHash does not match for the client: {}", client.id))
        })?
        .ok_or_else(|| not_received(client))
}

/// The hash that an app client with a secret would send, for the pool's own pages, which speak for the client.
pub(super) fn of(client: &Client, username: &str) -> Option<String> {
    client.secret.map(|secret| secret_hash(secret, username, client.id))
}

/// `Err` when the hash is wrong, `None` when it is needed and absent.
fn match_any(client: &Client, names: &[&str], given: Option<&str>) -> Result<Option<()>, ()> {
    match (client.secret, given) {
        (None, None) => Ok(Some(())),
        (None, Some(_)) => Err(()),
        (Some(_), None) => Ok(None),
        (Some(secret), Some(given)) => names
            .iter()
            .any(|name| same(secret_hash(secret, name, client.id).as_bytes(), given.as_bytes()))
            .then_some(Some(()))
            .ok_or(()),
    }
}

fn not_received(client: &Client) -> Failure {
    let id = &client.id;
    Failure::not_authorized(format!("Client {id} is configured with secret but SECRET_HASH was not received"))
}

fn secret_hash(secret: &str, username: &str, client_id: &str) -> String {
    base64(&hmac_sha256(secret.as_bytes(), &[username.as_bytes(), client_id.as_bytes()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_hashes_agree() {
        let secret = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMN";
        for (username, hash) in [
            ("alice", "Yl1DXp2fbhhoGGwZ0TDC1Ay8zrCy8ltRhMUfci/7pfw="),
            ("Alice.Smith+test@Example.com", "HpvGNGeVbMdX8aGvtd3PtRGCLhuYbWmgDu1Yg2hElA8="),
            ("3f1c2b8e-9d4a-4c55-8f0e-5a6b7c8d9e0f", "L/YuVzEWJWdZvR+fX+6hHp/m9KZ6+omVv6gru/qHzsM="),
        ] {
            assert_eq!(secret_hash(secret, username, "1example23456789"), hash);
        }
    }
}
