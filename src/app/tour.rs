//! The tour of the window: offered once, to somebody who was never here, and taken whenever it is asked
//! for. It knows the stops and their words; where each is on screen is the window's business.

use super::App;
use super::command::{Fold, Place};

/// How the tour stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tour {
    /// Nobody is shown around.
    #[default]
    Away,
    /// It is offered, and keeps out of the way.
    Offered,
    /// At this stop.
    At(Stop),
}

/// What is shown on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stop {
    /// The form.
    Form,
    /// The lanes, and Run.
    Lanes,
    /// Where a question opens.
    Question,
    /// The inspector.
    Inspector,
    /// The result bar, and the Tokens place.
    Results,
}

/// A move on the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Turn {
    /// To the first stop.
    Start,
    /// To the next stop, or to the end after the last.
    Next,
    /// To the stop before.
    Back,
    /// Enough: it is over, or is not wanted.
    End,
}

impl Stop {
    /// In their order.
    pub const ALL: [Self; 5] = [Self::Form, Self::Lanes, Self::Question, Self::Inspector, Self::Results];

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Form => "The form: where, who and how",
            Self::Lanes => "The lanes: the login as it happens",
            Self::Question => "A question opens here",
            Self::Inspector => "The inspector: one step from its sides",
            Self::Results => "The keys land here",
        }
    }

    /// What there is to know of it.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Form => {
                "It is filled in for the practice pool, a pretend Cognito inside this program. Each user of it teaches one thing. New connection, at the top, is for a pool of your own."
            }
            Self::Lanes => {
                "Run walks to the end, Step makes one call and waits. Each call is an arrow out and an arrow home; the steps to come are there before they are made."
            }
            Self::Question => {
                "Where Cognito asks for a code or a new password, the question stands under its step. Codes for practice users are in the practice inbox, under the form."
            }
            Self::Inspector => {
                "Pick a step to read why it is made, what was sent and what came back. Secrets stay masked until you ask for them."
            }
            Self::Results => {
                "Three keys, each with Copy, and how long they work. The tokens are opened claim by claim in the Tokens place, at the top."
            }
        }
    }

    /// Its number, from 1.
    #[must_use]
    pub fn number(self) -> usize {
        Self::ALL.iter().take_while(|stop| **stop != self).count() + 1
    }

    fn after(self) -> Option<Self> {
        Self::ALL.get(self.number()).copied()
    }

    fn before(self) -> Option<Self> {
        Self::ALL.get(self.number().checked_sub(2)?).copied()
    }
}

impl App {
    /// Who runs a walk has begun without it: the offer would only stand over what comes.
    pub(super) fn tour_gives_way(&mut self) {
        if self.tour == Tour::Offered {
            self.tour = Tour::Away;
        }
    }

    /// Offers the tour to somebody who was never here. That is kept at once: it is not offered twice.
    pub(super) fn offer_tour(&mut self) {
        if self.connections.is_first_run() {
            self.connections.note_tour(self.now);
            self.tour = Tour::Offered;
        }
    }

    pub(super) fn turn(&mut self, turn: Turn) {
        let to = match (turn, self.tour) {
            (Turn::Start, _) => Some(Stop::Form),
            (Turn::Next, Tour::At(stop)) => stop.after(),
            (Turn::Back, Tour::At(stop)) => stop.before().or(Some(stop)),
            (Turn::End, _) | (Turn::Next | Turn::Back, Tour::Away | Tour::Offered) => None,
        };
        self.tour = to.map_or(Tour::Away, Tour::At);
        if to.is_some() {
            self.place = Place::Walk;
            self.dialog = None;
        }
        // Where the inspector is a drawer, it has to be open to be shown.
        if to == Some(Stop::Inspector) {
            self.open.insert(Fold::Inspector);
        } else if to.is_some() {
            self.open.remove(&Fold::Inspector);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stops_follow_each_other_both_ways() {
        let (mut at, mut seen) = (Some(Stop::Form), Vec::new());
        while let Some(stop) = at {
            seen.push(stop);
            at = stop.after();
        }
        assert_eq!(seen, Stop::ALL);
        assert_eq!(Stop::Results.before(), Some(Stop::Inspector));
        assert_eq!((Stop::Form.before(), Stop::Form.number()), (None, 1));
    }

    #[test]
    fn a_stop_is_read_in_a_few_seconds() {
        for stop in Stop::ALL {
            assert!(stop.text().split_whitespace().count() <= 36, "{stop:?}");
        }
    }
}
