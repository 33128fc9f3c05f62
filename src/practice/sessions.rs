//! Handles that tie an answer to its question: good for one answer, three minutes and one purpose.
//! What is remembered under a handle is the caller's.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::error::Failure;

/// `AuthSessionValidity`, at its default.
pub(super) const MINUTES: i64 = 3;

/// Open and spent handles, each with what is remembered under it.
pub(super) struct Sessions<T>(BTreeMap<String, Ticket<T>>);

struct Ticket<T> {
    about: T,
    expires: Timestamp,
    spent: bool,
}

impl<T> Default for Sessions<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Clone> Sessions<T> {
    /// Remembers something under a handle.
    pub(super) fn open(&mut self, handle: String, about: T, now: Timestamp) {
        // Spent and expired handles are kept for a while, so that their second use can be told from a wrong one.
        let long_ago = now - SignedDuration::from_mins(20 * MINUTES);
        self.0.retain(|_, ticket| ticket.expires > long_ago);
        let expires = now + SignedDuration::from_mins(MINUTES);
        self.0.insert(handle, Ticket { about, expires, spent: false });
    }

    /// What is remembered under a handle that is still good.
    pub(super) fn peek(&self, handle: &str, now: Timestamp) -> Result<T, Failure> {
        let ticket = self.0.get(handle).ok_or_else(Failure::invalid_session)?;
        if ticket.spent {
            Err(Failure::not_authorized("Invalid session for the user, session can only be used once."))
        } else if now > ticket.expires {
            Err(Failure::not_authorized("Invalid session for the user, session is expired."))
        } else {
            Ok(ticket.about.clone())
        }
    }

    /// A handle that is still good, of something that is as wanted.
    pub(super) fn find(&self, is_wanted: impl Fn(&T) -> bool, now: Timestamp) -> Option<String> {
        let good = |ticket: &Ticket<T>| !ticket.spent && now <= ticket.expires;
        let found = self.0.iter().find(|(_, ticket)| good(ticket) && is_wanted(&ticket.about));
        found.map(|(handle, _)| handle.clone())
    }

    /// Marks a handle as used.
    pub(super) fn spend(&mut self, handle: &str) {
        if let Some(ticket) = self.0.get_mut(handle) {
            ticket.spent = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_is_good_once_and_for_three_minutes() {
        let mut sessions = Sessions::default();
        let start = Timestamp::from_second(1_000_000).unwrap();
        let later = |seconds| start + SignedDuration::from_secs(seconds);
        sessions.open("one".into(), 1, start);
        sessions.open("two".into(), 2, start);
        assert_eq!(sessions.peek("one", later(180)), Ok(1));
        let told = |outcome: Result<i32, Failure>| outcome.unwrap_err().message;
        assert_eq!(
            told(sessions.peek("one", later(181))),
            "Invalid session for the user, session is expired."
        );
        sessions.spend("two");
        assert_eq!(
            told(sessions.peek("two", start)),
            "Invalid session for the user, session can only be used once."
        );
        assert_eq!(told(sessions.peek("three", start)), "Invalid session for the user.");
    }

    #[test]
    fn old_handles_are_forgotten() {
        let mut sessions = Sessions::default();
        let start = Timestamp::from_second(1_000_000).unwrap();
        sessions.open("old".into(), 1, start);
        sessions.open("young".into(), 2, start + SignedDuration::from_hours(2));
        assert_eq!(sessions.0.len(), 1);
    }
}
