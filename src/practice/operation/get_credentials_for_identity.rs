//! `GetCredentialsForIdentity`: AWS keys for an hour, for the role that the visitor gets.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::identity;
use crate::practice::input::{Constraint, IDENTITY, Rule};
use crate::practice::pool::{Call, Pool};

const CUSTOM_ROLE: Rule = Rule::optional("CustomRoleArn", &[Constraint::Min(20), Constraint::Max(2048)]);

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::required("IdentityId", IDENTITY), CUSTOM_ROLE])?;
    let visitor = identity::visitor(pool, call)?;
    let id = identity::identity_of(pool, call.input.demanded("IdentityId"), &visitor)?;
    let role = identity::role(&visitor, call.input.text("CustomRoleArn"))?;
    let credentials = pool.credentials.issue(&mut pool.random, role, call.now);
    Ok(json!({ "Credentials": credentials, "IdentityId": id }))
}
