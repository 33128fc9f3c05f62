//! The external provider: the way to it, its one page (another party's, pretended on the same address), and the way
//! back through `/oauth2/idpresponse`, which makes or finds the user.

use super::authorize::{Refusal, Wish};
use super::page::{Esc, Page, alert, form_start};
use super::{Journey, body, browser, query, redirect, signed_in};
use crate::practice::form::{self, Form};
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{OUTSIDERS, Outsider};
use crate::practice::wire::Response;

/// The provider's own page.
pub(super) const PATH: &str = "/practice-idp/authorize";
/// What the provider calls the user pool.
const CLIENT_ID: &str = "practice-user-pool";

/// Sends a browser to the external provider.
pub(super) fn depart(pool: &mut Pool, call: &Call<'_>, wish: Wish) -> Response {
    let (state, mark) = (pool.random.base64url(32), browser::mark(pool, call));
    let cookie = browser::mark_cookie(&mark);
    let hint = wish.query.get("login_hint").map(str::to_owned);
    pool.web.journeys.open(state.clone(), Journey { wish, mark }, call.now);
    let back = return_address(pool);
    let mut pairs = vec![
        ("client_id", CLIENT_ID),
        ("redirect_uri", back.as_str()),
        ("response_type", "code"),
        ("scope", "openid email profile"),
        ("state", state.as_str()),
    ];
    pairs.extend(hint.as_deref().map(|hint| ("login_hint", hint)));
    redirect(&format!("{PATH}?{}", form::query(pairs))).header("set-cookie", &cookie)
}

/// The provider's page: who are you, and may the pool know?
pub(super) fn show(pool: &mut Pool, call: &Call<'_>) -> Response {
    let query = query(call);
    if is_from_pool(pool, &query) { page(pool, call, &query, None) } else { unknown_app() }
}

/// What was chosen on the provider's page.
pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    let (query, form) = (query(call), body(call));
    if !is_from_pool(pool, &query) {
        return unknown_app();
    }
    if !browser::is_own_form(call, &form) {
        return page(pool, call, &query, Some("This form has become too old. Choose again."));
    }
    let state = query.get("state").unwrap_or_default();
    let back = |answer: (&str, &str)| {
        redirect(&format!("{}?{}", return_address(pool), form::query([answer, ("state", state)])))
    };
    if form.get("answer") != Some("allow") {
        return back(("error", "access_denied"));
    }
    let Some(outsider) = OUTSIDERS.iter().find(|outsider| form.get("person") == Some(outsider.id)) else {
        return page(pool, call, &query, Some("Choose who you are"));
    };
    let code = pool.random.base64url(24);
    pool.web.vouchers.open(code.clone(), outsider, call.now);
    redirect(&format!(
        "{}?{}",
        return_address(pool),
        form::query([("code", code.as_str()), ("state", state)])
    ))
}

/// `/oauth2/idpresponse`: the browser comes back from the external provider.
pub(super) fn response(pool: &mut Pool, call: &Call<'_>) -> Response {
    let query = query(call);
    let state = query.get("state").unwrap_or_default();
    let journey = match pool.web.journeys.peek(state, call.now) {
        Ok(journey) if browser::is_marked(call, &journey.mark) => journey,
        Ok(_) | Err(_) => {
            let error = "Invalid state parameter, sign in again from the app".to_owned();
            return Refusal::OnPage { error, client_id: String::new() }.respond();
        }
    };
    pool.web.journeys.spend(state);
    let Journey { wish, .. } = journey;
    let refuse = |description| wish.redirect.refuse("invalid_request", description).respond();
    if query.get("error").is_some() {
        return refuse("The user denied access at PracticeIdP");
    }
    let code = query.get("code").unwrap_or_default();
    let Ok(outsider) = pool.web.vouchers.peek(code, call.now) else {
        return refuse("PracticeIdP gave no token for its code");
    };
    pool.web.vouchers.spend(code);
    let sub = pool.random.uuid();
    let user = pool.people.federate(outsider, sub, call.now);
    if pool.people.get(&user).is_some_and(|user| user.enabled) {
        signed_in(pool, call, &wish, &user)
    } else {
        refuse("User is disabled.")
    }
}

fn return_address(pool: &Pool) -> String {
    format!("{}/oauth2/idpresponse", pool.endpoint)
}

fn is_from_pool(pool: &Pool, query: &Form) -> bool {
    query.get("client_id") == Some(CLIENT_ID)
        && query.get("redirect_uri") == Some(return_address(pool).as_str())
        && query.get("response_type") == Some("code")
}

fn page(pool: &mut Pool, call: &Call<'_>, query: &Form, problem: Option<&str>) -> Response {
    let mark = browser::mark(pool, call);
    let content = format!(
        "{alert}{start}<fieldset><legend>Who are you?</legend>{people}</fieldset>\
         <p>The practice user pool asks for your name and e-mail address</p>\
         <button type=\"submit\" name=\"answer\" value=\"allow\">Allow</button>\
         <button class=\"other\" type=\"submit\" name=\"answer\" value=\"deny\" formnovalidate>Deny</button></form>",
        alert = alert(problem),
        start = form_start(&format!("{PATH}?{}", query.query()), &mark),
        people = people(query.get("login_hint")),
    );
    let state = query.get("state").unwrap_or_default();
    let journey = pool.web.journeys.peek(state, call.now).ok();
    let leads_to = journey.as_ref().map_or("", |journey| journey.wish.redirect.origin());
    let page = Page { title: "Practice Identity Provider", content: &content, leads_to };
    page.respond(if problem.is_some() { 400 } else { 200 }).header("set-cookie", &browser::mark_cookie(&mark))
}

fn people(hint: Option<&str>) -> String {
    let row = |outsider: &Outsider| {
        let chosen = hint.is_some_and(|hint| [outsider.id, outsider.email].contains(&hint));
        format!(
            "<label><input type=\"radio\" name=\"person\" value=\"{}\" required{}> {} ({})</label>",
            Esc(outsider.id),
            if chosen { " checked" } else { "" },
            Esc(outsider.given_name),
            Esc(outsider.email)
        )
    };
    OUTSIDERS.iter().map(row).collect()
}

fn unknown_app() -> Response {
    let content = alert(Some("This provider knows no such app"));
    Page { title: "Practice Identity Provider", content: &content, leads_to: "" }.respond(400)
}
