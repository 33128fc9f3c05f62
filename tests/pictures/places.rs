//! Whole places of the window, at a moment that is the same in every run: who is signed in comes from a pretend pool,
//! what an API answered is made by hand.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use poolwalk::app::{App, CallPlace, Command, Connections, HandOverCommand, Parts, Place, Walk};
use poolwalk::engine::Engine;
use poolwalk::flow::{
    ApiAnswer, ApiAuth, ApiDraft, ApiVisit, AuthKind, AwsCredentials, Ending, Exchange, Failure, Header,
    Input, Next, Performed, Refusal, Reply, Response,
};
use poolwalk::handoff::Format;
use poolwalk::practice::{Options, Practice};

use crate::stage::{Board, PATIENCE, draft, generous};

const URL: &str = "https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod/pets";
const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

fn engine() -> (Engine, Receiver<()>) {
    let (waker, wake) = sync_channel(1);
    (Engine::new(Arc::new(move || waker.try_send(()).unwrap_or_default())).unwrap(), wake)
}

/// Signed in to a pool of one's own, in the Call place.
fn signed_in() -> App {
    let (engine, wake) = engine();
    let mut app = App::new(Parts {
        engine,
        practice: Practice::start(Options { keys_later: true, ..Options::default() }),
        connections: Connections::open(None),
        clipboard: Box::new(Board::default()),
        clock: || NOW,
        zone: TimeZone::UTC,
    });
    let server = generous();
    app.dispatch(Command::NewConnection);
    app.form.draft = draft(&server.url());
    app.dispatch(Command::Run);
    let deadline = Instant::now() + PATIENCE;
    while app.walk.as_ref().and_then(Walk::ending) != Some(Ending::Finished) {
        assert!(Instant::now() < deadline, "nobody was signed in");
        let _woken = wake.recv_timeout(Duration::from_millis(20));
        app.tick();
    }
    app.notices = poolwalk::app::Notices::default();
    app.dispatch(Command::Go(Place::Call));
    app
}

/// What the API says to one way of showing who asks.
struct Says {
    status: u16,
    code: &'static str,
    body: &'static str,
    took: u64,
}

const PETS: Says = Says {
    status: 200,
    code: "",
    body: r#"{"pets":[{"id":1,"name":"Rex","kind":"dog"},{"id":2,"name":"Mia","kind":"cat"}],"next":null}"#,
    took: 84,
};
const NO_TOKEN: Says = Says {
    status: 403,
    code: "MissingAuthenticationTokenException",
    body: r#"{"message":"Missing Authentication Token"}"#,
    took: 31,
};
const NO_ROUTE: Says = Says {
    status: 403,
    code: "IncompleteSignatureException",
    body: r#"{"message":"Authorization header requires 'Credential' parameter."}"#,
    took: 29,
};
const MAY_NOT: Says = Says {
    status: 403,
    code: "AccessDeniedException",
    body: r#"{"Message":"User: arn:aws:sts::123456789012:assumed-role/Reader/CognitoIdentityCredentials is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:eu-west-1:********9012:abc123def4/prod/GET/pets"}"#,
    took: 42,
};

fn auth(kind: AuthKind) -> ApiAuth {
    match kind {
        AuthKind::Iam => ApiAuth::Iam {
            credentials: AwsCredentials {
                access_key_id: "ASIAEXAMPLE000000000".to_owned(),
                secret_access_key: "k".into(),
                session_token: None,
                expiration: None,
            },
            region: "eu-west-1".to_owned(),
            service: "execute-api".to_owned(),
        },
        AuthKind::Id => ApiAuth::Id("e30.e30.x".into()),
        AuthKind::Access => ApiAuth::Access("e30.e30.y".into()),
        AuthKind::Nothing => ApiAuth::Nothing,
    }
}

fn performed(kind: AuthKind, says: &Says) -> Performed {
    let header = |name: &str, value: &str| Header { name: name.to_owned(), value: value.into() };
    let signature = "AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE000000000/20270115/eu-west-1/execute-api/aws4_request, \
                     SignedHeaders=host;x-amz-date, Signature=5f7e1c0a9b";
    let request_headers = match kind {
        AuthKind::Iam => vec![header("x-amz-date", "20270115T080000Z"), header("authorization", signature)],
        AuthKind::Id | AuthKind::Access => vec![header("authorization", "Bearer e30.e30.x")],
        AuthKind::Nothing => Vec::new(),
    };
    let headers = [("content-type", "application/json"), ("x-amzn-requestid", "1f2e3d4c-5b6a-7988")];
    let response = Response {
        status: says.status,
        headers: headers.map(|(name, value)| header(name, value)).into(),
        body: says.body.into(),
        ..Response::default()
    };
    let told: serde_json::Value = serde_json::from_str(says.body).unwrap();
    let message = ["message", "Message"].iter().find_map(|key| told[*key].as_str()).unwrap_or_default();
    let result = if says.status < 400 {
        Ok(Reply::Api(ApiAnswer { status: says.status, body: says.body.as_bytes().to_vec(), cut: None }))
    } else {
        let (code, message) = (says.code.to_owned(), message.to_owned());
        Err(Failure::Refused(Refusal { code, message, status: says.status }))
    };
    let exchange = Exchange {
        method: "GET".to_owned(),
        url: URL.to_owned(),
        request_headers,
        request_body: poolwalk::secret::Secret::default(),
        response: Some(response),
    };
    Performed { result, exchange: Some(exchange), started: NOW, took: Duration::from_millis(says.took) }
}

/// The Call place after these tries.
fn called(tries: &[(AuthKind, Says)]) -> App {
    let mut app = signed_in();
    let draft = ApiDraft { url: URL.to_owned(), ..ApiDraft::default() };
    let auths = tries.iter().map(|(kind, _)| auth(*kind)).collect();
    let mut visit = ApiVisit::start(&draft.check().unwrap(), auths);
    for (kind, says) in tries {
        let Next::Send(call) = visit.next(NOW) else { panic!("nothing to send") };
        visit.on(Input::Sent(call), NOW);
        visit.on(Input::Performed(Box::new(performed(*kind, says))), NOW);
    }
    app.call = CallPlace::after(draft, AuthKind::Iam, visit);
    app
}

pub(crate) fn call_done() -> App {
    called(&[(AuthKind::Iam, PETS)])
}

pub(crate) fn call_failed() -> App {
    called(&[(AuthKind::Iam, MAY_NOT)])
}

pub(crate) fn call_all_ways() -> App {
    let tries = [
        (AuthKind::Iam, PETS),
        (AuthKind::Id, NO_ROUTE),
        (AuthKind::Access, NO_ROUTE),
        (AuthKind::Nothing, NO_TOKEN),
    ];
    called(&tries)
}

/// Over the Call place, whose address goes along.
pub(crate) fn hand_over() -> App {
    let mut app = call_done();
    app.dispatch(Command::HandOver(HandOverCommand::Choose(Format::CurlSigned)));
    app.dispatch(Command::HandOver(HandOverCommand::Open));
    app
}
