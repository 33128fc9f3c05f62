//! One walk as the program drives it: a [`Flow`], the pace the person chose, and the answers
//! they are typing. It holds back calls when stepping; it never makes one.

use std::sync::Arc;

use jiff::Timestamp;

use crate::cognito::{Challenge, FieldKind, Params, Value};
use crate::engine::{RunId, Target};
use crate::flow::{
    About, AfterBrowser, Call, Ending, Failure, Flow, Haul, Input, Next, Performed, Step, StepState,
};
use crate::secret::Secret;

/// A walk that has begun.
#[derive(Debug)]
pub struct Walk {
    flow: Box<dyn Flow>,
    /// Its number: answers to earlier walks are dropped.
    pub run: RunId,
    /// Where its calls go.
    pub target: Arc<Target>,
    pace: Pace,
    /// The answer being typed, field by field.
    pub answer: Vec<AnswerField>,
    /// The place of a field that the answer lacks something of.
    pub missing: Option<usize>,
    /// What was answered last and may be seen: kept for another try at the same question.
    kept: Vec<AnswerField>,
    /// The codes that were answered last: kept when the password beside them was too weak.
    codes: Vec<AnswerField>,
    /// What it does after a sign-in in the browser, if it is that.
    pub(super) after_browser: Option<AfterBrowser>,
    /// The field of the question that is to have the focus.
    pub focus_answer: Option<usize>,
    /// A password chosen in this walk: the user's, once Cognito has taken it.
    chosen_password: Option<Secret>,
}

/// How far the walk may go by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pace {
    /// To the end.
    Run,
    /// One more call.
    OneCall,
    /// Not a call until the person says so.
    Hold,
}

/// One field of the answer as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerField {
    /// The wire key; the person's to change when the challenge is answered by hand.
    pub key: String,
    /// What was typed.
    pub text: Secret,
}

/// What is to be done for a walk now.
#[derive(Debug)]
pub enum Todo {
    /// Make this call.
    Perform(Box<Call>),
    /// Nothing: it waits for the person, for an answer, or is over.
    Nothing,
}

impl Walk {
    /// Begins a walk that holds still until told to go.
    #[must_use]
    pub fn new(flow: Box<dyn Flow>, run: RunId, target: Arc<Target>) -> Self {
        let answer = flow.question().map(blank).unwrap_or_default();
        let focus_answer = (!answer.is_empty()).then_some(0);
        Self {
            flow,
            run,
            target,
            pace: Pace::Hold,
            answer,
            missing: None,
            kept: Vec::new(),
            codes: Vec::new(),
            after_browser: None,
            focus_answer,
            chosen_password: None,
        }
    }

    /// Walks to the end from here.
    pub const fn run(&mut self) {
        self.pace = Pace::Run;
    }

    /// Makes one call from here.
    pub const fn step(&mut self) {
        self.pace = Pace::OneCall;
    }

    /// The call to make now, if one may be made. The walk counts it as out.
    pub fn todo(&mut self, now: Timestamp) -> Todo {
        if self.pace == Pace::Hold {
            return Todo::Nothing;
        }
        match self.flow.next(now) {
            Next::Send(call) => {
                self.flow.on(Input::Sent(call.clone()), now);
                if self.pace == Pace::OneCall {
                    self.pace = Pace::Hold;
                }
                Todo::Perform(call)
            }
            Next::Ask(_) | Next::Wait | Next::Finished(_) => Todo::Nothing,
        }
    }

    /// A call came back.
    pub fn performed(&mut self, performed: Performed, now: Timestamp) {
        self.flow.on(Input::Performed(Box::new(performed)), now);
        let weak = self.steps().iter().rev().find_map(Step::failure).is_some_and(is_weak_password);
        let codes = std::mem::take(&mut self.codes);
        let mut kept = std::mem::take(&mut self.kept);
        if weak {
            kept.extend(codes); // looked at after the password, so it is still good
        }
        self.answer = self.question().map(blank).unwrap_or_default();
        let takes_more = self.question().is_some_and(takes_attributes);
        for before in kept {
            match self.answer.iter_mut().find(|field| field.key == before.key) {
                Some(field) => field.text = before.text,
                None if takes_more => self.answer.push(before),
                None => {}
            }
        }
        self.missing = None;
        self.focus_answer = (!self.answer.is_empty()).then_some(0);
    }

    /// Sends the answer as typed. A held walk makes this one call.
    ///
    /// # Errors
    /// The place of the first field that lacks its value, or its key.
    pub fn give_answer(&mut self, now: Timestamp) -> Result<(), usize> {
        let by_hand = self.question().is_some_and(Challenge::is_by_hand);
        let blank = |field: &AnswerField| field.key.trim().is_empty() && field.text.is_empty();
        if by_hand && self.answer.iter().any(|field| !blank(field)) {
            self.answer.retain(|field| !blank(field));
        }
        let specs = self.question().map(Challenge::fields).unwrap_or_default();
        let spec = |key: &str| specs.iter().find(|spec| spec.key == key);
        let first = self.answer.first().map(|field| field.text.clone()).unwrap_or_default();
        // Left out: what belongs to another choice, and what may be empty and is.
        let counts = |field: &AnswerField| match spec(&field.key) {
            Some(spec) => spec.goes_with(first.expose()) && !(spec.is_optional && field.text.is_empty()),
            None => by_hand || !blank(field),
        };
        let lacking =
            |field: &AnswerField| counts(field) && (field.key.trim().is_empty() || field.text.is_empty());
        if let Some(at) = self.answer.iter().position(lacking) {
            self.focus_answer = Some(at);
            return Err(at);
        }
        let kind = |key: &str| spec(key).map(|spec| &spec.kind);
        let takes_more = self.question().is_some_and(takes_attributes);
        if specs.iter().any(|spec| spec.kind == FieldKind::NewPassword) {
            self.chosen_password = None; // the one before may be taken back
        }
        self.answer.retain(|field| counts(field));
        let mut params = Params::new();
        for AnswerField { key, text } in std::mem::take(&mut self.answer) {
            let value = match kind(&key) {
                Some(FieldKind::Text | FieldKind::Code) => Secret::new(text.expose().trim()),
                Some(FieldKind::NewPassword | FieldKind::Secret | FieldKind::Choice(_)) | None => {
                    text.clone()
                }
            };
            if matches!(kind(&key), Some(FieldKind::NewPassword)) {
                self.chosen_password = Some(value.clone());
            }
            params.set(key.trim(), Value::Secret(value));
            if matches!(kind(&key), Some(FieldKind::Code)) {
                self.codes.push(AnswerField { key: key.clone(), text: text.clone() });
            }
            if matches!(kind(&key), Some(FieldKind::Text)) || (takes_more && kind(&key).is_none()) {
                self.kept.push(AnswerField { key, text });
            }
        }
        self.flow.on(Input::Answer(params), now);
        if self.pace == Pace::Hold {
            self.pace = Pace::OneCall;
        }
        Ok(())
    }

    /// One more key and value for an answer by hand.
    pub fn add_answer_field(&mut self) {
        self.answer.push(AnswerField { key: String::new(), text: Secret::default() });
    }

    /// Abandons the walk, whatever the call that is out may still bring. True when one is, and the
    /// engine is to be told.
    pub fn stop(&mut self, now: Timestamp) -> bool {
        let out = self.under_way().is_some();
        self.flow.on(Input::Stop, now);
        self.answer.clear();
        out
    }

    /// Cognito's question, while it waits for an answer.
    #[must_use]
    pub fn question(&self) -> Option<&Challenge> {
        self.flow.question()
    }

    /// Every step, and the ghosts of those to come.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        self.flow.steps()
    }

    /// The step whose call is out, and since when.
    #[must_use]
    pub fn under_way(&self) -> Option<(&Step, Timestamp)> {
        self.steps().iter().find_map(|step| match step.state {
            StepState::UnderWay { since } => Some((step, since)),
            StepState::Ghost
            | StepState::Ready
            | StepState::Asking
            | StepState::Done
            | StepState::Refused
            | StepState::Failed
            | StepState::Stopped => None,
        })
    }

    /// The step that something is happening to, or that ended last.
    #[must_use]
    pub fn current(&self) -> Option<usize> {
        let steps = self.steps();
        let live = |step: &Step| matches!(step.state, StepState::Asking | StepState::UnderWay { .. });
        steps.iter().position(live).or_else(|| steps.iter().rposition(|step| step.state.is_over()))
    }

    /// True when it waits between two steps.
    #[must_use]
    pub fn is_held(&self) -> bool {
        let is_idle = self.ending().is_none() && self.under_way().is_none() && self.question().is_none();
        is_idle && self.pace == Pace::Hold
    }

    /// The password that the user has from now on, if this walk gave one.
    pub fn take_new_password(&mut self) -> Option<Secret> {
        let is_through = self.haul().tokens.is_some() || self.ending() == Some(Ending::Finished);
        let went_on = self.question().is_none() && is_through;
        if went_on { self.chosen_password.take() } else { None }
    }

    /// True when the next call answers this challenge.
    #[must_use]
    pub fn next_answers(&self, name: &str) -> bool {
        let answers = |step: &Step| matches!(&step.about, About::Answer { challenge } if challenge == name);
        self.steps().iter().any(|step| step.state == StepState::Ready && answers(step))
    }

    /// How it ended, once it has.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        self.flow.ending()
    }

    /// What it has brought in.
    #[must_use]
    pub fn haul(&self) -> &Haul {
        self.flow.haul()
    }

    /// True for a check before signing in.
    #[must_use]
    pub fn is_preflight(&self) -> bool {
        self.flow.is_preflight()
    }

    /// What unfolds.
    #[must_use]
    pub fn flow(&self) -> &dyn Flow {
        &*self.flow
    }
}

fn is_weak_password(failure: &Failure) -> bool {
    matches!(failure, Failure::Refused(refusal) if refusal.code == "InvalidPasswordException")
}

/// True of a sign-up: what is added to it by hand is an attribute, and no secret.
fn takes_attributes(question: &Challenge) -> bool {
    question.is_consent() && question.is_open_ended()
}

fn blank(question: &Challenge) -> Vec<AnswerField> {
    question
        .fields()
        .into_iter()
        .map(|field| {
            let text = question.known(&field).map(Secret::from).unwrap_or_default();
            AnswerField { key: field.key, text }
        })
        .collect()
}
