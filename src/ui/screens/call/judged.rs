//! What a try that did not come through means: what happened, why, the next move, and the buttons that make it.

use eframe::egui::{Label, RichText, Ui};

use crate::app::{App, Command, Tried, call_remedy_commands, call_remedy_label};
use crate::explain::{Advice, Remedy};
use crate::flow::Failure;
use crate::handoff::{LineDiff, redact};
use crate::ui::screens::trouble::{causes, its_words};
use crate::ui::theme::{CODE, SMALL, Tokens, face, icons, mono};
use crate::ui::widgets::{Button, Card, Tone};

/// Draws the judgment, if there is anything to judge.
pub(super) fn show(app: &App, tried: &Tried<'_>, ui: &mut Ui, commands: &mut Vec<Command>) {
    let Some(advice) = app.call_advice(tried.step) else { return };
    let was_stopped = matches!(tried.step.failure(), Some(Failure::Stopped));
    let (tone, icon) = if was_stopped { (Tone::Plain, icons::SQUARE) } else { (Tone::Bad, icons::CIRCLE_X) };
    let tone = if app.is_of_another_request(tried) { Tone::Plain } else { tone };
    Card::new(tone).title(&advice.what).icon(icon).show(
        ui,
        |_| {},
        |ui| {
            ui.spacing_mut().item_spacing.y = 6.0;
            if let Some(said) = &advice.service_said {
                its_words(ui, &first_lines(&redact::prose(said)));
            }
            causes(&advice.causes, ui);
            differences(app, tried, ui);
            ui.label(&advice.next);
            remedies(app, &advice, ui, commands);
            if !was_stopped {
                let words = format!("Who can put it right: {}", advice.fixer.label());
                ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
            }
        },
    );
}

/// A mismatch of signatures comes with pages of text, which are taken apart below.
fn first_lines(said: &str) -> String {
    let mut lines = said.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    if lines.next().is_some() { format!("{first} …") } else { first.to_owned() }
}

/// What the service signed in another way: lines of the canonical request, else of the string to sign, else the key.
fn differences(app: &App, tried: &Tried<'_>, ui: &mut Ui) {
    if tried.step.failure().is_none() {
        return;
    }
    let answer = tried.exchange().and_then(|exchange| exchange.response.as_ref());
    let Some((parts, answer)) = tried.signed().zip(answer) else { return };
    let Some(lines) = parts.differences(answer) else { return };
    if !lines.is_empty() {
        return line_by_line((app, "canonical request"), lines, ui);
    }
    match parts.string_differences(answer) {
        None => drop(ui.label("The service signed the same canonical request: probably the secret key differs")),
        Some(lines) if lines.is_empty() => drop(ui.label(
            "The service signed the same canonical request and the same string to sign: it is the secret key that differs",
        )),
        Some(lines) => {
            ui.label("The service signed the same canonical request in another string to sign");
            line_by_line((app, "string to sign"), lines, ui);
        }
    }
}

fn line_by_line((app, text_of): (&App, &str), lines: Vec<LineDiff>, ui: &mut Ui) {
    let t = Tokens::of(ui);
    for line in lines {
        let words = format!("Line {} of the {text_of}", line.line);
        ui.label(RichText::new(words).font(face(SMALL)).color(t.muted));
        for (sign, side, color) in [("here ", &line.ours, t.bad), ("there", &line.theirs, t.ok)] {
            let text = side
                .as_ref()
                .map_or_else(|| "no such line".to_owned(), |text| redact::canonical(text, app.show));
            ui.add(Label::new(RichText::new(format!("{sign} {text}")).font(mono(CODE)).color(color)).wrap());
        }
    }
}

fn remedies(app: &App, advice: &Advice, ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.horizontal_wrapped(|ui| {
        for (at, remedy) in advice.remedies.iter().enumerate() {
            let acts = call_remedy_commands(app, remedy);
            let why_not = acts.first().and_then(|command| app.may(command).err());
            let label = call_remedy_label(remedy);
            let is_first = at == 0 && !matches!(remedy, Remedy::EditUrl);
            let button =
                if is_first { Button::primary(&label).icon(icons::WRENCH) } else { Button::plain(&label) };
            if ui.add(button.unless(why_not)).clicked() {
                commands.extend(acts);
            }
        }
    });
}
