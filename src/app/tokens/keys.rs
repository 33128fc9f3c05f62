//! The key sets at hand: fetched from where the calls go, never from where a token says, or given by hand. What is
//! checked with them is told in the file beside this.

use jiff::Timestamp;

use super::TokenRef;
use crate::app::{App, Place, Tone};
use crate::engine;
use crate::flow::{Failure, KeySetOf, Reply};
use crate::jwt::{KeySet, KeySetProblem};
use crate::secret::Secret;

/// A key set, and how it was had.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The keys.
    pub set: KeySet,
    /// How it was had.
    pub had: Had,
    /// Since when it is here.
    pub since: Timestamp,
}

/// How a key set was had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Had {
    /// Pasted or dropped: only the giver ties its keys to a pool.
    Given,
    /// Fetched.
    Fetched {
        /// From where, with the port where there is one.
        host: String,
        /// Over a network and without TLS: anybody on the way may have put others in their place.
        in_the_clear: bool,
    },
}

impl Keys {
    /// `1 key`, `2 keys`.
    #[must_use]
    pub fn counted(&self) -> String {
        let count = self.set.keys().len();
        if count == 1 { "1 key".to_owned() } else { format!("{count} keys") }
    }
}

/// Whose keys, and at which address in place of AWS's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Whence {
    pub(super) of: KeySetOf,
    endpoint: Option<String>,
}

impl Whence {
    pub(super) fn host(&self) -> String {
        self.of.host(self.endpoint.as_deref())
    }
}

impl App {
    /// The key set that was given by hand: while it is here, tokens are checked with it alone.
    #[must_use]
    pub const fn given_keys(&self) -> Option<&Keys> {
        self.verifying.given.as_ref()
    }

    /// The keys that a token is checked with, if they are at hand.
    #[must_use]
    pub fn keys(&self, which: TokenRef) -> Option<&Keys> {
        let fetched = || {
            let whence = self.whence(which)?;
            self.verifying.fetched.iter().find(|(known, _)| *known == whence).map(|(_, keys)| keys)
        };
        self.given_keys().or_else(fetched)
    }

    /// Where the keys for a token are fetched: from where the calls go, whatever the token says.
    pub(super) fn whence(&self, which: TokenRef) -> Option<Whence> {
        let opened = self.tokens.opened(which)?;
        let whose = self.whose(which);
        let of = whose.trust.key_set(opened)?;
        let endpoint = match &of {
            KeySetOf::UserPool { .. } => whose.target.endpoints.idp.clone(),
            KeySetOf::IdentityPools => whose.target.endpoints.identity.clone(),
        };
        Some(Whence { of, endpoint })
    }

    /// Takes in the answer to a call for keys.
    pub(super) fn keys_came(
        &mut self,
        whence: Whence,
        result: Result<Reply, Failure>,
    ) -> Result<(), Failure> {
        let Reply::KeySet(text) = result? else {
            let problem = "A call for keys came back with another call’s reply".to_owned();
            return Err(Failure::Internal { problem });
        };
        let unusable =
            |problem: KeySetProblem| Failure::Unusable { status: 200, problem: problem.to_string() };
        let set = KeySet::read(&text).map_err(unusable)?;
        let in_the_clear = engine::is_in_the_clear(&whence.of.url(whence.endpoint.as_deref()));
        let had = Had::Fetched { host: whence.host(), in_the_clear };
        self.verifying.fetched.retain(|(known, _)| *known != whence);
        self.verifying.fetched.push((whence, Keys { set, had, since: self.now }));
        Ok(())
    }

    pub(super) fn use_key_set(&mut self, text: &Secret) {
        self.place = Place::Tokens;
        match KeySet::read(text.expose()) {
            Ok(set) => {
                let keys = Keys { set, had: Had::Given, since: self.now };
                let words = format!(
                    "A key set with {}: tokens are checked with it, nothing is fetched",
                    keys.counted()
                );
                self.verifying.given = Some(keys);
                self.notices.add(Tone::Ok, words, self.now);
                self.verify_what_is_shown();
            }
            Err(problem) => self.notices.add(Tone::Bad, problem.to_string(), self.now),
        }
    }

    /// Lets go of the key set that was given by hand, and has the pool's own fetched.
    pub(super) fn use_fetched_keys(&mut self) {
        self.verifying.given = None;
        self.verify_what_is_shown();
    }

    fn verify_what_is_shown(&mut self) {
        if self.may_verify(self.tokens.which).is_ok() {
            self.verify(self.tokens.which);
        }
    }
}
