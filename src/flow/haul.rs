//! What a login brings in, piece by piece. It knows nothing of how the pieces are had.

use super::{AwsCredentials, Caller, TokenSet};

/// What a login has brought in so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Haul {
    /// From the user pool.
    pub tokens: Option<TokenSet>,
    /// From the identity pool.
    pub identity_id: Option<String>,
    /// From the identity pool.
    pub credentials: Option<AwsCredentials>,
    /// From STS.
    pub caller: Option<Caller>,
}
