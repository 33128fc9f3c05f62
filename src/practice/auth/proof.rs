//! Proofs that are awaited: what SRP's two challenges, for passwords and for devices, have in common. The numbers are
//! `practice::srp`'s; here are the secret block, which is the handle of a proof, and the clock.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use num_bigint::BigUint;
use serde_json::{Map, Value as Json};

use super::srp::Then;
use super::{Login, stranger};
use crate::practice::encoding::{base64, from_base64};
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::mac::same;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::Client;
use crate::practice::secret_hash;
use crate::practice::srp::{Claim, Exchange};

/// How far the clock of whoever signs in may be off.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// A proof that is awaited, remembered under its secret block.
#[derive(Clone)]
pub(in crate::practice) struct Proving {
    /// Who proves it.
    pub(super) login: Login,
    /// What it proves.
    pub(super) aim: Aim,
    exchange: Exchange,
}

/// What a proof proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// That somebody knows the password.
    Password(Then),
    /// That the device is the one that was confirmed.
    Device,
}

/// What a conversation begins with.
pub(super) struct Opening<'a> {
    /// Who will prove it.
    pub login: Login,
    /// What the proof will prove.
    pub aim: Aim,
    /// `SRP_A`
    pub srp_a: &'a str,
    /// Salt and verifier.
    pub record: (BigUint, BigUint),
}

/// The proof as it came.
pub(super) struct Given<'a> {
    signature: &'a str,
    /// `PASSWORD_CLAIM_SECRET_BLOCK`
    pub secret_block: &'a str,
    timestamp: &'a str,
}

/// Begins a conversation: `SALT`, `SECRET_BLOCK` and `SRP_B` for the question.
pub(super) fn begin(
    pool: &mut Pool,
    call: &Call<'_>,
    opening: Opening<'_>,
) -> Result<Map<String, Json>, Failure> {
    let Opening { login, aim, srp_a, record: (salt, verifier) } = opening;
    let secret = pool.random.bytes(64);
    let exchange = Exchange::answer(srp_a, verifier, &secret).ok_or_else(|| {
        Failure::invalid_parameter("Invalid SRP_A: it must be hexadecimal and not a multiple of N")
    })?;
    let secret_block = base64(&pool.random.bytes(1024));
    let parameters = [
        ("SALT", salt.to_str_radix(16)),
        ("SECRET_BLOCK", secret_block.clone()),
        ("SRP_B", exchange.srp_b()),
    ];
    pool.proofs.open(secret_block, Proving { login, aim, exchange }, call.now);
    Ok(parameters.into_iter().map(|(key, value)| (key.to_owned(), value.into())).collect())
}

/// The proof that came, and the conversation that it belongs to: same client and user, and the right hash.
pub(super) fn awaited<'a>(
    pool: &Pool,
    call: &Call<'_>,
    client: &Client,
    given: &Texts<'a>,
) -> Result<(Proving, Given<'a>), Failure> {
    let username = given.need("USERNAME")?;
    let proof = Given {
        signature: given.need("PASSWORD_CLAIM_SIGNATURE")?,
        secret_block: given.need("PASSWORD_CLAIM_SECRET_BLOCK")?,
        timestamp: given.need("TIMESTAMP")?,
    };
    let proving = pool.proofs.peek(proof.secret_block, call.now)?;
    let login = &proving.login;
    if login.client.id != client.id || !stranger::is_meant(pool, username, &login.user) {
        return Err(Failure::invalid_session());
    }
    secret_hash::check(client, &login.user, given.get("SECRET_HASH"))?;
    Ok((proving, proof))
}

impl Proving {
    /// True when the proof is right, made for this group and identity, and made just now.
    pub(super) fn is_met(&self, given: &Given<'_>, (group, identity): (&str, &str), now: Timestamp) -> bool {
        let secret_block = from_base64(given.secret_block).unwrap_or_default();
        let claim = Claim { group, identity, secret_block: &secret_block, timestamp: given.timestamp };
        same(base64(&self.exchange.proof(&claim)).as_bytes(), given.signature.as_bytes())
            && is_about_now(given.timestamp, now)
    }
}

/// `EEE MMM d HH:mm:ss UTC yyyy`, to the letter: English names, no zero before the day.
fn is_about_now(text: &str, now: Timestamp) -> bool {
    let Ok(civil) = DateTime::strptime("%a %b %d %H:%M:%S UTC %Y", text) else { return false };
    let Ok(zoned) = civil.to_zoned(TimeZone::UTC) else { return false };
    let spelled = zoned.strftime("%a %b %-d %H:%M:%S UTC %Y").to_string();
    spelled == text && now.duration_since(zoned.timestamp()).abs() <= SKEW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_timestamp_is_taken_to_the_letter() {
        let now = "2024-03-05T07:08:09Z".parse().unwrap();
        assert!(is_about_now("Tue Mar 5 07:08:09 UTC 2024", now));
        assert!(is_about_now("Tue Mar 5 07:12:00 UTC 2024", now));
        for odd in [
            "Tue Mar 05 07:08:09 UTC 2024",
            "Tue Mar  5 07:08:09 UTC 2024",
            "Di Mär 5 07:08:09 UTC 2024",
            "Tue Mar 5 7:08:09 UTC 2024",
            "Tue Mar 5 07:02:00 UTC 2024",
            "Tue Mar 5 07:14:00 UTC 2024",
            "Mon Mar 5 07:08:09 UTC 2024",
            "",
        ] {
            assert!(!is_about_now(odd, now), "{odd}");
        }
    }
}
