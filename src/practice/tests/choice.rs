//! `USER_AUTH`: what is offered to whom, and where each choice leads.

use serde_json::{Value as Json, json};

use super::prover::Prover;
use super::{Answer, Stage, refused, text};
use crate::practice::encoding::base64;
use crate::practice::mac::hmac_sha256;
use crate::practice::roster::CLIENTS;

const FERNANDO: &str = "fernando";
const PASSWORD: &str = "Practice-Fernando-1";

fn start(stage: &mut Stage, parameters: &Json) -> Answer {
    stage.start(CLIENTS[0].id, "USER_AUTH", parameters)
}

fn preferring(stage: &mut Stage, username: &str, challenge: &str) -> Json {
    start(stage, &json!({ "USERNAME": username, "PREFERRED_CHALLENGE": challenge })).unwrap()
}

fn offered(stage: &mut Stage, username: &str) -> String {
    let asked = start(stage, &json!({ "USERNAME": username })).unwrap();
    assert_eq!(
        (text(&asked, "ChallengeName"), &asked["ChallengeParameters"]),
        ("SELECT_CHALLENGE", &json!({}))
    );
    let names = asked["AvailableChallenges"].as_array().unwrap();
    names.iter().map(|name| name.as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

fn is_signed_in(answer: Answer) -> bool {
    answer.unwrap()["AuthenticationResult"]["IdToken"].is_string()
}

#[test]
fn everybody_is_offered_what_they_can_do() {
    let stage = &mut Stage::new();
    assert_eq!(offered(stage, FERNANDO), "PASSWORD_SRP PASSWORD EMAIL_OTP SMS_OTP WEB_AUTHN");
    assert_eq!(offered(stage, "ada"), "PASSWORD_SRP PASSWORD EMAIL_OTP");
    for username in ["grace", "joan", "barbara", "dennis", "hedy", "shafi"] {
        assert_eq!(offered(stage, username), "PASSWORD_SRP PASSWORD", "{username}");
    }
}

#[test]
fn a_preference_that_is_out_of_reach_brings_the_choice() {
    let stage = &mut Stage::new();
    for (username, preferred) in [("grace", "EMAIL_OTP"), ("ada", "WEB_AUTHN"), ("hedy", "EMAIL_OTP")] {
        let asked = preferring(stage, username, preferred);
        assert_eq!(text(&asked, "ChallengeName"), "SELECT_CHALLENGE", "{username}");
    }
    let given = json!({ "USERNAME": "ada", "PREFERRED_CHALLENGE": "TELEPATHY" });
    assert!(refused(start(stage, &given)).starts_with("InvalidParameterException: TELEPATHY"));
}

#[test]
fn a_password_is_taken_at_once_or_asked_for() {
    let stage = &mut Stage::new();
    let mut given = json!({ "USERNAME": FERNANDO, "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD });
    assert!(is_signed_in(start(stage, &given)));
    given["PASSWORD"] = "Wrong-1-password".into();
    assert_eq!(refused(start(stage, &given)), "NotAuthorizedException: Incorrect username or password.");
    let asked = preferring(stage, FERNANDO, "PASSWORD");
    assert_eq!(text(&asked, "ChallengeName"), "PASSWORD");
    let answer = json!({ "USERNAME": FERNANDO, "PASSWORD": PASSWORD });
    assert!(is_signed_in(stage.respond(&asked, &answer)));
    assert!(refused(stage.respond(&asked, &answer)).ends_with("session can only be used once."));
}

#[test]
fn a_second_factor_comes_after_a_password_that_was_chosen() {
    let stage = &mut Stage::new();
    let given =
        json!({ "USERNAME": "hedy", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "Practice-Hedy-1" });
    assert_eq!(text(&start(stage, &given).unwrap(), "ChallengeName"), "SOFTWARE_TOKEN_MFA");
}

#[test]
fn a_proof_is_taken_at_once_or_asked_for_and_chosen() {
    let stage = &mut Stage::new();
    let prover = Prover::new();
    let known = ("Practice1", FERNANDO, PASSWORD);
    let srp_a = json!({ "USERNAME": FERNANDO, "SRP_A": prover.srp_a() });
    let mut at_once = srp_a.clone();
    at_once["PREFERRED_CHALLENGE"] = "PASSWORD_SRP".into();
    let mut chosen = srp_a.clone();
    chosen["ANSWER"] = "PASSWORD_SRP".into();
    let (bare, choice) = (
        preferring(stage, FERNANDO, "PASSWORD_SRP"),
        start(stage, &json!({ "USERNAME": FERNANDO })).unwrap(),
    );
    assert_eq!(text(&bare, "ChallengeName"), "PASSWORD_SRP");
    let questions = [
        start(stage, &at_once).unwrap(),
        stage.respond(&bare, &srp_a).unwrap(),
        stage.respond(&choice, &chosen).unwrap(),
    ];
    for question in questions {
        assert_eq!(text(&question, "ChallengeName"), "PASSWORD_VERIFIER");
        let now = stage.now;
        assert!(is_signed_in(stage.respond(&question, &prover.answer(&question, known, now))));
    }
}

#[test]
fn a_code_by_e_mail_or_sms_signs_in_without_a_password() {
    let stage = &mut Stage::new();
    for (challenge, medium, to, digits) in
        [("EMAIL_OTP", "EMAIL", "f***@e***", 8), ("SMS_OTP", "SMS", "+*******5017", 6)]
    {
        let choice = start(stage, &json!({ "USERNAME": FERNANDO })).unwrap();
        let asked = stage.respond(&choice, &json!({ "USERNAME": FERNANDO, "ANSWER": challenge })).unwrap();
        assert_eq!(asked["ChallengeName"], challenge);
        let parameters = json!({ "CODE_DELIVERY_DELIVERY_MEDIUM": medium, "CODE_DELIVERY_DESTINATION": to });
        assert_eq!(asked["ChallengeParameters"], parameters);
        let code = stage.code_of(FERNANDO);
        assert_eq!(code.len(), digits);
        let key = format!("{challenge}_CODE");
        for _ in 0..6 {
            assert_eq!(
                refused(stage.respond(&asked, &json!({ "USERNAME": FERNANDO, key.as_str(): "0" }))),
                "CodeMismatchException: Invalid code or auth state for the user."
            );
        }
        let right = json!({ "USERNAME": FERNANDO, key.as_str(): code });
        assert!(is_signed_in(stage.respond(&asked, &right)));
        assert!(refused(stage.respond(&asked, &right)).ends_with("session can only be used once."));
    }
}

#[test]
fn a_code_is_over_with_its_session() {
    let stage = &mut Stage::new();
    let asked = preferring(stage, FERNANDO, "EMAIL_OTP");
    let code = stage.code_of(FERNANDO);
    stage.later(181);
    let right = json!({ "USERNAME": FERNANDO, "EMAIL_OTP_CODE": code });
    assert!(refused(stage.respond(&asked, &right)).ends_with("session is expired."));
}

#[test]
fn an_administrator_who_switches_an_account_off_is_faster_than_a_code() {
    let stage = &mut Stage::new();
    let asked = preferring(stage, FERNANDO, "EMAIL_OTP");
    let right = json!({ "USERNAME": FERNANDO, "EMAIL_OTP_CODE": stage.code_of(FERNANDO) });
    stage.pool.people.get_mut(FERNANDO).unwrap().enabled = false;
    assert_eq!(refused(stage.respond(&asked, &right)), "NotAuthorizedException: User is disabled.");
}

#[test]
fn a_passkey_is_offered_and_no_credential_is_right() {
    let stage = &mut Stage::new();
    let asked = preferring(stage, FERNANDO, "WEB_AUTHN");
    assert_eq!(text(&asked, "ChallengeName"), "WEB_AUTHN");
    let options = text(&asked["ChallengeParameters"], "CREDENTIAL_REQUEST_OPTIONS");
    let options: Json = serde_json::from_str(options).unwrap();
    assert_eq!(
        (text(&options, "rpId"), &options["allowCredentials"][0]["type"]),
        ("login.practice.example", &json!("public-key"))
    );
    let made_up = json!({ "USERNAME": FERNANDO, "CREDENTIAL": r#"{"id":"made up"}"# });
    assert_eq!(
        refused(stage.respond(&asked, &json!({ "USERNAME": FERNANDO }))),
        "InvalidParameterException: Missing required parameter CREDENTIAL"
    );
    let wrong = "NotAuthorizedException: Incorrect username or password.";
    assert_eq!(refused(stage.respond(&asked, &made_up)), wrong);
    let choice = start(stage, &json!({ "USERNAME": FERNANDO })).unwrap();
    let mut chosen = made_up;
    chosen["ANSWER"] = "WEB_AUTHN".into();
    assert_eq!(refused(stage.respond(&choice, &chosen)), wrong);
}

#[test]
fn an_answer_must_be_one_that_was_offered_and_bring_what_it_needs() {
    let stage = &mut Stage::new();
    let asked = start(stage, &json!({ "USERNAME": "ada" })).unwrap();
    let mut told = |answer: Json| refused(stage.respond(&asked, &answer));
    assert!(
        told(json!({ "USERNAME": "ada", "ANSWER": "SMS_OTP" })).contains("SMS_OTP is not a challenge that")
    );
    assert!(
        told(json!({ "USERNAME": "ada", "ANSWER": "PASSWORD" }))
            .ends_with("Missing required parameter PASSWORD")
    );
    assert!(
        told(json!({ "USERNAME": "ada", "ANSWER": "PASSWORD_SRP" }))
            .ends_with("Missing required parameter SRP_A")
    );
    assert!(told(json!({ "USERNAME": "ada" })).ends_with("Missing required parameter ANSWER"));
    let right = json!({ "USERNAME": "ada", "ANSWER": "PASSWORD", "PASSWORD": "Practice-Ada-1" });
    assert!(is_signed_in(stage.respond(&asked, &right)), "the question is still open");
}

#[test]
fn a_stranger_is_asked_what_anybody_is_and_gets_nowhere() {
    let stage = &mut Stage::new();
    assert_eq!(offered(stage, "ghost"), offered(stage, "ada"));
    let asked = preferring(stage, "ghost", "EMAIL_OTP");
    let again = preferring(stage, "GHOST", "EMAIL_OTP");
    assert_eq!(text(&asked, "ChallengeName"), "EMAIL_OTP");
    assert_eq!(asked["ChallengeParameters"], again["ChallengeParameters"]);
    assert!(text(&asked["ChallengeParameters"], "CODE_DELIVERY_DESTINATION").contains("***@"));
    let guess = json!({ "USERNAME": "ghost", "EMAIL_OTP_CODE": "12345678" });
    assert!(refused(stage.respond(&asked, &guess)).starts_with("CodeMismatchException"));
    let given = json!({ "USERNAME": "ghost", "PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": "x" });
    assert!(refused(start(stage, &given)).ends_with("Incorrect username or password."));
    let srp = json!({ "USERNAME": "ghost", "PREFERRED_CHALLENGE": "PASSWORD_SRP", "SRP_A": "abc" });
    assert_eq!(text(&start(stage, &srp).unwrap(), "ChallengeName"), "PASSWORD_VERIFIER");
}

#[test]
fn who_has_not_been_told_the_real_name_hashes_the_one_that_was_typed() {
    let stage = &mut Stage::new();
    let client = &CLIENTS[1];
    let hash = |name: &str| {
        base64(&hmac_sha256(client.secret.unwrap().as_bytes(), &[name.as_bytes(), client.id.as_bytes()]))
    };
    let alias = "emmy@example.com";
    let given = json!({ "USERNAME": alias, "SECRET_HASH": hash(alias), "PREFERRED_CHALLENGE": "EMAIL_OTP" });
    let asked = stage.start(client.id, "USER_AUTH", &given).unwrap();
    let name = "071ed370-d592-48af-80e4-1968a2442ffd";
    let answer =
        json!({ "USERNAME": alias, "SECRET_HASH": hash(alias), "EMAIL_OTP_CODE": stage.code_of(name) });
    let body = json!({
        "ClientId": client.id,
        "ChallengeName": "EMAIL_OTP",
        "Session": asked["Session"],
        "ChallengeResponses": answer,
    });
    assert!(is_signed_in(stage.call("RespondToAuthChallenge", &body)));
}
