//! `ListDevices`: every confirmed device, a page at a time; the token of a page is the key of its first device.

use serde_json::{Value as Json, json};

use crate::practice::devices::{Device, Devices};
use crate::practice::error::Failure;
use crate::practice::input::{ACCESS_TOKEN, Constraint, Rule};
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

/// As many as a page has at most.
const LARGEST_PAGE: usize = 60;
const PAGE: Rule = Rule::optional("PaginationToken", &[Constraint::Min(1)]);

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN, PAGE])?;
    let user = tokens::bearer(pool, call)?;
    let devices: Vec<&Device> = user.devices.iter().flat_map(Devices::list).collect();
    let first = match call.input.text("PaginationToken") {
        None => 0,
        Some(token) => devices
            .iter()
            .position(|device| device.key == token)
            .ok_or_else(|| Failure::invalid_parameter("Invalid pagination token"))?,
    };
    let length = call.input.number("Limit").filter(|limit| *limit > 0).unwrap_or(LARGEST_PAGE);
    let mut rest = devices.into_iter().skip(first);
    let page: Vec<Json> = rest.by_ref().take(length.min(LARGEST_PAGE)).map(Device::to_json).collect();
    Ok(match rest.next() {
        None => json!({ "Devices": page }),
        Some(next) => json!({ "Devices": page, "PaginationToken": next.key }),
    })
}
