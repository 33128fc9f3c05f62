//! What the practice pool is furnished with: ids, app clients, groups and roles, written down once; its users are in
//! `parts`. The cast that a person sees and the pool itself are both made from here. All of it is invented, and
//! public: no secret or key below opens anything else.

/// The region that the practice pool pretends to be in.
pub(super) const REGION: &str = "eu-west-1";
/// The user pool's id.
pub(super) const USER_POOL_ID: &str = "eu-west-1_Practice1";
/// The user pool's id after its region: what SRP calls the pool.
pub(super) const POOL_NAME: &str = "Practice1";
/// The id of the first identity pool.
pub(super) const IDENTITY_POOL_ID: &str = "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c";
/// The id of the identity pool that lets no guests in and has the classic flow switched off.
pub(super) const STRICT_IDENTITY_POOL_ID: &str = "eu-west-1:d1f0a2b7-4c6e-4f38-9a25-6b0e37c8f914";
/// The AWS account that the pools pretend to be in.
pub(super) const ACCOUNT: &str = "123456789012";
/// The key of the user pool in a Logins map, as AWS forms it.
pub(super) const PROVIDER: &str = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1";
/// What developers call their own sign-in, whose users they vouch for with a signature.
pub(super) const DEVELOPER_PROVIDER: &str = "login.practice.example";
/// The external identity provider of the user pool, by its name there.
pub(super) const EXTERNAL_PROVIDER: &str = "PracticeIdP";
/// Access key id of the developer whose signature the Admin operations take.
pub(super) const ADMIN_KEY_ID: &str = "AKIAPRACTICE7EXAMPLE";
/// The developer's secret access key.
pub(super) const ADMIN_SECRET: &str = "practice/only/this/opens/nothing/EXAMPLE";
/// The group that every device of the pool belongs to.
pub(super) const DEVICE_GROUP_KEY: &str = "-Pract1ce";
/// Days until a temporary password is over.
pub(super) const TEMPORARY_PASSWORD_DAYS: i64 = 7;
/// How many passwords are remembered that may not be chosen again, the one that counts included.
pub(super) const PASSWORD_HISTORY: usize = 2;
/// Attributes that every user of the pool must have.
pub(super) const REQUIRED_ATTRIBUTES: [&str; 2] = ["email", "given_name"];

/// An app client.
pub(super) struct Client {
    /// The app client id.
    pub id: &'static str,
    /// The client secret of a confidential client.
    pub secret: Option<&'static str>,
    /// What the client is called.
    pub name: &'static str,
    /// `ExplicitAuthFlows`.
    pub flows: &'static [&'static str],
    /// `PreventUserExistenceErrors`: an unknown user is answered like a wrong password.
    pub hides_unknown_users: bool,
    /// `RefreshTokenRotation`.
    pub rotation: Rotation,
    /// What it may do on the login pages; none keeps it away from them (`AllowedOAuthFlowsUserPoolClient`).
    pub web: Option<&'static WebAccess>,
}

/// What becomes of a refresh token when it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rotation {
    /// It stays what it is.
    Off,
    /// Another one takes its place.
    On {
        /// `RetryGracePeriodSeconds`: how long the old one is still good.
        grace_secs: i64,
    },
}

/// What an app client may do on the login pages. The only OAuth flow is the one with a code.
#[derive(Debug)]
pub(super) struct WebAccess {
    /// `AllowedOAuthScopes`
    pub scopes: &'static [&'static str],
    /// `CallbackURLs`: compared character by character.
    pub callback_urls: &'static [&'static str],
    /// `LogoutURLs`: likewise.
    pub logout_urls: &'static [&'static str],
}

static WEB: WebAccess = WebAccess {
    scopes: &["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin", "practice-api/read"],
    callback_urls: &["http://localhost:8765/callback", "http://127.0.0.1:8765/callback"],
    logout_urls: &["http://localhost:8765/signed-out", "http://127.0.0.1:8765/signed-out"],
};

/// `ALLOW_…` names of what a client may do.
pub(super) mod allow {
    pub(in crate::practice) const CHOICE: &str = "ALLOW_USER_AUTH";
    pub(in crate::practice) const CUSTOM: &str = "ALLOW_CUSTOM_AUTH";
    pub(in crate::practice) const SRP: &str = "ALLOW_USER_SRP_AUTH";
    pub(in crate::practice) const PASSWORD: &str = "ALLOW_USER_PASSWORD_AUTH";
    pub(in crate::practice) const ADMIN: &str = "ALLOW_ADMIN_USER_PASSWORD_AUTH";
    pub(in crate::practice) const REFRESH: &str = "ALLOW_REFRESH_TOKEN_AUTH";
}

const EVERY_FLOW: &[&str] =
    &[allow::SRP, allow::PASSWORD, allow::ADMIN, allow::REFRESH, allow::CHOICE, allow::CUSTOM];

/// Every app client, the one for a first try first.
pub(super) const CLIENTS: &[Client] = &[
    Client {
        id: "5kl9f8yylbeg1rhdsv3ucdrd4p",
        secret: None,
        name: "Public app",
        flows: EVERY_FLOW,
        hides_unknown_users: true,
        rotation: Rotation::Off,
        web: Some(&WEB),
    },
    Client {
        id: "m4hu0z7x0zd867qttidvz5ora1",
        secret: Some("ufpbms7dfrn16hhy1nsbs09ilrk28jqwo5qxtpuzztpcqpyfloh"),
        name: "Server app with a secret",
        flows: EVERY_FLOW,
        hides_unknown_users: true,
        rotation: Rotation::Off,
        web: Some(&WEB),
    },
    Client {
        id: "368tlm429k0ciqh17pvksq7vzl",
        secret: None,
        name: "SRP only",
        flows: &[allow::SRP, allow::REFRESH],
        hides_unknown_users: true,
        rotation: Rotation::Off,
        web: None,
    },
    Client {
        id: "81tnbzoc5eogdvbz3pm5mpzvqt",
        secret: None,
        name: "Password only, tells unknown users",
        flows: &[allow::PASSWORD, allow::REFRESH],
        hides_unknown_users: false,
        rotation: Rotation::Off,
        web: None,
    },
    Client {
        id: "2q6vk8r0tn3c9sd5hx7wy1zfgb",
        secret: None,
        name: "Rotates refresh tokens",
        flows: &[allow::SRP, allow::PASSWORD, allow::ADMIN, allow::CHOICE, allow::CUSTOM],
        hides_unknown_users: true,
        rotation: Rotation::On { grace_secs: 10 },
        web: Some(&WEB),
    },
];

/// A group of the user pool.
#[derive(Debug)]
pub(super) struct Group {
    /// Its name, as in `cognito:groups`.
    pub name: &'static str,
    /// The lower, the stronger: decides `cognito:preferred_role`.
    pub precedence: u32,
    /// The role that comes with it, if one does.
    pub role: Option<&'static Role>,
}

/// An IAM role.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Role {
    /// Its name.
    pub name: &'static str,
    /// The id that IAM gave it.
    pub id: &'static str,
    /// Whom its trust policy lets in.
    pub trust: Trust,
    /// `MaxSessionDuration`, in seconds.
    pub max_session_secs: i64,
    /// It has `execute-api:Invoke` on the practice API.
    pub invokes: bool,
}

/// What a role's trust policy says of visitors whom an identity pool of ours sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trust {
    /// `amr` must contain `authenticated`.
    Members,
    /// `amr` must contain `unauthenticated`.
    Guests,
    /// No identity pool is trusted.
    Nobody,
}

impl Role {
    /// The role's ARN.
    pub(super) fn arn(&self) -> String {
        format!("arn:aws:iam::{ACCOUNT}:role/{}", self.name)
    }

    /// The role with this ARN.
    pub(super) fn by_arn(arn: &str) -> Option<&'static Self> {
        [&AUTHENTICATED, &GUEST, &ENGINEER, &READER, &AUDITOR].into_iter().find(|role| role.arn() == arn)
    }
}

/// The identity pools' role for those who signed in.
pub(super) static AUTHENTICATED: Role = Role {
    name: "PracticeAuthenticated",
    id: "AROADDEYYGDERB3NRSSU6",
    trust: Trust::Members,
    max_session_secs: 12 * 3600,
    invokes: true,
};
/// The identity pools' role for guests.
pub(super) static GUEST: Role = Role {
    name: "PracticeGuest",
    id: "AROATIUGYPEHMXKFTITWK",
    trust: Trust::Guests,
    max_session_secs: 3600,
    invokes: false,
};
static ENGINEER: Role = Role {
    name: "PracticeEngineer",
    id: "AROABCCT7Y5GACNC53BYP",
    trust: Trust::Members,
    max_session_secs: 4 * 3600,
    invokes: true,
};
static READER: Role = Role {
    name: "PracticeReader",
    id: "AROAI6CZXUQMXGKGWXBKP",
    trust: Trust::Members,
    max_session_secs: 3600,
    invokes: false,
};
static AUDITOR: Role = Role {
    name: "PracticeAuditor",
    id: "AROASYTDAMFPB4XKUMKZP",
    trust: Trust::Nobody,
    max_session_secs: 3600,
    invokes: false,
};

pub(super) static ENGINEERS: Group = Group { name: "engineers", precedence: 1, role: Some(&ENGINEER) };
pub(super) static READERS: Group = Group { name: "readers", precedence: 2, role: Some(&READER) };
pub(super) static AUDITORS: Group = Group { name: "auditors", precedence: 1, role: Some(&AUDITOR) };

/// Everybody who comes from the external provider is put in this group, which brings no role.
pub(super) static FEDERATED: &[&Group] = &[&FROM_PROVIDER];
static FROM_PROVIDER: Group =
    Group { name: "eu-west-1_Practice1_PracticeIdP", precedence: u32::MAX, role: None };

/// An identity pool.
#[derive(Debug)]
pub(super) struct IdentityPool {
    /// Its id.
    pub id: &'static str,
    /// `AllowUnauthenticatedIdentities`
    pub guests: bool,
    /// `AllowClassicFlow`
    pub classic: bool,
}

/// Every identity pool, the one for a first try first.
pub(super) static IDENTITY_POOLS: &[IdentityPool] = &[
    IdentityPool { id: IDENTITY_POOL_ID, guests: true, classic: true },
    IdentityPool { id: STRICT_IDENTITY_POOL_ID, guests: false, classic: false },
];

/// Somebody who has no account here, but one with an outside provider.
#[derive(Debug)]
pub(super) struct Outsider {
    /// The id that the provider knows them by.
    pub id: &'static str,
    /// `given_name`
    pub given_name: &'static str,
    /// `email`
    pub email: &'static str,
}

/// Whom the pretend providers know.
pub(super) const OUTSIDERS: &[Outsider] = &[
    Outsider { id: "sophie", given_name: "Sophie", email: "sophie@outside.example" },
    Outsider { id: "vint", given_name: "Vint", email: "vint@outside.example" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_shapes_that_aws_gives_them() {
        for client in CLIENTS {
            assert_eq!(client.id.len(), 26);
            assert!(client.secret.is_none_or(|secret| secret.len() == 51));
        }
        assert_eq!((ADMIN_KEY_ID.len(), ADMIN_SECRET.len()), (20, 40));
        assert!(PROVIDER.ends_with(USER_POOL_ID) && PROVIDER.contains(REGION));
        assert!(USER_POOL_ID.ends_with(POOL_NAME) && USER_POOL_ID.starts_with(REGION));
        assert!(IDENTITY_POOL_ID.starts_with(REGION));
    }
}
