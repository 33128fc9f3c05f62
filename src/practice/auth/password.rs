//! Flows that send the password, and the judging of a password that every flow shares.

use serde_json::Value as Json;

use super::{Login, after_password};
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::practice::secret_hash;
use crate::secret::Secret;

pub(super) fn start(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let typed = given.need("USERNAME")?;
    let password = Secret::from(given.need("PASSWORD")?);
    secret_hash::check(client, typed, given.get("SECRET_HASH"))?;
    let Some(user) = pool.people.find(typed) else { return Err(unknown_user(client)) };
    let login = Login { user: user.name.clone(), client };
    let right = user.password == password;
    judge(pool, call, &login, right)?;
    after_password(pool, call, login)
}

/// Counts a wrong password and forgets earlier ones after a right one; looks at neither while the account is locked.
pub(super) fn judge(pool: &mut Pool, call: &Call<'_>, login: &Login, right: bool) -> Result<(), Failure> {
    let user = pool.people.get_mut(&login.user).ok_or_else(Failure::wrong_password)?;
    if user.failures.locked(call.now) {
        return Err(Failure::not_authorized("Password attempts exceeded"));
    }
    if right {
        user.failures = super::lockout::Failures::default();
        Ok(())
    } else {
        user.failures = user.failures.one_more(call.now);
        Err(Failure::wrong_password())
    }
}

/// What is said of a user who does not exist: as much as the app client lets on.
pub(super) fn unknown_user(client: &Client) -> Failure {
    if client.hides_unknown_users {
        Failure::wrong_password()
    } else {
        Failure::new("UserNotFoundException", "User does not exist.")
    }
}
