//! Every intermediate number of the published vectors, which `tests/vectors.rs` cannot see.

use proptest::prelude::*;
use serde_json::Value as Json;

use super::*;

fn vectors() -> Json {
    serde_json::from_str(include_str!("../../../tests/data/srp-vectors.json")).unwrap()
}

fn text<'a>(case: &'a Json, key: &str) -> &'a str {
    case[key].as_str().unwrap_or_else(|| panic!("{key} in {case}"))
}

fn ephemeral(a_hex: &str) -> Ephemeral {
    let bytes = from_hex(a_hex).unwrap();
    let mut a = [0; 128];
    a[128 - bytes.len()..].copy_from_slice(&bytes);
    Ephemeral::from_random(&a).unwrap()
}

#[test]
fn intermediate_numbers_agree_with_every_vector() {
    let vectors = vectors();
    let cases =
        ["password_cases", "device_cases"].map(|key| vectors[key].as_array().unwrap().clone()).concat();
    assert_eq!(cases.len(), 28);
    for case in &cases {
        let (name, expected) = (text(case, "name"), &case["expected"]);
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
        let own = ephemeral(text(case, "a_hex"));
        let session = Session::agree(&own, &identity, &question).unwrap();
        assert_eq!(hex(&*identity_hash(&identity)), text(expected, "identity_hash_hex"), "{name}");
        assert_eq!(
            to_hex(&*x(&identity, &salt(question.salt).unwrap())),
            unpadded(expected, "x_hex"),
            "{name}"
        );
        assert_eq!(to_hex(&session.u), unpadded(expected, "u_hex"), "{name}");
        assert_eq!(hex(&pad(&session.u)), text(expected, "u_padded_hex"), "{name}");
        assert_eq!(to_hex(&session.shared), text(expected, "S_hex"), "{name}");
        assert_eq!(hex(&session.key), text(expected, "hkdf_key_hex"), "{name}");
        let block = secret_block(question.secret_block).unwrap();
        let time = text(case, "TIMESTAMP");
        let message = [identity.pool_name.as_bytes(), identity.user_id.as_bytes(), &block, time.as_bytes()];
        assert_eq!(hex(&sha256(&message)), text(expected, "message_sha256"), "{name}");
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn unpadded<'a>(expected: &'a Json, key: &str) -> &'a str {
    text(expected, key).trim_start_matches('0')
}

#[test]
fn the_constants_are_what_the_vectors_say() {
    let constants = &vectors()["constants"];
    let n = crypto_bigint::BoxedUint::from(numbers::N).to_be_bytes();
    assert_eq!(hex(&n).to_uppercase(), text(constants, "N_hex"));
    assert_eq!(hex(&sha256(&[&n])), text(constants, "N_sha256_of_384_bytes"));
    assert_eq!(hex(&K), text(constants, "k_hex"));
    assert_eq!(sha256(&[&pad(&n), &pad(&[2])]), K);
    assert_eq!(HKDF_INFO, text(constants, "hkdf_info_ascii").as_bytes());
}

#[test]
fn numbers_are_padded_as_java_does() {
    for case in vectors()["padding"].as_array().unwrap() {
        assert_eq!(hex(&pad(&from_hex(text(case, "int_hex")).unwrap())), text(case, "padded_hex"), "{case}");
    }
}

#[test]
fn what_the_server_sends_is_checked() {
    let password = Secret::from("Corr3ct-Horse!");
    let identity = Identity { pool_name: "Ab1Cd2Ef3", user_id: "alice", password: &password };
    let own = ephemeral("1234567890");
    let good = Question { srp_b: "abc", salt: "1f", secret_block: "AAAA" };
    let n = hex(&crypto_bigint::BoxedUint::from(numbers::N).to_be_bytes());
    let long = "f".repeat(769);
    let problem = |question| agree(&own, &identity, &question).unwrap_err();
    assert!(agree(&own, &identity, &good).is_ok());
    assert_eq!(problem(Question { srp_b: "0", ..good }), SrpProblem::ZeroB);
    assert_eq!(problem(Question { srp_b: &n, ..good }), SrpProblem::ZeroB);
    let says = |question| problem(question).to_string();
    assert_eq!(says(Question { srp_b: "<html>", ..good }), "SRP_B is not a hexadecimal number");
    assert_eq!(says(Question { srp_b: "", ..good }), "SRP_B is not a hexadecimal number");
    assert_eq!(says(Question { srp_b: &long, ..good }), "SRP_B is not a number of at most 3,072 bits");
    assert_eq!(says(Question { salt: "1g", ..good }), "SALT is not a hexadecimal number");
    assert_eq!(says(Question { secret_block: "?", ..good }), "SECRET_BLOCK is not base64");
}

#[test]
fn a_challenge_without_its_parameters_names_the_first_missing() {
    let params = Params::new().plain("SRP_B", "abc").plain("SALT", "");
    assert_eq!(Question::from_params(&params), Err(SrpProblem::Missing { parameter: "SALT" }));
    let params = params.plain("SALT", "1f").secret("SECRET_BLOCK", "AAAA".into());
    let question = Question { srp_b: "abc", salt: "1f", secret_block: "AAAA" };
    assert_eq!(Question::from_params(&params), Ok(question));
}

#[test]
fn an_ephemeral_is_never_trivial_and_never_shown() {
    assert!(Ephemeral::from_random(&[0; 128]).is_none());
    let own = ephemeral("10");
    assert_eq!(own.public_hex(), "10000");
    assert_eq!(format!("{own:?}"), "Ephemeral { public_hex: \"10000\", .. }");
}

proptest! {
    #[test]
    fn hex_goes_there_and_back(bytes in proptest::collection::vec(any::<u8>(), 1..50)) {
        prop_assert_eq!(from_hex(&hex(&bytes)), Some(bytes.clone()));
        prop_assert_eq!(from_hex(&hex(&bytes)[1..]).unwrap().len(), bytes.len());
    }

    #[test]
    fn odd_parameters_never_panic(srp_b in ".{0,40}", salt in ".{0,40}", secret_block in ".{0,40}") {
        let password = Secret::from("p");
        let identity = Identity { pool_name: "p", user_id: "u", password: &password };
        let proof = agree(&ephemeral("ff"), &identity, &Question { srp_b: &srp_b, salt: &salt, secret_block: &secret_block });
        prop_assert!(proof.is_err() || !srp_b.is_empty());
    }
}
