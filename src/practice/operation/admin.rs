//! Who may call the Admin operations: whoever signs as the practice developer. Refusals in the words of the JSON services.

use crate::practice::credentials::{Refusal, Service};
use crate::practice::error::Failure;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{ACCOUNT, REGION, USER_POOL_ID};
use crate::practice::sigv4::Fault;

const USER_POOLS: Service = Service { name: "cognito-idp", regions: &[REGION], skew_minutes: 5 };

/// Lets the developer pass.
pub(super) fn admit(pool: &Pool, call: &Call<'_>, operation: &str) -> Result<(), Failure> {
    let signer = pool.credentials.signer(call.request, &USER_POOLS, call.now).map_err(refused)?;
    if signer.is_developer {
        return Ok(());
    }
    let arn = signer.arn;
    Err(Failure::new(
        "AccessDeniedException",
        format!(
            "User: {arn} is not authorized to perform: cognito-idp:{operation} on resource: \
             arn:aws:cognito-idp:{REGION}:{ACCOUNT}:userpool/{USER_POOL_ID}"
        ),
    ))
}

fn refused(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Signature(Fault::Missing) => {
            Failure::new("MissingAuthenticationTokenException", "Missing Authentication Token")
        }
        Refusal::Signature(Fault::Incomplete(text)) => Failure::new("IncompleteSignatureException", text),
        Refusal::Signature(Fault::Mismatch(text)) => Failure::new("InvalidSignatureException", text),
        Refusal::UnknownKey => Failure::new(
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
        ),
        Refusal::Expired => {
            Failure::new("ExpiredTokenException", "The security token included in the request is expired")
        }
    }
}
