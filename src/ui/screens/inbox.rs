//! The practice inbox: codes that Cognito would send, and the current code of each
//! authenticator app with the ring of its thirty seconds.

use std::time::Duration;

use eframe::egui::{Align, Label, Layout, RichText, Ui, vec2};

use crate::app::{App, Command, Copied, Fold};
use crate::ui::theme::{CODE, SMALL, Tokens, face, icons, mono};
use crate::ui::widgets::{Button, CountdownRing};

/// Draws the inbox: a line while it is closed, the entries while it is open.
pub(super) fn show(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let Some(practice) = app.practice() else { return };
    let entries = practice.inbox();
    let t = Tokens::of(ui);
    ui.horizontal(|ui| {
        let icon = if app.is_open(Fold::Inbox) { icons::CHEVRON_DOWN } else { icons::INBOX };
        if ui.add(Button::small("Practice inbox").icon(icon)).clicked() {
            commands.push(Command::Toggle(Fold::Inbox));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let words = match entries.len() {
                0 => "empty".to_owned(),
                1 => "1 code".to_owned(),
                count => format!("{count} codes"),
            };
            ui.label(RichText::new(words).color(t.muted));
        });
    });
    if !app.is_open(Fold::Inbox) {
        return;
    }
    if entries.is_empty() {
        let words = "Codes that Cognito would send by e-mail or SMS arrive here.";
        ui.label(RichText::new(words).font(face(SMALL)).color(t.muted));
    }
    let name = app.form.draft.username.trim();
    let (own, others): (Vec<_>, Vec<_>) =
        entries.iter().enumerate().partition(|(_, entry)| entry.username == name);
    for (at, entry) in own.into_iter().chain(others) {
        ui.horizontal(|ui| {
            let secs = |secs: i64| Duration::from_secs(secs.unsigned_abs());
            ui.add(CountdownRing::new(secs(entry.seconds_left), secs(entry.seconds_in_all)));
            ui.label(RichText::new(entry.code.expose()).font(mono(CODE + 2.0)).color(t.text));
            let about = format!("{} · {}", entry.username, entry.channel.label());
            let where_to = entry.destination.as_deref().unwrap_or("in the app");
            let label = Label::new(RichText::new(about).font(face(SMALL)).color(t.muted)).truncate();
            let room = vec2((ui.available_width() - 40.0).max(0.0), 18.0);
            let placed = ui.allocate_ui(room, |ui| ui.add(label)).inner;
            placed.on_hover_text(format!("{}, {where_to}", entry.purpose));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = format!("Copy the code of {}, {}", entry.username, entry.channel.label());
                if ui.add(Button::icon_only(icons::COPY, &name)).clicked() {
                    commands.push(Command::Copy(Copied::Inbox(at)));
                }
            });
        });
    }
}
