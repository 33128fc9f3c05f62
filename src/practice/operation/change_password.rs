//! `ChangePassword`: whoever is signed in chooses another password. Tokens that are out stay good, as on AWS.

use serde_json::{Value as Json, json};

use crate::practice::auth::policy;
use crate::practice::error::Failure;
use crate::practice::input::{ACCESS_TOKEN, PASSWORD, Rule};
use crate::practice::limits::Deed;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;
use crate::secret::Secret;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[
        ACCESS_TOKEN,
        // Who has none leaves it out, on AWS.
        Rule::optional("PreviousPassword", PASSWORD).sensitive(),
        Rule::required("ProposedPassword", PASSWORD).sensitive(),
    ])?;
    let name = tokens::bearer(pool, call)?.name.clone();
    pool.limits.count(&name, Deed::ChangePassword, call.now)?;
    let user = pool.people.get_mut(&name).ok_or_else(Failure::internal)?;
    if user.password != Secret::from(call.input.text("PreviousPassword").unwrap_or_default()) {
        return Err(Failure::wrong_password());
    }
    let proposed = call.input.demanded("ProposedPassword");
    policy::check(proposed)?;
    user.choose_password(proposed, call.now)?;
    Ok(json!({}))
}
