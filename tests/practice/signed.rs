//! Signed calls, signed by the AWS SDK: the Admin operations and STS, with good keys and every sort of bad ones.

use std::time::Duration;

use aws_sdk_cognitoidentityprovider as idp;
use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use aws_sdk_sts as sts;
use jiff::Timestamp;
use poolwalk::practice::{AdminKey, Clock, Options, Practice, TestClock};
use serde_json::Value as Json;

use crate::http::first_keys;

fn practice() -> (Practice, TestClock) {
    let clock = TestClock::new(Timestamp::now());
    (Practice::start(Options { clock: Clock::from(clock.clone()), ..Options::default() }).unwrap(), clock)
}

/// Key id, secret and session token.
pub(crate) type Keys = (String, String, Option<String>);

fn of_pool(keys: &Json) -> Keys {
    let text = |name: &str| keys[name].as_str().unwrap().to_owned();
    (text("AccessKeyId"), text("SecretKey"), Some(text("SessionToken")))
}

pub(crate) fn of_admin(practice: &Practice) -> Keys {
    let AdminKey { access_key_id, secret_access_key } = &practice.cast().admin_key;
    ((*access_key_id).to_owned(), secret_access_key.expose().to_owned(), None)
}

pub(crate) fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The ARN that STS tells, or its error's name and message.
pub(crate) fn who_am_i(practice: &Practice, (id, secret, token): Keys) -> Result<String, (String, String)> {
    let config = sts::Config::builder()
        .behavior_version(sts::config::BehaviorVersion::latest())
        .retry_config(sts::config::retry::RetryConfig::disabled())
        .region(sts::config::Region::new("eu-west-1"))
        .endpoint_url(&practice.cast().endpoint)
        .credentials_provider(sts::config::Credentials::new(id, secret, token, None, "test"))
        .build();
    let answer = block_on(sts::Client::from_conf(config).get_caller_identity().send());
    answer.map(|caller| caller.arn.unwrap()).map_err(|err| told(&err))
}

fn administrator(practice: &Practice, (id, secret, token): Keys, region: &'static str) -> idp::Client {
    let config = idp::Config::builder()
        .behavior_version(idp::config::BehaviorVersion::latest())
        .retry_config(idp::config::retry::RetryConfig::disabled())
        .region(idp::config::Region::new(region))
        .endpoint_url(&practice.cast().endpoint)
        .credentials_provider(idp::config::Credentials::new(id, secret, token, None, "test"))
        .build();
    idp::Client::from_conf(config)
}

/// The classic script's first call: the kind of token it ends with, or the error's name and message.
fn admin_sign_in(practice: &Practice, keys: Keys, region: &'static str) -> Result<String, (String, String)> {
    let cast = practice.cast();
    let call = administrator(practice, keys, region)
        .admin_initiate_auth()
        .user_pool_id(cast.user_pool_id)
        .client_id(cast.clients[0].client_id)
        .auth_flow(idp::types::AuthFlowType::AdminNoSrpAuth)
        .auth_parameters("USERNAME", cast.users[0].username)
        .auth_parameters("PASSWORD", cast.users[0].password.expose());
    let answer = block_on(call.send());
    answer.map(|answer| answer.authentication_result.unwrap().token_type.unwrap()).map_err(|err| told(&err))
}

fn told(err: &impl ProvideErrorMetadata) -> (String, String) {
    let text = |part: Option<&str>| part.unwrap_or_default().to_owned();
    (text(err.code()), text(err.message()))
}

pub(crate) fn code(answer: Result<String, (String, String)>) -> String {
    answer.expect_err("a refusal").0
}

#[test]
fn the_keys_of_a_walk_tell_who_they_are() {
    let (practice, _) = practice();
    let keys = of_pool(&first_keys(&practice));
    assert_eq!(
        who_am_i(&practice, keys),
        Ok("arn:aws:sts::123456789012:assumed-role/PracticeEngineer/CognitoIdentityCredentials".to_owned())
    );
    assert_eq!(
        who_am_i(&practice, of_admin(&practice)),
        Ok("arn:aws:iam::123456789012:user/practice-developer".into())
    );
}

#[test]
fn altered_foreign_and_mixed_keys_are_refused() {
    let (practice, _) = practice();
    let (id, secret, token) = of_pool(&first_keys(&practice));
    let (other_id, _, other_token) = of_pool(&first_keys(&practice));
    let who = |id: &str, secret: &str, token: Option<String>| {
        code(who_am_i(&practice, (id.into(), secret.into(), token)))
    };
    assert_eq!(who(&id, &secret[1..], token.clone()), "SignatureDoesNotMatch");
    assert_eq!(who(&id, &secret, None), "InvalidClientTokenId");
    assert_eq!(who(&id, &secret, other_token), "InvalidClientTokenId");
    assert_eq!(who(&other_id, &secret, token.clone()), "InvalidClientTokenId");
    assert_eq!(who("ASIAPRACTICE7EXAMPLE", &secret, token), "InvalidClientTokenId");
}

#[test]
fn keys_end_after_their_hour() {
    let (practice, clock) = practice();
    let keys = of_pool(&first_keys(&practice));
    clock.advance(Duration::from_secs(3601));
    assert_eq!(
        who_am_i(&practice, keys),
        Err(("ExpiredToken".into(), "The security token included in the request is expired".into()))
    );
}

#[test]
fn a_clock_that_is_off_is_told_apart_from_a_wrong_key() {
    let (practice, clock) = practice();
    let start = clock.now();
    clock.set(start + Duration::from_mins(14));
    assert!(who_am_i(&practice, of_admin(&practice)).is_ok());
    clock.set(start + Duration::from_mins(17));
    let (name, message) = who_am_i(&practice, of_admin(&practice)).unwrap_err();
    assert_eq!(name, "SignatureDoesNotMatch");
    assert!(message.starts_with("Signature expired: ") && message.ends_with(" - 15 min.)"), "{message}");
    clock.set(start - Duration::from_mins(7));
    let (name, message) = admin_sign_in(&practice, of_admin(&practice), "eu-west-1").unwrap_err();
    assert_eq!(name, "InvalidSignatureException");
    assert!(
        message.starts_with("Signature not yet current: ") && message.ends_with(" + 5 min.)"),
        "{message}"
    );
}

#[test]
fn the_admin_flow_is_for_developers() {
    let (practice, _) = practice();
    let plain = |id: &str, secret: &str| (id.to_owned(), secret.to_owned(), None);
    let try_with = |keys| admin_sign_in(&practice, keys, "eu-west-1");
    assert_eq!(try_with(of_admin(&practice)), Ok("Bearer".to_owned()));
    assert_eq!(try_with(plain("test", "test")), Ok("Bearer".to_owned()));
    assert_eq!(code(try_with(plain("test", "tset"))), "InvalidSignatureException");
    assert_eq!(code(try_with(plain("AKIAIOSFODNN7EXAMPLE", "x"))), "UnrecognizedClientException");
    assert_eq!(code(admin_sign_in(&practice, of_admin(&practice), "us-east-1")), "InvalidSignatureException");
    let (name, message) = try_with(of_pool(&first_keys(&practice))).unwrap_err();
    assert_eq!(name, "AccessDeniedException");
    assert!(message.contains(
        "is not authorized to perform: cognito-idp:AdminInitiateAuth on resource: arn:aws:cognito-idp:"
    ));
}

#[test]
fn an_administrator_answers_challenges_too() {
    let (practice, _) = practice();
    let (cast, admin) = (practice.cast(), administrator(&practice, of_admin(&practice), "eu-west-1"));
    let grace = cast.users.iter().find(|user| user.username == "grace").unwrap();
    let asked = admin
        .admin_initiate_auth()
        .user_pool_id(cast.user_pool_id)
        .client_id(cast.clients[0].client_id)
        .auth_flow(idp::types::AuthFlowType::AdminUserPasswordAuth)
        .auth_parameters("USERNAME", grace.username)
        .auth_parameters("PASSWORD", grace.password.expose());
    let asked = block_on(asked.send()).unwrap();
    assert_eq!(asked.challenge_name, Some(idp::types::ChallengeNameType::NewPasswordRequired));
    let answer = admin
        .admin_respond_to_auth_challenge()
        .user_pool_id(cast.user_pool_id)
        .client_id(cast.clients[0].client_id)
        .challenge_name(idp::types::ChallengeNameType::NewPasswordRequired)
        .set_session(asked.session)
        .challenge_responses("USERNAME", grace.username)
        .challenge_responses("NEW_PASSWORD", "Lasting-Grace-2")
        .challenge_responses("userAttributes.given_name", "Grace");
    let answer = block_on(answer.send()).unwrap();
    assert!(answer.authentication_result.unwrap().id_token.is_some());
}

#[test]
fn an_administrator_starts_every_flow() {
    use idp::types::{AuthFlowType as Flow, ChallengeNameType as Challenge};
    let (practice, _) = practice();
    let (cast, admin) = (practice.cast(), administrator(&practice, of_admin(&practice), "eu-west-1"));
    let start = |flow: Flow, parameters: &[(&str, &str)]| {
        let call = admin
            .admin_initiate_auth()
            .user_pool_id(cast.user_pool_id)
            .client_id(cast.clients[0].client_id)
            .auth_flow(flow);
        let call = parameters.iter().fold(call, |call, (key, value)| call.auth_parameters(*key, *value));
        block_on(call.send()).unwrap()
    };
    let name = ("USERNAME", "edsger");
    let srp = start(Flow::UserSrpAuth, &[name, ("SRP_A", "abc")]);
    assert_eq!(srp.challenge_name, Some(Challenge::PasswordVerifier));
    let choice = start(Flow::UserAuth, &[name]);
    assert_eq!(choice.challenge_name, Some(Challenge::SelectChallenge));
    assert_eq!(choice.available_challenges.unwrap().len(), 3);
    let riddle = start(Flow::CustomAuth, &[name]);
    assert_eq!(riddle.challenge_name, Some(Challenge::CustomChallenge));
    let ada = &cast.users[0];
    let password = ("PASSWORD", ada.password.expose());
    let tokens = start(Flow::AdminUserPasswordAuth, &[("USERNAME", ada.username), password]);
    let refresh = tokens.authentication_result.unwrap().refresh_token.unwrap();
    let renewed = start(Flow::RefreshTokenAuth, &[("REFRESH_TOKEN", &refresh)]);
    assert!(renewed.authentication_result.unwrap().access_token.is_some());
}
