//! The client's half of SRP, as short as it can be: a double that tests prove passwords and devices with. It shares nothing
//! with the server's half, nor with Poolwalk's own client.

use jiff::Timestamp;
use num_bigint::{BigInt, BigUint};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::text;
use crate::practice::encoding::{base64, from_base64};
use crate::practice::mac::hmac_sha256;

/// What is proved: group (pool or device group), identity and password.
pub(super) type Known<'a> = (&'a str, &'a str, &'a str);

/// A client with its secret number.
pub(super) struct Prover {
    n: BigUint,
    k: BigUint,
    a: BigUint,
}

impl Prover {
    pub(super) fn new() -> Self {
        let vectors: Json =
            serde_json::from_str(include_str!("../../../tests/data/srp-vectors.json")).unwrap();
        let number = |name: &str| hex(text(&vectors["constants"], name));
        Self { n: number("N_hex"), k: number("k_hex"), a: BigUint::from_bytes_be(&[0x5a; 128]) }
    }

    /// `SRP_A`
    pub(super) fn srp_a(&self) -> String {
        self.power(&self.a).to_str_radix(16)
    }

    /// Salt and verifier for `ConfirmDevice`.
    pub(super) fn verifier(&self, known: Known<'_>) -> Json {
        let salt = BigUint::from_bytes_be(&[0x91; 16]);
        let verifier = self.power(&secret(&salt, known));
        json!({ "Salt": base64(&pad(&salt)), "PasswordVerifier": base64(&pad(&verifier)) })
    }

    /// The answer to `PASSWORD_VERIFIER` or `DEVICE_PASSWORD_VERIFIER`.
    pub(super) fn answer(&self, asked: &Json, known: Known<'_>, now: Timestamp) -> Json {
        let parameters = &asked["ChallengeParameters"];
        let b = hex(text(parameters, "SRP_B"));
        let u = BigUint::from_bytes_be(&Sha256::digest([pad(&self.power(&self.a)), pad(&b)].concat()));
        let x = secret(&hex(text(parameters, "SALT")), known);
        let base = (&b + &self.n * &self.k - &self.k * self.power(&x)) % &self.n;
        let shared = base.modpow(&(&self.a + &u * &x), &self.n);
        let extracted = hmac_sha256(&pad(&u), &[&pad(&shared)]);
        let key = hmac_sha256(&extracted, &[b"Caldera Derived Key\x01"]);
        let block = text(parameters, "SECRET_BLOCK");
        let timestamp = now.strftime("%a %b %-d %H:%M:%S UTC %Y").to_string();
        let (group, identity, _) = known;
        let message =
            [group.as_bytes(), identity.as_bytes(), &from_base64(block).unwrap(), timestamp.as_bytes()];
        json!({
            "USERNAME": parameters["USERNAME"],
            "PASSWORD_CLAIM_SIGNATURE": base64(&hmac_sha256(&key[..16], &message)),
            "PASSWORD_CLAIM_SECRET_BLOCK": block,
            "TIMESTAMP": timestamp,
        })
    }

    fn power(&self, exponent: &BigUint) -> BigUint {
        BigUint::from(2_u8).modpow(exponent, &self.n)
    }
}

fn secret(salt: &BigUint, (group, identity, password): Known<'_>) -> BigUint {
    let inner = Sha256::digest(format!("{group}{identity}:{password}"));
    BigUint::from_bytes_be(&Sha256::digest([pad(salt), inner.to_vec()].concat()))
}

fn pad(number: &BigUint) -> Vec<u8> {
    BigInt::from(number.clone()).to_signed_bytes_be()
}

fn hex(text: &str) -> BigUint {
    BigUint::parse_bytes(text.as_bytes(), 16).unwrap()
}
