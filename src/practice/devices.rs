//! The devices of one account: keys that were given out, the verifiers that came back, and which are remembered.
//! It keeps them; the proof of a device is `auth::device`'s.

use jiff::Timestamp;
use num_bigint::BigUint;
use serde_json::{Value as Json, json};

use super::roster::REGION;

/// Devices of an account whose devices are tracked.
#[derive(Clone, Default)]
pub(super) struct Devices(Vec<Device>);

/// One device.
#[derive(Clone)]
pub(super) struct Device {
    /// The device key.
    pub key: String,
    /// How far it has come.
    pub state: State,
    created: Timestamp,
    changed: Timestamp,
    signed_in: Timestamp,
}

/// How far a device has come.
#[derive(Clone)]
pub(super) enum State {
    /// Its key was given out, nothing came back.
    GivenOut,
    /// `ConfirmDevice` brought its name and verifier.
    Confirmed(Confirmed),
}

/// A confirmed device.
#[derive(Clone)]
pub(super) struct Confirmed {
    /// What its owner calls it.
    pub name: String,
    /// SRP's salt.
    pub salt: BigUint,
    /// SRP's verifier.
    pub verifier: BigUint,
    /// Proves itself in the place of a second factor.
    pub remembered: bool,
}

impl Devices {
    /// Gives out the key of a device that was not known.
    pub(super) fn give_out(&mut self, uuid: &str, now: Timestamp) -> String {
        let key = format!("{REGION}_{uuid}");
        let state = State::GivenOut;
        self.0.push(Device { key: key.clone(), state, created: now, changed: now, signed_in: now });
        key
    }

    /// The device with this key, confirmed or not, to be changed.
    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Device> {
        self.0.iter_mut().find(|device| device.key == key)
    }

    /// What came back from the device with this key.
    pub(super) fn confirmed(&self, key: &str) -> Option<&Confirmed> {
        self.0.iter().find(|device| device.key == key)?.confirmed()
    }

    /// Every confirmed device, the oldest first.
    pub(super) fn list(&self) -> impl Iterator<Item = &Device> {
        self.0.iter().filter(|device| device.confirmed().is_some())
    }

    /// Forgets a device; false when it is not known.
    pub(super) fn forget(&mut self, key: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|device| device.key != key);
        self.0.len() < before
    }
}

impl Device {
    /// What came back from it, if anything did.
    pub(super) const fn confirmed(&self) -> Option<&Confirmed> {
        match &self.state {
            State::GivenOut => None,
            State::Confirmed(confirmed) => Some(confirmed),
        }
    }

    /// Takes what came back from it.
    pub(super) fn confirm(&mut self, confirmed: Confirmed, now: Timestamp) {
        self.state = State::Confirmed(confirmed);
        self.changed = now;
    }

    /// Remembers it or not; false when it was never confirmed.
    pub(super) fn remember(&mut self, remembered: bool, now: Timestamp) -> bool {
        let State::Confirmed(confirmed) = &mut self.state else { return false };
        confirmed.remembered = remembered;
        self.changed = now;
        true
    }

    /// Notes that its owner signed in with it.
    pub(super) fn signs_in(&mut self, now: Timestamp) {
        self.signed_in = now;
    }

    /// As `GetDevice` and `ListDevices` give it.
    pub(super) fn to_json(&self) -> Json {
        let confirmed = self.confirmed();
        let name = confirmed.map_or("", |confirmed| &confirmed.name);
        let remembered = confirmed.is_some_and(|confirmed| confirmed.remembered);
        let attribute = |name: &str, value: &str| json!({ "Name": name, "Value": value });
        json!({
            "DeviceAttributes": [
                attribute("device_status", "valid"),
                attribute("device_name", name),
                attribute("last_ip_used", "127.0.0.1"),
                attribute("dev:device_remembered_status", status(remembered)),
            ],
            "DeviceCreateDate": self.created.as_second(),
            "DeviceKey": self.key,
            "DeviceLastAuthenticatedDate": self.signed_in.as_second(),
            "DeviceLastModifiedDate": self.changed.as_second(),
        })
    }
}

/// `DeviceRememberedStatus`
pub(super) const fn status(remembered: bool) -> &'static str {
    if remembered { "remembered" } else { "not_remembered" }
}
