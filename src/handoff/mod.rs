//! What is taken away from a walk: what is shown of an exchange, a report, keys and tokens in the formats of other
//! tools, the calls as code. One policy ([`redact`]) says what may be seen. It makes texts; where they go is decided
//! elsewhere.

pub mod aws_files;
pub mod code;
pub mod format;
pub mod keys;
pub mod redact;

mod allow_policy;
mod parcel;
mod report;
mod signed;
mod trust_policy;

pub use allow_policy::AllowPolicy;
pub use format::{Bearer, Format, Group, Rendered, Shell, Unfit, render};
pub use parcel::{ApiManner, Parcel, Piece, first_end, is_plain_name, plain_name};
pub use report::report;
pub use signed::{LineDiff, SignedParts};
pub use trust_policy::TrustPolicy;

#[cfg(test)]
mod tests;
