//! The part of the JSON contract that tells what an errand brought: a user, devices, where a code went.

use std::collections::BTreeMap;

use serde::Serialize;

use super::report::seconds;
use crate::flow::{Delivery, KnownDevice, UserDetails};

/// What the pool knows of a user.
#[derive(Debug, Serialize)]
pub(super) struct UserReport<'a> {
    username: &'a str,
    attributes: BTreeMap<&'a str, &'a str>,
    mfa: &'a [String],
    preferred_mfa: Option<&'a str>,
}

/// A device on the user's list.
#[derive(Debug, Serialize)]
pub(super) struct ListedDevice<'a> {
    key: &'a str,
    name: Option<&'a str>,
    status: Option<&'a str>,
    last_ip: Option<&'a str>,
    last_used: Option<String>,
}

/// Where a code went, as much of it as Cognito tells.
#[derive(Debug, Serialize)]
pub(super) struct DeliveryReport<'a> {
    destination: &'a str,
    medium: &'a str,
    attribute: &'a str,
}

impl<'a> UserReport<'a> {
    pub(super) fn of(user: &'a UserDetails) -> Self {
        let UserDetails { username, attributes, factors, preferred } = user;
        let attributes = attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Self { username, attributes, mfa: factors, preferred_mfa: preferred.as_deref() }
    }
}

impl<'a> ListedDevice<'a> {
    pub(super) fn of(device: &'a KnownDevice) -> Self {
        let KnownDevice { key, name, status, address, last_used } = device;
        Self {
            key,
            name: name.as_deref(),
            status: status.as_deref(),
            last_ip: address.as_deref(),
            last_used: last_used.map(seconds),
        }
    }
}

impl<'a> DeliveryReport<'a> {
    pub(super) fn of(delivery: &'a Delivery) -> Self {
        let Delivery { destination, medium, attribute } = delivery;
        Self { destination, medium, attribute }
    }
}
