//! Names and values of a query or a form (`application/x-www-form-urlencoded`), read and written.
//! What they are for, it does not know.

use super::encoding::{from_percent, percent};

/// Pairs in the order sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// Reads a query or a body. A name without a value has an empty one.
    pub(super) fn read(text: &str) -> Self {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        Self(pairs.map(|(name, value)| (decoded(name), decoded(value))).collect())
    }

    /// The first value of a name; an empty one counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.0.iter().find(|(known, value)| known == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    /// The same with one value set, in its place when the name is there.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => value.clone_into(old),
            None => self.0.push((name.to_owned(), value.to_owned())),
        }
        self
    }

    /// Every pair.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// As a query, without its question mark.
    pub(super) fn query(&self) -> String {
        query(self.iter())
    }
}

/// Pairs as a query, without its question mark.
pub(super) fn query<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let pairs = pairs.into_iter();
    let pairs =
        pairs.map(|(name, value)| format!("{}={}", percent(name.as_bytes()), percent(value.as_bytes())));
    pairs.collect::<Vec<_>>().join("&")
}

fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&from_percent(&text.replace('+', " "))).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_is_written_again() {
        let form = Form::read("a=b+c&state=%2B%26%3D&empty=&flag&a=second&n%C3%A4me=%E2%82%AC");
        assert_eq!((form.get("a"), form.get("state"), form.get("empty")), (Some("b c"), Some("+&="), None));
        assert_eq!((form.get("flag"), form.get("näme")), (None, Some("€")));
        assert_eq!(Form::read(&form.query()), form);
        let changed = Form::read("a=1&b=2").with("a", "3&4").with("c", "");
        assert_eq!(changed.query(), "a=3%264&b=2&c=");
    }
}
