//! Trying one request in one way or in several, one after the other. A refusal is an answer too: the next way is
//! tried all the same.

use jiff::Timestamp;

use super::{ApiAuth, ApiCall, ApiRequest, AuthKind};
use crate::flow::track::Track;
use crate::flow::{About, Call, Ending, Failure, Input, Next, Operation, Performed, Step};

/// The tries of one request. Driven as a [`crate::flow::Flow`] is, but it brings in nothing and asks nothing.
#[derive(Debug, Default)]
pub struct ApiVisit {
    coming: Vec<ApiCall>,
    track: Track,
    /// How the first try that did not come through ended.
    setback: Option<Ending>,
}

impl ApiVisit {
    /// Prepares to try a request in these ways. Without any there is nothing to wait for.
    #[must_use]
    pub fn start(request: &ApiRequest, auths: Vec<ApiAuth>) -> Self {
        let coming = auths.into_iter().map(|auth| ApiCall { request: request.clone(), auth }).collect();
        let mut visit = Self { coming, track: Track::default(), setback: None };
        if visit.coming.is_empty() {
            visit.track.end(Ending::Internal);
        }
        visit.redraw();
        visit
    }

    /// What is to be done next.
    #[must_use]
    pub fn next(&self, _now: Timestamp) -> Next {
        let call = || self.coming.first().cloned().map(|call| Call::Api(Box::new(call)));
        self.track.next(None, call)
    }

    /// Tells what happened.
    pub fn on(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Sent(call) => self.track.sent(*call, now),
            Input::Performed(performed) => self.performed(*performed),
            Input::Stop => self.track.stop(),
            Input::Answer(_) => {}
        }
    }

    /// Every try, and the ghosts of those to come.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        self.track.steps()
    }

    /// How it ended, once it has: finished when any way was answered under 400, else as the first one did.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        self.track.ending()
    }

    fn performed(&mut self, performed: Performed) {
        let result = performed.result.as_ref().map(|_reply| ()).map_err(Ending::from);
        let is_hopeless = matches!(performed.result, Err(Failure::Stopped | Failure::Unreachable(_)));
        if !self.track.performed(performed) {
            return;
        }
        if !self.coming.is_empty() {
            self.coming.remove(0);
        }
        if let Err(ending) = result {
            self.setback.get_or_insert(ending);
        }
        if self.coming.is_empty() || is_hopeless {
            let is_good = self.steps().iter().any(|step| step.api_answer().is_some());
            self.track.end(match self.setback {
                Some(ending) if !is_good => ending,
                Some(_) | None => Ending::Finished,
            });
        }
        self.redraw();
    }

    /// The ways that came through. One that was sent on to another address, such as a login page, did not.
    pub fn came_through(&self) -> impl Iterator<Item = AuthKind> {
        self.steps().iter().filter(|step| came_through(step)).filter_map(Step::api_auth)
    }

    /// The step whose answer tells most, by its place: one that came through, else one that is no refusal, else the
    /// first that was made.
    #[must_use]
    pub fn foremost(&self) -> Option<usize> {
        let first = |is_it: fn(&Step) -> bool| self.steps().iter().position(is_it);
        first(came_through)
            .or_else(|| first(|step| step.api_answer().is_some()))
            .or_else(|| first(|step| step.performed.is_some()))
    }

    fn redraw(&mut self) {
        let step = |call: &ApiCall| Step::ghost(Operation::CallApi, About::Api { auth: call.auth.kind() });
        let coming = self.coming.iter().map(step).collect();
        self.track.plan(coming, None);
    }
}

/// 304 is an answer to a question that the person asked by a header.
fn came_through(step: &Step) -> bool {
    step.api_answer().is_some_and(|answer| answer.status < 300 || answer.status == 304)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::flow::{ApiAnswer, ApiDraft, Refusal, Reply, StepState, Unreachable};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn visit(ways: usize) -> ApiVisit {
        let request = ApiDraft { url: "https://a.example".into(), ..ApiDraft::default() }.check().unwrap();
        let all = [ApiAuth::Id("i".into()), ApiAuth::Access("a".into()), ApiAuth::Nothing];
        ApiVisit::start(&request, all.into_iter().take(ways).collect())
    }

    fn answered(visit: &mut ApiVisit, result: Result<Reply, Failure>) {
        let Next::Send(call) = visit.next(NOW) else { panic!("nothing to send") };
        visit.on(Input::Sent(call), NOW);
        let performed = Performed { result, exchange: None, started: NOW, took: Duration::ZERO };
        visit.on(Input::Performed(Box::new(performed)), NOW);
    }

    fn good() -> Reply {
        Reply::Api(ApiAnswer { status: 200, body: vec![], cut: None })
    }

    fn refused() -> Failure {
        Failure::Refused(Refusal { code: String::new(), message: "Unauthorized".into(), status: 401 })
    }

    #[test]
    fn every_way_is_tried_whatever_came_of_the_ones_before() {
        let mut visit = visit(3);
        assert_eq!(visit.steps().len(), 3);
        answered(&mut visit, Err(refused()));
        answered(&mut visit, Ok(good()));
        assert_eq!(visit.ending(), None);
        answered(&mut visit, Err(refused()));
        assert_eq!(visit.ending(), Some(Ending::Finished));
        assert_eq!(visit.came_through().collect::<Vec<_>>(), [AuthKind::Access]);
    }

    #[test]
    fn who_is_sent_on_to_another_address_did_not_come_through() {
        let mut visit = visit(3);
        let sent_on = || Reply::Api(ApiAnswer { status: 302, body: vec![], cut: None });
        answered(&mut visit, Err(refused()));
        answered(&mut visit, Ok(sent_on()));
        assert_eq!(visit.foremost(), Some(1), "it tells more than a refusal");
        answered(&mut visit, Ok(good()));
        assert_eq!(visit.came_through().collect::<Vec<_>>(), [AuthKind::Nothing]);
        assert_eq!((visit.foremost(), visit.ending()), (Some(2), Some(Ending::Finished)));
    }

    #[test]
    fn when_no_way_came_through_it_ends_as_the_first_one_did() {
        let mut visit = visit(2);
        answered(&mut visit, Err(refused()));
        answered(&mut visit, Err(refused()));
        assert_eq!(visit.ending(), Some(Ending::Refused));
    }

    #[test]
    fn where_nobody_answers_the_other_ways_are_not_tried() {
        let mut visit = visit(3);
        answered(&mut visit, Err(Failure::Unreachable(Unreachable::Dns)));
        assert_eq!(visit.ending(), Some(Ending::Unreachable));
        let states: Vec<_> = visit.steps().iter().map(|step| step.state).collect();
        assert_eq!(states, [StepState::Failed, StepState::Ghost, StepState::Ghost]);
    }

    #[test]
    fn without_a_way_it_is_over_at_once() {
        let visit = visit(0);
        assert_eq!((visit.ending(), visit.steps().len()), (Some(Ending::Internal), 0));
        assert!(matches!(visit.next(NOW), Next::Finished(Ending::Internal)));
    }

    #[test]
    fn it_can_be_stopped() {
        let mut visit = visit(2);
        visit.on(Input::Stop, NOW);
        assert_eq!(visit.ending(), Some(Ending::Stopped));
        assert!(matches!(visit.next(NOW), Next::Finished(Ending::Stopped)));
    }
}
