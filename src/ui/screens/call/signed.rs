//! What the signature is about: the canonical request and the string to sign, as they went into it.

use eframe::egui::{RichText, Ui};

use super::answer::code;
use crate::app::{AnswerPart, App, Command, Copied};
use crate::handoff::{SignedParts, redact};
use crate::ui::theme::{SMALL, SMALL_HEIGHT, Tokens, face};
use crate::ui::widgets::{self, CopyButton};

/// Draws both texts, each with a button that copies it.
pub(super) fn show(
    app: &App,
    (parts, copied): (&SignedParts, &widgets::Copied),
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let mut text = |ui: &mut Ui, (words, part): (&str, AnswerPart), text: &str| {
        ui.scope(|ui| {
            ui.spacing_mut().interact_size.y = SMALL_HEIGHT;
            ui.horizontal_wrapped(|ui| {
                told(ui, words);
                let what = Copied::Answer(part);
                if ui.add(CopyButton::new(what.label(), copied)).clicked() {
                    commands.push(Command::Copy(what));
                }
            });
        });
        code(ui, text);
    };
    let words = "Canonical request: the request in one spelling, so that both sides sign the same text. The last line is the SHA-256 hash of the body";
    let canonical = redact::canonical(&parts.canonical_request, app.show);
    text(ui, (words, AnswerPart::CanonicalRequest), &canonical);
    let words = format!(
        "String to sign: method, time and scope ({}). The last line is the SHA-256 hash of the canonical request above",
        parts.scope
    );
    text(ui, (&words, AnswerPart::StringToSign), &parts.string_to_sign);
    told(
        ui,
        "The signature is made of that and a key derived from the secret key, which never leaves this computer",
    );
}

fn told(ui: &mut Ui, words: &str) {
    let muted = Tokens::of(ui).muted;
    ui.label(RichText::new(words).font(face(SMALL)).color(muted));
}
