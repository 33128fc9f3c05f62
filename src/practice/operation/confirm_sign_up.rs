//! `ConfirmSignUp`: the code came back, so the account counts and the address is verified.

use serde_json::{Value as Json, json};

use crate::practice::codes::Purpose;
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, CODE, Rule, SESSION, USERNAME};
use crate::practice::limits::Deed;
use crate::practice::people::Status;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::{self, Meant, SignUp, Stage};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[
        CLIENT_ID,
        USERNAME,
        Rule::required("ConfirmationCode", CODE).sensitive(),
        SESSION,
    ])?;
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
    Ok(session(pool, call, &meant).map_or_else(|| json!({}), |session| json!({ "Session": session })))
}

/// The session that goes on to a sign-in, in exchange for the one of `SignUp`; none where that counts no more.
fn session(pool: &mut Pool, call: &Call<'_>, meant: &Meant) -> Option<String> {
    let given = call.input.text("Session")?;
    let begun = SignUp { user: meant.name().to_owned(), client: meant.client.id, stage: Stage::Begun };
    pool.sign_ups.peek(given, call.now).ok().filter(|sign_up| *sign_up == begun)?;
    pool.sign_ups.spend(given);
    let confirmed = SignUp { stage: Stage::Confirmed, ..begun };
    self_service::session(pool, call, meant.client, confirmed)
}
