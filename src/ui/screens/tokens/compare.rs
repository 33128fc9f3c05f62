//! Two tokens compared, claim by claim; and what a refresh has changed, in place.

use eframe::egui::{Align, Color32, Label, Layout, RichText, Ui, vec2};

use crate::app::{App, Command, Side, TokenCommand, TokenRef};
use crate::jwt::{Change, Comparison, Difference, Pair, Part};
use crate::ui::theme::{CODE, Icon, SMALL, Tokens, face, icons, mono};
use crate::ui::widgets::{Button, Card, Choice, Combo, Tone};

/// More differences than a person reads; what is beyond is counted.
const MOST: usize = 200;
/// Longer values are cut, in letters.
const LONGEST: usize = 600;

/// Draws the choice of the two and what they have in common and not.
pub(super) fn show(app: &mut App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let Some(pair) = app.tokens.compared() else { return };
    let at_hand = app.tokens.at_hand();
    let called: Vec<String> = at_hand.iter().map(|which| called(app, *which)).collect();
    let choices: Vec<_> =
        at_hand.iter().zip(&called).map(|(which, detail)| Choice { label: which.label(), detail }).collect();
    ui.horizontal_top(|ui| {
        for (side, label, which) in [(Side::First, "Compare", pair[0]), (Side::Second, "With", pair[1])] {
            ui.allocate_ui(vec2(260.0, 0.0), |ui| {
                ui.set_width(260.0);
                let chosen = at_hand.iter().position(|at| *at == which);
                if let Some(made) =
                    Combo::new(label).show(ui, &choices, chosen).and_then(|at| at_hand.get(at))
                {
                    commands.push(Command::Tokens(TokenCommand::Compare(side, *made)));
                }
            });
        }
    });
    let Some(comparison) = app.tokens.comparison(pair) else { return };
    let [first, second] = pair;
    let what = if first.became(second) {
        Pair::Versions
    } else {
        Pair::Others(pair.map(TokenRef::name_beside_another))
    };
    ui.add(Label::new(RichText::new(comparison.in_short(what)).color(Tokens::of(ui).muted)).wrap());
    table((&comparison, what), pair.map(TokenRef::label), ui);
}

/// Whose token it is, to tell two of a kind apart.
fn called(app: &App, which: TokenRef) -> String {
    let Some(opened) = app.tokens.opened(which) else { return String::new() };
    let user = ["cognito:username", "username", "email", "sub"]
        .into_iter()
        .find_map(|name| opened.claims()?.text(name));
    match user {
        Some(user) => format!("{}, {user}", opened.kind.label()),
        None => opened.kind.label().to_owned(),
    }
}

/// What the last refresh changed in this token.
pub(super) fn after_refresh(app: &App, which: TokenRef, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let Some(comparison) = app.tokens.changes(which) else { return };
    let title = format!("Refreshed: {}", comparison.in_short(Pair::Versions));
    let corner = |ui: &mut Ui| ui.add(Button::icon_only(icons::X, "Hide what the refresh changed")).clicked();
    let mut hides = false;
    let card = Card::new(Tone::Ok).title(&title).icon(icons::REFRESH_CW).flat();
    card.show(
        ui,
        |ui| hides = corner(ui),
        |ui| table((&comparison, Pair::Versions), ["Before", "After"], ui),
    );
    if hides {
        commands.push(Command::Tokens(TokenCommand::HideChanges));
    }
}

fn table((comparison, pair): (&Comparison, Pair<'_>), headings: [&str; 2], ui: &mut Ui) {
    if comparison.differences.is_empty() {
        ui.label(RichText::new("Nothing differs").color(Tokens::of(ui).muted));
        return;
    }
    ui.spacing_mut().item_spacing.y = 8.0;
    let columns = Columns::of(ui.available_width());
    let [first, second] = headings;
    ui.spacing_mut().interact_size.y = 0.0;
    if !columns.stacked {
        ui.horizontal_top(|ui| {
            let t = Tokens::of(ui);
            for (width, words) in [(columns.name, "Claim"), (columns.value, first), (columns.value, second)] {
                cell(ui, width, RichText::new(words).font(face(SMALL)).color(t.faint));
            }
        });
    }
    for difference in comparison.differences.iter().take(MOST) {
        let t = Tokens::of(ui);
        let top = ui.cursor().top() - 4.0;
        ui.painter().hline(ui.max_rect().x_range(), ui.painter().round_to_pixel_center(top), (1.0, t.line));
        row((difference, pair), &columns, headings, ui);
    }
    let beyond = comparison.differences.len().saturating_sub(MOST);
    if beyond > 0 {
        ui.label(RichText::new(format!("and {beyond} more")).color(Tokens::of(ui).muted));
    }
}

struct Columns {
    name: f32,
    value: f32,
    stacked: bool,
}

impl Columns {
    fn of(width: f32) -> Self {
        let name = (width * 0.28).clamp(150.0, 260.0);
        let value = (width - name - 24.0) / 2.0;
        Self { name, value, stacked: value < 150.0 }
    }
}

/// No color of a status: that a claim is in one token alone is neither good nor bad. Only of one token before and
/// after something came, went or became something else.
const fn look(change: &Change, pair: Pair<'_>, t: &Tokens) -> (Icon, Color32) {
    match (change, pair) {
        (Change::Added(_), Pair::Versions) => (icons::PLUS, t.accent),
        (Change::Removed(_), Pair::Versions) => (icons::MINUS, t.muted),
        (Change::Changed(..), Pair::Versions) | (Change::Added(_), Pair::Others(_)) => {
            (icons::ARROW_RIGHT, t.accent)
        }
        (Change::Removed(_), Pair::Others(_)) => (icons::ARROW_LEFT, t.accent),
        (Change::Changed(..), Pair::Others(_)) => (icons::CODE, t.accent),
    }
}

fn row((difference, pair): (&Difference, Pair<'_>), columns: &Columns, headings: [&str; 2], ui: &mut Ui) {
    let sides = difference.change.sides();
    if columns.stacked {
        let width = ui.available_width();
        named((difference, pair), width, ui);
        for (heading, side) in headings.into_iter().zip(sides) {
            let Some(side) = side else { continue };
            ui.horizontal_top(|ui| {
                let t = Tokens::of(ui);
                ui.add_space(22.0);
                cell(ui, 56.0, RichText::new(heading).font(face(SMALL)).color(t.faint));
                ui.add(Label::new(RichText::new(cut(side)).font(mono(CODE)).color(t.text)).wrap());
            });
        }
        return;
    }
    ui.horizontal_top(|ui| {
        named((difference, pair), columns.name, ui);
        for side in sides {
            let t = Tokens::of(ui);
            let (words, ink) = side.map_or(("not there".to_owned(), t.faint), |side| (cut(side), t.text));
            cell(ui, columns.value, RichText::new(words).font(mono(CODE)).color(ink));
        }
    });
}

/// Icon, path and word, and under them what the values have to do with each other.
fn named((difference, pair): (&Difference, Pair<'_>), width: f32, ui: &mut Ui) {
    ui.allocate_ui_with_layout(vec2(width, 18.0), Layout::top_down(Align::Min), |ui| {
        let t = Tokens::of(ui);
        let (icon, ink) = look(&difference.change, pair, t);
        let told = difference.change.told(pair);
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            ui.label(icon.text(14.0).color(ink));
            let path = match difference.part {
                Part::Header => format!("header {}", difference.path),
                Part::Claims
                | Part::Signature
                | Part::EncryptedKey
                | Part::InitVector
                | Part::Ciphertext
                | Part::Tag => difference.path.clone(),
            };
            let said = format!("{path} {told}");
            let label = Label::new(RichText::new(path).font(mono(CODE)).color(t.muted)).truncate();
            ui.add(label).accessible_name(said);
        });
        let note = match &difference.note {
            Some(note) => format!("{told}, {note}"),
            None => told,
        };
        ui.horizontal(|ui| {
            ui.add_space(22.0);
            ui.add(Label::new(RichText::new(note).font(face(SMALL)).color(ink)).wrap());
        });
    });
}

fn cell(ui: &mut Ui, width: f32, text: RichText) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.add(Label::new(text).wrap());
    });
}

/// Both ends of a long value tell it apart.
fn cut(value: &str) -> String {
    let letters = value.chars().count();
    if letters <= LONGEST {
        return value.to_owned();
    }
    let half = LONGEST / 2;
    value.chars().take(half).chain(['…']).chain(value.chars().skip(letters - half)).collect()
}
