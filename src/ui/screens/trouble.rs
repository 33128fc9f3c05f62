//! The card of a step that did not end well: what happened, why, the next move, and the buttons that make it.

use eframe::egui::{RichText, Ui};

use crate::app::{App, Command, Copied, remedy_commands};
use crate::explain::{Advice, Cause};
use crate::flow::Ending;
use crate::handoff::redact;
use crate::ui::theme::{CODE, SMALL, Tokens, face, icons, mono};
use crate::ui::widgets::{self, Button, Card, CopyButton, Tone};

/// Draws the card of the step at that place.
pub(super) fn show(
    app: &App,
    copied: &widgets::Copied,
    (advice, at): (&Advice, usize),
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let no_corner = |_: &mut Ui| {};
    let stopped = app.walk.as_ref().is_some_and(|walk| walk.ending() == Some(Ending::Stopped));
    // Whoever stopped it knows: that is no failure.
    let (tone, icon) = if stopped { (Tone::Plain, icons::SQUARE) } else { (Tone::Bad, icons::CIRCLE_X) };
    let card = Card::new(tone).title(&advice.what).icon(icon);
    card.show(ui, no_corner, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        if let Some(said) = &advice.service_said {
            its_words(ui, &redact::prose(said));
        }
        causes(&advice.causes, ui);
        ui.label(&advice.next);
        ui.add_space(4.0);
        remedies(app, advice, (ui, commands));
        to_hand_on(app, (copied, at), (ui, commands));
        if !stopped {
            let words = format!("Who can put it right: {}", advice.fixer.label());
            ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
        }
    });
}

/// What the service said, or the system.
pub(super) fn its_words(ui: &mut Ui, said: &str) {
    let muted = Tokens::of(ui).muted;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 4.0;
        ui.label(RichText::new("It said:").font(face(SMALL)).color(muted));
        ui.label(RichText::new(said).font(mono(CODE)).color(muted));
    });
}

/// One cause is a sentence, several are a list.
pub(super) fn causes(causes: &[Cause], ui: &mut Ui) {
    let t = Tokens::of(ui);
    for cause in causes {
        let color = if cause.is_seen { t.text } else { t.muted };
        let text = if causes.len() > 1 { format!("· {}", cause.text) } else { cause.text.clone() };
        ui.label(RichText::new(text).color(color));
    }
}

fn remedies(app: &App, advice: &Advice, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    ui.horizontal_wrapped(|ui| {
        for (at, remedy) in advice.remedies.iter().enumerate() {
            let label = remedy.label();
            let button =
                if at == 0 { Button::primary(&label).icon(icons::WRENCH) } else { Button::plain(&label) };
            if ui.add(button).clicked() {
                commands.extend(remedy_commands(app, remedy));
            }
        }
    });
}

/// What somebody else is given who is to help.
fn to_hand_on(
    app: &App,
    (copied, at): (&widgets::Copied, usize),
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let request_id =
        app.walk.as_ref().and_then(|walk| walk.steps().get(at)).and_then(|step| step.request_id());
    ui.horizontal_wrapped(|ui| {
        if ui.add(CopyButton::new(Copied::Report.label(), copied).label("Copy report")).clicked() {
            commands.push(Command::Copy(Copied::Report));
        }
        let Some(id) = request_id else { return };
        let what = Copied::RequestId(at);
        if ui.add(CopyButton::new(what.label(), copied).label("Request ID")).clicked() {
            commands.push(Command::Copy(what));
        }
        ui.label(RichText::new(id).font(mono(CODE)).color(Tokens::of(ui).muted));
    });
}
