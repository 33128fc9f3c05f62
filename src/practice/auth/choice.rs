//! `USER_AUTH` and its challenge `SELECT_CHALLENGE`: how one wants to prove who one is.

use serde_json::{Value as Json, json};

use super::ladder::after_password;
use super::one_time_code::{self, Errand};
use super::pending::{Asked, Pending, ask, spend};
use super::srp::{self, Then};
use super::stranger::claimant;
use super::{Login, passkey, password};
use crate::practice::codes::{Destination, Medium};
use crate::practice::error::Failure;
use crate::practice::factors::Next;
use crate::practice::input::Texts;
use crate::practice::people::{Status, User};
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::practice::self_service::{SignUp, Stage};

/// What can prove it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum First {
    PasswordSrp,
    Password,
    EmailOtp,
    SmsOtp,
    WebAuthn,
}

impl First {
    const ALL: [Self; 5] = [Self::PasswordSrp, Self::Password, Self::EmailOtp, Self::SmsOtp, Self::WebAuthn];

    /// As in `PREFERRED_CHALLENGE`, `AvailableChallenges` and `ANSWER`.
    const fn wire(self) -> &'static str {
        match self {
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::Password => "PASSWORD",
            Self::EmailOtp => "EMAIL_OTP",
            Self::SmsOtp => "SMS_OTP",
            Self::WebAuthn => "WEB_AUTHN",
        }
    }

    /// The key that an answer brings along.
    const fn comes_with(self) -> Option<&'static str> {
        match self {
            Self::PasswordSrp => Some("SRP_A"),
            Self::Password => Some("PASSWORD"),
            Self::EmailOtp | Self::SmsOtp | Self::WebAuthn => None,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|first| first.wire() == name)
    }

    fn is_possible_for(self, user: Option<&User>) -> bool {
        // A stranger is offered what most users are.
        let Some(user) = user else { return !matches!(self, Self::SmsOtp | Self::WebAuthn) };
        // One-time passwords and passkeys prove all at once, so they are not for accounts that want two proofs.
        let at_once =
            user.enabled && user.status == Status::Confirmed && user.factors.next() == Next::Nothing;
        match self {
            Self::PasswordSrp | Self::Password => true,
            Self::EmailOtp => at_once && Destination::verified(user, Medium::Email).is_some(),
            Self::SmsOtp => at_once && Destination::verified(user, Medium::Sms).is_some(),
            Self::WebAuthn => at_once && user.passkey,
        }
    }
}

pub(super) fn start(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let login = claimant(pool, client, given)?;
    if let Some(session) = call.input.text("Session") {
        return after_sign_up(pool, call, login, session);
    }
    let preferred = match given.get("PREFERRED_CHALLENGE") {
        None => None,
        Some(name) => Some(First::named(name).ok_or_else(|| unknown(name))?),
    };
    let Some(first) = preferred.filter(|first| is_possible(pool, &login, *first)) else {
        return Ok(question(pool, call, login));
    };
    let bare = |pending| Asked { login: login.clone(), pending };
    match first {
        First::Password if given.get("PASSWORD").is_none() => {
            Ok(ask(pool, call, bare(Pending::Password), &json!({})))
        }
        First::PasswordSrp if given.get("SRP_A").is_none() => {
            Ok(ask(pool, call, bare(Pending::PasswordSrp), &json!({})))
        }
        First::Password | First::PasswordSrp | First::EmailOtp | First::SmsOtp | First::WebAuthn => {
            go_on(pool, call, (login, first), given)
        }
    }
}

/// Whoever has just confirmed a sign-up is let in: the code that came back is the proof.
fn after_sign_up(pool: &mut Pool, call: &Call<'_>, login: Login, session: &str) -> Result<Json, Failure> {
    let wanted = SignUp { user: login.user.clone(), client: login.client.id, stage: Stage::Confirmed };
    if pool.sign_ups.peek(session, call.now)? != wanted {
        return Err(Failure::invalid_session());
    }
    pool.sign_ups.spend(session);
    after_password(pool, call, login)
}

fn is_possible(pool: &Pool, login: &Login, first: First) -> bool {
    first.is_possible_for(pool.people.get(&login.user))
}

/// Asks; the choice stands beside the parameters, not among them.
fn question(pool: &mut Pool, call: &Call<'_>, login: Login) -> Json {
    let possible = First::ALL.into_iter().filter(|first| is_possible(pool, &login, *first));
    let names: Vec<&str> = possible.map(First::wire).collect();
    let mut asked = ask(pool, call, Asked { login, pending: Pending::SelectChallenge }, &json!({}));
    if let Json::Object(members) = &mut asked {
        members.insert("AvailableChallenges".to_owned(), names.into());
    }
    asked
}

pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    login: Login,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let wanted = given.need("ANSWER")?;
    let first = First::named(wanted).filter(|first| is_possible(pool, &login, *first));
    let first = first.ok_or_else(|| unknown(wanted))?;
    if let Some(key) = first.comes_with() {
        given.need(key)?;
    }
    spend(pool, call);
    go_on(pool, call, (login, first), given)
}

/// What a choice leads to.
fn go_on(
    pool: &mut Pool,
    call: &Call<'_>,
    (login, first): (Login, First),
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    match first {
        First::Password => password::prove(pool, call, login, given),
        First::PasswordSrp => srp::question(pool, call, (login, Then::Ladder), given),
        First::EmailOtp => one_time_code::question(pool, call, login, Errand::FirstFactor(Medium::Email)),
        First::SmsOtp => one_time_code::question(pool, call, login, Errand::FirstFactor(Medium::Sms)),
        First::WebAuthn if given.get("CREDENTIAL").is_some() => passkey::answer(pool, call, given),
        First::WebAuthn => Ok(passkey::question(pool, call, login)),
    }
}

fn unknown(name: &str) -> Failure {
    Failure::invalid_parameter(format!("{name} is not a challenge that the user can choose"))
}
