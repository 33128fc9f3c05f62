//! The bar at the foot of the Walk place: the keys, each with Copy, and how long they work.

use eframe::egui::{Align, Frame, Label, Layout, Margin, Panel, RichText, Ui};

use crate::app::{App, Command, Copied, HandOverCommand, Place};
use crate::explain::span;
use crate::flow::AwsCredentials;
use crate::secret::Secret;
use crate::ui::theme::{CODE, SMALL, Tokens, face, icons, mono};
use crate::ui::widgets::{self, Button, ExpiryPill, KeyChip, KeyChipAction};

/// Draws the bar; it keeps its height whether there are keys or not, so that nothing jumps.
pub(in crate::ui) fn show(app: &App, copied: &widgets::Copied, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    let frame = Frame::new().fill(t.panel).inner_margin(Margin::symmetric(16, 10));
    Panel::bottom("result bar").resizable(false).exact_size(76.0).frame(frame).show(ui, |ui| {
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| match app.credentials() {
            Ok(credentials) => keys(app, credentials, copied, (ui, commands)),
            Err(_) => waiting(app, ui, commands),
        });
    });
}

fn waiting(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let t = Tokens::of(ui);
    ui.label(icons::KEY_ROUND.text(18.0).color(t.faint));
    ui.add_space(4.0);
    if let Some((host, waited)) = app.waiting_for() {
        ui.label(RichText::new(format!("Waiting for {host}… {}", span(waited))).color(t.muted));
        if ui.add(Button::small("Stop").icon(icons::SQUARE)).clicked() {
            commands.push(Command::Stop);
        }
        return;
    }
    let ends_with_tokens = app.walk.as_ref().is_some_and(|walk| {
        walk.ending() == Some(crate::flow::Ending::Finished) && walk.haul().tokens.is_some()
    });
    if ends_with_tokens {
        ui.label(RichText::new("Signed in. This walk ended before the keys.").color(t.muted));
        for which in crate::app::TokenRef::OF_WALK {
            let label = format!("{} token", which.label());
            let copy = Command::Copy(Copied::Token(which));
            let button = Button::small(&label).icon(icons::COPY).unless(app.may(&copy).err());
            if ui.add(button.hint("Copy this token")).clicked() {
                commands.push(copy);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| elsewhere(app, ui, commands));
    } else {
        ui.label(RichText::new("Keys appear here when the walk is through.").color(t.muted));
    }
}

fn keys(
    app: &App,
    credentials: &AwsCredentials,
    copied: &widgets::Copied,
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    ui.label(icons::KEY_ROUND.text(18.0).color(Tokens::of(ui).accent));
    let roomy = ui.available_width() > 1000.0;
    let is_tight = ui.available_width() < 700.0;
    let width = if roomy {
        196.0
    } else if is_tight {
        140.0
    } else {
        150.0
    };
    let id = Secret::from(credentials.access_key_id.as_str());
    let token = credentials.session_token.clone().unwrap_or_default();
    let chips = [
        (KeyChip::plain("Access key ID", &id), Copied::AccessKeyId),
        (
            KeyChip::secret("Secret key", &credentials.secret_access_key, app.is_revealed()),
            Copied::SecretAccessKey,
        ),
        (KeyChip::secret("Session token", &token, app.is_revealed()), Copied::SessionToken),
    ];
    for (chip, what) in chips {
        match chip.width(width).show(ui, copied) {
            Some(KeyChipAction::Copy) => commands.push(Command::Copy(what)),
            Some(KeyChipAction::Reveal) => commands.push(Command::ToggleReveal),
            None => {}
        }
    }
    if let Some(end) = credentials.expiration.filter(|_| !is_tight) {
        ui.add(ExpiryPill::new(end.duration_since(app.server_now())))
            .on_hover_text("How long these keys work");
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let copy = if roomy {
            Button::primary("Copy all").shortcut("Ctrl+Shift+C")
        } else {
            Button::primary("Copy all")
        };
        let copy =
            copy.icon(icons::COPY).hint("The three keys and the region, as lines of an environment file");
        let copy = ui.add(copy);
        if app.points_at_keys {
            copy.request_focus();
        }
        if copy.clicked() {
            commands.push(Command::Copy(Copied::AllKeys));
        }
        elsewhere(app, ui, commands);
        open_in_call(roomy, ui, commands);
        if ui.available_width() > 120.0 {
            who_am_i(app, ui);
        }
    });
}

/// To an API of one's own, with these keys.
fn open_in_call(roomy: bool, ui: &mut Ui, commands: &mut Vec<Command>) {
    const LABEL: &str = "Open in Call";
    let button = if roomy && ui.available_width() > 340.0 {
        Button::plain(LABEL).icon(icons::SEND)
    } else {
        Button::icon_only(icons::SEND, LABEL)
    };
    if ui.add(button.hint("Call an API with these keys (Ctrl+3)")).clicked() {
        commands.push(Command::Go(Place::Call));
    }
}

/// To other tools: by the clipboard, by a file, by the same file once more.
fn elsewhere(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    if ui.available_width() < 250.0 {
        let open = Command::HandOver(HandOverCommand::Open);
        if ui.add(Button::icon_only(icons::UPLOAD, "Copy as…")).clicked() {
            commands.push(open);
        }
        return;
    }
    let has_file = app.sent_to().is_some() && ui.available_width() > 360.0;
    let buttons = [
        (has_file, "Send again", icons::ROTATE_CW, HandOverCommand::SendAgain),
        (true, "Save as…", icons::SAVE, HandOverCommand::OpenForFile),
        (true, "Copy as…", icons::COPY, HandOverCommand::Open),
    ];
    for (_, label, icon, command) in buttons.into_iter().filter(|(is_there, ..)| *is_there) {
        let command = Command::HandOver(command);
        if ui.add(Button::plain(label).icon(icon).unless(app.may(&command).err())).clicked() {
            commands.push(command);
        }
    }
}

/// What STS said of the keys: the proof that they work.
fn who_am_i(app: &App, ui: &mut Ui) {
    let Some(caller) = app.haul_of_login().and_then(|haul| haul.caller.as_ref()) else { return };
    let t = Tokens::of(ui);
    let is_role = |expected: &str| caller.arn.contains(&format!(":assumed-role/{}/", role_name(expected)));
    let (words, ink) = match app.expected_role() {
        Some(expected) if is_role(&expected) => ("These keys are, as expected,".to_owned(), t.muted),
        Some(expected) => (format!("Expected {}; these keys are", role_name(&expected)), t.warn),
        None => ("These keys are".to_owned(), t.muted),
    };
    ui.vertical(|ui| {
        ui.add_space(8.0);
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(ink)).truncate())
            .on_hover_text(WHICH_ROLE);
        let role = caller.arn.split(':').next_back().unwrap_or(&caller.arn);
        let label = Label::new(RichText::new(role).font(mono(CODE))).truncate();
        ui.add(label).on_hover_text(&caller.arn);
    });
}

const WHICH_ROLE: &str = "The identity pool takes the role that was asked for, or else follows its settings: a rule, the \
                          token’s cognito:preferred_role, or one role for everybody. Another of the token’s roles can \
                          be asked for in the form";

/// A role's name at the end of its ARN.
fn role_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
