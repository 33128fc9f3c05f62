//! `GetUser`: the account that an access token stands for. The live check of a token.

use serde_json::{Map, Value as Json, json};

use crate::practice::error::Failure;
use crate::practice::factors::{Factor, Next};
use crate::practice::input::ACCESS_TOKEN;
use crate::practice::people::User;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN])?;
    let user = tokens::bearer(pool, call)?;
    let mut answer = factors(user);
    answer.insert("UserAttributes".to_owned(), attributes(user));
    answer.insert("Username".to_owned(), Json::from(user.name.as_str()));
    Ok(Json::Object(answer))
}

/// `UserAttributes`
pub(super) fn attributes(user: &User) -> Json {
    let mut attributes = vec![json!({ "Name": "sub", "Value": user.sub })];
    attributes.extend(user.attributes.iter().map(|(name, value)| json!({ "Name": name, "Value": value })));
    Json::Array(attributes)
}

/// `UserMFASettingList` and `PreferredMfaSetting`; absent when no second factor is on, or none goes before the others.
pub(super) fn factors(user: &User) -> Map<String, Json> {
    let mut members = Map::new();
    let factors: Vec<&str> = user.factors.on().into_iter().map(Factor::wire).collect();
    if let Next::Code(factor) = user.factors.next() {
        members.insert("PreferredMfaSetting".to_owned(), factor.wire().into());
    }
    if !factors.is_empty() {
        members.insert("UserMFASettingList".to_owned(), factors.into());
    }
    members
}
