//! Requests that were sent since the program began, for each connection by itself: in memory alone. What came of each is
//! told beside it.

use jiff::Timestamp;

use super::CallPlace;
use crate::app::{App, ConnectionRef};
use crate::flow::{ApiDraft, AuthKind};

/// As many requests are remembered of a connection.
const REMEMBERED: usize = 50;

/// A request that was sent before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastCall {
    /// The request.
    pub draft: ApiDraft,
    /// How it was authorized.
    pub auth: AuthKind,
    /// When.
    pub sent: Timestamp,
    /// The statuses that came, in the order of the tries; none where nobody answered.
    pub answers: Vec<Option<u16>>,
}

impl PastCall {
    /// One that nothing came of yet.
    #[must_use]
    pub const fn new(draft: ApiDraft, auth: AuthKind, sent: Timestamp) -> Self {
        Self { draft, auth, sent, answers: Vec::new() }
    }

    /// What came of it in short: `200`, `403, 200`, `no answer`.
    #[must_use]
    pub fn came_of_it(&self) -> String {
        let told =
            |status: &Option<u16>| status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
        self.answers.iter().map(told).collect::<Vec<_>>().join(", ")
    }
}

/// What was sent on each connection that is not in use.
#[derive(Debug, Default)]
pub(super) struct Elsewhere(Vec<(ConnectionRef, Vec<PastCall>)>);

impl Elsewhere {
    fn put(&mut self, of: ConnectionRef, sent: Vec<PastCall>) {
        self.0.retain(|(known, _)| *known != of);
        if !sent.is_empty() {
            self.0.push((of, sent));
        }
    }

    fn take(&mut self, of: &ConnectionRef) -> Vec<PastCall> {
        let at = self.0.iter().position(|(known, _)| known == of);
        at.map(|at| self.0.swap_remove(at).1).unwrap_or_default()
    }
}

impl CallPlace {
    /// A place without a request, with what was sent on this connection before; what was sent on the one before is put by.
    pub(super) fn on(self, connection: &ConnectionRef) -> Self {
        let Self { mut elsewhere, history, of, .. } = self;
        if let Some(of) = of {
            elsewhere.put(of, history);
        }
        let history = elsewhere.take(connection);
        Self { elsewhere, history, of: Some(connection.clone()), ..Self::default() }
    }

    /// What was sent on this connection since the program began, the latest first.
    #[must_use]
    pub fn history(&self) -> &[PastCall] {
        &self.history
    }
}

impl App {
    pub(super) fn remember_call(&mut self) {
        let past = PastCall::new(self.call.draft.clone(), self.call.auth, self.now);
        self.call.history.retain(|known| known.draft != past.draft || known.auth != past.auth);
        self.call.history.insert(0, past);
        self.call.history.truncate(REMEMBERED);
    }

    /// What came of the request that was sent last.
    pub(super) fn remember_answer(&mut self, status: Option<u16>) {
        if let Some(past) = self.call.history.first_mut() {
            past.answers.push(status);
        }
    }

    /// A connection has another name, or is gone: what was sent on it goes along.
    pub(in crate::app) fn sent_before_moves(&mut self, after: Option<&str>) {
        self.call.of = after.map(|name| ConnectionRef::Saved(name.to_owned()));
    }
}
