//! The terminal as the program's other side: what is typed, what stdin and the environment hold.
//! Behind a trait, so that a test can sit there instead of a person.

use std::io::{self, BufRead as _, IsTerminal as _, Read as _, Write as _};

use zeroize::Zeroizing;

use super::paint::printable;
use crate::secret::Secret;

/// Longer lines than this are no password.
const LONGEST_LINE: u64 = 4096;

/// Where answers come from.
pub(super) trait Console {
    /// True when a person sits there and may be asked.
    fn is_interactive(&self) -> bool;
    /// Asks for a text that may be seen. Nothing when the input ends.
    fn ask(&mut self, label: &str) -> io::Result<Option<String>>;
    /// Asks for a text that is not echoed. Nothing when the input ends.
    fn ask_secret(&mut self, label: &str) -> io::Result<Option<Secret>>;
    /// The first line of stdin, without its line break.
    fn stdin_line(&mut self) -> io::Result<Secret>;
    /// An environment variable; nothing when it is not set or not text.
    fn variable(&self, name: &str) -> Option<Secret>;
}

/// The terminal this program runs in.
#[derive(Debug)]
pub(super) struct Terminal {
    /// False when asking is out of the question, whoever sits there.
    pub(super) may_ask: bool,
}

impl Console for Terminal {
    fn is_interactive(&self) -> bool {
        self.may_ask && io::stdin().is_terminal()
    }

    fn ask(&mut self, label: &str) -> io::Result<Option<String>> {
        let mut prompts = io::stderr().lock();
        write!(prompts, "{}: ", printable(label))?;
        prompts.flush()?;
        let mut line = String::new();
        let read = io::stdin().lock().take(LONGEST_LINE).read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }

    fn ask_secret(&mut self, label: &str) -> io::Result<Option<Secret>> {
        match rpassword::prompt_password(format!("{}: ", printable(label))) {
            Ok(text) => Ok(Some(text.into())),
            Err(err) if err.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            Err(err) => Err(err),
        }
    }

    fn stdin_line(&mut self) -> io::Result<Secret> {
        let mut line = Zeroizing::new(String::new());
        io::stdin().lock().take(LONGEST_LINE).read_line(&mut line)?;
        Ok(line.trim_end_matches(['\r', '\n']).into())
    }

    fn variable(&self, name: &str) -> Option<Secret> {
        #[allow(
            clippy::disallowed_methods,
            reason = "the one place where the terminal's environment is read"
        )]
        std::env::var(name).ok().map(Secret::from)
    }
}
