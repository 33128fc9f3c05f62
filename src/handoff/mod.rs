//! What is taken away from a walk: what is shown of an exchange, a report, the keys. One policy
//! ([`redact`]) says what may be seen. It makes texts; where they go is decided elsewhere.

pub mod keys;
pub mod redact;

mod report;
mod signed;

pub use report::report;
pub use signed::{LineDiff, SignedParts};

#[cfg(test)]
mod tests;
