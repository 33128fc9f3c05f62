//! `GetCredentialsForIdentity`: AWS keys for an hour, for the role that the visitor gets.

use serde_json::{Value as Json, json};

use crate::practice::credentials::{Assumed, Handed};
use crate::practice::error::Failure;
use crate::practice::input::{Constraint, IDENTITY, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::{identity, logins};

const CUSTOM_ROLE: Rule = Rule::optional("CustomRoleArn", &[Constraint::Min(20), Constraint::Max(2048)]);

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::required("IdentityId", IDENTITY), CUSTOM_ROLE])?;
    let named = call.input.demanded("IdentityId");
    let visitor = logins::visitor(pool, call, identity::pool_of(pool, named)?)?;
    let id = identity::identity_named(pool, named, &visitor)?;
    let role = identity::role(&visitor, call.input.text("CustomRoleArn"))?;
    let assumed = Assumed { role, session: "CognitoIdentityCredentials", secs: 3600 };
    let Handed { key_id, secret, token, expires, .. } =
        pool.credentials.issue(&mut pool.random, &assumed, call.now);
    let credentials = json!({
        "AccessKeyId": key_id,
        "Expiration": expires.as_duration().as_secs_f64(),
        "SecretKey": secret.expose(),
        "SessionToken": token.expose(),
    });
    Ok(json!({ "Credentials": credentials, "IdentityId": id }))
}
