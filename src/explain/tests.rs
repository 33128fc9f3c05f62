//! What people read, as tables that can be read aloud: the lanes' few words, and the advice for
//! every failure that a walk can meet.

use std::fmt::Write as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

use super::*;
use crate::cognito::{AuthFlow, Challenge, ClientId, IdentityPoolId, Params, Region, UserPoolId, Way};
use crate::flow::{
    About, AwsCredentials, Call, Caller, Draft, Exchange, Failure, Field, Header, Operation, Performed,
    Refusal, Reply, Response, Step, StepState, TokenSet, Unreachable, Unreadable,
};
use crate::secret::Secret;

fn now() -> Timestamp {
    Timestamp::from_second(1_769_856_127).unwrap()
}

fn performed(result: Result<Reply, Failure>, status: Option<u16>) -> Performed {
    let response = status.map(|status| Response { status, ..Response::default() });
    let exchange = Exchange {
        method: "POST".to_owned(),
        url: "https://ada@cognito-idp.eu-west-1.amazonaws.com:443/?x".to_owned(),
        request_headers: vec![],
        request_body: "".into(),
        response,
    };
    Performed { result, exchange: Some(exchange), started: now(), took: Duration::from_millis(41) }
}

fn over(operation: Operation, about: About, result: Result<Reply, Failure>) -> Step {
    let (state, status) = match &result {
        Ok(_) => (StepState::Done, Some(200)),
        Err(Failure::Refused(refusal)) => (StepState::Refused, Some(refusal.status)),
        Err(Failure::Unreadable { status, .. } | Failure::Unusable { status, .. }) => {
            (StepState::Failed, Some(*status))
        }
        Err(Failure::Stopped) => (StepState::Stopped, None),
        Err(_) => (StepState::Failed, None),
    };
    Step { state, performed: Some(performed(result, status)), ..Step::ghost(operation, about) }
}

fn sign_in(flow: AuthFlow) -> About {
    About::SignIn { flow, username: "ada".to_owned() }
}

fn answer(challenge: &str) -> About {
    About::Answer { challenge: challenge.to_owned() }
}

fn refused(code: &str, message: &str) -> Failure {
    Failure::Refused(Refusal { code: code.to_owned(), message: message.to_owned(), status: 400 })
}

fn challenge_reply(name: &str) -> Reply {
    Reply::Challenge { name: name.to_owned(), session: None, parameters: Params::new(), available: vec![] }
}

fn tokens(there: [bool; 3]) -> Reply {
    let [id, access, refresh] = there.map(|there| there.then(|| "t".into()));
    Reply::Tokens(TokenSet { id, access, refresh, expires_in: None, new_device: None })
}

fn credentials() -> Reply {
    let credentials = AwsCredentials {
        access_key_id: "ASIA1".to_owned(),
        secret_access_key: "s".into(),
        session_token: Some("t".into()),
        expiration: None,
    };
    Reply::Credentials { identity_id: "eu-west-1:1".to_owned(), credentials }
}

fn caller(arn: &str) -> Reply {
    Reply::Caller(Caller { account: "1".to_owned(), arn: arn.to_owned(), user_id: "A:1".to_owned() })
}

fn lane(step: &Step) -> String {
    let Gist { out, back } = gist(step);
    let back = back.unwrap_or_else(|| "-".to_owned());
    let later = now() + SignedDuration::from_millis(2_140);
    format!("{} | {out} | {back} | {}", step.operation.name(), status(step, later))
}

#[test]
fn a_whole_walk_on_the_lanes() {
    use Operation as Op;
    let srp = sign_in(AuthFlow::UserSrp);
    let guest =
        Call::GetId { pool: IdentityPoolId::parse("eu-west-1:1f-2e").unwrap(), logins: Params::new() };
    let in_state = |state, about| Step { state, ..Step::ghost(Op::RespondToAuthChallenge, about) };
    let role = "arn:aws:sts::123456789012:assumed-role/PracticeAuthenticated/CognitoIdentityCredentials";
    let steps = [
        over(Op::InitiateAuth, srp, Ok(challenge_reply("PASSWORD_VERIFIER"))),
        over(Op::RespondToAuthChallenge, answer("PASSWORD_VERIFIER"), Ok(tokens([true, true, true]))),
        over(Op::GetId, About::Login, Ok(Reply::Identity { identity_id: "x".to_owned() })),
        over(Op::GetCredentialsForIdentity, About::Login, Ok(credentials())),
        over(Op::GetCallerIdentity, About::Keys, Ok(caller(role))),
        over(Op::GetCallerIdentity, About::Keys, Ok(caller("arn:aws:iam::123456789012:root"))),
        over(Op::AdminInitiateAuth, sign_in(AuthFlow::AdminNoSrp), Ok(tokens([true, true, false]))),
        over(Op::AdminInitiateAuth, sign_in(AuthFlow::AdminUserPassword), Ok(tokens([false, true, false]))),
        over(
            Op::InitiateAuth,
            About::SignIn { flow: AuthFlow::UserPassword, username: String::new() },
            Ok(tokens([false, false, false])),
        ),
        Step { call: Some(guest), ..Step::ghost(Op::GetId, About::Login) },
        in_state(StepState::Asking, answer("NEW_PASSWORD_REQUIRED")),
        in_state(StepState::Ready, answer("SOFTWARE_TOKEN_MFA")),
        in_state(StepState::UnderWay { since: now() }, answer("SOFTWARE_TOKEN_MFA")),
        in_state(StepState::Stopped, answer("SOFTWARE_TOKEN_MFA")),
    ];
    insta::assert_snapshot!(steps.iter().map(lane).collect::<Vec<_>>().join("\n"), @r"
    InitiateAuth | USER_SRP_AUTH · ada | PASSWORD_VERIFIER | 200 · 41 ms
    RespondToAuthChallenge | proof of password, never the password | ID, access and refresh token | 200 · 41 ms
    GetId | ID token as login | identity ID | 200 · 41 ms
    GetCredentialsForIdentity | same login | access key, secret key, session token | 200 · 41 ms
    GetCallerIdentity | signed with the new keys | assumed-role/PracticeAuthenticated | 200 · 41 ms
    GetCallerIdentity | signed with the new keys | root | 200 · 41 ms
    AdminInitiateAuth | ADMIN_NO_SRP_AUTH · ada | ID and access token | 200 · 41 ms
    AdminInitiateAuth | ADMIN_USER_PASSWORD_AUTH · ada | access token | 200 · 41 ms
    InitiateAuth | USER_PASSWORD_AUTH | signed in, but no token | 200 · 41 ms
    GetId | no login, as a guest | - | 
    RespondToAuthChallenge | NEW_PASSWORD_REQUIRED | - | waiting for you
    RespondToAuthChallenge | SOFTWARE_TOKEN_MFA | - | ready
    RespondToAuthChallenge | SOFTWARE_TOKEN_MFA | - | under way 2.1 s
    RespondToAuthChallenge | SOFTWARE_TOKEN_MFA | - | stopped
    ");
}

/// Every way a call can fail but for an error code.
fn failures() -> Vec<Failure> {
    let unreadable = |status, problem| Failure::Unreadable { status, problem };
    vec![
        Failure::Unreachable(Unreachable::Dns),
        Failure::Unreachable(Unreachable::Refused),
        Failure::Unreachable(Unreachable::Tls),
        Failure::Unreachable(Unreachable::Timeout { after: Duration::from_secs(10) }),
        Failure::Unreachable(Unreachable::Cut),
        Failure::Unreachable(Unreachable::Other("no route to host".to_owned())),
        unreadable(200, Unreadable::Html),
        unreadable(502, Unreadable::Html),
        unreadable(407, Unreadable::Html),
        unreadable(403, Unreadable::Unexpected),
        unreadable(404, Unreadable::Empty),
        unreadable(400, Unreadable::Junk),
        unreadable(200, Unreadable::Empty),
        unreadable(200, Unreadable::TooLarge { cap: 1 << 20 }),
        unreadable(200, Unreadable::Unexpected),
        unreadable(200, Unreadable::Junk),
        Failure::Unusable { status: 200, problem: "The sign-in brought no ID token".to_owned() },
        Failure::NotSent { problem: "There is no AWS profile “x”".to_owned() },
        Failure::Stopped,
        Failure::Internal { problem: "the timer broke".to_owned() },
        Failure::Refused(Refusal { code: String::new(), message: String::new(), status: 429 }),
    ]
}

#[test]
fn every_failure_without_a_code_on_the_lanes_and_in_a_headline() {
    let mut context = Context::new(Operation::InitiateAuth);
    context.host = Some("example.test:8080".to_owned());
    let mut table = String::new();
    for failed in failures() {
        let step = over(Operation::InitiateAuth, sign_in(AuthFlow::UserSrp), Err(failed.clone()));
        let (Gist { back, .. }, advice) = (gist(&step), failure(&failed, &context));
        let labels: Vec<_> = advice.remedies.iter().map(Remedy::label).collect();
        let (shown, state) = (back.unwrap_or_default(), status(&step, now()));
        writeln!(table, "{shown} | {state} | {} | {:?} | {}", advice.what, advice.fixer, labels.join(", "))
            .unwrap();
    }
    insta::assert_snapshot!(table, @r"
    host not found | 41 ms | No host is called example.test:8080 | Person | Change the region, Change the endpoint, Try again
    nobody listens there | 41 ms | Nobody listens at example.test:8080 | Person | Change the endpoint, Try again
    no secure connection | 41 ms | No secure connection to example.test:8080 | Network | Change the endpoint, Try again
    no answer | 41 ms | example.test:8080 did not answer in time | Network | Start again, Change the endpoint
    connection cut | 41 ms | The connection to example.test:8080 was cut | Network | Start again
    no answer | 41 ms | example.test:8080 cannot be reached | Network | Try again, Change the endpoint
    a web page | 200 · 41 ms | example.test:8080 answered with a web page | Network | Start again, Change the endpoint
    a web page | 502 · 41 ms | The service failed on its side | Network | Start again
    a web page | 407 · 41 ms | A proxy wants you to log in | Network | Try again
    not the answer expected | 403 · 41 ms | The request was refused before it was read | Network | Try again
    empty answer | 404 · 41 ms | example.test:8080 does not know InitiateAuth | Person | Change the endpoint
    not readable | 400 · 41 ms | example.test:8080 refused InitiateAuth without naming an error | Network | Change the endpoint, Try again
    empty answer | 200 · 41 ms | example.test:8080 answered with nothing | Network | Start again, Change the endpoint
    answer too large | 200 · 41 ms | example.test:8080 answered with far too much | Person | Change the endpoint
    not the answer expected | 200 · 41 ms | The answer lacks what InitiateAuth must give | Person | Change the endpoint, Start again
    not readable | 200 · 41 ms | The answer of example.test:8080 cannot be read | Person | Change the endpoint, Start again
    unusable answer | 200 · 41 ms | The answer cannot be gone on with | Person | Change the endpoint, Choose another flow, Change how far to walk
    not sent | failed | The request could not be made | Person | Change the endpoint
    stopped | stopped | You stopped this step | Person | Start again
    fault in Poolwalk | 41 ms | Something broke in Poolwalk | Us | Start again
    HTTP 429 | 429 · 41 ms | Too many requests at the moment | Network | Try again
    ");
}

#[test]
fn offers_depend_on_where_one_is() {
    let denied = refused("InvalidParameterException", "USER_SRP_AUTH is not enabled for the client.");
    let mut context = Context::new(Operation::InitiateAuth);
    context.flow = Some(AuthFlow::UserPassword);
    assert_eq!(failure(&denied, &context).remedies, [Remedy::Edit(Field::Way)]);
    context.flow = Some(AuthFlow::UserSrp);
    assert_eq!(
        failure(&denied, &context).remedies,
        [Remedy::UseWay(Way::UserPassword), Remedy::Edit(Field::Way)]
    );

    let absent = refused("ResourceNotFoundException", "User pool client x does not exist.");
    context.user_pool = UserPoolId::parse("us-east-1_Ab12").ok();
    context.region = Region::parse("us-east-1").ok();
    assert!(
        !failure(&absent, &context).remedies.iter().any(|remedy| matches!(remedy, Remedy::RegionFromPool(_)))
    );
    context.region = None;
    let region = Region::parse("us-east-1").unwrap();
    assert_eq!(failure(&absent, &context).remedies.first(), Some(&Remedy::RegionFromPool(region)));

    let code = refused("CodeMismatchException", "Invalid code received for user");
    assert!(!failure(&code, &context).remedies.contains(&Remedy::OpenInbox));
    context.is_practice = true;
    assert!(failure(&code, &context).remedies.contains(&Remedy::OpenInbox));
    let gone = failure(&Failure::Unreachable(Unreachable::Refused), &context);
    assert_eq!((gone.what.as_str(), gone.fixer), ("The practice pool does not answer", Fixer::Us));
    context.operation = Operation::CallApi;
    context.host = Some("api.example".to_owned());
    let silent = failure(&Failure::Unreachable(Unreachable::Dns), &context);
    assert_eq!(
        silent.what, "No host is called api.example",
        "the address of the API is not the practice pool’s"
    );
    assert_eq!(silent.remedies, [Remedy::EditUrl, Remedy::TryAgain]);
}

#[test]
fn a_step_tells_its_context() {
    let call = Call::AdminInitiateAuth {
        flow: AuthFlow::AdminNoSrp,
        pool: UserPoolId::parse("eu-west-1_A").unwrap(),
        client: ClientId::parse("abc").unwrap(),
        parameters: Params::new(),
    };
    let refusal = Err(refused("X", "y"));
    let step = Step {
        call: Some(call),
        ..over(Operation::AdminInitiateAuth, sign_in(AuthFlow::AdminNoSrp), refusal)
    };
    let context = Context::of(&step);
    assert_eq!(context.flow, Some(AuthFlow::AdminNoSrp));
    assert_eq!(context.client.as_ref().map(ClientId::as_str), Some("abc"));
    assert_eq!(context.host.as_deref(), Some("cognito-idp.eu-west-1.amazonaws.com:443"));
    let answering = Step::ghost(Operation::RespondToAuthChallenge, answer("SMS_MFA"));
    assert_eq!(Context::of(&answering).challenge.as_deref(), Some("SMS_MFA"));
}

#[test]
fn a_call_is_told_with_the_region_it_went_to() {
    let draft = Draft {
        user_pool: "eu-west-1_A".to_owned(),
        identity_pool: "us-east-2:1f-2e".to_owned(),
        client: "abc".to_owned(),
        username: "ada".to_owned(),
        password: "x".into(),
        ..Draft::default()
    };
    let login = draft.check().unwrap();
    for (operation, about, region) in [
        (Operation::InitiateAuth, sign_in(AuthFlow::UserSrp), "eu-west-1"),
        (Operation::RespondToAuthChallenge, answer("SMS_MFA"), "eu-west-1"),
        (Operation::GetId, About::Login, "us-east-2"),
        (Operation::GetCredentialsForIdentity, About::Login, "us-east-2"),
        (Operation::GetCallerIdentity, About::Keys, "us-east-2"),
    ] {
        let absent = Err(refused("ResourceNotFoundException", "IdentityPool not found."));
        let context = Context::within(&over(operation, about, absent), &login, false);
        assert_eq!(context.region.as_ref().map(Region::as_str), Some(region), "{operation:?}");
        assert_eq!(context.host.as_deref(), Some("cognito-idp.eu-west-1.amazonaws.com:443"));
        assert_eq!((context.flow, context.is_practice), (Some(AuthFlow::UserSrp), false));
        assert_eq!(context.other_region(), None, "{operation:?}");
    }
}

#[test]
fn spans_are_told_as_people_do() {
    let table = [(0, "under 1 ms"), (41, "41 ms"), (2_140, "2.1 s"), (12_900, "12 s"), (65_000, "1 min 5 s")];
    for (millis, words) in table {
        assert_eq!(span(Duration::from_millis(millis)), words);
    }
}

/// A token of these claims, signed by nobody.
fn token(claims: &str) -> Secret {
    let [header, claims] = ["{}", claims].map(|json| BASE64.encode(json));
    format!("{header}.{claims}.c2ln").into()
}

#[test]
fn a_step_tells_what_can_be_known_of_it() {
    let claims = r#"{"iss":"https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A","aud":"abc","token_use":"id",
        "exp":1769856000,"cognito:roles":["arn:aws:iam::1:role/R"],"cognito:preferred_role":"arn:aws:iam::1:role/R"}"#;
    let key = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A";
    let logins = Params::new().secret("accounts.google.com", "g".into()).secret(key, token(claims));
    let call =
        Call::GetCredentialsForIdentity { identity_id: "eu-west-1:1".to_owned(), logins, custom_role: None };
    let about = About::Login;
    let refusal = Err(refused("NotAuthorizedException", "no"));
    let mut step = Step { call: Some(call), ..over(Operation::GetCredentialsForIdentity, about, refusal) };
    // The answer's clock is a quarter of an hour ahead of this computer's.
    let response = step.performed.as_mut().unwrap().exchange.as_mut().unwrap().response.as_mut().unwrap();
    let date = "Sat, 31 Jan 2026 10:57:07 GMT".into();
    response.headers.push(Header { name: "date".to_owned(), value: date });

    let known = Context::of(&step).known;
    let login = known.login.unwrap();
    assert_eq!(login.key, key, "the user pool's login counts");
    assert_eq!(login.issuer.as_deref(), Some(key));
    assert_eq!((login.audience.as_deref(), login.token_use.as_deref()), (Some("abc"), Some("id")));
    assert_eq!(login.ends, Timestamp::from_second(1_769_856_000).ok());
    assert_eq!(known.role, login.preferred_role);
    assert_eq!(login.roles.len(), 1);
    assert_eq!(known.clock_behind.unwrap().as_mins(), 15);
    assert_eq!(known.waited, None);
}

#[test]
fn an_answer_tells_how_long_it_took() {
    let refusal = Err(refused("NotAuthorizedException", "Invalid session for the user."));
    let mut step = over(Operation::RespondToAuthChallenge, answer("SMS_MFA"), refusal);
    step.question = Some(Challenge {
        name: "SMS_MFA".to_owned(),
        session: None,
        parameters: Params::new(),
        available: vec![],
        knows_password: false,
        received: now() - SignedDuration::from_secs(190),
    });
    assert_eq!(Context::of(&step).known.waited, Some(Duration::from_secs(190)));
}

#[test]
fn what_was_typed_is_judged_and_not_repeated() {
    let draft = |username: &str, password: &str| Draft {
        user_pool: "eu-west-1_A".to_owned(),
        client: "abc".to_owned(),
        username: username.to_owned(),
        password: password.into(),
        ..Draft::default()
    };
    let typed = |username, password| {
        let login = draft(username, password).check().unwrap();
        let step = Step::ghost(Operation::InitiateAuth, sign_in(AuthFlow::UserSrp));
        Context::within(&step, &login, false).known.typed.unwrap()
    };
    assert_eq!(typed("ada@example.com", "x").name, Some(NameLook::Alias));
    assert_eq!(typed("+353871234567", "x").name, Some(NameLook::Alias));
    assert_eq!(typed("Ada", "x").name, Some(NameLook::Capitals));
    assert_eq!(typed("ada", "x").name, Some(NameLook::Plain));
    assert!(typed("ada", "kept-to-itself ").has(There::SpacesAroundPassword));
    assert!(!typed("ada", "kept-to-itself").has(There::SpacesAroundPassword));
    assert!(!format!("{:?}", typed("ada", "kept-to-itself ")).contains("kept"));
}

proptest! {
    #[test]
    fn there_is_advice_on_any_refusal(code in ".{0,40}", message in ".{0,80}", status: u16, at in 0_usize..8) {
        use Operation as Op;
        let operations = [
            Op::InitiateAuth, Op::AdminInitiateAuth, Op::RespondToAuthChallenge, Op::ForgotPassword,
            Op::GetId, Op::GetCredentialsForIdentity, Op::GetCallerIdentity, Op::Token,
        ];
        let failed = Failure::Refused(Refusal { code, message, status });
        let advice = failure(&failed, &Context::new(operations[at]));
        prop_assert!(!advice.what.is_empty() && !advice.causes.is_empty() && !advice.next.is_empty());
        let is_open = [advice.why(), advice.next].iter().any(|text| text.contains(['{', '}']));
        prop_assert!(!is_open);
    }

    #[test]
    fn a_known_code_with_any_text_has_words_of_its_own(message in "[a-z ]{0,40}") {
        let failed = refused("NotAuthorizedException", &message);
        let advice = failure(&failed, &Context::new(Operation::InitiateAuth));
        prop_assert!(!advice.what.contains("refused InitiateAuth"), "{}", advice.what);
    }

    #[test]
    fn any_login_can_be_looked_at(key in ".{0,40}", text in ".{0,80}") {
        let pool = IdentityPoolId::parse("eu-west-1:1f-2e").unwrap();
        let logins = Params::new().secret(key, text.as_str().into());
        let call = Call::GetId { pool, logins };
        let refusal = Err(refused("NotAuthorizedException", "Invalid login token."));
        let step = Step { call: Some(call), ..over(Operation::GetId, About::Login, refusal) };
        prop_assert!(Context::of(&step).known.login.is_some());
    }
}
