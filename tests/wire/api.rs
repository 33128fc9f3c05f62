//! Requests to the person's own API and for key sets, as they are on the wire: nothing is added that was not asked
//! for, nothing is followed elsewhere, and what does not end is cut.

use std::io::Write as _;
use std::time::Duration;

use poolwalk::cognito::endpoint::IssuerForm;
use poolwalk::engine::Timeouts;
use poolwalk::flow::{
    ApiAnswer, ApiAuth, ApiCall, ApiDraft, Call, Cut, Failure, KeySetOf, Performed, Refusal, Reply,
    Unreachable,
};
use poolwalk::handoff::SignedParts;
use poolwalk::secret::Secret;

use super::calls::{self, keys, perform, target};
use super::server::Server;

fn call(draft: &ApiDraft, auth: ApiAuth) -> Call {
    Call::Api(Box::new(ApiCall { request: draft.check().unwrap(), auth }))
}

fn get(url: &str) -> ApiDraft {
    ApiDraft { url: url.to_owned(), ..ApiDraft::default() }
}

fn iam() -> ApiAuth {
    ApiAuth::Iam { credentials: keys(), region: "eu-west-1".into(), service: "execute-api".into() }
}

fn answer(performed: Performed) -> ApiAnswer {
    match performed.result {
        Ok(Reply::Api(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_request_goes_out_as_typed_with_what_shows_who_asks() {
    let server = Server::answering(200, "content-type: application/json\r\n", "{\"pets\":[]}");
    let draft = ApiDraft {
        method: "post".into(),
        headers: "Accept: application/json\nX-Trace: 7".into(),
        body: "{\"name\":\"zoë\"}".into(),
        ..get(&format!("{}/prod/pets?b=2&a=%20", server.url()))
    };
    for (auth, authorization) in [
        (ApiAuth::Id("idtoken".into()), Some("Bearer idtoken")),
        (ApiAuth::Access("accesstoken".into()), Some("Bearer accesstoken")),
        (ApiAuth::Nothing, None),
    ] {
        let answer = answer(perform(target(&server.url()), call(&draft, auth)));
        assert_eq!((answer.status, answer.body.as_slice(), answer.cut), (200, &b"{\"pets\":[]}"[..], None));
        let sent = server.received().pop().unwrap();
        assert_eq!(sent.line, "POST /prod/pets?b=2&a=%20 HTTP/1.1");
        assert_eq!((sent.header("accept"), sent.header("x-trace")), (Some("application/json"), Some("7")));
        assert_eq!((sent.body.as_str(), sent.header("authorization")), ("{\"name\":\"zoë\"}", authorization));
        assert_eq!(sent.header("x-amz-date"), None);
    }
}

#[test]
fn a_signed_request_can_be_taken_apart_again() {
    let server = Server::answering(200, "", "");
    let draft = get(&format!("{}/prod/a b?q=1", server.url()));
    let performed = perform(target(&server.url()), call(&draft, iam()));
    let exchange = performed.exchange.clone().unwrap();
    let parts = SignedParts::of(&exchange).expect("it is signed");
    let sent = server.only();
    let authorization = sent.header("authorization").unwrap();
    let signature = authorization.rsplit_once("Signature=").unwrap().1;
    assert_eq!(parts.signature(&keys().secret_access_key), signature, "what is shown is what was signed");
    assert_eq!(sent.header("x-amz-security-token"), keys().session_token.as_ref().map(Secret::expose));
    assert!(parts.signed_headers.iter().any(|name| name == "x-amz-security-token"));
    assert!(answer(performed).body.is_empty());
}

#[test]
fn a_refusal_keeps_what_was_said_and_by_whom() {
    let server =
        Server::answering(403, "x-amzn-errortype: ForbiddenException\r\n", "{\"message\":\"Forbidden\"}");
    let performed = perform(target(&server.url()), call(&get(&server.url()), ApiAuth::Nothing));
    let expected = Refusal { code: "ForbiddenException".into(), message: "Forbidden".into(), status: 403 };
    assert_eq!(performed.result, Err(Failure::Refused(expected)));
}

#[test]
fn no_secret_follows_a_redirect() {
    let elsewhere = Server::answering(200, "", "yes");
    let server = Server::answering(302, &format!("location: {}/login\r\n", elsewhere.url()), "");
    for auth in [iam(), ApiAuth::Id("idtoken".into())] {
        let answer = answer(perform(target(&server.url()), call(&get(&server.url()), auth)));
        assert_eq!(answer.status, 302);
    }
    assert_eq!((server.received().len(), elsewhere.received().len()), (2, 0));
}

#[test]
fn what_is_too_long_is_cut_and_says_so() {
    let server = Server::new(|stream, _| {
        let piece = vec![b'x'; 65_536];
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        let mut fits = stream.write_all(head.as_bytes()).is_ok();
        while fits {
            fits = stream.write_all(b"10000\r\n").is_ok()
                && stream.write_all(&piece).is_ok()
                && stream.write_all(b"\r\n").is_ok();
        }
        false
    });
    let answer = answer(perform(target(&server.url()), call(&get(&server.url()), ApiAuth::Nothing)));
    let Some(Cut::Size { cap }) = answer.cut else { panic!("{answer:?}") };
    assert_eq!(answer.body.len(), cap);
}

#[test]
fn what_goes_on_for_too_long_is_cut_and_says_so() {
    let server = Server::new(|stream, _| {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";
        stream.write_all(head.as_bytes()).unwrap_or_default();
        stream.write_all(b"8\r\ndata: 1\n\r\n").unwrap_or_default();
        stream.flush().unwrap_or_default();
        std::thread::park_timeout(Duration::from_secs(20));
        false
    });
    let mut target = target(&server.url());
    target.timeouts = Timeouts { answer: Duration::from_millis(700), ..Timeouts::default() };
    let answer = answer(perform(target, call(&get(&server.url()), ApiAuth::Nothing)));
    assert_eq!((answer.body.as_slice(), answer.cut), (&b"data: 1\n"[..], Some(Cut::Time)));
}

fn key_set() -> Call {
    Call::KeySet(KeySetOf::UserPool { pool: calls::pool(), form: IssuerForm::Original })
}

#[test]
fn a_key_set_is_fetched_from_where_the_calls_go_and_from_nowhere_else() {
    let server = Server::answering(200, "", "{\"keys\":[]}");
    let performed = perform(target(&server.url()), key_set());
    assert_eq!(performed.result, Ok(Reply::KeySet("{\"keys\":[]}".to_owned())));
    let sent = server.only();
    assert_eq!(sent.line, format!("GET /{}/.well-known/jwks.json HTTP/1.1", calls::pool()));
    assert_eq!(sent.header("authorization"), None);
    let elsewhere = Server::answering(200, "", "{\"keys\":[]}");
    let moved = Server::answering(301, &format!("location: {}/\r\n", elsewhere.url()), "");
    assert!(perform(target(&moved.url()), key_set()).result.is_err());
    assert_eq!(elsewhere.received().len(), 0, "redirects are not followed");
}

#[test]
fn a_pool_without_a_key_set_says_so() {
    let body = "{\"message\":\"User pool eu-west-1_x does not exist.\"}";
    let server = Server::answering(404, "", body);
    let Err(Failure::Refused(refusal)) = perform(target(&server.url()), key_set()).result else { panic!() };
    assert_eq!((refusal.status, refusal.message.as_str()), (404, "User pool eu-west-1_x does not exist."));
    let silent = Server::new(|_, _| {
        std::thread::park_timeout(Duration::from_secs(20));
        false
    });
    let slow = perform(calls::hasty(&silent.url()), key_set()).result;
    assert!(matches!(slow, Err(Failure::Unreachable(Unreachable::Timeout { .. }))), "{slow:?}");
}
