//! The card of a question from Cognito: its fields from data, the time that is left, the answer.
//! A challenge that Poolwalk does not know can be answered by hand, key by key.

use eframe::egui::{Grid, Key, Label, Response, RichText, Ui, vec2};
use jiff::SignedDuration;

use crate::app::{AnswerField, App, Command, Fold, Walk, advice};
use crate::cognito::challenge::name;
use crate::cognito::{Challenge, FieldKind, FieldSpec};
use crate::explain;
use crate::flow::{Operation, StepState};
use crate::handoff::redact;
use crate::secret::Secret;
use crate::ui::screens::form::synced;
use crate::ui::screens::set_up;
use crate::ui::theme::{CODE, Tokens, icons, mono};
use crate::ui::widgets::{
    Badge, Button, Card, Choice, Combo, ExpiryPill, Field, SecretBuf, SecretField, Tone, problem_line,
};
use crate::ui::window::Drafts;

/// Stands in an empty field that may stay so.
const MAY_BE_EMPTY: &str = "may stay empty";
/// The same at a sign-up: what is needed there, each pool settles for itself.
const POOL_MAY_ASK: &str = "if the pool asks for it";

/// Draws the card.
pub(super) fn show(
    app: &mut App,
    drafts: &mut Drafts,
    asked: &Challenge,
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let words = explain::challenge(asked);
    let left = asked.expires().map(|end| end.duration_since(app.now));
    let is_errand = app.walk.as_ref().is_some_and(|walk| walk.flow().errand().is_some());
    let is_check = app.walk.as_ref().is_some_and(Walk::is_preflight);
    let card = Card::new(Tone::Accent).title(&words.title);
    card.show(
        ui,
        |ui| left.into_iter().for_each(|left| countdown(ui, left)),
        |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            ui.label(RichText::new(&words.text).color(Tokens::of(ui).muted));
            if let Some(refused) = refusal(app) {
                problem_line(ui, &refused);
            }
            came_along(asked, ui);
            set_up::show(app, asked, ui, commands);
            let entered = fields(app, drafts, asked, ui);
            ui.add_space(2.0);
            ui.horizontal(|ui| {
                answer(asked, entered, ui, commands);
                if is_check {
                    if ui.add(Button::plain("Skip").icon(icons::X)).clicked() {
                        commands.push(Command::Stop);
                    }
                } else if is_errand {
                    if ui.add(Button::plain("Not now").icon(icons::X)).clicked() {
                        commands.push(Command::Stop);
                    }
                } else if ui.add(Button::plain("Start again").icon(icons::ROTATE_CW)).clicked() {
                    commands.push(Command::StartAgain);
                }
                if asked.is_open_ended() && ui.add(Button::plain("Add a field").icon(icons::PLUS)).clicked() {
                    commands.push(Command::AddAnswerField);
                }
                let by_code = asked.fields().iter().any(|field| field.kind == FieldKind::Code);
                let is_sent = by_code && asked.name != name::VERIFY_SOFTWARE_TOKEN;
                if is_sent && app.is_practice() && !app.is_open(Fold::Inbox) {
                    let inbox = Button::plain("Practice inbox").icon(icons::INBOX);
                    if ui.add(inbox.hint("The codes that Cognito would send")).clicked() {
                        commands.push(Command::Toggle(Fold::Inbox));
                    }
                }
            });
        },
    );
}

/// What came with a question of the pool's own: it may be the question itself.
fn came_along(asked: &Challenge, ui: &mut Ui) {
    if asked.name != name::CUSTOM_CHALLENGE && !asked.is_by_hand() {
        return;
    }
    let t = Tokens::of(ui);
    let shown = redact::params(&asked.parameters, redact::Show::Masked);
    let grid = Grid::new("what came along").num_columns(2).spacing([16.0, 4.0]);
    grid.show(ui, |ui| {
        for (key, value) in shown {
            ui.label(RichText::new(key).font(mono(CODE)).color(t.muted));
            ui.add(Label::new(RichText::new(value).color(t.text)).wrap());
            ui.end_row();
        }
    });
}

/// The button that answers. A question without fields has no field to press Enter in.
fn answer(asked: &Challenge, entered: bool, ui: &mut Ui, commands: &mut Vec<Command>) {
    let button = Button::primary(asked.verb()).icon(icons::ARROW_RIGHT);
    let button = if asked.fields().is_empty() { button } else { button.shortcut("Enter") };
    if ui.add(button).clicked() || entered {
        commands.push(Command::Answer);
    }
}

/// Why the answer before this one was refused.
fn refusal(app: &App) -> Option<String> {
    let last = app.walk.as_ref()?.steps().iter().rfind(|step| step.state.is_over())?;
    if last.state == StepState::Done {
        return None; // of a check: the refusal was the answer
    }
    let advice = advice(app, last)?;
    let said = advice.service_said.map(|said| format!(" ({})", redact::prose(&said))).unwrap_or_default();
    let seen = advice.causes.first().filter(|cause| cause.is_seen);
    let seen = seen.map(|cause| format!(". {}", cause.text)).unwrap_or_default();
    Some(format!("{}{said}{seen}", advice.what))
}

/// The session's time. Poolwalk cannot know the app client's setting, so it counts the default.
fn countdown(ui: &mut Ui, left: SignedDuration) {
    let response = if left.is_positive() {
        ui.add(ExpiryPill::new(left).urgent())
    } else {
        ui.add(Badge::new(Tone::Bad, "probably expired"))
    };
    response.on_hover_text("A session lives 3 minutes unless the app client says otherwise");
}

/// Draws the fields; true when Enter was pressed in one of them.
fn fields(app: &mut App, drafts: &mut Drafts, asked: &Challenge, ui: &mut Ui) -> bool {
    let specs = asked.fields();
    let hint = if asked.name == Operation::SignUp.name() { POOL_MAY_ASK } else { MAY_BE_EMPTY };
    let Some(walk) = &mut app.walk else { return false };
    drafts.answers.resize_with(walk.answer.len(), SecretBuf::default);
    let height = ui.clip_rect().height();
    let resized = (std::mem::replace(&mut drafts.question_room, height) - height).abs() > 1.0;
    let missing = walk.missing;
    let width = ui.available_width();
    let gap = ui.spacing().item_spacing.x;
    let in_a_row = if !asked.is_by_hand() && width > 380.0 { 2 } else { 1 };
    let room = if in_a_row == 2 { ((width - gap) / 2.0).floor() } else { width };
    let mut entered = false;
    let first = walk.answer.first().map(|field| field.text.clone()).unwrap_or_default();
    // What belongs to another choice of the first field is not there.
    let belongs = |at: usize| specs.get(at).is_none_or(|spec| spec.goes_with(first.expose()));
    let all = walk.answer.iter_mut().zip(&mut drafts.answers).enumerate();
    let mut fields: Vec<_> = all.filter(|(at, _)| belongs(*at)).collect();
    for row in fields.chunks_mut(in_a_row) {
        ui.horizontal_top(|ui| {
            for (at, (field, buf)) in row {
                let problem = (missing == Some(*at)).then(|| lacking(field)).flatten();
                let response = ui.allocate_ui(vec2(room, 0.0), |ui| {
                    ui.set_width(room);
                    ui.push_id(*at, |ui| match specs.get(*at) {
                        Some(spec) if !asked.is_by_hand() => {
                            one(ui, (spec, hint), (&mut field.text, buf), problem)
                        }
                        Some(_) | None => by_hand(ui, (&mut field.key, &mut field.text), buf, problem),
                    })
                });
                let response = response.inner.inner;
                entered |= response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                if walk.focus_answer == Some(*at) {
                    walk.focus_answer = None;
                    response.request_focus();
                    response.scroll_to_me(None);
                } else if resized && *at == 0 {
                    response.scroll_to_me(None);
                }
            }
        });
    }
    entered
}

/// What a field still lacks.
fn lacking(field: &AnswerField) -> Option<&'static str> {
    if field.key.trim().is_empty() {
        Some("Name the response key, or empty the value")
    } else {
        field.text.is_empty().then_some("This is empty")
    }
}

fn one(
    ui: &mut Ui,
    (spec, hint): (&FieldSpec, &str),
    (text, buf): (&mut Secret, &mut SecretBuf),
    problem: Option<&str>,
) -> Response {
    match &spec.kind {
        FieldKind::Text | FieldKind::Code => {
            let mut typed = text.expose().to_owned();
            let hint = if spec.is_optional { hint } else { "" };
            let response = Field::new(&spec.label).hint(hint).problem(problem).show(ui, &mut typed);
            if response.changed() {
                *text = Secret::new(typed);
            }
            response
        }
        FieldKind::NewPassword | FieldKind::Secret => {
            let hint = if spec.is_optional { hint } else { "" };
            synced(ui, SecretField::new(&spec.label).hint(hint).problem(problem), buf, text)
        }
        FieldKind::Choice(choices) => {
            let chosen = choices.iter().position(|choice| choice == text.expose());
            let shown: Vec<_> = choices.iter().map(|choice| Choice { label: choice, detail: "" }).collect();
            let made = Combo::new(&spec.label).problem(problem).show(ui, &shown, chosen);
            if let Some(choice) = made.and_then(|at| choices.get(at)) {
                *text = Secret::from(choice.as_str());
            }
            ui.response()
        }
    }
}

fn by_hand(
    ui: &mut Ui,
    (key, text): (&mut String, &mut Secret),
    buf: &mut SecretBuf,
    problem: Option<&str>,
) -> Response {
    let width = ui.available_width() - ui.spacing().item_spacing.x;
    ui.horizontal_top(|ui| {
        let key_width = (width * 0.4).floor();
        ui.allocate_ui(vec2(key_width, 0.0), |ui| Field::new("Response key").mono().show(ui, key));
        ui.allocate_ui(vec2(width - key_width, 0.0), |ui| {
            synced(ui, SecretField::new("Value").problem(problem), buf, text)
        })
        .inner
    })
    .inner
}
