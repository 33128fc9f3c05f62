//! `ConfirmDevice`: a device that was given a key leaves its name and its verifier. Whether it is remembered is up to the
//! user, who is asked: `UserConfirmationNecessary`.

use num_bigint::BigUint;
use serde_json::{Value as Json, json};

use crate::practice::devices::Confirmed;
use crate::practice::encoding::from_base64;
use crate::practice::error::Failure;
use crate::practice::input::{ACCESS_TOKEN, Constraint, DEVICE_KEY, Rule, Texts};
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

const DEVICE_NAME: Rule = Rule::optional("DeviceName", &[Constraint::Min(1), Constraint::Max(1024)]);

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN, Rule::required("DeviceKey", DEVICE_KEY), DEVICE_NAME])?;
    let owner = tokens::bearer(pool, call)?.name.clone();
    let verifier = call.input.texts("DeviceSecretVerifierConfig")?;
    let confirmed = Confirmed {
        name: call.input.demanded("DeviceName").to_owned(),
        salt: number(&verifier, "Salt")?,
        verifier: number(&verifier, "PasswordVerifier")?,
        remembered: false,
    };
    let user = pool.people.get_mut(&owner).ok_or_else(Failure::internal)?;
    let device = user.devices.as_mut().and_then(|known| known.get_mut(call.input.demanded("DeviceKey")));
    let device = device.ok_or_else(|| Failure::invalid_parameter("Invalid device key given."))?;
    if device.confirmed().is_some() {
        return Err(Failure::new("DeviceKeyExistsException", "Device key already exists."));
    }
    device.confirm(confirmed, call.now);
    Ok(json!({ "UserConfirmationNecessary": true }))
}

/// A positive number, as base64 of its bytes.
fn number(given: &Texts<'_>, name: &str) -> Result<BigUint, Failure> {
    let bytes = from_base64(given.need(name)?).map(|bytes| BigUint::from_bytes_be(&bytes));
    bytes
        .filter(|number| *number != BigUint::ZERO)
        .ok_or_else(|| Failure::invalid_parameter(format!("{name} is not base64 of a number")))
}
