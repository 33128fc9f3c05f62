//! What checking a token costs beside its signature alone, and how long the largest token takes to open:
//! `cargo bench --bench verify --no-default-features`.

#![allow(missing_docs, reason = "criterion's macro makes public items")]
#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a measurement that breaks should break loudly"
)]

use std::hint::black_box;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{
    KeyPair as _, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256, RsaPublicKeyComponents,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use poolwalk::jwt::checks::{Expected, TokenUse, check};
use poolwalk::jwt::{self, KeySet, claims};
use serde_json::{Value, json};

const NOW: i64 = 1_769_856_127;
const ISSUER: &str = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E";
const UPDATED: &str = "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E";
const CLIENT: &str = "1h57kf5cpq17m0eml12example";

/// A pool with one key, and its ID tokens.
struct Pool {
    pair: KeyPair,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl Pool {
    fn new() -> Self {
        let pair = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let key = pair.public_key();
        let modulus = key.modulus().big_endian_without_leading_zero().to_vec();
        let exponent = key.exponent().big_endian_without_leading_zero().to_vec();
        Self { pair, modulus, exponent }
    }

    fn key_set(&self) -> KeySet {
        let [n, e] = [&self.modulus, &self.exponent].map(|number| URL_SAFE_NO_PAD.encode(number));
        let key = json!({ "kid": "first=", "kty": "RSA", "alg": "RS256", "use": "sig", "n": n, "e": e });
        KeySet::read(&json!({ "keys": [key] }).to_string()).unwrap()
    }

    fn parsed_key(&self) -> ParsedPublicKey {
        let key = RsaPublicKeyComponents { n: &self.modulus, e: &self.exponent };
        key.to_parsed_public_key(&RSA_PKCS1_2048_8192_SHA256).unwrap()
    }

    fn sign(&self, claims: &Value) -> String {
        let header = URL_SAFE_NO_PAD.encode(r#"{"kid":"first=","alg":"RS256"}"#);
        let message = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
        format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// As many claims as an ID token of a user with groups, roles and a few attributes has.
fn id_claims() -> Value {
    json!({
        "sub": "6e5d1c2a-0001-7002-8003-9f8e7d6c5b4a",
        "cognito:groups": ["readers", "writers"],
        "email_verified": true,
        "cognito:preferred_role": "arn:aws:iam::123456789012:role/Readers",
        "iss": ISSUER,
        "cognito:username": "ada",
        "origin_jti": "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
        "cognito:roles": ["arn:aws:iam::123456789012:role/Readers", "arn:aws:iam::123456789012:role/Writers"],
        "aud": CLIENT,
        "event_id": "1c2d3e4f-5061-7283-94a5-b6c7d8e9f001",
        "token_use": "id",
        "auth_time": NOW - 60,
        "exp": NOW + 3540,
        "iat": NOW - 60,
        "jti": "2d3e4f50-6172-8394-a5b6-c7d8e9f00112",
        "email": "ada@example.com",
    })
}

fn expected() -> Expected {
    Expected {
        issuers: vec![ISSUER.to_owned(), UPDATED.to_owned()],
        client: Some(CLIENT.to_owned()),
        token_use: Some(TokenUse::Id),
        ..Expected::default()
    }
}

/// All checks of an opened token; the signature alone, by the same library; and the same with the key parsed each time.
fn checking(c: &mut Criterion) {
    let pool = Pool::new();
    let (token, now) = (pool.sign(&id_claims()), Timestamp::from_second(NOW).unwrap());
    let (opened, keys, expected) = (jwt::open(&token), pool.key_set(), expected());
    let checked = check(&opened, Some(&keys), &expected, now);
    assert_eq!(checked.verdict, jwt::checks::Verdict::Valid, "what is measured is a token that passes");
    c.bench_function("verify: all checks", |bench| {
        bench.iter(|| check(black_box(&opened), Some(&keys), &expected, now));
    });
    let (message, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let parsed = pool.parsed_key();
    c.bench_function("verify: aws-lc-rs, the signature alone", |bench| {
        bench.iter(|| parsed.verify_sig(black_box(message.as_bytes()), &signature));
    });
    c.bench_function("verify: aws-lc-rs, the key parsed each time", |bench| {
        let key = RsaPublicKeyComponents { n: &pool.modulus, e: &pool.exponent };
        bench.iter(|| key.verify(&RSA_PKCS1_2048_8192_SHA256, black_box(message.as_bytes()), &signature));
    });
    c.bench_function("verify: opened and checked", |bench| {
        bench.iter(|| check(&jwt::open(black_box(&token)), Some(&keys), &expected, now));
    });
}

/// The largest token that is opened: once with one long claim, once with as many claims as go in.
fn opening(c: &mut Criterion) {
    let (pool, now) = (Pool::new(), Timestamp::from_second(NOW).unwrap());
    let mut long = id_claims();
    long["custom:long"] = Value::from("long ".repeat(9_600));
    let mut many = id_claims();
    for at in 0..1_280 {
        many[format!("custom:attribute-{at}")] = Value::from("one of many");
    }
    for (what, claims) in [("one long claim", long), ("1,296 claims", many)] {
        let token = pool.sign(&claims);
        assert!((62 * 1024..=64 * 1024).contains(&token.len()), "{what}: {}", token.len());
        assert!(jwt::open(&token).claims().is_some(), "what is measured can be read");
        c.bench_function(&format!("open: 64 KiB, {what}"), |bench| {
            bench.iter(|| claims::rows(&jwt::open(black_box(&token)), now, &TimeZone::UTC));
        });
    }
}

criterion_group!(benches, checking, opening);
criterion_main!(benches);
