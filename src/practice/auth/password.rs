//! Flows and challenges that send the password, and the judging of a password that every flow shares.

use serde_json::Value as Json;

use super::ladder::after_password;
use super::pending::spend;
use super::stranger::claimant;
use super::{Login, device};
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::secret::Secret;

pub(super) fn start(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    given.need("USERNAME")?;
    given.need("PASSWORD")?;
    let login = claimant(pool, client, given)?;
    prove(pool, call, login, given)
}

/// `PASSWORD`: the password, when it was asked for by itself.
pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    given.need("PASSWORD")?;
    spend(pool, call);
    prove(pool, call, login, given)
}

/// Takes the password that was sent, and goes on up the ladder.
pub(super) fn prove(
    pool: &mut Pool,
    call: &Call<'_>,
    mut login: Login,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let password = Secret::from(given.need("PASSWORD")?);
    let right = pool.people.get(&login.user).is_some_and(|user| user.password == password);
    judge(pool, call, &login, right)?;
    login.device = device::named(pool, &login, given)?;
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
