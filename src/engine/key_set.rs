//! Fetching a key set: one GET to an address that follows from the pool and the target alone. Redirects are never
//! followed, and the answer is capped as all are.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest as WireRequest;
use aws_smithy_types::body::SdkBody;
use oauth2::http;
use serde_json::Value as Json;

use super::calls::Outgoing;
use super::outcome;
use crate::flow::{Failure, KeySetOf, Refusal, Reply, Unreachable};

impl Outgoing {
    pub(super) async fn key_set(&self, of: &KeySetOf) -> Result<Reply, Failure> {
        let request = http::Request::get(of.url(self.address.endpoint.as_deref()))
            .header("accept", "application/json")
            .body(SdkBody::empty())
            .ok()
            .and_then(|request| WireRequest::try_from(request).ok())
            .ok_or_else(|| Failure::NotSent {
                problem: "This is no address that can be called".to_owned(),
            })?;
        let (after, no_end) = (self.timeouts.answer, Failure::Internal { problem: String::new() });
        match tokio::time::timeout(after, self.http.clone().carry(request)).await {
            Err(_elapsed) => return Err(Failure::Unreachable(Unreachable::Timeout { after })),
            Ok(Err(_on_tape)) => return Err(self.tape.failure().unwrap_or(no_end)),
            Ok(Ok(_response)) => {}
        }
        let answer = self.tape.exchange().and_then(|exchange| exchange.response);
        let answer = answer.ok_or_else(|| outcome::lacking(&self.tape))?;
        if answer.status == 200 {
            return Ok(Reply::KeySet(answer.body.expose().to_owned()));
        }
        let body: Json = serde_json::from_str(answer.body.expose()).unwrap_or_default();
        let said = |key: &str| body.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        let (code, message, status) = (said("__type"), said("message"), answer.status);
        let is_refusal = !code.is_empty() || !message.is_empty() || status == 404;
        Err(if is_refusal {
            Failure::Refused(Refusal { code, message, status })
        } else {
            outcome::lacking(&self.tape)
        })
    }
}
