//! What the signature is about: the canonical request and the string to sign, as they went into it.

use eframe::egui::{RichText, Ui};

use super::answer::code;
use crate::app::App;
use crate::handoff::{SignedParts, redact};
use crate::ui::theme::{SMALL, Tokens, face};

/// Draws both texts.
pub(super) fn show(app: &App, parts: &SignedParts, ui: &mut Ui) {
    let muted = Tokens::of(ui).muted;
    let told = |ui: &mut Ui, words: String| ui.label(RichText::new(words).font(face(SMALL)).color(muted));
    told(
        ui,
        "Canonical request: the request in one spelling, so that both sides sign the same text".to_owned(),
    );
    code(ui, &redact::canonical(&parts.canonical_request, app.show));
    told(ui, format!("String to sign: time, scope ({}) and the hash of the canonical request", parts.scope));
    code(ui, &parts.string_to_sign);
    told(ui, "The signature is made of that and a key derived from the secret key, which never leaves this computer".to_owned());
}
