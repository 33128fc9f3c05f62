//! How long the largest token takes to open, to be made rows of and to be compared with itself:
//! `cargo bench --bench tokens --no-default-features`. A frame has 16 milliseconds.

#![allow(missing_docs, reason = "criterion's macro makes public items")]

use std::fmt::Write as _;
use std::hint::black_box;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use criterion::{Criterion, criterion_group, criterion_main};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use poolwalk::jwt::{claims, compare, open};

/// 64 KiB of many small claims: the most rows that a token can have.
fn many_claims() -> String {
    let mut claims = String::from("{\"exp\":1769859727");
    for at in 0..2_200 {
        write!(claims, ",\"claim-{at}\":\"{at}\"").unwrap_or_default();
    }
    claims.push('}');
    token(&claims)
}

/// 64 KiB in one claim.
fn one_long_claim() -> String {
    token(&format!("{{\"exp\":1769859727,\"long\":\"{}\"}}", "x".repeat(48_000)))
}

fn token(claims: &str) -> String {
    format!("eyJhbGciOiJSUzI1NiJ9.{}.AAAA", URL_SAFE_NO_PAD.encode(claims))
}

fn whole_token(c: &mut Criterion) {
    for (name, token) in [("2,200 claims", many_claims()), ("one claim of 48,000 letters", one_long_claim())]
    {
        c.bench_function(&format!("tokens: open and rows, {name}"), |bench| {
            bench.iter(|| {
                let opened = open(black_box(&token));
                claims::rows(&opened, Timestamp::UNIX_EPOCH, &TimeZone::UTC).len()
            });
        });
        let opened = open(&token);
        c.bench_function(&format!("tokens: compare, {name}"), |bench| {
            bench.iter(|| compare(black_box(&opened), black_box(&opened)).same);
        });
    }
}

criterion_group!(benches, whole_token);
criterion_main!(benches);
