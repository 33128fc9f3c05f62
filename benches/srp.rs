//! How long the client's SRP maths takes: `cargo bench --bench srp --no-default-features`.

#![allow(missing_docs, reason = "criterion's macro makes public items")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use poolwalk::cognito::srp::{self, Ephemeral, Identity, Question};
use poolwalk::secret::Secret;

/// All that a sign-in computes: A from as much randomness as a login draws, then the proof.
fn whole_client(c: &mut Criterion) {
    let password = Secret::from("Corr3ct-Horse!");
    let identity = Identity { pool_name: "Ab1Cd2Ef3", user_id: "alice", password: &password };
    let b = "1093a1bea761c08ca5e650e278279497".repeat(24);
    let question = Question { srp_b: &b, salt: "2ce3ca15b30ea75ba3f34dcd2baf2489", secret_block: "AAAA" };
    let random: [u8; 64] = std::array::from_fn(|at| u8::try_from(at * 2 + 1).unwrap_or_default());
    c.bench_function("srp: A and the proof", |bench| {
        bench.iter(|| {
            Ephemeral::from_random(black_box(&random)).map(|own| {
                srp::agree(&own, &identity, &question)
                    .map(|agreed| agreed.sign("Tue Mar 5 07:08:09 UTC 2024"))
            })
        });
    });
}

criterion_group!(benches, whole_client);
criterion_main!(benches);
