//! `RevokeToken`: one refresh token, and the access tokens that came with it, stop working.

use serde_json::{Value as Json, json};

use super::get_tokens_from_refresh_token::knows_secret;
use crate::practice::auth;
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, Rule, TOKEN};
use crate::practice::keys::peek;
use crate::practice::pool::{Call, Pool};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::required("Token", TOKEN).sensitive(), CLIENT_ID])?;
    let client = auth::client(call.input.demanded("ClientId"))?;
    if !knows_secret(call, client) {
        return Err(Failure::new("UnauthorizedException", "Invalid client secret"));
    }
    let token = call.input.demanded("Token");
    if peek(token).is_some() {
        return Err(Failure::new("UnsupportedTokenTypeException", "The token type is not supported."));
    }
    // As RFC 7009 asks, a token that is unknown or already revoked is no mistake.
    pool.grants.revoke(token, client);
    Ok(json!({}))
}
