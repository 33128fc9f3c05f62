//! Requests to the person's own API and for key sets, as they are on the wire: nothing is added that was not asked
//! for, nothing is followed elsewhere, and what does not end is cut.

use std::io::Write as _;
use std::time::Duration;

use jiff::SignedDuration;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use poolwalk::cognito::endpoint::IssuerForm;
use poolwalk::engine::{Target, Timeouts};
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
fn a_signed_request_is_taken_apart_however_it_is_spelled() {
    let server = Server::answering(200, "", "");
    for (target_of, headers, line) in [
        ("/prod/pets?page2=2&page=1", "", "/prod/pets?page2=2&page=1"),
        ("/prod//pets/./x/..?q=a+b&q=%2B", "", "/prod//pets/?q=a%20b&q=%2B"),
        ("/prod/pets", "X-Tag: b\nx-tag: a  c\td\nX-Tag: a", "/prod/pets"),
        ("", "", "/"),
    ] {
        let draft = ApiDraft { headers: headers.into(), ..get(&format!("{}{target_of}", server.url())) };
        let performed = perform(target(&server.url()), call(&draft, iam()));
        let exchange = performed.exchange.clone().unwrap();
        let sent = server.received().pop().unwrap();
        assert_eq!(sent.line, format!("GET {line} HTTP/1.1"));
        assert_eq!(sent.header("host"), Some(format!("127.0.0.1:{}", server.port()).as_str()));
        let parts = SignedParts::of(&exchange).expect("it is signed");
        assert!(parts.hold(&keys().secret_access_key), "{}", parts.canonical_request.expose());
        let host = format!("\nhost:127.0.0.1:{}\n", server.port());
        assert!(parts.canonical_request.expose().contains(&host));
    }
}

#[test]
fn the_clocks_over_there_are_signed_by() {
    let server = Server::answering(200, "", "");
    let ahead = SignedDuration::from_hours(1);
    let off = Target { clock_ahead: ahead, ..target(&server.url()) };
    let performed = perform(off, call(&get(&server.url()), iam()));
    let signed_at =
        DateTime::strptime("%Y%m%dT%H%M%SZ", server.only().header("x-amz-date").unwrap()).unwrap();
    let signed_at = signed_at.to_zoned(TimeZone::UTC).unwrap().timestamp();
    let behind = performed.started.duration_since(signed_at);
    assert!((behind - ahead).abs() <= SignedDuration::from_secs(30), "{behind}");
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

/// Goes on until nobody listens.
fn endless(status: u16) -> Server {
    Server::new(move |stream, _| {
        let piece = vec![b'x'; 65_536];
        let head = format!("HTTP/1.1 {status} X\r\ntransfer-encoding: chunked\r\n\r\n");
        let mut fits = stream.write_all(head.as_bytes()).is_ok();
        while fits {
            fits = stream.write_all(b"10000\r\n").is_ok()
                && stream.write_all(&piece).is_ok()
                && stream.write_all(b"\r\n").is_ok();
        }
        false
    })
}

#[test]
fn what_is_too_long_is_cut_and_says_so() {
    let server = endless(200);
    let answer = answer(perform(target(&server.url()), call(&get(&server.url()), ApiAuth::Nothing)));
    let Some(Cut::Size { cap }) = answer.cut else { panic!("{answer:?}") };
    assert_eq!(answer.body.len(), cap);
}

#[test]
fn a_refusal_that_is_too_long_is_cut_and_says_so_too() {
    let server = endless(500);
    let performed = perform(target(&server.url()), call(&get(&server.url()), ApiAuth::Nothing));
    assert!(matches!(performed.result, Err(Failure::Refused(_))), "{performed:?}");
    let response = performed.exchange.unwrap().response.unwrap();
    let Some(Cut::Size { cap }) = response.cut else { panic!("{response:?}") };
    assert_eq!(response.bytes().len(), cap);
}

#[test]
fn a_refusal_that_is_no_text_is_kept_byte_for_byte() {
    let bytes = b"\x89PNG\r\n\x1a\n\xff\0\xfe";
    let server = Server::new(move |stream, _| {
        let head = format!("HTTP/1.1 403 X\r\ncontent-length: {}\r\n\r\n", bytes.len());
        stream.write_all(head.as_bytes()).is_ok() && stream.write_all(bytes).is_ok()
    });
    let performed = perform(target(&server.url()), call(&get(&server.url()), ApiAuth::Nothing));
    assert!(matches!(performed.result, Err(Failure::Refused(_))), "{performed:?}");
    let response = performed.exchange.unwrap().response.unwrap();
    assert_eq!((response.bytes(), response.cut), (&bytes[..], None));
    let (raw, debug) = (response.raw.clone().unwrap(), format!("{response:?}"));
    assert!(raw.0 == bytes && debug.contains("Raw(…)"), "{debug}");
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
