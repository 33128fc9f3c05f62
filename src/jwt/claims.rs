//! A token's claims as rows for a table: value, meaning, and times as people tell them.
//! The rows say what stands in the token, not that it is true.

use std::fmt;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use super::catalog::{self, About};
use super::opened::{Document, Opened};
use super::when::When;

/// One claim, ready for a table. `Debug` shows its name alone.
#[derive(Clone, PartialEq)]
pub struct ClaimRow {
    /// As spelled in the token; a list's items are numbered from 1.
    pub name: String,
    /// For reading: texts without quotes, short lists in one line, times by the clock. Letters that
    /// could change how the line reads are written as `\u{…}`.
    pub value: String,
    /// The value as JSON, for copying.
    pub raw: String,
    /// What the claim means, who sets it and what for, when it is a known one.
    pub about: Option<About>,
    /// The moment, when the claim is one.
    pub when: Option<When>,
    /// The rows within, when the value is an object or a list of them.
    pub nested: Vec<ClaimRow>,
}

impl ClaimRow {
    /// What the claim means; empty when nobody wrote it down.
    #[must_use]
    pub fn meaning(&self) -> &'static str {
        self.about.map(|about| about.meaning).unwrap_or_default()
    }
}

impl fmt::Debug for ClaimRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClaimRow").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The claims of a token, in its own order. Empty when they cannot be read.
#[must_use]
pub fn rows(opened: &Opened, now: Timestamp, zone: &TimeZone) -> Vec<ClaimRow> {
    let table = Table { about: &|name| catalog::of_claim(name, opened.kind), now, zone };
    opened.claims().map(|claims| table.document(claims)).unwrap_or_default()
}

/// The header of a token, in its own order. Empty when it cannot be read.
#[must_use]
pub fn header_rows(opened: &Opened) -> Vec<ClaimRow> {
    let table = Table { about: &catalog::of_header, now: Timestamp::UNIX_EPOCH, zone: &TimeZone::UTC };
    opened.header().map(|header| table.document(header)).unwrap_or_default()
}

impl Opened {
    /// The moment that a claim stands for: `exp`, `iat`. None when it has no such claim.
    #[must_use]
    pub fn moment(&self, name: &str) -> Option<Timestamp> {
        moment(name, self.claims()?.get(name)?)
    }
}

/// What is needed to turn values into rows.
struct Table<'a> {
    about: &'a dyn Fn(&str) -> Option<About>,
    now: Timestamp,
    zone: &'a TimeZone,
}

impl Table<'_> {
    fn document(&self, document: &Document) -> Vec<ClaimRow> {
        document.iter().map(|(name, value)| self.row(name, value)).collect()
    }

    fn row(&self, name: &str, value: &Value) -> ClaimRow {
        let when = moment(name, value).map(|at| When::of(at, self.now, self.zone));
        ClaimRow {
            name: visible(name),
            value: when.as_ref().map_or_else(|| shown(value), |when| when.short.clone()),
            raw: value.to_string(),
            about: (self.about)(name),
            when,
            nested: self.nested(value),
        }
    }

    fn nested(&self, value: &Value) -> Vec<ClaimRow> {
        match value {
            Value::Object(object) => self.object(object),
            Value::Array(items) if !items.iter().all(is_flat) => {
                items.iter().zip(1..).map(|(item, number): (_, usize)| self.item(number, item)).collect()
            }
            Value::Array(_) | Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                Vec::new()
            }
        }
    }

    fn object(&self, object: &Map<String, Value>) -> Vec<ClaimRow> {
        object.iter().map(|(name, value)| self.row(name, value)).collect()
    }

    fn item(&self, number: usize, item: &Value) -> ClaimRow {
        ClaimRow { about: None, ..self.row(&number.to_string(), item) }
    }
}

const fn is_flat(value: &Value) -> bool {
    !matches!(value, Value::Object(_) | Value::Array(_))
}

/// The moment that a claim stands for: seconds for RFC 7519's dates, milliseconds for Cognito's `dateCreated`.
pub(super) fn moment(name: &str, value: &Value) -> Option<Timestamp> {
    match name {
        "exp" | "nbf" | "iat" | "auth_time" | "updated_at" => from_secs(value),
        "dateCreated" => {
            let millis = value.as_i64().or_else(|| value.as_str()?.parse().ok())?;
            Timestamp::from_millisecond(millis).ok()
        }
        _ => None,
    }
}

pub(super) fn from_secs(value: &Value) -> Option<Timestamp> {
    if let Some(secs) = value.as_i64() {
        return Timestamp::from_second(secs).ok();
    }
    let since = SignedDuration::try_from_secs_f64(value.as_f64()?).ok()?;
    Timestamp::UNIX_EPOCH.checked_add(since).ok()
}

/// One line for a value of any shape.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => visible(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) if items.iter().all(is_flat) => {
            items.iter().map(shown).collect::<Vec<_>>().join(", ")
        }
        Value::Array(items) => counted(items.len(), "item"),
        Value::Object(object) => counted(object.len(), "field"),
    }
}

fn counted(count: usize, thing: &str) -> String {
    if count == 1 { format!("1 {thing}") } else { format!("{count} {thing}s") }
}

/// Writes out letters that cannot be seen or that turn the direction of a line around.
pub(super) fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        let hides = matches!(letter, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
        if letter.is_control() || hides {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    shown
}
