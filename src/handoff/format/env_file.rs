//! A `.env` file. Docker takes a line word for word, other readers know quotes, comments and variables, each in its own
//! way: only what all of them read alike is written.

use super::super::parcel::Parcel;
use super::super::redact::Show;
use super::{Unfit, all};

pub(super) fn write(parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let mut lines = Vec::new();
    for item in all(parcel, show)? {
        if let Some(problem) = refusal(item.value.expose()) {
            return Err(Unfit::Value { label: item.piece.label(), problem });
        }
        lines.push(format!("{}={}\n", item.piece.variable(), item.text()));
    }
    Ok(lines.concat())
}

fn refusal(value: &str) -> Option<&'static str> {
    if value.contains(['\n', '\r', '\0']) {
        Some("a line of a .env file ends at a line break, and nothing quotes one in all readers")
    } else if value.contains(char::is_whitespace) {
        Some("readers of .env files disagree about spaces")
    } else if value.contains(['"', '\'', '`', '\\', '$', '#']) {
        Some("readers of .env files disagree about quotes, backslashes, $ and #")
    } else {
        None
    }
}
