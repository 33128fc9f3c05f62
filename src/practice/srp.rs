//! The server's half of SRP as Cognito does it (RFC 5054's 3072-bit group, SHA-256, a 16-byte HKDF key),
//! written from the formulas with another big-number library than the client's half uses:
//!
//! ```text
//! v = g^x            B = k·v + g^b            u = H(PAD(A) ‖ PAD(B))            S = (A · v^u)^b      all mod N
//! ```
//!
//! PAD is Java's `BigInteger.toByteArray`: as few bytes as hold the number and a sign bit of zero.
//! It knows numbers and proofs; nothing of users, sessions or the wire. Not constant-time: practice only.

use std::sync::LazyLock;

use num_bigint::{BigInt, BigUint};
use sha2::{Digest as _, Sha256};

use super::mac::hmac_sha256;

/// One SRP conversation from the server's side: `B` was sent, the proof is awaited.
#[derive(Clone)]
pub(super) struct Exchange {
    public_a: BigUint,
    secret_b: BigUint,
    public_b: BigUint,
    verifier: BigUint,
}

/// What a proof is made over, besides the key: the parts of the signed message, in order.
pub(super) struct Claim<'a> {
    /// The pool's name (the part of its id after the underscore), or a device group key.
    pub group: &'a str,
    /// The real user name, or a device key.
    pub identity: &'a str,
    /// `SECRET_BLOCK`, decoded.
    pub secret_block: &'a [u8],
    /// `TIMESTAMP` as it was sent.
    pub timestamp: &'a str,
}

impl Exchange {
    /// Answers a client's `A` (hex) with fresh secret bytes. None when `A` is not hex or is a multiple of N.
    pub(super) fn answer(srp_a: &str, verifier: BigUint, secret: &[u8]) -> Option<Self> {
        let public_a = BigUint::parse_bytes(srp_a.as_bytes(), 16)?;
        let secret_b = BigUint::from_bytes_be(secret);
        let public_b = (&GROUP.k * &verifier + GROUP.g.modpow(&secret_b, &GROUP.n)) % &GROUP.n;
        let zero = BigUint::ZERO;
        let usable = &public_a % &GROUP.n != zero && public_b != zero;
        usable.then_some(Self { public_a, secret_b, public_b, verifier })
    }

    /// `SRP_B` for the wire: lower-case hex without padding.
    pub(super) fn srp_b(&self) -> String {
        self.public_b.to_str_radix(16)
    }

    /// The proof that only a client with the right password can send.
    pub(super) fn proof(&self, claim: &Claim<'_>) -> [u8; 32] {
        hmac_sha256(
            &self.key(),
            &[
                claim.group.as_bytes(),
                claim.identity.as_bytes(),
                claim.secret_block,
                claim.timestamp.as_bytes(),
            ],
        )
    }

    fn key(&self) -> [u8; 16] {
        let u = hash_number(&[&pad(&self.public_a), &pad(&self.public_b)]);
        let base = &self.public_a * self.verifier.modpow(&u, &GROUP.n) % &GROUP.n;
        let shared = base.modpow(&self.secret_b, &GROUP.n);
        let extracted = hmac_sha256(&pad(&u), &[&pad(&shared)]);
        let expanded = hmac_sha256(&extracted, &[b"Caldera Derived Key", &[1]]);
        let mut key = [0; 16];
        key.iter_mut().zip(expanded).for_each(|(to, from)| *to = from);
        key
    }
}

/// `v = g^x`, with x from the salt (as a number), the group (pool or device group), the identity and the password.
pub(super) fn verifier(salt: &BigUint, group: &str, identity: &str, password: &str) -> BigUint {
    let inner = Sha256::digest(format!("{group}{identity}:{password}"));
    GROUP.g.modpow(&hash_number(&[&pad(salt), &inner]), &GROUP.n)
}

struct Group {
    n: BigUint,
    g: BigUint,
    k: BigUint,
}

static GROUP: LazyLock<Group> = LazyLock::new(|| {
    let n = BigUint::parse_bytes(N_HEX.as_bytes(), 16).unwrap_or_default();
    let g = BigUint::from(2_u8);
    let k = hash_number(&[&pad(&n), &pad(&g)]);
    Group { n, g, k }
});

const N_HEX: &str = "\
    FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD\
    EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED\
    EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F\
    83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B\
    E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510\
    15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7\
    ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C\
    BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF";

fn pad(number: &BigUint) -> Vec<u8> {
    BigInt::from(number.clone()).to_signed_bytes_be()
}

fn hash_number(parts: &[&[u8]]) -> BigUint {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    BigUint::from_bytes_be(&hash.finalize())
}

#[cfg(test)]
mod tests {
    use serde_json::Value as Json;

    use super::*;
    use crate::practice::encoding::{base64, from_base64, hex};

    fn vectors() -> Json {
        serde_json::from_str(include_str!("../../tests/data/srp-vectors.json")).unwrap()
    }

    fn number(case: &Json, key: &str) -> BigUint {
        BigUint::parse_bytes(text(case, key).as_bytes(), 16).unwrap()
    }

    fn text<'a>(case: &'a Json, key: &str) -> &'a str {
        case[key].as_str().unwrap_or_else(|| panic!("{key} in {case}"))
    }

    #[test]
    fn the_group_is_the_published_one() {
        let constants = &vectors()["constants"];
        assert_eq!(GROUP.n, number(constants, "N_hex"));
        assert_eq!(GROUP.k, number(constants, "k_hex"));
        assert_eq!(
            hex(&Sha256::digest(GROUP.n.to_bytes_be())),
            "48cf8b092fbce4359d9871abf74f98e25b6163379eaa15cd9087e800c6d1c55c"
        );
    }

    /// Every published conversation, users and devices, from the other side: same verifier, same B, same proof.
    #[test]
    fn the_server_half_agrees_with_every_vector() {
        let vectors = vectors();
        let groups = ["password_cases", "device_cases"];
        let cases: Vec<&Json> = groups.iter().flat_map(|group| vectors[group].as_array().unwrap()).collect();
        assert_eq!(cases.len(), 28);
        for case in cases {
            let name = text(case, "name");
            if name == "wrong_password" {
                assert!(!proof_agrees(case, &vectors["password_cases"][0]), "{name}");
                continue;
            }
            let (group, identity) = (text(case, "pool_or_group"), text(case, "identity"));
            let made = verifier(&number(case, "SALT"), group, identity, text(case, "password"));
            assert_eq!(made, number(case, "server_verifier_hex"), "{name}");
            assert!(proof_agrees(case, case), "{name}");
        }
    }

    /// `server` is the case whose verifier the server holds: another one when the password is wrong.
    fn proof_agrees(case: &Json, server: &Json) -> bool {
        let (group, identity) = (text(case, "pool_or_group"), text(case, "identity"));
        let verifier = number(server, "server_verifier_hex");
        let secret = number(server, "server_b_hex").to_bytes_be();
        let exchange = Exchange::answer(text(&case["expected"], "SRP_A"), verifier, &secret).unwrap();
        assert_eq!(exchange.srp_b(), text(case, "SRP_B"), "{}", text(case, "name"));
        let secret_block = from_base64(text(case, "SECRET_BLOCK")).unwrap();
        let claim =
            Claim { group, identity, secret_block: &secret_block, timestamp: text(case, "TIMESTAMP") };
        base64(&exchange.proof(&claim)) == text(&case["expected"], "PASSWORD_CLAIM_SIGNATURE")
    }

    #[test]
    fn padding_is_that_of_java() {
        for case in vectors()["padding"].as_array().unwrap() {
            assert_eq!(hex(&pad(&number(case, "int_hex"))), text(case, "padded_hex"));
        }
    }

    #[test]
    fn an_a_that_would_give_the_key_away_is_refused() {
        let n = GROUP.n.to_str_radix(16);
        let twice = (&GROUP.n * 2_u8).to_str_radix(16);
        for bad in ["0", &n, &twice, "xyz", "", "-5"] {
            assert!(Exchange::answer(bad, BigUint::from(7_u8), &[9; 32]).is_none(), "{bad}");
        }
        assert!(Exchange::answer("2", BigUint::from(7_u8), &[9; 32]).is_some());
    }
}
