//! The card while the browser is away: what to do there, the page's address, and why it may never come back.

use eframe::egui::{Label, RichText, Ui};

use crate::app::{App, Command, Copied};
use crate::explain::Away;
use crate::handoff::redact;
use crate::ui::theme::{CODE, Tokens, icons, mono};
use crate::ui::widgets::{self, Button, Card, CopyButton, Tone, problem_line};

/// Draws the card.
pub(super) fn show(
    app: &App,
    away: &Away,
    copied: &widgets::Copied,
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let no_corner = |_: &mut Ui| {};
    let tone = if away.hint.is_some() { Tone::Warn } else { Tone::Accent };
    Card::new(tone).title(away.title).show(ui, no_corner, |ui| {
        let t = Tokens::of(ui);
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(RichText::new(&away.text).color(t.muted));
        if let Some(problem) = app.browser_problem() {
            problem_line(ui, &format!("The browser did not open: {problem}. Copy the page’s address."));
        }
        if let Some(hint) = &away.hint {
            ui.label(hint);
        }
        let address = redact::url(away.address.expose(), app.show);
        ui.add(Label::new(RichText::new(address).font(mono(CODE)).color(t.faint)).wrap());
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            if ui.add(Button::primary("Open the page again").icon(icons::EXTERNAL_LINK)).clicked() {
                commands.push(Command::OpenPage);
            }
            let offered =
                [(Copied::PageAddress, "Copy page address"), (Copied::RedirectUrl, "Copy redirect URL")];
            for (what, label) in offered {
                if ui.add(CopyButton::new(what.label(), copied).label(label)).clicked() {
                    commands.push(Command::Copy(what));
                }
            }
            if ui.add(Button::plain("Stop").icon(icons::SQUARE)).clicked() {
                commands.push(Command::Stop);
            }
        });
    });
}
