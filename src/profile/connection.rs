//! One saved connection: what was typed, even if misshapen, so that nothing a person typed is
//! lost. It has no field for a password, a client secret or a token.

use toml_edit::TableLike;

use super::field::Field;
use super::request::{self, REQUESTS, Request};
use super::table;
use super::warning::Problem;
use crate::cognito::managed_login::Prompt;
use crate::cognito::{FirstFactor, Until, Way};

/// Where to sign in, as whom and how far. Texts are as typed; an empty one was not given.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a tick of its own")]
pub struct Connection {
    /// What the person calls it; unique among the saved ones.
    pub name: String,
    /// Where the pools are; may be empty when the user pool's id tells it.
    pub region: String,
    /// `<region>_<name>`.
    pub user_pool: String,
    /// The app client's id.
    pub client: String,
    /// The app client has a secret, so it has to be asked for.
    pub has_secret: bool,
    /// `<region>:<uuid>`.
    pub identity_pool: String,
    /// Who signs in.
    pub username: String,
    /// How.
    pub way: Way,
    /// How far the walk goes.
    pub until: Until,
    /// Another server in the place of AWS, for all three services or for user pools alone.
    pub endpoint: String,
    /// Another server for identity pools.
    pub endpoint_identity: String,
    /// Another server for STS.
    pub endpoint_sts: String,
    /// The AWS profile that signs Admin calls.
    pub aws_profile: String,
    /// The user pool's key in `Logins`, when it is not the derived one.
    pub logins_key: String,
    /// `CustomRoleArn`.
    pub custom_role: String,
    /// The role of the classic flow.
    pub classic_role: String,
    /// How long keys of the classic flow live.
    pub classic_duration: String,
    /// Who vouches for developer identities.
    pub developer_provider: String,
    /// Where the login pages are: an address, or its prefix.
    pub domain: String,
    /// Where a browser comes back to; the usual place when empty.
    pub redirect_url: String,
    /// Where signing out of a browser leads; the usual place when empty.
    pub sign_out_url: String,
    /// What a sign-in in the browser asks for; the usual scopes when empty.
    pub scopes: String,
    /// Whose sign-in is wanted in the browser.
    pub identity_provider: String,
    /// The name that the login page is filled in with.
    pub login_hint: String,
    /// Whether the login page is to ask.
    pub prompt: Option<Prompt>,
    /// The first factor that `USER_AUTH` asks for.
    pub preferred: Option<FirstFactor>,
    /// Confirm and remember this computer when Cognito offers to.
    pub remembers_device: bool,
    /// Authenticator secrets and devices of its users are kept on disk.
    pub keeps_secrets: bool,
    /// The refresh token of the last sign-in is kept on disk, for programs that ask for keys.
    pub keeps_refresh_token: bool,
    /// Requests to an API that are kept under names.
    pub requests: Vec<Request>,
}

impl Connection {
    /// These values where they differ from `before`, and those that somebody else gave it meanwhile
    /// otherwise. The name is theirs.
    #[must_use]
    pub fn merged(&self, before: &Self, theirs: &Self) -> Self {
        fn pick<T: PartialEq + Clone>(ours: &T, before: &T, theirs: &T) -> T {
            if ours == before { theirs } else { ours }.clone()
        }
        macro_rules! merged {
            ($($field:ident),+) => {
                Self {
                    name: theirs.name.clone(),
                    $($field: pick(&self.$field, &before.$field, &theirs.$field)),+
                }
            };
        }
        merged!(
            region,
            user_pool,
            client,
            has_secret,
            identity_pool,
            username,
            way,
            until,
            endpoint,
            endpoint_identity,
            endpoint_sts,
            aws_profile,
            logins_key,
            custom_role,
            classic_role,
            classic_duration,
            developer_provider,
            domain,
            redirect_url,
            sign_out_url,
            scopes,
            identity_provider,
            login_hint,
            prompt,
            preferred,
            remembers_device,
            keeps_secrets,
            keeps_refresh_token,
            requests
        )
    }
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            name: String::new(),
            region: String::new(),
            user_pool: String::new(),
            client: String::new(),
            has_secret: false,
            identity_pool: String::new(),
            username: String::new(),
            way: Way::UserSrp,
            until: Until::default(),
            endpoint: String::new(),
            endpoint_identity: String::new(),
            endpoint_sts: String::new(),
            aws_profile: String::new(),
            logins_key: String::new(),
            custom_role: String::new(),
            classic_role: String::new(),
            classic_duration: String::new(),
            developer_provider: String::new(),
            domain: String::new(),
            redirect_url: String::new(),
            sign_out_url: String::new(),
            scopes: String::new(),
            identity_provider: String::new(),
            login_hint: String::new(),
            prompt: None,
            preferred: None,
            remembers_device: false,
            keeps_secrets: false,
            keeps_refresh_token: false,
            requests: Vec::new(),
        }
    }
}

impl Connection {
    /// The text of one field.
    #[must_use]
    pub fn text(&self, field: Field) -> &str {
        match field {
            Field::Name => &self.name,
            Field::Region => &self.region,
            Field::UserPool => &self.user_pool,
            Field::Client => &self.client,
            Field::IdentityPool => &self.identity_pool,
            Field::Username => &self.username,
            Field::Endpoint => &self.endpoint,
            Field::EndpointIdentity => &self.endpoint_identity,
            Field::EndpointSts => &self.endpoint_sts,
            Field::AwsProfile => &self.aws_profile,
            Field::LoginsKey => &self.logins_key,
            Field::CustomRole => &self.custom_role,
            Field::ClassicRole => &self.classic_role,
            Field::ClassicDuration => &self.classic_duration,
            Field::DeveloperProvider => &self.developer_provider,
            Field::Domain => &self.domain,
            Field::RedirectUrl => &self.redirect_url,
            Field::SignOutUrl => &self.sign_out_url,
            Field::Scopes => &self.scopes,
            Field::IdentityProvider => &self.identity_provider,
            Field::LoginHint => &self.login_hint,
        }
    }

    /// The text of one field, to be changed.
    pub fn text_mut(&mut self, field: Field) -> &mut String {
        match field {
            Field::Name => &mut self.name,
            Field::Region => &mut self.region,
            Field::UserPool => &mut self.user_pool,
            Field::Client => &mut self.client,
            Field::IdentityPool => &mut self.identity_pool,
            Field::Username => &mut self.username,
            Field::Endpoint => &mut self.endpoint,
            Field::EndpointIdentity => &mut self.endpoint_identity,
            Field::EndpointSts => &mut self.endpoint_sts,
            Field::AwsProfile => &mut self.aws_profile,
            Field::LoginsKey => &mut self.logins_key,
            Field::CustomRole => &mut self.custom_role,
            Field::ClassicRole => &mut self.classic_role,
            Field::ClassicDuration => &mut self.classic_duration,
            Field::DeveloperProvider => &mut self.developer_provider,
            Field::Domain => &mut self.domain,
            Field::RedirectUrl => &mut self.redirect_url,
            Field::SignOutUrl => &mut self.sign_out_url,
            Field::Scopes => &mut self.scopes,
            Field::IdentityProvider => &mut self.identity_provider,
            Field::LoginHint => &mut self.login_hint,
        }
    }

    /// Reads one; what is missing or not understood becomes the default, and the latter is told.
    pub(super) fn read(from: &dyn TableLike, told: &mut dyn FnMut(&'static str, Problem)) -> Self {
        let mut connection = Self::default();
        for field in Field::ALL {
            match table::text(from, field.key()) {
                Ok(text) => *connection.text_mut(field) = text,
                Err(problem) => told(field.key(), problem),
            }
        }
        match table::word(from, FLOW, Way::from_name) {
            Ok(way) => connection.way = way.unwrap_or(connection.way),
            Err(problem) => told(FLOW, problem),
        }
        match table::word(from, UNTIL, Until::from_word) {
            Ok(until) => connection.until = until.unwrap_or(connection.until),
            Err(problem) => told(UNTIL, problem),
        }
        match table::word(from, PREFERRED, FirstFactor::from_wire) {
            Ok(preferred) => connection.preferred = preferred,
            Err(problem) => told(PREFERRED, problem),
        }
        match table::word(from, PROMPT, Prompt::from_wire) {
            Ok(prompt) => connection.prompt = prompt,
            Err(problem) => told(PROMPT, problem),
        }
        match table::truth(from, REMEMBERS_DEVICE) {
            Ok(truth) => connection.remembers_device = truth,
            Err(problem) => told(REMEMBERS_DEVICE, problem),
        }
        match table::truth(from, KEEPS_SECRETS) {
            Ok(truth) => connection.keeps_secrets = truth,
            Err(problem) => told(KEEPS_SECRETS, problem),
        }
        match table::truth(from, KEEPS_REFRESH_TOKEN) {
            Ok(truth) => connection.keeps_refresh_token = truth,
            Err(problem) => told(KEEPS_REFRESH_TOKEN, problem),
        }
        match table::truth(from, HAS_SECRET) {
            Ok(truth) => connection.has_secret = truth,
            Err(problem) => told(HAS_SECRET, problem),
        }
        connection.requests = request::read(from, told);
        connection
    }

    /// Writes what differs from what is there, and leaves all else as it stands.
    pub(super) fn write(&self, to: &mut dyn TableLike) {
        let there = Self::read(to, &mut |_, _| ());
        for field in Field::ALL {
            if self.text(field) != there.text(field) {
                table::put(to, field.key(), self.text(field));
            }
        }
        if self.way != there.way {
            table::put(to, FLOW, self.way.name());
        }
        if self.until != there.until {
            table::put(to, UNTIL, self.until.word());
        }
        if self.preferred != there.preferred {
            table::put(to, PREFERRED, self.preferred.map_or("", FirstFactor::wire));
        }
        if self.prompt != there.prompt {
            table::put(to, PROMPT, self.prompt.map_or("", Prompt::wire));
        }
        if self.remembers_device != there.remembers_device {
            table::put(to, REMEMBERS_DEVICE, self.remembers_device);
        }
        if self.keeps_secrets != there.keeps_secrets {
            table::put(to, KEEPS_SECRETS, self.keeps_secrets);
        }
        if self.keeps_refresh_token != there.keeps_refresh_token {
            table::put(to, KEEPS_REFRESH_TOKEN, self.keeps_refresh_token);
        }
        if self.has_secret != there.has_secret {
            table::put(to, HAS_SECRET, self.has_secret);
        }
        if self.requests != there.requests {
            request::write(&self.requests, to);
        }
    }

    /// True for a key that a connection is read from.
    pub(super) fn knows(key: &str) -> bool {
        const OTHERS: [&str; 9] = [
            FLOW,
            UNTIL,
            HAS_SECRET,
            PREFERRED,
            PROMPT,
            REMEMBERS_DEVICE,
            KEEPS_SECRETS,
            KEEPS_REFRESH_TOKEN,
            REQUESTS,
        ];
        OTHERS.contains(&key) || Field::ALL.iter().any(|field| field.key() == key)
    }
}

const FLOW: &str = "flow";
const UNTIL: &str = "until";
const PREFERRED: &str = "preferred_challenge";
const PROMPT: &str = "prompt";
const REMEMBERS_DEVICE: &str = "remembers_device";
const KEEPS_SECRETS: &str = "keeps_test_users";
const KEEPS_REFRESH_TOKEN: &str = "keeps_refresh_token";
const HAS_SECRET: &str = "client_has_secret";
