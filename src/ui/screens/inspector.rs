//! The inspector: one step from its sides. Why it is there, what was sent, what came back, the tokens.

use eframe::egui::{Align, Frame, Label, Layout, Margin, RichText, ScrollArea, Ui};

use super::claims::{Table, Times};
use super::tokens::{checks, sheet};
use super::wire_text::{self, Side};
use crate::app::{App, Command, Copied, Fold, Half, Tab, TokenRef};
use crate::cognito::Challenge;
use crate::explain;
use crate::flow::{Exchange, Performed, Step};
use crate::handoff::redact;
use crate::ui::theme::{CODE, SMALL, TEXT, TITLE, Tokens, face, icons, mono, semibold};
use crate::ui::widgets::{self, Button, Card, CopyButton, EmptyPlace, TabLook, Tone, links, tabs};

/// What the inspector needs beside the app.
pub(in crate::ui) struct Around<'a> {
    /// What was copied last.
    pub(in crate::ui) copied: &'a widgets::Copied,
    /// The inspector can be closed.
    pub(in crate::ui) is_drawer: bool,
}

/// Draws the inspector of the shown step.
pub(in crate::ui) fn show(app: &App, around: &Around<'_>, ui: &mut Ui, commands: &mut Vec<Command>) {
    let steps = app.steps();
    let at = app.shown_step().unwrap_or_default();
    let Some(step) = steps.get(at) else { return };
    Frame::new().inner_margin(Margin { left: 16, right: 16, top: 14, bottom: 12 }).show(ui, |ui| {
        head(step, at, around, (ui, commands));
        let names = Tab::ALL.map(|tab| widgets::Tab::new(tab.label()));
        let selected = Tab::ALL.iter().position(|tab| *tab == app.tab).unwrap_or_default();
        if let Some(tab) = tabs(ui, TabLook::Panel, &names, selected).and_then(|at| Tab::ALL.get(at)) {
            commands.push(Command::Inspect(*tab));
        }
        ui.add_space(8.0);
        ScrollArea::vertical().id_salt((at, app.tab)).auto_shrink(false).show(ui, |ui| match app.tab {
            Tab::Why => why(app, step, ui, commands),
            Tab::Request => wire(app, (step, at), Side::Request, (around, ui, commands)),
            Tab::Response => wire(app, (step, at), Side::Response, (around, ui, commands)),
            Tab::Tokens => tokens(app, around, ui, commands),
            Tab::Code => super::as_code::show(app, around, ui, commands),
        });
    });
}

fn head(step: &Step, at: usize, around: &Around<'_>, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let t = Tokens::of(ui);
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("Step {}", at + 1)).font(face(SMALL)).color(t.muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if around.is_drawer && ui.add(Button::icon_only(icons::X, "Close the inspector")).clicked() {
                commands.push(Command::Toggle(Fold::Inspector));
            }
            if step.request_id().is_some() {
                let copy = CopyButton::new(Copied::RequestId(at).label(), around.copied).label("Request ID");
                if ui.add(copy).clicked() {
                    commands.push(Command::Copy(Copied::RequestId(at)));
                }
            }
        });
    });
    ui.label(RichText::new(step.operation.name()).font(semibold(TITLE)));
    ui.add_space(4.0);
}

fn why(app: &App, step: &Step, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    let lesson = explain::why(step);
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.label(RichText::new(lesson.why).size(TEXT + 1.0));
    for (heading, words) in [("What it proves", lesson.proves), ("What comes next", lesson.next)] {
        ui.add_space(8.0);
        ui.label(RichText::new(heading).font(face(SMALL)).color(t.faint));
        ui.label(RichText::new(words).color(t.muted));
    }
    ui.add_space(8.0);
    commands.extend(terms(step, ui));
    ui.add_space(12.0);
    if let Some(question) = &step.question {
        asked(app, question, ui);
    }
}

/// The words that the lesson builds on, each with an entry to read.
fn terms(step: &Step, ui: &mut Ui) -> Option<Command> {
    ui.label(RichText::new("Terms").font(face(SMALL)).color(Tokens::of(ui).faint));
    links(ui, &explain::terms(step)).map(Command::Learn)
}

/// All that came along with Cognito's question, known to us or not.
fn asked(app: &App, question: &Challenge, ui: &mut Ui) {
    if question.is_ours() {
        return; // nothing came along
    }
    let t = Tokens::of(ui);
    let no_corner = |_: &mut Ui| {};
    Card::new(Tone::Plain).flat().show(ui, no_corner, |ui| {
        ui.label(RichText::new("Asked by Cognito").font(face(SMALL)).color(t.muted));
        for (key, value) in redact::params(&question.parameters, app.show) {
            parameter(ui, &key, &in_short(&value));
        }
        if !question.available.is_empty() {
            parameter(ui, "AvailableChallenges", &question.available.join(", "));
        }
        if let Some(session) = &question.session {
            parameter(ui, "Session", &in_short(&redact::secret(session, app.show)));
        }
    });
}

/// A long value by its beginning: the whole of it is in the answer, one tab further.
fn in_short(text: &str) -> String {
    const MOST: usize = 160;
    let count = text.chars().count();
    if count <= MOST {
        return text.to_owned();
    }
    let begins: String = text.chars().take(48).collect();
    format!("{begins}… {count} characters")
}

fn parameter(ui: &mut Ui, key: &str, value: &str) {
    let t = Tokens::of(ui);
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(key).font(mono(CODE)).color(t.text)));
    ui.add(Label::new(RichText::new(value).font(mono(CODE)).color(t.muted)).wrap());
}

fn wire(
    app: &App,
    (step, at): (&Step, usize),
    side: Side,
    (around, ui, commands): (&Around<'_>, &mut Ui, &mut Vec<Command>),
) {
    let (what, sentence) = match side {
        Side::Request => (Copied::Request(at), "What is sent stands here once the call was made."),
        Side::Response => (Copied::Response(at), "What comes back stands here once there is an answer."),
    };
    let there = |exchange: &Exchange| side == Side::Request || exchange.response.is_some();
    let is_there = |performed: &&Performed| performed.exchange.as_ref().is_some_and(there);
    let Some(performed) = step.performed.as_ref().filter(is_there) else {
        let _shown = EmptyPlace::new(icons::SERVER, sentence).show(ui);
        return;
    };
    ui.horizontal(|ui| {
        let (icon, label) =
            if app.is_revealed() { (icons::EYE_OFF, "Mask secrets") } else { (icons::EYE, "Show secrets") };
        if ui.add(Button::small(label).icon(icon)).clicked() {
            commands.push(Command::ToggleReveal);
        }
        if ui.add(CopyButton::new(what.label(), around.copied).label("Copy")).clicked() {
            commands.push(Command::Copy(what.clone()));
        }
    });
    let no_corner = |_: &mut Ui| {};
    Card::new(Tone::Plain).flat().show(ui, no_corner, |ui| {
        let text = wire_text::text(ui, (performed, at), (side, app.show));
        ui.add(Label::new(RichText::new(text.expose()).font(mono(CODE))).wrap().selectable(true));
    });
}

fn tokens(app: &App, around: &Around<'_>, ui: &mut Ui, commands: &mut Vec<Command>) {
    let at_hand: Vec<TokenRef> =
        TokenRef::OF_WALK.into_iter().filter(|which| app.tokens.opened(*which).is_some()).collect();
    let which =
        if at_hand.contains(&app.tokens.which) { Some(app.tokens.which) } else { at_hand.first().copied() };
    let Some((which, opened)) = which.and_then(|which| Some((which, app.tokens.opened(which)?))) else {
        let sentence = "The tokens of the walk are opened here once Cognito has given them";
        let _shown = EmptyPlace::new(icons::BRACES, sentence).show(ui);
        return;
    };
    ui.horizontal(|ui| {
        let names: Vec<_> = at_hand.iter().map(|which| widgets::Tab::new(which.label())).collect();
        let selected = at_hand.iter().position(|at| *at == which).unwrap_or_default();
        if let Some(chosen) = tabs(ui, TabLook::Pills, &names, selected).and_then(|at| at_hand.get(at)) {
            commands.push(Command::ShowToken(*chosen));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| checks::pill(app, which, ui));
    });
    ui.add_space(6.0);
    let rows = crate::jwt::claims::rows(opened, app.server_now(), &app.zone);
    if rows.is_empty() {
        sheet::closed(opened, ui);
    } else {
        let (half, copied) = (Half::Claims, around.copied);
        let table = Table { token: which, half, rows: &rows, filter: "", times: Times::Short, copied };
        table.show(ui, commands);
    }
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        for (what, label) in [(Copied::Token(which), "Token"), (Copied::Claims(which), "Payload")] {
            let can = app.may(&Command::Copy(what.clone())).is_ok();
            if can && ui.add(CopyButton::new(what.label(), around.copied).label(label)).clicked() {
                commands.push(Command::Copy(what));
            }
        }
        checks::verify_button(app, which, ui, commands);
        if ui.add(Button::small("Open in Tokens").icon(icons::BRACES)).clicked() {
            commands.push(Command::OpenToken(which));
        }
    });
}
