//! The Tokens place: any JWT, pasted or from the walk, opened claim by claim.

use eframe::egui::{Align, CentralPanel, Frame, Layout, RichText, ScrollArea, Ui, vec2};

use super::claims::{self, Times};
use super::inspector::not_verified;
use crate::app::{App, Command, Copied, TokenRef};
use crate::jwt::{Kind, Opened, Shape};
use crate::ui::theme::{CODE, SMALL, TITLE, Tokens, face, icons, mono, semibold};
use crate::ui::widgets::{
    self, Button, Card, CopyButton, EmptyPlace, Field, SecretField, TabLook, Tone, tabs,
};
use crate::ui::window::Drafts;

/// Draws the place.
pub(in crate::ui) fn show(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    CentralPanel::default().frame(Frame::new().fill(t.bg)).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            let width = (ui.available_width() - 48.0).min(WIDEST);
            let beside = ((ui.available_width() - width) / 2.0).floor();
            ui.horizontal_top(|ui| {
                ui.add_space(beside);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add_space(16.0);
                    ui.spacing_mut().item_spacing.y = 10.0;
                    place(app, drafts, ui, commands);
                    ui.add_space(16.0);
                });
            });
        });
    });
}

/// Wider than this, a value would be too far from its meaning.
const WIDEST: f32 = 1120.0;

fn place(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    paste(app, drafts, ui, commands);
    sources(app, ui, commands);
    match app.tokens.opened(app.tokens.which) {
        Some(_) => token(app, drafts, ui, commands),
        None => nothing(app, ui, commands),
    }
}

fn paste(app: &App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    let field = SecretField::new("Paste a token").hint("eyJ…, with or without “Bearer”").rows(3);
    if field.show(ui, &mut drafts.pasted).changed() {
        commands.push(Command::OpenPasted(drafts.pasted.secret()));
    }
    if !drafts.pasted.is_empty() && ui.add(Button::small("Clear").icon(icons::X)).clicked() {
        drafts.pasted.wipe();
        commands.push(Command::OpenPasted(drafts.pasted.secret()));
        if app.tokens.opened(TokenRef::Id).is_some() {
            commands.push(Command::ShowToken(TokenRef::Id));
        }
    }
}

fn sources(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let all = [TokenRef::Id, TokenRef::Access, TokenRef::Refresh, TokenRef::Pasted];
    let at_hand: Vec<TokenRef> =
        all.into_iter().filter(|which| app.tokens.opened(*which).is_some()).collect();
    if at_hand.is_empty() {
        return;
    }
    let names: Vec<_> = at_hand.iter().map(|which| widgets::Tab::new(which.label())).collect();
    let selected = at_hand.iter().position(|which| *which == app.tokens.which).unwrap_or(usize::MAX);
    if let Some(chosen) = tabs(ui, TabLook::Pills, &names, selected).and_then(|at| at_hand.get(at)) {
        commands.push(Command::ShowToken(*chosen));
    }
}

fn nothing(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let sentence = "Tokens of a walk, or one that you paste above, are opened here claim by claim.";
    let run = Button::primary("Run").icon(icons::PLAY).shortcut("F5").unless(app.may(&Command::Run).err());
    if EmptyPlace::new(icons::BRACES, sentence).button(run).show(ui).is_some_and(|button| button.clicked()) {
        commands.push(Command::Run);
    }
}

fn token(app: &mut App, drafts: &Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    let which = app.tokens.which;
    let rows = {
        let Some(opened) = app.tokens.opened(which) else { return };
        title(app, opened, &drafts.copied, (ui, commands));
        problems(opened, ui);
        if opened.claims().is_none() {
            closed(opened, ui);
        }
        header(opened, ui);
        crate::jwt::claims::rows(opened, app.server_now(), &app.zone)
    };
    if rows.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ui.allocate_ui(vec2(320.0, 0.0), |ui| {
        Field::new("Filter claims").hint("name, value or meaning").show(ui, &mut app.tokens.filter)
    });
    let wanted = app.tokens.filter.trim().to_lowercase();
    let kept: Vec<usize> =
        (0..rows.len()).filter(|at| rows.get(*at).is_some_and(|row| matches(row, &wanted))).collect();
    let shown: Vec<_> = kept.iter().filter_map(|at| rows.get(*at).cloned()).collect();
    if shown.is_empty() {
        ui.label(RichText::new("No claim has these words").color(Tokens::of(ui).muted));
    }
    if let Some(at) = claims::table(ui, &shown, Times::Full, &drafts.copied).and_then(|at| kept.get(at)) {
        commands.push(Command::Copy(Copied::Claim(which, *at)));
    }
}

fn matches(row: &crate::jwt::claims::ClaimRow, wanted: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(wanted);
    has(&row.name)
        || has(&row.value)
        || has(row.meaning())
        || row.nested.iter().any(|row| matches(row, wanted))
}

fn title(app: &App, opened: &Opened, copied: &widgets::Copied, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let which = app.tokens.which;
    ui.horizontal(|ui| {
        ui.label(RichText::new(opened.kind.label()).font(semibold(TITLE)));
        if opened.kind != Kind::Opaque {
            not_verified(ui);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (what, label) in [(Copied::Claims(which), "Claims"), (Copied::Token(which), "Token")] {
                let can = app.may(&Command::Copy(what.clone())).is_ok();
                if can && ui.add(CopyButton::new(what.label(), copied).label(label)).clicked() {
                    commands.push(Command::Copy(what));
                }
            }
        });
    });
}

fn problems(opened: &Opened, ui: &mut Ui) {
    for problem in &opened.problems {
        let tone = if problem.is_note() { Tone::Plain } else { Tone::Warn };
        let t = Tokens::of(ui);
        ui.horizontal(|ui| {
            ui.label(tone.icon().text(14.0).color(tone.ink(t)));
            ui.label(RichText::new(problem.to_string()).font(face(SMALL)).color(t.muted));
        });
    }
}

fn header(opened: &Opened, ui: &mut Ui) {
    let rows = crate::jwt::claims::header_rows(opened);
    if rows.is_empty() {
        return;
    }
    let t = Tokens::of(ui);
    ui.label(RichText::new("Header").font(semibold(SMALL)).color(t.muted));
    ui.horizontal_wrapped(|ui| {
        for row in rows {
            let text = RichText::new(format!("{} {}", row.name, row.value)).font(mono(CODE));
            ui.label(text).on_hover_text(row.meaning());
            ui.add_space(8.0);
        }
    });
}

/// What can be said of a token that cannot be read.
pub(super) fn closed(opened: &Opened, ui: &mut Ui) {
    let words = match &opened.shape {
        Shape::Encrypted(parts) => format!(
            "This token is encrypted: only who has the key can read it, and Poolwalk does not pretend to. \
             Its parts are {} (key), {} (initialization vector), {} (ciphertext) and {} (tag) characters long.",
            parts.key_chars, parts.vector_chars, parts.content_chars, parts.tag_chars
        ),
        Shape::Signed(_) => "The claims of this token cannot be read.".to_owned(),
        Shape::Opaque => "This is not a token that can be opened.".to_owned(),
    };
    let no_corner = |_: &mut Ui| {};
    Card::new(Tone::Plain).flat().show(ui, no_corner, |ui| ui.label(words));
}
