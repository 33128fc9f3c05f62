//! A half of a token as rows of the claims table, nested values beneath the claim they belong to, and what is known
//! of the claim that is unfolded.

use std::borrow::Cow;

use eframe::egui::{Frame, Label, Margin, RichText, Ui};

use crate::app::{ClaimRef, Command, Copied, Half, TokenCommand, TokenRef};
use crate::jwt::When;
use crate::jwt::claims::ClaimRow;
use crate::ui::theme::{CODE, CONTROL_RADIUS, SMALL, Tokens, face, mono};
use crate::ui::widgets::{self, ClaimAction, Claims, Tone};

/// How much of a time is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    /// The clock and how far away: where there is little room.
    Short,
    /// With date and zone, and in UTC.
    Full,
}

/// Deeper than this, a nested value is shown as JSON by the row above it.
const DEEPEST: u8 = 8;

/// The rows of one half of a token.
pub(super) struct Table<'a> {
    pub(super) token: TokenRef,
    pub(super) half: Half,
    pub(super) rows: &'a [ClaimRow],
    /// Only claims with these words, in lower case.
    pub(super) filter: &'a str,
    pub(super) times: Times,
    pub(super) copied: &'a widgets::Copied,
}

impl Table<'_> {
    /// Draws rows that copy. False when the filter has left none.
    pub(super) fn show(&self, ui: &mut Ui, commands: &mut Vec<Command>) -> bool {
        let lines = self.lines();
        let rows: Vec<_> = lines.iter().map(Line::row).collect();
        let pressed = Claims::new(&rows, self.copied).show(ui, |_| {});
        self.act(&lines, pressed, commands);
        !lines.is_empty()
    }

    /// Draws rows that copy and unfold. False when the filter has left none.
    pub(super) fn unfolding(
        &self,
        ui: &mut Ui,
        about: Option<&ClaimRef>,
        commands: &mut Vec<Command>,
    ) -> bool {
        let lines = self.lines();
        let rows: Vec<_> = lines.iter().map(Line::row).collect();
        let about = about.filter(|about| about.token == self.token && about.half == self.half);
        let unfolded = about.and_then(|about| lines.iter().position(|line| line.path == about.path));
        let row = unfolded.and_then(|at| self.rows.get(*lines.get(at)?.path.first()?));
        let pressed = Claims::new(&rows, self.copied).unfolding(unfolded).show(ui, |ui| {
            if let Some(row) = row {
                detail(ui, row);
            }
        });
        self.act(&lines, pressed, commands);
        !lines.is_empty()
    }

    fn lines(&self) -> Vec<Line<'_>> {
        let mut lines = Vec::new();
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| matches(row, self.filter)) {
            flatten(row, (vec![at], ""), self.times, &mut lines);
        }
        lines
    }

    fn act(&self, lines: &[Line<'_>], pressed: Option<ClaimAction>, commands: &mut Vec<Command>) {
        let claim = |at: usize| {
            let path = lines.get(at)?.path.clone();
            Some(ClaimRef { token: self.token, half: self.half, path })
        };
        commands.extend(match pressed {
            Some(ClaimAction::Copy(at)) => claim(at).map(|claim| Command::Copy(Copied::Claim(claim))),
            Some(ClaimAction::About(at)) => {
                claim(at).map(|claim| Command::Tokens(TokenCommand::About(claim)))
            }
            None => None,
        });
    }
}

struct Line<'a> {
    path: Vec<usize>,
    spelled: Cow<'a, str>,
    name: &'a str,
    value: Cow<'a, str>,
    meaning: &'static str,
    tone: Tone,
}

impl Line<'_> {
    fn row(&self) -> widgets::ClaimRow<'_> {
        widgets::ClaimRow {
            name: self.name,
            path: &self.spelled,
            value: &self.value,
            meaning: self.meaning,
            tone: self.tone,
            depth: u8::try_from(self.path.len().saturating_sub(1)).unwrap_or(DEEPEST),
        }
    }
}

fn flatten<'a>(
    row: &'a ClaimRow,
    (path, above): (Vec<usize>, &str),
    times: Times,
    lines: &mut Vec<Line<'a>>,
) {
    let is_over = row.name == "exp" && row.when.as_ref().is_some_and(|when| when.relative.ends_with("ago"));
    let spelled =
        if above.is_empty() { Cow::from(&row.name) } else { Cow::from(format!("{above}.{}", row.name)) };
    lines.push(Line {
        path: path.clone(),
        spelled: spelled.clone(),
        name: &row.name,
        value: value(row, times),
        meaning: row.meaning(),
        tone: if is_over { Tone::Bad } else { Tone::Plain },
    });
    if path.len() <= usize::from(DEEPEST) {
        for (at, nested) in row.nested.iter().enumerate() {
            let path = path.iter().copied().chain([at]).collect();
            flatten(nested, (path, &spelled), times, lines);
        }
    }
}

fn value(row: &ClaimRow, times: Times) -> Cow<'_, str> {
    match (&row.when, times) {
        (None, _) => Cow::from(&row.value),
        (Some(when), Times::Short) => format!("{} · {}", when.short, when.relative).into(),
        (Some(when), Times::Full) if when.local == when.utc => {
            format!("{} · {}", when.local, when.relative).into()
        }
        (Some(When { local, utc, relative, .. }), Times::Full) => {
            format!("{local} · {} · {relative}", clock_of(utc)).into()
        }
    }
}

/// A moment in UTC without its date, which stands before it already.
fn clock_of(utc: &str) -> &str {
    utc.split_once(' ').map_or(utc, |(_, clock)| clock)
}

/// True when a claim or a value within it has these words.
fn matches(row: &ClaimRow, wanted: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(wanted);
    wanted.is_empty()
        || has(&row.name)
        || has(&row.value)
        || has(row.meaning())
        || row.nested.iter().any(|row| matches(row, wanted))
}

/// Longer values are cut where they are shown whole, in letters: a frame has to be drawn in time.
const LONGEST: usize = 4000;

/// What is known of a claim, and its value as it is.
fn detail(ui: &mut Ui, row: &ClaimRow) {
    let t = Tokens::of(ui);
    let margin = Margin { left: 14, right: 14, top: 8, bottom: 12 };
    let frame = Frame::new().fill(t.raised).corner_radius(CONTROL_RADIUS).inner_margin(margin);
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing.y = 4.0;
        match row.about {
            Some(about) => {
                for (heading, words) in [
                    ("What it says", about.meaning),
                    ("Who sets it", about.set_by),
                    ("What to do with it", about.use_for),
                ] {
                    fact(ui, heading, words);
                }
            }
            None => fact(
                ui,
                "What it says",
                "it is no claim of Cognito, OpenID Connect or JWT: ask whoever set it",
            ),
        }
        if let Some(when) = &row.when {
            for (heading, words) in
                [("Where you are", &when.local), ("In UTC", &when.utc), ("From here", &when.relative)]
            {
                fact(ui, heading, words);
            }
        }
        ui.add_space(4.0);
        let cut: String = row.raw.chars().take(LONGEST).collect();
        let is_cut = cut.len() < row.raw.len();
        ui.add(Label::new(RichText::new(cut).font(mono(CODE)).color(t.text)).wrap().selectable(true));
        if is_cut {
            let words = format!("… {} letters; a copy has them all", row.raw.chars().count());
            ui.label(RichText::new(words).font(face(SMALL)).color(t.muted));
        }
    });
}

fn fact(ui: &mut Ui, heading: &str, words: &str) {
    let t = Tokens::of(ui);
    ui.horizontal_top(|ui| {
        ui.allocate_ui(eframe::egui::vec2(120.0, 0.0), |ui| {
            ui.set_width(120.0);
            ui.label(RichText::new(heading).font(face(SMALL)).color(t.muted));
        });
        ui.add(Label::new(RichText::new(words).color(t.text)).wrap().selectable(true));
    });
}
