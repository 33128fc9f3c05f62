//! What is taken away from a walk: what is shown of an exchange, a report, the keys. One policy
//! ([`redact`]) says what may be seen. It makes texts; where they go is decided elsewhere.

pub mod keys;
pub mod redact;

mod allow_policy;
mod report;
mod signed;
mod trust_policy;

pub use allow_policy::AllowPolicy;
pub use report::report;
pub use signed::{LineDiff, SignedParts};
pub use trust_policy::TrustPolicy;

#[cfg(test)]
mod tests;
