//! What is to be said of a computer whose clock is off.

use jiff::SignedDuration;

use crate::jwt::lasting;

/// Under this a clock is as good as right.
const SHOWN_OVER: SignedDuration = SignedDuration::from_secs(30);

/// That this computer's clock is off, in one sentence; nothing when it is as good as right.
/// `ahead` is how far it is ahead of the server's, negative when behind.
#[must_use]
pub fn clock(ahead: SignedDuration, is_practice: bool) -> Option<String> {
    let whose = if is_practice { "the practice pool’s" } else { "the server’s" };
    Some(format!("This computer’s clock is {} {whose}", way_off(ahead)?))
}

/// The same for a badge: `Clock 7 minutes ahead`.
#[must_use]
pub fn clock_in_short(ahead: SignedDuration) -> Option<String> {
    let way = way_off(ahead)?;
    Some(format!("clock {}", way.strip_suffix(" of").unwrap_or(&way)))
}

fn way_off(ahead: SignedDuration) -> Option<String> {
    let size = ahead.abs();
    let way = if ahead.is_negative() { "behind" } else { "ahead of" };
    (size > SHOWN_OVER).then(|| format!("{} {way}", lasting(size.as_secs().unsigned_abs())))
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
