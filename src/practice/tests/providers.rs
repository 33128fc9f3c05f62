//! Logins of providers that are no user pool, alone and together: one map of logins is one person.

use serde_json::{Value as Json, json};

use super::{Stage, refused, text};
use crate::practice::keys::tests::KEYS;
use crate::practice::providers::{self, ProviderToken};
use crate::practice::roster::{DEVELOPER_PROVIDER, IDENTITY_POOL_ID, PROVIDER};

fn tokens(stage: &mut Stage) -> Vec<ProviderToken> {
    providers::issue(&mut stage.pool, &KEYS, stage.now).unwrap()
}

/// A map of the logins at these places.
fn logins(tokens: &[ProviderToken], places: &[usize]) -> Json {
    places.iter().map(|&at| (tokens[at].key.to_owned(), Json::from(tokens[at].token.expose()))).collect()
}

fn get_id(stage: &mut Stage, logins: &Json) -> super::Answer {
    stage.call("GetId", &json!({ "IdentityPoolId": IDENTITY_POOL_ID, "Logins": logins }))
}

fn identity(stage: &mut Stage, logins: &Json) -> String {
    text(&get_id(stage, logins).unwrap(), "IdentityId").to_owned()
}

fn keys(stage: &mut Stage, id: &str, logins: &Json) -> super::Answer {
    stage.call("GetCredentialsForIdentity", &json!({ "IdentityId": id, "Logins": logins }))
}

#[test]
fn each_provider_brings_an_identity_and_keys() {
    let mut stage = Stage::new();
    let (given, again) = (tokens(&mut stage), tokens(&mut stage));
    for (one, other) in given.iter().zip(&again) {
        assert_ne!(one.token, other.token, "{} is fresh on every ask", one.name);
        let logins = json!({ one.key: one.token.expose() });
        let id = identity(&mut stage, &logins);
        assert_eq!(id, identity(&mut stage, &json!({ other.key: other.token.expose() })), "{}", one.name);
        assert!(keys(&mut stage, &id, &logins).is_ok(), "{}", one.name);
        let body = json!({ "IdentityId": id, "Logins": logins });
        let openid = stage.call("GetOpenIdToken", &body).unwrap();
        assert_eq!(super::claims(text(&openid, "Token"))["amr"][1], one.key);
    }
    assert_eq!(given.len(), 7);
}

#[test]
fn logins_that_came_together_lead_to_one_identity() {
    let mut stage = Stage::new();
    let given = tokens(&mut stage);
    let ada = stage.tokens("ada", "Practice-Ada-1")["IdToken"].take();
    let mut all = logins(&given, &[0, 1, 2, 3, 4, 5, 6]);
    all[PROVIDER] = ada.clone();
    let id = identity(&mut stage, &all);
    for at in 0..given.len() {
        assert_eq!(identity(&mut stage, &logins(&given, &[at])), id, "{}", given[at].name);
    }
    assert_eq!(identity(&mut stage, &json!({ PROVIDER: ada })), id);
    assert!(keys(&mut stage, &id, &logins(&given, &[3])).is_ok());
}

#[test]
fn a_login_joins_the_others_when_it_comes_with_one_of_them() {
    let mut stage = Stage::new();
    let given = tokens(&mut stage);
    let google = identity(&mut stage, &logins(&given, &[0]));
    assert!(refused(keys(&mut stage, &google, &logins(&given, &[1]))).contains("Logins don't match."));
    assert!(keys(&mut stage, &google, &logins(&given, &[0, 1])).is_ok());
    assert_eq!(identity(&mut stage, &logins(&given, &[1])), google);
}

#[test]
fn logins_of_two_identities_are_a_conflict() {
    let mut stage = Stage::new();
    let given = tokens(&mut stage);
    let (google, facebook) =
        (identity(&mut stage, &logins(&given, &[0])), identity(&mut stage, &logins(&given, &[3])));
    assert_ne!(google, facebook);
    let both = logins(&given, &[0, 3]);
    for told in [refused(get_id(&mut stage, &both)), refused(keys(&mut stage, &google, &both))] {
        assert!(told.starts_with("ResourceConflictException: "), "{told}");
    }
    let unlink =
        json!({ "IdentityId": facebook, "Logins": logins(&given, &[3]), "LoginsToRemove": [given[3].key] });
    assert_eq!(stage.call("UnlinkIdentity", &unlink), Ok(json!({})));
    assert_eq!(identity(&mut stage, &both), google, "free to join");
    assert_eq!(identity(&mut stage, &logins(&given, &[3])), google);
    assert!(refused(stage.call("UnlinkIdentity", &unlink)).contains("Logins don't match."));
}

#[test]
fn an_unlinked_login_is_a_stranger_the_next_time() {
    let mut stage = Stage::new();
    let given = tokens(&mut stage);
    let id = identity(&mut stage, &logins(&given, &[0]));
    let unlink =
        json!({ "IdentityId": id, "Logins": logins(&given, &[0]), "LoginsToRemove": [given[0].key] });
    assert!(stage.call("UnlinkIdentity", &unlink).is_ok());
    assert_ne!(identity(&mut stage, &logins(&given, &[0])), id);
    assert!(refused(keys(&mut stage, &id, &logins(&given, &[0]))).contains("Logins don't match."));
}

#[test]
fn tokens_that_were_not_given_or_are_over_are_refused() {
    let mut stage = Stage::new();
    let (given, mut elsewhere) = (tokens(&mut stage), Stage::new());
    elsewhere.pool.random = crate::practice::random::Random::new([9; 32]);
    let foreign = tokens(&mut elsewhere);
    let not_verified = "NotAuthorizedException: Invalid login token. Couldn't verify signed token.";
    for (own, foreign) in given.iter().zip(&foreign) {
        let token = own.token.expose();
        let place = token.len() - 9..token.len() - 8;
        let mut edited = token.to_owned();
        edited.replace_range(place.clone(), if &token[place] == "A" { "B" } else { "A" });
        assert_eq!(refused(get_id(&mut stage, &json!({ own.key: edited }))), not_verified, "{}", own.name);
        let other_key = if own.key == "www.amazon.com" { "graph.facebook.com" } else { "www.amazon.com" };
        assert_eq!(refused(get_id(&mut stage, &json!({ other_key: token }))), not_verified, "{}", own.name);
        // A signature is the same in both stages, which share their keys.
        if own.token.expose().split('.').count() != 3 {
            let told = refused(get_id(&mut stage, &json!({ foreign.key: foreign.token.expose() })));
            assert_eq!(told, not_verified, "{}", own.name);
        }
    }
    let (google, apple) = (&given[0], &given[1]);
    let mut told = |key: &str, token: &str| refused(get_id(&mut stage, &json!({ key: token })));
    assert!(told(google.key, apple.token.expose()).contains("Issuer doesn't match providerName"));
    assert!(told(google.key, "opaque").contains("Not a valid OpenId Connect identity token."));
    assert_eq!(
        told(DEVELOPER_PROVIDER, "anybody"),
        "InvalidParameterException: Please provide a valid public provider."
    );
    let signed = |claims: Json| KEYS.provider().unwrap().sign(&claims).unwrap();
    let issuer = "https://accounts.google.com";
    let other = signed(json!({ "iss": issuer, "aud": "another app", "exp": 9_999_999_999_i64 }));
    assert!(told(google.key, &other).contains("Incorrect token audience."));
    let forged = KEYS.id.sign(&json!({ "iss": issuer, "aud": "x", "exp": 9_999_999_999_i64 })).unwrap();
    assert_eq!(told(google.key, &forged), not_verified, "the user pool's key is not the provider's");
    stage.later(3600);
    for own in &given {
        assert_eq!(
            refused(get_id(&mut stage, &json!({ own.key: own.token.expose() }))),
            "NotAuthorizedException: Invalid login token. Token expired: 1709626089 >= 1709626089",
            "{}",
            own.name
        );
    }
}

#[test]
fn what_is_served_is_what_is_taken() {
    let mut stage = Stage::new();
    let request = crate::practice::wire::Request {
        method: "GET".into(),
        path: "/practice/provider-tokens".into(),
        ..Default::default()
    };
    let told: Json = serde_json::from_slice(&stage.send(&request).body).unwrap();
    let all: Json = told["provider_tokens"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            assert_eq!(row["expires"], "2024-03-05T08:08:09Z");
            (text(row, "key").to_owned(), row["token"].clone())
        })
        .collect();
    assert!(get_id(&mut stage, &all).is_ok());
}
