//! The parts of the window, one file each: they draw what the app is and say what was pressed.

mod account;
mod as_code;
mod away;
pub(super) mod call;
mod claims;
pub(super) mod dropping;
mod findings;
pub(super) mod form;
mod inbox;
pub(super) mod inspector;
pub(super) mod notices;
mod question;
pub(super) mod result_bar;
mod set_up;
pub(super) mod tokens;
pub(super) mod top_bar;
pub(super) mod tour;
mod trouble;
pub(super) mod walk;
mod wire_text;
