//! Questions and answers: names, hashes, sessions, second tries.

use poolwalk::cognito::{Params, Way};
use poolwalk::flow::{Call, Draft, Ending, Flow as _, Input, Next};

use crate::script::{Script, answer_parts, challenge, draft, sign_in_parameters, tokens, verifier};

const REAL_NAME: &str = "071ed370-d592-48af-80e4-1968a2442ffd";
/// HMAC-SHA256 with the key `top-secret` over name and client id, worked out elsewhere.
const HASH_OF_ALIAS: &str = "E4hyug3nF2WkHa8/KrssUaDJ31NwkXGmWAuzL7SiOeA=";
const HASH_OF_REAL_NAME: &str = "d1pt7PmIUJZxirSwK94qTN2dl8pyMweGLjXHmg7MGUk=";
const HASH_OF_MINE: &str = "gnz01wl85fLsqoDD7iyJgDqz+EGzPzS+85i35nDYVDY=";

fn with_secret(flow: Way) -> Draft {
    Draft { username: "emmy@example.com".into(), client_secret: "top-secret".into(), ..draft(flow) }
}

fn totp(session: &str) -> poolwalk::flow::Reply {
    challenge("SOFTWARE_TOKEN_MFA", session, Params::new().plain("USER_ID_FOR_SRP", REAL_NAME))
}

#[test]
fn the_hash_is_over_the_name_that_goes_along() {
    for flow in [Way::UserSrp, Way::UserPassword, Way::AdminUserPassword, Way::AdminNoSrp] {
        let mut script = Script::new(&with_secret(flow));
        let first = if flow == Way::UserSrp { verifier(REAL_NAME) } else { totp("s1") };
        let call = script.reply(first);
        let sent = sign_in_parameters(&call);
        assert_eq!(sent.expose("USERNAME"), Some("emmy@example.com"), "{flow:?}");
        assert_eq!(sent.expose("SECRET_HASH"), Some(HASH_OF_ALIAS), "{flow:?}");
        if flow != Way::UserSrp {
            script.answer("SOFTWARE_TOKEN_MFA_CODE", "123456");
        }
        let call = script.reply(tokens());
        let (_, _, sent) = answer_parts(&call);
        assert_eq!(sent.expose("USERNAME"), Some(REAL_NAME), "{flow:?}");
        assert_eq!(sent.expose("SECRET_HASH"), Some(HASH_OF_REAL_NAME), "{flow:?}");
    }
}

#[test]
fn the_real_name_is_kept_when_a_later_question_does_not_tell_it() {
    let mut script = Script::new(&with_secret(Way::UserSrp));
    script.reply(verifier(REAL_NAME));
    script.reply(challenge("SMS_MFA", "s1", Params::new().plain("CODE_DELIVERY_DESTINATION", "+*1")));
    script.answer("SMS_MFA_CODE", "1");
    let call = script.send();
    let (_, _, sent) = answer_parts(&call);
    assert_eq!(sent.expose("USERNAME"), Some(REAL_NAME));
    assert_eq!(sent.expose("SECRET_HASH"), Some(HASH_OF_REAL_NAME));
}

#[test]
fn a_client_without_secret_sends_no_hash() {
    let mut script = Script::new(&draft(Way::UserSrp));
    let first = script.reply(verifier("alice"));
    assert_eq!(sign_in_parameters(&first).expose("SECRET_HASH"), None);
    assert_eq!(sign_in_parameters(&first).expose("PASSWORD"), None, "SRP never sends the password");
    let second = script.reply(tokens());
    assert_eq!(answer_parts(&second).2.expose("SECRET_HASH"), None);
    assert!(!second.operation().name().starts_with("Admin"));
}

#[test]
fn every_answer_carries_the_latest_session() {
    let mut script = Script::password();
    script.reply(challenge("NEW_PASSWORD_REQUIRED", "first", Params::new()));
    script.answer("NEW_PASSWORD", "Chosen-1");
    let call = script.reply(totp("second"));
    assert_eq!(answer_parts(&call).1, Some("first"));
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "123456");
    let call = script.reply(tokens());
    let (name, session, sent) = answer_parts(&call);
    assert_eq!((name, session), ("SOFTWARE_TOKEN_MFA", Some("second")));
    assert_eq!(sent.expose("SOFTWARE_TOKEN_MFA_CODE"), Some("123456"));
    assert_eq!(sent.expose("NEW_PASSWORD"), None, "an earlier answer does not go along");
}

#[test]
fn what_can_be_answered_better_is_asked_again_in_the_same_session() {
    for code in ["CodeMismatchException", "InvalidPasswordException", "ExpiredCodeException"] {
        let mut script = Script::password();
        script.reply(totp("s1"));
        let asked = script.question();
        script.answer("SOFTWARE_TOKEN_MFA_CODE", "000000");
        script.refuse(code);
        assert_eq!(script.question(), asked, "{code}");
        assert_eq!(script.states()[..3], ["done", "refused", "asking"], "{code}");
        script.answer("SOFTWARE_TOKEN_MFA_CODE", "123456");
        let call = script.reply(tokens());
        let (_, session, sent) = answer_parts(&call);
        assert_eq!((session, sent.expose("SOFTWARE_TOKEN_MFA_CODE")), (Some("s1"), Some("123456")));
        assert_eq!(script.states()[..4], ["done", "refused", "done", "ready"], "{code}");
    }
}

#[test]
fn an_expired_session_ends_the_login() {
    let mut script = Script::password();
    script.reply(totp("s1"));
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "123456");
    script.refuse("NotAuthorizedException");
    assert_eq!(script.ending(), Ending::Refused);
    assert_eq!(script.states(), ["done", "refused", "ghost", "ghost", "ghost"]);
}

#[test]
fn a_refused_proof_of_the_password_is_no_question() {
    for code in ["NotAuthorizedException", "CodeMismatchException"] {
        let mut script = Script::new(&draft(Way::UserSrp));
        script.reply(verifier("alice"));
        script.refuse(code);
        assert_eq!(script.ending(), Ending::Refused);
    }
}

#[test]
fn an_unknown_challenge_is_answered_by_hand() {
    let mut script = Script::new(&with_secret(Way::UserPassword));
    let parameters = Params::new().plain("riddle", "What walks on four legs?").plain("USERNAME", REAL_NAME);
    script.reply(challenge("TELEPATHY", "s1", parameters.clone()));
    let asked = script.question();
    assert_eq!(
        (asked.name.as_str(), &asked.parameters, asked.is_by_hand()),
        ("TELEPATHY", &parameters, true)
    );
    let answers =
        Params::new().plain("USERNAME", "mine").secret("THOUGHT", "of a cat".into()).plain("DEPTH", "3");
    script.login.on(Input::Answer(answers), script.now);
    let call = script.reply(tokens());
    let (name, session, sent) = answer_parts(&call);
    assert_eq!((name, session), ("TELEPATHY", Some("s1")));
    let sent: Vec<_> = sent.iter().map(|(key, value)| (key, value.expose())).collect();
    let expected =
        [("USERNAME", "mine"), ("THOUGHT", "of a cat"), ("DEPTH", "3"), ("SECRET_HASH", HASH_OF_MINE)];
    assert_eq!(sent, expected, "the hash follows a user name given by hand");
}

#[test]
fn admin_flows_answer_by_the_admin_operation() {
    let mut script = Script::new(&draft(Way::AdminNoSrp));
    let call = script.reply(totp("s1"));
    let Call::AdminInitiateAuth { pool, .. } = call else { panic!("{call:?}") };
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "1");
    let call = script.reply(tokens());
    let Call::AdminRespondToAuthChallenge { pool: again, .. } = call else { panic!("{call:?}") };
    assert_eq!((pool.as_str(), again.as_str()), ("eu-west-1_Ab12Cd34E", "eu-west-1_Ab12Cd34E"));
}

#[test]
fn a_proof_that_was_held_back_is_dated_when_it_goes() {
    let mut script = Script::new(&draft(Way::UserSrp));
    script.reply(verifier("alice"));
    let proof = |script: &Script| {
        let Next::Send(call) = script.login.next(script.now) else { panic!("a call is next") };
        let sent = answer_parts(&call).2;
        ["TIMESTAMP", "PASSWORD_CLAIM_SIGNATURE"].map(|key| sent.expose(key).unwrap().to_owned())
    };
    let announced = proof(&script);
    assert_eq!(announced, proof(&script), "asking again is harmless");
    script.wait(110);
    let [dated, signed] = proof(&script);
    assert_eq!(
        [announced[0].as_str(), dated.as_str()],
        ["Tue Mar 5 07:08:09 UTC 2024", "Tue Mar 5 07:09:59 UTC 2024"]
    );
    assert_ne!(signed, announced[1]);
}

#[test]
fn a_question_that_srp_cannot_answer_ends_the_login_and_says_why() {
    for (missing, said) in [("SALT", "SALT"), ("SRP_B", "SRP_B"), ("SECRET_BLOCK", "SECRET_BLOCK")] {
        for text in ["", "never hexadecimal, never base64"] {
            let mut script = Script::new(&draft(Way::UserSrp));
            let poolwalk::flow::Reply::Challenge { name, parameters, .. } = verifier("alice") else {
                panic!("a challenge")
            };
            script.reply(challenge(&name, "", parameters.plain(missing, text)));
            assert_eq!(script.ending(), Ending::Unreachable, "{missing}");
            assert_eq!(script.states()[0], "failed");
            let failure = script.login.steps()[0].failure().unwrap();
            let poolwalk::flow::Failure::Unusable { status: 200, problem } = failure else {
                panic!("{failure:?}")
            };
            assert!(problem.contains(said), "{problem}");
        }
    }
    for evil in ["0", "00"] {
        let mut script = Script::new(&draft(Way::UserSrp));
        let parameters = Params::new().plain("SRP_B", evil).plain("SALT", "ab").plain("SECRET_BLOCK", "YQ==");
        script.reply(challenge("PASSWORD_VERIFIER", "", parameters));
        assert_eq!(script.ending(), Ending::Unreachable, "B = {evil} would tell the password");
    }
}

#[test]
fn an_answer_that_nobody_asked_for_is_ignored() {
    let mut script = Script::password();
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "1");
    assert_eq!(script.states()[0], "ready");
    script.send();
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "2");
    script.come_back(Ok(totp("s1")));
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "3");
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "4");
    let call = script.send();
    assert_eq!(answer_parts(&call).2.expose("SOFTWARE_TOKEN_MFA_CODE"), Some("3"), "the first one counts");
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "5");
    assert_eq!(script.states()[1], "under_way");
    script.come_back(Ok(tokens()));
    assert!(script.login.steps()[1].call.is_some(), "what was sent stays with its step");
    script.login.on(Input::Stop, script.now);
    script.answer("SOFTWARE_TOKEN_MFA_CODE", "6");
    assert_eq!(script.ending(), Ending::Stopped);
}
