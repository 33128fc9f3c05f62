//! What time it is and how long something took. Everything outside the engine and the practice
//! pool gets time as an argument; this is where it comes from.

#![allow(clippy::disallowed_methods, reason = "this is the clock that everybody else is to ask")]

use std::time::{Duration, Instant};

use jiff::Timestamp;

/// The wall clock.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Measures a span by the clock that never jumps.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts measuring.
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// Measures from the start of the process, as far back as the system tells it.
    #[must_use]
    pub fn of_process() -> Self {
        let now = Instant::now();
        let age = super::system::process_age().unwrap_or_default();
        Self(now.checked_sub(age).unwrap_or(now))
    }

    /// The span so far.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}
