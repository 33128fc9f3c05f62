//! `ConfirmForgotPassword`: another password in exchange for the code. Tokens that are out stay good, as on AWS.

use serde_json::{Value as Json, json};

use crate::practice::auth::policy;
use crate::practice::codes::Purpose;
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, CODE, PASSWORD, Rule, USERNAME};
use crate::practice::limits::Deed;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::Meant;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[
        CLIENT_ID,
        USERNAME,
        Rule::required("ConfirmationCode", CODE).sensitive(),
        Rule::required("Password", PASSWORD).sensitive(),
    ])?;
    let meant = Meant::by(pool, call)?;
    let (code, password) = (call.input.demanded("ConfirmationCode"), call.input.demanded("Password"));
    policy::check(password)?;
    pool.limits.count(meant.name(), Deed::RecoverPassword, call.now)?;
    // A stranger's code is never right, so where strangers are hidden the same words come from here.
    if !meant.client.hides_unknown_users {
        meant.account(pool, Failure::expired_code())?;
    }
    pool.codes.check((meant.name(), Purpose::ForgotPassword), code, call.now)?;
    let user = pool.people.get_mut(meant.name()).ok_or_else(Failure::expired_code)?;
    user.choose_password(password, call.now)?;
    pool.codes.spend(meant.name(), Purpose::ForgotPassword);
    Ok(json!({}))
}
