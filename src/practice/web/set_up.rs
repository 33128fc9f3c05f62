//! `MFA_SETUP` on a page: the page asks the API for the secret of an authenticator app, shows it, and proves the first code.
//! Under the hood these are `AssociateSoftwareToken` and `VerifySoftwareToken`, as an app of one's own would call them.

use serde_json::{Value as Json, json};

use crate::practice::auth::mfa_setup;
use crate::practice::error::Failure;
use crate::practice::form::Form;
use crate::practice::input::Input;
use crate::practice::pool::{Call, Pool};

/// The challenge.
pub(super) const CHALLENGE: &str = "MFA_SETUP";
/// The field of the app's first code.
pub(super) const CODE_FIELD: &str = "UserCode";
const SECRET: &str = "SecretCode";

/// A question with the app's secret in it, if it is this one.
pub(super) fn begun(pool: &mut Pool, call: &Call<'_>, mut asked: Json) -> Result<Json, Failure> {
    if asked.get("ChallengeName").and_then(Json::as_str) != Some(CHALLENGE) {
        return Ok(asked);
    }
    let input = read(&json!({ "Session": asked.get("Session") }))?;
    let told = mfa_setup::associate(pool, &Call { input, ..*call })?;
    move_on(&mut asked, &told, &["Session", SECRET]);
    Ok(asked)
}

/// The question once the app's first code was right, ready to be answered.
pub(super) fn verified(pool: &mut Pool, call: &Call<'_>, asked: &Json, form: &Form) -> Result<Json, Failure> {
    let code = form.get(CODE_FIELD).ok_or_else(|| Failure::missing(CODE_FIELD))?;
    let input = read(&json!({ "Session": asked.get("Session"), "UserCode": code }))?;
    let told = mfa_setup::verify(pool, &Call { input, ..*call })?;
    let mut asked = asked.clone();
    move_on(&mut asked, &told, &["Session"]);
    Ok(asked)
}

/// The secret that a question shows.
pub(super) fn secret(asked: &Json) -> &str {
    asked.get(SECRET).and_then(Json::as_str).unwrap_or_default()
}

fn read(members: &Json) -> Result<Input, Failure> {
    Input::read(members.to_string().as_bytes())
}

fn move_on(asked: &mut Json, told: &Json, members: &[&str]) {
    for name in members {
        if let (Some(asked), Some(value)) = (asked.as_object_mut(), told.get(*name)) {
            asked.insert((*name).to_owned(), value.clone());
        }
    }
}
