//! How the walk begins: the way in and what it needs besides a name and a password, who signs, and
//! what few people need.

use eframe::egui::{CollapsingHeader, RichText, Ui};

use super::{FormUi, Name, in_sight, synced};
use crate::app::{Change, Command, SignerSource};
use crate::cognito::{FirstFactor, Until, Way};
use crate::ui::theme::{SMALL, Tokens, face, icons};
use crate::ui::widgets::{Button, Choice, Combo, Field, SecretField};
use crate::ui::window::Drafts;

impl FormUi<'_> {
    pub(super) fn how(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        self.way(ui);
        let way = self.app.form.draft.way;
        if way == Way::UserAuth {
            self.preferred(ui);
        }
        if way == Way::Browser {
            self.browser(ui, drafts);
        }
        if way.refreshes() {
            let hint = if self.app.refreshes_what_is_here() {
                "that of the sign-in at hand"
            } else {
                "from an earlier sign-in"
            };
            self.secret(ui, (Name::RefreshToken, hint), &mut drafts.refresh_token);
        }
        if way == Way::Developer {
            self.text(ui, Name::DeveloperProvider, "its name in the identity pool");
        }
        if way.is_signed() {
            self.signer(ui, drafts);
        }
    }

    fn way(&mut self, ui: &mut Ui) {
        let summoned = self.is_summoned(Name::Way);
        let choices = Way::ALL.map(|way| Choice { label: way.label(), detail: detail(way) });
        let chosen = Way::ALL.iter().position(|way| *way == self.app.form.draft.way);
        if let Some(at) = Combo::new(Name::Way.label()).summoned(summoned).show(ui, &choices, chosen) {
            self.commands.extend(Way::ALL.get(at).map(|way| Command::Change(Change::Way(*way))));
        }
    }

    fn preferred(&mut self, ui: &mut Ui) {
        let offers: Vec<_> = std::iter::once(None).chain(FirstFactor::ALL.map(Some)).collect();
        let choices: Vec<_> = offers
            .iter()
            .map(|offer| match offer {
                None => Choice { label: "none: Cognito offers a choice", detail: "SELECT_CHALLENGE" },
                Some(factor) => Choice { label: factor.wire(), detail: factor_detail(*factor) },
            })
            .collect();
        let chosen = offers.iter().position(|offer| *offer == self.app.form.draft.preferred);
        let summoned = self.is_summoned(Name::Preferred);
        if let Some(at) = Combo::new(Name::Preferred.label()).summoned(summoned).show(ui, &choices, chosen) {
            self.commands.extend(offers.get(at).map(|offer| Command::Change(Change::Preferred(*offer))));
        }
    }

    fn signer(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        const SOURCES: [(SignerSource, &str, &str); 2] = [
            (SignerSource::Profile, "AWS profile", "from your AWS configuration, SSO included"),
            (SignerSource::Keys, "Keys typed here", "never saved"),
        ];
        let choices = SOURCES.map(|(_, label, detail)| Choice { label, detail });
        let chosen = SOURCES.iter().position(|(source, ..)| *source == self.app.form.signer.source);
        if let Some(at) = Combo::new("Signed with").show(ui, &choices, chosen) {
            self.commands
                .extend(SOURCES.get(at).map(|(source, ..)| Command::Change(Change::SignWith(*source))));
        }
        match self.app.form.signer.source {
            SignerSource::Profile => self.profile(ui),
            SignerSource::Keys => self.keys(ui, drafts),
        }
    }

    fn profile(&mut self, ui: &mut Ui) {
        self.text(ui, Name::Signer, "default");
        let Some(profiles) = &self.app.profiles else {
            if ui.add(Button::small("Find profiles").icon(icons::SEARCH)).clicked() {
                self.commands.push(Command::FindProfiles);
            }
            return;
        };
        if profiles.is_empty() {
            let words = "No profile in your AWS configuration files";
            ui.label(RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted));
        }
        let mut picked = None;
        ui.horizontal_wrapped(|ui| {
            for profile in profiles {
                if ui.add(Button::small(profile).hint("Use this profile")).clicked() {
                    picked = Some(profile.clone());
                }
            }
        });
        if let Some(profile) = picked {
            self.app.form.signer.profile = profile;
            self.app.form_changed();
        }
    }

    fn keys(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        let problem = self.problem(Name::Signer).map(|problem| problem.text.clone());
        let summoned = self.is_summoned(Name::Signer);
        let signer = &mut self.app.form.signer;
        let field = Field::new("Access key ID").mono().hint("ASIA… or AKIA…").problem(problem.as_deref());
        let response = field.show(ui, &mut signer.access_key_id);
        if summoned {
            response.request_focus();
        }
        let left = response.lost_focus();
        let secret = SecretField::new("Secret access key");
        synced(ui, secret, &mut drafts.secret_access_key, &mut signer.secret_access_key);
        let token = SecretField::new("Session token").hint("for temporary keys");
        synced(ui, token, &mut drafts.session_token, &mut signer.session_token);
        if left {
            self.change(Change::Leave(Name::Signer));
        }
    }

    /// What few people need.
    pub(super) fn more(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        let within = |field: Name| {
            matches!(field, Name::TotpSecret | Name::Endpoint | Name::EndpointIdentity | Name::EndpointSts)
        };
        let elsewhere =
            self.problems.iter().any(|problem| within(problem.field)) || self.app.edit.is_some_and(within);
        let header = CollapsingHeader::new(RichText::new("More").color(Tokens::of(ui).muted));
        let shown = header.open(elsewhere.then_some(true)).show_unindented(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 8.0;
            self.until(ui);
            self.kept(ui, drafts);
            if self.app.is_practice() {
                return; // the practice pool's calls go nowhere else: its badge says so
            }
            self.text(ui, Name::Endpoint, "AWS, or a server in its place");
            self.text(ui, Name::EndpointIdentity, "the same");
            self.text(ui, Name::EndpointSts, "the same");
        });
        in_sight(&shown);
    }

    fn until(&mut self, ui: &mut Ui) {
        const ENDS: [(Option<Until>, &str, &str); 4] = [
            (None, "as far as possible", "who am I, when there is an identity pool"),
            (Some(Until::Tokens), "tokens", "ID, access and refresh token"),
            (Some(Until::Identity), "identity", "the identity ID"),
            (Some(Until::Credentials), "credentials", "the AWS keys"),
        ];
        let choices = ENDS.map(|(_, label, detail)| Choice { label, detail });
        let chosen = ENDS.iter().position(|(until, ..)| *until == self.app.form.draft.until);
        if let Some(at) = Combo::new(Name::Until.label()).show(ui, &choices, chosen) {
            self.commands.extend(ENDS.get(at).map(|(until, ..)| Command::Change(Change::Until(*until))));
        }
    }

    /// What is kept with a test user: the authenticator app's secret, and this computer as a device.
    fn kept(&mut self, ui: &mut Ui, drafts: &mut Drafts) {
        if !self.app.form.draft.way.is_of_user_pool() {
            return;
        }
        let hint = "base32; codes then fill themselves in";
        self.secret(ui, (Name::TotpSecret, hint), &mut drafts.totp_secret);
        let mut remembers = self.app.form.draft.remembers_device;
        if ui.checkbox(&mut remembers, "Remember this computer when Cognito offers to").changed() {
            self.change(Change::RememberDevice(remembers));
        }
        if let Some(device) = &self.app.form.draft.device {
            let key = device.key.clone();
            ui.horizontal(|ui| {
                let words = format!("This user is remembered here, as {key}");
                let label = eframe::egui::Label::new(
                    RichText::new(words).font(face(SMALL)).color(Tokens::of(ui).muted),
                );
                ui.add(label.wrap());
                if ui
                    .add(Button::small("Forget").icon(icons::TRASH).hint("Forget it on this computer"))
                    .clicked()
                {
                    self.change(Change::ForgetDevice);
                }
            });
        }
        if self.app.is_practice() {
            return;
        }
        let mut keeps = self.app.keeps_secrets();
        let words = "Keep this secret and the remembered computer on disk, in a file that only you can read";
        if ui.checkbox(&mut keeps, words).changed() {
            self.change(Change::KeepSecrets(keeps));
        }
        let mut keeps = self.app.keeps_refresh_token();
        let words = "Keep the refresh token there too, for programs that ask for keys";
        if ui.checkbox(&mut keeps, words).changed() {
            self.change(Change::KeepRefreshToken(keeps));
        }
    }
}

const fn detail(way: Way) -> &'static str {
    match way {
        Way::Automatic => "SRP, or else the flow that the app client allows",
        Way::UserSrp => "proves the password without sending it",
        Way::UserPassword => "sends the password over TLS",
        Way::UserAuth => "a choice: password, code or passkey",
        Way::Custom => "questions of the pool's own",
        Way::CustomSrp => "the password by SRP, then questions of the pool's own",
        Way::AdminUserPassword => "signed by an AWS identity",
        Way::AdminNoSrp => "the older name of the admin flow",
        Way::RefreshToken => "trades a refresh token for fresh tokens",
        Way::RotateToken => "the same as an operation; works with rotation",
        Way::Browser => "the pool's own pages, federated users and passkeys",
        Way::Guest => "no login, only the identity pool",
        Way::Providers => "tokens of Google, Apple, SAML, …",
        Way::Developer => "an AWS identity vouches for the person",
    }
}

const fn factor_detail(factor: FirstFactor) -> &'static str {
    match factor {
        FirstFactor::Password => "the password goes along",
        FirstFactor::PasswordSrp => "the password, proved by SRP",
        FirstFactor::EmailOtp => "a code by e-mail",
        FirstFactor::SmsOtp => "a code by text message",
        FirstFactor::WebAuthn => "a passkey: shown and explained",
    }
}
