//! `NEW_PASSWORD_REQUIRED`: a temporary password becomes one that the user chose, and missing attributes are filled in.

use serde_json::{Value as Json, json};

use super::ladder::after_new_password;
use super::pending::spend;
use super::{Login, policy};
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::people::{Status, User};
use crate::practice::pool::{Call, Pool};

const PREFIX: &str = "userAttributes.";

/// `ChallengeParameters`: two of them are JSON in a text.
pub(super) fn question(user: &User) -> Json {
    let required: Vec<String> =
        user.missing_attributes().iter().map(|name| format!("{PREFIX}{name}")).collect();
    json!({
        "USER_ID_FOR_SRP": user.name,
        "requiredAttributes": json!(required).to_string(),
        "userAttributes": Json::Object(user.attributes_json()).to_string(),
    })
}

pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let password = given.need("NEW_PASSWORD")?;
    let user = pool.people.get_mut(&login.user).ok_or_else(Failure::invalid_session)?;
    policy::check(password)?;
    let attributes: Vec<(&str, &str)> =
        given.iter().filter_map(|(key, value)| Some((key.strip_prefix(PREFIX)?, value))).collect();
    check_attributes(user, &attributes)?;
    for (name, value) in attributes {
        user.set_attribute(name, value);
    }
    user.password = password.into();
    user.password_set = call.now;
    user.status = Status::Confirmed;
    spend(pool, call);
    after_new_password(pool, call, login)
}

fn check_attributes(user: &User, given: &[(&str, &str)]) -> Result<(), Failure> {
    if let Some((name, _)) = given.iter().find(|(name, _)| user.attribute(name).is_some()) {
        return Err(Failure::not_authorized(format!("Cannot modify an already provided {name}")));
    }
    let is_given = |name: &str| given.iter().any(|(known, value)| *known == name && !value.is_empty());
    match user.missing_attributes().into_iter().find(|name| !is_given(name)) {
        Some(name) => Err(Failure::invalid_parameter(format!("Invalid attributes given, {name} is missing"))),
        None => Ok(()),
    }
}
