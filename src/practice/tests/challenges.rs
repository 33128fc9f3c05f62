//! Challenges, their sessions and their clocks. The proofs of SRP are tried from outside; here is what surrounds them.

use serde_json::{Value as Json, json};

use super::{Stage, refused, text};
use crate::practice::roster::CLIENTS;

const GRACE: (&str, &str) = ("grace", "Temporary-Grace-1");
const HEDY: (&str, &str) = ("hedy", "Practice-Hedy-1");

fn asked(stage: &mut Stage, (name, password): (&str, &str)) -> Json {
    stage.sign_in(name, password).unwrap()
}

fn new_password(password: &str) -> Json {
    json!({ "USERNAME": "grace", "NEW_PASSWORD": password, "userAttributes.given_name": "Grace" })
}

fn code(stage: &Stage) -> String {
    stage.code_of("hedy")
}

fn with_code(code: &str) -> Json {
    json!({ "USERNAME": "hedy", "SOFTWARE_TOKEN_MFA_CODE": code })
}

#[test]
fn a_temporary_password_asks_for_one_that_lasts_and_for_what_is_missing() {
    let mut stage = Stage::new();
    let question = asked(&mut stage, GRACE);
    let parameters = &question["ChallengeParameters"];
    assert_eq!(text(parameters, "requiredAttributes"), r#"["userAttributes.given_name"]"#);
    assert_eq!(
        text(parameters, "userAttributes"),
        r#"{"email":"grace@example.com","email_verified":"true"}"#
    );
    assert_eq!(text(parameters, "USER_ID_FOR_SRP"), "grace");
    let tokens = stage.respond(&question, &new_password("Lasting-Grace-2")).unwrap();
    assert_eq!(super::claims(text(&tokens["AuthenticationResult"], "IdToken"))["given_name"], "Grace");
    assert!(refused(stage.sign_in(GRACE.0, GRACE.1)).contains("Incorrect username"));
    assert!(stage.sign_in(GRACE.0, "Lasting-Grace-2").unwrap()["AuthenticationResult"].is_object());
}

#[test]
fn a_refused_new_password_leaves_the_question_open() {
    let mut stage = Stage::new();
    let question = asked(&mut stage, GRACE);
    assert_eq!(
        refused(stage.respond(&question, &new_password("Ab1!"))),
        "InvalidPasswordException: Password did not conform with policy: Password not long enough"
    );
    assert_eq!(
        refused(stage.respond(&question, &json!({ "USERNAME": "grace", "NEW_PASSWORD": "Lasting-Grace-2" }))),
        "InvalidParameterException: Invalid attributes given, given_name is missing"
    );
    let mut echoed = new_password("Lasting-Grace-2");
    echoed["userAttributes.email"] = "grace@example.com".into();
    assert_eq!(
        refused(stage.respond(&question, &echoed)),
        "NotAuthorizedException: Cannot modify an already provided email"
    );
    assert!(
        stage.sign_in(GRACE.0, GRACE.1).unwrap()["ChallengeName"].is_string(),
        "nothing was changed so far"
    );
    assert!(stage.respond(&question, &new_password("Lasting-Grace-2")).is_ok());
}

#[test]
fn a_session_is_for_one_answer_one_client_one_user_and_three_minutes() {
    let mut stage = Stage::new();
    let question = asked(&mut stage, GRACE);
    let mut foreign = new_password("Lasting-Grace-2");
    foreign["USERNAME"] = "ada".into();
    assert_eq!(
        refused(stage.respond(&question, &foreign)),
        "NotAuthorizedException: Invalid session for the user."
    );
    let mut other_challenge = question.clone();
    other_challenge["ChallengeName"] = "SOFTWARE_TOKEN_MFA".into();
    let mut with_code = new_password("Lasting-Grace-2");
    with_code["SOFTWARE_TOKEN_MFA_CODE"] = "123456".into();
    assert!(refused(stage.respond(&other_challenge, &with_code)).ends_with("Invalid session for the user."));
    let elsewhere = json!({
        "ClientId": CLIENTS[2].id,
        "ChallengeName": "NEW_PASSWORD_REQUIRED",
        "Session": question["Session"],
        "ChallengeResponses": new_password("Lasting-Grace-2"),
    });
    assert!(
        refused(stage.call("RespondToAuthChallenge", &elsewhere)).ends_with("Invalid session for the user.")
    );
    let second = asked(&mut stage, GRACE);
    assert!(stage.respond(&question, &new_password("Lasting-Grace-2")).is_ok());
    assert_eq!(
        refused(stage.respond(&question, &new_password("Lasting-Grace-3"))),
        "NotAuthorizedException: Invalid session for the user, session can only be used once."
    );
    stage.later(181);
    assert_eq!(
        refused(stage.respond(&second, &new_password("Lasting-Grace-3"))),
        "NotAuthorizedException: Invalid session for the user, session is expired."
    );
}

#[test]
fn a_temporary_password_is_over_after_a_week() {
    let mut stage = Stage::new();
    stage.later(7 * 24 * 3600);
    assert!(stage.sign_in(GRACE.0, GRACE.1).is_ok());
    stage.later(1);
    assert!(refused(stage.sign_in(GRACE.0, GRACE.1)).contains("Temporary password has expired"));
}

#[test]
fn the_inbox_shows_the_code_that_counts() {
    let mut stage = Stage::new();
    let question = asked(&mut stage, HEDY);
    assert_eq!(text(&question["ChallengeParameters"], "USER_ID_FOR_SRP"), "hedy");
    assert_eq!(
        refused(stage.respond(&question, &with_code("12345"))),
        "CodeMismatchException: Invalid code received for user"
    );
    let shown = code(&stage);
    assert!(stage.respond(&question, &with_code(&shown)).unwrap()["AuthenticationResult"].is_object());
    let again = asked(&mut stage, HEDY);
    assert_eq!(
        refused(stage.respond(&again, &with_code(&shown))),
        "ExpiredCodeException: Your software token has already been used once."
    );
    stage.later(30);
    let next = code(&stage);
    assert_ne!(next, shown);
    assert!(refused(stage.respond(&question, &with_code(&next))).ends_with("session can only be used once."));
    assert!(stage.respond(&again, &with_code(&next)).is_ok());
}

fn srp_question(stage: &mut Stage, client: &str, username: &str) -> Json {
    let given = json!({ "USERNAME": username, "SRP_A": "2".repeat(700) });
    stage.start(client, "USER_SRP_AUTH", &given).unwrap()
}

fn proof(question: &Json, username: &str) -> Json {
    json!({
        "USERNAME": username,
        "PASSWORD_CLAIM_SIGNATURE": "AAAA",
        "PASSWORD_CLAIM_SECRET_BLOCK": question["ChallengeParameters"]["SECRET_BLOCK"],
        "TIMESTAMP": "Tue Mar 5 07:08:09 UTC 2024",
    })
}

#[test]
fn an_alias_is_answered_with_the_real_name() {
    let question = srp_question(&mut Stage::new(), CLIENTS[0].id, "emmy@example.com");
    let parameters = &question["ChallengeParameters"];
    assert_eq!(text(parameters, "USER_ID_FOR_SRP"), "071ed370-d592-48af-80e4-1968a2442ffd");
    assert_eq!(parameters["USERNAME"], parameters["USER_ID_FOR_SRP"]);
    assert_eq!(question.get("Session"), None);
}

#[test]
fn a_stranger_gets_a_question_that_looks_like_any_other() {
    let mut stage = Stage::new();
    let one = srp_question(&mut stage, CLIENTS[0].id, "ghost");
    let two = srp_question(&mut stage, CLIENTS[0].id, "ghost");
    let (one_parameters, two_parameters) = (&one["ChallengeParameters"], &two["ChallengeParameters"]);
    assert_eq!(one_parameters["SALT"], two_parameters["SALT"]);
    assert_eq!(one_parameters["USER_ID_FOR_SRP"], two_parameters["USER_ID_FOR_SRP"]);
    assert_ne!(one_parameters["SRP_B"], two_parameters["SRP_B"]);
    assert_eq!(text(one_parameters, "USER_ID_FOR_SRP").len(), 36);
    let answer = proof(&one, text(one_parameters, "USER_ID_FOR_SRP"));
    assert!(refused(stage.respond(&one, &answer)).contains("Incorrect username or password."));
}

#[test]
fn a_proof_is_for_one_try_and_one_user() {
    let mut stage = Stage::new();
    let question = srp_question(&mut stage, CLIENTS[0].id, "ada");
    assert_eq!(
        refused(stage.respond(&question, &proof(&question, "zuse"))),
        "NotAuthorizedException: Invalid session for the user."
    );
    assert!(
        refused(stage.respond(&question, &proof(&question, "ada")))
            .contains("Incorrect username or password.")
    );
    assert!(refused(stage.respond(&question, &proof(&question, "ada"))).contains("can only be used once"));
    let late = srp_question(&mut stage, CLIENTS[0].id, "ada");
    stage.later(181);
    assert!(refused(stage.respond(&late, &proof(&late, "ada"))).contains("session is expired"));
}

#[test]
fn wrong_proofs_lock_like_wrong_passwords() {
    let mut stage = Stage::new();
    for _ in 0..5 {
        let question = srp_question(&mut stage, CLIENTS[0].id, "ada");
        assert!(refused(stage.respond(&question, &proof(&question, "ada"))).contains("Incorrect username"));
    }
    let question = srp_question(&mut stage, CLIENTS[0].id, "ada");
    assert!(
        refused(stage.respond(&question, &proof(&question, "ada"))).contains("Password attempts exceeded")
    );
}
