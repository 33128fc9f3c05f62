//! `WEB_AUTHN`: a passkey is offered and its options are handed out as AWS does. No credential is right, for a window on a
//! desktop has no passkey of this pool, and none was ever registered.

use serde_json::{Value as Json, json};

use super::Login;
use super::pending::{Asked, Pending, ask, spend};
use crate::practice::encoding::base64url;
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::pool::{Call, Pool};

/// Where the passkeys of the pool would belong.
const RELYING_PARTY: &str = "login.practice.example";

/// Hands out what an authenticator is asked for, as JSON in a text.
pub(super) fn question(pool: &mut Pool, call: &Call<'_>, login: Login) -> Json {
    let credential = base64url(format!("practice passkey of {}", login.user).as_bytes());
    let options = json!({
        "challenge": pool.random.base64url(32),
        "timeout": 180_000,
        "rpId": RELYING_PARTY,
        "allowCredentials": [{ "type": "public-key", "id": credential, "transports": ["internal", "hybrid"] }],
        "userVerification": "preferred",
    });
    let parameters = json!({ "CREDENTIAL_REQUEST_OPTIONS": options.to_string() });
    ask(pool, call, Asked { login, pending: Pending::WebAuthn }, &parameters)
}

/// Refuses whatever came as `CREDENTIAL`.
pub(super) fn answer(pool: &mut Pool, call: &Call<'_>, given: &Texts<'_>) -> Result<Json, Failure> {
    given.need("CREDENTIAL")?;
    spend(pool, call);
    Err(Failure::wrong_password())
}
