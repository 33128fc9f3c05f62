//! Finds connections and settings in a parsed file, in every shape a person may have given
//! them, and says in which line something was odd. It changes nothing but a shape.

use std::ops::Range;

use toml_edit::{ArrayOfTables, Document, Item, Table, TableLike, Value};

use super::connection::Connection;
use super::names;
use super::settings::Settings;
use super::table::wrong_type;
use super::warning::{Problem, Warning};

/// The table of settings.
pub(super) const SETTINGS: &str = "settings";
/// The array of connections, one table each.
pub(super) const CONNECTION: &str = "connection";

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// In order, with names that are one of a kind.
    pub(super) connections: Vec<Connection>,
    /// Defaults where the file says nothing.
    pub(super) settings: Settings,
    /// In no order.
    pub(super) warnings: Vec<Warning>,
}

/// Reads a parsed file; `text` is what was parsed.
pub(super) fn find(document: &Document<&str>, text: &str) -> Found {
    let mut finder = Finder { text, warnings: Vec::new() };
    let root = document.as_table();
    let settings = finder.settings(root.get(SETTINGS));
    let connections = finder.connections(root.get(CONNECTION));
    finder.unknown(root, |key| [SETTINGS, CONNECTION].contains(&key));
    Found { connections, settings, warnings: finder.warnings }
}

/// Gives both parts the one shape that is written. True when something had to be left out.
pub(super) fn make_tables(root: &mut Table) -> bool {
    let mut lost = false;
    if root.get(SETTINGS).is_some_and(|item| !item.is_table_like()) {
        root.insert(SETTINGS, Item::Table(Table::new()));
        lost = true;
    }
    if root.get(CONNECTION).is_some_and(|item| !item.is_array_of_tables()) {
        let item = root.remove(CONNECTION).unwrap_or_default();
        lost |= !misshapen(&item).is_empty();
        let mut tables = ArrayOfTables::new();
        for mut table in tables_from(item) {
            table.set_dotted(false);
            table.set_implicit(false);
            forget_place(&mut table);
            tables.push(table);
        }
        root.insert(CONNECTION, Item::ArrayOfTables(tables));
    }
    lost
}

/// Lets a table and those in it follow their new header, wherever in the file they stood.
fn forget_place(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        if let Some(inner) = item.as_table_mut() {
            forget_place(inner);
        } else if let Some(inner) = item.as_array_of_tables_mut() {
            inner.iter_mut().for_each(forget_place);
        }
    }
}

struct Finder<'t> {
    text: &'t str,
    warnings: Vec<Warning>,
}

impl Finder<'_> {
    fn settings(&mut self, item: Option<&Item>) -> Settings {
        let Some(item) = item else { return Settings::default() };
        let Some(table) = item.as_table_like() else {
            self.warn(item.span(), Some(SETTINGS), wrong_type(item, "a table"));
            return Settings::default();
        };
        let settings =
            Settings::read(table, &mut |key, problem| self.warn(span(table, key), Some(key), problem));
        self.unknown(table, Settings::knows);
        settings
    }

    fn connections(&mut self, item: Option<&Item>) -> Vec<Connection> {
        let mut connections: Vec<Connection> = Vec::new();
        let Some(item) = item else { return connections };
        for (span, found) in misshapen(item) {
            let problem = Problem::WrongType { wanted: "tables", found };
            self.warn(span, Some(CONNECTION), problem);
        }
        for (place, table) in tables_of(item) {
            let mut connection =
                Connection::read(table, &mut |key, problem| self.warn(span(table, key), Some(key), problem));
            let taken = |name: &str| connections.iter().any(|other| names::same(&other.name, name));
            let name = names::nearest(&connection.name, taken);
            if name != connection.name.trim() {
                let problem = Problem::Renamed { from: connection.name.clone(), to: name.clone() };
                self.warn(span(table, "name").or(place), Some("name"), problem);
            }
            connection.name = name;
            self.unknown(table, Connection::knows);
            connections.push(connection);
        }
        connections
    }

    fn unknown(&mut self, table: &dyn TableLike, knows: impl Fn(&str) -> bool) {
        for (key, item) in table.iter().filter(|(key, _)| !knows(key)) {
            let secret = item.is_str() && looks_secret(key);
            let problem = if secret { Problem::SecretKey } else { Problem::UnknownKey };
            self.warn(item.span(), Some(key), problem);
        }
    }

    fn warn(&mut self, span: Option<Range<usize>>, key: Option<&str>, problem: Problem) {
        let before = span.and_then(|span| self.text.get(..span.start)).unwrap_or_default();
        let line = 1 + before.matches('\n').count();
        self.warnings.push(Warning { line, key: key.map(str::to_owned), problem });
    }
}

fn span(table: &dyn TableLike, key: &str) -> Option<Range<usize>> {
    table.get(key).and_then(Item::span)
}

/// `[[connection]]`, but also `[connection]` and `connection = [{ … }]`.
fn tables_of(item: &Item) -> Vec<(Option<Range<usize>>, &dyn TableLike)> {
    match item {
        Item::ArrayOfTables(tables) => {
            tables.iter().map(|table| (table.span(), table as &dyn TableLike)).collect()
        }
        Item::Table(table) => vec![(table.span(), table)],
        Item::Value(Value::InlineTable(table)) => vec![(table.span(), table)],
        Item::Value(Value::Array(array)) => {
            let tables = array.iter().filter_map(Value::as_inline_table);
            tables.map(|table| (table.span(), table as &dyn TableLike)).collect()
        }
        Item::None | Item::Value(_) => Vec::new(),
    }
}

fn tables_from(item: Item) -> Vec<Table> {
    match item {
        Item::ArrayOfTables(tables) => tables.into_iter().collect(),
        Item::Table(table) => vec![table],
        Item::Value(Value::InlineTable(table)) => vec![table.into_table()],
        Item::Value(Value::Array(array)) => {
            let values = array.into_iter().filter(Value::is_inline_table).map(Item::Value);
            values.filter_map(|value| value.into_table().ok()).collect()
        }
        Item::None | Item::Value(_) => Vec::new(),
    }
}

/// What stands where a connection belongs and is none, and what TOML calls it.
fn misshapen(item: &Item) -> Vec<(Option<Range<usize>>, &'static str)> {
    match item {
        Item::None | Item::ArrayOfTables(_) | Item::Table(_) | Item::Value(Value::InlineTable(_)) => {
            Vec::new()
        }
        Item::Value(Value::Array(array)) => {
            let others = array.iter().filter(|value| !value.is_inline_table());
            others.map(|value| (value.span(), value.type_name())).collect()
        }
        Item::Value(value) => vec![(value.span(), value.type_name())],
    }
}

fn looks_secret(key: &str) -> bool {
    let key = key.to_lowercase();
    ["password", "secret", "token", "credential"].iter().any(|word| key.contains(word))
}
