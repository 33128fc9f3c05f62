//! `RespondToAuthChallenge`: the answer to a challenge.

use serde_json::Value as Json;

use crate::practice::auth::{self, CHALLENGE_NAME};
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, SESSION};
use crate::practice::pool::{Call, Pool};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[CLIENT_ID, CHALLENGE_NAME, SESSION])?;
    auth::answer(pool, call)
}
