//! What the users of the practice pool have at hand: codes, and how long each counts. One entry a code; today all of
//! them are shown by authenticator apps. As data for a face to draw, and as JSON for whoever asks over HTTP.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::pool::Pool;
use super::totp;
use crate::secret::Secret;

/// One code in the practice inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboxEntry {
    /// The real user name of whom it is for.
    pub username: String,
    /// Where they see it.
    pub channel: Channel,
    /// The code.
    pub code: Secret,
    /// Seconds until it counts no more (or, for an app, until it shows another).
    pub seconds_left: i64,
    /// Seconds that it counts in all: what a ring around it is a part of.
    pub seconds_in_all: i64,
}

/// Where a code is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// In an authenticator app.
    AuthenticatorApp,
}

impl Channel {
    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AuthenticatorApp => "Authenticator app",
        }
    }
}

/// Every code there is at `now`.
pub(super) fn entries(pool: &Pool, now: Timestamp) -> Vec<InboxEntry> {
    let shown = pool.people.iter().filter_map(|user| Some((user, user.authenticator.as_ref()?)));
    shown
        .map(|(user, authenticator)| InboxEntry {
            username: user.name.clone(),
            channel: Channel::AuthenticatorApp,
            code: authenticator.code(now).into(),
            seconds_left: totp::seconds_left(now),
            seconds_in_all: totp::STEP_SECS,
        })
        .collect()
}

/// The same over HTTP.
pub(super) fn to_json(entries: &[InboxEntry]) -> Json {
    let entries: Vec<Json> = entries
        .iter()
        .map(|entry| {
            json!({
                "username": entry.username,
                "channel": entry.channel.label(),
                "code": entry.code.expose(),
                "seconds_left": entry.seconds_left,
                "seconds_in_all": entry.seconds_in_all,
            })
        })
        .collect();
    json!({ "inbox": entries })
}
