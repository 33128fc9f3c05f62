//! The Tokens place: any JWT, pasted, dropped or from the walk, opened claim by claim; the walk's side by side; two
//! compared.

use eframe::egui::{Align, CentralPanel, Frame, Layout, RichText, ScrollArea, Ui, vec2};

use super::claims::Times;
use crate::app::{App, Command, TokenCommand, TokenRef, TokensView, is_key_set};
use crate::ui::theme::{SMALL, SMALL_HEIGHT, Tokens, face, icons};
use crate::ui::widgets::{self, Button, EmptyPlace, Field, SecretField, TabLook, tabs};
use crate::ui::window::Drafts;

pub(super) mod checks;
mod compare;
pub(super) mod sheet;

/// Draws the place.
pub(in crate::ui) fn show(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    CentralPanel::default().frame(Frame::new().fill(t.bg)).show(ui, |ui| {
        let room = ui.available_width() - 48.0;
        let view = view(app, room);
        let widest = if view == TokensView::Beside { WIDEST_BESIDE } else { WIDEST };
        let salt = (view, if view == TokensView::One { Some(app.tokens.which) } else { None });
        ScrollArea::vertical().id_salt(salt).auto_shrink(false).show(ui, |ui| {
            let width = room.min(widest);
            let beside = ((ui.available_width() - width) / 2.0).floor();
            ui.horizontal_top(|ui| {
                ui.add_space(beside);
                ui.vertical(|ui| {
                    ui.set_width(width);
                    ui.add_space(16.0);
                    ui.spacing_mut().item_spacing.y = 10.0;
                    place(app, drafts, view, (ui, commands));
                    ui.add_space(24.0);
                });
            });
        });
    });
}

/// Wider than this, a value would be too far from its meaning.
const WIDEST: f32 = 1120.0;
/// The same for three columns.
const WIDEST_BESIDE: f32 = 1800.0;
/// With this much room the walk's tokens are shown side by side unless somebody chose otherwise.
const ROOM_FOR_ALL: f32 = 1400.0;
/// With less, they are shown one under another.
const ROOM_FOR_COLUMNS: f32 = 1000.0;

fn view(app: &App, room: f32) -> TokensView {
    let is_of_walk = TokenRef::OF_WALK.contains(&app.tokens.which);
    let beside =
        TokenRef::OF_WALK.into_iter().filter(|which| app.tokens.opened(*which).is_some()).count() > 1;
    match app.tokens.view {
        Some(TokensView::Beside) if !beside => TokensView::One,
        Some(TokensView::Compare) if app.tokens.compared().is_none() => TokensView::One,
        Some(view) => view,
        None if beside && is_of_walk && room >= ROOM_FOR_ALL => TokensView::Beside,
        None => TokensView::One,
    }
}

fn place(app: &mut App, drafts: &mut Drafts, view: TokensView, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    paste(app, drafts, ui, commands);
    given_keys(app, ui, commands);
    sources(app, view, ui, commands);
    match view {
        TokensView::Compare => compare::show(app, ui, commands),
        TokensView::Beside => {
            filter(app, ui);
            beside(app, drafts, ui, commands);
        }
        TokensView::One if app.tokens.opened(app.tokens.which).is_some() => {
            filter(app, ui);
            let which = app.tokens.which;
            sheet::show(app, drafts, which, (Times::Full, ui, commands));
        }
        TokensView::One => nothing(app, ui, commands),
    }
}

fn paste(app: &App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    let hint = "eyJ…, with or without “Bearer”, or a key set (JWKS). A file can be dropped here too";
    let field = SecretField::new("Paste a token").hint(hint).rows(2);
    if field.show(ui, &mut drafts.pasted).changed() {
        let text = drafts.pasted.secret();
        if is_key_set(&text) {
            drafts.pasted.wipe();
            commands.push(Command::Tokens(TokenCommand::UseKeySet(text)));
        } else {
            commands.push(Command::OpenPasted(text));
        }
    }
    let is_there = !drafts.pasted.is_empty() || app.tokens.opened(TokenRef::Pasted).is_some();
    if is_there && ui.add(Button::small("Clear").icon(icons::X)).clicked() {
        drafts.pasted.wipe();
        commands.push(Command::Tokens(TokenCommand::Forget(TokenRef::Pasted)));
    }
}

/// While a key set that was given is used, that is said whatever is shown.
fn given_keys(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let Some(keys) = app.given_keys() else { return };
    let size = vec2(ui.available_width(), SMALL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        let t = Tokens::of(ui);
        ui.spacing_mut().interact_size.y = SMALL_HEIGHT;
        ui.label(icons::KEY_ROUND.text(14.0).color(t.muted));
        ui.label(
            RichText::new(format!("Keys: given by you ({})", keys.counted())).font(face(SMALL)).color(t.text),
        );
        let fetch = Button::small("Fetch the keys instead").icon(icons::DOWNLOAD);
        if ui.add(fetch.hint("Lets go of the key set that you gave")).clicked() {
            commands.push(Command::Tokens(TokenCommand::UseFetchedKeys));
        }
    });
}

/// The tokens at hand, and at the end the two ways to see several at once.
fn sources(app: &App, view: TokensView, ui: &mut Ui, commands: &mut Vec<Command>) {
    let before = [TokenRef::IdBefore, TokenRef::AccessBefore];
    let at_hand: Vec<TokenRef> =
        app.tokens.at_hand().into_iter().filter(|which| !before.contains(which)).collect();
    if at_hand.is_empty() {
        return;
    }
    let size = vec2(ui.available_width(), SMALL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        ui.spacing_mut().interact_size.y = SMALL_HEIGHT;
        let names: Vec<_> = at_hand.iter().map(|which| widgets::Tab::new(which.label())).collect();
        let selected = at_hand.iter().position(|which| *which == app.tokens.which);
        let selected = selected.filter(|_| view == TokensView::One).unwrap_or(usize::MAX);
        if let Some(chosen) = tabs(ui, TabLook::Pills, &names, selected).and_then(|at| at_hand.get(at)) {
            commands.push(Command::ShowToken(*chosen));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let views: Vec<_> = [(TokensView::Compare, "Compare"), (TokensView::Beside, "Side by side")]
                .into_iter()
                .filter(|(view, _)| app.may(&Command::Tokens(TokenCommand::View(*view))).is_ok())
                .collect();
            let names: Vec<_> = views.iter().map(|(_, label)| widgets::Tab::new(label)).collect();
            let selected = views.iter().position(|(known, _)| *known == view).unwrap_or(usize::MAX);
            if let Some((chosen, _)) = tabs(ui, TabLook::Pills, &names, selected).and_then(|at| views.get(at))
            {
                commands.push(Command::Tokens(TokenCommand::View(*chosen)));
            }
        });
    });
}

fn nothing(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let sentence = "Tokens of a walk, or one that you paste above, are opened here claim by claim";
    let run = Button::primary("Run").icon(icons::PLAY).shortcut("F5").unless(app.may(&Command::Run).err());
    if EmptyPlace::new(icons::BRACES, sentence).button(run).show(ui).is_some_and(|button| button.clicked()) {
        commands.push(Command::Run);
    }
}

fn filter(app: &mut App, ui: &mut Ui) {
    ui.allocate_ui(vec2(320.0, 0.0), |ui| {
        Field::new("Filter claims").hint("name, value or meaning").show(ui, &mut app.tokens.filter)
    });
}

/// The walk's tokens in columns, or one under another where there is no room for columns. The one that cannot be
/// read has little to show, and needs less.
fn beside(app: &mut App, drafts: &Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    const GAP: f32 = 28.0;
    let there: Vec<_> =
        TokenRef::OF_WALK.into_iter().filter(|which| app.tokens.opened(*which).is_some()).collect();
    if ui.available_width() < ROOM_FOR_COLUMNS {
        for which in there {
            sheet::show(app, drafts, which, (Times::Full, ui, commands));
            ui.add_space(16.0);
        }
        return;
    }
    let weight = |which: &TokenRef| {
        let reads = app.tokens.opened(*which).is_some_and(|opened| opened.claims().is_some());
        if reads { 2.0 } else { 1.0 }
    };
    let weights: Vec<f32> = there.iter().map(weight).collect();
    let gaps = weights.iter().skip(1).fold(0.0, |sum, _| sum + GAP);
    let share = (ui.available_width() - gaps) / weights.iter().sum::<f32>();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = GAP;
        for (which, weight) in there.iter().zip(weights) {
            ui.vertical(|ui| {
                ui.set_width(share * weight);
                ui.spacing_mut().item_spacing.x = 8.0;
                sheet::show(app, drafts, *which, (Times::Short, ui, commands));
            });
        }
    });
}
