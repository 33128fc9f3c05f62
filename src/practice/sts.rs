//! STS, as far as "who am I" goes: the query protocol with its XML answers, signatures checked with the keys
//! that the identity pool handed out and the developer's.

use jiff::Timestamp;

use super::credentials::{Principal, Refusal, Service};
use super::encoding::from_percent;
use super::error::Failure;
use super::pool::{Call, Pool};
use super::roster::{ACCOUNT, REGION};
use super::sigv4::Fault;
use super::wire::{Request, Response};

/// STS has an endpoint in each region, and a global one that is scoped to us-east-1.
const STS: Service = Service { name: "sts", regions: &[REGION, "us-east-1"], skew_minutes: 15 };
const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Answers one request of the query protocol.
pub(super) fn answer(pool: &Pool, call: &Call<'_>) -> Response {
    match perform(pool, call.request, call.now) {
        Ok(caller) => Response::new(200, "text/xml", caller_identity(&caller, call.request_id)),
        Err(failure) => refusal(&failure, call.request_id),
    }
}

fn perform(pool: &Pool, request: &Request, now: Timestamp) -> Result<Principal, Failure> {
    let form = String::from_utf8_lossy(&request.body);
    let parameter = |name: &str| parameter(&form, name).or_else(|| parameter(&request.query, name));
    match parameter("Action").as_deref() {
        None => Err(Failure::new("MissingAction", "Missing Action").with_status(400)),
        Some("GetCallerIdentity") => pool.credentials.signer(request, &STS, now).map_err(refused),
        Some(other) => {
            let version = parameter("Version").unwrap_or_default();
            Err(Failure::new(
                "InvalidAction",
                format!("Could not find operation {other} for version {version}"),
            ))
        }
    }
}

fn caller_identity(caller: &Principal, request_id: &str) -> String {
    let Principal { arn, user_id, .. } = caller;
    format!(
        "<GetCallerIdentityResponse xmlns=\"{NAMESPACE}\">\n  <GetCallerIdentityResult>\n    <Arn>{arn}</Arn>\n    \
         <UserId>{user_id}</UserId>\n    <Account>{ACCOUNT}</Account>\n  </GetCallerIdentityResult>\n  \
         <ResponseMetadata>\n    <RequestId>{request_id}</RequestId>\n  </ResponseMetadata>\n\
         </GetCallerIdentityResponse>\n"
    )
}

/// STS words its refusals in its own way, and with HTTP 403.
fn refused(refusal: Refusal) -> Failure {
    let (code, message) = match refusal {
        Refusal::Signature(Fault::Missing) => {
            ("MissingAuthenticationToken", "Request is missing Authentication Token".to_owned())
        }
        Refusal::Signature(Fault::Incomplete(text)) => ("IncompleteSignature", text),
        Refusal::Signature(Fault::Mismatch(text)) => ("SignatureDoesNotMatch", text),
        Refusal::UnknownKey => {
            ("InvalidClientTokenId", "The security token included in the request is invalid.".to_owned())
        }
        Refusal::Expired => {
            ("ExpiredToken", "The security token included in the request is expired".to_owned())
        }
    };
    Failure::new(code, message).with_status(403)
}

fn refusal(failure: &Failure, request_id: &str) -> Response {
    let Failure { code, message, status } = failure;
    let message = escape(message);
    let body = format!(
        "<ErrorResponse xmlns=\"{NAMESPACE}\">\n  <Error>\n    <Type>Sender</Type>\n    <Code>{code}</Code>\n    \
         <Message>{message}</Message>\n  </Error>\n  <RequestId>{request_id}</RequestId>\n</ErrorResponse>\n"
    );
    Response::new(*status, "text/xml", body)
}

fn parameter(form: &str, name: &str) -> Option<String> {
    let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)?;
    String::from_utf8(from_percent(&value.replace('+', " "))).ok()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
