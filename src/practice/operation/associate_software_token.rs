//! `AssociateSoftwareToken`: the secret of an authenticator app, for somebody who signs in or has signed in.

use serde_json::Value as Json;

use crate::practice::auth::mfa_setup;
use crate::practice::error::Failure;
use crate::practice::input::{Rule, SESSION, TOKEN};
use crate::practice::pool::{Call, Pool};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::optional("AccessToken", TOKEN).sensitive(), SESSION])?;
    mfa_setup::associate(pool, call)
}
