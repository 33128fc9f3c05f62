//! What is kept with a user between walks: the authenticator app's secret and the remembered device.
//! In memory always; on disk only for connections whose person asked for that. The file is shared:
//! what this window changed is made on what is there by then.

use std::path::PathBuf;

use super::App;
use super::command::ConnectionRef;
use super::notices::Tone;
use crate::cognito::{ClientId, Device};
use crate::engine::disk;
use crate::profile::{Kept, Owner, Part};
use crate::secret::Secret;

/// What is kept, and the file of it.
#[derive(Debug, Default)]
pub(super) struct Keeper {
    kept: Kept,
    path: Option<PathBuf>,
    /// Why the file is left alone.
    unread: Option<String>,
    /// What this window changed since it last wrote: connection, client, username, and what of theirs.
    changed: Vec<(String, String, String, Part)>,
    /// What became of connections since.
    moves: Vec<Move>,
}

/// What becomes of a connection's users on disk.
#[derive(Debug)]
enum Move {
    /// It has another name.
    Renamed { from: String, to: String },
    /// It is deleted.
    Gone(String),
    /// These parts are kept on disk no more.
    Parts(String, &'static [Part]),
}

/// What one tick of a connection is about, and what the other.
const OF_TEST_USERS: &[Part] = &[Part::TotpSecret, Part::Device];
const OF_PROGRAMS: &[Part] = &[Part::RefreshToken];

impl Keeper {
    /// Reads the file at `path`; no path keeps everything in memory. A file that cannot be understood
    /// is never written over.
    pub(super) fn open(path: Option<PathBuf>) -> Self {
        let read = path.as_deref().map_or(Ok(None), disk::read);
        let (kept, unread) = match read {
            Ok(text) => match Kept::read(&text.unwrap_or_default()) {
                Some(kept) => (kept, None),
                None => (Kept::default(), Some("it is not TOML".to_owned())),
            },
            Err(err) => (Kept::default(), Some(err.to_string())),
        };
        Self { kept, path, unread, ..Self::default() }
    }

    fn changes(&mut self, owner: Owner<'_>, part: Part) {
        let Owner { connection, client, username } = owner;
        self.changed.push((connection.to_owned(), client.to_owned(), username.to_owned(), part));
    }

    fn set_totp_secret(&mut self, owner: Owner<'_>, secret: Option<&Secret>) {
        self.kept.set_totp_secret(owner, secret);
        self.changes(owner, Part::TotpSecret);
    }

    fn set_device(&mut self, owner: Owner<'_>, device: Option<&Device>) {
        self.kept.set_device(owner, device);
        self.changes(owner, Part::Device);
    }

    fn set_refresh_token(&mut self, owner: Owner<'_>, token: Option<&Secret>) {
        self.kept.set_refresh_token(owner, token);
        self.changes(owner, Part::RefreshToken);
    }

    /// Everybody of a connection is to be written.
    fn changes_all(&mut self, connection: &str) {
        for (client, username) in self.kept.users_of(connection) {
            let owner = Owner { connection, client: &client, username: &username };
            for part in OF_TEST_USERS {
                self.changes(owner, *part);
            }
        }
    }

    /// Writes what was changed of the chosen parts of connections, and reads what others wrote of them.
    fn save(&mut self, chosen: impl Fn(&str, Part) -> bool) -> Result<(), String> {
        let Some(path) = &self.path else { return Ok(()) };
        let is_chosen = |(connection, _, _, part): &(String, _, _, Part)| chosen(connection, *part);
        if self.moves.is_empty() && !self.changed.iter().any(is_chosen) {
            return Ok(());
        }
        let left = |problem: &str| format!("{} is left as it is: {problem}", path.display());
        if let Some(problem) = &self.unread {
            return Err(left(problem));
        }
        let text = disk::read(path).map_err(|err| left(&err.to_string()))?;
        let fresh = Kept::read(text.as_deref().unwrap_or_default());
        let mut fresh = fresh.ok_or_else(|| left("it is not TOML"))?;
        for made in &self.moves {
            match made {
                Move::Renamed { from, to } => fresh.rename_connection(from, to),
                Move::Gone(name) => fresh.forget_connection(name),
                Move::Parts(name, parts) => fresh.forget_parts(name, parts),
            }
        }
        for (connection, client, username, part) in &self.changed {
            if chosen(connection, *part) {
                fresh.take(Owner { connection, client, username }, *part, &self.kept);
            }
        }
        if text.is_some() || !fresh.is_empty() {
            disk::write_atomic(path, fresh.write().expose())
                .map_err(|err| format!("{} could not be written: {err}", path.display()))?;
        }
        for (connection, _, _, part) in self.changed.drain(..).filter(is_chosen) {
            self.kept.take_parts(&connection, &[part], &fresh);
        }
        self.moves.clear();
        Ok(())
    }
}

impl App {
    /// Fills in what is kept with the user of the form, and takes away what was another's.
    pub(super) fn load_kept(&mut self) {
        let owner = owner(&self.connections, &self.form);
        let (totp_secret, device) = (self.keeper.kept.totp_secret(owner), self.keeper.kept.device(owner));
        self.form.draft.totp_secret = totp_secret.unwrap_or_default();
        self.form.draft.device = device;
        self.kept_for = (self.form.draft.client.clone(), self.form.draft.username.clone());
    }

    /// Takes over the authenticator secret that was typed for the user of the form. What was filled in
    /// for another user, whose name was in the form before, is taken away instead.
    pub(super) fn keep_typed(&mut self) {
        let owner = owner(&self.connections, &self.form);
        let typed = Some(&self.form.draft.totp_secret).filter(|secret| !secret.is_empty());
        let (client, username) = &self.kept_for;
        let before = Owner { client: client.trim(), username: username.trim(), ..owner };
        if before != owner && self.keeper.kept.totp_secret(before).as_ref() == typed {
            return self.load_kept();
        }
        let changed = self.keeper.kept.totp_secret(owner).as_ref() != typed;
        if changed {
            self.keeper.set_totp_secret(owner, typed);
        }
        self.form.draft.device = self.keeper.kept.device(owner);
        self.kept_for = (self.form.draft.client.clone(), self.form.draft.username.clone());
        if changed {
            self.save_kept();
        }
    }

    /// Takes over what the walk has set up, for whoever it is of: after a sign-in with the browser only
    /// the tokens tell who that is.
    pub(super) fn keep_from_walk(&mut self) {
        let Some(walk) = &self.walk else { return };
        let (config, haul) = (walk.flow().config(), walk.haul());
        let client = config.client.as_ref().map_or("", |client| client.as_str());
        let told = self.tokens.real_name().filter(|_| config.username.is_empty());
        let username = told.as_ref().unwrap_or(&config.username);
        let owner = Owner { connection: self.connections.label(), client, username };
        let keeper = &mut self.keeper;
        let mut changed = false;
        if haul.device_is_gone && haul.device.is_none() && keeper.kept.device(owner).is_some() {
            keeper.set_device(owner, None);
            changed = true;
        }
        if haul.device.is_some() && keeper.kept.device(owner) != haul.device {
            keeper.set_device(owner, haul.device.as_ref());
            changed = true;
        }
        if haul.totp_secret.is_some() && keeper.kept.totp_secret(owner) != haul.totp_secret {
            keeper.set_totp_secret(owner, haul.totp_secret.as_ref());
            changed = true;
        }
        let refresh = haul.tokens.as_ref().and_then(|tokens| tokens.refresh.as_ref());
        if refresh.is_some()
            && self.connections.keeps_refresh_token(owner.connection)
            && keeper.kept.refresh_token(owner).as_ref() != refresh
        {
            keeper.set_refresh_token(owner, refresh);
            changed = true;
        }
        if changed {
            self.load_kept();
            self.save_kept();
        }
    }

    /// The device that a user of this connection was remembered on.
    pub(super) fn kept_device(&self, client: Option<&ClientId>, username: &str) -> Option<Device> {
        let client = client.map_or("", ClientId::as_str);
        self.keeper.kept.device(Owner { connection: self.connections.label(), client, username })
    }

    /// Forgets the device here; the user pool still knows it.
    pub(super) fn forget_device(&mut self) {
        let owner = owner(&self.connections, &self.form);
        self.keeper.set_device(owner, None);
        self.form.draft.device = None;
        self.save_kept();
    }

    /// Another connection's name, or none: what was kept under it follows.
    pub(super) fn kept_moves(&mut self, from: &str, to: Option<&str>) {
        if let Some(to) = to {
            self.keeper.moves.push(Move::Renamed { from: from.to_owned(), to: to.to_owned() });
            self.keeper.kept.rename_connection(from, to);
            self.keeper.changes_all(to);
        } else {
            self.keeper.moves.push(Move::Gone(from.to_owned()));
            self.keeper.kept.forget_connection(from);
        }
        self.save_kept();
    }

    /// From now on this connection's secrets are on disk too, or no more.
    pub(super) fn keep_secrets(&mut self, keeps: bool) {
        self.connections.keep_secrets(keeps, self.now);
        let name = self.connections.label();
        if keeps {
            self.keeper.changes_all(name);
        } else {
            self.keeper.moves.push(Move::Parts(name.to_owned(), OF_TEST_USERS));
        }
        self.save_kept();
    }

    /// From now on the refresh token of this connection's last sign-in is on disk, or no more.
    pub(super) fn keep_refresh_token(&mut self, keeps: bool) {
        self.connections.keep_refresh_token(keeps, self.now);
        if keeps {
            return self.keep_from_walk();
        }
        let name = self.connections.label();
        self.keeper.kept.forget_parts(name, OF_PROGRAMS);
        self.keeper.moves.push(Move::Parts(name.to_owned(), OF_PROGRAMS));
        self.save_kept();
    }

    /// Nothing of the practice pool's users counts after a reset.
    pub(super) fn forget_practice_kept(&mut self) {
        self.keeper.kept.forget_connection(crate::profile::PRACTICE_POOL);
        self.load_kept();
    }

    pub(super) fn save_kept(&mut self) {
        let chosen = |name: &str, part| match part {
            Part::TotpSecret | Part::Device => self.connections.keeps_secrets(name),
            Part::RefreshToken => self.connections.keeps_refresh_token(name),
        };
        if let Err(problem) = self.keeper.save(chosen) {
            self.notices.add(Tone::Bad, problem, self.now);
        }
    }

    /// True when the refresh token of this connection's last sign-in is written to disk.
    #[must_use]
    pub fn keeps_refresh_token(&self) -> bool {
        match self.connections.current() {
            ConnectionRef::Practice => false,
            ConnectionRef::Saved(name) => self.connections.keeps_refresh_token(name),
        }
    }

    /// True when what is kept with users of this connection is written to disk.
    #[must_use]
    pub fn keeps_secrets(&self) -> bool {
        match self.connections.current() {
            ConnectionRef::Practice => false,
            ConnectionRef::Saved(name) => self.connections.keeps_secrets(name),
        }
    }
}

fn owner<'a>(connections: &'a super::Connections, form: &'a super::Form) -> Owner<'a> {
    Owner {
        connection: connections.label(),
        client: form.draft.client.trim(),
        username: form.draft.username.trim(),
    }
}
