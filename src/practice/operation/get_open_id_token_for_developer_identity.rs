//! `GetOpenIdTokenForDeveloperIdentity`: a developer's back end vouches, with its signature, for a user of its own sign-in,
//! and gets the identity and a token that the user's app takes further.

use serde_json::{Value as Json, json};

use super::admin;
use super::get_open_id_token::sign;
use crate::practice::error::Failure;
use crate::practice::identity;
use crate::practice::input::{IDENTITY, Rule};
use crate::practice::logins::{self, Login, Visitor};
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{DEVELOPER_PROVIDER, IdentityPool};

const USUAL_SECS: i64 = 900;
const LONGEST_SECS: i64 = 86_400;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    admin::admit_to_identity_pool(pool, call, "GetOpenIdTokenForDeveloperIdentity")?;
    call.input
        .check(&[Rule::required("IdentityPoolId", IDENTITY), Rule::optional("IdentityId", IDENTITY)])?;
    let of = identity::pool_named(call.input.demanded("IdentityPoolId"))?;
    let secs = duration(call.input.integer("TokenDuration")?)?;
    let visitor = vouched(pool, call, of)?;
    let id = identity::identity_vouched(pool, of, call.input.text("IdentityId"), &visitor)?;
    let token = sign(call, of, (&id, &visitor), secs)?;
    Ok(json!({ "IdentityId": id, "Token": token }))
}

/// Whom the developer vouches for, and whom the other logins prove.
fn vouched(pool: &Pool, call: &Call<'_>, of: &IdentityPool) -> Result<Visitor, Failure> {
    let mut visitor = Visitor::default();
    for (provider, told) in call.input.texts("Logins")?.iter() {
        visitor.logins.push(if provider == DEVELOPER_PROVIDER {
            Login::plain(provider, of.id, told)
        } else {
            logins::check(pool, call, provider, told)?
        });
    }
    if visitor.logins.iter().any(|login| login.provider == DEVELOPER_PROVIDER) {
        Ok(visitor)
    } else {
        Err(Failure::invalid_parameter("Please provide a valid developer provider."))
    }
}

fn duration(asked: Option<i64>) -> Result<i64, Failure> {
    let secs = asked.unwrap_or(USUAL_SECS);
    let broken = match secs {
        ..1 => "greater than or equal to 1".to_owned(),
        LONGEST_SECS.. if secs > LONGEST_SECS => format!("less than or equal to {LONGEST_SECS}"),
        _ => return Ok(secs),
    };
    Err(Failure::invalid_parameter(format!(
        "1 validation error detected: Value '{secs}' at 'tokenDuration' failed to satisfy constraint: Member must have \
         value {broken}"
    )))
}
