//! A QR code, for a telephone to read off the screen. Dark on light in both themes: many readers
//! want it so.

use eframe::egui::{Rect, Response, Role, Sense, Ui, Widget, WidgetInfo, vec2};
use qrcode::{Color, EcLevel, QrCode};

use crate::secret::Secret;
use crate::ui::theme::Tokens;

/// Modules of free ground that a reader wants on every side (ISO/IEC 18004).
const QUIET: u8 = 4;

/// A text as a QR code. The text itself is shown to nobody, a screen reader included.
#[must_use = "add it to a Ui"]
pub struct Qr<'a> {
    text: &'a Secret,
    name: &'a str,
    side: f32,
}

impl<'a> Qr<'a> {
    /// `name` is what a screen reader says of it.
    pub const fn new(text: &'a Secret, name: &'a str) -> Self {
        Self { text, name, side: 176.0 }
    }

    /// Another width and height, in points.
    pub const fn side(mut self, side: f32) -> Self {
        self.side = side;
        self
    }
}

impl Widget for Qr<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let Self { text, name, side } = self;
        let (rect, response) = ui.allocate_exact_size(vec2(side, side), Sense::hover());
        if ui.is_rect_visible(rect)
            && let Ok(code) = QrCode::with_error_correction_level(text.expose(), EcLevel::M)
        {
            paint(ui, rect, &code);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
        response
    }
}

fn paint(ui: &Ui, rect: Rect, code: &QrCode) {
    let (t, painter) = (Tokens::of(ui), ui.painter());
    painter.rect_filled(rect, 6.0, t.qr_ground);
    let wide = code.width();
    let count = wide + 2 * usize::from(QUIET);
    // Whole points, so that no seam shows between two modules.
    let module = (rect.width() / f32::from(u16::try_from(count).unwrap_or(u16::MAX))).floor().max(1.0);
    let number = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    let corner = rect.center() - vec2(number(wide), number(wide)) * module / 2.0;
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let place = vec2(number(at % wide), number(at / wide)) * module;
            painter.rect_filled(Rect::from_min_size(corner + place, vec2(module, module)), 0.0, t.qr_ink);
        }
    }
}
