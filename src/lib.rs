//! Poolwalk walks one Amazon Cognito login in the open. This is the map of the house.
//!
//! ```text
//! pure    secret ← cognito, jwt ← flow ← explain, handoff, accounts;  profile
//! shell   engine (the only IO) ← app (what the program is doing, no drawing);  practice (the pretend Cognito)
//! faces   ui (egui lives here and nowhere else);  cli
//! ```
//!
//! What holds everywhere: secrets are [`secret::Secret`]; time and randomness are arguments outside
//! `engine` and `practice`; a flow decides and only the engine acts; `ui` and `cli` never meet.
//! `tests/architecture.rs` holds the walls up.

#![forbid(unsafe_code)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::disallowed_methods,
        reason = "a test that breaks should break loudly"
    )
)]

#[cfg(feature = "gui")]
pub mod app;
#[cfg(feature = "cli")]
pub mod cli;
pub mod cognito;
#[cfg(feature = "engine")]
pub mod engine;
pub mod explain;
pub mod flow;
pub mod handoff;
pub mod jwt;
#[cfg(feature = "practice")]
pub mod practice;
pub mod profile;
pub mod secret;
#[cfg(feature = "gui")]
pub mod ui;
