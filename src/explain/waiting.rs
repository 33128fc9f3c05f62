//! What is to be said while the browser is away: what to do there, and why it may never come back.

use jiff::SignedDuration;

use crate::flow::{Operation, WebCall};
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

/// What to say about a call that has waited for the browser so long.
#[must_use]
pub fn away(call: &WebCall, waited: SignedDuration) -> Option<Away> {
    let (address, redirect) = call.visit()?;
    let redirect = redirect.map(ToString::to_string);
    let here = redirect.as_deref().unwrap_or("the address that it leads to");
    let is_late = waited >= HINT_AFTER;
    let text = match &redirect {
        Some(here) => format!("Poolwalk waits at {here} for the browser to come back."),
        None => {
            "From there the browser goes on to another computer, so Poolwalk does not wait for it.".to_owned()
        }
    };
    let (title, hint) = if call.operation() == Operation::Authorize {
        (
            "Sign in on the page in your browser",
            format!(
                "If the page says redirect_mismatch, or shows an error in place of a login, the browser never comes \
                 back: {here} has to be registered with the app client as a callback URL, letter by letter. Stop, \
                 register it, and start again."
            ),
        )
    } else {
        (
            "Your browser is signing out",
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

    fn call() -> WebCall {
        WebCall::Authorize(AuthorizeRequest {
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
        })
    }

    #[test]
    fn the_hint_comes_when_the_browser_is_late() {
        let early = away(&call(), SignedDuration::from_secs(19)).unwrap();
        assert_eq!(early.hint, None);
        assert_eq!(early.redirect.as_deref(), Some("http://localhost:8765/callback"));
        assert!(early.address.expose().starts_with("https://a.example/oauth2/authorize?"));
        let late = away(&call(), SignedDuration::from_secs(20)).unwrap();
        let hint = late.hint.unwrap();
        assert!(hint.contains("redirect_mismatch") && hint.contains("http://localhost:8765/callback"));
    }

    #[test]
    fn a_sign_out_that_leads_elsewhere_is_not_waited_for() {
        let domain = Domain::parse("https://a.example", None).unwrap();
        let leading_to = |address: &str| WebCall::Logout {
            address: domain.logout("abc", address),
            domain: domain.clone(),
            back: RedirectUrl::parse(address).ok(),
        };
        let here = away(&leading_to("http://localhost:8765/signed-out"), HINT_AFTER).unwrap();
        assert_eq!(
            here.text,
            "Poolwalk waits at http://localhost:8765/signed-out for the browser to come back."
        );
        let elsewhere = away(&leading_to("https://app.example/bye"), HINT_AFTER).unwrap();
        assert!(elsewhere.text.ends_with("Poolwalk does not wait for it."), "{}", elsewhere.text);
        let hint = elsewhere.hint.unwrap();
        assert!(hint.contains("the address that it leads to is not registered"), "{hint}");
    }

    #[test]
    fn only_the_browser_is_waited_for_like_this() {
        let domain = Domain::parse("https://a.example", None).unwrap();
        let call = WebCall::UserInfo { domain, access_token: "t".into() };
        assert_eq!(away(&call, SignedDuration::MAX), None);
    }
}
