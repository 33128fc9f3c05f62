//! The room's tests: every shape of exchange with marked secrets in it, and what a person still sees.

use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use super::redact::{self, Show};
use super::report;
use crate::cognito::managed_login::{AuthorizeRequest, Domain, Prompt, RedirectUrl};
use crate::cognito::{AuthFlow, Challenge, ClientId, Params};
use crate::flow::{
    About, Call, Exchange, Failure, Header, Operation, Performed, Refusal, Response, Step, StepState, WebCall,
};
use crate::secret::Secret;

/// Stands in every secret of these tests.
const MARK: &str = "MARKED";

/// A token with the mark in its clear text, and in its encoded one.
const JWT: &str = "eyJraWQiOiJNQVJLRUQifQ.eyJzdWIiOiJNQVJLRUQiLCJNQVJLRUQiOjF9.MARKEDsignature";

fn header(name: &str, value: &str) -> Header {
    Header { name: name.to_owned(), value: value.into() }
}

fn exchange(sent: &str, answer: &str) -> Exchange {
    Exchange {
        method: "POST".to_owned(),
        url: "https://cognito-idp.eu-west-1.amazonaws.com/".to_owned(),
        request_headers: vec![
            header("content-type", "application/x-amz-json-1.1"),
            header("x-amz-target", "AWSCognitoIdentityProviderService.InitiateAuth"),
        ],
        request_body: sent.into(),
        response: Some(Response {
            status: 200,
            headers: vec![header("x-amzn-requestid", "6b1c2f0e-4f7d-4a55-9b1d-0a4c1f2f7d11")],
            body: answer.into(),
            ..Response::default()
        }),
    }
}

/// Request and answer of every call of a walk, and of some that went wrong.
fn exchanges() -> Vec<Exchange> {
    let with_jwt = |text: &str| text.replace("JWT", JWT);
    let tokens = with_jwt(
        r#"{"AuthenticationResult":{"AccessToken":"JWT","IdToken":"JWT","RefreshToken":"MARKED","ExpiresIn":3600,"TokenType":"Bearer"},"ChallengeParameters":{}}"#,
    );
    let pairs = [
        (
            r#"{"AuthFlow":"USER_PASSWORD_AUTH","ClientId":"1h57kf5cpq17m0eml12EXAMPLE","AuthParameters":{"USERNAME":"ada","PASSWORD":"MARKED","SECRET_HASH":"MARKED"}}"#.to_owned(),
            r#"{"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"MARKED","ChallengeParameters":{"USER_ID_FOR_SRP":"ada","requiredAttributes":"[\"userAttributes.given_name\"]","custom":"{\"password\":\"MARKED\"}"}}"#.to_owned(),
        ),
        (
            r#"{"ChallengeName":"PASSWORD_VERIFIER","Session":"MARKED","ChallengeResponses":{"PASSWORD_CLAIM_SIGNATURE":"MARKED","PASSWORD_CLAIM_SECRET_BLOCK":"MARKED","TIMESTAMP":"Sat Jan 31 10:42:07 UTC 2026","USERNAME":"ada"}}"#.to_owned(),
            tokens,
        ),
        (
            r#"{"ChallengeName":"SOFTWARE_TOKEN_MFA","ChallengeResponses":{"SOFTWARE_TOKEN_MFA_CODE":"MARKED","NEW_PASSWORD":"MARKED","ANSWER":"MARKED","SMS_MFA_CODE":"MARKED","EMAIL_OTP_CODE":"MARKED"},"UserCode":"MARKED","SecretCode":"MARKED"}"#.to_owned(),
            r#"{"__type":"InvalidParameterException","message":"1 validation error detected: Value 'MARKED' at 'password' failed to satisfy constraint"}"#.to_owned(),
        ),
        (
            with_jwt(r#"{"IdentityPoolId":"eu-west-1:2b1d","Logins":{"cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1":"JWT","developer":"MARKED"}}"#),
            r#"{"IdentityId":"eu-west-1:9c1e","Credentials":{"AccessKeyId":"ASIAEXAMPLE000000000","SecretKey":"MARKED","SessionToken":"MARKED","Expiration":1.769859727E9}}"#.to_owned(),
        ),
        (
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=MARKED&client_secret=MARKED".to_owned(),
            "<R xmlns=\"x\"><sts:Credentials><SecretAccessKey>MARKED</SecretAccessKey><a:SessionToken><![CDATA[MARKED<]]></a:SessionToken><AccessKeyId>ASIA1</AccessKeyId></sts:Credentials></R>".to_owned(),
        ),
        (
            with_jwt(r#"{"ClientId":"1h57","SecretHash":"MARKED","Username":"eve","Password":"MARKED","UserAttributes":[{"Name":"email","Value":"eve@x.test"}],"ConfirmationCode":"MARKED","PreviousPassword":"MARKED","ProposedPassword":"MARKED","AccessToken":"JWT","Token":"MARKED","ClientSecret":"MARKED","Code":"MARKED","PaginationToken":"MARKED"}"#),
            r#"{"CodeDeliveryDetails":{"AttributeName":"email","DeliveryMedium":"EMAIL","Destination":"e***@x***"},"Session":"MARKED","UserConfirmed":false}"#.to_owned(),
        ),
        (String::new(), format!("<html><p>token {JWT}</p><input value=\"{JWT}\"></html>")),
        (format!("plain with {JWT} within"), r#"{"AuthenticationResult":{"IdToken":"MARK"#.replace("MARK", "MARKED")),
        (format!("{{\"unknown\":\"{JWT}\",\"{JWT}\":1}}"), format!("<SessionToken>{MARK} and no end")),
        (format!("{{\"code\":[\"{MARK}\",{{\"x\":\"{MARK}\"}}],\"Session\":{{\"a\":\"{MARK}\"}}}}"), format!("\"{JWT}")),
    ];
    pairs.iter().map(|(sent, answer)| exchange(sent, answer)).collect()
}

#[test]
fn no_marked_secret_is_in_a_redacted_exchange() {
    for exchange in exchanges() {
        let masked = redact::exchange_text(&exchange, Show::Masked);
        assert!(!masked.contains(MARK) && !masked.contains("eyJ"), "{masked}");
        assert!(redact::exchange_text(&exchange, Show::Revealed).contains(MARK));
        assert!(!format!("{exchange:?}").contains(MARK));
    }
}

#[test]
fn what_is_no_secret_stays_readable() {
    insta::assert_snapshot!(redact::exchange_text(&exchanges()[3], Show::Masked), @r#"
    POST / HTTP/1.1
    host: cognito-idp.eu-west-1.amazonaws.com
    content-type: application/x-amz-json-1.1
    x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth

    {
      "IdentityPoolId": "eu-west-1:2b1d",
      "Logins": {
        "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Practice1": "•••• 75 characters",
        "developer": "••••"
      }
    }

    HTTP/1.1 200
    x-amzn-requestid: 6b1c2f0e-4f7d-4a55-9b1d-0a4c1f2f7d11

    {
      "IdentityId": "eu-west-1:9c1e",
      "Credentials": {
        "AccessKeyId": "ASIAEXAMPLE000000000",
        "SecretKey": "••••",
        "SessionToken": "••••",
        "Expiration": 1.769859727E9
      }
    }
    "#);
    insta::assert_snapshot!(redact::exchange_text(&exchanges()[4], Show::Masked), @r#"
    POST / HTTP/1.1
    host: cognito-idp.eu-west-1.amazonaws.com
    content-type: application/x-amz-json-1.1
    x-amz-target: AWSCognitoIdentityProviderService.InitiateAuth

    Action=AssumeRoleWithWebIdentity&Version=2011-06-15&WebIdentityToken=••••&client_secret=••••

    HTTP/1.1 200
    x-amzn-requestid: 6b1c2f0e-4f7d-4a55-9b1d-0a4c1f2f7d11

    <R xmlns="x"><sts:Credentials><SecretAccessKey>••••</SecretAccessKey><a:SessionToken>••••</a:SessionToken><AccessKeyId>ASIA1</AccessKeyId></sts:Credentials></R>
    "#);
}

#[test]
fn what_is_asked_of_an_account_stays_readable() {
    let body = r#"{"AccessToken":"MARKED","AttributeName":"email","Code":"123456","DeviceKey":"eu-west-1_1f2e","SoftwareTokenMfaSettings":{"Enabled":true,"PreferredMfa":true},"UserMFASettingList":["SOFTWARE_TOKEN_MFA"]}"#;
    insta::assert_snapshot!(redact::body(&body.into(), Show::Masked), @r#"
    {
      "AccessToken": "••••",
      "AttributeName": "email",
      "Code": "••••",
      "DeviceKey": "eu-west-1_1f2e",
      "SoftwareTokenMfaSettings": {
        "Enabled": true,
        "PreferredMfa": true
      },
      "UserMFASettingList": [
        "SOFTWARE_TOKEN_MFA"
      ]
    }
    "#);
}

#[test]
fn headers_keep_what_explains_a_signature_and_lose_what_opens_doors() {
    let random = "abcDEF123/+=abcDEF123abcDEF123abcDEF1234";
    let sent = [
        header(
            "authorization",
            "AWS4-HMAC-SHA256 Credential=ASIA1/20260131/eu-west-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=MARKED",
        ),
        header("authorization", "Bearer MARKED"),
        header("x-amz-security-token", "MARKED"),
        header("cookie", "a=MARKED"),
        header("x-api-key", "MARKED"),
        header("x-unknown", random),
        header("location", "https://u:MARKED@x.test/cb?code=MARKED&state=1#id_token=MARKED"),
        header("user-agent", "aws-sdk-rust/1.3.1 api/cognitoidentityprovider/1.144.0 os/linux"),
    ];
    let shown: Vec<_> = redact::headers(&sent, Show::Masked).into_iter().map(|(_, value)| value).collect();
    assert!(!shown.concat().contains(MARK) && !shown.concat().contains(random), "{shown:?}");
    insta::assert_snapshot!(shown.join("\n"), @r"
    AWS4-HMAC-SHA256 Credential=ASIA1/20260131/eu-west-1/sts/aws4_request, SignedHeaders=host;x-amz-date, Signature=••••
    ••••
    ••••
    ••••
    ••••
    •••• 40 characters
    https://••••@x.test/cb?code=••••&state=••••#id_token=••••
    aws-sdk-rust/1.3.1 api/cognitoidentityprovider/1.144.0 os/linux
    ");
}

#[test]
fn parameters_of_a_question_are_shown_by_the_same_policy() {
    let params = Params::new()
        .plain("requiredAttributes", r#"["userAttributes.given_name"]"#)
        .plain("SECRET_BLOCK", MARK)
        .plain("custom", r#"{"token":"MARKED","hint":"a color"}"#)
        .secret("hint", MARK.into());
    let shown = redact::params(&params, Show::Masked);
    let values: Vec<_> = shown.iter().map(|(_, value)| value.as_str()).collect();
    let expected =
        [r#"["userAttributes.given_name"]"#, "••••", r#"{"token":"••••","hint":"a color"}"#, "••••"];
    assert_eq!(values, expected);
    assert_eq!(redact::params(&params, Show::Revealed)[3].1, MARK);
    assert_eq!(redact::secret(&MARK.into(), Show::Masked), "••••");
}

#[test]
fn a_mask_tells_the_length_of_long_secrets_only() {
    let body = |text: &str| redact::body(&Secret::new(format!("Session={text}")), Show::Masked);
    assert_eq!(body(&"x".repeat(1_024)), "Session=•••• 1,024 characters");
    assert_eq!(body("hunter2"), "Session=••••");
    assert_eq!(body(""), "Session=");
}

#[test]
fn endless_bodies_are_cut() {
    let shown = redact::body(&Secret::new("word ".repeat(20_000)), Show::Masked);
    assert!(shown.ends_with("\n… 34,464 more characters"), "{}", &shown[shown.len() - 40..]);
}

fn done(step: Step, exchange: Exchange) -> Step {
    let result = Err(Failure::Refused(Refusal {
        code: "UserLambdaValidationException".to_owned(),
        message: format!("PreAuthentication failed with error ada@x.test, ada and adamant: {JWT}"),
        status: 400,
    }));
    let performed = Performed {
        result,
        exchange: Some(exchange),
        started: Timestamp::from_millisecond(1_769_856_127_041).unwrap(),
        took: Duration::from_millis(41),
    };
    Step { state: StepState::Refused, performed: Some(performed), ..step }
}

#[test]
fn a_report_names_calls_and_times_but_neither_user_nor_secrets() {
    let sign_in = About::SignIn { flow: AuthFlow::UserSrp, username: "ada@x.test".to_owned() };
    let answer = About::Answer { challenge: "PASSWORD_VERIFIER".to_owned() };
    let mut exchange = exchanges().remove(1);
    exchange.url = "http://ada:MARKED@127.0.0.1:8080/ada/?token=MARKED".to_owned();
    let question = Challenge {
        name: "PASSWORD_VERIFIER".to_owned(),
        session: Some(MARK.into()),
        parameters: Params::new().plain("USER_ID_FOR_SRP", "ada"),
        available: vec![],
        received: Timestamp::UNIX_EPOCH,
        knows_password: true,
    };
    let asking = Step {
        state: StepState::Asking,
        question: Some(question),
        ..Step::ghost(Operation::RespondToAuthChallenge, answer)
    };
    let steps = [
        done(Step::ghost(Operation::InitiateAuth, sign_in), exchange),
        asking,
        Step::ghost(Operation::GetId, About::Login),
    ];
    let text = report(&steps);
    assert!(!text.contains(MARK) && !text.contains("ada@") && !text.contains("/ada/"), "{text}");
    insta::assert_snapshot!(text.replace(env!("CARGO_PKG_VERSION"), "1.2.3"), @r"
    Poolwalk 1.2.3, report of a walk
    Secrets, tokens and the user name are left out.

    1. InitiateAuth · USER_SRP_AUTH · a…
       refused · HTTP 200 · 41 ms · 2026-01-31T10:42:07.041Z
       POST http://••••@127.0.0.1:8080/a…/?token=••••
       request ID 6b1c2f0e-4f7d-4a55-9b1d-0a4c1f2f7d11
       UserLambdaValidationException: PreAuthentication failed with error a…, a… and adamant: •••• 75 characters

    2. RespondToAuthChallenge · PASSWORD_VERIFIER
       asking
    ");
}

#[test]
fn a_report_leaves_out_whose_name_the_login_page_was_filled_in_with() {
    let request = AuthorizeRequest {
        domain: Domain::parse("https://a.example", None).unwrap(),
        client: ClientId::parse("abc").unwrap(),
        redirect: RedirectUrl::parse("http://localhost:8765/callback").unwrap(),
        scopes: "openid".to_owned(),
        state: MARK.into(),
        nonce: MARK.into(),
        challenge: "c".to_owned(),
        identity_provider: None,
        prompt: Some(Prompt::Login),
        login_hint: Some("ada@x.test".to_owned()),
    };
    let exchange = Exchange {
        method: "GET".to_owned(),
        url: format!("{}&lang=en", request.address().expose()),
        ..exchange("", "")
    };
    let call = Some(Call::Web(Box::new(WebCall::Authorize(request))));
    let step = Step { call, ..Step::ghost(Operation::Authorize, About::ManagedLogin) };
    let text = report(&[done(step, exchange)]);
    assert!(text.contains("&prompt=login&login_hint=…&lang=en"), "{text}");
    assert!(text.contains("failed with error a…, ada and adamant"), "{text}");
    assert!(!text.contains("ada%40") && !text.contains("ada@") && !text.contains(MARK), "{text}");
}

proptest! {
    #[test]
    fn no_body_is_too_odd(text in "\\PC{0,200}", markup in "[<>/ a-cSecretTokn:=&\"{}]{0,80}") {
        for body in [text, markup] {
            let secret = Secret::new(body);
            drop(redact::body(&secret, Show::Masked));
            drop(redact::body(&secret, Show::Revealed));
        }
    }

    #[test]
    fn a_token_is_masked_wherever_it_stands(before in "[a-z {}\\[\\]<>:,=&?/]{0,30}", after in "[a-z {}\\[\\]<>:,=&?/]{0,30}") {
        let body = Secret::new(format!("{before}{JWT}{after}"));
        let shown = redact::body(&body, Show::Masked);
        prop_assert!(!shown.contains("MARKED"), "{}", shown);
    }
}

#[test]
fn a_session_token_that_gateway_quotes_back_is_masked() {
    let token = format!("IQoJb3JpZ2luX2Vj{}", "aB3/x+Zq".repeat(20));
    let quoted = format!(
        "should have been\n'GET\n/prod\n\nhost:abc123.execute-api.eu-west-1.amazonaws.com\nx-amz-security-token:{token}\n'"
    );
    let shown = redact::prose(&quoted);
    assert!(!shown.contains(&token[..40]) && shown.contains("x-amz-security-token:••••"), "{shown}");
    assert!(shown.contains("host:abc123.execute-api.eu-west-1.amazonaws.com"), "{shown}");
    for harmless in [
        "arn:aws:sts::123456789012:assumed-role/PracticeEngineer/CognitoIdentityCredentials",
        "eu-west-1:0f4c1a2e-3b5d-4c6e-8f70-91a2b3c4d5e6",
    ] {
        assert_eq!(redact::prose(harmless), harmless);
    }
}
