//! The IAM authorizer: whose signature it is, and whether that role may invoke the API. A signature that does not hold is
//! answered with both texts that were expected, so that the caller can see where theirs differ.

use serde_json::{Value as Json, json};

use super::{Denial, ID};
use crate::practice::credentials::{Refusal, Service};
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{ACCOUNT, REGION};
use crate::practice::sigv4::{Authorization, Fault};
use crate::practice::wire::Request;

pub(super) const ACCESS_DENIED: &str = "AccessDeniedException";

const API: Service = Service { name: "execute-api", regions: &[REGION], skew_minutes: 5 };

/// Who signed, if they may pass.
pub(super) fn admit(pool: &Pool, call: &Call<'_>, path: &str) -> Result<Json, Denial> {
    let signer = pool.credentials.signer_with_strings(call.request, &API, call.now).map_err(refused)?;
    if !signer.may_invoke() {
        let hidden: String = "*".repeat(8) + ACCOUNT.get(8..).unwrap_or_default();
        let (arn, method) = (&signer.arn, &call.request.method);
        let message = format!(
            "User: {arn} is not authorized to perform: execute-api:Invoke on resource: \
             arn:aws:execute-api:{REGION}:{hidden}:{ID}{}",
            path.replacen("/prod/", &format!("/prod/{method}/"), 1)
        );
        return Err(Denial { status: 403, kind: ACCESS_DENIED, message });
    }
    Ok(json!({ "arn": signer.arn, "user_id": signer.user_id }))
}

/// What is not there: Gateway takes it for something that wants a signature, and begins with that.
pub(super) fn nothing_there(request: &Request) -> Denial {
    match Authorization::of(request) {
        Err(fault @ Fault::Incomplete(_)) => refused(Refusal::Signature(fault)),
        Ok(_) | Err(Fault::Missing | Fault::Mismatch(_)) => refused(Refusal::Signature(Fault::Missing)),
    }
}

fn refused(refusal: Refusal) -> Denial {
    let (kind, message) = match refusal {
        Refusal::Signature(Fault::Missing) => {
            ("MissingAuthenticationTokenException", "Missing Authentication Token".to_owned())
        }
        Refusal::Signature(Fault::Incomplete(text)) => ("IncompleteSignatureException", text),
        Refusal::Signature(Fault::Mismatch(text)) => ("InvalidSignatureException", text),
        Refusal::UnknownKey => (
            "UnrecognizedClientException",
            "The security token included in the request is invalid.".to_owned(),
        ),
        Refusal::Expired => {
            ("ExpiredTokenException", "The security token included in the request is expired".to_owned())
        }
    };
    Denial { status: 403, kind, message }
}
