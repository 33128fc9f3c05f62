//! Questions that wait for their answers, under sessions: who was asked what, and whether an answer belongs to it.
//! It knows names and handles; what a right answer is, the file of each challenge knows.

use serde_json::{Value as Json, json};

use super::mfa_setup::SetUp;
use super::one_time_code::Errand;
use super::{Login, device, stranger};
use crate::practice::error::Failure;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::practice::secret_hash;
use crate::practice::triggers::Round;

/// A question that waits for its answer.
#[derive(Clone)]
pub(in crate::practice) struct Asked {
    /// Who was asked.
    pub login: Login,
    /// What was asked.
    pub pending: Pending,
}

/// What can be asked under a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::practice) enum Pending {
    /// `NEW_PASSWORD_REQUIRED`
    NewPassword,
    /// `SOFTWARE_TOKEN_MFA`
    SoftwareToken,
    /// `SMS_MFA`, `EMAIL_OTP` or `SMS_OTP`
    Code(Errand),
    /// `SELECT_MFA_TYPE`
    SelectMfa,
    /// `MFA_SETUP`
    MfaSetup(SetUp),
    /// `SELECT_CHALLENGE`
    SelectChallenge,
    /// `PASSWORD`
    Password,
    /// `PASSWORD_SRP`
    PasswordSrp,
    /// `WEB_AUTHN`
    WebAuthn,
    /// `CUSTOM_CHALLENGE`
    Riddle(Round),
    /// `DEVICE_SRP_AUTH`
    DeviceSrp,
}

impl Pending {
    const fn wire(&self) -> &'static str {
        match self {
            Self::NewPassword => "NEW_PASSWORD_REQUIRED",
            Self::SoftwareToken => "SOFTWARE_TOKEN_MFA",
            Self::Code(errand) => errand.wire(),
            Self::SelectMfa => "SELECT_MFA_TYPE",
            Self::MfaSetup(_) => "MFA_SETUP",
            Self::SelectChallenge => "SELECT_CHALLENGE",
            Self::Password => "PASSWORD",
            Self::PasswordSrp => "PASSWORD_SRP",
            Self::WebAuthn => "WEB_AUTHN",
            Self::Riddle(_) => "CUSTOM_CHALLENGE",
            Self::DeviceSrp => "DEVICE_SRP_AUTH",
        }
    }

    /// The question told the real user name: from there on it is the one that counts.
    const fn told_real_name(&self) -> bool {
        match self {
            Self::Code(Errand::FirstFactor(_))
            | Self::SelectChallenge
            | Self::Password
            | Self::PasswordSrp
            | Self::WebAuthn => false,
            Self::NewPassword
            | Self::SoftwareToken
            | Self::Code(Errand::SecondFactor(_) | Errand::SetUp(_))
            | Self::SelectMfa
            | Self::MfaSetup(_)
            | Self::Riddle(_)
            | Self::DeviceSrp => true,
        }
    }
}

/// Asks something, under a fresh session.
pub(super) fn ask(pool: &mut Pool, call: &Call<'_>, asked: Asked, parameters: &Json) -> Json {
    let name = asked.pending.wire();
    let session = open(pool, call, asked);
    json!({ "ChallengeName": name, "ChallengeParameters": parameters, "Session": session })
}

/// Remembers a question under a fresh session.
pub(super) fn open(pool: &mut Pool, call: &Call<'_>, asked: Asked) -> String {
    let session = format!("AYABe{}", pool.random.base64url(780));
    pool.sessions.open(session.clone(), asked, call.now);
    session
}

/// What was asked, when an answer comes with its session: same challenge, client and user, and the right hash.
pub(super) fn asked(pool: &Pool, call: &Call<'_>, client: &Client) -> Result<Asked, Failure> {
    let given = call.input.texts("ChallengeResponses")?;
    let username = given.need("USERNAME")?;
    let mut asked = pool.sessions.peek(&session(pool, call)?, call.now)?;
    let login = &asked.login;
    if asked.pending.wire() != call.input.demanded("ChallengeName")
        || login.client.id != client.id
        || !stranger::is_meant(pool, username, &login.user)
    {
        return Err(Failure::invalid_session());
    }
    let hashed = if asked.pending.told_real_name() { login.user.as_str() } else { username };
    secret_hash::check(client, hashed, given.get("SECRET_HASH"))?;
    if asked.login.device.is_none() {
        asked.login.device = device::named(pool, login, &given).unwrap_or_default();
    }
    Ok(asked)
}

/// The session that an answer belongs to. A device is known by its key, so its answer may come without.
fn session(pool: &Pool, call: &Call<'_>) -> Result<String, Failure> {
    if let Some(session) = call.input.text("Session") {
        return Ok(session.to_owned());
    }
    let given = call.input.texts("ChallengeResponses")?;
    let waits = |asked: &Asked| {
        asked.pending == Pending::DeviceSrp && asked.login.device.as_deref() == given.get("DEVICE_KEY")
    };
    let of_device = call.input.demanded("ChallengeName") == "DEVICE_SRP_AUTH";
    let found = if of_device { pool.sessions.find(waits, call.now) } else { None };
    found.ok_or_else(|| Failure::missing("Session"))
}

/// Marks the session of an answer as used.
pub(super) fn spend(pool: &mut Pool, call: &Call<'_>) {
    if let Ok(session) = session(pool, call) {
        pool.sessions.spend(&session);
    }
}
