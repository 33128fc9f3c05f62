//! What time it is for the practice pool: the computer's time, or one that a test sets.
//! The only place in `practice` that asks the computer.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::Timestamp;

/// Where the practice pool takes its time from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The computer's clock.
    #[default]
    System,
    /// A clock that stands still until it is moved.
    Test(TestClock),
}

impl Clock {
    /// The time by this clock.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the clock of the practice pool is the one that asks")]
    pub fn now(&self) -> Timestamp {
        match self {
            Self::System => Timestamp::now(),
            Self::Test(clock) => clock.now(),
        }
    }
}

impl From<TestClock> for Clock {
    fn from(clock: TestClock) -> Self {
        Self::Test(clock)
    }
}

/// A clock for tests, exact to the millisecond. Its copies share one time.
#[derive(Debug, Clone)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    /// A clock that shows `at`.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self(Arc::new(AtomicI64::new(at.as_millisecond())))
    }

    /// The time it shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap_or(Timestamp::MAX)
    }

    /// Makes it show `at`, earlier or later.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.as_millisecond(), Ordering::SeqCst);
    }

    /// Moves it forward.
    pub fn advance(&self, by: Duration) {
        let millis = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_a_test_clock_share_one_time() -> Result<(), jiff::Error> {
        let hands = TestClock::new("2024-03-05T07:08:09Z".parse()?);
        let clock = Clock::from(hands.clone());
        hands.advance(Duration::from_secs(51));
        assert_eq!(clock.now(), "2024-03-05T07:09:00Z".parse()?);
        hands.set("2023-01-01T00:00:00Z".parse()?);
        assert_eq!(clock.now(), "2023-01-01T00:00:00Z".parse()?);
        Ok(())
    }
}
