//! The endpoints of apps: codes become tokens, tokens are renewed, shown and revoked.

use serde_json::{Value as Json, json};

use super::web::code;
use super::{Stage, claims, text};
use crate::practice::encoding::{base64, base64url};
use crate::practice::form::query;
use crate::practice::keys::tests::KEYS;
use crate::practice::roster::{CLIENTS, Rotation};
use crate::practice::wire::{Request, Response};
use sha2::{Digest as _, Sha256};

const CALLBACK: &str = "http://localhost:8765/callback";
/// RFC 7636, appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Sends a form to an endpoint, with an `Authorization` header if there is one.
fn post(stage: &mut Stage, path: &str, authorization: &str, form: &[(&str, &str)]) -> Response {
    let mut headers = vec![("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned())];
    if !authorization.is_empty() {
        headers.push(("authorization".to_owned(), authorization.to_owned()));
    }
    let body = query(form.iter().copied()).into();
    stage.send(&Request { method: "POST".into(), path: path.into(), query: String::new(), headers, body })
}

fn body(response: &Response) -> Json {
    serde_json::from_slice(&response.body).unwrap()
}

/// Form fields that are other than usual.
type Changes<'a> = &'a [(&'a str, &'a str)];

/// The ordinary redemption, with changes; a change to nothing drops the field.
fn redeem(stage: &mut Stage, code: &str, changes: Changes<'_>) -> Response {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("client_id", CLIENTS[0].id),
        ("code", code),
        ("redirect_uri", CALLBACK),
    ];
    form.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    form.extend(changes.iter().filter(|(_, value)| !value.is_empty()));
    post(stage, "/oauth2/token", "", &form)
}

pub(super) fn redeemed(stage: &mut Stage, code: &str) -> Json {
    let response = redeem(stage, code, &[]);
    assert_eq!(response.status, 200, "{}", body(&response));
    body(&response)
}

fn error(response: &Response) -> (u16, String) {
    (response.status, text(&body(response), "error").to_owned())
}

#[test]
fn a_code_becomes_tokens_once_and_within_five_minutes() {
    let mut stage = Stage::new();
    let good = code(&mut stage, &[("nonce", "n-0S6"), ("scope", "openid email practice-api/read")]);
    let late = code(&mut stage, &[]);
    stage.later(299);
    let tokens = redeemed(&mut stage, &good);
    assert_eq!((&tokens["expires_in"], &tokens["token_type"]), (&json!(3600), &json!("Bearer")));
    assert_eq!(error(&redeem(&mut stage, &good, &[])), (400, "invalid_grant".into()), "twice");
    stage.later(1);
    assert_eq!(error(&redeem(&mut stage, &late, &[])), (400, "invalid_grant".into()), "late");
    let (id, access) = (claims(text(&tokens, "id_token")), claims(text(&tokens, "access_token")));
    assert_eq!((&access["scope"], &access["version"]), (&json!("openid email practice-api/read"), &json!(2)));
    assert_eq!((&id["nonce"], &id["email"]), (&json!("n-0S6"), &json!("ada@example.com")));
    assert_eq!(id.get("given_name"), None, "nobody asked for the profile");
    let digest = Sha256::digest(text(&tokens, "access_token"));
    assert_eq!(id["at_hash"], json!(base64url(&digest[..16])));
    assert_eq!(
        id["auth_time"].as_i64().unwrap() + 299,
        id["iat"].as_i64().unwrap(),
        "when the user signed in"
    );
    assert!(KEYS.open(text(&tokens, "id_token")).is_ok() && KEYS.open(text(&tokens, "access_token")).is_ok());
}

#[test]
fn everything_about_a_redemption_must_be_right() {
    let mut stage = Stage::new();
    let pkce = [("code_challenge", CHALLENGE), ("code_challenge_method", "S256")];
    let (with, without) = (code(&mut stage, &pkce), code(&mut stage, &[]));
    let cases: [(&str, Changes<'_>, &str); 13] = [
        (&with, &[], "invalid_grant"),
        (&with, &[("code_verifier", &VERIFIER.replace('d', "e"))], "invalid_grant"),
        (&with, &[("code_verifier", "short")], "invalid_grant"),
        (&without, &[("code_verifier", VERIFIER)], "invalid_grant"),
        (&without, &[("redirect_uri", "http://127.0.0.1:8765/callback")], "invalid_grant"),
        (&without, &[("redirect_uri", "http://localhost:8765/callback/")], "unauthorized_client"),
        (&without, &[("redirect_uri", "")], "invalid_request"),
        (&without, &[("code", "")], "invalid_request"),
        (&without, &[("code", "00000000-0000-4000-8000-000000000000")], "invalid_grant"),
        (&without, &[("grant_type", "")], "invalid_request"),
        (&without, &[("grant_type", "password")], "unsupported_grant_type"),
        (&without, &[("grant_type", "client_credentials")], "unauthorized_client"),
        (&without, &[("client_id", CLIENTS[2].id)], "unauthorized_client"),
    ];
    for (code, changes, expected) in cases {
        assert_eq!(error(&redeem(&mut stage, code, changes)), (400, expected.to_owned()), "{changes:?}");
    }
    for changes in [[("client_id", "nobody")], [("client_secret", "x")], [("client_id", CLIENTS[1].id)]] {
        assert_eq!(
            error(&redeem(&mut stage, &without, &changes)),
            (401, "invalid_client".into()),
            "{changes:?}"
        );
    }
    assert_eq!(redeem(&mut stage, &with, &[("code_verifier", VERIFIER)]).status, 200);
    assert_eq!(redeem(&mut stage, &without, &[]).status, 200, "a try that failed spends nothing");
}

#[test]
fn a_client_with_a_secret_tells_it_in_a_header_or_in_the_form() {
    let mut stage = Stage::new();
    let (id, secret) = (CLIENTS[1].id, CLIENTS[1].secret.unwrap());
    let basic = |secret: &str| format!("Basic {}", base64(format!("{id}:{secret}").as_bytes()));
    let wish = [("client_id", id)];
    let (one, two) = (code(&mut stage, &wish), code(&mut stage, &wish));
    let form = |code| [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
    assert_eq!(
        error(&post(&mut stage, "/oauth2/token", &basic("x"), &form(&one))),
        (401, "invalid_client".into())
    );
    assert_eq!(post(&mut stage, "/oauth2/token", &basic(secret), &form(&one)).status, 200);
    assert_eq!(redeem(&mut stage, &two, &[wish[0], ("client_secret", secret)]).status, 200);
    let json = [("grant_type", "authorization_code")];
    let mut request = Request { method: "POST".into(), path: "/oauth2/token".into(), ..Request::default() };
    request.body = query(json).into();
    assert_eq!(error(&stage.send(&request)), (400, "invalid_request".into()), "no form");
}

#[test]
fn renewed_tokens_keep_their_scopes_and_their_sign_in() {
    let mut stage = Stage::new();
    let code = code(&mut stage, &[("scope", "openid profile"), ("nonce", "once")]);
    let first = redeemed(&mut stage, &code);
    stage.later(1800);
    let renew = |stage: &mut Stage, token: &str| {
        let form = [("grant_type", "refresh_token"), ("client_id", CLIENTS[0].id), ("refresh_token", token)];
        post(stage, "/oauth2/token", "", &form)
    };
    let refresh = text(&first, "refresh_token").to_owned();
    let renewed = body(&renew(&mut stage, &refresh));
    let (before, after) = (claims(text(&first, "id_token")), claims(text(&renewed, "id_token")));
    assert_eq!((&before["auth_time"], &before["origin_jti"]), (&after["auth_time"], &after["origin_jti"]));
    assert_eq!((before.get("nonce").is_some(), after.get("nonce")), (true, None));
    assert_eq!(claims(text(&renewed, "access_token"))["scope"], "openid profile");
    let api = text(&stage.tokens("ada", "Practice-Ada-1"), "RefreshToken").to_owned();
    assert_eq!(
        claims(text(&body(&renew(&mut stage, &api)), "access_token"))["scope"],
        "aws.cognito.signin.user.admin"
    );
    let revoke = [("client_id", CLIENTS[0].id), ("token", refresh.as_str())];
    for _ in 0..2 {
        let revoked = post(&mut stage, "/oauth2/revoke", "", &revoke);
        assert_eq!((revoked.status, revoked.body.len()), (200, 0));
    }
    assert_eq!(error(&renew(&mut stage, &refresh)), (400, "invalid_grant".into()));
    assert_eq!(error(&renew(&mut stage, "nonsense")), (400, "invalid_grant".into()));
}

#[test]
fn without_openid_there_is_no_id_token() {
    let mut stage = Stage::new();
    let code = code(&mut stage, &[("scope", "practice-api/read")]);
    let tokens = redeemed(&mut stage, &code);
    assert_eq!(tokens.get("id_token"), None);
    let told = stage.call("GetUser", &json!({ "AccessToken": tokens["access_token"] }));
    assert_eq!(super::refused(told), "NotAuthorizedException: Access Token does not have required scopes");
    let info =
        post(&mut stage, "/oauth2/userInfo", &format!("Bearer {}", text(&tokens, "access_token")), &[]);
    assert_eq!(error(&info), (401, "invalid_token".into()));
}

#[test]
fn user_info_shows_what_the_scopes_allow() {
    let mut stage = Stage::new();
    let all = code(&mut stage, &[]);
    let some = code(&mut stage, &[("scope", "openid email")]);
    let (all, some) = (redeemed(&mut stage, &all), redeemed(&mut stage, &some));
    let bearer = |tokens: &Json, name: &str| format!("Bearer {}", text(tokens, name));
    let info = |stage: &mut Stage, authorization: &str| post(stage, "/oauth2/userInfo", authorization, &[]);
    let told = body(&info(&mut stage, &bearer(&all, "access_token")));
    assert_eq!((&told["username"], &told["email_verified"]), (&json!("ada"), &json!("true")), "a text");
    assert_eq!(told["given_name"], "Ada");
    let told = body(&info(&mut stage, &bearer(&some, "access_token")));
    assert_eq!((told.get("email").is_some(), told.get("given_name")), (true, None));
    assert!(stage.call("GetUser", &json!({ "AccessToken": all["access_token"] })).is_ok());
    assert_eq!(error(&info(&mut stage, "")), (400, "invalid_request".into()));
    let refused = info(&mut stage, &bearer(&all, "id_token"));
    assert_eq!(error(&refused), (401, "invalid_token".into()));
    let challenge = super::browser::header(&refused, "www-authenticate").unwrap();
    assert!(challenge.contains("error=\"invalid_token\""));
    let api = stage.tokens("ada", "Practice-Ada-1");
    assert_eq!(info(&mut stage, &bearer(&api, "AccessToken")).status, 401);
    stage.later(3600);
    assert_eq!(info(&mut stage, &bearer(&all, "access_token")).status, 401);
}

#[test]
fn only_refresh_tokens_are_revoked_and_only_by_their_client() {
    let mut stage = Stage::new();
    let code = code(&mut stage, &[]);
    let tokens = redeemed(&mut stage, &code);
    let mut revoke = |form: &[(&str, &str)]| post(&mut stage, "/oauth2/revoke", "", form);
    let client = ("client_id", CLIENTS[0].id);
    assert_eq!(error(&revoke(&[client])), (400, "invalid_request".into()));
    let access = ("token", text(&tokens, "access_token"));
    assert_eq!(error(&revoke(&[client, access])), (400, "unsupported_token_type".into()));
    assert_eq!(error(&revoke(&[access])), (401, "invalid_client".into()));
    let refresh = ("token", text(&tokens, "refresh_token"));
    assert_eq!(revoke(&[("client_id", CLIENTS[3].id), refresh]).status, 200);
    let user = json!({ "AccessToken": tokens["access_token"] });
    assert!(stage.call("GetUser", &user).is_ok(), "another client's wish");
    assert_eq!(post(&mut stage, "/oauth2/revoke", "", &[client, refresh]).status, 200);
    assert!(stage.call("GetUser", &user).is_err());
}

#[test]
fn a_client_that_rotates_refresh_tokens_rotates_them_here_too() {
    let mut stage = Stage::new();
    let client = CLIENTS.iter().find(|client| client.rotation != Rotation::Off).unwrap();
    let code = code(&mut stage, &[("client_id", client.id)]);
    let first = body(&redeem(&mut stage, &code, &[("client_id", client.id)]));
    let renew = |stage: &mut Stage, token: &str| {
        let form = [("grant_type", "refresh_token"), ("client_id", client.id), ("refresh_token", token)];
        post(stage, "/oauth2/token", "", &form)
    };
    let old = text(&first, "refresh_token").to_owned();
    let next = body(&renew(&mut stage, &old));
    assert_ne!(text(&next, "refresh_token"), old);
    stage.later(60);
    assert_eq!(error(&renew(&mut stage, &old)), (400, "invalid_grant".into()), "its grace is over");
    assert_eq!(renew(&mut stage, text(&next, "refresh_token")).status, 200);
}
