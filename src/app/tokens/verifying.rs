//! Checking tokens: what each is held against, and the one call that may be out for one of them. What the checks are
//! is told in `jwt`; the key sets at hand are in the file beside this.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::keys::{Keys, Whence};
use super::live::Live;
use super::{TokenRef, TokensPlace};
use crate::app::{App, ConnectionRef, Walk};
use crate::cognito::{ClientId, IdentityPoolId, UserPoolId};
use crate::engine::{RunId, Target};
use crate::explain::{self, Advice, Context};
use crate::flow::{Call, LoginConfig, Operation, Performed, Trust};
use crate::jwt::checks::{Checked, Expected, Source, TokenUse, Verdict, check};
use crate::jwt::{Opened, Shape};
use crate::secret::Secret;

/// The key sets at hand, and the call that is out for a token.
#[derive(Debug, Default)]
pub(in crate::app) struct Verifying {
    /// A key set that was pasted or dropped: it is used in place of fetched ones.
    pub(super) given: Option<Keys>,
    pub(super) fetched: Vec<(Whence, Keys)>,
    pub(super) out: Option<Out>,
    failed: Option<Failed>,
    pub(super) live: Option<Live>,
}

/// A call that is out for a token: for this very one, whatever comes to stand in its place meanwhile.
#[derive(Debug)]
pub(super) struct Out {
    pub(super) run: RunId,
    pub(super) which: TokenRef,
    token: Secret,
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

/// Why the keys for a token were not had.
#[derive(Debug)]
struct Failed {
    which: TokenRef,
    token: Secret,
    advice: Advice,
}

/// Whom a token is to come from and be for, and where its calls go.
#[derive(Debug, Clone)]
pub struct Whose {
    /// The pools and the client that are trusted.
    pub trust: Trust,
    pub(super) target: Arc<Target>,
}

impl Whose {
    /// As a walk was begun.
    pub(super) fn of(walk: &Walk) -> Self {
        let LoginConfig { pool, client, identity_pool, .. } = walk.flow().config().clone();
        let target = Arc::clone(&walk.target);
        Self::new(Trust { user_pool: pool, client, identity_pool, endpoint: None }, target)
    }

    fn new(trust: Trust, target: Arc<Target>) -> Self {
        Self { trust: Trust { endpoint: target.endpoints.idp.clone(), ..trust }, target }
    }
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

    /// Why the keys for a token could not be fetched, if that was tried last.
    #[must_use]
    pub fn keys_problem(&self, which: TokenRef) -> Option<&Advice> {
        let failed = self.verifying.failed.as_ref()?;
        (failed.which == which && self.tokens.holds(which, &failed.token)).then_some(&failed.advice)
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
        let is_id = matches!(which, TokenRef::Id | TokenRef::IdBefore);
        let is_access = matches!(which, TokenRef::Access | TokenRef::AccessBefore);
        let expected = Expected {
            token_use: is_id.then_some(TokenUse::Id).or(is_access.then_some(TokenUse::Access)),
            keys_are_given: self.given_keys().is_some(),
            ..self.whose(which).trust.expected(opened.kind)
        };
        if expected.source == Source::IdentityPool {
            return expected;
        }
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
        let known = self.tokens.held.get(&which).and_then(|held| held.whose.clone());
        known.unwrap_or_else(|| self.whose_in_form())
    }

    fn whose_in_form(&self) -> Whose {
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
        Whose::new(trust, Arc::new(target))
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
        let Ok(token) = self.token(which).map(|opened| opened.raw.clone()) else { return };
        self.runs += 1;
        let run = RunId(self.runs);
        let host = match &errand {
            Errand::Fetch(whence) => whence.host(),
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
        self.verifying.out = Some(Out { run, which, token, host, since: self.now, context, errand });
    }

    pub(in crate::app) fn stop_waiting(&mut self) {
        if let Some(out) = self.verifying.out.take() {
            self.engine.stop(out.run);
        }
    }

    /// What was asked about a token and told of it goes with it.
    pub(in crate::app) fn let_go_of_gone_tokens(&mut self) {
        let Self { tokens, verifying, .. } = self;
        verifying.failed.take_if(|failed| !tokens.holds(failed.which, &failed.token));
        if verifying.out.as_ref().is_some_and(|out| !tokens.holds(out.which, &out.token)) {
            self.stop_waiting();
        }
    }

    /// What a call for a token came to. One that nobody waits for is dropped, and one for a token that is gone.
    pub(in crate::app) fn performed_for_token(&mut self, run: RunId, performed: Performed) {
        let Some(out) = self.verifying.out.take_if(|out| out.run == run) else { return };
        self.note_clock(&performed);
        let Out { which, token, context, errand, .. } = out;
        if !self.tokens.holds(which, &token) {
            return;
        }
        match errand {
            Errand::Fetch(whence) => match self.keys_came(whence, performed.result) {
                Ok(()) => self.tokens.ask(which),
                Err(failure) => {
                    let advice = explain::failure(&failure, &context);
                    self.verifying.failed = Some(Failed { which, token, advice });
                }
            },
            Errand::AskLive => self.live_came_back((which, token), performed.result, &context),
        }
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
