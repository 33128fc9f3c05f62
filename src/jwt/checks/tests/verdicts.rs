//! What all checks come to: verdicts without keys or issuers, given keys, hashes and nonces, tokens of identity pools,
//! and what is never shown.

use proptest::prelude::*;

use super::*;

#[test]
fn what_is_no_signed_token_is_not_judged_as_one() {
    for (what, token) in [
        ("empty", String::new()),
        ("two parts", "eyJhbGciOiJub25lIn0.e30".to_owned()),
        ("four parts", "a.b.c.d".to_owned()),
        ("too large", format!("{}.{}.A", URL_SAFE_NO_PAD.encode(HEADER), "A".repeat(5_000_000))),
    ] {
        let checked = checked(&token);
        assert_eq!(
            (checked.verdict, checked.outcome(CheckName::Shape)),
            (Verdict::Invalid, Outcome::Failed),
            "{what}"
        );
    }
    let encrypted = format!(
        "{}.AA.AA.AA.AA",
        URL_SAFE_NO_PAD.encode(r#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#)
    );
    let opened = jwt::open(&encrypted);
    let checked = check(&opened, Some(&pool_keys()), &expected(), now());
    assert_eq!((checked.verdict, checked.failed().count()), (Verdict::NotVerified, 0));
    assert!(checked.sentence(&opened).contains("encrypted"));
}

#[test]
fn what_a_paste_brings_along_is_no_part_of_the_token() {
    let good = with(&Value::Null);
    for around in [format!(" {good}\n"), format!("Bearer {good}"), format!("\"{good}\",")] {
        accepted("tidied", &around);
        assert!(!jwt::open(&around).problems.is_empty(), "and it is said");
    }
}

#[test]
fn without_a_key_set_or_an_issuer_nothing_is_called_valid() {
    let opened = jwt::open(&with(&Value::Null));
    let unfetched = check(&opened, None, &expected(), now());
    assert_eq!(
        (unfetched.verdict, unfetched.outcome(CheckName::Signature)),
        (Verdict::NotVerified, Outcome::Skipped)
    );
    assert!(unfetched.sentence(&opened).contains("nobody has checked the signature"));
    let anybody = Expected { issuers: vec![], ..expected() };
    let signed_by_somebody = check(&opened, Some(&pool_keys()), &anybody, now());
    assert_eq!(signed_by_somebody.outcome(CheckName::Signature), Outcome::Passed);
    assert_eq!(signed_by_somebody.verdict, Verdict::NotVerified);
    let expired = check(&jwt::open(&with(&json!({ "exp": 1 }))), None, &expected(), now());
    assert_eq!(expired.verdict, Verdict::Invalid, "what is wrong anyway is said without keys");
}

#[test]
fn a_client_that_nobody_named_is_told_in_the_verdict() {
    let opened = jwt::open(&with(&Value::Null));
    let anyone = Expected { client: None, ..expected() };
    let checked = check(&opened, Some(&pool_keys()), &anyone, now());
    assert_eq!(checked.verdict, Verdict::Valid);
    assert!(checked.sentence(&opened).ends_with("but whom it is meant for was not checked"));
    assert_eq!(checked.outcome(CheckName::Audience), Outcome::Skipped);
}

#[test]
fn hash_and_nonce_are_compared_where_both_sides_are_known() {
    // The first 16 bytes of `printf 'an access token' | sha256sum`, in base64url.
    let hashed = with(&json!({ "at_hash": "FPlcM-1UXiivOYozpUrp7Q", "nonce": "n-0S6_WzA2Mj" }));
    let judge = |expected: Expected| check(&jwt::open(&hashed), Some(&pool_keys()), &expected, now());
    let access_token = Some(Secret::from("an access token"));
    let known = Expected { nonce: Some("n-0S6_WzA2Mj".into()), access_token, ..expected() };
    let checked = judge(known.clone());
    assert_eq!((checked.verdict, checked.outcome(CheckName::Nonce)), (Verdict::Valid, Outcome::Passed));
    assert_eq!(checked.outcome(CheckName::AccessTokenHash), Outcome::Passed);
    assert_eq!(failed(&judge(Expected { nonce: Some("another".into()), ..known.clone() })), "nonce");
    assert_eq!(failed(&judge(Expected { access_token: Some("another".into()), ..known })), "at_hash");
    assert_eq!(judge(expected()).verdict, Verdict::Valid, "neither is known");
    let wanted = Expected { nonce: Some("n".into()), ..expected() };
    let without = check(&jwt::open(&with(&Value::Null)), Some(&pool_keys()), &wanted, now());
    assert_eq!(failed(&without), "nonce", "a nonce that does not come back");
}

#[test]
fn the_identity_pools_own_token_is_signed_in_its_own_way() {
    let claims = json!({
        "sub": "eu-west-1:1f", "aud": "eu-west-1:2e", "iss": "https://cognito-identity.amazonaws.com",
        "amr": ["authenticated"], "exp": NOW + 600, "iat": NOW,
    });
    let header = r#"{"kid":"first=","typ":"JWS","alg":"RS512"}"#;
    let token = signed(header, claims.to_string().as_bytes(), &PAIRS[0], &RSA_PKCS1_SHA512);
    let keys = set(&[jwk("first=", &PAIRS[0], &json!({ "alg": "RS512" }))]);
    let expected = Expected {
        source: Source::IdentityPool,
        issuers: vec!["https://cognito-identity.amazonaws.com".to_owned()],
        client: Some("eu-west-1:2e".to_owned()),
        ..Expected::default()
    };
    let judge = |token: &str, expected: &Expected| {
        let checked = check(&jwt::open(token), Some(&keys), expected, now());
        (checked.verdict, failed(&checked))
    };
    assert_eq!(judge(&token, &expected), (Verdict::Valid, String::new()));
    let for_another = Expected { client: Some("eu-west-1:3f".to_owned()), ..expected.clone() };
    assert_eq!(judge(&token, &for_another), (Verdict::Invalid, "aud".to_owned()));
    let wants_id = Expected { token_use: Some(TokenUse::Id), ..expected.clone() };
    assert_eq!(judge(&token, &wants_id), (Verdict::Invalid, "token_use".to_owned()), "it is no ID token");
    let rs256 =
        signed(&header.replace("512", "256"), claims.to_string().as_bytes(), &PAIRS[0], &RSA_PKCS1_SHA256);
    assert_eq!(judge(&rs256, &expected), (Verdict::Invalid, "alg signature".to_owned()));
    let elsewhere = claims.to_string().replace("amazonaws.com", "evil.example");
    let elsewhere = signed(header, elsewhere.as_bytes(), &PAIRS[0], &RSA_PKCS1_SHA512);
    assert_eq!(judge(&elsewhere, &expected).0, Verdict::Invalid);
    let as_a_user_pools = Expected { source: Source::UserPool, ..expected };
    assert_eq!(judge(&token, &as_a_user_pools), (Verdict::Invalid, "alg key signature token_use".to_owned()));
}

#[test]
fn keys_that_were_given_by_hand_are_said_to_be() {
    let opened = jwt::open(&with(&Value::Null));
    let given = Expected { keys_are_given: true, ..expected() };
    let checked = check(&opened, Some(&pool_keys()), &given, now());
    let said = checked.sentence(&opened);
    assert!(said.starts_with("Valid by the key set you gave: it names the expected issuer"), "{said}");
}

#[test]
fn debug_tells_nothing_of_a_signature() {
    let token = with(&Value::Null);
    let opened = jwt::open(&token);
    let signature = URL_SAFE_NO_PAD.decode(token.rsplit_once('.').unwrap().1).unwrap();
    let bytes = signature.iter().take(4).map(u8::to_string).collect::<Vec<_>>().join(", ");
    let shown = format!("{opened:?}");
    assert!(!shown.contains(&bytes) && shown.contains("signature_bytes: 256"), "{shown}");
}

#[test]
fn a_key_that_would_turn_a_line_around_is_written_out() {
    let twice =
        format!("{{\"a\u{202e}b\":1,\"a\u{202e}b\":2,{}", id_claims().to_string().trim_start_matches('{'));
    let told = checked(&with_payload(twice.as_bytes())).checks[0].found.to_string();
    assert!(told.contains("a\\u{202e}b") && !told.contains('\u{202e}'), "{told}");
}

#[test]
fn debug_tells_nothing_of_what_stands_in_a_token() {
    let shown = format!("{:?}", checked(&with(&json!({ "aud": "hunter2" }))));
    assert!(!shown.contains("hunter2") && shown.contains("Audience"), "{shown}");
}

proptest! {
    #[test]
    fn nothing_makes_it_panic_and_nothing_made_up_is_valid(text in "\\PC{0,120}|[A-Za-z0-9_.=+/-]{0,200}") {
        let checked = checked(&text);
        prop_assert!(checked.verdict != Verdict::Valid && checked.checks.len() == 14);
    }

    #[test]
    fn a_good_token_with_one_letter_changed_is_never_valid(at in 0_usize..4096, letter in "[A-Za-z0-9_.=-]") {
        static GOOD: LazyLock<String> = LazyLock::new(|| with(&Value::Null));
        static KEYS: LazyLock<KeySet> = LazyLock::new(pool_keys);
        let at = at % GOOD.len();
        let mut token = GOOD.clone();
        token.replace_range(at..=at, &letter);
        prop_assume!(token != *GOOD);
        let opened = jwt::open(&token);
        prop_assume!(opened.raw.expose() != GOOD.as_str());
        let checked = check(&opened, Some(&KEYS), &expected(), now());
        prop_assert_ne!(checked.verdict, Verdict::Valid);
    }
}
