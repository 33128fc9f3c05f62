//! Who goes along on a walk: somebody who reads and may be asked, or a script that gave its answers
//! beforehand and wants only the end.

use std::io::{self, Write};

use jiff::Timestamp;

use super::answers::{Answers, value_of};
use super::console::Console;
use super::human;
use super::paint::Paint;
use super::walk::Company;
use crate::cognito::{Challenge, FieldKind, FieldSpec, Params};
use crate::explain;
use crate::flow::Step;
use crate::secret::Secret;

/// Says nothing and asks nobody.
pub(super) struct Script {
    pub(super) answers: Answers,
}

impl Company for Script {
    fn sent(&mut self, _step: &Step) {}

    fn over(&mut self, _step: &Step) {}

    fn answer(&mut self, challenge: &Challenge) -> Option<Params> {
        self.answers.take(challenge)
    }
}

/// Prints each step as it happens, and asks what was not answered beforehand.
pub(super) struct Reader<'a> {
    pub(super) answers: Answers,
    pub(super) console: &'a mut dyn Console,
    pub(super) out: &'a mut dyn Write,
    pub(super) now: &'a dyn Fn() -> Timestamp,
    pub(super) paint: Paint,
    /// A terminal, where a line can be written over.
    pub(super) is_live: bool,
    /// The first thing that went wrong while printing: nobody reads any more.
    pub(super) unread: io::Result<()>,
}

impl Reader<'_> {
    fn print(&mut self, print: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
        if self.unread.is_ok() {
            self.unread = print(self.out);
        }
    }

    fn ask(&mut self, challenge: &Challenge) -> io::Result<Option<Params>> {
        let card = explain::challenge(challenge);
        let heading = self.paint.bold(&card.title);
        self.print(|out| writeln!(out, "{heading}\n  {}", card.text));
        let mut params = Params::new();
        for field in challenge.fields() {
            let known = self.answers.take_one(&field);
            let value = match known {
                Some(value) => value,
                None => match self.ask_field(&field)? {
                    Some(value) => value,
                    None => return Ok(None),
                },
            };
            params.set(&field.key, value_of(&field, value));
        }
        Ok(Some(params))
    }

    fn ask_field(&mut self, field: &FieldSpec) -> io::Result<Option<Secret>> {
        match &field.kind {
            FieldKind::Text | FieldKind::Code => Ok(self.console.ask(&field.label)?.map(Secret::from)),
            FieldKind::NewPassword | FieldKind::Secret => self.console.ask_secret(&field.label),
            FieldKind::Choice(choices) => {
                let label = format!("{} ({})", field.label, choices.join(", "));
                Ok(self.console.ask(&label)?.map(Secret::from))
            }
        }
    }
}

impl Company for Reader<'_> {
    fn sent(&mut self, step: &Step) {
        if self.is_live {
            let text = human::waiting(step, self.paint);
            self.print(|out| write!(out, "{text}").and_then(|()| out.flush()));
        }
    }

    fn over(&mut self, step: &Step) {
        let text = human::line(step, (self.now)(), self.paint);
        let is_live = self.is_live;
        self.print(|out| human::print_over(out, &text, is_live));
    }

    fn answer(&mut self, challenge: &Challenge) -> Option<Params> {
        let given = self.answers.take(challenge);
        if given.is_some() || !self.console.is_interactive() {
            return given;
        }
        self.ask(challenge).ok().flatten()
    }
}
