//! A token's claims as rows of the claims table, nested values beneath the claim they belong to.

use eframe::egui::Ui;

use crate::jwt::claims::ClaimRow;
use crate::ui::widgets::{self, Tone, claims};

/// How much of a time is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    /// The clock and how far away: in the inspector.
    Short,
    /// With date and zone.
    Full,
}

/// Deeper than this, a nested value is shown as JSON by the row above it.
const DEEPEST: usize = 8;

/// Draws the table; gives the place of the claim that was pressed, counted from the top level.
pub(super) fn table(ui: &mut Ui, rows: &[ClaimRow], times: Times, copied: &widgets::Copied) -> Option<usize> {
    let mut lines = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        flatten(row, (at, 0), times, &mut lines);
    }
    let shown: Vec<_> = lines
        .iter()
        .map(|line| widgets::ClaimRow {
            name: &line.name,
            value: &line.value,
            meaning: line.meaning,
            tone: line.tone,
        })
        .collect();
    let pressed = claims(ui, &shown, copied)?;
    lines.get(pressed).map(|line| line.claim)
}

struct Line {
    claim: usize,
    name: String,
    value: String,
    meaning: &'static str,
    tone: Tone,
}

fn flatten(row: &ClaimRow, (claim, depth): (usize, usize), times: Times, lines: &mut Vec<Line>) {
    let is_over = row.name == "exp" && row.when.as_ref().is_some_and(|when| when.relative.ends_with("ago"));
    lines.push(Line {
        claim,
        name: format!("{}{}", "\u{a0}\u{a0}".repeat(depth), row.name),
        value: value(row, times),
        meaning: row.meaning(),
        tone: if is_over { Tone::Bad } else { Tone::Plain },
    });
    if depth < DEEPEST {
        for nested in &row.nested {
            flatten(nested, (claim, depth + 1), times, lines);
        }
    }
}

fn value(row: &ClaimRow, times: Times) -> String {
    match (&row.when, times) {
        (None, _) => row.value.clone(),
        (Some(when), Times::Short) => format!("{} · {}", when.short, when.relative),
        (Some(when), Times::Full) => format!("{} · {}", when.local, when.relative),
    }
}
