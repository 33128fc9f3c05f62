//! How somebody signs in: which flow starts, what is asked next, and when the tokens come.
//!
//! ```text
//! start ─ password ┐
//!       ─ srp ─────┤
//!       ─ choice ──┴→ ladder: state of the account → new_password → second factor or device → tokens
//!       │       └ a one-time code in the place of the password ─────────────────────────────→ tokens
//!       ─ custom ─ (srp) → riddles ─────────────────────────────────────────────────────────→ tokens
//!       ─ refresh ──────────────────────────────────────────────────────────────────────────→ tokens
//! ```
//!
//! A further flow is one file here and one line in [`start`]; a further challenge is one [`Pending`], one file and
//! one line in [`answer`] and in the ladder.

pub(super) mod device;
pub(super) mod lockout;
pub(super) mod mfa_setup;
pub(super) mod policy;

mod choice;
mod custom;
mod ladder;
mod new_password;
mod one_time_code;
mod passkey;
mod password;
mod pending;
mod proof;
mod refresh;
mod select_mfa;
mod software_token;
mod srp;
mod stranger;

use serde_json::Value as Json;

pub(super) use self::pending::{Asked, Pending};
pub(super) use self::proof::Proving;
use super::error::Failure;
use super::input::{Constraint, Rule};
use super::pool::{Call, Pool};
use super::roster::{CLIENTS, Client, USER_POOL_ID, allow};
use super::secret_hash;

/// Who is signing in, and with which app client.
#[derive(Clone)]
pub(super) struct Login {
    /// The real user name.
    pub user: String,
    /// The app client.
    pub client: &'static Client,
    /// The key of a confirmed device of the user's, when it came along.
    pub device: Option<String>,
}

/// Through which operations somebody came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// `InitiateAuth`: anybody.
    Public,
    /// `AdminInitiateAuth`: with a developer's signature.
    Admin,
}

/// `AuthFlow`
pub(super) const AUTH_FLOW: Rule = Rule::required(
    "AuthFlow",
    &[Constraint::OneOf(&[
        "USER_SRP_AUTH",
        "REFRESH_TOKEN_AUTH",
        "REFRESH_TOKEN",
        "CUSTOM_AUTH",
        "ADMIN_NO_SRP_AUTH",
        "USER_PASSWORD_AUTH",
        "ADMIN_USER_PASSWORD_AUTH",
        "USER_AUTH",
    ])],
);

/// `ChallengeName`
pub(super) const CHALLENGE_NAME: Rule = Rule::required(
    "ChallengeName",
    &[Constraint::OneOf(&[
        "SMS_MFA",
        "EMAIL_OTP",
        "SOFTWARE_TOKEN_MFA",
        "SELECT_MFA_TYPE",
        "MFA_SETUP",
        "PASSWORD_VERIFIER",
        "CUSTOM_CHALLENGE",
        "SELECT_CHALLENGE",
        "DEVICE_SRP_AUTH",
        "DEVICE_PASSWORD_VERIFIER",
        "ADMIN_NO_SRP_AUTH",
        "NEW_PASSWORD_REQUIRED",
        "SMS_OTP",
        "PASSWORD",
        "WEB_AUTHN",
        "PASSWORD_SRP",
    ])],
);

/// Starts a flow: first the app client and its secret, then whether it allows the flow, then the parameters.
pub(super) fn start(pool: &mut Pool, call: &Call<'_>, door: Door) -> Result<Json, Failure> {
    let client = client(call.input.demanded("ClientId"))?;
    let given = call.input.texts("AuthParameters")?;
    let flow = call.input.demanded("AuthFlow");
    // The hash beside a refresh token is over the name of the token's user, who is not known yet.
    let is_refresh = ["REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"].contains(&flow);
    let named = given.get("USERNAME").filter(|_| !is_refresh);
    secret_hash::check_first(client, named, given.get("SECRET_HASH"))?;
    match (flow, door) {
        ("USER_SRP_AUTH", _) => {
            allowed(client, allow::SRP, "USER_SRP_AUTH is not enabled for the client.")?;
            srp::start(pool, call, client, &given)
        }
        ("USER_PASSWORD_AUTH", Door::Public) => {
            allowed(client, allow::PASSWORD, "USER_PASSWORD_AUTH flow not enabled for this client")?;
            password::start(pool, call, client, &given)
        }
        ("ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH", Door::Admin) => {
            allowed(client, allow::ADMIN, "Auth flow not enabled for this client")?;
            password::start(pool, call, client, &given)
        }
        ("REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN", _) => {
            allowed(client, allow::REFRESH, "Refresh Token flow not enabled for this client")?;
            refresh::start(pool, call, client, &given)
        }
        ("CUSTOM_AUTH", _) => {
            allowed(client, allow::CUSTOM, "CUSTOM_AUTH is not enabled for the client.")?;
            custom::start(pool, call, client, &given)
        }
        ("USER_AUTH", _) => {
            allowed(client, allow::CHOICE, "USER_AUTH flow not enabled for this client")?;
            choice::start(pool, call, client, &given)
        }
        _ => Err(Failure::invalid_parameter("Initiate Auth method not supported.")),
    }
}

/// A password typed on the pool's own login page, which no app client's flows forbid.
pub(super) fn typed_on_page(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
) -> Result<Json, Failure> {
    password::start(pool, call, client, &call.input.texts("AuthParameters")?)
}

/// Takes the answer to a challenge.
pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    let client = client(call.input.demanded("ClientId"))?;
    let given = call.input.texts("ChallengeResponses")?;
    match call.input.demanded("ChallengeName") {
        "PASSWORD_VERIFIER" => return srp::answer(pool, call, client, &given),
        "DEVICE_PASSWORD_VERIFIER" => return device::answer(pool, call, client, &given),
        _ => {}
    }
    let Asked { login, pending } = pending::asked(pool, call, client)?;
    match pending {
        Pending::NewPassword => new_password::answer(pool, call, login, &given),
        Pending::SoftwareToken => software_token::answer(pool, call, login, &given),
        Pending::Code(errand) => one_time_code::answer(pool, call, login, &errand),
        Pending::SelectMfa => select_mfa::answer(pool, call, login, &given),
        Pending::MfaSetup(set_up) => mfa_setup::answer(pool, call, login, set_up),
        Pending::SelectChallenge => choice::answer(pool, call, login, &given),
        Pending::Password => password::answer(pool, call, login, &given),
        Pending::PasswordSrp => srp::first_half(pool, call, login, &given),
        Pending::WebAuthn => passkey::answer(pool, call, &given),
        Pending::Riddle(round) => custom::answer(pool, call, login, round),
        Pending::DeviceSrp => device::first_half(pool, call, login, &given),
    }
}

/// The app client with this id.
pub(super) fn client(id: &str) -> Result<&'static Client, Failure> {
    CLIENTS
        .iter()
        .find(|client| client.id == id)
        .ok_or_else(|| Failure::not_found(format!("User pool client {id} does not exist.")))
}

/// Refuses every user pool but the one there is.
pub(super) fn user_pool(id: &str) -> Result<(), Failure> {
    if id == USER_POOL_ID {
        Ok(())
    } else {
        Err(Failure::not_found(format!("User pool {id} does not exist.")))
    }
}

fn allowed(client: &Client, flow: &str, refusal: &str) -> Result<(), Failure> {
    if client.flows.contains(&flow) { Ok(()) } else { Err(Failure::invalid_parameter(refusal)) }
}
