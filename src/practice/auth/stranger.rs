//! Names that nobody has. Where an app client does not tell, a stranger is asked what anybody is asked: the same name
//! always stands for the same invented account, and nothing opens it.

use num_bigint::BigUint;
use sha2::{Digest as _, Sha256};

use super::Login;
use crate::practice::encoding::base64;
use crate::practice::error::Failure;
use crate::practice::input::Texts;
use crate::practice::people::{User, srp_record};
use crate::practice::pool::Pool;
use crate::practice::roster::Client;
use crate::practice::secret_hash;

/// Who somebody says to be: an account, or the invented one where the client does not tell that there is none.
pub(super) fn claimant(pool: &Pool, client: &'static Client, given: &Texts<'_>) -> Result<Login, Failure> {
    let typed = given.need("USERNAME")?;
    secret_hash::check(client, typed, given.get("SECRET_HASH"))?;
    let user = match pool.people.find(typed) {
        Some(user) => user.name.clone(),
        None if client.hides_unknown_users => name(typed),
        None => return Err(Failure::new("UserNotFoundException", "User does not exist.")),
    };
    Ok(Login { user, client, device: None })
}

/// True when the name in an answer means this user: the real name, or another that finds the same account.
pub(super) fn is_meant(pool: &Pool, given: &str, user: &str) -> bool {
    given == user || pool.people.find(given).map_or_else(|| name(given), |found| found.name.clone()) == user
}

/// SRP's salt and verifier of an account, invented when there is none.
pub(super) fn record(pool: &Pool, user: &str) -> (BigUint, BigUint) {
    let invented = || srp_record(user, &base64(&digest(user)));
    pool.people.get(user).map_or_else(invented, User::srp_record)
}

/// The real name of a user who does not exist: a UUID.
fn name(typed: &str) -> String {
    let bytes = digest(&typed.to_lowercase()).first_chunk::<16>().copied().unwrap_or_default();
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(format!("practice nobody|{text}")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_always_the_same_nobody() {
        assert_eq!(name("ghost"), name("GHOST"));
        assert_ne!(name("ghost"), name("spook"));
    }
}
