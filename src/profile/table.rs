//! Single values in and out of a TOML table. It knows TOML's types and how to replace a value
//! without touching the comment beside it; it does not know what the keys mean.

use toml_edit::{Item, TableLike, Value};

use super::warning::Problem;

/// A text, empty when missing. Numbers, dates and truth values are taken as they are spelled:
/// quotes are easily forgotten.
pub(super) fn text(table: &dyn TableLike, key: &str) -> Result<String, Problem> {
    let Some(item) = table.get(key) else { return Ok(String::new()) };
    let wrong = || wrong_type(item, "text");
    match item.as_value().ok_or_else(wrong)? {
        Value::String(text) => Ok(text.value().clone()),
        Value::Integer(number) => Ok(number.display_repr().into_owned()),
        Value::Float(number) => Ok(number.display_repr().into_owned()),
        Value::Boolean(truth) => Ok(truth.display_repr().into_owned()),
        Value::Datetime(time) => Ok(time.display_repr().into_owned()),
        Value::Array(_) | Value::InlineTable(_) => Err(wrong()),
    }
}

/// One word of a fixed set, or nothing when the key is missing or empty.
pub(super) fn word<T>(
    table: &dyn TableLike,
    key: &str,
    meaning: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let word = text(table, key)?;
    if word.trim().is_empty() {
        return Ok(None);
    }
    meaning(&word).map(Some).ok_or(Problem::UnknownWord { found: word })
}

/// `true` or `false`; false when missing.
pub(super) fn truth(table: &dyn TableLike, key: &str) -> Result<bool, Problem> {
    let Some(item) = table.get(key) else { return Ok(false) };
    item.as_bool().ok_or_else(|| wrong_type(item, "true or false"))
}

/// Sets a value. The white space and the comment around an old one stay.
pub(super) fn put(table: &mut dyn TableLike, key: &str, value: impl Into<Value>) {
    let mut value = value.into();
    if let Some(old) = table.get_mut(key).and_then(Item::as_value_mut) {
        *value.decor_mut() = old.decor().clone();
        *old = value;
    } else {
        table.insert(key, Item::Value(value));
    }
}

/// Says that another type was expected.
pub(super) fn wrong_type(item: &Item, wanted: &'static str) -> Problem {
    Problem::WrongType { wanted, found: item.type_name() }
}
