//! `/logout`: the browser forgets who signed in, and goes to a registered address or back to the login page.
//! Tokens that apps hold are none of its business.

use super::authorize::{Refusal, Wish, absent, client};
use super::{query, redirect};
use crate::practice::form::Form;
use crate::practice::pool::{Call, Pool};
use crate::practice::wire::Response;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    match destination(query(call)) {
        Ok(to) => redirect(&to).header("set-cookie", &pool.web.browsers.sign_out(call)),
        Err(refusal) => refusal.respond(),
    }
}

/// `logout_uri`, or the login page again for a request that could be one of `/oauth2/authorize`.
fn destination(query: Form) -> Result<String, Refusal> {
    let client = client(&query)?;
    let on_page = |error: String| Refusal::OnPage { error, client_id: client.id.to_owned() };
    match (query.get("logout_uri"), query.get("redirect_uri")) {
        (Some(uri), _) if client.web.is_some_and(|web| web.logout_urls.contains(&uri)) => Ok(uri.to_owned()),
        (Some(_), _) => Err(on_page("redirect_mismatch".to_owned())),
        (None, Some(_)) => Wish::read(query).map(|wish| format!("/login?{}", wish.query.query())),
        (None, None) => Err(on_page(absent("logout_uri"))),
    }
}
