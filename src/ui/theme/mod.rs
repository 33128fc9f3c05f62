//! How the window looks: colors, faces, icons, sizes, and egui's own widgets dressed to match.
//!
//! Knows nothing of what is shown. Everything else in `ui` asks here and never picks a color,
//! a font or a distance of its own.

use eframe::egui::{self, Id};

mod fonts;
mod icon;
pub mod icons;
mod tokens;
mod visuals;

pub use fonts::{FACE, MEDIUM, MONO, SEMIBOLD, face, icon_font, medium, mono, semibold};
pub use icon::Icon;
pub use tokens::Tokens;
pub use visuals::card_shadow;

/// The grid that distances keep to, in points.
pub const GRID: f32 = 4.0;
/// Height of a field or combo box.
pub const CONTROL_HEIGHT: f32 = 32.0;
/// Height of a button.
pub const BUTTON_HEIGHT: f32 = 34.0;
/// Height of a small button or a chip that can be pressed.
pub const SMALL_HEIGHT: f32 = 28.0;
/// Corner radius of panels and rows.
pub const RADIUS: u8 = 8;
/// Corner radius of fields and buttons.
pub const CONTROL_RADIUS: u8 = 7;
/// Corner radius of cards.
pub const CARD_RADIUS: u8 = 12;

/// Size of text in points: the face, and what names things.
pub const TEXT: f32 = 13.0;
/// Size of hints, gists and badges.
pub const SMALL: f32 = 12.0;
/// Size of monospaced text.
pub const CODE: f32 = 12.0;
/// Size of titles.
pub const TITLE: f32 = 16.0;
/// Side of an icon.
pub const ICON: f32 = 16.0;

/// How long something takes to move from one place to another, in seconds.
pub const MOTION_SECS: f32 = 0.16;

/// Dresses egui: fonts, both themes, spacing. Call once, before the first frame.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(fonts::definitions());
    visuals::install(ctx);
    set_reduced_motion(ctx, false);
}

/// Stops (or allows) every motion of the window.
pub fn set_reduced_motion(ctx: &egui::Context, reduced: bool) {
    ctx.data_mut(|data| data.insert_temp(motion_key(), reduced));
    ctx.all_styles_mut(|style| style.animation_time = if reduced { 0.0 } else { MOTION_SECS });
}

/// True when nothing may move.
#[must_use]
pub fn reduced_motion(ctx: &egui::Context) -> bool {
    ctx.data(|data| data.get_temp(motion_key())).unwrap_or(false)
}

fn motion_key() -> Id {
    Id::unique("reduced motion")
}
