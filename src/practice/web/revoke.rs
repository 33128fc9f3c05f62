//! `/oauth2/revoke`: a refresh token, and the access tokens that came with it, stop working.

use super::{app, body, oauth_error};
use crate::practice::keys::peek;
use crate::practice::pool::{Call, Pool};
use crate::practice::wire::Response;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    let form = body(call);
    let Some(token) = form.get("token") else { return oauth_error(400, "invalid_request") };
    let Some(client) = app::authenticated(call.request, &form) else {
        return oauth_error(401, "invalid_client");
    };
    if peek(token).is_some() {
        return oauth_error(400, "unsupported_token_type");
    }
    // As RFC 7009 asks, a token that is unknown or already revoked is no mistake.
    pool.grants.revoke(token, client);
    Response::new(200, "application/json", "")
}
