//! What is remembered of a browser: who signed in with it (for an hour), and a mark that its forms must bring along,
//! so that no other page can send them.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use crate::practice::form::Form;
use crate::practice::mac::same;
use crate::practice::pool::{Call, Pool};

const SESSION_COOKIE: &str = "cognito";
const MARK_COOKIE: &str = "XSRF-TOKEN";
/// The form field that repeats the mark.
pub(super) const MARK_FIELD: &str = "_csrf";
/// A session lives an hour, used or not.
const SESSION: SignedDuration = SignedDuration::from_hours(1);

/// Every session, by its cookie.
#[derive(Default)]
pub(super) struct Browsers(BTreeMap<String, Session>);

/// Somebody who signed in with a browser.
#[derive(Clone)]
pub(super) struct Session {
    /// The real user name.
    pub user: String,
    /// When they signed in.
    pub since: Timestamp,
}

impl Session {
    fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.since) >= SESSION
    }
}

impl Browsers {
    /// Remembers a sign-in. The cookie to set.
    pub(super) fn sign_in(&mut self, handle: String, session: Session) -> String {
        self.0.retain(|_, other| !other.is_over(session.since));
        let cookie = cookie(SESSION_COOKIE, &handle, SESSION.as_secs());
        self.0.insert(handle, session);
        cookie
    }

    /// Forgets who signed in with this browser. The cookie to set.
    pub(super) fn sign_out(&mut self, call: &Call<'_>) -> String {
        if let Some(handle) = sent(call, SESSION_COOKIE) {
            self.0.remove(handle);
        }
        cookie(SESSION_COOKIE, "", 0)
    }
}

/// Who is signed in with the browser that asks.
pub(super) fn session(pool: &Pool, call: &Call<'_>) -> Option<Session> {
    let session = pool.web.browsers.0.get(sent(call, SESSION_COOKIE)?)?;
    let may_enter = pool.people.get(&session.user).is_some_and(|user| user.enabled);
    (may_enter && !session.is_over(call.now)).then(|| session.clone())
}

/// The mark of the browser that asks, a fresh one if it has none.
pub(super) fn mark(pool: &mut Pool, call: &Call<'_>) -> String {
    match sent(call, MARK_COOKIE) {
        Some(mark) if mark.len() == 43 => mark.to_owned(),
        Some(_) | None => pool.random.base64url(32),
    }
}

/// The cookie that holds a mark.
pub(super) fn mark_cookie(mark: &str) -> String {
    cookie(MARK_COOKIE, mark, SESSION.as_secs())
}

/// True when a form was sent from a page of ours in the same browser.
pub(super) fn is_own_form(call: &Call<'_>, form: &Form) -> bool {
    form.get(MARK_FIELD).is_some_and(|mark| is_marked(call, mark))
}

/// True when the browser that asks has this mark.
pub(super) fn is_marked(call: &Call<'_>, mark: &str) -> bool {
    sent(call, MARK_COOKIE).is_some_and(|own| own.len() == 43 && same(own.as_bytes(), mark.as_bytes()))
}

fn sent<'a>(call: &Call<'a>, name: &str) -> Option<&'a str> {
    let cookies = call.request.header("cookie")?.split(';').filter_map(|pair| pair.trim().split_once('='));
    cookies.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

fn cookie(name: &str, value: &str, seconds: i64) -> String {
    format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax")
}
