//! The engine over real sockets: what exactly goes over the wire, and one clear outcome for each
//! way that a network can fail. The servers are written here, by hand, so that they can misbehave.

#![cfg(feature = "engine")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that breaks should break loudly; it has files, clocks and an environment of its own"
)]

#[path = "wire/accounts.rs"]
mod accounts;
#[path = "wire/api.rs"]
mod api;
#[path = "wire/browser.rs"]
mod browser;
#[path = "wire/calls.rs"]
mod calls;
#[path = "wire/environment.rs"]
mod environment;
#[path = "wire/facts.rs"]
mod facts;
#[path = "wire/failures.rs"]
mod failures;
#[path = "wire/server.rs"]
mod server;
#[path = "wire/signing.rs"]
mod signing;
#[path = "wire/stopping.rs"]
mod stopping;
#[path = "wire/tls.rs"]
mod tls;
#[path = "wire/token_endpoint.rs"]
mod token_endpoint;
#[path = "wire/ways.rs"]
mod ways;
