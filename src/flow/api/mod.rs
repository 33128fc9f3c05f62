//! Requests to the person's own API, with the keys or a token of a walk: what is asked as typed and checked, in which
//! ways, and how the tries unfold. It knows HTTP as far as a form does, and sends nothing.

mod content;
mod draft;
mod visit;

use std::fmt;

use super::call::AwsCredentials;
use super::exchange::Header;
use crate::secret::Secret;

pub use content::{Content, answer_name};
pub use draft::{ApiDraft, ApiField, ApiProblem};
pub use visit::ApiVisit;

/// A request that makes sense, without what shows who asks. Made by [`ApiDraft::check`].
#[derive(Clone, PartialEq, Eq)]
pub struct ApiRequest {
    /// `GET`, `POST`, …
    pub method: String,
    /// Absolute, in the spelling that goes on the wire.
    pub url: String,
    /// As typed, in order; names in lower case.
    pub headers: Vec<Header>,
    /// As typed; empty for none.
    pub body: Secret,
}

impl ApiRequest {
    /// True of a method that is there to look at things, and changes nothing where it is taken as it is meant.
    #[must_use]
    pub fn only_looks(&self) -> bool {
        matches!(self.method.as_str(), "GET" | "HEAD" | "OPTIONS")
    }
}

/// Of the address only what stands before the query.
impl fmt::Debug for ApiRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("ApiRequest").field("method", &self.method).field("url", &url).finish_non_exhaustive()
    }
}

/// What shows who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiAuth {
    /// Signature Version 4 with AWS keys.
    Iam {
        /// The keys.
        credentials: AwsCredentials,
        /// What the signature is scoped to.
        region: String,
        /// Likewise.
        service: String,
    },
    /// `Authorization: Bearer` and the ID token.
    Id(Secret),
    /// `Authorization: Bearer` and the access token.
    Access(Secret),
    /// Nothing.
    Nothing,
}

/// The ways to show who asks, by name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum AuthKind {
    /// Signed with the AWS keys.
    #[default]
    Iam,
    /// With the ID token.
    Id,
    /// With the access token.
    Access,
    /// With nothing.
    Nothing,
}

impl AuthKind {
    /// All, in the order that they are tried.
    pub const ALL: [Self; 4] = [Self::Iam, Self::Id, Self::Access, Self::Nothing];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Iam => "AWS signature",
            Self::Id => "ID token",
            Self::Access => "Access token",
            Self::Nothing => "No authorization",
        }
    }

    /// In the terminal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Iam => "iam",
            Self::Id => "id",
            Self::Access => "access",
            Self::Nothing => "none",
        }
    }

    /// By its word in the terminal.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl ApiAuth {
    /// Which way it is.
    #[must_use]
    pub const fn kind(&self) -> AuthKind {
        match self {
            Self::Iam { .. } => AuthKind::Iam,
            Self::Id(_) => AuthKind::Id,
            Self::Access(_) => AuthKind::Access,
            Self::Nothing => AuthKind::Nothing,
        }
    }
}

/// One try: a request, and what shows who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiCall {
    /// The request.
    pub request: ApiRequest,
    /// What shows who asks.
    pub auth: ApiAuth,
}

/// What an API answered, good or not. `Debug` tells nothing of its content.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiAnswer {
    /// HTTP status.
    pub status: u16,
    /// As received; cut where [`ApiAnswer::cut`] says so.
    pub body: Vec<u8>,
    /// Why there is more than was read.
    pub cut: Option<Cut>,
}

impl fmt::Debug for ApiAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiAnswer")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .field("cut", &self.cut)
            .finish_non_exhaustive()
    }
}

/// Why reading an answer ended before the answer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It is larger than is read.
    Size {
        /// How much is read, in bytes.
        cap: usize,
    },
    /// It went on for longer than is waited.
    Time,
}
