//! A sign-in that was begun from the Call place: one stays there while nothing is asked and nothing fails. A question or a
//! failure is shown where walks are, and the way back is offered once it is over.

use crate::app::{App, Command, NoticeOffer, Place};
use crate::engine::RunId;
use crate::flow::Ending;

/// A sign-in begun from the Call place.
#[derive(Debug, Clone, Copy)]
pub(super) struct SignIn {
    run: RunId,
    /// It asked something, and is looked at where walks are.
    asked: bool,
}

impl App {
    pub(super) fn sign_in_for_call(&mut self) {
        self.dispatch(Command::Run);
        if !self.is_walking() {
            return; // the form lacks something, and shows it
        }
        self.call.sign_in = self.walk.as_ref().map(|walk| SignIn { run: walk.run, asked: false });
        self.place = Place::Call;
    }

    /// True while the Call place waits for a sign-in.
    #[must_use]
    pub fn signs_in_for_call(&self) -> bool {
        self.call.sign_in.is_some()
    }

    /// Goes to where a question or a failure is, and offers the way back at the end.
    pub(in crate::app) fn follow_sign_in(&mut self) {
        let Some(SignIn { run, asked }) = self.call.sign_in else { return };
        let Some(walk) = self.walk.as_ref().filter(|walk| walk.run == run) else {
            self.call.sign_in = None;
            return;
        };
        let asks = walk.question().is_some() || self.away().is_some();
        match walk.ending() {
            None if asks && !asked => {
                self.call.sign_in = Some(SignIn { run, asked: true });
                self.show_walk();
            }
            None => {}
            Some(ending) => {
                self.call.sign_in = None;
                if ending != Ending::Finished {
                    self.show_walk();
                } else if self.place != Place::Call {
                    let offer = NoticeOffer { label: "Back to Call", command: Command::Go(Place::Call) };
                    self.notices.offer("Signed in: the request can be sent", offer, self.now);
                }
            }
        }
    }

    fn show_walk(&mut self) {
        if self.place == Place::Call {
            self.place = Place::Walk;
        }
    }
}
