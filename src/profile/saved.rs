//! The file of saved connections and settings: read without ever failing, changed in place, so
//! that comments, order, unknown keys and unknown tables survive. It knows no disk.

use std::fmt;

use toml_edit::{ArrayOfTables, Document, DocumentMut, Item, Table};

use super::connection::Connection;
use super::names::{self, NameProblem};
use super::reading::{CONNECTION, Found, SETTINGS, find, make_tables};
use super::salvage::salvage;
use super::settings::Settings;
use super::warning::Warning;

/// Saved connections, settings, and the text they came from.
#[derive(Clone)]
pub struct Saved {
    /// Its n-th `[[connection]]` is the n-th of `connections`.
    document: DocumentMut,
    connections: Vec<Connection>,
    settings: Settings,
    whole: bool,
    unread: Option<String>,
}

/// What a file begins with that was empty or not there.
const EMPTY_FILE: &str = "\
# Connections and settings of Poolwalk. Edit it as you like: comments and unknown keys are kept.
# Passwords, client secrets, tokens and keys are never written here.

[settings]
";

/// Without the text: a person may have written a secret in it.
impl fmt::Debug for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { document: _, connections, settings, whole, unread } = self;
        f.debug_struct("Saved")
            .field("connections", connections)
            .field("settings", settings)
            .field("whole", whole)
            .field("backup_needed", &unread.is_some())
            .finish_non_exhaustive()
    }
}

impl Default for Saved {
    fn default() -> Self {
        Self::read("").0
    }
}

impl Saved {
    /// Reads a file's text. It never fails: what is not understood becomes a default and a warning.
    #[must_use]
    pub fn read(text: &str) -> (Self, Vec<Warning>) {
        let given = if text.trim().is_empty() { EMPTY_FILE } else { text };
        let (sound, mut warnings) = salvage(given);
        let mut unread = !warnings.is_empty();
        let (Found { connections, settings, warnings: found }, mut document) =
            match Document::parse(sound.as_str()) {
                Ok(parsed) => (find(&parsed, &sound), parsed.into_mut()),
                // Cannot happen after a salvage; should it, the whole file counts as unread.
                Err(_) => (Found::default(), DocumentMut::new()),
            };
        warnings.extend(found);
        warnings.sort_by_key(|warning| warning.line);
        unread |= make_tables(document.as_table_mut());
        let whole = !unread && !warnings.iter().any(|warning| warning.problem.is_loss());
        let unread = unread.then(|| text.to_owned());
        let mut saved = Self { document, connections, settings, whole, unread };
        saved.write_connections();
        (saved, warnings)
    }

    /// The file's text. When [`Self::backup_needed`] gives something, that has to be put aside first.
    #[must_use]
    pub fn write(&self) -> String {
        self.document.to_string()
    }

    /// False when something in the file was not understood.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole
    }

    /// The text as it was read, when writing would change a part of it that was not understood.
    #[must_use]
    pub fn backup_needed(&self) -> Option<&str> {
        self.unread.as_deref()
    }

    /// To be called when a backup was made.
    pub fn backup_made(&mut self) {
        self.unread = None;
    }

    /// Every saved connection, in the order of the file.
    #[must_use]
    pub fn connections(&self) -> &[Connection] {
        &self.connections
    }

    /// The connection of that name.
    #[must_use]
    pub fn connection(&self, name: &str) -> Option<&Connection> {
        self.connections.iter().find(|connection| connection.name == name)
    }

    /// What belongs to no connection.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes what belongs to no connection.
    pub fn set_settings(&mut self, settings: Settings) {
        let item = self.document.as_table_mut().entry(SETTINGS).or_insert_with(|| Item::Table(Table::new()));
        if let Some(table) = item.as_table_like_mut() {
            settings.write(table);
        }
        self.settings = settings;
    }

    /// Adds a connection at the end.
    ///
    /// # Errors
    /// Says why it cannot be called that.
    pub fn add(&mut self, connection: Connection) -> Result<(), NameProblem> {
        let name = names::check(&connection.name, |name| self.is_taken(name, None))?;
        self.connections.push(Connection { name, ..connection });
        self.write_connections();
        Ok(())
    }

    /// Puts other values in the place of the connection of that name, its name included.
    ///
    /// # Errors
    /// Says why it cannot be called that, or that there is none of that name.
    pub fn update(&mut self, name: &str, connection: Connection) -> Result<(), NameProblem> {
        let unknown = || NameProblem::Unknown { name: name.to_owned() };
        let index = self.index(name).ok_or_else(unknown)?;
        let called = names::check(&connection.name, |name| self.is_taken(name, Some(index)))?;
        if self.settings.last_connection.as_deref() == Some(name) {
            self.set_settings(Settings { last_connection: Some(called.clone()), ..self.settings.clone() });
        }
        let place = self.connections.get_mut(index).ok_or_else(unknown)?;
        *place = Connection { name: called, ..connection };
        self.write_connections();
        Ok(())
    }

    /// Gives a connection another name.
    ///
    /// # Errors
    /// As [`Self::update`].
    pub fn rename(&mut self, from: &str, to: &str) -> Result<(), NameProblem> {
        let unknown = || NameProblem::Unknown { name: from.to_owned() };
        let there = self.connection(from).cloned().ok_or_else(unknown)?;
        self.update(from, Connection { name: to.to_owned(), ..there })
    }

    /// Takes a connection out, with all that the file said of it.
    pub fn remove(&mut self, name: &str) -> Option<Connection> {
        let index = self.index(name)?;
        if let Some(tables) = self.tables().filter(|tables| index < tables.len()) {
            tables.remove(index);
        }
        if self.settings.last_connection.as_deref() == Some(name) {
            self.set_settings(Settings { last_connection: None, ..self.settings.clone() });
        }
        Some(self.connections.remove(index))
    }

    /// The nearest name to the wanted one that [`Self::add`] takes: “New connection 2”.
    #[must_use]
    pub fn free_name(&self, wanted: &str) -> String {
        names::nearest(wanted, |name| self.is_taken(name, None))
    }

    fn is_taken(&self, name: &str, but_by: Option<usize>) -> bool {
        let mut others = self.connections.iter().enumerate().filter(|(index, _)| Some(*index) != but_by);
        others.any(|(_, connection)| names::same(&connection.name, name))
    }

    fn index(&self, name: &str) -> Option<usize> {
        self.connections.iter().position(|connection| connection.name == name)
    }

    /// Brings the document up to the connections; where they agree nothing is touched.
    fn write_connections(&mut self) {
        let connections = std::mem::take(&mut self.connections);
        if !connections.is_empty()
            && let Some(tables) = self.tables()
        {
            for (index, connection) in connections.iter().enumerate() {
                if index >= tables.len() {
                    tables.push(Table::new());
                }
                if let Some(table) = tables.get_mut(index) {
                    connection.write(table);
                }
            }
        }
        self.connections = connections;
    }

    fn tables(&mut self) -> Option<&mut ArrayOfTables> {
        let empty = || Item::ArrayOfTables(ArrayOfTables::new());
        self.document.as_table_mut().entry(CONNECTION).or_insert_with(empty).as_array_of_tables_mut()
    }
}
