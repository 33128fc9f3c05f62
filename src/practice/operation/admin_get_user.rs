//! `AdminGetUser`: an account as its pool's owner sees it, `UserStatus` and `Enabled` included.

use serde_json::Value as Json;

use super::{admin, get_user};
use crate::practice::auth;
use crate::practice::error::Failure;
use crate::practice::input::{USER_POOL_ID, USERNAME};
use crate::practice::pool::{Call, Pool};

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    admin::admit(pool, call, "AdminGetUser")?;
    call.input.check(&[USER_POOL_ID, USERNAME])?;
    auth::user_pool(call.input.demanded("UserPoolId"))?;
    let user = pool.people.find(call.input.demanded("Username"));
    let user = user.ok_or_else(|| Failure::new("UserNotFoundException", "User does not exist."))?;
    let mut answer = get_user::factors(user);
    answer.extend([
        ("Enabled".to_owned(), Json::from(user.enabled)),
        ("UserAttributes".to_owned(), get_user::attributes(user)),
        ("UserCreateDate".to_owned(), Json::from(user.created.as_second())),
        ("UserLastModifiedDate".to_owned(), Json::from(user.modified.max(user.password_set).as_second())),
        ("UserStatus".to_owned(), Json::from(user.status.wire())),
        ("Username".to_owned(), Json::from(user.name.as_str())),
    ]);
    Ok(Json::Object(answer))
}
