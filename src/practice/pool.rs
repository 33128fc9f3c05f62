//! The practice pools' state, and the one function that changes it: a request and a time in, an answer out.
//! No sockets, no clock, no threads; `server` has those.

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::auth::{Asked, Proving};
use super::codes::Codes;
use super::credentials::Credentials;
use super::error::Failure;
use super::identity::Identities;
use super::input::Input;
use super::keys::Keys;
use super::limits::Limits;
use super::people::People;
use super::providers::Opaque;
use super::random::Random;
use super::roster::{PROVIDER, USER_POOL_ID};
use super::self_service::SignUp;
use super::sessions::Sessions;
use super::tokens::Grants;
use super::web::Web;
use super::wire::{Request, Response, http_date};
use super::{api, inbox, operation, providers, sts, web};

/// User pool, identity pool and STS in one.
pub(super) struct Pool {
    /// The accounts.
    pub people: People,
    /// Challenges that wait for their answers.
    pub sessions: Sessions<Asked>,
    /// Sign-ups that go on to a sign-in.
    pub sign_ups: Sessions<SignUp>,
    /// SRP proofs that are awaited, by secret block.
    pub proofs: Sessions<Proving>,
    /// Codes that were sent.
    pub codes: Codes,
    /// How often what was done.
    pub limits: Limits,
    /// Sign-ins and their tokens.
    pub grants: Grants,
    /// Identities, and whose logins lead to them.
    pub identities: Identities,
    /// Tokens of pretend providers that cannot be told by a signature.
    pub opaque: Opaque,
    /// Keys that were handed out.
    pub credentials: Credentials,
    /// Where ids and codes come from.
    pub random: Random,
    /// `iss` of the user pool's tokens.
    pub issuer: String,
    /// Where all of it is served.
    pub endpoint: String,
    /// What the login pages remember.
    pub web: Web,
}

/// What the practice pool calls itself in its tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Issuer {
    /// `http://127.0.0.1:PORT/eu-west-1_Practice1`: where its key set is, as `OpenID` discovery wants it and as libraries
    /// expect that are pointed at another endpoint. It does not claim to be AWS.
    #[default]
    Endpoint,
    /// `https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1`: for libraries that accept AWS's form alone.
    Aws,
}

/// One call of an operation.
pub(super) struct Call<'a> {
    /// The request it came in.
    pub request: &'a Request,
    /// Its id, which goes back with the answer.
    pub request_id: &'a str,
    /// Its body; empty for STS, which has forms.
    pub input: Input,
    /// The keys that sign tokens.
    pub keys: &'a Keys,
    /// The time.
    pub now: Timestamp,
}

impl Pool {
    /// The pools as they are at start.
    pub(super) fn new(endpoint: &str, issuer: Issuer, seed: [u8; 32], now: Timestamp) -> Self {
        let issuer = match issuer {
            Issuer::Endpoint => format!("{endpoint}/{USER_POOL_ID}"),
            Issuer::Aws => format!("https://{PROVIDER}"),
        };
        Self {
            issuer,
            people: People::at(now),
            sessions: Sessions::default(),
            sign_ups: Sessions::default(),
            proofs: Sessions::default(),
            codes: Codes::default(),
            limits: Limits::default(),
            grants: Grants::default(),
            identities: Identities::default(),
            opaque: Opaque::default(),
            credentials: Credentials::default(),
            random: Random::new(seed),
            endpoint: endpoint.to_owned(),
            web: Web::default(),
        }
    }

    /// Puts the user pool back as it was at start: passwords, states, failed tries; sessions, codes and sign-ins are gone.
    /// Identities and AWS keys that were handed out stay what they are.
    pub(super) fn reset(&mut self, now: Timestamp) {
        self.people = People::at(now);
        self.sessions = Sessions::default();
        self.sign_ups = Sessions::default();
        self.proofs = Sessions::default();
        self.codes = Codes::default();
        self.limits = Limits::default();
        self.grants = Grants::default();
        self.web = Web::default();
    }

    /// Answers one request.
    pub(super) fn handle(&mut self, request: &Request, keys: &Keys, now: Timestamp) -> Response {
        let request_id = self.random.uuid();
        let call = Call { request, request_id: &request_id, input: Input::default(), keys, now };
        let response = match (request.method.as_str(), request.path.as_str()) {
            ("POST" | "GET", "/") => match request.header("x-amz-target") {
                Some(target) => Response::aws_json(self.json_call(target, &call)),
                None => sts::answer(self, &call),
            },
            ("GET", "/practice/provider-tokens") => providers::answer(self, &call),
            ("GET", path) if let Some(document) = self.document(path, keys, now) => document,
            _ => self.page(&call),
        };
        response.header("x-amzn-requestid", &request_id).header("date", &http_date(now))
    }

    /// What is neither an operation nor a document: the practice API, or one of the login pages.
    fn page(&mut self, call: &Call<'_>) -> Response {
        let answer = api::answer(self, call).or_else(|| web::answer(self, call));
        answer.unwrap_or_else(not_found)
    }

    fn json_call(&mut self, target: &str, call: &Call<'_>) -> Result<Json, Failure> {
        let operation = operation::by_target(target).ok_or_else(Failure::unknown_operation)?;
        let input = Input::read(&call.request.body)?;
        operation(self, &Call { input, ..*call })
    }

    fn document(&self, path: &str, keys: &Keys, now: Timestamp) -> Option<Response> {
        let body = match path.strip_prefix('/')?.split_once('/')? {
            (USER_POOL_ID, ".well-known/jwks.json") => keys.user_pool_set(),
            (USER_POOL_ID, ".well-known/openid-configuration") => self.discovery(),
            (".well-known", "jwks_uri") => keys.identity_pool_set(),
            ("practice", "inbox") => inbox::to_json(&inbox::entries(self, now)),
            _ => return None,
        };
        Some(Response::document(&body))
    }

    fn discovery(&self) -> Json {
        let described = json!({
            "id_token_signing_alg_values_supported": ["RS256"],
            "issuer": self.issuer,
            "jwks_uri": format!("{}/{USER_POOL_ID}/.well-known/jwks.json", self.endpoint),
            "response_types_supported": ["code", "token"],
            "scopes_supported": ["openid", "email", "phone", "profile"],
            "subject_types_supported": ["public"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        });
        let pages = web::endpoints(&self.endpoint).map(|(name, address)| (name.to_owned(), address));
        Json::Object(described.as_object().cloned().into_iter().flatten().chain(pages).collect())
    }
}

fn not_found() -> Response {
    Response::aws_json(Err(Failure::unknown_operation().with_status(404)))
}
