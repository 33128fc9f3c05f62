//! A request that is held back until fresh tokens are here. It is sent only as it was when somebody asked for that: what was
//! typed meanwhile waits for a press of its own.

use crate::app::{App, Command, Place, Tone, Walk};
use crate::engine::RunId;
use crate::flow::{ApiDraft, AuthKind, Ending};

const CHANGED: &str = "The request was changed meanwhile: press Send";

/// What is to be sent again, and the refresh that it waits for.
#[derive(Debug)]
pub(super) struct HeldBack {
    run: RunId,
    draft: ApiDraft,
    auth: AuthKind,
}

impl App {
    pub(super) fn refresh_for_call(&mut self) {
        self.dispatch(Command::Refresh);
        self.place = Place::Call;
        let (draft, auth) = (self.call.draft.clone(), self.call.auth);
        self.call.held_back = self.walk.as_ref().map(|walk| HeldBack { run: walk.run, draft, auth });
    }

    /// Sends what was held back for fresh tokens, once they are here, unless it is another request by then.
    pub(in crate::app) fn send_when_refreshed(&mut self) {
        let Some(run) = self.call.held_back.as_ref().map(|held_back| held_back.run) else { return };
        let walk = self.walk.as_ref().filter(|walk| walk.run == run);
        let Some(ending) = walk.map_or(Some(Ending::Stopped), Walk::ending) else { return };
        let Some(HeldBack { draft, auth, .. }) = self.call.held_back.take() else { return };
        if ending != Ending::Finished || self.place != Place::Call {
            return;
        }
        if self.call.draft != draft || self.call.auth != auth {
            self.notices.add(Tone::Warn, CHANGED, self.now);
        } else if let Err(reason) = self.may_send(auth) {
            self.notices.add(Tone::Warn, reason, self.now);
        } else {
            self.send_in(&[auth]);
        }
    }
}
