//! What goes over the wire for the other ways in: refreshing, setting an app up, devices, the classic
//! flow and developers; and what their answers are read as.

use poolwalk::flow::{Call, Failure, NewDevice, Proof, Reply, TokenSet, Unreadable};
use serde_json::json;

use crate::calls::{self, DEVICE_KEY, ROLE, perform, signed};
use crate::facts::{reply, sent};
use crate::server::Server;

const IDP: &str = "AWSCognitoIdentityProviderService";
const IDENTITY: &str = "AWSCognitoIdentityService";

/// The operation named in the headers, and the body.
fn target_and_body(call: Call) -> (String, serde_json::Value) {
    let request = sent(call);
    assert_eq!(request.line, "POST / HTTP/1.1");
    (request.header("x-amz-target").unwrap().to_owned(), request.json())
}

/// How an answer that came back well, but lacks something, is taken.
fn lacking(call: Call, body: &str) {
    let server = Server::answering(200, "", body);
    let failure = perform(signed(&server.url()), call).result.unwrap_err();
    assert_eq!(failure, Failure::Unreadable { status: 200, problem: Unreadable::Unexpected }, "{body}");
}

#[test]
fn a_refresh_by_the_operation_sends_the_client_secret_itself() {
    let (target, body) = target_and_body(calls::rotate());
    assert_eq!(target, format!("{IDP}.GetTokensFromRefreshToken"));
    let expected = json!({
        "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
        "ClientSecret": "marked-client-secret",
        "RefreshToken": "marked-refresh-token",
        "DeviceKey": DEVICE_KEY,
    });
    assert_eq!(body, expected);

    let Call::GetTokensFromRefreshToken { client, refresh_token, .. } = calls::rotate() else { panic!() };
    let bare =
        Call::GetTokensFromRefreshToken { client, refresh_token, client_secret: None, device_key: None };
    assert_eq!(target_and_body(bare).1.as_object().unwrap().len(), 2);
}

#[test]
fn refreshed_tokens_are_read_with_and_without_a_refresh_token() {
    let body = |more: &str| {
        format!(r#"{{"AuthenticationResult":{{"AccessToken":"a","ExpiresIn":300,"IdToken":"i"{more}}}}}"#)
    };
    for (more, refresh) in [("", None), (r#","RefreshToken":"r2""#, Some("r2"))] {
        let Reply::Tokens(set) = reply(calls::rotate(), &body(more)) else { panic!() };
        assert_eq!(set.refresh.as_ref().map(poolwalk::secret::Secret::expose), refresh);
        assert_eq!((set.expires_in, set.access), (Some(300), Some("a".into())));
    }
    lacking(calls::rotate(), r#"{"AuthenticationResult":{}}"#);
    lacking(calls::rotate(), r#"{"ChallengeName":"SMS_MFA","Session":"s"}"#);
}

#[test]
fn an_app_is_set_up_by_session_or_by_access_token() {
    let shown = [("Session", "marked-session-of-the-set-up"), ("AccessToken", "marked-access-token")];
    for (proof, (key, value)) in calls::proofs().into_iter().zip(shown) {
        let (target, body) = target_and_body(calls::associate(proof.clone()));
        assert_eq!((target, body), (format!("{IDP}.AssociateSoftwareToken"), json!({ key: value })));
        let (target, body) = target_and_body(calls::verify(proof));
        let expected = json!({ key: value, "UserCode": "123456" });
        assert_eq!((target, body), (format!("{IDP}.VerifySoftwareToken"), expected));
    }
}

#[test]
fn the_secret_of_an_app_is_read_with_the_session_that_goes_on() {
    let associate = || calls::associate(Proof::Session("s1".into()));
    let read = |body| reply(associate(), body);
    let with = Reply::SoftwareToken { secret: "GEZD".into(), session: Some("s2".into()) };
    assert_eq!(read(r#"{"SecretCode":"GEZD","Session":"s2"}"#), with);
    let without = Reply::SoftwareToken { secret: "GEZD".into(), session: None };
    assert_eq!(read(r#"{"SecretCode":"GEZD"}"#), without);
    lacking(associate(), r#"{"Session":"s2"}"#);
    lacking(associate(), r#"{"SecretCode":"","Session":"s2"}"#);

    let verify = || calls::verify(Proof::Session("s2".into()));
    let verified = |session: Option<&str>| Reply::Verified { session: session.map(Into::into) };
    assert_eq!(reply(verify(), r#"{"Status":"SUCCESS","Session":"s3"}"#), verified(Some("s3")));
    assert_eq!(reply(verify(), "{}"), verified(None), "an emulator leaves the status out");
    lacking(verify(), r#"{"Status":"ERROR","Session":"s3"}"#);
}

#[test]
fn a_device_is_confirmed_with_a_verifier_and_remembered_by_a_word() {
    let (target, body) = target_and_body(calls::confirm_device());
    assert_eq!(target, format!("{IDP}.ConfirmDevice"));
    let expected = json!({
        "AccessToken": "marked-access-token",
        "DeviceKey": DEVICE_KEY,
        "DeviceName": "Poolwalk",
        "DeviceSecretVerifierConfig": { "Salt": "c2FsdA==", "PasswordVerifier": "marked-verifier" },
    });
    assert_eq!(body, expected);
    for (remembered, word) in [(true, "remembered"), (false, "not_remembered")] {
        let (target, body) = target_and_body(calls::remember_device(remembered));
        assert_eq!(target, format!("{IDP}.UpdateDeviceStatus"));
        let expected = json!({
            "AccessToken": "marked-access-token",
            "DeviceKey": DEVICE_KEY,
            "DeviceRememberedStatus": word,
        });
        assert_eq!(body, expected);
    }
}

#[test]
fn what_becomes_of_a_device_is_read() {
    let decides = |body| {
        let Reply::DeviceConfirmed { user_decides } = reply(calls::confirm_device(), body) else { panic!() };
        user_decides
    };
    assert!(decides(r#"{"UserConfirmationNecessary":true}"#));
    assert!(!decides(r#"{"UserConfirmationNecessary":false}"#));
    assert!(!decides("{}"), "a pool that says nothing asks nobody");
    assert_eq!(reply(calls::remember_device(true), "{}"), Reply::Done);

    let read = |metadata: &str| {
        let body =
            format!(r#"{{"AuthenticationResult":{{"AccessToken":"a","NewDeviceMetadata":{metadata}}}}}"#);
        let Reply::Tokens(TokenSet { new_device, .. }) = reply(calls::respond(), &body) else { panic!() };
        new_device
    };
    let device = NewDevice { key: DEVICE_KEY.to_owned(), group_key: "-group".to_owned() };
    assert_eq!(read(&format!(r#"{{"DeviceKey":"{DEVICE_KEY}","DeviceGroupKey":"-group"}}"#)), Some(device));
    assert_eq!(read(r#"{"DeviceKey":"x"}"#), None, "half a device proves nothing");
}

#[test]
fn the_classic_flow_begins_with_a_token_of_the_identity_pool() {
    let (target, body) = target_and_body(calls::get_open_id());
    assert_eq!(target, format!("{IDENTITY}.GetOpenIdToken"));
    let logins = json!({ "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": "marked-id-token" });
    assert_eq!(body, json!({ "IdentityId": "eu-central-1:1f-2e", "Logins": logins }));

    let read = |body| reply(calls::get_open_id(), body);
    let open_id = |id: &str| Reply::OpenId { identity_id: id.to_owned(), token: "t".into() };
    assert_eq!(read(r#"{"IdentityId":"eu-central-1:merged","Token":"t"}"#), open_id("eu-central-1:merged"));
    assert_eq!(read(r#"{"Token":"t"}"#), open_id("eu-central-1:1f-2e"));
    lacking(calls::get_open_id(), r#"{"IdentityId":"eu-central-1:1f-2e"}"#);
    lacking(calls::get_open_id(), r#"{"IdentityId":"eu-central-1:1f-2e","Token":""}"#);
}

#[test]
fn a_developer_vouches_by_name_for_as_long_as_said() {
    let (target, body) = target_and_body(calls::vouch(None));
    assert_eq!(target, format!("{IDENTITY}.GetOpenIdTokenForDeveloperIdentity"));
    let pool = "eu-central-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a";
    assert_eq!(body, json!({ "IdentityPoolId": pool, "Logins": { "login.mine": "vint" } }));
    assert_eq!(target_and_body(calls::vouch(Some(60))).1["TokenDuration"], 60);

    let expected = Reply::OpenId { identity_id: "eu-central-1:1".to_owned(), token: "t".into() };
    assert_eq!(reply(calls::vouch(None), r#"{"IdentityId":"eu-central-1:1","Token":"t"}"#), expected);
    lacking(calls::vouch(None), r#"{"IdentityId":"eu-central-1:1"}"#);
    lacking(calls::vouch(None), r#"{"Token":"t"}"#);
}

#[test]
fn nobody_vouches_without_a_signature() {
    let server = Server::answering(200, "", "{}");
    let performed = perform(calls::target(&server.url()), calls::vouch(None));
    let Err(Failure::NotSent { problem }) = performed.result else { panic!("{performed:?}") };
    assert!(problem.contains("AWS profile"), "{problem}");
    assert_eq!(server.connections(), 0);
}

const ASSUMED: &str = r#"<AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <AssumeRoleWithWebIdentityResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>k</SecretAccessKey>
    <SessionToken>t</SessionToken><Expiration>2024-09-22T10:03:20Z</Expiration></Credentials>
    </AssumeRoleWithWebIdentityResult></AssumeRoleWithWebIdentityResponse>"#;

#[test]
fn the_classic_flow_ends_with_an_unsigned_form_for_sts() {
    let request = sent(calls::assume_role());
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(request.header("authorization"), None);
    let mut members: Vec<_> = request.body.split('&').collect();
    members.sort_unstable();
    let role = ROLE.replace(':', "%3A").replace('/', "%2F");
    let expected = [
        "Action=AssumeRoleWithWebIdentity",
        "DurationSeconds=900",
        &format!("RoleArn={role}"),
        "RoleSessionName=poolwalk",
        "Version=2011-06-15",
        "WebIdentityToken=marked-open-id-token",
    ];
    assert_eq!(members, expected);

    let Reply::Role { credentials } = reply(calls::assume_role(), ASSUMED) else { panic!() };
    assert_eq!(
        (credentials.access_key_id.as_str(), credentials.secret_access_key.expose()),
        ("ASIAROLE", "k")
    );
    assert_eq!(credentials.session_token, Some("t".into()));
    assert_eq!(credentials.expiration.unwrap().to_string(), "2024-09-22T10:03:20Z");
    let hollow =
        ASSUMED.replace("<SecretAccessKey>k</SecretAccessKey>", "<SecretAccessKey></SecretAccessKey>");
    lacking(calls::assume_role(), &hollow);
}

#[test]
fn a_role_is_asked_for_by_its_arn() {
    let Call::GetCredentialsForIdentity { identity_id, logins, .. } = calls::get_credentials() else {
        panic!()
    };
    let custom_role = Some(ROLE.to_owned());
    let (_, body) = target_and_body(Call::GetCredentialsForIdentity { identity_id, logins, custom_role });
    assert_eq!(body["CustomRoleArn"], ROLE);
    assert_eq!(target_and_body(calls::get_credentials()).1.get("CustomRoleArn"), None);
}
