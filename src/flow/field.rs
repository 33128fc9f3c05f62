//! The fields of the form by name, what can be wrong with one, and the repairs that one press makes.

use crate::cognito::{IdProblem, Recognized, Region};

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// See [`super::Draft::region`].
    Region,
    /// See [`super::Draft::user_pool`].
    UserPool,
    /// See [`super::Draft::client`].
    Client,
    /// See [`super::Draft::client_secret`].
    ClientSecret,
    /// See [`super::Draft::identity_pool`].
    IdentityPool,
    /// See [`super::Draft::username`].
    Username,
    /// See [`super::Draft::password`].
    Password,
    /// See [`super::Draft::way`].
    Way,
    /// See [`super::Draft::preferred`].
    Preferred,
    /// See [`super::Draft::refresh_token`].
    RefreshToken,
    /// See [`super::Draft::totp_secret`].
    TotpSecret,
    /// See [`super::Draft::logins_key`].
    LoginsKey,
    /// See [`super::Draft::providers`].
    Providers,
    /// See [`super::Draft::custom_role`].
    CustomRole,
    /// See [`super::Draft::classic_role`].
    ClassicRole,
    /// See [`super::Draft::classic_duration`].
    ClassicDuration,
    /// See [`super::Draft::developer_provider`].
    DeveloperProvider,
    /// See [`super::BrowserDraft::domain`].
    Domain,
    /// See [`super::BrowserDraft::redirect_url`].
    RedirectUrl,
    /// See [`super::BrowserDraft::scopes`].
    Scopes,
    /// See [`super::BrowserDraft::identity_provider`].
    IdentityProvider,
    /// See [`super::BrowserDraft::prompt`].
    Prompt,
    /// See [`super::BrowserDraft::login_hint`].
    LoginHint,
    /// See [`super::BrowserDraft::sign_out_url`].
    SignOutUrl,
    /// See [`super::Draft::until`].
    Until,
    /// Who signs Admin calls; not part of the draft, because keys are the engine's business.
    Signer,
    /// See [`super::Draft::endpoint`].
    Endpoint,
    /// See [`super::Draft::endpoint_identity`].
    EndpointIdentity,
    /// See [`super::Draft::endpoint_sts`].
    EndpointSts,
}

impl Field {
    /// What stands beside the field.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Region => "Region",
            Self::UserPool => "User pool ID",
            Self::Client => "App client ID",
            Self::ClientSecret => "Client secret",
            Self::IdentityPool => "Identity pool ID",
            Self::Username => "Username",
            Self::Password => "Password",
            Self::Way => "Sign-in flow",
            Self::Preferred => "Preferred first factor",
            Self::RefreshToken => "Refresh token",
            Self::TotpSecret => "Authenticator secret",
            Self::LoginsKey => "User pool’s key in Logins",
            Self::Providers => "Logins of other providers",
            Self::CustomRole => "Role to ask for",
            Self::ClassicRole => "Role for the classic flow",
            Self::ClassicDuration => "Seconds the keys live",
            Self::DeveloperProvider => "Developer provider",
            Self::Domain => "Domain of the login pages",
            Self::RedirectUrl => "Redirect URL",
            Self::Scopes => "Scopes",
            Self::IdentityProvider => "Identity provider",
            Self::Prompt => "Prompt",
            Self::LoginHint => "Login hint",
            Self::SignOutUrl => "Sign-out URL",
            Self::Until => "Walk until",
            Self::Signer => "AWS profile",
            Self::Endpoint => "Endpoint",
            Self::EndpointIdentity => "Identity pool endpoint",
            Self::EndpointSts => "STS endpoint",
        }
    }
}

/// What is wrong with one field, to stand beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// Which one.
    pub field: Field,
    /// In words.
    pub text: String,
    /// What the field should hold, when that can be told.
    pub offer: Option<Offer>,
}

/// A repair of the form that one press can make.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offer {
    /// Move the text of one field to the field where it belongs.
    Move {
        /// Where the text is.
        from: Field,
        /// Where it belongs.
        to: Field,
    },
    /// Take the region from an id.
    TakeRegion(Region),
}

/// Names the problem of an id, and where its text belongs when it is another field's.
pub(super) fn misplaced(found: &mut Vec<FieldProblem>, field: Field, problem: Option<IdProblem>) {
    let Some(problem) = problem else { return };
    let belongs = match &problem {
        IdProblem::IsUserPool => Some(Field::UserPool),
        IdProblem::IsIdentityPool => Some(Field::IdentityPool),
        IdProblem::Empty
        | IdProblem::TooLong { .. }
        | IdProblem::Misshapen { .. }
        | IdProblem::NotARegion { .. } => None,
    };
    let offer = belongs.map(|to| Offer::Move { from: field, to });
    found.push(FieldProblem { field, text: problem.to_string(), offer });
}

/// Where a pasted text belongs, when its shape tells.
#[must_use]
pub fn home_of(text: &str) -> Option<Field> {
    Recognized::from_text(text).map(|recognized| match recognized {
        Recognized::UserPool(_) => Field::UserPool,
        Recognized::IdentityPool(_) => Field::IdentityPool,
        Recognized::Region(_) => Field::Region,
    })
}

/// A problem without a repair.
pub(super) const fn plain(field: Field, text: String) -> FieldProblem {
    FieldProblem { field, text, offer: None }
}
