//! `VerifyUserAttribute`: the code came back, so the address is verified.

use serde_json::{Value as Json, json};

use super::get_user_attribute_verification_code::medium;
use crate::practice::error::Failure;
use crate::practice::input::{ACCESS_TOKEN, ATTRIBUTE_NAME, CODE, Rule};
use crate::practice::limits::Deed;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::{self, verification};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN, ATTRIBUTE_NAME, Rule::required("Code", CODE).sensitive()])?;
    let name = tokens::bearer(pool, call)?.name.clone();
    let purpose = verification(medium(call)?);
    pool.limits.count(&name, Deed::VerifyAttribute, call.now)?;
    let code = call.input.demanded("Code");
    let to = pool.codes.check((&name, purpose), code, call.now)?.clone();
    self_service::verify(pool, &name, &to, call.now)?;
    pool.codes.spend(&name, purpose);
    Ok(json!({}))
}
