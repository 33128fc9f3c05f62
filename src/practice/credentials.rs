//! AWS keys: handing out temporary ones, and telling from a signature who signed. It knows the developer's fixed
//! key and every key that was handed out; how a refusal is worded depends on the service and is said by each.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::encoding::base64;
use super::random::Random;
use super::roster::{ACCOUNT, ADMIN_KEY_ID, ADMIN_SECRET, Role};
use super::sigv4::{Authorization, Expectation, Fault};
use super::wire::Request;
use crate::secret::Secret;

/// Who signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Principal {
    /// The ARN.
    pub arn: String,
    /// The unique id that STS tells.
    pub user_id: String,
    /// What stands behind the key.
    pub of: Standing,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The developer, who may call the Admin operations, and the practice API.
    Developer,
    /// A role.
    Role(&'static Role),
}

impl Principal {
    /// May call the Admin operations.
    pub(super) fn is_developer(&self) -> bool {
        self.of == Standing::Developer
    }

    /// May call the practice API.
    pub(super) const fn may_invoke(&self) -> bool {
        match self.of {
            Standing::Developer => true,
            Standing::Role(role) => role.invokes,
        }
    }
}

/// Why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The signature itself.
    Signature(Fault),
    /// Nobody's key, or a session token that does not go with it.
    UnknownKey,
    /// The key's time is over.
    Expired,
}

/// For whom a signature was made.
pub(super) struct Service {
    /// The service's name in the scope.
    pub name: &'static str,
    /// Regions that the scope may name.
    pub regions: &'static [&'static str],
    /// How many minutes clocks may differ.
    pub skew_minutes: i64,
}

/// Every temporary key that was handed out, by its id.
#[derive(Default)]
pub(super) struct Credentials(BTreeMap<String, Temporary>);

struct Temporary {
    secret: Secret,
    token: Secret,
    expires: Timestamp,
    principal: Principal,
}

/// Keys that were just handed out.
pub(super) struct Handed {
    /// The access key id.
    pub key_id: String,
    /// The secret access key.
    pub secret: Secret,
    /// The session token.
    pub token: Secret,
    /// When they end.
    pub expires: Timestamp,
    /// Whom they stand for.
    pub principal: Principal,
}

/// A role for a while.
pub(super) struct Assumed<'a> {
    /// The role.
    pub role: &'static Role,
    /// `RoleSessionName`
    pub session: &'a str,
    /// For how long.
    pub secs: i64,
}

impl Credentials {
    /// Hands out keys for a role.
    pub(super) fn issue(&mut self, random: &mut Random, assumed: &Assumed<'_>, now: Timestamp) -> Handed {
        let key_id = format!("ASIA{}", random.base32(16));
        let secret = Secret::from(base64(&random.bytes(30)));
        let token = Secret::from(format!("IQoJb3JpZ2luX2Vj{}", base64(&random.bytes(840))));
        let expires = Timestamp::from_second(now.as_second() + assumed.secs).unwrap_or(Timestamp::MAX);
        let principal = assumed.principal();
        let kept =
            Temporary { secret: secret.clone(), token: token.clone(), expires, principal: principal.clone() };
        self.0.insert(key_id.clone(), kept);
        Handed { key_id, secret, token, expires, principal }
    }

    /// Who signed the request, if the signature holds; if it does not, what should have been signed, as Gateway tells it.
    pub(super) fn signer_with_strings(
        &self,
        request: &Request,
        service: &Service,
        now: Timestamp,
    ) -> Result<Principal, Refusal> {
        let told = |refusal| match refusal {
            Refusal::Signature(Fault::Mismatch(text)) => match Authorization::of(request) {
                Ok(authorization) => {
                    Refusal::Signature(Fault::Mismatch(authorization.with_strings(text, request)))
                }
                Err(fault) => Refusal::Signature(fault),
            },
            Refusal::Signature(Fault::Missing | Fault::Incomplete(_))
            | Refusal::UnknownKey
            | Refusal::Expired => refusal,
        };
        self.signer(request, service, now).map_err(told)
    }

    /// Who signed the request, if the signature holds.
    pub(super) fn signer(
        &self,
        request: &Request,
        service: &Service,
        now: Timestamp,
    ) -> Result<Principal, Refusal> {
        let authorization = Authorization::of(request).map_err(Refusal::Signature)?;
        let token = request.header("x-amz-security-token");
        let (secret, principal) = self.owner(&authorization.key_id, token, now)?;
        let Service { name: service, regions, skew_minutes } = *service;
        let expected = Expectation { secret, regions, service, skew_minutes };
        authorization.check(request, &expected, now).map_err(Refusal::Signature)?;
        Ok(principal)
    }

    /// The secret of a key, and whose key it is.
    fn owner<'a>(
        &'a self,
        id: &'a str,
        token: Option<&str>,
        now: Timestamp,
    ) -> Result<(&'a str, Principal), Refusal> {
        if let Some(temporary) = self.0.get(id) {
            return if token != Some(temporary.token.expose()) {
                Err(Refusal::UnknownKey)
            } else if now >= temporary.expires {
                Err(Refusal::Expired)
            } else {
                Ok((temporary.secret.expose(), temporary.principal.clone()))
            };
        }
        match developer_secret(id) {
            Some(secret) if token.is_none() => Ok((secret, developer())),
            Some(_) | None => Err(Refusal::UnknownKey),
        }
    }
}

impl Assumed<'_> {
    fn principal(&self) -> Principal {
        let Self { role, session, .. } = self;
        Principal {
            arn: format!("arn:aws:sts::{ACCOUNT}:assumed-role/{}/{session}", role.name),
            user_id: format!("{}:{session}", role.id),
            of: Standing::Role(role),
        }
    }
}

/// The secret of a developer's key. Besides the key of the cast, a made-up key whose secret is the same word will do
/// (`test` and `test`), as people are used to from emulators; what looks like a key of AWS's own must be a known one.
fn developer_secret(id: &str) -> Option<&str> {
    let like_aws = id.len() >= 16 && ["AKIA", "ASIA"].iter().any(|start| id.starts_with(start));
    if id == ADMIN_KEY_ID { Some(ADMIN_SECRET) } else { (!like_aws).then_some(id) }
}

fn developer() -> Principal {
    Principal {
        arn: format!("arn:aws:iam::{ACCOUNT}:user/practice-developer"),
        user_id: "AIDAF5ESOMZVCQ7ROYLOU".to_owned(),
        of: Standing::Developer,
    }
}
