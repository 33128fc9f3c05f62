//! Codes from an authenticator app: TOTP of RFC 6238 with SHA-1, six digits and 30-second steps,
//! which are the only ones that Cognito has.

use std::collections::BTreeSet;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use sha1::Sha1;

/// How long a code is shown, in seconds.
pub(super) const STEP_SECS: i64 = 30;

/// One user's authenticator: its secret, and the steps whose code was already used.
#[derive(Clone)]
pub(super) struct Authenticator {
    /// What its owner calls it.
    pub name: Option<String>,
    secret: Vec<u8>,
    used: BTreeSet<i64>,
}

/// What a code turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Right, and used up by that.
    Accepted,
    /// Right, but it was accepted before.
    AlreadyUsed,
    /// Not the code of this step or a neighbor.
    Wrong,
}

impl Authenticator {
    /// An authenticator with this secret, no code used.
    pub(super) const fn new(secret: Vec<u8>) -> Self {
        Self { name: None, secret, used: BTreeSet::new() }
    }

    /// The same with a name.
    #[must_use]
    pub(super) fn named(mut self, name: Option<&str>) -> Self {
        self.name = name.map(str::to_owned);
        self
    }

    /// The six digits shown at `now`.
    pub(super) fn code(&self, now: Timestamp) -> String {
        self.code_of(step_of(now))
    }

    /// Checks a code against this step and its neighbors, and remembers it when it is accepted.
    pub(super) fn check(&mut self, code: &str, now: Timestamp) -> Verdict {
        let current = step_of(now);
        let Some(step) = (current - 1..=current + 1).find(|&step| self.code_of(step) == code) else {
            return Verdict::Wrong;
        };
        self.used.retain(|&used| used >= current - 1);
        if self.used.insert(step) { Verdict::Accepted } else { Verdict::AlreadyUsed }
    }

    fn code_of(&self, step: i64) -> String {
        format!("{:06}", truncated(&self.secret, step.cast_unsigned()) % 1_000_000)
    }
}

/// Seconds until the code shown at `now` changes, 1 to 30.
pub(super) fn seconds_left(now: Timestamp) -> i64 {
    STEP_SECS - now.as_second().rem_euclid(STEP_SECS)
}

fn step_of(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECS)
}

/// HOTP's dynamic truncation (RFC 4226, section 5.3) before digits are cut off.
fn truncated(secret: &[u8], counter: u64) -> u32 {
    // Any key length will do (RFC 2104), so the error never happens.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return 0 };
    mac.update(&counter.to_be_bytes());
    let mac = mac.finalize().into_bytes();
    let offset = mac.last().map_or(0, |last| usize::from(last & 0xF));
    let four = mac.get(offset..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
    u32::from_be_bytes(four) & 0x7FFF_FFFF
}

#[cfg(test)]
mod tests {
    use super::*;

    const RFC_SECRET: &[u8] = b"12345678901234567890";

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    /// RFC 6238, appendix B, the SHA-1 rows (eight digits there).
    #[test]
    fn the_rfc_vectors_agree() {
        for (second, code) in [
            (59, 94_287_082),
            (1_111_111_109, 7_081_804),
            (1_111_111_111, 14_050_471),
            (1_234_567_890, 89_005_924),
            (2_000_000_000, 69_279_037),
            (20_000_000_000, 65_353_130),
        ] {
            let step = step_of(at(second)).cast_unsigned();
            assert_eq!(truncated(RFC_SECRET, step) % 100_000_000, code, "{second}");
        }
        assert_eq!(Authenticator::new(RFC_SECRET.to_vec()).code(at(1_111_111_109)), "081804");
    }

    #[test]
    fn neighbors_are_accepted_and_others_are_not() {
        let shown = Authenticator::new(RFC_SECRET.to_vec());
        for (shift, verdict) in
            [(-60, Verdict::Wrong), (-30, Verdict::Accepted), (30, Verdict::Accepted), (60, Verdict::Wrong)]
        {
            let code = shown.code(at(1_000_000_020 + shift));
            assert_eq!(shown.clone().check(&code, at(1_000_000_020)), verdict, "{shift}");
        }
    }

    #[test]
    fn a_code_works_once() {
        let mut authenticator = Authenticator::new(RFC_SECRET.to_vec());
        let code = authenticator.code(at(1_000));
        assert_eq!(authenticator.check(&code, at(1_000)), Verdict::Accepted);
        assert_eq!(authenticator.check(&code, at(1_001)), Verdict::AlreadyUsed);
        assert_eq!(authenticator.check(&code, at(1_030)), Verdict::AlreadyUsed);
        assert_eq!(authenticator.check(&authenticator.code(at(1_030)), at(1_030)), Verdict::Accepted);
    }

    #[test]
    fn the_ring_runs_from_thirty_to_one() {
        assert_eq!(seconds_left(at(1_020)), 30);
        assert_eq!(seconds_left(at(1_049)), 1);
    }
}
