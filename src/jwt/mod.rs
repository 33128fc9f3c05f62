//! Tokens opened, explained and checked: splitting, decoding, the meaning of every claim, key sets, and the checks.
//! Opening never fails; it gives what could be read and every problem met on the way. What is decoded is
//! **not verified** until [`checks`] say otherwise, and whoever shows it must say so.

pub mod checks;
pub mod claims;

mod catalog;
mod compare;
mod key_set;
mod opened;
mod problem;
mod strict;
mod when;

/// What stands beside a token that was decoded, and whose signature nobody checked.
pub const NOT_VERIFIED: &str = "not verified";

pub use catalog::About;
pub use claims::ClaimRow;
pub use compare::{Change, Comparison, Difference, Pair, compare};
pub use key_set::{Algorithm, Key, KeyProblem, KeySet, KeySetProblem};
pub use opened::{Document, Encrypted, Kind, Opened, Shape, Signed, open};
pub use problem::{Part, Problem};
pub use when::{CLOCKS_DIFFER, When, lasting, relative};

#[cfg(test)]
mod tests;
