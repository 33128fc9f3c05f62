//! What a person can do in the Tokens place, and the names of what they do it to. Doing it is the business of the
//! files beside this one.

use std::path::PathBuf;

use crate::secret::Secret;

/// One thing to do with tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenCommand {
    /// Open a file: a token or a key set.
    OpenFile(PathBuf),
    /// Look at tokens in another way.
    View(TokensView),
    /// Keep a copy of a token, to compare another one with it.
    Keep(TokenRef),
    /// Let go of a token that was pasted or kept.
    Forget(TokenRef),
    /// Choose a token to compare.
    Compare(Side, TokenRef),
    /// Unfold what is known of a claim, or fold it again.
    About(ClaimRef),
    /// Hide what the last refresh changed.
    HideChanges,
    /// Check a token: the key set is fetched first, if it is not at hand.
    Verify(TokenRef),
    /// Check with the keys of this key set from now on.
    UseKeySet(Secret),
    /// Check with the keys that are fetched again, not with those of a pasted key set.
    UseFetchedKeys,
    /// Ask the user pool whether it still takes an access token.
    CheckLive(TokenRef),
    /// Do not wait for the call that is out for a token.
    StopWaiting,
}

/// A token at hand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenRef {
    /// The ID token.
    #[default]
    Id,
    /// The access token.
    Access,
    /// The refresh token.
    Refresh,
    /// The identity pool's own token.
    OpenId,
    /// The one that was pasted or dropped.
    Pasted,
    /// The one that was kept to compare others with.
    Kept,
    /// The ID token from before the last refresh.
    IdBefore,
    /// The access token from before the last refresh.
    AccessBefore,
}

impl TokenRef {
    /// Every one, in the order in which they are shown.
    pub const ALL: [Self; 8] = [
        Self::Id,
        Self::Access,
        Self::Refresh,
        Self::OpenId,
        Self::Pasted,
        Self::Kept,
        Self::IdBefore,
        Self::AccessBefore,
    ];
    /// The tokens of a walk.
    pub const OF_WALK: [Self; 3] = [Self::Id, Self::Access, Self::Refresh];

    /// What the token is called where tokens are listed.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Id => "ID",
            Self::Access => "Access",
            Self::Refresh => "Refresh",
            Self::OpenId => "OpenID",
            Self::Pasted => "Pasted",
            Self::Kept => "Kept",
            Self::IdBefore => "ID before",
            Self::AccessBefore => "Access before",
        }
    }

    /// What the token is called within a sentence, and its header, payload and the header line that carries it.
    const fn names(self) -> [&'static str; 4] {
        match self {
            Self::Id => ["ID token", "ID token’s header", "ID token’s payload", "ID token as a header line"],
            Self::Access => [
                "access token",
                "access token’s header",
                "access token’s payload",
                "access token as a header line",
            ],
            Self::Refresh => [
                "refresh token",
                "refresh token’s header",
                "refresh token’s payload",
                "refresh token as a header line",
            ],
            Self::OpenId => [
                "OpenID token",
                "OpenID token’s header",
                "OpenID token’s payload",
                "OpenID token as a header line",
            ],
            Self::Pasted => ["token", "token’s header", "token’s payload", "token as a header line"],
            Self::Kept => {
                ["kept token", "kept token’s header", "kept token’s payload", "kept token as a header line"]
            }
            Self::IdBefore => [
                "ID token before",
                "earlier ID token’s header",
                "earlier ID token’s payload",
                "earlier ID token as a header line",
            ],
            Self::AccessBefore => [
                "access token before",
                "earlier access token’s header",
                "earlier access token’s payload",
                "earlier access token as a header line",
            ],
        }
    }

    /// What it is called within a sentence: “ID token”.
    #[must_use]
    pub const fn name(self) -> &'static str {
        let [name, ..] = self.names();
        name
    }

    /// What it is called in a sentence that tells it from another one: “pasted token”.
    #[must_use]
    pub const fn name_beside_another(self) -> &'static str {
        match self {
            Self::Pasted => "pasted token",
            Self::IdBefore => "earlier ID token",
            Self::AccessBefore => "earlier access token",
            Self::Id | Self::Access | Self::Refresh | Self::OpenId | Self::Kept => self.name(),
        }
    }

    /// True when the other is what this one became by a refresh.
    #[must_use]
    pub const fn became(self, other: Self) -> bool {
        matches!((self, other), (Self::IdBefore, Self::Id) | (Self::AccessBefore, Self::Access))
    }

    pub(in crate::app) const fn name_of_header(self) -> &'static str {
        let [_, header, ..] = self.names();
        header
    }

    pub(in crate::app) const fn name_of_payload(self) -> &'static str {
        let [_, _, payload, _] = self.names();
        payload
    }

    pub(in crate::app) const fn name_as_header_line(self) -> &'static str {
        let [_, _, _, line] = self.names();
        line
    }
}

/// How tokens are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokensView {
    /// One of them.
    One,
    /// The walk's, side by side.
    Beside,
    /// What two of them have in common and what not.
    Compare,
}

/// The two tokens of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// The first.
    First,
    /// The second.
    Second,
}

/// The readable halves of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Half {
    /// How it is protected.
    Header,
    /// What it says.
    Claims,
}

/// One value in a token.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ClaimRef {
    /// In which token.
    pub token: TokenRef,
    /// In which half of it.
    pub half: Half,
    /// Its place among the rows, then among the rows within.
    pub path: Vec<usize>,
}
