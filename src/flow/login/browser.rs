//! The first half of a login by the pool's own pages: the browser goes there and comes back with a code, the code
//! becomes tokens, and the pages tell who it was. What comes back is tied to what was sent by state, PKCE and nonce.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use super::{Call, Failure, Login, Params, Stage, TokenSet};
use crate::cognito::managed_login::{AuthorizeRequest, at_hash, challenge_of};
use crate::flow::{BrowserPlan, Grant, OAuthClient, Operation, WebCall};
use crate::jwt;
use crate::secret::Secret;

/// Which of the calls is next or out.
#[derive(Debug)]
pub(super) enum Leg {
    /// The browser is sent to the pages.
    Authorize,
    /// It came back with this code.
    Token(Secret),
    UserInfo,
}

impl Leg {
    pub(super) const fn operation(&self) -> Operation {
        match self {
            Self::Authorize => Operation::Authorize,
            Self::Token(_) => Operation::Token,
            Self::UserInfo => Operation::UserInfo,
        }
    }
}

impl Login {
    pub(super) fn web_call(&self, leg: &Leg) -> Option<Call> {
        let plan = self.config.browser.as_ref()?;
        let call = match leg {
            Leg::Authorize => WebCall::Authorize(self.authorize_request(plan)?),
            Leg::Token(code) => WebCall::Token {
                app: OAuthClient::of(&self.config)?,
                grant: Grant::Code {
                    code: code.clone(),
                    verifier: self.random_text("PKCE verifier"),
                    redirect: plan.redirect.clone(),
                },
            },
            Leg::UserInfo => {
                WebCall::UserInfo { domain: plan.domain.clone(), access_token: self.access_token()? }
            }
        };
        Some(Call::Web(Box::new(call)))
    }

    fn authorize_request(&self, plan: &BrowserPlan) -> Option<AuthorizeRequest> {
        Some(AuthorizeRequest {
            domain: plan.domain.clone(),
            client: self.config.client.clone()?,
            redirect: plan.redirect.clone(),
            scopes: plan.scopes.clone(),
            state: self.state(),
            nonce: self.nonce(),
            challenge: challenge_of(&self.random_text("PKCE verifier")),
            identity_provider: plan.identity_provider.clone(),
            prompt: plan.prompt,
            login_hint: plan.login_hint.clone(),
        })
    }

    fn state(&self) -> Secret {
        self.random_text("OAuth state")
    }

    fn nonce(&self) -> Secret {
        self.random_text("OpenID nonce")
    }

    /// 43 characters that nobody can guess, of those that PKCE takes.
    fn random_text(&self, purpose: &str) -> Secret {
        BASE64.encode(self.seed.bytes::<32>(purpose)).into()
    }

    /// The browser came back. An answer to another question than ours is nobody's business.
    pub(super) fn came_back(&mut self, code: Secret, state: &Secret) {
        if *state == self.state() {
            self.stage = Stage::Browser(Leg::Token(code));
        } else {
            self.track.fall_short(WRONG_STATE);
        }
    }

    /// The code became tokens.
    pub(super) fn code_redeemed(&mut self, tokens: TokenSet) {
        if let Some(problem) = self.stranger(&tokens) {
            return self.track.fall_short(problem);
        }
        let tells_more = self.config.browser.as_ref().is_some_and(BrowserPlan::has_user_info);
        let goes_on = tells_more && tokens.access.is_some();
        self.haul.tokens = Some(tokens);
        if goes_on {
            self.stage = Stage::Browser(Leg::UserInfo);
        } else {
            self.after_tokens();
        }
    }

    /// Why these are not the tokens that were asked for. The signature is another matter.
    fn stranger(&self, tokens: &TokenSet) -> Option<&'static str> {
        let opened = jwt::open(tokens.id.as_ref()?.expose());
        let claim = |name: &str| opened.claims()?.text(name).map(Secret::from);
        match claim("nonce") {
            None => return Some(NO_NONCE),
            Some(nonce) if nonce != self.nonce() => return Some(WRONG_NONCE),
            Some(_) => {}
        }
        let hash = claim("at_hash")?;
        let expected = at_hash(tokens.access.as_ref()?);
        (hash != Secret::new(expected)).then_some(WRONG_HASH)
    }

    /// The pages told who it was.
    pub(super) fn told_of_user(&mut self, claims: Params) {
        if self.is_another_user(&claims) {
            return self.track.fall_short(OTHER_USER);
        }
        self.haul.user_info = Some(claims);
        self.after_tokens();
    }

    fn is_another_user(&self, claims: &Params) -> bool {
        let id = self.haul.tokens.as_ref().and_then(|tokens| tokens.id.as_ref());
        let opened = id.map(|token| jwt::open(token.expose()));
        let sub = opened.as_ref().and_then(|opened| opened.claims()?.text("sub"));
        sub.is_some_and(|sub| claims.expose("sub").is_some_and(|told| told != sub))
    }

    /// The tokens are there: that the pages tell no more is no reason to end. True when it goes on.
    pub(super) fn does_without_user_info(&mut self, failure: &Failure) -> bool {
        let goes_on = match failure {
            Failure::Refused(_)
            | Failure::Unreachable(_)
            | Failure::Unreadable { .. }
            | Failure::Unusable { .. } => matches!(self.stage, Stage::Browser(Leg::UserInfo)),
            Failure::NotSent { .. } | Failure::Stopped | Failure::Internal { .. } => false,
        };
        if goes_on {
            self.after_tokens();
        }
        goes_on
    }
}

const WRONG_STATE: &str = "The state that came back is not the one that was sent";
const NO_NONCE: &str = "The ID token has no nonce, though one was sent";
const WRONG_NONCE: &str = "The ID token’s nonce is not the one that was sent";
const WRONG_HASH: &str = "The ID token’s at_hash is not that of the access token beside it";
const OTHER_USER: &str = "The user info is about another user than the ID token";
