//! Signing up: who may, what is asked for, and the code that makes the account count.

use serde_json::{Value as Json, json};

use super::{Answer, Stage, refused, text, wrong};
use crate::practice::encoding::base64;
use crate::practice::inbox::{self, Channel};
use crate::practice::mac::hmac_sha256;
use crate::practice::roster::CLIENTS;

const PASSWORD: &str = "Practice-Katherine-1";
const MISMATCH: &str = "CodeMismatchException: Invalid verification code provided, please try again.";
const EXPIRED: &str = "ExpiredCodeException: Invalid code provided, please request a code again.";
const LIMIT: &str = "LimitExceededException: Attempt limit exceeded, please try after some time.";

/// A sign-up as it should be, for tests to spoil.
fn form(username: &str, email: &str) -> Json {
    json!({
        "ClientId": CLIENTS[0].id,
        "Username": username,
        "Password": PASSWORD,
        "UserAttributes": [
            { "Name": "email", "Value": email },
            { "Name": "given_name", "Value": "Katherine" },
        ],
    })
}

fn push_attribute(form: &mut Json, name: &str, value: &str) {
    form["UserAttributes"].as_array_mut().unwrap().push(json!({ "Name": name, "Value": value }));
}

fn sign_up(stage: &mut Stage, username: &str, email: &str) -> Json {
    stage.call("SignUp", &form(username, email)).unwrap()
}

fn confirm(stage: &mut Stage, username: &str, code: &str) -> Answer {
    let body = json!({ "ClientId": CLIENTS[0].id, "Username": username, "ConfirmationCode": code });
    stage.call("ConfirmSignUp", &body)
}

fn resend(stage: &mut Stage, username: &str) -> Answer {
    stage.call("ResendConfirmationCode", &json!({ "ClientId": CLIENTS[0].id, "Username": username }))
}

#[test]
fn whoever_signs_up_and_enters_the_code_is_an_account_like_any_other() {
    let mut stage = Stage::new();
    let answer = sign_up(&mut stage, "Katherine", "Kath@example.com");
    assert_eq!(answer["UserConfirmed"], false);
    assert_eq!(text(&answer, "UserSub").len(), 36);
    let details = json!({ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "K***@e***" });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    assert_eq!(
        refused(stage.sign_in("katherine", PASSWORD)),
        "UserNotConfirmedException: User is not confirmed."
    );
    assert!(
        refused(stage.sign_in("kath@example.com", PASSWORD)).contains("Incorrect username"),
        "not verified"
    );
    let code = stage.code("katherine");
    assert_eq!(refused(confirm(&mut stage, "katherine", &wrong(&code))), MISMATCH);
    assert_eq!(confirm(&mut stage, "KATHERINE", &code), Ok(json!({})));
    for typed in ["katherine", "Katherine", "kath@example.com"] {
        let tokens = stage.tokens(typed, PASSWORD);
        let claims = super::claims(text(&tokens, "IdToken"));
        assert_eq!((&claims["cognito:username"], &claims["sub"]), (&json!("katherine"), &answer["UserSub"]));
        assert_eq!((&claims["email_verified"], &claims["given_name"]), (&json!(true), &json!("Katherine")));
    }
    assert_eq!(
        refused(confirm(&mut stage, "katherine", &code)),
        "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED"
    );
    assert_eq!(
        refused(resend(&mut stage, "katherine")),
        "InvalidParameterException: User is already confirmed."
    );
    let now = stage.now;
    stage.pool.reset(now);
    assert!(refused(stage.sign_in("katherine", PASSWORD)).contains("Incorrect username"), "until the reset");
}

#[test]
fn the_inbox_shows_what_was_sent_to_whom_and_what_for() {
    let mut stage = Stage::new();
    sign_up(&mut stage, "katherine", "kath@example.com");
    let entries = inbox::entries(&stage.pool, stage.now);
    let newest = &entries[0];
    assert_eq!((newest.username.as_str(), newest.channel), ("katherine", Channel::Email));
    assert_eq!(newest.destination.as_deref(), Some("kath@example.com"));
    assert_eq!((newest.seconds_left, newest.seconds_in_all), (86_400, 86_400));
    assert_eq!(entries[1].channel, Channel::AuthenticatorApp);
    let shown = &inbox::to_json(&entries)["inbox"];
    assert_eq!(
        (&shown[0]["channel"], &shown[0]["purpose"]),
        (&json!("E-mail"), &json!("Confirm the sign-up"))
    );
    assert_eq!(
        (&shown[0]["destination"], &shown[1]["destination"]),
        (&json!("kath@example.com"), &Json::Null)
    );
    let code = stage.code("katherine");
    confirm(&mut stage, "katherine", &code).unwrap();
    assert_eq!(inbox::entries(&stage.pool, stage.now).len(), entries.len() - 1, "used up");
}

#[test]
fn a_phone_number_gets_the_code_and_the_e_mail_address_stays_unverified() {
    let mut stage = Stage::new();
    let mut form = form("katherine", "kath@example.com");
    push_attribute(&mut form, "phone_number", "+15551234567");
    let answer = stage.call("SignUp", &form).unwrap();
    let details = json!({
        "AttributeName": "phone_number", "DeliveryMedium": "SMS", "Destination": "+*******4567",
    });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    assert_eq!(inbox::entries(&stage.pool, stage.now)[0].channel, Channel::Sms);
    let code = stage.code("katherine");
    confirm(&mut stage, "katherine", &code).unwrap();
    let tokens = stage.tokens("katherine", PASSWORD);
    let claims = super::claims(text(&tokens, "IdToken"));
    assert_eq!((&claims["phone_number_verified"], &claims["email_verified"]), (&json!(true), &json!(false)));
}

#[test]
fn a_sign_up_is_refused_in_the_words_of_aws() {
    let mut stage = Stage::new();
    let mut told = |spoil: fn(&mut Json)| {
        let mut form = form("katherine", "kath@example.com");
        spoil(&mut form);
        refused(stage.call("SignUp", &form))
    };
    for (spoil, complaint) in [
        (
            (|form| form["Username"] = "ada".into()) as fn(&mut Json),
            "UsernameExistsException: User already exists",
        ),
        (|form| form["Username"] = "ADA".into(), "UsernameExistsException: User already exists"),
        (
            |form| form["Username"] = "kath@example.com".into(),
            "InvalidParameterException: Username cannot be of email format, since user pool is configured for \
             email alias.",
        ),
        (
            |form| form["Username"] = "blocked-kath".into(),
            "UserLambdaValidationException: PreSignUp failed with error This user name is blocked.",
        ),
        (
            |form| form["Password"] = "katherine1!".into(),
            "InvalidPasswordException: Password did not conform with policy: Password must have uppercase characters",
        ),
        (
            |form| form["UserAttributes"] = json!([]),
            "InvalidParameterException: Attributes did not conform to the schema: \
             email: The attribute is required\ngiven_name: The attribute is required\n",
        ),
        (
            |form| form["UserAttributes"][0]["Value"] = "kath".into(),
            "InvalidParameterException: Invalid email address format.",
        ),
        (
            |form| push_attribute(form, "email_verified", "true"),
            "NotAuthorizedException: A client attempted to write unauthorized attribute",
        ),
        (
            |form| form["ClientId"] = "nobodysclient".into(),
            "ResourceNotFoundException: User pool client nobodysclient does not exist.",
        ),
        (
            |form| form["ClientId"] = CLIENTS[1].id.into(),
            "NotAuthorizedException: Client m4hu0z7x0zd867qttidvz5ora1 is configured with secret but SECRET_HASH \
             was not received",
        ),
        (
            |form| form["Password"] = Json::Null,
            "InvalidParameterException: 1 validation error detected: Value at 'password' failed to satisfy \
             constraint: Member must not be null",
        ),
    ] {
        assert_eq!(told(spoil), complaint);
    }
    assert!(refused(stage.sign_in("katherine", PASSWORD)).contains("Incorrect username"), "nobody was added");
}

#[test]
fn a_client_with_a_secret_proves_it_over_the_name_as_typed() {
    let mut stage = Stage::new();
    let (id, secret) = (CLIENTS[1].id, CLIENTS[1].secret.unwrap());
    let hash = |name: &str| base64(&hmac_sha256(secret.as_bytes(), &[name.as_bytes(), id.as_bytes()]));
    let mut form = form("Katherine", "kath@example.com");
    form["ClientId"] = id.into();
    form["SecretHash"] = hash("katherine").into();
    let told = refused(stage.call("SignUp", &form));
    assert_eq!(told, format!("NotAuthorizedException: Unable to verify secret hash for client {id}"));
    form["SecretHash"] = hash("Katherine").into();
    assert!(stage.call("SignUp", &form).is_ok());
    let code = stage.code("katherine");
    let mut body = json!({ "ClientId": id, "Username": "katherine", "ConfirmationCode": code });
    assert!(refused(stage.call("ConfirmSignUp", &body)).contains("SECRET_HASH was not received"));
    body["SecretHash"] = hash("katherine").into();
    assert!(stage.call("ConfirmSignUp", &body).is_ok());
}

#[test]
fn a_code_is_sent_again_and_the_older_one_counts_no_more() {
    let mut stage = Stage::new();
    assert_eq!(refused(confirm(&mut stage, "joan", "123456")), EXPIRED, "hers is long gone");
    let answer = resend(&mut stage, "joan").unwrap();
    assert_eq!(text(&answer["CodeDeliveryDetails"], "Destination"), "j***@e***");
    let older = stage.code("joan");
    resend(&mut stage, "joan").unwrap();
    assert_eq!(refused(confirm(&mut stage, "joan", &older)), MISMATCH);
    stage.later(24 * 3600);
    let newer = resend(&mut stage, "joan").map(|_| stage.code("joan")).unwrap();
    stage.later(24 * 3600);
    assert_eq!(refused(confirm(&mut stage, "joan", &newer)), EXPIRED);
    resend(&mut stage, "joan").unwrap();
    let last = stage.code("joan");
    assert!(confirm(&mut stage, "joan", &last).is_ok());
    assert!(stage.sign_in("joan@example.com", "Practice-Joan-1").is_ok());
}

#[test]
fn codes_and_tries_are_counted_by_the_hour() {
    let mut stage = Stage::new();
    for _ in 0..5 {
        resend(&mut stage, "joan").unwrap();
    }
    assert_eq!(refused(resend(&mut stage, "joan")), LIMIT);
    let code = stage.code("joan");
    for _ in 0..15 {
        assert_eq!(refused(confirm(&mut stage, "joan", &wrong(&code))), MISMATCH);
    }
    assert_eq!(refused(confirm(&mut stage, "joan", &code)), LIMIT, "the right one too");
    stage.later(3600);
    assert!(resend(&mut stage, "joan").is_ok());
    let code = stage.code("joan");
    assert!(confirm(&mut stage, "joan", &code).is_ok());
}

#[test]
fn an_e_mail_address_is_the_user_name_of_one_account_only() {
    let mut stage = Stage::new();
    sign_up(&mut stage, "katherine", "ADA@example.com");
    let code = stage.code("katherine");
    assert_eq!(
        refused(confirm(&mut stage, "katherine", &code)),
        "AliasExistsException: An account with the email already exists."
    );
    assert!(refused(stage.sign_in("katherine", PASSWORD)).starts_with("UserNotConfirmedException"));
    let body = json!({
        "ClientId": CLIENTS[0].id, "Username": "katherine", "ConfirmationCode": code, "ForceAliasCreation": true,
    });
    assert!(stage.call("ConfirmSignUp", &body).is_ok());
    let tokens = stage.tokens("ada@example.com", PASSWORD);
    assert_eq!(super::claims(text(&tokens, "AccessToken"))["username"], "katherine");
    let tokens = stage.tokens("ada", "Practice-Ada-1");
    assert_eq!(super::claims(text(&tokens, "IdToken"))["email_verified"], false);
}

#[test]
fn a_stranger_is_told_apart_only_where_the_client_says_so() {
    let mut stage = Stage::new();
    let answer = resend(&mut stage, "ghost").unwrap();
    assert_eq!(text(&answer["CodeDeliveryDetails"], "DeliveryMedium"), "EMAIL");
    assert_eq!(answer, resend(&mut stage, "Ghost").unwrap(), "the same address each time");
    assert!(inbox::entries(&stage.pool, stage.now).iter().all(|entry| entry.username != "ghost"));
    assert_eq!(refused(confirm(&mut stage, "ghost", "123456")), EXPIRED);
    for _ in 0..3 {
        resend(&mut stage, "ghost").unwrap();
    }
    assert_eq!(refused(resend(&mut stage, "ghost")), LIMIT);
    let unknown = "UserNotFoundException: Username/client id combination not found.";
    let mut body = json!({ "ClientId": CLIENTS[3].id, "Username": "spirit", "ConfirmationCode": "123456" });
    assert_eq!(refused(stage.call("ConfirmSignUp", &body)), unknown);
    body["ConfirmationCode"] = Json::Null;
    assert_eq!(refused(stage.call("ResendConfirmationCode", &body)), unknown);
}
