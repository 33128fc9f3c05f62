//! The card of a check before signing in: one line for each thing that was looked at, with the repair beside it.

use eframe::egui::{Id, Label, RichText, Ui, vec2};

use crate::app::{App, Command, Walk, mend_commands};
use crate::explain::{Finding, Health};
use crate::flow::Ending;
use crate::handoff::redact;
use crate::ui::theme::{CODE, Icon, SMALL, SMALL_HEIGHT, TEXT, Tokens, face, icons, mono, semibold};
use crate::ui::widgets::{Button, Card, Tone};

/// Room for what was looked at, before what was found.
const SUBJECTS: f32 = 172.0;

/// Draws the card, if a check is at hand.
pub(super) fn show(app: &App, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let Some((words, found)) = app.findings() else { return };
    let worst = found.iter().map(|finding| finding.state).min().unwrap_or(Health::Good);
    let ending = app.walk.as_ref().and_then(Walk::ending);
    let is_stopped = ending == Some(Ending::Stopped);
    let tone = match worst {
        _ if is_stopped => Tone::Plain,
        Health::Bad => Tone::Bad,
        // Nothing is known yet.
        Health::Unknown | Health::Note | Health::Good if ending.is_none() => Tone::Plain,
        Health::Unknown | Health::Note | Health::Good => Tone::Ok,
    };
    let no_corner = |_: &mut Ui| {};
    Card::new(tone).title(&words.title).icon(tone.icon()).show(ui, no_corner, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        ui.label(RichText::new(&words.text).font(face(SMALL)).color(Tokens::of(ui).muted));
        ui.add_space(2.0);
        for finding in &found {
            line(app, finding, (ui, commands));
        }
        if ending.is_some() || app.walk.is_none() {
            ui.add_space(4.0);
            what_follows(app, worst, (ui, commands));
        }
    });
}

/// True while the findings of a check that has just ended are to be brought into sight: no call may have come back with
/// them, when a guest identity was declined.
pub(super) fn just_came(app: &App, ui: &Ui) -> bool {
    const BRIEFLY_SECS: f64 = 0.5;
    let Some(walk) = app.walk.as_ref().filter(|walk| walk.is_preflight() && walk.ending().is_some()) else {
        return false;
    };
    let (key, now) = (Id::unique("findings"), ui.input(|input| input.time));
    let seen: Option<(RunOfWalk, f64)> = ui.data(|data| data.get_temp(key));
    let run = walk.run.0;
    let since = seen.filter(|(known, _)| *known == run).map_or(now, |(_, since)| since);
    ui.data_mut(|data| data.insert_temp(key, (run, since)));
    now - since < BRIEFLY_SECS
}

/// The number of a walk.
type RunOfWalk = u64;

fn what_follows(app: &App, worst: Health, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    ui.horizontal(|ui| {
        let run = Button::primary("Run").icon(icons::PLAY).unless(app.may(&Command::Run).err());
        if app.walk.is_some() && worst != Health::Bad && ui.add(run).clicked() {
            commands.push(Command::Run);
        }
        let again = match app.walk {
            None if worst != Health::Bad => Button::primary("Check").icon(icons::PLAY),
            None | Some(_) => Button::plain("Check again").icon(icons::ROTATE_CW),
        };
        if ui.add(again.unless(app.may(&Command::Preflight).err())).clicked() {
            commands.push(Command::Preflight);
        }
    });
}

/// Icon and name at the left, the words at the right with what can be done under them.
fn line(app: &App, finding: &Finding, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let t = Tokens::of(ui);
    let (tone, icon) = look(finding.state);
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(SUBJECTS, SMALL_HEIGHT), |ui| {
            ui.set_width(SUBJECTS);
            ui.horizontal(|ui| {
                let shown = ui.label(icon.text(TEXT + 2.0).color(tone.ink(t)));
                shown.on_hover_text(finding.state.label());
                ui.add(Label::new(RichText::new(finding.subject.label()).font(semibold(SMALL))).truncate());
            });
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let state = match finding.state {
                Health::Bad => format!("{} · ", finding.state.label()),
                Health::Unknown | Health::Good | Health::Note => String::new(),
            };
            ui.label(RichText::new(format!("{state}{}", finding.says)).color(t.text));
            if let Some(said) = &finding.service_said {
                ui.label(RichText::new(redact::prose(said)).font(mono(CODE)).color(t.muted));
            }
            if let Some(next) = &finding.next {
                ui.label(RichText::new(next).font(face(SMALL)).color(t.muted));
            }
            if let Some(mend) = &finding.mend {
                let mended = mend_commands(mend);
                let label = mend.label(&app.form.draft);
                let reason = mended.iter().find_map(|command| app.may(command).err());
                if ui.add(Button::small(&label).icon(icons::WRENCH).unless(reason)).clicked() {
                    commands.extend(mended);
                }
            }
        });
    });
}

const fn look(state: Health) -> (Tone, Icon) {
    match state {
        Health::Good => (Tone::Ok, icons::CIRCLE_CHECK),
        Health::Note => (Tone::Plain, icons::INFO),
        Health::Unknown => (Tone::Warn, icons::CIRCLE_QUESTION_MARK),
        Health::Bad => (Tone::Bad, icons::CIRCLE_X),
    }
}
