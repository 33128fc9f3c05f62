//! What is given in the wrong way, or in the wrong place: each problem under the name of its option,
//! before any call, and never a secret repeated.

use std::io::Write as _;

use serde_json::Value as Json;

use super::stage::{Run, pool, program, sign_in, text};

#[test]
fn every_problem_is_told_at_once_under_its_option() {
    let options = ["--client", "eu-west-1_Ab12Cd34E", "--region", "europe", "--endpoint", "ftp://there"];
    let more = ["--identity-pool", "x", "--flow", "magic", "--until", "later", "--password-env", "NOT_SET"];
    let answers = ["--answer", "NEW_PASSWORD=hunter2", "--answer", "hunter2"];
    let all = [&["sign-in"], &options[..], &more[..], &answers[..]].concat();
    let run = Run::of(&mut program(&all));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    insta::assert_snapshot!(run.stderr, @"
    The sign-in cannot begin like this
      --flow: “magic” is no sign-in flow; expected auto, srp, password, choice, custom, custom-srp,
      admin, browser, AUTOMATIC, USER_SRP_AUTH, USER_PASSWORD_AUTH, USER_AUTH, CUSTOM_AUTH,
      CUSTOM_AUTH_SRP, ADMIN_USER_PASSWORD_AUTH, ADMIN_NO_SRP_AUTH, REFRESH_TOKEN_AUTH,
      GET_TOKENS_FROM_REFRESH_TOKEN, MANAGED_LOGIN, GUEST, PROVIDERS, DEVELOPER
      --password-env: NOT_SET is not set
      --until: “later” is no place to stop; expected one of tokens, identity, credentials, caller
      --answer: NEW_PASSWORD is a secret and no argument; use --answer-env NEW_PASSWORD=VAR
      --answer: Expected KEY=VALUE
      --user-pool: USER_SRP_AUTH needs the user pool ID
      --region: “europe” is not the name of an AWS region; expected something like eu-west-1
      --client: This is a user pool ID; it belongs in “User pool ID” (--user-pool)
      --identity-pool: This is not an identity pool ID; expected something like
      eu-west-1:2b1d5c8e-6c1f-4f0a-9a51-0e7f1d2c3b4a
      --endpoint: An address begins with http:// or https://; expected something like
      http://127.0.0.1:9229
      --username: Needed where nobody can be asked
      Correct what is named and run it again; poolwalk-cli sign-in --help explains each option
    ");
    let json = Run::of(&mut program(&[&all[..], &["--json"]].concat())).json();
    assert_eq!((text(&json, "/outcome"), &json["steps"]), ("invalid", &Json::Array(Vec::new())));
    assert!(text(&json, "/explanation/why").contains("--until"));
}

#[test]
fn regions_that_contradict_each_other_are_told_before_any_call() {
    let ids = ["--client", "abc", "--user-pool", "eu-west-1_Ab12Cd34E", "--region", "us-east-1"];
    let run = Run::of(
        program(&[&["sign-in", "--username", "ada", "--password-env", "PW"], &ids[..]].concat())
            .env("PW", "x"),
    );
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("--region: The user pool is in eu-west-1, as its ID says"), "{}", run.stderr);
}

#[test]
fn who_is_signing_in_must_be_said_where_nobody_can_be_asked() {
    let run =
        Run::of(&mut program(&["sign-in", "--client", "abc", "--flow", "password", "--region", "eu-west-1"]));
    assert_eq!(run.code, Some(2));
    insta::assert_snapshot!(run.stderr, @r"
    The sign-in cannot begin like this
      --username: Needed where nobody can be asked
      --password-stdin or --password-env: Needed where nobody can be asked
      Correct what is named and run it again; poolwalk-cli sign-in --help explains each option
    ");
}

#[test]
fn an_admin_flow_names_its_signer() {
    let run = Run::of(&mut sign_in("ada", &["--flow", "admin"]));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("--aws-profile: ADMIN_USER_PASSWORD_AUTH is a signed call"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_admin_flow_is_signed_by_the_profile_it_names() {
    let key = &pool().cast["admin_key"];
    let (id, secret) = (text(key, "/access_key_id"), text(key, "/secret_access_key"));
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    writeln!(file, "[classroom]\naws_access_key_id = {id}\naws_secret_access_key = {secret}")
        .expect("written");
    let mut command =
        sign_in("ada", &["--flow", "ADMIN_NO_SRP_AUTH", "--aws-profile", "classroom", "--json"]);
    command.env("AWS_SHARED_CREDENTIALS_FILE", file.path()).env("AWS_CONFIG_FILE", file.path());
    let run = Run::of(&mut command);
    assert_eq!((run.code, text(&run.json(), "/outcome")), (Some(0), "finished"), "{}", run.stdout);
    let mut unknown = sign_in("ada", &["--flow", "admin", "--aws-profile", "nobody", "--json"]);
    unknown.env("AWS_SHARED_CREDENTIALS_FILE", file.path()).env("AWS_CONFIG_FILE", file.path());
    let run = Run::of(&mut unknown);
    assert_eq!((run.code, text(&run.json(), "/outcome")), (Some(2), "invalid"), "{}", run.stdout);
}

#[test]
fn a_secret_is_no_argument() {
    for secret in [&["--password", "hunter2"][..], &["--password=hunter2"], &["--client-secret=hunter2"]] {
        let run = Run::of(&mut program(&[&["sign-in", "--practice"], secret].concat()));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
        assert!(
            run.stderr.contains("unexpected argument") && !run.stderr.contains("hunter2"),
            "{}",
            run.stderr
        );
        let json = Run::of(&mut program(&[&["sign-in", "--practice", "--json"], secret].concat())).json();
        assert_eq!(text(&json, "/outcome"), "invalid");
    }
}

#[test]
fn practice_takes_the_port_it_is_given_or_says_that_it_is_taken() {
    let port = text(&pool().cast, "/endpoint").rsplit(':').next().expect("a port");
    let run = Run::of(&mut program(&["practice", "--port", port]));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.starts_with("The practice pool cannot open on this port\n"), "{}", run.stderr);
    let told = format!("--port: another program listens on {port} of 127.0.0.1, maybe another practice pool");
    assert!(run.stderr.contains(&told) && !run.stderr.contains("sign-in"), "{}", run.stderr);
}
