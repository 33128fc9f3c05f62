//! Published vectors for SRP and `SECRET_HASH`, through the public doors only.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that breaks should break loudly"
)]

use jiff::Timestamp;
use poolwalk::cognito::srp::{self, Ephemeral, Identity, Question};
use poolwalk::cognito::{ClientId, secret_hash};
use poolwalk::secret::Secret;
use serde_json::Value as Json;

fn srp_vectors() -> Json {
    serde_json::from_str(include_str!("data/srp-vectors.json")).unwrap()
}

fn list(vectors: &Json, key: &str) -> Vec<Json> {
    vectors[key].as_array().unwrap_or_else(|| panic!("no list {key}")).clone()
}

fn text<'a>(case: &'a Json, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_else(|| panic!("no text {key} in {case}"))
}

fn number(hex: &str) -> Vec<u8> {
    let even = format!("{}{hex}", "0".repeat(hex.len() % 2));
    (0..even.len()).step_by(2).map(|at| u8::from_str_radix(&even[at..at + 2], 16).unwrap()).collect()
}

fn right_aligned<const N: usize>(bytes: &[u8]) -> [u8; N] {
    let mut all = [0; N];
    all[N - bytes.len()..].copy_from_slice(bytes);
    all
}

fn check_proof(case: &Json) {
    let (name, expected) = (text(case, "name"), &case["expected"]);
    let own = Ephemeral::from_random(&right_aligned::<128>(&number(text(case, "a_hex")))).unwrap();
    assert_eq!(own.public_hex(), text(expected, "SRP_A"), "{name}");
    let password = Secret::from(text(case, "password"));
    let identity = Identity {
        pool_name: text(case, "pool_or_group"),
        user_id: text(case, "identity"),
        password: &password,
    };
    let question = Question {
        srp_b: text(case, "SRP_B"),
        salt: text(case, "SALT"),
        secret_block: text(case, "SECRET_BLOCK"),
    };
    let now = Timestamp::from_second(case["unix_time"].as_i64().unwrap()).unwrap();
    let timestamp = srp::timestamp(now);
    assert_eq!(timestamp, text(case, "TIMESTAMP"), "{name}");
    let proof = srp::agree(&own, &identity, &question).unwrap().sign(&timestamp);
    assert_eq!(proof, text(expected, "PASSWORD_CLAIM_SIGNATURE"), "{name}");
}

#[test]
fn passwords_are_proved_as_by_every_other_client() {
    let cases = list(&srp_vectors(), "password_cases");
    assert_eq!(cases.len(), 25);
    cases.iter().for_each(check_proof);
}

#[test]
fn devices_prove_their_passwords_and_confirm() {
    let cases = list(&srp_vectors(), "device_cases");
    assert_eq!(cases.len(), 3);
    for case in &cases {
        check_proof(case);
        let confirm = &case["confirm_device"];
        let password = Secret::from(text(case, "password"));
        let identity = Identity {
            pool_name: text(case, "device_group_key"),
            user_id: text(case, "device_key"),
            password: &password,
        };
        let salt = right_aligned(&number(text(confirm, "salt16_hex")));
        let verifier = srp::device_verifier(&identity, &salt);
        assert_eq!(verifier.salt, text(confirm, "Salt"));
        assert_eq!(verifier.password_verifier, text(confirm, "PasswordVerifier"));
    }
}

#[test]
fn timestamps_are_english_and_unpadded() {
    let cases = list(&srp_vectors(), "timestamps");
    assert_eq!(cases.len(), 4);
    for case in &cases {
        let now = Timestamp::from_second(case["unix_time"].as_i64().unwrap()).unwrap();
        assert_eq!(srp::timestamp(now), text(case, "text"));
    }
}

#[test]
fn secret_hashes_agree_with_every_other_client() {
    let vectors: Json = serde_json::from_str(include_str!("data/secret-hash-vectors.json")).unwrap();
    let cases = list(&vectors, "vectors");
    assert_eq!(cases.len(), 14);
    for case in &cases {
        let client = ClientId::parse(text(case, "client_id")).unwrap();
        let secret = Secret::from(text(case, "client_secret"));
        assert_eq!(
            secret_hash(text(case, "username"), &client, &secret),
            text(case, "secret_hash"),
            "{case}"
        );
    }
}
