//! The OAuth endpoints: tokens for a code or a refresh token by the `oauth2` crate, user info and calling a token off
//! by hand. All of it goes over the engine's own wires, so that it is recorded, timed and never redirected.

use std::borrow::Cow;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use aws_smithy_runtime_api::client::orchestrator::HttpRequest as WireRequest;
use aws_smithy_types::body::SdkBody;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use oauth2::basic::{BasicClient, BasicErrorResponse, BasicTokenResponse};
use oauth2::{
    AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, HttpRequest, HttpResponse, PkceCodeVerifier,
    RedirectUrl, RefreshToken, RequestTokenError, TokenResponse as _, TokenUrl, http,
};
use serde_json::{Map, Value as Json};
use url::form_urlencoded;

use super::calls::Outgoing;
use super::outcome;
use super::tape::TapedClient;
use crate::cognito::Params;
use crate::cognito::managed_login::{Domain, path};
use crate::flow::{Failure, Grant, OAuthClient, Refusal, Reply, Response, TokenSet, Unreachable, WebCall};
use crate::secret::Secret;

/// The wire broke, and the tape knows how; or it was too slow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
enum Broken {
    #[error("no connection")]
    Wire,
    #[error("no answer in time")]
    TooSlow,
    #[error("not an HTTP message")]
    Misshapen,
}

/// The engine's HTTP client, as the crate takes one.
#[derive(Clone)]
struct Wire {
    http: TapedClient,
    patience: Duration,
}

impl Wire {
    async fn carry(self, request: HttpRequest) -> Result<HttpResponse, Broken> {
        let request =
            WireRequest::try_from(request.map(SdkBody::from)).map_err(|_misshapen| Broken::Misshapen)?;
        let answer = tokio::time::timeout(self.patience, self.http.carry(request));
        let answer = answer.await.map_err(|_elapsed| Broken::TooSlow)?.map_err(|_on_tape| Broken::Wire)?;
        let mut answer = answer.try_into_http1x().map_err(|_misshapen| Broken::Misshapen)?;
        // The crate leaves unread what is not called `application/json`. What it is called is on the tape.
        answer.headers_mut().remove(http::header::CONTENT_TYPE);
        Ok(answer.map(|body| body.bytes().unwrap_or_default().to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for Wire {
    type Error = Broken;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, Broken>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.clone().carry(request))
    }
}

impl Outgoing {
    /// Goes to a page or an endpoint of managed login.
    pub(super) async fn web(&self, call: WebCall) -> Result<Reply, Failure> {
        match call {
            WebCall::Authorize(request) => self.browser.authorize(&request, &self.tape).await,
            WebCall::Token { app, grant } => self.token(app, grant).await,
            WebCall::UserInfo { domain, access_token } => self.user_info(&domain, &access_token).await,
            WebCall::Revoke { app, refresh_token } => self.revoke(&app, &refresh_token).await,
            WebCall::Logout { address, back, .. } => {
                self.browser.sign_out(&address, back.as_ref(), &self.tape).await
            }
        }
    }

    async fn token(&self, app: OAuthClient, grant: Grant) -> Result<Reply, Failure> {
        let no_url = |err: oauth2::url::ParseError| Failure::NotSent { problem: err.to_string() };
        let client = BasicClient::new(ClientId::new(app.client.as_str().to_owned()));
        let client = client.set_token_uri(TokenUrl::new(app.domain.at(path::TOKEN)).map_err(no_url)?);
        let client = match &app.secret {
            Some(secret) => client.set_client_secret(ClientSecret::new(secret.expose().to_owned())),
            None => client,
        };
        let wire = self.wire();
        let answered = match grant {
            Grant::Code { code, verifier, redirect } => {
                let redirect = RedirectUrl::new(redirect.as_str().to_owned()).map_err(no_url)?;
                let request = client.exchange_code(AuthorizationCode::new(code.expose().to_owned()));
                let verifier = PkceCodeVerifier::new(verifier.expose().to_owned());
                let request = request.set_pkce_verifier(verifier).set_redirect_uri(Cow::Owned(redirect));
                request.request_async(&wire).await
            }
            Grant::Refresh { refresh_token } => {
                let token = RefreshToken::new(refresh_token.expose().to_owned());
                client.exchange_refresh_token(&token).request_async(&wire).await
            }
        };
        answered.map(|tokens| Reply::Tokens(self.token_set(&tokens))).map_err(|err| self.token_failure(&err))
    }

    /// Cognito answers with the ID token beside what the standard has.
    fn token_set(&self, tokens: &BasicTokenResponse) -> TokenSet {
        let body = self.response().map(|response| response.body).unwrap_or_default();
        let answer: Json = serde_json::from_str(body.expose()).unwrap_or_default();
        TokenSet {
            id: answer.get("id_token").and_then(Json::as_str).map(Secret::from),
            access: Some(Secret::from(tokens.access_token().secret().as_str())),
            refresh: tokens.refresh_token().map(|token| Secret::from(token.secret().as_str())),
            expires_in: tokens.expires_in().and_then(|life| i64::try_from(life.as_secs()).ok()),
            new_device: None,
        }
    }

    fn token_failure(&self, err: &RequestTokenError<Broken, BasicErrorResponse>) -> Failure {
        match err {
            RequestTokenError::ServerResponse(said) => self.refusal(said),
            RequestTokenError::Request(broken) => self.broken(*broken),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => outcome::lacking(&self.tape),
        }
    }

    fn refusal(&self, said: &BasicErrorResponse) -> Failure {
        let response = self.response();
        Failure::Refused(Refusal {
            code: said.error().to_string(),
            message: said.error_description().cloned().unwrap_or_default(),
            status: response.map_or(400, |response| response.status),
        })
    }

    async fn user_info(&self, domain: &Domain, access_token: &Secret) -> Result<Reply, Failure> {
        let request = http::Request::get(domain.at(path::USER_INFO))
            .header("authorization", format!("Bearer {}", access_token.expose()))
            .header("accept", "application/json");
        let answer = self.answered(request, String::new()).await?;
        let claims: Option<Map<String, Json>> = serde_json::from_str(answer.body.expose()).ok();
        let claims = claims.filter(|claims| claims.get("sub").is_some_and(Json::is_string));
        claims.map(|claims| Reply::UserInfo(params(claims))).ok_or_else(|| outcome::lacking(&self.tape))
    }

    /// By hand: the crate calls a token off over TLS alone, and a pool on this computer has none.
    async fn revoke(&self, app: &OAuthClient, refresh_token: &Secret) -> Result<Reply, Failure> {
        let request = http::Request::post(app.domain.at(path::REVOKE))
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded");
        let token = encoded(refresh_token.expose());
        let (request, form) = match &app.secret {
            Some(secret) => (
                request.header("authorization", basic(app.client.as_str(), secret)),
                format!("token={token}"),
            ),
            None => (request, format!("token={token}&client_id={}", encoded(app.client.as_str()))),
        };
        self.answered(request, form).await.map(|_emptiness| Reply::Done)
    }

    /// The answer, when it is a good one.
    async fn answered(&self, request: http::request::Builder, body: String) -> Result<Response, Failure> {
        let request =
            request.body(body.into_bytes()).map_err(|err| Failure::NotSent { problem: err.to_string() })?;
        self.wire().carry(request).await.map_err(|broken| self.broken(broken))?;
        let response = self.response().ok_or_else(|| outcome::lacking(&self.tape))?;
        if (200..300).contains(&response.status) { Ok(response) } else { Err(self.said_no(&response)) }
    }

    /// An OAuth error: in the body, or in the header that asks for another token (RFC 6750, 3).
    fn said_no(&self, response: &Response) -> Failure {
        let body: Json = serde_json::from_str(response.body.expose()).unwrap_or_default();
        let header = response.header("www-authenticate").unwrap_or_default();
        let said = |key: &str| body.get(key).and_then(Json::as_str).or_else(|| quoted(header, key));
        match said("error") {
            Some(code) => Failure::Refused(Refusal {
                code: code.to_owned(),
                message: said("error_description").unwrap_or_default().to_owned(),
                status: response.status,
            }),
            None => outcome::lacking(&self.tape),
        }
    }

    fn wire(&self) -> Wire {
        Wire { http: self.http.clone(), patience: self.timeouts.answer }
    }

    fn broken(&self, broken: Broken) -> Failure {
        match broken {
            Broken::TooSlow => Failure::Unreachable(Unreachable::Timeout { after: self.timeouts.answer }),
            Broken::Wire | Broken::Misshapen => {
                self.tape.failure().unwrap_or_else(|| Failure::NotSent { problem: broken.to_string() })
            }
        }
    }

    fn response(&self) -> Option<Response> {
        self.tape.exchange().and_then(|exchange| exchange.response)
    }
}

/// Claims as they came, in their order; what is no text as its JSON. They are about a person: nobody prints them.
fn params(claims: Map<String, Json>) -> Params {
    claims.into_iter().fold(Params::new(), |params, (name, value)| {
        let text = match value {
            Json::String(text) => text,
            Json::Null | Json::Bool(_) | Json::Number(_) | Json::Array(_) | Json::Object(_) => {
                value.to_string()
            }
        };
        params.secret(name, text.into())
    })
}

/// Both halves are encoded as in a form first (RFC 6749, 2.3.1).
fn basic(client: &str, secret: &Secret) -> String {
    let pair = Secret::new(format!("{}:{}", encoded(client), encoded(secret.expose())));
    format!("Basic {}", BASE64.encode(pair.expose()))
}

/// As in a form.
fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// The value of `key="…"` in a header.
pub(super) fn quoted<'a>(header: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = header.split_once(&format!("{key}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}
