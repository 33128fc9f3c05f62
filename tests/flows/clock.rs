//! Time seen from the client: sessions, codes, tokens and locks that end, with the pool's clock and the
//! flow's put forward together, and what the person is told then.

use std::time::Duration;

use jiff::Timestamp;
use poolwalk::cognito::{Challenge, Params, Way};
use poolwalk::explain::{self, Advice, Context};
use poolwalk::flow::{Call, Draft, Ending, Flow as _, Input, Login, Next, Seed};
use poolwalk::practice::{Channel, TestClock};
use poolwalk::secret::Secret;

use crate::walker::{PUBLIC, World};

/// The app client that rotates refresh tokens.
const ROTATING: usize = 4;

/// A world whose time is the test's.
struct Era {
    world: World,
    clock: TestClock,
}

impl Era {
    fn new() -> Self {
        let clock = TestClock::new("2024-03-05T07:08:09Z".parse().unwrap());
        Self { world: World::fresh(clock.clone()), clock }
    }

    fn now(&self) -> Timestamp {
        self.clock.now()
    }

    fn later(&self, secs: u64) {
        self.clock.advance(Duration::from_secs(secs));
    }

    /// A form that ends with the tokens: AWS keys are signed with by the computer's clock.
    fn draft(&self, way: Way, username: &str) -> Draft {
        Draft { identity_pool: String::new(), ..self.world.draft(PUBLIC, way, username) }
    }

    /// Walks until something is asked, or to the end.
    fn begin(&self, draft: &Draft) -> Login {
        let mut login = Login::start(draft.check().unwrap(), &Seed::new([7; 32]));
        self.go_on(&mut login);
        login
    }

    fn go_on(&self, login: &mut Login) {
        while let Some(call) = self.send(login) {
            self.come_back(login, call);
        }
    }

    /// Lets the next call go; none when something is asked, or all is over.
    fn send(&self, login: &mut Login) -> Option<Call> {
        let Next::Send(call) = login.next(self.now()) else { return None };
        login.on(Input::Sent(call.clone()), self.now());
        Some(*call)
    }

    fn come_back(&self, login: &mut Login, call: Call) {
        let performed = self.world.perform(call);
        login.on(Input::Performed(Box::new(performed)), self.now());
    }

    fn answer(&self, login: &mut Login, key: &str, text: &Secret) {
        login.on(Input::Answer(Params::new().secret(key, text.clone())), self.now());
        self.go_on(login);
    }

    fn code(&self, login: &Login, channel: Channel) -> Secret {
        self.world.code(question(login), channel)
    }

    /// The refresh token of a sign-in just now.
    fn refresh_token(&self, client: usize) -> Secret {
        let draft = Draft { identity_pool: String::new(), ..self.world.draft(client, Way::UserSrp, "ada") };
        self.begin(&draft).haul().tokens.as_ref().unwrap().refresh.clone().unwrap()
    }

    fn refresh(&self, client: usize, token: &Secret) -> Login {
        let draft = self.world.draft(client, Way::RotateToken, "ada");
        self.begin(&Draft { identity_pool: String::new(), refresh_token: token.clone(), ..draft })
    }
}

fn question(login: &Login) -> &Challenge {
    login.question().expect("a question")
}

/// What is said of the step that was refused last.
fn advice(login: &Login) -> Advice {
    let step = login.steps().iter().rfind(|step| step.failure().is_some()).expect("a refusal");
    explain::failure(step.failure().unwrap(), &Context::within(step, login.config(), true))
}

fn said(login: &Login) -> String {
    advice(login).service_said.unwrap_or_default()
}

#[test]
fn a_session_lives_for_three_minutes() {
    let era = Era::new();
    for (secs, ending) in [(179, Ending::Finished), (181, Ending::Refused)] {
        let mut login = era.begin(&era.draft(Way::UserPassword, "ray"));
        assert_eq!(question(&login).expires(), Some(era.now() + jiff::SignedDuration::from_secs(180)));
        let code = era.code(&login, Channel::Email);
        era.later(secs);
        era.answer(&mut login, "EMAIL_OTP_CODE", &code);
        assert_eq!(login.ending(), Some(ending), "after {secs} seconds");
        if ending == Ending::Refused {
            assert_eq!(said(&login), "Invalid session for the user, session is expired.");
            assert_eq!(advice(&login).what, "The time for this answer is over");
        }
    }
}

#[test]
fn a_session_that_was_used_is_spent() {
    let era = Era::new();
    let mut login = era.begin(&era.draft(Way::UserPassword, "hedy"));
    let code = era.code(&login, Channel::AuthenticatorApp);
    login.on(Input::Answer(Params::new().secret("SOFTWARE_TOKEN_MFA_CODE", code)), era.now());
    let call = era.send(&mut login).unwrap();
    // The answer to this one is lost on the way, and it is sent again.
    assert!(era.world.perform(call.clone()).result.is_ok());
    era.come_back(&mut login, call);
    assert_eq!(login.ending(), Some(Ending::Refused));
    assert_eq!(said(&login), "Invalid session for the user, session can only be used once.");
    assert_eq!(advice(&login).what, "This question has been answered already");
}

#[test]
fn a_code_of_an_app_works_once_and_the_next_one_is_asked_for() {
    let era = Era::new();
    let totp_secret = era.world.totp_secret("hedy");
    let kept = Draft { totp_secret, ..era.draft(Way::UserSrp, "hedy") };
    assert_eq!(era.begin(&kept).ending(), Some(Ending::Finished));

    let mut again = era.begin(&kept);
    assert_eq!(question(&again).name, "SOFTWARE_TOKEN_MFA", "the code of this half minute is used up");
    assert_eq!(advice(&again).what, "This code has been used already");
    era.later(30);
    let next = era.code(&again, Channel::AuthenticatorApp);
    era.answer(&mut again, "SOFTWARE_TOKEN_MFA_CODE", &next);
    assert_eq!(again.ending(), Some(Ending::Finished));
    era.later(30);
    assert_eq!(era.begin(&kept).ending(), Some(Ending::Finished));
}

#[test]
fn a_proof_of_the_password_that_was_held_back_too_long_is_refused() {
    let era = Era::new();
    for (secs, ending) in [(170, Ending::Finished), (181, Ending::Refused)] {
        let mut login = Login::start(era.draft(Way::UserSrp, "ada").check().unwrap(), &Seed::new([7; 32]));
        let call = era.send(&mut login).unwrap();
        era.come_back(&mut login, call);
        era.later(secs);
        era.go_on(&mut login);
        assert_eq!(login.ending(), Some(ending), "after {secs} seconds");
    }
}

#[test]
fn a_clock_that_is_off_spoils_the_proof() {
    let era = Era::new();
    let mut login = Login::start(era.draft(Way::UserSrp, "ada").check().unwrap(), &Seed::new([7; 32]));
    let call = era.send(&mut login).unwrap();
    era.come_back(&mut login, call);
    let wrong = era.now() - jiff::SignedDuration::from_hours(1);
    let Next::Send(call) = login.next(wrong) else { panic!("a proof") };
    login.on(Input::Sent(call.clone()), wrong);
    era.come_back(&mut login, *call);
    assert_eq!(login.ending(), Some(Ending::Refused));
    assert!(advice(&login).why().contains("clock"), "{:?}", advice(&login));
}

#[test]
fn five_wrong_passwords_lock_the_user_for_a_while() {
    for way in [Way::UserPassword, Way::UserSrp] {
        let era = Era::new();
        let right = era.draft(way, "ada");
        let wrong = Draft { password: "Practice-Ada-2".into(), ..right.clone() };
        for _ in 0..5 {
            assert_eq!(said(&era.begin(&wrong)), "Incorrect username or password.", "{way:?}");
        }
        let locked = era.begin(&right);
        assert_eq!(locked.ending(), Some(Ending::Refused));
        assert_eq!(said(&locked), "Password attempts exceeded");
        assert!(advice(&locked).what.starts_with("Too many wrong passwords"), "{way:?}");
        era.later(1);
        assert_eq!(era.begin(&right).ending(), Some(Ending::Finished), "{way:?}");
    }
}

#[test]
fn a_rotated_refresh_token_is_good_for_a_moment_longer() {
    let era = Era::new();
    let first = era.refresh_token(ROTATING);
    let renewed = era.refresh(ROTATING, &first);
    let second = renewed.haul().tokens.as_ref().unwrap().refresh.clone().unwrap();
    assert_ne!(first, second);
    era.later(9);
    assert_eq!(era.refresh(ROTATING, &first).ending(), Some(Ending::Finished), "within the grace period");
    era.later(2);
    let late = era.refresh(ROTATING, &first);
    assert_eq!(late.ending(), Some(Ending::Refused));
    assert!(advice(&late).what.contains("refresh token"), "{:?}", advice(&late));
    assert!(advice(&late).why().contains("another one took its place"), "{:?}", advice(&late));
    assert_eq!(era.refresh(ROTATING, &second).ending(), Some(Ending::Finished));
}

#[test]
fn a_refresh_token_ends_after_its_days() {
    let era = Era::new();
    let token = era.refresh_token(PUBLIC);
    era.later(29 * 24 * 3600);
    assert_eq!(era.refresh(PUBLIC, &token).ending(), Some(Ending::Finished));
    era.later(2 * 24 * 3600);
    let late = era.refresh(PUBLIC, &token);
    assert_eq!(late.ending(), Some(Ending::Refused));
    assert!(advice(&late).what.contains("refresh token"), "{:?}", advice(&late));
}

#[test]
fn an_id_token_that_was_held_back_for_an_hour_is_no_login() {
    let era = Era::new();
    let draft = era.world.draft(PUBLIC, Way::UserPassword, "ada");
    let mut login = Login::start(draft.check().unwrap(), &Seed::new([7; 32]));
    let call = era.send(&mut login).unwrap();
    era.come_back(&mut login, call);
    era.later(3601);
    era.go_on(&mut login);
    assert_eq!(login.ending(), Some(Ending::Refused));
    assert_eq!(advice(&login).what, "The ID token has expired");
}

#[test]
fn the_token_of_the_identity_pool_ends_after_ten_minutes() {
    let era = Era::new();
    let classic_role = "arn:aws:iam::123456789012:role/PracticeReader".to_owned();
    let draft = Draft { classic_role, ..era.world.draft(PUBLIC, Way::UserPassword, "ada") };
    let mut login = Login::start(draft.check().unwrap(), &Seed::new([7; 32]));
    for _ in 0..3 {
        let call = era.send(&mut login).unwrap();
        era.come_back(&mut login, call);
    }
    era.later(601);
    era.go_on(&mut login);
    assert_eq!(login.ending(), Some(Ending::Refused));
    assert_eq!(advice(&login).what, "The identity pool’s token has expired", "{}", said(&login));
}
