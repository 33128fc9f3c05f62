//! `USER_SRP_AUTH` and its challenge `PASSWORD_VERIFIER`: the password is proved, never sent.
//! The numbers are `practice::srp`'s; here are the names, the secret block and the clock.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use super::password::{judge, unknown_user};
use super::{Login, after_password, hash_of_real_name};
use crate::practice::encoding::{base64, from_base64};
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::mac::same;
use crate::practice::people::srp_record;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{Client, POOL_NAME};
use crate::practice::secret_hash;
use crate::practice::srp::{Claim, Exchange};

/// How far the clock of whoever signs in may be off.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// A proof that is awaited, remembered under its secret block.
#[derive(Clone)]
pub(in crate::practice) struct Proving {
    login: Login,
    exchange: Exchange,
    /// False when the user does not exist and the whole conversation is made up.
    real: bool,
}

pub(super) fn start(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let typed = given.need("USERNAME")?;
    let srp_a = given.need("SRP_A")?;
    secret_hash::check(client, typed, given.get("SECRET_HASH"))?;
    let found = pool.people.find(typed).map(|user| (user.name.clone(), user.srp_record()));
    let real = found.is_some();
    if !real && !client.hides_unknown_users {
        return Err(unknown_user(client));
    }
    let (name, (salt, verifier)) = found.unwrap_or_else(|| made_up(typed));
    let secret = pool.random.bytes(64);
    let exchange = Exchange::answer(srp_a, verifier, &secret).ok_or_else(|| {
        Failure::invalid_parameter("Invalid SRP_A: it must be hexadecimal and not a multiple of N")
    })?;
    let secret_block = base64(&pool.random.bytes(1024));
    let parameters = json!({
        "SALT": salt.to_str_radix(16),
        "SECRET_BLOCK": secret_block,
        "SRP_B": exchange.srp_b(),
        "USERNAME": name,
        "USER_ID_FOR_SRP": name,
    });
    let proving = Proving { login: Login { user: name, client }, exchange, real };
    pool.proofs.open(secret_block, proving, call.now);
    // The secret block is the handle; like AWS, no session comes with this challenge.
    Ok(json!({ "ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters }))
}

/// A user who does not exist, always the same for the same name: a UUID, a salt, a verifier that nothing opens.
fn made_up(typed: &str) -> (String, (num_bigint::BigUint, num_bigint::BigUint)) {
    let digest = Sha256::digest(format!("practice nobody|{}", typed.to_lowercase()));
    let bytes = digest.first_chunk::<16>().copied().unwrap_or_default();
    let name = uuid::Builder::from_random_bytes(bytes).into_uuid().to_string();
    let record = srp_record(&name, &base64(&digest));
    (name, record)
}

pub(super) fn answer(
    pool: &mut Pool,
    call: &Call<'_>,
    client: &'static Client,
    given: &Texts<'_>,
) -> Result<Json, Failure> {
    let username = given.need("USERNAME")?;
    let signature = given.need("PASSWORD_CLAIM_SIGNATURE")?;
    let secret_block = given.need("PASSWORD_CLAIM_SECRET_BLOCK")?;
    let timestamp = given.need("TIMESTAMP")?;
    let Proving { login, exchange, real } = pool.proofs.peek(secret_block, call.now)?;
    let meant = pool.people.find(username).map_or(username, |user| &user.name);
    if login.client.id != client.id || meant != login.user {
        return Err(Failure::invalid_session());
    }
    hash_of_real_name(client, &login.user, given)?;
    pool.proofs.spend(secret_block);
    if !real {
        return Err(Failure::wrong_password());
    }
    let claim = Claim {
        group: POOL_NAME,
        identity: &login.user,
        secret_block: &from_base64(secret_block).unwrap_or_default(),
        timestamp,
    };
    let right = same(base64(&exchange.proof(&claim)).as_bytes(), signature.as_bytes())
        && is_about_now(timestamp, call.now);
    judge(pool, call, &login, right)?;
    after_password(pool, call, login)
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

    #[test]
    fn nobody_is_always_the_same_nobody() {
        assert_eq!(made_up("ghost"), made_up("GHOST"));
        assert_ne!(made_up("ghost").0, made_up("spook").0);
    }
}
