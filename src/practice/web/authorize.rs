//! `/oauth2/authorize`: what an app wishes for, read and checked. A wish that is not in order goes back to the app as an
//! error, unless it is the address to go back to that is not in order: then the browser stays, on the error page.

use jiff::{SignedDuration, Timestamp};

use super::access::granted;
use super::browser::Session;
use super::{browser, idp, query, redirect, send_code};
use crate::practice::form::{self, Form};
use crate::practice::people::Status;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{CLIENTS, Client, EXTERNAL_PROVIDER, WebAccess};
use crate::practice::wire::Response;

/// What an app wishes for, in order.
#[derive(Clone)]
pub(super) struct Wish {
    /// The app client.
    pub client: &'static Client,
    /// Where the answer goes.
    pub redirect: Redirect,
    /// The scopes that are granted.
    pub scopes: Vec<String>,
    /// Comes back in the ID token.
    pub nonce: Option<String>,
    /// The S256 challenge of PKCE.
    pub challenge: Option<String>,
    /// Whose sign-in is wanted.
    pub provider: Provider,
    prompt: Prompt,
    max_age_secs: Option<i64>,
    /// The query as it came, for the next page.
    pub query: Form,
}

/// A registered address of the app, and the state to take along.
#[derive(Clone)]
pub(super) struct Redirect {
    /// The address.
    pub uri: String,
    state: Option<String>,
}

/// `identity_provider`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Provider {
    /// Not said: the user chooses.
    Any,
    /// `COGNITO`: an account of the user pool.
    OwnUsers,
    /// The external provider, at once.
    External,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Prompt {
    WhenNeeded,
    Always,
    Never,
}

/// A wish that is not in order.
pub(super) enum Refusal {
    /// Told on the error page.
    OnPage {
        /// What is wrong.
        error: String,
        /// The client id that came.
        client_id: String,
    },
    /// Told to the app.
    ToApp {
        /// Where to.
        redirect: Redirect,
        /// The error's name.
        error: &'static str,
        /// What is wrong, in words.
        description: &'static str,
    },
}

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    let wish = match Wish::read(query(call)) {
        Ok(wish) => wish,
        Err(refusal) => return refusal.respond(),
    };
    let session = browser::session(pool, call).filter(|session| wish.accepts(pool, session, call.now));
    match (session, wish.prompt, wish.provider) {
        (Some(session), Prompt::WhenNeeded | Prompt::Never, _) => send_code(pool, call, &wish, session),
        (None, Prompt::Never, _) => {
            wish.redirect.refuse("login_required", "Nobody is signed in with this browser").respond()
        }
        (_, _, Provider::External) => idp::depart(pool, call, wish),
        (_, _, Provider::Any | Provider::OwnUsers) => redirect(&format!("/login?{}", wish.query.query())),
    }
}

impl Wish {
    /// Reads what an app sent.
    pub(super) fn read(query: Form) -> Result<Self, Refusal> {
        let client = client(&query)?;
        let redirect = registered(&query, client, |web| web.callback_urls)?;
        let access = client.web;
        let invalid = |description| redirect.refuse("invalid_request", description);
        match query.get("response_type") {
            Some("code") => {}
            Some("token") => {
                return Err(
                    redirect.refuse("unauthorized_client", "The client may not use the implicit flow")
                );
            }
            Some(_) | None => return Err(invalid("response_type must be code")),
        }
        let challenge = challenge(&query).map_err(invalid)?;
        let allowed = access.map_or(&[][..], |web| web.scopes);
        let scopes = granted(query.get("scope"), allowed)
            .map_err(|description| redirect.refuse("invalid_scope", description))?;
        let provider = match query.get("identity_provider") {
            None => Provider::Any,
            Some("COGNITO") => Provider::OwnUsers,
            Some(EXTERNAL_PROVIDER) => Provider::External,
            Some(_) => return Err(invalid("identity_provider names no provider of this client")),
        };
        let max_age_secs = match query.get("max_age").map(str::parse) {
            None => None,
            Some(Ok(secs)) => Some(secs),
            Some(Err(_)) => return Err(invalid("max_age must be a number of seconds")),
        };
        Ok(Self {
            client,
            scopes,
            nonce: query.get("nonce").map(str::to_owned),
            challenge,
            provider,
            prompt: prompt(query.get("prompt")).map_err(invalid)?,
            max_age_secs,
            redirect,
            query,
        })
    }

    /// True when a session of the browser will do.
    fn accepts(&self, pool: &Pool, session: &Session, now: Timestamp) -> bool {
        let user = pool.people.get(&session.user);
        let external = user.is_some_and(|user| user.status == Status::ExternalProvider);
        let fits = match self.provider {
            Provider::Any => true,
            Provider::OwnUsers => !external,
            Provider::External => external,
        };
        let age = now.duration_since(session.since);
        fits && self.max_age_secs.is_none_or(|most| age <= SignedDuration::from_secs(most))
    }
}

/// The app client, if it exists and may use the pages.
pub(super) fn client(query: &Form) -> Result<&'static Client, Refusal> {
    let id = query.get("client_id").unwrap_or_default();
    let on_page = |error: String| Refusal::OnPage { error, client_id: id.to_owned() };
    if id.is_empty() {
        return Err(on_page(absent("client_id")));
    }
    let client = CLIENTS.iter().find(|client| client.id == id);
    let client = client.ok_or_else(|| on_page(format!("User pool client {id} does not exist.")))?;
    match client.web {
        Some(_) => Ok(client),
        None => Err(on_page("Client is not enabled for OAuth2.0 flows.".to_owned())),
    }
}

/// The address to go back to, if it is one of the client's to the letter.
pub(super) fn registered(
    query: &Form,
    client: &'static Client,
    urls: fn(&WebAccess) -> &'static [&'static str],
) -> Result<Redirect, Refusal> {
    let on_page = |error: String| Refusal::OnPage { error, client_id: client.id.to_owned() };
    let uri = query.get("redirect_uri").ok_or_else(|| on_page(absent("redirect_uri")))?;
    if !client.web.is_some_and(|web| urls(web).contains(&uri)) {
        return Err(on_page("redirect_mismatch".to_owned()));
    }
    Ok(Redirect { uri: uri.to_owned(), state: query.get("state").map(str::to_owned) })
}

/// How a parameter's absence is told.
pub(super) fn absent(name: &str) -> String {
    format!("Required String parameter '{name}' is not present")
}

fn challenge(query: &Form) -> Result<Option<String>, &'static str> {
    match (query.get("code_challenge"), query.get("code_challenge_method")) {
        (None, None) => Ok(None),
        (Some(challenge), Some("S256")) if is_s256(challenge) => Ok(Some(challenge.to_owned())),
        (Some(_), Some("S256")) => Err("code_challenge must be the base64url of a SHA-256, 43 characters"),
        (Some(_), Some(_)) => Err("code_challenge_method must be S256"),
        (Some(_), None) | (None, Some(_)) => Err("code_challenge and code_challenge_method go together"),
    }
}

fn is_s256(challenge: &str) -> bool {
    challenge.len() == 43
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn prompt(given: Option<&str>) -> Result<Prompt, &'static str> {
    const KNOWN: [&str; 4] = ["none", "login", "select_account", "consent"];
    let wishes: Vec<&str> = given.unwrap_or_default().split_whitespace().collect();
    if wishes.iter().any(|wish| !KNOWN.contains(wish)) {
        return Err("prompt must be none, login, select_account or consent");
    }
    match (wishes.contains(&"none"), wishes.as_slice()) {
        (true, [_]) => Ok(Prompt::Never),
        (true, _) => Err("prompt=none goes with no other"),
        (false, wishes) if wishes.contains(&"login") || wishes.contains(&"select_account") => {
            Ok(Prompt::Always)
        }
        (false, _) => Ok(Prompt::WhenNeeded),
    }
}

impl Redirect {
    /// The address with an answer, and with the state as it came.
    pub(super) fn with(&self, answer: &[(&str, &str)]) -> String {
        let state = self.state.as_deref().map(|state| ("state", state));
        let joint = if self.uri.contains('?') { '&' } else { '?' };
        format!("{}{joint}{}", self.uri, form::query(answer.iter().copied().chain(state)))
    }

    /// Scheme, host and port, which a page has to name to be left for there.
    pub(super) fn origin(&self) -> &str {
        let host = self.uri.find("://").map_or(0, |at| at + 3);
        let path = self.uri.get(host..).and_then(|rest| rest.find('/'));
        path.and_then(|at| self.uri.get(..host + at)).unwrap_or(&self.uri)
    }

    /// No, told to the app.
    pub(super) fn refuse(&self, error: &'static str, description: &'static str) -> Refusal {
        Refusal::ToApp { redirect: self.clone(), error, description }
    }
}

impl Refusal {
    /// Sends the browser to where this refusal is told.
    pub(super) fn respond(&self) -> Response {
        match self {
            Self::OnPage { error, client_id } => {
                let pairs = [("error", error.as_str()), ("client_id", client_id)];
                let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
                redirect(&format!("/error?{}", form::query(pairs)))
            }
            Self::ToApp { redirect: to, error, description } => {
                redirect(&to.with(&[("error", error), ("error_description", description)]))
            }
        }
    }
}
