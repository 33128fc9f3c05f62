//! `CUSTOM_AUTH` and its challenge `CUSTOM_CHALLENGE`: the pool's own triggers decide what is asked and when it is enough.
//! They ask for no second factor.

use serde_json::Value as Json;

use super::ladder::{account_state, last};
use super::pending::{Asked, Pending, ask, spend};
use super::srp::{self, Then};
use super::stranger::claimant;
use super::{Login, device};
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::practice::triggers::Round;

pub(super) fn start(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let mut login = claimant(pool, client, given)?;
    match given.get("CHALLENGE_NAME") {
        Some("SRP_A") => srp::question(pool, call, (login, Then::Riddles), given),
        Some(other) => Err(Failure::invalid_parameter(format!("{other} cannot be the first challenge"))),
        None => {
            login.device = device::named(pool, &login, given).unwrap_or_default();
            after_password(pool, call, login)
        }
    }
}

/// The first riddle, after the password or in its place.
pub(super) fn after_password(pool: &mut Pool, call: &Call<'_>, login: Login) -> Result<Json, Failure> {
    if let Some(user) = pool.people.get(&login.user) {
        account_state(user, call)?;
    }
    Ok(question(pool, call, login, Round::First))
}

fn question(pool: &mut Pool, call: &Call<'_>, login: Login, round: Round) -> Json {
    let parameters = round.parameters(&login.user);
    ask(pool, call, Asked { login, pending: Pending::Riddle(round) }, &parameters)
}

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>, login: Login, round: Round) -> Result<Json, Failure> {
    let given = call.input.texts("ChallengeResponses")?;
    let right = round.is_answered_by(given.need("ANSWER")?);
    spend(pool, call);
    if !right {
        return Err(Failure::wrong_password());
    }
    match round.next() {
        Some(next) => Ok(question(pool, call, login, next)),
        // The triggers were told that there is no such user, and let nobody in.
        None if pool.people.get(&login.user).is_none() => Err(Failure::wrong_password()),
        None => last(pool, call, login),
    }
}
