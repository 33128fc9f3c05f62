//! Devices: given out, confirmed, remembered, proved, forgotten.

use serde_json::{Value as Json, json};

use super::prover::Prover;
use super::{Answer, Stage, claims, refused, text};
use crate::practice::roster::{CLIENTS, DEVICE_GROUP_KEY};

const MARGARET: &str = "margaret";
const PASSWORD: &str = "Practice-Margaret-1";
const DEVICE_PASSWORD: &str = "what only the device knows";

/// Tokens and the device key that came with them.
struct SignedIn {
    tokens: Json,
    key: String,
}

impl SignedIn {
    fn of(answer: &Json) -> Self {
        let tokens = answer["AuthenticationResult"].clone();
        let key = text(&tokens["NewDeviceMetadata"], "DeviceKey").to_owned();
        Self { tokens, key }
    }

    /// A call about the device.
    fn call(&self, stage: &mut Stage, operation: &str, more: Json) -> Answer {
        let mut body = json!({ "AccessToken": self.tokens["AccessToken"], "DeviceKey": self.key });
        let Json::Object(more) = more else { panic!("an object") };
        body.as_object_mut().unwrap().extend(more);
        stage.call(operation, &body)
    }

    fn confirm(&self, stage: &mut Stage) -> Answer {
        let verifier = Prover::new().verifier((DEVICE_GROUP_KEY, &self.key, DEVICE_PASSWORD));
        self.call(
            stage,
            "ConfirmDevice",
            json!({ "DeviceName": "Desk", "DeviceSecretVerifierConfig": verifier }),
        )
    }

    fn remember(&self, stage: &mut Stage, status: &str) -> Answer {
        self.call(stage, "UpdateDeviceStatus", json!({ "DeviceRememberedStatus": status }))
    }
}

fn with_device(stage: &mut Stage, key: Option<&str>) -> Answer {
    let given = json!({ "USERNAME": MARGARET, "PASSWORD": PASSWORD, "DEVICE_KEY": key });
    stage.start(CLIENTS[0].id, "USER_PASSWORD_AUTH", &given)
}

fn enter_code(stage: &mut Stage, asked: &Json) -> Json {
    assert_eq!(text(asked, "ChallengeName"), "SOFTWARE_TOKEN_MFA");
    stage.later(30);
    let code = json!({ "USERNAME": MARGARET, "SOFTWARE_TOKEN_MFA_CODE": stage.code_of(MARGARET) });
    stage.respond(asked, &code).unwrap()
}

/// Signed in from a device that was not known.
fn signed_in(stage: &mut Stage) -> SignedIn {
    let asked = with_device(stage, None).unwrap();
    SignedIn::of(&enter_code(stage, &asked))
}

/// A device that is confirmed and remembered.
fn remembered(stage: &mut Stage) -> SignedIn {
    let signed_in = signed_in(stage);
    assert_eq!(signed_in.confirm(stage), Ok(json!({ "UserConfirmationNecessary": true })));
    assert_eq!(signed_in.remember(stage, "remembered"), Ok(json!({})));
    signed_in
}

fn prove_device(stage: &mut Stage, asked: &Json, key: &str, password: &str) -> Answer {
    assert_eq!(text(asked, "ChallengeName"), "DEVICE_SRP_AUTH");
    let prover = Prover::new();
    let first = json!({ "USERNAME": MARGARET, "DEVICE_KEY": key, "SRP_A": prover.srp_a() });
    let second = stage.respond(asked, &first).unwrap();
    assert_eq!(text(&second, "ChallengeName"), "DEVICE_PASSWORD_VERIFIER");
    let mut proof = prover.answer(&second, (DEVICE_GROUP_KEY, key, password), stage.now);
    proof["DEVICE_KEY"] = key.into();
    stage.respond(&second, &proof)
}

#[test]
fn a_device_that_is_not_known_is_given_a_key() {
    let stage = &mut Stage::new();
    let signed_in = signed_in(stage);
    assert_eq!(signed_in.key.len(), "eu-west-1_".len() + 36);
    assert_eq!(text(&signed_in.tokens["NewDeviceMetadata"], "DeviceGroupKey"), DEVICE_GROUP_KEY);
    let access = claims(text(&signed_in.tokens, "AccessToken"));
    assert_eq!(access["device_key"], signed_in.key.as_str());
    assert!(!claims(text(&signed_in.tokens, "IdToken")).contains_key("device_key"));
    let other = stage.tokens("ada", "Practice-Ada-1");
    assert_eq!(other.get("NewDeviceMetadata"), None, "nobody else is tracked");
}

#[test]
fn a_remembered_device_stands_in_for_the_code() {
    let stage = &mut Stage::new();
    let SignedIn { key, .. } = remembered(stage);
    let asked = with_device(stage, Some(&key)).unwrap();
    assert_eq!(text(&asked["ChallengeParameters"], "DEVICE_KEY"), key);
    let tokens = prove_device(stage, &asked, &key, DEVICE_PASSWORD).unwrap()["AuthenticationResult"].take();
    assert_eq!(tokens.get("NewDeviceMetadata"), None);
    assert_eq!(claims(text(&tokens, "AccessToken"))["device_key"], key.as_str());
}

#[test]
fn a_device_must_prove_that_it_is_the_one() {
    let stage = &mut Stage::new();
    let SignedIn { key, .. } = remembered(stage);
    let asked = with_device(stage, Some(&key)).unwrap();
    let wrong = refused(prove_device(stage, &asked, &key, "a guess"));
    assert_eq!(wrong, "NotAuthorizedException: Incorrect username or password.");
    let again = json!({ "USERNAME": MARGARET, "DEVICE_KEY": key, "SRP_A": "abc" });
    assert!(refused(stage.respond(&asked, &again)).ends_with("session can only be used once."));
}

#[test]
fn the_device_s_answer_is_found_by_its_key_when_the_session_is_left_out() {
    let stage = &mut Stage::new();
    let SignedIn { key, .. } = remembered(stage);
    let answer = json!({ "USERNAME": MARGARET, "DEVICE_KEY": key, "SRP_A": "abc" });
    let body = json!({ "ClientId": CLIENTS[0].id, "ChallengeName": "DEVICE_SRP_AUTH", "ChallengeResponses": answer });
    let told = refused(stage.call("RespondToAuthChallenge", &body));
    assert_eq!(
        told, "InvalidParameterException: Missing required parameter Session",
        "no password was proved"
    );
    with_device(stage, Some(&key)).unwrap();
    let next = stage.call("RespondToAuthChallenge", &body).unwrap();
    assert_eq!(text(&next, "ChallengeName"), "DEVICE_PASSWORD_VERIFIER");
    assert!(stage.call("RespondToAuthChallenge", &body).is_err(), "once");
}

#[test]
fn a_device_that_is_confirmed_but_not_remembered_proves_itself_after_the_code() {
    let stage = &mut Stage::new();
    let signed_in = signed_in(stage);
    signed_in.confirm(stage).unwrap();
    let asked = with_device(stage, Some(&signed_in.key)).unwrap();
    let next = enter_code(stage, &asked);
    assert!(prove_device(stage, &next, &signed_in.key, DEVICE_PASSWORD).is_ok());
}

#[test]
fn a_key_that_is_unknown_unconfirmed_or_another_s_does_not_exist() {
    let stage = &mut Stage::new();
    let unconfirmed = signed_in(stage).key;
    let strange = "eu-west-1_00000000-0000-4000-8000-000000000000";
    for key in [strange, &unconfirmed] {
        let told = refused(with_device(stage, Some(key)));
        assert_eq!(told, "ResourceNotFoundException: Device does not exist.");
    }
    let SignedIn { key, .. } = remembered(stage);
    let given = json!({ "USERNAME": "ada", "PASSWORD": "Practice-Ada-1", "DEVICE_KEY": key });
    let answer = stage.start(CLIENTS[0].id, "USER_PASSWORD_AUTH", &given);
    assert_eq!(refused(answer), "ResourceNotFoundException: Device does not exist.");
}

#[test]
fn with_srp_an_unknown_device_leaves_the_proof_open() {
    let stage = &mut Stage::new();
    let prover = Prover::new();
    let strange = "eu-west-1_00000000-0000-4000-8000-000000000000";
    let given = json!({ "USERNAME": MARGARET, "SRP_A": prover.srp_a(), "DEVICE_KEY": strange });
    let asked = stage.start(CLIENTS[0].id, "USER_SRP_AUTH", &given).unwrap();
    let mut proof = prover.answer(&asked, ("Practice1", MARGARET, PASSWORD), stage.now);
    proof["DEVICE_KEY"] = strange.into();
    assert!(refused(stage.respond(&asked, &proof)).ends_with("Device does not exist."));
    proof["DEVICE_KEY"] = json!(null);
    let next = stage.respond(&asked, &proof).unwrap();
    assert_eq!(text(&next, "ChallengeName"), "SOFTWARE_TOKEN_MFA");
    assert!(refused(stage.respond(&asked, &proof)).ends_with("can only be used once."));
}

#[test]
fn with_srp_a_device_named_at_the_start_or_with_the_proof_is_the_same() {
    let stage = &mut Stage::new();
    let SignedIn { key, .. } = remembered(stage);
    let prover = Prover::new();
    for (at_start, with_proof) in [(json!(key), json!(null)), (json!(null), json!(key))] {
        let given = json!({ "USERNAME": MARGARET, "SRP_A": prover.srp_a(), "DEVICE_KEY": at_start });
        let asked = stage.start(CLIENTS[0].id, "USER_SRP_AUTH", &given).unwrap();
        let mut proof = prover.answer(&asked, ("Practice1", MARGARET, PASSWORD), stage.now);
        proof["DEVICE_KEY"] = with_proof;
        let next = stage.respond(&asked, &proof).unwrap();
        assert!(prove_device(stage, &next, &key, DEVICE_PASSWORD).is_ok());
    }
}

#[test]
fn a_refresh_wants_the_device_of_its_sign_in() {
    let stage = &mut Stage::new();
    let signed_in = signed_in(stage);
    let token = signed_in.tokens["RefreshToken"].clone();
    let renew = |stage: &mut Stage, key: Option<&str>| {
        let given = json!({ "REFRESH_TOKEN": token, "DEVICE_KEY": key });
        stage.start(CLIENTS[0].id, "REFRESH_TOKEN_AUTH", &given)
    };
    let invalid = "NotAuthorizedException: Invalid Refresh Token";
    assert_eq!(refused(renew(stage, Some(&signed_in.key))), invalid, "not confirmed");
    signed_in.confirm(stage).unwrap();
    assert_eq!(refused(renew(stage, None)), invalid);
    assert_eq!(refused(renew(stage, Some("eu-west-1_0"))), invalid);
    let renewed = renew(stage, Some(&signed_in.key)).unwrap();
    let access = claims(text(&renewed["AuthenticationResult"], "AccessToken"));
    assert_eq!(access["device_key"], signed_in.key.as_str());
    let body = |key: Json| json!({ "ClientId": CLIENTS[0].id, "RefreshToken": token, "DeviceKey": key });
    assert_eq!(refused(stage.call("GetTokensFromRefreshToken", &body(json!(null)))), invalid);
    assert!(stage.call("GetTokensFromRefreshToken", &body(json!(signed_in.key))).is_ok());
    assert_eq!(signed_in.call(stage, "ForgetDevice", json!({})), Ok(json!({})));
    assert_eq!(refused(renew(stage, Some(&signed_in.key))), invalid, "forgotten");
}

#[test]
fn a_verifier_is_taken_once_and_must_be_one() {
    let stage = &mut Stage::new();
    let signed_in = signed_in(stage);
    let odd = json!({ "DeviceSecretVerifierConfig": { "Salt": "AAAA", "PasswordVerifier": "?" } });
    assert!(refused(signed_in.call(stage, "ConfirmDevice", odd)).contains("Salt is not base64 of a number"));
    assert!(signed_in.confirm(stage).is_ok());
    assert!(refused(signed_in.confirm(stage)).starts_with("DeviceKeyExistsException"));
    let other = SignedIn { key: "eu-west-1_0".into(), tokens: signed_in.tokens };
    assert_eq!(refused(other.confirm(stage)), "InvalidParameterException: Invalid device key given.");
}

#[test]
fn devices_are_listed_shown_and_forgotten() {
    let stage = &mut Stage::new();
    let (one, two) = (remembered(stage), remembered(stage));
    signed_in(stage);
    let page = |stage: &mut Stage, more: Json| one.call(stage, "ListDevices", more).unwrap();
    let keys = |page: &Json| -> Vec<String> {
        page["Devices"].as_array().unwrap().iter().map(|one| text(one, "DeviceKey").to_owned()).collect()
    };
    assert_eq!(keys(&page(stage, json!({}))), [one.key.as_str(), &two.key], "confirmed ones alone");
    let first = page(stage, json!({ "Limit": 1 }));
    assert_eq!(keys(&first), [one.key.as_str()]);
    let rest = page(stage, json!({ "PaginationToken": first["PaginationToken"] }));
    assert_eq!((keys(&rest), rest.get("PaginationToken")), (vec![two.key.clone()], None));
    two.remember(stage, "not_remembered").unwrap();
    let device = two.call(stage, "GetDevice", json!({})).unwrap()["Device"].take();
    let attribute = |name: &str| {
        let attributes = device["DeviceAttributes"].as_array().unwrap();
        attributes.iter().find(|one| one["Name"] == name).unwrap()["Value"].clone()
    };
    assert_eq!(
        (attribute("device_name"), attribute("dev:device_remembered_status")),
        (json!("Desk"), json!("not_remembered"))
    );
    assert_eq!(two.call(stage, "ForgetDevice", json!({})), Ok(json!({})));
    for operation in ["ForgetDevice", "GetDevice", "UpdateDeviceStatus"] {
        let told = refused(two.call(stage, operation, json!({})));
        assert_eq!(told, "ResourceNotFoundException: Device does not exist.", "{operation}");
    }
}
