//! The window: drawing and nothing else. egui lives here and nowhere else.

pub mod theme;
pub mod widgets;
