//! A call as a request to be written down again: what was really sent, with every secret replaced by a variable, or by the
//! place in an earlier answer that it came from.

use serde_json::Value as Json;

use crate::cognito::{Region, endpoint};
use crate::flow::Operation;

/// One request of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) operation: Operation,
    pub(super) service: Service,
    pub(super) region: String,
    /// Where it goes, if not to AWS.
    pub(super) endpoint: Option<String>,
    pub(super) signer: Signer,
    pub(super) arguments: Vec<(String, Argument)>,
    /// What its answer is called: `get_id`, the second one `get_id_2`.
    pub(super) name: String,
    /// What is in its answer.
    pub(super) brings: Brings,
}

/// An API, as its tools call it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Service {
    UserPool,
    IdentityPool,
    Sts,
}

/// Who signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signer {
    Nobody,
    /// Whoever the tool's own settings name.
    Settings,
    /// The keys that an earlier request brought, by its place.
    Keys(usize),
}

/// What an answer is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Brings {
    Tokens,
    Keys,
    OpenIdToken,
    /// The secret of an authenticator app.
    AppSecret,
    /// What the next answer to a challenge is sent with.
    Session,
    Other,
}

/// A value that is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Argument {
    Plain(String),
    /// A secret, by the name of its variable.
    Variable(String),
    /// From an earlier answer.
    Answer(Place),
    /// A number, a truth value or nothing.
    Bare(Json),
    Map(Vec<(String, Argument)>),
    List(Vec<Argument>),
    /// SRP’s public number, with what goes along with it.
    SrpStart(Vec<(String, Argument)>),
    /// The proof of the password, against the question that an earlier request brought.
    SrpProof {
        question: usize,
        rest: Vec<(String, Argument)>,
    },
}

/// A place in an earlier answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) request: usize,
    pub(super) path: Vec<String>,
}

impl Argument {
    /// Calls `seen` with every variable in it.
    pub(super) fn variables(&self, seen: &mut dyn FnMut(&str)) {
        match self {
            Self::Variable(name) => seen(name),
            Self::Map(members) | Self::SrpStart(members) | Self::SrpProof { rest: members, .. } => {
                for (_, member) in members {
                    member.variables(seen);
                }
            }
            Self::List(items) => {
                for item in items {
                    item.variables(seen);
                }
            }
            Self::Plain(_) | Self::Answer(_) | Self::Bare(_) => {}
        }
    }
}

impl Service {
    /// Its name in endpoints, signatures and tools.
    pub(super) const fn id(self) -> &'static str {
        match self {
            Self::UserPool => "cognito-idp",
            Self::IdentityPool => "cognito-identity",
            Self::Sts => "sts",
        }
    }

    /// What stands before the operation in `X-Amz-Target`.
    pub(super) const fn target(self) -> &'static str {
        match self {
            Self::UserPool => "AWSCognitoIdentityProviderService",
            Self::IdentityPool => "AWSCognitoIdentityService",
            Self::Sts => "AWSSecurityTokenServiceV20110615",
        }
    }
}

impl Request {
    /// The secret half of keys is spelled in two ways.
    pub(super) const fn secret_key(&self) -> &'static str {
        match self.service {
            Service::IdentityPool => "SecretKey",
            Service::UserPool | Service::Sts => "SecretAccessKey",
        }
    }

    pub(super) fn address(&self) -> String {
        let host = || match Region::parse(&self.region) {
            Ok(region) => host(self.service, &region),
            Err(_) => format!("{}.{}.amazonaws.com", self.service.id(), self.region),
        };
        self.endpoint.clone().unwrap_or_else(|| format!("https://{}", host()))
    }
}

/// AWS’s own host for a service.
pub(super) fn host(service: Service, region: &Region) -> String {
    match service {
        Service::UserPool => endpoint::idp_host(region),
        Service::IdentityPool => endpoint::identity_host(region),
        Service::Sts => endpoint::sts_host(region),
    }
}

/// `GetId` → `get_id`, `SetUserMFAPreference` → `set_user_mfa_preference`.
pub(super) fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_small =
            at.checked_sub(1).and_then(|at| letters.get(at)).is_some_and(|c| !c.is_uppercase() && *c != '_');
        let before_small = letters.get(at + 1).is_some_and(char::is_ascii_lowercase);
        let in_word = at > 0 && letters.get(at - 1) != Some(&'_');
        if letter.is_uppercase() && in_word && (after_small || before_small) {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}
