//! An authenticator app: set up in the middle of a sign-in, and its codes made from a secret that is kept.

use poolwalk::cognito::{Params, Way};
use poolwalk::flow::{Call, Draft, Ending, Failure, Flow as _, Input, Proof, Reply};
use poolwalk::secret::Secret;

use crate::script::{Script, answer_parts, challenge, draft, refusal, tokens};

/// As an app would be given it.
const APP_SECRET: &str = "GEZDGNBVGY3TQOJQ";

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
        assert_eq!(script.operation(), "GetId");
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
