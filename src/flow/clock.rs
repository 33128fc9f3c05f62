//! How far this computer's clock is off, as far as one answer tells: its `Date` header against the
//! moment it came. It knows no clock of its own.

use jiff::fmt::rfc2822;
use jiff::{SignedDuration, Timestamp, Unit};

use super::exchange::{Performed, Response};

/// An answer that took longer tells too little of when it was written.
const SLOWEST: SignedDuration = SignedDuration::from_secs(20);

impl Performed {
    /// How far this computer's clock is ahead of the server's (negative: behind), in whole seconds.
    /// The server may have written its time at any moment of the round trip, and wrote whole seconds:
    /// what may be due to that alone counts as nothing. None when the answer tells no time, took too
    /// long to come, or was kept in between by somebody else.
    #[must_use]
    pub fn clock_offset(&self) -> Option<SignedDuration> {
        let answer = self.exchange.as_ref()?.response.as_ref()?;
        let took = SignedDuration::try_from(self.took).ok().filter(|took| *took <= SLOWEST)?;
        let theirs = date(answer)?;
        let most = self.started.checked_add(took).ok()?.duration_since(theirs);
        let least = self.started.duration_since(theirs) - SignedDuration::from_secs(1);
        if least <= SignedDuration::ZERO && most >= SignedDuration::ZERO {
            return Some(SignedDuration::ZERO);
        }
        let middle = least + (most - least) / 2;
        middle.round(Unit::Second).ok()
    }
}

/// When the server says it wrote the answer.
fn date(answer: &Response) -> Option<Timestamp> {
    if answer.header("age").is_some() {
        return None; // from a store on the way: its date is that of another answer
    }
    let zoned = rfc2822::parse(answer.header("date")?.trim()).ok()?;
    Some(zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::exchange::{Exchange, Header};
    use super::*;
    use crate::secret::Secret;

    fn offset(started: &str, took_millis: u64, headers: &[(&str, &str)]) -> Option<i64> {
        let header = |(name, value): &(&str, &str)| Header { name: (*name).into(), value: (*value).into() };
        let headers = headers.iter().map(header).collect();
        let exchange = Exchange {
            method: "POST".into(),
            url: "https://cognito-idp.eu-west-1.amazonaws.com/".into(),
            request_headers: Vec::new(),
            request_body: Secret::default(),
            response: Some(Response { status: 200, headers, ..Response::default() }),
        };
        let performed = Performed {
            result: Ok(super::super::Reply::Done),
            exchange: Some(exchange),
            started: started.parse().unwrap(),
            took: Duration::from_millis(took_millis),
        };
        performed.clock_offset().map(|ahead| ahead.as_secs())
    }

    const NOON: &[(&str, &str)] = &[("date", "Sat, 31 Jan 2026 12:00:00 GMT")];

    #[test]
    fn a_clock_that_agrees_is_not_off() {
        assert_eq!(offset("2026-01-31T12:00:00Z", 300, NOON), Some(0));
        assert_eq!(offset("2026-01-31T12:00:00.9Z", 20, NOON), Some(0), "whole seconds are written");
        assert_eq!(offset("2026-01-31T11:59:52Z", 9_000, NOON), Some(0), "the way may have taken it all");
    }

    #[test]
    fn ahead_is_positive_and_behind_is_negative() {
        assert_eq!(offset("2026-01-31T12:07:00Z", 1_000, NOON), Some(7 * 60));
        assert_eq!(offset("2026-01-31T11:53:00Z", 1_000, NOON), Some(-7 * 60));
        assert_eq!(offset("2027-01-31T12:00:00Z", 100, NOON), Some(365 * 86_400));
    }

    #[test]
    fn what_tells_no_time_of_its_own_is_not_judged_by() {
        let kept = [NOON[0], ("age", "400")];
        assert_eq!(offset("2026-01-31T12:07:00Z", 100, &kept), None);
        assert_eq!(offset("2026-01-31T12:07:00Z", 100, &[]), None);
        assert_eq!(offset("2026-01-31T12:07:00Z", 100, &[("date", "yesterday")]), None);
        assert_eq!(offset("2026-01-31T12:07:00Z", 60_000, NOON), None, "somebody was waited for");
    }
}
