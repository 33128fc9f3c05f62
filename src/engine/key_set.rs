//! Fetching a key set: one GET to an address that follows from the pool and the target alone. Redirects are never
//! followed, and the answer is capped as all are.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest as WireRequest;
use aws_smithy_types::body::SdkBody;
use oauth2::http;
use serde_json::Value as Json;

use super::calls::Outgoing;
use super::outcome;
use crate::cognito::endpoint;
use crate::flow::{Failure, KeySetOf, Refusal, Reply, Unreachable};

/// One set for all identity pools; none is published per region.
const OF_IDENTITY_POOLS: &str = "https://cognito-identity.amazonaws.com";

impl Outgoing {
    pub(super) async fn key_set(&self, of: &KeySetOf) -> Result<Reply, Failure> {
        let request = http::Request::get(address(of, self.address.endpoint.as_deref()))
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

/// Where a key set is: beside the API where that is elsewhere than on AWS, else where AWS publishes it.
fn address(of: &KeySetOf, endpoint: Option<&str>) -> String {
    let endpoint = endpoint.map(|endpoint| endpoint.trim().trim_end_matches('/'));
    match (of, endpoint) {
        (KeySetOf::UserPool { pool, .. }, Some(endpoint)) => {
            endpoint::jwks_url(&format!("{endpoint}/{pool}"))
        }
        (KeySetOf::UserPool { pool, form }, None) => endpoint::jwks_url(&endpoint::issuer(pool, *form)),
        (KeySetOf::IdentityPools, endpoint) => {
            format!("{}/.well-known/jwks_uri", endpoint.unwrap_or(OF_IDENTITY_POOLS))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cognito::UserPoolId;
    use crate::cognito::endpoint::IssuerForm;

    #[test]
    fn keys_come_from_where_the_calls_go() {
        let pool = UserPoolId::parse("eu-west-1_Ab12Cd34E").unwrap();
        let of = |form| KeySetOf::UserPool { pool: pool.clone(), form };
        for (of, endpoint, url) in [
            (
                of(IssuerForm::Original),
                None,
                "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/jwks.json",
            ),
            (
                of(IssuerForm::Updated),
                None,
                "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E/.well-known/jwks.json",
            ),
            (
                of(IssuerForm::Updated),
                Some(" http://127.0.0.1:9229/ "),
                "http://127.0.0.1:9229/eu-west-1_Ab12Cd34E/.well-known/jwks.json",
            ),
            (KeySetOf::IdentityPools, None, "https://cognito-identity.amazonaws.com/.well-known/jwks_uri"),
            (KeySetOf::IdentityPools, Some("http://[::1]:1"), "http://[::1]:1/.well-known/jwks_uri"),
        ] {
            assert_eq!(address(&of, endpoint), url);
        }
    }
}
