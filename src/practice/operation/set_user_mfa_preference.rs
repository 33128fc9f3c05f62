//! `SetUserMFAPreference`: whoever is signed in switches second factors on and off and says which is asked for first.

use serde_json::{Value as Json, json};

use crate::practice::codes::{Destination, Medium};
use crate::practice::error::Failure;
use crate::practice::factors::Factor;
use crate::practice::input::ACCESS_TOKEN;
use crate::practice::people::User;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;

/// What is wanted of one factor.
struct Wish {
    factor: Factor,
    on: bool,
    preferred: bool,
}

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    call.input.check(&[ACCESS_TOKEN])?;
    let user = tokens::bearer(pool, call)?;
    let wishes = wishes(call)?;
    for wish in wishes.iter().filter(|wish| wish.on) {
        check(user, wish.factor)?;
    }
    if wishes.iter().filter(|wish| wish.preferred).count() > 1 {
        return Err(Failure::invalid_parameter("Only one MFA method can be preferred"));
    }
    let name = user.name.clone();
    let user = pool.people.change(&name, call.now).ok_or_else(Failure::internal)?;
    for wish in &wishes {
        grant(user, wish);
    }
    Ok(json!({}))
}

fn wishes(call: &Call<'_>) -> Result<Vec<Wish>, Failure> {
    let mut wishes = Vec::new();
    for factor in Factor::ALL {
        if let Some(settings) = call.input.part(member(factor))? {
            let on = settings.flag("Enabled")?;
            wishes.push(Wish { factor, on, preferred: on && settings.flag("PreferredMfa")? });
        }
    }
    Ok(wishes)
}

const fn member(factor: Factor) -> &'static str {
    match factor {
        Factor::Sms => "SMSMfaSettings",
        Factor::Email => "EmailMfaSettings",
        Factor::SoftwareToken => "SoftwareTokenMfaSettings",
    }
}

/// Refuses a factor whose codes could not reach the user.
fn check(user: &User, factor: Factor) -> Result<(), Failure> {
    if factor == Factor::SoftwareToken && user.authenticator.is_none() && user.coming_authenticator.is_some()
    {
        return Err(Failure::invalid_parameter("User has not verified software token mfa"));
    }
    let is_reachable = match factor {
        Factor::Sms => Destination::of(user, Medium::Sms).is_some(),
        Factor::Email => Destination::verified(user, Medium::Email).is_some(),
        Factor::SoftwareToken => user.authenticator.is_some(),
    };
    if is_reachable {
        return Ok(());
    }
    let name = factor.wire();
    Err(Failure::invalid_parameter(format!("User does not have delivery config set to turn on {name}")))
}

fn grant(user: &mut User, wish: &Wish) {
    if !wish.on {
        user.factors.switch_off(wish.factor);
        return;
    }
    user.factors.switch_on(wish.factor);
    if wish.preferred {
        user.factors.prefer(Some(wish.factor));
    } else if user.factors.preferred() == Some(wish.factor) {
        user.factors.prefer(None);
    }
}
