//! From pairs to an import: each value is checked, the surest is taken for each field, and
//! what was left out is named with the reason.

use super::meaning::{self, Meaning};
use super::pair::Pair;
use super::{Import, LeftOut, Source, Why};
use crate::cognito::managed_login::Domain;
use crate::cognito::{ClientId, IdProblem, IdentityPoolId, Region, UserPoolId};
use crate::profile::Field;
use crate::secret::Secret;

/// Chooses among the pairs; nothing when none is about a pool or an app client.
pub(super) fn choose(source: Source, pairs: &[Pair]) -> Option<Import> {
    let mut choice = Choice::default();
    for pair in pairs.iter().filter(|pair| !pair.value.expose().trim().is_empty()) {
        choice.weigh(pair);
    }
    choice.import(source)
}

/// A value that would do for a field.
struct Candidate<'p> {
    field: Field,
    rank: u8,
    value: String,
    pair: &'p Pair,
}

#[derive(Default)]
struct Choice<'p> {
    candidates: Vec<Candidate<'p>>,
    secrets: Vec<&'p Pair>,
    left_out: Vec<LeftOut>,
    /// Something was meant for one of the ids, even if it would not do.
    is_for_us: bool,
}

impl<'p> Choice<'p> {
    fn weigh(&mut self, pair: &'p Pair) {
        let value = pair.value.expose().trim();
        let meaning = meaning::by_key(pair);
        if let Some((field, value)) = meaning::shape(value)
            && !meaning::is_identity(pair)
        {
            let rank = u8::from(!matches!(meaning, Meaning::Field(named, _) if named == field));
            self.weigh_id(Candidate { field, rank, value, pair });
            return;
        }
        match meaning {
            Meaning::Field(field, rank) => match checked(field, value) {
                Ok(value) => self.weigh_id(Candidate { field, rank, value, pair }),
                Err(why) => self.refuse(field, pair, why),
            },
            Meaning::ClientSecret if !pair.sure => {}
            Meaning::ClientSecret if meaning::is_placeholder(value) => self.leave_out(pair, Why::Placeholder),
            Meaning::ClientSecret if !is_client_secret(value) => self.leave_out(pair, Why::NotAClientSecret),
            Meaning::ClientSecret => self.secrets.push(pair),
            Meaning::OtherSecret if pair.sure && value.len() >= 8 => self.leave_out(pair, Why::Secret),
            Meaning::OtherSecret | Meaning::Nothing => {}
        }
    }

    fn weigh_id(&mut self, candidate: Candidate<'p>) {
        self.is_for_us |= is_id(candidate.field);
        if candidate.field == Field::UserPool && is_blank(&candidate.value) {
            self.leave_out(candidate.pair, Why::Placeholder);
        } else {
            self.candidates.push(candidate);
        }
    }

    fn refuse(&mut self, field: Field, pair: &Pair, why: Why) {
        if pair.sure {
            self.is_for_us |= is_id(field);
            self.leave_out(pair, why);
        }
    }

    fn leave_out(&mut self, pair: &Pair, why: Why) {
        let left_out = LeftOut { key: pair.key.clone(), why };
        if !self.left_out.contains(&left_out) {
            self.left_out.push(left_out);
        }
    }

    fn import(mut self, source: Source) -> Option<Import> {
        if !self.is_for_us {
            return None;
        }
        let client_secret = self.client_secret();
        let chosen: Vec<Candidate<'p>> =
            Field::ALL.into_iter().filter_map(|field| self.best(field)).collect();
        let found = self.with_the_pools_region(chosen);
        Some(Import { source, found, client_secret, left_out: self.left_out })
    }

    /// The first of the surest; others that differ are named. Regions of other services are no news.
    fn best(&mut self, field: Field) -> Option<Candidate<'p>> {
        let (mut ours, rest): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.candidates).into_iter().partition(|candidate| candidate.field == field);
        self.candidates = rest;
        ours.sort_by_key(|candidate| candidate.rank);
        let mut ours = ours.into_iter();
        let best = ours.next()?;
        let is_news = |other: &Candidate<'_>| {
            other.value != best.value
                && other.pair.sure
                && (field != Field::Region || other.rank == best.rank)
        };
        for other in ours.filter(is_news) {
            self.leave_out(other.pair, Why::Another(field));
        }
        Some(best)
    }

    /// A secret that stands with another client id than the one to be taken is that one's.
    fn client_secret(&mut self) -> Option<Secret> {
        let clients = self.candidates.iter().filter(|candidate| candidate.field == Field::Client);
        let clients: Vec<_> =
            clients.map(|client| (client.rank, client.value.clone(), client.pair.group)).collect();
        let taken = clients.iter().min_by_key(|(rank, ..)| *rank).map(|(_, value, _)| value);
        let is_of_another = |secret: &Pair| {
            let mut beside = clients.iter().filter(|(.., group)| *group == secret.group).peekable();
            beside.peek().is_some() && !beside.any(|(_, value, _)| Some(value) == taken)
        };
        let mut best: Option<Secret> = None;
        for pair in std::mem::take(&mut self.secrets) {
            let secret = Secret::from(pair.value.expose().trim());
            if is_of_another(pair) || best.as_ref().is_some_and(|best| *best != secret) {
                self.leave_out(pair, Why::OtherClient);
            } else {
                best = Some(secret);
            }
        }
        best
    }

    /// The user pool's id says where it is; another region would be wrong.
    fn with_the_pools_region(&mut self, chosen: Vec<Candidate<'p>>) -> Vec<(Field, String)> {
        let pool = chosen.iter().find(|candidate| candidate.field == Field::UserPool);
        let region = pool.and_then(|pool| UserPoolId::parse(&pool.value).ok()).and_then(|pool| pool.region());
        let Some(region) = region.map(|region| region.to_string()) else {
            return chosen.into_iter().map(|candidate| (candidate.field, candidate.value)).collect();
        };
        let mut found = vec![(Field::Region, region.clone())];
        for candidate in chosen {
            if candidate.field != Field::Region {
                found.push((candidate.field, candidate.value));
            } else if candidate.value != region && candidate.rank < 2 {
                self.leave_out(candidate.pair, Why::OtherRegion { pool: region.clone() });
            }
        }
        found
    }
}

const fn is_id(field: Field) -> bool {
    matches!(field, Field::UserPool | Field::Client | Field::IdentityPool)
}

/// The value as it is kept, or why it cannot be that field's.
fn checked(field: Field, value: &str) -> Result<String, Why> {
    let text = |result: Result<String, IdProblem>| {
        if meaning::is_placeholder(value) { Err(Why::Placeholder) } else { result.map_err(Why::Misshapen) }
    };
    match field {
        Field::Region => text(Region::parse(value).map(|id| id.to_string())),
        Field::UserPool => text(UserPoolId::parse(value).map(|id| id.to_string())),
        Field::Client => text(ClientId::parse(value).map(|id| id.to_string())),
        Field::IdentityPool => text(IdentityPoolId::parse(value).map(|id| id.to_string())),
        Field::Endpoint | Field::EndpointIdentity | Field::EndpointSts => address(value),
        Field::Domain => domain(value),
        Field::Name
        | Field::Username
        | Field::AwsProfile
        | Field::LoginsKey
        | Field::CustomRole
        | Field::ClassicRole
        | Field::ClassicDuration
        | Field::DeveloperProvider
        | Field::RedirectUrl
        | Field::SignOutUrl
        | Field::Scopes
        | Field::IdentityProvider
        | Field::LoginHint => text(Ok(value.to_owned())),
    }
}

/// The address of the login pages in full, whether the scheme stands there or not.
fn domain(value: &str) -> Result<String, Why> {
    if meaning::is_placeholder(value) {
        return Err(Why::Placeholder);
    }
    Domain::parse(value, None).map(|domain| domain.to_string()).map_err(|_no_domain| Why::NotAnAddress)
}

/// An address with a user's name or password in it is no endpoint.
fn address(value: &str) -> Result<String, Why> {
    let is_http = value.starts_with("http://") || value.starts_with("https://");
    if !is_http || value.contains(char::is_whitespace) {
        Err(Why::NotAnAddress)
    } else if value.contains('@') {
        Err(Why::Secret)
    } else {
        Ok(value.to_owned())
    }
}

/// A pool id whose name is one letter over and over: `us-east-1_xxxxxxxxx`.
fn is_blank(pool: &str) -> bool {
    let name = pool.split_once('_').map_or(pool, |(_, name)| name);
    name.chars().all(|c| c.eq_ignore_ascii_case(&'x'))
}

/// `[\w+]+`, at most 64: `ClientSecretType` of the service model.
fn is_client_secret(value: &str) -> bool {
    (1..=64).contains(&value.len()) && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '+'))
}
