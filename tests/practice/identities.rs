//! The identity pools with the AWS SDK as their client: the classic flow, a developer who vouches, other providers.

use std::time::Duration;

use aws_sdk_cognitoidentity as identity;
use aws_sdk_cognitoidentity::error::ProvideErrorMetadata as _;
use aws_sdk_sts as sts;
use jiff::Timestamp;
use poolwalk::practice::{Clock, Options, Practice, TestClock};
use serde_json::json;

use crate::http::{call, first_tokens, get};
use crate::signed::{Keys, block_on, code, of_admin, who_am_i};

fn practice() -> (Practice, TestClock) {
    let clock = TestClock::new(Timestamp::now());
    (Practice::start(Options { clock: Clock::from(clock.clone()), ..Options::default() }).unwrap(), clock)
}

fn federation(practice: &Practice, (id, secret, token): Keys) -> identity::Client {
    let config = identity::Config::builder()
        .behavior_version(identity::config::BehaviorVersion::latest())
        .retry_config(identity::config::retry::RetryConfig::disabled())
        .region(identity::config::Region::new("eu-west-1"))
        .endpoint_url(&practice.cast().endpoint)
        .credentials_provider(identity::config::Credentials::new(id, secret, token, None, "test"))
        .build();
    identity::Client::from_conf(config)
}

/// The identity that the developer vouches for, and the token that says so.
fn vouched(practice: &Practice, user: &str, named: Option<&str>) -> Result<(String, String), String> {
    let call = federation(practice, of_admin(practice))
        .get_open_id_token_for_developer_identity()
        .identity_pool_id(practice.cast().identity_pool_id)
        .logins(practice.cast().developer_provider, user)
        .set_identity_id(named.map(str::to_owned))
        .token_duration(60);
    let answer = block_on(call.send()).map_err(|err| err.code().unwrap_or_default().to_owned())?;
    Ok((answer.identity_id.unwrap(), answer.token.unwrap()))
}

#[test]
fn the_classic_flow_ends_with_keys_that_sign_until_they_are_over() {
    let (practice, clock) = practice();
    let cast = practice.cast();
    let provider = format!("cognito-idp.{}.amazonaws.com/{}", cast.region, cast.user_pool_id);
    let logins = json!({ provider: first_tokens(&practice)["IdToken"] });
    let id =
        call(cast, "GetId", &json!({ "IdentityPoolId": cast.identity_pool_id, "Logins": logins })).json();
    let body = json!({ "IdentityId": id["IdentityId"], "Logins": logins });
    let token = call(cast, "GetOpenIdToken", &body).json()["Token"].as_str().unwrap().to_owned();
    let config = sts::Config::builder()
        .behavior_version(sts::config::BehaviorVersion::latest())
        .retry_config(sts::config::retry::RetryConfig::disabled())
        .region(sts::config::Region::new("eu-west-1"))
        .endpoint_url(&cast.endpoint)
        .build();
    let assume = sts::Client::from_conf(config)
        .assume_role_with_web_identity()
        .role_arn("arn:aws:iam::123456789012:role/PracticeReader")
        .role_session_name("desk")
        .web_identity_token(token)
        .duration_seconds(900);
    let keys = block_on(assume.send()).unwrap().credentials.unwrap();
    assert_eq!(keys.expiration.secs(), (clock.now() + Duration::from_mins(15)).as_second());
    let keys: Keys = (keys.access_key_id, keys.secret_access_key, Some(keys.session_token));
    assert_eq!(
        who_am_i(&practice, keys.clone()),
        Ok("arn:aws:sts::123456789012:assumed-role/PracticeReader/desk".into())
    );
    clock.advance(Duration::from_mins(15));
    assert_eq!(code(who_am_i(&practice, keys)), "ExpiredToken");
}

#[test]
fn a_developer_vouches_for_a_user_of_their_own() {
    let (practice, clock) = practice();
    let cast = practice.cast();
    let (id, token) = vouched(&practice, "u-1", None).unwrap();
    assert_eq!(vouched(&practice, "u-1", None).unwrap().0, id);
    let (other, _) = vouched(&practice, "u-2", None).unwrap();
    assert_ne!(other, id);
    assert_eq!(vouched(&practice, "u-2", Some(&id)), Err("DeveloperUserAlreadyRegisteredException".into()));
    assert_eq!(vouched(&practice, "u-3", Some(&id)).unwrap().0, id, "a second name for the same person");

    let logins = json!({ "cognito-identity.amazonaws.com": token });
    let keys = call(cast, "GetCredentialsForIdentity", &json!({ "IdentityId": id, "Logins": logins }));
    assert_eq!(keys.status, 200, "{}", keys.body);
    let told =
        call(cast, "GetCredentialsForIdentity", &json!({ "IdentityId": other, "Logins": logins })).json();
    assert!(told["message"].as_str().unwrap().starts_with("Logins don't match."), "{told}");
    let told =
        call(cast, "GetId", &json!({ "IdentityPoolId": cast.identity_pool_id, "Logins": logins })).json();
    assert_eq!(told["message"], "Invalid login token. Can't pass in a Cognito token.");
    clock.advance(Duration::from_mins(1));
    let told = call(cast, "GetCredentialsForIdentity", &json!({ "IdentityId": id, "Logins": logins })).json();
    assert!(told["message"].as_str().unwrap().starts_with("Invalid login token. Token expired: "), "{told}");
}

#[test]
fn only_the_developer_vouches() {
    let (practice, _) = practice();
    let cast = practice.cast();
    let keys = crate::http::first_keys(&practice);
    let text = |name: &str| keys[name].as_str().unwrap().to_owned();
    let keys = (text("AccessKeyId"), text("SecretKey"), Some(text("SessionToken")));
    let ask = |keys: Keys, logins: &[(&str, &str)], secs: i64| {
        let mut call = federation(&practice, keys)
            .get_open_id_token_for_developer_identity()
            .identity_pool_id(cast.identity_pool_id)
            .token_duration(secs);
        for (provider, told) in logins {
            call = call.logins(*provider, *told);
        }
        let err = block_on(call.send()).unwrap_err();
        format!("{}: {}", err.code().unwrap_or_default(), err.message().unwrap_or_default())
    };
    let user = [(cast.developer_provider, "u-1")];
    let refused = ask(keys, &user, 60);
    assert!(refused.starts_with("AccessDeniedException: User: arn:aws:sts::"), "{refused}");
    assert!(refused.contains(
        "cognito-identity:GetOpenIdTokenForDeveloperIdentity on resource: arn:aws:cognito-identity:"
    ));
    let admin = || of_admin(&practice);
    assert!(ask(admin(), &[("login.other.example", "u-1")], 60).starts_with("NotAuthorizedException: "));
    assert!(ask(admin(), &user, 86_401).contains("at 'tokenDuration' failed to satisfy constraint"));
    assert!(ask(admin(), &user, 0).contains("at 'tokenDuration' failed to satisfy constraint"));
}

#[test]
fn provider_tokens_are_the_same_by_the_program_and_over_http() {
    let (practice, _) = practice();
    let cast = practice.cast();
    let given = practice.provider_tokens();
    let path = cast.provider_tokens_url.strip_prefix(&cast.endpoint).unwrap();
    let served = get(cast, path).json();
    let served = served["provider_tokens"].as_array().unwrap();
    assert_eq!(given.len(), served.len());
    for (one, other) in given.iter().zip(served) {
        assert_eq!((one.key, one.name), (other["key"].as_str().unwrap(), other["name"].as_str().unwrap()));
        let id = |token: &str| {
            let logins = json!({ one.key: token });
            let body = json!({ "IdentityPoolId": cast.strict_identity_pool_id, "Logins": logins });
            call(cast, "GetId", &body).json()["IdentityId"].as_str().unwrap().to_owned()
        };
        assert_eq!(id(one.token.expose()), id(other["token"].as_str().unwrap()), "{}", one.name);
    }
}
