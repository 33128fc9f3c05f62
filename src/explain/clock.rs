//! What is to be said of a computer whose clock is off.

use jiff::SignedDuration;

use crate::jwt::{CLOCKS_DIFFER, lasting};

/// AWS takes no signature that is further off. How far a proof of a password may be is published nowhere.
pub(super) const SPOILS: SignedDuration = SignedDuration::from_mins(5);

/// That this computer's clock is off, in one sentence; nothing when it is as good as right.
/// `ahead` is how far it is ahead of the server's, negative when behind.
#[must_use]
pub fn clock(ahead: SignedDuration, is_practice: bool) -> Option<String> {
    let whose = if is_practice { "the practice pool’s" } else { "the server’s" };
    is_off(ahead).then(|| format!("This computer’s clock is {} {whose}", way_off(ahead)))
}

/// The same for a badge: `Clock 7 minutes ahead`.
#[must_use]
pub fn clock_in_short(ahead: SignedDuration) -> Option<String> {
    let way = way_off(ahead);
    is_off(ahead).then(|| format!("clock {}", way.strip_suffix(" of").unwrap_or(&way)))
}

/// True when it is far enough off to be worth a word.
pub(super) fn is_off(ahead: SignedDuration) -> bool {
    ahead.abs() > CLOCKS_DIFFER
}

/// By how much and which way, whether it matters or not: `7 minutes ahead of`.
pub(super) fn way_off(ahead: SignedDuration) -> String {
    let way = if ahead.is_negative() { "behind" } else { "ahead of" };
    format!("{} {way}", lasting(ahead.unsigned_abs().as_secs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_clock_that_is_well_off_is_talked_about() {
        let said = |secs| clock(SignedDuration::from_secs(secs), false);
        assert_eq!([said(0), said(30), said(-30)], [None, None, None]);
        assert_eq!(said(420).as_deref(), Some("This computer’s clock is 7 minutes ahead of the server’s"));
        assert_eq!(said(-31).as_deref(), Some("This computer’s clock is 31 seconds behind the server’s"));
        let short = |secs| clock_in_short(SignedDuration::from_secs(secs));
        assert_eq!(short(-7_200).as_deref(), Some("clock 2 hours behind"));
        assert_eq!(short(80).as_deref(), Some("clock 1 minute 20 seconds ahead"));
        assert_eq!(short(12), None);
    }
}
