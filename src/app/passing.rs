//! What on screen changes by itself as time goes by, and when the next change is due.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::{App, Copied, Fold, Place};

/// How long a Copy button shows that it has copied.
const COPIED_SHOWS: SignedDuration = SignedDuration::from_millis(1500);

impl App {
    /// When something on screen changes by itself: a countdown, a notice, a ring. None when nothing does.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        let second = self.now.as_second().checked_add(1).and_then(|next| Timestamp::from_second(next).ok());
        let counts = self.place == Place::Walk && self.shows_a_countdown();
        let tells_times = self.place == Place::Tokens && self.tokens.opened(self.tokens.which).is_some();
        let minute = self.now.saturating_add(SignedDuration::from_secs(60)).ok();
        let check_goes = self.copied.as_ref().map(|(_, at)| at.saturating_add(COPIED_SHOWS).unwrap_or(*at));
        [
            second.filter(|_| counts),
            minute.filter(|_| tells_times),
            self.next_warning(),
            check_goes.filter(|at| *at > self.now),
            self.notices.next_change(),
            self.clear_at(),
            self.connections.save_due(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// A session or keys that run out, or the ring of a code.
    fn shows_a_countdown(&self) -> bool {
        let walk = self.walk.as_ref();
        let keys_end = self.credentials().ok().and_then(|keys| keys.expiration);
        walk.is_some_and(|walk| walk.question().is_some())
            || keys_end.is_some_and(|end| end > self.server_now())
            || (self.is_open(Fold::Inbox) && self.is_practice())
    }

    /// True when a foldable part of the window is open.
    #[must_use]
    pub fn is_open(&self, fold: Fold) -> bool {
        self.open.contains(&fold)
    }

    /// True for as long as a Copy button shows that it has copied.
    #[must_use]
    pub fn just_copied(&self, what: &Copied) -> bool {
        self.copied.as_ref().is_some_and(|(copied, at)| {
            copied == what && at.saturating_add(COPIED_SHOWS).unwrap_or(*at) > self.now
        })
    }

    /// How long a call has been out, and to which host.
    #[must_use]
    pub fn waiting_for(&self) -> Option<(String, Duration)> {
        let walk = self.walk.as_ref()?;
        let (step, since) = walk.under_way()?;
        let waited = Duration::try_from(self.now.duration_since(since)).unwrap_or_default();
        let host = match self.web_call() {
            Some((call, _)) if call.visit().is_some() => "your browser".to_owned(),
            Some((call, _)) => call.domain().host().to_owned(),
            None => walk.target.host(step.operation),
        };
        Some((host, waited))
    }
}
