//! What is to be said while the browser is away: what to do there, and why it may never come back.

use jiff::{SignedDuration, Timestamp};

use crate::flow::{Call, Operation, Step, StepState};
use crate::secret::Secret;

/// A page that the browser was sent to and has not come back from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// As a headline.
    pub title: &'static str,
    /// What to do.
    pub text: String,
    /// Why it may never come back, once that has become likely.
    pub hint: Option<String>,
    /// The page's address, to be opened by hand.
    pub address: Secret,
    /// Where it comes back to.
    pub redirect: Option<String>,
}

/// Most people have found the page and a password by then.
const HINT_AFTER: SignedDuration = SignedDuration::from_secs(20);

/// What to say about a step that waits for the browser.
#[must_use]
pub fn away(step: &Step, now: Timestamp) -> Option<Away> {
    let StepState::UnderWay { since } = step.state else { return None };
    let Some(Call::Web(call)) = &step.call else { return None };
    let (address, redirect) = call.visit()?;
    let redirect = redirect.map(ToString::to_string);
    let here = redirect.as_deref().unwrap_or("this computer");
    let is_late = now.duration_since(since) >= HINT_AFTER;
    let (title, text, hint) = if step.operation == Operation::Authorize {
        (
            "Sign in on the page in your browser",
            format!("Poolwalk waits at {here} for the browser to come back."),
            format!(
                "If the page says redirect_mismatch, or shows an error in place of a login, the browser never comes \
                 back: {here} has to be registered with the app client as a callback URL, letter by letter. Stop, \
                 register it, and start again."
            ),
        )
    } else {
        (
            "Your browser is signing out",
            format!("Poolwalk waits at {here} for the browser to come back."),
            format!(
                "If the page shows an error, {here} is not registered with the app client as a sign-out URL, and the \
                 browser stays signed in."
            ),
        )
    };
    Some(Away { title, text, hint: is_late.then_some(hint), address, redirect })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cognito::ClientId;
    use crate::cognito::managed_login::{AuthorizeRequest, Domain, RedirectUrl};
    use crate::flow::{About, WebCall};

    fn step() -> Step {
        let request = AuthorizeRequest {
            domain: Domain::parse("https://a.example", None).unwrap(),
            client: ClientId::parse("abc").unwrap(),
            redirect: RedirectUrl::parse("http://localhost:8765/callback").unwrap(),
            scopes: "openid".to_owned(),
            state: "s".into(),
            nonce: "n".into(),
            challenge: "c".to_owned(),
            identity_provider: None,
            prompt: None,
            login_hint: None,
        };
        let call = Call::Web(Box::new(WebCall::Authorize(request)));
        let state = StepState::UnderWay { since: Timestamp::UNIX_EPOCH };
        Step { state, call: Some(call), ..Step::ghost(Operation::Authorize, About::ManagedLogin) }
    }

    #[test]
    fn the_hint_comes_when_the_browser_is_late() {
        let early = away(&step(), Timestamp::from_second(19).unwrap()).unwrap();
        assert_eq!(early.hint, None);
        assert_eq!(early.redirect.as_deref(), Some("http://localhost:8765/callback"));
        assert!(early.address.expose().starts_with("https://a.example/oauth2/authorize?"));
        let late = away(&step(), Timestamp::from_second(20).unwrap()).unwrap();
        let hint = late.hint.unwrap();
        assert!(hint.contains("redirect_mismatch") && hint.contains("http://localhost:8765/callback"));
    }

    #[test]
    fn a_step_that_is_over_is_not_waited_for() {
        let over = Step { state: StepState::Done, ..step() };
        assert_eq!(away(&over, Timestamp::UNIX_EPOCH), None);
    }
}
