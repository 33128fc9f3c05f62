//! `REFRESH_TOKEN_AUTH`: a refresh token gives fresh ID and access tokens, and no other refresh token.

use serde_json::Value as Json;

use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::practice::{secret_hash, tokens};

pub(super) fn start(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let grant = tokens::live_grant(pool, given.need("REFRESH_TOKEN")?, client, call.now)?;
    let sub = pool.people.get(&grant.user).map(|user| user.sub.clone()).unwrap_or_default();
    secret_hash::check_refresh(client, &[&grant.user, &sub], given.get("SECRET_HASH"))?;
    tokens::same_device(pool, &grant, given.get("DEVICE_KEY"))?;
    tokens::issue_again(pool, call, &grant, None)
}
