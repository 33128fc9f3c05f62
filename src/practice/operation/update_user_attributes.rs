//! `UpdateUserAttributes`: whoever is signed in changes what is known of them. An address that changes is not verified
//! any more and a code goes to it.

use serde_json::{Value as Json, json};

use crate::practice::attributes;
use crate::practice::codes::{Destination, Medium, Message};
use crate::practice::error::Failure;
use crate::practice::input::ACCESS_TOKEN;
use crate::practice::limits::Deed;
use crate::practice::people::User;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::{self, verification};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN])?;
    let user = tokens::bearer(pool, call)?;
    let given = call.input.attributes("UserAttributes")?;
    attributes::check(&given)?;
    let emptied = |wanted: &str| given.iter().any(|(name, value)| *name == wanted && value.is_empty());
    attributes::demand(|wanted| !emptied(wanted))?;
    let (name, addresses) = (user.name.clone(), changed_addresses(user, &given));
    for _ in &addresses {
        pool.limits.count(&name, Deed::AttributeCode, call.now)?;
    }
    let user = pool.people.change(&name, call.now).ok_or_else(Failure::internal)?;
    for (attribute, value) in given {
        if value.is_empty() {
            user.remove_attribute(attribute);
        } else {
            user.set_attribute(attribute, value);
        }
    }
    for to in &addresses {
        user.set_attribute(to.medium.verified(), "false");
    }
    let details: Vec<Json> = addresses.iter().map(Destination::details).collect();
    for to in addresses {
        let message = Message { user: name.clone(), purpose: verification(to.medium), to: Some(to) };
        self_service::send(pool, call, message);
    }
    Ok(json!({ "CodeDeliveryDetailsList": details }))
}

fn changed_addresses(user: &User, given: &[(&str, &str)]) -> Vec<Destination> {
    let changed = |medium: Medium| {
        let attribute = medium.attribute();
        let (_, address) = given.iter().rfind(|(name, _)| *name == attribute)?;
        let is_other = !address.is_empty() && user.attribute(attribute) != Some(address);
        is_other.then(|| Destination { medium, address: (*address).to_owned() })
    };
    [Medium::Email, Medium::Sms].into_iter().filter_map(changed).collect()
}
