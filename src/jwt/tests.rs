//! The room's tests: tokens well formed and broken, through the same door as a paste.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use proptest::prelude::*;

use super::*;

const HEADER: &str = r#"{"kid":"abc=","alg":"RS256"}"#;

fn token(header: &str, claims: &str, signature: &[u8]) -> String {
    [header.as_bytes(), claims.as_bytes(), signature].map(|part| BASE64.encode(part)).join(".")
}

fn problems(claims: &str) -> Vec<Problem> {
    open(&token(HEADER, claims, b"signature")).problems
}

#[test]
fn a_signed_token_is_opened_in_its_own_order() {
    let opened = open(&token(HEADER, r#"{"token_use":"id","sub":"5f6e","aud":"client"}"#, &[7; 256]));
    let Shape::Signed(signed) = &opened.shape else { panic!("signed") };
    let claims = signed.claims.as_ref().unwrap();
    assert_eq!(claims.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["token_use", "sub", "aud"]);
    assert_eq!(signed.signature_bytes, 256);
    assert_eq!((opened.kind, opened.problems.len()), (Kind::CognitoId, 0));
}

#[test]
fn kinds_are_told_by_their_looks() {
    let kind = |claims: &str| open(&token(HEADER, claims, b"s")).kind;
    assert_eq!(kind(r#"{"token_use":"access"}"#), Kind::CognitoAccess);
    assert_eq!(kind(r#"{"iss":"https://cognito-identity.amazonaws.com"}"#), Kind::IdentityPoolOpenId);
    assert_eq!(kind(r#"{"iss":"https://accounts.example.com"}"#), Kind::OtherSigned);
    let refresh = "eyJjdHkiOiJKV1QiLCJlbmMiOiJBMjU2R0NNIiwiYWxnIjoiUlNBLU9BRVAifQ.a2V5.aXY.Y29udGVudA.dGFn";
    let opened = open(refresh);
    assert_eq!(opened.kind, Kind::CognitoRefresh);
    let Shape::Encrypted(encrypted) = &opened.shape else { panic!("encrypted") };
    assert_eq!((encrypted.key_chars, encrypted.content_chars), (4, 10));
    assert!(opened.claims().is_none() && opened.problems.is_empty(), "{:?}", opened.problems);
    assert_eq!(open("8c6f7b9e-1d2a").kind, Kind::Opaque);
    assert_eq!(open("8c6f7b9e-1d2a").problems, [Problem::PartCount { found: 1 }]);
}

#[test]
fn what_a_paste_brings_along_is_taken_off_and_named() {
    let bare = token(HEADER, r#"{"sub":"a"}"#, b"s");
    let (start, end) = bare.split_at(9);
    let table = [
        (format!("  {bare}\n"), vec![Problem::SpaceAround]),
        (format!("bearer {bare}"), vec![Problem::BearerPrefix]),
        (format!("Authorization: Bearer {bare}"), vec![Problem::BearerPrefix]),
        (format!("\"{bare}\","), vec![Problem::Quotes]),
        (format!("{start}\n  {end}"), vec![Problem::SpaceWithin]),
    ];
    for (pasted, expected) in table {
        let opened = open(&pasted);
        assert_eq!(opened.problems, expected);
        assert!(opened.problems.iter().all(Problem::is_note));
        assert_eq!(opened.raw.expose(), bare);
    }
    assert_eq!(open(" \n").problems, [Problem::SpaceAround, Problem::Empty]);
}

#[test]
fn what_a_strict_verifier_refuses_is_named() {
    let duplicate = |key: &str| Problem::DuplicateKey { part: Part::Claims, key: key.to_owned() };
    assert_eq!(problems(r#"{"exp":1,"sub":"a","exp":2}"#), [duplicate("exp")]);
    assert_eq!(
        problems(r#"{"a":{"b":1,"b":2},"c":[{"d":1,"d":1,"d":1}]}"#),
        [duplicate("b"), duplicate("d")]
    );
    assert_eq!(problems("[1]"), [Problem::NotAnObject { part: Part::Claims }]);
    assert_eq!(problems("null"), [Problem::NotAnObject { part: Part::Claims }]);
    assert_eq!(problems("{\"exp\":1e400}"), [Problem::NotJson { part: Part::Claims, column: 12 }]);
    assert_eq!(problems("{} {}"), [Problem::NotJson { part: Part::Claims, column: 4 }]);
    assert_eq!(problems("\u{feff}{}"), [Problem::ByteOrderMark { part: Part::Claims }]);
    let exp = Problem::ClaimType { name: "exp", wanted: "a number of seconds" };
    assert_eq!(problems(r#"{"exp":"1","aud":["a"]}"#), [exp]);
    let aud = Problem::ClaimType { name: "aud", wanted: "a text or a list of texts" };
    assert_eq!(problems(r#"{"aud":["a",1]}"#), [aud]);
}

#[test]
fn encodings_that_are_not_canonical_are_named() {
    let bare = token(HEADER, r#"{"sub":"a"}"#, b"s");
    assert_eq!(open(&format!("{bare}==")).problems, [Problem::Padding { part: Part::Signature }]);
    // "cw" is one byte and four spare bits, all zero; "cx" has one of them set.
    let spare = format!("{}x", bare.strip_suffix('w').unwrap());
    assert_eq!(open(&spare).problems, [Problem::NonCanonical { part: Part::Signature }]);
    let standard = token(HEADER, r#"{"sub":"???>>>"}"#, &[0xfb, 0xff]).replace('-', "+").replace('_', "/");
    assert!(open(&standard).problems.contains(&Problem::StandardAlphabet { part: Part::Signature }));
    assert_eq!(
        open(&format!("{bare}!")).problems.first(),
        Some(&Problem::NotBase64Url { part: Part::Signature })
    );
    let bytes = [BASE64.encode(HEADER), BASE64.encode(b"{\"a\":\"\xff\"}"), BASE64.encode("s")].join(".");
    assert_eq!(open(&bytes).problems, [Problem::NotUtf8 { part: Part::Claims }]);
}

#[test]
fn what_anybody_could_have_written_is_known_before_any_check() {
    let of = |header: &str, signature: &[u8]| {
        open(&token(header, "{}", signature))
            .proves_nothing()
            .map(|(word, problem)| (word, problem.to_string()))
    };
    let unsigned = [of(r#"{"alg":"none"}"#, b"junk"), of(r#"{"alg":"RS256"}"#, b"")];
    for (word, told) in unsigned.map(Option::unwrap) {
        assert!(
            word == "not signed"
                && told.starts_with("Not signed")
                && told.ends_with("anyone could have written this")
        );
    }
    assert_eq!(of(r#"{"alg":"HS256"}"#, b"s").unwrap().0, "shared secret");
    assert_eq!(of(r#"{"alg":"RS256"}"#, b"s"), None);
    let broken = format!("{}!", token(r#"{"alg":"RS256"}"#, "{}", b"s"));
    assert_eq!(open(&broken).proves_nothing(), None, "it cannot be read: that is no empty one");
}

#[test]
fn headers_that_ask_for_trust_are_named() {
    let of = |header: &str, signature: &[u8]| open(&token(header, "{}", signature)).problems;
    assert_eq!(of(r#"{"alg":"None"}"#, b""), [Problem::AlgNone]);
    assert_eq!(of(r#"{"alg":"RS256"}"#, b""), [Problem::NoSignature]);
    assert_eq!(of("{}", b"s"), [Problem::NoAlg]);
    assert_eq!(of("{}", b""), [Problem::NoAlg, Problem::NoSignature]);
    assert_eq!(of(r#"{"alg":"hs512"}"#, b"s"), [Problem::SharedSecret { alg: "HS512" }]);
    let own = Problem::OwnKey { name: "jku" };
    assert_eq!(of(r#"{"alg":"RS256","jku":"https://x","crit":["b64"]}"#, b"s"), [own, Problem::Critical]);
}

#[test]
fn a_paste_over_the_cap_is_not_opened() {
    let opened = open(&"a.".repeat(40_000));
    assert_eq!(opened.problems, [Problem::TooLarge { found: 80_000, most: 65_536 }]);
}

#[test]
fn the_largest_token_is_opened_whole() {
    let claims = format!("{{\"a\":\"{}\"}}", "x".repeat(48_000));
    let large = token(HEADER, &claims, &[1; 256]);
    assert!(large.len() > 63_000 && large.len() < 65_536);
    let opened = open(&large);
    assert_eq!(opened.problems, []);
    assert_eq!(opened.claims().and_then(|claims| claims.text("a")).map(str::len), Some(48_000));
}

#[test]
fn debug_shows_neither_token_nor_values() {
    let bare = token(HEADER, r#"{"email":"marked@example.com","exp":1769859727}"#, b"s");
    let opened = open(&bare);
    let shown = format!("{opened:?} {:?}", rows(&opened));
    assert!(!shown.contains("marked") && !shown.contains("1769859727") && !shown.contains(&bare), "{shown}");
    assert!(shown.contains("email"), "{shown}");
}

fn rows(opened: &Opened) -> Vec<ClaimRow> {
    let now = Timestamp::from_second(1_769_856_127).unwrap();
    claims::rows(opened, now, &TimeZone::fixed(offset(1)))
}

fn table(rows: &[ClaimRow], indent: usize) -> String {
    let mut text = String::new();
    for row in rows {
        let meaning = row.about.map_or("-", |about| about.meaning);
        let relative = row.when.as_ref().map_or(String::new(), |when| format!(" ({})", when.relative));
        let (name, value) = (&row.name, &row.value);
        writeln!(text, "{:indent$}{name} = {value}{relative}: {meaning}", "").unwrap();
        text += &table(&row.nested, indent + 2);
    }
    text
}

#[test]
fn claims_read_like_a_page() {
    let claims = r#"{
        "sub": "5f6e", "cognito:groups": ["testers", "qa"], "email_verified": true,
        "iss": "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1",
        "cognito:username": "ada\u202e\n", "aud": "public-srp", "token_use": "id",
        "auth_time": 1769856126, "exp": 1769859667.5, "iat": 99999999999999999,
        "identities": [{"userId": "1", "dateCreated": "1769769727000"}],
        "address": {"country": "IE"}, "custom:team": "x", "made-up": null, "cognito:roles": []
    }"#;
    let opened = open(&token(HEADER, claims, b"s"));
    insta::assert_snapshot!(table(&rows(&opened), 0), @r"
    sub = 5f6e: the user, for ever
    cognito:groups = testers, qa: groups the role may come from
    email_verified = true: whether the user showed that they can read this mail
    iss = https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1: who signed it
    cognito:username = ada\u{202e}\u{a}: real user name
    aud = public-srp: your app client
    token_use = id: for the app, not for APIs
    auth_time = 11:42:06 (1 second ago): when the user signed in; a refresh keeps it
    exp = 12:41:07 (in 59 minutes): good until
    iat = 99999999999999999: made at
    identities = 1 item: where the user comes from, if from another provider
      1 = 2 fields: -
        userId = 1: the user, as the other provider knows them
        dateCreated = 2026-01-30 11:42:07 (1 day ago): when the user was linked to it
    address = 1 field: postal address, from the profile
      country = IE: country
    custom:team = x: an attribute of this pool's own
    made-up = null: -
    cognito:roles = none: roles of the user's groups
    ");
    insta::assert_snapshot!(table(&claims::header_rows(&opened), 0), @r"
    kid = abc=: which key signed it
    alg = RS256: how the token is protected
    ");
}

#[test]
fn rows_keep_the_value_as_json_for_copying() {
    let opened = open(&token(HEADER, r#"{"sub":"a\"b","aud":["x"]}"#, b"s"));
    let raw: Vec<_> = rows(&opened).into_iter().map(|row| row.raw).collect();
    assert_eq!(raw, [r#""a\"b""#, r#"["x"]"#]);
}

proptest! {
    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,300}") {
        let opened = open(&text);
        drop(rows(&opened));
    }

    #[test]
    fn no_parts_are_too_odd(parts in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..7)) {
        let text: Vec<_> = parts.iter().map(|part| BASE64.encode(part)).collect();
        drop(rows(&open(&text.join("."))));
    }

    #[test]
    fn no_claim_is_too_odd(name in "exp|iat|dateCreated|aud|sub", value in json()) {
        let claims = serde_json::json!({ name: value });
        let opened = open(&token(HEADER, &claims.to_string(), b"s"));
        prop_assert_eq!(rows(&opened).len(), 1);
    }

    #[test]
    fn what_was_encoded_is_what_is_read(value in json(), signature in prop::collection::vec(any::<u8>(), 1..300)) {
        let claims = serde_json::json!({ "x": value });
        let opened = open(&token(HEADER, &claims.to_string(), &signature));
        prop_assert_eq!(&opened.problems, &[]);
        prop_assert_eq!(opened.claims().and_then(|claims| claims.get("x")), claims.get("x"));
    }
}

pub(super) fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        (-1e12..1e12).prop_map(|number: f64| number.trunc().into()),
        "\\PC{0,20}".prop_map(Into::into),
    ];
    leaf.prop_recursive(4, 20, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Into::into),
            prop::collection::btree_map("[a-z]{1,4}", inner, 0..5)
                .prop_map(|entries| serde_json::Value::Object(entries.into_iter().collect())),
        ]
    })
}
