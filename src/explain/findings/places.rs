//! What a check tells of places and time: the IDs as typed, the user pool and its keys, the clock, the identity pool and
//! whether it lets guests in.

use super::client::{failed, unclear};
use super::{Around, Finding, Health, Mend, Subject};
use crate::cognito::{FirstFactor, IdentityPoolId, UserPoolId, Way};
use crate::explain::clock as told_of_clock;
use crate::explain::clock::SPOILS;
use crate::flow::{
    About, Ending, Failure, Field, LoginConfig, OfGuests, OfIdentityPool, Performed, Probe, Reply, Step,
};
use crate::jwt::{Algorithm, KeySet};

/// The IDs fit their fields, or there would be no check; regions may still differ.
pub(super) fn form(config: &LoginConfig) -> Finding {
    let good = |says: String| Finding::new(Subject::Form, Health::Good, says);
    let of_user_pool = config.pool.as_ref().and_then(UserPoolId::region);
    let of_identity_pool = config.identity_pool.as_ref().and_then(IdentityPoolId::region);
    match (of_user_pool, of_identity_pool) {
        (Some(user_pool), Some(identity_pool)) if user_pool != identity_pool => {
            let says = format!(
                "Their shapes are right; the user pool is in {user_pool} and the identity pool in {identity_pool}, which \
                 may be, for each is called in its own region"
            );
            Finding { state: Health::Note, ..good(says) }
        }
        _ => good(format!("Their shapes are right; the region is {}", config.region)),
    }
}

/// Is the user pool there, and can its keys be had?
pub(super) fn key_set(around @ Around { config, steps, .. }: Around<'_>) -> Option<Finding> {
    let found = |state, says: String| Finding::new(Subject::KeySet, state, says);
    let Some(pool) = &config.pool else {
        let says = "Not looked at: without the user pool ID nobody knows where they are".to_owned();
        return config.client.as_ref().map(|_| found(Health::Note, says).mend(Mend::Edit(Field::UserPool)));
    };
    let step = made(steps, Probe::KeySet)?;
    Some(match &step.performed.as_ref()?.result {
        Ok(Reply::KeySet(text)) => match KeySet::read(text) {
            Ok(set) => keys(&set),
            Err(problem) => found(Health::Bad, format!("An answer came, but no keys. {problem}")),
        },
        Err(Failure::Refused(refusal))
            if refusal.status == 404 || refusal.code == "ResourceNotFoundException" =>
        {
            let says = format!(
                "There are no keys at the address that belongs to {pool}: probably there is no such user pool"
            );
            let next = "Check the user pool ID, letter by letter, and its region";
            found(Health::Bad, says).probably().next(next).mend(Mend::Edit(Field::UserPool))
        }
        Ok(_) | Err(_) => failed(Subject::KeySet, step, around),
    })
}

fn keys(set: &KeySet) -> Finding {
    let found = |state, says: String| Finding::new(Subject::KeySet, state, says);
    let usable = set.keys().iter().filter(|key| key.problem(Algorithm::Rs256).is_none()).count();
    match (set.keys().len(), usable) {
        (0, _) => found(Health::Bad, "The key set can be reached and is empty".to_owned()),
        (all, 0) => {
            let first = set.keys().iter().find_map(|key| key.problem(Algorithm::Rs256)).unwrap_or_default();
            let says =
                format!("The key set can be reached, but none of its {all} keys checks a token: {first}");
            found(Health::Bad, says)
        }
        (all, usable) => {
            let many = if all == 1 { "key" } else { "keys" };
            let of = if usable == all { String::new() } else { format!(", {usable} of them") };
            found(Health::Good, format!("The user pool is there, with {all} {many}{of} for RS256"))
        }
    }
}

/// Does this computer's clock agree with the service's?
pub(super) fn clock(Around { config, steps, is_practice }: Around<'_>) -> Option<Finding> {
    let mut answers = steps.iter().filter_map(|step| step.performed.as_ref()).peekable();
    answers.peek()?;
    let came =
        |answer: &&Performed| answer.exchange.as_ref().is_some_and(|exchange| exchange.response.is_some());
    let found = |state, says: String| Finding::new(Subject::Clock, state, says);
    let Some(ahead) = answers.clone().find_map(Performed::clock_offset) else {
        let says = "No answer told the time".to_owned();
        return answers.any(|answer| came(&answer)).then(|| found(Health::Unknown, says));
    };
    let Some(says) = told_of_clock(ahead, is_practice) else {
        let whose = if is_practice { "the practice pool’s" } else { "the server’s" };
        return Some(found(Health::Good, format!("It agrees with {whose}")));
    };
    let next = "Set the clock right (turn on automatic time)";
    Some(match carries_the_time(config) {
        _ if ahead.abs() <= SPOILS => {
            found(Health::Note, format!("{says}, which probably does no harm yet")).probably()
        }
        Some(what) => {
            let says = format!("{says}; {what} carries the time and is probably refused");
            found(Health::Bad, says).probably().next(next).mend(Mend::CheckAgain)
        }
        None => {
            let says = format!("{says}; this way to sign in carries no time, but signed calls do");
            found(Health::Note, says).next(next)
        }
    })
}

/// What the way in sends that has the time in it.
fn carries_the_time(config: &LoginConfig) -> Option<&'static str> {
    match config.way {
        Way::UserSrp | Way::CustomSrp | Way::Automatic => Some("a proof by SRP"),
        Way::UserAuth => (config.preferred == Some(FirstFactor::PasswordSrp)).then_some("a proof by SRP"),
        Way::AdminUserPassword | Way::AdminNoSrp | Way::Developer => Some("a signature"),
        Way::UserPassword
        | Way::Custom
        | Way::RefreshToken
        | Way::RotateToken
        | Way::Browser
        | Way::Guest
        | Way::Providers => None,
    }
}

/// Is the identity pool there, and does it know the user pool?
pub(super) fn identity_pool(around @ Around { config, steps, .. }: Around<'_>) -> Option<Finding> {
    let pool = config.identity_pool.as_ref()?;
    let found = |state, says: &str| Finding::new(Subject::IdentityPool, state, says);
    let Some(step) = made(steps, Probe::IdentityPool) else {
        let of_guests = made(steps, Probe::Guests).and_then(OfGuests::of)?;
        return match of_guests {
            OfGuests::Made | OfGuests::Off => Some(found(Health::Good, "It is there")),
            OfGuests::NoPool => Some(no_pool(pool, config)),
            OfGuests::Unclear => None,
        };
    };
    Some(match OfIdentityPool::of(step)? {
        OfIdentityPool::There => {
            found(Health::Good, "It is there; only a sign-in shows whether it takes this client’s tokens")
        }
        OfIdentityPool::NotOfThisUserPool => {
            let says = "It is there, but probably takes no logins of this user pool";
            let next = "Have the pool’s owner add this user pool and app client to its identity providers";
            found(Health::Bad, says).probably().next(next)
        }
        OfIdentityPool::TakesAnything => {
            found(Health::Note, "It is there, and took a login that proves nobody: this is not AWS")
        }
        OfIdentityPool::NoPool => no_pool(pool, config),
        OfIdentityPool::Unclear if matches!(step.failure(), Some(Failure::Refused(_))) => {
            unclear(Subject::IdentityPool, step)
        }
        OfIdentityPool::Unclear => failed(Subject::IdentityPool, step, around),
    })
}

fn no_pool(pool: &IdentityPoolId, config: &LoginConfig) -> Finding {
    let says = format!("There is no identity pool {pool} in {}", config.identity_region());
    let next = "Probably the ID is of another region or account, or is an identity’s and not a pool’s: both look the \
                same. Copy it from the list of identity pools";
    Finding::new(Subject::IdentityPool, Health::Bad, says).next(next).mend(Mend::Edit(Field::IdentityPool))
}

/// Are guests let in?
pub(super) fn guests(
    around @ Around { config, steps, .. }: Around<'_>,
    ending: Option<Ending>,
) -> Option<Finding> {
    let found = |state, says: &str| Finding::new(Subject::Guests, state, says);
    config.identity_pool.as_ref()?;
    let Some(step) = made(steps, Probe::Guests) else {
        let is_there = made(steps, Probe::IdentityPool).and_then(OfIdentityPool::of);
        let could_ask =
            is_there.is_none_or(|told| !matches!(told, OfIdentityPool::NoPool | OfIdentityPool::Unclear));
        let says = "Not tried: where guests are let in, asking makes one";
        return (ending == Some(Ending::Finished) && could_ask).then(|| found(Health::Unknown, says));
    };
    match OfGuests::of(step)? {
        OfGuests::Made => Some(found(Health::Good, "Guests are let in; one guest identity was made")),
        OfGuests::Off if config.way == Way::Guest => {
            let next = "Sign in another way, or have the pool’s owner allow guest access";
            let says = "No guests are let in, and a guest is what is chosen";
            Some(found(Health::Bad, says).next(next).mend(Mend::Edit(Field::Way)))
        }
        OfGuests::Off => Some(found(Health::Note, "No guests are let in: only who has signed in gets keys")),
        OfGuests::NoPool => None, // told of the pool
        OfGuests::Unclear if matches!(step.failure(), Some(Failure::Refused(_))) => {
            Some(unclear(Subject::Guests, step))
        }
        OfGuests::Unclear => Some(failed(Subject::Guests, step, around)),
    }
}

/// The step of a probe, once it was made.
fn made(steps: &[Step], probe: Probe) -> Option<&Step> {
    steps.iter().find(|step| step.about == About::Check(probe) && step.performed.is_some())
}
