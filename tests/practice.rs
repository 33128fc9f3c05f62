//! The practice pool over real sockets, from outside: our own client's half of SRP, a hand-written HTTP client for what
//! needs no signature, and the AWS SDK as a signer that we did not write.

#![cfg(all(feature = "practice", feature = "engine"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that breaks should break loudly; it has a clock of its own"
)]

#[path = "practice/http.rs"]
mod http;
#[path = "practice/identities.rs"]
mod identities;
#[path = "practice/pages.rs"]
mod pages;
#[path = "practice/service.rs"]
mod service;
#[path = "practice/signed.rs"]
mod signed;
#[path = "practice/srp.rs"]
mod srp;
