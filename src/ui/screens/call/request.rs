//! The request as it is typed: method and address, how it is authorized, headers, body and the scope of the signature.

use eframe::egui::{Response, RichText, Ui, vec2};

use super::menus;

use crate::app::{App, CallCommand, Command};
use crate::flow::{ApiField, ApiProblem, AuthKind, Field as FormField};
use crate::secret::Secret;
use crate::ui::theme::{SMALL, SMALL_HEIGHT, Tokens, face, icons};
use crate::ui::widgets::{
    Button, Card, Choice, Combo, Field, SecretBuf, SecretField, Tab, TabLook, Tone, tabs,
};
use crate::ui::window::Drafts;

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// Draws the request.
pub(super) fn show(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    let problems = app.call_problems();
    Card::new(Tone::Plain).show(
        ui,
        |_| {},
        |ui| {
            ui.spacing_mut().item_spacing.y = 10.0;
            line(app, &problems, ui);
            authorization(app, ui, commands);
            folded(app, drafts, &problems, ui);
            buttons(app, ui, commands);
        },
    );
}

fn problem(problems: &[ApiProblem], field: ApiField) -> Option<&str> {
    problems.iter().find(|problem| problem.field == field).map(|problem| problem.text.as_str())
}

/// Method and address.
fn line(app: &mut App, problems: &[ApiProblem], ui: &mut Ui) {
    const METHOD: f32 = 112.0;
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(METHOD, 0.0), |ui| {
            ui.set_width(METHOD);
            let choices = METHODS.map(|label| Choice { label, detail: "" });
            let method =
                if app.call.draft.method.is_empty() { "GET" } else { app.call.draft.method.as_str() };
            let chosen = METHODS.iter().position(|known| *known == method);
            let field = Combo::new("Method").hint(method).problem(problem(problems, ApiField::Method));
            if let Some(method) = field.show(ui, &choices, chosen).and_then(|at| METHODS.get(at)) {
                (*method).clone_into(&mut app.call.draft.method);
            }
        });
        let hint = "https://abc123.execute-api.eu-west-1.amazonaws.com/prod/pets";
        let field = Field::new("Address").mono().hint(hint).problem(problem(problems, ApiField::Url));
        let response = field.show(ui, &mut app.call.draft.url);
        pointed_at(app, ApiField::Url, &response);
        if response.lost_focus() {
            app.call.leave_field();
        }
    });
}

/// Puts the cursor there when something pointed at it.
fn pointed_at(app: &App, field: ApiField, response: &Response) {
    if app.call.edit == Some(field) {
        response.request_focus();
        response.scroll_to_me(None);
    }
}

fn authorization(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    ui.label(RichText::new("Authorize with").font(face(SMALL)).color(Tokens::of(ui).muted));
    let names = AuthKind::ALL.map(|kind| Tab::new(kind.label()));
    let selected = AuthKind::ALL.iter().position(|kind| *kind == app.call.auth).unwrap_or_default();
    if let Some(kind) = tabs(ui, TabLook::Pills, &names, selected).and_then(|at| AuthKind::ALL.get(at)) {
        commands.push(Command::Call(CallCommand::Choose(*kind)));
    }
    let small = |words: String, color| RichText::new(words).font(face(SMALL)).color(color);
    if let Err(reason) = app.may_authorize(app.call.auth) {
        if app.signs_in_for_call() {
            ui.label(small("Signing in, by the form of the walk…".to_owned(), Tokens::of(ui).muted));
            return;
        }
        ui.scope(|ui| {
            // Words and button stand on one line.
            ui.spacing_mut().interact_size.y = SMALL_HEIGHT;
            ui.horizontal_wrapped(|ui| {
                ui.label(icons::TRIANGLE_ALERT.text(14.0).color(Tokens::of(ui).warn));
                ui.label(small(reason.to_owned(), Tokens::of(ui).warn));
                way_to_sign_in(app, reason, (ui, commands));
            });
        });
        return;
    }
    ui.label(small(what_goes_along(app), Tokens::of(ui).muted));
}

/// The walk of the form is run; a guest's is no help, and another way in is chosen in the form.
fn way_to_sign_in(app: &App, reason: &str, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let (label, hint, command) = if reason.starts_with("Sign in") {
        ("Sign in", "Run the walk of the form (F5) and stay here", Command::Call(CallCommand::SignIn))
    } else if reason.starts_with("A guest") {
        ("Choose another way in", "In the form of the walk", Command::Edit(FormField::Way))
    } else {
        return;
    };
    let button = Button::small(label).icon(icons::LOG_IN).hint(hint).unless(app.may(&command).err());
    if ui.add(button).clicked() {
        commands.push(command);
    }
}

/// What the request will carry, and where to.
fn what_goes_along(app: &App) -> String {
    let whose = app.holder_name().map(|name| format!(" of {name}")).unwrap_or_default();
    match app.call.auth {
        AuthKind::Iam => match app.call_scope() {
            Some((region, service)) => {
                format!(
                    "Signed with the keys{whose}, for {service} in {region}: only the signature and the session token are sent, not the secret key"
                )
            }
            None => format!("Signed with the keys{whose}; the address does not say for which region"),
        },
        AuthKind::Id => format!("The ID token{whose} goes to the address above and to no other"),
        AuthKind::Access => format!("The access token{whose} goes to the address above and to no other"),
        AuthKind::Nothing => "Nothing that tells who you are is sent".to_owned(),
    }
}

/// The parts that most requests do without, folded to a button each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum Part {
    Headers,
    Body,
    Scope,
}

/// One of them is open at most, and what is wrong opens itself.
fn folded(app: &mut App, drafts: &mut Drafts, problems: &[ApiProblem], ui: &mut Ui) {
    let count = app.call.draft.headers.expose().lines().filter(|line| !line.trim().is_empty()).count();
    let size = app.call.draft.body.expose().len();
    let headers = if count == 0 { "Headers".to_owned() } else { format!("Headers ({count})") };
    let body = if size == 0 { "Body".to_owned() } else { format!("Body ({size} bytes)") };
    let mut parts = vec![(Part::Headers, headers), (Part::Body, body)];
    if app.call.auth == AuthKind::Iam {
        parts.push((Part::Scope, "Region and service".to_owned()));
    }
    if problem(problems, ApiField::Headers).is_some() {
        drafts.call_part = Some(Part::Headers);
    } else if matches!(app.call.edit, Some(ApiField::Region | ApiField::Service))
        || problem(problems, ApiField::Region).or(problem(problems, ApiField::Service)).is_some()
    {
        drafts.call_part = Some(Part::Scope);
    }
    ui.horizontal_wrapped(|ui| {
        for (part, label) in &parts {
            let is_open = drafts.call_part == Some(*part);
            let icon = if is_open { icons::CHEVRON_DOWN } else { icons::CHEVRON_RIGHT };
            let button = ui.add(Button::small(label).icon(icon));
            ui.ctx().accesskit_node_builder(button.id, |node| node.set_expanded(is_open));
            if button.clicked() {
                drafts.call_part = Some(*part).filter(|_| !is_open);
            }
        }
    });
    match drafts.call_part {
        Some(Part::Headers) => {
            let field = SecretField::new("Headers, one per line").hint("accept: application/json").rows(3);
            let field = field.problem(problem(problems, ApiField::Headers));
            if text(ui, field, &mut drafts.call_headers, &mut app.call.draft.headers).lost_focus() {
                app.call.leave_field();
            }
        }
        Some(Part::Body) => {
            let field = SecretField::new("Body of the request").hint("{\"name\": \"Rex\"}").rows(6);
            let _typed = text(ui, field, &mut drafts.call_body, &mut app.call.draft.body);
        }
        Some(Part::Scope) if app.call.auth == AuthKind::Iam => scope(app, problems, ui),
        Some(Part::Scope) | None => {}
    }
}

/// Region and service of the signature: derived, unless somebody knows better.
fn scope(app: &mut App, problems: &[ApiProblem], ui: &mut Ui) {
    let told = app.call.draft.derived_scope();
    let region = told.as_ref().and_then(|scope| scope.region.clone()).or_else(|| app.region_at_hand());
    let service = told.map_or_else(|| "execute-api".to_owned(), |scope| scope.service);
    let region = region.map_or_else(|| "eu-west-1".to_owned(), |region| format!("{region}, derived"));
    let service = format!("{service}, derived");
    ui.horizontal_top(|ui| {
        let half = (ui.available_width() - ui.spacing().item_spacing.x) / 2.0;
        for (field, label, hint) in
            [(ApiField::Region, "Region", &region), (ApiField::Service, "Service", &service)]
        {
            ui.allocate_ui(vec2(half, 0.0), |ui| {
                ui.set_width(half);
                let input = Field::new(label).mono().hint(hint).problem(problem(problems, field));
                let typed = match field {
                    ApiField::Region => &mut app.call.draft.region,
                    ApiField::Service | ApiField::Method | ApiField::Url | ApiField::Headers => {
                        &mut app.call.draft.service
                    }
                };
                let response = input.show(ui, typed);
                pointed_at(app, field, &response);
            });
        }
    });
}

/// A text that may hold a secret: it is seen while it is typed, and can be masked.
fn text(ui: &mut Ui, field: SecretField<'_>, buf: &mut SecretBuf, kept: &mut Secret) -> Response {
    if buf.secret() != *kept {
        buf.set(kept);
        buf.reveal(true);
    } else if buf.is_empty() {
        buf.reveal(true);
    }
    let response = field.show(ui, buf);
    if response.changed() {
        *kept = buf.secret();
    }
    response
}

fn buttons(app: &mut App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let call = |command| Command::Call(command);
    ui.horizontal_wrapped(|ui| {
        let reason = |command: &Command| app.may(command).err();
        let (send, all) = (call(CallCommand::Send), call(CallCommand::TryAll));
        if app.call.is_calling() {
            if ui.add(Button::primary("Stop").icon(icons::SQUARE)).clicked() {
                commands.push(call(CallCommand::Stop));
            }
        } else {
            let button =
                Button::primary("Send").icon(icons::SEND).shortcut("Ctrl+Enter").unless(reason(&send));
            if ui.add(button).clicked() {
                commands.push(send);
            }
        }
        let hint =
            "Keys, ID token, access token and nothing, one after the other: which one does the API want?";
        let button = Button::plain("Try all").icon(icons::LIST_CHECKS).hint(hint).unless(reason(&all));
        if ui.add(button).clicked() {
            commands.push(all);
        }
        menus::keep(app, ui, commands);
        menus::show(app, ui, commands);
    });
}
