//! `GlobalSignOut`: every token of the user stops working at Cognito. Other verifiers do not notice.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::input::ACCESS_TOKEN;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN])?;
    let user = tokens::bearer(pool, call)?.name.clone();
    pool.grants.revoke_all(&user);
    Ok(json!({}))
}
