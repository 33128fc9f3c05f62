//! The text fields of a connection, one list for the file, the form and imports. It knows their
//! keys and their names on screen, not what makes a value right: that is `cognito::ids`.

/// One text of a [`super::Connection`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    /// What the person calls the connection.
    Name,
    /// Where the pools are.
    Region,
    /// `<region>_<name>`.
    UserPool,
    /// The app client's id.
    Client,
    /// `<region>:<uuid>`.
    IdentityPool,
    /// Who signs in.
    Username,
    /// Another server in the place of AWS, for all three services or for user pools alone.
    Endpoint,
    /// Another server for identity pools.
    EndpointIdentity,
    /// Another server for STS.
    EndpointSts,
    /// The AWS profile that signs Admin calls.
    AwsProfile,
    /// The user pool's key in `Logins`, when it is not the derived one.
    LoginsKey,
    /// `CustomRoleArn`.
    CustomRole,
    /// The role of the classic flow.
    ClassicRole,
    /// How long keys of the classic flow live.
    ClassicDuration,
    /// Who vouches for developer identities.
    DeveloperProvider,
    /// Where the login pages are: an address, or its prefix.
    Domain,
    /// Where a browser comes back to.
    RedirectUrl,
    /// Where signing out of a browser leads.
    SignOutUrl,
    /// What a sign-in in the browser asks for.
    Scopes,
    /// Whose sign-in is wanted in the browser.
    IdentityProvider,
    /// The name that the login page is filled in with.
    LoginHint,
}

impl Field {
    /// Every field, in the order of the file.
    pub const ALL: [Self; 21] = [
        Self::Name,
        Self::Region,
        Self::UserPool,
        Self::Client,
        Self::IdentityPool,
        Self::Username,
        Self::Endpoint,
        Self::EndpointIdentity,
        Self::EndpointSts,
        Self::AwsProfile,
        Self::LoginsKey,
        Self::CustomRole,
        Self::ClassicRole,
        Self::ClassicDuration,
        Self::DeveloperProvider,
        Self::Domain,
        Self::RedirectUrl,
        Self::SignOutUrl,
        Self::Scopes,
        Self::IdentityProvider,
        Self::LoginHint,
    ];

    /// Its key in the file.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Region => "region",
            Self::UserPool => "user_pool",
            Self::Client => "client",
            Self::IdentityPool => "identity_pool",
            Self::Username => "username",
            Self::Endpoint => "endpoint",
            Self::EndpointIdentity => "endpoint_identity",
            Self::EndpointSts => "endpoint_sts",
            Self::AwsProfile => "aws_profile",
            Self::LoginsKey => "user_pool_provider",
            Self::CustomRole => "custom_role",
            Self::ClassicRole => "classic_role",
            Self::ClassicDuration => "classic_duration",
            Self::DeveloperProvider => "developer_provider",
            Self::Domain => "domain",
            Self::RedirectUrl => "redirect_url",
            Self::SignOutUrl => "sign_out_url",
            Self::Scopes => "scopes",
            Self::IdentityProvider => "identity_provider",
            Self::LoginHint => "login_hint",
        }
    }

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Region => "Region",
            Self::UserPool => "User pool ID",
            Self::Client => "App client ID",
            Self::IdentityPool => "Identity pool ID",
            Self::Username => "Username",
            Self::Endpoint => "Endpoint",
            Self::EndpointIdentity => "Endpoint for identity pools",
            Self::EndpointSts => "Endpoint for STS",
            Self::AwsProfile => "AWS profile",
            Self::LoginsKey => "User pool’s key in Logins",
            Self::CustomRole => "Role to ask for",
            Self::ClassicRole => "Role for the classic flow",
            Self::ClassicDuration => "Seconds the keys live",
            Self::DeveloperProvider => "Developer provider",
            Self::Domain => "Domain of the login pages",
            Self::RedirectUrl => "Redirect URL",
            Self::SignOutUrl => "Sign-out URL",
            Self::Scopes => "Scopes",
            Self::IdentityProvider => "Identity provider",
            Self::LoginHint => "Login hint",
        }
    }
}
