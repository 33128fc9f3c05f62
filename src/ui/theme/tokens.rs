//! The colors, by what they are for: the only place where a color is made.
//! Every pair of text and ground is checked for contrast at the end.
#![allow(clippy::disallowed_methods, reason = "this is where colors are made")]

use eframe::egui::{self, Color32, Theme};

/// What each color is for. Two sets of them, one for each theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    /// Ground of the lanes, and of fields in the dark theme.
    pub bg: Color32,
    /// Form, inspector, bars.
    pub panel: Color32,
    /// Buttons, chips, and fields in the light theme.
    pub raised: Color32,
    /// What the pointer is over.
    pub hover: Color32,
    /// Borders and lifelines.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Labels, gists.
    pub muted: Color32,
    /// Hints, ghosts.
    pub faint: Color32,
    /// The one primary button, focus, selection.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Ground of badges and of what is selected.
    pub accent_tint: Color32,
    /// Came back well.
    pub ok: Color32,
    /// Ground under it.
    pub ok_tint: Color32,
    /// Waits for the person; will be over soon.
    pub warn: Color32,
    /// Ground under it.
    pub warn_tint: Color32,
    /// Went wrong; is over.
    pub bad: Color32,
    /// Ground under it.
    pub bad_tint: Color32,
    /// Ground of a selected row of the lanes.
    pub selected: Color32,
    /// Ground of a field.
    pub input: Color32,
    /// The one shadow, under cards.
    pub shadow: Color32,
    /// What lies under a dialog.
    pub veil: Color32,
    /// Ground of a QR code: light in both themes, for the readers.
    pub qr_ground: Color32,
    /// Its modules.
    pub qr_ink: Color32,
}

const DARK: Tokens = Tokens {
    bg: hex(0x0E_12_17),
    panel: hex(0x14_1A_21),
    raised: hex(0x1B_23_2C),
    hover: hex(0x22_2C_37),
    line: hex(0x27_32_3E),
    text: hex(0xE7_ED_F3),
    muted: hex(0x9D_AB_B8),
    faint: hex(0x7F_8E_9B),
    accent: hex(0x45_D0_C1),
    on_accent: hex(0x06_20_1D),
    accent_tint: hex(0x12_3A_38),
    ok: hex(0x57_CC_88),
    ok_tint: hex(0x15_30_1F),
    warn: hex(0xF0_B9_4D),
    warn_tint: hex(0x35_2A_12),
    bad: hex(0xF4_75_7A),
    bad_tint: hex(0x3A_1B_1E),
    selected: hex(0x10_28_29),
    input: hex(0x0E_12_17),
    shadow: Color32::from_black_alpha(110),
    veil: Color32::from_black_alpha(140),
    qr_ground: hex(0xFF_FF_FF),
    qr_ink: hex(0x00_00_00),
};

const LIGHT: Tokens = Tokens {
    bg: hex(0xF4_F6_F8),
    panel: hex(0xFF_FF_FF),
    raised: hex(0xF0_F3_F6),
    hover: hex(0xE7_EC_F1),
    line: hex(0xD9_E0_E7),
    text: hex(0x16_20_2A),
    muted: hex(0x51_60_6E),
    faint: hex(0x60_6E_7A),
    accent: hex(0x00_79_6B),
    on_accent: hex(0xFF_FF_FF),
    accent_tint: hex(0xDC_F2_EF),
    ok: hex(0x1A_7A_45),
    ok_tint: hex(0xE2_F4_E9),
    warn: hex(0x86_57_00),
    warn_tint: hex(0xFB_F0_D9),
    bad: hex(0xB8_32_3A),
    bad_tint: hex(0xFB_E6_E7),
    selected: hex(0xE1_F3_F1),
    input: hex(0xF0_F3_F6),
    shadow: Color32::from_black_alpha(28),
    veil: Color32::from_black_alpha(70),
    qr_ground: hex(0xFF_FF_FF),
    qr_ink: hex(0x00_00_00),
};

impl Tokens {
    /// The set that is showing.
    #[must_use]
    pub fn of(ui: &egui::Ui) -> &'static Self {
        Self::on(ui.ctx())
    }

    /// The set that is showing, for code that has no [`egui::Ui`].
    #[must_use]
    pub fn on(ctx: &egui::Context) -> &'static Self {
        Self::in_theme(ctx.theme())
    }

    /// The set of one theme.
    #[must_use]
    pub const fn in_theme(theme: Theme) -> &'static Self {
        match theme {
            Theme::Dark => &DARK,
            Theme::Light => &LIGHT,
        }
    }
}

const fn hex(rgb: u32) -> Color32 {
    let [_, red, green, blue] = rgb.to_be_bytes();
    Color32::from_rgb(red, green, blue)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as in WCAG 2.2.
    fn luminance(color: Color32) -> f64 {
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn contrast_is_measured_as_wcag_does() {
        assert!((contrast(Color32::BLACK, Color32::WHITE) - 21.0).abs() < 0.01);
        assert!((contrast(hex(0x77_77_77), Color32::WHITE) - 4.48).abs() < 0.01);
    }

    fn pairs(t: &Tokens) -> Vec<(&'static str, Color32, Color32)> {
        let mut pairs = vec![("on accent", t.on_accent, t.accent)];
        let inks = [
            ("text", t.text),
            ("muted", t.muted),
            ("faint", t.faint),
            ("accent", t.accent),
            ("ok", t.ok),
            ("warn", t.warn),
            ("bad", t.bad),
        ];
        for ground in [t.bg, t.panel, t.raised, t.input, t.selected] {
            pairs.extend(inks.map(|(name, ink)| (name, ink, ground)));
        }
        pairs.extend([
            ("text on hover", t.text, t.hover),
            ("muted on hover", t.muted, t.hover),
            ("text on accent tint", t.text, t.accent_tint),
            ("muted on accent tint", t.muted, t.accent_tint),
            ("accent on its tint", t.accent, t.accent_tint),
            ("ok on its tint", t.ok, t.ok_tint),
            ("warn on its tint", t.warn, t.warn_tint),
            ("bad on its tint", t.bad, t.bad_tint),
        ]);
        pairs
    }

    #[test]
    fn all_text_can_be_read() {
        for theme in [Theme::Dark, Theme::Light] {
            for (name, ink, ground) in pairs(Tokens::in_theme(theme)) {
                let contrast = contrast(ink, ground);
                assert!(contrast >= 4.5, "{theme:?}: {name} {ink:?} on {ground:?} is {contrast:.2}");
            }
        }
    }

    #[test]
    fn focus_can_be_seen() {
        for theme in [Theme::Dark, Theme::Light] {
            let t = Tokens::in_theme(theme);
            for ground in [t.bg, t.panel, t.raised, t.selected] {
                assert!(contrast(t.accent, ground) >= 3.0, "{theme:?} on {ground:?}");
            }
        }
    }
}
