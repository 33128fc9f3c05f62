//! Checking tokens: what each is held against, the key sets at hand, and fetching them from where the calls go.
//! What the checks are is told in `jwt`; a key set is never looked for where a token says.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::live::Live;
use super::{TokenRef, TokensPlace};
use crate::app::{App, ConnectionRef, Place, Tone};
use crate::cognito::endpoint;
use crate::cognito::{ClientId, IdentityPoolId, UserPoolId};
use crate::engine::{RunId, Target};
use crate::explain::{self, Advice, Context};
use crate::flow::{Call, Failure, KeySetOf, LoginConfig, Operation, Performed, Reply, Trust};
use crate::jwt::checks::{Checked, Expected, Source, TokenUse, Verdict, check};
use crate::jwt::{KeySet, Opened, Shape};
use crate::secret::Secret;

/// The key sets at hand, and the call that is out for a token.
#[derive(Debug, Default)]
pub(in crate::app) struct Verifying {
    /// A key set that was pasted or dropped: it is used in place of fetched ones.
    pub(super) given: Option<Keys>,
    fetched: Vec<(Whence, Keys)>,
    pub(super) out: Option<Out>,
    failed: Option<(TokenRef, Advice)>,
    pub(super) live: Option<Live>,
}

/// A key set, and how it was had.
#[derive(Debug, Clone)]
pub struct Keys {
    /// The keys.
    pub set: KeySet,
    /// The host that it was fetched from; none for one that was pasted or dropped.
    pub host: Option<String>,
    /// Since when it is here.
    pub since: Timestamp,
}

/// Whose keys, and at which address in place of AWS's.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Whence {
    of: KeySetOf,
    endpoint: Option<String>,
}

/// A call that is out for a token.
#[derive(Debug)]
pub(super) struct Out {
    pub(super) run: RunId,
    pub(super) which: TokenRef,
    pub(super) host: String,
    pub(super) since: Timestamp,
    pub(super) context: Context,
    errand: Errand,
}

#[derive(Debug)]
enum Errand {
    Fetch(Whence),
    AskLive,
}

/// Whom a token is to come from and be for, and where its calls go.
#[derive(Debug)]
pub struct Whose {
    /// The pools and the client that are trusted.
    pub trust: Trust,
    pub(super) target: Arc<Target>,
}

impl App {
    /// What all checks of a token came to, once somebody has asked for them. As of the server's time.
    #[must_use]
    pub fn checked(&self, which: TokenRef) -> Option<Checked> {
        let held = self.tokens.held.get(&which).filter(|held| held.asked)?;
        let keys = self.keys(which).map(|keys| &keys.set);
        Some(check(&held.opened, keys, &self.expected(which), self.server_now()))
    }

    /// How a token stands: not verified until the checks were made.
    #[must_use]
    pub fn verdict(&self, which: TokenRef) -> Verdict {
        self.checked(which).map_or(Verdict::NotVerified, |checked| checked.verdict)
    }

    /// The keys that a token is checked with, if they are at hand.
    #[must_use]
    pub fn keys(&self, which: TokenRef) -> Option<&Keys> {
        let fetched = || {
            let whence = self.whence(which)?;
            self.verifying.fetched.iter().find(|(known, _)| *known == whence).map(|(_, keys)| keys)
        };
        self.verifying.given.as_ref().or_else(fetched)
    }

    /// Why the keys for a token could not be fetched, if that was tried last.
    #[must_use]
    pub fn keys_problem(&self, which: TokenRef) -> Option<&Advice> {
        self.verifying.failed.as_ref().filter(|(of, _)| *of == which).map(|(_, advice)| advice)
    }

    /// The host of the call that is out for a token, and for how long.
    #[must_use]
    pub fn waiting_for_token(&self, which: TokenRef) -> Option<(&str, Duration)> {
        let out = self.verifying.out.as_ref().filter(|out| out.which == which)?;
        let waited = Duration::try_from(self.now.duration_since(out.since)).unwrap_or_default();
        Some((&out.host, waited))
    }

    /// What a token is held against: of a walk's what the walk was begun with, of any other what stands in the form.
    #[must_use]
    pub fn expected(&self, which: TokenRef) -> Expected {
        let Some(opened) = self.tokens.opened(which) else { return Expected::default() };
        let expected = self.whose(which).trust.expected(opened.kind);
        if expected.source == Source::IdentityPool {
            return expected;
        }
        let is_id = matches!(which, TokenRef::Id | TokenRef::IdBefore);
        let is_access = matches!(which, TokenRef::Access | TokenRef::AccessBefore);
        let beside = match which {
            TokenRef::Id => self.tokens.opened(TokenRef::Access),
            TokenRef::IdBefore => self.tokens.opened(TokenRef::AccessBefore),
            TokenRef::Access
            | TokenRef::Refresh
            | TokenRef::OpenId
            | TokenRef::Pasted
            | TokenRef::Kept
            | TokenRef::AccessBefore => None,
        };
        Expected {
            token_use: is_id.then_some(TokenUse::Id).or(is_access.then_some(TokenUse::Access)),
            nonce: self.nonce_sent().filter(|_| which == TokenRef::Id),
            access_token: beside.map(|opened| opened.raw.clone()),
            ..expected
        }
    }

    /// The nonce that this walk's browser was sent with, unless the tokens were refreshed since.
    fn nonce_sent(&self) -> Option<Secret> {
        let steps = self.walk.as_ref()?.steps();
        steps.iter().find_map(|step| match step.call.as_ref() {
            Some(Call::Web(call)) => call.nonce().cloned(),
            Some(_) | None => None,
        })
    }

    /// Where the calls of a token go, and for whom it is to be.
    #[must_use]
    pub fn whose(&self, which: TokenRef) -> Whose {
        let is_of_walk = !matches!(which, TokenRef::Pasted | TokenRef::Kept);
        let login = self.walk.as_ref().map(|walk| (walk.flow().config(), &walk.target));
        let signed_in = self.signed_in.as_ref().map(|known| (&known.config, &known.target));
        let (trust, target) = match signed_in.or(login).filter(|_| is_of_walk) {
            Some((config, target)) => {
                let LoginConfig { pool, client, identity_pool, .. } = config.clone();
                (Trust { user_pool: pool, client, identity_pool, endpoint: None }, Arc::clone(target))
            }
            None => self.whose_in_form(),
        };
        Whose { trust: Trust { endpoint: target.endpoints.idp.clone(), ..trust }, target }
    }

    fn whose_in_form(&self) -> (Trust, Arc<Target>) {
        let draft = &self.form.draft;
        let trust = Trust {
            user_pool: UserPoolId::parse(&draft.user_pool).ok(),
            client: ClientId::parse(&draft.client).ok(),
            identity_pool: IdentityPoolId::parse(&draft.identity_pool).ok(),
            endpoint: None,
        };
        let target = Target {
            region: trust.user_pool.as_ref().and_then(UserPoolId::region),
            endpoints: self.endpoints(),
            ..Target::default()
        };
        (trust, Arc::new(target))
    }

    /// Where the keys for a token are fetched: from where the calls go, whatever the token says.
    fn whence(&self, which: TokenRef) -> Option<Whence> {
        let opened = self.tokens.opened(which)?;
        let Whose { trust, target } = self.whose(which);
        let of = trust.key_set(opened)?;
        let endpoint = match &of {
            KeySetOf::UserPool { .. } => target.endpoints.idp.clone(),
            KeySetOf::IdentityPools => target.endpoints.identity.clone(),
        };
        Some(Whence { of, endpoint })
    }

    pub(super) fn may_verify(&self, which: TokenRef) -> Result<(), &'static str> {
        match &self.token(which)?.shape {
            Shape::Encrypted(_) => Err("It is encrypted: only who has the key can open or check it"),
            Shape::Opaque => Err("This is no token that can be checked"),
            Shape::Signed(_) if self.verifying.out.is_some() => Err("A call for a token is under way"),
            Shape::Signed(_) if self.verifying.given.is_none() && self.whence(which).is_none() => Err(
                "Enter a user pool ID in the form, or paste a key set: then it is known which keys to take",
            ),
            Shape::Signed(_) => Ok(()),
        }
    }

    /// Checks a token, and what came with it. Keys that are not at hand are fetched first.
    pub(super) fn verify(&mut self, which: TokenRef) {
        self.verifying.failed = None;
        let has_key = |keys: &Keys| match self.kid(which) {
            Some(kid) => keys.set.has(&kid),
            None => true,
        };
        let is_at_hand = self.verifying.given.is_some() || self.keys(which).is_some_and(has_key);
        if is_at_hand {
            return self.tokens.ask(which);
        }
        let Some(whence) = self.whence(which) else { return };
        let target = self.whose(which).target;
        let call = Call::KeySet(whence.of.clone());
        self.send_for(which, (Errand::Fetch(whence), target, call));
    }

    fn kid(&self, which: TokenRef) -> Option<String> {
        self.tokens.opened(which)?.header()?.text("kid").map(str::to_owned)
    }

    pub(super) fn ask_live(&mut self, which: TokenRef, call: Call) {
        let target = self.whose(which).target;
        self.send_for(which, (Errand::AskLive, target, call));
    }

    fn send_for(&mut self, which: TokenRef, (errand, target, call): (Errand, Arc<Target>, Call)) {
        self.runs += 1;
        let run = RunId(self.runs);
        let host = match &errand {
            Errand::Fetch(whence) => whence.host(&target),
            Errand::AskLive => target.host(Operation::GetUser),
        };
        let context = Context {
            host: Some(host.clone()),
            region: target.region.clone(),
            user_pool: self.whose(which).trust.user_pool,
            is_practice: *self.connections.current() == ConnectionRef::Practice,
            ..Context::new(call.operation())
        };
        self.engine.perform(run, target, call);
        self.verifying.out = Some(Out { run, which, host, since: self.now, context, errand });
    }

    pub(super) fn stop_waiting(&mut self) {
        if let Some(out) = self.verifying.out.take() {
            self.engine.stop(out.run);
        }
    }

    /// What a call for a token came to. One that nobody waits for is dropped.
    pub(in crate::app) fn performed_for_token(&mut self, run: RunId, performed: Performed) {
        let Some(out) = self.verifying.out.take_if(|out| out.run == run) else { return };
        self.note_clock(&performed);
        match (out.errand, performed.result) {
            (Errand::Fetch(whence), Ok(Reply::KeySet(text))) => match KeySet::read(&text) {
                Ok(set) => {
                    self.verifying.fetched.retain(|(known, _)| *known != whence);
                    let keys = Keys { set, host: Some(out.host), since: self.now };
                    self.verifying.fetched.push((whence, keys));
                    self.tokens.ask(out.which);
                }
                Err(problem) => {
                    let failure = Failure::Unusable { status: 200, problem: problem.to_string() };
                    self.fetch_failed(out.which, &failure, &out.context);
                }
            },
            (Errand::Fetch(_), Err(failure)) => self.fetch_failed(out.which, &failure, &out.context),
            (Errand::AskLive, result) => self.live_came_back(out.which, result, &out.context),
            (Errand::Fetch(_), Ok(_other)) => {} // no call for keys comes back with anything else
        }
    }

    fn fetch_failed(&mut self, which: TokenRef, failure: &Failure, context: &Context) {
        self.verifying.failed = Some((which, explain::failure(failure, context)));
    }

    pub(super) fn use_key_set(&mut self, text: &Secret) {
        self.place = Place::Tokens;
        match KeySet::read(text.expose()) {
            Ok(set) => {
                let count = set.keys().len();
                let keys = if count == 1 { "1 key".to_owned() } else { format!("{count} keys") };
                self.verifying.given = Some(Keys { set, host: None, since: self.now });
                let words = format!("A key set with {keys}: tokens are checked with it, nothing is fetched");
                self.notices.add(Tone::Ok, words, self.now);
                if self.may_verify(self.tokens.which).is_ok() {
                    self.verify(self.tokens.which);
                }
            }
            Err(problem) => self.notices.add(Tone::Bad, problem.to_string(), self.now),
        }
    }
}

impl Whence {
    fn host(&self, target: &Target) -> String {
        let computed = match (&self.of, &self.endpoint) {
            (KeySetOf::UserPool { pool, form }, None) => Some(endpoint::issuer(pool, *form)),
            (KeySetOf::IdentityPools, None) => return "cognito-identity.amazonaws.com".to_owned(),
            (KeySetOf::UserPool { .. } | KeySetOf::IdentityPools, Some(_)) => None,
        };
        let host = computed.as_deref().and_then(|url| url.split('/').nth(2)).map(str::to_owned);
        host.unwrap_or_else(|| match self.of {
            KeySetOf::UserPool { .. } => target.host(Operation::Jwks),
            KeySetOf::IdentityPools => target.host(Operation::GetId),
        })
    }
}

impl TokensPlace {
    /// Somebody wants to know how a token stands. ID and access token come together, and are checked together.
    fn ask(&mut self, which: TokenRef) {
        let together: &[TokenRef] = match which {
            TokenRef::Id | TokenRef::Access => &[TokenRef::Id, TokenRef::Access],
            TokenRef::IdBefore | TokenRef::AccessBefore => &[TokenRef::IdBefore, TokenRef::AccessBefore],
            TokenRef::Refresh | TokenRef::OpenId | TokenRef::Pasted | TokenRef::Kept => &[which],
        };
        for which in together {
            if let Some(held) = self.held.get_mut(which) {
                held.asked = true;
            }
        }
    }
}

/// The scopes of an access token, one by one.
pub(super) fn scopes(opened: &Opened) -> impl Iterator<Item = &str> {
    opened.claims().and_then(|claims| claims.text("scope")).unwrap_or_default().split(' ')
}
