//! A step, or the whole walk, as code: the language that is chosen, and what the code is.

use super::App;
use crate::flow::Operation;
use crate::handoff::code::{Code, Language, request_as_code, step_as_code, walk_as_code};
use crate::secret::Secret;

/// How code is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeView {
    /// What it is written in.
    pub language: Language,
    /// The whole walk, and not the step alone.
    pub whole_walk: bool,
}

impl Default for CodeView {
    fn default() -> Self {
        Self { language: Language::Curl, whole_walk: false }
    }
}

impl App {
    /// The shown step, or the walk, as code.
    ///
    /// # Errors
    /// In words, when there is none.
    pub fn code(&self) -> Result<Code, String> {
        let CodeView { language, whole_walk } = self.code_view;
        let config = self.walk.as_ref().map(|walk| walk.flow().config());
        let nothing_sent = "Code is made of what was really sent: run a walk first";
        let code = if whole_walk {
            walk_as_code(&self.walk_steps(), config.ok_or(nothing_sent)?, language)
                .map(|code| self.without_calls(code))
        } else {
            let steps = self.steps();
            let step = self.shown_step().and_then(|at| steps.get(at)).ok_or("No step is shown")?;
            match config {
                Some(config) => step_as_code(step, config, language),
                None if step.operation == Operation::CallApi => request_as_code(step, language),
                None => return Err(nothing_sent.to_owned()),
            }
        };
        code.map_err(|none| none.to_string())
    }

    /// A request to one's own API is no part of the walk.
    fn without_calls(&self, mut code: Code) -> Code {
        if !self.call.steps().is_empty() {
            code.notes.push("Requests to your own API are not in it: each is code of its own, at its step");
        }
        code
    }

    pub(super) fn code_text(&self) -> Result<Secret, &'static str> {
        self.code().map(|code| code.text.into()).map_err(|_words| "There is no code for this")
    }
}
