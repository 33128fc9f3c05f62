//! The menu of errands about an account, and the card of one that is through: what has come of it, the
//! user, the devices, and what may follow.

use eframe::egui::{Align, Label, Layout, Popup, RichText, ScrollArea, Ui, vec2};

use crate::app::{App, Command, Copied};
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

/// Room for the buttons at the end of an attribute's line.
const BUTTONS: f32 = 84.0;

/// What the button of the menu is called.
const MENU: &str = "Account…";

/// Draws the button that opens the menu; `is_roomy` has its name on it.
pub(super) fn menu(app: &App, is_roomy: bool, ui: &mut Ui, commands: &mut Vec<Command>) {
    let button = if is_roomy {
        Button::plain(MENU).icon(icons::USER_ROUND)
    } else {
        Button::icon_only(icons::USER_ROUND, MENU)
    };
    let button = ui.add(button.hint("Sign up, reset a password, look after an account"));
    Popup::menu(&button).accessible_name("Account").show(|ui| {
        ui.set_min_width(320.0);
        let height = (ui.content_rect().height() - 120.0).max(160.0);
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
        });
    });
}

fn entry(app: &App, kind: ErrandKind, ui: &mut Ui, commands: &mut Vec<Command>) {
    let command = Command::Errand(kind);
    let item = MenuItem::new(kind.label()).detail(kind.help()).unless(app.may(&command).err());
    if ui.add(item).clicked() {
        commands.push(command);
        ui.close(); // a click does that by itself, Enter does not
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
    for (at, (name, value)) in user.attributes.iter().enumerate() {
        ui.horizontal(|ui| {
            let width = ui.available_width() - BUTTONS;
            let (names, room) = ((width * 0.34).floor(), (width * 0.66).floor());
            text_in(ui, names, RichText::new(name).font(mono(CODE)));
            text_in(ui, room, RichText::new(value).font(mono(CODE)).color(Tokens::of(ui).muted));
            if ui.add(CopyButton::new(name, copied)).clicked() {
                commands.push(Command::Copy(Copied::Attribute(at)));
            }
            let change = Command::ErrandOn(ErrandKind::EditAttribute, name.clone());
            let label = format!("Change {name}");
            let is_theirs = !KEPT_BY_COGNITO.contains(&name.as_str());
            let button = Button::icon_only(icons::PEN_LINE, &label).unless(app.may(&change).err());
            if is_theirs && ui.add(button).clicked() {
                commands.push(change);
            }
        });
    }
    let preferred = user.preferred.as_deref().map(|name| format!("; {name} is asked for first"));
    let factors = match user.factors.as_slice() {
        [] => "No second factor is switched on".to_owned(),
        on => format!("Second factors: {}{}", on.join(", "), preferred.unwrap_or_default()),
    };
    ui.label(RichText::new(factors).font(face(SMALL)).color(Tokens::of(ui).muted));
}

/// A text in so much room, cut where it would be longer.
fn text_in(ui: &mut Ui, width: f32, text: RichText) {
    ui.allocate_ui_with_layout(vec2(width, SMALL_HEIGHT), Layout::left_to_right(Align::Center), |ui| {
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
