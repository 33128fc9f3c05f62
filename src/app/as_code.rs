//! A step, or the whole walk, as code: the language that is chosen, and what the code is.

use super::App;
use crate::handoff::code::{Code, Language, step_as_code, walk_as_code};
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
        let walk = self.walk.as_ref().ok_or("Code is made of what was really sent: run a walk first")?;
        let config = walk.flow().config();
        let code = if whole_walk {
            walk_as_code(walk.steps(), config, language)
        } else {
            let step = self.shown_step().and_then(|at| walk.steps().get(at)).ok_or("No step is shown")?;
            step_as_code(step, config, language)
        };
        code.map_err(|none| none.to_string())
    }

    pub(super) fn code_text(&self) -> Result<Secret, &'static str> {
        self.code().map(|code| code.text.into()).map_err(|_words| "There is no code for this")
    }
}
