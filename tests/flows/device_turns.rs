//! The odd turns of remembered devices: not confirmed, gone, unknown, with a wrong password.

use poolwalk::cognito::{Device, Params, Way};
use poolwalk::explain::{self, Context};
use poolwalk::flow::{Call, Draft, Ending, Flow as _, NewDevice, Reply, TokenSet};

use crate::script::{Script, answer_parts, challenge, draft, sign_in_parameters, tokens, verifier};
use crate::turns::{operation, said};

pub(crate) fn device() -> Device {
    Device { key: "eu-west-1_1f2e".into(), group_key: "-group".into(), password: "device-password".into() }
}

fn with_new_device() -> Reply {
    let Reply::Tokens(set) = tokens() else { panic!("tokens") };
    let new_device = Some(NewDevice { key: "eu-west-1_1f2e".into(), group_key: "-group".into() });
    Reply::Tokens(TokenSet { new_device, ..set })
}

/// A first half of a device's proof that can be answered.
fn device_verifier() -> Reply {
    let Reply::Challenge { parameters, .. } = verifier("alice") else { panic!("a challenge") };
    challenge("DEVICE_PASSWORD_VERIFIER", "d2", parameters.plain("DEVICE_KEY", "eu-west-1_1f2e"))
}

#[test]
fn a_device_that_is_not_confirmed_does_not_stop_the_walk() {
    let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
    script.reply(with_new_device());
    let call = script.refuse("InvalidParameterException");
    assert_eq!(call.operation().name(), "ConfirmDevice");
    assert_eq!(operation(&mut script), "GetId");
    assert_eq!(script.states()[..3], ["done", "refused", "under_way"]);
    assert_eq!(script.login.haul().device, None);

    let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
    script.reply(with_new_device());
    script.reply(Reply::DeviceConfirmed { user_decides: true });
    let call = script.refuse("InvalidParameterException");
    assert_eq!(call.operation().name(), "UpdateDeviceStatus");
    assert_eq!(operation(&mut script), "GetId");
    assert!(script.login.haul().device.is_some(), "it was confirmed, and proves itself later");
}

#[test]
fn a_new_device_is_left_alone_unless_it_is_to_be_remembered() {
    let mut script = Script::password();
    script.reply(with_new_device());
    assert_eq!(operation(&mut script), "GetId");

    let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
    script.reply(with_new_device());
    let call = script.reply(Reply::DeviceConfirmed { user_decides: false });
    let Call::ConfirmDevice { access_token, device_key, .. } = call else { panic!("{call:?}") };
    assert_eq!((access_token.expose(), device_key.as_str()), ("access", "eu-west-1_1f2e"));
    assert_eq!(operation(&mut script), "GetId", "the pool remembers it without being asked");
    let kept = script.login.haul().device.clone().unwrap();
    assert_eq!((kept.key.as_str(), kept.group_key.as_str()), ("eu-west-1_1f2e", "-group"));
    assert!(kept.password.expose().len() >= 40);
}

#[test]
fn tokens_that_lead_nowhere_confirm_no_device_and_say_what_is_missing() {
    let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
    let Reply::Tokens(set) = with_new_device() else { panic!("tokens") };
    script.reply(Reply::Tokens(TokenSet { id: None, ..set }));
    assert_eq!(script.ending(), Ending::Unreachable);
    assert_eq!(script.states(), ["failed", "ghost", "ghost", "ghost"]);
}

#[test]
fn a_device_with_a_wrong_password_is_refused_and_the_advice_names_the_device() {
    let mut script = Script::new(&Draft { device: Some(device()), ..draft(Way::UserPassword) });
    script.reply(challenge("DEVICE_SRP_AUTH", "d1", Params::new().plain("USERNAME", "alice")));
    let call = script.reply(device_verifier());
    let (name, session, sent) = answer_parts(&call);
    assert_eq!((name, session), ("DEVICE_SRP_AUTH", Some("d1")));
    assert!(sent.expose("SRP_A").is_some() && sent.expose("DEVICE_KEY") == Some("eu-west-1_1f2e"));
    let call = script.send();
    let (name, session, sent) = answer_parts(&call);
    assert_eq!((name, session), ("DEVICE_PASSWORD_VERIFIER", Some("d2")));
    assert_eq!(sent.expose("DEVICE_KEY"), Some("eu-west-1_1f2e"));
    assert_eq!(sent.expose("USERNAME"), Some("alice"), "the user's name stays");
    script.come_back(Err(said("NotAuthorizedException", "Incorrect username or password.")));
    assert_eq!(script.ending(), Ending::Refused);
    assert!(!script.login.haul().device_is_gone, "the pool still knows it");
    let step = script.login.steps().iter().find(|step| step.failure().is_some()).unwrap();
    let context = Context::within(step, script.login.config(), false);
    let advice = explain::failure(step.failure().unwrap(), &context);
    assert!(advice.what.contains("device"), "{advice:?}");
    assert!(advice.next.contains("Forget"), "{advice:?}");
}

#[test]
fn a_device_that_is_gone_is_named_no_more() {
    let mut script = Script::new(&Draft { device: Some(device()), ..draft(Way::UserPassword) });
    let call = script.send();
    assert_eq!(sign_in_parameters(&call).expose("DEVICE_KEY"), Some("eu-west-1_1f2e"));
    script.come_back(Err(said("ResourceNotFoundException", "Device does not exist.")));
    let call = script.send();
    assert_eq!(sign_in_parameters(&call).expose("DEVICE_KEY"), None);
    script.come_back(Err(said("ResourceNotFoundException", "Device does not exist.")));
    assert_eq!(script.ending(), Ending::Refused, "once is enough");
}

#[test]
fn a_question_about_a_device_that_nobody_has_is_answered_by_hand() {
    for name in ["DEVICE_SRP_AUTH", "DEVICE_PASSWORD_VERIFIER"] {
        let mut script = Script::password();
        script.reply(challenge(name, "d1", Params::new()));
        assert!(script.question().is_by_hand(), "{name}");
    }
}
