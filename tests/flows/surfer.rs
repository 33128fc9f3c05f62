//! A pretend browser: follows redirects, keeps cookies, and fills in the practice pool's pages as somebody would.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use url::Url;
use url::form_urlencoded::Serializer;

/// Who sits at the browser.
#[derive(Debug, Clone)]
pub(crate) enum Visitor {
    /// An account of the pool.
    User(String, String),
    /// Somebody whom the external provider knows.
    Outsider(&'static str),
    /// Somebody who says no to the external provider.
    Denier,
    /// Nobody: a page that asks stays open.
    Nobody,
}

/// A browser with its cookies.
#[derive(Debug, Default)]
pub(crate) struct Surfer {
    cookies: BTreeMap<String, String>,
    /// Every address that it was at, without the queries.
    pub(crate) seen: Vec<String>,
}

/// A page: where, with what status, what it says.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) address: Url,
    pub(crate) status: u16,
    pub(crate) html: String,
}

impl Surfer {
    /// Opens an address and does what the pages ask, until one asks nothing.
    pub(crate) fn surf(&mut self, address: &str, visitor: &Visitor) -> Page {
        let mut page = self.open("GET", Url::parse(address).unwrap(), "");
        for _ in 0..4 {
            let Some((method, to, form)) = wish(&page, visitor) else { return page };
            page = self.open(method, to, &form);
        }
        panic!("it goes round in circles: {page:?}")
    }

    /// One request, and the redirects that it leads to.
    fn open(&mut self, method: &str, address: Url, form: &str) -> Page {
        let (mut method, mut address, mut form) = (method, address, form);
        for _ in 0..9 {
            let page = self.request(method, &address, form);
            match page {
                Ok(page) => return page,
                Err(next) => (method, address, form) = ("GET", next, ""),
            }
        }
        panic!("redirects without end at {address}")
    }

    /// The page, or where it sends the browser.
    fn request(&mut self, method: &str, address: &Url, form: &str) -> Result<Page, Url> {
        self.seen.push(format!("{}{}", address.authority(), address.path()));
        let host = address.host_str().unwrap().trim_matches(['[', ']']);
        let mut stream = TcpStream::connect((host, address.port().unwrap())).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let query = address.query().map(|query| format!("?{query}")).unwrap_or_default();
        let request = format!(
            "{method} {}{query} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
            address.path(),
            address.authority(),
            cookies.join("; "),
            form.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, html) = answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("{answer}"));
        let mut location = None;
        for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
            if name.eq_ignore_ascii_case("set-cookie") {
                let (name, value) = value.split(';').next().unwrap().split_once('=').unwrap();
                self.cookies.insert(name.to_owned(), value.to_owned());
            } else if name.eq_ignore_ascii_case("location") {
                location = Some(address.join(value).unwrap());
            }
        }
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap();
        match location {
            Some(next) => Err(next),
            None => Ok(Page { address: address.clone(), status, html: html.to_owned() }),
        }
    }
}

/// What the visitor does on a page: a link or a form; nothing where it asks nothing.
fn wish(page: &Page, visitor: &Visitor) -> Option<(&'static str, Url, String)> {
    let action = page.address.join(&between(&page.html, "action=\"", "\"")?.replace("&amp;", "&")).unwrap();
    let answers: Vec<(&str, &str)> = match visitor {
        Visitor::Nobody => return None,
        Visitor::User(username, password) => vec![("username", username), ("password", password)],
        Visitor::Outsider(_) | Visitor::Denier if action.path() == "/login" => {
            let link = between(&page.html, "class=\"other\" href=\"", "\"").unwrap().replace("&amp;", "&");
            return Some(("GET", page.address.join(&link).unwrap(), String::new()));
        }
        Visitor::Outsider(person) => vec![("person", person), ("answer", "allow")],
        Visitor::Denier => vec![("answer", "deny")],
    };
    let mut form = Serializer::new(String::new());
    for hidden in page.html.split("<input type=\"hidden\" ").skip(1) {
        form.append_pair(
            between(hidden, "name=\"", "\"").unwrap(),
            between(hidden, "value=\"", "\"").unwrap(),
        );
    }
    form.extend_pairs(answers);
    Some(("POST", action, form.finish()))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    Some(text.split_once(start)?.1.split_once(end)?.0)
}

/// The practice pool knows one port for the way back, and other programs on this computer may be using it.
pub(crate) fn wait_for_the_port() {
    let deadline = Instant::now() + Duration::from_mins(1);
    while TcpListener::bind(("127.0.0.1", 8765)).is_err() {
        assert!(Instant::now() < deadline, "port 8765 is taken");
        std::thread::yield_now();
    }
}
