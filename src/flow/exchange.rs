//! What went over the wire for one call, and each way that it can go wrong.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use super::api::Cut;
use super::call::Reply;
use crate::secret::Secret;

/// One call carried out: what it came to, what was recorded, and how long it took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    /// The reply, or what went wrong.
    pub result: Result<Reply, Failure>,
    /// What was on the wire; nothing when the request never left.
    pub exchange: Option<Exchange>,
    /// When the call was made.
    pub started: Timestamp,
    /// From there to the answer, or to giving up.
    pub took: Duration,
}

/// One request and its answer as they were on the wire. Headers and bodies carry secrets:
/// they are shown only through the redaction policy of [`crate::handoff`].
#[derive(Clone, PartialEq, Eq)]
pub struct Exchange {
    /// `POST`, `GET`, …
    pub method: String,
    /// Absolute.
    pub url: String,
    /// As sent, in order.
    pub request_headers: Vec<Header>,
    /// As sent.
    pub request_body: Secret,
    /// The answer, when one came.
    pub response: Option<Response>,
}

/// Of the address only what stands before the query, which may carry a state.
impl fmt::Debug for Exchange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, url, request_headers, request_body, response } = self;
        f.debug_struct("Exchange")
            .field("method", method)
            .field("url", &url.split('?').next().unwrap_or_default())
            .field("request_headers", request_headers)
            .field("request_body", request_body)
            .field("response", response)
            .finish()
    }
}

/// A header's name and value; values may be secrets (`authorization`, `x-amz-security-token`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// Lower case.
    pub name: String,
    /// As sent.
    pub value: Secret,
}

/// The answer of one exchange.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// As received, in order.
    pub headers: Vec<Header>,
    /// As received; bytes that are not UTF-8 are replaced.
    pub body: Secret,
    /// The body once more where it is no UTF-8, byte for byte.
    pub raw: Option<Raw>,
    /// Why there is more of it than was read.
    pub cut: Option<Cut>,
}

/// A body that is no text. `Debug` tells nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Raw(pub Vec<u8>);

impl fmt::Debug for Raw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Raw(…)")
    }
}

impl Response {
    /// The body, byte for byte as it was received.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.raw.as_ref().map_or_else(|| self.body.expose().as_bytes(), |raw| raw.0.as_slice())
    }

    /// The value of a header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.name == name).map(|header| header.value.expose())
    }

    /// AWS's id of the request: what its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.header("x-amzn-requestid").or_else(|| self.header("x-amz-request-id"))
    }
}

/// Why a call did not end in a reply: one variant for each thing a person would do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The service understood and said no.
    Refused(Refusal),
    /// No answer could be had.
    Unreachable(Unreachable),
    /// Something answered, but not as the service does.
    Unreadable {
        /// HTTP status.
        status: u16,
        /// What the body looked like.
        problem: Unreadable,
    },
    /// The service answered well, but with nothing that the login could be gone on with.
    Unusable {
        /// HTTP status.
        status: u16,
        /// What is missing or wrong, in words, without secrets.
        problem: String,
    },
    /// The request could not be made: keys or profile missing, or an endpoint that is no URL.
    NotSent {
        /// In words, without secrets.
        problem: String,
    },
    /// The person stopped it.
    Stopped,
    /// A fault of ours. The text never holds a secret.
    Internal {
        /// What broke.
        problem: String,
    },
}

impl Failure {
    /// The service's own words, when it said no in any.
    #[must_use]
    pub fn said(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) => Some(refusal.message.as_str()).filter(|said| !said.is_empty()),
            Self::Unreachable(_)
            | Self::Unreadable { .. }
            | Self::Unusable { .. }
            | Self::NotSent { .. }
            | Self::Stopped
            | Self::Internal { .. } => None,
        }
    }
}

/// An error answer with a code.
#[derive(Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `NotAuthorizedException`, …; namespace and suffix are stripped.
    pub code: String,
    /// As received.
    pub message: String,
    /// HTTP status.
    pub status: u16,
}

/// Of the message nothing: API Gateway quotes the token that it refused.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { code, message: _, status } = self;
        f.debug_struct("Refusal").field("code", code).field("status", status).finish_non_exhaustive()
    }
}

impl Refusal {
    /// True when it says that the app client does not allow the flow. The texts are no contract, but all
    /// known ones say “not enabled”; “not supported” is said of a flow that is another operation's.
    #[must_use]
    pub fn forbids_the_flow(&self) -> bool {
        let said = self.message.to_lowercase();
        self.code == "InvalidParameterException" && said.contains("not enabled")
    }
}

/// Why no answer could be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreachable {
    /// The host name is not known.
    Dns,
    /// Nobody listens there.
    Refused,
    /// No TLS connection could be agreed on.
    Tls,
    /// A connection was made, or not even that, and then nothing within the time allowed.
    Timeout {
        /// How long was waited.
        after: Duration,
    },
    /// The connection was closed in the middle of the answer, or before it.
    Cut,
    /// Any other way a connection can fail, in the words of the system.
    Other(String),
}

/// What an answer looked like that was not the service's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// A web page: a proxy, a login wall, or another server altogether.
    Html,
    /// No body where one belongs.
    Empty,
    /// Larger than any answer of the service can be.
    TooLarge {
        /// The cap, in bytes.
        cap: u64,
    },
    /// JSON (or XML) that lacks what the operation answers with.
    Unexpected,
    /// Neither of these.
    Junk,
}
