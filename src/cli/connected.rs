//! Signing in for what that brings, to a saved connection where one is named: by the refresh token that is kept for it
//! while that is good, else as the connection says, with the password of the environment or of the terminal.

use super::args::SignInArgs;
use super::console::Console;
use super::outcome::Outcome;
use super::purpose::Purpose;
use super::quietly::{self, Followed, Walked};
use super::saved::{Home, PASSWORD, goes_its_own_way};
use super::setup::{Refusal, set_up};

/// What a person can do about a kept token that is no good any more.
pub(super) const ONCE_MORE: &str = "Sign in to this connection in the window once more";

/// A sign-in to be made.
pub(super) struct Wanted<'a> {
    /// What was said on the command line.
    pub(super) said: &'a SignInArgs,
    pub(super) purpose: Purpose,
    pub(super) followed: Followed,
}

impl Wanted<'_> {
    /// Makes it.
    pub(super) fn walked(&self, home: Option<&Home>, console: &mut dyn Console) -> Result<Walked, Refusal> {
        let Some(home) = home else { return self.walk(self.said, self.purpose, console) };
        match self.refreshed(home, console)? {
            Some(walked) if walked.outcome != Outcome::Refused => Ok(walked),
            refused => self.signed_in(home, refused, console),
        }
    }

    /// By the kept refresh token. Nothing where there is none, or where the command line says another way.
    pub(super) fn refreshed(
        &self,
        home: &Home,
        console: &mut dyn Console,
    ) -> Result<Option<Walked>, Refusal> {
        let Some(mut args) = home.refresh(self.said, console) else { return Ok(None) };
        if self.purpose == Purpose::ForTokens {
            args.until = Some("tokens".to_owned());
        }
        self.at_home(home, (&args, Purpose::Refresh), console).map(Some)
    }

    /// As the connection says. Where nobody gives a password, a refusal of the kept token is what is told.
    pub(super) fn signed_in(
        &self,
        home: &Home,
        refused: Option<Walked>,
        console: &mut dyn Console,
    ) -> Result<Walked, Refusal> {
        let mut args = self.said.clone();
        home.fill(&mut args, console);
        if refused.is_some() {
            quietly::say_to_people("The kept refresh token is no good any more, so this signs in");
        }
        match (self.at_home(home, (&args, self.purpose), console), refused) {
            (Err(Refusal::Problems(_)), Some(refused)) => {
                Ok(Walked { next: Some(format!("{ONCE_MORE}, or set {PASSWORD}")), ..refused })
            }
            (walked, _) => walked,
        }
    }

    fn at_home(
        &self,
        home: &Home,
        (args, purpose): (&SignInArgs, Purpose),
        console: &mut dyn Console,
    ) -> Result<Walked, Refusal> {
        let walked = self.walk(args, purpose, &mut home.vault(args, console))?;
        let token = walked.refresh_token().filter(|_| !goes_its_own_way(self.said));
        if let Err(err) = home.keep(args, token) {
            quietly::say(&format!("The refresh token could not be kept: {err}"));
        }
        Ok(walked)
    }

    fn walk(
        &self,
        args: &SignInArgs,
        purpose: Purpose,
        console: &mut dyn Console,
    ) -> Result<Walked, Refusal> {
        quietly::walked(set_up(args, purpose, console)?, self.followed, console)
    }
}
