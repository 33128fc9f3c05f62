//! What app clients have shown of themselves since the program began: which flows they took, and which they
//! do not allow. It is never written down, for an app client can be changed any day.

use std::collections::BTreeMap;

use super::Walk;
use crate::cognito::{AuthFlow, ClientId};
use crate::flow::{About, Failure, Step};

/// By app client.
#[derive(Debug, Default)]
pub(super) struct Experience(BTreeMap<String, Flows>);

/// What one app client did with the flows that it was asked for, the last one last.
#[derive(Debug, Clone, Default)]
pub(super) struct Flows {
    pub(super) worked: Vec<AuthFlow>,
    pub(super) not_allowed: Vec<AuthFlow>,
}

impl Experience {
    /// Takes in how far a walk has come.
    pub(super) fn note(&mut self, walk: &Walk) {
        let config = walk.flow().config();
        let Some(client) = &config.client else { return };
        let flows = self.0.entry(client.to_string()).or_default();
        for (flow, step) in walk.steps().iter().filter_map(sign_in) {
            if let Some(Failure::Refused(refusal)) = step.failure()
                && refusal.forbids_the_flow()
            {
                flows.worked.retain(|known| *known != flow);
                last(&mut flows.not_allowed, flow);
            }
        }
        let signed_in = walk.haul().tokens.is_some();
        if let Some((flow, _)) = walk.steps().iter().filter_map(sign_in).last().filter(|_| signed_in) {
            flows.not_allowed.retain(|known| *known != flow);
            last(&mut flows.worked, flow);
        }
    }

    /// What is known of an app client.
    pub(super) fn of(&self, client: Option<&ClientId>) -> Flows {
        client.and_then(|client| self.0.get(client.as_str())).cloned().unwrap_or_default()
    }
}

fn last(flows: &mut Vec<AuthFlow>, flow: AuthFlow) {
    flows.retain(|known| *known != flow);
    flows.push(flow);
}

/// The flow of a step that begins a sign-in.
fn sign_in(step: &Step) -> Option<(AuthFlow, &Step)> {
    let About::SignIn { flow, .. } = &step.about else { return None };
    Some((*flow, step)).filter(|_| step.state.is_over())
}
