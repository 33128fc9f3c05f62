//! What the users of the practice pool have at hand: codes that were sent to them, the newest first, then what their
//! authenticator apps show. Only what counts at the moment. As data for a face to draw, and as JSON for whoever asks
//! over HTTP.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::codes::{Destination, Medium};
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
    /// What it is for, in words.
    pub purpose: &'static str,
    /// The address or phone number that it was sent to; none for an app.
    pub destination: Option<String>,
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
    /// In a text message.
    Sms,
    /// In an e-mail.
    Email,
}

impl Channel {
    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AuthenticatorApp => "Authenticator app",
            Self::Sms => "SMS",
            Self::Email => "E-mail",
        }
    }
}

/// Every code there is at `now`.
pub(super) fn entries(pool: &Pool, now: Timestamp) -> Vec<InboxEntry> {
    let mut entries = sent(pool, now);
    entries.extend(shown(pool, now));
    entries
}

fn sent(pool: &Pool, now: Timestamp) -> Vec<InboxEntry> {
    let received = pool.codes.live(now).into_iter();
    received
        .filter_map(|sent| {
            let Destination { medium, address } = sent.message.to.clone()?;
            Some(InboxEntry {
                username: sent.message.user.clone(),
                channel: match medium {
                    Medium::Email => Channel::Email,
                    Medium::Sms => Channel::Sms,
                },
                purpose: sent.message.purpose.label(),
                destination: Some(address),
                code: sent.code.clone(),
                seconds_left: sent.seconds_left(now),
                seconds_in_all: sent.seconds_in_all(),
            })
        })
        .collect()
}

fn shown(pool: &Pool, now: Timestamp) -> impl Iterator<Item = InboxEntry> {
    let apps = pool.people.iter().flat_map(|user| {
        let coming = user.coming_authenticator.iter().map(|app| (app, "Set up the authenticator app"));
        let set_up = user.authenticator.iter().map(|app| (app, "Second factor"));
        coming.chain(set_up).map(move |(app, purpose)| (user, app, purpose))
    });
    apps.map(move |(user, app, purpose)| InboxEntry {
        username: user.name.clone(),
        channel: Channel::AuthenticatorApp,
        purpose,
        destination: None,
        code: app.code(now).into(),
        seconds_left: totp::seconds_left(now),
        seconds_in_all: totp::STEP_SECS,
    })
}

/// The same over HTTP.
pub(super) fn to_json(entries: &[InboxEntry]) -> Json {
    let entries: Vec<Json> = entries
        .iter()
        .map(|entry| {
            json!({
                "username": entry.username,
                "channel": entry.channel.label(),
                "purpose": entry.purpose,
                "destination": entry.destination,
                "code": entry.code.expose(),
                "seconds_left": entry.seconds_left,
                "seconds_in_all": entry.seconds_in_all,
            })
        })
        .collect();
    json!({ "inbox": entries })
}
