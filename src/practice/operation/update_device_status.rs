//! `UpdateDeviceStatus`: a confirmed device is remembered, or is not any longer.

use serde_json::{Value as Json, json};

use crate::practice::auth::device::unknown;
use crate::practice::devices::status;
use crate::practice::error::Failure;
use crate::practice::input::{ACCESS_TOKEN, Constraint, DEVICE_KEY, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

const STATUS: Rule =
    Rule::optional("DeviceRememberedStatus", &[Constraint::OneOf(&["remembered", "not_remembered"])]);

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN, Rule::required("DeviceKey", DEVICE_KEY), STATUS])?;
    let owner = tokens::bearer(pool, call)?.name.clone();
    let user = pool.people.get_mut(&owner).ok_or_else(Failure::internal)?;
    let device = user.devices.as_mut().and_then(|known| known.get_mut(call.input.demanded("DeviceKey")));
    let remembered = call.input.text("DeviceRememberedStatus") == Some(status(true));
    if device.is_some_and(|device| device.remember(remembered, call.now)) {
        Ok(json!({}))
    } else {
        Err(unknown())
    }
}
