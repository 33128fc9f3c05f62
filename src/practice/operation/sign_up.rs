//! `SignUp`: somebody makes an account for themselves. It counts from when the code that is sent to them comes back.

use serde_json::{Value as Json, json};

use crate::practice::attributes;
use crate::practice::auth::policy;
use crate::practice::codes::{Destination, Medium, Message, Purpose};
use crate::practice::error::Failure;
use crate::practice::input::{CLIENT_ID, PASSWORD, Rule, USERNAME};
use crate::practice::people::User;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service::{self, Meant, SignUp, Stage};

/// User names that begin so are refused, as a Lambda of the pool's owner might.
const BLOCKED: &str = "blocked";

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[CLIENT_ID, USERNAME, Rule::required("Password", PASSWORD).sensitive()])?;
    let client = Meant::by(pool, call)?.client;
    let (name, password) = (call.input.demanded("Username").to_lowercase(), call.input.demanded("Password"));
    let given = call.input.attributes("UserAttributes")?;
    check_name(&name)?;
    attributes::check(&given)?;
    attributes::demand(|wanted| given.iter().any(|(name, value)| *name == wanted && !value.is_empty()))?;
    policy::check(password)?;
    pre_sign_up(&name)?;
    if pool.people.get(&name).is_some() {
        return Err(Failure::new("UsernameExistsException", "User already exists"));
    }
    let mut user = User::signed_up(&name, pool.random.uuid(), password, call.now);
    for (name, value) in given.into_iter().filter(|(_, value)| !value.is_empty()) {
        user.set_attribute(name, value);
    }
    let to = code_destination(&user).ok_or_else(Failure::internal)?;
    let sign_up = SignUp { user: name.clone(), client: client.id, stage: Stage::Begun };
    let mut answer =
        json!({ "CodeDeliveryDetails": to.details(), "UserConfirmed": false, "UserSub": user.sub });
    let session = self_service::session(pool, call, client, sign_up);
    if let (Json::Object(members), Some(session)) = (&mut answer, session) {
        members.insert("Session".to_owned(), session.into());
    }
    for medium in [Medium::Email, Medium::Sms] {
        if user.attribute(medium.attribute()).is_some() {
            user.set_attribute(medium.verified(), "false");
        }
    }
    pool.people.add(user);
    self_service::send(pool, call, Message { user: name, purpose: Purpose::SignUp, to: Some(to) });
    Ok(answer)
}

/// Where the code of a sign-up goes: to the phone number, if there is one.
pub(super) fn code_destination(user: &User) -> Option<Destination> {
    Destination::of(user, Medium::Sms).or_else(|| Destination::of(user, Medium::Email))
}

fn check_name(name: &str) -> Result<(), Failure> {
    if attributes::is_email(name) {
        let text = "Username cannot be of email format, since user pool is configured for email alias.";
        return Err(Failure::invalid_parameter(text));
    }
    Ok(())
}

/// What a `PreSignUp` Lambda does that refuses.
fn pre_sign_up(name: &str) -> Result<(), Failure> {
    if name.starts_with(BLOCKED) {
        let text = "PreSignUp failed with error This user name is blocked.";
        return Err(Failure::new("UserLambdaValidationException", text));
    }
    Ok(())
}
