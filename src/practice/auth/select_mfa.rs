//! `SELECT_MFA_TYPE`: which of several second factors it shall be.

use serde_json::{Value as Json, json};

use super::Login;
use super::ladder::second_factor;
use super::pending::{Asked, Pending, ask, spend};
use crate::practice::error::Failure;
use crate::practice::factors::Factor;
use crate::practice::input::Texts;
use crate::practice::pool::{Call, Pool};

/// Asks, with the choice as JSON in a text.
pub(super) fn question(pool: &mut Pool, call: &Call<'_>, login: Login, factors: &[Factor]) -> Json {
    let names: Vec<&str> = factors.iter().map(|factor| factor.wire()).collect();
    let parameters = json!({ "MFAS_CAN_CHOOSE": json!(names).to_string(), "USER_ID_FOR_SRP": login.user });
    ask(pool, call, Asked { login, pending: Pending::SelectMfa }, &parameters)
}

pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let wanted = given.need("ANSWER")?;
    let user = pool.people.get(&login.user).ok_or_else(Failure::invalid_session)?;
    let offered = user.factors.on().into_iter().find(|factor| factor.wire() == wanted);
    let factor = offered
        .ok_or_else(|| Failure::invalid_parameter(format!("{wanted} is not an MFA type of the user")))?;
    spend(pool, call);
    second_factor(pool, call, login, factor)
}
