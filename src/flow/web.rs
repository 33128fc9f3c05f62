//! The calls of managed login: those that the system's browser makes, and those to the OAuth endpoints. Unlike
//! those of an API they say where they go, for the pages have a domain of their own.

use super::config::LoginConfig;
use super::operation::Operation;
use crate::cognito::ClientId;
use crate::cognito::managed_login::{AuthorizeRequest, Domain, RedirectUrl};
use crate::secret::Secret;

/// One visit to a page, or one request to an OAuth endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebCall {
    /// `GET /oauth2/authorize`, by the system's browser. It ends when the browser comes back.
    Authorize(AuthorizeRequest),
    /// `POST /oauth2/token`.
    Token {
        /// Who asks.
        app: OAuthClient,
        /// What is traded in.
        grant: Grant,
    },
    /// `GET /oauth2/userInfo`.
    UserInfo {
        /// Where.
        domain: Domain,
        /// Whose.
        access_token: Secret,
    },
    /// `POST /oauth2/revoke`.
    Revoke {
        /// Who asks.
        app: OAuthClient,
        /// What is called off.
        refresh_token: Secret,
    },
    /// `GET /logout`, by the system's browser.
    Logout {
        /// Where.
        domain: Domain,
        /// The address to open.
        address: Secret,
        /// Where the browser comes back to, when that is on this computer: it is waited for then.
        back: Option<RedirectUrl>,
    },
}

/// An app client as the OAuth endpoints know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuthClient {
    /// Where the endpoints are.
    pub domain: Domain,
    /// The app client.
    pub client: ClientId,
    /// Its secret, if it has one.
    pub secret: Option<Secret>,
}

/// What is traded for tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grant {
    /// `authorization_code`
    Code {
        /// The code that came back with the browser.
        code: Secret,
        /// PKCE's verifier.
        verifier: Secret,
        /// The same as before.
        redirect: RedirectUrl,
    },
    /// `refresh_token`
    Refresh {
        /// Of an earlier sign-in.
        refresh_token: Secret,
    },
}

impl WebCall {
    /// The nonce that an ID token has to bring back, where one was sent.
    #[must_use]
    pub const fn nonce(&self) -> Option<&Secret> {
        match self {
            Self::Authorize(request) => Some(&request.nonce),
            Self::Token { .. } | Self::UserInfo { .. } | Self::Revoke { .. } | Self::Logout { .. } => None,
        }
    }

    /// Which operation this is.
    #[must_use]
    pub const fn operation(&self) -> Operation {
        match self {
            Self::Authorize(_) => Operation::Authorize,
            Self::Token { .. } => Operation::Token,
            Self::UserInfo { .. } => Operation::UserInfo,
            Self::Revoke { .. } => Operation::Revoke,
            Self::Logout { .. } => Operation::Logout,
        }
    }

    /// Where it goes.
    #[must_use]
    pub const fn domain(&self) -> &Domain {
        match self {
            Self::Authorize(request) => &request.domain,
            Self::Token { app, .. } | Self::Revoke { app, .. } => &app.domain,
            Self::UserInfo { domain, .. } | Self::Logout { domain, .. } => domain,
        }
    }

    /// The app client that it names.
    #[must_use]
    pub const fn client(&self) -> Option<&ClientId> {
        match self {
            Self::Authorize(request) => Some(&request.client),
            Self::Token { app, .. } | Self::Revoke { app, .. } => Some(&app.client),
            Self::UserInfo { .. } | Self::Logout { .. } => None,
        }
    }

    /// What the browser opens, and where it is waited for.
    #[must_use]
    pub fn visit(&self) -> Option<(Secret, Option<&RedirectUrl>)> {
        match self {
            Self::Authorize(request) => Some((request.address(), Some(&request.redirect))),
            Self::Logout { address, back, .. } => Some((address.clone(), back.as_ref())),
            Self::Token { .. } | Self::UserInfo { .. } | Self::Revoke { .. } => None,
        }
    }
}

impl OAuthClient {
    /// The app client of a login in the browser.
    pub(super) fn of(login: &LoginConfig) -> Option<Self> {
        Some(Self {
            domain: login.browser.as_ref()?.domain.clone(),
            client: login.client.clone()?,
            secret: login.client_secret.clone(),
        })
    }
}
