//! The odd turns of errands, with scripted replies: what goes out first, and what comes of a refusal.

use jiff::Timestamp;
use poolwalk::cognito::{Device, Params, Way};
use poolwalk::flow::{
    AccountCall, AccountReply, Call, Delivery, Draft, Ending, Errand, ErrandKind, Failure, Flow, Input,
    KnownDevice, Need, Next, Performed, Refusal, Reply, TokenSet,
};
use poolwalk::secret::Secret;

use crate::errands::{plan, yes};
use crate::script;

fn start(kind: ErrandKind) -> Errand {
    let token = |text: &str| Some(Secret::from(text));
    let tokens = TokenSet { access: token("access"), refresh: token("refresh"), ..TokenSet::default() };
    Errand::start(plan(&script::draft(Way::UserPassword), kind, Some(tokens)), Timestamp::UNIX_EPOCH)
}

fn send(errand: &mut Errand) -> Call {
    let Next::Send(call) = errand.next(Timestamp::UNIX_EPOCH) else { panic!("no call is next") };
    errand.on(Input::Sent(call.clone()), Timestamp::UNIX_EPOCH);
    *call
}

fn come_back(errand: &mut Errand, result: Result<Reply, Failure>) {
    let started = Timestamp::UNIX_EPOCH;
    let performed = Performed { result, exchange: None, started, took: std::time::Duration::ZERO };
    errand.on(Input::Performed(Box::new(performed)), started);
}

fn answer(errand: &mut Errand, answers: Params) {
    errand.on(Input::Answer(answers), Timestamp::UNIX_EPOCH);
}

fn refused(code: &str, message: &str) -> Result<Reply, Failure> {
    Err(Failure::Refused(Refusal { code: code.into(), message: message.into(), status: 400 }))
}

#[test]
fn nothing_goes_on_the_wire_before_somebody_has_agreed() {
    for kind in ErrandKind::ALL {
        let mut errand = start(kind);
        let only_looks = matches!(kind, ErrandKind::ViewUser | ErrandKind::Devices);
        match errand.next(Timestamp::UNIX_EPOCH) {
            Next::Send(call) => {
                let name = call.operation().name();
                assert!(only_looks && ["GetUser", "ListDevices"].contains(&name), "{kind:?} sends {name}");
            }
            Next::Ask(asked) => {
                assert!(!only_looks, "{kind:?}");
                let typed = matches!(
                    kind,
                    ErrandKind::ConfirmSignUp | ErrandKind::ConfirmReset | ErrandKind::ConfirmAttribute
                );
                assert_eq!(asked.is_consent(), !typed, "{kind:?}: a code that is typed is a yes");
                assert_ne!(asked.verb(), "Answer", "{kind:?}");
                errand.on(Input::Stop, Timestamp::UNIX_EPOCH);
                assert_eq!(errand.next(Timestamp::UNIX_EPOCH), Next::Finished(Ending::Stopped));
                assert!(errand.steps().iter().all(|step| step.call.is_none()), "{kind:?}");
            }
            other => panic!("{kind:?}: {other:?}"),
        }
    }
}

#[test]
fn an_errand_needs_of_the_form_only_what_it_uses() {
    let empty =
        Draft { client: "1h57kf5cpq17m0eml12EXAMPLE".into(), region: "eu-west-1".into(), ..Draft::default() };
    for kind in ErrandKind::ALL {
        assert_eq!(empty.check_errand(kind).is_err(), kind.need() == Need::Username, "{kind:?}");
    }
    let placeless = Draft { region: String::new(), ..empty };
    assert!(placeless.check_errand(ErrandKind::SignUp).is_err());
}

#[test]
fn a_sign_up_that_counts_at_once_asks_for_no_code() {
    let mut errand = start(ErrandKind::SignUp);
    answer(&mut errand, Params::new().plain("Username", " eve ").secret("Password", "x".into()));
    let Call::Account(AccountCall::SignUp { named, attributes, .. }) = send(&mut errand) else { panic!() };
    assert_eq!((named.username.as_str(), attributes.is_empty()), ("eve", true));
    let reply = AccountReply::SignedUp { is_confirmed: true, user_sub: "sub".into(), delivery: None };
    come_back(&mut errand, Ok(Reply::Account(reply)));
    assert_eq!(errand.ending(), Some(Ending::Finished));
    assert_eq!(errand.steps().len(), 1);
}

#[test]
fn a_name_that_is_taken_can_be_chosen_again() {
    let mut errand = start(ErrandKind::SignUp);
    answer(&mut errand, Params::new().plain("Username", "eve").plain("userAttributes.email", "e@x.test"));
    send(&mut errand);
    come_back(&mut errand, refused("UsernameExistsException", "User already exists"));
    let asked = errand.question().unwrap().clone();
    assert_eq!(asked.known(&asked.fields()[0]), Some("eve"));
    answer(&mut errand, Params::new().plain("Username", "eva").plain("userAttributes.email", "e@x.test"));
    let Call::Account(AccountCall::SignUp { named, attributes, .. }) = send(&mut errand) else { panic!() };
    assert_eq!((named.username.as_str(), attributes.expose("email")), ("eva", Some("e@x.test")));
}

#[test]
fn an_answer_that_was_taken_back_is_not_sent_again() {
    let mut errand = start(ErrandKind::SignUp);
    let first = Params::new().plain("Username", "eve").secret("Password", "x".into());
    let first = first.plain("userAttributes.phone_number", "+1").plain("userAttributes.custom:team", "blue");
    answer(&mut errand, first);
    send(&mut errand);
    come_back(&mut errand, refused("InvalidParameterException", "Invalid phone number format."));
    answer(&mut errand, Params::new().plain("Username", "eve").plain("userAttributes.email", "e@x.test"));
    let Call::Account(AccountCall::SignUp { named, password, attributes }) = send(&mut errand) else {
        panic!()
    };
    assert_eq!((named.username.as_str(), password), ("eve", None));
    assert_eq!(attributes, Params::new().plain("email", "e@x.test"));

    let mut errand = start(ErrandKind::EditAttribute);
    answer(&mut errand, Params::new().plain("Name", "email").plain("Value", "nonsense"));
    send(&mut errand);
    come_back(&mut errand, refused("InvalidParameterException", "Invalid email address format."));
    answer(&mut errand, Params::new().plain("Name", "email"));
    let Call::Account(AccountCall::UpdateUserAttributes { attributes, .. }) = send(&mut errand) else {
        panic!()
    };
    assert_eq!(attributes, Params::new().plain("email", ""));
}

#[test]
fn what_an_earlier_question_was_told_stays_when_a_later_one_is_put_again() {
    let mut errand = start(ErrandKind::VerifyAttribute);
    answer(&mut errand, Params::new().plain("AttributeName", "phone_number"));
    send(&mut errand);
    come_back(&mut errand, Ok(Reply::Account(AccountReply::CodeSent { delivery: None })));
    answer(&mut errand, Params::new().secret("Code", "1".into()));
    send(&mut errand);
    come_back(&mut errand, refused("CodeMismatchException", "no"));
    answer(&mut errand, Params::new().secret("Code", "2".into()));
    let Call::Account(AccountCall::VerifyUserAttribute { attribute, code, .. }) = send(&mut errand) else {
        panic!()
    };
    assert_eq!((attribute.as_str(), code), ("phone_number", "2".into()));
}

#[test]
fn a_code_that_is_over_ends_the_errand_and_one_that_is_wrong_does_not() {
    for (code, ending) in [("CodeMismatchException", None), ("ExpiredCodeException", Some(Ending::Refused))] {
        let mut errand = start(ErrandKind::ConfirmSignUp);
        answer(&mut errand, Params::new().secret("ConfirmationCode", "1".into()));
        send(&mut errand);
        come_back(&mut errand, refused(code, "no"));
        assert_eq!((errand.ending(), errand.question().is_some()), (ending, ending.is_none()), "{code}");
    }
}

#[test]
fn what_was_done_counts_even_if_looking_at_it_is_refused() {
    let mut errand = start(ErrandKind::ForgetDevice);
    answer(&mut errand, Params::new().plain("DeviceKey", "key"));
    send(&mut errand);
    come_back(&mut errand, Ok(Reply::Done));
    send(&mut errand);
    come_back(&mut errand, refused("TooManyRequestsException", "Rate exceeded"));
    assert_eq!(errand.ending(), Some(Ending::Finished));
}

#[test]
fn only_the_device_that_is_remembered_here_is_gone_from_here() {
    for (about, sent, is_gone) in [("own", " own ", true), ("own", "other", false), ("other", "own", true)] {
        let token = Some(Secret::from("access"));
        let tokens = TokenSet { access: token, ..TokenSet::default() };
        let mut plan = plan(&script::draft(Way::UserPassword), ErrandKind::ForgetDevice, Some(tokens));
        plan.about = Some(about.into());
        plan.config.device =
            Some(Device { key: "own".into(), group_key: "group".into(), password: "x".into() });
        let mut errand = Errand::start(plan, Timestamp::UNIX_EPOCH);
        answer(&mut errand, Params::new().plain("DeviceKey", sent));
        send(&mut errand);
        assert!(!errand.haul().device_is_gone, "not before the pool has forgotten it");
        come_back(&mut errand, Ok(Reply::Done));
        assert_eq!(errand.haul().device_is_gone, is_gone, "{about}, {sent}");
    }
}

#[test]
fn a_long_list_is_fetched_page_by_page_and_one_that_stands_still_is_left() {
    let device =
        |key: &str| KnownDevice { key: key.into(), name: None, status: None, address: None, last_used: None };
    let mut errand = start(ErrandKind::Devices);
    for (key, page, next) in [("a", None, "2"), ("b", Some("2"), "3"), ("c", Some("3"), "3")] {
        let Call::Account(AccountCall::ListDevices { page: sent, .. }) = send(&mut errand) else { panic!() };
        assert_eq!(sent.as_deref(), page);
        let reply = AccountReply::Devices { devices: vec![device(key)], next: Some(next.into()) };
        come_back(&mut errand, Ok(Reply::Account(reply)));
    }
    assert_eq!(errand.ending(), Some(Ending::Finished));
    assert_eq!(errand.haul().devices.as_ref().unwrap().len(), 3);
}

#[test]
fn the_attribute_that_a_code_was_sent_for_is_the_one_that_is_verified() {
    let mut errand = start(ErrandKind::EditAttribute);
    answer(&mut errand, Params::new().plain("Name", "email").plain("Value", "a@x.test"));
    send(&mut errand);
    let delivery = Delivery { destination: "a***".into(), medium: "EMAIL".into(), attribute: "email".into() };
    come_back(&mut errand, Ok(Reply::Account(AccountReply::Updated { deliveries: vec![delivery] })));
    let asked = errand.question().unwrap();
    assert_eq!(asked.parameters.visible("CODE_DELIVERY_DESTINATION"), Some("a***"));
    assert_eq!((asked.expires(), asked.is_consent()), (None, false));
    answer(&mut errand, Params::new().secret("Code", "123456".into()));
    let Call::Account(AccountCall::VerifyUserAttribute { attribute, .. }) = send(&mut errand) else {
        panic!()
    };
    assert_eq!(attribute, "email");
}

#[test]
fn the_hash_is_over_the_name_that_is_sent_and_the_secret_itself_goes_with_a_revocation() {
    let draft = Draft { client_secret: "hush".into(), ..script::draft(Way::UserPassword) };
    let mut errand = Errand::start(plan(&draft, ErrandKind::SignUp, None), Timestamp::UNIX_EPOCH);
    answer(&mut errand, Params::new().plain("Username", "eve"));
    let Call::Account(AccountCall::SignUp { named, .. }) = send(&mut errand) else { panic!() };
    let expected = poolwalk::cognito::secret_hash("eve", &named.client, &"hush".into());
    assert_eq!(named.secret_hash, Some(Secret::from(expected)));

    let tokens = TokenSet { refresh: Some("refresh".into()), ..TokenSet::default() };
    let plan = plan(&draft, ErrandKind::RevokeToken, Some(tokens));
    let mut errand = Errand::start(plan, Timestamp::UNIX_EPOCH);
    answer(&mut errand, yes());
    let Call::Account(AccountCall::RevokeToken { client_secret, token, .. }) = send(&mut errand) else {
        panic!()
    };
    assert_eq!((client_secret, token), (Some("hush".into()), "refresh".into()));
}
