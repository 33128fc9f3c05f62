//! An answer that is a picture: drawn as large as there is room for and no larger than it is, or why it cannot be.

use eframe::egui::{
    ColorImage, CornerRadius, Frame, Image, Margin, RichText, Stroke, TextureHandle, TextureOptions, Ui,
    Vec2, vec2,
};

use super::answer::{quiet, told};
use super::answers::bytes;
use crate::app::{AnswerId, App, Picture, PictureProblem};
use crate::ui::theme::{SMALL, Tokens, face};

/// Higher than this, the rest of the answer would be far away.
const HIGHEST: f32 = 480.0;

/// The picture that is on the graphics card, so that a frame need not send it there again.
pub(in crate::ui) struct ShownPicture {
    of: AnswerId,
    texture: TextureHandle,
}

/// Draws the picture of an answer of so many bytes.
pub(super) fn show(
    app: &App,
    (answer, size): (AnswerId, usize),
    shown: &mut Option<ShownPicture>,
    ui: &mut Ui,
) {
    let picture = match app.call.picture(answer) {
        None => return quiet(ui, "The picture is being read…"),
        Some(Err(problem)) => return told(ui, &words(*problem)),
        Some(Ok(picture)) => picture,
    };
    if shown.as_ref().is_none_or(|shown| shown.of != answer) {
        *shown = Some(ShownPicture { of: answer, texture: sent(picture, ui) });
    }
    let Some(ShownPicture { texture, .. }) = shown else { return };
    let [width, height] = picture.size;
    let facts = format!("{width} × {height} pixels · {}", bytes(size));
    let t = Tokens::of(ui);
    // A ground between light and dark shows both black and white drawings.
    let ground = if picture.is_see_through { t.faint } else { t.bg };
    let room = vec2(ui.available_width() - 2.0, HIGHEST);
    let frame = Frame::new().fill(ground).stroke(Stroke::new(1.0, t.line));
    frame.corner_radius(CornerRadius::same(4)).inner_margin(Margin::same(0)).show(ui, |ui| {
        let image = Image::from_texture((texture.id(), fitting(picture, room)));
        ui.add(
            image
                .corner_radius(CornerRadius::same(4))
                .alt_text(format!("Picture, {width} × {height} pixels")),
        );
    });
    ui.label(RichText::new(facts).font(face(SMALL)).color(t.muted));
}

fn sent(picture: &Picture, ui: &Ui) -> TextureHandle {
    let pixels = ColorImage::from_rgba_unmultiplied(picture.drawn, &picture.pixels);
    ui.ctx().load_texture("answer", pixels, TextureOptions::LINEAR)
}

/// As large as it is, or as there is room for.
fn fitting(picture: &Picture, room: Vec2) -> Vec2 {
    let side = |pixels| f32::from(u16::try_from(pixels).unwrap_or(u16::MAX));
    let whole = vec2(side(picture.size[0]), side(picture.size[1]));
    let shrunk = (room.x / whole.x).min(room.y / whole.y).min(1.0);
    (whole * shrunk).max(Vec2::splat(1.0))
}

fn words(problem: PictureProblem) -> String {
    match problem {
        PictureProblem::TooLarge { width, height } => format!(
            "The picture claims to have {width} × {height} pixels, which is too many to draw here. Save it to look at it."
        ),
        PictureProblem::Broken => {
            "The picture cannot be drawn: its file is broken or cut short. It can be saved all the same."
                .to_owned()
        }
    }
}
