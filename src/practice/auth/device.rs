//! `DEVICE_SRP_AUTH` and `DEVICE_PASSWORD_VERIFIER`: a confirmed device proves that it is the one, with the verifier that it
//! left when it was confirmed. A remembered one stands in for the second factor; another one comes after it.

use serde_json::{Value as Json, json};

use super::Login;
use super::pending::{Asked, Pending, ask, spend};
use super::proof::{self, Aim, Opening};
use crate::practice::devices::Confirmed;
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::people::User;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{Client, DEVICE_GROUP_KEY};
use crate::practice::tokens;

/// What AWS says of a device key that it does not know, or that was never confirmed.
pub(in crate::practice) fn unknown() -> Failure {
    Failure::not_found("Device does not exist.")
}

/// The device whose key came along, if one did.
pub(super) fn named(pool: &Pool, login: &Login, given: &Texts<'_>) -> Result<Option<String>, Failure> {
    let Some(key) = given.get("DEVICE_KEY") else { return Ok(None) };
    let known = pool.people.get(&login.user).and_then(|user| user.devices.as_ref()?.confirmed(key));
    if known.is_some() { Ok(Some(key.to_owned())) } else { Err(unknown()) }
}

/// True when the device that came along stands in for a second factor.
pub(super) fn is_remembered(user: &User, login: &Login) -> bool {
    of(user, login).is_some_and(|device| device.remembered)
}

fn of<'a>(user: &'a User, login: &Login) -> Option<&'a Confirmed> {
    user.devices.as_ref()?.confirmed(login.device.as_deref()?)
}

pub(super) fn question(pool: &mut Pool, call: &Call<'_>, login: Login) -> Json {
    let parameters = json!({ "DEVICE_KEY": login.device, "USERNAME": login.user });
    ask(pool, call, Asked { login, pending: Pending::DeviceSrp }, &parameters)
}

/// The first half: `SRP_A`.
pub(super) fn first_half(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let key = given.need("DEVICE_KEY")?;
    let srp_a = given.need("SRP_A")?;
    let device = pool.people.get(&login.user).and_then(|user| of(user, &login));
    let device = device.filter(|_| login.device.as_deref() == Some(key)).ok_or_else(unknown)?;
    let record = (device.salt.clone(), device.verifier.clone());
    let name = login.user.clone();
    let mut parameters = proof::begin(pool, call, Opening { login, aim: Aim::Device, srp_a, record })?;
    spend(pool, call);
    parameters.insert("DEVICE_KEY".to_owned(), key.into());
    parameters.insert("USERNAME".to_owned(), name.into());
    Ok(json!({ "ChallengeName": "DEVICE_PASSWORD_VERIFIER", "ChallengeParameters": parameters }))
}

/// The second half: the proof.
pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let key = given.need("DEVICE_KEY")?;
    let (proving, proof) = proof::awaited(pool, call, client, given)?;
    if proving.aim != Aim::Device || proving.login.device.as_deref() != Some(key) {
        return Err(Failure::invalid_session());
    }
    pool.proofs.spend(proof.secret_block);
    if proving.is_met(&proof, (DEVICE_GROUP_KEY, key), call.now) {
        tokens::first_issue(pool, call, &proving.login)
    } else {
        Err(Failure::wrong_password())
    }
}
