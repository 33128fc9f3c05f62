//! The faces that ship with the program: Inter in three weights, `JetBrains Mono`, and the icons.
//! They cover Latin scripts and the signs of the window; `assets/make.sh` cuts them to size.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily, FontId, FontTweak};

/// Family of running text: Inter at weight 400.
pub const FACE: FontFamily = FontFamily::Proportional;
/// Family of ids, claims and everything from the wire.
pub const MONO: FontFamily = FontFamily::Monospace;
/// Name of the family for tabs and buttons: Inter at weight 550.
pub const MEDIUM: &str = "medium";
/// Name of the family for names and titles: Inter at weight 600.
pub const SEMIBOLD: &str = "semibold";
const ICONS: &str = "icons";

const FILES: [(&str, &[u8]); 5] = [
    ("Inter", include_bytes!("../../../assets/fonts/Inter-Regular.ttf")),
    ("Inter Medium", include_bytes!("../../../assets/fonts/Inter-Medium.ttf")),
    ("Inter SemiBold", include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf")),
    ("JetBrains Mono", include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf")),
    ("Icons", include_bytes!("../../../assets/icons/icons.ttf")),
];

/// Running text.
#[must_use]
pub fn face(size: f32) -> FontId {
    FontId::new(size, FACE)
}

/// Tabs, buttons, badges.
#[must_use]
pub fn medium(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(MEDIUM.into()))
}

/// Names and titles.
#[must_use]
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// Ids, claims, status and times.
#[must_use]
pub fn mono(size: f32) -> FontId {
    FontId::new(size, MONO)
}

/// Icons: each fills a square of the size.
#[must_use]
pub fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// Every family with its faces; a sign that one lacks is looked for in the next.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    for (name, bytes) in FILES {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes).tweak(unhinted())));
    }
    let named = |name: &str| FontFamily::Name(name.into());
    let families = [
        (FACE, ["Inter", "JetBrains Mono"].as_slice()),
        (named(MEDIUM), &["Inter Medium", "JetBrains Mono"]),
        (named(SEMIBOLD), &["Inter SemiBold", "JetBrains Mono"]),
        (MONO, &["JetBrains Mono", "Inter"]),
        (named(ICONS), &["Icons"]),
    ];
    for (family, names) in families {
        fonts.families.insert(family, names.iter().map(|name| (*name).to_owned()).collect());
    }
    fonts
}

/// Hinting would pull the dot of a 600 weight “i” down onto its stem at 13 points.
fn unhinted() -> FontTweak {
    FontTweak { hinting: Some(false), ..FontTweak::default() }
}

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, RawInput};

    use super::*;
    use crate::ui::theme::{self, icons::ALL_ICONS};

    fn with_fonts<R>(ask: impl FnOnce(&Context) -> R) -> R {
        let ctx = Context::default();
        theme::install(&ctx);
        ctx.run_ui(RawInput::default(), |_| {}).textures_delta.clear();
        ask(&ctx)
    }

    #[test]
    fn every_icon_has_a_glyph() {
        with_fonts(|ctx| {
            for icon in ALL_ICONS {
                assert!(ctx.fonts_mut(|fonts| fonts.has_glyph(&icon_font(16.0), icon)), "{icon:?}");
            }
        });
    }

    #[test]
    fn every_face_has_the_letters_and_signs_we_use() {
        let text = "Ångström ŁÓDŹ ñ ß ő ș – — ‘’ “” „ … · • → ← ✓ ✗ × ≥ € ⌘";
        with_fonts(|ctx| {
            for font in [face(13.0), medium(13.0), semibold(13.0), mono(12.0)] {
                for letter in text.chars() {
                    assert!(ctx.fonts_mut(|fonts| fonts.has_glyph(&font, letter)), "{letter} in {font:?}");
                }
            }
        });
    }

    #[test]
    fn lines_are_as_high_as_the_grid_wants() {
        with_fonts(|ctx| {
            let height = |font: FontId| ctx.fonts_mut(|fonts| fonts.row_height(&font)).round();
            assert_eq!((height(face(13.0)), height(semibold(13.0)), height(mono(12.0))), (20.0, 20.0, 18.0));
        });
    }

    #[test]
    fn digits_are_as_wide_as_each_other() {
        with_fonts(|ctx| {
            let width = |digit| ctx.fonts_mut(|fonts| fonts.glyph_width(&medium(12.0), digit));
            assert!(('1'..='9').all(|digit| (width(digit) - width('0')).abs() < 0.01));
        });
    }
}
