//! A check before signing in: how it begins, what it has found, and what each repair does.

use std::sync::Arc;

use super::command::Change;
use super::form::Purpose;
use super::{App, Command, Place, Tone, Walk};
use crate::engine::RunId;
use crate::explain::{self, Card, Finding, Mend};
use crate::flow::{Field, Preflight};
use crate::handoff::redact::Show;

/// The fields that a check reads.
const READ: [Field; 6] = [
    Field::Region,
    Field::UserPool,
    Field::Client,
    Field::IdentityPool,
    Field::Endpoint,
    Field::EndpointIdentity,
];

impl App {
    /// Begins a check of what stands in the form. With IDs that cannot be right, nothing is sent: what is wrong with them
    /// is all there is to find.
    pub(super) fn begin_preflight(&mut self) {
        self.place = Place::Walk;
        for field in READ {
            self.form.leave(field);
        }
        self.abandon();
        self.selected = None;
        self.show = Show::default();
        let Ok(config) = self.form.draft.check_preflight() else {
            self.form.purpose = Some(Purpose::Check);
            return;
        };
        self.form.purpose = None;
        let seed = match crate::engine::seed() {
            Ok(seed) => seed,
            Err(err) => {
                let text = format!("The system gives no random numbers: {err}");
                return self.notices.add(Tone::Bad, text, self.now);
            }
        };
        self.connections.note_use(&self.form, self.now);
        self.runs += 1;
        let target = Arc::new(self.target(&config));
        let check = Preflight::start(config, &seed, self.now);
        let mut walk = Walk::new(Box::new(check), RunId(self.runs), target);
        walk.run();
        self.walk = Some(walk);
        self.go_on();
    }

    /// What the check at hand has found so far, and what it all comes to; judged by the way in that stands in the form.
    #[must_use]
    pub fn findings(&self) -> Option<(Card, Vec<Finding>)> {
        let Some(walk) = &self.walk else {
            let is_checked = self.form.purpose == Some(Purpose::Check);
            let found = is_checked.then(|| explain::form_findings(&self.form.draft.preflight_problems()))?;
            return Some((explain::form_summary(&found), found));
        };
        let flow = walk.is_preflight().then(|| walk.flow())?;
        let found = explain::findings(flow, self.form.draft.way, self.is_practice());
        Some((explain::summary(&found, flow.ending()), found))
    }
}

/// The commands that carry a repair out, in their order.
#[must_use]
pub fn mend_commands(mend: &Mend) -> Vec<Command> {
    vec![match mend {
        Mend::UseWay(way) => Command::Change(Change::Way(*way)),
        Mend::Accept(offer) => Command::Change(Change::Accept(offer.clone())),
        Mend::Edit(field) => Command::Edit(*field),
        Mend::CheckAgain => Command::Preflight,
    }]
}
