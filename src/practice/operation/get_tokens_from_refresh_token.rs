//! `GetTokensFromRefreshToken`: the younger way to refresh; it takes the client secret itself, not a hash, and it is the
//! only one that rotates refresh tokens.

use serde_json::Value as Json;

use crate::practice::auth;
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, DEVICE_KEY, Rule, TOKEN};
use crate::practice::mac::same;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[
        Rule::required("RefreshToken", TOKEN).sensitive(),
        CLIENT_ID,
        Rule::optional("DeviceKey", DEVICE_KEY),
    ])?;
    let client = auth::client(call.input.demanded("ClientId"))?;
    if !knows_secret(call, client) {
        return Err(Failure::not_authorized(format!(
            "Unable to verify client secret for client {}",
            client.id
        )));
    }
    let token = call.input.demanded("RefreshToken");
    let grant = tokens::live_grant(pool, token, client, call.now)?;
    tokens::same_device(pool, &grant, call.input.text("DeviceKey"))?;
    let next = tokens::rotate(pool, call, token, client);
    tokens::issue_again(pool, call, &grant, next.as_deref())
}

/// True when `ClientSecret` is the client's, or absent where there is none.
pub(super) fn knows_secret(call: &Call<'_>, client: &Client) -> bool {
    match (client.secret, call.input.text("ClientSecret")) {
        (None, None) => true,
        (Some(secret), Some(given)) => same(secret.as_bytes(), given.as_bytes()),
        (None, Some(_)) | (Some(_), None) => false,
    }
}
