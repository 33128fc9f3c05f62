//! A key with its value, as any kind of text may give it. The value counts as secret until it
//! is known what it is.

use crate::secret::Secret;

/// One key and its value.
#[derive(Debug, Clone)]
pub(super) struct Pair {
    /// As spelled.
    pub(super) key: String,
    /// The keys above it, outermost first, as spelled.
    pub(super) path: Vec<String>,
    /// Which object it stands in: pairs with the same number belong together.
    pub(super) group: usize,
    /// The grammar says that this value is that key's; otherwise they merely stand side by side.
    pub(super) sure: bool,
    /// As spelled, without quotes.
    pub(super) value: Secret,
}

impl Pair {
    /// A pair outside all objects.
    pub(super) fn flat(key: &str, value: &str, sure: bool) -> Self {
        Self { key: key.to_owned(), path: Vec::new(), group: 0, sure, value: Secret::from(value) }
    }
}
