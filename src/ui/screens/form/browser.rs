//! What a sign-in by the pool's own pages needs: where they are, where the browser comes back to, and what few
//! people change.

use eframe::egui::{CollapsingHeader, RichText, Ui};

use super::{FormUi, Name};
use crate::app::{Change, Command, Copied};
use crate::cognito::managed_login::Prompt;
use crate::ui::theme::{SMALL, Tokens, face};
use crate::ui::widgets::{Choice, Combo, CopyButton};
use crate::ui::window::Drafts;

impl FormUi<'_> {
    pub(super) fn browser(&mut self, ui: &mut Ui, drafts: &Drafts) {
        if self.app.is_practice() {
            self.practice_user(ui);
            let words = self.on_the_page();
            ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
        } else {
            self.text(ui, Name::Domain, "https://… or its prefix");
        }
        self.redirect(ui, drafts);
        self.text(ui, Name::IdentityProvider, "chosen on the page");
        self.pages(ui);
    }

    /// What to type on the practice pool's page. Everybody there is invented, and so are their passwords.
    fn on_the_page(&self) -> String {
        let draft = &self.app.form.draft;
        let users = self.app.practice().map_or(&[][..], |practice| &practice.cast().users);
        if users.iter().any(|user| user.username == draft.username) {
            let (name, password) = (&draft.username, draft.password.expose());
            format!("On the page: {name} with {password}, or the pretend identity provider")
        } else {
            "On the page: a practice user, or the pretend identity provider".to_owned()
        }
    }

    /// With its Copy: whoever registers it needs every letter.
    fn redirect(&mut self, ui: &mut Ui, drafts: &Drafts) {
        self.text(ui, Name::RedirectUrl, "http://localhost:8765/callback");
        ui.horizontal_wrapped(|ui| {
            let copy =
                CopyButton::new(Copied::RedirectUrl.label(), &drafts.copied).label("Copy redirect URL");
            if ui.add(copy).clicked() {
                self.commands.push(Command::Copy(Copied::RedirectUrl));
            }
            let words = "exactly as registered";
            ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
        });
    }

    /// What few people change.
    fn pages(&mut self, ui: &mut Ui) {
        let within =
            |field: Name| matches!(field, Name::Scopes | Name::Prompt | Name::LoginHint | Name::SignOutUrl);
        let elsewhere =
            self.problems.iter().any(|problem| within(problem.field)) || self.app.edit.is_some_and(within);
        let header = CollapsingHeader::new(RichText::new("Scopes and prompt").color(Tokens::of(ui).muted));
        header.open(elsewhere.then_some(true)).show_unindented(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            self.text(ui, Name::Scopes, "openid email profile …");
            self.prompt(ui);
            self.text(ui, Name::LoginHint, "the name to fill in");
            self.text(ui, Name::SignOutUrl, "http://localhost:8765/signed-out");
        });
    }

    fn prompt(&mut self, ui: &mut Ui) {
        let offers: Vec<_> = std::iter::once(None).chain(Prompt::ALL.map(Some)).collect();
        let choices: Vec<_> = offers
            .iter()
            .map(|offer| match offer {
                None => {
                    Choice { label: "as the pool sees fit", detail: "asks unless signed in within the hour" }
                }
                Some(prompt) => Choice { label: prompt.wire(), detail: detail(*prompt) },
            })
            .collect();
        let chosen = offers.iter().position(|offer| *offer == self.app.form.draft.browser.prompt);
        let summoned = self.is_summoned(Name::Prompt);
        if let Some(at) = Combo::new(Name::Prompt.label()).summoned(summoned).show(ui, &choices, chosen) {
            self.commands.extend(offers.get(at).map(|offer| Command::Change(Change::Prompt(*offer))));
        }
    }
}

const fn detail(prompt: Prompt) -> &'static str {
    match prompt {
        Prompt::Never => "never asks: only for who is signed in",
        Prompt::Login => "always asks",
        Prompt::SelectAccount => "lets an account be chosen",
        Prompt::Consent => "asks for consent",
    }
}
