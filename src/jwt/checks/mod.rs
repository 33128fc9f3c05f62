//! The checks of a token: all of them, in order, each with what was expected and what was found, and one verdict.
//! Stricter than RFC 7519 asks for and than most libraries are: one algorithm, an expiry, no key twice, one spelling.
//! It is given the key set, what to expect and the time, and fetches nothing. A key never comes from the token.
//!
//! A token that was called off still passes: no signature tells of that.

use std::fmt;

use jiff::Timestamp;

use super::key_set::{Algorithm, KeySet};
use super::opened::{Opened, Shape};
use super::problem::Problem;
use crate::secret::Secret;
use rules::Examined;
pub use told::Told;

mod rules;
mod told;

/// What a token must be to be taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expected {
    /// Who gave it out.
    pub source: Source,
    /// The values that `iss` may have, letter by letter. None: it is not checked, and nothing is called valid.
    pub issuers: Vec<String>,
    /// The app client (or the identity pool) that it must be for. None: it is not checked.
    pub client: Option<String>,
    /// The only `token_use` to take. None: either.
    pub token_use: Option<TokenUse>,
    /// The key set was given by hand: nobody but the giver ties its keys to the issuer.
    pub keys_are_given: bool,
    /// The nonce that the sign-in was begun with, where it was.
    pub nonce: Option<Secret>,
    /// The access token that came with it, for `at_hash`.
    pub access_token: Option<Secret>,
}

/// Who gives out tokens, and with that how they are signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Source {
    /// A user pool: RS256, with a `token_use`.
    #[default]
    UserPool,
    /// An identity pool: RS512, without one.
    IdentityPool,
}

impl Source {
    /// The one algorithm that is taken.
    #[must_use]
    pub const fn algorithm(self) -> Algorithm {
        match self {
            Self::UserPool => Algorithm::Rs256,
            Self::IdentityPool => Algorithm::Rs512,
        }
    }
}

/// The two kinds of tokens that a user pool signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenUse {
    /// `id`
    Id,
    /// `access`
    Access,
}

impl TokenUse {
    /// As spelled in `token_use`.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Access => "access",
        }
    }
}

/// What all checks came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Every check, in order, whatever came of the ones before it.
    pub checks: Vec<Check>,
    /// What they come to together.
    pub verdict: Verdict,
    /// Who was expected to have given the token out.
    pub source: Source,
    /// The key set was given by hand.
    pub keys_are_given: bool,
}

/// One check. `Debug` leaves out what stands in the token.
#[derive(Clone, PartialEq, Eq)]
pub struct Check {
    /// Which one.
    pub name: CheckName,
    /// What came of it.
    pub outcome: Outcome,
    /// What a token that is taken has.
    pub expected: Told,
    /// What this one has; for a check that was left out, why.
    pub found: Told,
}

impl fmt::Debug for Check {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check")
            .field("name", &self.name)
            .field("outcome", &self.outcome)
            .finish_non_exhaustive()
    }
}

/// The checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CheckName {
    /// Three canonical parts that hold JSON objects.
    Shape,
    /// `alg`
    Algorithm,
    /// `crit`
    Extensions,
    /// `kid`
    KeyId,
    /// The key of that name in the key set.
    Key,
    /// The signature itself.
    Signature,
    /// `iss`
    Issuer,
    /// `token_use`
    TokenUse,
    /// `aud`
    Audience,
    /// `client_id`
    ClientId,
    /// `exp`
    Expiry,
    /// `nbf`
    NotBefore,
    /// `iat`
    IssuedAt,
    /// `at_hash`
    AccessTokenHash,
    /// `nonce`
    Nonce,
}

impl CheckName {
    /// As in the terminal's JSON: the claim's own name where it is about one.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Shape => "shape",
            Self::Algorithm => "alg",
            Self::Extensions => "crit",
            Self::KeyId => "kid",
            Self::Key => "key",
            Self::Signature => "signature",
            Self::Issuer => "iss",
            Self::TokenUse => "token_use",
            Self::Audience => "aud",
            Self::ClientId => "client_id",
            Self::Expiry => "exp",
            Self::NotBefore => "nbf",
            Self::IssuedAt => "iat",
            Self::AccessTokenHash => "at_hash",
            Self::Nonce => "nonce",
        }
    }

    /// What it asks, in words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Shape => "Shape",
            Self::Algorithm => "Algorithm",
            Self::Extensions => "Extensions",
            Self::KeyId => "Key ID",
            Self::Key => "Key in the key set",
            Self::Signature => "Signature",
            Self::Issuer => "Issuer",
            Self::TokenUse => "Token use",
            Self::Audience => "Audience",
            Self::ClientId => "App client",
            Self::Expiry => "Expiry",
            Self::NotBefore => "Not before",
            Self::IssuedAt => "Issued at",
            Self::AccessTokenHash => "Access token hash",
            Self::Nonce => "Nonce",
        }
    }
}

/// What came of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Not as expected.
    Failed,
    /// Not looked at, for the reason given.
    Skipped,
}

impl Outcome {
    /// As in the terminal's JSON, and for people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "skipped",
        }
    }
}

/// What the checks come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Signed by the issuer that was expected, and nothing speaks against it.
    Valid,
    /// Something speaks against it.
    Invalid,
    /// Nothing speaks against it, and nobody has shown who signed it.
    NotVerified,
}

impl Verdict {
    /// For people.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::NotVerified => super::NOT_VERIFIED,
        }
    }

    /// As in the terminal's JSON.
    #[must_use]
    pub const fn wire(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Invalid => "invalid",
            Self::NotVerified => "not_verified",
        }
    }
}

/// Checks a token against a key set, if there is one, as of a moment.
#[must_use]
pub fn check(opened: &Opened, keys: Option<&KeySet>, expected: &Expected, now: Timestamp) -> Checked {
    let token = Examined { opened, keys, expected, now };
    let checks = vec![
        token.shape(),
        token.algorithm(),
        token.extensions(),
        token.key_id(),
        token.key(),
        token.signature(),
        token.issuer(),
        token.token_use(),
        token.client(),
        token.expiry(),
        token.not_before(),
        token.issued_at(),
        token.access_token_hash(),
        token.nonce(),
    ];
    let verdict = verdict(&checks);
    Checked { checks, verdict, source: expected.source, keys_are_given: expected.keys_are_given }
}

fn verdict(checks: &[Check]) -> Verdict {
    let came_to = |name| checks.iter().find(|check| check.name == name).map(|check| check.outcome);
    if checks.iter().any(|check| check.outcome == Outcome::Failed) {
        return Verdict::Invalid;
    }
    let must = [CheckName::Shape, CheckName::Signature, CheckName::Issuer, CheckName::Expiry];
    let all = must.into_iter().all(|name| came_to(name) == Some(Outcome::Passed));
    if all { Verdict::Valid } else { Verdict::NotVerified }
}

impl Checked {
    /// What became of one check. `Skipped` for one that is not among them.
    #[must_use]
    pub fn outcome(&self, name: CheckName) -> Outcome {
        let found = self.checks.iter().find(|check| check.name == name);
        found.map_or(Outcome::Skipped, |check| check.outcome)
    }

    /// How many failed, passed and were skipped: `11 checks passed, 3 skipped`.
    #[must_use]
    pub fn counted(&self) -> String {
        let count = |outcome| self.checks.iter().filter(|check| check.outcome == outcome).count();
        let checks = |count: usize| if count == 1 { "1 check".to_owned() } else { format!("{count} checks") };
        let failed = count(Outcome::Failed);
        let passed = match count(Outcome::Passed) {
            passed if failed == 0 => format!("{} passed", checks(passed)),
            passed => format!("{} failed, {passed} passed", checks(failed)),
        };
        match count(Outcome::Skipped) {
            0 => passed,
            skipped => format!("{passed}, {skipped} skipped"),
        }
    }

    /// The checks that failed first, then the others, each in order.
    #[must_use]
    pub fn failed_first(&self) -> Vec<&Check> {
        let others = self.checks.iter().filter(|check| check.outcome != Outcome::Failed);
        self.failed().chain(others).collect()
    }

    /// The checks that failed, in order.
    pub fn failed(&self) -> impl Iterator<Item = &Check> {
        self.checks.iter().filter(|check| check.outcome == Outcome::Failed)
    }

    /// What lies behind the checks that failed, as far as one of them tells: what a person would say first.
    fn reason(&self) -> Option<&'static str> {
        let failed = |name| self.outcome(name) == Outcome::Failed;
        let reasons = [
            (CheckName::Issuer, "another issuer than yours gave it out"),
            (CheckName::Algorithm, "it is not signed in the one way that is taken"),
            (CheckName::Key, "none of the issuer’s keys signed it"),
            (CheckName::Signature, "it was changed, or somebody else signed it"),
            (CheckName::TokenUse, "it is another kind of token"),
            (CheckName::Audience, "it is meant for another client"),
            (CheckName::ClientId, "it is meant for another client"),
            (CheckName::Expiry, "its life is over, or it names no end"),
            (CheckName::NotBefore, "its life has not begun"),
        ];
        reasons.into_iter().find(|(name, _)| failed(*name)).map(|(_, reason)| reason)
    }

    /// Nothing is wrong with it but white space that a paste brought in.
    fn is_only_broken_up(&self, opened: &Opened) -> bool {
        let only_shape = self.failed().all(|check| check.name == CheckName::Shape);
        let spaces = opened.problems.contains(&Problem::SpaceWithin);
        only_shape && spaces && opened.problems.iter().all(Problem::is_note)
    }

    /// The verdict in one sentence, without a full stop.
    #[must_use]
    pub fn sentence(&self, opened: &Opened) -> String {
        match self.verdict {
            Verdict::Valid => {
                let client = [CheckName::Audience, CheckName::ClientId]
                    .into_iter()
                    .any(|name| self.outcome(name) == Outcome::Passed);
                let whose = match (client, self.source) {
                    (true, Source::UserPool) => "and meant for this client",
                    (true, Source::IdentityPool) => "and meant for this identity pool",
                    (false, _) => "but whom it is meant for was not checked",
                };
                let by = if self.keys_are_given {
                    "Valid by the key set you gave: it names the expected issuer, is"
                } else {
                    "Valid: signed by the expected issuer,"
                };
                format!("{by} unchanged, not expired, {whose}")
            }
            Verdict::Invalid if matches!(opened.shape, Shape::Opaque) => {
                "Invalid: this is no token that can be read".to_owned()
            }
            Verdict::Invalid if self.is_only_broken_up(opened) => {
                "Invalid as it stands, with line breaks or blanks in it; joined, nothing else speaks against it"
                    .to_owned()
            }
            Verdict::Invalid => {
                let names: Vec<_> = self.failed().map(|check| check.name.label().to_lowercase()).collect();
                let names = names.join(", ");
                match self.reason() {
                    Some(reason) => format!("Invalid, do not trust it: {reason} ({names})"),
                    None => format!("Invalid, do not trust it: {names}"),
                }
            }
            Verdict::NotVerified if matches!(opened.shape, Shape::Encrypted(_)) => {
                "Not verified: it is encrypted, and only who has the key can open or check it".to_owned()
            }
            Verdict::NotVerified if self.outcome(CheckName::Signature) == Outcome::Skipped => {
                "Not verified: nobody has checked the signature, so anybody may have written it".to_owned()
            }
            Verdict::NotVerified => {
                "Not verified: the signature fits the key set, but which issuer to expect was not said"
                    .to_owned()
            }
        }
    }
}

#[cfg(test)]
mod tests;
