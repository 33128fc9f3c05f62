//! Signing up: who may, what is asked for, and the code that makes the account count.

use serde_json::{Value as Json, json};

use super::prover::Prover;
use super::{Answer, Stage, refused, text, wrong};
use crate::practice::encoding::base64;
use crate::practice::inbox::{self, Channel};
use crate::practice::mac::hmac_sha256;
use crate::practice::roster::{CLIENTS, POOL_NAME};

const PASSWORD: &str = "Practice-Mileva-1";
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
            { "Name": "given_name", "Value": "Mileva" },
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
    let answer = sign_up(&mut stage, "Mileva", "Mileva@example.com");
    assert_eq!(answer["UserConfirmed"], false);
    assert_eq!(text(&answer, "UserSub").len(), 36);
    let details = json!({ "AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "M***@e***" });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    assert_eq!(
        refused(stage.sign_in("mileva", PASSWORD)),
        "UserNotConfirmedException: User is not confirmed."
    );
    assert!(
        refused(stage.sign_in("mileva@example.com", PASSWORD)).contains("Incorrect username"),
        "not verified"
    );
    let code = stage.code_of("mileva");
    assert_eq!(refused(confirm(&mut stage, "mileva", &wrong(&code))), MISMATCH);
    assert_eq!(confirm(&mut stage, "MILEVA", &code), Ok(json!({})));
    for typed in ["mileva", "Mileva", "mileva@example.com"] {
        let tokens = stage.tokens(typed, PASSWORD);
        let claims = super::claims(text(&tokens, "IdToken"));
        assert_eq!((&claims["cognito:username"], &claims["sub"]), (&json!("mileva"), &answer["UserSub"]));
        assert_eq!((&claims["email_verified"], &claims["given_name"]), (&json!(true), &json!("Mileva")));
    }
    assert_eq!(
        refused(confirm(&mut stage, "mileva", &code)),
        "NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED"
    );
    assert_eq!(
        refused(resend(&mut stage, "mileva")),
        "InvalidParameterException: User is already confirmed."
    );
    let now = stage.now;
    stage.pool.reset(now);
    assert!(refused(stage.sign_in("mileva", PASSWORD)).contains("Incorrect username"), "until the reset");
}

#[test]
fn the_inbox_shows_what_was_sent_to_whom_and_what_for() {
    let mut stage = Stage::new();
    sign_up(&mut stage, "mileva", "mileva@example.com");
    let entries = inbox::entries(&stage.pool, stage.now);
    let newest = &entries[0];
    assert_eq!((newest.username.as_str(), newest.channel), ("mileva", Channel::Email));
    assert_eq!(newest.destination.as_deref(), Some("mileva@example.com"));
    assert_eq!((newest.seconds_left, newest.seconds_in_all), (86_400, 86_400));
    assert_eq!(entries[1].channel, Channel::AuthenticatorApp);
    let shown = &inbox::to_json(&entries)["inbox"];
    assert_eq!(
        (&shown[0]["channel"], &shown[0]["purpose"]),
        (&json!("E-mail"), &json!("Confirm the sign-up"))
    );
    assert_eq!(
        (&shown[0]["destination"], &shown[1]["destination"]),
        (&json!("mileva@example.com"), &Json::Null)
    );
    let code = stage.code_of("mileva");
    confirm(&mut stage, "mileva", &code).unwrap();
    assert_eq!(inbox::entries(&stage.pool, stage.now).len(), entries.len() - 1, "used up");
}

#[test]
fn a_phone_number_gets_the_code_and_the_e_mail_address_stays_unverified() {
    let mut stage = Stage::new();
    let mut form = form("mileva", "mileva@example.com");
    push_attribute(&mut form, "phone_number", "+15551234567");
    let answer = stage.call("SignUp", &form).unwrap();
    let details = json!({
        "AttributeName": "phone_number", "DeliveryMedium": "SMS", "Destination": "+*******4567",
    });
    assert_eq!(answer["CodeDeliveryDetails"], details);
    assert_eq!(inbox::entries(&stage.pool, stage.now)[0].channel, Channel::Sms);
    let code = stage.code_of("mileva");
    confirm(&mut stage, "mileva", &code).unwrap();
    let tokens = stage.tokens("mileva", PASSWORD);
    let claims = super::claims(text(&tokens, "IdToken"));
    assert_eq!((&claims["phone_number_verified"], &claims["email_verified"]), (&json!(true), &json!(false)));
}

#[test]
fn a_sign_up_is_refused_in_the_words_of_aws() {
    let mut stage = Stage::new();
    let mut told = |spoil: fn(&mut Json)| {
        let mut form = form("mileva", "mileva@example.com");
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
            |form| form["Username"] = "mileva@example.com".into(),
            "InvalidParameterException: Username cannot be of email format, since user pool is configured for \
             email alias.",
        ),
        (
            |form| form["Username"] = "blocked-mileva".into(),
            "UserLambdaValidationException: PreSignUp failed with error This user name is blocked.",
        ),
        (
            |form| form["Password"] = "mileva1!".into(),
            "InvalidPasswordException: Password did not conform with policy: Password must have uppercase characters",
        ),
        (
            |form| form["UserAttributes"] = json!([]),
            "InvalidParameterException: Attributes did not conform to the schema: \
             email: The attribute is required\ngiven_name: The attribute is required\n",
        ),
        (
            |form| form["UserAttributes"][0]["Value"] = "mileva".into(),
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
    assert!(refused(stage.sign_in("mileva", PASSWORD)).contains("Incorrect username"), "nobody was added");
}

#[test]
fn a_client_with_a_secret_proves_it_over_the_name_as_typed() {
    let mut stage = Stage::new();
    let (id, secret) = (CLIENTS[1].id, CLIENTS[1].secret.unwrap());
    let hash = |name: &str| base64(&hmac_sha256(secret.as_bytes(), &[name.as_bytes(), id.as_bytes()]));
    let mut form = form("Mileva", "mileva@example.com");
    form["ClientId"] = id.into();
    form["SecretHash"] = hash("mileva").into();
    let told = refused(stage.call("SignUp", &form));
    assert_eq!(told, format!("NotAuthorizedException: Unable to verify secret hash for client {id}"));
    form["SecretHash"] = hash("Mileva").into();
    assert!(stage.call("SignUp", &form).is_ok());
    let code = stage.code_of("mileva");
    let mut body = json!({ "ClientId": id, "Username": "mileva", "ConfirmationCode": code });
    assert!(refused(stage.call("ConfirmSignUp", &body)).contains("SECRET_HASH was not received"));
    body["SecretHash"] = hash("mileva").into();
    assert!(stage.call("ConfirmSignUp", &body).is_ok());
}

#[test]
fn a_code_is_sent_again_and_the_older_one_counts_no_more() {
    let mut stage = Stage::new();
    assert_eq!(refused(confirm(&mut stage, "joan", "123456")), EXPIRED, "hers is long gone");
    let answer = resend(&mut stage, "joan").unwrap();
    assert_eq!(text(&answer["CodeDeliveryDetails"], "Destination"), "j***@e***");
    let older = stage.code_of("joan");
    resend(&mut stage, "joan").unwrap();
    assert_eq!(refused(confirm(&mut stage, "joan", &older)), MISMATCH);
    stage.later(24 * 3600);
    let newer = resend(&mut stage, "joan").map(|_| stage.code_of("joan")).unwrap();
    stage.later(24 * 3600);
    assert_eq!(refused(confirm(&mut stage, "joan", &newer)), EXPIRED);
    resend(&mut stage, "joan").unwrap();
    let last = stage.code_of("joan");
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
    let code = stage.code_of("joan");
    for _ in 0..15 {
        assert_eq!(refused(confirm(&mut stage, "joan", &wrong(&code))), MISMATCH);
    }
    assert_eq!(refused(confirm(&mut stage, "joan", &code)), LIMIT, "the right one too");
    stage.later(3600);
    assert!(resend(&mut stage, "joan").is_ok());
    let code = stage.code_of("joan");
    assert!(confirm(&mut stage, "joan", &code).is_ok());
}

#[test]
fn a_confirmed_sign_up_signs_in_with_every_flow() {
    let mut stage = Stage::new();
    sign_up(&mut stage, "mileva", "mileva@example.com");
    let code = stage.code_of("mileva");
    confirm(&mut stage, "mileva", &code).unwrap();
    let (id, prover) = (CLIENTS[0].id, Prover::new());
    let mut finish = |flow: &str, more: Json, answer: &dyn Fn(&Stage, &Json) -> Json| {
        let mut parameters = json!({ "USERNAME": "mileva" });
        parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let mut asked = stage.start(id, flow, &parameters).unwrap();
        while asked["ChallengeName"].is_string() {
            let responses = answer(&stage, &asked);
            asked = stage.respond(&asked, &responses).unwrap();
        }
        assert!(asked["AuthenticationResult"]["IdToken"].is_string(), "{flow}");
    };
    finish("USER_PASSWORD_AUTH", json!({ "PASSWORD": PASSWORD }), &|_, _| json!({}));
    finish("USER_SRP_AUTH", json!({ "SRP_A": prover.srp_a() }), &|stage, asked| {
        prover.answer(asked, (POOL_NAME, "mileva", PASSWORD), stage.now)
    });
    finish(
        "USER_AUTH",
        json!({ "PREFERRED_CHALLENGE": "EMAIL_OTP" }),
        &|stage, _| json!({ "USERNAME": "mileva", "EMAIL_OTP_CODE": stage.code_of("mileva") }),
    );
    finish("CUSTOM_AUTH", json!({}), &|_, asked| {
        let is_first = asked["ChallengeParameters"]["round"] == "1 of 2";
        json!({ "USERNAME": "mileva", "ANSWER": if is_first { "keyboard" } else { "8" } })
    });
}

/// `USER_AUTH` under the session of a sign-up.
fn go_on(stage: &mut Stage, username: &str, session: &Json) -> Answer {
    let body = json!({
        "ClientId": CLIENTS[0].id,
        "AuthFlow": "USER_AUTH",
        "AuthParameters": { "USERNAME": username },
        "Session": session,
    });
    stage.call("InitiateAuth", &body)
}

#[test]
fn a_confirmed_sign_up_goes_on_to_a_sign_in() {
    let mut stage = Stage::new();
    let begun = sign_up(&mut stage, "mileva", "mileva@example.com")["Session"].take();
    let invalid = "NotAuthorizedException: Invalid session for the user.";
    assert_eq!(refused(go_on(&mut stage, "mileva", &begun)), invalid, "the code is awaited");
    let body = json!({
        "ClientId": CLIENTS[0].id, "Username": "mileva", "ConfirmationCode": stage.code_of("mileva"), "Session": begun,
    });
    let confirmed = stage.call("ConfirmSignUp", &body).unwrap()["Session"].take();
    assert_eq!(refused(go_on(&mut stage, "ada", &confirmed)), invalid);
    let tokens = go_on(&mut stage, "mileva", &confirmed).unwrap()["AuthenticationResult"].take();
    assert_eq!(super::claims(text(&tokens, "AccessToken"))["username"], "mileva");
    assert!(refused(go_on(&mut stage, "mileva", &confirmed)).ends_with("session can only be used once."));
}

#[test]
fn a_session_that_counts_no_more_stops_no_confirmation() {
    let mut stage = Stage::new();
    let begun = sign_up(&mut stage, "mileva", "mileva@example.com")["Session"].take();
    stage.later(181);
    let body = json!({
        "ClientId": CLIENTS[0].id, "Username": "mileva", "ConfirmationCode": stage.code_of("mileva"), "Session": begun,
    });
    assert_eq!(stage.call("ConfirmSignUp", &body), Ok(json!({})));
    assert!(stage.sign_in("mileva", PASSWORD).is_ok());
    let mut form = form("hilma", "hilma@example.com");
    form["ClientId"] = CLIENTS[3].id.into();
    assert_eq!(stage.call("SignUp", &form).unwrap().get("Session"), None, "no flow of the client takes it");
}

#[test]
fn a_reset_forgets_codes_and_tries() {
    let mut stage = Stage::new();
    let shown = inbox::entries(&stage.pool, stage.now);
    for _ in 0..5 {
        resend(&mut stage, "joan").unwrap();
    }
    let code = stage.code_of("joan");
    let now = stage.now;
    stage.pool.reset(now);
    assert_eq!(inbox::entries(&stage.pool, stage.now), shown);
    assert_eq!(refused(confirm(&mut stage, "joan", &code)), EXPIRED);
    assert!(resend(&mut stage, "joan").is_ok());
}

#[test]
fn an_e_mail_address_is_the_user_name_of_one_account_only() {
    let mut stage = Stage::new();
    sign_up(&mut stage, "mileva", "ADA@example.com");
    let code = stage.code_of("mileva");
    assert_eq!(
        refused(confirm(&mut stage, "mileva", &code)),
        "AliasExistsException: An account with the email already exists."
    );
    assert!(refused(stage.sign_in("mileva", PASSWORD)).starts_with("UserNotConfirmedException"));
    let body = json!({
        "ClientId": CLIENTS[0].id, "Username": "mileva", "ConfirmationCode": code, "ForceAliasCreation": true,
    });
    assert!(stage.call("ConfirmSignUp", &body).is_ok());
    let tokens = stage.tokens("ada@example.com", PASSWORD);
    assert_eq!(super::claims(text(&tokens, "AccessToken"))["username"], "mileva");
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
