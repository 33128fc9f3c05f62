//! How a login unfolds: every flow with every practice user as a timeline to read, and the odd turns
//! with scripted replies, without a socket.

#![cfg(all(feature = "engine", feature = "practice"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::disallowed_methods,
    reason = "a test that breaks should break loudly; it has a clock of its own"
)]

#[path = "flows/apps.rs"]
mod apps;
#[path = "flows/browser.rs"]
mod browser;
#[path = "flows/challenges.rs"]
mod challenges;
#[path = "flows/clock.rs"]
mod clock;
#[path = "flows/endings.rs"]
mod endings;
#[path = "flows/errand_turns.rs"]
mod errand_turns;
#[path = "flows/errands.rs"]
mod errands;
#[path = "flows/factors.rs"]
mod factors;
#[path = "flows/identities.rs"]
mod identities;
#[path = "flows/identity_refusals.rs"]
mod identity_refusals;
#[path = "flows/preflight.rs"]
mod preflight;
#[path = "flows/preflight_turns.rs"]
mod preflight_turns;
#[path = "flows/script.rs"]
mod script;
#[path = "flows/signed.rs"]
mod signed;
#[path = "flows/surfer.rs"]
mod surfer;
#[path = "flows/timelines.rs"]
mod timelines;
#[path = "flows/turns.rs"]
mod turns;
#[path = "flows/walker.rs"]
mod walker;
