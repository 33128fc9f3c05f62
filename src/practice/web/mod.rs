//! The login pages (managed login) and the OAuth endpoints beside them, on the pool's own address. Cognito has these
//! on a domain of their own; paths, parameters and refusals are the same.
//!
//! ```text
//! browser  /oauth2/authorize ─┬─ signed in within the hour ───────────────────────┐
//!                             ├─ /login ─ /login/challenge ──────────────────────┤→ the app's callback, with a code
//!                             └─ /practice-idp/authorize ─ /oauth2/idpresponse ──┘
//! app      /oauth2/token, /oauth2/userInfo, /oauth2/revoke
//! ```
//!
//! The pages know no ladder of their own: they ask what `auth` asks. What a bad request leads to is in each file;
//! what all pages look like is in `page`.

mod access;
mod app;
mod authorize;
mod browser;
mod challenge;
mod codes;
mod idp;
mod login;
mod logout;
mod page;
mod revoke;
mod set_up;
mod token;
mod user_info;

use serde_json::{Value as Json, json};

use self::authorize::Wish;
use self::browser::{Browsers, Session};
use self::challenge::Step;
use self::codes::{Codes, Promise};
use super::form::Form;
use super::pool::{Call, Pool};
use super::roster::Outsider;
use super::sessions::Sessions;
use super::wire::Response;

/// What the pages remember.
#[derive(Default)]
pub(super) struct Web {
    /// Who signed in with which browser.
    browsers: Browsers,
    /// Authorization codes that apps have not redeemed yet, and those they have.
    codes: Codes,
    /// Questions that a page has asked.
    steps: Sessions<Step>,
    /// Browsers that were sent to the external provider.
    journeys: Sessions<Journey>,
    /// What the external provider vouches for, by its own codes.
    vouchers: Sessions<&'static Outsider>,
}

/// A browser's way over the external provider.
#[derive(Clone)]
struct Journey {
    /// What the app wished for.
    wish: Wish,
    /// The browser's own mark, so that nobody is sent home with another's answer.
    mark: String,
}

/// What answers a path.
type Answer = fn(&mut Pool, &Call<'_>) -> Response;

const ROUTES: &[(&str, &str, Answer)] = &[
    ("GET", "/oauth2/authorize", authorize::answer),
    ("GET", "/login", login::show),
    ("POST", "/login", login::answer),
    ("POST", "/login/challenge", challenge::answer),
    ("GET", idp::PATH, idp::show),
    ("POST", idp::PATH, idp::answer),
    ("GET", "/oauth2/idpresponse", idp::response),
    ("POST", "/oauth2/token", token::answer),
    ("GET", "/oauth2/userInfo", user_info::answer),
    ("POST", "/oauth2/userInfo", user_info::answer),
    ("POST", "/oauth2/revoke", revoke::answer),
    ("GET", "/logout", logout::answer),
    ("GET", "/error", page::error),
    ("GET", page::STYLE_PATH, page::style),
];

/// Answers a request for one of the pages; none when there is no such page.
pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Option<Response> {
    let here: Vec<_> = ROUTES.iter().filter(|(_, path, _)| *path == call.request.path).collect();
    let fitting = here.iter().find(|(method, ..)| *method == call.request.method);
    match (here.is_empty(), fitting) {
        (true, _) => None,
        (false, Some((_, _, answer))) => Some(answer(pool, call)),
        (false, None) => {
            Some(page::wrong_method(&here.iter().map(|(method, ..)| *method).collect::<Vec<_>>()))
        }
    }
}

/// The endpoints as the discovery document lists them.
pub(super) fn endpoints(domain: &str) -> [(&'static str, Json); 5] {
    let at = |path: &str| Json::from(format!("{domain}{path}"));
    [
        ("authorization_endpoint", at("/oauth2/authorize")),
        ("end_session_endpoint", at("/logout")),
        ("revocation_endpoint", at("/oauth2/revoke")),
        ("token_endpoint", at("/oauth2/token")),
        ("userinfo_endpoint", at("/oauth2/userInfo")),
    ]
}

/// The query of a request.
fn query(call: &Call<'_>) -> Form {
    Form::read(&call.request.query)
}

/// The form in the body of a request.
fn body(call: &Call<'_>) -> Form {
    Form::read(&String::from_utf8_lossy(&call.request.body))
}

/// Sends the browser elsewhere.
fn redirect(to: &str) -> Response {
    Response::new(302, "text/html; charset=utf-8", "")
        .header("location", to)
        .header("cache-control", "no-store")
}

/// Somebody has signed in: the browser remembers it for an hour, and the app gets its code.
fn signed_in(pool: &mut Pool, call: &Call<'_>, wish: &Wish, user: &str) -> Response {
    let session = Session { user: user.to_owned(), since: call.now };
    let handle = pool.random.base64url(32);
    let cookie = pool.web.browsers.sign_in(handle, session.clone());
    send_code(pool, call, wish, session).header("set-cookie", &cookie)
}

/// Back to the app, with a code.
fn send_code(pool: &mut Pool, call: &Call<'_>, wish: &Wish, session: Session) -> Response {
    let code = pool.random.uuid();
    pool.web.codes.issue(code.clone(), Promise { wish: wish.clone(), session, issued: call.now });
    redirect(&wish.redirect.with(&[("code", &code)]))
}

/// What an OAuth endpoint says no with.
fn oauth_error(status: u16, error: &str) -> Response {
    Response { status, ..Response::document(&json!({ "error": error })) }.header("cache-control", "no-store")
}
