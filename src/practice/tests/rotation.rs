//! Refresh tokens that are used once: each refresh brings the next one, and the old one dies after a little while.

use serde_json::{Value as Json, json};

use super::{Answer, Stage, claims, refused, text};
use crate::practice::roster::{CLIENTS, Client, Rotation};

fn rotating() -> (&'static Client, i64) {
    let grace = |client: &'static Client| match client.rotation {
        Rotation::On { grace_secs } => Some((client, grace_secs)),
        Rotation::Off => None,
    };
    CLIENTS.iter().find_map(grace).unwrap()
}

fn tokens(stage: &mut Stage) -> Json {
    stage.sign_in_to(rotating().0.id, "ada", "Practice-Ada-1").unwrap()["AuthenticationResult"].take()
}

fn renew(stage: &mut Stage, token: &Json) -> Answer {
    let body = json!({ "ClientId": rotating().0.id, "RefreshToken": token });
    let answer = stage.call("GetTokensFromRefreshToken", &body)?;
    Ok(answer["AuthenticationResult"].clone())
}

const REUSED: &str = "RefreshTokenReuseException: Refresh Token has been replaced by rotation";

#[test]
fn each_refresh_brings_the_next_token_and_the_old_one_dies_after_the_grace() {
    let stage = &mut Stage::new();
    let first = tokens(stage);
    stage.later(60);
    let second = renew(stage, &first["RefreshToken"]).unwrap();
    assert_ne!(first["RefreshToken"], second["RefreshToken"]);
    let origin = |tokens: &Json| claims(text(tokens, "AccessToken"))["origin_jti"].clone();
    assert_eq!(origin(&first), origin(&second));
    stage.later(rotating().1);
    assert!(renew(stage, &first["RefreshToken"]).is_ok(), "a retry is allowed for a little while");
    stage.later(1);
    assert_eq!(refused(renew(stage, &first["RefreshToken"])), REUSED);
    assert!(renew(stage, &second["RefreshToken"]).is_ok(), "and the retry did not lengthen it");
}

#[test]
fn rotation_does_not_lengthen_a_sign_in() {
    let stage = &mut Stage::new();
    let first = tokens(stage);
    stage.later(29 * 24 * 3600);
    let second = renew(stage, &first["RefreshToken"]).unwrap();
    stage.later(24 * 3600);
    let told = refused(renew(stage, &second["RefreshToken"]));
    assert_eq!(told, "NotAuthorizedException: Refresh Token has expired");
}

#[test]
fn revoking_any_of_them_ends_the_whole_sign_in() {
    let stage = &mut Stage::new();
    let first = tokens(stage);
    let second = renew(stage, &first["RefreshToken"]).unwrap();
    let body = json!({ "ClientId": rotating().0.id, "Token": first["RefreshToken"] });
    assert_eq!(stage.call("RevokeToken", &body), Ok(json!({})));
    let told = refused(renew(stage, &second["RefreshToken"]));
    assert_eq!(told, "NotAuthorizedException: Refresh Token has been revoked");
    let get = json!({ "AccessToken": second["AccessToken"] });
    assert!(refused(stage.call("GetUser", &get)).contains("has been revoked"));
}

#[test]
fn the_older_way_to_refresh_is_shut() {
    let stage = &mut Stage::new();
    let given = json!({ "REFRESH_TOKEN": tokens(stage)["RefreshToken"] });
    let told = refused(stage.start(rotating().0.id, "REFRESH_TOKEN_AUTH", &given));
    assert_eq!(told, "InvalidParameterException: Refresh Token flow not enabled for this client");
}
