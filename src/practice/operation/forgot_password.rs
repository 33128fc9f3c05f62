//! `ForgotPassword`: a code to choose another password with goes to an address that was verified.

use serde_json::{Value as Json, json};

use crate::practice::codes::{Destination, Medium, Message, Purpose};
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, USERNAME};
use crate::practice::limits::Deed;
use crate::practice::people::{Status, User};
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::{self, Meant};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[CLIENT_ID, USERNAME])?;
    let meant = Meant::by(pool, call)?;
    pool.limits.count(meant.name(), Deed::RecoverPassword, call.now)?;
    let to = match meant.user.as_ref().and_then(|name| pool.people.get(name)) {
        None => meant.pretend(pool, call, Purpose::ForgotPassword)?,
        Some(user) => {
            let to = code_destination(user)?;
            let message =
                Message { user: user.name.clone(), purpose: Purpose::ForgotPassword, to: Some(to.clone()) };
            self_service::send(pool, call, message);
            to
        }
    };
    Ok(json!({ "CodeDeliveryDetails": to.details() }))
}

fn code_destination(user: &User) -> Result<Destination, Failure> {
    if !user.enabled {
        return Err(Failure::not_authorized("User is disabled."));
    }
    if user.status == Status::ForceChangePassword {
        return Err(Failure::not_authorized("User password cannot be reset in the current state."));
    }
    let mut verified = [Medium::Email, Medium::Sms].into_iter();
    verified.find_map(|medium| Destination::verified(user, medium)).ok_or_else(|| {
        Failure::invalid_parameter(
            "Cannot reset password for the user as there is no registered/verified email or phone_number",
        )
    })
}
