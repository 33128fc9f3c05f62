//! The window: drawing and nothing else. egui lives here and nowhere else. Every screen reads the
//! [`crate::app::App`] and gathers [`crate::app::Command`]s; what they do is decided there.

pub mod theme;
pub mod widgets;

mod dialogs;
mod keys;
mod launch;
mod screens;
mod window;

pub use launch::{NoWindow, Opening, open};
pub use window::Window;
