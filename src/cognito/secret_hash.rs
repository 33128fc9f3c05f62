//! `SECRET_HASH`: the proof that the caller has the app client's secret.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::ids::ClientId;
use super::keyed::hmac_sha256;
use crate::secret::Secret;

/// base64( HMAC-SHA256( key = client secret, message = user name ‖ client id ) ), 44 characters.
///
/// The user name is the one in the same request, to the letter: what was typed in `InitiateAuth`,
/// the real user name (`USER_ID_FOR_SRP`) in the answer to a challenge.
#[must_use]
pub fn secret_hash(username: &str, client: &ClientId, secret: &Secret) -> String {
    let mac = hmac_sha256(secret.expose().as_bytes(), &[username.as_bytes(), client.as_str().as_bytes()]);
    STANDARD.encode(mac)
}
