//! Managed login in the window: what is said while the browser is away, and what can be done after a sign-in with it.

use std::sync::Arc;

use jiff::SignedDuration;

use super::walk::Walk;
use super::{App, Place, Tone};
use crate::cognito::managed_login::Domain;
use crate::engine::RunId;
use crate::explain::{self, Away};
use crate::flow::{
    AfterBrowser, BrowserErrand, BrowserPlan, Call, Ending, LoginConfig, Step, StepState, WebCall,
};
use crate::handoff::redact::Show;

impl App {
    /// What is to be said while the browser is away.
    #[must_use]
    pub fn away(&self) -> Option<Away> {
        let (call, waited) = self.web_call()?;
        explain::away(call, waited)
    }

    /// Why the browser could not be sent to the page, if it could not.
    #[must_use]
    pub fn browser_problem(&self) -> Option<String> {
        self.engine.browser_problem()
    }

    /// The call of managed login that is out, and for how long.
    pub(super) fn web_call(&self) -> Option<(&WebCall, SignedDuration)> {
        let (step, since) = self.walk.as_ref()?.under_way()?;
        let Some(Call::Web(call)) = &step.call else { return None };
        Some((call, self.now.duration_since(since)))
    }

    /// Sends the browser to the page once more.
    pub(super) fn open_page(&self) {
        if let Some(away) = self.away() {
            self.engine.open(&away.address);
        }
    }

    /// Where the browser comes back to: in this walk, or in the next one.
    #[must_use]
    pub fn redirect_url(&self) -> String {
        let redirect = self.away().and_then(|away| away.redirect);
        redirect.unwrap_or_else(|| self.form.draft.browser.redirect().to_owned())
    }

    /// Why something that follows a sign-in in the browser cannot be done now.
    pub(super) fn may_after_browser(&self, what: AfterBrowser) -> Result<(), &'static str> {
        self.may_leave_walk()?;
        let signed_in = self.signed_in.as_ref().filter(|signed_in| signed_in.config.browser.is_some());
        let signed_in = signed_in.ok_or("Sign in with the browser first")?;
        let has_refresh = signed_in.haul.tokens.as_ref().is_some_and(|tokens| tokens.refresh.is_some());
        match what {
            AfterBrowser::SignOut => Ok(()),
            AfterBrowser::Refresh | AfterBrowser::Revoke if has_refresh => Ok(()),
            AfterBrowser::Refresh | AfterBrowser::Revoke => Err("There is no refresh token at hand"),
        }
    }

    /// Does it, with what the sign-in brought.
    pub(super) fn begin_after_browser(&mut self, what: AfterBrowser) {
        self.place = Place::Walk;
        let Some(signed_in) = &self.signed_in else { return };
        let target = Arc::clone(&signed_in.target);
        let errand = BrowserErrand::start(signed_in.config.clone(), what, signed_in.haul.clone(), self.now);
        let Some(errand) = errand else { return };
        self.abandon();
        self.runs += 1;
        let mut walk = Walk::new(Box::new(errand), RunId(self.runs), target);
        walk.after_browser = Some(what);
        walk.run();
        self.walk = Some(walk);
        match what {
            AfterBrowser::Refresh => self.tokens.refresh_began(),
            AfterBrowser::Revoke => self.tokens.walk_began(), // what is left is opened when it is there
            AfterBrowser::SignOut => {}
        }
        self.selected = None;
        self.show = Show::default();
        self.go_on();
    }

    /// Says what has come of it: the lanes alone would not.
    pub(super) fn note_after_browser(&mut self) {
        let Some(walk) = &self.walk else { return };
        let (Some(what), Some(Ending::Finished)) = (walk.after_browser, walk.ending()) else { return };
        let text = match what {
            AfterBrowser::Refresh => "Fresh tokens are here",
            AfterBrowser::Revoke => "The refresh token and the access tokens made from it work no more",
            AfterBrowser::SignOut if walk.steps().iter().any(has_come_back) => {
                "The browser has forgotten who signed in"
            }
            AfterBrowser::SignOut => "The browser was sent to the sign-out page",
        };
        self.notices.add(Tone::Ok, text, self.now);
    }

    /// The practice pool's pages are its own, whatever stands in the form.
    pub(super) fn with_practice_pages(&self, config: LoginConfig) -> LoginConfig {
        let practice = self.practice.as_ref().filter(|_| self.is_practice());
        let domain = practice.and_then(|practice| Domain::parse(&practice.cast().domain, None).ok());
        match (config.browser.clone(), domain) {
            (Some(plan), Some(domain)) => {
                LoginConfig { browser: Some(BrowserPlan { domain, ..plan }), ..config }
            }
            (_, _) => config,
        }
    }
}

/// True when the browser is known to be through: only where it comes back to this computer does anybody see that.
fn has_come_back(step: &Step) -> bool {
    let Some(Call::Web(call)) = &step.call else { return false };
    step.state == StepState::Done && call.visit().is_some_and(|(_, redirect)| redirect.is_some())
}
