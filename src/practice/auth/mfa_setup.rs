//! `MFA_SETUP`: whoever must have a second factor and has none sets one up, and the operations that set up an
//! authenticator app, with a session or with an access token.

use serde_json::{Value as Json, json};

use super::Login;
use super::ladder::last;
use super::one_time_code::{self, Errand};
use super::pending::{Asked, Pending, ask, open, spend};
use crate::practice::attributes::is_email;
use crate::practice::encoding::from_base32;
use crate::practice::error::Failure;
use crate::practice::factors::Factor;
use crate::practice::pool::{Call, Pool};
use crate::practice::tokens;
use crate::practice::totp::{Authenticator, Verdict};

/// Characters of the secret that an authenticator app is given.
const SECRET_LENGTH: usize = 52;

/// How far the set-up of an authenticator app has come under a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::practice) enum SetUp {
    /// Nothing was set up.
    Open,
    /// An app was set up, its first code was right.
    Verified,
}

pub(super) fn question(pool: &mut Pool, call: &Call<'_>, login: Login) -> Json {
    let can = [Factor::SoftwareToken.wire(), Factor::Email.wire()];
    let parameters = json!({ "MFAS_CAN_SETUP": json!(can).to_string(), "USER_ID_FOR_SRP": login.user });
    ask(pool, call, Asked { login, pending: Pending::MfaSetup(SetUp::Open) }, &parameters)
}

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>, login: Login, set_up: SetUp) -> Result<Json, Failure> {
    let given = call.input.texts("ChallengeResponses")?;
    match (set_up, given.get("EMAIL")) {
        (SetUp::Open, None) => Err(Failure::invalid_parameter("User has not verified software token mfa")),
        (SetUp::Open, Some(address)) if !is_email(address) => {
            Err(Failure::invalid_parameter("Invalid email address format."))
        }
        (SetUp::Open, Some(address)) => {
            spend(pool, call);
            one_time_code::question(pool, call, login, Errand::SetUp(address.to_owned()))
        }
        (SetUp::Verified, _) => {
            let user = pool.people.get_mut(&login.user).ok_or_else(Failure::invalid_session)?;
            user.factors.switch_on(Factor::SoftwareToken);
            spend(pool, call);
            last(pool, call, login)
        }
    }
}

/// Whose authenticator app is being set up.
enum Owner {
    /// Somebody who is signing in.
    SigningIn(Login),
    /// Somebody who has signed in.
    SignedIn(String),
}

impl Owner {
    fn of(pool: &Pool, call: &Call<'_>) -> Result<Self, Failure> {
        let Some(session) = call.input.text("Session") else {
            return Ok(Self::SignedIn(tokens::bearer(pool, call)?.name.clone()));
        };
        let Asked { login, pending } = pool.sessions.peek(session, call.now)?;
        if pending == Pending::MfaSetup(SetUp::Open) {
            Ok(Self::SigningIn(login))
        } else {
            Err(Failure::invalid_session())
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::SigningIn(login) => &login.user,
            Self::SignedIn(name) => name,
        }
    }

    /// An answer; whoever is signing in gets a fresh session with it.
    fn told(self, pool: &mut Pool, call: &Call<'_>, told: Told<'_>) -> Json {
        let (key, value, set_up) = match told {
            Told::Secret(secret) => ("SecretCode", secret, SetUp::Open),
            Told::Success => ("Status", "SUCCESS", SetUp::Verified),
        };
        match self {
            Self::SignedIn(_) => json!({ key: value }),
            Self::SigningIn(login) => {
                spend(pool, call);
                let session = open(pool, call, Asked { login, pending: Pending::MfaSetup(set_up) });
                json!({ key: value, "Session": session })
            }
        }
    }
}

/// What the owner of an authenticator app is told.
#[derive(Clone, Copy)]
enum Told<'a> {
    /// The secret for the app.
    Secret(&'a str),
    /// The first code was right.
    Success,
}

/// `AssociateSoftwareToken`: the secret for the app.
pub(in crate::practice) fn associate(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    let owner = Owner::of(pool, call)?;
    let secret = pool.random.base32(SECRET_LENGTH);
    let user = pool.people.get_mut(owner.name()).ok_or_else(Failure::invalid_session)?;
    user.coming_authenticator = from_base32(&secret).map(Authenticator::new);
    Ok(owner.told(pool, call, Told::Secret(&secret)))
}

/// `VerifySoftwareToken`: the app's first code.
pub(in crate::practice) fn verify(pool: &mut Pool, call: &Call<'_>) -> Result<Json, Failure> {
    let owner = Owner::of(pool, call)?;
    let user = pool.people.get_mut(owner.name()).ok_or_else(Failure::invalid_session)?;
    let coming = user.coming_authenticator.as_mut().ok_or_else(|| {
        Failure::new("SoftwareTokenMFANotFoundException", "Software Token MFA does not exist for the user.")
    })?;
    // A wrong code keeps session and secret: the person may try again.
    if coming.check(call.input.demanded("UserCode"), call.now) != Verdict::Accepted {
        return Err(Failure::new(
            "EnableSoftwareTokenMFAException",
            "Code mismatch and fail enable Software Token MFA",
        ));
    }
    let set_up = user.coming_authenticator.take();
    user.authenticator = set_up.map(|app| app.named(call.input.text("FriendlyDeviceName")));
    Ok(owner.told(pool, call, Told::Success))
}
