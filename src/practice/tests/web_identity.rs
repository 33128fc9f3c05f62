//! The classic flow's second half: the identity pool's token for a role's keys.

use serde_json::json;

use super::{Stage, text};
use crate::practice::form::query;
use crate::practice::keys::tests::KEYS;
use crate::practice::roster::{IDENTITY_POOL_ID, PROVIDER};
use crate::practice::wire::Request;

fn arn(role: &str) -> String {
    format!("arn:aws:iam::123456789012:role/{role}")
}

/// Identity and token of Ada, or of a guest.
fn openid(stage: &mut Stage, guest: bool) -> (String, String) {
    let mut logins = json!({});
    if !guest {
        logins[PROVIDER] = stage.tokens("ada", "Practice-Ada-1")["IdToken"].take();
    }
    let id = stage.call("GetId", &json!({ "IdentityPoolId": IDENTITY_POOL_ID, "Logins": logins })).unwrap();
    let told =
        stage.call("GetOpenIdToken", &json!({ "IdentityId": id["IdentityId"], "Logins": logins })).unwrap();
    (text(&told, "IdentityId").to_owned(), text(&told, "Token").to_owned())
}

/// Status and XML.
fn assume(stage: &mut Stage, parameters: &[(&str, &str)]) -> (u16, String) {
    let action = [("Action", "AssumeRoleWithWebIdentity"), ("Version", "2011-06-15")];
    let response = stage.send(&Request {
        method: "POST".into(),
        path: "/".into(),
        body: query(action.into_iter().chain(parameters.iter().copied())).into(),
        ..Request::default()
    });
    (response.status, String::from_utf8(response.body).unwrap())
}

fn as_role(stage: &mut Stage, role: &str, token: &str, more: &[(&str, &str)]) -> (u16, String) {
    let arn = arn(role);
    let mut parameters =
        vec![("RoleArn", arn.as_str()), ("RoleSessionName", "me@desk"), ("WebIdentityToken", token)];
    parameters.extend(more);
    assume(stage, &parameters)
}

fn tag<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_else(|| panic!("{name} in {xml}"));
    rest.split_once(&format!("</{name}>")).unwrap().0
}

#[test]
fn a_token_is_changed_for_keys_in_the_wording_of_sts() {
    let mut stage = Stage::new();
    let (id, token) = openid(&mut stage, false);
    let (status, xml) = as_role(&mut stage, "PracticeEngineer", &token, &[("DurationSeconds", "14400")]);
    assert_eq!(status, 200, "{xml}");
    assert!(tag(&xml, "AccessKeyId").starts_with("ASIA") && tag(&xml, "SecretAccessKey").len() == 40);
    assert_eq!(tag(&xml, "Expiration"), "2024-03-05T11:08:09Z");
    assert_eq!(
        (tag(&xml, "SubjectFromWebIdentityToken"), tag(&xml, "Audience")),
        (id.as_str(), IDENTITY_POOL_ID)
    );
    assert_eq!(tag(&xml, "Arn"), "arn:aws:sts::123456789012:assumed-role/PracticeEngineer/me@desk");
    assert_eq!(tag(&xml, "AssumedRoleId"), "AROABCCT7Y5GACNC53BYP:me@desk");
    assert_eq!(tag(&xml, "Provider"), "cognito-identity.amazonaws.com");
    let (_, xml) = as_role(&mut stage, "PracticeEngineer", &token, &[]);
    assert_eq!(tag(&xml, "Expiration"), "2024-03-05T08:08:09Z", "an hour when nothing is said");
}

#[test]
fn a_role_lets_in_whom_its_trust_policy_names() {
    let mut stage = Stage::new();
    let ((_, member), (_, guest)) = (openid(&mut stage, false), openid(&mut stage, true));
    let mut told = |role: &str, token: &str| match as_role(&mut stage, role, token, &[]) {
        (200, _) => "keys".to_owned(),
        (status, xml) => format!("{status} {}: {}", tag(&xml, "Code"), tag(&xml, "Message")),
    };
    let denied = "403 AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity";
    assert_eq!(told("PracticeAuthenticated", &member), "keys");
    assert_eq!(told("PracticeGuest", &guest), "keys");
    assert_eq!(told("PracticeGuest", &member), denied);
    assert_eq!(told("PracticeReader", &guest), denied);
    assert_eq!(told("PracticeAuditor", &member), denied);
    assert_eq!(told("Nobody", &member), denied);
    let elsewhere = json!({
        "iss": "https://cognito-identity.amazonaws.com", "aud": "eu-west-1:0", "amr": ["authenticated"],
        "exp": 9_999_999_999_i64,
    });
    let elsewhere = KEYS.identity_pool().unwrap().sign(&elsewhere).unwrap();
    assert_eq!(told("PracticeAuthenticated", &elsewhere), denied, "another identity pool's");
}

/// A refusal: status, code and message.
fn told((status, xml): (u16, String)) -> String {
    format!("{status} {}: {}", tag(&xml, "Code"), tag(&xml, "Message"))
}

#[test]
fn a_duration_has_bounds_of_its_own_and_of_the_role() {
    let mut stage = Stage::new();
    let (_, token) = openid(&mut stage, false);
    let role = "PracticeReader";
    for (seconds, expected) in [
        (
            "899",
            "400 ValidationError: 1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy \
                 constraint: Member must have value greater than or equal to 900",
        ),
        (
            "43201",
            "400 ValidationError: 1 validation error detected: Value '43201' at 'durationSeconds' failed to \
                   satisfy constraint: Member must have value less than or equal to 43200",
        ),
        (
            "3601",
            "400 ValidationError: The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
        ("long", "400 MalformedInput: DurationSeconds is not a whole number"),
    ] {
        assert_eq!(told(as_role(&mut stage, role, &token, &[("DurationSeconds", seconds)])), expected);
    }
    assert_eq!(as_role(&mut stage, role, &token, &[("DurationSeconds", "900")]).0, 200);
}

#[test]
fn a_token_must_be_the_identity_pool_s_and_young() {
    let mut stage = Stage::new();
    let (_, token) = openid(&mut stage, false);
    let id_token = text(&stage.tokens("ada", "Practice-Ada-1"), "IdToken").to_owned();
    let forged = KEYS.id.sign(&json!({ "iss": "https://cognito-identity.amazonaws.com" })).unwrap();
    let role = "PracticeReader";
    for (token, expected) in [
        (
            "undefined",
            "400 InvalidIdentityToken: The ID Token provided is not a valid JWT. (You may see this error if \
                       you sent an Access Token)",
        ),
        (
            &id_token,
            "400 InvalidIdentityToken: No OpenIDConnect provider found in your account for \
                     http://127.0.0.1:9/eu-west-1_Practice1",
        ),
        (&forged, "400 InvalidIdentityToken: Couldn't verify signed token."),
    ] {
        assert_eq!(told(as_role(&mut stage, role, token, &[])), expected);
    }
    let arn = arn(role);
    let nothing = told(assume(&mut stage, &[("RoleArn", &arn), ("RoleSessionName", "a b")]));
    assert!(
        nothing.starts_with(
            "400 ValidationError: 2 validation errors detected: Value 'a b' at 'roleSessionName'"
        )
    );
    assert!(
        nothing
            .ends_with("Value at 'webIdentityToken' failed to satisfy constraint: Member must not be null")
    );
    stage.later(600);
    assert_eq!(
        told(as_role(&mut stage, role, &token, &[])),
        "400 ExpiredTokenException: Token expired: current date/time 1709623089 must be before the expiration \
         date/time 1709623089"
    );
}
