//! `AdminInitiateAuth`: somebody starts to sign in through a server that signs the call.

use serde_json::Value as Json;

use super::admin;
use crate::practice::auth::{self, AUTH_FLOW, Door};
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, SESSION, USER_POOL_ID};
use crate::practice::pool::{Call, Pool};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    admin::admit(pool, call, "AdminInitiateAuth")?;
    call.input.check(&[USER_POOL_ID, CLIENT_ID, AUTH_FLOW, SESSION])?;
    auth::user_pool(call.input.demanded("UserPoolId"))?;
    auth::start(pool, call, Door::Admin)
}
