//! The identity pools: whose identity an id is, which logins lead to it, which role comes of it. One map of logins is one
//! person: logins that come together belong together from then on. What a login proves, `logins` knows.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::error::Failure;
use super::logins::{Login, Visitor};
use super::pool::Pool;
use super::random::Random;
use super::roster::{AUTHENTICATED, GUEST, IDENTITY_POOLS, IdentityPool, REGION, Role, Trust};

/// What the identity pools remember.
#[derive(Default)]
pub(super) struct Identities {
    known: BTreeMap<String, Identity>,
    links: BTreeMap<Link, String>,
}

struct Identity {
    of: &'static IdentityPool,
    standing: Standing,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Standing {
    /// Nobody has signed in with it.
    Guest,
    /// Logins lead to it, or have led.
    Member,
    /// It was a guest's who then signed in, and had an identity already: this one.
    Merged(String),
}

/// A login, as far as it leads to an identity.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Link {
    identity_pool: &'static str,
    provider: String,
    subject: String,
}

/// The identity pool with this id.
pub(super) fn pool_named(id: &str) -> Result<&'static IdentityPool, Failure> {
    let found = IDENTITY_POOLS.iter().find(|pool| pool.id == id);
    found.ok_or_else(|| Failure::not_found(format!("IdentityPool '{id}' not found.")))
}

/// The identity pool that an identity is in.
pub(super) fn pool_of(pool: &Pool, id: &str) -> Result<&'static IdentityPool, Failure> {
    let known = pool.identities.known.get(id);
    known.map(|identity| identity.of).ok_or_else(|| Failure::not_found(format!("Identity '{id}' not found.")))
}

/// The identity of a visitor who names none: a fresh one for a guest, and for somebody nobody has seen before.
pub(super) fn identity_for(
    pool: &mut Pool,
    of: &'static IdentityPool,
    visitor: &Visitor,
) -> Result<String, Failure> {
    let Pool { identities, random, .. } = pool;
    if visitor.holder_of.is_some() {
        return Err(Failure::not_authorized("Invalid login token. Can't pass in a Cognito token."));
    }
    let Some(first) = visitor.logins.first() else {
        return Ok(identities.open(of, format!("{REGION}:{}", random.uuid()), Standing::Guest));
    };
    let id = match identities.linked(of, &visitor.logins).as_slice() {
        [] => {
            let id = identities.unused(of, first, random);
            identities.open(of, id, Standing::Member)
        }
        [one] => one.clone(),
        _ => return Err(conflict()),
    };
    identities.link(of, &visitor.logins, &id);
    Ok(id)
}

/// The identity of a visitor who names one. Users may come with the identity they had as guests; it becomes theirs, unless
/// they have one already. The answer can be another identity than the one named.
pub(super) fn identity_named(pool: &mut Pool, named: &str, visitor: &Visitor) -> Result<String, Failure> {
    let of = pool_of(pool, named)?;
    let identities = &mut pool.identities;
    let (id, standing) = identities.current(named);
    if visitor.is_guest() {
        return match standing {
            Standing::Guest => Ok(id),
            Standing::Member | Standing::Merged(_) => {
                Err(Failure::not_authorized(format!("Access to Identity '{named}' is forbidden.")))
            }
        };
    }
    let linked = identities.linked(of, &visitor.logins);
    let holds = visitor.holder_of.as_ref().is_some_and(|held| *held == id);
    let is_whose = match (&visitor.holder_of, linked.as_slice()) {
        (Some(_), _) if !holds => return Err(mismatch()),
        (_, [one]) if *one == id => id,
        (Some(_), []) => id,
        (None, []) if standing == Standing::Guest => id,
        // The guest turns out to be somebody who has an identity.
        (None, [one]) if standing == Standing::Guest => identities.merge(&id, one),
        (_, several) if several.contains(&id) || several.len() > 1 || holds => return Err(conflict()),
        (_, _) => return Err(mismatch()),
    };
    identities.link(of, &visitor.logins, &is_whose);
    Ok(is_whose)
}

/// Links logins to an identity on the developer's word, or finds theirs.
pub(super) fn identity_vouched(
    pool: &mut Pool,
    of: &'static IdentityPool,
    named: Option<&str>,
    visitor: &Visitor,
) -> Result<String, Failure> {
    let Some(named) = named else { return identity_for(pool, of, visitor) };
    if pool_of(pool, named)?.id != of.id {
        return Err(Failure::not_found(format!("Identity '{named}' not found.")));
    }
    let (id, _) = pool.identities.current(named);
    if pool.identities.linked(of, &visitor.logins).iter().any(|linked| *linked != id) {
        return Err(Failure::new(
            "DeveloperUserAlreadyRegisteredException",
            "The provided developer user identifier is already registered with Cognito under a different identity ID.",
        ));
    }
    pool.identities.link(of, &visitor.logins, &id);
    Ok(id)
}

/// Cuts the links that logins of some providers have to an identity. They are strangers the next time they come.
pub(super) fn unlink(pool: &mut Pool, id: &str, providers: &[&str]) {
    let gone = |link: &Link| providers.contains(&link.provider.as_str());
    pool.identities.links.retain(|link, linked| linked != id || !gone(link));
}

/// The role that a visitor gets, by the token's claims or by choice among them.
pub(super) fn role(visitor: &Visitor, custom: Option<&str>) -> Result<&'static Role, Failure> {
    if visitor.is_guest() {
        return Ok(&GUEST);
    }
    let preferred = visitor.logins.iter().find_map(|login| login.preferred.as_deref());
    let mut roles = visitor.logins.iter().flat_map(|login| &login.roles);
    let role = match (custom, preferred) {
        (Some(custom), _) if !roles.any(|role| role == custom) => {
            return Err(Failure::not_authorized(
                "Access to the role that CustomRoleArn names is denied: it is not among the token's roles.",
            ));
        }
        (Some(arn), _) | (None, Some(arn)) => Role::by_arn(arn),
        (None, None) => Some(&AUTHENTICATED),
    };
    role.filter(|role| role.trust == Trust::Members).ok_or_else(|| {
        Failure::new(
            "InvalidIdentityPoolConfigurationException",
            "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
        )
    })
}

impl Identities {
    fn open(&mut self, of: &'static IdentityPool, id: String, standing: Standing) -> String {
        self.known.insert(id.clone(), Identity { of, standing });
        id
    }

    /// An id for somebody who has none: it follows from their login, so it is the same in every practice pool, unless
    /// that one was used up.
    fn unused(&self, of: &IdentityPool, login: &Login, random: &mut Random) -> String {
        let Login { provider, subject, .. } = login;
        let digest = Sha256::digest(format!("{}|{provider}|{subject}", of.id));
        let bytes = digest.first_chunk::<16>().copied().unwrap_or_default();
        let id = format!("{REGION}:{}", uuid::Builder::from_random_bytes(bytes).into_uuid());
        if self.known.contains_key(&id) { format!("{REGION}:{}", random.uuid()) } else { id }
    }

    /// The identity that an id stands for, which after a merge is another, and how it stands with it.
    fn current(&self, id: &str) -> (String, Standing) {
        match self.known.get(id).map(|identity| &identity.standing) {
            Some(Standing::Merged(into)) => (into.clone(), Standing::Member),
            Some(standing) => (id.to_owned(), standing.clone()),
            None => (id.to_owned(), Standing::Member),
        }
    }

    /// The identities that some of the logins lead to.
    fn linked(&self, of: &IdentityPool, logins: &[Login]) -> Vec<String> {
        let found = logins.iter().filter_map(|login| self.links.get(&Link::of(of, login)));
        found.cloned().collect::<BTreeSet<_>>().into_iter().collect()
    }

    fn link(&mut self, of: &IdentityPool, logins: &[Login], id: &str) {
        for login in logins {
            self.links.insert(Link::of(of, login), id.to_owned());
        }
        if let Some(identity) = self.known.get_mut(id) {
            identity.standing = Standing::Member;
        }
    }

    fn merge(&mut self, guest: &str, into: &str) -> String {
        if let Some(identity) = self.known.get_mut(guest) {
            identity.standing = Standing::Merged(into.to_owned());
        }
        into.to_owned()
    }
}

impl Link {
    fn of(pool: &IdentityPool, login: &Login) -> Self {
        let Login { provider, subject, .. } = login.clone();
        Self { identity_pool: pool.id, provider, subject }
    }
}

fn conflict() -> Failure {
    Failure::new("ResourceConflictException", "A login is already linked to another identity.")
}

fn mismatch() -> Failure {
    Failure::not_authorized(
        "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    )
}
