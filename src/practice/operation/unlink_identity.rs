//! `UnlinkIdentity`: some of a person's logins lead to their identity no more.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::input::{IDENTITY, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::{identity, logins};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::required("IdentityId", IDENTITY)])?;
    let named = call.input.demanded("IdentityId");
    let visitor = logins::visitor(pool, call, identity::pool_of(pool, named)?)?;
    let id = identity::identity_named(pool, named, &visitor)?;
    identity::unlink(pool, &id, &call.input.names("LoginsToRemove")?);
    Ok(json!({}))
}
