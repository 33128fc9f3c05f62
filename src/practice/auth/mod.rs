//! How somebody signs in: which flow starts, what is asked next, and when the tokens come.
//!
//! ```text
//! start ─ password ┐
//!       ─ srp ─────┴→ right password → state of the account → new_password → software_token → tokens
//!       ─ refresh ──────────────────────────────────────────────────────────────────────────→ tokens
//! ```
//!
//! A further flow is one file here and one line in [`start`]; a further challenge is one [`Pending`], one file and
//! one line in [`answer`] and in the ladder.

pub(super) mod lockout;
pub(super) mod policy;

mod new_password;
mod password;
mod refresh;
mod software_token;
mod srp;

use serde_json::{Value as Json, json};

pub(super) use self::srp::Proving;
use super::error::Failure;
use super::input::{Constraint, Rule, Texts};
use super::people::{Status, User};
use super::pool::{Call, Pool};
use super::roster::{CLIENTS, Client, USER_POOL_ID, allow};
use super::{secret_hash, tokens};

/// Who is signing in, and with which app client.
#[derive(Clone)]
pub(super) struct Login {
    /// The real user name.
    pub user: String,
    /// The app client.
    pub client: &'static Client,
}

/// A question that waits for its answer.
#[derive(Clone)]
pub(super) struct Asked {
    /// Who was asked.
    pub login: Login,
    /// What was asked.
    pub pending: Pending,
}

/// What can be asked under a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pending {
    /// `NEW_PASSWORD_REQUIRED`
    NewPassword,
    /// `SOFTWARE_TOKEN_MFA`
    SoftwareToken,
}

impl Pending {
    const fn wire(self) -> &'static str {
        match self {
            Self::NewPassword => "NEW_PASSWORD_REQUIRED",
            Self::SoftwareToken => "SOFTWARE_TOKEN_MFA",
        }
    }
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

/// Starts a flow.
pub(super) fn start(pool: &mut Pool, call: &Call<'_>, door: Door) -> Result<Json, Failure> {
    let client = client(call.input.demanded("ClientId"))?;
    let given = call.input.texts("AuthParameters")?;
    match (call.input.demanded("AuthFlow"), door) {
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
            Err(Failure::invalid_parameter("Custom auth lambda trigger is not configured for the user pool."))
        }
        ("USER_AUTH", _) => Err(Failure::invalid_parameter("USER_AUTH flow not enabled for this client")),
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
        "PASSWORD_VERIFIER" => srp::answer(pool, call, client, &given),
        "NEW_PASSWORD_REQUIRED" => new_password::answer(pool, call, client, &given),
        "SOFTWARE_TOKEN_MFA" => software_token::answer(pool, call, client, &given),
        _ => Err(Failure::invalid_session()),
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

/// What an account's state says to somebody who has just proved the password.
fn account_state(user: &User, call: &Call<'_>) -> Result<(), Failure> {
    if !user.enabled {
        return Err(Failure::not_authorized("User is disabled."));
    }
    match user.status {
        Status::Unconfirmed => Err(Failure::new("UserNotConfirmedException", "User is not confirmed.")),
        Status::ResetRequired => {
            Err(Failure::new("PasswordResetRequiredException", "Password reset required for the user"))
        }
        Status::ForceChangePassword if user.temporary_password_is_over(call.now) => Err(
            Failure::not_authorized("Temporary password has expired and must be reset by an administrator."),
        ),
        // Who comes from elsewhere has no password here that could be right.
        Status::ExternalProvider => Err(Failure::wrong_password()),
        Status::ForceChangePassword | Status::Confirmed => Ok(()),
    }
}

/// The ladder, from its first rung: the password was right.
fn after_password(pool: &mut Pool, call: &Call<'_>, login: Login) -> Result<Json, Failure> {
    let user = pool.people.get(&login.user).ok_or_else(Failure::wrong_password)?;
    account_state(user, call)?;
    if user.status == Status::ForceChangePassword {
        let parameters = new_password::question(user);
        return Ok(ask(pool, call, Asked { login, pending: Pending::NewPassword }, &parameters));
    }
    after_new_password(pool, call, login)
}

/// The second rung: the password is one that the user chose.
fn after_new_password(pool: &mut Pool, call: &Call<'_>, login: Login) -> Result<Json, Failure> {
    let has_authenticator = pool.people.get(&login.user).is_some_and(|user| user.authenticator.is_some());
    if has_authenticator {
        let parameters = json!({ "FRIENDLY_DEVICE_NAME": "Practice phone", "USER_ID_FOR_SRP": login.user });
        return Ok(ask(pool, call, Asked { login, pending: Pending::SoftwareToken }, &parameters));
    }
    tokens::first_issue(pool, call, &login)
}

/// Asks something, under a fresh session.
fn ask(pool: &mut Pool, call: &Call<'_>, asked: Asked, parameters: &Json) -> Json {
    let session = format!("AYABe{}", pool.random.base64url(780));
    let name = asked.pending.wire();
    pool.sessions.open(session.clone(), asked, call.now);
    json!({ "ChallengeName": name, "ChallengeParameters": parameters, "Session": session })
}

/// Who was asked, when an answer comes with its session: same challenge, client and user, and the right hash.
fn asked(pool: &Pool, call: &Call<'_>, client: &Client, pending: Pending) -> Result<Login, Failure> {
    let given = call.input.texts("ChallengeResponses")?;
    let username = given.need("USERNAME")?;
    let session = call.input.text("Session").ok_or_else(|| Failure::missing("Session"))?;
    let asked = pool.sessions.peek(session, call.now)?;
    let same_user = pool.people.find(username).is_some_and(|user| user.name == asked.login.user);
    if asked.pending != pending || asked.login.client.id != client.id || !same_user {
        return Err(Failure::invalid_session());
    }
    hash_of_real_name(client, &asked.login.user, &given)?;
    Ok(asked.login)
}

/// In answers the hash is over the real user name, whatever was typed at first.
fn hash_of_real_name(client: &Client, name: &str, given: &Texts<'_>) -> Result<(), Failure> {
    secret_hash::check(client, name, given.get("SECRET_HASH"))
}
