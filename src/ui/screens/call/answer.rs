//! The answer to one try: how it stands, what it means where it says no, and its sides.

use eframe::egui::{Label, RichText, Ui};

use super::answers::{bytes, how_it_went};
use super::{judged, picture, signed};
use crate::app::{AnswerId, AnswerPart, AnswerSide, App, CallCommand, Command, Copied, Tried};
use crate::explain;
use crate::flow::{Content, Cut, Exchange};
use crate::handoff::redact::{self, Show};
use crate::secret::Secret;
use crate::ui::screens::wire_text::{self, Side};
use crate::ui::theme::{CODE, SMALL, SMALL_HEIGHT, Tokens, face, icons, mono};
use crate::ui::widgets::{self, Badge, Button, Card, CopyButton, Field, TabLook, Tone, problem_line, tabs};
use crate::ui::window::Drafts;

/// Draws the shown answer.
pub(super) fn show(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    saving(app, ui, commands);
    let Some(tried) = &app.call.shown_try() else { return };
    if tried.step.performed.is_none() {
        return;
    }
    head(app, tried, &drafts.copied, (ui, commands));
    beyond(tried, ui);
    judged::show(app, tried, ui, commands);
    if tried.exchange().is_none() {
        return;
    }
    sides(app, tried, drafts, (ui, commands));
}

/// What a body is and how it is read, so that a frame need not make that again: masking a large one takes a while.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ui) struct ShownBody {
    of: (AnswerId, Show),
    content: Content,
    text: Secret,
}

impl ShownBody {
    fn new((of, content_type): ((AnswerId, Show), Option<&str>), body: &[u8]) -> Self {
        let content = Content::of(content_type, body);
        let text = match content {
            Content::Json | Content::Text => redact::body(&Secret::new(String::from_utf8_lossy(body)), of.1),
            Content::Nothing | Content::Picture | Content::Bytes => String::new(),
        };
        Self { of, content, text: text.into() }
    }

    const fn is_text(&self) -> bool {
        matches!(self.content, Content::Json | Content::Text)
    }
}

fn head(
    app: &App,
    tried: &Tried<'_>,
    copied: &widgets::Copied,
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let draw = |ui: &mut Ui| {
        let (tone, words) = how_it_went(app, tried);
        ui.add(Badge::new(tone, &words));
        if let Some((method, url)) = tried.request() {
            let url = redact::url(url, app.show);
            let words = format!("{method} {}", cut_in_the_middle(without_scheme(&url)));
            ui.label(RichText::new(words).font(mono(CODE)));
        }
        let mut facts = vec![tried.auth.label().to_owned()];
        if let Some(performed) = &tried.step.performed {
            facts.push(explain::span(performed.took));
        }
        facts.extend(tried.body().map(|body| bytes(body.len())));
        facts.extend(tried.step.request_id().map(|id| format!("request ID {id}")));
        ui.label(RichText::new(facts.join(" · ")).font(face(SMALL)).color(Tokens::of(ui).muted));
        let at = app.walk_steps().len() + app.call.shown().unwrap_or_default();
        let what = Copied::RequestId(at);
        if tried.step.request_id().is_some() && ui.add(CopyButton::new(what.label(), copied)).clicked() {
            commands.push(Command::Copy(what));
        }
    };
    ui.scope(|ui| {
        // A row is as high as its first piece, unless it is told: the button at its end is higher.
        ui.spacing_mut().interact_size.y = SMALL_HEIGHT;
        ui.horizontal_wrapped(draw);
    });
}

/// The scheme tells nothing that the address above does not.
fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, rest)| rest)
}

/// Both ends of an address tell it apart.
fn cut_in_the_middle(text: &str) -> String {
    const MOST: usize = 72;
    let count = text.chars().count();
    if count <= MOST {
        return text.to_owned();
    }
    let end = text.chars().skip(count - MOST / 2);
    text.chars().take(MOST / 2 - 1).chain(['…']).chain(end).collect()
}

/// What the answer leaves open: another address, or the rest of it.
fn beyond(tried: &Tried<'_>, ui: &mut Ui) {
    let response = tried.exchange().and_then(|exchange| exchange.response.as_ref());
    let location = response.and_then(|response| response.header("location"));
    if let Some(location) =
        location.filter(|_| tried.step.http_status().is_some_and(|status| (300..400).contains(&status)))
    {
        let place = redact::url(location, Show::Masked);
        let words = format!(
            "It points to {place}. That was not followed: keys and tokens go to the address you typed and to no other."
        );
        told(ui, &words);
    }
    match tried.cut() {
        Some(Cut::Size { cap }) => {
            told(ui, &format!("There is more: only the first {} were read", bytes(cap)));
        }
        Some(Cut::Time) => told(ui, "The answer went on for so long that the rest was not waited for"),
        None => {}
    }
}

pub(super) fn told(ui: &mut Ui, words: &str) {
    ui.horizontal_wrapped(|ui| {
        ui.label(icons::TRIANGLE_ALERT.text(14.0).color(Tokens::of(ui).warn));
        ui.label(RichText::new(words).color(Tokens::of(ui).warn));
    });
}

fn sides(app: &App, tried: &Tried<'_>, drafts: &mut Drafts, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let parts = tried.signed();
    let sides: Vec<AnswerSide> =
        AnswerSide::ALL.into_iter().filter(|side| *side != AnswerSide::Signed || parts.is_some()).collect();
    let names: Vec<_> = sides.iter().map(|side| widgets::Tab::new(side.label())).collect();
    let selected = sides.iter().position(|side| *side == app.call.side).unwrap_or_default();
    let side = sides.get(selected).copied().unwrap_or_default();
    if let Some(side) = tabs(ui, TabLook::Panel, &names, selected).and_then(|at| sides.get(at)) {
        commands.push(Command::Call(CallCommand::Look(*side)));
    }
    look_at_body(app, tried, drafts);
    let is_text = side != AnswerSide::Body || drafts.call_body_shown.as_ref().is_some_and(ShownBody::is_text);
    acts(app, (side, is_text), &drafts.copied, (ui, commands));
    let Some(exchange) = tried.exchange() else { return };
    match (side, &parts) {
        (AnswerSide::Body, _) => body(app, tried, drafts, ui),
        (AnswerSide::Headers, _) => headers(app, exchange, ui),
        (AnswerSide::Request, _) | (AnswerSide::Signed, None) => request(app, tried, ui),
        (AnswerSide::Signed, Some(parts)) => signed::show(app, (parts, &drafts.copied), (ui, commands)),
    }
}

/// What can be done with this side of the answer.
fn acts(
    app: &App,
    (side, is_text): (AnswerSide, bool),
    copied: &widgets::Copied,
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    ui.horizontal(|ui| {
        let (icon, label) =
            if app.is_revealed() { (icons::EYE_OFF, "Mask secrets") } else { (icons::EYE, "Show secrets") };
        if is_text && ui.add(Button::small(label).icon(icon)).clicked() {
            commands.push(Command::ToggleReveal);
        }
        let at = app.walk_steps().len() + app.call.shown().unwrap_or_default();
        let what = match side {
            AnswerSide::Body => Some(Copied::Answer(AnswerPart::Body)),
            AnswerSide::Request => Some(Copied::Request(at)),
            AnswerSide::Headers | AnswerSide::Signed => None,
        };
        if let Some(what) = what.filter(|what| app.may(&Command::Copy(what.clone())).is_ok())
            && ui.add(CopyButton::new(what.label(), copied).label("Copy")).clicked()
        {
            commands.push(Command::Copy(what));
        }
        let save = Command::Call(CallCommand::AskSave);
        if side == AnswerSide::Body
            && app.may(&save).is_ok()
            && ui.add(Button::small("Save…").icon(icons::DOWNLOAD)).clicked()
        {
            commands.push(save);
        }
    });
}

/// Finds out what the body is, once for each answer.
fn look_at_body(app: &App, tried: &Tried<'_>, drafts: &mut Drafts) {
    let Some(answer) = tried.id() else { return };
    let of = (answer, app.show);
    if drafts.call_body_shown.as_ref().is_none_or(|shown| shown.of != of) {
        let body = tried.body().unwrap_or_default();
        drafts.call_body_shown = Some(ShownBody::new((of, content_type(tried)), body));
    }
}

fn content_type<'a>(tried: &Tried<'a>) -> Option<&'a str> {
    tried.exchange()?.response.as_ref()?.header("content-type")
}

fn body(app: &App, tried: &Tried<'_>, drafts: &mut Drafts, ui: &mut Ui) {
    let Drafts { call_body_shown: Some(shown), call_picture, .. } = drafts else { return };
    let count = tried.body().map_or(0, <[u8]>::len);
    match shown.content {
        Content::Nothing if tried.body().is_none() => quiet(ui, "No answer came"),
        Content::Nothing => quiet(ui, "The answer has no body"),
        Content::Json | Content::Text => code(ui, shown.text.expose()),
        Content::Picture => picture::show(app, (shown.of.0, count), call_picture, ui),
        Content::Bytes => {
            let kind = content_type(tried).unwrap_or("no content type");
            quiet(ui, &format!("{} that are no text ({kind}): save them to look at them", bytes(count)));
        }
    }
}

fn request(app: &App, tried: &Tried<'_>, ui: &mut Ui) {
    let at = app.walk_steps().len() + app.call.shown().unwrap_or_default();
    if let Some(performed) = &tried.step.performed {
        let text = wire_text::text(ui, (performed, at), (Side::Request, app.show));
        code(ui, text.expose());
    }
}

pub(super) fn quiet(ui: &mut Ui, words: &str) {
    ui.label(RichText::new(words).color(Tokens::of(ui).muted));
}

fn headers(app: &App, exchange: &Exchange, ui: &mut Ui) {
    let Some(response) = &exchange.response else { return quiet(ui, "No answer came") };
    let lines: Vec<String> = redact::headers(&response.headers, app.show)
        .into_iter()
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    code(ui, &lines.join("\n"));
}

pub(super) fn code(ui: &mut Ui, text: &str) {
    Card::new(Tone::Plain).flat().show(
        ui,
        |_| {},
        |ui| {
            ui.add(Label::new(RichText::new(text).font(mono(CODE))).wrap().selectable(true));
        },
    );
}

/// Asks where the answer is to be saved.
fn saving(app: &mut App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let is_cut = app.call.shown_try().is_some_and(|tried| tried.is_cut());
    let Some(path) = &mut app.call.save_to else { return };
    let mut closes = false;
    let title = if is_cut { "Save the beginning of the answer" } else { "Save the answer" };
    Card::new(Tone::Accent).title(title).icon(icons::DOWNLOAD).show(
        ui,
        |_| {},
        |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            if is_cut {
                told(ui, "The answer was cut: the file will hold its beginning alone");
            }
            Field::new("File to save it in").mono().show(ui, path);
            if path.trim().is_empty() {
                problem_line(ui, "Needed: a file");
            }
            ui.horizontal(|ui| {
                if ui.add(Button::primary("Save").icon(icons::SAVE)).clicked() && !path.trim().is_empty() {
                    let path = std::path::PathBuf::from(path.trim());
                    commands.push(Command::Call(CallCommand::Save { path, replaces: false }));
                }
                closes = ui.add(Button::plain("Do not save")).clicked();
            });
        },
    );
    if closes {
        app.call.save_to = None;
    }
}
