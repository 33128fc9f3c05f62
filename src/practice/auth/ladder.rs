//! The ladder from a right password (or what stands in its place) to the tokens: the state of the account, a password of
//! one's own, a second factor or a device that stands in for it.

use serde_json::{Value as Json, json};

use super::one_time_code::{self, Errand};
use super::pending::{Asked, Pending, ask};
use super::{Login, device, mfa_setup, new_password, select_mfa};
use crate::practice::codes::Medium;
use crate::practice::error::Failure;
use crate::practice::factors::{Factor, Next};
use crate::practice::people::{Status, User};
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

/// What an account's state says to somebody who has just proved the password.
pub(super) fn account_state(user: &User, call: &Call<'_>) -> Result<(), Failure> {
    if !user.enabled {
        return Err(Failure::not_authorized("User is disabled."));
    }
    match user.status {
        Status::Unconfirmed => Err(Failure::new("UserNotConfirmedException", "User is not confirmed.")),
        Status::ResetRequired => {
            Err(Failure::new("PasswordResetRequiredException", "Password reset required for the user"))
        }
        Status::ForceChangePassword if user.temporary_password_is_over(call.now) => Err(
            Failure::not_authorized("Temporary password has expired and must be reset by an administrator."),
        ),
        // Who comes from elsewhere has no password here that could be right.
        Status::ExternalProvider => Err(Failure::wrong_password()),
        Status::ForceChangePassword | Status::Confirmed => Ok(()),
    }
}

/// The first rung: the password was right.
pub(super) fn after_password(pool: &mut Pool, call: &Call<'_>, login: Login) -> Result<Json, Failure> {
    let user = pool.people.get(&login.user).ok_or_else(Failure::wrong_password)?;
    account_state(user, call)?;
    if user.status == Status::ForceChangePassword {
        let parameters = new_password::question(user);
        return Ok(ask(pool, call, Asked { login, pending: Pending::NewPassword }, &parameters));
    }
    after_new_password(pool, call, login)
}

/// The second rung: the password is one that the user chose.
pub(super) fn after_new_password(pool: &mut Pool, call: &Call<'_>, login: Login) -> Result<Json, Failure> {
    let user = pool.people.get(&login.user).ok_or_else(Failure::invalid_session)?;
    if device::is_remembered(user, &login) {
        return last(pool, call, login);
    }
    match user.factors.next() {
        Next::Nothing => last(pool, call, login),
        Next::Code(factor) => second_factor(pool, call, login, factor),
        Next::Choice(factors) => Ok(select_mfa::question(pool, call, login, &factors)),
        Next::SetUp => Ok(mfa_setup::question(pool, call, login)),
    }
}

/// The third rung: a second factor is asked for.
pub(super) fn second_factor(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    factor: Factor,
) -> Result<Json, Failure> {
    match factor {
        Factor::SoftwareToken => Ok(software_token(pool, call, login)),
        Factor::Sms => one_time_code::question(pool, call, login, Errand::SecondFactor(Medium::Sms)),
        Factor::Email => one_time_code::question(pool, call, login, Errand::SecondFactor(Medium::Email)),
    }
}

fn software_token(pool: &mut Pool, call: &Call<'_>, login: Login) -> Json {
    let authenticator = pool.people.get(&login.user).and_then(|user| user.authenticator.as_ref());
    let name = authenticator.and_then(|authenticator| authenticator.name.clone());
    let mut parameters = json!({ "USER_ID_FOR_SRP": login.user });
    if let Some(name) = name {
        parameters = json!({ "FRIENDLY_DEVICE_NAME": name, "USER_ID_FOR_SRP": login.user });
    }
    ask(pool, call, Asked { login, pending: Pending::SoftwareToken }, &parameters)
}

/// The last rung: tokens, once a device that says to be known has proved it.
pub(super) fn last(pool: &mut Pool, call: &Call<'_>, login: Login) -> Result<Json, Failure> {
    if login.device.is_some() {
        Ok(device::question(pool, call, login))
    } else {
        tokens::first_issue(pool, call, &login)
    }
}
