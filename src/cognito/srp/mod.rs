//! The client's half of SRP as Cognito speaks it: proving a password without sending it.
//!
//! SRP-6a over the 3072-bit group of RFC 5054 with SHA-256, numbers padded as Java's `BigInteger`
//! writes them (not to the length of N), the session key by HKDF, and the proof an HMAC over the
//! pool's name, the user, the secret block and the time. It knows no calls and keeps no state.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::keyed::{hkdf_sha256, hmac_sha256};
use super::params::Params;
use crate::secret::Secret;
use group::Residue;

mod group;
mod numbers;

/// k = H(PAD(N) ‖ PAD(g)).
const K: [u8; 32] = [
    0x53, 0x82, 0x82, 0xc4, 0x35, 0x47, 0x42, 0xd7, 0xcb, 0xbd, 0xe2, 0x35, 0x9f, 0xcf, 0x67, 0xf9, 0xf5,
    0xb3, 0xa6, 0xb0, 0x87, 0x91, 0xe5, 0x01, 0x1b, 0x43, 0xb8, 0xa5, 0xb6, 0x6d, 0x9e, 0xe6,
];
/// What Cognito calls its session keys.
const HKDF_INFO: &[u8] = b"Caldera Derived Key";

/// The secret number `a` of one sign-in and its public face `A = 2^a mod N`.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Ephemeral {
    a: Vec<u8>,
    public: Vec<u8>,
    public_hex: String,
}

impl Ephemeral {
    /// Takes random bytes as `a`, big-endian. RFC 5054 asks for 32 at least; 128 are the most.
    /// Nothing when there are more, or when `A` would give `a` away (`a` = 0).
    #[must_use]
    pub fn from_random(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > group::MOST_BYTES as usize {
            return None;
        }
        let public = group::bytes(&group::two_to_the(bytes)).to_vec();
        if public == [1] {
            return None;
        }
        let public_hex = to_hex(&public);
        Some(Self { a: bytes.to_vec(), public, public_hex })
    }

    /// `SRP_A`: lower-case hexadecimal digits without padding.
    #[must_use]
    pub fn public_hex(&self) -> &str {
        &self.public_hex
    }
}

impl fmt::Debug for Ephemeral {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ephemeral").field("public_hex", &self.public_hex).finish_non_exhaustive()
    }
}

/// Whose password is proved.
#[derive(Debug, Clone, Copy)]
pub struct Identity<'a> {
    /// The pool's name (its id after the underscore); for a device, the device group key.
    pub pool_name: &'a str,
    /// `USER_ID_FOR_SRP`, never an alias; for a device, the device key.
    pub user_id: &'a str,
    /// As typed; not normalized.
    pub password: &'a Secret,
}

/// What the server sent for the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// `SRP_B`, hexadecimal.
    pub srp_b: &'a str,
    /// `SALT`, hexadecimal.
    pub salt: &'a str,
    /// `SECRET_BLOCK`, base64; goes back unchanged.
    pub secret_block: &'a str,
}

impl<'a> Question<'a> {
    /// Finds the three in the `ChallengeParameters` of `PASSWORD_VERIFIER` or `DEVICE_PASSWORD_VERIFIER`.
    ///
    /// # Errors
    /// [`SrpProblem::Missing`] names the first that is absent or empty.
    pub fn from_params(params: &'a Params) -> Result<Self, SrpProblem> {
        let find = |parameter| {
            params.expose(parameter).filter(|text| !text.is_empty()).ok_or(SrpProblem::Missing { parameter })
        };
        Ok(Self { srp_b: find(SRP_B)?, salt: find(SALT)?, secret_block: find(SECRET_BLOCK)? })
    }
}

const SRP_B: &str = "SRP_B";
const SALT: &str = "SALT";
const SECRET_BLOCK: &str = "SECRET_BLOCK";

/// Why no proof could be made of what the server sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SrpProblem {
    /// A challenge parameter that SRP needs is absent or empty.
    #[error("The challenge has no {parameter}")]
    Missing {
        /// Its wire name.
        parameter: &'static str,
    },
    /// A challenge parameter is not what it should be.
    #[error("{parameter} is not {expected}")]
    Misshapen {
        /// Its wire name.
        parameter: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// `B mod N` is zero: whoever sent it could do without the password.
    #[error("SRP_B is zero modulo N, which an honest server never sends")]
    ZeroB,
    /// The hash of both public numbers is zero.
    #[error("The scrambling number u is zero; a new attempt will have another")]
    ZeroU,
}

/// What both sides have agreed on: enough to prove the password at any moment. The costly part is
/// done; a proof is signed with the time at which it is sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Agreement {
    key: Zeroizing<[u8; 16]>,
    /// Pool name, user id and decoded secret block: what is signed, but for the time.
    signed: Vec<u8>,
    secret_block: String,
}

impl fmt::Debug for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Agreement").finish_non_exhaustive()
    }
}

/// Agrees on a key with the server.
///
/// # Errors
/// Says which of the server's parameters stands in the way.
pub fn agree(
    ephemeral: &Ephemeral,
    identity: &Identity<'_>,
    question: &Question<'_>,
) -> Result<Agreement, SrpProblem> {
    let block = secret_block(question.secret_block)?;
    let session = Session::agree(ephemeral, identity, question)?;
    let signed = [identity.pool_name.as_bytes(), identity.user_id.as_bytes(), &block].concat();
    Ok(Agreement { key: Zeroizing::new(session.key), signed, secret_block: question.secret_block.to_owned() })
}

impl Agreement {
    /// `PASSWORD_CLAIM_SIGNATURE`, base64. `timestamp` (see [`timestamp`]) must go along exactly as given here.
    #[must_use]
    pub fn sign(&self, timestamp: &str) -> String {
        STANDARD.encode(hmac_sha256(&*self.key, &[&self.signed, timestamp.as_bytes()]))
    }

    /// The three `ChallengeResponses` of the proof, signed for `now`.
    #[must_use]
    pub fn responses(&self, now: Timestamp) -> Params {
        let timestamp = timestamp(now);
        Params::new()
            .plain("PASSWORD_CLAIM_SECRET_BLOCK", &self.secret_block)
            .secret("PASSWORD_CLAIM_SIGNATURE", self.sign(&timestamp).into())
            .plain("TIMESTAMP", timestamp)
    }
}

/// `TIMESTAMP` as Cognito wants it: English, UTC, the day unpadded (`Tue Mar 5 07:08:09 UTC 2024`).
#[must_use]
pub fn timestamp(now: Timestamp) -> String {
    now.strftime("%a %b %-d %H:%M:%S UTC %Y").to_string()
}

/// What `ConfirmDevice` stores so that a device can later prove its own password.
#[derive(Clone, PartialEq, Eq)]
pub struct DeviceVerifier {
    /// `Salt`, base64.
    pub salt: String,
    /// `PasswordVerifier`, base64.
    pub password_verifier: String,
}

/// Whoever has the verifier can play the pool's part: it is shown no more than a password.
impl fmt::Debug for DeviceVerifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeviceVerifier").field("salt", &self.salt).finish_non_exhaustive()
    }
}

/// The verifier of a device's password. The identity is the device group key, the device key and
/// the device's password.
#[must_use]
pub fn device_verifier(identity: &Identity<'_>, salt: &[u8; 16]) -> DeviceVerifier {
    let verifier = group::bytes(&group::two_to_the(&*x(identity, salt)));
    DeviceVerifier { salt: STANDARD.encode(pad(salt)), password_verifier: STANDARD.encode(pad(&verifier)) }
}

/// What both sides arrive at.
#[derive(Zeroize, ZeroizeOnDrop)]
struct Session {
    u: [u8; 32],
    shared: Vec<u8>,
    key: [u8; 16],
}

impl Session {
    fn agree(own: &Ephemeral, identity: &Identity<'_>, question: &Question<'_>) -> Result<Self, SrpProblem> {
        let (b_bytes, b) = public_b(question.srp_b)?;
        let u = sha256(&[&pad(&own.public), &pad(&b_bytes)]);
        if u == [0; 32] {
            return Err(SrpProblem::ZeroU);
        }
        let x = x(identity, &salt(question.salt)?);
        let base = b.sub(&k().mul(&group::two_to_the(&*x)));
        let shared = group::bytes(&group::power_of_sum(&base, &own.a, &u, &x)).to_vec();
        let key = hkdf_sha256(&pad(&u), &Zeroizing::new(pad(&shared)), HKDF_INFO);
        Ok(Self { u, shared, key })
    }
}

/// The private key: x = H(PAD(salt) ‖ H(pool name ‖ user id ‖ ":" ‖ password)).
fn x(identity: &Identity<'_>, salt: &[u8]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(sha256(&[&pad(salt), &*identity_hash(identity)]))
}

fn identity_hash(identity: &Identity<'_>) -> Zeroizing<[u8; 32]> {
    let Identity { pool_name, user_id, password } = identity;
    let parts = [pool_name.as_bytes(), user_id.as_bytes(), b":", password.expose().as_bytes()];
    Zeroizing::new(sha256(&parts))
}

fn k() -> Residue {
    group::residue(&K).unwrap_or_else(|| unreachable!("k has fewer bits than N"))
}

fn public_b(text: &str) -> Result<(Vec<u8>, Residue), SrpProblem> {
    let misshapen = |expected| SrpProblem::Misshapen { parameter: SRP_B, expected };
    let bytes = from_hex(text).ok_or(misshapen("a hexadecimal number"))?;
    let b = group::residue(group::trimmed(&bytes)).ok_or(misshapen("a number of at most 3,072 bits"))?;
    if bool::from(b.is_zero()) { Err(SrpProblem::ZeroB) } else { Ok((bytes, b)) }
}

fn salt(text: &str) -> Result<Vec<u8>, SrpProblem> {
    from_hex(text).ok_or(SrpProblem::Misshapen { parameter: SALT, expected: "a hexadecimal number" })
}

fn secret_block(text: &str) -> Result<Vec<u8>, SrpProblem> {
    STANDARD
        .decode(text)
        .map_err(|_err| SrpProblem::Misshapen { parameter: SECRET_BLOCK, expected: "base64" })
}

/// The number as Java's `BigInteger.toByteArray` writes it: no leading zeros, but for one zero byte
/// where the first bit is set, and one for zero itself.
fn pad(number: &[u8]) -> Vec<u8> {
    let digits = group::trimmed(number);
    let sign: &[u8] = if digits.first().is_none_or(|first| first & 0x80 != 0) { &[0] } else { &[] };
    [sign, digits].concat()
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    hash.finalize().into()
}

/// Lower-case digits, without a leading zero.
fn to_hex(number: &[u8]) -> String {
    let digits: String = number
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect();
    digits.trim_start_matches('0').to_owned()
}

/// An even or odd number of digits, in either case; nothing when there are none.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.chars().map(|c| c.to_digit(16)?.try_into().ok()).collect::<Option<_>>()?;
    let mut bytes: Vec<u8> =
        digits.rchunks(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    bytes.reverse();
    (!bytes.is_empty()).then_some(bytes)
}

#[cfg(test)]
mod tests;
