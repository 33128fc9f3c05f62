//! What can be done after a sign-in in the browser, one call each: fresh tokens, calling the refresh token off,
//! making the browser forget who signed in. It begins with what the sign-in brought in, and keeps it.

use jiff::Timestamp;

use super::call::{Call, Reply};
use super::track::Track;
use super::web::{Grant, OAuthClient, WebCall};
use super::{About, Ending, Flow, Haul, Input, LoginConfig, Next, Operation, Performed, Step, TokenSet};
use crate::cognito::Challenge;
use crate::cognito::managed_login::RedirectUrl;

/// One thing to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AfterBrowser {
    /// Trade the refresh token for fresh tokens.
    Refresh,
    /// Call the refresh token off.
    Revoke,
    /// Make the browser forget who signed in.
    SignOut,
}

impl AfterBrowser {
    /// Each, in the order a person is offered them.
    pub const ALL: [Self; 3] = [Self::Refresh, Self::Revoke, Self::SignOut];

    const fn operation(self) -> Operation {
        match self {
            Self::Refresh => Operation::Token,
            Self::Revoke => Operation::Revoke,
            Self::SignOut => Operation::Logout,
        }
    }

    const fn about(self) -> About {
        match self {
            Self::Refresh => About::Refresh,
            Self::Revoke | Self::SignOut => About::ManagedLogin,
        }
    }
}

/// One call after a sign-in. See [`Flow`] for how it is driven.
#[derive(Debug)]
pub struct BrowserErrand {
    config: LoginConfig,
    what: AfterBrowser,
    haul: Haul,
    track: Track,
}

impl BrowserErrand {
    /// Prepares it; `haul` is what the sign-in brought in. None when something that it needs is not there.
    #[must_use]
    pub fn start(config: LoginConfig, what: AfterBrowser, haul: Haul) -> Option<Self> {
        let mut errand = Self { config, what, haul, track: Track::default() };
        errand.call()?;
        errand.track.plan(vec![Step::ghost(what.operation(), what.about())], None);
        Some(errand)
    }

    fn call(&self) -> Option<Call> {
        let plan = self.config.browser.as_ref()?;
        let app = OAuthClient::of(&self.config)?;
        let refresh_token = || self.haul.tokens.as_ref()?.refresh.clone();
        let call = match self.what {
            AfterBrowser::Refresh => {
                WebCall::Token { app, grant: Grant::Refresh { refresh_token: refresh_token()? } }
            }
            AfterBrowser::Revoke => WebCall::Revoke { app, refresh_token: refresh_token()? },
            AfterBrowser::SignOut => WebCall::Logout {
                address: app.domain.logout(app.client.as_str(), &plan.sign_out_url),
                domain: app.domain,
                back: RedirectUrl::parse(&plan.sign_out_url).ok(),
            },
        };
        Some(Call::Web(Box::new(call)))
    }

    fn performed(&mut self, performed: Performed) {
        let result = performed.result.clone();
        if !self.track.performed(performed) {
            return;
        }
        match result {
            Ok(reply) => {
                self.take_in(reply);
                self.track.end(Ending::Finished);
            }
            Err(failure) => self.track.end((&failure).into()),
        }
    }

    fn take_in(&mut self, reply: Reply) {
        if let Reply::Tokens(fresh) = reply {
            // Without rotation the refresh token stays the same, and is not told again.
            let kept = self.haul.tokens.take().and_then(|tokens| tokens.refresh);
            self.haul.tokens = Some(TokenSet { refresh: fresh.refresh.clone().or(kept), ..fresh });
        } else if self.what == AfterBrowser::Revoke
            && let Some(tokens) = &mut self.haul.tokens
        {
            tokens.refresh = None;
        }
    }
}

impl Flow for BrowserErrand {
    fn next(&self, _now: Timestamp) -> Next {
        if let Some(ending) = self.track.ending() {
            return Next::Finished(ending);
        }
        if self.track.call_is_out() {
            return Next::Wait;
        }
        self.call().map_or(Next::Finished(Ending::Internal), |call| Next::Send(Box::new(call)))
    }

    fn on(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Sent(call) => self.track.sent(*call, now),
            Input::Performed(performed) => self.performed(*performed),
            Input::Answer(_) => {}
            Input::Stop => self.track.stop(),
        }
    }

    fn steps(&self) -> &[Step] {
        self.track.steps()
    }

    fn question(&self) -> Option<&Challenge> {
        None
    }

    fn ending(&self) -> Option<Ending> {
        self.track.ending()
    }

    fn haul(&self) -> &Haul {
        &self.haul
    }

    fn config(&self) -> &LoginConfig {
        &self.config
    }
}
