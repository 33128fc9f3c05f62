//! Which commands may act now, and why the others may not: the one place that says so.

use super::command::{Change, Command, Fold};
use super::{App, Walk};

impl App {
    /// Why a command cannot be done now, in words for a tooltip.
    ///
    /// # Errors
    /// The reason, when it cannot.
    pub fn may(&self, command: &Command) -> Result<(), &'static str> {
        let refuse = |when: bool, reason| if when { Err(reason) } else { Ok(()) };
        match command {
            Command::Run | Command::Step => self.may_walk_on(),
            Command::Preflight => self.may_leave_walk(),
            Command::Stop => refuse(!self.is_walking(), "No walk is under way"),
            Command::StartAgain => refuse(self.walk.is_none(), "No walk has begun"),
            Command::Errand(kind) | Command::ErrandOn(kind, _) => self.may_run(*kind),
            Command::AfterBrowser(what) => self.may_after_browser(*what),
            Command::OpenPage => refuse(self.away().is_none(), "No page is waited for"),
            Command::Answer | Command::AddAnswerField => {
                let asked = self.walk.as_ref().is_some_and(|walk| walk.question().is_some());
                refuse(!asked, "Cognito asks nothing now")
            }
            Command::FillInCode => {
                refuse(self.app_secret().is_none(), "No authenticator app is being set up")
            }
            Command::Refresh => {
                self.may_leave_walk()?;
                refuse(!self.may_refresh(), "No refresh token yet: sign in first")
            }
            Command::ShowTrustPolicy => self.trust_policy().map(drop),
            Command::HandOver(command) => self.may_hand_over(command),
            Command::Copy(what) => self.copyable(what).map(drop),
            Command::AskRename | Command::Rename(_) | Command::AskDelete | Command::Delete => {
                refuse(self.is_practice(), "The practice pool stays as it is")
            }
            Command::Change(Change::PracticeUser(_) | Change::PracticeClient(_))
            | Command::ResetPractice
            | Command::Toggle(Fold::Inbox) => refuse(!self.is_practice(), "Only in the practice pool"),
            Command::OpenToken(which) => self.token(*which).map(drop),
            Command::Tokens(command) => self.may_on_tokens(command),
            Command::Call(command) => self.may_on_call(command),
            Command::OpenPart(part) => refuse(self.part(*part).is_none(), "Not there yet: run a login first"),
            Command::Go(_)
            | Command::Learn(_)
            | Command::Tour(_)
            | Command::Edit(_)
            | Command::TogglePalette
            | Command::ToggleHelp
            | Command::ToggleTheme
            | Command::NewConnection
            | Command::Connect(_)
            | Command::CloseDialog
            | Command::SelectStep(_)
            | Command::Inspect(_)
            | Command::ShowCode(_)
            | Command::ClearClipboard(_)
            | Command::Toggle(
                Fold::Inspector | Fold::Form | Fold::Places | Fold::Checks | Fold::ChecksOfInvalid,
            )
            | Command::ToggleReveal
            | Command::Change(_)
            | Command::OpenPasted(_)
            | Command::ShowToken(_)
            | Command::FindProfiles
            | Command::Quit => Ok(()),
        }
    }

    /// Whether something else may take the place of the walk. A sign-in that asks is not thrown away: a temporary password,
    /// or the code of a message, may be good only once.
    pub(super) fn may_leave_walk(&self) -> Result<(), &'static str> {
        if self.is_busy() {
            return Err("A call is under way");
        }
        let asks = |walk: &&Walk| walk.question().is_some();
        match self.walk.as_ref().filter(asks).map(Walk::flow) {
            Some(flow) if flow.errand().is_none() && !flow.is_preflight() => {
                Err("Answer Cognito’s question first, or choose “Stop”")
            }
            Some(_) | None => Ok(()),
        }
    }

    fn may_walk_on(&self) -> Result<(), &'static str> {
        if self.is_busy() {
            return Err("A call is under way");
        }
        let Some(walk) = self.walk.as_ref().filter(|walk| walk.question().is_some()) else { return Ok(()) };
        Err(if walk.is_preflight() {
            "Answer the question first, or choose “Skip”"
        } else if walk.flow().errand().is_some() {
            "Answer the question first, or choose “Not now”"
        } else {
            "Answer Cognito’s question first, or start again"
        })
    }
}
