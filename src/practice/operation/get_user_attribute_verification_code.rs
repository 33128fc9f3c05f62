//! `GetUserAttributeVerificationCode`: a code to one's own e-mail address or phone number, verified already or not.

use serde_json::{Value as Json, json};

use crate::practice::codes::{Destination, Medium, Message};
use crate::practice::error::Failure;
use crate::practice::input::{ACCESS_TOKEN, ATTRIBUTE_NAME};
use crate::practice::limits::Deed;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::{self, verification};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN, ATTRIBUTE_NAME])?;
    let user = tokens::bearer(pool, call)?;
    let medium = medium(call)?;
    let to = Destination::of(user, medium).ok_or_else(|| {
        let address = match medium {
            Medium::Email => "email address",
            Medium::Sms => "phone number",
        };
        Failure::invalid_parameter(format!("User does not have a valid registered {address}"))
    })?;
    let name = user.name.clone();
    pool.limits.count(&name, Deed::AttributeCode, call.now)?;
    let details = to.details();
    self_service::send(pool, call, Message { user: name, purpose: verification(medium), to: Some(to) });
    Ok(json!({ "CodeDeliveryDetails": details }))
}

/// What `AttributeName` means, if it is an address.
pub(super) fn medium(call: &Call<'_>) -> Result<Medium, Failure> {
    let name = call.input.demanded("AttributeName");
    let known = [Medium::Email, Medium::Sms].into_iter().find(|medium| medium.attribute() == name);
    known.ok_or_else(|| {
        Failure::invalid_parameter("Invalid attribute name. Only phone_number and email can be verified.")
    })
}
