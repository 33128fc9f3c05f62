//! `ForgetDevice`: a device is not known any longer, and its refresh tokens bring nothing.

use serde_json::{Value as Json, json};

use crate::practice::auth::device::unknown;
use crate::practice::error::Failure;
use crate::practice::input::{ACCESS_TOKEN, DEVICE_KEY, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN, Rule::required("DeviceKey", DEVICE_KEY)])?;
    let owner = tokens::bearer(pool, call)?.name.clone();
    let user = pool.people.get_mut(&owner).ok_or_else(Failure::internal)?;
    let key = call.input.demanded("DeviceKey");
    if user.devices.as_mut().is_some_and(|devices| devices.forget(key)) {
        Ok(json!({}))
    } else {
        Err(unknown())
    }
}
