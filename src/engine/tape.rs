//! The recorder: an HTTP client for one call, which notes what goes out and what comes back,
//! and where it breaks. It also reads the whole answer under a size cap, so that whatever
//! answers cannot fill the memory. It knows HTTP, not Cognito.

use std::error::Error;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::Headers;
use aws_smithy_types::body::SdkBody;
use http_body::Body as _;

use super::trouble;
use super::wires::Wires;
use crate::flow::{Cut, Exchange, Failure, Header, Raw, Response, Unreachable, Unreadable};
use crate::secret::Secret;

/// No answer of these services comes near it.
pub(super) const CAP: usize = 1024 * 1024;

/// As much of an answer over the cap as is kept to look at.
const KEPT: usize = 16 * 1024;

/// What was on the wire for one call. Clones share it, so that it can be read
/// even when the call was stopped in the middle.
#[derive(Debug, Clone, Default)]
pub(super) struct Tape(Arc<Mutex<Recorded>>);

#[derive(Debug, Default)]
struct Recorded {
    request: Option<Request>,
    answer: Option<Answer>,
    failure: Option<Failure>,
    /// A longer answer is cut here in place of being refused.
    cut_at: Option<usize>,
    cut: Option<Cut>,
}

struct Request {
    method: String,
    url: String,
    headers: Vec<Header>,
    body: Secret,
}

/// An address may carry a state in its query.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request").field("method", &self.method).finish_non_exhaustive()
    }
}

struct Answer {
    status: u16,
    headers: Vec<Header>,
    body: Vec<u8>,
}

/// The body is a secret until proven otherwise.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Tape {
    /// Why the wire failed, when it did.
    pub(super) fn failure(&self) -> Option<Failure> {
        self.recorded().failure.clone()
    }

    /// What was recorded; nothing when no request went out.
    pub(super) fn exchange(&self) -> Option<Exchange> {
        let recorded = self.recorded();
        let request = recorded.request.as_ref()?;
        Some(Exchange {
            method: request.method.clone(),
            url: request.url.clone(),
            request_headers: request.headers.clone(),
            request_body: request.body.clone(),
            response: recorded.answer.as_ref().map(|answer| answer.to_response(recorded.cut)),
        })
    }

    fn recorded(&self) -> MutexGuard<'_, Recorded> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The system's browser was sent to a page: a request that is not on our wires.
    pub(super) fn page_opened(&self, address: &Secret) {
        self.recorded().request = Some(Request {
            method: "GET".to_owned(),
            url: address.expose().to_owned(),
            headers: Vec::new(),
            body: Secret::default(),
        });
    }

    /// The pages sent the browser on, to this address. What they asked on the way is theirs.
    pub(super) fn page_led_to(&self, status: u16, address: &Secret) {
        let location = Header { name: "location".to_owned(), value: address.clone() };
        self.recorded().answer = Some(Answer { status, headers: vec![location], body: Vec::new() });
    }

    fn request(&self, request: &HttpRequest) {
        let body = request.body().bytes().unwrap_or_default();
        self.recorded().request = Some(Request {
            method: request.method().to_owned(),
            url: request.uri().to_owned(),
            headers: headers(request.headers()),
            body: text(body),
        });
    }

    fn answer(&self, response: &HttpResponse) {
        self.recorded().answer = Some(Answer {
            status: response.status().as_u16(),
            headers: headers(response.headers()),
            body: Vec::new(),
        });
    }

    /// From now on a longer answer is cut there, and not refused.
    pub(super) fn cut_at(&self, size: usize) {
        self.recorded().cut_at = Some(size);
    }

    /// The rest of the answer is not waited for.
    pub(super) fn cut_by_time(&self) {
        self.recorded().cut = Some(Cut::Time);
    }

    /// True when there is more of the answer than was read.
    fn is_cut(&self) -> bool {
        self.recorded().cut.is_some()
    }

    /// Adds a piece of the body. False once there is more than the cap.
    fn piece(&self, piece: &[u8]) -> bool {
        let mut recorded = self.recorded();
        let Recorded { answer: Some(answer), failure, cut_at, cut, .. } = &mut *recorded else {
            return true;
        };
        answer.body.extend_from_slice(piece);
        if let Some(size) = *cut_at {
            *cut = (answer.body.len() > size).then_some(Cut::Size { cap: size });
            answer.body.truncate(size);
            return cut.is_none();
        }
        let fits = answer.body.len() <= CAP;
        if !fits {
            answer.body.truncate(KEPT);
            answer.body.shrink_to_fit();
            let problem = Unreadable::TooLarge { cap: CAP as u64 };
            *failure = Some(Failure::Unreadable { status: answer.status, problem });
        }
        fits
    }

    /// The body as it was received.
    pub(super) fn body(&self) -> Vec<u8> {
        self.recorded().answer.as_ref().map(|answer| answer.body.clone()).unwrap_or_default()
    }

    fn fail(&self, failure: Failure) {
        self.recorded().failure = Some(failure);
    }
}

impl Answer {
    fn to_response(&self, cut: Option<Cut>) -> Response {
        let raw = std::str::from_utf8(&self.body).is_err().then(|| Raw(self.body.clone()));
        Response { status: self.status, headers: self.headers.clone(), body: text(&self.body), raw, cut }
    }
}

fn headers(headers: &Headers) -> Vec<Header> {
    headers
        .iter_bytes()
        .map(|(name, value)| Header { name: name.to_ascii_lowercase(), value: text(value) })
        .collect()
}

fn text(bytes: &[u8]) -> Secret {
    Secret::new(String::from_utf8_lossy(bytes))
}

/// An HTTP client over the shared wires, with a tape running when one is given.
#[derive(Debug, Clone)]
pub(super) struct TapedClient {
    wires: Arc<Wires>,
    tape: Tape,
    connect: Duration,
}

impl TapedClient {
    pub(super) fn new(wires: Arc<Wires>, tape: Tape, connect: Duration) -> Self {
        Self { wires, tape, connect }
    }

    pub(super) async fn carry(self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let url = request.uri().to_owned();
        let connector = self.wires.connector(&url, self.connect).await;
        self.tape.request(&request);
        let mut response = connector.call(request).await.inspect_err(|err| {
            self.tape.fail(Failure::Unreachable(trouble::of(err, &url, self.connect)));
        })?;
        self.tape.answer(&response);
        let body = response.take_body();
        *response.body_mut() = self.read(body).await?;
        Ok(response)
    }

    async fn read(&self, mut body: SdkBody) -> Result<SdkBody, ConnectorError> {
        while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            let frame = frame.map_err(|err| self.cut(err))?;
            if let Some(piece) = frame.data_ref()
                && !self.tape.piece(piece)
            {
                if self.tape.is_cut() {
                    break;
                }
                return Err(ConnectorError::other("the answer is over the size cap".into(), None));
            }
        }
        Ok(SdkBody::from(self.tape.body()))
    }

    fn cut(&self, err: Box<dyn Error + Send + Sync>) -> ConnectorError {
        self.tape.fail(Failure::Unreachable(Unreachable::Cut));
        ConnectorError::other(err, None)
    }
}

impl HttpConnector for TapedClient {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::new(self.clone().carry(request))
    }
}

impl HttpClient for TapedClient {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}
