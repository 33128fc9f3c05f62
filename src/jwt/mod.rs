//! Tokens opened and explained: splitting, decoding, the meaning of every claim. Opening never
//! fails; it gives what could be read and every problem met on the way. Nothing in here checks a
//! signature: what is decoded is **not verified**, and whoever shows it must say so.

pub mod claims;

mod catalog;
mod opened;
mod problem;
mod strict;
mod when;

/// What stands beside everything in here: it was decoded, and nobody checked the signature.
pub const NOT_VERIFIED: &str = "not verified";

pub use catalog::About;
pub use claims::ClaimRow;
pub use opened::{Document, Encrypted, Kind, Opened, Shape, Signed, open};
pub use problem::{Part, Problem};
pub use when::{When, lasting, relative};

#[cfg(test)]
mod tests;
