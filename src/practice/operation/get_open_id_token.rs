//! `GetOpenIdToken`: the identity pool's own token, which the classic flow takes to STS. Good for ten minutes.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::input::{IDENTITY, Rule};
use crate::practice::logins::Visitor;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::IdentityPool;
use crate::practice::{identity, logins};

const TOKEN_SECS: i64 = 600;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::required("IdentityId", IDENTITY)])?;
    let named = call.input.demanded("IdentityId");
    let of = identity::pool_of(pool, named)?;
    if !of.classic {
        return Err(Failure::invalid_parameter(
            "Basic (classic) flow is not enabled, please use enhanced flow.",
        ));
    }
    let visitor = logins::visitor(pool, call, of)?;
    let id = identity::identity_named(pool, named, &visitor)?;
    let token = sign(call, of, (&id, &visitor), TOKEN_SECS)?;
    Ok(json!({ "IdentityId": id, "Token": token }))
}

/// A token of an identity pool for somebody: their identity, and what proved them.
pub(super) fn sign(
    call: &Call<'_>,
    of: &IdentityPool,
    (id, visitor): (&str, &Visitor),
    secs: i64,
) -> Result<String, Failure> {
    let now = call.now.as_second();
    let claims = json!({
        "sub": id,
        "aud": of.id,
        "amr": visitor.methods(),
        "iss": "https://cognito-identity.amazonaws.com",
        "exp": now + secs,
        "iat": now,
    });
    Ok(call.keys.identity_pool()?.sign(&claims)?)
}
