//! What is told of a check, put into words only when somebody reads it: whoever wants the verdict alone pays for none.

use std::fmt;

use jiff::Timestamp;

use crate::jwt::when::relative;

/// A few words. `Debug` leaves them out: they may stand in the token.
#[derive(Clone, PartialEq, Eq)]
pub struct Told(Words);

#[derive(Clone, PartialEq, Eq)]
enum Words {
    Fixed(&'static str),
    Text(String),
    /// Words around a moment.
    Around(&'static str, Timestamp, &'static str),
    /// A moment, how far it is from now, and a remark.
    Moment(Timestamp, Timestamp, &'static str),
}

impl Told {
    pub(super) const fn around(before: &'static str, at: Timestamp, after: &'static str) -> Self {
        Self(Words::Around(before, at, after))
    }

    pub(super) const fn moment(at: Timestamp, now: Timestamp, remark: &'static str) -> Self {
        Self(Words::Moment(at, now, remark))
    }
}

impl From<&'static str> for Told {
    fn from(words: &'static str) -> Self {
        Self(Words::Fixed(words))
    }
}

impl From<String> for Told {
    fn from(words: String) -> Self {
        Self(Words::Text(words))
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOMENT: &str = "%Y-%m-%d %H:%M:%S UTC";
        match &self.0 {
            Words::Fixed(words) => f.write_str(words),
            Words::Text(words) => f.write_str(words),
            Words::Around(before, at, after) => write!(f, "{before}{}{after}", at.strftime(MOMENT)),
            Words::Moment(at, now, remark) => {
                write!(f, "{}, {}{remark}", at.strftime(MOMENT), relative(*at, *now))
            }
        }
    }
}

impl fmt::Debug for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Told")
    }
}
