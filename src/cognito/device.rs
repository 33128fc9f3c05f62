//! A remembered device: what Cognito calls it and the password that it proves itself with.
//! It knows nothing of where a device is kept.

use crate::secret::Secret;

/// A device that was confirmed after a sign-in, and may stand in for a second factor later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// `<region>_<uuid>`.
    pub key: String,
    /// What SRP takes for the name of the pool.
    pub group_key: String,
    /// Made on this computer, never sent.
    pub password: Secret,
}
