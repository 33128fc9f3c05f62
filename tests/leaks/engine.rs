//! Through the engine: every call against every kind of answer.

use std::io::Write as _;
use std::sync::Arc;

use poolwalk::engine::{Engine, ProfileFiles, Signer, Target};
use poolwalk::flow::{Call, Performed};

use crate::calls::{self, perform, perform_with, signed, target};
use crate::server::Server;
use crate::{MARK, clean, log};

const TOKENS: &str = r#"{"AuthenticationResult":{"AccessToken":"marked-access","ExpiresIn":3600,
    "IdToken":"marked-id","RefreshToken":"marked-refresh"},"ChallengeParameters":{}}"#;
const QUESTION: &str = r#"{"ChallengeName":"X","Session":"marked-session","ChallengeParameters":{"A":"b"}}"#;
const KEYS: &str = r#"{"IdentityId":"eu-west-1:1f-2e","Credentials":{"AccessKeyId":"ASIAX",
    "SecretKey":"marked-key","SessionToken":"marked-token","Expiration":1.7E9}}"#;

const APP: &str = r#"{"SecretCode":"marked-app-secret","Session":"marked-next-session","Status":"SUCCESS"}"#;
const OPEN_ID: &str = r#"{"IdentityId":"eu-west-1:1f-2e","Token":"marked-open-id"}"#;
const ROLE: &str = "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>\
    <AccessKeyId>ASIAX</AccessKeyId><SecretAccessKey>marked-role-key</SecretAccessKey><SessionToken>marked-role-token\
    </SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleWithWebIdentityResult>\
    </AssumeRoleWithWebIdentityResponse>";

pub(crate) fn answers() -> Vec<Server> {
    let body = |status, body| Server::answering(status, "x-secret: marked-header\r\n", body);
    vec![
        body(200, TOKENS),
        body(200, QUESTION),
        body(200, KEYS),
        body(200, APP),
        body(200, OPEN_ID),
        body(200, ROLE),
        body(200, r#"{"unexpected":"marked-body"}"#),
        body(200, "<html>marked-body"),
        body(200, "marked-body"),
        body(500, r#"{"message":"marked-body"}"#),
        body(400, r#"{"__type":"NotAuthorizedException","message":"no","more":"marked-body"}"#),
        Server::new(|stream, _| {
            stream.write_all(b"HTTP/1.1 200 X\r\ncontent-length: 99\r\n\r\nmarked-").is_err()
        }),
        Server::new(|stream, _| stream.write_all(b"marked-no-http\r\n").is_err()),
        Server::new(|_, _| false),
    ]
}

pub(crate) fn everything(call: &Call, target: &Target, performed: &Performed) {
    let name = call.operation().name();
    clean(&format!("{call:?} {call:#?}"), name);
    clean(&format!("{target:?}"), name);
    clean(&format!("{performed:?} {performed:#?}"), name);
    let event = poolwalk::engine::Event::Performed {
        run: poolwalk::engine::RunId(1),
        performed: Box::new(performed.clone()),
    };
    clean(&format!("{event:?}"), name);
}

#[test]
fn no_secret_of_a_call_or_an_answer_is_in_debug_or_in_a_log() {
    log::listen();
    for server in answers() {
        for call in calls::every() {
            let target = signed(&server.url());
            let performed = perform(target.clone(), call.clone());
            everything(&call, &target, &performed);
            let exchange = performed.exchange.expect("it was sent");
            let sent = format!(
                "{}{}",
                exchange.request_body.expose(),
                exchange.request_headers.iter().map(|header| header.value.expose()).collect::<String>()
            );
            assert!(sent.contains(MARK), "the secrets were really there: {sent}");
        }
    }
    let heard = log::heard();
    assert!(heard.contains("aws_smithy"), "the libraries were really listened to: {heard}");
    clean(&heard, "logged");
}

#[test]
fn no_secret_of_a_profile_is_in_debug_or_in_a_log() {
    log::listen();
    let home = tempfile::tempdir().unwrap();
    let config = "[profile keys]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = marked-profile-key\n\
                  aws_session_token = marked-profile-token\n\
                  [profile program]\ncredential_process = echo marked-printed\n\
                  [profile broken]\nrole_arn = x\nsource_profile = gone\naws_secret_access_key = marked-broken\n";
    let path = home.path().join("config");
    std::fs::write(&path, config).unwrap();
    let files = ProfileFiles { config: Some(path), credentials: Some(home.path().join("none")) };
    std::fs::write(home.path().join("none"), "").unwrap();
    let engine = Engine::with_profile_files(Arc::new(|| {}), files).unwrap();
    let server = Server::answering(200, "", TOKENS);
    for profile in ["keys", "program", "broken", "nobody"] {
        let target = Target { signer: Some(Signer::Profile(profile.to_owned())), ..target(&server.url()) };
        let performed = perform_with(&engine, target.clone(), calls::admin_initiate());
        assert_eq!(performed.result.is_ok(), profile == "keys", "{performed:?}");
        everything(&calls::admin_initiate(), &target, &performed);
    }
    clean(&log::heard(), "logged");
}
