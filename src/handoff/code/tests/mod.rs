//! Walks as code: the classic script, what goes from call to call, and that no secret gets in.

mod plain;

use std::time::Duration;

use serde_json::{Value as Json, json};

use super::*;
use crate::cognito::{AuthFlow, ClientId, IdentityPoolId, Params, Region, UserPoolId, Way};
use crate::flow::{
    About, ApiAuth, ApiCall, ApiRequest, AwsCredentials, Call, Exchange, Header, OAuthClient, Performed,
    Reply, Response, TokenSet, WebCall,
};
use crate::secret::Secret;

const POOL: &str = "eu-west-1_Ab12Cd34E";
const CLIENT: &str = "1h57kf5cpq17m0eml12EXAMPLE";
const IDENTITY_POOL: &str = "eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c";
const IDENTITY: &str = "eu-west-1:0f4c1a2e-3b5d-4c6e-8f70-91a2b3c4d5e6";
const ID_TOKEN: &str = "eyJraWQiOiJNQVJLRUQifQ.eyJzdWIiOiJNQVJLRUQifQ.MARKEDsignature";
const SECRETS: [&str; 6] = ["MARKED", ID_TOKEN, "MARKED\"secret", "MARKEDkey", "MARKEDtoken", "eyJ"];

fn config() -> LoginConfig {
    LoginConfig {
        region: Region::parse("eu-west-1").unwrap(),
        pool: UserPoolId::parse(POOL).ok(),
        client: ClientId::parse(CLIENT).ok(),
        client_secret: None,
        identity_pool: IdentityPoolId::parse(IDENTITY_POOL).ok(),
        username: "ada".to_owned(),
        password: "MARKED\"secret".into(),
        way: Way::default(),
        preferred: None,
        refresh_token: None,
        real_name: None,
        device: None,
        remembers_device: false,
        totp_secret: None,
        browser: None,
        identity: crate::flow::IdentityPlan::default(),
        until: crate::cognito::Until::default(),
    }
}

fn step(call: Call, host: &str, sent: &Json, (answer, reply): (&str, Reply)) -> Step {
    let exchange = Exchange {
        method: "POST".to_owned(),
        url: format!("https://{host}.eu-west-1.amazonaws.com/"),
        request_headers: Vec::new(),
        request_body: sent.to_string().into(),
        response: Some(Response { status: 200, body: answer.into(), ..Response::default() }),
    };
    let operation = call.operation();
    Step {
        state: StepState::Done,
        call: Some(call),
        performed: Some(Performed {
            result: Ok(reply),
            exchange: Some(exchange),
            started: "2026-01-31T10:00:00Z".parse().unwrap(),
            took: Duration::from_millis(5),
        }),
        ..Step::ghost(operation, About::Login)
    }
}

/// The step, signed with a key.
fn signed_by(key: &str, mut step: Step) -> Step {
    let exchange = step.performed.as_mut().and_then(|performed| performed.exchange.as_mut()).unwrap();
    exchange.request_headers.push(Header {
        name: "authorization".to_owned(),
        value: format!("AWS4-HMAC-SHA256 Credential={key}/20260131/eu-west-1/x/aws4_request").into(),
    });
    step
}

fn keys() -> AwsCredentials {
    AwsCredentials {
        access_key_id: "ASIAEXAMPLE000000000".to_owned(),
        secret_access_key: "MARKEDkey".into(),
        session_token: Some("MARKEDtoken".into()),
        expiration: None,
    }
}

fn tokens(sent: &Json, flow: AuthFlow) -> Step {
    let answer = json!({ "AuthenticationResult": { "IdToken": ID_TOKEN, "ExpiresIn": 3600 } }).to_string();
    let reply = Reply::Tokens(TokenSet { id: Some(ID_TOKEN.into()), ..TokenSet::default() });
    let call = Call::AdminInitiateAuth {
        flow,
        pool: UserPoolId::parse(POOL).unwrap(),
        client: ClientId::parse(CLIENT).unwrap(),
        parameters: Params::new().plain("USERNAME", "ada").secret("PASSWORD", "MARKED\"secret".into()),
    };
    signed_by("AKIAEXAMPLE", step(call, "cognito-idp", sent, (&answer, reply)))
}

/// The admin flow, as the script of 2018 has it, and who the keys belong to.
fn admin_walk() -> Vec<Step> {
    let logins = json!({ format!("cognito-idp.eu-west-1.amazonaws.com/{POOL}"): ID_TOKEN });
    let params = Params::new().secret("cognito-idp", ID_TOKEN.into());
    let sent = json!({
        "UserPoolId": POOL, "ClientId": CLIENT, "AuthFlow": "ADMIN_USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "ada", "PASSWORD": "MARKED\"secret" },
    });
    let get_id = Call::GetId { pool: IdentityPoolId::parse(IDENTITY_POOL).unwrap(), logins: params.clone() };
    let get_keys = Call::GetCredentialsForIdentity {
        identity_id: IDENTITY.to_owned(),
        logins: params,
        custom_role: None,
    };
    let answered = json!({ "IdentityId": IDENTITY, "Credentials": {
        "AccessKeyId": "ASIAEXAMPLE000000000", "SecretKey": "MARKEDkey", "SessionToken": "MARKEDtoken" } });
    let credentials = Reply::Credentials { identity_id: IDENTITY.to_owned(), credentials: keys() };
    vec![
        tokens(&sent, AuthFlow::AdminUserPassword),
        step(
            get_id,
            "cognito-identity",
            &json!({ "IdentityPoolId": IDENTITY_POOL, "Logins": logins }),
            (
                &json!({ "IdentityId": IDENTITY }).to_string(),
                Reply::Identity { identity_id: IDENTITY.to_owned() },
            ),
        ),
        step(
            get_keys,
            "cognito-identity",
            &json!({ "IdentityId": IDENTITY, "Logins": logins }),
            (&answered.to_string(), credentials),
        ),
    ]
}

fn with_caller() -> Vec<Step> {
    let mut steps = admin_walk();
    let reply = Reply::Caller(crate::flow::Caller {
        account: "1".to_owned(),
        arn: "arn:aws:sts::1:assumed-role/x/y".to_owned(),
        user_id: "x:y".to_owned(),
    });
    let call = Call::GetCallerIdentity { credentials: keys() };
    steps.push(signed_by("ASIAEXAMPLE000000000", step(call, "sts", &json!({}), ("<x/>", reply))));
    steps
}

/// A walk by SRP, as far as the tokens.
fn srp_walk() -> Vec<Step> {
    let start = Call::InitiateAuth {
        flow: AuthFlow::UserSrp,
        client: ClientId::parse(CLIENT).unwrap(),
        parameters: Params::new().plain("USERNAME", "ada").plain("SRP_A", "abc123"),
    };
    let sent = json!({ "AuthFlow": "USER_SRP_AUTH", "ClientId": CLIENT,
        "AuthParameters": { "USERNAME": "ada", "SRP_A": "abc123" } });
    let asked = json!({ "ChallengeName": "PASSWORD_VERIFIER", "Session": "MARKED session of twenty",
        "ChallengeParameters": { "SALT": "1", "SECRET_BLOCK": "MARKED block of twenty", "USER_ID_FOR_SRP": "ada" } });
    let question = Reply::Challenge {
        name: "PASSWORD_VERIFIER".to_owned(),
        session: None,
        parameters: Params::new(),
        available: Vec::new(),
    };
    let proof = json!({ "ChallengeName": "PASSWORD_VERIFIER", "ClientId": CLIENT,
        "Session": "MARKED session of twenty", "ChallengeResponses": { "USERNAME": "ada",
        "PASSWORD_CLAIM_SIGNATURE": "MARKED", "PASSWORD_CLAIM_SECRET_BLOCK": "MARKED block of twenty",
        "TIMESTAMP": "Sat Jan 31 10:42:07 UTC 2026" } });
    let call = Call::RespondToAuthChallenge {
        challenge: "PASSWORD_VERIFIER".to_owned(),
        client: ClientId::parse(CLIENT).unwrap(),
        session: Some("MARKED session of twenty".into()),
        responses: Params::new().secret("PASSWORD_CLAIM_SIGNATURE", "MARKED".into()),
    };
    let answer = json!({ "AuthenticationResult": { "IdToken": ID_TOKEN } }).to_string();
    let reply = Reply::Tokens(TokenSet { id: Some(Secret::from(ID_TOKEN)), ..TokenSet::default() });
    vec![
        step(start, "cognito-idp", &sent, (&asked.to_string(), question)),
        step(call, "cognito-idp", &proof, (&answer, reply)),
    ]
}

fn walk(steps: &[Step], language: Language) -> String {
    walk_as_code(steps, &config(), language).unwrap().text
}

#[test]
fn the_admin_flow_is_the_classic_script() {
    insta::assert_snapshot!(walk(&admin_walk(), Language::Boto3), @r#"
    # AdminInitiateAuth, GetId, GetCredentialsForIdentity
    # Set these in the environment first:
    #   COGNITO_PASSWORD  PASSWORD of AdminInitiateAuth
    # AWS keys that may make these calls sign them.
    import os

    import boto3

    cognito_idp = boto3.client("cognito-idp", region_name="eu-west-1")

    admin_initiate_auth = cognito_idp.admin_initiate_auth(
        UserPoolId="eu-west-1_Ab12Cd34E",
        ClientId="1h57kf5cpq17m0eml12EXAMPLE",
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={
            "USERNAME": "ada",
            "PASSWORD": os.environ["COGNITO_PASSWORD"]
        },
    )

    cognito_identity = boto3.client("cognito-identity", region_name="eu-west-1")

    get_id = cognito_identity.get_id(
        IdentityPoolId="eu-west-1:8cebb116-d7fb-4719-9455-8a0d72aa291c",
        Logins={
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": admin_initiate_auth["AuthenticationResult"]["IdToken"]
        },
    )

    get_credentials_for_identity = cognito_identity.get_credentials_for_identity(
        IdentityId=get_id["IdentityId"],
        Logins={
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": admin_initiate_auth["AuthenticationResult"]["IdToken"]
        },
    )

    print("AccessKeyId:", get_credentials_for_identity["Credentials"]["AccessKeyId"])
    print("SecretKey:", get_credentials_for_identity["Credentials"]["SecretKey"])
    print("SessionToken:", get_credentials_for_identity["Credentials"]["SessionToken"])
    "#);
}

#[test]
fn the_same_walk_for_bash() {
    insta::assert_snapshot!(walk(&admin_walk(), Language::Curl));
    insta::assert_snapshot!(walk(&with_caller(), Language::AwsCli));
}

#[test]
fn the_same_walk_for_node() {
    insta::assert_snapshot!(walk(&with_caller(), Language::JavaScript));
}

/// The test `as_code` compiles these very texts.
#[test]
fn the_same_walk_for_rust() {
    assert_eq!(walk(&with_caller(), Language::Rust), include_str!("../../../../tests/as_code/walk.txt"));
    for (call, text) in [
        (sign_up(), include_str!("../../../../tests/as_code/sign_up.txt")),
        (preference(), include_str!("../../../../tests/as_code/preference.txt")),
        (device(), include_str!("../../../../tests/as_code/device.txt")),
        (role(), include_str!("../../../../tests/as_code/role.txt")),
        (proof(), include_str!("../../../../tests/as_code/proof.txt")),
        (app(), include_str!("../../../../tests/as_code/app.txt")),
    ] {
        assert_eq!(step_as_code(&call, &config(), Language::Rust).unwrap().text, text);
    }
}

/// A step of an errand, whose body is all that code is made of.
fn errand(operation: Operation, sent: &Json) -> Step {
    let any = Call::UpdateDeviceStatus {
        access_token: "MARKED".into(),
        device_key: String::new(),
        remembered: true,
    };
    Step { operation, ..step(any, "cognito-idp", sent, ("{}", Reply::Done)) }
}

fn sign_up() -> Step {
    errand(
        Operation::SignUp,
        &json!({ "ClientId": CLIENT, "SecretHash": "MARKED", "Username": "eve \"e\" é\n", "Password": "MARKED",
            "UserAttributes": [{ "Name": "email", "Value": "eve@example.com" }], "ClientMetadata": { "a": "b" } }),
    )
}

fn preference() -> Step {
    errand(
        Operation::SetUserMfaPreference,
        &json!({ "AccessToken": ID_TOKEN, "SoftwareTokenMfaSettings": { "Enabled": true, "PreferredMfa": false } }),
    )
}

fn device() -> Step {
    errand(
        Operation::ConfirmDevice,
        &json!({ "AccessToken": ID_TOKEN, "DeviceKey": "eu-west-1_x", "DeviceName": "mine",
            "DeviceSecretVerifierConfig": { "PasswordVerifier": "MARKED", "Salt": "abc" } }),
    )
}

fn app() -> Step {
    let mut step = errand(Operation::AssociateSoftwareToken, &json!({ "AccessToken": ID_TOKEN }));
    if let Some(performed) = &mut step.performed {
        performed.result = Ok(Reply::SoftwareToken { secret: "MARKED".into(), session: None });
    }
    step
}

fn role() -> Step {
    let call = Call::AssumeRoleWithWebIdentity {
        role_arn: "arn:aws:iam::123456789012:role/x".to_owned(),
        session_name: "poolwalk".to_owned(),
        token: ID_TOKEN.into(),
        duration_secs: 900,
    };
    step(call, "sts", &json!({}), ("<x/>", Reply::Role { credentials: keys() }))
}

fn proof() -> Step {
    srp_walk().remove(1)
}

#[test]
fn the_same_walk_for_postman() {
    let text = walk(&with_caller(), Language::Postman);
    let read: Json = serde_json::from_str(&text).unwrap();
    assert_eq!(read["item"].as_array().unwrap().len(), 4);
    insta::assert_snapshot!(format!("{:#}", read["item"][2]));
}

#[test]
fn proofs_are_made_by_a_library_where_there_is_one() {
    insta::assert_snapshot!(walk(&srp_walk(), Language::Boto3));
    insta::assert_snapshot!(walk(&srp_walk(), Language::JavaScript));
    for language in [Language::Curl, Language::AwsCli, Language::Rust, Language::Postman] {
        assert_eq!(walk_as_code(&srp_walk(), &config(), language), Err(NoCode::Proof));
    }
}

#[test]
fn a_single_step_says_what_is_good_once() {
    let steps = srp_walk();
    let code = step_as_code(&steps[1], &config(), Language::Boto3).unwrap();
    let told: Vec<String> =
        code.variables.iter().map(|variable| format!("{}: {}", variable.name, variable.what())).collect();
    insta::assert_snapshot!(told.join("\n"), @"
    COGNITO_SESSION: Session of RespondToAuthChallenge, good once
    COGNITO_PASSWORD_CLAIM_SIGNATURE: PASSWORD_CLAIM_SIGNATURE of RespondToAuthChallenge, good once
    COGNITO_PASSWORD_CLAIM_SECRET_BLOCK: PASSWORD_CLAIM_SECRET_BLOCK of RespondToAuthChallenge, good once
    COGNITO_TIMESTAMP: TIMESTAMP of RespondToAuthChallenge, good once
    ");
    assert!(code.notes[0].contains("good for one request"));
    for language in Language::ALL {
        assert!(step_as_code(&steps[1], &config(), language).is_ok(), "{language:?}");
    }
}

#[test]
fn no_secret_is_in_any_code() {
    for steps in [admin_walk(), with_caller(), srp_walk()] {
        for language in Language::ALL {
            let each = steps.iter().map(|step| step_as_code(step, &config(), language));
            for code in each.chain([walk_as_code(&steps, &config(), language)]).flatten() {
                let shown = format!("{code:?}");
                assert!(SECRETS.iter().all(|secret| !shown.contains(secret)), "{language:?}: {shown}");
            }
        }
    }
}

#[test]
fn what_was_not_sent_has_no_code() {
    let ghost = Step::ghost(Operation::GetId, About::Login);
    assert_eq!(step_as_code(&ghost, &config(), Language::Curl), Err(NoCode::NotSent));
    assert_eq!(walk_as_code(&[ghost], &config(), Language::Curl), Err(NoCode::NotSent));
    let page = Step { state: StepState::Done, ..Step::ghost(Operation::Authorize, About::ManagedLogin) };
    assert_eq!(walk_as_code(&[page], &config(), Language::Boto3), Err(NoCode::NoOperation));
}

#[test]
fn the_names_of_calls_are_written_as_each_tool_writes_them() {
    for (name, snake) in [
        ("GetId", "get_id"),
        ("SetUserMFAPreference", "set_user_mfa_preference"),
        ("AssumeRoleWithWebIdentity", "assume_role_with_web_identity"),
        ("IdentityId", "identity_id"),
    ] {
        assert_eq!(request::snake(name), snake);
        let first = name.chars().next().unwrap().to_lowercase().to_string();
        assert_eq!(body::camel(snake)[..1], first);
    }
}
