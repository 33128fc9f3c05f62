//! Who may call the Admin operations, and vouch for users: whoever signs as the practice developer. Refusals in the words
//! of the JSON services.

use crate::practice::credentials::{Refusal, Service};
use crate::practice::error::Failure;
use crate::practice::pool::{Call, Pool};
use crate::practice::roster::{ACCOUNT, REGION, USER_POOL_ID};
use crate::practice::sigv4::Fault;

const USER_POOLS: Service = Service { name: "cognito-idp", regions: &[REGION], skew_minutes: 5 };

const IDENTITY_POOLS: Service = Service { name: "cognito-identity", regions: &[REGION], skew_minutes: 5 };

/// Lets the developer pass.
pub(super) fn admit(pool: &Pool, call: &Call<'_>, operation: &str) -> Result<(), Failure> {
    admit_to(&USER_POOLS, pool, call, &format!("{operation} on resource: userpool/{USER_POOL_ID}"))
}

/// Lets the developer pass to an operation on an identity pool.
pub(super) fn admit_to_identity_pool(pool: &Pool, call: &Call<'_>, operation: &str) -> Result<(), Failure> {
    let id = call.input.demanded("IdentityPoolId");
    admit_to(&IDENTITY_POOLS, pool, call, &format!("{operation} on resource: identitypool/{id}"))
}

/// `deed` is an operation and what it is done to.
fn admit_to(service: &Service, pool: &Pool, call: &Call<'_>, deed: &str) -> Result<(), Failure> {
    let signer = pool.credentials.signer(call.request, service, call.now).map_err(refused)?;
    if signer.is_developer() {
        return Ok(());
    }
    let (arn, name) = (signer.arn, service.name);
    let deed = deed.replace("resource: ", &format!("resource: arn:aws:{name}:{REGION}:{ACCOUNT}:"));
    Err(Failure::new(
        "AccessDeniedException",
        format!("User: {arn} is not authorized to perform: {name}:{deed}"),
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
