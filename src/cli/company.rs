//! Who goes along on a walk: somebody who reads and may be asked, or a script that gave its answers
//! beforehand and wants only the end.

use std::io::{self, Write};

use jiff::Timestamp;

use super::answers::{Answers, value_of};
use super::console::Console;
use super::human;
use super::paint::{Paint, printable};
use super::trouble::Explanation;
use super::walk::Company;
use crate::cognito::{Challenge, FieldKind, FieldSpec, Params};
use crate::flow::{LoginConfig, Step};
use crate::secret::Secret;

/// Says nothing and asks nobody.
pub(super) struct Script {
    pub(super) answers: Answers,
}

impl Company for Script {
    fn sent(&mut self, _step: &Step) {}

    fn over(&mut self, _step: &Step) {}

    fn set_back(&mut self, _step: &Step, _config: &LoginConfig) {}

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
    /// The codes that whoever is asked has at hand, a line each: the practice pool's.
    pub(super) inbox: &'a dyn Fn(&Challenge) -> Vec<String>,
    /// The walk goes to the practice pool.
    pub(super) is_practice: bool,
    /// Why the last answer was refused, until the question is put once more.
    pub(super) setback: Option<Explanation>,
    /// Each step is followed by its lesson.
    pub(super) explains: bool,
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
        let setback = self.setback.take().map(|trouble| human::explanation(&trouble, self.paint));
        let mut text = setback.unwrap_or_default() + &human::question(challenge, self.paint);
        text.extend((self.inbox)(challenge).into_iter().map(|line| format!("  {}\n", printable(&line))));
        self.print(|out| write!(out, "{text}").and_then(|()| out.flush()));
        if challenge.is_by_hand() {
            let answer = self.console.ask_secret("Answer, or KEY=VALUE")?;
            return Ok(answer.map(|answer| by_hand(&answer)));
        }
        let again = self.answers.was_asked(challenge);
        let mut params = Params::new();
        let mut first = None;
        for field in challenge.fields() {
            if first.as_ref().is_some_and(|first: &Secret| !field.goes_with(first.expose())) {
                continue;
            }
            let known = challenge.known(&field).filter(|_| !again).map(Secret::from);
            let value = match self.answers.take_one(&field).or(known) {
                Some(value) => value,
                None => match self.ask_until_there(&field)? {
                    Some(value) => value,
                    None => return Ok(None),
                },
            };
            if field.is_optional && value.is_empty() {
                continue;
            }
            first.get_or_insert_with(|| value.clone());
            params.set(&field.key, value_of(&field, value));
        }
        // The yes is to what was typed, and comes right before the call.
        let agrees = !challenge.is_consent() || self.agrees_to(challenge)?;
        Ok(agrees.then(|| self.answers.with_attributes(params, challenge)))
    }

    /// What messages or changes a user is done after a yes: one given beforehand, or one that is typed.
    fn agrees_to(&mut self, challenge: &Challenge) -> io::Result<bool> {
        if self.answers.has_agreed(challenge) {
            return Ok(true);
        }
        self.answers.note_asked(challenge);
        let typed = self.console.ask(&format!("{}? [y/N]", challenge.verb()))?.unwrap_or_default();
        Ok(["y", "yes"].contains(&typed.trim().to_lowercase().as_str()))
    }

    /// Nothing at all is no code, name or new password: a slip, and asked for again.
    fn ask_until_there(&mut self, field: &FieldSpec) -> io::Result<Option<Secret>> {
        let may_be_empty = field.is_optional || field.kind == FieldKind::Secret;
        loop {
            match self.ask_field(field)? {
                Some(typed) if typed.is_empty() && !may_be_empty => {
                    self.print(|out| writeln!(out, "  This may not stay empty"));
                }
                typed => return Ok(typed),
            }
        }
    }

    fn ask_field(&mut self, field: &FieldSpec) -> io::Result<Option<Secret>> {
        let may_be_empty = if field.is_optional { " (may stay empty)" } else { "" };
        let label = format!("{}{may_be_empty}", field.label);
        match &field.kind {
            FieldKind::Text | FieldKind::Code => Ok(self.console.ask(&label)?.map(Secret::from)),
            FieldKind::NewPassword | FieldKind::Secret => self.console.ask_secret(&label),
            FieldKind::Choice(choices) => self.ask_choice(&label, choices),
        }
    }

    /// One of these, by its number or its name; whatever else is typed is asked for again.
    fn ask_choice(&mut self, label: &str, choices: &[String]) -> io::Result<Option<Secret>> {
        let numbered = (1..).zip(choices).map(|(number, choice)| format!("{number} {choice}"));
        let label = format!("{label} ({})", numbered.collect::<Vec<_>>().join(", "));
        while let Some(typed) = self.console.ask(&label)? {
            if let Some(choice) = chosen(&typed, choices) {
                return Ok(Some(choice.into()));
            }
            self.print(|out| writeln!(out, "  That is none of them: type a number or a name from the list"));
        }
        Ok(None)
    }
}

/// The choice that a number or a name stands for, letter case aside.
fn chosen<'a>(typed: &str, choices: &'a [String]) -> Option<&'a str> {
    let typed = typed.trim();
    let by_name = choices.iter().find(|choice| choice.eq_ignore_ascii_case(typed));
    let by_number = || choices.get(typed.parse::<usize>().ok()?.checked_sub(1)?);
    by_name.or_else(by_number).map(String::as_str)
}

/// Under its key where one was typed in front, else under the usual one.
fn by_hand(typed: &Secret) -> Params {
    let is_key = |text: &str| text.len() > 3 && text.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    let (key, value) = match typed.expose().split_once('=') {
        Some((key, value)) if is_key(key) => (key, value),
        Some(_) | None => ("ANSWER", typed.expose()),
    };
    Params::new().secret(key, value.into())
}

impl Company for Reader<'_> {
    fn sent(&mut self, step: &Step) {
        if self.is_live {
            let text = human::waiting(step, self.paint);
            self.print(|out| write!(out, "{text}").and_then(|()| out.flush()));
        }
    }

    fn over(&mut self, step: &Step) {
        let line = human::line(step, (self.now)(), self.paint);
        let lesson = if self.explains { human::lesson(step, self.paint) } else { String::new() };
        let text = format!("{line}\n{lesson}");
        let text = text.trim_end();
        let is_live = self.is_live;
        self.print(|out| human::print_over(out, text, is_live));
    }

    fn set_back(&mut self, step: &Step, config: &LoginConfig) {
        self.setback = Explanation::of_setback(step, config, self.is_practice);
    }

    fn answer(&mut self, challenge: &Challenge) -> Option<Params> {
        let given = self.answers.take(challenge);
        if given.is_some() || !self.console.is_interactive() {
            return given;
        }
        self.ask(challenge).ok().flatten()
    }
}
