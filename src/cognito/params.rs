//! The flat key-to-text maps that Cognito's calls carry, in the order they were built,
//! with each value knowing whether it may be seen.

use crate::secret::Secret;

/// One value of a [`Params`] map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// May be shown and logged.
    Plain(String),
    /// Must not be seen.
    Secret(Secret),
}

impl Value {
    /// The text as it goes on the wire, secret or not.
    #[must_use]
    pub fn expose(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

/// An ordered map of wire keys (`USERNAME`, `SRP_A`, …) to texts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Params(Vec<(String, Value)>);

impl Params {
    /// An empty map.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a value that may be seen.
    #[must_use]
    pub fn plain(mut self, key: impl Into<String>, text: impl Into<String>) -> Self {
        self.set(key, Value::Plain(text.into()));
        self
    }

    /// Adds or replaces a value that must not be seen.
    #[must_use]
    pub fn secret(mut self, key: impl Into<String>, secret: Secret) -> Self {
        self.set(key, Value::Secret(secret));
        self
    }

    /// Adds or replaces one value.
    pub fn set(&mut self, key: impl Into<String>, value: Value) {
        let key = key.into();
        match self.0.iter_mut().find(|(known, _)| *known == key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key, value)),
        }
    }

    /// The same map, but for one key.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.0.retain(|(known, _)| known != key);
        self
    }

    /// The wire text under a key.
    #[must_use]
    pub fn expose(&self, key: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == key).map(|(_, value)| value.expose())
    }

    /// The value under a key when it may be seen.
    #[must_use]
    pub fn visible(&self, key: &str) -> Option<&str> {
        self.iter().find(|(known, _)| *known == key).and_then(|(_, value)| match value {
            Value::Plain(text) => Some(text.as_str()),
            Value::Secret(_) => None,
        })
    }

    /// Every pair, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// True when nothing is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_and_replaces_in_place() {
        let params = Params::new().plain("A", "1").secret("B", "2".into()).plain("A", "3");
        let seen: Vec<_> = params.iter().map(|(key, value)| (key, value.expose())).collect();
        assert_eq!(seen, [("A", "3"), ("B", "2")]);
    }

    #[test]
    fn a_secret_value_is_not_visible() {
        let params = Params::new().secret("PASSWORD", "p".into());
        assert_eq!(params.visible("PASSWORD"), None);
        assert!(!format!("{params:?}").contains("\"p\""));
    }
}
