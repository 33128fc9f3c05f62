//! Secrets with a mark on them go in everywhere; none may come out where it does not belong:
//! not in `Debug`, not in what the program keeps of a failure, not in what libraries log.

#![cfg(feature = "engine")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test that breaks should break loudly; it has files of its own"
)]

#[cfg(feature = "gui")]
#[path = "leaks/app.rs"]
mod app;
#[path = "leaks/browser.rs"]
mod browser;
#[cfg(feature = "gui")]
#[path = "leaks/call.rs"]
mod call;
#[allow(dead_code, reason = "the wire tests use all of it")]
#[path = "wire/calls.rs"]
mod calls;
#[path = "leaks/engine.rs"]
mod engine;
#[cfg(feature = "gui")]
#[path = "leaks/kept.rs"]
mod kept;
#[path = "leaks/log.rs"]
mod log;
#[cfg(feature = "gui")]
#[allow(dead_code, reason = "the window tests use all of it")]
#[path = "window/room.rs"]
mod room;
#[allow(dead_code, reason = "the wire tests use all of it")]
#[path = "wire/server.rs"]
mod server;
#[cfg(feature = "gui")]
#[allow(dead_code, reason = "the window tests use all of it")]
#[path = "window/stage.rs"]
mod stage;

/// What every secret of these tests begins with.
const MARK: &str = "marked-";

/// Fails when a marked secret is in `text`.
fn clean(text: &str, whence: &str) {
    assert!(!text.contains(MARK), "{whence}: {text}");
}
