//! What the practice pool is furnished with: ids, app clients, groups and roles, written down once; its users are in
//! `parts`. The cast that a person sees and the pool itself are both made from here. All of it is invented, and
//! public: no secret or key below opens anything else.

/// The region that the practice pool pretends to be in.
pub(super) const REGION: &str = "eu-west-1";
/// The user pool's id.
pub(super) const USER_POOL_ID: &str = "eu-west-1_Practice1";
/// The user pool's id after its region: what SRP calls the pool.
pub(super) const POOL_NAME: &str = "Practice1";
/// The identity pool's id.
pub(super) const IDENTITY_POOL_ID: &str = "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c";
/// The AWS account that the pools pretend to be in.
pub(super) const ACCOUNT: &str = "123456789012";
/// The key of the user pool in a Logins map, as AWS forms it.
pub(super) const PROVIDER: &str = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1";
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
    },
    Client {
        id: "m4hu0z7x0zd867qttidvz5ora1",
        secret: Some("ufpbms7dfrn16hhy1nsbs09ilrk28jqwo5qxtpuzztpcqpyfloh"),
        name: "Server app with a secret",
        flows: EVERY_FLOW,
        hides_unknown_users: true,
        rotation: Rotation::Off,
    },
    Client {
        id: "368tlm429k0ciqh17pvksq7vzl",
        secret: None,
        name: "SRP only",
        flows: &[allow::SRP, allow::REFRESH],
        hides_unknown_users: true,
        rotation: Rotation::Off,
    },
    Client {
        id: "81tnbzoc5eogdvbz3pm5mpzvqt",
        secret: None,
        name: "Password only, tells unknown users",
        flows: &[allow::PASSWORD, allow::REFRESH],
        hides_unknown_users: false,
        rotation: Rotation::Off,
    },
    Client {
        id: "2q6vk8r0tn3c9sd5hx7wy1zfgb",
        secret: None,
        name: "Rotates refresh tokens",
        flows: &[allow::SRP, allow::PASSWORD, allow::ADMIN, allow::CHOICE, allow::CUSTOM],
        hides_unknown_users: true,
        rotation: Rotation::On { grace_secs: 10 },
    },
];

/// A group of the user pool.
#[derive(Debug)]
pub(super) struct Group {
    /// Its name, as in `cognito:groups`.
    pub name: &'static str,
    /// The lower, the stronger: decides `cognito:preferred_role`.
    pub precedence: u32,
    /// The role that comes with it.
    pub role: &'static Role,
}

/// An IAM role.
#[derive(Debug)]
pub(super) struct Role {
    /// Its name.
    pub name: &'static str,
    /// The id that IAM gave it.
    pub id: &'static str,
    /// Its trust policy lets the identity pool hand it out.
    pub trusts_identity_pool: bool,
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

/// The identity pool's role for those who signed in.
pub(super) static AUTHENTICATED: Role =
    Role { name: "PracticeAuthenticated", id: "AROADDEYYGDERB3NRSSU6", trusts_identity_pool: true };
/// The identity pool's role for guests.
pub(super) static GUEST: Role =
    Role { name: "PracticeGuest", id: "AROATIUGYPEHMXKFTITWK", trusts_identity_pool: true };
static ENGINEER: Role =
    Role { name: "PracticeEngineer", id: "AROABCCT7Y5GACNC53BYP", trusts_identity_pool: true };
static READER: Role =
    Role { name: "PracticeReader", id: "AROAI6CZXUQMXGKGWXBKP", trusts_identity_pool: true };
static AUDITOR: Role =
    Role { name: "PracticeAuditor", id: "AROASYTDAMFPB4XKUMKZP", trusts_identity_pool: false };

pub(super) static ENGINEERS: Group = Group { name: "engineers", precedence: 1, role: &ENGINEER };
pub(super) static READERS: Group = Group { name: "readers", precedence: 2, role: &READER };
pub(super) static AUDITORS: Group = Group { name: "auditors", precedence: 1, role: &AUDITOR };

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
