//! The identity half of the form: which logins go along, for which role, and by which flow.

use eframe::egui::{CollapsingHeader, RichText, Ui, vec2};

use super::{FormUi, Name, in_sight, synced};
use crate::app::Change;
use crate::cognito::{Provider, Way};
use crate::ui::theme::{SMALL, Tokens, face, icons};
use crate::ui::widgets::{Button, Choice, Combo, Field, SecretBuf, SecretField, problem_line};
use crate::ui::window::Drafts;

/// Fields that are folded away unless something is wrong with them, or they are pointed at.
const FOLDED: [Name; 5] =
    [Name::LoginsKey, Name::Providers, Name::CustomRole, Name::ClassicRole, Name::ClassicDuration];

impl FormUi<'_> {
    pub(super) fn identity(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        let hint = if self.app.form.draft.way.is_of_user_pool() {
            "none: the walk ends with the tokens"
        } else {
            "eu-west-1:2b1d5c8e-…"
        };
        self.text(ui, Name::IdentityPool, hint);
        if self.app.form.draft.way == Way::Providers {
            self.providers(ui, drafts);
        }
        let elsewhere = self.problems.iter().any(|problem| FOLDED.contains(&problem.field))
            || self.app.edit.is_some_and(|field| FOLDED.contains(&field));
        // What is folded away goes along all the same; guests and developers bring no other logins.
        let draft = &self.app.form.draft;
        let logins = if draft.way.is_of_user_pool() { draft.providers.len() } else { 0 };
        let along = match logins {
            0 => "Logins, role and flow".to_owned(),
            1 => "Logins, role and flow: 1 login goes along".to_owned(),
            count => format!("Logins, role and flow: {count} logins go along"),
        };
        let header = CollapsingHeader::new(RichText::new(along).color(Tokens::of(ui).muted))
            .id_salt("logins, role and flow");
        let shown = header.open(elsewhere.then_some(true)).show_unindented(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            self.role(ui);
            self.text(ui, Name::ClassicRole, "none: the enhanced flow");
            if !self.app.form.draft.classic_role.trim().is_empty() {
                self.text(ui, Name::ClassicDuration, "3600");
            }
            if self.app.form.draft.way.is_of_user_pool() {
                let derived = self.derived_key();
                self.text(ui, Name::LoginsKey, &derived);
                self.providers(ui, drafts);
            }
        });
        in_sight(&shown);
    }

    /// The key that is used when none is typed.
    fn derived_key(&self) -> String {
        let pool = crate::cognito::UserPoolId::parse(&self.app.form.draft.user_pool).ok();
        pool.map_or_else(|| "from the token".to_owned(), |pool| crate::cognito::endpoint::logins_key(&pool))
    }

    /// The role that is asked for: any, and the token's at one press.
    fn role(&mut self, ui: &mut Ui) {
        self.text(ui, Name::CustomRole, "as the identity pool chooses");
        let roles = self.app.roles();
        if roles.is_empty() {
            return;
        }
        let words = "Roles in the last ID token";
        ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
        ui.horizontal_wrapped(|ui| {
            for role in roles {
                let name = role.rsplit('/').next().unwrap_or(&role).to_owned();
                if ui.add(Button::small(&name).hint(&role)).clicked() {
                    self.change(Change::Role(role));
                }
            }
        });
    }

    /// Logins of other providers, one under the other.
    fn providers(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        let count = self.app.form.draft.providers.len();
        drafts.providers.resize_with(count, SecretBuf::for_token);
        for at in 0..count {
            ui.push_id(("login", at), |ui| self.login(ui, at, drafts));
        }
        if let Some(problem) = self.problem(Name::Providers) {
            problem_line(ui, &problem.text.clone());
        }
        if ui.add(Button::small("Add a login of another provider").icon(icons::PLUS)).clicked() {
            self.change(Change::AddProvider);
        }
        self.practice_logins(ui);
        if self.is_summoned(Name::Providers) {
            ui.scroll_to_cursor(None);
        }
    }

    /// Logins that the practice pool's pretend providers give, at one press.
    fn practice_logins(&mut self, ui: &mut Ui) {
        let practice = self.app.practice().filter(|_| self.app.is_practice());
        let Some(names) = practice.map(|practice| practice.cast().provider_names.clone()) else { return };
        let words = "Pretend logins of one person, for practice";
        ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
        ui.horizontal_wrapped(|ui| {
            for (at, name) in names.into_iter().enumerate() {
                if ui.add(Button::small(name).hint("Fill in a login of this provider")).clicked() {
                    self.change(Change::PracticeLogin(at));
                }
            }
        });
    }

    fn login(&mut self, ui: &mut Ui, at: usize, drafts: &mut Drafts) {
        let Some(login) = self.app.form.draft.providers.get(at) else { return };
        let provider = login.provider;
        let choices =
            Provider::ALL.map(|provider| Choice { label: provider.label(), detail: provider.token() });
        let chosen = Provider::ALL.iter().position(|known| *known == provider);
        ui.horizontal_top(|ui| {
            let room = ui.available_width() - 34.0 - ui.spacing().item_spacing.x;
            let made = ui.allocate_ui(vec2(room, 0.0), |ui| {
                ui.set_width(room);
                Combo::new("Provider").show(ui, &choices, chosen)
            });
            if let Some(provider) = made.inner.and_then(|at| Provider::ALL.get(at)) {
                self.change(Change::SetProvider(at, *provider));
            }
            ui.vertical(|ui| {
                ui.add_space(22.0);
                if ui.add(Button::icon_only(icons::TRASH, "Take this login away")).clicked() {
                    self.change(Change::RemoveProvider(at));
                }
            });
        });
        let Some(login) = self.app.form.draft.providers.get_mut(at) else { return };
        if let Some(detail) = provider.detail() {
            Field::new(detail).mono().show(ui, &mut login.detail);
        }
        if let Some(buf) = drafts.providers.get_mut(at) {
            synced(ui, SecretField::new(provider.token()), buf, &mut login.token);
        }
        if let Ok(key) = provider.key(&login.detail) {
            let words = format!("Key in Logins: {key}");
            ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
        }
    }
}
