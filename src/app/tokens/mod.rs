//! The Tokens place: the tokens at hand, opened, and how they are looked at. Checking them, their end and the files
//! that they come from are in the files beside this one.

use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value as Json;

use crate::app::Walk;
use crate::flow::TokenSet;
use crate::jwt::{self, ClaimRow, Comparison, Opened, claims};
use crate::secret::Secret;

mod acting;
mod command;
mod ending;
mod keys;
mod live;
mod verifying;

pub use acting::is_key_set;
pub use command::{ClaimRef, Half, Side, TokenCommand, TokenRef, TokensView};
pub use keys::{Had, Keys};
pub use live::Live;
pub(super) use verifying::Verifying;
pub use verifying::Whose;

/// The tokens at hand, opened, and which of them is shown.
#[derive(Debug, Default)]
pub struct TokensPlace {
    /// Which one is shown.
    pub which: TokenRef,
    /// How they are looked at; none leaves it to the width of the window.
    pub view: Option<TokensView>,
    /// What the claims table is narrowed to.
    pub filter: String,
    /// What is in the paste field.
    pub pasted_text: Secret,
    /// The claim that is unfolded.
    pub about: Option<ClaimRef>,
    /// What was chosen to be compared.
    chosen: [Option<TokenRef>; 2],
    /// What is shown will be replaced by what the walk brings.
    are_old: bool,
    /// The last refresh has changed something, and it is shown.
    shows_changes: bool,
    /// The end that was warned of last.
    warned_of: Option<Timestamp>,
    held: BTreeMap<TokenRef, Held>,
}

/// A token at hand.
#[derive(Debug)]
struct Held {
    opened: Opened,
    /// Somebody asked for it to be checked.
    asked: bool,
    /// Where it came from and for whom it was asked; none for one that was pasted or kept.
    whose: Option<Whose>,
    rows: Option<Rows>,
}

/// Its rows as of a second, so that a frame need not make them again.
#[derive(Debug)]
struct Rows {
    second: i64,
    header: Rc<[ClaimRow]>,
    claims: Rc<[ClaimRow]>,
}

impl TokensPlace {
    /// A token, opened. None when it is not at hand.
    #[must_use]
    pub fn opened(&self, which: TokenRef) -> Option<&Opened> {
        self.held.get(&which).map(|held| &held.opened)
    }

    /// The tokens at hand, in the order in which they are shown.
    #[must_use]
    pub fn at_hand(&self) -> Vec<TokenRef> {
        TokenRef::ALL.into_iter().filter(|which| self.held.contains_key(which)).collect()
    }

    /// The rows of a half of a token at a moment. Empty when it cannot be read.
    pub fn rows(
        &mut self,
        which: TokenRef,
        half: Half,
        (now, zone): (Timestamp, &TimeZone),
    ) -> Rc<[ClaimRow]> {
        let Some(held) = self.held.get_mut(&which) else { return Rc::default() };
        let second = now.as_second();
        let fresh = held.rows.take().filter(|rows| rows.second == second);
        let rows = fresh.unwrap_or_else(|| Rows {
            second,
            header: claims::header_rows(&held.opened).into(),
            claims: claims::rows(&held.opened, now, zone).into(),
        });
        let wanted = match half {
            Half::Header => Rc::clone(&rows.header),
            Half::Claims => Rc::clone(&rows.claims),
        };
        held.rows = Some(rows);
        wanted
    }

    /// Opens a pasted text; an empty one closes it.
    pub fn paste(&mut self, text: &Secret) {
        self.pasted_text = text.clone();
        if text.expose().trim().is_empty() {
            self.held.remove(&TokenRef::Pasted);
            self.fold_what_is_gone();
        } else {
            self.hold(TokenRef::Pasted, text, None);
        }
        self.which = TokenRef::Pasted;
        self.view = Some(TokensView::One);
    }

    /// The two tokens that are compared: those that were chosen, else what lends itself. None when there are not two.
    #[must_use]
    pub fn compared(&self) -> Option<[TokenRef; 2]> {
        const PAIRS: [[TokenRef; 2]; 4] = [
            [TokenRef::IdBefore, TokenRef::Id],
            [TokenRef::AccessBefore, TokenRef::Access],
            [TokenRef::Kept, TokenRef::Pasted],
            [TokenRef::Id, TokenRef::Access],
        ];
        let there = |which: &TokenRef| self.held.contains_key(which);
        let hand = self.at_hand();
        let [first, second] = self.chosen.map(|chosen| chosen.filter(there));
        let other = |than: TokenRef| hand.iter().copied().find(|which| *which != than);
        match (first, second) {
            (Some(first), Some(second)) => Some([first, second]),
            (Some(first), None) => Some([first, other(first)?]),
            (None, Some(second)) => Some([other(second)?, second]),
            (None, None) => {
                let pair = PAIRS.into_iter().find(|pair| pair.iter().all(there));
                pair.or_else(|| Some([hand.first().copied()?, hand.get(1).copied()?]))
            }
        }
    }

    /// What two tokens have in common and what not.
    #[must_use]
    pub fn comparison(&self, [before, after]: [TokenRef; 2]) -> Option<Comparison> {
        Some(jwt::compare(self.opened(before)?, self.opened(after)?))
    }

    /// What the last refresh changed in a token, until that is hidden.
    #[must_use]
    pub fn changes(&self, which: TokenRef) -> Option<Comparison> {
        let before = match which {
            TokenRef::Id => TokenRef::IdBefore,
            TokenRef::Access => TokenRef::AccessBefore,
            TokenRef::Refresh
            | TokenRef::OpenId
            | TokenRef::Pasted
            | TokenRef::Kept
            | TokenRef::IdBefore
            | TokenRef::AccessBefore => return None,
        };
        self.comparison([before, which]).filter(|_| self.shows_changes)
    }

    /// True when it is this very token that is at hand.
    fn holds(&self, which: TokenRef, token: &Secret) -> bool {
        self.opened(which).is_some_and(|opened| opened.raw == *token)
    }

    fn came_with_a_walk(&self, which: TokenRef) -> bool {
        self.held.get(&which).is_some_and(|held| held.whose.is_some())
    }

    fn hold(&mut self, which: TokenRef, token: &Secret, whose: Option<Whose>) {
        let opened = jwt::open(token.expose());
        self.put(which, Held { opened, asked: false, whose, rows: None });
    }

    /// What was unfolded in the token before is another claim in this one.
    fn put(&mut self, which: TokenRef, held: Held) {
        self.about.take_if(|about| about.token == which);
        self.held.insert(which, held);
    }

    fn fold_what_is_gone(&mut self) {
        let held = &self.held;
        self.about.take_if(|about| !held.contains_key(&about.token));
    }

    /// Tokens of an earlier walk are not shown beside another one; what was pasted or kept stays.
    pub(super) fn walk_began(&mut self) {
        self.held.retain(|which, _| matches!(which, TokenRef::Pasted | TokenRef::Kept));
        self.fold_what_is_gone();
        self.are_old = false;
        self.shows_changes = false;
    }

    /// While tokens are refreshed the old ones stay.
    pub(super) const fn refresh_began(&mut self) {
        self.are_old = true;
    }

    /// The roles that the ID token names, the preferred one first among equals.
    pub(super) fn roles(&self) -> Vec<String> {
        let claims = self.opened(TokenRef::Id).and_then(Opened::claims);
        let roles = claims.and_then(|claims| claims.get("cognito:roles")).and_then(Json::as_array);
        roles.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
    }

    /// The real user name, as the tokens tell it.
    pub(super) fn real_name(&self) -> Option<String> {
        let told = |which, claim| self.opened(which)?.claims()?.text(claim).map(str::to_owned);
        told(TokenRef::Id, "cognito:username").or_else(|| told(TokenRef::Access, "username"))
    }

    /// The role that the identity pool takes when nobody asks for one.
    pub(super) fn preferred_role(&self) -> Option<&str> {
        self.opened(TokenRef::Id)?.claims()?.text("cognito:preferred_role")
    }

    /// Takes in what a walk has brought, and whose it is: the form, or another walk, may name others by and by.
    pub(super) fn walk_changed(&mut self, walk: &Walk) {
        let haul = walk.haul();
        if let Some(token) = &haul.open_id
            && self.opened(TokenRef::OpenId).is_none_or(|held| held.raw != *token)
        {
            self.hold(TokenRef::OpenId, token, Some(Whose::of(walk)));
        }
        let Some(TokenSet { id, access, refresh, .. }) = &haul.tokens else { return };
        let is_empty = self.opened(TokenRef::Id).is_none() && self.opened(TokenRef::Access).is_none();
        if !self.are_old && !is_empty {
            return;
        }
        let is_here = |which, token: Option<&Secret>| self.opened(which).map(|opened| &opened.raw) == token;
        if is_here(TokenRef::Id, id.as_ref()) && is_here(TokenRef::Access, access.as_ref()) {
            return; // a refresh that has brought nothing
        }
        self.shows_changes = self.are_old;
        for (which, earlier) in
            [(TokenRef::Id, TokenRef::IdBefore), (TokenRef::Access, TokenRef::AccessBefore)]
        {
            if let Some(held) = self.held.remove(&which).filter(|_| self.are_old) {
                self.put(earlier, held);
            }
        }
        self.held.remove(&TokenRef::Refresh);
        self.are_old = false;
        let fresh = [(TokenRef::Id, id), (TokenRef::Access, access), (TokenRef::Refresh, refresh)];
        for (which, token) in fresh {
            if let Some(token) = token {
                self.hold(which, token, Some(Whose::of(walk)));
            }
        }
        self.fold_what_is_gone();
    }
}
