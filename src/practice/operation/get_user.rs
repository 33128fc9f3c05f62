//! `GetUser`: the account that an access token stands for. The live check of a token.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::input::ACCESS_TOKEN;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN])?;
    let user = tokens::bearer(pool, call)?;
    let mut attributes = vec![json!({ "Name": "sub", "Value": user.sub })];
    attributes.extend(user.attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })));
    if user.authenticator.is_some() {
        return Ok(json!({
            "PreferredMfaSetting": "SOFTWARE_TOKEN_MFA",
            "UserAttributes": attributes,
            "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"],
            "Username": user.name,
        }));
    }
    Ok(json!({ "UserAttributes": attributes, "Username": user.name }))
}
