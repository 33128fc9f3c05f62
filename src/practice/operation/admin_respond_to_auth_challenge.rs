//! `AdminRespondToAuthChallenge`: the answer to a challenge, in a signed call.

use serde_json::Value as Json;

use super::admin;
use crate::practice::auth::{self, CHALLENGE_NAME};
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, SESSION, USER_POOL_ID};
use crate::practice::pool::{Call, Pool};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    admin::admit(pool, call, "AdminRespondToAuthChallenge")?;
    call.input.check(&[USER_POOL_ID, CLIENT_ID, CHALLENGE_NAME, SESSION])?;
    auth::user_pool(call.input.demanded("UserPoolId"))?;
    auth::answer(pool, call)
}
