//! The cast as a person (or a script) sees it: where the practice pool is, its app clients, its users and what each
//! of them teaches. Plain data; the accounts behind it are `people`'s.

use serde_json::{Value as Json, json};

use super::api;
use super::parts::{PARTS, Part, Trait};
use super::roster::{
    ADMIN_KEY_ID, ADMIN_SECRET, CLIENTS, Client, DEVELOPER_PROVIDER, EXTERNAL_PROVIDER, IDENTITY_POOL_ID,
    REGION, STRICT_IDENTITY_POOL_ID, USER_POOL_ID,
};
use crate::secret::Secret;

/// Everything one needs to sign in to the practice pool.
#[derive(Debug, Clone)]
pub struct Cast {
    /// Where all of it listens: user pool, identity pool and STS.
    pub endpoint: String,
    /// The region it pretends to be in.
    pub region: &'static str,
    /// The user pool's id.
    pub user_pool_id: &'static str,
    /// The identity pool's id.
    pub identity_pool_id: &'static str,
    /// The app clients; the first is public and allows SRP, password and admin flows.
    pub clients: Vec<CastClient>,
    /// The users; the first signs in at once.
    pub users: Vec<CastUser>,
    /// Where the practice inbox is served as JSON.
    pub inbox_url: String,
    /// The developer's keys, which the Admin operations want a signature of.
    pub admin_key: AdminKey,
    /// The base address of the login pages.
    pub domain: String,
    /// The external identity provider of the login pages: what `identity_provider` may name.
    pub external_provider: &'static str,
    /// The id of an identity pool without guests and without the classic flow.
    pub strict_identity_pool_id: &'static str,
    /// The developer provider's name in both identity pools.
    pub developer_provider: &'static str,
    /// Where login tokens of pretend providers are served as JSON, fresh on every ask.
    pub provider_tokens_url: String,
    /// The names of the providers that have tokens there, in their order.
    pub provider_names: Vec<&'static str>,
    /// The base address of the practice API, stage included: something to call with keys and tokens.
    pub api_url: String,
    /// What can be called there.
    pub api_routes: Vec<CastRoute>,
}

/// A route of the practice API.
#[derive(Debug, Clone)]
pub struct CastRoute {
    /// Its path below the base address.
    pub path: &'static str,
    /// Who stands before it, as API Gateway calls it: `AWS_IAM`, `COGNITO_USER_POOLS`, `NONE`.
    pub authorizer: &'static str,
    /// Scopes, one of which an access token has to have. Without any, the ID token is wanted.
    pub scopes: Vec<&'static str>,
    /// What it teaches, in a sentence.
    pub lesson: &'static str,
}

/// An app client of the practice pool.
#[derive(Debug, Clone)]
pub struct CastClient {
    /// The app client id.
    pub client_id: &'static str,
    /// The client secret, if it has one.
    pub client_secret: Option<Secret>,
    /// What it is called.
    pub name: &'static str,
    /// `ExplicitAuthFlows`: `ALLOW_…` names.
    pub flows: Vec<&'static str>,
    /// Scopes that it may ask for on the login pages; none keeps it away from them.
    pub scopes: Vec<&'static str>,
    /// Where the login pages may send the browser back to, character by character.
    pub callback_urls: Vec<&'static str>,
    /// Where signing out may send the browser, likewise.
    pub logout_urls: Vec<&'static str>,
}

/// A user of the practice pool.
#[derive(Debug, Clone)]
pub struct CastUser {
    /// What is typed to sign in.
    pub username: &'static str,
    /// The password at start.
    pub password: Secret,
    /// The lesson in two or three words.
    pub title: &'static str,
    /// The lesson in a sentence.
    pub lesson: &'static str,
    /// The `AuthFlow` that shows the lesson (`CUSTOM_AUTH`); none when any does.
    pub flow: Option<&'static str>,
    /// The secret of the user's authenticator app (base32), to set up a real one.
    pub totp_secret: Option<Secret>,
}

/// A pair of AWS keys that only the practice pool accepts. The same every time.
#[derive(Debug, Clone)]
pub struct AdminKey {
    /// The access key id.
    pub access_key_id: &'static str,
    /// The secret access key.
    pub secret_access_key: Secret,
}

impl Cast {
    pub(super) fn at(endpoint: &str) -> Self {
        Self {
            endpoint: endpoint.to_owned(),
            region: REGION,
            user_pool_id: USER_POOL_ID,
            identity_pool_id: IDENTITY_POOL_ID,
            clients: CLIENTS.iter().map(CastClient::of).collect(),
            users: PARTS.iter().map(CastUser::of).collect(),
            inbox_url: format!("{endpoint}/practice/inbox"),
            admin_key: AdminKey { access_key_id: ADMIN_KEY_ID, secret_access_key: ADMIN_SECRET.into() },
            domain: endpoint.to_owned(),
            external_provider: EXTERNAL_PROVIDER,
            strict_identity_pool_id: STRICT_IDENTITY_POOL_ID,
            developer_provider: DEVELOPER_PROVIDER,
            provider_tokens_url: format!("{endpoint}/practice/provider-tokens"),
            provider_names: super::providers::names(),
            api_url: format!("{endpoint}{}{}", api::BASE, api::STAGE),
            api_routes: api::ROUTES.iter().map(CastRoute::of).collect(),
        }
    }

    /// The route of the practice API that the keys open.
    #[must_use]
    pub fn signed_route(&self) -> String {
        let route = self.api_routes.iter().find(|route| route.authorizer == "AWS_IAM");
        format!("{}{}", self.api_url, route.map_or("", |route| route.path))
    }

    /// The first line of `poolwalk-cli practice`. Scripts rely on it: later versions add keys, never change them.
    #[must_use]
    pub fn to_json(&self) -> Json {
        json!({
            "endpoint": self.endpoint,
            "region": self.region,
            "user_pool_id": self.user_pool_id,
            "identity_pool_id": self.identity_pool_id,
            "clients": self.clients.iter().map(CastClient::to_json).collect::<Vec<_>>(),
            "users": self.users.iter().map(CastUser::to_json).collect::<Vec<_>>(),
            "inbox": self.inbox_url,
            "admin_key": {
                "access_key_id": self.admin_key.access_key_id,
                "secret_access_key": self.admin_key.secret_access_key.expose(),
            },
            "domain": self.domain,
            "external_provider": self.external_provider,
            "strict_identity_pool_id": self.strict_identity_pool_id,
            "developer_provider": self.developer_provider,
            "provider_tokens": self.provider_tokens_url,
            "api": {
                "url": self.api_url,
                "routes": self.api_routes.iter().map(CastRoute::to_json).collect::<Vec<_>>(),
            },
        })
    }
}

impl CastRoute {
    fn of(route: &api::Route) -> Self {
        let (authorizer, scopes) = (route.authorizer.name(), route.authorizer.scopes().to_vec());
        Self { path: route.path, authorizer, scopes, lesson: route.lesson }
    }

    fn to_json(&self) -> Json {
        let Self { path, authorizer, scopes, lesson } = self;
        json!({ "path": path, "authorizer": authorizer, "scopes": scopes, "lesson": lesson })
    }
}

impl CastClient {
    fn of(client: &Client) -> Self {
        Self {
            client_id: client.id,
            client_secret: client.secret.map(Secret::from),
            name: client.name,
            flows: client.flows.to_vec(),
            scopes: client.web.map_or_else(Vec::new, |web| web.scopes.to_vec()),
            callback_urls: client.web.map_or_else(Vec::new, |web| web.callback_urls.to_vec()),
            logout_urls: client.web.map_or_else(Vec::new, |web| web.logout_urls.to_vec()),
        }
    }

    fn to_json(&self) -> Json {
        json!({
            "client_id": self.client_id,
            "client_secret": self.client_secret.as_ref().map(Secret::expose),
            "name": self.name,
            "flows": self.flows,
            "scopes": self.scopes,
            "callback_urls": self.callback_urls,
            "logout_urls": self.logout_urls,
        })
    }
}

impl CastUser {
    fn of(part: &Part) -> Self {
        let totp_secret = part.traits.iter().find_map(|particular| match particular {
            Trait::Authenticator(secret) => Some((*secret).into()),
            Trait::Phone(_)
            | Trait::UnverifiedEmail
            | Trait::Asks(_)
            | Trait::MustHaveFactor
            | Trait::Passkey
            | Trait::TracksDevices => None,
        });
        Self {
            username: part.username,
            password: part.first_password.into(),
            title: part.title,
            lesson: part.lesson,
            flow: part.flow,
            totp_secret,
        }
    }

    fn to_json(&self) -> Json {
        json!({
            "username": self.username,
            "password": self.password.expose(),
            "lesson": self.lesson,
            "flow": self.flow,
        })
    }
}
