//! What app clients have shown of themselves since the program began: which flows they took, and which they
//! do not allow. It is never written down, for an app client can be changed any day.

use std::collections::BTreeMap;

use super::Walk;
use crate::cognito::{AuthFlow, ClientId};
use crate::flow::{About, Failure, Step, flows_known};

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
        for (flow, is_allowed) in flows_known(walk.steps()) {
            if is_allowed {
                flows.not_allowed.retain(|known| *known != flow);
            } else {
                flows.worked.retain(|known| *known != flow);
                last(&mut flows.not_allowed, flow);
            }
        }
        for (flow, step) in walk.steps().iter().filter_map(sign_in) {
            if let Some(Failure::Refused(refusal)) = step.failure()
                && refusal.forbids_the_flow()
            {
                flows.worked.retain(|known| *known != flow);
                last(&mut flows.not_allowed, flow);
            }
        }
        let signed_in = walk.haul().tokens.is_some();
        if let Some((flow, _)) = walk.steps().iter().rev().find_map(sign_in).filter(|_| signed_in) {
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use jiff::Timestamp;

    use super::super::walk::Todo;
    use super::*;
    use crate::engine::{RunId, Target};
    use crate::flow::{Call, Draft, Performed, Preflight, Refusal, Seed};

    #[test]
    fn what_a_check_learns_of_flows_is_known_to_later_walks() {
        let now = Timestamp::UNIX_EPOCH;
        let mut draft = Draft { client: "abc".into(), ..Draft::default() };
        draft.user_pool = "eu-west-1_Ab12Cd34E".into();
        let check = Preflight::start(draft.check_preflight().unwrap(), &Seed::new([7; 32]), now);
        let mut walk = Walk::new(Box::new(check), RunId(1), Arc::new(Target::default()));
        walk.run();
        let mut experience = Experience::default();
        while let Todo::Perform(call) = walk.todo(now) {
            let is_off = matches!(*call, Call::InitiateAuth { flow: AuthFlow::UserPassword, .. });
            let message = if is_off {
                "USER_PASSWORD_AUTH flow not enabled for this client"
            } else {
                "Missing required parameter USERNAME"
            };
            let refusal =
                Refusal { code: "InvalidParameterException".into(), message: message.into(), status: 400 };
            let result = Err(Failure::Refused(refusal));
            walk.performed(Performed { result, exchange: None, started: now, took: Duration::ZERO }, now);
            experience.note(&walk);
        }
        let client = ClientId::parse("abc").ok();
        let known = experience.of(client.as_ref());
        assert_eq!((known.not_allowed, known.worked), (vec![AuthFlow::UserPassword], vec![]));
    }
}
