//! `ResendConfirmationCode`: another code for a sign-up; the one before it counts no more.

use serde_json::{Value as Json, json};

use super::sign_up::code_destination;
use crate::practice::codes::{Message, Purpose};
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, USERNAME};
use crate::practice::limits::Deed;
use crate::practice::people::Status;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::{self, Meant};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[CLIENT_ID, USERNAME])?;
    let meant = Meant::by(pool, call)?;
    pool.limits.count(meant.name(), Deed::ResendCode, call.now)?;
    let to = match meant.user.as_ref().and_then(|name| pool.people.get(name)) {
        None => meant.pretend(pool, call, Purpose::SignUp)?,
        Some(user) if user.status != Status::Unconfirmed => {
            return Err(Failure::invalid_parameter("User is already confirmed."));
        }
        Some(user) => {
            let to = code_destination(user).ok_or_else(Failure::internal)?;
            let message = Message { user: user.name.clone(), purpose: Purpose::SignUp, to: Some(to.clone()) };
            self_service::send(pool, call, message);
            to
        }
    };
    Ok(json!({ "CodeDeliveryDetails": to.details() }))
}
