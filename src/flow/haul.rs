//! What a login or an errand brings in, piece by piece. It knows nothing of how the pieces are had.

use super::{AwsCredentials, Caller, Delivery, KnownDevice, TokenSet, UserDetails};
use crate::cognito::{Device, Params};
use crate::secret::Secret;

/// What a login or an errand has brought in so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Haul {
    /// From the user pool.
    pub tokens: Option<TokenSet>,
    /// What the pool's pages tell of the user: claim and value.
    pub user_info: Option<Params>,
    /// From the identity pool.
    pub identity_id: Option<String>,
    /// From the identity pool.
    pub credentials: Option<AwsCredentials>,
    /// The identity pool's own token, from the classic flow or for a developer identity.
    pub open_id: Option<Secret>,
    /// From STS.
    pub caller: Option<Caller>,
    /// This computer, remembered from now on.
    pub device: Option<Device>,
    /// The remembered device is known to the user pool no more.
    pub device_is_gone: bool,
    /// The secret of an authenticator app that was set up on the way.
    pub totp_secret: Option<Secret>,
    /// What the pool knows of the user.
    pub user: Option<UserDetails>,
    /// The devices of the user.
    pub devices: Option<Vec<KnownDevice>>,
    /// Where the last code went.
    pub delivery: Option<Delivery>,
}
