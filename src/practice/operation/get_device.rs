//! `GetDevice`: one confirmed device.

use serde_json::{Value as Json, json};

use crate::practice::auth::device::unknown;
use crate::practice::error::Failure;
use crate::practice::input::{ACCESS_TOKEN, DEVICE_KEY, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN, Rule::required("DeviceKey", DEVICE_KEY)])?;
    let user = tokens::bearer(pool, call)?;
    let key = call.input.demanded("DeviceKey");
    let device = user.devices.as_ref().and_then(|known| known.list().find(|device| device.key == key));
    device.map(|device| json!({ "Device": device.to_json() })).ok_or_else(unknown)
}
