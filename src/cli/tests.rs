//! A person at the terminal, played by a script: what is asked, in which order, and what the walk
//! makes of the answers. The whole program is run by `tests/cli.rs`.

use std::collections::VecDeque;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::answers::Answers;
use super::args::SignInArgs;
use super::company::Reader;
use super::console::Console;
use super::outcome::Outcome;
use super::paint::Paint;
use super::purpose::Purpose;
use super::setup::{Refusal, set_up};
use super::trouble::Explanation;
use super::walk::{World, walk};
use super::{carry_out, quietly};
use crate::cognito::Params;
use crate::engine::{Engine, clock};
use crate::flow::{
    AccountCall, AccountReply, Call, Draft, Errand, ErrandKind, ErrandPlan, Failure, Flow, Login, Performed,
    Refusal as Refused, Reply, Seed, TokenSet,
};
use crate::secret::Secret;

/// Types these answers one after the other, and remembers what was asked.
#[derive(Default)]
pub(super) struct Person {
    types: VecDeque<&'static str>,
    pub(super) asked: Vec<String>,
}

impl Person {
    pub(super) fn who_types(answers: &[&'static str]) -> Self {
        Self { types: answers.iter().copied().collect(), asked: Vec::new() }
    }
}

impl Console for Person {
    fn is_interactive(&self) -> bool {
        true
    }

    fn ask(&mut self, label: &str) -> io::Result<Option<String>> {
        self.asked.push(label.to_owned());
        Ok(self.types.pop_front().map(str::to_owned))
    }

    fn ask_secret(&mut self, label: &str) -> io::Result<Option<Secret>> {
        self.asked.push(format!("{label} (hidden)"));
        Ok(self.types.pop_front().map(Secret::from))
    }

    fn stdin_line(&mut self) -> io::Result<Secret> {
        Ok("from stdin".into())
    }

    fn variable(&self, name: &str) -> Option<Secret> {
        (name == "PW").then(|| "from the environment".into())
    }
}

fn args() -> SignInArgs {
    let own = |text: &str| Some(text.to_owned());
    SignInArgs { client: own("abc"), user_pool: own("eu-west-1_Ab12Cd34E"), ..SignInArgs::default() }
}

#[test]
fn what_is_missing_is_asked_for() {
    let mut person = Person::who_types(&["ada", "s3cret"]);
    let setup = set_up(&args(), Purpose::SignIn, &mut person).unwrap();
    assert_eq!(person.asked, ["Username", "Password of ada (hidden)"]);
    assert_eq!(setup.config.username, "ada");
    assert_eq!(setup.config.password.expose(), "s3cret");
}

#[test]
fn what_is_given_is_not_asked_for() {
    let mut person = Person::default();
    let args = SignInArgs { username: Some("ada".into()), password_env: Some("PW".into()), ..args() };
    let setup = set_up(&args, Purpose::SignIn, &mut person).unwrap();
    assert_eq!(person.asked, [""; 0]);
    assert_eq!(setup.config.password.expose(), "from the environment");
    let args = SignInArgs { password_env: None, password_stdin: true, ..args };
    assert_eq!(set_up(&args, Purpose::SignIn, &mut person).unwrap().config.password.expose(), "from stdin");
}

#[test]
fn nobody_types_a_password_for_a_walk_that_cannot_begin() {
    let mut person = Person::who_types(&["ada", "s3cret"]);
    let args = SignInArgs { endpoint: Some("nowhere".into()), ..args() };
    assert!(matches!(set_up(&args, Purpose::SignIn, &mut person), Err(Refusal::Problems(_))));
    assert_eq!(person.asked, [""; 0]);
}

/// What the pool says to each call, and what it was sent.
struct Pool {
    says: VecDeque<Result<Reply, Failure>>,
    heard: Vec<Call>,
}

impl Pool {
    fn that_says(replies: Vec<Result<Reply, Failure>>) -> Self {
        Self { says: replies.into(), heard: Vec::new() }
    }

    fn perform(&mut self, call: Call) -> Performed {
        self.heard.push(call);
        let result = self.says.pop_front().unwrap();
        Performed { result, exchange: None, started: Timestamp::UNIX_EPOCH, took: Duration::from_millis(7) }
    }
}

fn asks(name: &str) -> Reply {
    let parameters = Params::new().plain("requiredAttributes", r#"["userAttributes.given_name"]"#);
    Reply::Challenge { name: name.into(), session: None, parameters, available: Vec::new() }
}

fn refuses(code: &str) -> Failure {
    Failure::Refused(Refused { code: code.into(), message: "No".into(), status: 400 })
}

fn refuses_saying(code: &str, message: &str) -> Failure {
    Failure::Refused(Refused { code: code.into(), message: message.into(), status: 400 })
}

fn signs_in() -> Reply {
    Reply::Tokens(TokenSet { id: Some("a.b.c".into()), ..TokenSet::default() })
}

/// Walks with the password flow; gives how it ended and what was printed.
fn walked(pool: &mut Pool, person: &mut Person) -> (Outcome, String) {
    let mut login = Login::start(draft().check().unwrap(), &Seed::new([1; 32]));
    driven(&mut login, pool, person)
}

/// Runs an errand of ada's.
fn run(kind: ErrandKind, pool: &mut Pool, person: &mut Person) -> (Outcome, String) {
    let config = draft().check_errand(kind).unwrap();
    let plan = ErrandPlan { kind, about: None, config, access_token: Some("access".into()) };
    driven(&mut Errand::start(plan, Timestamp::UNIX_EPOCH), pool, person)
}

fn draft() -> Draft {
    let mut draft = Draft { client: "abc".into(), region: "eu-west-1".into(), ..Draft::default() };
    (draft.username, draft.password) = ("ada".into(), "s3cret".into());
    draft.way = crate::cognito::Way::UserPassword;
    draft
}

fn driven(flow: &mut dyn Flow, pool: &mut Pool, person: &mut Person) -> (Outcome, String) {
    let now = || Timestamp::UNIX_EPOCH;
    let mut perform = |call| pool.perform(call);
    let mut world = World { perform: &mut perform, now: &now };
    let mut out = Vec::new();
    let mut reader = reader(person, &mut out);
    let outcome = walk(flow, &mut world, &mut reader);
    (outcome, String::from_utf8(out).unwrap())
}

fn reader<'a>(person: &'a mut Person, out: &'a mut Vec<u8>) -> Reader<'a> {
    Reader {
        explains: false,
        answers: Answers::default(),
        console: person,
        out,
        now: &|| Timestamp::UNIX_EPOCH,
        paint: Paint { is_colored: false },
        inbox: &|_| vec!["Practice inbox: 123456".to_owned()],
        is_practice: true,
        setback: None,
        is_live: false,
        unread: Ok(()),
    }
}

#[test]
fn a_new_password_is_asked_for_without_showing_it() {
    let mut person = Person::who_types(&["N3w-Secret!", "Ada"]);
    let mut pool = Pool::that_says(vec![Ok(asks("NEW_PASSWORD_REQUIRED")), Ok(signs_in())]);
    let (outcome, printed) = walked(&mut pool, &mut person);
    assert_eq!(outcome, Outcome::Finished);
    assert_eq!(person.asked, ["New password (hidden)", "Given name"]);
    let Call::RespondToAuthChallenge { responses, .. } = &pool.heard[1] else { panic!() };
    assert_eq!(responses.expose("NEW_PASSWORD"), Some("N3w-Secret!"));
    assert_eq!(responses.visible("userAttributes.given_name"), Some("Ada"));
    assert!(!printed.contains("N3w-Secret!"));
    insta::assert_snapshot!(printed, @r"
    ✓ InitiateAuth                USER_PASSWORD_AUTH · ada                 7 ms           → NEW_PASSWORD_REQUIRED
    Cognito asks for a new password
      This user was created by an administrator with a temporary password. It probably works only
      once: finish here, or ask for a new one.
      Practice inbox: 123456
    ✓ RespondToAuthChallenge      NEW_PASSWORD_REQUIRED                    7 ms           → ID token
    ");
}

#[test]
fn a_mistyped_code_is_asked_for_again() {
    let mut person = Person::who_types(&["000000", "123456"]);
    let mut pool = Pool::that_says(vec![
        Ok(asks("SOFTWARE_TOKEN_MFA")),
        Err(refuses("CodeMismatchException")),
        Ok(signs_in()),
    ]);
    assert_eq!(walked(&mut pool, &mut person).0, Outcome::Finished);
    assert_eq!(person.asked.len(), 2);
    assert_eq!(pool.heard.len(), 3);
}

#[test]
fn why_an_answer_was_refused_is_told_before_the_next_one_is_typed() {
    let mut person = Person::who_types(&["short", "Ada", "N3w-Secret!", "Ada"]);
    let rule = "Password did not conform with policy: Password not long enough";
    let mut pool = Pool::that_says(vec![
        Ok(asks("NEW_PASSWORD_REQUIRED")),
        Err(refuses_saying("InvalidPasswordException", rule)),
        Ok(signs_in()),
    ]);
    let (outcome, printed) = walked(&mut pool, &mut person);
    assert_eq!(outcome, Outcome::Finished);
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = printed.find(&format!("The service said: {rule}")).unwrap();
    assert!(told < printed.rfind("Cognito asks for a new password").unwrap(), "{printed}");

    let mut person = Person::who_types(&["y", "000000", "N3w-Secret!"]);
    let sent = AccountReply::CodeSent { delivery: None };
    let wrong = refuses_saying("CodeMismatchException", "Invalid verification code provided");
    let mut pool = Pool::that_says(vec![Ok(Reply::Account(sent)), Err(wrong)]);
    let (_, printed) = run(ErrandKind::ForgotPassword, &mut pool, &mut person);
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    assert_eq!(
        printed.matches("The service said: Invalid verification code provided").count(),
        1,
        "{printed}"
    );
}

#[test]
fn a_choice_is_picked_by_number_or_name_and_a_slip_is_asked_for_again() {
    for (typed, asked) in [(&["2"][..], 1), (&["0", "3", "", "sms", "SMS_MFA2", "email_otp"], 6)] {
        let mut person = Person::who_types(typed);
        let offer = Params::new().plain("MFAS_CAN_CHOOSE", r#"["SMS_MFA","EMAIL_OTP"]"#);
        let choose = Reply::Challenge {
            name: "SELECT_MFA_TYPE".into(),
            session: None,
            parameters: offer,
            available: Vec::new(),
        };
        let mut pool = Pool::that_says(vec![Ok(choose), Ok(signs_in())]);
        let (outcome, printed) = walked(&mut pool, &mut person);
        assert_eq!((outcome, pool.heard.len()), (Outcome::Finished, 2), "{typed:?}");
        assert_eq!(person.asked, vec!["Second factor (1 SMS_MFA, 2 EMAIL_OTP)"; asked]);
        assert_eq!(printed.matches("That is none of them").count(), asked - 1);
        let Call::RespondToAuthChallenge { responses, .. } = &pool.heard[1] else { panic!() };
        assert_eq!(responses.visible("ANSWER"), Some("EMAIL_OTP"));
    }
}

#[test]
fn an_empty_line_is_no_code_and_is_never_sent() {
    let mut person = Person::who_types(&["y", "", "123456", "", "N3w-Secret!"]);
    let sent = AccountReply::CodeSent { delivery: None };
    let mut pool = Pool::that_says(vec![Ok(Reply::Account(sent)), Ok(Reply::Done)]);
    let (outcome, printed) = run(ErrandKind::ForgotPassword, &mut pool, &mut person);
    assert_eq!((outcome, pool.heard.len()), (Outcome::Finished, 2));
    assert_eq!(printed.matches("This may not stay empty").count(), 2, "{printed}");
}

#[test]
fn who_closes_the_terminal_leaves_the_question_open() {
    let mut pool = Pool::that_says(vec![Ok(asks("SOFTWARE_TOKEN_MFA"))]);
    assert_eq!(walked(&mut pool, &mut Person::default()).0, Outcome::NeedsAnswer);
}

#[test]
fn a_wrong_code_that_nobody_corrects_is_a_refusal() {
    let mut person = Person::who_types(&["000000"]);
    let mut pool =
        Pool::that_says(vec![Ok(asks("SOFTWARE_TOKEN_MFA")), Err(refuses("CodeMismatchException"))]);
    assert_eq!(walked(&mut pool, &mut person).0, Outcome::Refused);
}

#[test]
fn an_unknown_question_is_put_as_it_came() {
    for (typed, key, value) in
        [("42", "ANSWER", "42"), ("SMS_MFA_CODE=1=2", "SMS_MFA_CODE", "1=2"), ("E=m", "ANSWER", "E=m")]
    {
        let mut person = Person::who_types(&[typed]);
        let mut pool = Pool::that_says(vec![Ok(asks("TELEPATHY")), Ok(signs_in())]);
        let (outcome, printed) = walked(&mut pool, &mut person);
        assert_eq!(outcome, Outcome::Finished);
        assert_eq!(person.asked, ["Answer, or KEY=VALUE (hidden)"]);
        let Call::RespondToAuthChallenge { responses, .. } = &pool.heard[1] else { panic!() };
        assert_eq!((responses.expose(key), responses.visible(key)), (Some(value), None));
        assert!(printed.contains("\n  requiredAttributes: [\"userAttributes.given_name\"]\n"), "{printed}");
    }
}

#[test]
fn nobody_is_messaged_before_a_yes() {
    for typed in [&["n"][..], &[""], &[]] {
        let mut person = Person::who_types(typed);
        let mut pool = Pool::that_says(vec![]);
        let (outcome, printed) = run(ErrandKind::ForgotPassword, &mut pool, &mut person);
        assert_eq!((outcome, pool.heard.len()), (Outcome::NeedsAnswer, 0));
        assert_eq!(person.asked, ["Send the code? [y/N]"]);
        assert!(printed.contains("Cognito sends a message to the verified e-mail address or phone of ada"));
    }
}

#[test]
fn a_no_is_told_as_one_and_not_as_an_option_that_is_missing() {
    let config = draft().check_errand(ErrandKind::ForgotPassword).unwrap();
    let plan = ErrandPlan { kind: ErrandKind::ForgotPassword, about: None, config, access_token: None };
    let mut errand = Errand::start(plan, Timestamp::UNIX_EPOCH);
    let (outcome, _) = driven(&mut errand, &mut Pool::that_says(vec![]), &mut Person::who_types(&["n"]));
    let told = Explanation::of_no(&errand, outcome).unwrap();
    assert_eq!(told.what, "Nothing was sent");
    assert!(!told.next.contains("--yes"), "{told:?}");
    assert_eq!(Explanation::of_no(&errand, Outcome::Refused), None);
}

#[test]
fn a_forgotten_password_is_reset_at_the_terminal() {
    let mut person = Person::who_types(&["y", "000000", "N3w-Secret!", "123456", "N3w-Secret!"]);
    let sent = AccountReply::CodeSent { delivery: None };
    let mut pool = Pool::that_says(vec![
        Ok(Reply::Account(sent)),
        Err(refuses("CodeMismatchException")),
        Ok(Reply::Done),
    ]);
    let (outcome, printed) = run(ErrandKind::ForgotPassword, &mut pool, &mut person);
    assert_eq!((outcome, pool.heard.len()), (Outcome::Finished, 3));
    let fields = ["Code from the message", "New password (hidden)"];
    assert_eq!(person.asked, [&["Send the code? [y/N]"][..], &fields, &fields].concat());
    assert!(!printed.contains("N3w-Secret!"), "{printed}");
}

#[test]
fn what_is_refused_after_a_yes_is_agreed_to_again() {
    let mut person = Person::who_types(&["pw", "", "", "", "", "y", "eva", "pw", "", "", "", "", "y"]);
    let signed_up = AccountReply::SignedUp { is_confirmed: true, user_sub: "1".into(), delivery: None };
    let mut pool =
        Pool::that_says(vec![Err(refuses("UsernameExistsException")), Ok(Reply::Account(signed_up))]);
    let kind = ErrandKind::SignUp;
    let (outcome, printed) = run(kind, &mut pool, &mut person);
    assert_eq!(outcome, Outcome::Finished);
    assert!(!printed.contains("Username:"), "{printed}");
    let Call::Account(AccountCall::SignUp { named, password, .. }) = &pool.heard[1] else { panic!() };
    assert_eq!((named.username.as_str(), password), ("eva", &Some("pw".into())));
    assert_eq!(person.asked.iter().filter(|label| *label == "Username").count(), 1, "{:?}", person.asked);
    let yes: Vec<_> =
        person.asked.iter().enumerate().filter(|(_, label)| *label == "Sign up? [y/N]").collect();
    assert_eq!(yes.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [5, 12], "after what it is a yes to");
}

/// Whoever reads the message that was sent, in the practice inbox.
#[test]
fn a_one_time_password_is_at_hand_where_the_question_names_nobody() {
    for (username, factor) in [("fernando", "EMAIL_OTP"), ("fernando", "SMS_OTP"), ("FERNANDO", "EMAIL_OTP")]
    {
        let own = |text: &str| Some(text.to_owned());
        let args = SignInArgs {
            practice: true,
            username: own(username),
            flow: own("choice"),
            preferred: own(factor),
            ..SignInArgs::default()
        };
        let setup = set_up(&args, Purpose::SignIn, &mut Person::default()).unwrap();
        let (engine, target) = (Engine::new(Arc::new(|| {})).unwrap(), Arc::new(setup.target));
        let practice = setup.practice.unwrap();
        let mut login = Login::start(setup.config, &Seed::new([1; 32]));
        let mut perform = |call| carry_out(&engine, &target, &call);
        let mut world = World { perform: &mut perform, now: &clock::now };
        let (mut person, mut out) = (Person::default(), Vec::new());
        let walked = (&mut login, &mut world);
        let (answers, paint) = (setup.answers, Paint { is_colored: false });
        let (_, printed) = quietly::read_along(
            walked,
            (answers, false, Some(&practice)),
            &mut person,
            (&mut out, paint, false),
        );
        printed.unwrap();
        let printed = String::from_utf8(out).unwrap();
        let code = practice.inbox_of("fernando").into_iter().find(|entry| entry.destination.is_some());
        let code = code.unwrap().code;
        assert!(printed.contains(&format!("· {} for ", code.expose())), "{factor}: {printed}");
    }
}

#[test]
fn a_user_without_a_password_so_far_leaves_it_empty() {
    let config = Draft { password: Secret::default(), ..draft() }.check_errand(ErrandKind::ChangePassword);
    let (kind, access_token) = (ErrandKind::ChangePassword, Some("access".into()));
    let plan = ErrandPlan { kind, about: None, config: config.unwrap(), access_token };
    let mut person = Person::who_types(&["N3w-Secret!", "", "y"]);
    let mut pool = Pool::that_says(vec![Ok(Reply::Done)]);
    let mut errand = Errand::start(plan, Timestamp::UNIX_EPOCH);
    assert_eq!(driven(&mut errand, &mut pool, &mut person).0, Outcome::Finished);
    assert_eq!(person.asked[1], "Password so far (may stay empty) (hidden)");
    let Call::Account(AccountCall::ChangePassword { previous, proposed, .. }) = &pool.heard[0] else {
        panic!()
    };
    assert_eq!((previous, proposed.expose()), (&None, "N3w-Secret!"));
}
