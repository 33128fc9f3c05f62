//! Drives a flow to its end: carries out what it wants and passes its questions on. Who carries
//! out, and who answers, are arguments.

use jiff::Timestamp;

use super::outcome::Outcome;
use crate::cognito::challenge::{SECRET_CODE, name};
use crate::cognito::{Challenge, FieldKind, Params, totp};
use crate::flow::{Call, Flow, Input, LoginConfig, Next, Performed, Step, StepState};
use crate::secret::Secret;

/// Whoever follows the walk and answers Cognito's questions.
pub(super) trait Company {
    /// A call has just gone out.
    fn sent(&mut self, step: &Step);
    /// It came back, or failed.
    fn over(&mut self, step: &Step);
    /// The last answer was refused, and the question is about to be put once more.
    fn set_back(&mut self, step: &Step, config: &LoginConfig);
    /// The answer to a question; nothing when there is nobody to give it.
    fn answer(&mut self, challenge: &Challenge) -> Option<Params>;
}

/// The world as far as a walk needs it.
pub(super) struct World<'a> {
    /// Makes a call and waits for its end.
    pub(super) perform: &'a mut dyn FnMut(Call) -> Performed,
    /// What time it is.
    pub(super) now: &'a dyn Fn() -> Timestamp,
}

/// Walks until the flow ends, or asks what nobody answers.
pub(super) fn walk(flow: &mut dyn Flow, world: &mut World<'_>, company: &mut dyn Company) -> Outcome {
    loop {
        match flow.next((world.now)()) {
            Next::Send(call) => send(flow, *call, world, company),
            Next::Ask(challenge) => {
                if let Some(step) = refused(flow.steps()) {
                    company.set_back(step, flow.config());
                }
                let Some(answers) = company.answer(&challenge) else { return left_open(flow.steps()) };
                if picks_what_is_not_offered(&answers, &challenge) {
                    return Outcome::Invalid;
                }
                let now = (world.now)();
                flow.on(Input::Answer(completed(answers, &challenge, now)), now);
            }
            Next::Wait => return Outcome::Internal,
            Next::Finished(ending) => return ending.into(),
        }
    }
}

/// True when a choice is answered with what is not among them: it can only be refused.
fn picks_what_is_not_offered(answers: &Params, asked: &Challenge) -> bool {
    asked.fields().iter().any(|field| match &field.kind {
        FieldKind::Choice(choices) => answers
            .expose(&field.key)
            .is_some_and(|picked| choices.iter().all(|choice| choice.as_str() != picked)),
        FieldKind::Text | FieldKind::Code | FieldKind::NewPassword | FieldKind::Secret => false,
    })
}

/// `UserCode=auto` stands for the code that an app with the secret just told would show: a script that
/// sets an app up has no other way to know it.
fn completed(answers: Params, asked: &Challenge, now: Timestamp) -> Params {
    let wants_code = asked.name == name::VERIFY_SOFTWARE_TOKEN && answers.expose("UserCode") == Some("auto");
    let secret = asked.parameters.expose(SECRET_CODE).map(Secret::from).filter(|_| wants_code);
    match secret.and_then(|secret| totp::code(&secret, now)) {
        Some(code) => answers.secret("UserCode", code),
        None => answers,
    }
}

fn send(flow: &mut dyn Flow, call: Call, world: &mut World<'_>, company: &mut dyn Company) {
    flow.on(Input::Sent(Box::new(call.clone())), (world.now)());
    if let Some(step) = flow.steps().iter().find(|step| matches!(step.state, StepState::UnderWay { .. })) {
        company.sent(step);
    }
    let performed = (world.perform)(call);
    flow.on(Input::Performed(Box::new(performed)), (world.now)());
    if let Some(step) = last_over(flow.steps()) {
        company.over(step);
    }
}

/// The step that ended last.
pub(super) fn last_over(steps: &[Step]) -> Option<&Step> {
    steps.iter().rfind(|step| step.state.is_over())
}

/// The step that ended last, where it was refused.
fn refused(steps: &[Step]) -> Option<&Step> {
    last_over(steps).filter(|step| step.state == StepState::Refused)
}

/// A question that was answered and refused is a refusal, even though it could be tried again.
fn left_open(steps: &[Step]) -> Outcome {
    refused(steps).map_or(Outcome::NeedsAnswer, |_| Outcome::Refused)
}
