//! The Cognito authorizer: a token of the user pool, with or without `Bearer` before it. Without scopes it wants an ID
//! token, with scopes an access token that has one of them. Whether a token was revoked, it does not ask.

use serde_json::{Map, Value as Json};

use super::Denial;
use crate::practice::pool::{Call, Pool};

/// Whose token it is, if it opens the route.
pub(super) fn admit(pool: &Pool, call: &Call<'_>, scopes: &[&str]) -> Result<Json, Denial> {
    let header = call.request.header("authorization").unwrap_or_default().trim();
    let token = header.strip_prefix("Bearer ").map_or(header, str::trim);
    let claims = call.keys.open(token).map_err(|_unopened| unauthorized("Unauthorized"))?;
    let text = |name: &str| claims.get(name).and_then(Json::as_str).unwrap_or_default();
    if text("iss") != pool.issuer {
        return Err(unauthorized("Unauthorized"));
    }
    if claims.get("exp").and_then(Json::as_i64).is_none_or(|exp| call.now.as_second() >= exp) {
        return Err(unauthorized("The incoming token has expired"));
    }
    let opens = if scopes.is_empty() {
        text("token_use") == "id"
    } else {
        text("token_use") == "access" && text("scope").split(' ').any(|scope| scopes.contains(&scope))
    };
    if !opens {
        return Err(unauthorized("Unauthorized"));
    }
    let username = claims.get("cognito:username").or_else(|| claims.get("username"));
    let told = ["sub", "token_use", "scope"].map(|name| (name, claims.get(name)));
    let told = told.into_iter().chain([("username", username)]);
    Ok(told.filter_map(|(name, value)| Some((name.to_owned(), value?.clone()))).collect::<Map<_, _>>().into())
}

fn unauthorized(message: &str) -> Denial {
    Denial { status: 401, kind: "UnauthorizedException", message: message.to_owned() }
}
