//! The app and its window as a person uses them: commands without a picture first, then the real window
//! by role and name, with the practice pool or a pretend server outside.

#![cfg(feature = "gui")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::wildcard_enum_match_arm,
    clippy::disallowed_methods,
    reason = "a test that breaks should break loudly; it has a clock and files of its own"
)]

#[path = "window/accounts.rs"]
mod accounts;
#[path = "window/browser.rs"]
mod browser;
#[path = "window/call_answers.rs"]
mod call_answers;
#[path = "window/calling.rs"]
mod calling;
#[path = "window/calling_on.rs"]
mod calling_on;
#[path = "window/check.rs"]
mod check;
#[path = "window/commands.rs"]
mod commands;
#[path = "window/differing.rs"]
mod differing;
#[path = "window/hand_over.rs"]
mod hand_over;
#[path = "window/keeping.rs"]
mod keeping;
#[path = "window/learning.rs"]
mod learning;
#[path = "window/left_behind.rs"]
mod left_behind;
#[path = "window/low.rs"]
mod low;
#[path = "window/mending.rs"]
mod mending;
#[path = "window/mending_ids.rs"]
mod mending_ids;
#[path = "window/places.rs"]
mod places;
#[path = "window/room.rs"]
mod room;
#[path = "window/send_again.rs"]
mod send_again;
#[allow(dead_code, reason = "the wire tests use all of it")]
#[path = "wire/server.rs"]
mod server;
#[path = "window/signing.rs"]
mod signing;
#[path = "window/stage.rs"]
mod stage;
#[allow(dead_code, reason = "the tests of flows use all of it")]
#[path = "flows/surfer.rs"]
mod surfer;
#[path = "window/token_answers.rs"]
mod token_answers;
#[path = "window/tokens.rs"]
mod tokens;
#[path = "window/verifying.rs"]
mod verifying;
#[path = "window/view.rs"]
mod view;
#[path = "window/walking.rs"]
mod walking;
#[path = "window/ways.rs"]
mod ways;
