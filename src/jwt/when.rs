//! Times for people: the clock on their wall, the same in UTC, and how far away it is; and when two clocks agree.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Clocks that differ by no more than this are as good as the same.
pub const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_secs(30);

/// One moment in the words a person needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// The moment itself.
    pub at: Timestamp,
    /// The time alone when it is today, else with the date: `11:42:07`, `2026-01-30 11:42:07`.
    pub short: String,
    /// Date, time and zone where the person is: `2026-01-31 11:42:07 CET`.
    pub local: String,
    /// `2026-01-31 10:42:07 UTC`.
    pub utc: String,
    /// `in 59 minutes`, `2 hours ago`.
    pub relative: String,
}

impl When {
    /// A moment as seen at `now` in a zone.
    #[must_use]
    pub fn of(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Self {
        let local = at.to_zoned(zone.clone());
        let is_today = local.date() == now.to_zoned(zone.clone()).date();
        let short = if is_today { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
        Self {
            at,
            short: local.strftime(short).to_string(),
            local: local.strftime("%Y-%m-%d %H:%M:%S %Z").to_string(),
            utc: at.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
            relative: relative(at, now),
        }
    }
}

/// How far a moment is from `now`: `in 59 minutes`, `12 seconds ago`, `just now`. Rounded toward
/// now, and to the two largest units where one alone would hide too much (`in 1 hour 59 minutes`).
#[must_use]
pub fn relative(at: Timestamp, now: Timestamp) -> String {
    let secs = at.duration_since(now).as_secs();
    match secs {
        0 => "just now".to_owned(),
        1.. => format!("in {}", lasting(secs.unsigned_abs())),
        ..0 => format!("{} ago", lasting(secs.unsigned_abs())),
    }
}

const UNITS: [(u64, &str); 4] = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

/// A span in the same words: `59 minutes`, `1 hour 59 minutes`.
#[must_use]
pub fn lasting(secs: u64) -> String {
    let mut units = UNITS.iter().skip_while(|(size, _)| *size > secs);
    let Some((size, name)) = units.next() else { return counted(secs, "second") };
    let (count, rest) = (secs / size, secs % size);
    match units.next() {
        Some((smaller, smaller_name)) if count == 1 && rest >= *smaller => {
            format!("{} {}", counted(count, name), counted(rest / smaller, smaller_name))
        }
        Some(_) | None => counted(count, name),
    }
}

fn counted(count: u64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(secs: i64) -> String {
        let now = Timestamp::from_second(1_769_856_127).unwrap();
        relative(now + SignedDuration::from_secs(secs), now)
    }

    #[test]
    fn far_and_near_in_one_or_two_units() {
        let table = [
            (0, "just now"),
            (-12, "12 seconds ago"),
            (1, "in 1 second"),
            (80, "in 1 minute 20 seconds"),
            (60, "in 1 minute"),
            (3_599, "in 59 minutes"),
            (3_600, "in 1 hour"),
            (7_199, "in 1 hour 59 minutes"),
            (-7_200, "2 hours ago"),
            (86_400 * 30, "in 30 days"),
        ];
        for (secs, words) in table {
            assert_eq!(seen(secs), words);
        }
    }

    #[test]
    fn a_moment_is_told_in_the_persons_zone_and_in_utc() {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let at = Timestamp::from_second(1_769_856_127).unwrap();
        let when = When::of(at, at, &zone);
        assert_eq!(when.short, "11:42:07");
        assert_eq!(when.local, "2026-01-31 11:42:07 +01");
        assert_eq!(when.utc, "2026-01-31 10:42:07 UTC");
        let later = at + SignedDuration::from_hours(24);
        assert_eq!(When::of(at, later, &zone).short, "2026-01-31 11:42:07");
    }

    #[test]
    fn the_ends_of_time_are_only_far_away() {
        assert!(relative(Timestamp::MAX, Timestamp::MIN).starts_with("in "));
        assert!(relative(Timestamp::MIN, Timestamp::MAX).ends_with(" ago"));
    }
}
