//! What time it is where the calls go: this computer's clock, put right by what the answers said.

use jiff::{SignedDuration, Timestamp};

use super::App;
use crate::explain;
use crate::flow::Performed;

impl App {
    /// How far this computer's clock is ahead of the server's (negative: behind), by the latest answer
    /// of this connection that told. None until one did.
    #[must_use]
    pub const fn clock_offset(&self) -> Option<SignedDuration> {
        self.clock_offset
    }

    /// Takes in what an answer tells of the clock.
    pub(super) fn note_clock(&mut self, performed: &Performed) {
        self.clock_offset = performed.clock_offset().or(self.clock_offset);
    }

    /// The time by the server's clock, as far as it is known: what ends, ends by that one.
    #[must_use]
    pub fn server_now(&self) -> Timestamp {
        let ahead = self.clock_offset.unwrap_or_default();
        self.now.checked_sub(ahead).unwrap_or(self.now)
    }

    /// That this computer's clock is off, in a sentence, when it is.
    #[must_use]
    pub fn clock_warning(&self) -> Option<String> {
        explain::clock(self.clock_offset?, self.is_practice())
    }
}
