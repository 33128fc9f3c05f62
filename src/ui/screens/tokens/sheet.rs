//! One token on a sheet: what it is, how it stands and how long, what can be copied, then its header, its claims and
//! its signature.

use eframe::egui::{Align, Label, Layout, RichText, Ui};

use super::checks;
use crate::app::{App, Command, Copied, Half, TokenCommand, TokenRef};
use crate::jwt::{Kind, Opened, Problem, Shape};
use crate::ui::screens::claims::{Table, Times};
use crate::ui::theme::{CODE, SMALL, TITLE, Tokens, face, icons, mono, semibold};
use crate::ui::widgets::{self, Button, Card, CopyButton, ExpiryPill, Tone};
use crate::ui::window::Drafts;

/// Draws the sheet as wide as there is room.
pub(super) fn show(
    app: &mut App,
    drafts: &Drafts,
    which: TokenRef,
    (times, ui, commands): (Times, &mut Ui, &mut Vec<Command>),
) {
    {
        let Some(opened) = app.tokens.opened(which) else { return };
        title(app, which, ui, commands);
        copies(app, (which, opened), &drafts.copied, (ui, commands));
        problems(opened, ui);
    }
    super::compare::after_refresh(app, which, (ui, commands));
    checks::card(app, which, (ui, commands));
    halves(app, drafts, which, (times, ui, commands));
}

/// As wide as the button with its word, and a gap.
const REFRESH_BUTTON: f32 = 112.0;

fn title(app: &App, which: TokenRef, ui: &mut Ui, commands: &mut Vec<Command>) {
    let Some(opened) = app.tokens.opened(which) else { return };
    ui.horizontal(|ui| {
        ui.label(RichText::new(opened.kind.label()).font(semibold(TITLE)));
        if opened.kind != Kind::Opaque {
            checks::pill(app, which, ui);
        }
        if let Some(left) = app.good_for(which) {
            ui.add(ExpiryPill::new(left)).on_hover_text("How long this token is good, by the server’s clock");
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if matches!(opened.shape, Shape::Signed(_)) {
                checks::verify_button(app, which, ui, commands);
            }
            if opened.kind == Kind::CognitoAccess {
                checks::live_button(app, which, ui, commands);
            }
            let can_refresh = app.may(&Command::Refresh).is_ok();
            if matches!(which, TokenRef::Id | TokenRef::Access) && can_refresh {
                let is_tight = ui.available_width() < REFRESH_BUTTON;
                let refresh = if is_tight {
                    Button::icon_only(icons::REFRESH_CW, "Refresh tokens")
                } else {
                    Button::small("Refresh").icon(icons::REFRESH_CW)
                };
                let hint = "Fresh tokens, and what they change is shown here";
                if ui.add(refresh.hint(hint)).accessible_name("Refresh tokens").clicked() {
                    commands.push(Command::Refresh);
                }
            }
        });
    });
}

fn copies(
    app: &App,
    (which, opened): (TokenRef, &Opened),
    copied: &widgets::Copied,
    (ui, commands): (&mut Ui, &mut Vec<Command>),
) {
    let is_bearer = !matches!(opened.kind, Kind::CognitoRefresh | Kind::Opaque) && which != TokenRef::Refresh;
    let all = [
        (true, Copied::Token(which), "Token"),
        (is_bearer, Copied::HeaderLine(which), "Authorization header"),
        (opened.claims().is_some(), Copied::Claims(which), "Payload"),
        (opened.header().is_some(), Copied::Header(which), "Header"),
    ];
    ui.horizontal_wrapped(|ui| {
        for (is_there, what, label) in all {
            if is_there && ui.add(CopyButton::new(what.label(), copied).label(label)).clicked() {
                commands.push(Command::Copy(what));
            }
        }
        if which == TokenRef::Kept {
            if ui.add(Button::small("Let go").icon(icons::X)).clicked() {
                commands.push(Command::Tokens(TokenCommand::Forget(which)));
            }
        } else if opened.claims().is_some() {
            let keep = Button::small("Keep").icon(icons::SAVE).hint("To compare another token with it");
            if ui.add(keep).clicked() {
                commands.push(Command::Tokens(TokenCommand::Keep(which)));
            }
        }
        if let Some(warning) = app.clock_warning() {
            ui.label(RichText::new(warning).font(face(SMALL)).color(Tokens::of(ui).warn));
        }
    });
}

fn problems(opened: &Opened, ui: &mut Ui) {
    for problem in &opened.problems {
        let t = Tokens::of(ui);
        let (tone, ink) = match problem.proves_nothing() {
            Some(_) => (Tone::Bad, t.bad),
            None if problem.is_note() => (Tone::Plain, t.muted),
            None => (Tone::Warn, t.muted),
        };
        ui.horizontal(|ui| {
            ui.label(tone.icon().text(14.0).color(tone.ink(t)));
            let words = RichText::new(problem.to_string()).font(face(SMALL)).color(ink);
            ui.add(Label::new(words).wrap());
        });
    }
}

/// Header, claims and signature, as far as they can be read.
fn halves(
    app: &mut App,
    drafts: &Drafts,
    which: TokenRef,
    (times, ui, commands): (Times, &mut Ui, &mut Vec<Command>),
) {
    let (now, zone) = (app.server_now(), app.zone.clone());
    let about = app.tokens.about.clone();
    let wanted = app.tokens.filter.trim().to_lowercase();
    for (half, heading) in [(Half::Header, "Header"), (Half::Claims, "Claims")] {
        let rows = app.tokens.rows(which, half, (now, &zone));
        if rows.is_empty() {
            continue;
        }
        let filter = if half == Half::Claims { wanted.as_str() } else { "" };
        section(ui, heading);
        let table = Table { token: which, half, rows: &rows, filter, times, copied: &drafts.copied };
        if !table.unfolding(ui, about.as_ref(), commands) {
            ui.label(RichText::new("No claim has these words").color(Tokens::of(ui).muted));
        }
    }
    let Some(opened) = app.tokens.opened(which) else { return };
    if opened.claims().is_none() {
        closed(opened, ui);
    }
    signature(opened, ui);
}

fn section(ui: &mut Ui, heading: &str) {
    ui.add_space(4.0);
    ui.label(RichText::new(heading).font(semibold(SMALL)).color(Tokens::of(ui).muted));
}

/// What proves the rest, once it was checked.
fn signature(opened: &Opened, ui: &mut Ui) {
    let Shape::Signed(signed) = &opened.shape else { return };
    section(ui, "Signature");
    let t = Tokens::of(ui);
    let alg = opened.header().and_then(|header| header.text("alg")).unwrap_or("no alg");
    let words = match opened.signature_in_short() {
        Some(ends) => format!("{alg} · {} bytes · {ends}", signed.signature_bytes),
        None => "none".to_owned(),
    };
    ui.add(Label::new(RichText::new(words).font(mono(CODE)).color(t.text)).wrap());
    let words = match opened.proves_nothing() {
        None => {
            "Made over header and claims with a private key of whoever signed it; it proves that only once it was checked"
        }
        Some((_, Problem::SharedSecret { .. })) => {
            "Made over header and claims with a secret; who has it to check this could have written it, too"
        }
        Some(_) => "Nothing shows who wrote header and claims, or that they are as they were written",
    };
    ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(t.faint)).wrap());
}

/// What can be said of a token that cannot be read.
pub(in crate::ui::screens) fn closed(opened: &Opened, ui: &mut Ui) {
    let words = match &opened.shape {
        Shape::Encrypted(parts) => format!(
            "This token is encrypted: only who has the key can read it, and Poolwalk does not pretend to. It is {} \
             characters long. After the header come {} (key), {} (initialization vector), {} (ciphertext) and {} (tag).",
            opened.raw.chars(),
            parts.key_chars,
            parts.vector_chars,
            parts.content_chars,
            parts.tag_chars
        ),
        Shape::Signed(_) => "The claims of this token cannot be read".to_owned(),
        Shape::Opaque => "This is not a token that can be opened".to_owned(),
    };
    let no_corner = |_: &mut Ui| {};
    Card::new(Tone::Plain).flat().show(ui, no_corner, |ui| ui.add(Label::new(words).wrap()));
}
