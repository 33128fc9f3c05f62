//! `SOFTWARE_TOKEN_MFA`: the code of an authenticator app.

use serde_json::Value as Json;

use super::Login;
use super::ladder::last;
use super::pending::spend;
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::pool::{Call, Pool};
use crate::practice::totp::Verdict;

pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let code = given.need("SOFTWARE_TOKEN_MFA_CODE")?;
    let user = pool.people.get_mut(&login.user).ok_or_else(Failure::invalid_session)?;
    let authenticator = user.authenticator.as_mut().ok_or_else(not_set_up)?;
    // A wrong code keeps the session: the person may try again until it expires.
    match authenticator.check(code, call.now) {
        Verdict::Accepted => {
            spend(pool, call);
            last(pool, call, login)
        }
        Verdict::AlreadyUsed => {
            Err(Failure::new("ExpiredCodeException", "Your software token has already been used once."))
        }
        Verdict::Wrong => Err(Failure::new("CodeMismatchException", "Invalid code received for user")),
    }
}

fn not_set_up() -> Failure {
    Failure::new("SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user.")
}
