//! `/oauth2/userInfo`: what the scopes of an access token let its bearer see of the user.

use serde_json::{Map, Value as Json, json};

use crate::practice::pool::{Call, Pool};
use crate::practice::tokens::{bearer_of, scopes_show};
use crate::practice::wire::Response;

pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    let header = call.request.header("authorization").unwrap_or_default();
    let Some(token) = header.strip_prefix("Bearer ").map(str::trim) else {
        return refused(400, "invalid_request", "Access token is missing");
    };
    let (user, scopes) = match bearer_of(pool, call, token) {
        Ok(found) => found,
        Err(failure) => return refused(401, "invalid_token", &failure.message),
    };
    if !scopes.iter().any(|scope| scope == "openid") {
        return refused(401, "invalid_token", "Access token does not contain openid scope");
    }
    let mut told = Map::new();
    told.insert("sub".to_owned(), user.sub.as_str().into());
    for (name, value) in user.attributes.iter().filter(|(name, _)| scopes_show(&scopes, name)) {
        told.insert(name.clone(), value.as_str().into());
    }
    told.insert("username".to_owned(), user.name.as_str().into());
    Response::document(&Json::Object(told)).header("cache-control", "no-store")
}

fn refused(status: u16, error: &str, description: &str) -> Response {
    let body = json!({ "error": error, "error_description": description });
    let challenge = format!("Bearer error=\"{error}\", error_description=\"{description}\"");
    Response { status, ..Response::document(&body) }.header("www-authenticate", &challenge)
}
