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

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::cognito::Way;
    use crate::flow::{
        Draft, Ending, Flow as _, Input, Next, Performed, Refusal, Reply, Seed, StepState, Unreadable,
    };

    fn login(scopes: &str) -> Login {
        let mut draft = Draft { way: Way::Browser, client: "abc".into(), ..Draft::default() };
        draft.user_pool = "eu-west-1_Ab12Cd34E".into();
        draft.username = "ada".into();
        draft.browser.domain = "my-app".into();
        draft.browser.scopes = scopes.into();
        Login::start(draft.check().unwrap(), &Seed::new([7; 32]))
    }

    /// Sends the next call, and has it come back with this.
    fn answer(login: &mut Login, result: Result<Reply, Failure>) -> WebCall {
        let now = Timestamp::UNIX_EPOCH;
        let Next::Send(call) = login.next(now) else { panic!("{:?}", login.next(now)) };
        login.on(Input::Sent(call.clone()), now);
        let performed =
            Performed { result, exchange: None, started: now, took: std::time::Duration::from_millis(1) };
        login.on(Input::Performed(Box::new(performed)), now);
        let Call::Web(call) = *call else { panic!() };
        *call
    }

    fn request(login: &Login) -> AuthorizeRequest {
        login.authorize_request(login.config.browser.as_ref().unwrap()).unwrap()
    }

    fn token(claims: &Json) -> Secret {
        let part = |json: &Json| BASE64.encode(json.to_string());
        format!("{}.{}.c2ln", part(&json!({ "alg": "RS256" })), part(claims)).into()
    }

    fn tokens(claims: &Json) -> Reply {
        Reply::Tokens(TokenSet {
            id: Some(token(claims)),
            access: Some("access".into()),
            ..TokenSet::default()
        })
    }

    fn came_back(state: Secret) -> Reply {
        Reply::CameBack { code: "the code".into(), state }
    }

    fn problem(login: &Login) -> &str {
        match login.steps().iter().find_map(crate::flow::Step::failure) {
            Some(Failure::Unusable { problem, .. }) => problem,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_code_is_redeemed_with_the_verifier_whose_challenge_was_sent() {
        let mut login = login("openid email");
        let sent = request(&login);
        assert_eq!((sent.state.chars(), sent.nonce.chars()), (43, 43));
        assert_ne!(sent.state, sent.nonce);
        answer(&mut login, Ok(came_back(sent.state.clone())));
        let claims =
            json!({ "sub": "u1", "nonce": sent.nonce.expose(), "at_hash": at_hash(&"access".into()) });
        let WebCall::Token { grant: Grant::Code { code, verifier, redirect }, .. } =
            answer(&mut login, Ok(tokens(&claims)))
        else {
            panic!()
        };
        assert_eq!((code.expose(), redirect), ("the code", sent.redirect));
        assert_eq!(challenge_of(&verifier), sent.challenge);
        let told = Params::new().plain("sub", "u1").plain("email", "a@b.example");
        let asked = answer(&mut login, Ok(Reply::UserInfo(told.clone())));
        assert!(matches!(asked, WebCall::UserInfo { .. }));
        assert_eq!((login.ending(), &login.haul.user_info), (Some(Ending::Finished), &Some(told)));
        assert_eq!(login.config().username, "");
    }

    #[test]
    fn another_state_ends_it_before_the_code_is_used() {
        for state in ["", "another"] {
            let mut login = login("openid");
            answer(&mut login, Ok(came_back(state.into())));
            assert_eq!((login.ending(), problem(&login)), (Some(Ending::Unreachable), WRONG_STATE));
            let states: Vec<_> = login.steps().iter().map(|step| step.state).collect();
            assert_eq!(states, [StepState::Failed, StepState::Ghost, StepState::Ghost]);
        }
    }

    #[test]
    fn tokens_of_another_sign_in_are_not_taken() {
        let nonce = request(&login("openid")).nonce;
        let cases = [
            (json!({ "sub": "u1" }), NO_NONCE),
            (json!({ "nonce": "another" }), WRONG_NONCE),
            (json!({ "nonce": nonce.expose(), "at_hash": "another" }), WRONG_HASH),
        ];
        for (claims, said) in cases {
            let mut login = login("openid");
            let state = request(&login).state;
            answer(&mut login, Ok(came_back(state)));
            answer(&mut login, Ok(tokens(&claims)));
            assert_eq!((problem(&login), login.haul.tokens.is_none()), (said, true));
        }
    }

    #[test]
    fn user_info_is_no_more_than_a_bonus_unless_it_is_about_somebody_else() {
        let begun = |login: &mut Login| {
            let AuthorizeRequest { state, nonce, .. } = request(login);
            answer(login, Ok(came_back(state)));
            answer(login, Ok(tokens(&json!({ "sub": "u1", "nonce": nonce.expose() }))));
        };
        let refused = Refusal { code: "invalid_token".into(), message: String::new(), status: 401 };
        let html = Failure::Unreadable { status: 404, problem: Unreadable::Html };
        for failure in [Failure::Refused(refused), html] {
            let mut login = login("openid");
            begun(&mut login);
            answer(&mut login, Err(failure));
            assert_eq!(login.ending(), Some(Ending::Finished));
        }
        let mut login = login("openid");
        begun(&mut login);
        answer(&mut login, Ok(Reply::UserInfo(Params::new().plain("sub", "u2"))));
        assert_eq!((login.ending(), problem(&login)), (Some(Ending::Unreachable), OTHER_USER));
    }

    #[test]
    fn without_openid_there_are_no_id_token_and_no_user_info() {
        let mut login = login("aws.cognito.signin.user.admin");
        assert_eq!(login.steps().len(), 2);
        let state = request(&login).state;
        answer(&mut login, Ok(came_back(state)));
        let access = TokenSet { access: Some("access".into()), ..TokenSet::default() };
        answer(&mut login, Ok(Reply::Tokens(access)));
        assert_eq!(login.ending(), Some(Ending::Finished));
    }

    #[test]
    fn nothing_that_ties_the_answer_to_the_question_is_ever_printed() {
        let mut login = login("openid");
        let AuthorizeRequest { state, nonce, .. } = request(&login);
        answer(&mut login, Ok(came_back(state.clone())));
        let printed = format!("{login:?} {:?}", login.next(Timestamp::UNIX_EPOCH));
        let verifier = login.random_text("PKCE verifier");
        for secret in [state, nonce, verifier, "the code".into()] {
            assert!(!printed.contains(secret.expose()));
        }
    }
}
