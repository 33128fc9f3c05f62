//! Managed login on the wire: what the OAuth endpoints are sent and how their answers are read; the browser that
//! comes back, does not come back, cannot be opened or is not waited for any longer.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use poolwalk::cognito::managed_login::{AuthorizeRequest, Domain, RedirectUrl};
use poolwalk::engine::{Engine, Event, Opener, RunId};
use poolwalk::explain::gist;
use poolwalk::flow::{
    Call, Failure, Grant, OAuthClient, Performed, Reply, Response, TokenSet, Unreachable, Unreadable, WebCall,
};
use poolwalk::handoff::redact::{Show, exchange_text};
use poolwalk::secret::Secret;

use crate::calls::{client, engine, hasty, perform, target};
use crate::server::{Received, Server};
use crate::stopping::until;

/// Paths, headers and body of a form, read back.
fn form(request: &Received) -> Vec<(String, String)> {
    url::form_urlencoded::parse(request.body.as_bytes()).into_owned().collect()
}

fn domain(url: &str) -> Domain {
    Domain::parse(url, None).unwrap()
}

fn app(url: &str, secret: Option<&str>) -> OAuthClient {
    OAuthClient { domain: domain(url), client: client(), secret: secret.map(Into::into) }
}

fn code_call(url: &str, secret: Option<&str>) -> Call {
    let redirect = RedirectUrl::parse("http://localhost:8765/callback").unwrap();
    let verifier = "marked-verifier-of-forty-three-characters-at-least".into();
    let grant = Grant::Code { code: "marked-code".into(), verifier, redirect };
    Call::Web(Box::new(WebCall::Token { app: app(url, secret), grant }))
}

fn refresh_call(url: &str) -> Call {
    let grant = Grant::Refresh { refresh_token: "marked-refresh".into() };
    Call::Web(Box::new(WebCall::Token { app: app(url, None), grant }))
}

fn revoke_call(url: &str, secret: Option<&str>) -> Call {
    Call::Web(Box::new(WebCall::Revoke { app: app(url, secret), refresh_token: "a+/b".into() }))
}

fn user_info_call(url: &str) -> Call {
    Call::Web(Box::new(WebCall::UserInfo { domain: domain(url), access_token: "marked-access".into() }))
}

fn done(url: &str, call: Call) -> Performed {
    perform(target(url), call)
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

const TOKENS: &str =
    r#"{"id_token":"i","access_token":"a","refresh_token":"r","expires_in":3600,"token_type":"Bearer"}"#;

#[test]
fn a_public_client_sends_its_id_and_never_a_secret() {
    let server = Server::answering(200, "content-type: application/json\r\n", TOKENS);
    let performed = done(&server.url(), code_call(&server.url(), None));
    let tokens = TokenSet {
        id: Some("i".into()),
        access: Some("a".into()),
        refresh: Some("r".into()),
        expires_in: Some(3600),
        new_device: None,
    };
    assert_eq!(performed.result, Ok(Reply::Tokens(tokens)));
    let request = server.only();
    assert_eq!(request.line, "POST /oauth2/token HTTP/1.1");
    assert_eq!(request.header("authorization"), None);
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    let sent = pairs(&[
        ("grant_type", "authorization_code"),
        ("code", "marked-code"),
        ("code_verifier", "marked-verifier-of-forty-three-characters-at-least"),
        ("client_id", "1h57kf5cpq17m0eml12EXAMPLE"),
        ("redirect_uri", "http://localhost:8765/callback"),
    ]);
    let mut got = form(&request);
    let mut expected = sent;
    got.sort();
    expected.sort();
    assert_eq!(got, expected);
    let exchange = performed.exchange.unwrap();
    assert_eq!(exchange.response.as_ref().map(|response| response.status), Some(200));
    let shown = exchange_text(&exchange, Show::Masked);
    assert!(!shown.contains("marked-"), "{shown}");
}

#[test]
fn a_client_with_a_secret_shows_it_in_the_header() {
    let server = Server::answering(200, "", TOKENS);
    done(&server.url(), code_call(&server.url(), Some("s:e c")));
    let request = server.only();
    // base64 of `1h57kf5cpq17m0eml12EXAMPLE:s%3Ae+c`
    let header = "Basic MWg1N2tmNWNwcTE3bTBlbWwxMkVYQU1QTEU6cyUzQWUrYw==";
    assert_eq!(request.header("authorization"), Some(header));
    assert!(form(&request).iter().all(|(name, _)| name != "client_secret"));
    let server = Server::answering(200, "", "");
    done(&server.url(), revoke_call(&server.url(), Some("s:e c")));
    assert_eq!(server.only().header("authorization"), Some(header));
}

#[test]
fn a_refresh_token_is_traded_and_called_off() {
    let fresh = r#"{"id_token":"i","access_token":"a","expires_in":3600,"token_type":"Bearer"}"#;
    let server = Server::answering(200, "", fresh);
    let performed = done(&server.url(), refresh_call(&server.url()));
    assert!(matches!(performed.result, Ok(Reply::Tokens(TokenSet { refresh: None, .. }))));
    let sent = [("grant_type", "refresh_token"), ("refresh_token", "marked-refresh")];
    assert!(pairs(&sent).iter().all(|pair| form(&server.only()).contains(pair)));
    let server = Server::answering(200, "", "");
    assert_eq!(done(&server.url(), revoke_call(&server.url(), None)).result, Ok(Reply::Done));
    let request = server.only();
    assert_eq!(request.line, "POST /oauth2/revoke HTTP/1.1");
    assert_eq!(form(&request), pairs(&[("token", "a+/b"), ("client_id", "1h57kf5cpq17m0eml12EXAMPLE")]));
}

#[test]
fn user_info_is_told_in_its_own_order() {
    let server =
        Server::answering(200, "", r#"{"sub":"u","email_verified":"true","age":7,"username":"ada"}"#);
    let performed = done(&server.url(), user_info_call(&server.url()));
    let Ok(Reply::UserInfo(claims)) = performed.result else { panic!("{performed:?}") };
    let told: Vec<_> = claims.iter().map(|(name, value)| (name, value.expose())).collect();
    assert_eq!(told, [("sub", "u"), ("email_verified", "true"), ("age", "7"), ("username", "ada")]);
    let request = server.only();
    assert_eq!(request.line, "GET /oauth2/userInfo HTTP/1.1");
    assert_eq!(request.header("authorization"), Some("Bearer marked-access"));
}

/// Code, message and status of a refusal.
fn refusal(performed: Performed) -> (String, String, u16) {
    let Err(Failure::Refused(refusal)) = performed.result else { panic!("{performed:?}") };
    (refusal.code, refusal.message, refusal.status)
}

#[test]
fn oauth_errors_are_refusals_by_their_own_names() {
    for (status, body, code, message) in [
        (400, r#"{"error":"invalid_grant"}"#, "invalid_grant", ""),
        (400, r#"{"error":"invalid_client_secret"}"#, "invalid_client_secret", ""),
        (401, r#"{"error":"invalid_client","error_description":"no"}"#, "invalid_client", "no"),
    ] {
        let server = Server::answering(status, "content-type: application/json\r\n", body);
        let told = refusal(done(&server.url(), code_call(&server.url(), None)));
        assert_eq!(told, (code.to_owned(), message.to_owned(), status));
        let told = refusal(done(&server.url(), revoke_call(&server.url(), None)));
        assert_eq!(told, (code.to_owned(), message.to_owned(), status));
    }
    let header =
        "www-authenticate: Bearer error=\"invalid_token\", error_description=\"Token is revoked\"\r\n";
    let server = Server::answering(401, header, "");
    let told = refusal(done(&server.url(), user_info_call(&server.url())));
    assert_eq!(told, ("invalid_token".to_owned(), "Token is revoked".to_owned(), 401));
}

#[test]
fn what_is_no_answer_of_an_oauth_endpoint_is_told_by_its_looks() {
    let every = |url: &str| [code_call(url, None), user_info_call(url)];
    for (status, body, problem) in [
        (502, "<html>Bad gateway", Unreadable::Html),
        (200, "", Unreadable::Empty),
        (200, "{\"access\":1}", Unreadable::Unexpected),
        (500, "upstream", Unreadable::Junk),
    ] {
        let server = Server::answering(status, "", body);
        for call in every(&server.url()) {
            let result = done(&server.url(), call).result;
            assert_eq!(result, Err(Failure::Unreadable { status, problem: problem.clone() }), "{body}");
        }
    }
}

#[test]
fn a_redirect_is_not_followed_and_silence_has_an_end() {
    let elsewhere = Server::answering(200, "", TOKENS);
    let server = Server::answering(302, &format!("location: {}\r\n", elsewhere.url()), "");
    assert!(done(&server.url(), code_call(&server.url(), None)).result.is_err());
    assert_eq!(elsewhere.received().len(), 0);
    let silent = Server::new(|_, _| {
        std::thread::park();
        false
    });
    for call in [code_call(&silent.url(), None), user_info_call(&silent.url())] {
        let result = perform(hasty(&silent.url()), call).result;
        assert!(matches!(result, Err(Failure::Unreachable(Unreachable::Timeout { .. }))), "{result:?}");
    }
    let nobody = format!("http://127.0.0.1:{}", free_port());
    let result = done(&nobody, code_call(&nobody, None)).result;
    assert_eq!(result, Err(Failure::Unreachable(Unreachable::Refused)));
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn authorize(port: u16) -> Call {
    Call::Web(Box::new(WebCall::Authorize(AuthorizeRequest {
        domain: domain("http://127.0.0.1:9"),
        client: client(),
        redirect: RedirectUrl::parse(&format!("http://127.0.0.1:{port}/callback")).unwrap(),
        scopes: "openid".to_owned(),
        state: "marked-state".into(),
        nonce: "marked-nonce".into(),
        challenge: "challenge".to_owned(),
        identity_provider: None,
        prompt: None,
        login_hint: None,
    })))
}

/// A browser that goes straight back, with this query.
fn goes_back(port: u16, query: &'static str) -> Opener {
    Arc::new(move |address| {
        assert!(address.starts_with("http://127.0.0.1:9/oauth2/authorize?response_type=code&"), "{address}");
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        let request = format!("GET /callback?{query} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream.read_to_string(&mut String::new()).unwrap();
        Ok(())
    })
}

fn performed(engine: &Engine) -> Performed {
    let Event::Performed { performed, .. } = engine.wait_event(Duration::from_secs(30)).expect("an event");
    *performed
}

#[test]
fn the_code_comes_back_with_the_browser_and_the_redirect_is_recorded() {
    let port = free_port();
    let engine = engine().opening_with(goes_back(port, "code=marked-code&state=marked-state"));
    engine.perform(RunId(1), Arc::new(target("http://127.0.0.1:9")), authorize(port));
    let performed = performed(&engine);
    let came = Reply::CameBack { code: "marked-code".into(), state: "marked-state".into() };
    assert_eq!(performed.result, Ok(came));
    let exchange = performed.exchange.clone().unwrap();
    assert_eq!(exchange.method, "GET");
    assert!(exchange.url.contains("state=marked-state"));
    let Some(Response { status, headers, .. }) = &exchange.response else { panic!() };
    assert_eq!((*status, headers[0].name.as_str()), (302, "location"));
    assert!(headers[0].value.expose().ends_with("/callback?code=marked-code&state=marked-state"));
    let shown = exchange_text(&exchange, Show::Masked);
    let debug = format!("{performed:?} {performed:#?} {:?}", authorize(port));
    for text in [shown, debug] {
        assert!(!text.contains("marked-"), "{text}");
    }
    assert_eq!(engine.browser_problem(), None);
}

#[test]
fn an_error_that_comes_back_is_a_refusal() {
    let port = free_port();
    let query =
        "error=invalid_request&error_description=attributes%20required%3A%20[email]&state=marked-state";
    let engine = engine().opening_with(goes_back(port, query));
    engine.perform(RunId(1), Arc::new(target("http://127.0.0.1:9")), authorize(port));
    let told = refusal(performed(&engine));
    assert_eq!(told, ("invalid_request".to_owned(), "attributes required: [email]".to_owned(), 302));
}

#[test]
fn what_another_page_sends_the_browser_back_with_ends_nothing() {
    let port = free_port();
    let engine = engine().opening_with(Arc::new(move |address| {
        for strange in
            ["error=access_denied", "error=access_denied&state=s", "code=theirs&state=s", "code=theirs"]
        {
            goes_back(port, strange)(address)?;
        }
        goes_back(port, "code=ours&state=marked-state")(address)
    }));
    engine.perform(RunId(1), Arc::new(target("http://127.0.0.1:9")), authorize(port));
    let came = Reply::CameBack { code: "ours".into(), state: "marked-state".into() };
    assert_eq!(performed(&engine).result, Ok(came));
}

#[test]
fn stop_frees_the_port_at_once() {
    let port = free_port();
    let opened = Arc::new(Mutex::new(Vec::<Secret>::new()));
    let seen = Arc::clone(&opened);
    let engine = engine().opening_with(Arc::new(move |address| {
        seen.lock().unwrap().push(address.into());
        Ok(())
    }));
    engine.perform(RunId(1), Arc::new(target("http://127.0.0.1:9")), authorize(port));
    until(|| opened.lock().unwrap().len() == 1);
    assert!(TcpListener::bind(("127.0.0.1", port)).is_err(), "it listens before the page opens");
    engine.stop(RunId(1));
    let performed = performed(&engine);
    assert_eq!(performed.result, Err(Failure::Stopped));
    assert!(performed.exchange.is_some_and(|exchange| exchange.response.is_none()));
    assert!(TcpListener::bind(("127.0.0.1", port)).is_ok(), "it is free when the end is told");
}

#[test]
fn who_stops_and_starts_again_in_one_go_finds_the_port_free() {
    let port = free_port();
    let opened = Arc::new(Mutex::new(0));
    let seen = Arc::clone(&opened);
    let engine = engine().opening_with(Arc::new(move |_| {
        *seen.lock().unwrap() += 1;
        Ok(())
    }));
    let begin = |run| engine.perform(RunId(run), Arc::new(target("http://127.0.0.1:9")), authorize(port));
    begin(1);
    for run in 1..40 {
        until(|| *opened.lock().unwrap() == run);
        engine.stop(RunId(run));
        begin(run + 1);
        assert_eq!(performed(&engine).result, Err(Failure::Stopped), "{run}");
    }
}

#[test]
fn a_browser_that_cannot_be_opened_is_told_and_waited_for_all_the_same() {
    let port = free_port();
    let engine = engine().opening_with(Arc::new(|_| Err("no browser here".to_owned())));
    engine.perform(RunId(1), Arc::new(target("http://127.0.0.1:9")), authorize(port));
    until(|| engine.browser_problem().is_some());
    assert_eq!(engine.browser_problem().as_deref(), Some("no browser here"));
    assert_eq!(engine.try_event(), None);
    goes_back(port, "code=c&state=marked-state")("http://127.0.0.1:9/oauth2/authorize?response_type=code&")
        .unwrap();
    assert!(matches!(performed(&engine).result, Ok(Reply::CameBack { .. })));
}

#[test]
fn where_nobody_can_listen_no_page_is_opened() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let engine = engine().opening_with(Arc::new(|_| panic!("a page was opened")));
    let port = taken.local_addr().unwrap().port();
    engine.perform(RunId(1), Arc::new(target("http://127.0.0.1:9")), authorize(port));
    let performed = performed(&engine);
    let Err(Failure::NotSent { problem }) = &performed.result else { panic!("{performed:?}") };
    assert!(problem.contains(&port.to_string()), "{problem}");
    assert_eq!(performed.exchange, None);
}

#[test]
fn a_browser_that_signs_out_to_another_computer_is_not_waited_for() {
    let opened = Arc::new(Mutex::new(None));
    let seen = Arc::clone(&opened);
    let engine = engine().opening_with(Arc::new(move |address| {
        *seen.lock().unwrap() = Some(address.to_owned());
        Ok(())
    }));
    let there = domain("http://127.0.0.1:9");
    let address = there.logout("abc", "https://app.example/bye");
    let call = Call::Web(Box::new(WebCall::Logout { domain: there, address, back: None }));
    engine.perform(RunId(1), Arc::new(target("http://127.0.0.1:9")), call);
    assert_eq!(performed(&engine).result, Ok(Reply::Done));
    until(|| opened.lock().unwrap().is_some());
    assert!(
        opened
            .lock()
            .unwrap()
            .as_ref()
            .unwrap()
            .contains("/logout?client_id=abc&logout_uri=https%3A%2F%2Fapp")
    );
}

#[test]
fn the_lanes_say_what_went_by_way_of_the_browser() {
    use poolwalk::flow::{About, Operation, Step};
    let ghost = Step::ghost(Operation::Authorize, About::ManagedLogin);
    assert_eq!(gist(&ghost).out, "your browser, to the login page");
    let mut call = authorize(1);
    if let Call::Web(web) = &mut call
        && let WebCall::Authorize(request) = &mut **web
    {
        request.identity_provider = Some("Google".to_owned());
    }
    let sent = Step { call: Some(call), ..ghost };
    assert_eq!(gist(&sent).out, "your browser, to Google");
}
