//! How long the tokens at hand are good, by the server's clock, and one warning before the walk's are over.

use jiff::{SignedDuration, Timestamp};

use super::{TokenRef, TokensPlace};
use crate::app::{App, Command, NoticeOffer, Tone};
use crate::jwt::lasting;

/// How long before its end a token is warned of; half its life for one that lives no longer than twice this.
const SOON: SignedDuration = SignedDuration::from_secs(5 * 60);

impl TokensPlace {
    /// When a token ends, if it says so.
    #[must_use]
    pub fn ends(&self, which: TokenRef) -> Option<Timestamp> {
        self.opened(which)?.moment("exp")
    }

    /// The first end among the walk's tokens, and how long before it is to be warned of.
    fn next_end(&self) -> Option<(Timestamp, SignedDuration)> {
        let of = |which| {
            let end = self.ends(which)?;
            let life = self.opened(which)?.moment("iat").map(|made| end.duration_since(made) / 2);
            Some((end, life.map_or(SOON, |half| half.min(SOON))))
        };
        [TokenRef::Id, TokenRef::Access].into_iter().filter_map(of).min()
    }
}

impl App {
    /// How long a token is good, by the server's clock; negative when it is over.
    #[must_use]
    pub fn good_for(&self, which: TokenRef) -> Option<SignedDuration> {
        self.tokens.ends(which).map(|end| end.duration_since(self.server_now()))
    }

    /// Says once that the walk's tokens are about to be over, with the way to fresh ones.
    pub(in crate::app) fn warn_of_the_end(&mut self) {
        let Some((end, soon)) = self.tokens.next_end() else { return };
        let left = end.duration_since(self.server_now());
        if self.tokens.warned_of == Some(end) || left > soon || !left.is_positive() {
            return;
        }
        self.tokens.warned_of = Some(end);
        let words = format!("The tokens are good for {} more", lasting(left.as_secs().unsigned_abs()));
        if self.may(&Command::Refresh).is_ok() {
            let offer = NoticeOffer { label: "Refresh", command: Command::Refresh };
            self.notices.offer(words, offer, self.now);
        } else {
            self.notices.add(Tone::Warn, words, self.now);
        }
    }

    /// When that will have to be said, by this computer's clock.
    pub(in crate::app) fn next_warning(&self) -> Option<Timestamp> {
        let (end, soon) = self.tokens.next_end().filter(|(end, _)| self.tokens.warned_of != Some(*end))?;
        let ahead = self.clock_offset().unwrap_or_default();
        let due = end.checked_sub(soon).ok()?.checked_add(ahead).ok()?;
        Some(due).filter(|due| *due > self.now)
    }
}
