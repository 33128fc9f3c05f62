//! Where things are: user pool, region, app client and its secret. On a low window, where they are known to be right,
//! they are one line, and who signs in comes into sight.

use eframe::egui::{Align, Layout, RichText, Ui, vec2};

use super::{FormUi, Name};
use crate::app::{Change, Command, Fold};
use crate::cognito::{ClientId, UserPoolId};
use crate::ui::theme::{SMALL, Tokens, icons, semibold};
use crate::ui::widgets::{Button, Choice, Combo};
use crate::ui::window::Drafts;

/// Under this height of the window the form does not fit in.
const LOW: f32 = 760.0;
/// Letters of the line that takes the fields' place.
const LONGEST: usize = 32;
const FIELDS: [Name; 4] = [Name::UserPool, Name::Region, Name::Client, Name::ClientSecret];

impl FormUi<'_> {
    /// Where things are, and the check that they are there.
    pub(super) fn group_of_places(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            ui.label(RichText::new("Where").font(semibold(SMALL)).color(Tokens::of(ui).muted));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let hint = "Look whether everything is right before a password is typed (F9)";
                let check = Button::small("Check the form").icon(icons::LIST_CHECKS).hint(hint);
                if ui.add(check.unless(self.app.may(&Command::Preflight).err())).clicked() {
                    self.commands.push(Command::Preflight);
                }
            });
        });
    }

    /// The fields; or one line in their place, that brings them back.
    pub(super) fn places(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        if ui.content_rect().height() < LOW {
            let is_open = self.app.is_open(Fold::Places);
            match self.known_places() {
                Some(ids) => {
                    self.line(ui, &ids, is_open);
                    if !is_open {
                        return;
                    }
                }
                // What is mended or typed here is not to be folded away with its last letter.
                None if !is_open => self.commands.push(Command::Toggle(Fold::Places)),
                None => {}
            }
        }
        self.user_pool(ui, drafts);
    }

    fn line(&mut self, ui: &mut Ui, ids: &str, is_open: bool) {
        let (icon, does) =
            if is_open { (icons::CHEVRON_DOWN, "Fold") } else { (icons::CHEVRON_RIGHT, "Unfold") };
        let cut: String = ids.chars().take(LONGEST).collect();
        let words = if cut == ids { cut } else { format!("{cut}…") };
        let hint = "User pool and app client: show or fold their fields";
        let line = ui.add(Button::small(&words).icon(icon).hint(hint));
        if line.accessible_name(format!("{does} {ids}")).clicked() {
            self.commands.push(Command::Toggle(Fold::Places));
        }
    }

    /// Pool and client in short, where nothing in these fields is missing, wrong or pointed at.
    fn known_places(&self) -> Option<String> {
        let draft = &self.app.form.draft;
        let pool = UserPoolId::parse(&draft.user_pool).ok()?;
        ClientId::parse(&draft.client).ok()?;
        let region_fits = pool.region().is_none_or(|region| region.as_str() == draft.region);
        let saved = self.app.connections.current_saved();
        let lacks_secret = saved.is_some_and(|known| known.has_secret) && draft.client_secret.is_empty();
        let is_trouble = self.problems.iter().any(|problem| FIELDS.contains(&problem.field))
            || self.app.edit.is_some_and(|field| FIELDS.contains(&field))
            || FIELDS.iter().any(|field| self.app.form.note(*field).is_some());
        let clients = self.app.practice().filter(|_| self.app.is_practice());
        let client = clients
            .and_then(|practice| practice.cast().clients.iter().find(|known| known.client_id == draft.client))
            .map_or(draft.client.as_str(), |known| known.name);
        (region_fits && !lacks_secret && !is_trouble).then(|| format!("{} · {client}", draft.user_pool))
    }

    fn user_pool(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        self.text(ui, Name::UserPool, "eu-west-1_Ab12Cd34E");
        if self.app.is_practice() {
            self.two(ui, |form, ui| form.text(ui, Name::Region, ""), FormUi::practice_client);
        } else {
            self.text(ui, Name::Client, "26 letters and digits, usually");
            self.text(ui, Name::Region, "from the user pool ID");
        }
        let kept_secret =
            self.app.connections.current_saved().is_some_and(|connection| connection.has_secret);
        let hint = if kept_secret { "has one; it is never saved" } else { "none" };
        self.secret(ui, (Name::ClientSecret, hint), &mut drafts.client_secret);
    }

    fn practice_client(&mut self, ui: &mut Ui) {
        let summoned = self.is_summoned(Name::Client);
        let Some(practice) = self.app.practice() else { return };
        let clients = &practice.cast().clients;
        let flows: Vec<String> = clients.iter().map(|client| client.flows.join(", ")).collect();
        let choices: Vec<_> = clients
            .iter()
            .zip(&flows)
            .map(|(client, flows)| Choice { label: client.name, detail: flows })
            .collect();
        let chosen = clients.iter().position(|client| client.client_id == self.app.form.draft.client);
        if let Some(at) = Combo::new("App client").summoned(summoned).show(ui, &choices, chosen) {
            self.change(Change::PracticeClient(at));
        }
    }

    fn two(
        &mut self,
        ui: &mut Ui,
        left: impl FnOnce(&mut Self, &mut Ui),
        right: impl FnOnce(&mut Self, &mut Ui),
    ) {
        let gap = ui.spacing().item_spacing.x;
        let width = ui.available_width();
        ui.horizontal_top(|ui| {
            let narrow = ((width - gap) * 0.42).floor();
            ui.allocate_ui(vec2(narrow, 0.0), |ui| left(self, ui));
            ui.allocate_ui(vec2(width - gap - narrow, 0.0), |ui| right(self, ui));
        });
    }
}
