//! `GetId`: the identity of a guest or of a user of the user pool.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::identity::{self, Visitor};
use crate::practice::input::{IDENTITY, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::IDENTITY_POOL_ID;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::required("IdentityPoolId", IDENTITY)])?;
    let wanted = call.input.demanded("IdentityPoolId");
    if wanted != IDENTITY_POOL_ID {
        return Err(Failure::not_found(format!("IdentityPool '{wanted}' not found.")));
    }
    let id = match identity::visitor(pool, call)? {
        Visitor::Guest => pool.identities.new_guest(&mut pool.random),
        Visitor::User(member) => identity::identity_id(&member.sub),
    };
    Ok(json!({ "IdentityId": id }))
}
