//! `CUSTOM_AUTH`: riddles of the pool's own triggers, with the password first or without.

use serde_json::{Value as Json, json};

use super::prover::Prover;
use super::{Stage, refused, text};
use crate::practice::roster::CLIENTS;

const EDSGER: &str = "edsger";

fn start(stage: &mut Stage, username: &str) -> Json {
    stage.start(CLIENTS[0].id, "CUSTOM_AUTH", &json!({ "USERNAME": username })).unwrap()
}

fn saying(username: &str, answer: &str) -> Json {
    json!({ "USERNAME": username, "ANSWER": answer })
}

/// What a learner reads off the hint.
fn answer_of(asked: &Json) -> &str {
    text(&asked["ChallengeParameters"], "hint").rsplit_once(' ').unwrap().1
}

#[test]
fn two_riddles_sign_in_and_their_hints_tell_the_answers() {
    let stage = &mut Stage::new();
    let first = start(stage, EDSGER);
    assert_eq!(text(&first, "ChallengeName"), "CUSTOM_CHALLENGE");
    let names: Vec<_> = first["ChallengeParameters"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["USERNAME", "hint", "question", "round"]);
    let second = stage.respond(&first, &saying(EDSGER, answer_of(&first))).unwrap();
    assert_ne!(second["Session"], first["Session"]);
    assert_eq!(text(&second["ChallengeParameters"], "round"), "2 of 2");
    let answer = stage.respond(&second, &saying(EDSGER, answer_of(&second))).unwrap();
    assert!(answer["AuthenticationResult"]["IdToken"].is_string());
}

#[test]
fn a_wrong_answer_ends_the_sign_in_in_either_round() {
    let stage = &mut Stage::new();
    let first = start(stage, EDSGER);
    let wrong = "NotAuthorizedException: Incorrect username or password.";
    assert_eq!(refused(stage.respond(&first, &saying(EDSGER, "a piano"))), wrong);
    let told = refused(stage.respond(&first, &saying(EDSGER, answer_of(&first))));
    assert!(told.ends_with("session can only be used once."), "{told}");
    let first = start(stage, EDSGER);
    let second = stage.respond(&first, &saying(EDSGER, " Keyboard ")).unwrap();
    assert_eq!(refused(stage.respond(&second, &saying(EDSGER, "7"))), wrong);
}

#[test]
fn the_password_may_have_to_be_proved_first() {
    let stage = &mut Stage::new();
    let prover = Prover::new();
    let given = json!({ "USERNAME": EDSGER, "CHALLENGE_NAME": "SRP_A", "SRP_A": prover.srp_a() });
    let ask = |stage: &mut Stage| stage.start(CLIENTS[0].id, "CUSTOM_AUTH", &given).unwrap();
    let asked = ask(stage);
    assert_eq!(text(&asked, "ChallengeName"), "PASSWORD_VERIFIER");
    let proof = prover.answer(&asked, ("Practice1", EDSGER, "Practice-Edsger-1"), stage.now);
    let riddle = stage.respond(&asked, &proof).unwrap();
    assert_eq!(text(&riddle, "ChallengeName"), "CUSTOM_CHALLENGE");
    let asked = ask(stage);
    let proof = prover.answer(&asked, ("Practice1", EDSGER, "Wrong-1-password"), stage.now);
    assert!(refused(stage.respond(&asked, &proof)).ends_with("Incorrect username or password."));
    let odd = json!({ "USERNAME": EDSGER, "CHALLENGE_NAME": "SMS_MFA" });
    assert!(
        refused(stage.start(CLIENTS[0].id, "CUSTOM_AUTH", &odd)).starts_with("InvalidParameterException")
    );
}

#[test]
fn the_state_of_an_account_is_told_before_any_riddle() {
    let stage = &mut Stage::new();
    for (username, code) in [
        ("joan", "UserNotConfirmedException"),
        ("barbara", "PasswordResetRequiredException"),
        ("dennis", "NotAuthorizedException"),
    ] {
        let answer = stage.start(CLIENTS[0].id, "CUSTOM_AUTH", &json!({ "USERNAME": username }));
        assert!(refused(answer).starts_with(code), "{username}");
    }
}

#[test]
fn a_stranger_may_guess_and_is_not_let_in() {
    let stage = &mut Stage::new();
    let first = start(stage, "ghost");
    assert_ne!(text(&first["ChallengeParameters"], "USERNAME"), "ghost");
    let second = stage.respond(&first, &saying("ghost", answer_of(&first))).unwrap();
    let told = refused(stage.respond(&second, &saying("ghost", answer_of(&second))));
    assert_eq!(told, "NotAuthorizedException: Incorrect username or password.");
}
