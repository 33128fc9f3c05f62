//! The lock-out rule: from the fifth wrong password on, an account is locked for 1, 2, 4, … seconds, up to
//! fifteen minutes; tries while it is locked do not count; fifteen quiet minutes or a success clear it.

use jiff::{SignedDuration, Timestamp};

const FREE_TRIES: u32 = 5;
const LONGEST: SignedDuration = SignedDuration::from_mins(15);

/// Wrong passwords of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::practice) struct Failures {
    count: u32,
    last: Option<Timestamp>,
}

impl Failures {
    /// True when no password is looked at for the moment.
    pub(in crate::practice) fn locked(self, now: Timestamp) -> bool {
        self.last.is_some_and(|last| self.count >= FREE_TRIES && now.duration_since(last) < self.lock())
    }

    /// One more wrong password.
    #[must_use]
    pub(in crate::practice) fn one_more(self, now: Timestamp) -> Self {
        let quiet = self.last.is_some_and(|last| now.duration_since(last) >= LONGEST);
        let count = if quiet { 1 } else { self.count.saturating_add(1) };
        Self { count, last: Some(now) }
    }

    fn lock(self) -> SignedDuration {
        let doublings = self.count.saturating_sub(FREE_TRIES).min(10);
        SignedDuration::from_secs(1 << doublings).min(LONGEST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn after(tries: u32) -> Failures {
        (0..tries).fold(Failures::default(), |failures, _| failures.one_more(at(0)))
    }

    #[test]
    fn the_lock_doubles_from_the_fifth_failure_to_fifteen_minutes() {
        assert!(!after(4).locked(at(0)));
        for (tries, seconds) in [(5, 1), (6, 2), (9, 16), (14, 512), (15, 900), (40, 900)] {
            assert!(after(tries).locked(at(seconds - 1)), "{tries}");
            assert!(!after(tries).locked(at(seconds)), "{tries}");
        }
    }

    #[test]
    fn quiet_minutes_clear_it() {
        assert_eq!(after(8).one_more(at(900)), Failures { count: 1, last: Some(at(900)) });
        assert_eq!(after(8).one_more(at(899)).count, 9);
    }
}
