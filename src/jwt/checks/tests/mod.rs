//! Every attack on a token that is known to work somewhere, and what is refused, skipped or only remarked on here.

use std::sync::LazyLock;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RsaEncoding};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};

use super::*;
use crate::jwt::{self, Problem};

mod verdicts;

const NOW: i64 = 1_769_856_127;
const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E";
const UPDATED: &str = "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E";
const CLIENT: &str = "1h57kf5cpq17m0eml12EXAMPLE";

/// Two keys, as a pool has, and one of somebody else.
static PAIRS: LazyLock<[KeyPair; 3]> =
    LazyLock::new(|| std::array::from_fn(|_| KeyPair::generate(KeySize::Rsa2048).unwrap()));

fn now() -> Timestamp {
    Timestamp::from_second(NOW).unwrap()
}

fn jwk(kid: &str, pair: &KeyPair, more: &Value) -> Value {
    let key = pair.public_key();
    let number = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let mut jwk = json!({
        "kid": kid, "kty": "RSA", "alg": "RS256", "use": "sig",
        "n": number(key.modulus().big_endian_without_leading_zero()),
        "e": number(key.exponent().big_endian_without_leading_zero()),
    });
    for (name, value) in more.as_object().into_iter().flatten() {
        change(&mut jwk, name, value);
    }
    jwk
}

/// Sets a member, or takes it out by null.
fn change(object: &mut Value, name: &str, value: &Value) {
    let object = object.as_object_mut().unwrap();
    if value.is_null() {
        object.remove(name);
    } else {
        object.insert(name.to_owned(), value.clone());
    }
}

fn set(keys: &[Value]) -> KeySet {
    KeySet::read(&json!({ "keys": keys }).to_string()).unwrap()
}

fn pool_keys() -> KeySet {
    set(&[jwk("first=", &PAIRS[0], &Value::Null), jwk("second=", &PAIRS[1], &Value::Null)])
}

fn signed(header: &str, claims: &[u8], pair: &KeyPair, encoding: &'static dyn RsaEncoding) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let mut signature = vec![0; pair.public_modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

const HEADER: &str = r#"{"kid":"first=","alg":"RS256"}"#;

fn id_claims() -> Value {
    json!({
        "sub": "6e5d", "iss": ISSUER, "aud": CLIENT, "token_use": "id",
        "auth_time": NOW - 60, "iat": NOW - 60, "exp": NOW + 3540,
    })
}

/// A good ID token, with some claims changed, or taken out by null.
fn with(changes: &Value) -> String {
    let mut claims = id_claims();
    for (name, value) in changes.as_object().into_iter().flatten() {
        change(&mut claims, name, value);
    }
    signed(HEADER, claims.to_string().as_bytes(), &PAIRS[0], &RSA_PKCS1_SHA256)
}

fn with_header(header: &str) -> String {
    signed(header, id_claims().to_string().as_bytes(), &PAIRS[0], &RSA_PKCS1_SHA256)
}

fn with_payload(claims: &[u8]) -> String {
    signed(HEADER, claims, &PAIRS[0], &RSA_PKCS1_SHA256)
}

fn expected() -> Expected {
    Expected {
        issuers: vec![ISSUER.to_owned(), UPDATED.to_owned()],
        client: Some(CLIENT.to_owned()),
        token_use: Some(TokenUse::Id),
        ..Expected::default()
    }
}

fn checked(token: &str) -> Checked {
    check(&jwt::open(token), Some(&pool_keys()), &expected(), now())
}

/// The names of the checks that failed, joined.
fn failed(checked: &Checked) -> String {
    checked.failed().map(|check| check.name.wire()).collect::<Vec<_>>().join(" ")
}

/// The token is refused, by these checks and no others.
#[track_caller]
fn refused(what: &str, token: &str, by: &str) {
    let checked = checked(token);
    assert_eq!((checked.verdict, failed(&checked).as_str()), (Verdict::Invalid, by), "{what}");
}

#[track_caller]
fn accepted(what: &str, token: &str) {
    let checked = checked(token);
    assert_eq!((checked.verdict, failed(&checked).as_str()), (Verdict::Valid, ""), "{what}");
}

#[test]
fn a_good_token_passes_every_check_that_applies() {
    let token = with(&Value::Null);
    accepted("good", &token);
    let told: Vec<_> = checked(&token)
        .checks
        .iter()
        .map(|check| {
            format!("{} {} | {} | {}", check.name.wire(), check.outcome.label(), check.expected, check.found)
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn other_algorithms_are_refused_whatever_they_are_signed_with() {
    let claims = URL_SAFE_NO_PAD.encode(id_claims().to_string());
    let unsigned = |alg: &str, signature: &str| {
        let header = URL_SAFE_NO_PAD.encode(format!("{{\"kid\":\"first=\",\"alg\":\"{alg}\"}}"));
        format!("{header}.{claims}.{signature}")
    };
    refused("none, no signature", &unsigned("none", ""), "alg signature");
    refused("none, junk", &unsigned("none", "AAAA"), "alg signature");
    refused("None", &unsigned("None", ""), "alg signature");
    refused("no signature", &unsigned("RS256", ""), "signature");
    let message = unsigned("HS256", "");
    let message = message.trim_end_matches('.');
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(PAIRS[0].public_key().as_ref()).unwrap();
    mac.update(message.as_bytes());
    let keyed = format!("{message}.{}", URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes()));
    refused("HS256 keyed with the public key", &keyed, "alg signature");
    let by = |alg: &str, encoding| {
        signed(
            &format!("{{\"kid\":\"first=\",\"alg\":\"{alg}\"}}"),
            id_claims().to_string().as_bytes(),
            &PAIRS[0],
            encoding,
        )
    };
    refused("PS256", &by("PS256", &RSA_PSS_SHA256), "alg signature");
    refused("RS512", &by("RS512", &RSA_PKCS1_SHA512), "alg signature");
    refused("rs256", &by("rs256", &RSA_PKCS1_SHA256), "alg signature");
    let bare = set(&[jwk("first=", &PAIRS[0], &json!({ "alg": null }))]);
    let open_minded = check(&jwt::open(&by("RS512", &RSA_PKCS1_SHA512)), Some(&bare), &expected(), now());
    assert_eq!(open_minded.verdict, Verdict::Invalid, "RS512 and a key without alg");
    let good = check(&jwt::open(&with(&Value::Null)), Some(&bare), &expected(), now());
    assert_eq!(good.verdict, Verdict::Valid, "a key need not name its algorithm");
}

#[test]
fn the_key_is_the_one_named_and_comes_from_the_set() {
    refused("no kid", &with_header(r#"{"alg":"RS256"}"#), "kid key signature");
    refused("kid is a number", &with_header(r#"{"kid":1,"alg":"RS256"}"#), "kid key signature");
    refused("empty kid", &with_header(r#"{"kid":"","alg":"RS256"}"#), "kid key signature");
    refused("unknown kid", &with_header(r#"{"kid":"third=","alg":"RS256"}"#), "key signature");
    refused("the other key", &with_header(r#"{"kid":"second=","alg":"RS256"}"#), "signature");
    let own = json!({ "kid": "own", "alg": "RS256", "jwk": jwk("own", &PAIRS[2], &Value::Null) }).to_string();
    let by_stranger =
        |header: &str| signed(header, id_claims().to_string().as_bytes(), &PAIRS[2], &RSA_PKCS1_SHA256);
    refused("embedded jwk", &by_stranger(&own), "key signature");
    let own =
        json!({ "kid": "first=", "alg": "RS256", "jwk": jwk("first=", &PAIRS[2], &Value::Null) }).to_string();
    refused("embedded jwk under a known kid", &by_stranger(&own), "signature");
    refused(
        "jku of a stranger",
        &by_stranger(r#"{"kid":"first=","alg":"RS256","jku":"https://evil.example/jwks"}"#),
        "signature",
    );
}

#[test]
fn keys_that_are_of_no_use_check_nothing() {
    let token = with(&Value::Null);
    for (what, key) in [
        ("use enc", jwk("first=", &PAIRS[0], &json!({ "use": "enc" }))),
        ("kty oct", jwk("first=", &PAIRS[0], &json!({ "kty": "oct" }))),
        ("alg RS512", jwk("first=", &PAIRS[0], &json!({ "alg": "RS512" }))),
        ("no n", jwk("first=", &PAIRS[0], &json!({ "n": null }))),
        ("1024 bits", jwk("first=", &PAIRS[0], &json!({ "n": URL_SAFE_NO_PAD.encode([0xff; 128]) }))),
        ("exponent 1", jwk("first=", &PAIRS[0], &json!({ "e": "AQ" }))),
    ] {
        let checked = check(&jwt::open(&token), Some(&set(&[key])), &expected(), now());
        assert_eq!(
            (checked.verdict, failed(&checked).as_str()),
            (Verdict::Invalid, "key signature"),
            "{what}"
        );
    }
    let twice = [jwk("first=", &PAIRS[0], &Value::Null), jwk("first=", &PAIRS[2], &Value::Null)];
    let checked = check(&jwt::open(&token), Some(&set(&twice)), &expected(), now());
    assert_eq!(failed(&checked), "key signature", "two keys of one name");
}

#[test]
fn extensions_are_refused_and_addresses_of_keys_only_remarked_on() {
    refused("crit", &with_header(r#"{"kid":"first=","alg":"RS256","crit":["b64"],"b64":true}"#), "crit");
    refused("empty crit", &with_header(r#"{"kid":"first=","alg":"RS256","crit":[]}"#), "crit");
    let token = with_header(r#"{"kid":"first=","alg":"RS256","jku":"https://evil.example/jwks"}"#);
    accepted("jku that nobody follows", &token);
    let extensions = &checked(&token).checks[2];
    assert_eq!(extensions.found.to_string(), "none; jku in the header is not used");
}

#[test]
fn times_are_numbers_and_now_is_between_them() {
    refused("expired", &with(&json!({ "exp": NOW - 1 })), "exp");
    refused("expires at this moment", &with(&json!({ "exp": NOW })), "exp");
    accepted("expires in a second", &with(&json!({ "exp": NOW + 1 })));
    accepted("a fraction", &with(&json!({ "exp": 1_769_856_127.5 })));
    refused("no exp", &with(&json!({ "exp": null })), "exp");
    refused("exp as text", &with(&json!({ "exp": (NOW + 60).to_string() })), "shape exp");
    refused("exp beyond time", &with(&json!({ "exp": 1e300 })), "exp");
    let huge = id_claims().to_string().replace(&(NOW + 3540).to_string(), "1e400");
    refused("exp 1e400", &with_payload(huge.as_bytes()), "shape");
    refused("nbf to come", &with(&json!({ "nbf": NOW + 60 })), "nbf");
    accepted("nbf at this moment", &with(&json!({ "nbf": NOW })));
    refused("nbf as text", &with(&json!({ "nbf": "1" })), "shape nbf");
    let early = with(&json!({ "iat": NOW + 86_400 }));
    accepted("iat to come", &early);
    assert!(checked(&early).checks[11].found.to_string().contains("a clock is off"));
    let soon = with(&json!({ "iat": NOW + 30 }));
    assert!(!checked(&soon).checks[11].found.to_string().contains("a clock is off"));
}

#[test]
fn the_issuer_is_compared_letter_by_letter() {
    accepted("newer form", &with(&json!({ "iss": UPDATED })));
    for (what, issuer) in [
        ("another pool", json!("https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Zz98Yy76X")),
        ("trailing slash", json!(format!("{ISSUER}/"))),
        ("http", json!(ISSUER.replace("https", "http"))),
        ("letter case", json!(ISSUER.to_uppercase())),
        ("missing", Value::Null),
    ] {
        refused(what, &with(&json!({ "iss": issuer })), "iss");
    }
    refused("a list", &with(&json!({ "iss": [ISSUER] })), "shape iss");
}

#[test]
fn the_client_is_named_where_the_token_use_says() {
    refused("another client", &with(&json!({ "aud": "other" })), "aud");
    refused("no aud", &with(&json!({ "aud": null })), "aud");
    refused("a list with ours in it", &with(&json!({ "aud": [CLIENT] })), "aud");
    refused("aud is a number", &with(&json!({ "aud": 1 })), "shape aud");
    refused("no token_use", &with(&json!({ "token_use": null })), "token_use");
    refused("token_use refresh", &with(&json!({ "token_use": "refresh" })), "token_use");
    let access = with(&json!({ "token_use": "access", "aud": null, "client_id": CLIENT }));
    refused("an access token where an ID token is expected", &access, "token_use");
    let either = Expected { token_use: None, ..expected() };
    let judge = |token: &str, expected: &Expected| {
        let checked = check(&jwt::open(token), Some(&pool_keys()), expected, now());
        (checked.verdict, failed(&checked))
    };
    assert_eq!(judge(&access, &either), (Verdict::Valid, String::new()));
    let wants_access = Expected { token_use: Some(TokenUse::Access), ..expected() };
    assert_eq!(judge(&with(&Value::Null), &wants_access).1, "token_use");
    let mixed = with(&json!({ "token_use": "access" }));
    assert_eq!(judge(&mixed, &wants_access).1, "client_id", "aud does not stand in for client_id");
}

#[test]
fn what_is_not_written_the_one_right_way_is_refused() {
    let good = with(&Value::Null);
    let (message, signature) = good.rsplit_once('.').unwrap();
    let (header, claims) = message.split_once('.').unwrap();
    let twice = id_claims().to_string().replacen('{', &format!("{{\"exp\":{},", NOW - 9), 1);
    refused("exp twice", &with_payload(twice.as_bytes()), "shape");
    refused("alg twice", &with_header(r#"{"kid":"first=","alg":"none","alg":"RS256"}"#), "shape");
    let edited = id_claims().to_string().replace("6e5d", "7e5d");
    refused(
        "edited payload",
        &format!("{header}.{}.{signature}", URL_SAFE_NO_PAD.encode(edited)),
        "signature",
    );
    let last = signature.chars().last().unwrap();
    let twin = "AQgw".find(last).map(|at| ["B", "R", "h", "x"][at]).unwrap();
    let twin = format!("{}{twin}", &signature[..signature.len() - 1]);
    refused("unused bits", &format!("{message}.{twin}"), "shape");
    refused("padding after the signature", &format!("{good}=="), "shape");
    refused("padding after the header", &format!("{header}=.{claims}.{signature}"), "shape signature");
    refused("a blank inside", &format!("{header}. {claims}.{signature}"), "shape");
    let raw = STANDARD_NO_PAD.encode([0xfb, 0xff, 0xfe]);
    refused("base64 with +", &format!("{message}.{raw}"), "shape signature");
    refused("not base64", &format!("{message}.§"), "shape signature");
    refused("payload is a list", &with_payload(b"[]"), "shape");
    refused("payload is null", &with_payload(b"null"), "shape");
    refused("byte-order mark", &with_payload(format!("\u{feff}{}", id_claims()).as_bytes()), "shape");
    let broken = id_claims().to_string().replace("6e5d", "6e5\u{1}").into_bytes();
    let broken: Vec<u8> = broken.into_iter().map(|byte| if byte == 1 { 0xff } else { byte }).collect();
    assert!(matches!(
        jwt::open(&with_payload(&broken)).problems.as_slice(),
        [.., Problem::NotUtf8 { .. } | Problem::NotJson { .. }]
    ));
    refused("not UTF-8", &with_payload(&broken), "shape");
    let odd = with(&json!({ "__proto__": { "token_use": "access" } }));
    accepted("a key that other languages trip over", &odd);
}
