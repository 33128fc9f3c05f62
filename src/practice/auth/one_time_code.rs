//! Codes that are sent: `SMS_MFA`, `EMAIL_OTP` and `SMS_OTP`, after a password or in the place of one.

use serde_json::Value as Json;

use super::Login;
use super::ladder::{account_state, last};
use super::pending::{Asked, Pending, ask, spend};
use crate::practice::codes::{Destination, Medium, Message, Purpose};
use crate::practice::error::Failure;
use crate::practice::factors::Factor;
use crate::practice::pool::{Call, Pool};
use crate::practice::self_service;

/// What a code is sent for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::practice) enum Errand {
    /// It comes after the password.
    SecondFactor(Medium),
    /// It comes in the place of the password.
    FirstFactor(Medium),
    /// It makes this e-mail address a second factor.
    SetUp(String),
}

impl Errand {
    /// The challenge.
    pub(super) const fn wire(&self) -> &'static str {
        match self {
            Self::SecondFactor(Medium::Sms) => "SMS_MFA",
            Self::FirstFactor(Medium::Sms) => "SMS_OTP",
            Self::SecondFactor(Medium::Email) | Self::FirstFactor(Medium::Email) | Self::SetUp(_) => {
                "EMAIL_OTP"
            }
        }
    }

    /// The key of the answer.
    const fn key(&self) -> &'static str {
        match self {
            Self::SecondFactor(Medium::Sms) => "SMS_MFA_CODE",
            Self::FirstFactor(Medium::Sms) => "SMS_OTP_CODE",
            Self::SecondFactor(Medium::Email) | Self::FirstFactor(Medium::Email) | Self::SetUp(_) => {
                "EMAIL_OTP_CODE"
            }
        }
    }

    const fn purpose(&self) -> Purpose {
        match self {
            Self::SecondFactor(Medium::Sms) => Purpose::SmsMfa,
            Self::FirstFactor(Medium::Sms) => Purpose::SmsOtp,
            Self::SecondFactor(Medium::Email) | Self::FirstFactor(Medium::Email) | Self::SetUp(_) => {
                Purpose::EmailOtp
            }
        }
    }
}

/// Sends a code and asks for it.
pub(super) fn question(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    errand: Errand,
) -> Result<Json, Failure> {
    let known = pool.people.get(&login.user);
    let to = match (&errand, known) {
        (Errand::SetUp(address), _) => Some(Destination { medium: Medium::Email, address: address.clone() }),
        (Errand::SecondFactor(medium) | Errand::FirstFactor(medium), Some(user)) => {
            Destination::of(user, *medium)
        }
        (Errand::SecondFactor(_) | Errand::FirstFactor(_), None) => Some(Destination::invented(&login.user)),
    };
    let to =
        to.ok_or_else(|| Failure::new("MFAMethodNotFoundException", "No MFA method found for the user."))?;
    let mut parameters = to.parameters();
    if !matches!(errand, Errand::FirstFactor(_)) {
        parameters.insert("USER_ID_FOR_SRP".to_owned(), login.user.clone().into());
    }
    let to = known.is_some().then_some(to);
    let message = Message { user: login.user.clone(), purpose: errand.purpose(), to };
    pool.codes.send(&mut pool.random, message, call.now);
    Ok(ask(pool, call, Asked { login, pending: Pending::Code(errand) }, &Json::Object(parameters)))
}

pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    errand: &Errand,
) -> Result<Json, Failure> {
    let given = call.input.texts("ChallengeResponses")?;
    let code = given.need(errand.key())?;
    // A wrong code keeps the session: the person may try again until it expires.
    let to = pool.codes.check((&login.user, errand.purpose()), code, call.now)?.clone();
    if matches!(errand, Errand::SetUp(_)) {
        self_service::free(pool, &login.user, &to)?;
    }
    pool.codes.spend(&login.user, errand.purpose());
    spend(pool, call);
    let user = pool.people.get_mut(&login.user).ok_or_else(Failure::invalid_session)?;
    match errand {
        Errand::SecondFactor(_) => {}
        Errand::FirstFactor(_) => account_state(user, call)?,
        Errand::SetUp(_) => {
            user.set_attribute("email", &to.address);
            user.set_attribute("email_verified", "true");
            user.factors.switch_on(Factor::Email);
        }
    }
    last(pool, call, login)
}
