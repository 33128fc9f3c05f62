//! Keys and tokens in the format of another tool: the list of formats, what the chosen one looks like with its secrets
//! masked, and Copy and Save.

use eframe::egui::{Align, Frame, Id, Label, Layout, Margin, RichText, ScrollArea, Ui, vec2};

use crate::app::{App, Command, HandOverCommand};
use crate::handoff::{Format, Group};
use crate::profile::ClearAfter;
use crate::ui::theme::{CODE, CONTROL_HEIGHT, SMALL, TITLE, Tokens, face, icons, mono, semibold};
use crate::ui::widgets::{
    self, Button, Card, Choice, Combo, CopyButton, Field, MenuItem, Tone, group_label, problem_line,
};

/// Width of the list of formats.
const LIST: f32 = 340.0;
/// Under this width the list stands above what is chosen.
const STACKED_UNDER: f32 = 760.0;

/// Between the foot and what is above it.
const FOOT_GAP: f32 = 10.0;

/// What clearing is worth.
const WORDS: &str = "They are marked as secret and cleared only while they are still there. A clipboard manager may keep them all \
                     the same; under Wayland some desktops let nobody look, and then they stay";

/// Draws the dialog.
pub(super) fn show(app: &App, copied: &widgets::Copied, ui: &mut Ui, commands: &mut Vec<Command>) {
    let room = ui.content_rect().size() - vec2(64.0, 110.0);
    let modal = super::modal(Id::unique("hand over"), ui).show(ui, |ui| {
        let (width, height) = (room.x.min(1000.0), room.y.min(620.0));
        ui.set_width(width);
        ui.label(RichText::new("Take keys and tokens along").font(semibold(TITLE)));
        ui.add_space(8.0);
        if width < STACKED_UNDER {
            over_foot(app, (copied, height), (ui, commands), |app, height, ui, commands| {
                scrolled("hand over all", height, ui, |ui| {
                    list(app, 130.0, ui, commands);
                    ui.add_space(8.0);
                    chosen(app, 160.0, ui, commands);
                });
            });
            return;
        }
        ui.horizontal_top(|ui| {
            ui.allocate_ui_with_layout(vec2(LIST, height), Layout::top_down(Align::Min), |ui| {
                list(app, height, ui, commands);
            });
            ui.add_space(12.0);
            let rest = vec2(ui.available_width(), height);
            ui.allocate_ui_with_layout(rest, Layout::top_down(Align::Min), |ui| {
                over_foot(app, (copied, height), (ui, commands), |app, height, ui, commands| {
                    scrolled("hand over one", height, ui, |ui| {
                        chosen(app, (height - 280.0).max(120.0), ui, commands);
                    });
                });
            });
        });
    });
    if modal.should_close() {
        commands.push(Command::CloseDialog);
    }
}

/// Copy, Save and Close are always in sight: what is above them has the room that they leave.
fn over_foot(
    app: &App,
    (copied, height): (&widgets::Copied, f32),
    (ui, commands): (&mut Ui, &mut Vec<Command>),
    draw: impl FnOnce(&App, f32, &mut Ui, &mut Vec<Command>),
) {
    let id = Id::unique("foot of the hand over");
    let known = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(CONTROL_HEIGHT);
    draw(app, height - known - FOOT_GAP, ui, commands);
    ui.add_space(FOOT_GAP);
    let foot = ui.scope(|ui| buttons(app, copied, ui, commands)).response.rect.height();
    if (foot - known).abs() > 0.5 {
        ui.data_mut(|data| data.insert_temp(id, foot));
        ui.ctx().request_discard("a foot of another height");
    }
}

/// What is too high for the window is scrolled.
fn scrolled(name: &str, height: f32, ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    let area = ScrollArea::vertical().id_salt(name).max_height(height).auto_shrink([false, true]);
    area.show(ui, |ui| {
        Frame::new().inner_margin(Margin { left: 2, right: 10, top: 2, bottom: 2 }).show(ui, draw)
    });
}

fn list(app: &App, height: f32, ui: &mut Ui, commands: &mut Vec<Command>) {
    // That there is more is seen before the pointer is over it.
    let scroll = &mut ui.spacing_mut().scroll;
    (scroll.dormant_handle_opacity, scroll.dormant_background_opacity) = (0.6, 0.3);
    ScrollArea::vertical().id_salt("formats").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        let is_fresh = is_chosen_elsewhere(app.hand_over.format, ui);
        for group in Group::ALL {
            ui.add_space(4.0);
            group_label(ui, group.label());
            for format in Format::ALL.into_iter().filter(|format| format.group() == group) {
                let item = MenuItem::new(format.label()).choice(app.hand_over.format == format);
                let item = ui.add(item);
                if app.hand_over.format == format && is_fresh {
                    item.scroll_to_me(None);
                }
                if item.clicked() {
                    commands.push(Command::HandOver(HandOverCommand::Choose(format)));
                }
            }
        }
    });
}

/// True when another format is chosen than in the frame before: it may be out of sight.
fn is_chosen_elsewhere(format: Format, ui: &Ui) -> bool {
    let id = Id::unique("format shown");
    let before = ui.data_mut(|data| {
        let before = data.get_temp::<Format>(id);
        data.insert_temp(id, format);
        before
    });
    before != Some(format)
}

fn chosen(app: &App, height: f32, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    let rendered = app.rendered();
    row(ui, |ui| {
        ui.label(RichText::new(app.hand_over.format.label()).font(semibold(SMALL + 1.0)));
        let (icon, label) =
            if app.is_revealed() { (icons::EYE_OFF, "Mask secrets") } else { (icons::EYE, "Show secrets") };
        if ui.add(Button::small(label).icon(icon)).clicked() {
            commands.push(Command::ToggleReveal);
        }
    });
    match &rendered {
        Ok(rendered) => {
            let text = if app.is_revealed() { rendered.text.expose() } else { &rendered.masked };
            let no_corner = |_: &mut Ui| {};
            Card::new(Tone::Plain).flat().show(ui, no_corner, |ui| {
                ScrollArea::both().id_salt("preview").max_height(height.max(80.0)).show(ui, |ui| {
                    ui.add(Label::new(RichText::new(text).font(mono(CODE))).selectable(true).extend());
                });
            });
            for note in &rendered.notes {
                ui.label(RichText::new(*note).font(face(SMALL)).color(t.muted));
            }
        }
        Err(problem) => problem_line(ui, problem),
    }
    ui.add_space(8.0);
    fields(app, ui, commands);
    ui.add_space(8.0);
    clipboard(app, ui, commands);
}

/// Side by side, as high as a button.
fn row(ui: &mut Ui, draw: impl FnOnce(&mut Ui)) {
    let size = vec2(ui.available_width(), CONTROL_HEIGHT);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), draw);
}

/// What goes into the format beside keys and tokens, and the file.
fn fields(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let format = app.hand_over.format;
    let mut field = |ui: &mut Ui, label, mut text: String, made: fn(String) -> HandOverCommand| {
        if Field::new(label).mono().show(ui, &mut text).changed() {
            commands.push(Command::HandOver(made(text)));
        }
    };
    if format.has_a_name() {
        let is_profile = format.group() == Group::Aws;
        let label = if is_profile { "Profile" } else { "Name of the environment" };
        field(ui, label, app.hand_over_name(), HandOverCommand::Name);
    }
    if format.names_an_api() {
        field(ui, "Address of your API", app.hand_over_api(), |text| HandOverCommand::Api(text.into()));
        if let Some(words) = app.hand_over_from_call() {
            ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
        }
    }
    field(ui, "File", app.hand_over_path(), HandOverCommand::Path);
    if format.leaves_out_refresh_token() {
        let mut goes = app.hand_over.with_refresh_token;
        if ui.checkbox(&mut goes, "With the refresh token").on_hover_text(REFRESH_TOKEN).changed() {
            commands.push(Command::HandOver(HandOverCommand::RefreshToken(goes)));
        }
    }
}

/// Why it is left out.
const REFRESH_TOKEN: &str = "Nothing there uses it, and it signs in for days or months";

/// What the dialog was opened for comes first, and is the one to press.
fn buttons(app: &App, copied: &widgets::Copied, ui: &mut Ui, commands: &mut Vec<Command>) {
    let rendered = app.rendered().err();
    let why_not = rendered.as_deref();
    if let Some(lost) = app.hand_over_asks() {
        problem_line(ui, &format!("{lost}. Replace it?"));
    }
    row(ui, |ui| {
        let saves = app.hand_over.saves || app.hand_over_asks().is_some();
        let what = app.copied_format();
        let copy = CopyButton::new(what.label(), copied).label("Copy").unless(why_not);
        let copy = if saves { copy } else { copy.primary() };
        let (label, command) = match app.hand_over_asks() {
            Some(_) => ("Replace", HandOverCommand::Replace),
            None => ("Save", HandOverCommand::Save),
        };
        let save = if saves { Button::primary(label) } else { Button::plain(label) };
        let save = save.icon(icons::SAVE).unless(why_not);
        let (takes, is_saved) = if saves {
            let is_saved = ui.add(save).clicked();
            (ui.add(copy).clicked(), is_saved)
        } else {
            (ui.add(copy).clicked(), ui.add(save).clicked())
        };
        if takes {
            commands.push(Command::Copy(what.clone()));
        }
        if is_saved {
            commands.push(Command::HandOver(command));
        }
        if ui.add(Button::plain("Close").shortcut("Esc")).clicked() {
            commands.push(Command::CloseDialog);
        }
    });
}

/// How long copied secrets stay, and an honest word on what that is worth.
fn clipboard(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let choices = ClearAfter::ALL.map(|after| Choice { label: after.label(), detail: "" });
    let at = ClearAfter::ALL.iter().position(|after| *after == app.connections.clear_clipboard());
    let chosen = Combo::new("Clear copied secrets from the clipboard after").show(ui, &choices, at);
    if let Some(after) = chosen.and_then(|at| ClearAfter::ALL.get(at)) {
        commands.push(Command::ClearClipboard(*after));
    }
    ui.label(RichText::new(WORDS).font(face(SMALL)).color(Tokens::of(ui).muted));
}
