//! The Tokens place: one token open at a time, the walk's or a pasted one.

use serde_json::Value as Json;

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
    /// What is shown will be replaced by what the walk brings.
    are_old: bool,
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

    /// Tokens of an earlier walk are not shown beside another one.
    pub(super) fn walk_began(&mut self) {
        (self.id, self.access, self.refresh) = (None, None, None);
        self.are_old = false;
    }

    /// While tokens are refreshed the old ones stay.
    pub(super) const fn refresh_began(&mut self) {
        self.are_old = true;
    }

    /// The roles that the ID token names, the preferred one first among equals.
    pub(super) fn roles(&self) -> Vec<String> {
        let claims = self.id.as_ref().and_then(Opened::claims);
        let roles = claims.and_then(|claims| claims.get("cognito:roles")).and_then(Json::as_array);
        roles.into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect()
    }

    /// The real user name, as the tokens tell it.
    pub(super) fn real_name(&self) -> Option<String> {
        let told = |token: &Option<Opened>, claim| token.as_ref()?.claims()?.text(claim).map(str::to_owned);
        told(&self.id, "cognito:username").or_else(|| told(&self.access, "username"))
    }

    /// The role that the identity pool takes when nobody asks for one.
    pub(super) fn preferred_role(&self) -> Option<&str> {
        self.id.as_ref()?.claims()?.text("cognito:preferred_role")
    }

    pub(super) fn walk_changed(&mut self, haul: &Haul) {
        let Some(TokenSet { id, access, refresh, .. }) = &haul.tokens else { return };
        if self.are_old || self.id.is_none() && self.access.is_none() {
            self.are_old = false;
            let open = |token: &Option<Secret>| token.as_ref().map(|token| jwt::open(token.expose()));
            (self.id, self.access, self.refresh) = (open(id), open(access), open(refresh));
        }
    }
}
