//! What can be done after a sign-in in the browser, one call each: fresh tokens, calling the refresh token off,
//! making the browser forget who signed in. It begins with what the sign-in brought in, and keeps it. What cannot be
//! had back is asked for first.

use jiff::Timestamp;

use super::call::{Call, Reply};
use super::track::{Asked, Track};
use super::web::{Grant, OAuthClient, WebCall};
use super::{About, Ending, Flow, Haul, Input, LoginConfig, Next, Operation, Performed, Step, TokenSet};
use crate::cognito::managed_login::RedirectUrl;
use crate::cognito::{Challenge, Params};

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

    /// The question before the call, named after it: a token that was called off works for nobody any more.
    fn consent(self, now: Timestamp) -> Option<Challenge> {
        match self {
            Self::Refresh | Self::SignOut => None,
            Self::Revoke => Some(Challenge {
                name: self.operation().name().to_owned(),
                session: None,
                parameters: Params::new(),
                available: Vec::new(),
                received: now,
                knows_password: false,
            }),
        }
    }
}

/// One call after a sign-in. See [`Flow`] for how it is driven.
#[derive(Debug)]
pub struct BrowserErrand {
    config: LoginConfig,
    what: AfterBrowser,
    haul: Haul,
    /// What is asked before the call, and whether it has not been answered.
    question: Option<Challenge>,
    is_open: bool,
    track: Track,
}

impl BrowserErrand {
    /// Prepares it; `haul` is what the sign-in brought in. None when something that it needs is not there.
    #[must_use]
    pub fn start(config: LoginConfig, what: AfterBrowser, haul: Haul, now: Timestamp) -> Option<Self> {
        let question = what.consent(now);
        let is_open = question.is_some();
        let mut errand = Self { config, what, haul, question, is_open, track: Track::default() };
        errand.call()?;
        errand.redraw();
        Some(errand)
    }

    fn answered(&mut self) {
        if self.question().is_some() {
            self.is_open = false;
            self.redraw();
        }
    }

    fn redraw(&mut self) {
        let asked = if self.is_open { Asked::Person } else { Asked::Answered };
        let asking = self.question.as_ref().map(|question| (question, asked));
        self.track.plan(vec![Step::ghost(self.what.operation(), self.what.about())], asking);
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
        self.track.next(self.question(), || self.call())
    }

    fn on(&mut self, input: Input, now: Timestamp) {
        match input {
            Input::Sent(call) => self.track.sent(*call, now),
            Input::Performed(performed) => self.performed(*performed),
            Input::Answer(_) => self.answered(),
            Input::Stop => self.track.stop(),
        }
    }

    fn steps(&self) -> &[Step] {
        self.track.steps()
    }

    fn question(&self) -> Option<&Challenge> {
        self.question.as_ref().filter(|_| self.is_open && self.track.is_open())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cognito::Way;
    use crate::flow::{Draft, Failure, Refusal, StepState};

    fn errand(what: AfterBrowser, refresh: Option<&str>) -> Option<BrowserErrand> {
        let mut draft = Draft { way: Way::Browser, client: "abc".into(), ..Draft::default() };
        draft.user_pool = "eu-west-1_Ab12Cd34E".into();
        draft.browser.domain = "my-app".into();
        let tokens = TokenSet {
            id: Some("id".into()),
            access: Some("access".into()),
            refresh: refresh.map(Into::into),
            ..TokenSet::default()
        };
        let haul = Haul { tokens: Some(tokens), identity_id: Some("i".into()), ..Haul::default() };
        BrowserErrand::start(draft.check().unwrap(), what, haul, Timestamp::UNIX_EPOCH)
    }

    fn carried_out(errand: &mut BrowserErrand, result: Result<Reply, Failure>) -> WebCall {
        let now = Timestamp::UNIX_EPOCH;
        if errand.question().is_some() {
            errand.on(Input::Answer(Params::new()), now);
        }
        let Next::Send(call) = errand.next(now) else { panic!() };
        errand.on(Input::Sent(call.clone()), now);
        assert_eq!(errand.next(now), Next::Wait);
        let performed =
            Performed { result, exchange: None, started: now, took: std::time::Duration::from_millis(1) };
        errand.on(Input::Performed(Box::new(performed)), now);
        let Call::Web(call) = *call else { panic!() };
        *call
    }

    #[test]
    fn fresh_tokens_keep_the_refresh_token_unless_it_is_rotated() {
        for (rotated, kept) in [(None, "old"), (Some("new".into()), "new")] {
            let mut errand = errand(AfterBrowser::Refresh, Some("old")).unwrap();
            let fresh = TokenSet { id: Some("id 2".into()), refresh: rotated, ..TokenSet::default() };
            let call = carried_out(&mut errand, Ok(Reply::Tokens(fresh)));
            assert!(matches!(call, WebCall::Token { grant: Grant::Refresh { .. }, .. }));
            let tokens = errand.haul().tokens.clone().unwrap();
            assert_eq!((tokens.id, tokens.refresh), (Some("id 2".into()), Some(kept.into())));
            assert_eq!(errand.haul().identity_id.as_deref(), Some("i"));
            assert_eq!(errand.ending(), Some(Ending::Finished));
        }
    }

    #[test]
    fn what_was_called_off_is_at_hand_no_more() {
        let mut errand = errand(AfterBrowser::Revoke, Some("old")).unwrap();
        carried_out(&mut errand, Ok(Reply::Done));
        assert!(errand.haul().tokens.as_ref().is_some_and(|tokens| tokens.refresh.is_none()));
        let mut refused = self::errand(AfterBrowser::Revoke, Some("old")).unwrap();
        let refusal = Refusal { code: "invalid_request".into(), message: String::new(), status: 400 };
        carried_out(&mut refused, Err(Failure::Refused(refusal)));
        assert_eq!(refused.ending(), Some(Ending::Refused));
        assert!(refused.haul().tokens.as_ref().is_some_and(|tokens| tokens.refresh.is_some()));
    }

    #[test]
    fn a_token_is_called_off_after_a_yes_alone() {
        let now = Timestamp::UNIX_EPOCH;
        for what in AfterBrowser::ALL {
            let mut errand = errand(what, Some("old")).unwrap();
            match errand.next(now) {
                Next::Send(_) => assert_ne!(what, AfterBrowser::Revoke),
                Next::Ask(asked) => {
                    assert_eq!((what, asked.is_consent()), (AfterBrowser::Revoke, true));
                    assert_eq!((asked.name.as_str(), asked.verb()), ("/oauth2/revoke", "Revoke the token"));
                    assert_eq!(errand.steps()[0].state, StepState::Asking);
                    errand.on(Input::Stop, now);
                    assert_eq!(errand.next(now), Next::Finished(Ending::Stopped));
                    assert!(errand.steps().iter().all(|step| step.call.is_none()));
                    assert!(errand.haul().tokens.as_ref().is_some_and(|tokens| tokens.refresh.is_some()));
                }
                other @ (Next::Wait | Next::Finished(_)) => panic!("{what:?}: {other:?}"),
            }
        }
    }

    #[test]
    fn only_signing_out_does_without_a_refresh_token() {
        assert!(errand(AfterBrowser::Refresh, None).is_none());
        assert!(errand(AfterBrowser::Revoke, None).is_none());
        let mut errand = errand(AfterBrowser::SignOut, None).unwrap();
        let call = carried_out(&mut errand, Ok(Reply::Done));
        let WebCall::Logout { address, back, .. } = call else { panic!() };
        assert!(
            address
                .expose()
                .starts_with("https://my-app.auth.eu-west-1.amazoncognito.com/logout?client_id=abc")
        );
        assert_eq!(back.map(|back| back.port()), Some(8765));
    }
}
