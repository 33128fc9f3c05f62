//! Why a connection failed, told from the chain of errors that libraries wrap around each other.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;

use aws_smithy_runtime_api::client::dns::ResolveDnsError;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::retry::ErrorKind as RetryKind;

use crate::flow::Unreachable;

/// What a failed request to `url` comes to. `connect` is how long was waited for a connection.
pub(super) fn of(err: &ConnectorError, url: &str, connect: Duration) -> Unreachable {
    if err.is_timeout() {
        return Unreachable::Timeout { after: connect };
    }
    if chain(err).any(<dyn Error>::is::<ResolveDnsError>) {
        return Unreachable::Dns;
    }
    let while_connecting = chain(err).any(is_from_connecting);
    match chain(err).filter_map(io_kind).last() {
        Some(ErrorKind::ConnectionRefused) => Unreachable::Refused,
        // Once TCP is connected, what can break before anything is sent is the handshake.
        Some(ErrorKind::InvalidData) => Unreachable::Tls,
        Some(kind) if is_cut(kind) && while_connecting && url.starts_with("https:") => Unreachable::Tls,
        Some(kind) if is_cut(kind) => Unreachable::Cut,
        // The connector's name for an answer that ended too early.
        Some(_) | None if err.as_other() == Some(RetryKind::TransientError) => Unreachable::Cut,
        Some(_) | None => Unreachable::Other(innermost(err)),
    }
}

/// The error and all that it was made from. An [`io::Error`] hides the one it wraps from `source`.
pub(super) fn chain<'a>(err: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(err), |&err| match err.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
        None => err.source(),
    })
}

/// The last error of the chain, in its own words.
pub(super) fn innermost(err: &(dyn Error + 'static)) -> String {
    chain(err).last().map(ToString::to_string).unwrap_or_default()
}

fn io_kind(err: &(dyn Error + 'static)) -> Option<ErrorKind> {
    err.downcast_ref::<io::Error>().map(io::Error::kind)
}

const fn is_cut(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof
    )
}

/// The type belongs to a library below the connector; the wire tests pin its words.
fn is_from_connecting(err: &(dyn Error + 'static)) -> bool {
    err.to_string() == "client error (Connect)"
}
