//! `USER_SRP_AUTH` and its challenge `PASSWORD_VERIFIER`: the password is proved, never sent.

use serde_json::{Value as Json, json};

use super::ladder::after_password;
use super::password::judge;
use super::pending::spend;
use super::proof::{self, Aim, Opening};
use super::stranger::{self, claimant};
use super::{Login, custom, device};
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{Client, POOL_NAME};

/// What comes after the right password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    /// The ladder to the tokens.
    Ladder,
    /// The riddles of `CUSTOM_AUTH`.
    Riddles,
}

pub(super) fn start(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    given.need("USERNAME")?;
    given.need("SRP_A")?;
    let login = claimant(pool, client, given)?;
    question(pool, call, (login, Then::Ladder), given)
}

/// Asks for the proof. The secret block is the handle; like AWS, no session comes with this challenge.
pub(super) fn question(
    pool: &mut Pool,
    call: &Call<'_>,
    (mut login, then): (Login, Then),
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let srp_a = given.need("SRP_A")?;
    // Whether the device is known is told with the proof, not before it.
    login.device = device::named(pool, &login, given).unwrap_or_default();
    let (name, record) = (login.user.clone(), stranger::record(pool, &login.user));
    let opening = Opening { login, aim: Aim::Password(then), srp_a, record };
    let mut parameters = proof::begin(pool, call, opening)?;
    parameters.insert("USERNAME".to_owned(), name.clone().into());
    parameters.insert("USER_ID_FOR_SRP".to_owned(), name.into());
    Ok(json!({ "ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters }))
}

/// `PASSWORD_SRP`: the first half of the proof, when it was asked for by itself.
pub(super) fn first_half(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    given.need("SRP_A")?;
    spend(pool, call);
    question(pool, call, (login, Then::Ladder), given)
}

pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let (proving, proof) = proof::awaited(pool, call, client, given)?;
    let Aim::Password(then) = proving.aim else { return Err(Failure::invalid_session()) };
    let right = proving.is_met(&proof, (POOL_NAME, &proving.login.user), call.now);
    let mut login = proving.login;
    let judged = judge(pool, call, &login, right);
    if judged.is_ok() {
        // A device that is gone leaves the proof open: libraries send it again without the device.
        login.device = device::named(pool, &login, given)?.or(login.device);
    }
    pool.proofs.spend(proof.secret_block);
    judged?;
    match then {
        Then::Ladder => after_password(pool, call, login),
        Then::Riddles => custom::after_password(pool, call, login),
    }
}
