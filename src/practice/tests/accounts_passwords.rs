//! Passwords that were forgotten, and passwords that are changed.

use serde_json::{Value as Json, json};

use super::{Answer, Stage, refused, text, wrong};
use crate::practice::inbox;
use crate::practice::roster::CLIENTS;

const ADA: (&str, &str) = ("ada", "Practice-Ada-1");
const NEXT: &str = "Practice-Next-2";
const MISMATCH: &str = "CodeMismatchException: Invalid verification code provided, please try again.";
const EXPIRED: &str = "ExpiredCodeException: Invalid code provided, please request a code again.";
const LIMIT: &str = "LimitExceededException: Attempt limit exceeded, please try after some time.";
const USED: &str = "PasswordHistoryPolicyViolationException: Password has previously been used.";
const WEAK: &str = "InvalidPasswordException: Password did not conform with policy: Password not long enough";

fn forgot(stage: &mut Stage, client: usize, username: &str) -> Answer {
    stage.call("ForgotPassword", &json!({ "ClientId": CLIENTS[client].id, "Username": username }))
}

fn confirm(stage: &mut Stage, (username, code): (&str, &str), password: &str) -> Answer {
    let body = json!({
        "ClientId": CLIENTS[0].id, "Username": username, "ConfirmationCode": code, "Password": password,
    });
    stage.call("ConfirmForgotPassword", &body)
}

fn change(stage: &mut Stage, tokens: &Json, previous: &str, proposed: &str) -> Answer {
    let body = json!({
        "AccessToken": tokens["AccessToken"], "PreviousPassword": previous, "ProposedPassword": proposed,
    });
    stage.call("ChangePassword", &body)
}

#[test]
fn a_code_is_traded_for_another_password() {
    let mut stage = Stage::new();
    let tokens = stage.tokens(ADA.0, ADA.1);
    let answer = forgot(&mut stage, 0, "ADA@example.com").unwrap();
    let details = json!({ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "a***@e***" });
    assert_eq!(answer, json!({ "CodeDeliveryDetails": details }));
    let code = stage.code_of("ada");
    assert_eq!(refused(confirm(&mut stage, ("ada", &wrong(&code)), NEXT)), MISMATCH);
    assert_eq!(refused(confirm(&mut stage, ("ada", &code), "Ab1!")), WEAK);
    assert_eq!(refused(confirm(&mut stage, ("ada", &code), ADA.1)), USED);
    assert!(stage.sign_in(ADA.0, ADA.1).is_ok(), "nothing was changed so far");
    assert_eq!(confirm(&mut stage, ("ada", &code), NEXT), Ok(json!({})));
    assert!(refused(stage.sign_in(ADA.0, ADA.1)).contains("Incorrect username"));
    assert!(stage.sign_in(ADA.0, NEXT).is_ok());
    assert_eq!(refused(confirm(&mut stage, ("ada", &code), "Practice-Next-3")), EXPIRED, "used up");
    let user = json!({ "AccessToken": tokens["AccessToken"] });
    assert!(stage.call("GetUser", &user).is_ok(), "tokens that are out stay good");
}

#[test]
fn a_reset_that_an_administrator_asked_for_ends_with_another_password() {
    let mut stage = Stage::new();
    assert!(refused(stage.sign_in("barbara", "Practice-Barbara-1")).starts_with("PasswordResetRequired"));
    forgot(&mut stage, 0, "barbara").unwrap();
    let code = stage.code_of("barbara");
    confirm(&mut stage, ("barbara", &code), NEXT).unwrap();
    assert!(stage.sign_in("barbara", NEXT).unwrap()["AuthenticationResult"].is_object());
}

#[test]
fn a_code_lives_an_hour_and_the_newest_counts() {
    let mut stage = Stage::new();
    assert_eq!(refused(confirm(&mut stage, ("ada", "123456"), NEXT)), EXPIRED, "none was asked for");
    forgot(&mut stage, 0, "ada").unwrap();
    let older = stage.code_of("ada");
    forgot(&mut stage, 0, "ada").unwrap();
    let newer = stage.code_of("ada");
    assert_eq!(refused(confirm(&mut stage, ("ada", &older), NEXT)), MISMATCH);
    stage.later(3600);
    assert_eq!(refused(confirm(&mut stage, ("ada", &newer), NEXT)), EXPIRED);
}

#[test]
fn forgotten_passwords_are_counted_by_the_hour() {
    let mut stage = Stage::new();
    forgot(&mut stage, 0, "ada").unwrap();
    let code = stage.code_of("ada");
    for _ in 0..9 {
        assert_eq!(refused(confirm(&mut stage, ("ada", &wrong(&code)), NEXT)), MISMATCH);
    }
    assert_eq!(refused(confirm(&mut stage, ("ada", &code), NEXT)), LIMIT);
    assert_eq!(refused(forgot(&mut stage, 0, "ada@example.com")), LIMIT, "by whatever name");
    assert!(forgot(&mut stage, 0, "zuse").is_ok());
    stage.later(3600);
    assert!(forgot(&mut stage, 0, "ada").is_ok());
}

#[test]
fn the_state_of_an_account_may_stand_in_the_way() {
    let mut stage = Stage::new();
    for (user, complaint) in [
        ("grace", "NotAuthorizedException: User password cannot be reset in the current state."),
        ("alan", "NotAuthorizedException: User password cannot be reset in the current state."),
        ("dennis", "NotAuthorizedException: User is disabled."),
        (
            "joan",
            "InvalidParameterException: Cannot reset password for the user as there is no registered/verified \
             email or phone_number",
        ),
    ] {
        assert_eq!(refused(forgot(&mut stage, 0, user)), complaint, "{user}");
    }
}

#[test]
fn a_stranger_is_answered_like_a_user_unless_the_client_tells() {
    let mut stage = Stage::new();
    assert_eq!(refused(confirm(&mut stage, ("ghost", "123456"), NEXT)), EXPIRED);
    let answer = forgot(&mut stage, 0, "ghost").unwrap();
    let details = &answer["CodeDeliveryDetails"];
    assert_eq!((&details["AttributeName"], &details["DeliveryMedium"]), (&json!("email"), &json!("EMAIL")));
    assert_eq!(text(details, "Destination").len(), "g***@e***".len());
    assert!(inbox::entries(&stage.pool, stage.now).iter().all(|entry| entry.destination.is_none()));
    assert_eq!(refused(confirm(&mut stage, ("ghost", "123456"), NEXT)), MISMATCH);
    let unknown = "UserNotFoundException: Username/client id combination not found.";
    assert_eq!(refused(forgot(&mut stage, 3, "ghost")), unknown);
    let body = json!({
        "ClientId": CLIENTS[3].id, "Username": "ghost", "ConfirmationCode": "123456", "Password": NEXT,
    });
    assert_eq!(refused(stage.call("ConfirmForgotPassword", &body)), unknown);
}

#[test]
fn another_password_unlocks_the_account() {
    let mut stage = Stage::new();
    for _ in 0..5 {
        stage.sign_in(ADA.0, "wrong").unwrap_err();
    }
    assert!(refused(stage.sign_in(ADA.0, ADA.1)).contains("Password attempts exceeded"));
    forgot(&mut stage, 0, "ada").unwrap();
    let code = stage.code_of("ada");
    confirm(&mut stage, ("ada", &code), NEXT).unwrap();
    assert!(stage.sign_in(ADA.0, NEXT).is_ok());
}

#[test]
fn whoever_is_signed_in_changes_the_password() {
    let mut stage = Stage::new();
    let tokens = stage.tokens(ADA.0, ADA.1);
    let wrong_password = "NotAuthorizedException: Incorrect username or password.";
    assert_eq!(refused(change(&mut stage, &tokens, "Practice-Ada-0", NEXT)), wrong_password);
    assert_eq!(refused(change(&mut stage, &tokens, ADA.1, "Ab1!")), WEAK);
    assert_eq!(refused(change(&mut stage, &tokens, ADA.1, ADA.1)), USED);
    assert_eq!(change(&mut stage, &tokens, ADA.1, NEXT), Ok(json!({})));
    assert!(stage.sign_in(ADA.0, NEXT).is_ok());
    assert_eq!(change(&mut stage, &tokens, NEXT, "Practice-Next-3"), Ok(json!({})), "tokens stay good");
    assert_eq!(refused(change(&mut stage, &tokens, "Practice-Next-3", "Practice-Next-4")), LIMIT);
    stage.later(3600);
    let tokens = stage.tokens(ADA.0, "Practice-Next-3");
    assert_eq!(change(&mut stage, &tokens, "Practice-Next-3", ADA.1), Ok(json!({})), "two are remembered");
    let without = json!({ "AccessToken": tokens["AccessToken"], "ProposedPassword": NEXT });
    assert_eq!(refused(stage.call("ChangePassword", &without)), wrong_password, "ada has a password");
    let id = json!({ "AccessToken": tokens["IdToken"] });
    assert_eq!(refused(change(&mut stage, &id, ADA.1, NEXT)), "NotAuthorizedException: Invalid Access Token");
}
