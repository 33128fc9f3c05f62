//! The Tokens place: one token open at a time, the walk's or a pasted one.

use super::command::TokenRef;
use crate::flow::{Haul, TokenSet};
use crate::jwt::{self, Opened};
use crate::secret::Secret;

/// The tokens at hand, opened, and which of them is shown.
#[derive(Debug, Default)]
pub struct TokensPlace {
    /// Which one is shown.
    pub which: TokenRef,
    /// What the claims table is narrowed to.
    pub filter: String,
    /// What is in the paste field.
    pub pasted_text: Secret,
    id: Option<Opened>,
    access: Option<Opened>,
    refresh: Option<Opened>,
    pasted: Option<Opened>,
}

impl TokensPlace {
    /// A token, opened. None when it is not at hand.
    #[must_use]
    pub const fn opened(&self, which: TokenRef) -> Option<&Opened> {
        match which {
            TokenRef::Id => self.id.as_ref(),
            TokenRef::Access => self.access.as_ref(),
            TokenRef::Refresh => self.refresh.as_ref(),
            TokenRef::Pasted => self.pasted.as_ref(),
        }
    }

    /// Opens a pasted text; an empty one closes it.
    pub fn paste(&mut self, text: &Secret) {
        self.pasted_text = text.clone();
        self.pasted = (!text.expose().trim().is_empty()).then(|| jwt::open(text.expose()));
        self.which = TokenRef::Pasted;
    }

    /// Tokens of an earlier walk are not shown beside a new one.
    pub(super) fn walk_began(&mut self) {
        (self.id, self.access, self.refresh) = (None, None, None);
    }

    pub(super) fn walk_changed(&mut self, haul: &Haul) {
        let Some(TokenSet { id, access, refresh, .. }) = &haul.tokens else { return };
        if self.id.is_none() && self.access.is_none() {
            let open = |token: &Option<Secret>| token.as_ref().map(|token| jwt::open(token.expose()));
            (self.id, self.access, self.refresh) = (open(id), open(access), open(refresh));
        }
    }
}
