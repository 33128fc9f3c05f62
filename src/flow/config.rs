//! What a login is asked to do: the form as it was typed, and the same thing once it makes sense.
//! Every problem is named with the field it belongs to; nothing typed is changed.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use crate::cognito::{
    AuthFlow, ClientId, IdProblem, IdentityPoolId, Recognized, Region, Until, UserPoolId, endpoint,
};
use crate::secret::Secret;

/// A login that makes sense. Made by [`Draft::check`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginConfig {
    /// Where the user pool's calls go.
    pub region: Region,
    /// The user pool, where it is known: SRP, Admin calls and the identity pool need it.
    pub pool: Option<UserPoolId>,
    /// The app client.
    pub client: ClientId,
    /// Its secret, if it has one.
    pub client_secret: Option<Secret>,
    /// The identity pool, if the walk goes that far.
    pub identity_pool: Option<IdentityPoolId>,
    /// As typed: a user name or an alias.
    pub username: String,
    /// As typed; no normalization.
    pub password: Secret,
    /// How to sign in.
    pub flow: AuthFlow,
    /// How far to go.
    pub until: Until,
}

impl LoginConfig {
    /// The key of the identity pool's `Logins` map: the pool's provider name, or else the token's issuer.
    #[must_use]
    pub fn logins_key(&self, id_token: &Secret) -> String {
        match &self.pool {
            Some(pool) => endpoint::logins_key(pool),
            None => issuer(id_token).unwrap_or_default(),
        }
    }

    /// Where the identity pool's calls go: its own region, which may be another one.
    #[must_use]
    pub fn identity_region(&self) -> Region {
        self.identity_pool.as_ref().and_then(IdentityPoolId::region).unwrap_or_else(|| self.region.clone())
    }
}

/// `iss` without its scheme, read without any check: the identity pool checks the token itself.
fn issuer(token: &Secret) -> Option<String> {
    let payload = BASE64.decode(token.expose().split('.').nth(1)?.trim_end_matches('=')).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&payload).ok()?;
    let iss = claims.get("iss")?.as_str()?;
    Some(iss.trim_start_matches("https://").trim_start_matches("http://").to_owned())
}

/// The form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// May be empty: the user pool's or the identity pool's region is taken.
    pub region: String,
    /// May be empty, unless the flow needs it.
    pub user_pool: String,
    /// Needed.
    pub client: String,
    /// Empty for a client without one.
    pub client_secret: Secret,
    /// May be empty: the walk then ends with the tokens.
    pub identity_pool: String,
    /// Needed.
    pub username: String,
    /// Needed.
    pub password: Secret,
    /// How to sign in.
    pub flow: AuthFlow,
    /// How far to go; as far as possible when not said.
    pub until: Option<Until>,
    /// Another server in place of AWS's, for all three services.
    pub endpoint: String,
    /// Another server for the identity pool.
    pub endpoint_identity: String,
    /// Another server for STS.
    pub endpoint_sts: String,
}

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// See [`Draft::region`].
    Region,
    /// See [`Draft::user_pool`].
    UserPool,
    /// See [`Draft::client`].
    Client,
    /// See [`Draft::client_secret`].
    ClientSecret,
    /// See [`Draft::identity_pool`].
    IdentityPool,
    /// See [`Draft::username`].
    Username,
    /// See [`Draft::password`].
    Password,
    /// See [`Draft::flow`].
    Flow,
    /// See [`Draft::until`].
    Until,
    /// Who signs Admin calls; not part of the draft, because keys are the engine's business.
    Signer,
    /// See [`Draft::endpoint`].
    Endpoint,
    /// See [`Draft::endpoint_identity`].
    EndpointIdentity,
    /// See [`Draft::endpoint_sts`].
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
            Self::Flow => "Sign-in flow",
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

/// A user pool's longest user name.
const USERNAME_MOST: usize = 128;
/// Cognito's longest password.
const PASSWORD_MOST: usize = 256;

impl Draft {
    /// Reads the form.
    ///
    /// # Errors
    /// Every problem of every field, in the order of the form.
    pub fn check(&self) -> Result<LoginConfig, Vec<FieldProblem>> {
        let mut problems = self.problems();
        let pool = UserPoolId::parse(&self.user_pool).ok();
        let identity_pool = IdentityPoolId::parse(&self.identity_pool).ok();
        match (self.derived_region(), ClientId::parse(&self.client)) {
            (Some(region), Ok(client)) if problems.is_empty() => Ok(LoginConfig {
                region,
                pool,
                client,
                client_secret: (!self.client_secret.is_empty()).then(|| self.client_secret.clone()),
                until: self.reach(),
                identity_pool,
                username: self.username.trim().to_owned(),
                password: self.password.clone(),
                flow: self.flow,
            }),
            _ => {
                problems.sort_by_key(|problem| problem.field);
                Err(problems)
            }
        }
    }

    /// Every problem as the form stands, empty fields that are needed included.
    #[must_use]
    pub fn problems(&self) -> Vec<FieldProblem> {
        let mut found = Vec::new();
        self.check_where(&mut found);
        self.check_who(&mut found);
        self.check_how(&mut found);
        found
    }

    /// The region to call: the one typed, or else the one that the ids name. An emulator needs none.
    #[must_use]
    pub fn derived_region(&self) -> Option<Region> {
        let typed = Region::parse(&self.region).ok();
        typed
            .or_else(|| UserPoolId::parse(&self.user_pool).ok()?.region())
            .or_else(|| IdentityPoolId::parse(&self.identity_pool).ok()?.region())
            .or_else(|| (!self.endpoint.trim().is_empty()).then(|| Region::parse("us-east-1").ok())?)
    }

    /// How far the walk goes: as far as was said, or as far as the ids allow.
    #[must_use]
    pub fn reach(&self) -> Until {
        match self.until {
            Some(until) => until,
            None if self.identity_pool.trim().is_empty() => Until::Tokens,
            None => Until::Caller,
        }
    }

    fn check_where(&self, found: &mut Vec<FieldProblem>) {
        let typed = |text: &str| !text.trim().is_empty();
        if typed(&self.user_pool) {
            misplaced(found, Field::UserPool, UserPoolId::parse(&self.user_pool).err());
        } else if self.flow == AuthFlow::UserSrp || self.flow.is_admin() {
            found.push(plain(Field::UserPool, format!("{} needs the user pool ID", self.flow.wire())));
        }
        if typed(&self.region) {
            misplaced(found, Field::Region, Region::parse(&self.region).err());
        } else if self.derived_region().is_none() {
            found.push(plain(Field::Region, "Needed: no other ID here names a region".into()));
        }
        misplaced(found, Field::Client, ClientId::parse(&self.client).err());
        if typed(&self.identity_pool) {
            misplaced(found, Field::IdentityPool, IdentityPoolId::parse(&self.identity_pool).err());
        } else if self.until.is_some_and(|until| until > Until::Tokens) {
            let text = "Needed to walk further than the tokens".into();
            found.push(plain(Field::IdentityPool, text));
        }
        self.check_regions_agree(found);
    }

    /// A pool is called in its own region; on an endpoint of one's own the region is only a label.
    fn check_regions_agree(&self, found: &mut Vec<FieldProblem>) {
        let (Ok(typed), Ok(pool)) = (Region::parse(&self.region), UserPoolId::parse(&self.user_pool)) else {
            return;
        };
        if let Some(region) = pool.region()
            && region != typed
            && self.endpoint.trim().is_empty()
        {
            let text = format!("The user pool is in {region}, as its ID says");
            let offer = Some(Offer::TakeRegion(region));
            found.push(FieldProblem { field: Field::Region, text, offer });
        }
    }

    fn check_who(&self, found: &mut Vec<FieldProblem>) {
        let username = self.username.trim();
        let length = username.chars().count();
        if username.is_empty() {
            found.push(plain(Field::Username, "This is empty".into()));
        } else if length > USERNAME_MOST {
            let text = format!("This is {length} characters long; {USERNAME_MOST} is the most");
            found.push(plain(Field::Username, text));
        } else if username.chars().any(|c| c.is_whitespace() || c.is_control()) {
            found.push(plain(Field::Username, "A username has no spaces in it".into()));
        }
        let length = self.password.chars();
        if self.password.is_empty() {
            found.push(plain(Field::Password, "This is empty".into()));
        } else if length > PASSWORD_MOST {
            let text = format!("This is {length} characters long; {PASSWORD_MOST} is the most");
            found.push(plain(Field::Password, text));
        }
    }

    fn check_how(&self, found: &mut Vec<FieldProblem>) {
        for (field, text) in [
            (Field::Endpoint, &self.endpoint),
            (Field::EndpointIdentity, &self.endpoint_identity),
            (Field::EndpointSts, &self.endpoint_sts),
        ] {
            if !text.trim().is_empty()
                && let Err(problem) = endpoint::check_url(text)
            {
                found.push(plain(field, problem.to_string()));
            }
        }
    }
}

const fn plain(field: Field, text: String) -> FieldProblem {
    FieldProblem { field, text, offer: None }
}

/// Names the problem of an id, and where its text belongs when it is another field's.
fn misplaced(found: &mut Vec<FieldProblem>, field: Field, problem: Option<IdProblem>) {
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
