//! The secret of an authenticator app that is being set up: to be scanned, to be typed, to be copied.

use eframe::egui::{Label, RichText, Ui};

use crate::app::{App, Command, Copied};
use crate::cognito::Challenge;
use crate::cognito::challenge::{OTPAUTH_URI, SECRET_CODE};
use crate::secret::Secret;
use crate::ui::theme::{CODE, SMALL, Tokens, face, icons, mono};
use crate::ui::widgets::{Button, Qr};

/// Under this height of the window the code is smaller, so that the field below it stays in sight.
const LOW: f32 = 720.0;

/// Draws it over the fields of a question that has such a secret; nothing for any other.
pub(super) fn show(app: &App, asked: &Challenge, ui: &mut Ui, commands: &mut Vec<Command>) {
    let secret = |key| asked.parameters.expose(key).map(Secret::from);
    let (Some(code), Some(uri)) = (secret(SECRET_CODE), secret(OTPAUTH_URI)) else { return };
    let t = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        let side = if ui.content_rect().height() < LOW { 132.0 } else { 176.0 };
        ui.add(Qr::new(&uri, "The secret as a QR code").side(side));
        ui.add_space(8.0);
        ui.vertical(|ui| {
            ui.label(RichText::new("Or type it into the app").font(face(SMALL)).color(t.muted));
            let label = Label::new(RichText::new(in_fours(&code)).font(mono(CODE + 1.0)).color(t.text));
            ui.add(label.wrap());
            ui.horizontal_wrapped(|ui| {
                if ui.add(Button::small("Copy the secret").icon(icons::COPY)).clicked() {
                    commands.push(Command::Copy(Copied::AppSecret));
                }
                let fill = Button::small("Fill in the code").icon(icons::SMARTPHONE);
                let hint = "The code that an app with this secret shows now; this computer can be the app";
                if ui.add(fill.unless(app.may(&Command::FillInCode).err()).hint(hint)).clicked() {
                    commands.push(Command::FillInCode);
                }
            });
            let words = "Poolwalk keeps the secret with this user until it is closed, so that later codes fill \
                         themselves in; “More” has the choice to keep it on disk.";
            ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(t.muted)).wrap());
        });
    });
}

/// Easier to type: four letters at a time.
fn in_fours(secret: &Secret) -> String {
    let letters: Vec<char> = secret.expose().chars().collect();
    let fours: Vec<String> = letters.chunks(4).map(|four| four.iter().collect()).collect();
    fours.join(" ")
}
