//! `/oauth2/token`: an app redeems its code, or renews its tokens.

use serde_json::{Map, Value as Json};

use super::codes::Promise;
use super::{app, body, oauth_error};
use crate::practice::auth::Login;
use crate::practice::error::Failure;
use crate::practice::form::Form;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::practice::tokens::{self, Agreed, Issued, TOKEN_SECS};
use crate::practice::wire::Response;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    match perform(pool, call) {
        Ok(issued) => Response::document(&told(issued)).header("cache-control", "no-store"),
        Err("invalid_client") => oauth_error(401, "invalid_client"),
        Err("server_error") => oauth_error(500, "server_error"),
        Err(error) => oauth_error(400, error),
    }
}

fn perform(pool: &mut Pool, call: &Call<'_>) -> Result<Issued, &'static str> {
    let content_type = call.request.header("content-type").unwrap_or_default();
    if !content_type.starts_with("application/x-www-form-urlencoded") {
        return Err("invalid_request");
    }
    let form = body(call);
    let grant = form.get("grant_type").ok_or("invalid_request")?;
    let client = app::authenticated(call.request, &form).ok_or("invalid_client")?;
    match grant {
        _ if client.web.is_none() => Err("unauthorized_client"),
        "authorization_code" => redeem(pool, call, client, &form),
        "refresh_token" => renew(pool, call, client, &form),
        "client_credentials" => Err("unauthorized_client"),
        _ => Err("unsupported_grant_type"),
    }
}

fn redeem(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    form: &Form,
) -> Result<Issued, &'static str> {
    if form.get("code").is_none() {
        return Err("invalid_request");
    }
    let uri = form.get("redirect_uri").ok_or("invalid_request")?;
    // An address that is not the client's is told apart from one that is not this code's, as on AWS.
    if !client.web.is_some_and(|web| web.callback_urls.contains(&uri)) {
        return Err("unauthorized_client");
    }
    let promise = pool.web.codes.redeem(form, client, call.now).ok_or("invalid_grant")?;
    let Promise { wish, session, .. } = promise;
    if !pool.people.get(&session.user).is_some_and(|user| user.enabled) {
        return Err("invalid_grant");
    }
    let login = Login { user: session.user, client, device: None };
    let agreed = Agreed { scopes: wish.scopes, nonce: wish.nonce, signed_in: session.since };
    tokens::issue_to_app(pool, call, &login, agreed).map_err(|failure| of(&failure))
}

fn renew(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    form: &Form,
) -> Result<Issued, &'static str> {
    let token = form.get("refresh_token").ok_or("invalid_request")?;
    let told = |failure: Failure| of(&failure);
    let grant = tokens::live_grant(pool, token, client, call.now).map_err(told)?;
    // No device ever comes along here, so a refresh token that is tied to one is good for nothing.
    tokens::same_device(pool, &grant, None).map_err(told)?;
    let refresh = tokens::rotate(pool, call, token, client);
    let issued = tokens::renew_for_app(pool, call, &grant).map_err(told)?;
    Ok(Issued { refresh, ..issued })
}

fn of(failure: &Failure) -> &'static str {
    if failure.status == 500 { "server_error" } else { "invalid_grant" }
}

fn told(issued: Issued) -> Json {
    let Issued { id, access, refresh } = issued;
    let tokens = [("id_token", id), ("access_token", Some(access)), ("refresh_token", refresh)];
    let tokens = tokens.into_iter().filter_map(|(name, token)| Some((name.to_owned(), Json::from(token?))));
    let mut told: Map<String, Json> = tokens.collect();
    told.insert("expires_in".to_owned(), TOKEN_SECS.into());
    told.insert("token_type".to_owned(), "Bearer".into());
    Json::Object(told)
}
