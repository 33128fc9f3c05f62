//! Sign-ins in the browser against the practice pool's own pages: the whole walk, its negative turns, and what can
//! be done afterwards. Somebody else's browser is played by a small one of our own.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use poolwalk::cognito::managed_login::{AuthorizeRequest, Domain, RedirectUrl, challenge_of};
use poolwalk::cognito::{Params, Way};
use poolwalk::engine::{Endpoints, Engine, Event, Opener, RunId, Target, Timeouts};
use poolwalk::flow::{
    AfterBrowser, BrowserErrand, Call, Draft, Ending, Failure, Flow, Grant, Haul, Input, Login, Next,
    OAuthClient, Performed, Reply, Seed, TokenSet, WebCall,
};
use poolwalk::handoff::report;
use poolwalk::practice::{Cast, Options, Practice};
use poolwalk::secret::Secret;

use crate::surfer::{Page, Surfer, Visitor, wait_for_the_port};
use crate::walker::timeline;

/// A practice pool, an engine, and a browser that stays open from sign-in to sign-in.
struct Desk {
    practice: Practice,
    engine: Engine,
    visitor: Arc<Mutex<Visitor>>,
    surfer: Arc<Mutex<Surfer>>,
    /// What the browser showed last.
    last: Arc<Mutex<Option<Page>>>,
    _port: MutexGuard<'static, ()>,
}

static PORT: Mutex<()> = Mutex::new(());

impl Desk {
    fn new(visitor: Visitor) -> Self {
        let port = PORT.lock().unwrap_or_else(PoisonError::into_inner);
        wait_for_the_port();
        let (visitor, surfer) = (Arc::new(Mutex::new(visitor)), Arc::<Mutex<Surfer>>::default());
        let last = Arc::<Mutex<Option<Page>>>::default();
        let (who, with, seen) = (Arc::clone(&visitor), Arc::clone(&surfer), Arc::clone(&last));
        let opener: Opener = Arc::new(move |address| {
            let page = with.lock().unwrap().surf(address, &who.lock().unwrap());
            *seen.lock().unwrap() = Some(page);
            Ok(())
        });
        let engine = Engine::new(Arc::new(|| {})).unwrap().opening_with(opener);
        let practice = Practice::start(Options::default()).unwrap();
        Self { practice, engine, visitor, surfer, last, _port: port }
    }

    fn cast(&self) -> &Cast {
        self.practice.cast()
    }

    fn draft(&self, client: usize) -> Draft {
        let cast = self.cast();
        let mut draft = Draft {
            region: cast.region.to_owned(),
            user_pool: cast.user_pool_id.to_owned(),
            client: cast.clients[client].client_id.to_owned(),
            client_secret: cast.clients[client].client_secret.clone().unwrap_or_default(),
            identity_pool: cast.identity_pool_id.to_owned(),
            way: Way::Browser,
            endpoint: cast.endpoint.clone(),
            ..Draft::default()
        };
        draft.browser.domain.clone_from(&cast.domain);
        draft
    }

    fn perform(&self, call: Call) -> Performed {
        let endpoint = Some(self.cast().endpoint.clone());
        let target = Target {
            endpoints: Endpoints { idp: endpoint.clone(), identity: endpoint.clone(), sts: endpoint },
            timeouts: Timeouts { connect: Duration::from_secs(20), answer: Duration::from_secs(25) },
            ..Target::default()
        };
        self.engine.perform(RunId(1), Arc::new(target), call);
        let Event::Performed { performed, .. } = self.engine.wait_event(Duration::from_secs(30)).unwrap();
        *performed
    }

    fn through<F: Flow>(&self, mut flow: F) -> F {
        loop {
            let now = Timestamp::now();
            match flow.next(now) {
                Next::Send(call) => {
                    flow.on(Input::Sent(call.clone()), now);
                    let performed = self.perform(*call);
                    flow.on(Input::Performed(Box::new(performed)), Timestamp::now());
                }
                Next::Finished(_) => return flow,
                Next::Ask(asked) => {
                    assert_eq!(asked.name, "/oauth2/revoke", "a sign-in in the browser asks nothing");
                    flow.on(Input::Answer(Params::new()), now);
                }
                Next::Wait => panic!("nothing is out"),
            }
        }
    }

    fn walk(&self, draft: &Draft, seed: u8) -> Login {
        self.through(Login::start(draft.check().unwrap(), &Seed::new([seed; 32])))
    }

    fn after(&self, login: &dyn Flow, what: AfterBrowser) -> BrowserErrand {
        let (config, haul) = (login.config().clone(), login.haul().clone());
        self.through(BrowserErrand::start(config, what, haul, Timestamp::UNIX_EPOCH).unwrap())
    }

    fn is_at(&self, visitor: Visitor) {
        *self.visitor.lock().unwrap() = visitor;
    }

    fn seen(&self) -> Vec<String> {
        std::mem::take(&mut self.surfer.lock().unwrap().seen)
    }
}

fn ada() -> Visitor {
    Visitor::User("ada".to_owned(), "Practice-Ada-1".to_owned())
}

fn claim(token: Option<&Secret>, name: &str) -> Option<String> {
    poolwalk::jwt::open(token?.expose()).claims()?.text(name).map(str::to_owned)
}

#[test]
fn an_account_of_the_pool_signs_in_with_either_kind_of_client() {
    for client in [0, 1] {
        let desk = Desk::new(ada());
        let login = desk.walk(&desk.draft(client), 7);
        insta::allow_duplicates! {
            insta::assert_snapshot!(timeline(&login), @r"
            done     /oauth2/authorize · your browser, to the login page → 302 code, by way of the browser
            done     /oauth2/token · code and PKCE verifier → 200 ID, access and refresh token
            done     /oauth2/userInfo · access token → 200 5 claims
            done     GetId · ID token as login → 200 identity ID
            done     GetCredentialsForIdentity · same login → 200 access key, secret key, session token
            done     GetCallerIdentity · signed with the new keys → 200 assumed-role/PracticeEngineer
            ");
        }
        assert_eq!(login.ending(), Some(Ending::Finished));
        let tokens = login.haul().tokens.clone().unwrap();
        assert_eq!(claim(tokens.id.as_ref(), "cognito:username").as_deref(), Some("ada"));
        assert!(
            claim(tokens.id.as_ref(), "nonce").is_some() && claim(tokens.id.as_ref(), "at_hash").is_some()
        );
        let page = desk.last.lock().unwrap().take().unwrap();
        assert!(page.html.contains("You can close this window"), "{page:?}");
        assert_eq!(desk.seen().last().map(String::as_str), Some("localhost:8765/callback"));
    }
}

#[test]
fn somebody_from_the_external_provider_comes_as_an_account_of_their_own() {
    let desk = Desk::new(Visitor::Outsider("sophie"));
    let mut draft = desk.draft(0);
    draft.browser.identity_provider = desk.cast().external_provider.to_owned();
    draft.browser.redirect_url = "http://127.0.0.1:8765/callback".to_owned();
    let login = desk.walk(&draft, 7);
    assert_eq!(login.ending(), Some(Ending::Finished), "{}", timeline(&login));
    assert!(timeline(&login).contains("your browser, to PracticeIdP"));
    let id = login.haul().tokens.clone().unwrap().id;
    assert_eq!(claim(id.as_ref(), "cognito:username").as_deref(), Some("PracticeIdP_sophie"));
    let info = login.haul().user_info.clone().unwrap();
    assert_eq!(info.expose("email"), Some("sophie@outside.example"));
    assert!(login.haul().caller.is_some());
    assert!(desk.seen().iter().any(|address| address.ends_with("/practice-idp/authorize")));
}

#[test]
fn whoever_says_no_or_asks_for_too_much_is_told_why() {
    let desk = Desk::new(Visitor::Denier);
    let refusal = |draft: &Draft| {
        let login = desk.walk(draft, 7);
        assert_eq!(login.ending(), Some(Ending::Refused), "{}", timeline(&login));
        match login.steps()[0].failure() {
            Some(Failure::Refused(refusal)) => format!("{}: {}", refusal.code, refusal.message),
            other => panic!("{other:?}"),
        }
    };
    let mut draft = desk.draft(0);
    assert_eq!(refusal(&draft), "invalid_request: The user denied access at PracticeIdP");
    draft.browser.scopes = "openid everything".to_owned();
    assert!(refusal(&draft).starts_with("invalid_scope"));
    draft.browser.scopes = "openid".to_owned();
    draft.browser.identity_provider = "Facebook".to_owned();
    assert!(refusal(&draft).starts_with("invalid_request: identity_provider"));
    draft.browser.identity_provider.clear();
    draft.browser.prompt = poolwalk::cognito::managed_login::Prompt::from_wire("none");
    assert!(refusal(&draft).starts_with("login_required"));
}

#[test]
fn an_address_that_is_not_registered_never_comes_back() {
    let desk = Desk::new(ada());
    let mut draft = desk.draft(0);
    draft.browser.redirect_url = "http://localhost:8765/callback/".to_owned();
    let mut login = Login::start(draft.check().unwrap(), &Seed::new([7; 32]));
    let Next::Send(call) = login.next(Timestamp::now()) else { panic!() };
    login.on(Input::Sent(call.clone()), Timestamp::now());
    desk.engine.perform(RunId(1), Arc::new(Target { region: None, ..target() }), *call);
    let deadline = std::time::Instant::now() + Duration::from_secs(30);
    while desk.last.lock().unwrap().is_none() {
        assert!(std::time::Instant::now() < deadline, "the page never showed");
        std::thread::yield_now();
    }
    let page = desk.last.lock().unwrap().take().unwrap();
    assert_eq!((page.status, page.address.path()), (400, "/error"));
    assert!(page.html.contains("redirect_mismatch"));
    assert_eq!(desk.engine.try_event(), None, "it is still waited for");
    desk.engine.stop(RunId(1));
    let Event::Performed { performed, .. } = desk.engine.wait_event(Duration::from_secs(30)).unwrap();
    login.on(Input::Performed(performed), Timestamp::now());
    assert_eq!(login.ending(), Some(Ending::Stopped));
    wait_for_the_port();
}

fn target() -> Target {
    let endpoint = Some("http://127.0.0.1:9".to_owned());
    Target { endpoints: Endpoints { idp: endpoint, ..Endpoints::default() }, ..Target::default() }
}

#[test]
fn a_code_is_worth_nothing_without_the_verifier_and_works_once() {
    let desk = Desk::new(ada());
    let domain = Domain::parse(&desk.cast().domain, None).unwrap();
    let plan = desk.draft(0).check().unwrap();
    let redirect = RedirectUrl::parse("http://localhost:8765/callback").unwrap();
    let verifier = Secret::from("a-verifier-of-more-than-forty-three-characters-at-least");
    let code = || {
        let request = AuthorizeRequest {
            domain: domain.clone(),
            client: plan.client.clone().unwrap(),
            redirect: redirect.clone(),
            scopes: "openid".to_owned(),
            state: "s".into(),
            nonce: "n".into(),
            challenge: challenge_of(&verifier),
            identity_provider: None,
            prompt: None,
            login_hint: None,
        };
        match desk.perform(Call::Web(Box::new(WebCall::Authorize(request)))).result {
            Ok(Reply::CameBack { code, .. }) => code,
            other => panic!("{other:?}"),
        }
    };
    let redeem = |code: &Secret, verifier: &Secret, secret: Option<&str>| {
        let client = plan.client.clone().unwrap();
        let app = OAuthClient { domain: domain.clone(), client, secret: secret.map(Into::into) };
        let (code, verifier, redirect) = (code.clone(), verifier.clone(), redirect.clone());
        let grant = Grant::Code { code, verifier, redirect };
        desk.perform(Call::Web(Box::new(WebCall::Token { app, grant }))).result
    };
    let refused = |result: Result<Reply, Failure>, wanted: &str| match result {
        Err(Failure::Refused(refusal)) => assert_eq!(refusal.code, wanted),
        other => panic!("{other:?}"),
    };
    let other = Secret::from("another-verifier-of-more-than-forty-three-characters-too");
    refused(redeem(&code(), &other, None), "invalid_grant");
    refused(redeem(&code(), &verifier, Some("a secret of no client")), "invalid_client");
    let good = code();
    assert!(matches!(redeem(&good, &verifier, None), Ok(Reply::Tokens(_))));
    refused(redeem(&good, &verifier, None), "invalid_grant");
}

#[test]
fn fresh_tokens_are_had_and_called_off_and_the_browser_forgets() {
    let desk = Desk::new(ada());
    let login = desk.walk(&desk.draft(1), 7);
    let fresh = desk.after(&login, AfterBrowser::Refresh);
    assert_eq!(fresh.ending(), Some(Ending::Finished), "{:?}", fresh.steps());
    let (old, new) = (login.haul().tokens.clone().unwrap(), fresh.haul().tokens.clone().unwrap());
    assert_ne!(old.id, new.id);
    assert_eq!(old.refresh, new.refresh);
    let revoked = desk.after(&fresh, AfterBrowser::Revoke);
    assert_eq!(revoked.ending(), Some(Ending::Finished), "{:?}", revoked.steps());
    let tried = desk.after(&fresh, AfterBrowser::Refresh);
    assert_eq!(tried.ending(), Some(Ending::Refused));

    desk.is_at(Visitor::Nobody);
    let known = desk.walk(&desk.draft(1), 8);
    assert_eq!(known.ending(), Some(Ending::Finished), "the browser is known");
    let signed_out = desk.after(&known, AfterBrowser::SignOut);
    assert_eq!(signed_out.ending(), Some(Ending::Finished), "{:?}", signed_out.steps());
    assert_eq!(desk.seen().last().map(String::as_str), Some("localhost:8765/signed-out"));
    let mut never = desk.draft(1);
    never.browser.prompt = poolwalk::cognito::managed_login::Prompt::from_wire("none");
    assert_eq!(desk.walk(&never, 9).ending(), Some(Ending::Refused), "the browser is not known");
}

#[test]
fn nothing_of_the_walk_is_in_its_report_or_in_debug() {
    let desk = Desk::new(ada());
    let login = desk.walk(&desk.draft(1), 7);
    let texts = [report(login.steps()), format!("{login:?} {login:#?}")];
    let Haul { tokens, credentials, .. } = login.haul().clone();
    let TokenSet { id, access, refresh, .. } = tokens.unwrap();
    let Some(Call::Web(call)) = &login.steps()[0].call else { panic!() };
    let WebCall::Authorize(AuthorizeRequest { state, nonce, .. }) = &**call else { panic!() };
    let Some(Call::Web(call)) = &login.steps()[1].call else { panic!() };
    let WebCall::Token { grant: Grant::Code { code, verifier, .. }, .. } = &**call else { panic!() };
    let secrets = [id, access, refresh, credentials.map(|keys| keys.secret_access_key)];
    let sent = [state, nonce, code, verifier].map(|secret| Some(secret.clone()));
    for secret in secrets.into_iter().chain(sent) {
        let secret = secret.unwrap();
        assert!(secret.chars() > 20);
        for text in &texts {
            assert!(!text.contains(secret.expose()), "{text}");
        }
    }
}
