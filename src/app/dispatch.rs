//! The one place where commands act. Which of them may act now is told in the file beside this one.

use std::path::Path;

use super::command::{Change, Command, ConnectionRef, Copied, Fold, Place};
use super::form::Form;
use super::hand_over::HandOver;
use super::importing::import_into;
use super::notices::Tone;
use super::tokens::{TokenRef, TokensView, Verifying};
use super::{App, Dialog};
use crate::cognito::{Provider, Way, totp};
use crate::engine::disk;
use crate::flow::{Field, ProviderLogin};
use crate::handoff::redact::Show;
use crate::profile::{Theme, import};
use crate::secret::Secret;

impl App {
    /// Does what the command says, if it may be done now; otherwise says why not.
    pub fn dispatch(&mut self, command: Command) {
        if let Err(reason) = self.may(&command) {
            self.notices.add(Tone::Warn, self.whole_reason(&command, reason), self.now);
            return;
        }
        // A field that loses the cursor to the palette is left, and that is no choice from it.
        let keeps_palette = matches!(command, Command::TogglePalette | Command::Change(Change::Leave(_)));
        if self.dialog == Some(Dialog::Palette) && !keeps_palette {
            self.dialog = None;
        }
        let before = self.scene();
        self.carry_out(command);
        if self.scene() != before {
            self.show = Show::default();
        }
    }

    /// Where secrets can be seen: what is revealed at one place is masked at the next.
    fn scene(&self) -> (Place, bool) {
        (self.place, self.dialog == Some(Dialog::HandOver))
    }

    fn carry_out(&mut self, command: Command) {
        match command {
            Command::Run => self.walk_on(super::Walk::run),
            Command::Step => self.walk_on(super::Walk::step),
            Command::Stop => self.stop(),
            Command::StartAgain => self.start_again(),
            Command::Preflight => self.begin_preflight(),
            Command::Errand(kind) => self.begin_errand(kind, None),
            Command::ErrandOn(kind, about) => self.begin_errand(kind, Some(about)),
            Command::AfterBrowser(what) => self.begin_after_browser(what),
            Command::OpenPage => self.open_page(),
            Command::Answer => self.answer(),
            Command::AddAnswerField => self.add_answer_field(),
            Command::FillInCode => self.fill_in_code(),
            Command::Refresh => self.refresh(),
            Command::Edit(field) => self.edit(field),
            Command::Go(place) => self.place = place,
            Command::Copy(what) => self.copy(what),
            Command::HandOver(command) => self.on_hand_over(command),
            Command::ClearClipboard(after) => self.clear_clipboard_after(after),
            Command::SelectStep(at) => self.select(at),
            Command::Inspect(tab) => self.tab = tab,
            Command::ShowCode(view) => self.code_view = view,
            Command::OpenToken(which) => self.open_token(which),
            Command::ShowToken(which) => self.show_token(which),
            Command::OpenPasted(text) => self.open_pasted(&text),
            Command::Tokens(command) => self.on_tokens(command),
            Command::Call(command) => self.on_call(command),
            Command::Learn(topic) => self.dialog = Some(Dialog::Learn(topic)),
            Command::OpenPart(part) => self.open_part(part),
            Command::Tour(turn) => self.turn(turn),
            Command::FindProfiles => self.profiles = Some(self.engine.profiles()),
            Command::Quit => self.quitting = true,
            Command::TogglePalette => self.toggle_dialog(Dialog::Palette),
            Command::ToggleHelp => self.toggle_dialog(Dialog::Help),
            Command::AskRename => self.dialog = Some(Dialog::Rename),
            Command::AskDelete => self.dialog = Some(Dialog::Delete),
            Command::ShowTrustPolicy => self.dialog = self.trust_policy().ok().map(Dialog::TrustPolicy),
            Command::CloseDialog => self.dialog = None,
            Command::ToggleTheme => self.toggle_theme(),
            Command::Toggle(fold) => self.toggle(fold),
            Command::ToggleReveal => self.toggle_reveal(),
            Command::NewConnection => self.new_connection(),
            Command::Connect(which) => self.connect(which),
            Command::Rename(name) => self.rename(&name),
            Command::Delete => self.delete(),
            Command::ResetPractice => self.reset_practice(),
            Command::Change(change) => self.change(change),
        }
        self.let_go_of_gone_tokens();
    }

    /// A button has room for a few words; what a format cannot carry, and why, takes more.
    fn whole_reason(&self, command: &Command, reason: &'static str) -> String {
        let format = if let Command::Copy(Copied::Format(format)) = command { Some(*format) } else { None };
        format.and_then(|format| self.rendered_as(format).err()).unwrap_or_else(|| reason.to_owned())
    }

    /// Changes the form; what it says of a saved connection is kept.
    fn change(&mut self, change: Change) {
        match change {
            Change::PracticeUser(at) => self.use_practice_user(at),
            Change::PracticeClient(at) => self.use_practice_client(at),
            Change::Way(way) => self.form.draft.way = way,
            Change::Until(until) => self.form.draft.until = until,
            Change::Leave(field) => self.leave(field),
            Change::Accept(offer) => self.form.accept(&offer),
            Change::Import(text) => self.import(&text),
            Change::ImportFile(path) => self.import_file(&path),
            Change::SignWith(source) => self.form.signer.source = source,
            Change::Preferred(factor) => self.form.draft.preferred = factor,
            Change::RememberDevice(remembers) => self.form.draft.remembers_device = remembers,
            Change::KeepSecrets(keeps) => self.keep_secrets(keeps),
            Change::KeepRefreshToken(keeps) => self.keep_refresh_token(keeps),
            Change::ForgetDevice => {
                self.forget_device();
                let words = "This computer is forgotten here; the user pool still knows it as a device";
                self.notices.add(Tone::Ok, words, self.now);
            }
            Change::AddProvider => self.form.draft.providers.push(ProviderLogin::default()),
            Change::RemoveProvider(at) => self.form.remove_provider(at),
            Change::SetProvider(at, provider) => self.form.set_provider(at, provider),
            Change::PracticeLogin(at) => self.use_practice_login(at),
            Change::SendIdToken => self.send_id_token(),
            Change::Prompt(prompt) => self.form.draft.browser.prompt = prompt,
            Change::Role(arn) => self.form.draft.custom_role = arn,
        }
        self.form_changed();
    }

    pub(super) fn is_walking(&self) -> bool {
        self.walk.as_ref().is_some_and(|walk| walk.ending().is_none())
    }

    fn walk_on(&mut self, pace: impl FnOnce(&mut super::Walk)) {
        if !self.is_walking() && !self.begin() {
            self.place = Place::Walk;
            return;
        }
        self.place = Place::Walk;
        self.selected = None;
        self.tour_gives_way();
        if let Some(walk) = &mut self.walk {
            pace(walk);
        }
        self.go_on();
    }

    fn stop(&mut self) {
        if let Some(walk) = &mut self.walk
            && walk.stop(self.now)
        {
            self.engine.stop(walk.run);
        }
    }

    fn answer(&mut self) {
        let Some(walk) = &mut self.walk else { return };
        match walk.give_answer(self.now) {
            Ok(()) => {
                self.selected = None;
                self.go_on();
            }
            Err(at) => walk.missing = Some(at),
        }
    }

    /// This computer plays the app that is being set up.
    fn fill_in_code(&mut self) {
        let code = self.app_secret().and_then(|secret| totp::code(&secret, self.now));
        let first = self.walk.as_mut().and_then(|walk| walk.answer.first_mut());
        if let (Some(code), Some(field)) = (code, first) {
            field.text = code;
        }
    }

    /// Fresh tokens for whoever is signed in; the form stays as it is.
    fn refresh(&mut self) {
        let from = self.place;
        if self.begin_refresh() {
            self.walk_on(super::Walk::run);
            self.place = from;
        }
    }

    fn select(&mut self, at: usize) {
        self.selected = Some(at);
        self.open.insert(Fold::Inspector);
    }

    fn add_answer_field(&mut self) {
        if let Some(walk) = &mut self.walk {
            walk.add_answer_field();
        }
    }

    fn edit(&mut self, field: Field) {
        self.place = Place::Walk;
        self.open.insert(Fold::Form);
        self.edit = Some(field);
    }

    fn toggle(&mut self, fold: Fold) {
        if !self.open.remove(&fold) {
            self.open.insert(fold);
        }
    }

    const fn toggle_reveal(&mut self) {
        self.show = match self.show {
            Show::Masked => Show::Revealed,
            Show::Revealed => Show::Masked,
        };
    }

    fn toggle_theme(&mut self) {
        let theme = if self.is_dark { Theme::Light } else { Theme::Dark };
        self.connections.set_theme(theme, self.now);
    }

    fn new_connection(&mut self) {
        self.connections.create(self.now);
        self.connection_changed();
        self.open.insert(Fold::Places);
        self.edit(Field::UserPool);
    }

    fn connect(&mut self, which: ConnectionRef) {
        self.connections.choose(which, self.now);
        self.connection_changed();
        self.open.remove(&Fold::Places);
    }

    fn delete(&mut self) {
        let name = self.connections.label().to_owned();
        self.connections.delete(self.now);
        self.kept_moves(&name, None);
        self.sent_before_moves(None);
        self.dialog = None;
        self.connection_changed();
    }

    fn toggle_dialog(&mut self, dialog: Dialog) {
        self.dialog = if self.dialog.as_ref() == Some(&dialog) { None } else { Some(dialog) };
    }

    /// A walk belongs to the connection it was begun with.
    fn connection_changed(&mut self) {
        self.abandon();
        self.selected = None;
        self.show = Show::default();
        self.signed_in = None;
        self.hand_over = HandOver::default();
        self.clock_offset = None;
        self.stop_waiting();
        self.verifying = Verifying::default();
        self.tokens.walk_began();
        self.load_form();
    }

    fn rename(&mut self, name: &str) {
        let before = self.connections.label().to_owned();
        match self.connections.rename(name, self.now) {
            Ok(()) => {
                self.dialog = None;
                let after = self.connections.label().to_owned();
                self.kept_moves(&before, Some(&after));
                self.sent_before_moves(Some(&after));
            }
            Err(problem) => self.notices.add(Tone::Bad, problem, self.now),
        }
    }

    fn use_practice_user(&mut self, at: usize) {
        let Some(practice) = &self.practice else { return };
        let users = &practice.cast().users;
        let newcomer = at.checked_sub(users.len()).and_then(|at| self.practice_newcomers().get(at).copied());
        if let Some(username) = newcomer.map(str::to_owned) {
            self.form.draft.password = self.practice_passwords.get(&username).cloned().unwrap_or_default();
            self.form.draft.username = username;
        } else if let Some(user) = users.get(at) {
            user.username.clone_into(&mut self.form.draft.username);
            let since = self.practice_passwords.get(user.username);
            self.form.draft.password = since.unwrap_or(&user.password).clone();
            let draft = &mut self.form.draft;
            draft.way = way_of_lesson(user.flow, draft.way);
            self.load_kept();
        }
    }

    fn use_practice_client(&mut self, at: usize) {
        let Some(practice) = &self.practice else { return };
        if let Some(client) = practice.cast().clients.get(at) {
            client.client_id.clone_into(&mut self.form.draft.client);
            self.form.draft.client_secret = client.client_secret.clone().unwrap_or_default();
            self.load_kept();
        }
    }

    /// What is kept belongs to one user: another name brings another's.
    fn leave(&mut self, field: Field) {
        let owner = |form: &Form| (form.draft.client.clone(), form.draft.username.clone());
        self.form.leave(field);
        if matches!(field, Field::Username | Field::Client) && self.kept_for != owner(&self.form) {
            self.load_kept();
        }
    }

    /// Fills in a login of a pretend provider, in its place or in one more.
    fn use_practice_login(&mut self, at: usize) {
        let Some(practice) = &self.practice else { return };
        let Some(found) = practice.provider_tokens().into_iter().nth(at) else { return };
        let (provider, detail) = Provider::from_word(found.key);
        let login = ProviderLogin { provider, detail, token: found.token };
        let providers = &mut self.form.draft.providers;
        match providers.iter_mut().find(|known| known.provider == provider && known.detail == login.detail) {
            Some(known) => *known = login,
            None => providers.push(login),
        }
    }

    fn reset_practice(&mut self) {
        let Some(practice) = &self.practice else { return };
        practice.reset();
        self.practice_passwords.clear();
        self.forget_practice_kept();
        self.connection_changed();
        self.notices.add(Tone::Ok, "The practice pool is as it was at the start", self.now);
    }

    fn import_file(&mut self, path: &Path) {
        const MOST_BYTES: u64 = 1 << 20;
        match disk::read_small(path, MOST_BYTES) {
            Ok(Some(text)) => self.import(&text.into()),
            Ok(None) => self.notices.add(Tone::Bad, format!("{} is not there", path.display()), self.now),
            Err(err) => {
                let text = format!("{} could not be read: {err}", path.display());
                self.notices.add(Tone::Bad, text, self.now);
            }
        }
    }

    /// Fills the form from the text of a configuration file.
    fn import(&mut self, text: &Secret) {
        let Some(import) = import::read(text.expose()) else {
            let problem = "That text names no user pool, app client or identity pool";
            self.notices.add(Tone::Warn, problem, self.now);
            return;
        };
        if self.is_practice() {
            self.connections.create(self.now);
            self.connection_changed();
        }
        let taken = import_into(&mut self.form, &import);
        self.notices.add(Tone::Ok, taken, self.now);
    }

    fn open_token(&mut self, which: TokenRef) {
        self.show_token(which);
        self.place = Place::Tokens;
    }

    fn show_token(&mut self, which: TokenRef) {
        self.tokens.which = which;
        self.tokens.view = Some(TokensView::One);
    }

    fn open_pasted(&mut self, text: &Secret) {
        self.tokens.paste(text);
        self.place = Place::Tokens;
    }
}

/// The way in that shows a practice user's lesson. One that belonged to another's is not kept.
fn way_of_lesson(flow: Option<&str>, present: Way) -> Way {
    let of_a_lesson = matches!(present, Way::UserAuth | Way::Custom) || !present.needs_username();
    let otherwise = if of_a_lesson { Way::UserSrp } else { present };
    flow.and_then(Way::from_name).unwrap_or(otherwise)
}
