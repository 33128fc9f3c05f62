//! Tokens: what is in them, how long they count, how they are renewed and ended.

use serde_json::{Value as Json, json};

use super::{Stage, claims, refused, text};
use crate::practice::encoding::base64;
use crate::practice::keys::tests::KEYS;
use crate::practice::mac::hmac_sha256;
use crate::practice::roster::CLIENTS;

const ADA: (&str, &str) = ("ada", "Practice-Ada-1");

fn refresh(stage: &mut Stage, token: &str) -> super::Answer {
    stage.start(CLIENTS[0].id, "REFRESH_TOKEN_AUTH", &json!({ "REFRESH_TOKEN": token }))
}

fn get_user(stage: &mut Stage, tokens: &Json) -> super::Answer {
    stage.call("GetUser", &json!({ "AccessToken": tokens["AccessToken"] }))
}

#[test]
fn an_id_token_tells_who_and_an_access_token_what() {
    let mut stage = Stage::new();
    let tokens = stage.tokens(ADA.0, ADA.1);
    let (id, access) = (claims(text(&tokens, "IdToken")), claims(text(&tokens, "AccessToken")));
    let names = |claims: &serde_json::Map<String, Json>| claims.keys().cloned().collect::<Vec<_>>().join(" ");
    assert_eq!(
        names(&id),
        "sub cognito:groups iss cognito:username cognito:preferred_role cognito:roles origin_jti aud event_id \
         token_use auth_time exp iat jti given_name email email_verified"
    );
    assert_eq!(
        names(&access),
        "sub cognito:groups iss client_id origin_jti event_id token_use scope auth_time exp iat jti username"
    );
    let now = stage.now.as_second();
    assert_eq!((&id["exp"], &id["iat"], &id["auth_time"]), (&json!(now + 3600), &json!(now), &json!(now)));
    assert_eq!((&id["aud"], &access["client_id"]), (&json!(CLIENTS[0].id), &json!(CLIENTS[0].id)));
    assert_eq!(id["iss"], "http://127.0.0.1:9/eu-west-1_Practice1");
    assert_eq!(
        (&id["email_verified"], &access["scope"]),
        (&json!(true), &json!("aws.cognito.signin.user.admin"))
    );
    assert_eq!(id["origin_jti"], access["origin_jti"]);
    assert_ne!(id["jti"], access["jti"]);
    assert!(KEYS.open(text(&tokens, "IdToken")).is_ok() && KEYS.open(text(&tokens, "AccessToken")).is_ok());
}

#[test]
fn a_refresh_token_looks_like_the_real_thing() {
    let tokens = Stage::new().tokens(ADA.0, ADA.1);
    let token = text(&tokens, "RefreshToken");
    assert!(token.starts_with("eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ."));
    assert_eq!(token.split('.').count(), 5);
}

#[test]
fn a_refresh_keeps_when_and_where_one_signed_in() {
    let mut stage = Stage::new();
    let first = stage.tokens(ADA.0, ADA.1);
    stage.later(1800);
    let renewed = refresh(&mut stage, text(&first, "RefreshToken")).unwrap()["AuthenticationResult"].take();
    assert_eq!(renewed.get("RefreshToken"), None);
    let (before, after) = (claims(text(&first, "IdToken")), claims(text(&renewed, "IdToken")));
    for same in ["auth_time", "origin_jti", "event_id", "sub"] {
        assert_eq!(before[same], after[same], "{same}");
    }
    for other in ["iat", "exp", "jti"] {
        assert_ne!(before[other], after[other], "{other}");
    }
    let body = json!({ "ClientId": CLIENTS[0].id, "RefreshToken": first["RefreshToken"] });
    assert!(
        stage.call("GetTokensFromRefreshToken", &body).unwrap()["AuthenticationResult"]["IdToken"]
            .is_string()
    );
}

#[test]
fn a_refresh_token_counts_for_its_client_and_thirty_days() {
    let mut stage = Stage::new();
    let token = text(&stage.tokens(ADA.0, ADA.1), "RefreshToken").to_owned();
    let given = json!({ "REFRESH_TOKEN": token });
    let invalid = "NotAuthorizedException: Invalid Refresh Token";
    assert_eq!(refused(stage.start(CLIENTS[2].id, "REFRESH_TOKEN_AUTH", &given)), invalid);
    assert_eq!(refused(refresh(&mut stage, &token[..token.len() - 1])), invalid);
    stage.later(30 * 24 * 3600 - 1);
    assert!(refresh(&mut stage, &token).is_ok());
    stage.later(1);
    assert_eq!(refused(refresh(&mut stage, &token)), "NotAuthorizedException: Refresh Token has expired");
}

#[test]
fn get_user_is_the_live_check() {
    let mut stage = Stage::new();
    let tokens = stage.tokens(ADA.0, ADA.1);
    let user = get_user(&mut stage, &tokens).unwrap();
    assert_eq!(user["Username"], "ada");
    assert_eq!(user["UserAttributes"][0]["Name"], "sub");
    let id = json!({ "AccessToken": tokens["IdToken"] });
    assert_eq!(refused(stage.call("GetUser", &id)), "NotAuthorizedException: Invalid Access Token");
    stage.later(3600);
    assert_eq!(refused(get_user(&mut stage, &tokens)), "NotAuthorizedException: Access Token has expired");
}

#[test]
fn revoking_ends_one_sign_in_and_signing_out_ends_all() {
    let mut stage = Stage::new();
    let (one, two) = (stage.tokens(ADA.0, ADA.1), stage.tokens(ADA.0, ADA.1));
    let revoke = json!({ "ClientId": CLIENTS[0].id, "Token": one["RefreshToken"] });
    assert_eq!(stage.call("RevokeToken", &revoke), Ok(json!({})));
    assert_eq!(stage.call("RevokeToken", &revoke), Ok(json!({})), "twice is no mistake");
    assert_eq!(refused(get_user(&mut stage, &one)), "NotAuthorizedException: Access Token has been revoked");
    let told = refused(refresh(&mut stage, text(&one, "RefreshToken")));
    assert_eq!(told, "NotAuthorizedException: Refresh Token has been revoked");
    assert!(get_user(&mut stage, &two).is_ok());
    let out = json!({ "AccessToken": two["AccessToken"] });
    assert_eq!(stage.call("GlobalSignOut", &out), Ok(json!({})));
    assert!(refused(get_user(&mut stage, &two)).contains("has been revoked"));
    let access = json!({ "ClientId": CLIENTS[0].id, "Token": two["AccessToken"] });
    assert!(refused(stage.call("RevokeToken", &access)).starts_with("UnsupportedTokenTypeException"));
}

#[test]
fn a_client_with_a_secret_renews_over_the_real_name_or_with_the_secret_itself() {
    let mut stage = Stage::new();
    let (id, secret) = (CLIENTS[1].id, CLIENTS[1].secret.unwrap());
    let hash = |name: &str| base64(&hmac_sha256(secret.as_bytes(), &[name.as_bytes(), id.as_bytes()]));
    let (alias, password) = ("emmy@example.com", "Practice-Emmy-1");
    let given = json!({ "USERNAME": alias, "PASSWORD": password, "SECRET_HASH": hash(alias) });
    let tokens = stage.start(id, "USER_PASSWORD_AUTH", &given).unwrap()["AuthenticationResult"].take();
    let real_name = claims(text(&tokens, "AccessToken"))["username"].as_str().unwrap().to_owned();
    let mut renew = |name: &str| {
        let given = json!({ "REFRESH_TOKEN": tokens["RefreshToken"], "SECRET_HASH": hash(name) });
        stage.start(id, "REFRESH_TOKEN_AUTH", &given)
    };
    assert!(renew(&real_name).is_ok());
    let mismatch = format!("NotAuthorizedException: SecretHash does not match for the client: {id}");
    assert_eq!(refused(renew(alias)), mismatch);
    for (operation, token) in [("GetTokensFromRefreshToken", "RefreshToken"), ("RevokeToken", "Token")] {
        let body =
            |secret: &str| json!({ "ClientId": id, token: tokens["RefreshToken"], "ClientSecret": secret });
        assert!(stage.call(operation, &body("wrong")).is_err(), "{operation}");
        assert!(stage.call(operation, &body(secret)).is_ok(), "{operation}");
    }
}
