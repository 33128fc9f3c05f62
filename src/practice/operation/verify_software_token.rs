//! `VerifySoftwareToken`: the first code of an authenticator app shows that it was set up.

use serde_json::Value as Json;

use crate::practice::auth::mfa_setup;
use crate::practice::error::Failure;
use crate::practice::input::{Constraint, Rule, SESSION, TOKEN};
use crate::practice::pool::{Call, Pool};

const USER_CODE: Rule = Rule::required(
    "UserCode",
    &[
        Constraint::Pattern("[0-9]+", |text| {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
        }),
        Constraint::Min(6),
        Constraint::Max(6),
    ],
)
.sensitive();

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[Rule::optional("AccessToken", TOKEN).sensitive(), SESSION, USER_CODE])?;
    mfa_setup::verify(pool, call)
}
