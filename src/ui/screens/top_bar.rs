//! The bar at the top: which connection, the places, the search for any command, the theme.

use eframe::egui::{Align, Frame, Layout, Margin, Panel, Popup, RichText, Ui};

use crate::app::{App, Command, ConnectionRef, Place};
use crate::explain::{self, Topic};
use crate::ui::theme::{Icon, TITLE, Tokens, icons, semibold};
use crate::ui::widgets::{self, Badge, Button, MenuItem, Tab, TabLook, Tone, tabs};

/// Draws the bar and gathers what is pressed in it.
pub(in crate::ui) fn show(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    let frame = Frame::new().fill(t.panel).inner_margin(Margin::symmetric(12, 7));
    Panel::top("top bar").resizable(false).exact_size(48.0).frame(frame).show(ui, |ui| {
        let roomy = ui.available_width() > 1080.0;
        let height = ui.available_height();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.set_height(height);
            logo(ui, roomy);
            connection_picker(app, ui, commands);
            practice(app, roomy, ui);
            places(app, ui, commands);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                end(ui, roomy, commands);
                clock(app, ui);
            });
        });
    });
}

fn logo(ui: &mut Ui, roomy: bool) {
    let t = Tokens::of(ui);
    ui.label(icons::WAVES.text(20.0).color(t.accent));
    if roomy {
        ui.label(RichText::new("Poolwalk").font(semibold(TITLE)));
        ui.add_space(4.0);
    }
}

fn connection_picker(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let label = app.connections.label();
    let button = ui.add(
        Button::plain(label)
            .trailing(icons::CHEVRON_DOWN)
            .hint("The connection in use: pools, client and settings"),
    );
    Popup::menu(&button).show(|ui| {
        ui.set_min_width(240.0);
        for which in app.connections.list() {
            let name = match &which {
                ConnectionRef::Practice => crate::profile::PRACTICE_POOL,
                ConnectionRef::Saved(name) => name,
            };
            if ui.add(MenuItem::new(name).choice(*app.connections.current() == which)).clicked() {
                commands.push(Command::Connect(which.clone()));
                ui.close();
            }
        }
        ui.separator();
        for command in [Command::NewConnection, Command::AskRename, Command::AskDelete] {
            menu_entry(app, ui, command, commands);
        }
        if app.is_practice() {
            menu_entry(app, ui, Command::ResetPractice, commands);
        }
    });
}

/// A menu line for a command, as the palette names it; disabled with its reason.
fn menu_entry(app: &App, ui: &mut Ui, command: Command, commands: &mut Vec<Command>) {
    let Some(entry) = Command::entries().into_iter().find(|entry| entry.command == command) else { return };
    let keys = entry.shortcut.map(crate::app::Shortcut::label).unwrap_or_default();
    let item = MenuItem::new(&entry.label).keys(&keys).unless(app.may(&command).err());
    if ui.add(item).clicked() {
        commands.push(command);
        ui.close(); // a click does that by itself, Enter does not
    }
}

/// Whether anything leaves this computer: the practice pool sends nothing out, a request to another address does.
fn practice(app: &App, roomy: bool, ui: &mut Ui) {
    if !app.is_practice() {
        return;
    }
    if app.place == Place::Call && app.call.draft.leaves_this_computer() {
        let words = if roomy { "practice · this request leaves this computer" } else { "request leaves" };
        ui.add(Badge::new(Tone::Warn, words)).on_hover_text(
            "The keys and tokens are the practice pool’s, but the address is of another computer",
        );
        return;
    }
    let words = if roomy { "practice · nothing leaves this computer" } else { "practice" };
    ui.add(Badge::new(Tone::Accent, words).words_only())
        .on_hover_text("A pretend Cognito inside this program: nothing leaves this computer");
}

fn places(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.add_space(8.0);
    let items = Place::ALL.map(|place| Tab { label: place.label(), icon: Some(icon_of(place)) });
    let selected = Place::ALL.iter().position(|place| *place == app.place).unwrap_or_default();
    let pressed = ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = ui.available_height();
        tabs(ui, TabLook::Places, &items, selected)
    });
    commands.extend(pressed.inner.and_then(|at| Place::ALL.get(at)).map(|place| Command::Go(*place)));
}

const fn icon_of(place: Place) -> Icon {
    match place {
        Place::Walk => icons::FOOTPRINTS,
        Place::Tokens => icons::BRACES,
        Place::Call => icons::SEND,
    }
}

/// A clock that is off is told quietly, in as many words as there is room for.
fn clock(app: &App, ui: &mut Ui) {
    let Some(sentence) = app.clock_warning() else { return };
    let short = app.clock_offset().and_then(explain::clock_in_short).unwrap_or_default();
    let words = if ui.available_width() > 220.0 { &short } else { "clock is off" };
    let badge = ui.add(Badge::new(Tone::Warn, words).icon(icons::CLOCK));
    widgets::describe(&badge, &sentence);
    badge.on_hover_text(sentence);
}

fn end(ui: &mut Ui, roomy: bool, commands: &mut Vec<Command>) {
    let dark = ui.visuals().dark_mode;
    let (icon, name) =
        if dark { (icons::SUN, "Use the light theme") } else { (icons::MOON, "Use the dark theme") };
    if ui.add(Button::icon_only(icon, name).shortcut("Ctrl+T")).clicked() {
        commands.push(Command::ToggleTheme);
    }
    if ui.add(Button::icon_only(icons::CIRCLE_QUESTION_MARK, "Learn").shortcut("Shift+F1")).clicked() {
        commands.push(Command::Learn(Topic::WHOLE_FLOW));
    }
    let search = if roomy {
        Button::small("All commands").icon(icons::SEARCH).shortcut("Ctrl+K")
    } else {
        Button::icon_only(icons::SEARCH, "All commands").shortcut("Ctrl+K")
    };
    if ui.add(search).clicked() {
        commands.push(Command::TogglePalette);
    }
}
