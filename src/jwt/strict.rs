//! Reading a token's parts: lenient in what is shown, strict in what is said about it.

use std::borrow::Cow;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::claims::visible;
use super::problem::{Part, Problem};

/// Decodes whatever can be decoded; what is not canonical is noticed by encoding it again.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone)
        .with_decode_allow_trailing_bits(true),
);

/// The bytes of a part, if there is any way to read it.
pub(super) fn bytes(text: &str, part: Part, problems: &mut Vec<Problem>) -> Option<Vec<u8>> {
    let bare = text.trim_end_matches('=');
    if bare.len() < text.len() {
        problems.push(Problem::Padding { part });
    }
    let mut url_safe = Cow::Borrowed(bare);
    if bare.contains(['+', '/']) {
        problems.push(Problem::StandardAlphabet { part });
        url_safe = Cow::Owned(bare.replace('+', "-").replace('/', "_"));
    }
    let Ok(decoded) = LENIENT.decode(url_safe.as_bytes()) else {
        problems.push(Problem::NotBase64Url { part });
        return None;
    };
    if LENIENT.encode(&decoded) != url_safe {
        problems.push(Problem::NonCanonical { part });
    }
    Some(decoded)
}

/// The JSON object in a part, if there is one.
pub(super) fn object(text: &str, part: Part, problems: &mut Vec<Problem>) -> Option<Map<String, Value>> {
    let decoded = bytes(text, part, problems)?;
    let json = String::from_utf8_lossy(&decoded);
    if matches!(json, Cow::Owned(_)) {
        problems.push(Problem::NotUtf8 { part });
    }
    let bare = json.strip_prefix('\u{feff}').unwrap_or(&json);
    if bare.len() < json.len() {
        problems.push(Problem::ByteOrderMark { part });
    }
    let mut duplicates = Vec::new();
    let value = parse(bare, &mut duplicates)
        .map_err(|err| problems.push(Problem::NotJson { part, column: err.column() }))
        .ok()?;
    problems.extend(duplicates.into_iter().map(|key| Problem::DuplicateKey { part, key: visible(&key) }));
    if let Value::Object(object) = value {
        Some(object)
    } else {
        problems.push(Problem::NotAnObject { part });
        None
    }
}

/// One JSON value, and every key that an object in it has twice.
pub(super) fn json(text: &str) -> serde_json::Result<(Value, Vec<String>)> {
    let mut duplicates = Vec::new();
    let value = parse(text, &mut duplicates)?;
    Ok((value, duplicates))
}

/// Parses one JSON value and writes down every key that an object has twice.
fn parse(json: &str, duplicates: &mut Vec<String>) -> serde_json::Result<Value> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let value = Strict { duplicates }.deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// Builds the same [`Value`] as `serde_json` does, watching for twins among keys.
struct Strict<'a> {
    duplicates: &'a mut Vec<String>,
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Strict { duplicates: self.duplicates })? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(Strict { duplicates: self.duplicates })?;
            if object.insert(key.clone(), value).is_some() && !self.duplicates.contains(&key) {
                self.duplicates.push(key);
            }
        }
        Ok(Value::Object(object))
    }
}
