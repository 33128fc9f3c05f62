//! What the environment may not do. Such a test runs itself again in a process of its own,
//! because a process's environment cannot be changed safely from inside.

use std::process::Command;

use crate::calls::{self, perform, signed, target};
use crate::server::Server;

const CHILD: &str = "POOLWALK_WIRE_TEST";

/// Runs `body` in a process with these variables set, and fails when it fails there.
pub(crate) fn with_env(test: &str, variables: &[(&str, &str)], body: impl FnOnce()) {
    if std::env::var(CHILD).as_deref() == Ok(test) {
        return body();
    }
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, test)
        .envs(variables.iter().copied())
        .output()
        .unwrap();
    let (said, cried) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success() && said.contains("1 passed"), "{said}\n{cried}");
}

#[test]
fn variables_and_profiles_change_nothing() {
    let elsewhere = [
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:1"),
        ("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", "http://127.0.0.1:1"),
        ("AWS_REGION", "ap-south-2"),
        ("AWS_DEFAULT_REGION", "ap-south-2"),
        ("AWS_PROFILE", "nobody"),
        ("AWS_ACCESS_KEY_ID", "AKIAENVIRONMENT"),
        ("AWS_SECRET_ACCESS_KEY", "environment"),
        ("AWS_MAX_ATTEMPTS", "5"),
        ("AWS_USE_FIPS_ENDPOINT", "true"),
        ("AWS_CONFIG_FILE", "/nowhere"),
    ];
    with_env("environment::variables_and_profiles_change_nothing", &elsewhere, || {
        let server = Server::answering(500, "", r#"{"__type":"InternalErrorException"}"#);
        for call in calls::every() {
            let before = server.received().len();
            perform(signed(&server.url()), call).result.unwrap_err();
            let received = server.received();
            assert_eq!(received.len(), before + 1);
            let authorization = received[before].header("authorization").unwrap_or_default();
            assert!(!authorization.contains("AKIAENVIRONMENT") && !authorization.contains("ap-south-2"));
        }
    });
}

#[test]
fn a_proxy_is_for_the_world_and_not_for_this_computer() {
    let proxy = Server::answering(418, "", "");
    let proxy = proxy.url();
    let variables = [
        ("HTTP_PROXY", proxy.as_str()),
        ("http_proxy", &proxy),
        ("ALL_PROXY", &proxy),
        ("NO_PROXY", ""),
        ("no_proxy", ""),
    ];
    with_env("environment::a_proxy_is_for_the_world_and_not_for_this_computer", &variables, || {
        let status =
            |url: &str| perform(target(url), calls::initiate()).exchange.unwrap().response.unwrap().status;
        let server = Server::answering(400, "", r#"{"__type":"X"}"#);
        assert_eq!(status(&server.url()), 400);
        assert_eq!(status(&format!("http://localhost:{}", server.port())), 400);
        assert_eq!(status("http://cognito.example.com"), 418);
    });
}
