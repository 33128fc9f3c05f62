//! `DeleteUserAttributes`: whoever is signed in takes away what is known of them, but for what the pool requires.

use serde_json::{Value as Json, json};

use crate::practice::attributes;
use crate::practice::error::Failure;
use crate::practice::input::ACCESS_TOKEN;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN])?;
    let name = tokens::bearer(pool, call)?.name.clone();
    let names = call.input.names("UserAttributeNames")?;
    attributes::check_names(&names)?;
    attributes::demand(|wanted| !names.contains(&wanted))?;
    let user = pool.people.change(&name, call.now).ok_or_else(Failure::internal)?;
    for attribute in names {
        user.remove_attribute(attribute);
    }
    Ok(json!({}))
}
