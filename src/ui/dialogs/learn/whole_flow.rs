//! The drawing of the whole flow: every part opens what there is of it at the moment.

use eframe::egui::{Label, RichText, Ui};

use crate::app::{App, Command, Part};
use crate::ui::theme::{Icon, SMALL, Tokens, face, icons};
use crate::ui::widgets::{Button, FlowMap, MapLink, MapPart};

/// Draws it, with the way to fill it.
pub(super) fn show(app: &App, ui: &mut Ui, commands: &mut Vec<Command>) {
    let values = Part::ALL.map(|part| app.part(part));
    let parts: Vec<MapPart<'_>> = Part::ALL
        .iter()
        .zip(&values)
        .map(|(part, value)| MapPart {
            place: place(*part),
            icon: icon(*part),
            label: part.label(),
            value: value.as_deref(),
            hint: part.opens(),
        })
        .collect();
    let links = LINKS.map(|(from, to)| MapLink { from: number(from), to: number(to) });
    let lacks_something = values.iter().any(Option::is_none);
    let pressed = FlowMap::new(&parts, &links).show(ui, |ui| beside(app, lacks_something, (ui, commands)));
    commands.extend(pressed.and_then(|at| Part::ALL.get(at)).map(|part| Command::OpenPart(*part)));
    ui.add_space(18.0);
}

/// What goes on to what.
const LINKS: [(Part, Part); 11] = [
    (Part::You, Part::UserPool),
    (Part::RefreshToken, Part::UserPool),
    (Part::AccessToken, Part::UserPool),
    (Part::UserPool, Part::IdToken),
    (Part::IdToken, Part::IdentityId),
    (Part::IdentityPool, Part::IdentityId),
    (Part::IdentityId, Part::Keys),
    (Part::Keys, Part::Caller),
    (Part::Sts, Part::Caller),
    (Part::Keys, Part::YourApi),
    (Part::AccessToken, Part::YourApi),
];

/// The services across the top, what each gives beneath it.
const fn place(part: Part) -> (u8, u8) {
    match part {
        Part::You => (0, 0),
        Part::UserPool => (1, 0),
        Part::IdToken => (1, 1),
        Part::RefreshToken => (1, 2),
        Part::AccessToken => (1, 3),
        Part::IdentityPool => (2, 0),
        Part::IdentityId => (2, 1),
        Part::Keys => (2, 2),
        Part::Sts => (3, 0),
        Part::Caller => (3, 2),
        Part::YourApi => (3, 3),
    }
}

const fn icon(part: Part) -> Icon {
    match part {
        Part::You => icons::USER_ROUND,
        Part::UserPool => icons::USERS_ROUND,
        Part::IdToken | Part::AccessToken => icons::BRACES,
        Part::RefreshToken => icons::REFRESH_CW,
        Part::IdentityPool => icons::FINGERPRINT,
        Part::IdentityId => icons::HASH,
        Part::Keys => icons::KEY_ROUND,
        Part::Sts => icons::SHIELD_CHECK,
        Part::Caller => icons::CIRCLE_CHECK,
        Part::YourApi => icons::GLOBE,
    }
}

fn number(part: Part) -> usize {
    Part::ALL.iter().position(|known| *known == part).unwrap_or_default()
}

fn beside(app: &App, lacks_something: bool, (ui, commands): (&mut Ui, &mut Vec<Command>)) {
    let words = if lacks_something {
        "Run a login to fill the parts; each opens what is in it"
    } else {
        "Each part opens what is in it"
    };
    let muted = Tokens::of(ui).muted;
    ui.add(Label::new(RichText::new(words).font(face(SMALL)).color(muted)).wrap());
    ui.add_space(6.0);
    if lacks_something {
        let run = Button::primary("Run a login").icon(icons::PLAY).unless(app.may(&Command::Run).err());
        if ui.add(run).clicked() {
            commands.extend([Command::CloseDialog, Command::Run]);
        }
    }
}
