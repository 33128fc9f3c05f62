//! Requests to fill in at one press: known ones, those sent before, those kept under a name.

use eframe::egui::{Popup, ScrollArea, Ui};

use crate::app::{App, CallCommand, Command};
use crate::handoff::redact;
use crate::ui::theme::icons;
use crate::ui::widgets::{Button, Field, MenuItem, group_label, problem_line};

/// Draws the buttons that open the lists.
pub(super) fn show(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    presets(app, ui, commands);
    history(app, ui, commands);
    if !app.kept_calls().is_empty() {
        kept(app, ui, commands);
    }
}

/// A name for the request at hand.
pub(super) fn keep(app: &mut App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let why_not = app.may(&Command::Call(CallCommand::Keep(String::new()))).err();
    let button = Button::plain("Keep this request…").icon(icons::SAVE);
    let button = ui.add(button.hint("Keep it under a name, with this connection").unless(why_not));
    if why_not.is_some() {
        return;
    }
    let stays = eframe::egui::PopupCloseBehavior::CloseOnClickOutside;
    Popup::menu(&button).close_behavior(stays).accessible_name("Keep this request").show(|ui| {
        ui.set_min_width(360.0_f32.min(ui.content_rect().width() - 48.0));
        Field::new("Name of this request").hint("List pets").show(ui, &mut app.call.name);
        group_label(
            ui,
            "Kept without the body, and without headers and parts of the address that may hold a secret",
        );
        let why_not = Some("Needed: a name").filter(|_| app.call.name.trim().is_empty());
        let is_there = app.kept_calls().contains(&app.call.name.trim());
        if is_there {
            problem_line(ui, "A request of this name is kept already: it would be replaced");
        }
        let label = if is_there { "Replace" } else { "Keep" };
        if ui.add(Button::primary(label).icon(icons::SAVE).unless(why_not)).clicked() {
            commands.push(Command::Call(CallCommand::Keep(app.call.name.clone())));
            ui.close();
        }
    });
}

/// Requests of this connection that were kept.
fn kept(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let hint = "Fill in a request that was kept";
    let button = ui.add(Button::plain("Kept requests").trailing(icons::CHEVRON_DOWN).hint(hint));
    let stays = eframe::egui::PopupCloseBehavior::CloseOnClickOutside;
    Popup::menu(&button).close_behavior(stays).accessible_name("Kept requests").show(|ui| {
        ui.set_min_width(360.0_f32.min(ui.content_rect().width() - 48.0));
        let names: Vec<String> = app.kept_calls().into_iter().map(str::to_owned).collect();
        for name in names {
            ui.horizontal(|ui| {
                let remove = format!("Remove {name}");
                if ui.add(Button::icon_only(icons::TRASH, &remove)).clicked() {
                    commands.push(Command::Call(CallCommand::Drop(name.clone())));
                }
                if ui.add(MenuItem::new(&name)).clicked() {
                    commands.push(Command::Call(CallCommand::Open(name)));
                    ui.close();
                }
            });
        }
    });
}

fn presets(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let button = Button::plain("Known requests").trailing(icons::CHEVRON_DOWN);
    let button = ui.add(button.hint("Requests to fill in at one press"));
    Popup::menu(&button).accessible_name("Known requests").show(|ui| {
        ui.set_min_width(360.0_f32.min(ui.content_rect().width() - 48.0));
        if app.is_practice() {
            group_label(ui, "The practice API, and STS");
        }
        for (preset, name, lesson) in app.presets() {
            let in_short = lesson.split(": ").next().unwrap_or(lesson);
            if ui.add(MenuItem::new(name).detail(in_short)).on_hover_text(lesson).clicked() {
                commands.push(Command::Call(CallCommand::Preset(preset)));
                ui.close();
            }
        }
    });
}

fn history(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    if app.call.history().is_empty() {
        return;
    }
    let button = ui.add(Button::plain("Sent before").trailing(icons::CHEVRON_DOWN));
    Popup::menu(&button).accessible_name("Sent before").show(|ui| {
        ui.set_min_width(420.0_f32.min(ui.content_rect().width() - 48.0));
        ScrollArea::vertical().max_height((ui.content_rect().height() - 200.0).max(160.0)).show(ui, |ui| {
            for (at, past) in app.call.history().iter().enumerate() {
                let method = if past.draft.method.is_empty() { "GET" } else { past.draft.method.as_str() };
                let name = format!("{method} {}", in_short(&redact::url(&past.draft.url, app.show)));
                let facts = [past.auth.label().to_owned(), past.came_of_it()];
                let facts: Vec<_> = facts.into_iter().filter(|fact| !fact.is_empty()).collect();
                if ui.add(MenuItem::new(&name).detail(&facts.join(" · "))).clicked() {
                    commands.push(Command::Call(CallCommand::Recall(at)));
                    ui.close();
                }
            }
        });
        ui.separator();
        group_label(ui, "Kept in memory until Poolwalk closes");
        if ui.add(MenuItem::new("Forget all of these")).clicked() {
            commands.push(Command::Call(CallCommand::ForgetAll));
            ui.close();
        }
    });
}

/// A long address by its end, which tells the requests of one API apart.
fn in_short(url: &str) -> String {
    const MOST: usize = 56;
    let count = url.chars().count();
    if count <= MOST {
        return url.to_owned();
    }
    let end: String = url.chars().skip(count - MOST).collect();
    format!("…{end}")
}
