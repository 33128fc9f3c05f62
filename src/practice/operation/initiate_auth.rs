//! `InitiateAuth`: anybody starts to sign in.

use serde_json::Value as Json;

use crate::practice::auth::{self, AUTH_FLOW, Door};
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, SESSION};
use crate::practice::pool::{Call, Pool};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[AUTH_FLOW, CLIENT_ID, SESSION])?;
    auth::start(pool, call, Door::Public)
}
