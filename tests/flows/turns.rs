//! The odd turns of the ways in: what is given up, what is asked after all, what is not worth stopping for.

use poolwalk::cognito::{Device, FirstFactor, Params, Way};
use poolwalk::explain::{self, Context};
use poolwalk::flow::{
    Call, Draft, Ending, Failure, Flow as _, Input, Login, LoginConfig, NewDevice, Refusal, Reply, Seed,
    TokenSet,
};
use poolwalk::secret::Secret;

use crate::script::{Script, answer_parts, challenge, draft, refusal, sign_in_parameters, tokens, verifier};

fn not_enabled(flow: &str) -> Failure {
    let message = format!("{flow} is not enabled for the client.");
    Failure::Refused(Refusal { code: "InvalidParameterException".into(), message, status: 400 })
}

fn said(code: &str, message: &str) -> Failure {
    Failure::Refused(Refusal { code: code.into(), message: message.into(), status: 400 })
}

fn flow_of(call: &Call) -> &'static str {
    let Call::InitiateAuth { flow, .. } = call else { panic!("{call:?}") };
    flow.wire()
}

fn device() -> Device {
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
fn the_automatic_way_gives_up_after_the_last_flow_it_knows() {
    let mut script = Script::new(&draft(Way::Automatic));
    for flow in ["USER_SRP_AUTH", "USER_PASSWORD_AUTH", "USER_AUTH"] {
        let call = script.send();
        assert_eq!(flow_of(&call), flow);
        if flow == "USER_AUTH" {
            let sent = sign_in_parameters(&call);
            assert_eq!(sent.expose("PREFERRED_CHALLENGE"), Some("PASSWORD"), "no code is asked for unasked");
            assert_eq!(sent.expose("PASSWORD"), Some("Secret-1"));
        }
        script.come_back(Err(not_enabled(flow)));
    }
    assert_eq!(script.ending(), Ending::Refused);
    assert_eq!(script.states(), ["refused", "refused", "refused", "ghost", "ghost", "ghost"]);
}

#[test]
fn the_automatic_way_tries_nothing_else_when_the_user_is_the_reason() {
    for failure in [
        refusal("NotAuthorizedException"),
        refusal("UserNotFoundException"),
        refusal("InvalidParameterException"),
        said("NotAuthorizedException", "USER_SRP_AUTH is not enabled for the client."),
        Failure::Unusable { status: 200, problem: "not enabled".into() },
    ] {
        let mut script = Script::new(&draft(Way::Automatic));
        script.send();
        script.come_back(Err(failure.clone()));
        assert!(script.login.ending().is_some(), "{failure:?}");
    }
    // What is not allowed later on is no reason to begin again.
    let mut script = Script::new(&draft(Way::Automatic));
    script.reply(verifier("alice"));
    script.send();
    script.come_back(Err(not_enabled("USER_SRP_AUTH")));
    assert_eq!(script.ending(), Ending::Refused);
}

#[test]
fn a_named_flow_is_the_only_one_tried() {
    for way in [Way::UserSrp, Way::UserPassword, Way::UserAuth, Way::CustomSrp, Way::AdminNoSrp] {
        let mut script = Script::new(&draft(way));
        script.send();
        script.come_back(Err(not_enabled("The flow")));
        assert_eq!(script.ending(), Ending::Refused, "{way:?}");
    }
}

#[test]
fn a_device_that_is_not_confirmed_does_not_stop_the_walk() {
    let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
    script.reply(with_new_device());
    let call = script.refuse("InvalidParameterException");
    assert_eq!(call.operation().name(), "ConfirmDevice");
    assert_eq!(script.operation(), "GetId");
    assert_eq!(script.states()[..3], ["done", "refused", "under_way"]);
    assert_eq!(script.login.haul().device, None);

    let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
    script.reply(with_new_device());
    script.reply(Reply::DeviceConfirmed { user_decides: true });
    let call = script.refuse("InvalidParameterException");
    assert_eq!(call.operation().name(), "UpdateDeviceStatus");
    assert_eq!(script.operation(), "GetId");
    assert!(script.login.haul().device.is_some(), "it was confirmed, and proves itself later");
}

#[test]
fn a_device_that_cannot_be_confirmed_for_want_of_a_network_does_not_stop_the_walk_either() {
    for failure in [
        Failure::Unusable { status: 502, problem: "a proxy's page".into() },
        Failure::NotSent { problem: "too large".into() },
    ] {
        let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
        script.reply(with_new_device());
        script.send();
        script.come_back(Err(failure));
        assert_eq!(script.operation(), "GetId");
        assert_eq!(script.login.haul().device, None);
    }
    let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
    script.reply(with_new_device());
    script.send();
    script.login.on(Input::Stop, script.now);
    assert_eq!(script.ending(), Ending::Stopped, "who stops is not walked on with");
}

#[test]
fn a_new_device_is_left_alone_unless_it_is_to_be_remembered() {
    let mut script = Script::password();
    script.reply(with_new_device());
    assert_eq!(script.operation(), "GetId");

    let mut script = Script::new(&Draft { remembers_device: true, ..draft(Way::UserPassword) });
    script.reply(with_new_device());
    let call = script.reply(Reply::DeviceConfirmed { user_decides: false });
    let Call::ConfirmDevice { access_token, device_key, .. } = call else { panic!("{call:?}") };
    assert_eq!((access_token.expose(), device_key.as_str()), ("access", "eu-west-1_1f2e"));
    assert_eq!(script.operation(), "GetId", "the pool remembers it without being asked");
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

/// Chooses how to sign in, and has typed no password.
fn undecided() -> Script {
    Script::new(&Draft { password: "".into(), ..draft(Way::UserAuth) })
}

#[test]
fn a_password_that_is_asked_for_later_is_typed_then() {
    for name in ["PASSWORD", "ADMIN_NO_SRP_AUTH"] {
        let mut script = undecided();
        script.reply(challenge(name, "s1", Params::new()));
        assert_eq!(script.question().fields()[0].key, "PASSWORD", "{name}");
        script.answer("PASSWORD", "Typed-1");
        let call = script.reply(tokens());
        let (answered, session, sent) = answer_parts(&call);
        assert_eq!((answered, session, sent.expose("PASSWORD")), (name, Some("s1"), Some("Typed-1")));
    }

    let mut script = undecided();
    script.reply(challenge("PASSWORD_SRP", "s1", Params::new()));
    script.answer("PASSWORD", "Typed-1");
    let call = script.reply(verifier("alice"));
    let (_, session, sent) = answer_parts(&call);
    assert_eq!((session, sent.expose("PASSWORD")), (Some("s1"), None), "SRP never sends the password");
    assert!(sent.expose("SRP_A").is_some());
    let call = script.reply(tokens());
    assert!(answer_parts(&call).2.expose("PASSWORD_CLAIM_SIGNATURE").is_some());
}

#[test]
fn a_password_that_is_known_answers_for_itself() {
    for (name, key) in
        [("PASSWORD", "PASSWORD"), ("PASSWORD_SRP", "SRP_A"), ("ADMIN_NO_SRP_AUTH", "PASSWORD")]
    {
        let mut script = Script::new(&draft(Way::UserAuth));
        script.reply(challenge(name, "s1", Params::new()));
        let call = script.send();
        assert!(answer_parts(&call).2.expose(key).is_some(), "{name}");
    }
}

#[test]
fn no_proof_is_made_without_the_name_of_the_pool() {
    let nowhere = || Draft { user_pool: String::new(), region: "eu-west-1".into(), ..draft(Way::UserAuth) };
    let mut script = Script::new(&nowhere());
    script.reply(challenge("PASSWORD_SRP", "s1", Params::new()));
    assert_eq!(script.ending(), Ending::Unreachable, "it could only be wrong, and count against the user");
    let mut script = Script::new(&nowhere());
    script.reply(verifier("alice"));
    assert_eq!(script.ending(), Ending::Unreachable);
    let last = script.login.steps().iter().rfind(|step| step.failure().is_some()).unwrap();
    let Some(Failure::Unusable { problem, .. }) = last.failure() else { panic!("{last:?}") };
    assert!(problem.contains("user pool ID"), "{problem}");
}

#[test]
fn a_code_that_was_sent_and_is_over_ends_the_walk() {
    let mut script = Script::password();
    script.reply(challenge("SMS_MFA", "s1", Params::new()));
    script.answer("SMS_MFA_CODE", "123456");
    script.refuse("ExpiredCodeException");
    assert_eq!(script.ending(), Ending::Refused, "only another sign-in sends another");
}

#[test]
fn a_choice_takes_the_password_along_only_where_it_belongs() {
    let offers = || Reply::Challenge {
        name: "SELECT_CHALLENGE".into(),
        session: Some("s1".into()),
        parameters: Params::new(),
        available: FirstFactor::ALL.map(|factor| factor.wire().to_owned()).to_vec(),
    };
    let chosen = |factor: &str, typed: Option<&str>| {
        let mut script = undecided();
        script.reply(offers());
        let keys: Vec<_> = script.question().fields().into_iter().map(|field| field.key).collect();
        assert_eq!(keys, ["ANSWER", "PASSWORD"], "nobody has typed one yet");
        let answers = Params::new().plain("ANSWER", factor);
        let answers = match typed {
            Some(typed) => answers.secret("PASSWORD", typed.into()),
            None => answers,
        };
        script.login.on(Input::Answer(answers), script.now);
        let call = script.reply(verifier("alice"));
        let (_, _, sent) = answer_parts(&call);
        (
            ["ANSWER", "PASSWORD"].map(|key| sent.expose(key).map(str::to_owned)),
            sent.expose("SRP_A").is_some(),
        )
    };
    let own = |text: &str| Some(text.to_owned());
    assert_eq!(chosen("PASSWORD", Some("Typed-1")), ([own("PASSWORD"), own("Typed-1")], false));
    assert_eq!(chosen("PASSWORD_SRP", Some("Typed-1")), ([own("PASSWORD_SRP"), None], true));
    assert_eq!(chosen("EMAIL_OTP", None), ([own("EMAIL_OTP"), None], false));

    // Whoever typed it beforehand is not asked for it again.
    let mut script = Script::new(&draft(Way::UserAuth));
    script.reply(offers());
    assert_eq!(script.question().fields().len(), 1);
    script.answer("ANSWER", "PASSWORD");
    let call = script.send();
    assert_eq!(answer_parts(&call).2.expose("PASSWORD"), Some("Secret-1"));
}

fn refreshing(way: Way) -> Script {
    Script::new(&Draft { refresh_token: "old".into(), ..draft(way) })
}

fn renewed(refresh: Option<&str>) -> Reply {
    let Reply::Tokens(set) = tokens() else { panic!("tokens") };
    Reply::Tokens(TokenSet { refresh: refresh.map(Secret::from), ..set })
}

#[test]
fn a_refresh_keeps_the_old_refresh_token_unless_another_comes() {
    for way in [Way::RefreshToken, Way::RotateToken] {
        for (came, kept) in [(None, "old"), (Some("rotated"), "rotated")] {
            let mut script = refreshing(way);
            script.reply(renewed(came));
            let tokens = script.login.haul().tokens.clone().unwrap();
            assert_eq!(tokens.refresh.unwrap().expose(), kept, "{way:?}");
            assert_eq!(script.operation(), "GetId", "on to fresh keys");
        }
    }
    // A sign-in that brings none has none.
    let mut script = Script::new(&Draft { refresh_token: "old".into(), ..draft(Way::UserPassword) });
    script.reply(renewed(None));
    assert_eq!(script.login.haul().tokens.clone().unwrap().refresh, None);
}

#[test]
fn a_refresh_carries_what_each_way_wants() {
    let full = |way| Draft {
        refresh_token: "old".into(),
        client_secret: "top-secret".into(),
        device: Some(device()),
        ..draft(way)
    };
    let call = Script::new(&full(Way::RefreshToken)).send();
    assert_eq!(flow_of(&call), "REFRESH_TOKEN_AUTH");
    let sent = sign_in_parameters(&call);
    assert_eq!(
        sent.iter().map(|(key, _)| key).collect::<Vec<_>>(),
        ["REFRESH_TOKEN", "DEVICE_KEY", "SECRET_HASH"]
    );
    let call = Script::new(&full(Way::RotateToken)).send();
    let Call::GetTokensFromRefreshToken { client_secret, refresh_token, device_key, .. } = call else {
        panic!("{call:?}")
    };
    assert_eq!(client_secret, Some("top-secret".into()), "the secret itself, not a hash");
    assert_eq!((refresh_token.expose(), device_key.as_deref()), ("old", Some("eu-west-1_1f2e")));
}

#[test]
fn the_hash_of_a_refresh_is_over_the_real_user_name() {
    let hash = |username: &str, real_name: Option<&str>| {
        let typed = Draft {
            refresh_token: "old".into(),
            client_secret: "top-secret".into(),
            username: username.into(),
            ..draft(Way::RefreshToken)
        };
        let config = LoginConfig { real_name: real_name.map(str::to_owned), ..typed.check().unwrap() };
        let mut script = Script::new(&typed);
        script.login = Login::start(config, &Seed::new([7; 32]));
        sign_in_parameters(&script.send()).expose("SECRET_HASH").unwrap().to_owned()
    };
    assert_eq!(hash("alice@example.com", Some("alice")), hash("alice", None));
    assert_ne!(hash("alice@example.com", None), hash("alice", None));
}

#[test]
fn a_refresh_token_that_is_refused_is_what_the_advice_is_about() {
    for way in [Way::RefreshToken, Way::RotateToken] {
        for message in
            ["Invalid Refresh Token", "Refresh Token has expired", "Refresh Token has been revoked"]
        {
            let mut script = refreshing(way);
            script.send();
            script.come_back(Err(said("NotAuthorizedException", message)));
            assert_eq!(script.ending(), Ending::Refused);
            let step = &script.login.steps()[0];
            let context = Context::within(step, script.login.config(), false);
            let advice = explain::failure(step.failure().unwrap(), &context);
            assert!(advice.what.contains("refresh token"), "{way:?}, {message}: {advice:?}");
        }
    }
}
