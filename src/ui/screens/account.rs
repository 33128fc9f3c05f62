//! The menu of errands about an account, and the card of one that is through: what has come of it, the
//! user, the devices, and what may follow.

use eframe::egui::{Align, Label, Layout, Popup, RichText, ScrollArea, Ui, vec2};

use crate::app::{App, Command, Copied};
use crate::cognito::Way;
use crate::explain;
use crate::flow::{ErrandKind, KnownDevice, UserDetails};
use crate::ui::theme::{CODE, SMALL, SMALL_HEIGHT, Tokens, face, icons, mono};
use crate::ui::widgets::{self, Button, Card, CopyButton, MenuItem, Tone, group_label};

/// Errands in groups, as people think of them.
const GROUPS: [(&str, &[ErrandKind]); 4] = [
    (
        "Without signing in",
        &[
            ErrandKind::SignUp,
            ErrandKind::ConfirmSignUp,
            ErrandKind::ResendCode,
            ErrandKind::ForgotPassword,
            ErrandKind::ConfirmReset,
        ],
    ),
    (
        "The user",
        &[
            ErrandKind::ViewUser,
            ErrandKind::EditAttribute,
            ErrandKind::VerifyAttribute,
            ErrandKind::ConfirmAttribute,
            ErrandKind::ChangePassword,
        ],
    ),
    (
        "Second factor and devices",
        &[
            ErrandKind::SetUpTotp,
            ErrandKind::RemoveTotp,
            ErrandKind::Devices,
            ErrandKind::RememberDevice,
            ErrandKind::DisregardDevice,
            ErrandKind::ForgetDevice,
        ],
    ),
    ("Sessions", &[ErrandKind::GlobalSignOut, ErrandKind::RevokeToken]),
];

/// Attributes that Cognito itself keeps: nobody changes them by hand.
const KEPT_BY_COGNITO: [&str; 4] = ["sub", "identities", "email_verified", "phone_number_verified"];

/// Draws the button that opens the menu.
pub(super) fn menu(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let hint = "Sign up, reset a password, look after the user who is signed in";
    let button = ui.add(Button::small("Account…").icon(icons::USER_ROUND).hint(hint));
    Popup::menu(&button).accessible_name("Account").show(|ui| {
        ui.set_min_width(320.0);
        let height = (ui.content_rect().height() - 120.0).max(160.0);
        not_the_forms(app, ui);
        ScrollArea::vertical().max_height(height).show(ui, |ui| {
            for (at, (name, kinds)) in GROUPS.into_iter().enumerate() {
                if at > 0 {
                    ui.separator();
                }
                let whose = app.signed_in_as().filter(|username| at == 1 && !username.is_empty());
                group_label(ui, whose.unwrap_or(name));
                for kind in kinds {
                    entry(app, *kind, ui, commands);
                }
            }
            if app.form.draft.way == Way::Browser {
                ui.separator();
                group_label(ui, "In the browser");
                after_browser(app, ui, commands);
            }
        });
    });
}

/// Errands act on whoever is signed in, and the form may have come to be another's.
fn not_the_forms(app: &App, ui: &mut Ui) {
    let (draft, signed_in) = (&app.form.draft, app.signed_in_as().unwrap_or_default());
    let typed = draft.username.trim();
    if signed_in.is_empty() || typed.is_empty() || !draft.way.shows_username() || typed == signed_in {
        return;
    }
    let words = format!("{signed_in} is signed in, not {typed}: what needs a sign-in acts on {signed_in}");
    ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).warn)).wrap());
}

fn entry(app: &App, kind: ErrandKind, ui: &mut Ui, commands: &mut Vec<Command>) {
    let command = Command::Errand(kind);
    let item = MenuItem::new(kind.label()).detail(kind.help()).unless(app.may(&command).err());
    if ui.add(item).clicked() {
        commands.push(command);
        ui.close(); // a click does that by itself, Enter does not
    }
}

/// What can be done after a sign-in in the browser, as the palette names it.
fn after_browser(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    for entry in Command::entries() {
        if !matches!(entry.command, Command::AfterBrowser(_)) {
            continue;
        }
        let item = MenuItem::new(&entry.label).detail(entry.help).unless(app.may(&entry.command).err());
        if ui.add(item).clicked() {
            commands.push(entry.command);
            ui.close();
        }
    }
}

/// Draws the card of an errand that is through.
pub(super) fn outcome(app: &App, copied: &widgets::Copied, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let Some(walk) = &app.walk else { return };
    let (Some(words), Some(plan)) = (explain::came_of(walk.flow()), walk.flow().errand()) else { return };
    let no_corner = |_: &mut Ui| {};
    let card = Card::new(Tone::Ok).title(&words.title).icon(icons::CIRCLE_CHECK);
    card.show(ui, no_corner, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(RichText::new(&words.text).color(Tokens::of(ui).muted));
        if let Some(user) = &walk.haul().user {
            attributes(app, user, copied, (ui, commands));
        }
        for (at, device) in walk.haul().devices.iter().flatten().enumerate() {
            one_device(app, (at, device), copied, (ui, commands));
        }
        if plan.kind.opens_the_door() || plan.kind.ends_the_session() {
            ui.add_space(2.0);
            if ui.add(Button::primary("Sign in").icon(icons::PLAY)).clicked() {
                commands.push(Command::Run);
            }
        }
    });
}

/// What the pool knows of the user, a line each.
fn attributes(
    app: &App,
    user: &UserDetails,
    copied: &widgets::Copied,
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let t = Tokens::of(ui);
    let (names, buttons) = (150.0, 76.0);
    let values = (ui.available_width() - names - buttons - 3.0 * ui.spacing().item_spacing.x).max(80.0);
    for (at, (name, value)) in user.attributes.iter().enumerate() {
        ui.horizontal(|ui| {
            cell(ui, names, RichText::new(name).font(mono(CODE)));
            cell(ui, values, RichText::new(value).font(mono(CODE)).color(t.muted));
            if ui.add(CopyButton::new(name, copied)).clicked() {
                commands.push(Command::Copy(Copied::Attribute(at)));
            }
            let change = Command::ErrandOn(ErrandKind::EditAttribute, name.clone());
            let label = format!("Change {name}");
            let is_ours = !KEPT_BY_COGNITO.contains(&name.as_str());
            let button = Button::icon_only(icons::PEN_LINE, &label).unless(app.may(&change).err());
            if is_ours && ui.add(button).clicked() {
                commands.push(change);
            }
        });
    }
    if user.factors.is_empty() {
        return; // the text over the table says so
    }
    let preferred = user.preferred.as_deref().map(|name| format!("; {name} is asked for first"));
    let on = user.factors.join(", ");
    let factors = format!("Second factors: {on}{}", preferred.unwrap_or_default());
    ui.label(RichText::new(factors).font(face(SMALL)).color(Tokens::of(ui).muted));
}

/// A text in a column of this width.
fn cell(ui: &mut Ui, width: f32, text: RichText) {
    let (size, layout) = (vec2(width, SMALL_HEIGHT), Layout::left_to_right(Align::Center));
    ui.allocate_ui_with_layout(size, layout, |ui| {
        ui.set_width(width);
        ui.add(Label::new(text).truncate());
    });
}

/// A device, and what may be done about it.
fn one_device(
    app: &App,
    (at, device): (usize, &KnownDevice),
    copied: &widgets::Copied,
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let t = Tokens::of(ui);
    ui.separator();
    let name = device.name.as_deref().unwrap_or("A device without a name");
    ui.horizontal(|ui| {
        ui.label(name);
        let status = device.status.as_deref().unwrap_or_default().replace('_', " ");
        ui.label(RichText::new(status).font(face(SMALL)).color(t.muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let used = device.last_used.map(|at| at.to_zoned(app.zone.clone()));
            let used = used.map(|at| at.strftime("last used on %B %-d, %Y at %H:%M").to_string());
            ui.label(RichText::new(used.unwrap_or_default()).font(face(SMALL)).color(t.muted));
        });
    });
    ui.horizontal_wrapped(|ui| {
        ui.add(Label::new(RichText::new(&device.key).font(mono(CODE)).color(t.muted)).truncate());
        if ui.add(CopyButton::new(Copied::DeviceKey(at).label(), copied)).clicked() {
            commands.push(Command::Copy(Copied::DeviceKey(at)));
        }
    });
    let is_remembered = device.status.as_deref() == Some("remembered");
    let mark = if is_remembered { ErrandKind::DisregardDevice } else { ErrandKind::RememberDevice };
    ui.horizontal(|ui| {
        for kind in [mark, ErrandKind::ForgetDevice] {
            let command = Command::ErrandOn(kind, device.key.clone());
            if ui.add(Button::small(kind.label()).unless(app.may(&command).err())).clicked() {
                commands.push(command);
            }
        }
    });
}
