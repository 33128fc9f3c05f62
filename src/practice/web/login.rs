//! `/login`: user name and password, or the way to the external provider.

use super::authorize::{Provider, Wish};
use super::page::{Esc, Page, alert, form_start, linked_field};
use super::{body, browser, challenge, query};
use crate::practice::auth;
use crate::practice::input::Input;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::EXTERNAL_PROVIDER;
use crate::practice::secret_hash;
use crate::practice::wire::Response;
use serde_json::json;

pub(super) fn show(pool: &mut Pool, call: &Call<'_>) -> Response {
    match Wish::read(query(call)) {
        Ok(wish) => page(pool, call, &wish, None),
        Err(refusal) => refusal.respond(),
    }
}

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    let wish = match Wish::read(query(call)) {
        Ok(wish) => wish,
        Err(refusal) => return refusal.respond(),
    };
    let form = body(call);
    if !browser::is_own_form(call, &form) {
        return page(pool, call, &wish, Some("This form has become too old. Sign in again."));
    }
    let (Some(username), Some(password)) = (form.get("username"), form.get("password")) else {
        return page(pool, call, &wish, Some("Type a user name and a password"));
    };
    // None for a client without a secret, and a null counts as absent.
    let hash = secret_hash::of(wish.client, username);
    let parameters = json!({ "USERNAME": username, "PASSWORD": password, "SECRET_HASH": hash });
    let told = json!({ "AuthParameters": parameters });
    let outcome = Input::read(told.to_string().as_bytes())
        .and_then(|input| auth::typed_on_page(pool, &Call { input, ..*call }, wish.client));
    challenge::next(pool, call, &wish, outcome)
}

/// The page, with what went wrong before.
pub(super) fn page(pool: &mut Pool, call: &Call<'_>, wish: &Wish, problem: Option<&str>) -> Response {
    let mark = browser::mark(pool, call);
    let query = wish.query.query();
    let hint =
        body(call).get("username").or_else(|| wish.query.get("login_hint")).unwrap_or_default().to_owned();
    let content = format!(
        "{alert}{start}{username}{password}<button type=\"submit\">Sign in</button></form>{external}",
        alert = alert(problem),
        start = form_start(&format!("/login?{query}"), &mark),
        username = linked_field(
            "username",
            "User name",
            &format!("autocomplete=\"username\" autofocus required value=\"{}\"", Esc(&hint))
        ),
        password = linked_field(
            "password",
            "Password",
            "type=\"password\" autocomplete=\"current-password\" required"
        ),
        external = external(wish),
    );
    let page = Page { title: "Sign in", content: &content, leads_to: wish.redirect.origin() };
    page.respond(if problem.is_some() { 400 } else { 200 }).header("set-cookie", &browser::mark_cookie(&mark))
}

/// The link to the external provider, where the app did not ask for the pool's own users.
fn external(wish: &Wish) -> String {
    if wish.provider == Provider::OwnUsers {
        return String::new();
    }
    let query = wish.query.clone().with("identity_provider", EXTERNAL_PROVIDER).query();
    format!(
        "<p>or</p><p><a class=\"other\" href=\"/oauth2/authorize?{}\">Continue with Practice Identity Provider</a></p>",
        Esc(&query)
    )
}
