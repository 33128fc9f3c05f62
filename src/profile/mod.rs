//! Saved connections and settings as data: text in, values and warnings out, and back into the
//! same text with all that a person or a later version wrote in it. It also reads what other
//! tools write about a pool ([`import`]). It never touches a disk, and connections and settings
//! cannot hold a secret; what a person chose to keep with a user ([`Kept`]) is a text of its own.

pub mod import;

mod address;
mod connection;
mod field;
mod kept;
mod names;
mod reading;
mod request;
mod salvage;
mod saved;
mod settings;
mod table;
mod warning;

pub use address::harmless_url;
pub use connection::Connection;
pub use field::Field;
pub use kept::{Kept, Owner, Part};
pub use names::{MAX_NAME_CHARS, NameProblem, PRACTICE_POOL};
pub use request::{Request, harmless_headers};
pub use saved::Saved;
pub use settings::{ClearAfter, Settings, Theme};
pub use warning::{Problem, Warning};

#[cfg(test)]
mod tests;
