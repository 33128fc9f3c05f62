//! How a login opens: the parameters of each way in, and with the automatic one, which flow is tried
//! after which. It knows nothing of what comes after the first answer.

use super::{AuthFlow, Call, Login, Params, Stage, Way, srp};
use crate::cognito::{FirstFactor, secret_hash};
use crate::flow::{Refusal, Seed};

/// What the automatic way tries first.
pub(super) const FIRST_TRY: Way = Way::UserSrp;

impl Login {
    pub(super) fn sign_in_call(&self) -> Option<Call> {
        let client = self.config.client.clone()?;
        let device_key = self.config.device.as_ref().map(|device| device.key.clone());
        if self.trying == Way::RotateToken {
            return Some(Call::GetTokensFromRefreshToken {
                client,
                client_secret: self.config.client_secret.clone(),
                refresh_token: self.config.refresh_token.clone()?,
                device_key,
            });
        }
        let flow = self.trying.flow()?;
        let mut parameters = self.opening(flow)?;
        if let Some(key) = device_key {
            parameters = parameters.plain("DEVICE_KEY", key);
        }
        let real_name = self.config.real_name.as_ref().filter(|_| flow == AuthFlow::RefreshToken);
        let parameters = self.with_hash(parameters, real_name.unwrap_or(&self.config.username));
        Some(match &self.config.pool {
            Some(pool) if flow.is_admin() => {
                Call::AdminInitiateAuth { flow, pool: pool.clone(), client, parameters }
            }
            Some(_) | None => Call::InitiateAuth { flow, client, parameters },
        })
    }

    /// `AuthParameters`, but for the device and the hash.
    fn opening(&self, flow: AuthFlow) -> Option<Params> {
        let named = Params::new().plain("USERNAME", &self.config.username);
        let password = || self.config.password.clone();
        Some(match flow {
            AuthFlow::UserSrp => named.plain("SRP_A", self.ephemeral().public_hex()),
            AuthFlow::UserPassword | AuthFlow::AdminUserPassword | AuthFlow::AdminNoSrp => {
                named.secret("PASSWORD", password())
            }
            AuthFlow::UserAuth => match self.preferred() {
                None => named,
                Some(factor) => {
                    let preferred = named.plain("PREFERRED_CHALLENGE", factor.wire());
                    match factor {
                        FirstFactor::Password => preferred.secret("PASSWORD", password()),
                        FirstFactor::PasswordSrp => preferred.plain("SRP_A", self.ephemeral().public_hex()),
                        FirstFactor::EmailOtp | FirstFactor::SmsOtp | FirstFactor::WebAuthn => preferred,
                    }
                }
            },
            AuthFlow::Custom if self.trying == Way::CustomSrp => {
                named.plain("CHALLENGE_NAME", "SRP_A").plain("SRP_A", self.ephemeral().public_hex())
            }
            AuthFlow::Custom => named,
            AuthFlow::RefreshToken => {
                Params::new().secret("REFRESH_TOKEN", self.config.refresh_token.clone()?)
            }
        })
    }

    /// The automatic way has a password to show; it asks for no code on its own.
    fn preferred(&self) -> Option<FirstFactor> {
        let automatic = (self.config.way == Way::Automatic).then_some(FirstFactor::Password);
        self.config.preferred.or(automatic)
    }

    /// With the automatic way: a flow that the app client does not allow gives way to the next one.
    /// `CUSTOM_AUTH` is left to the person, for the pool's functions may send messages.
    pub(super) fn tries_another_flow(&mut self, refusal: &Refusal) -> bool {
        let is_first = matches!(self.stage, Stage::SignIn) && self.config.way == Way::Automatic;
        if !is_first || !refusal.forbids_the_flow() {
            return false;
        }
        let next = match self.trying {
            Way::UserSrp => Way::UserPassword,
            Way::UserPassword => Way::UserAuth,
            Way::Automatic
            | Way::UserAuth
            | Way::Custom
            | Way::CustomSrp
            | Way::AdminUserPassword
            | Way::AdminNoSrp
            | Way::RefreshToken
            | Way::RotateToken
            | Way::Browser
            | Way::Guest
            | Way::Providers
            | Way::Developer => return false,
        };
        self.trying = next;
        true
    }

    /// Adds `SECRET_HASH` when the app client has a secret: over the very name that is sent.
    pub(super) fn with_hash(&self, params: Params, username: &str) -> Params {
        match (&self.config.client_secret, &self.config.client) {
            (Some(secret), Some(client)) => {
                params.secret("SECRET_HASH", secret_hash(username, client, secret).into())
            }
            (None, _) | (_, None) => params,
        }
    }

    pub(super) fn ephemeral(&self) -> &srp::Ephemeral {
        self.ephemeral.get_or_init(|| ephemeral(&self.seed, "SRP a"))
    }

    pub(super) fn device_ephemeral(&self) -> &srp::Ephemeral {
        self.device_ephemeral.get_or_init(|| ephemeral(&self.seed, "device SRP a"))
    }
}

/// Length of the secret number `a`: twice the 32 bytes that RFC 5054 (3.1) asks for at least.
const EPHEMERAL_BYTES: usize = 64;

/// A fresh secret number. A seed that gives an unusable one (it never will) is asked for another.
fn ephemeral(seed: &Seed, purpose: &str) -> srp::Ephemeral {
    let mut tries = (0_u32..).map(|number| seed.bytes::<EPHEMERAL_BYTES>(&format!("{purpose} {number}")));
    tries
        .find_map(|bytes| srp::Ephemeral::from_random(&bytes))
        .unwrap_or_else(|| unreachable!("an endless search ends only with a find"))
}
