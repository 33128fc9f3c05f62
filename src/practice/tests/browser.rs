//! A browser for tests: keeps cookies, follows no redirect by itself, and reads forms out of pages.

use std::collections::BTreeMap;

use super::Stage;
use crate::practice::form::{Form, query};
use crate::practice::wire::{Request, Response};

/// Cookies, and nothing else.
#[derive(Default)]
pub(super) struct Browser(BTreeMap<String, String>);

impl Browser {
    /// Opens an address: a path, or all of it.
    pub(super) fn get(&mut self, stage: &mut Stage, address: &str) -> Response {
        self.send(stage, "GET", (address, ""))
    }

    /// Sends the form of a page, filled in.
    pub(super) fn submit(&mut self, stage: &mut Stage, page: &Response, fields: &[(&str, &str)]) -> Response {
        let html = String::from_utf8(page.body.clone()).unwrap();
        let action = between(&html, "action=\"", "\"").replace("&amp;", "&");
        let hidden = html.split("<input type=\"hidden\" ").skip(1);
        let hidden = hidden.map(|input| (between(input, "name=\"", "\""), between(input, "value=\"", "\"")));
        let body = query(hidden.chain(fields.iter().copied()));
        self.send(stage, "POST", (&action, &body))
    }

    /// Drops a cookie.
    pub(super) fn forget(&mut self, cookie: &str) {
        self.0.remove(cookie);
    }

    /// Sends a body to an address.
    pub(super) fn send(
        &mut self,
        stage: &mut Stage,
        method: &str,
        (address, body): (&str, &str),
    ) -> Response {
        let address = address.strip_prefix("http://127.0.0.1:9").unwrap_or(address);
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        let cookies: Vec<String> = self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let response = stage.send(&Request {
            method: method.into(),
            path: path.into(),
            query: query.into(),
            headers: vec![
                ("cookie".into(), cookies.join("; ")),
                ("content-type".into(), "application/x-www-form-urlencoded".into()),
            ],
            body: body.into(),
        });
        for (_, cookie) in response.headers.iter().filter(|(name, _)| *name == "set-cookie") {
            let (name, value) = cookie.split_once(';').unwrap().0.split_once('=').unwrap();
            self.0.insert(name.to_owned(), value.to_owned());
        }
        response
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start)
        .and_then(|(_, rest)| rest.split_once(end))
        .unwrap_or_else(|| panic!("{start} in {text}"))
        .0
}

/// Where a redirect leads: the address without its query, and the query.
pub(super) fn location(response: &Response) -> (String, Form) {
    assert_eq!(response.status, 302, "{}", html(response));
    let to = header(response, "location").unwrap();
    let (address, query) = to.split_once('?').unwrap_or((to, ""));
    (address.to_owned(), Form::read(query))
}

pub(super) fn header<'a>(response: &'a Response, name: &str) -> Option<&'a str> {
    response.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
}

pub(super) fn html(response: &Response) -> String {
    String::from_utf8(response.body.clone()).unwrap()
}
