//! `GetUser`: the account that an access token stands for. The live check of a token.

use serde_json::{Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::factors::{Factor, Next};
use crate::practice::input::ACCESS_TOKEN;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN])?;
    let user = tokens::bearer(pool, call)?;
    let mut attributes = vec![json!({ "Name": "sub", "Value": user.sub })];
    attributes.extend(user.attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })));
    let factors: Vec<&str> = user.factors.on().into_iter().map(Factor::wire).collect();
    let mut answer = json!({ "UserAttributes": attributes, "Username": user.name });
    if let Json::Object(members) = &mut answer {
        if let Next::Code(factor) = user.factors.next() {
            members.insert("PreferredMfaSetting".to_owned(), factor.wire().into());
        }
        if !factors.is_empty() {
            members.insert("UserMFASettingList".to_owned(), factors.into());
        }
    }
    Ok(answer)
}
