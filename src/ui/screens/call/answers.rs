//! What came of it: the tries side by side, what they tell together, and the answer to one of them.

use std::time::Duration;

use eframe::egui::{Id, RichText, Ui, vec2};

use super::answer;
use crate::app::{App, CallCommand, Command, Tried};
use crate::explain;
use crate::flow::{AuthKind, Failure, StepState};
use crate::ui::theme::{SMALL, TEXT, Tokens, face, icons, semibold};
use crate::ui::widgets::{Badge, Button, Card, EmptyPlace, Tone};
use crate::ui::window::Drafts;

/// Draws the answers.
pub(super) fn show(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    if app.call.is_held_back() {
        let words = "Waiting for fresh tokens; then the request is sent again…";
        ui.label(RichText::new(words).color(Tokens::of(ui).muted));
        return;
    }
    if app.call.steps().is_empty() {
        let sentence = "What the API answers stands here, and what to do about it when it says no.";
        let _shown = EmptyPlace::new(icons::SEND, sentence).show(ui);
        return;
    }
    earlier(app, ui);
    if let Some(verdict) = app.call.verdict() {
        ui.horizontal_wrapped(|ui| {
            ui.label(icons::LIGHTBULB.text(18.0).color(Tokens::of(ui).accent));
            ui.label(RichText::new(verdict).font(semibold(TEXT + 1.0)));
        });
    }
    if app.call.tries().len() > 1 || !app.call.left_out().is_empty() {
        beside(app, ui, commands);
    }
    waiting(app, ui);
    if app.call.shown().is_some() {
        answer::show(app, drafts, ui, commands);
    }
}

/// The request above was changed since: what stands here is not about it.
fn earlier(app: &App, ui: &mut Ui) {
    let tried = app.call.shown_try().filter(|_| !app.call.is_calling());
    if tried.is_some_and(|tried| app.is_of_another_request(&tried)) {
        let words = "This answers the request before your changes";
        ui.horizontal(|ui| {
            let muted = Tokens::of(ui).muted;
            ui.label(icons::INFO.text(14.0).color(muted));
            ui.label(RichText::new(words).color(muted));
        });
    }
}

/// Whom one waits for, and for how long.
fn waiting(app: &App, ui: &mut Ui) {
    let Some(since) = app.call.waiting_since() else { return };
    let waited = Duration::try_from(app.now.duration_since(since)).unwrap_or_default();
    let words = format!("Waiting for {}… {}", app.call.host().unwrap_or("the API"), explain::span(waited));
    ui.label(RichText::new(words).color(Tokens::of(ui).muted));
}

/// A small card for each way, as many beside each other as there is room for.
fn beside(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    const LEAST: f32 = 220.0;
    const GAP: f32 = 10.0;
    let made = app.call.tries();
    let cards = in_order(app, &made);
    let count = cards.len();
    let columns = if ui.available_width() >= LEAST * 4.0 + GAP * 3.0 { 4 } else { 2 };
    let columns = columns.min(count).max(1);
    let share = (1..columns).fold(ui.available_width(), |room, _| room - GAP);
    let width = (0..columns).map(|_| 1.0).sum::<f32>();
    let width = (share / width).floor();
    for (at, row) in cards.chunks(columns).enumerate() {
        // As high as the highest of them was in the frame before.
        let id = Id::unique(("tiles", at));
        let height = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or_default();
        let highest = ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = GAP;
            row.iter().fold(0.0_f32, |highest, tried| {
                let drawn = ui.allocate_ui(vec2(width, 0.0), |ui| {
                    ui.set_width(width);
                    ui.vertical(|ui| match *tried {
                        Ok((at, tried)) => tile(app, (tried, at, height), ui, commands),
                        Err(reason) => left_out(reason, height, ui),
                    })
                    .inner
                });
                highest.max(drawn.inner)
            })
        });
        if (highest.inner - height).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, highest.inner));
            ui.ctx().request_discard("tiles of one height");
        }
    }
}

/// A way that was tried, with its place among the tries; or one that was left out, and why.
type Way<'a> = Result<(usize, &'a Tried<'a>), (AuthKind, &'a str)>;

/// Every way where it always stands, tried or not.
fn in_order<'a>(app: &'a App, made: &'a [Tried<'a>]) -> Vec<Way<'a>> {
    let left_out = app.call.left_out().iter().map(|(kind, reason)| Err((*kind, &**reason)));
    let mut ways: Vec<Way<'_>> = made.iter().enumerate().map(Ok).chain(left_out).collect();
    let kind = |way: &Way<'_>| match way {
        Ok((_, tried)) => tried.auth,
        Err((kind, _)) => *kind,
    };
    ways.sort_by_key(|way| AuthKind::ALL.iter().position(|known| *known == kind(way)));
    ways
}

/// A card that is at least so high; what is in it alone tells how high it has to be.
fn as_high(tone: Tone, height: f32, ui: &mut Ui, draw: impl FnOnce(&mut Ui)) -> f32 {
    let no_corner = |_: &mut Ui| {};
    let drawn = Card::new(tone).flat().show(ui, no_corner, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        let top = ui.cursor().top();
        ui.expand_to_include_y(top + height);
        draw(ui);
        ui.cursor().top() - ui.spacing().item_spacing.y - top
    });
    drawn.inner
}

/// Gives back how high what is in it is.
fn tile(
    app: &App,
    (tried, at, height): (&Tried<'_>, usize, f32),
    ui: &mut Ui,
    commands: &mut Vec<Command>,
) -> f32 {
    let is_shown = app.call.shown() == Some(at);
    let tone = if is_shown { Tone::Accent } else { Tone::Plain };
    as_high(tone, height, ui, |ui| {
        ui.label(RichText::new(tried.auth.label()).font(semibold(TEXT)));
        let (tone, words) = how_it_went(app, tried);
        ui.add(Badge::new(tone, &words));
        ui.label(RichText::new(in_a_line(app, tried)).font(face(SMALL)).color(Tokens::of(ui).muted));
        let name = format!("Show the answer to {}", tried.auth.label());
        let button = Button::small(if is_shown { "Shown below" } else { "Show" }).hint(&name);
        if tried.step.performed.is_some() && ui.add(button).clicked() {
            commands.push(Command::Call(CallCommand::Show(at)));
        }
    })
}

/// What came of it in a few words: the verdict where it says no, else time and size.
fn in_a_line(app: &App, tried: &Tried<'_>) -> String {
    if let Some(advice) = app.call_advice(tried.step) {
        return advice.what;
    }
    let Some(performed) = &tried.step.performed else { return String::new() };
    let size = tried.body().map_or(0, <[u8]>::len);
    format!("{} · {}", explain::span(performed.took), bytes(size))
}

fn left_out((kind, reason): (AuthKind, &str), height: f32, ui: &mut Ui) -> f32 {
    as_high(Tone::Plain, height, ui, |ui| {
        ui.label(RichText::new(kind.label()).font(semibold(TEXT)));
        ui.add(Badge::new(Tone::Plain, "not tried"));
        ui.label(RichText::new(reason).font(face(SMALL)).color(Tokens::of(ui).muted));
    })
}

/// Tone and words for how a try stands; bright only while it is about the request above.
pub(super) fn how_it_went(app: &App, tried: &Tried<'_>) -> (Tone, String) {
    let (tone, words) = how_it_stands(tried);
    let is_earlier = !app.call.is_calling() && app.is_of_another_request(tried);
    (if is_earlier { Tone::Plain } else { tone }, words)
}

fn how_it_stands(tried: &Tried<'_>) -> (Tone, String) {
    let status = tried.step.http_status();
    match (tried.step.state, status) {
        (StepState::Ghost | StepState::Ready | StepState::Asking, _) => (Tone::Plain, "to come".to_owned()),
        (StepState::UnderWay { .. }, _) => (Tone::Accent, "under way".to_owned()),
        (StepState::Stopped, _) => (Tone::Plain, "stopped".to_owned()),
        (StepState::Done, Some(status @ 300..=399)) => (Tone::Warn, explain::answered(status)),
        (StepState::Done, Some(status)) => (Tone::Ok, explain::answered(status)),
        (StepState::Refused, Some(status)) => (Tone::Bad, explain::answered(status)),
        (StepState::Done | StepState::Refused | StepState::Failed, _) => match tried.step.failure() {
            Some(Failure::NotSent { .. }) => (Tone::Bad, "not sent".to_owned()),
            Some(_) | None => (Tone::Bad, "no answer".to_owned()),
        },
    }
}

/// `312 bytes`, `4.2 kB`.
pub(super) fn bytes(count: usize) -> String {
    match count {
        1 => "1 byte".to_owned(),
        0..1_000 => format!("{count} bytes"),
        1_000..1_000_000 => format!("{}.{} kB", count / 1_000, count % 1_000 / 100),
        _ => format!("{}.{} MB", count / 1_000_000, count % 1_000_000 / 100_000),
    }
}
