//! Managed login: what ties the browser's answer to its question, the code, and what the endpoints are sent.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use poolwalk::cognito::managed_login::{AuthorizeRequest, Domain, RedirectUrl};
use poolwalk::engine::{Engine, Event, RunId};
use poolwalk::flow::{Call, Grant, OAuthClient, WebCall};
use poolwalk::handoff::redact::{Show, exchange_text};

use crate::calls::{client, perform, target};
use crate::engine::{answers, everything};
use crate::{MARK, clean, log};

const BACK: &str = "http://localhost:8765/callback";

fn domain(url: &str) -> Domain {
    Domain::parse(url, None).unwrap()
}

/// Every call to an OAuth endpoint, by an app client with a secret.
fn endpoints(url: &str) -> Vec<Call> {
    let app =
        || OAuthClient { domain: domain(url), client: client(), secret: Some("marked-client-secret".into()) };
    let verifier = "marked-verifier-that-is-long-enough-for-pkce-to-take".into();
    let redirect = RedirectUrl::parse(BACK).unwrap();
    let code = Grant::Code { code: "marked-code".into(), verifier, redirect };
    let refresh = Grant::Refresh { refresh_token: "marked-refresh".into() };
    [
        WebCall::Token { app: app(), grant: code },
        WebCall::Token { app: app(), grant: refresh },
        WebCall::UserInfo { domain: domain(url), access_token: "marked-access".into() },
        WebCall::Revoke { app: app(), refresh_token: "marked-refresh".into() },
    ]
    .map(|call| Call::Web(Box::new(call)))
    .into()
}

#[test]
fn no_secret_of_an_oauth_endpoint_is_in_debug_in_a_log_or_in_a_masked_exchange() {
    log::listen();
    for server in answers() {
        for call in endpoints(&server.url()) {
            let target = target(&server.url());
            let performed = perform(target.clone(), call.clone());
            everything(&call, &target, &performed);
            let exchange = performed.exchange.expect("it was sent");
            let headers = exchange.request_headers.iter().map(|header| header.value.expose());
            let sent = format!("{}{}", exchange.request_body.expose(), headers.collect::<String>());
            assert!(sent.contains(MARK), "the secrets were really there: {sent}");
            let request = poolwalk::handoff::redact::request_text(&exchange, Show::Masked);
            clean(&request, "a masked request");
        }
    }
    clean(&log::heard(), "logged");
}

#[test]
fn nothing_of_the_browsers_way_is_in_debug_or_in_a_masked_exchange() {
    log::listen();
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let engine = Engine::new(Arc::new(|| {})).unwrap().opening_with(Arc::new(move |address| {
        assert!(
            address.contains("state=marked-state&nonce=marked-nonce"),
            "they were really sent: {address}"
        );
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let query = "code=marked-code&state=marked-state&error_description=marked-words";
        let request = format!("GET /callback?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut page = String::new();
        stream.read_to_string(&mut page).unwrap();
        clean(&page, "the page in the browser");
        Ok(())
    }));
    let call = Call::Web(Box::new(WebCall::Authorize(AuthorizeRequest {
        domain: domain("http://127.0.0.1:9"),
        client: client(),
        redirect: RedirectUrl::parse(&format!("http://127.0.0.1:{port}/callback")).unwrap(),
        scopes: "openid".to_owned(),
        state: "marked-state".into(),
        nonce: "marked-nonce".into(),
        challenge: "c".to_owned(),
        identity_provider: None,
        prompt: None,
        login_hint: None,
    })));
    let there = target("http://127.0.0.1:9");
    engine.perform(RunId(1), Arc::new(there.clone()), call.clone());
    let Event::Performed { performed, .. } = engine.wait_event(Duration::from_secs(30)).expect("an event");
    assert!(performed.result.is_ok(), "{performed:?}");
    everything(&call, &there, &performed);
    let shown = exchange_text(performed.exchange.as_ref().unwrap(), Show::Masked);
    assert!(shown.contains("state=••••") && shown.contains("location: http://127.0.0.1"), "{shown}");
    clean(&shown.replace("error_description=marked-words", ""), "the masked exchange");
    clean(&log::heard(), "logged");
}
