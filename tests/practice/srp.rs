//! SRP over the wire: the client's half of Poolwalk against the practice pool's own, which share no code.

use jiff::{SignedDuration, Timestamp};
use poolwalk::cognito::srp::{Ephemeral, Identity, Question, agree};
use poolwalk::cognito::{Params, Value, secret_hash};
use poolwalk::practice::{CastClient, Clock, Options, Practice, TestClock};
use poolwalk::secret::Secret;
use serde_json::{Map, Value as Json, json};

use crate::http::{Answer, call};

const START: &str = "2024-03-05T07:08:09Z";

fn practice(clock: &TestClock) -> Practice {
    Practice::start(Options { clock: Clock::from(clock.clone()), ..Options::default() }).unwrap()
}

fn clock() -> TestClock {
    TestClock::new(START.parse().unwrap())
}

fn with_hash(mut parameters: Map<String, Json>, client: &CastClient, name: &str) -> Json {
    if let Some(secret) = &client.client_secret {
        let id = poolwalk::cognito::ClientId::parse(client.client_id).unwrap();
        parameters.insert("SECRET_HASH".into(), secret_hash(name, &id, secret).into());
    }
    Json::Object(parameters)
}

/// Proves `password` for `username`; `a` is made of one byte, so that many are tried.
fn prove(
    practice: &Practice,
    client: usize,
    (username, password): (&str, &Secret),
    (a, signed_at): (u8, Timestamp),
) -> Answer {
    let cast = practice.cast();
    let client = &cast.clients[client];
    let ephemeral = Ephemeral::from_random(&[a; 128]).unwrap();
    let started: Map<String, Json> = [("USERNAME", username), ("SRP_A", ephemeral.public_hex())]
        .map(|(key, text)| (key.to_owned(), text.into()))
        .into_iter()
        .collect();
    let body = json!({
        "ClientId": client.client_id,
        "AuthFlow": "USER_SRP_AUTH",
        "AuthParameters": with_hash(started, client, username),
    });
    let asked = call(cast, "InitiateAuth", &body).json();
    assert_eq!(asked["ChallengeName"], "PASSWORD_VERIFIER", "{asked}");
    let parameters = &asked["ChallengeParameters"];
    let user_id = parameters["USER_ID_FOR_SRP"].as_str().unwrap();
    let question = Question {
        srp_b: parameters["SRP_B"].as_str().unwrap(),
        salt: parameters["SALT"].as_str().unwrap(),
        secret_block: parameters["SECRET_BLOCK"].as_str().unwrap(),
    };
    let pool_name = cast.user_pool_id.split_once('_').unwrap().1;
    let agreed = agree(&ephemeral, &Identity { pool_name, user_id, password }, &question).unwrap();
    let mut responses = as_json(&agreed.responses(signed_at));
    responses.insert("USERNAME".into(), user_id.into());
    let body = json!({
        "ClientId": client.client_id,
        "ChallengeName": "PASSWORD_VERIFIER",
        "ChallengeResponses": with_hash(responses, client, user_id),
    });
    call(cast, "RespondToAuthChallenge", &body)
}

fn as_json(params: &Params) -> Map<String, Json> {
    params.iter().map(|(key, value): (&str, &Value)| (key.to_owned(), value.expose().into())).collect()
}

#[test]
fn every_user_proves_the_password_and_meets_their_lesson() {
    let clock = clock();
    let practice = practice(&clock);
    let outcomes: Vec<String> = practice
        .cast()
        .users
        .iter()
        .map(|user| {
            let answer = prove(&practice, 0, (user.username, &user.password), (9, clock.now())).json();
            let said = ["ChallengeName", "message"].iter().find_map(|name| answer[name].as_str());
            format!("{}: {}", user.username, said.unwrap_or("tokens"))
        })
        .collect();
    assert_eq!(
        outcomes,
        [
            "ada: tokens",
            "grace: NEW_PASSWORD_REQUIRED",
            "alan: Temporary password has expired and must be reset by an administrator.",
            "hedy: SOFTWARE_TOKEN_MFA",
            "joan: User is not confirmed.",
            "barbara: Password reset required for the user",
            "dennis: User is disabled.",
            "emmy@example.com: tokens",
            "zuse: tokens",
            "radia: tokens",
            "matti: SMS_MFA",
            "ray: EMAIL_OTP",
            "katherine: SELECT_MFA_TYPE",
            "shafi: MFA_SETUP",
            "fernando: tokens",
            "edsger: tokens",
            "margaret: SOFTWARE_TOKEN_MFA",
        ]
    );
}

#[test]
fn many_random_numbers_agree_and_a_wrong_password_never_does() {
    let clock = clock();
    let practice = practice(&clock);
    let (name, right) = (practice.cast().users[0].username, practice.cast().users[0].password.clone());
    for a in 1..=8 {
        let answer = prove(&practice, 0, (name, &right), (a, clock.now())).json();
        assert!(answer["AuthenticationResult"]["IdToken"].is_string(), "{a}: {answer}");
        let refused = prove(&practice, 0, (name, &Secret::from("Practice-Ada-2")), (a, clock.now())).json();
        assert_eq!(refused["message"], "Incorrect username or password.", "{a}");
    }
}

#[test]
fn a_secret_is_hashed_over_what_was_typed_and_then_over_the_real_name() {
    let clock = clock();
    let practice = practice(&clock);
    let cast = practice.cast();
    assert!(cast.clients[1].client_secret.is_some());
    let emmy = cast.users.iter().find(|user| user.username.contains('@')).unwrap();
    let answer = prove(&practice, 1, (emmy.username, &emmy.password), (3, clock.now())).json();
    assert!(answer["AuthenticationResult"]["IdToken"].is_string(), "{answer}");
}

#[test]
fn a_proof_that_is_dated_far_off_does_not_count() {
    let clock = clock();
    let practice = practice(&clock);
    let user = &practice.cast().users[0];
    for (minutes, counts) in [(-6, false), (-4, true), (4, true), (6, false)] {
        let dated = clock.now() + SignedDuration::from_mins(minutes);
        let answer = prove(&practice, 0, (user.username, &user.password), (5, dated)).json();
        assert_eq!(answer["AuthenticationResult"].is_object(), counts, "{minutes}: {answer}");
    }
}
