//! A request to the person's own API that was kept under a name. It has no field for a body or a token, and only headers
//! that say what is wanted, not who wants it.

use toml_edit::{Array, InlineTable, Item, TableLike, Value};

use super::table;
use super::warning::Problem;
use crate::cognito;

/// The key of a connection's requests.
pub(super) const REQUESTS: &str = "requests";

/// What is kept of a request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// What the person calls it; unique within the connection.
    pub name: String,
    /// `GET`, `POST`, …
    pub method: String,
    /// The address, without values that could be secrets.
    pub url: String,
    /// `name: value`, one a line: harmless ones alone.
    pub headers: String,
    /// How it is authorized: `iam`, `id`, `access` or `none`.
    pub auth: String,
    /// The region of the signature, when it is not derived.
    pub region: String,
    /// The service of the signature, likewise.
    pub service: String,
}

/// Of headers as typed those that may be kept, and whether others were left out.
#[must_use]
pub fn harmless_headers(typed: &str) -> (String, bool) {
    let lines: Vec<&str> = typed.lines().filter(|line| !line.trim().is_empty()).collect();
    let may_stay = |line: &&str| cognito::is_harmless(line.split(':').next().unwrap_or_default());
    let kept: Vec<&str> = lines.iter().copied().filter(may_stay).collect();
    (kept.join("\n"), kept.len() < lines.len())
}

impl Request {
    fn texts(&self) -> [(&'static str, &str); 7] {
        [
            ("name", &self.name),
            ("method", &self.method),
            ("url", &self.url),
            ("headers", &self.headers),
            ("auth", &self.auth),
            ("region", &self.region),
            ("service", &self.service),
        ]
    }

    fn of(told: &dyn TableLike) -> Result<Self, Problem> {
        let text = |key| table::text(told, key);
        Ok(Self {
            name: text("name")?,
            method: text("method")?,
            url: text("url")?,
            headers: text("headers")?,
            auth: text("auth")?,
            region: text("region")?,
            service: text("service")?,
        })
    }
}

/// Every request of a connection that is understood; what is not is told.
pub(super) fn read(from: &dyn TableLike, told: &mut dyn FnMut(&'static str, Problem)) -> Vec<Request> {
    let Some(item) = from.get(REQUESTS) else { return Vec::new() };
    let found: Vec<&dyn TableLike> = match item {
        Item::Value(Value::Array(array)) => {
            array.iter().filter_map(Value::as_inline_table).map(|table| table as &dyn TableLike).collect()
        }
        Item::ArrayOfTables(tables) => tables.iter().map(|table| table as &dyn TableLike).collect(),
        Item::None | Item::Value(_) | Item::Table(_) => {
            told(REQUESTS, table::wrong_type(item, "a list of requests"));
            return Vec::new();
        }
    };
    let mut requests = Vec::new();
    for table in found {
        match Request::of(table) {
            Ok(request) => requests.push(request),
            Err(problem) => told(REQUESTS, problem),
        }
    }
    requests
}

/// One inline table for each, a line each.
pub(super) fn write(requests: &[Request], to: &mut dyn TableLike) {
    let mut array = Array::new();
    for request in requests {
        let mut table = InlineTable::new();
        for (key, text) in request.texts().into_iter().filter(|(_, text)| !text.is_empty()) {
            table.insert(key, text.into());
        }
        let mut value = Value::InlineTable(table);
        value.decor_mut().set_prefix("\n    ");
        array.push_formatted(value);
    }
    array.set_trailing_comma(!requests.is_empty());
    array.set_trailing(if requests.is_empty() { "" } else { "\n" });
    to.insert(REQUESTS, Item::Value(Value::Array(array)));
}

#[cfg(test)]
mod tests {
    use super::super::{Connection, Saved};
    use super::*;

    #[test]
    fn requests_are_read_back_as_they_were_written() {
        let pets = Request {
            name: "Pets".into(),
            method: "POST".into(),
            url: "https://a.example/pets?a=\"1\"".into(),
            headers: "accept: a\ncontent-type: b".into(),
            auth: "id".into(),
            ..Request::default()
        };
        let plain = Request { name: "Plain".into(), url: "https://a.example".into(), ..Request::default() };
        let connection =
            Connection { name: "Mine".into(), requests: vec![pets, plain], ..Connection::default() };
        let mut saved = Saved::default();
        saved.add(connection.clone()).unwrap();
        let (again, warnings) = Saved::read(&saved.write());
        assert_eq!((again.connections(), warnings.as_slice()), (&[connection.clone()][..], &[][..]));
        saved.update("Mine", Connection { requests: vec![], ..connection }).unwrap();
        assert!(Saved::read(&saved.write()).0.connections()[0].requests.is_empty());
    }

    #[test]
    fn tables_of_an_editor_will_do_and_what_is_no_request_is_told() {
        let text = "[[connection]]\nname = \"a\"\n[[connection.requests]]\nname = \"x\"\nurl = \"https://a.example\"\n";
        let (saved, warnings) = Saved::read(text);
        assert_eq!(warnings, []);
        assert_eq!(saved.connections()[0].requests[0].url, "https://a.example");
        let (saved, warnings) = Saved::read("[[connection]]\nname = \"a\"\nrequests = 3\n");
        assert_eq!((saved.connections()[0].requests.len(), warnings.len()), (0, 1));
    }

    #[test]
    fn headers_that_tell_who_asks_are_not_kept() {
        let typed = "Accept: text/plain\n\nx-api-key: k\nCookie: c\nContent-Type: a";
        assert_eq!(harmless_headers(typed), ("Accept: text/plain\nContent-Type: a".to_owned(), true));
        assert_eq!(harmless_headers(""), (String::new(), false));
    }
}
