//! Who plays in the practice pool: app clients, users, groups and roles, written down once. The cast that a person
//! sees and the accounts that the pool starts from are both made from here. All of it is invented, and public:
//! no password, secret or key below opens anything else.

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
/// Days until a temporary password is over.
pub(super) const TEMPORARY_PASSWORD_DAYS: i64 = 7;
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
    /// What it may do on the login pages; none keeps it away from them (`AllowedOAuthFlowsUserPoolClient`).
    pub web: Option<&'static WebAccess>,
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
    pub(in crate::practice) const SRP: &str = "ALLOW_USER_SRP_AUTH";
    pub(in crate::practice) const PASSWORD: &str = "ALLOW_USER_PASSWORD_AUTH";
    pub(in crate::practice) const ADMIN: &str = "ALLOW_ADMIN_USER_PASSWORD_AUTH";
    pub(in crate::practice) const REFRESH: &str = "ALLOW_REFRESH_TOKEN_AUTH";
}

/// Every app client, the one for a first try first.
pub(super) const CLIENTS: &[Client] = &[
    Client {
        id: "5kl9f8yylbeg1rhdsv3ucdrd4p",
        secret: None,
        name: "Public app",
        flows: &[allow::SRP, allow::PASSWORD, allow::ADMIN, allow::REFRESH],
        hides_unknown_users: true,
        web: Some(&WEB),
    },
    Client {
        id: "m4hu0z7x0zd867qttidvz5ora1",
        secret: Some("ufpbms7dfrn16hhy1nsbs09ilrk28jqwo5qxtpuzztpcqpyfloh"),
        name: "Server app with a secret",
        flows: &[allow::SRP, allow::PASSWORD, allow::ADMIN, allow::REFRESH],
        hides_unknown_users: true,
        web: Some(&WEB),
    },
    Client {
        id: "368tlm429k0ciqh17pvksq7vzl",
        secret: None,
        name: "SRP only",
        flows: &[allow::SRP, allow::REFRESH],
        hides_unknown_users: true,
        web: None,
    },
    Client {
        id: "81tnbzoc5eogdvbz3pm5mpzvqt",
        secret: None,
        name: "Password only, tells unknown users",
        flows: &[allow::PASSWORD, allow::REFRESH],
        hides_unknown_users: false,
        web: None,
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
#[derive(Debug)]
pub(super) struct Role {
    /// Its name.
    pub name: &'static str,
    /// The id that IAM gave it.
    pub id: &'static str,
    /// Whom its trust policy lets in.
    pub trust: Trust,
    /// `MaxSessionDuration`, in seconds.
    pub max_session_secs: i64,
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
};
/// The identity pools' role for guests.
pub(super) static GUEST: Role =
    Role { name: "PracticeGuest", id: "AROATIUGYPEHMXKFTITWK", trust: Trust::Guests, max_session_secs: 3600 };
static ENGINEER: Role = Role {
    name: "PracticeEngineer",
    id: "AROABCCT7Y5GACNC53BYP",
    trust: Trust::Members,
    max_session_secs: 4 * 3600,
};
static READER: Role = Role {
    name: "PracticeReader",
    id: "AROAI6CZXUQMXGKGWXBKP",
    trust: Trust::Members,
    max_session_secs: 3600,
};
static AUDITOR: Role = Role {
    name: "PracticeAuditor",
    id: "AROASYTDAMFPB4XKUMKZP",
    trust: Trust::Nobody,
    max_session_secs: 3600,
};

static ENGINEERS: Group = Group { name: "engineers", precedence: 1, role: Some(&ENGINEER) };
static READERS: Group = Group { name: "readers", precedence: 2, role: Some(&READER) };
static AUDITORS: Group = Group { name: "auditors", precedence: 1, role: Some(&AUDITOR) };
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

/// One user of the cast, and the one thing to learn from them.
pub(super) struct Part {
    /// What is typed to sign in.
    pub username: &'static str,
    /// The real user name, when it is another than the one typed.
    pub real_name: Option<&'static str>,
    /// The user's `sub`.
    pub sub: &'static str,
    /// The password at start; public, like all of the cast.
    pub first_password: &'static str,
    /// The lesson in two or three words.
    pub title: &'static str,
    /// The lesson in a sentence.
    pub lesson: &'static str,
    /// The state of the account at start.
    pub situation: Situation,
    /// Attributes besides `sub` and `email`.
    pub attributes: &'static [(&'static str, &'static str)],
    /// A verified e-mail address, which also works as a user name.
    pub email: &'static str,
    /// The groups that the user is in.
    pub groups: &'static [&'static Group],
}

/// The state of an account at start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Situation {
    /// Nothing in the way.
    Confirmed,
    /// A temporary password, set when the practice pool started.
    Temporary,
    /// A temporary password whose life is over.
    TemporaryOver,
    /// Signs in with a code of an authenticator app besides; its secret in base32.
    Authenticator(&'static str),
    /// Signed up, code never entered.
    Unconfirmed,
    /// An administrator asked for a new password.
    ResetRequired,
    /// Switched off by an administrator.
    Disabled,
}

/// Every user, the one for a first try first.
pub(super) const PARTS: &[Part] = &[
    Part {
        username: "ada",
        real_name: None,
        sub: "ac9e918f-c703-42f8-a7af-fc002a5fd50a",
        first_password: "Practice-Ada-1",
        title: "Signs in at once",
        lesson: "Signs in at once with every flow; two groups bring two roles, the first group's role is preferred",
        situation: Situation::Confirmed,
        attributes: &[("given_name", "Ada")],
        email: "ada@example.com",
        groups: &[&ENGINEERS, &READERS],
    },
    Part {
        username: "grace",
        real_name: None,
        sub: "b16e800d-6b63-4d5f-a088-8a2eb3617b70",
        first_password: "Temporary-Grace-1",
        title: "Must choose a password",
        lesson: "Has a temporary password and no given name: Cognito asks for a new password and for the name",
        situation: Situation::Temporary,
        attributes: &[],
        email: "grace@example.com",
        groups: &[],
    },
    Part {
        username: "alan",
        real_name: None,
        sub: "b99bbe8d-19d6-46d8-a545-069b17d50929",
        first_password: "Temporary-Alan-1",
        title: "Temporary password is over",
        lesson: "Waited too long: a temporary password lives seven days, then an administrator must give another",
        situation: Situation::TemporaryOver,
        attributes: &[("given_name", "Alan")],
        email: "alan@example.com",
        groups: &[],
    },
    Part {
        username: "hedy",
        real_name: None,
        sub: "f904465a-32c6-4340-bf7e-829ba1022ea8",
        first_password: "Practice-Hedy-1",
        title: "Authenticator app",
        lesson: "Is asked for a code of an authenticator app (TOTP); the practice inbox shows the one that counts",
        situation: Situation::Authenticator("I2QOZ2DYHFWHYJZXKVW7S7S4FLCDG5SS"),
        attributes: &[("given_name", "Hedy")],
        email: "hedy@example.com",
        groups: &[],
    },
    Part {
        username: "joan",
        real_name: None,
        sub: "72a43872-372e-4047-865b-02cad34d0c19",
        first_password: "Practice-Joan-1",
        title: "Not confirmed",
        lesson: "Unconfirmed: signed up but never entered the code, so the right password brings nothing",
        situation: Situation::Unconfirmed,
        attributes: &[("given_name", "Joan")],
        email: "joan@example.com",
        groups: &[],
    },
    Part {
        username: "barbara",
        real_name: None,
        sub: "ddae503b-bd85-4790-9e8e-f717a0ee5de0",
        first_password: "Practice-Barbara-1",
        title: "Password must be reset",
        lesson: "Reset required: an administrator asked for a new password, and the old one is refused until there is one",
        situation: Situation::ResetRequired,
        attributes: &[("given_name", "Barbara")],
        email: "barbara@example.com",
        groups: &[],
    },
    Part {
        username: "dennis",
        real_name: None,
        sub: "b75044e1-1c57-4206-aba2-10d85cb93df4",
        first_password: "Practice-Dennis-1",
        title: "Disabled",
        lesson: "Disabled by an administrator: only the right password shows it",
        situation: Situation::Disabled,
        attributes: &[("given_name", "Dennis")],
        email: "dennis@example.com",
        groups: &[],
    },
    Part {
        username: "emmy@example.com",
        real_name: Some("071ed370-d592-48af-80e4-1968a2442ffd"),
        sub: "071ed370-d592-48af-80e4-1968a2442ffd",
        first_password: "Practice-Emmy-1",
        title: "Signs in by e-mail",
        lesson: "Types an e-mail address; the real username is another, and SRP and SECRET_HASH must use that one",
        situation: Situation::Confirmed,
        attributes: &[("given_name", "Emmy")],
        email: "emmy@example.com",
        groups: &[&READERS],
    },
    Part {
        username: "zuse",
        real_name: None,
        sub: "213d2e45-8435-4b6c-bc8b-ce257f096629",
        first_password: "Übung-macht-1-Größe-年",
        title: "Password beyond ASCII",
        lesson: "Has a password with letters beyond ASCII: it counts as UTF-8, exactly as typed",
        situation: Situation::Confirmed,
        attributes: &[("given_name", "Konrad")],
        email: "zuse@example.com",
        groups: &[],
    },
    Part {
        username: "radia",
        real_name: None,
        sub: "0c11f880-fcec-40ed-8866-28e94d5ae17a",
        first_password: "Practice-Radia-1",
        title: "Role does not trust the pool",
        lesson: "Gets tokens and an identity but no keys: the role of the group does not trust the identity pool",
        situation: Situation::Confirmed,
        attributes: &[("given_name", "Radia")],
        email: "radia@example.com",
        groups: &[&AUDITORS],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::practice::auth::policy;

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

    #[test]
    fn nobody_is_there_twice_and_every_password_fits_the_policy() {
        let names: BTreeSet<_> =
            PARTS.iter().flat_map(|part| [Some(part.username), part.real_name]).flatten().collect();
        let subs: BTreeSet<_> = PARTS.iter().map(|part| part.sub).collect();
        assert_eq!((names.len(), subs.len()), (PARTS.len() + 1, PARTS.len()));
        for part in PARTS {
            assert_eq!(policy::check(part.first_password), Ok(()), "{}", part.username);
        }
    }
}
