//! AWS profiles as signers of the Admin calls.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use poolwalk::engine::{Engine, Event, ProfileFiles, RunId, Signer, Target};
use poolwalk::flow::Failure;

use crate::calls::{self, perform, perform_with, target};
use crate::environment::with_env;
use crate::server::Server;
use crate::stopping::until;

fn refusing() -> Server {
    Server::answering(400, "", r#"{"__type":"X"}"#)
}

fn profile(url: &str, name: &str) -> Target {
    Target { signer: Some(Signer::Profile(name.to_owned())), ..target(url) }
}

/// An engine whose AWS configuration is this text.
fn engine_with(config: &str, home: &Path) -> Engine {
    let files =
        ProfileFiles { config: Some(home.join("config")), credentials: Some(home.join("credentials")) };
    fs::write(home.join("config"), config).unwrap();
    fs::write(home.join("credentials"), "").unwrap();
    Engine::with_profile_files(Arc::new(|| {}), files).unwrap()
}

/// Why no credentials could be had from the profile `it`.
fn problem(config: &str) -> String {
    let home = tempfile::tempdir().unwrap();
    let server = refusing();
    let performed = perform_with(
        &engine_with(config, home.path()),
        profile(&server.url(), "it"),
        calls::admin_initiate(),
    );
    assert_eq!((server.connections(), performed.exchange.is_none()), (0, true));
    let Err(Failure::NotSent { problem }) = performed.result else { panic!("{performed:?}") };
    problem
}

#[test]
fn plain_keys_of_a_profile_sign() {
    let home = tempfile::tempdir().unwrap();
    let config = "[default]\naws_access_key_id = AKIAWRONG\naws_secret_access_key = x\n\
                  [profile it]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = y\nregion = sa-east-1\n";
    let (engine, server) = (engine_with(config, home.path()), refusing());
    assert_eq!(engine.profiles(), ["default", "it"]);
    perform_with(&engine, profile(&server.url(), "it"), calls::admin_initiate());
    let authorization = server.only().header("authorization").unwrap().to_owned();
    assert!(authorization.contains("Credential=AKIAPROFILE/"), "{authorization}");
    assert!(authorization.contains("/eu-west-1/cognito-idp/"), "{authorization}");
}

#[test]
fn a_profile_is_not_asked_for_what_needs_no_signature() {
    let server = refusing();
    perform(profile(&server.url(), "nobody"), calls::initiate());
    assert_eq!(server.only().header("authorization"), None);
}

#[cfg(unix)]
#[test]
fn a_program_that_prints_credentials_is_run() {
    let home = tempfile::tempdir().unwrap();
    let script = home.path().join("keys.sh");
    let keys = r#"{"Version":1,"AccessKeyId":"ASIAPROCESS","SecretAccessKey":"s","SessionToken":"t"}"#;
    fs::write(&script, format!("echo '{keys}'\n")).unwrap();
    let config = format!("[profile it]\ncredential_process = sh {}\n", script.display());
    let (engine, server) = (engine_with(&config, home.path()), refusing());
    perform_with(&engine, profile(&server.url(), "it"), calls::admin_respond());
    let request = server.only();
    assert!(request.header("authorization").unwrap().contains("Credential=ASIAPROCESS/"));
    assert_eq!(request.header("x-amz-security-token"), Some("t"));
}

#[cfg(unix)]
#[test]
fn a_program_that_fails_is_named_but_not_quoted() {
    let problem = problem("[profile it]\ncredential_process = echo marked-stderr >&2; exit 3\n");
    assert!(problem.contains("“it”") && problem.contains("terminal"), "{problem}");
    assert!(!problem.contains("marked"), "{problem}");
}

#[cfg(unix)]
#[test]
fn a_program_that_prints_something_else_is_named_but_not_quoted() {
    let problem = problem("[profile it]\ncredential_process = echo '{\"SecretAccessKey\":\"marked-key\"}'\n");
    assert!(problem.contains("did not print"), "{problem}");
    assert!(!problem.contains("marked"), "{problem}");
}

#[cfg(unix)]
#[test]
fn a_program_that_takes_its_time_can_be_stopped() {
    let home = tempfile::tempdir().unwrap();
    let running = home.path().join("running");
    let config = format!("[profile it]\ncredential_process = touch {}; exec sleep 10\n", running.display());
    let (engine, server) = (engine_with(&config, home.path()), refusing());
    engine.perform(RunId(1), Arc::new(profile(&server.url(), "it")), calls::admin_initiate());
    until(|| running.exists());
    let pressed = Instant::now();
    engine.stop(RunId(1));
    let Event::Performed { performed, .. } = engine.wait_event(Duration::from_secs(10)).expect("an event");
    assert!(pressed.elapsed() < Duration::from_millis(200), "{:?}", pressed.elapsed());
    assert_eq!((performed.result, performed.exchange), (Err(Failure::Stopped), None));
}

#[test]
fn profiles_that_cannot_sign_say_why() {
    assert!(problem("[profile other]\nregion = x\n").contains("no AWS profile “it”"));
    assert!(problem("").contains("no AWS profile “it”"));
    assert!(problem("[profile it]\nregion = eu-west-1\n").contains("“it” has no keys"));
    assert!(problem("[profile it]\nregion = eu-west-1\n[profile broken\n").contains("~/.aws/config"));
    let refers = "[profile it]\nrole_arn = arn:x\nsource_profile = gone\n";
    assert!(problem(refers).contains("“it” refers to one that is not there"));
}

#[test]
fn a_role_is_assumed_in_the_profiles_own_region_or_else_in_the_pools() {
    let answer = "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>\
        <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey>\
        <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>\
        </AssumeRoleResult></AssumeRoleResponse>";
    for (own, called) in [("region = sa-east-1\n", "sa-east-1"), ("", "eu-west-1")] {
        let home = tempfile::tempdir().unwrap();
        let sts = Server::answering(200, "", answer);
        let config = format!(
            "[profile it]\nrole_arn = arn:aws:iam::123456789012:role/Admin\nsource_profile = base\n{own}\
             services = local\n[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = x\n\
             [services local]\nsts =\n  endpoint_url = {}\n",
            sts.url()
        );
        let (engine, server) = (engine_with(&config, home.path()), refusing());
        perform_with(&engine, profile(&server.url(), "it"), calls::admin_initiate());
        let asked = sts.only().header("authorization").unwrap().to_owned();
        assert!(
            asked.contains("Credential=AKIABASE/") && asked.contains(&format!("/{called}/sts/")),
            "{asked}"
        );
        let authorization = server.only().header("authorization").unwrap().to_owned();
        assert!(authorization.contains("Credential=ASIAROLE/"), "{authorization}");
    }
}

const SSO: &str = "[profile it]\nsso_start_url = https://corp.example.com/start\nsso_region = eu-west-1\n\
                   sso_account_id = 123456789012\nsso_role_name = Admin\n";

#[test]
fn an_sso_profile_that_is_not_signed_in_says_what_to_run() {
    let home = tempfile::tempdir().unwrap();
    let variables = [("HOME", home.path().to_str().unwrap())];
    with_env("signing::an_sso_profile_that_is_not_signed_in_says_what_to_run", &variables, || {
        assert!(problem(SSO).contains("aws sso login --profile it"), "{}", problem(SSO));
        let session = "[profile it]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n\
                       [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.example.com/start\n";
        assert!(problem(session).contains("aws sso login --profile it"), "{}", problem(session));
    });
}

#[test]
fn an_sso_profile_that_is_signed_in_signs() {
    let home = tempfile::tempdir().unwrap();
    let variables = [("HOME", home.path().to_str().unwrap())];
    with_env("signing::an_sso_profile_that_is_signed_in_signs", &variables, || {
        let portal = Server::answering(
            200,
            "",
            r#"{"roleCredentials":{"accessKeyId":"ASIASSO","secretAccessKey":"s","sessionToken":"t",
                "expiration":4102444800000}}"#,
        );
        let home = std::env::var("HOME").unwrap();
        let cache = Path::new(&home).join(".aws/sso/cache");
        fs::create_dir_all(&cache).unwrap();
        let token = r#"{"accessToken":"marked-sso-token","expiresAt":"2099-01-01T00:00:00Z",
            "region":"eu-west-1","startUrl":"https://corp.example.com/start"}"#;
        // The AWS CLI names the file by the SHA-1 of the start URL.
        fs::write(cache.join("320c065519a2fc37b0f28a1bd477dc924a630080.json"), token).unwrap();
        let config =
            format!("{SSO}services = local\n[services local]\nsso =\n  endpoint_url = {}\n", portal.url());
        let (engine, server) = (engine_with(&config, Path::new(&home)), refusing());
        perform_with(&engine, profile(&server.url(), "it"), calls::admin_initiate());
        assert_eq!(portal.only().header("x-amz-sso_bearer_token"), Some("marked-sso-token"));
        let authorization = server.only().header("authorization").unwrap().to_owned();
        assert!(authorization.contains("Credential=ASIASSO/"), "{authorization}");
    });
}
