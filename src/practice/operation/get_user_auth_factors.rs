//! `GetUserAuthFactors`: what whoever is signed in can sign in with, first and second factors.

use serde_json::Value as Json;

use super::get_user;
use crate::practice::codes::{Destination, Medium};
use crate::practice::error::Failure;
use crate::practice::input::ACCESS_TOKEN;
use crate::practice::people::User;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN])?;
    let user = tokens::bearer(pool, call)?;
    let mut answer = get_user::factors(user);
    answer.insert("ConfiguredUserAuthFactors".to_owned(), first_factors(user).into());
    answer.insert("Username".to_owned(), user.name.as_str().into());
    Ok(Json::Object(answer))
}

/// One for each way to sign in with `USER_AUTH`.
fn first_factors(user: &User) -> Vec<&'static str> {
    [
        ("PASSWORD", true),
        ("EMAIL_OTP", Destination::verified(user, Medium::Email).is_some()),
        ("SMS_OTP", Destination::verified(user, Medium::Sms).is_some()),
        ("WEB_AUTHN", user.passkey),
    ]
    .into_iter()
    .filter_map(|(name, is_there)| is_there.then_some(name))
    .collect()
}
