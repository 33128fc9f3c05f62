//! JSON for reading: numbers as they are written, and names in their order and as often as they stand there, so that what
//! is shown is what was sent. Only the space between is another.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Nothing that nests deeper is taken apart.
pub(super) const DEEPEST: usize = 100;

/// A value of JSON.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Node {
    Object(Vec<(String, Node)>),
    Array(Vec<Node>),
    Text(String),
    /// A number, `true` or `false`, as it is written.
    Bare(String),
    Null,
}

impl Node {
    /// None for what is no JSON, or nests too deep.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::of(serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?, 0)
    }

    fn of(raw: &RawValue, depth: usize) -> Option<Self> {
        let text = raw.get();
        if depth > DEEPEST {
            return None;
        }
        Some(match text.as_bytes().first()? {
            b'{' => {
                let Members(members) = serde_json::from_str(text).ok()?;
                let member = |(name, raw)| Some((name, Self::of(raw, depth + 1)?));
                Self::Object(members.into_iter().map(member).collect::<Option<_>>()?)
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Self::Array(items.into_iter().map(|raw| Self::of(raw, depth + 1)).collect::<Option<_>>()?)
            }
            b'"' => Self::Text(serde_json::from_str(text).ok()?),
            b'n' => Self::Null,
            _ => Self::Bare(text.to_owned()),
        })
    }

    /// On lines of its own, as `serde_json` writes it.
    pub(super) fn pretty(&self) -> String {
        let mut shown = String::new();
        self.write(&mut shown, Some(0));
        shown
    }

    /// On one line.
    pub(super) fn compact(&self) -> String {
        let mut shown = String::new();
        self.write(&mut shown, None);
        shown
    }

    /// Indented from a depth on, or on one line without one.
    fn write(&self, shown: &mut String, depth: Option<usize>) {
        let inner = depth.map(|depth| depth + 1);
        match self {
            Self::Object(members) => {
                shown.push('{');
                for (at, (name, value)) in members.iter().enumerate() {
                    begin(shown, at, inner);
                    *shown += &quoted(name);
                    *shown += if depth.is_some() { ": " } else { ":" };
                    value.write(shown, inner);
                }
                end(shown, '}', depth.filter(|_| !members.is_empty()));
            }
            Self::Array(items) => {
                shown.push('[');
                for (at, item) in items.iter().enumerate() {
                    begin(shown, at, inner);
                    item.write(shown, inner);
                }
                end(shown, ']', depth.filter(|_| !items.is_empty()));
            }
            Self::Text(text) => *shown += &quoted(text),
            Self::Bare(text) => *shown += text,
            Self::Null => *shown += "null",
        }
    }
}

/// What stands before a member or an item.
fn begin(shown: &mut String, at: usize, depth: Option<usize>) {
    if at > 0 {
        shown.push(',');
    }
    new_line(shown, depth);
}

fn end(shown: &mut String, close: char, depth: Option<usize>) {
    new_line(shown, depth);
    shown.push(close);
}

fn new_line(shown: &mut String, depth: Option<usize>) {
    if let Some(depth) = depth {
        shown.push('\n');
        *shown += &"  ".repeat(depth);
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The members of an object, every one of them.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ReadsMembers).map(Members)
    }
}

struct ReadsMembers;

impl<'de> Visitor<'de> for ReadsMembers {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(members)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_is_written_anew_but_the_space() {
        let text = r#"{"n":12345678901234567890123, "d":1.10,"k":1,"k":2e+05,"a":[],"o":{},"t":"\u0041\n","f":[true,null]}"#;
        let shown = Node::parse(text).unwrap().pretty();
        let lines = [
            "{",
            "  \"n\": 12345678901234567890123,",
            "  \"d\": 1.10,",
            "  \"k\": 1,",
            "  \"k\": 2e+05,",
            "  \"a\": [],",
            "  \"o\": {},",
            "  \"t\": \"A\\n\",",
            "  \"f\": [",
            "    true,",
            "    null",
            "  ]",
            "}",
        ];
        assert_eq!(shown, lines.join("\n"));
    }

    #[test]
    fn what_is_no_json_or_nests_too_deep_is_none() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for text in ["", "{", "{}x", "nul", &nested(DEEPEST + 2), &nested(100_000)] {
            assert!(Node::parse(text).is_none(), "{}", text.len());
        }
        assert!(Node::parse(&nested(DEEPEST)).is_some());
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_shown_as_it_would(text in any::<String>(), number in any::<i64>()) {
            let value = serde_json::json!({ "a": [text, number, { text.clone(): null }], "b": {} });
            let node = Node::parse(&value.to_string()).unwrap();
            prop_assert_eq!(node.pretty(), serde_json::to_string_pretty(&value).unwrap());
            prop_assert_eq!(node.compact(), value.to_string());
        }
    }
}
