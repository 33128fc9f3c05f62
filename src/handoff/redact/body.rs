//! Bodies: told apart by what they look like (JSON, form, XML or HTML, plain), masked, made readable.

use serde_json::{Map, Value};

use super::Show;
use super::policy::{self, Sight, form, grouped, mask, prose, sight};

/// Nobody reads on after this many characters, and a label that long slows a window down.
const MOST_CHARS: usize = 64 * 1024;

/// A body for reading.
pub(super) fn readable(text: &str, show: Show) -> String {
    let parsed = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}'));
    let shown = match (parsed, show) {
        (Ok(value), Show::Masked) => pretty(&masked("", value)),
        (Ok(value), Show::Revealed) => pretty(&value),
        (Err(_), Show::Revealed) => text.to_owned(),
        (Err(_), Show::Masked) => masked_text(text),
    };
    capped(shown)
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn capped(text: String) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        None => text,
        Some((at, _)) => {
            let (start, rest) = text.split_at_checked(at).unwrap_or((&text, ""));
            format!("{start}\n… {} more characters", grouped(rest.chars().count()))
        }
    }
}

/// A JSON value with all that must not be seen masked; `name` is the key it stands under.
fn masked(name: &str, value: Value) -> Value {
    let is_hidden = sight(name) == Sight::Hidden;
    match value {
        Value::Object(object) => Value::Object(
            object.into_iter().map(|entry| entry_masked(entry, is_hidden)).collect::<Map<_, _>>(),
        ),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| masked(name, item)).collect()),
        Value::String(text) => Value::String(text_masked(name, &text)),
        Value::Number(_) | Value::Bool(_) if is_hidden => Value::String(mask("")),
        Value::Null | Value::Number(_) | Value::Bool(_) => value,
    }
}

/// Everything below a hidden key is hidden, whatever its own key says.
fn entry_masked((name, value): (String, Value), is_hidden: bool) -> (String, Value) {
    let value = if is_hidden { masked("secret", value) } else { masked(&name, value) };
    (policy::prose(&name), value)
}

/// Some texts are JSON themselves (`requiredAttributes`): they are masked from within.
pub(super) fn text_masked(name: &str, text: &str) -> String {
    let is_json = sight(name) != Sight::Hidden && text.starts_with(['{', '[']);
    if let Some(inner) = is_json.then(|| serde_json::from_str::<Value>(text).ok()).flatten() {
        return masked(name, inner).to_string();
    }
    policy::value(name, text)
}

fn masked_text(text: &str) -> String {
    let start = text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
    if start.starts_with(['{', '[', '"']) {
        return format!("{}, JSON that cannot be read", mask_counted(text));
    }
    if start.starts_with('<') {
        return markup(text);
    }
    if is_form(text) { form(text) } else { prose(text) }
}

fn mask_counted(text: &str) -> String {
    format!("•••• {} characters", grouped(text.chars().count()))
}

fn is_form(text: &str) -> bool {
    text.contains('=') && !text.contains(|letter: char| letter.is_whitespace() || "<>\"'{}".contains(letter))
}

/// XML and HTML: the content of elements with a secret's name is masked, the rest is judged by its looks.
fn markup(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some((before, from_tag)) = rest.split_once('<') {
        let (tag, after) = from_tag.split_once('>').unwrap_or((from_tag, ""));
        shown += &prose(before);
        shown.push('<');
        shown += &prose(tag);
        shown += if from_tag.contains('>') { ">" } else { "" };
        rest = after;
        let name =
            tag.split(|letter: char| letter.is_whitespace() || letter == '/').next().unwrap_or_default();
        if !name.is_empty() && !tag.ends_with('/') && is_hidden_element(name) {
            let end = rest.find(&format!("</{name}")).unwrap_or(rest.len());
            let (secret, from_end) = rest.split_at_checked(end).unwrap_or((rest, ""));
            shown += &mask(secret);
            rest = from_end;
        }
    }
    shown + &prose(rest)
}

/// `sts:SessionToken` is judged by its last part.
fn is_hidden_element(name: &str) -> bool {
    sight(name.rsplit(':').next().unwrap_or_default()) == Sight::Hidden
}
