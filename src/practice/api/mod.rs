//! An API to try keys and tokens on, answering as Amazon API Gateway does: one route for each kind of authorizer, and
//! Gateway's own words where it refuses. It is on the pool's own address; the first part of the path is the API, the
//! second its stage.
//!
//! ```text
//! /practice-api/prod/iam      signed requests (SigV4) of a role that may invoke it
//!                   /id       a Cognito authorizer without scopes: wants the ID token
//!                   /access   the same with the scope of every sign-in: wants an access token
//!                   /scope    the same with a scope that only the login pages give
//!                   /open     anybody
//! ```
//!
//! As on AWS, what is not there is answered like a request that nobody signed.

mod iam;
mod token;

use serde_json::{Value as Json, json};

use super::pool::{Call, Pool};
use super::wire::Response;

/// Where the API is, below the endpoint.
pub(super) const BASE: &str = "/practice-api";
/// Its only stage.
pub(super) const STAGE: &str = "/prod";
/// The id that its ARN has.
const ID: &str = "pract1ceap";

/// One resource of the API; GET and POST are its methods.
pub(super) struct Route {
    /// Its path below the stage.
    pub path: &'static str,
    /// Who may pass.
    pub authorizer: Authorizer,
    /// What it teaches, in a sentence.
    pub lesson: &'static str,
}

/// Who stands before a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Authorizer {
    /// IAM: signatures and roles.
    Iam,
    /// Cognito: the ID token, or an access token with one of the scopes, where there are any.
    Cognito(&'static [&'static str]),
    /// Nobody.
    None,
}

impl Authorizer {
    /// As API Gateway calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Iam => "AWS_IAM",
            Self::Cognito(_) => "COGNITO_USER_POOLS",
            Self::None => "NONE",
        }
    }

    /// The scopes, one of which an access token has to have.
    pub(super) const fn scopes(self) -> &'static [&'static str] {
        match self {
            Self::Cognito(scopes) => scopes,
            Self::Iam | Self::None => &[],
        }
    }
}

/// Every route.
pub(super) const ROUTES: &[Route] = &[
    Route {
        path: "/iam",
        authorizer: Authorizer::Iam,
        lesson: "Takes requests signed with AWS keys, if their role may: that of the engineers and of those in no group",
    },
    Route {
        path: "/id",
        authorizer: Authorizer::Cognito(&[]),
        lesson: "Takes the ID token: an authorizer without scopes wants that one",
    },
    Route {
        path: "/access",
        authorizer: Authorizer::Cognito(&["aws.cognito.signin.user.admin"]),
        lesson: "Takes the access token: an authorizer with scopes wants that one",
    },
    Route {
        path: "/scope",
        authorizer: Authorizer::Cognito(&["practice-api/read"]),
        lesson: "Takes an access token with practice-api/read, which only the login pages give",
    },
    Route { path: "/open", authorizer: Authorizer::None, lesson: "Takes everything" },
];

/// How Gateway refuses.
struct Denial {
    status: u16,
    /// `x-amzn-errortype`
    kind: &'static str,
    message: String,
}

/// Answers a request below [`BASE`]; none when it is for something else.
pub(super) fn answer(pool: &mut Pool, call: &Call<'_>) -> Option<Response> {
    let path = call.request.path.strip_prefix(BASE)?;
    if !(path.is_empty() || path.starts_with('/')) {
        return None;
    }
    let answer = match admit(pool, call, path) {
        Ok((route, caller)) => Response::document(&echo(call, route, &caller)),
        Err(denial) => denied(&denial),
    };
    let id = pool.random.base64url(11);
    Some(answer.header("x-amz-apigw-id", &format!("{id}=")))
}

/// The route, and who calls it.
fn admit(pool: &Pool, call: &Call<'_>, path: &str) -> Result<(&'static Route, Json), Denial> {
    let resource = path.strip_prefix(STAGE).unwrap_or_default();
    let is_method = ["GET", "POST"].contains(&call.request.method.as_str());
    let route = ROUTES.iter().find(|route| route.path == resource && is_method);
    let Some(route) = route else { return Err(iam::nothing_there(call.request)) };
    let caller = match route.authorizer {
        Authorizer::Iam => iam::admit(pool, call, path)?,
        Authorizer::Cognito(scopes) => token::admit(pool, call, scopes)?,
        Authorizer::None => Json::Null,
    };
    Ok((route, caller))
}

/// What every route answers: the request as it came in, and who was let in.
fn echo(call: &Call<'_>, route: &Route, caller: &Json) -> Json {
    let request = call.request;
    json!({
        "route": route.path,
        "authorizer": route.authorizer.name(),
        "method": request.method,
        "query": request.query,
        "body": String::from_utf8_lossy(&request.body),
        "caller": caller,
    })
}

fn denied(denial: &Denial) -> Response {
    let Denial { status, kind, message } = denial;
    // Of all refusals one is spelled with a capital.
    let key = if *kind == iam::ACCESS_DENIED { "Message" } else { "message" };
    let body = json!({ key: message }).to_string();
    Response::new(*status, "application/json", body).header("x-amzn-errortype", kind)
}
