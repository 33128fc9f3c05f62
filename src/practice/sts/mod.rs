//! STS, as far as "who am I" and the classic flow go: the query protocol with its XML answers. Signatures are checked
//! with the keys that were handed out and the developer's; a web identity is its own proof.

mod web_identity;

use super::credentials::{Principal, Refusal, Service};
use super::error::Failure;
use super::form::Form;
use super::pool::{Call, Pool};
use super::roster::{ACCOUNT, REGION};
use super::sigv4::Fault;
use super::wire::Response;

/// STS has an endpoint in each region, and a global one that is scoped to us-east-1.
const STS: Service = Service { name: "sts", regions: &[REGION, "us-east-1"], skew_minutes: 15 };
const NAMESPACE: &str = "https://sts.amazonaws.com/doc/2011-06-15/";

/// Answers one request of the query protocol.
pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Response {
    match perform(pool, call) {
        Ok(xml) => Response::new(200, "text/xml", xml),
        Err(failure) => refusal(&failure, call.request_id),
    }
}

fn perform(pool: &mut Pool, call: &Call<'_>) -> Result<String, Failure> {
    // Parameters come in the body of a POST, or in the query.
    let body = String::from_utf8_lossy(&call.request.body);
    let form = Form::read(&format!("{body}&{}", call.request.query));
    match form.get("Action") {
        None => Err(Failure::new("MissingAction", "Missing Action").with_status(400)),
        Some("GetCallerIdentity") => {
            let caller = pool.credentials.signer(call.request, &STS, call.now).map_err(refused)?;
            Ok(caller_identity(&caller, call.request_id))
        }
        Some("AssumeRoleWithWebIdentity") => web_identity::assume_role(pool, call, &form),
        Some(other) => {
            let version = form.get("Version").unwrap_or_default();
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

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
