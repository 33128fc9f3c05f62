//! Remembered devices in a login: confirming one after signing in, and going on without one that
//! the user pool no longer knows.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{Call, Login, NewDevice, Stage};
use crate::cognito::{Device, srp};
use crate::flow::{Failure, Refusal};
use crate::secret::Secret;

/// What the device is called in the user pool, for people.
const NAME: &str = "Poolwalk";

impl Login {
    pub(super) fn confirm_device_call(&self, found: &NewDevice) -> Option<Call> {
        let password = self.device_password();
        let identity =
            srp::Identity { pool_name: &found.group_key, user_id: &found.key, password: &password };
        Some(Call::ConfirmDevice {
            access_token: self.access_token()?,
            device_key: found.key.clone(),
            device_name: NAME.to_owned(),
            verifier: srp::device_verifier(&identity, &self.seed.bytes::<16>("device salt")),
        })
    }

    pub(super) fn remember_device_call(&self, device: &NewDevice) -> Option<Call> {
        let (access_token, device_key) = (self.access_token()?, device.key.clone());
        Some(Call::UpdateDeviceStatus { access_token, device_key, remembered: true })
    }

    /// Forty random bytes, in base64.
    fn device_password(&self) -> Secret {
        BASE64.encode(self.seed.bytes::<40>("device password")).into()
    }

    pub(super) fn device_is_confirmed(&mut self, user_decides: bool) {
        let Stage::ConfirmDevice(found) = &self.stage else { return };
        let found = found.clone();
        let password = self.device_password();
        self.haul.device =
            Some(Device { key: found.key.clone(), group_key: found.group_key.clone(), password });
        if user_decides {
            self.stage = Stage::RememberDevice(found);
        } else {
            self.after_device();
        }
    }

    pub(super) fn after_device(&mut self) {
        if matches!(self.stage, Stage::ConfirmDevice(_) | Stage::RememberDevice(_)) {
            self.after_tokens();
        }
    }

    /// What the person came for has been had already: a device that is not remembered does not stop the
    /// walk, whyever it is not.
    pub(super) fn does_without_device(&mut self, failure: &Failure) -> bool {
        let at_device = matches!(self.stage, Stage::ConfirmDevice(_) | Stage::RememberDevice(_));
        let goes_on = match failure {
            Failure::Refused(_)
            | Failure::Unreachable(_)
            | Failure::Unreadable { .. }
            | Failure::Unusable { .. }
            | Failure::NotSent { .. } => at_device,
            Failure::Stopped | Failure::Internal { .. } => false,
        };
        if goes_on {
            self.after_device();
        }
        goes_on
    }

    /// A device that is gone from the user pool: the sign-in begins anew without it.
    pub(super) fn gives_device_up(&mut self, refusal: &Refusal) -> bool {
        let says_device = refusal.message.to_lowercase().contains("device");
        let is_gone = refusal.code == "ResourceNotFoundException" && says_device;
        if !is_gone || self.config.device.is_none() || self.haul.tokens.is_some() {
            return false;
        }
        self.config.device = None;
        self.haul.device_is_gone = true;
        self.stage = Stage::SignIn;
        true
    }
}
