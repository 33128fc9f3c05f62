//! What every flow keeps besides its decisions: the steps, whether a call is out, how it ended.
//! It knows no operation; which steps come, its owner says.

use jiff::Timestamp;

use super::{Call, Ending, Failure, Next, Performed, Step, StepState};
use crate::cognito::Challenge;

/// The steps of a flow and how far it has come.
#[derive(Debug, Default)]
pub(super) struct Track {
    steps: Vec<Step>,
    call_is_out: bool,
    ending: Option<Ending>,
}

/// Whose turn it is with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// The person's.
    Person,
    /// Nobody's any more: the person has answered.
    Answered,
    /// Nobody's at all: the answer follows from what is known.
    Nobody,
}

impl Track {
    pub(super) fn steps(&self) -> &[Step] {
        &self.steps
    }

    pub(super) const fn ending(&self) -> Option<Ending> {
        self.ending
    }

    /// What is to be done: wait for the call that is out, ask the open question, or make the next call.
    pub(super) fn next(&self, question: Option<&Challenge>, call: impl FnOnce() -> Option<Call>) -> Next {
        if let Some(ending) = self.ending {
            return Next::Finished(ending);
        }
        if self.call_is_out {
            return Next::Wait;
        }
        if let Some(question) = question {
            return Next::Ask(Box::new(question.clone()));
        }
        call().map_or(Next::Finished(Ending::Internal), |call| Next::Send(Box::new(call)))
    }

    /// True while the person may be asked something: nothing is out, and nothing is over.
    pub(super) const fn is_open(&self) -> bool {
        self.ending.is_none() && !self.call_is_out
    }

    /// Nothing more will happen.
    pub(super) fn end(&mut self, ending: Ending) {
        self.ending.get_or_insert(ending);
    }

    /// A call went out.
    pub(super) fn sent(&mut self, call: Call, now: Timestamp) {
        self.call_is_out = true;
        if let Some(step) = self.current() {
            step.state = StepState::UnderWay { since: now };
            step.call = Some(call);
        }
    }

    /// A call came back. False when its answer counts no more: the flow is over, or none was out.
    pub(super) fn performed(&mut self, performed: Performed) -> bool {
        if !std::mem::take(&mut self.call_is_out) {
            return false;
        }
        if self.ending.is_some() {
            self.too_late(performed);
            return false;
        }
        if let Some(step) = self.current() {
            step.state = match &performed.result {
                Ok(_) => StepState::Done,
                Err(Failure::Refused(_)) => StepState::Refused,
                Err(Failure::Stopped) => StepState::Stopped,
                Err(_) => StepState::Failed,
            };
            step.performed = Some(performed);
        }
        true
    }

    /// An answer to a call that was stopped: what was on the wire is kept, what it says does not count.
    fn too_late(&mut self, performed: Performed) {
        if let Some(step) = self.steps.iter_mut().rfind(|step| step.state == StepState::Stopped) {
            step.performed = Some(Performed { result: Err(Failure::Stopped), ..performed });
        }
    }

    /// The last step came back, but with nothing that can be gone on with.
    pub(super) fn fall_short(&mut self, problem: &str) {
        if let Some(step) = self.steps.iter_mut().rfind(|step| step.state == StepState::Done) {
            step.state = StepState::Failed;
            let status = step.http_status().unwrap_or(200);
            if let Some(performed) = &mut step.performed {
                performed.result = Err(Failure::Unusable { status, problem: problem.to_owned() });
            }
        }
        self.end(Ending::Unreachable);
    }

    /// The last step was refused, which is an answer to what was asked.
    pub(super) fn refusal_tells(&mut self) {
        if let Some(step) = self.steps.iter_mut().rfind(|step| step.state.is_over())
            && step.state == StepState::Refused
        {
            step.state = StepState::Done;
        }
    }

    /// The person gave up.
    pub(super) fn stop(&mut self) {
        if self.ending.is_some() {
            return;
        }
        if let Some(step) = self.current() {
            step.state = StepState::Stopped;
        }
        self.end(Ending::Stopped);
    }

    /// Draws the steps to come afresh: the first of `coming` is next, the rest are ghosts. Once the
    /// flow is over they are the ghosts that it never reached.
    pub(super) fn plan(&mut self, mut coming: Vec<Step>, asking: Option<(&Challenge, Asked)>) {
        self.steps.retain(|step| step.state.is_over());
        if self.ending.is_none()
            && let Some(next) = coming.first_mut()
        {
            next.state = StepState::Ready;
            if let Some((challenge, asked)) = asking {
                next.question = Some(challenge.clone());
                next.needs_nobody = asked == Asked::Nobody;
                if asked == Asked::Person {
                    next.state = StepState::Asking;
                }
            }
        }
        self.steps.append(&mut coming);
    }

    fn current(&mut self) -> Option<&mut Step> {
        self.steps.iter_mut().find(|step| !step.state.is_over() && step.state != StepState::Ghost)
    }
}

impl From<&Failure> for Ending {
    fn from(failure: &Failure) -> Self {
        match failure {
            Failure::Refused(_) => Self::Refused,
            Failure::Unreachable(_) | Failure::Unreadable { .. } | Failure::Unusable { .. } => {
                Self::Unreachable
            }
            Failure::NotSent { .. } => Self::Invalid,
            Failure::Stopped => Self::Stopped,
            Failure::Internal { .. } => Self::Internal,
        }
    }
}
