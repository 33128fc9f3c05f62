//! Flows, app clients and the state of accounts, each refusal to the letter.

use serde_json::json;

use super::{Stage, refused, text};
use crate::practice::encoding::base64;
use crate::practice::factors::Factor;
use crate::practice::mac::hmac_sha256;
use crate::practice::parts::{PARTS, Part, Situation, Trait};
use crate::practice::roster::CLIENTS;

const ADA: (&str, &str) = ("ada", "Practice-Ada-1");

#[test]
fn every_user_of_the_cast_meets_their_lesson() {
    for part in PARTS {
        let answer = Stage::new().sign_in(part.username, part.first_password);
        let outcome = match answer {
            Ok(json) => json["ChallengeName"].as_str().unwrap_or("tokens").to_owned(),
            Err((code, message)) => format!("{code}: {message}"),
        };
        let expected = match part.situation {
            Situation::Confirmed => question_of(part),
            Situation::Temporary => "NEW_PASSWORD_REQUIRED",
            Situation::TemporaryOver => {
                "NotAuthorizedException: Temporary password has expired and must be reset by an administrator."
            }
            Situation::Unconfirmed => "UserNotConfirmedException: User is not confirmed.",
            Situation::ResetRequired => {
                "PasswordResetRequiredException: Password reset required for the user"
            }
            Situation::Disabled => "NotAuthorizedException: User is disabled.",
        };
        assert_eq!(outcome, expected, "{}", part.username);
    }
}

fn question_of(part: &Part) -> &'static str {
    let asks: Vec<Factor> =
        Factor::ALL.into_iter().filter(|factor| part.traits.contains(&Trait::Asks(*factor))).collect();
    match asks.as_slice() {
        [] if part.traits.contains(&Trait::MustHaveFactor) => "MFA_SETUP",
        [] => "tokens",
        [one] => one.wire(),
        _ => "SELECT_MFA_TYPE",
    }
}

#[test]
fn a_wrong_password_hides_the_state_of_every_account() {
    for part in PARTS {
        let answer = Stage::new().sign_in(part.username, "Wrong-1-password");
        assert_eq!(refused(answer), "NotAuthorizedException: Incorrect username or password.");
    }
}

#[test]
fn a_stranger_is_told_or_not_as_the_client_likes() {
    let mut stage = Stage::new();
    assert_eq!(
        refused(stage.sign_in("ghost", "x")),
        "NotAuthorizedException: Incorrect username or password."
    );
    let telling = CLIENTS.iter().find(|client| !client.hides_unknown_users).unwrap();
    assert_eq!(
        refused(stage.sign_in_to(telling.id, "ghost", "x")),
        "UserNotFoundException: User does not exist."
    );
}

#[test]
fn flows_that_a_client_does_not_allow_are_refused_in_their_own_words() {
    let mut stage = Stage::new();
    let (srp_only, password_only) = (CLIENTS[2].id, CLIENTS[3].id);
    let given = json!({ "USERNAME": ADA.0, "PASSWORD": ADA.1, "SRP_A": "abc" });
    let mut told = |client, flow| refused(stage.start(client, flow, &given));
    for (client, flow, message) in [
        (srp_only, "USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"),
        (password_only, "USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."),
        (srp_only, "ADMIN_NO_SRP_AUTH", "Initiate Auth method not supported."),
        (srp_only, "ADMIN_USER_PASSWORD_AUTH", "Initiate Auth method not supported."),
        (srp_only, "CUSTOM_AUTH", "CUSTOM_AUTH is not enabled for the client."),
        (password_only, "USER_AUTH", "USER_AUTH flow not enabled for this client"),
        (CLIENTS[4].id, "REFRESH_TOKEN_AUTH", "Refresh Token flow not enabled for this client"),
    ] {
        assert_eq!(told(client, flow), format!("InvalidParameterException: {message}"));
    }
    assert!(
        told(srp_only, "TELEPATHY")
            .contains("at 'authFlow' failed to satisfy constraint: Member must satisfy enum")
    );
}

#[test]
fn the_client_s_secret_comes_before_the_flow_and_the_flow_before_what_is_missing() {
    let mut stage = Stage::new();
    let (id, secret) = (CLIENTS[1].id, CLIENTS[1].secret.unwrap());
    let hash = |name: &str| base64(&hmac_sha256(secret.as_bytes(), &[name.as_bytes(), id.as_bytes()]));
    let mut told = |client, flow, given| refused(stage.start(client, flow, &given));
    let not_received = format!(
        "NotAuthorizedException: Client {id} is configured with secret but SECRET_HASH was not received"
    );
    for flow in ["USER_SRP_AUTH", "USER_PASSWORD_AUTH", "USER_AUTH", "CUSTOM_AUTH", "REFRESH_TOKEN_AUTH"] {
        assert_eq!(told(id, flow, json!({})), not_received);
    }
    let wrong = json!({ "USERNAME": "nobody", "SECRET_HASH": hash("somebody") });
    let unverified = format!("NotAuthorizedException: Unable to verify secret hash for client {id}");
    assert_eq!(told(id, "USER_SRP_AUTH", wrong), unverified);
    let right = json!({ "USERNAME": "nobody", "SECRET_HASH": hash("nobody") });
    assert_eq!(
        told(id, "USER_SRP_AUTH", right),
        "InvalidParameterException: Missing required parameter SRP_A"
    );
    let (srp_only, password_only) = (CLIENTS[2].id, CLIENTS[3].id);
    let not_needed = json!({ "USERNAME": "nobody", "SECRET_HASH": "x" });
    assert!(told(srp_only, "USER_SRP_AUTH", not_needed).contains("Unable to verify secret hash"));
    for (client, flow, message) in [
        (srp_only, "USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"),
        (srp_only, "USER_SRP_AUTH", "Missing required parameter USERNAME"),
        (password_only, "USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."),
        (password_only, "CUSTOM_AUTH", "CUSTOM_AUTH is not enabled for the client."),
        (srp_only, "REFRESH_TOKEN_AUTH", "Missing required parameter REFRESH_TOKEN"),
    ] {
        assert_eq!(told(client, flow, json!({})), format!("InvalidParameterException: {message}"));
    }
    let made_up = told(srp_only, "REFRESH_TOKEN_AUTH", json!({ "REFRESH_TOKEN": "made-up" }));
    assert_eq!(made_up, "NotAuthorizedException: Invalid Refresh Token");
}

#[test]
fn what_is_missing_or_misshapen_is_named() {
    let mut stage = Stage::new();
    let client = CLIENTS[0].id;
    assert_eq!(
        refused(stage.start(client, "USER_PASSWORD_AUTH", &json!({ "PASSWORD": "x" }))),
        "InvalidParameterException: Missing required parameter USERNAME"
    );
    assert_eq!(
        refused(stage.start(client, "USER_SRP_AUTH", &json!({ "USERNAME": "ada" }))),
        "InvalidParameterException: Missing required parameter SRP_A"
    );
    assert!(refused(stage.sign_in_to("eu-west-1_Practice1", "ada", "x")).contains("at 'clientId' failed"));
    assert_eq!(
        refused(stage.sign_in_to("other", "ada", "x")),
        "ResourceNotFoundException: User pool client other does not exist."
    );
    assert_eq!(refused(stage.call("CreateGroup", &json!({}))), "UnknownOperationException: ");
}

#[test]
fn a_client_secret_must_be_proved() {
    let mut stage = Stage::new();
    let client = &CLIENTS[1];
    let id = client.id;
    let hash = |name: &str| {
        base64(&hmac_sha256(client.secret.unwrap().as_bytes(), &[name.as_bytes(), id.as_bytes()]))
    };
    let mut told = |given: serde_json::Value| {
        let mut parameters = json!({ "USERNAME": ADA.0, "PASSWORD": ADA.1 });
        if !given.is_null() {
            parameters["SECRET_HASH"] = given;
        }
        stage.start(id, "USER_PASSWORD_AUTH", &parameters)
    };
    let missing = format!(
        "NotAuthorizedException: Client {id} is configured with secret but SECRET_HASH was not received"
    );
    assert_eq!(refused(told(json!(null))), missing);
    let wrong = format!("NotAuthorizedException: Unable to verify secret hash for client {id}");
    assert_eq!(refused(told(json!(hash("grace")))), wrong);
    assert!(told(json!(hash("ada"))).is_ok());
    let public = json!({ "USERNAME": ADA.0, "PASSWORD": ADA.1, "SECRET_HASH": hash("ada") });
    assert!(
        refused(stage.start(CLIENTS[0].id, "USER_PASSWORD_AUTH", &public))
            .contains("Unable to verify secret hash")
    );
}

#[test]
fn five_failures_lock_an_account_for_a_while() {
    let mut stage = Stage::new();
    for _ in 0..5 {
        assert!(refused(stage.sign_in(ADA.0, "wrong")).contains("Incorrect username"));
    }
    assert_eq!(refused(stage.sign_in(ADA.0, ADA.1)), "NotAuthorizedException: Password attempts exceeded");
    assert!(stage.sign_in("zuse", "Übung-macht-1-Größe-年").is_ok(), "others are not locked");
    stage.later(1);
    assert!(stage.sign_in(ADA.0, ADA.1).is_ok());
    assert!(refused(stage.sign_in(ADA.0, "wrong")).contains("Incorrect username"), "counted from zero again");
}

#[test]
fn a_reset_brings_the_first_day_back() {
    let mut stage = Stage::new();
    for _ in 0..5 {
        assert!(stage.sign_in(ADA.0, "wrong").is_err());
    }
    let refresh = stage.tokens("zuse", "Übung-macht-1-Größe-年");
    stage.later(8 * 24 * 3600);
    stage.pool.reset(stage.now);
    assert!(stage.sign_in(ADA.0, ADA.1).is_ok());
    assert_eq!(
        text(&stage.sign_in("grace", "Temporary-Grace-1").unwrap(), "ChallengeName"),
        "NEW_PASSWORD_REQUIRED"
    );
    let given = json!({ "REFRESH_TOKEN": text(&refresh, "RefreshToken") });
    assert!(
        refused(stage.start(CLIENTS[0].id, "REFRESH_TOKEN_AUTH", &given)).contains("Invalid Refresh Token")
    );
}

#[test]
fn admin_operations_want_a_signature() {
    let body = json!({ "UserPoolId": "eu-west-1_Practice1", "ClientId": CLIENTS[0].id, "AuthFlow": "ADMIN_NO_SRP_AUTH" });
    assert_eq!(
        refused(Stage::new().call("AdminInitiateAuth", &body)),
        "MissingAuthenticationTokenException: Missing Authentication Token"
    );
}
