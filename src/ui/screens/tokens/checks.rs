//! How a token stands: the pill, the button that has it checked, and every check with what was expected and found.

use eframe::egui::{Align, Label, Layout, RichText, Ui, vec2};
use jiff::Timestamp;

use crate::app::{App, Command, Fold, Had, Keys, Live, TokenCommand, TokenRef};
use crate::explain::{Advice, span};
use crate::jwt::checks::{Check, Checked, Outcome, Source, Verdict};
use crate::jwt::{Opened, Shape, relative};
use crate::ui::theme::{CODE, ICON, Icon, SMALL, Tokens, face, icons, medium, mono, semibold};
use crate::ui::widgets::{Badge, Button, Card, Tone};

/// Decoded is not verified, and that is said wherever a token is shown.
pub(in crate::ui::screens) fn pill(app: &App, which: TokenRef, ui: &mut Ui) {
    if app.tokens.opened(which).is_some_and(|opened| matches!(opened.shape, Shape::Encrypted(_))) {
        let why = "Only who has the key can open or check it";
        ui.add(Badge::new(Tone::Plain, "encrypted")).on_hover_text(why);
        return;
    }
    let verdict = app.verdict(which);
    let proves_nothing = app.tokens.opened(which).and_then(Opened::proves_nothing);
    if let (Verdict::NotVerified, Some((word, problem))) = (verdict, proves_nothing) {
        ui.add(Badge::new(Tone::Bad, word).icon(icons::CIRCLE_X)).on_hover_text(problem.to_string());
        return;
    }
    let (tone, icon) = look(verdict);
    let why = match (verdict, app.given_keys().is_some()) {
        (Verdict::Valid, false) => {
            "Every check that applies was passed: signed by the issuer, unchanged, not expired"
        }
        (Verdict::Valid, true) => {
            "Every check that applies was passed by the key set you gave; that it is the issuer’s is for you to know"
        }
        (Verdict::Invalid, false) => "At least one check failed: do not trust what it says",
        (Verdict::Invalid, true) => {
            "At least one check failed, by the key set you gave: do not trust what it says"
        }
        (Verdict::NotVerified, _) => {
            "Anybody can write a token: this one was read, its signature was not checked"
        }
    };
    ui.add(Badge::new(tone, verdict.label()).icon(icon)).on_hover_text(why);
}

const fn look(verdict: Verdict) -> (Tone, Icon) {
    match verdict {
        Verdict::Valid => (Tone::Ok, icons::SHIELD_CHECK),
        Verdict::Invalid => (Tone::Bad, icons::CIRCLE_X),
        Verdict::NotVerified => (Tone::Warn, icons::SHIELD_ALERT),
    }
}

/// Has the token checked.
pub(in crate::ui::screens) fn verify_button(
    app: &App,
    which: TokenRef,
    ui: &mut Ui,
    commands: &mut Vec<Command>,
) {
    let verify = Command::Tokens(TokenCommand::Verify(which));
    let label = format!("Verify {}", which.name());
    let button = Button::small("Verify").icon(icons::SHIELD_CHECK).unless(app.may(&verify).err());
    let hint = "Every check, with the public keys of the pool; they are fetched when they are not at hand";
    let response = ui.add(button.hint(hint)).accessible_name(label);
    if response.clicked() {
        commands.push(verify);
    }
}

/// Has the pool asked whether it still takes the token.
pub(super) fn live_button(app: &App, which: TokenRef, ui: &mut Ui, commands: &mut Vec<Command>) {
    let check = Command::Tokens(TokenCommand::CheckLive(which));
    let button = Button::small("Live check").icon(icons::SEND).unless(app.may(&check).err());
    let hint = format!("Sends this token to {} (GetUser) and changes nothing there", app.live_host(which));
    if ui.add(button.hint(&hint)).accessible_name("Live check (GetUser)").clicked() {
        commands.push(check);
    }
}

/// What the checks came to, or why there are none yet.
pub(super) fn card(app: &App, which: TokenRef, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let (checked, live) = (app.checked(which), app.live(which));
    if let Some((host, waited)) = app.waiting_for_token(which) {
        waiting(ui, commands, &format!("Waiting for {host}… {}", span(waited)));
    }
    if let Some(advice) = app.keys_problem(which) {
        no_keys(advice, ui);
    }
    if checked.is_none() && live.is_none() {
        return;
    }
    let tone = checked.as_ref().map_or(Tone::Plain, |checked| look(checked.verdict).0);
    let no_corner = |_: &mut Ui| {};
    Card::new(tone).flat().show(ui, no_corner, |ui| {
        ui.spacing_mut().item_spacing.y = 8.0;
        if let Some(checked) = &checked {
            let is_open = app.is_open(fold(checked));
            sentence(app, (which, checked), ui, commands);
            if is_open {
                keys(app, (which, checked), ui);
            }
            list(checked, is_open, ui);
        }
        revocation(app, live, ui);
    });
}

fn waiting(ui: &mut Ui, commands: &mut Vec<Command>, words: &str) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(words).color(Tokens::of(ui).muted));
        if ui.add(Button::small("Stop").icon(icons::SQUARE)).clicked() {
            commands.push(Command::Tokens(TokenCommand::StopWaiting));
        }
    });
}

/// Nothing was checked, and that is no verdict.
fn no_keys(advice: &Advice, ui: &mut Ui) {
    let no_corner = |_: &mut Ui| {};
    let card = Card::new(Tone::Bad).title("The public keys could not be fetched").icon(icons::UNPLUG).flat();
    card.show(ui, no_corner, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        for words in [&advice.what, &advice.why(), &advice.next] {
            ui.add(Label::new(RichText::new(words)).wrap());
        }
        if let Some(said) = &advice.service_said {
            ui.add(Label::new(RichText::new(said).font(mono(CODE)).color(Tokens::of(ui).muted)).wrap());
        }
        let words = "Without them: paste or drop the pool’s key set (jwks.json) above";
        ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted)).wrap());
    });
}

/// What hides the checks that did not fail.
fn fold(checked: &Checked) -> Fold {
    if checked.failed().next().is_some() { Fold::ChecksOfInvalid } else { Fold::Checks }
}

/// The verdict, how many checks made it, and the way to them.
fn sentence(app: &App, (which, checked): (TokenRef, &Checked), ui: &mut Ui, commands: &mut Vec<Command>) {
    let Some(opened) = app.tokens.opened(which) else { return };
    let t = Tokens::of(ui);
    let (tone, icon) = look(checked.verdict);
    let fold = fold(checked);
    let (label, chevron) = match (app.is_open(fold), fold == Fold::ChecksOfInvalid) {
        (true, true) => ("Hide the others", icons::CHEVRON_UP),
        (true, false) => ("Hide the checks", icons::CHEVRON_UP),
        (false, true) => ("Show the others", icons::CHEVRON_DOWN),
        (false, false) => ("Show the checks", icons::CHEVRON_DOWN),
    };
    ui.horizontal_top(|ui| {
        ui.label(icon.text(ICON).color(tone.ink(t)));
        let room = vec2(ui.available_width() - FOLD_WIDTH, 0.0);
        ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
            ui.set_width(room.x);
            ui.spacing_mut().item_spacing.y = 4.0;
            ui.add(Label::new(RichText::new(checked.sentence(opened)).font(semibold(13.0))).wrap());
            ui.add(Label::new(RichText::new(checked.counted()).font(face(SMALL)).color(t.muted)).wrap());
        });
        ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
            if ui.add(Button::small(label).icon(chevron)).clicked() {
                commands.push(Command::Toggle(fold));
            }
        });
    });
}

/// Room for the button that shows and hides the checks.
const FOLD_WIDTH: f32 = 164.0;

/// Whose keys it was checked with, and what it was held against.
fn keys(app: &App, (which, checked): (TokenRef, &Checked), ui: &mut Ui) {
    let trust = app.whose(which).trust;
    let pool = match checked.source {
        Source::IdentityPool => trust.identity_pool.map(|pool| pool.to_string()),
        Source::UserPool => trust.user_pool.map(|pool| pool.to_string()),
    };
    let of = pool.map_or_else(
        || "no pool is known to hold it against".to_owned(),
        |pool| format!("held against {pool}"),
    );
    let words = format!("{}; {of}", told_of(app.keys(which), app.now));
    ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted)).wrap());
}

fn told_of(keys: Option<&Keys>, now: Timestamp) -> String {
    let Some(keys) = keys else { return "No keys at hand: press Verify".to_owned() };
    let counted = keys.counted();
    match &keys.had {
        Had::Given => format!("{counted}, given by you"),
        Had::Fetched { host, in_the_clear } => {
            let how = if *in_the_clear { "fetched without TLS" } else { "fetched" };
            format!("{counted} from {host}, {how} {}", relative(keys.since, now))
        }
    }
}

/// Every check, those that failed first; folded, those alone.
fn list(checked: &Checked, is_open: bool, ui: &mut Ui) {
    let mut shown = checked.failed_first();
    shown.retain(|check| is_open || check.outcome == Outcome::Failed);
    if shown.is_empty() {
        return;
    }
    let columns = Columns::of(ui.available_width());
    ui.spacing_mut().interact_size.y = 0.0;
    if let Columns::Beside { name, each } = columns {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 8.0;
            for (width, words) in [(name, "Check"), (each, "Expected"), (each, "Found")] {
                cell(ui, width, RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).faint));
            }
        });
    }
    for check in shown {
        let t = Tokens::of(ui);
        let top = ui.cursor().top() - 4.0;
        ui.painter().hline(ui.max_rect().x_range(), ui.painter().round_to_pixel_center(top), (1.0, t.line));
        one(check, columns, ui);
    }
}

#[derive(Clone, Copy)]
enum Columns {
    Beside { name: f32, each: f32 },
    Stacked,
}

impl Columns {
    fn of(width: f32) -> Self {
        let name = 196.0;
        let each = (width - name - 16.0) / 2.0;
        if each < 200.0 { Self::Stacked } else { Self::Beside { name, each } }
    }
}

fn one(check: &Check, columns: Columns, ui: &mut Ui) {
    let t = Tokens::of(ui);
    let found_ink = if check.outcome == Outcome::Failed { t.bad } else { t.text };
    let expected = RichText::new(check.expected.to_string()).font(mono(CODE - 0.5)).color(t.muted);
    let found = RichText::new(check.found.to_string()).font(mono(CODE - 0.5)).color(found_ink);
    match columns {
        Columns::Beside { name, each } => {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 8.0;
                named(check, ui, name);
                cell(ui, each, expected);
                cell(ui, each, found);
            });
        }
        Columns::Stacked => {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let width = ui.available_width();
                named(check, ui, width);
                for (word, text) in [("expected", expected), ("found", found)] {
                    ui.horizontal_top(|ui| {
                        ui.add_space(22.0);
                        cell(ui, 56.0, RichText::new(word).font(face(SMALL)).color(t.faint));
                        ui.add(Label::new(text).wrap());
                    });
                }
            });
        }
    }
}

/// Icon, name and word: meaning never by color alone.
fn named(check: &Check, ui: &mut Ui, width: f32) {
    let t = Tokens::of(ui);
    let (icon, ink) = match check.outcome {
        Outcome::Passed => (icons::CHECK, t.ok),
        Outcome::Failed => (icons::X, t.bad),
        Outcome::Skipped => (icons::MINUS, t.faint),
    };
    ui.allocate_ui_with_layout(vec2(width, 18.0), Layout::left_to_right(Align::Center), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.x = 8.0;
        ui.label(icon.text(14.0).color(ink));
        let name = Label::new(RichText::new(check.name.label()).font(medium(SMALL)).color(t.text)).truncate();
        let said = format!("{} {}", check.name.label(), check.outcome.label());
        ui.add(name).accessible_name(said);
        if check.outcome != Outcome::Passed {
            ui.label(RichText::new(check.outcome.label()).font(face(SMALL - 1.0)).color(ink));
        }
    });
}

fn cell(ui: &mut Ui, width: f32, text: RichText) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.add(Label::new(text).wrap());
    });
}

/// No signature tells of signing out: only the pool knows, and it can be asked. What it said, where it was.
fn revocation(app: &App, live: Option<&Live>, ui: &mut Ui) {
    let t = Tokens::of(ui);
    let words = "A revoked token still verifies: only a live check can tell";
    ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(t.muted)).wrap());
    let Some(Live { at, answer, .. }) = live else { return };
    let when = relative(*at, app.now);
    let (tone, words) = match answer {
        Ok(user) => (Tone::Ok, format!("Live: the user pool took it for {user} {when}")),
        Err(advice) => (Tone::Bad, format!("Not taken {when}: {}", advice.what)),
    };
    ui.horizontal_top(|ui| {
        ui.label(tone.icon().text(14.0).color(tone.ink(t)));
        ui.add(Label::new(RichText::new(words)).wrap());
    });
    if let Err(advice) = answer {
        for words in
            [Some(&advice.why()), Some(&advice.next), advice.service_said.as_ref()].into_iter().flatten()
        {
            ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(t.muted)).wrap());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jwt::KeySet;

    #[test]
    fn it_is_said_whose_word_the_keys_are() {
        let set = KeySet::read(r#"{"keys":[]}"#).unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let told = |had| told_of(Some(&Keys { set: set.clone(), had, since: now }), now);
        let fetched = |in_the_clear| told(Had::Fetched { host: "pool.example".to_owned(), in_the_clear });
        assert_eq!(fetched(false), "0 keys from pool.example, fetched just now");
        assert_eq!(fetched(true), "0 keys from pool.example, fetched without TLS just now");
        assert_eq!(told(Had::Given), "0 keys, given by you");
    }
}
