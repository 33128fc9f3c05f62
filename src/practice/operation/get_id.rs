//! `GetId`: the identity of a guest, or of whoever the logins prove.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::input::{IDENTITY, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::{identity, logins};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::required("IdentityPoolId", IDENTITY)])?;
    let of = identity::pool_named(call.input.demanded("IdentityPoolId"))?;
    let visitor = logins::visitor(pool, call, of)?;
    Ok(json!({ "IdentityId": identity::identity_for(pool, of, &visitor)? }))
}
