//! The lanes of the walk, with what Cognito asks and what went wrong as cards under their steps.

use eframe::egui::{Align, Frame, Margin, Panel, Rect, RichText, Ui, vec2};
use jiff::SignedDuration;

use super::{account, away, findings, question, trouble};
use crate::app::{App, Command, advice};
use crate::explain;
use crate::flow::{Actor, Ending, Step, StepState};
use crate::ui::theme::{SMALL, Tokens, face};
use crate::ui::widgets::{LaneHead, LaneRow, Lanes};
use crate::ui::window::Drafts;

/// Draws the lanes in the room that is left.
pub(in crate::ui) fn show(app: &mut App, drafts: &mut Drafts, ui: &mut Ui, commands: &mut Vec<Command>) {
    another_walk(app, ui);
    let steps = app.steps();
    let words: Vec<Words> = steps.iter().map(|step| Words::of(step, app)).collect();
    let rows: Vec<LaneRow<'_>> = steps.iter().zip(&words).map(|(step, words)| words.row(step)).collect();
    let ids = HeadIds::of(app);
    let heads = ids.heads();
    let card = card_of(app, &app.walk_steps());
    let has_begun = app.walk.is_some() || !app.call.steps().is_empty();
    let selected = app.shown_step().filter(|_| has_begun);
    let picked = Lanes::new(&heads, &rows, app.now).selected(selected).card_under(card).show(ui, |ui| {
        let Some(step) = card.and_then(|at| steps.get(at)) else { return };
        let top = ui.cursor().min;
        let room = ui.max_rect();
        match (&step.question, step.state) {
            (Some(asked), StepState::Asking) => {
                findings::show(app, (ui, commands));
                question::show(app, drafts, asked, (ui, commands));
            }
            _ if app.findings().is_some() => findings::show(app, (ui, commands)),
            (_, StepState::UnderWay { .. }) => {
                if let Some(waits) = app.away() {
                    away::show(app, &waits, &drafts.copied, (ui, commands));
                }
            }
            _ => {
                if let (Some(advice), Some(at)) = (advice(app, step), card) {
                    trouble::show(app, &drafts.copied, (&advice, at), (ui, commands));
                } else {
                    account::outcome(app, &drafts.copied, (ui, commands));
                }
            }
        }
        if is_fresh(app, step) || findings::just_came(app, ui) {
            let card = Rect::from_min_max(top, ui.min_rect().max + vec2(0.0, 12.0));
            // A card that is taller than the room for it is read from its top.
            let from_top = (card.height() > ui.clip_rect().height()).then_some(Align::Min);
            ui.scroll_to_rect(card, from_top);
        }
        if step.state == StepState::Asking {
            drafts.spots.card = Some(room.with_max_y(ui.min_rect().bottom()));
        }
    });
    commands.extend(picked.map(Command::SelectStep));
}

/// Says so when the walk at hand is not the one that stands in the form.
fn another_walk(app: &App, ui: &mut Ui) {
    let Some(whose) = app.walk_of_another() else { return };
    let walks = app.walk.as_ref().is_some_and(|walk| walk.ending().is_none());
    let words = if walks {
        format!("This is the walk {whose}, not of what stands in the form. To leave it, start again.")
    } else {
        format!("This was the walk {whose}, not of what stands in the form.")
    };
    let frame = Frame::new().inner_margin(Margin::symmetric(16, 8)).fill(Tokens::of(ui).warn_tint);
    Panel::top("another walk").resizable(false).frame(frame).show(ui, |ui| {
        ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).warn));
    });
}

/// True while a card opens: it is brought into sight then, and left alone afterwards.
fn is_fresh(app: &App, step: &Step) -> bool {
    let ended = step.performed.as_ref().map(|performed| performed.started.saturating_add(performed.took));
    let since = match (&step.question, step.state) {
        (Some(asked), StepState::Asking) => Some(asked.received),
        _ => ended.and_then(Result::ok),
    };
    since.is_some_and(|since| app.now.duration_since(since) < SignedDuration::from_millis(500))
}

/// The step that has a card: the one that asks or waits for the browser, the last one of a check, or the one that ended
/// the walk badly.
fn card_of(app: &App, steps: &[Step]) -> Option<usize> {
    let asks = steps.iter().position(|step| step.state == StepState::Asking);
    if app.findings().is_some() {
        let is_over = app.walk.as_ref().is_none_or(|walk| walk.ending().is_some());
        let last = steps.iter().rposition(|step| step.state.is_over());
        return asks.or_else(|| last.or(steps.len().checked_sub(1).map(|_| 0)).filter(|_| is_over));
    }
    let waits = |step: &Step| matches!(step.state, StepState::UnderWay { .. }) && app.away().is_some();
    asks.or_else(|| steps.iter().position(waits)).or_else(|| {
        let ended = app.walk.as_ref()?.ending()?;
        if ended == Ending::Finished {
            // What was refused on the way was mended.
            let is_errand = app.walk.as_ref().is_some_and(|walk| walk.flow().errand().is_some());
            return steps.iter().rposition(|step| step.state == StepState::Done).filter(|_| is_errand);
        }
        steps.iter().rposition(|step| step.failure().is_some())
    })
}

/// The texts of one row, kept while it is drawn.
struct Words {
    gist: String,
    back: String,
    status: String,
}

impl Words {
    fn of(step: &Step, app: &App) -> Self {
        let gist = explain::gist(step);
        Self { gist: gist.out, back: gist.back.unwrap_or_default(), status: explain::status(step, app.now) }
    }

    fn row(&self, step: &Step) -> LaneRow<'_> {
        LaneRow {
            name: step.operation.name(),
            gist: &self.gist,
            back: &self.back,
            status: &self.status,
            state: step.state,
            to: step.operation.actor(),
        }
    }
}

/// The short ids under the names of the actors.
struct HeadIds {
    you: String,
    user_pool: String,
    identity_pool: String,
    sts: String,
    /// Only once one was called.
    api: Option<String>,
}

impl HeadIds {
    fn of(app: &App) -> Self {
        let api = app.call.host().map(str::to_owned);
        if let Some(walk) = &app.walk {
            // A walk is what it was asked for, whatever has been typed since.
            let config = walk.flow().config();
            return Self {
                you: if walk.is_preflight() { "nobody".to_owned() } else { config.username.clone() },
                user_pool: config.pool.as_ref().map_or_else(|| "—".to_owned(), |id| tail(id.as_str(), '_')),
                identity_pool: config
                    .identity_pool
                    .as_ref()
                    .map_or("none".to_owned(), |id| ends(id.as_str())),
                sts: config.identity_region().to_string(),
                api,
            };
        }
        let draft = &app.form.draft;
        let username = draft.username.trim();
        let identity = draft.identity_pool.trim();
        Self {
            you: if username.is_empty() { "nobody yet".to_owned() } else { username.to_owned() },
            user_pool: tail(draft.user_pool.trim(), '_'),
            identity_pool: if identity.is_empty() { "none".to_owned() } else { ends(identity) },
            sts: draft.derived_region().map_or_else(|| "—".to_owned(), |region| region.to_string()),
            api,
        }
    }

    fn heads(&self) -> Vec<LaneHead<'_>> {
        let head = |actor, name, id| LaneHead { actor, name, id };
        let api = self.api.as_deref().map(|id| head(Actor::YourApi, "Your API", id));
        let pools = [
            head(Actor::You, "You", self.you.as_str()),
            head(Actor::UserPool, "User pool", self.user_pool.as_str()),
            head(Actor::IdentityPool, "Identity pool", self.identity_pool.as_str()),
            head(Actor::Sts, "STS", self.sts.as_str()),
        ];
        pools.into_iter().chain(api).collect()
    }
}

/// `…_Practice1` of `eu-west-1_Practice1`.
fn tail(id: &str, separator: char) -> String {
    match id.split_once(separator) {
        Some((_, name)) => format!("…{separator}{name}"),
        None if id.is_empty() => "—".to_owned(),
        None => id.to_owned(),
    }
}

/// `…7f3a`: the last four characters of an id.
fn ends(id: &str) -> String {
    let from = id.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    format!("…{}", id.get(from..).unwrap_or(id))
}
