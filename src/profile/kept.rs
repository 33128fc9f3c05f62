//! Secrets that a person chose to keep with a user: the authenticator app's and the remembered
//! device's. Text and values; the file is its owner's alone, and is not written unless asked for.
//! It knows no disk.

use std::fmt;

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::table;
use crate::cognito::Device;
use crate::secret::Secret;

/// Whose secrets: a user of one connection's pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner<'a> {
    /// The connection's name.
    pub connection: &'a str,
    /// The app client; a device belongs to it as well.
    pub client: &'a str,
    /// As typed.
    pub username: &'a str,
}

/// What is kept with a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The secret of the authenticator app.
    TotpSecret,
    /// The remembered device.
    Device,
    /// The refresh token of the last sign-in.
    RefreshToken,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 3] = [Self::TotpSecret, Self::Device, Self::RefreshToken];
}

/// Everything that is kept, one entry per user.
#[derive(Clone, Default)]
pub struct Kept {
    document: DocumentMut,
}

/// What a file begins with that was not there.
const HEADER: &str = "\
# Secrets of test users that Poolwalk was asked to keep: authenticator apps, remembered devices, refresh tokens.
# Whoever can read this file can use them. Poolwalk makes it readable for you alone.

";

const USER: &str = "user";
const CONNECTION: &str = "connection";
const CLIENT: &str = "client";
const USERNAME: &str = "username";
const TOTP_SECRET: &str = "totp_secret";
const DEVICE_KEY: &str = "device_key";
const DEVICE_GROUP_KEY: &str = "device_group_key";
const DEVICE_PASSWORD: &str = "device_password";
const REFRESH_TOKEN: &str = "refresh_token";

impl Kept {
    /// Reads a file's text. None when it is no TOML: such a file must not be written over.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let given = if text.trim().is_empty() { HEADER } else { text };
        Some(Self { document: given.parse().ok()? })
    }

    /// The file's text.
    #[must_use]
    pub fn write(&self) -> Secret {
        self.document.to_string().into()
    }

    /// True when there is nothing to keep.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.users().is_none_or(ArrayOfTables::is_empty)
    }

    /// The secret of a user's authenticator app, in base32.
    #[must_use]
    pub fn totp_secret(&self, owner: Owner<'_>) -> Option<Secret> {
        text(self.user(owner)?, TOTP_SECRET).map(Secret::new)
    }

    /// The device that a user was remembered on.
    #[must_use]
    pub fn device(&self, owner: Owner<'_>) -> Option<Device> {
        let user = self.user(owner)?;
        Some(Device {
            key: text(user, DEVICE_KEY)?,
            group_key: text(user, DEVICE_GROUP_KEY)?,
            password: Secret::new(text(user, DEVICE_PASSWORD)?),
        })
    }

    /// The refresh token of a user's last sign-in.
    #[must_use]
    pub fn refresh_token(&self, owner: Owner<'_>) -> Option<Secret> {
        text(self.user(owner)?, REFRESH_TOKEN).map(Secret::new)
    }

    /// Keeps the secret of an authenticator app; none forgets it. Nothing is kept for an empty username.
    pub fn set_totp_secret(&mut self, owner: Owner<'_>, secret: Option<&Secret>) {
        self.put(owner, &[(TOTP_SECRET, secret.map(Secret::expose))]);
    }

    /// Keeps a device; none forgets it. Nothing is kept for an empty username.
    pub fn set_device(&mut self, owner: Owner<'_>, device: Option<&Device>) {
        let parts = [
            (DEVICE_KEY, device.map(|device| device.key.as_str())),
            (DEVICE_GROUP_KEY, device.map(|device| device.group_key.as_str())),
            (DEVICE_PASSWORD, device.map(|device| device.password.expose())),
        ];
        self.put(owner, &parts);
    }

    /// Keeps a refresh token; none forgets it. Nothing is kept for an empty username.
    pub fn set_refresh_token(&mut self, owner: Owner<'_>, token: Option<&Secret>) {
        self.put(owner, &[(REFRESH_TOKEN, token.map(Secret::expose))]);
    }

    /// Forgets these parts of everybody of a connection.
    pub fn forget_parts(&mut self, connection: &str, parts: &[Part]) {
        self.take_parts(connection, parts, &Self::default());
    }

    /// Forgets everything of a connection.
    pub fn forget_connection(&mut self, name: &str) {
        if let Some(users) = self.users_mut() {
            users.retain(|user| text(user, CONNECTION).as_deref() != Some(name));
        }
    }

    /// The users of one connection are another's from now on.
    pub fn rename_connection(&mut self, from: &str, to: &str) {
        for user in self.users_mut().into_iter().flat_map(ArrayOfTables::iter_mut) {
            if text(user, CONNECTION).as_deref() == Some(from) {
                table::put(user, CONNECTION, to);
            }
        }
    }

    /// Takes over what another has of one user in this part; what it has not is forgotten.
    pub fn take(&mut self, owner: Owner<'_>, part: Part, from: &Self) {
        match part {
            Part::TotpSecret => self.set_totp_secret(owner, from.totp_secret(owner).as_ref()),
            Part::Device => self.set_device(owner, from.device(owner).as_ref()),
            Part::RefreshToken => self.set_refresh_token(owner, from.refresh_token(owner).as_ref()),
        }
    }

    /// Takes over these parts of everybody of one connection: those, and nothing else.
    pub fn take_parts(&mut self, connection: &str, parts: &[Part], from: &Self) {
        for (client, username) in self.users_of(connection).into_iter().chain(from.users_of(connection)) {
            let owner = Owner { connection, client: &client, username: &username };
            for part in parts {
                self.take(owner, *part, from);
            }
        }
        if let Some(users) = self.users_mut() {
            let has_more =
                |user: &Table| user.iter().any(|(key, _)| ![CONNECTION, CLIENT, USERNAME].contains(&key));
            users.retain(|user| text(user, CONNECTION).as_deref() != Some(connection) || has_more(user));
        }
    }

    /// Client and username of everybody of one connection.
    #[must_use]
    pub fn users_of(&self, connection: &str) -> Vec<(String, String)> {
        let users = self.users().into_iter().flat_map(ArrayOfTables::iter);
        users
            .filter(|user| text(user, CONNECTION).as_deref() == Some(connection))
            .filter_map(|user| Some((text(user, CLIENT)?, text(user, USERNAME)?)))
            .collect()
    }

    fn put(&mut self, owner: Owner<'_>, parts: &[(&str, Option<&str>)]) {
        if self.user(owner).is_none() {
            if owner.username.is_empty() || parts.iter().all(|(_, part)| part.is_none()) {
                return;
            }
            let mut user = Table::new();
            if self.is_empty() {
                // What the file begins with stands before its first user.
                user.decor_mut().set_prefix(self.document.trailing().clone());
                self.document.set_trailing("");
            }
            for (key, text) in
                [(CONNECTION, owner.connection), (CLIENT, owner.client), (USERNAME, owner.username)]
            {
                user.insert(key, value(text));
            }
            self.document.entry(USER).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
            if let Some(users) = self.users_mut() {
                users.push(user);
            }
        }
        let Some(user) = self.user_mut(owner) else { return };
        for (key, part) in parts {
            match part {
                Some(text) => table::put(user, key, *text),
                None => drop(user.remove(key)),
            }
        }
    }

    fn users(&self) -> Option<&ArrayOfTables> {
        self.document.get(USER)?.as_array_of_tables()
    }

    fn users_mut(&mut self) -> Option<&mut ArrayOfTables> {
        self.document.get_mut(USER)?.as_array_of_tables_mut()
    }

    fn user(&self, owner: Owner<'_>) -> Option<&Table> {
        self.users()?.iter().find(|user| is_of(user, owner))
    }

    fn user_mut(&mut self, owner: Owner<'_>) -> Option<&mut Table> {
        self.users_mut()?.iter_mut().find(|user| is_of(user, owner))
    }
}

fn is_of(user: &Table, owner: Owner<'_>) -> bool {
    let is = |key, expected| text(user, key).as_deref() == Some(expected);
    is(CONNECTION, owner.connection) && is(CLIENT, owner.client) && is(USERNAME, owner.username)
}

fn text(user: &Table, key: &str) -> Option<String> {
    table::text(user, key).ok().filter(|text| !text.is_empty())
}

/// Tells nothing of what is in it.
impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept")
            .field("users", &self.users().map_or(0, ArrayOfTables::len))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADA: Owner<'static> = Owner { connection: "Staging", client: "1h57", username: "ada" };

    fn device() -> Device {
        Device { key: "eu-west-1_1f".to_owned(), group_key: "-group".to_owned(), password: "hunter2".into() }
    }

    #[test]
    fn what_is_kept_is_read_back_for_its_owner_alone() {
        let mut kept = Kept::read("").unwrap();
        assert!(kept.is_empty());
        kept.set_totp_secret(ADA, Some(&"GEZD".into()));
        kept.set_device(ADA, Some(&device()));
        let again = Kept::read(kept.write().expose()).unwrap();
        assert_eq!(again.totp_secret(ADA), Some("GEZD".into()));
        assert_eq!(again.device(ADA), Some(device()));
        assert_eq!(again.device(Owner { username: "eve", ..ADA }), None);
        assert_eq!(again.device(Owner { client: "another", ..ADA }), None);
    }

    #[test]
    fn the_warning_stands_first_and_nobody_without_a_name_is_kept() {
        let mut kept = Kept::read("").unwrap();
        kept.set_totp_secret(Owner { username: "", ..ADA }, Some(&"GNBV".into()));
        assert!(kept.is_empty());
        kept.set_totp_secret(ADA, Some(&"GEZD".into()));
        kept.set_totp_secret(Owner { username: "eve", ..ADA }, Some(&"GNBV".into()));
        let text = kept.write();
        assert!(text.expose().starts_with(HEADER), "{}", text.expose());
        assert_eq!(text.expose().matches(HEADER).count(), 1);
    }

    #[test]
    fn what_is_forgotten_is_gone_from_the_text() {
        let mut kept = Kept::default();
        kept.set_device(ADA, Some(&device()));
        kept.set_device(ADA, None);
        assert_eq!(kept.device(ADA), None);
        assert!(!kept.write().expose().contains("hunter2"));
        kept.set_totp_secret(ADA, Some(&"GEZD".into()));
        kept.forget_connection("Staging");
        assert!(kept.is_empty() && !kept.write().expose().contains("GEZD"));
    }

    #[test]
    fn a_renamed_connection_keeps_its_users() {
        let mut kept = Kept::default();
        kept.set_totp_secret(ADA, Some(&"GEZD".into()));
        kept.rename_connection("Staging", "QA");
        assert_eq!(kept.totp_secret(Owner { connection: "QA", ..ADA }), Some("GEZD".into()));
        assert_eq!(kept.users_of("QA"), [("1h57".to_owned(), "ada".to_owned())]);
        assert_eq!(kept.users_of("Staging"), []);
    }

    #[test]
    fn one_user_is_taken_over_and_the_others_stay() {
        let eve = Owner { username: "eve", ..ADA };
        let (mut kept, mut other) = (Kept::default(), Kept::default());
        kept.set_totp_secret(ADA, Some(&"GEZD".into()));
        kept.set_totp_secret(eve, Some(&"GNBV".into()));
        other.set_device(ADA, Some(&device()));
        kept.take(ADA, Part::Device, &other);
        assert_eq!((kept.totp_secret(ADA), kept.device(ADA)), (Some("GEZD".into()), Some(device())));
        kept.take(ADA, Part::TotpSecret, &other);
        assert_eq!((kept.totp_secret(ADA), kept.device(ADA)), (None, Some(device())));
        assert_eq!(kept.totp_secret(eve), Some("GNBV".into()));
    }

    #[test]
    fn one_part_is_forgotten_and_whoever_has_nothing_left_with_it() {
        let eve = Owner { username: "eve", ..ADA };
        let mut kept = Kept::default();
        kept.set_totp_secret(ADA, Some(&"GEZD".into()));
        kept.set_refresh_token(ADA, Some(&"refresh".into()));
        kept.set_refresh_token(eve, Some(&"refresh".into()));
        assert_eq!(kept.refresh_token(ADA), Some("refresh".into()));
        kept.forget_parts("Staging", &[Part::RefreshToken]);
        assert_eq!((kept.totp_secret(ADA), kept.refresh_token(ADA)), (Some("GEZD".into()), None));
        assert_eq!(kept.users_of("Staging"), [("1h57".to_owned(), "ada".to_owned())]);
    }

    #[test]
    fn comments_and_unknown_keys_stay_and_a_broken_file_is_not_taken() {
        let text =
            "# mine\n[[user]]\nconnection = \"Staging\"\nclient = \"1h57\"\nusername = \"ada\"\nmood = 5\n";
        let mut kept = Kept::read(text).unwrap();
        kept.set_totp_secret(ADA, Some(&"GEZD".into()));
        let written = kept.write();
        assert!(written.expose().contains("# mine") && written.expose().contains("mood = 5"));
        assert!(Kept::read("[[user").is_none());
        assert!(!format!("{kept:?}").contains("GEZD"));
    }
}
