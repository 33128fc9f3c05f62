//! Each way that a network, or what answers at its end, can fail.

use std::io::Write as _;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use poolwalk::engine::{Target, Timeouts};
use poolwalk::flow::{AccountCall, Call, Failure, Refusal, Unreachable, Unreadable};

use crate::calls::{self, failure, hasty, perform, signed, target};
use crate::server::{Server, answer};

fn unreachable(url: &str) -> Unreachable {
    unreachable_at(target(url))
}

fn unreachable_at(target: Target) -> Unreachable {
    let failure = failure(target);
    let Failure::Unreachable(why) = failure else { panic!("{failure:?}") };
    why
}

fn unreadable(status: u16, headers: &str, body: &str) -> Unreadable {
    let failure = failure(target(&Server::answering(status, headers, body).url()));
    let Failure::Unreadable { status: seen, problem } = failure else { panic!("{failure:?}") };
    assert_eq!(seen, status);
    problem
}

fn refused(status: u16, headers: &str, body: &str) -> Refusal {
    let failure = failure(target(&Server::answering(status, headers, body).url()));
    let Failure::Refused(refusal) = failure else { panic!("{failure:?}") };
    refusal
}

fn refusal(code: &str, message: &str, status: u16) -> Refusal {
    Refusal { code: code.to_owned(), message: message.to_owned(), status }
}

#[test]
fn a_host_that_is_not_known() {
    // A label over 63 letters is refused by every resolver without asking anybody.
    assert_eq!(unreachable(&format!("http://{}.invalid", "x".repeat(64))), Unreachable::Dns);
}

#[test]
fn a_port_nobody_listens_on() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let performed = perform(target(&url), calls::initiate());
    assert_eq!(performed.result, Err(Failure::Unreachable(Unreachable::Refused)));
    let exchange = performed.exchange.expect("what was to be sent is recorded all the same");
    assert!(exchange.request_body.expose().contains("marked-password"));
    assert_eq!(exchange.response, None);
}

#[test]
fn a_server_that_speaks_no_tls() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            stream.write_all(answer(400, "", "plain HTTP here").as_bytes()).unwrap();
        }
    });
    assert_eq!(unreachable(&url), Unreachable::Tls);
}

#[test]
fn a_server_that_hangs_up_in_the_tls_handshake() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    thread::spawn(move || listener.incoming().for_each(drop));
    assert_eq!(unreachable(&url), Unreachable::Tls);
}

/// Only Linux leaves a connection waiting when the queue of a listener is full.
#[cfg(target_os = "linux")]
#[test]
fn a_host_that_does_not_take_the_connection() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (url, _full) = runtime.block_on(async {
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut held = Vec::new();
        let connect =
            || tokio::time::timeout(Duration::from_millis(100), tokio::net::TcpStream::connect(address));
        while let Ok(stream) = connect().await {
            held.push(stream.unwrap());
            assert!(held.len() < 50, "the queue never fills");
        }
        (format!("http://{address}"), (listener, held))
    });
    assert_eq!(unreachable_at(hasty(&url)), Unreachable::Timeout { after: Duration::from_millis(400) });
}

#[test]
fn a_server_that_stays_silent() {
    let server = Server::new(|_, _| {
        thread::park();
        false
    });
    assert_eq!(
        unreachable_at(hasty(&server.url())),
        Unreachable::Timeout { after: Duration::from_millis(800) }
    );
}

#[test]
fn a_server_that_never_finishes() {
    let server = Server::new(|stream, _| {
        let started = stream.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 1000000\r\n\r\n{").is_ok();
        while started && stream.write_all(b" ").is_ok() {
            thread::park_timeout(Duration::from_millis(20));
        }
        false
    });
    let performed = perform(hasty(&server.url()), calls::initiate());
    let after = Duration::from_millis(800);
    assert_eq!(performed.result, Err(Failure::Unreachable(Unreachable::Timeout { after })));
    assert!(performed.took >= after, "{:?}", performed.took);
    let response = performed.exchange.unwrap().response.expect("what came is recorded");
    assert!(response.body.expose().starts_with("{ "));
}

#[test]
fn a_connection_cut_before_the_answer() {
    let server = Server::new(|_, _| false);
    assert_eq!(unreachable(&server.url()), Unreachable::Cut);
    assert_eq!(server.connections(), 1);
}

#[test]
fn a_connection_cut_in_the_head_of_the_answer() {
    let server = Server::new(|stream, _| stream.write_all(b"HTTP/1.1 200 X\r\ncont").is_err());
    assert_eq!(unreachable(&server.url()), Unreachable::Cut);
}

#[test]
fn a_connection_cut_in_the_body_of_the_answer() {
    let server = Server::new(|stream, _| {
        stream.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 100\r\n\r\n{\"Auth").is_err()
    });
    let performed = perform(target(&server.url()), calls::initiate());
    assert_eq!(performed.result, Err(Failure::Unreachable(Unreachable::Cut)));
    assert_eq!(performed.exchange.unwrap().response.unwrap().body.expose(), "{\"Auth");
}

#[test]
fn a_server_that_speaks_no_http() {
    let server = Server::new(|stream, _| stream.write_all(b"220 mail.example.com ESMTP\r\n").is_err());
    let Unreachable::Other(words) = unreachable(&server.url()) else { panic!() };
    assert!(words.contains("HTTP"), "{words}");
}

#[test]
fn an_answer_of_fifty_megabytes() {
    let written = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&written);
    let server = Server::new(move |stream, _| {
        let piece = vec![b'x'; 64 * 1024];
        let head = format!("HTTP/1.1 200 X\r\ncontent-length: {}\r\n\r\n", 50 * 1024 * 1024);
        let mut open = stream.write_all(head.as_bytes()).is_ok();
        while open && counter.load(Ordering::SeqCst) < 50 * 1024 * 1024 {
            open = stream.write_all(&piece).is_ok();
            counter.fetch_add(piece.len(), Ordering::SeqCst);
        }
        false
    });
    let performed = perform(target(&server.url()), calls::initiate());
    let problem = Unreadable::TooLarge { cap: 1024 * 1024 };
    assert_eq!(performed.result, Err(Failure::Unreadable { status: 200, problem }));
    assert!(performed.exchange.unwrap().response.unwrap().body.expose().len() <= 16 * 1024);
    assert!(written.load(Ordering::SeqCst) < 25 * 1024 * 1024, "it was all read");
}

#[test]
fn an_answer_just_under_the_cap_is_an_answer() {
    let body =
        format!("{{\"AuthenticationResult\":{{\"AccessToken\":\"{}\"}}}}", "x".repeat(1024 * 1024 - 100));
    let server = Server::answering(200, "", &body);
    perform(target(&server.url()), calls::initiate()).result.unwrap();
}

#[test]
fn answers_that_are_not_the_services() {
    assert_eq!(unreadable(200, "content-type: text/html\r\n", "<p>Sign in to the network"), Unreadable::Html);
    assert_eq!(unreadable(502, "", "<html><h1>Bad gateway</h1>"), Unreadable::Html);
    assert_eq!(unreadable(403, "", "<!doctype html>"), Unreadable::Html);
    assert_eq!(unreadable(200, "", ""), Unreadable::Empty);
    assert_eq!(unreadable(413, "", ""), Unreadable::Empty);
    assert_eq!(unreadable(503, "", "upstream connect error"), Unreadable::Junk);
    assert_eq!(unreadable(200, "", "\u{fffd}\u{1}"), Unreadable::Junk);
    assert_eq!(unreadable(200, "", "{\"hello\":1}"), Unreadable::Unexpected);
    assert_eq!(unreadable(200, "", "{}"), Unreadable::Unexpected);
    assert_eq!(unreadable(200, "", "[1]"), Unreadable::Unexpected);
    assert_eq!(unreadable(200, "", "{\"AuthenticationResult\":\"x\"}"), Unreadable::Unexpected);
    assert_eq!(unreadable(500, "", "{\"message\":\"Internal server error\"}"), Unreadable::Unexpected);
    assert_eq!(unreadable(407, "", ""), Unreadable::Empty);
}

#[test]
fn every_call_knows_an_answer_that_lacks_what_it_asked_for() {
    // To these, that it went well is answer enough; the other operations on accounts have nothing to tell.
    let done = ["VerifySoftwareToken", "ConfirmDevice", "UpdateDeviceStatus"];
    let tells = |call: &Call| {
        if let Call::Account(call) = call {
            matches!(call, AccountCall::SignUp { .. } | AccountCall::GetUser { .. })
        } else {
            !done.contains(&call.operation().name())
        }
    };
    for call in calls::every().into_iter().filter(tells) {
        let server = Server::answering(200, "", "{}");
        let failure = perform(signed(&server.url()), call).result.unwrap_err();
        assert_eq!(failure, Failure::Unreadable { status: 200, problem: Unreadable::Unexpected });
    }
}

#[test]
fn refusals_keep_their_code_message_and_status() {
    let body = r#"{"__type":"com.amazonaws.cip#NotAuthorizedException","message":"Incorrect username or password."}"#;
    assert_eq!(
        refused(400, "", body),
        refusal("NotAuthorizedException", "Incorrect username or password.", 400)
    );
    let waf = r#"{"__type":"ForbiddenException","message":"Request not allowed due to WAF block."}"#;
    assert_eq!(
        refused(403, "", waf),
        refusal("ForbiddenException", "Request not allowed due to WAF block.", 403)
    );
    let broken = r#"{"__type":"InternalErrorException","message":"oops"}"#;
    assert_eq!(refused(500, "", broken), refusal("InternalErrorException", "oops", 500));
}

#[test]
fn codes_that_the_model_does_not_know_are_kept() {
    let body = r#"{"__type":"BrandNewException:http://internal.amazon.com/x","Message":"new"}"#;
    assert_eq!(refused(418, "", body), refusal("BrandNewException", "new", 418));
    let slow = r#"{"__type":"TooManyRequestsException","message":"Rate exceeded"}"#;
    assert_eq!(refused(400, "", slow), refusal("TooManyRequestsException", "Rate exceeded", 400));
}

#[test]
fn a_code_in_the_headers_will_do() {
    let headers = "x-amzn-errortype: ThrottledException:\r\nx-amzn-errormessage: slow down\r\n";
    assert_eq!(refused(400, headers, ""), refusal("ThrottledException", "slow down", 400));
    assert_eq!(refused(400, headers, "{\"message\":\"body\"}"), refusal("ThrottledException", "body", 400));
}

#[test]
fn sts_refuses_in_xml() {
    let body = "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type>\
        <Code>ExpiredToken</Code><Message>The security token included in the request is expired</Message>\
        </Error><RequestId>r</RequestId></ErrorResponse>";
    let server = Server::answering(403, "", body);
    let failure = perform(signed(&server.url()), calls::get_caller()).result.unwrap_err();
    let message = "The security token included in the request is expired";
    assert_eq!(failure, Failure::Refused(refusal("ExpiredToken", message, 403)));
}

#[test]
fn nothing_is_ever_sent_twice() {
    for (status, code) in
        [(500, "InternalErrorException"), (400, "TooManyRequestsException"), (503, "SlowDown")]
    {
        let server = Server::answering(status, "", &format!("{{\"__type\":\"{code}\"}}"));
        for call in calls::every() {
            let before = server.received().len();
            perform(signed(&server.url()), call).result.unwrap_err();
            assert_eq!(server.received().len(), before + 1, "{code}");
        }
    }
}

#[test]
fn a_redirect_is_not_followed() {
    let other = Server::answering(200, "", "{}");
    let location = format!("location: {}\r\n", other.url());
    for status in [301, 302, 307, 308] {
        assert_eq!(unreadable(status, &location, ""), Unreadable::Empty);
    }
    assert_eq!(other.connections(), 0);
}

#[test]
fn what_cannot_be_sent_is_said_in_words() {
    let not_sent = |target: Target, call| {
        let performed = perform(target, call);
        assert_eq!(performed.exchange, None);
        let Err(Failure::NotSent { problem }) = performed.result else { panic!("{performed:?}") };
        problem
    };
    assert!(not_sent(target("localhost:1"), calls::initiate()).contains("http://"));
    assert!(not_sent(target("http://[::1"), calls::initiate()).contains("no host"));
    assert!(not_sent(target("http://host:99999"), calls::initiate()).contains("“99999” is not a port"));
    assert!(!not_sent(target("http://ho%st\u{7f}"), calls::initiate()).is_empty());
    assert!(not_sent(Target::default(), calls::initiate()).contains("region"));
    let unsigned = not_sent(target("http://127.0.0.1:1"), calls::admin_initiate());
    assert!(unsigned.contains("AWS profile"), "{unsigned}");
}

#[test]
fn patience_is_fifteen_seconds_when_nothing_else_is_said() {
    let usual = Timeouts { connect: Duration::from_secs(5), answer: Duration::from_secs(15) };
    assert_eq!(Timeouts::default(), usual);
}
