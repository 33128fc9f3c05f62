//! Managed login: the pool's own pages and the OAuth endpoints beside them. It knows how their addresses are
//! put together and what can be wrong with one, never who opens them or when.

mod authorize;
mod domain;
mod loopback;

pub use authorize::{AuthorizeRequest, Prompt, at_hash, challenge_of};
pub use domain::{Domain, DomainProblem};
pub use loopback::{LoopbackHost, RedirectProblem, RedirectUrl};

/// Where the browser is sent back to when nothing else is said. An app client has to have it registered.
pub const USUAL_REDIRECT: &str = "http://localhost:8765/callback";
/// Where signing out leads when nothing else is said.
pub const USUAL_SIGN_OUT: &str = "http://localhost:8765/signed-out";
/// What is asked for when nothing else is said. Without `openid` there is no ID token.
pub const USUAL_SCOPES: &str = "openid email profile aws.cognito.signin.user.admin";
/// The scope that brings an ID token, and opens `/oauth2/userInfo`.
pub const OPENID: &str = "openid";

/// The pages and endpoints, by their paths.
pub mod path {
    /// Where a sign-in begins, in a browser.
    pub const AUTHORIZE: &str = "/oauth2/authorize";
    /// Where codes and refresh tokens become tokens.
    pub const TOKEN: &str = "/oauth2/token";
    /// What the scopes show of a user.
    pub const USER_INFO: &str = "/oauth2/userInfo";
    /// Where a refresh token is called off.
    pub const REVOKE: &str = "/oauth2/revoke";
    /// Where a browser forgets who signed in.
    pub const LOGOUT: &str = "/logout";
}
