//! The connections and settings that are kept between runs: which one is in use, what has changed,
//! and when it is written. Ids and settings only; a secret has no field to go to.

use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};

use super::changes::{Change, Changes};
use super::command::ConnectionRef;
use super::form::Form;
use crate::cognito::{Until, endpoint};
use crate::engine::disk;
use crate::flow::BrowserDraft;
use crate::profile::{ClearAfter, Connection, NameProblem, Saved, Theme};

/// The saved file, and what of it is in use.
#[derive(Debug)]
pub struct Connections {
    saved: Saved,
    path: Option<PathBuf>,
    current: ConnectionRef,
    warnings: Vec<String>,
    changed: Option<Timestamp>,
    /// The last attempt to write failed.
    is_unsaved: bool,
    /// The file could not be read at all: it is left alone.
    read_only: bool,
    /// The file's text as it was last read or written.
    known: String,
    /// What `saved` has that `known` has not.
    changes: Changes,
}

/// How long changes are collected before the file is written.
const SETTLE: SignedDuration = SignedDuration::from_millis(800);

impl Connections {
    /// Reads the file at `path`; no path keeps everything in memory. A file that is not there is an
    /// empty one; one that cannot be read is never written over.
    #[must_use]
    pub fn open(path: Option<PathBuf>) -> Self {
        let read = path.as_deref().map_or(Ok(None), disk::read);
        let (text, read_only, mut warnings) = match read {
            Ok(text) => (text.unwrap_or_default(), false, Vec::new()),
            Err(err) => {
                let text = format!("Saved connections could not be read, and will not be written: {err}");
                (String::new(), true, vec![text])
            }
        };
        let (saved, told) = Saved::read(&text);
        warnings.extend(told.iter().filter(|warning| warning.problem.is_loss()).map(ToString::to_string));
        let current = saved
            .settings()
            .last_connection
            .clone()
            .filter(|name| saved.connections().iter().any(|connection| connection.name == *name))
            .map_or(ConnectionRef::Practice, ConnectionRef::Saved);
        Self {
            saved,
            path,
            current,
            warnings,
            changed: None,
            is_unsaved: false,
            read_only,
            known: text,
            changes: Changes::default(),
        }
    }

    /// What could not be understood in the file.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.warnings.clone()
    }

    /// The connection in use.
    #[must_use]
    pub const fn current(&self) -> &ConnectionRef {
        &self.current
    }

    /// The saved connection in use; none for the practice pool.
    #[must_use]
    pub fn current_saved(&self) -> Option<&Connection> {
        match &self.current {
            ConnectionRef::Practice => None,
            ConnectionRef::Saved(name) => {
                self.saved.connections().iter().find(|connection| connection.name == *name)
            }
        }
    }

    /// What the connection in use is called.
    #[must_use]
    pub fn label(&self) -> &str {
        match &self.current {
            ConnectionRef::Practice => crate::profile::PRACTICE_POOL,
            ConnectionRef::Saved(name) => name,
        }
    }

    /// Every connection in the picker, the practice pool first.
    #[must_use]
    pub fn list(&self) -> Vec<ConnectionRef> {
        let saved = self.saved.connections().iter();
        let saved = saved.map(|connection| ConnectionRef::Saved(connection.name.clone()));
        std::iter::once(ConnectionRef::Practice).chain(saved).collect()
    }

    /// Where the file is.
    #[must_use]
    pub(super) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// True when what is kept with users of this connection is written to disk.
    pub(super) fn keeps_secrets(&self, name: &str) -> bool {
        self.saved.connection(name).is_some_and(|connection| connection.keeps_secrets)
    }

    /// True when the refresh token of this connection's last sign-in is written to disk.
    pub(super) fn keeps_refresh_token(&self, name: &str) -> bool {
        self.saved.connection(name).is_some_and(|connection| connection.keeps_refresh_token)
    }

    /// Has what is kept with users of the connection in use written to disk, or not.
    pub(super) fn keep_secrets(&mut self, keeps_secrets: bool, now: Timestamp) {
        let Some(before) = self.current_saved().cloned() else { return };
        self.edit(Connection { keeps_secrets, ..before.clone() }, before, now);
    }

    /// Has the refresh token of the connection in use written to disk, or not.
    pub(super) fn keep_refresh_token(&mut self, keeps_refresh_token: bool, now: Timestamp) {
        let Some(before) = self.current_saved().cloned() else { return };
        self.edit(Connection { keeps_refresh_token, ..before.clone() }, before, now);
    }

    fn edit(&mut self, after: Connection, before: Connection, now: Timestamp) {
        let edit = Change::Edit { before: Box::new(before), after: Box::new(after) };
        self.make(edit, now).unwrap_or_default();
    }

    /// The theme that was chosen.
    #[must_use]
    pub fn theme(&self) -> Theme {
        self.saved.settings().theme
    }

    pub(super) fn set_theme(&mut self, theme: Theme, now: Timestamp) {
        self.make(Change::Theme(theme), now).unwrap_or_default();
    }

    /// How long a copied secret stays on the clipboard.
    #[must_use]
    pub fn clear_clipboard(&self) -> ClearAfter {
        self.saved.settings().clear_clipboard
    }

    pub(super) fn set_clear_clipboard(&mut self, choice: ClearAfter, now: Timestamp) {
        self.make(Change::ClearClipboard(choice), now).unwrap_or_default();
    }

    /// True for somebody who was never here: the tour is for them. Where nothing can be kept nobody is
    /// offered it, for it would be offered every time.
    pub(super) fn is_first_run(&self) -> bool {
        let is_kept = self.path.is_some() && !self.read_only;
        is_kept && self.saved.connections().is_empty() && !self.saved.settings().tour_seen
    }

    pub(super) fn note_tour(&mut self, now: Timestamp) {
        self.make(Change::TourSeen, now).unwrap_or_default();
    }

    pub(super) fn make(&mut self, change: Change, now: Timestamp) -> Result<(), NameProblem> {
        self.changes.make(change, &mut self.saved)?;
        self.changed.get_or_insert(now);
        Ok(())
    }

    pub(super) fn choose(&mut self, which: ConnectionRef, now: Timestamp) {
        self.current = which;
        self.remember_choice(now);
    }

    /// Adds an empty connection under a free name and uses it.
    pub(super) fn create(&mut self, now: Timestamp) {
        let name = self.saved.free_name("Unnamed connection");
        let connection = Connection { name: name.clone(), ..Connection::default() };
        if self.make(Change::Add(Box::new(connection)), now).is_ok() {
            self.choose(ConnectionRef::Saved(name), now);
        }
    }

    pub(super) fn rename(&mut self, to: &str, now: Timestamp) -> Result<(), String> {
        if let ConnectionRef::Saved(name) = &self.current {
            let change = Change::Rename { from: name.clone(), to: to.to_owned() };
            self.make(change, now).map_err(|problem| problem.to_string())?;
            self.current = ConnectionRef::Saved(to.trim().to_owned());
            self.remember_choice(now);
        }
        Ok(())
    }

    pub(super) fn delete(&mut self, now: Timestamp) {
        if let ConnectionRef::Saved(name) = &self.current {
            self.make(Change::Remove(name.clone()), now).unwrap_or_default();
            self.choose(ConnectionRef::Practice, now);
        }
    }

    /// Keeps what the form says of the connection in use. The practice pool is not kept.
    pub(super) fn note_use(&mut self, form: &Form, now: Timestamp) {
        let Some(before) = self.current_saved() else { return };
        let after = connection_of(before, form);
        if after != *before {
            let change = Change::Edit { before: Box::new(before.clone()), after: Box::new(after) };
            self.make(change, now).unwrap_or_default();
        }
    }

    fn remember_choice(&mut self, now: Timestamp) {
        let last_connection = match &self.current {
            ConnectionRef::Practice => None,
            ConnectionRef::Saved(name) => Some(name.clone()),
        };
        self.make(Change::LastConnection(last_connection), now).unwrap_or_default();
    }

    /// When the file is to be written, if it is.
    #[must_use]
    pub fn save_due(&self) -> Option<Timestamp> {
        self.changed.map(|changed| changed.saturating_add(SETTLE).unwrap_or(changed))
    }

    pub(super) fn save_when_due(&mut self, now: Timestamp) -> Result<(), String> {
        if self.save_due().is_some_and(|due| due <= now) { self.save() } else { Ok(()) }
    }

    /// Writes what has changed, or could not be written before.
    ///
    /// # Errors
    /// In words, when it cannot be written.
    pub fn save(&mut self) -> Result<(), String> {
        let is_due = self.changed.take().is_some() || self.is_unsaved;
        let Some(path) = self.path.clone().filter(|_| is_due && !self.read_only) else { return Ok(()) };
        let written = self.write(&path);
        self.is_unsaved = written.is_err();
        written.map_err(|err| format!("Connections could not be saved to {}: {err}", path.display()))
    }

    /// What others wrote meanwhile is taken in, and the text of a file that was not wholly understood
    /// is kept beside it first.
    fn write(&mut self, path: &Path) -> std::io::Result<()> {
        if let Some(text) = disk::read(path)?.filter(|text| *text != self.known) {
            self.take_in(&text);
        }
        if let Some(unread) = self.saved.backup_needed() {
            disk::write_aside(&path.with_extension("toml.unread"), unread)?;
            self.saved.backup_made();
        }
        let text = self.saved.write();
        disk::write_atomic(path, &text)?;
        self.known = text;
        self.changes.clear();
        Ok(())
    }

    /// Makes this window's changes on what somebody else has written.
    fn take_in(&mut self, text: &str) {
        let (mut fresh, _) = Saved::read(text);
        let names = self.changes.make_again(&mut fresh);
        if let ConnectionRef::Saved(name) = &mut self.current {
            let called = names.fresh(name).to_owned();
            if fresh.connection(&called).is_none()
                && let Some(ours) = self.saved.connection(name)
            {
                // Removed elsewhere while it is in use here: kept, so that nothing typed is lost.
                fresh.add(ours.clone()).unwrap_or_default();
            }
            *name = called;
        }
        self.saved = fresh;
    }
}

/// The form that a saved connection fills in. Secrets stay empty: they were never kept.
pub(super) fn form_of(connection: &Connection) -> Form {
    let mut form = Form::default();
    let draft = &mut form.draft;
    draft.region.clone_from(&connection.region);
    draft.user_pool.clone_from(&connection.user_pool);
    draft.client.clone_from(&connection.client);
    draft.identity_pool.clone_from(&connection.identity_pool);
    draft.username.clone_from(&connection.username);
    draft.way = connection.way;
    draft.until = Some(connection.until).filter(|until| *until != Until::Caller);
    draft.endpoint.clone_from(&connection.endpoint);
    draft.endpoint_identity.clone_from(&connection.endpoint_identity);
    draft.endpoint_sts.clone_from(&connection.endpoint_sts);
    draft.browser = browser_of(connection);
    draft.preferred = connection.preferred;
    draft.remembers_device = connection.remembers_device;
    draft.logins_key.clone_from(&connection.logins_key);
    draft.custom_role.clone_from(&connection.custom_role);
    draft.classic_role.clone_from(&connection.classic_role);
    draft.classic_duration.clone_from(&connection.classic_duration);
    draft.developer_provider.clone_from(&connection.developer_provider);
    form.signer.profile.clone_from(&connection.aws_profile);
    form
}

/// What is not kept is the usual.
fn browser_of(connection: &Connection) -> BrowserDraft {
    let usual = BrowserDraft::default();
    let kept = |text: &String, usual: String| if text.is_empty() { usual } else { text.clone() };
    BrowserDraft {
        domain: connection.domain.clone(),
        redirect_url: kept(&connection.redirect_url, usual.redirect_url),
        sign_out_url: kept(&connection.sign_out_url, usual.sign_out_url),
        scopes: kept(&connection.scopes, usual.scopes),
        identity_provider: connection.identity_provider.clone(),
        prompt: connection.prompt,
        login_hint: connection.login_hint.clone(),
    }
}

fn connection_of(before: &Connection, form: &Form) -> Connection {
    let draft = &form.draft;
    let (browser, usual) = (&draft.browser, BrowserDraft::default());
    let unless = |text: &String, usual: &str| if text == usual { String::new() } else { text.clone() };
    Connection {
        name: before.name.clone(),
        region: draft.region.clone(),
        user_pool: draft.user_pool.clone(),
        client: draft.client.clone(),
        has_secret: before.has_secret || !draft.client_secret.is_empty(),
        identity_pool: draft.identity_pool.clone(),
        username: draft.username.clone(),
        way: draft.way,
        until: draft.until.unwrap_or(Until::Caller),
        endpoint: address(&before.endpoint, &draft.endpoint),
        endpoint_identity: address(&before.endpoint_identity, &draft.endpoint_identity),
        endpoint_sts: address(&before.endpoint_sts, &draft.endpoint_sts),
        aws_profile: form.signer.profile.clone(),
        logins_key: draft.logins_key.clone(),
        custom_role: draft.custom_role.clone(),
        classic_role: draft.classic_role.clone(),
        classic_duration: draft.classic_duration.clone(),
        developer_provider: draft.developer_provider.clone(),
        domain: address(&before.domain, &browser.domain),
        redirect_url: unless(&address(&before.redirect_url, &browser.redirect_url), &usual.redirect_url),
        sign_out_url: unless(&address(&before.sign_out_url, &browser.sign_out_url), &usual.sign_out_url),
        scopes: unless(&browser.scopes, &usual.scopes),
        identity_provider: browser.identity_provider.clone(),
        login_hint: browser.login_hint.clone(),
        prompt: browser.prompt,
        preferred: draft.preferred,
        remembers_device: draft.remembers_device,
        keeps_secrets: before.keeps_secrets,
        keeps_refresh_token: before.keeps_refresh_token,
        requests: before.requests.clone(),
    }
}

/// An address as it is kept: as typed, even if misshapen, but for one that may have a password in it.
fn address(before: &str, typed: &str) -> String {
    let may_be_kept = !typed.contains('@') || endpoint::check_url(typed).is_ok();
    if may_be_kept { typed } else { before }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cognito::managed_login::Prompt;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn of_a_browser_sign_in_only_what_is_not_usual_is_kept() {
        let mut form = Form::default();
        form.draft.browser.domain = "https://a.example".into();
        let kept = connection_of(&Connection::default(), &form);
        assert_eq!((kept.domain.as_str(), kept.redirect_url.as_str()), ("https://a.example", ""));
        assert_eq!((kept.scopes.as_str(), kept.sign_out_url.as_str()), ("", ""));
        form.draft.browser.redirect_url = "http://127.0.0.1:9/cb".into();
        form.draft.browser.prompt = Some(Prompt::Login);
        let kept = connection_of(&Connection::default(), &form);
        assert_eq!(form_of(&kept).draft.browser, form.draft.browser);
        form.draft.browser.domain = "https://me:hunter2@a.example".into();
        assert_eq!(connection_of(&kept, &form).domain, "https://a.example");
    }

    struct Home(tempfile::TempDir);

    impl Home {
        fn with(text: &str) -> Self {
            let home = Self(tempfile::tempdir().unwrap());
            home.write(text);
            home
        }

        fn file(&self) -> PathBuf {
            self.0.path().join("connections.toml")
        }

        fn write(&self, text: &str) {
            disk::write_atomic(&self.file(), text).unwrap();
        }

        fn text(&self) -> String {
            disk::read(&self.file()).unwrap().unwrap()
        }

        fn open(&self) -> Connections {
            Connections::open(Some(self.file()))
        }
    }

    fn typed(connections: &mut Connections, change: impl FnOnce(&mut Form)) {
        let mut form = form_of(connections.current_saved().unwrap());
        change(&mut form);
        connections.note_use(&form, NOW);
    }

    fn names(connections: &Connections) -> Vec<&str> {
        connections.saved.connections().iter().map(|connection| connection.name.as_str()).collect()
    }

    const TWO: &str =
        "# ours\n[[connection]]\nname = \"A\"\nclient = \"a1\"\n\n[[connection]]\nname = \"B\"\n";

    #[test]
    fn what_an_editor_wrote_meanwhile_stays() {
        let home = Home::with(TWO);
        let mut connections = home.open();
        connections.choose(ConnectionRef::Saved("A".into()), NOW);
        home.write(&TWO.replace("# ours", "# theirs").replace("a1\"", "a2\"\ncolor = \"teal\""));
        typed(&mut connections, |form| form.draft.username = "ada".into());
        connections.set_theme(Theme::Light, NOW);
        connections.save().unwrap();
        for kept in ["# theirs", "client = \"a2\"", "color = \"teal\"", "username = \"ada\"", "\"light\""] {
            assert!(home.text().contains(kept), "{kept}: {}", home.text());
        }
        assert_eq!(connections.current_saved().unwrap().client, "a2");
        typed(&mut connections, |form| form.draft.username = "grace".into());
        connections.save().unwrap();
        assert!(home.text().contains("\"grace\"") && !home.text().contains("\"ada\""), "{}", home.text());
    }

    #[test]
    fn two_windows_keep_what_each_has_made() {
        let home = Home::with(TWO);
        let (mut one, mut other) = (home.open(), home.open());
        one.create(NOW);
        typed(&mut one, |form| form.draft.username = "ada".into());
        one.save().unwrap();
        other.create(NOW);
        typed(&mut other, |form| form.draft.username = "grace".into());
        other.save().unwrap();
        assert_eq!(names(&other), ["A", "B", "Unnamed connection", "Unnamed connection 2"]);
        assert_eq!(other.label(), "Unnamed connection 2");
        let again = home.open();
        let users: Vec<_> = again.saved.connections().iter().map(|one| one.username.as_str()).collect();
        assert_eq!(users, ["", "", "ada", "grace"]);
        one.rename("Staging", NOW).unwrap();
        one.save().unwrap();
        assert_eq!(names(&one), ["A", "B", "Staging", "Unnamed connection 2"]);
    }

    #[test]
    fn what_is_in_use_here_outlives_its_removal_elsewhere() {
        let home = Home::with(TWO);
        let (mut one, mut other) = (home.open(), home.open());
        one.choose(ConnectionRef::Saved("A".into()), NOW);
        other.choose(ConnectionRef::Saved("A".into()), NOW);
        other.delete(NOW);
        other.save().unwrap();
        assert_eq!(names(&home.open()), ["B"]);
        typed(&mut one, |form| form.draft.username = "ada".into());
        one.save().unwrap();
        assert_eq!(names(&home.open()), ["B", "A"]);
        assert_eq!(one.current_saved().unwrap().username, "ada");
    }

    #[test]
    fn a_file_that_went_away_is_written_whole() {
        let home = Home::with(TWO);
        let mut connections = home.open();
        connections.path = Some(home.0.path().join("elsewhere").join("connections.toml"));
        connections.set_theme(Theme::Light, NOW);
        connections.save().unwrap();
        let text = disk::read(connections.path.as_deref().unwrap()).unwrap().unwrap();
        assert!(text.contains("\"A\"") && text.contains("\"B\""), "{text}");
    }

    #[test]
    fn each_text_that_was_not_understood_is_put_aside() {
        let home = Home::with("[[connection\nfirst = oops\n");
        let mut connections = home.open();
        connections.create(NOW);
        connections.save().unwrap();
        home.write("[[connection\nsecond = oops\n");
        connections.create(NOW);
        connections.save().unwrap();
        let aside = |name: &str| disk::read(&home.0.path().join(name)).unwrap().unwrap();
        assert!(aside("connections.toml.unread").contains("first"));
        assert!(aside("connections.toml.unread-2").contains("second"));
    }

    #[test]
    fn a_misshapen_address_is_kept_and_one_with_a_password_is_not() {
        let before = "http://127.0.0.1:1";
        for typed in ["localhost:9229", "http://", "http://h/a@b", ""] {
            assert_eq!(address(before, typed), typed);
        }
        for typed in ["http://me:pw@host", "me:pw@host", "http:/me:pw@host"] {
            assert_eq!(address(before, typed), before);
        }
    }
}
