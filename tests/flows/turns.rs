//! The odd turns of the ways in: what is given up, what is asked after all, what is not worth stopping for.

use poolwalk::cognito::{FirstFactor, Params, Way};
use poolwalk::explain::{self, Context};
use poolwalk::flow::{Call, Draft, Ending, Failure, Flow as _, Input, Proof, Refusal, Reply, TokenSet};
use poolwalk::secret::Secret;

use crate::device_turns::device;
use crate::script::{Script, answer_parts, challenge, draft, refusal, sign_in_parameters, tokens, verifier};

/// Forty bits of the RFC's own example are enough of a secret.
const APP_SECRET: &str = "GEZDGNBVGY3TQOJQ";

fn not_enabled(flow: &str) -> Failure {
    let message = format!("{flow} is not enabled for the client.");
    Failure::Refused(Refusal { code: "InvalidParameterException".into(), message, status: 400 })
}

pub(crate) fn said(code: &str, message: &str) -> Failure {
    Failure::Refused(Refusal { code: code.into(), message: message.into(), status: 400 })
}

fn flow_of(call: &Call) -> &'static str {
    let Call::InitiateAuth { flow, .. } = call else { panic!("{call:?}") };
    flow.wire()
}

pub(crate) fn operation(script: &mut Script) -> &'static str {
    script.send().operation().name()
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

fn set_up_question() -> Reply {
    let offers = r#"["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]"#;
    challenge("MFA_SETUP", "s1", Params::new().plain("MFAS_CAN_SETUP", offers))
}

/// A walk that is asked to set up a second factor and has chosen the app.
fn setting_up() -> Script {
    let mut script = Script::password();
    script.reply(set_up_question());
    script.answer("MFA_SETUP", "SOFTWARE_TOKEN_MFA");
    script
}

fn app_secret(session: Option<&str>) -> Reply {
    Reply::SoftwareToken { secret: APP_SECRET.into(), session: session.map(Secret::from) }
}

#[test]
fn a_wrong_first_code_of_an_app_is_asked_for_again_in_the_same_session() {
    for code in ["EnableSoftwareTokenMFAException", "CodeMismatchException"] {
        let mut script = setting_up();
        let call = script.reply(app_secret(Some("s2")));
        assert_eq!(call, Call::AssociateSoftwareToken { proof: Proof::Session("s1".into()) });
        let asked = script.question();
        assert_eq!(asked.name, "VerifySoftwareToken");
        assert_eq!(asked.parameters.expose("SecretCode"), Some(APP_SECRET));
        let uri = asked.parameters.expose("OtpauthUri").unwrap();
        assert!(uri.starts_with("otpauth://totp/eu-west-1_Ab12Cd34E:alice?"), "{uri}");
        assert_eq!(asked.parameters.visible("SecretCode"), None);
        script.answer("UserCode", "000000");
        script.refuse(code);
        assert_eq!(script.question(), asked, "{code}");
        script.answer("UserCode", "123456");
        let call = script.reply(Reply::Verified { session: Some("s3".into()) });
        let proof = Proof::Session("s2".into());
        assert_eq!(call, Call::VerifySoftwareToken { proof, code: "123456".into() });
        assert_eq!(script.login.haul().totp_secret, Some(APP_SECRET.into()));
        let call = script.reply(tokens());
        let (name, session, sent) = answer_parts(&call);
        assert_eq!((name, session), ("MFA_SETUP", Some("s3")));
        assert_eq!(sent.iter().map(|(key, _)| key).collect::<Vec<_>>(), ["USERNAME"]);
        assert_eq!(operation(&mut script), "GetId");
    }
}

#[test]
fn a_set_up_whose_answers_bring_no_session_goes_on_with_the_one_it_has() {
    let mut script = setting_up();
    script.reply(app_secret(None));
    script.answer("UserCode", "123456");
    let call = script.reply(Reply::Verified { session: None });
    assert!(
        matches!(call, Call::VerifySoftwareToken { proof: Proof::Session(session), .. } if session == "s1".into())
    );
    let call = script.send();
    assert_eq!(answer_parts(&call).1, Some("s1"));
}

#[test]
fn an_app_cannot_be_set_up_without_a_session_and_that_is_said() {
    let mut script = Script::password();
    let Reply::Challenge { name, parameters, .. } = set_up_question() else { panic!("a challenge") };
    script.reply(challenge(&name, "", parameters));
    script.answer("MFA_SETUP", "SOFTWARE_TOKEN_MFA");
    assert_eq!(script.ending(), Ending::Unreachable);
    let failure = script.login.steps()[0].failure().unwrap();
    let Failure::Unusable { problem, .. } = failure else { panic!("{failure:?}") };
    assert!(problem.contains("session"), "{problem}");
}

#[test]
fn a_refusal_of_another_kind_ends_the_set_up() {
    let mut script = setting_up();
    script.refuse("NotAuthorizedException");
    assert_eq!(script.ending(), Ending::Refused);
    let mut script = setting_up();
    script.reply(app_secret(Some("s2")));
    script.answer("UserCode", "123456");
    script.refuse("NotAuthorizedException");
    assert_eq!(script.ending(), Ending::Refused);
    assert_eq!(script.login.haul().totp_secret, None, "nothing was set up");
}

#[test]
fn another_factor_than_the_app_is_set_up_by_the_answer_itself() {
    let mut script = Script::password();
    script.reply(set_up_question());
    let answers = Params::new().plain("MFA_SETUP", "EMAIL_OTP").plain("EMAIL", "a@example.com");
    script.login.on(Input::Answer(answers), script.now);
    let call = script.reply(challenge("EMAIL_OTP", "s2", Params::new()));
    let (name, session, sent) = answer_parts(&call);
    assert_eq!((name, session, sent.expose("EMAIL")), ("MFA_SETUP", Some("s1"), Some("a@example.com")));
    assert_eq!(sent.expose("MFA_SETUP"), None, "that key is ours");
}

#[test]
fn stop_while_the_secret_of_an_app_is_fetched() {
    let mut script = setting_up();
    script.send();
    script.login.on(Input::Stop, script.now);
    script.come_back(Ok(app_secret(Some("s2"))));
    assert_eq!(script.ending(), Ending::Stopped);
    assert_eq!(script.states(), ["done", "stopped", "ghost", "ghost", "ghost"]);
    assert_eq!((script.login.question(), &script.login.haul().totp_secret), (None, &None));

    let mut script = setting_up();
    script.reply(app_secret(Some("s2")));
    script.login.on(Input::Stop, script.now);
    assert_eq!(script.ending(), Ending::Stopped);
    assert_eq!(script.login.question(), None);
}

#[test]
fn a_code_of_a_kept_secret_that_is_refused_is_asked_for() {
    for code in ["CodeMismatchException", "ExpiredCodeException"] {
        let mut script = Script::new(&Draft { totp_secret: APP_SECRET.into(), ..draft(Way::UserPassword) });
        script.reply(challenge("SOFTWARE_TOKEN_MFA", "s1", Params::new()));
        let call = script.send();
        let made = answer_parts(&call).2.expose("SOFTWARE_TOKEN_MFA_CODE").unwrap().to_owned();
        assert!(made.len() == 6 && made.bytes().all(|digit| digit.is_ascii_digit()), "{made}");
        script.come_back(Err(refusal(code)));
        assert_eq!(script.question().name, "SOFTWARE_TOKEN_MFA", "{code}");
        assert_eq!(script.states()[..3], ["done", "refused", "asking"]);
        script.answer("SOFTWARE_TOKEN_MFA_CODE", "123456");
        let call = script.reply(tokens());
        let (_, session, sent) = answer_parts(&call);
        assert_eq!((session, sent.expose("SOFTWARE_TOKEN_MFA_CODE")), (Some("s1"), Some("123456")));
    }
}

#[test]
fn a_code_of_a_kept_secret_is_made_when_it_goes() {
    let mut script = Script::new(&Draft { totp_secret: APP_SECRET.into(), ..draft(Way::UserPassword) });
    script.reply(challenge("SOFTWARE_TOKEN_MFA", "s1", Params::new()));
    let announced = script.login.next(script.now);
    script.wait(30);
    assert_ne!(announced, script.login.next(script.now), "a held-back code would be an old one");
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
            assert_eq!(operation(&mut script), "GetId", "on to fresh keys");
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
