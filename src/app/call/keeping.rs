//! Requests that are kept under a name, with the connection's settings: without a body and without anything that could
//! tell who asks. The practice pool keeps none.

use jiff::Timestamp;

use super::PastCall;
use crate::app::changes::Change;
use crate::app::{App, Connections, Tone};
use crate::flow::{ApiDraft, ApiField, AuthKind};
use crate::profile::{Request, harmless_headers, harmless_url};
use crate::secret::Secret;

/// Why nothing is kept with the practice pool.
pub(super) const KEEPS_NONE: &str =
    "The practice pool keeps none: requests are kept with a connection of yours";

impl App {
    /// The names of the requests that are kept with the connection in use.
    #[must_use]
    pub fn kept_calls(&self) -> Vec<&str> {
        let kept = self.connections.current_saved().map_or(&[][..], |connection| &connection.requests);
        kept.iter().map(|request| request.name.as_str()).collect()
    }

    /// Why the request at hand cannot be kept. What is kept as typed has to be what its field is for: a secret that was
    /// pasted into the wrong one is not to end on disk.
    pub(super) fn may_keep_call(&self) -> Result<(), &'static str> {
        if self.is_practice() {
            return Err(KEEPS_NONE);
        }
        let draft = &self.call.draft;
        let problems = draft.check().err().unwrap_or_default().into_iter().chain(draft.scope_problems());
        let mut as_typed = problems.filter(|problem| problem.field != ApiField::Headers);
        as_typed.next().map_or(Ok(()), |problem| Err(problem.field.comes_first()))
    }

    pub(super) fn keep_call(&mut self, name: &str) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let draft = &self.call.draft;
        let (headers, lacks_headers) = harmless_headers(draft.headers.expose());
        let (url, lacks_url) = harmless_url(draft.url.trim());
        let left_out = [
            (lacks_url, "parts of the address that may hold a secret"),
            (lacks_headers, "headers that may tell who asks"),
            (!draft.body.is_empty(), "the body"),
        ];
        let left_out: Vec<_> =
            left_out.into_iter().filter(|(lacks, _)| *lacks).map(|(_, what)| what).collect();
        let request = Request {
            name: name.to_owned(),
            method: draft.method.clone(),
            url,
            headers,
            auth: self.call.auth.word().to_owned(),
            region: draft.region.clone(),
            service: draft.service.clone(),
        };
        let words = match left_out.as_slice() {
            [] => format!("“{name}” is kept with this connection"),
            [others @ .., last] => {
                let others = others.join(", ");
                let and = if others.is_empty() { "" } else { " and " };
                format!("“{name}” is kept with this connection, without {others}{and}{last}")
            }
        };
        self.connections.change_requests(
            |kept| {
                kept.retain(|known| known.name != request.name);
                kept.push(request);
            },
            self.now,
        );
        self.call.name.clear();
        self.notices.add(Tone::Ok, words, self.now);
    }

    pub(super) fn open_kept_call(&mut self, name: &str) {
        let kept = self.connections.current_saved().map_or(&[][..], |connection| &connection.requests);
        let Some(kept) = kept.iter().find(|kept| kept.name == name).cloned() else { return };
        let draft = ApiDraft {
            method: kept.method,
            url: kept.url,
            headers: kept.headers.into(),
            body: Secret::default(),
            region: kept.region,
            service: kept.service,
        };
        let auth = AuthKind::from_word(&kept.auth).unwrap_or_default();
        self.fill_in_call(PastCall::new(draft, auth, self.now));
        self.call.name = kept.name;
    }

    pub(super) fn drop_call(&mut self, name: &str) {
        self.connections.change_requests(|kept| kept.retain(|known| known.name != name), self.now);
    }
}

impl Connections {
    /// Changes the requests that are kept with the connection in use.
    fn change_requests(&mut self, change: impl FnOnce(&mut Vec<Request>), now: Timestamp) {
        let Some(before) = self.current_saved().cloned() else { return };
        let mut after = before.clone();
        change(&mut after.requests);
        let edit = Change::Edit { before: Box::new(before), after: Box::new(after) };
        self.make(edit, now).unwrap_or_default();
    }
}
