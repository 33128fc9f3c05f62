//! The identity pool: whose identity, which login, which role.

use serde_json::{Value as Json, json};

use super::{Stage, refused, text};
use crate::practice::keys::tests::KEYS;
use crate::practice::pool::{Issuer, Pool};
use crate::practice::roster::{IDENTITY_POOL_ID, PROVIDER, STRICT_IDENTITY_POOL_ID};

const ADA: (&str, &str) = ("ada", "Practice-Ada-1");
const ZUSE: (&str, &str) = ("zuse", "Übung-macht-1-Größe-年");

fn login(stage: &mut Stage, (name, password): (&str, &str)) -> Json {
    let tokens = stage.tokens(name, password);
    json!({ PROVIDER: tokens["IdToken"] })
}

fn get_id(stage: &mut Stage, logins: &Json) -> super::Answer {
    stage.call("GetId", &json!({ "IdentityPoolId": IDENTITY_POOL_ID, "Logins": logins }))
}

fn keys(stage: &mut Stage, id: &str, logins: &Json) -> super::Answer {
    stage.call("GetCredentialsForIdentity", &json!({ "IdentityId": id, "Logins": logins }))
}

fn identity(stage: &mut Stage, logins: &Json) -> String {
    text(&get_id(stage, logins).unwrap(), "IdentityId").to_owned()
}

#[test]
fn a_user_has_one_identity_and_a_guest_a_fresh_one_each_time() {
    let mut stage = Stage::new();
    let (ada, again, zuse) = (login(&mut stage, ADA), login(&mut stage, ADA), login(&mut stage, ZUSE));
    assert_eq!(identity(&mut stage, &ada), identity(&mut stage, &again));
    assert_ne!(identity(&mut stage, &ada), identity(&mut stage, &zuse));
    assert_ne!(identity(&mut stage, &json!({})), identity(&mut stage, &json!({})));
}

#[test]
fn the_strict_identity_pool_wants_a_login_and_the_enhanced_flow() {
    let mut stage = Stage::new();
    let logins = login(&mut stage, ADA);
    let mut get_id = |logins: &Json| {
        stage.call("GetId", &json!({ "IdentityPoolId": STRICT_IDENTITY_POOL_ID, "Logins": logins }))
    };
    assert_eq!(
        refused(get_id(&json!({}))),
        "NotAuthorizedException: Unauthenticated access is not supported for this identity pool."
    );
    let id = text(&get_id(&logins).unwrap(), "IdentityId").to_owned();
    assert_ne!(id, identity(&mut stage, &logins), "an identity in each pool");
    assert!(keys(&mut stage, &id, &logins).is_ok());
    assert!(refused(keys(&mut stage, &id, &json!({}))).contains("Unauthenticated access is not supported"));
    assert_eq!(
        refused(stage.call("GetOpenIdToken", &json!({ "IdentityId": id, "Logins": logins }))),
        "InvalidParameterException: Basic (classic) flow is not enabled, please use enhanced flow."
    );
}

#[test]
fn a_guest_who_signs_in_for_the_first_time_keeps_the_identity() {
    let mut stage = Stage::new();
    let (guest, ada) = (identity(&mut stage, &json!({})), login(&mut stage, ADA));
    assert_eq!(text(&keys(&mut stage, &guest, &ada).unwrap(), "IdentityId"), guest);
    assert_eq!(identity(&mut stage, &ada), guest);
    assert!(refused(keys(&mut stage, &guest, &json!({}))).contains("is forbidden"), "a guest's no more");
}

#[test]
fn keys_come_for_an_hour_with_the_field_names_of_the_identity_pool() {
    let mut stage = Stage::new();
    let logins = login(&mut stage, ADA);
    let id = identity(&mut stage, &logins);
    let answer = keys(&mut stage, &id, &logins).unwrap();
    let given = &answer["Credentials"];
    assert_eq!(text(&answer, "IdentityId"), id);
    assert!(text(given, "AccessKeyId").starts_with("ASIA") && text(given, "AccessKeyId").len() == 20);
    assert_eq!(text(given, "SecretKey").len(), 40);
    assert!(text(given, "SessionToken").len() > 1000);
    let expected: f64 = "1709626089".parse().unwrap();
    assert_eq!(given["Expiration"], json!(expected));
}

#[test]
fn an_identity_is_only_for_whose_it_is() {
    let mut stage = Stage::new();
    let (ada, zuse) = (login(&mut stage, ADA), login(&mut stage, ZUSE));
    let id = identity(&mut stage, &ada);
    assert_eq!(
        refused(keys(&mut stage, &id, &json!({}))),
        format!("NotAuthorizedException: Access to Identity '{id}' is forbidden.")
    );
    assert!(refused(keys(&mut stage, &id, &zuse)).contains("Logins don't match."));
    let nobody = "eu-west-1:00000000-0000-4000-8000-000000000000";
    assert_eq!(
        refused(keys(&mut stage, nobody, &ada)),
        format!("ResourceNotFoundException: Identity '{nobody}' not found.")
    );
    let guest = identity(&mut stage, &json!({}));
    assert!(keys(&mut stage, &guest, &json!({})).is_ok());
    assert_eq!(text(&keys(&mut stage, &guest, &ada).unwrap(), "IdentityId"), id, "a guest who signed in");
    assert_eq!(text(&keys(&mut stage, &guest, &ada).unwrap(), "IdentityId"), id, "and comes by the old id");
    assert!(refused(keys(&mut stage, &guest, &zuse)).contains("Logins don't match."));
}

#[test]
fn a_login_is_checked_to_the_bone() {
    let mut stage = Stage::new();
    let tokens = stage.tokens(ADA.0, ADA.1);
    let (id, access) = (text(&tokens, "IdToken"), text(&tokens, "AccessToken"));
    let signed = |claims: Json| KEYS.id.sign(&claims).unwrap();
    let iss = "http://127.0.0.1:9/eu-west-1_Practice1";
    let altered = format!("{}AAAA", &id[..id.len() - 4]);
    let elsewhere = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Other";
    let cases = [
        (PROVIDER, altered, "Invalid login token. Couldn't verify signed token."),
        (PROVIDER, access.to_owned(), "Invalid login token. Missing a required claim: aud"),
        (PROVIDER, "opaque".to_owned(), "Invalid login token. Not a valid OpenId Connect identity token."),
        (elsewhere, id.to_owned(), "Invalid login token. Issuer doesn't match providerName"),
        (
            "eu-west-1:eu-west-1_Practice1",
            id.to_owned(),
            "Invalid login token. Issuer doesn't match providerName",
        ),
        ("accounts.google.com", id.to_owned(), "Invalid login token. Issuer doesn't match providerName"),
        (
            elsewhere,
            signed(json!({ "iss": format!("https://{elsewhere}"), "aud": "x", "exp": 9_999_999_999_i64 })),
            "Token is not from a supported provider of this identity pool.",
        ),
        (
            PROVIDER,
            signed(
                json!({ "iss": iss, "aud": "another client", "exp": 9_999_999_999_i64, "token_use": "id" }),
            ),
            "Token is not from a supported provider of this identity pool.",
        ),
        (
            PROVIDER,
            signed(json!({ "iss": "https://cognito-identity.amazonaws.com" })),
            "Invalid login token. Can't pass in a Cognito token.",
        ),
    ];
    for (provider, token, message) in cases {
        let told = refused(get_id(&mut stage, &json!({ provider: token })));
        assert_eq!(told, format!("NotAuthorizedException: {message}"), "{provider}");
    }
    let logins = json!({ PROVIDER: id });
    stage.later(3600);
    assert_eq!(
        refused(get_id(&mut stage, &logins)),
        "NotAuthorizedException: Invalid login token. Token expired: 1709626089 >= 1709626089"
    );
}

#[test]
fn the_issuer_without_its_scheme_names_the_provider_too() {
    let mut stage = Stage::new();
    let tokens = stage.tokens(ADA.0, ADA.1);
    let logins = json!({ "127.0.0.1:9/eu-west-1_Practice1": tokens["IdToken"] });
    assert!(get_id(&mut stage, &logins).is_ok());
}

#[test]
fn the_issuer_may_have_the_form_of_aws() {
    let mut stage = Stage::new();
    stage.pool = Pool::new("http://127.0.0.1:9", Issuer::Aws, [7; 32], stage.now);
    let logins = login(&mut stage, ADA);
    let claims = super::claims(text(&logins, PROVIDER));
    assert_eq!(claims["iss"], json!(format!("https://{PROVIDER}")));
    assert!(get_id(&mut stage, &logins).is_ok());
    let by_address = json!({ "127.0.0.1:9/eu-west-1_Practice1": logins[PROVIDER] });
    assert!(refused(get_id(&mut stage, &by_address)).contains("Issuer doesn't match providerName"));
}

#[test]
fn a_role_may_be_chosen_among_the_token_s_own() {
    let mut stage = Stage::new();
    let logins = login(&mut stage, ADA);
    let id = identity(&mut stage, &logins);
    let mut with_role = |name: &str| {
        let arn = format!("arn:aws:iam::123456789012:role/{name}");
        let body = json!({ "IdentityId": id, "Logins": logins, "CustomRoleArn": arn });
        stage.call("GetCredentialsForIdentity", &body)
    };
    assert!(with_role("PracticeReader").is_ok());
    assert!(refused(with_role("PracticeAuditor")).starts_with("NotAuthorizedException"));
}

#[test]
fn a_role_that_does_not_trust_the_pool_gives_no_keys() {
    let mut stage = Stage::new();
    let logins = login(&mut stage, ("radia", "Practice-Radia-1"));
    let id = identity(&mut stage, &logins);
    assert_eq!(
        refused(keys(&mut stage, &id, &logins)),
        "InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. \
         Check assigned IAM roles for this pool."
    );
}

#[test]
fn ids_are_checked_before_anything_else() {
    let mut stage = Stage::new();
    let told = refused(stage.call("GetId", &json!({ "IdentityPoolId": "eu-west-1_Practice1" })));
    assert!(told.contains("at 'identityPoolId' failed to satisfy constraint"), "{told}");
    let other = "eu-west-1:00000000-0000-4000-8000-000000000000";
    let told = refused(stage.call("GetId", &json!({ "IdentityPoolId": other })));
    assert_eq!(told, format!("ResourceNotFoundException: IdentityPool '{other}' not found."));
}

#[test]
fn an_openid_token_is_the_identity_pool_s_own() {
    let mut stage = Stage::new();
    let logins = login(&mut stage, ADA);
    let id = identity(&mut stage, &logins);
    let answer = stage.call("GetOpenIdToken", &json!({ "IdentityId": id, "Logins": logins })).unwrap();
    let claims = super::claims(text(&answer, "Token"));
    assert_eq!((&claims["sub"], &claims["aud"]), (&json!(id), &json!(IDENTITY_POOL_ID)));
    assert_eq!(claims["iss"], "https://cognito-identity.amazonaws.com");
    assert_eq!(claims["amr"][0], "authenticated");
    assert_eq!(claims["exp"].as_i64().unwrap() - stage.now.as_second(), 600);
}
