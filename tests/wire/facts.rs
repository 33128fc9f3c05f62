//! What goes over the wire for each call, and what the answers are read as.

use poolwalk::cognito::Way;
use poolwalk::flow::{Call, Reply, TokenSet};
use serde_json::json;

use crate::calls::{self, engine, perform, perform_with, signed, target};
use crate::server::{Received, Server};

const TOKENS: &str = r#"{"AuthenticationResult":{"AccessToken":"a","ExpiresIn":3600,"IdToken":"i",
    "RefreshToken":"r","TokenType":"Bearer"},"ChallengeParameters":{}}"#;
const CALLER: &str = r#"<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
    <GetCallerIdentityResult><Arn>arn:aws:sts::123456789012:assumed-role/r/s</Arn><UserId>AROA:s</UserId>
    <Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"#;

/// What the server was sent for a call.
pub(crate) fn sent(call: Call) -> Received {
    let server = Server::answering(400, "", r#"{"__type":"X","message":""}"#);
    perform(signed(&server.url()), call);
    server.only()
}

pub(crate) fn reply(call: Call, body: &str) -> Reply {
    let server = Server::answering(200, "", body);
    perform(signed(&server.url()), call).result.unwrap()
}

#[test]
fn initiate_auth_is_sent_as_cognito_documents_it_and_unsigned() {
    let request = sent(calls::initiate());
    assert_eq!(request.line, "POST / HTTP/1.1");
    assert_eq!(request.header("content-type"), Some("application/x-amz-json-1.1"));
    assert_eq!(request.header("x-amz-target"), Some("AWSCognitoIdentityProviderService.InitiateAuth"));
    let body = json!({
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": { "USERNAME": "alice", "PASSWORD": "marked-password" },
        "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
    });
    assert_eq!(request.json(), body);
}

#[test]
fn only_admin_calls_a_developers_word_and_who_am_i_are_signed() {
    for call in calls::every() {
        let name = call.operation().name();
        let request = sent(call);
        let authorization = request.header("authorization");
        let scope = match name {
            "AdminInitiateAuth" | "AdminRespondToAuthChallenge" => "/eu-west-1/cognito-idp/aws4_request",
            "GetOpenIdTokenForDeveloperIdentity" => "/eu-central-1/cognito-identity/aws4_request",
            "GetCallerIdentity" => "/eu-central-1/sts/aws4_request",
            _ => {
                assert_eq!(authorization, None, "{name}");
                assert_eq!(request.header("x-amz-security-token"), None, "{name}");
                continue;
            }
        };
        let authorization = authorization.unwrap();
        assert!(authorization.starts_with("AWS4-HMAC-SHA256 Credential=ASIAEXAMPLEKEYS/"), "{authorization}");
        assert!(authorization.contains(scope), "{authorization}");
        assert_eq!(request.header("x-amz-security-token"), Some("marked-session-token"), "{name}");
    }
}

#[test]
fn answers_to_challenges_carry_their_session_and_an_unknown_name_as_it_is() {
    let request = sent(calls::respond());
    assert_eq!(
        request.header("x-amz-target"),
        Some("AWSCognitoIdentityProviderService.RespondToAuthChallenge")
    );
    let body = json!({
        "ChallengeName": "TELEPATHY",
        "ChallengeResponses": { "USERNAME": "alice", "ANSWER": "marked-answer" },
        "ClientId": "1h57kf5cpq17m0eml12EXAMPLE",
        "Session": "marked-session",
    });
    assert_eq!(request.json(), body);
    let request = sent(calls::admin_respond());
    assert_eq!(request.json()["UserPoolId"], "eu-west-1_Ab12Cd34E");
    assert_eq!(request.json()["ChallengeResponses"], json!({ "SOFTWARE_TOKEN_MFA_CODE": "marked-code" }));
}

#[test]
fn each_flow_goes_by_its_wire_name() {
    for flow in Way::ALL.into_iter().filter_map(Way::flow) {
        let parameters = calls::parameters();
        let call = if flow.is_admin() {
            Call::AdminInitiateAuth { flow, pool: calls::pool(), client: calls::client(), parameters }
        } else {
            Call::InitiateAuth { flow, client: calls::client(), parameters }
        };
        assert_eq!(sent(call).json()["AuthFlow"], flow.wire());
    }
}

#[test]
fn identity_calls_carry_the_logins_and_a_guest_has_none() {
    let logins = json!({ "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E": "marked-id-token" });
    let request = sent(calls::get_id());
    assert_eq!(request.header("x-amz-target"), Some("AWSCognitoIdentityService.GetId"));
    assert_eq!(request.json()["Logins"], logins);
    let request = sent(calls::get_credentials());
    assert_eq!(request.header("x-amz-target"), Some("AWSCognitoIdentityService.GetCredentialsForIdentity"));
    assert_eq!(request.json(), json!({ "IdentityId": "eu-central-1:1f-2e", "Logins": logins }));
    let Call::GetId { pool, .. } = calls::get_id() else { panic!() };
    let guest = Call::GetId { pool, logins: poolwalk::cognito::Params::new() };
    assert_eq!(sent(guest).json().as_object().unwrap().len(), 1);
}

#[test]
fn who_am_i_is_a_form_and_its_answer_is_xml() {
    let request = sent(calls::get_caller());
    assert_eq!(request.body, "Action=GetCallerIdentity&Version=2011-06-15");
    let Reply::Caller(caller) = reply(calls::get_caller(), CALLER) else { panic!() };
    assert_eq!(caller.account, "123456789012");
    assert_eq!(caller.arn, "arn:aws:sts::123456789012:assumed-role/r/s");
    assert_eq!(caller.user_id, "AROA:s");
}

#[test]
fn tokens_are_read_from_every_sign_in_call() {
    let expected = TokenSet {
        id: Some("i".into()),
        access: Some("a".into()),
        refresh: Some("r".into()),
        expires_in: Some(3600),
        new_device: None,
    };
    for call in [calls::initiate(), calls::admin_initiate(), calls::respond(), calls::admin_respond()] {
        assert_eq!(reply(call, TOKENS), Reply::Tokens(expected.clone()));
    }
}

#[test]
fn a_question_is_read_whole_and_in_order() {
    let body = r#"{"ChallengeName":"TELEPATHY","Session":"s","AvailableChallenges":["PASSWORD","NEW_ONE"],
        "ChallengeParameters":{"Z":"1","CODE_DELIVERY_DESTINATION":"a***","B":"2"}}"#;
    let Reply::Challenge { name, session, parameters, available } = reply(calls::initiate(), body) else {
        panic!()
    };
    assert_eq!((name.as_str(), session.unwrap().expose()), ("TELEPATHY", "s"));
    assert_eq!(available, ["PASSWORD", "NEW_ONE"]);
    let seen: Vec<_> = parameters.iter().map(|(key, value)| (key, value.expose())).collect();
    assert_eq!(seen, [("Z", "1"), ("CODE_DELIVERY_DESTINATION", "a***"), ("B", "2")]);
    assert_eq!(parameters.visible("Z"), Some("1"));
}

#[test]
fn keys_are_read_with_their_expiry_and_the_identity_that_counts() {
    let body = r#"{"Credentials":{"AccessKeyId":"ASIAX","Expiration":1.7269994E9,"SecretKey":"k",
        "SessionToken":"t"},"IdentityId":"eu-central-1:merged"}"#;
    let Reply::Credentials { identity_id, credentials } = reply(calls::get_credentials(), body) else {
        panic!()
    };
    assert_eq!(identity_id, "eu-central-1:merged");
    assert_eq!(credentials.access_key_id, "ASIAX");
    assert_eq!(credentials.secret_access_key.expose(), "k");
    assert_eq!(credentials.session_token.unwrap().expose(), "t");
    assert_eq!(credentials.expiration.unwrap().to_string(), "2024-09-22T10:03:20Z");
    let Reply::Identity { identity_id } = reply(calls::get_id(), r#"{"IdentityId":"x:1"}"#) else { panic!() };
    assert_eq!(identity_id, "x:1");
}

#[test]
fn what_emulators_leave_out_is_not_missed() {
    let bare = r#"{"AuthenticationResult":{"AccessToken":"a"},"SomethingNew":[1,{"x":null}]}"#;
    let expected = TokenSet { access: Some("a".into()), ..TokenSet::default() };
    assert_eq!(reply(calls::initiate(), bare), Reply::Tokens(expected));
    let bare = r#"{"Credentials":{"AccessKeyId":"ASIAX","SecretKey":"k"}}"#;
    let Reply::Credentials { identity_id, credentials } = reply(calls::get_credentials(), bare) else {
        panic!()
    };
    assert_eq!(identity_id, "eu-central-1:1f-2e");
    assert_eq!((credentials.session_token, credentials.expiration), (None, None));
    let bare = r#"{"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"SRP_B":"b"}}"#;
    assert!(matches!(reply(calls::initiate(), bare), Reply::Challenge { session: None, .. }));
}

#[test]
fn the_exchange_is_what_was_on_the_wire() {
    let server = Server::answering(200, "x-amzn-requestid: r-1\r\nX-Odd: Yes\r\n", TOKENS);
    let performed = perform(target(&server.url()), calls::initiate());
    let exchange = performed.exchange.unwrap();
    let request = server.only();
    assert_eq!(
        (exchange.method.as_str(), exchange.url.as_str()),
        ("POST", format!("{}/", server.url()).as_str())
    );
    assert_eq!(exchange.request_body.expose(), request.body);
    for header in &exchange.request_headers {
        assert_eq!(request.header(&header.name), Some(header.value.expose()), "{}", header.name);
    }
    assert!(exchange.request_headers.iter().any(|header| header.name == "x-amz-target"));
    let response = exchange.response.unwrap();
    assert_eq!((response.status, response.body.expose()), (200, TOKENS));
    assert_eq!(response.request_id(), Some("r-1"));
    assert_eq!(response.header("x-odd"), Some("Yes"));
    assert!(performed.took.as_nanos() > 0);
}

#[test]
fn a_prefix_in_the_endpoint_is_kept() {
    let server = Server::answering(200, "", TOKENS);
    perform(target(&format!("{}/pretend/aws/", server.url())), calls::initiate()).result.unwrap();
    assert_eq!(server.only().line, "POST /pretend/aws/ HTTP/1.1");
}

#[test]
fn the_calls_of_a_walk_share_one_connection() {
    let server = Server::answering(200, "", TOKENS);
    let engine = engine();
    for _ in 0..3 {
        perform_with(&engine, target(&server.url()), calls::initiate()).result.unwrap();
    }
    assert_eq!((server.received().len(), server.connections()), (3, 1));
}
