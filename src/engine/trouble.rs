//! Why a connection failed, told from the chain of errors that libraries wrap around each other.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;

use aws_smithy_runtime_api::client::dns::ResolveDnsError;
use aws_smithy_runtime_api::client::result::ConnectorError;

use crate::flow::Unreachable;

/// What a connection's failure comes to. `connect` is how long was waited for a connection.
pub(super) fn of(err: &ConnectorError, connect: Duration) -> Unreachable {
    if err.is_timeout() {
        return Unreachable::Timeout { after: connect };
    }
    if chain(err).any(<dyn Error>::is::<ResolveDnsError>) {
        return Unreachable::Dns;
    }
    if chain(err).any(is_tls) {
        return Unreachable::Tls;
    }
    match chain(err).find_map(io_kind) {
        Some(ErrorKind::ConnectionRefused) => Unreachable::Refused,
        Some(
            ErrorKind::ConnectionReset
            | ErrorKind::ConnectionAborted
            | ErrorKind::BrokenPipe
            | ErrorKind::UnexpectedEof,
        ) => Unreachable::Cut,
        Some(_) | None if err.as_other().is_some() => Unreachable::Cut,
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

/// The connector's own error type for this is private; its words are pinned by the wire tests.
fn is_tls(err: &(dyn Error + 'static)) -> bool {
    err.to_string() == "TLS handshake failed"
}
