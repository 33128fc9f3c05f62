//! Second factors: sent codes, the choice among several, and the set-up of one.

use serde_json::{Value as Json, json};

use super::{Answer, Stage, refused, text};

fn asked(stage: &mut Stage, username: &str) -> Json {
    let mut letters = username.chars();
    let first: String = letters.next().unwrap().to_uppercase().collect();
    stage.sign_in(username, &format!("Practice-{first}{}-1", letters.as_str())).unwrap()
}

fn is_signed_in(answer: Answer) -> bool {
    answer.unwrap()["AuthenticationResult"]["IdToken"].is_string()
}

fn list(asked: &Json, name: &str) -> Vec<String> {
    serde_json::from_str(text(&asked["ChallengeParameters"], name)).unwrap()
}

/// Signs an authenticator app up under the session of `asked`: its secret, and the session that followed.
fn associate(stage: &mut Stage, asked: &Json) -> Json {
    stage.call("AssociateSoftwareToken", &json!({ "Session": asked["Session"] })).unwrap()
}

fn verify(stage: &mut Stage, associated: &Json, code: &str) -> Answer {
    let body = json!({ "Session": associated["Session"], "UserCode": code, "FriendlyDeviceName": "Lamp" });
    stage.call("VerifySoftwareToken", &body)
}

#[test]
fn a_code_comes_by_sms_or_by_e_mail_and_only_the_newest_counts() {
    let stage = &mut Stage::new();
    for (username, challenge, key, to) in [
        ("matti", "SMS_MFA", "SMS_MFA_CODE", "+********0142"),
        ("ray", "EMAIL_OTP", "EMAIL_OTP_CODE", "r***@e***"),
    ] {
        let first = asked(stage, username);
        assert_eq!(text(&first, "ChallengeName"), challenge);
        let parameters = &first["ChallengeParameters"];
        assert_eq!(text(parameters, "CODE_DELIVERY_DESTINATION"), to);
        assert_eq!(text(parameters, "USER_ID_FOR_SRP"), username);
        let older = stage.code_of(username);
        let second = asked(stage, username);
        let newer = stage.code_of(username);
        let with = |code: &str| json!({ "USERNAME": username, key: code });
        assert_ne!(older, newer);
        assert_eq!(
            refused(stage.respond(&second, &with(&older))),
            "CodeMismatchException: Invalid code or auth state for the user."
        );
        assert!(is_signed_in(stage.respond(&second, &with(&newer))));
        assert!(refused(stage.respond(&first, &with(&newer))).starts_with("ExpiredCodeException"), "spent");
    }
}

#[test]
fn an_answer_to_another_challenge_does_not_fit_the_session() {
    let stage = &mut Stage::new();
    let mut question = asked(stage, "ray");
    question["ChallengeName"] = "SMS_MFA".into();
    let answer = json!({ "USERNAME": "ray", "SMS_MFA_CODE": stage.code_of("ray") });
    assert!(refused(stage.respond(&question, &answer)).ends_with("Invalid session for the user."));
    let session = json!({ "Session": question["Session"] });
    let told = refused(stage.call("AssociateSoftwareToken", &session));
    assert_eq!(told, "NotAuthorizedException: Invalid session for the user.");
}

#[test]
fn one_of_several_factors_is_chosen() {
    let stage = &mut Stage::new();
    let offered = ["SMS_MFA", "EMAIL_OTP", "SOFTWARE_TOKEN_MFA"];
    for factor in offered {
        let question = asked(stage, "katherine");
        assert_eq!(text(&question, "ChallengeName"), "SELECT_MFA_TYPE");
        assert_eq!(list(&question, "MFAS_CAN_CHOOSE"), offered);
        let other = json!({ "USERNAME": "katherine", "ANSWER": "EMAIL_MFA" });
        assert!(
            refused(stage.respond(&question, &other)).starts_with("InvalidParameterException: EMAIL_MFA")
        );
        let next = stage.respond(&question, &json!({ "USERNAME": "katherine", "ANSWER": factor })).unwrap();
        assert_eq!(text(&next, "ChallengeName"), factor);
        let code = json!({ "USERNAME": "katherine", format!("{factor}_CODE"): stage.code_of("katherine") });
        assert!(is_signed_in(stage.respond(&next, &code)), "{factor}");
    }
}

#[test]
fn an_authenticator_app_is_set_up_on_the_way_and_asked_for_from_there_on() {
    let stage = &mut Stage::new();
    let question = asked(stage, "shafi");
    assert_eq!(text(&question, "ChallengeName"), "MFA_SETUP");
    assert_eq!(list(&question, "MFAS_CAN_SETUP"), ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"]);
    let shafi = json!({ "USERNAME": "shafi" });
    let too_early = refused(stage.respond(&question, &shafi));
    assert_eq!(too_early, "InvalidParameterException: User has not verified software token mfa");
    let associated = associate(stage, &question);
    assert_eq!(text(&associated, "SecretCode").len(), 52);
    let once = json!({ "Session": question["Session"] });
    assert!(refused(stage.call("AssociateSoftwareToken", &once)).ends_with("session can only be used once."));
    assert_eq!(
        refused(verify(stage, &associated, "000000")),
        "EnableSoftwareTokenMFAException: Code mismatch and fail enable Software Token MFA"
    );
    let code = stage.code_of("shafi");
    let verified = verify(stage, &associated, &code).unwrap();
    assert_eq!(text(&verified, "Status"), "SUCCESS");
    let mut last = question.clone();
    last["Session"] = verified["Session"].clone();
    assert!(is_signed_in(stage.respond(&last, &shafi)));
    let again = asked(stage, "shafi");
    assert_eq!(text(&again, "ChallengeName"), "SOFTWARE_TOKEN_MFA");
    assert_eq!(text(&again["ChallengeParameters"], "FRIENDLY_DEVICE_NAME"), "Lamp");
    let used = json!({ "USERNAME": "shafi", "SOFTWARE_TOKEN_MFA_CODE": code });
    assert!(refused(stage.respond(&again, &used)).contains("already been used once"));
}

#[test]
fn the_secret_is_the_one_that_the_codes_are_made_of() {
    let stage = &mut Stage::new();
    let question = asked(stage, "shafi");
    let associated = associate(stage, &question);
    let secret = crate::practice::encoding::from_base32(text(&associated, "SecretCode")).unwrap();
    let app = crate::practice::totp::Authenticator::new(secret);
    assert_eq!(app.code(stage.now), stage.code_of("shafi"));
}

#[test]
fn an_e_mail_address_is_set_up_on_the_way() {
    let stage = &mut Stage::new();
    let question = asked(stage, "shafi");
    let with = |address: &str| json!({ "USERNAME": "shafi", "EMAIL": address });
    assert_eq!(
        refused(stage.respond(&question, &with("shafi"))),
        "InvalidParameterException: Invalid email address format."
    );
    let taken = stage.respond(&question, &with("ada@example.com")).unwrap();
    let answer = json!({ "USERNAME": "shafi", "EMAIL_OTP_CODE": stage.code_of("shafi") });
    assert_eq!(
        refused(stage.respond(&taken, &answer)),
        "AliasExistsException: An account with the email already exists."
    );
    let question = asked(stage, "shafi");
    let code = stage.respond(&question, &with("shafi@work.example")).unwrap();
    assert_eq!(text(&code, "ChallengeName"), "EMAIL_OTP");
    assert_eq!(text(&code["ChallengeParameters"], "CODE_DELIVERY_DESTINATION"), "s***@w***");
    let answer = json!({ "USERNAME": "shafi", "EMAIL_OTP_CODE": stage.code_of("shafi") });
    assert!(is_signed_in(stage.respond(&code, &answer)));
    let user = stage.pool.people.find("shafi@work.example").unwrap();
    assert_eq!((user.name.as_str(), user.attribute("email_verified")), ("shafi", Some("true")));
    assert_eq!(text(&asked(stage, "shafi"), "ChallengeName"), "EMAIL_OTP");
}

#[test]
fn whoever_has_signed_in_can_set_up_an_app_too() {
    let stage = &mut Stage::new();
    let token = stage.tokens("ada", "Practice-Ada-1")["AccessToken"].take();
    let secret = stage.call("AssociateSoftwareToken", &json!({ "AccessToken": token })).unwrap();
    assert_eq!(secret.as_object().unwrap().keys().collect::<Vec<_>>(), ["SecretCode"]);
    let code = json!({ "AccessToken": token, "UserCode": stage.code_of("ada") });
    assert_eq!(stage.call("VerifySoftwareToken", &code), Ok(json!({ "Status": "SUCCESS" })));
    assert!(
        refused(stage.call("VerifySoftwareToken", &code)).starts_with("SoftwareTokenMFANotFoundException")
    );
    let short = json!({ "AccessToken": token, "UserCode": "12345" });
    assert!(refused(stage.call("VerifySoftwareToken", &short)).contains("greater than or equal to 6"));
    let nobody = stage.call("AssociateSoftwareToken", &json!({}));
    assert_eq!(refused(nobody), "NotAuthorizedException: Invalid Access Token");
}

#[test]
fn get_user_lists_the_factors() {
    let stage = &mut Stage::new();
    let question = asked(stage, "ray");
    let answer = json!({ "USERNAME": "ray", "EMAIL_OTP_CODE": stage.code_of("ray") });
    let token = stage.respond(&question, &answer).unwrap()["AuthenticationResult"]["AccessToken"].take();
    let user = stage.call("GetUser", &json!({ "AccessToken": token })).unwrap();
    assert_eq!(user["UserMFASettingList"], json!(["EMAIL_OTP"]));
}
