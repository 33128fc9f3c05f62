//! The terminal program as scripts and people meet it: the real binary against the practice pool
//! that it serves itself. The JSON contract and the exit codes are held to the letter.

#![cfg(feature = "cli")]
#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that runs a program, and should break loudly"
)]

use std::io::Write as _;
use std::process::Stdio;

use serde_json::Value as Json;

#[path = "cli/accounts.rs"]
mod accounts;
#[path = "cli/browser.rs"]
mod browser;
#[path = "cli/call.rs"]
mod call;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/code.rs"]
mod code;
#[path = "cli/connected.rs"]
mod connected;
#[path = "cli/export.rs"]
mod export;
#[path = "cli/input.rs"]
mod input;
#[path = "cli/kept.rs"]
mod kept;
#[path = "cli/stage.rs"]
mod stage;
#[allow(dead_code, reason = "the tests of flows use all of it")]
#[path = "flows/surfer.rs"]
mod surfer;
#[path = "cli/taught.rs"]
mod taught;
#[path = "cli/token.rs"]
mod token;
#[path = "cli/ways.rs"]
mod ways;

use stage::{
    Run, inbox_code, keys, nobodys_address, pool, program, serve, server_that_answers, server_that_says,
    sign_in, still, text, unread,
};

#[test]
fn practice_tells_on_its_first_line_where_it_is_and_ends_with_its_stdin() {
    let mut served = serve(&[]);
    let cast = &served.cast;
    let contract = ["endpoint", "region", "user_pool_id", "identity_pool_id", "clients", "users", "inbox"];
    assert_eq!(keys(cast)[..7], contract);
    assert_eq!(
        keys(&cast["clients"][0]),
        ["client_id", "client_secret", "name", "flows", "scopes", "callback_urls", "logout_urls"]
    );
    assert_eq!(keys(&cast["users"][0]), ["username", "password", "lesson", "flow"]);
    assert_eq!(cast["clients"][0]["client_secret"], Json::Null);
    let flows = cast["clients"][0]["flows"].as_array().expect("flows");
    for flow in ["ALLOW_USER_SRP_AUTH", "ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"] {
        assert!(flows.iter().any(|known| known == flow), "{flow}");
    }
    drop(served.stdin);
    assert_eq!(served.child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_whole_walk_reads_like_this() {
    let run = Run::of(&mut sign_in("ada", &[]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(!run.stdout.contains('\x1b'), "color where nobody sees it");
    insta::assert_snapshot!(still(&run.stdout), @r"
    ✓ InitiateAuth                USER_SRP_AUTH · ada                      200 · … → PASSWORD_VERIFIER
    ✓ RespondToAuthChallenge      proof of password, never the password    200 · … → ID, access and refresh token
    ✓ GetId                       ID token as login                        200 · … → identity ID
    ✓ GetCredentialsForIdentity   same login                               200 · … → access key, secret key, session token
    ✓ GetCallerIdentity           signed with the new keys                 200 · … → assumed-role/PracticeEngineer

    Signed in as ada
      ID token        …
      Access token    …
      Refresh token   …
      Identity ID     …
      Caller          arn:aws:sts::123456789012:assumed-role/PracticeEngineer/CognitoIdentityCredentials
      AccessKeyId     …
      SecretAccessKey …
      SessionToken    …
      Expiration      …
    ");
}

#[test]
fn the_first_practice_user_walks_without_any_option() {
    let run = Run::of(&mut program(&["sign-in", "--practice"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.starts_with("Practice: nothing leaves this computer\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\nSigned in as ada\n"), "{}", run.stdout);
}

#[test]
fn a_finished_walk_is_one_object_with_every_part() {
    let run = Run::of(&mut sign_in("ada", &["--json"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let json = run.json();
    assert_eq!(
        keys(&json),
        ["outcome", "steps", "tokens", "identity_id", "credentials", "caller", "challenge", "explanation"]
    );
    assert_eq!(json["outcome"], "finished");
    let steps = json["steps"].as_array().expect("steps");
    let operations: Vec<_> = steps.iter().map(|step| text(step, "/operation")).collect();
    assert_eq!(
        operations,
        ["InitiateAuth", "RespondToAuthChallenge", "GetId", "GetCredentialsForIdentity", "GetCallerIdentity"]
    );
    for step in steps {
        assert_eq!(keys(step), ["operation", "state", "http_status", "request_id", "duration_ms", "error"]);
        assert_eq!((text(step, "/state"), &step["http_status"]), ("done", &Json::from(200)));
        assert!(text(step, "/request_id").len() > 20 && step["duration_ms"].is_u64(), "{step}");
        assert_eq!(step["error"], Json::Null);
    }
    check_haul(&json);
    assert_eq!((&json["challenge"], &json["explanation"]), (&Json::Null, &Json::Null));
}

fn check_haul(json: &Json) {
    assert_eq!(keys(&json["tokens"]), ["id", "access", "refresh", "expires_in"]);
    for token in ["/tokens/id", "/tokens/access"] {
        assert_eq!(text(json, token).split('.').count(), 3);
    }
    assert!(text(json, "/tokens/refresh").len() > 100);
    assert_eq!(json["tokens"]["expires_in"], 3600);
    assert!(text(json, "/identity_id").starts_with("eu-west-1:"));
    assert_eq!(keys(&json["credentials"]), ["AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]);
    assert!(text(json, "/credentials/AccessKeyId").starts_with("ASIA"));
    let expires: jiff::Timestamp = text(json, "/credentials/Expiration").parse().expect("RFC 3339");
    assert_eq!(expires.subsec_nanosecond(), 0);
    assert_eq!(keys(&json["caller"]), ["account", "arn", "user_id"]);
    assert!(text(json, "/caller/arn").contains(":assumed-role/"));
}

#[test]
fn every_flow_and_its_short_name_reach_the_keys() {
    for (flow, first) in [
        ("srp", "InitiateAuth"),
        ("USER_SRP_AUTH", "InitiateAuth"),
        ("password", "InitiateAuth"),
        ("user_password_auth", "InitiateAuth"),
    ] {
        let json = Run::of(&mut sign_in("ada", &["--flow", flow, "--json"])).json();
        assert_eq!(
            (text(&json, "/outcome"), text(&json, "/steps/0/operation")),
            ("finished", first),
            "{flow}"
        );
    }
    for flow in ["admin", "ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] {
        let json = Run::of(&mut program(&["sign-in", "--practice", "--flow", flow, "--json"])).json();
        assert_eq!(text(&json, "/outcome"), "finished", "{flow}: {json}");
        assert_eq!(text(&json, "/steps/0/operation"), "AdminInitiateAuth");
    }
}

#[test]
fn a_client_secret_comes_from_the_environment() {
    let clients = pool().cast["clients"].as_array().expect("clients");
    let client =
        clients.iter().find(|client| client["client_secret"].is_string()).expect("one with a secret");
    let id = text(client, "/client_id");
    let options = ["--client", id, "--client-secret-env", "APP_SECRET", "--json", "--until", "tokens"];
    let mut command = sign_in("ada", &options);
    let json = Run::of(command.env("APP_SECRET", text(client, "/client_secret"))).json();
    assert_eq!(text(&json, "/outcome"), "finished", "{json}");
    let run = Run::of(command.env("APP_SECRET", "not-the-secret-of-this-client"));
    assert_eq!((run.code, text(&run.json(), "/outcome")), (Some(1), "refused"));
    assert!(!run.stdout.contains("not-the-secret") && !run.stderr.contains("not-the-secret"));
}

#[test]
fn a_walk_stops_where_it_is_told_to() {
    for (until, steps, last) in [
        ("tokens", 2, "/tokens/id"),
        ("identity", 3, "/identity_id"),
        ("credentials", 4, "/credentials/AccessKeyId"),
        ("caller", 5, "/caller/arn"),
    ] {
        let json = Run::of(&mut sign_in("ada", &["--until", until, "--json"])).json();
        assert_eq!(json["steps"].as_array().map(Vec::len), Some(steps), "{until}");
        assert!(!text(&json, last).is_empty());
    }
    let json = Run::of(&mut sign_in("ada", &["--until", "tokens", "--json"])).json();
    for absent in ["identity_id", "credentials", "caller"] {
        assert_eq!(json[absent], Json::Null);
    }
}

#[test]
fn a_password_comes_from_stdin() {
    for line in ["Practice-Ada-1", "Practice-Ada-1\n", "Practice-Ada-1\r\nmore"] {
        let mut command = program(&["sign-in", "--practice", "--password-stdin", "--until", "tokens"]);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("it starts");
        child.stdin.take().expect("a pipe").write_all(line.as_bytes()).expect("it listens");
        assert_eq!(child.wait().expect("it ends").code(), Some(0), "{line:?}");
    }
}

#[test]
fn a_role_that_does_not_trust_the_pool_is_told_with_the_policy_to_paste() {
    let json = Run::of(&mut sign_in("radia", &["--json"])).json();
    let policy = &json["explanation"]["trust_policy"];
    let statement = &policy["Statement"][0];
    assert_eq!(statement["Action"], "sts:AssumeRoleWithWebIdentity");
    let wanted = &statement["Condition"]["StringEquals"]["cognito-identity.amazonaws.com:aud"];
    assert_eq!(*wanted, pool().cast["identity_pool_id"]);
    let read = Run::of(&mut sign_in("radia", &[]));
    assert!(read.stderr.contains("the trust policy of PracticeAuditor"), "{}", read.stderr);
    let printed = read.stderr.split_once("\n  {\n").expect("a policy").1;
    let printed: Json = serde_json::from_str(&format!("{{{printed}")).expect("JSON to the end");
    assert_eq!(printed, *policy);
}

#[test]
fn a_wrong_password_is_refused_and_stays_secret() {
    let mut command = sign_in("dennis", &["--json"]);
    let run = Run::of(command.env("POOL_PASSWORD", "Wr0ng-hunter2"));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(1), "refused"));
    assert_eq!(text(&json, "/steps/1/state"), "refused");
    assert_eq!(text(&json, "/steps/1/error/code"), "NotAuthorizedException");
    assert_eq!(text(&json, "/steps/1/error/message"), "Incorrect username or password.");
    assert_eq!(text(&json, "/steps/2/state"), "ghost");
    assert_eq!(keys(&json["explanation"]), ["what", "why", "next", "causes"]);
    assert_eq!(text(&json, "/explanation/causes/0/text"), "Most often the password is wrong.");
    assert_eq!(json["explanation"]["causes"][0]["seen"], false);
    assert_eq!((&json["tokens"], &json["credentials"]), (&Json::Null, &Json::Null));
    let read = Run::of(sign_in("dennis", &[]).env("POOL_PASSWORD", "Wr0ng-hunter2"));
    assert_eq!(read.code, Some(1));
    insta::assert_snapshot!(still(&read.stdout), @r"
    ✓ InitiateAuth                USER_SRP_AUTH · dennis                   200 · … → PASSWORD_VERIFIER
    ✗ RespondToAuthChallenge      proof of password, never the password    400 · … → NotAuthorizedException
    · GetId                       not reached
    · GetCredentialsForIdentity   not reached
    · GetCallerIdentity           not reached
    ");
    let told = read.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("The service said: Incorrect username or password."), "{told}");
    assert!(told.contains("· Most often the password is wrong. · Maybe there is no such user"), "{told}");
    assert!(told.contains(" Request ID: "), "{told}");
    assert!(told.ends_with("Who can put it right: you"), "{told}");
    for said in [&run.stdout, &run.stderr, &read.stdout, &read.stderr] {
        assert!(!said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_question_without_an_answer_ends_the_walk_and_names_its_fields() {
    let run = Run::of(&mut program(&["sign-in", "--practice", "--username", "grace", "--json"]));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(3), "needs_answer"));
    assert_eq!(text(&json, "/steps/2/state"), "asking");
    assert_eq!(keys(&json["challenge"]), ["name", "fields"]);
    assert_eq!(text(&json, "/challenge/name"), "NEW_PASSWORD_REQUIRED");
    let fields = &json["challenge"]["fields"];
    assert_eq!(keys(&fields[0]), ["key", "label", "kind", "choices"]);
    assert_eq!((text(fields, "/0/key"), text(fields, "/0/kind")), ("NEW_PASSWORD", "new_password"));
    assert_eq!((text(fields, "/1/key"), text(fields, "/1/kind")), ("userAttributes.given_name", "text"));
    let read = Run::of(&mut program(&["sign-in", "--practice", "--username", "grace"]));
    assert_eq!(read.code, Some(3));
    let offered = "  Run it again with --answer-env NEW_PASSWORD=VAR --answer userAttributes.given_name=…\n";
    assert!(read.stderr.ends_with(offered), "{}", read.stderr);
}

#[test]
fn a_question_is_answered_beforehand() {
    let answers = [
        "--practice",
        "--username",
        "grace",
        "--answer-env",
        "NEW_PASSWORD=NEW",
        "--answer",
        "given_name=Grace",
    ];
    let mut command = program(&[&["sign-in"], &answers[..]].concat());
    let run = Run::of(command.env("NEW", "N3w-hunter2!"));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert!(!run.stdout.contains("hunter2"), "{}", run.stdout);
    assert!(run.stdout.contains("\nSigned in as grace\n"), "{}", run.stdout);
}

#[test]
fn a_code_is_right_or_refused() {
    let answer = |code: &str| format!("SOFTWARE_TOKEN_MFA_CODE={code}");
    let run = Run::of(&mut sign_in("hedy", &["--answer", &answer("000000"), "--json"]));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(1), "refused"));
    assert_eq!(text(&json, "/steps/2/error/code"), "CodeMismatchException");
    let run = Run::of(&mut sign_in("hedy", &["--answer", &answer(&inbox_code("hedy")), "--json"]));
    assert_eq!((run.code, text(&run.json(), "/outcome")), (Some(0), "finished"));
}

#[test]
fn a_service_that_quotes_a_password_is_not_quoted() {
    let body = r#"{"__type":"InvalidParameterException","message":"1 validation error detected: Value 'hunter2' at 'password' failed to satisfy constraint"}"#;
    let endpoint = server_that_answers("400 Bad Request", body);
    for options in [&["--endpoint", &endpoint][..], &["--endpoint", &endpoint, "--json"]] {
        let run = Run::of(&mut sign_in("ada", options));
        assert_eq!(run.code, Some(1), "{}{}", run.stdout, run.stderr);
        let said = run.stdout + &run.stderr;
        assert!(said.contains("Value '••••' at 'password'") && !said.contains("hunter2"), "{said}");
    }
}

#[test]
fn an_answer_that_cannot_be_gone_on_with_is_no_fault_of_the_profile() {
    let body = r#"{"AuthenticationResult":{"AccessToken":"a.b.c","ExpiresIn":3600,"TokenType":"Bearer"}}"#;
    let endpoint = server_that_answers("200 OK", body);
    let run = Run::of(&mut sign_in("ada", &["--endpoint", &endpoint, "--flow", "password", "--json"]));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(4), "unreachable"), "{json}");
    assert_eq!(
        (&json["steps"][0]["http_status"], text(&json, "/steps/0/state")),
        (&Json::from(200), "failed")
    );
    assert_eq!(text(&json, "/steps/0/error/code"), "AnswerUnusable");
    assert!(text(&json, "/steps/0/error/message").contains("no ID token"), "{json}");
}

#[test]
fn a_server_that_cannot_be_had_is_unreachable() {
    let html =
        "HTTP/1.1 403 Forbidden\r\ncontent-type: text/html\r\ncontent-length: 15\r\n\r\n<html>No</html>";
    let cut =
        "HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: 900\r\n\r\n{\"Cha";
    for (endpoint, code) in [
        (nobodys_address(), "ConnectionRefused"),
        (server_that_says(html), "AnswerIsHtml"),
        (server_that_says(cut), "ConnectionCut"),
        ("http://no-such-host.invalid".to_owned(), "HostNotFound"),
    ] {
        let run = Run::of(&mut sign_in("ada", &["--endpoint", &endpoint, "--json"]));
        let json = run.json();
        assert_eq!((run.code, text(&json, "/outcome")), (Some(4), "unreachable"), "{json}");
        assert_eq!((text(&json, "/steps/0/state"), text(&json, "/steps/0/error/code")), ("failed", code));
        assert!(!text(&json, "/steps/0/error/message").is_empty());
    }
    let read = Run::of(&mut sign_in("ada", &["--endpoint", &nobodys_address()]));
    assert_eq!(read.code, Some(4));
    assert!(
        read.stdout.contains("✗ InitiateAuth") && !read.stderr.is_empty(),
        "{}{}",
        read.stdout,
        read.stderr
    );
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_our_fault() {
    for options in [&[][..], &["--json"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("a disk that is full");
        let status = sign_in("ada", options).stdout(full).status().expect("it runs");
        assert_eq!(status.code(), Some(70), "{options:?}");
    }
}

#[test]
fn a_reader_who_leaves_is_no_fault() {
    for options in [&[][..], &["--json"]] {
        let (code, said) = unread(&mut sign_in("ada", options));
        assert_eq!((code, said.as_str()), (Some(0), ""), "{options:?}");
    }
    assert_eq!(unread(&mut program(&["--help"])).0, Some(0));
}

#[test]
fn help_and_version_are_answers() {
    let run = Run::of(&mut program(&["sign-in", "--help"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    for told in ["--answer-env <KEY=VAR>", "Exit codes: 0 finished, 1 refused", "--aws-profile <NAME>"] {
        assert!(run.stdout.contains(told), "{told}: {}", run.stdout);
    }
    let run = Run::of(&mut program(&["--version"]));
    assert_eq!((run.code, run.stdout.trim()), (Some(0), concat!("poolwalk-cli ", env!("CARGO_PKG_VERSION"))));
    assert_eq!(Run::of(&mut program(&[])).code, Some(2));
}
