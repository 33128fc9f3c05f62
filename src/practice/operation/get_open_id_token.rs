//! `GetOpenIdToken`: the identity pool's own token, which the classic flow takes to STS. Good for ten minutes.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::identity::{self, Visitor};
use crate::practice::input::{IDENTITY, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{IDENTITY_POOL_ID, PROVIDER};

const TOKEN_SECS: i64 = 600;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::required("IdentityId", IDENTITY)])?;
    let visitor = identity::visitor(pool, call)?;
    let id = identity::identity_of(pool, call.input.demanded("IdentityId"), &visitor)?;
    let now = call.now.as_second();
    let claims = json!({
        "sub": id,
        "aud": IDENTITY_POOL_ID,
        "amr": methods(&visitor),
        "iss": "https://cognito-identity.amazonaws.com",
        "exp": now + TOKEN_SECS,
        "iat": now,
    });
    let token = call.keys.identity_pool()?.sign(&claims)?;
    Ok(json!({ "IdentityId": id, "Token": token }))
}

fn methods(visitor: &Visitor) -> Vec<String> {
    match visitor {
        Visitor::Guest => vec!["unauthenticated".to_owned()],
        Visitor::User(member) => vec![
            "authenticated".to_owned(),
            PROVIDER.to_owned(),
            format!("{PROVIDER}:{PROVIDER}:CognitoSignIn:{}", member.sub),
        ],
    }
}
