//! `ConfirmSignUp`: the code came back, so the account counts and the address is verified.

use serde_json::{Value as Json, json};

use crate::practice::codes::Purpose;
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, CODE, Rule, USERNAME};
use crate::practice::limits::Deed;
use crate::practice::people::Status;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::{self, Meant};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[CLIENT_ID, USERNAME, Rule::required("ConfirmationCode", CODE).sensitive()])?;
    let taking = call.input.flag("ForceAliasCreation")?;
    let meant = Meant::by(pool, call)?;
    pool.limits.count(meant.name(), Deed::ConfirmSignUp, call.now)?;
    let user = meant.account(pool, Failure::expired_code())?;
    if user.status != Status::Unconfirmed {
        let status = user.status.wire();
        let text = format!("User cannot be confirmed. Current status is {status}");
        return Err(Failure::not_authorized(text));
    }
    let name = user.name.clone();
    let code = call.input.demanded("ConfirmationCode");
    let to = pool.codes.check((&name, Purpose::SignUp), code, call.now)?.clone();
    if taking {
        self_service::take_away(pool, &to, call.now);
    }
    self_service::verify(pool, &name, &to, call.now)?;
    pool.codes.spend(&name, Purpose::SignUp);
    if let Some(user) = pool.people.change(&name, call.now) {
        user.status = Status::Confirmed;
    }
    Ok(json!({}))
}
