//! `check`: the list that people read, the JSON that scripts read, and the exit codes.

use std::process::Command;

use serde_json::Value as Json;

use super::stage::{Run, keys, nobodys_address, pool, program, text, unread};

/// A check of the shared pool through the client in this place, with these options.
fn check(client: usize, options: &[&str]) -> Command {
    let cast = &pool().cast;
    let mut command = program(&["check", "--client", text(cast, &format!("/clients/{client}/client_id"))]);
    command.args(["--user-pool", text(cast, "/user_pool_id")]);
    command.args(["--identity-pool", text(cast, "/identity_pool_id"), "--endpoint", text(cast, "/endpoint")]);
    command.args(options);
    command
}

fn finding<'a>(json: &'a Json, subject: &str) -> &'a Json {
    let findings = json["findings"].as_array().expect("findings");
    findings.iter().find(|finding| finding["subject"] == subject).unwrap_or_else(|| panic!("{json}"))
}

#[test]
fn a_person_reads_a_list() {
    let run = Run::of(&mut program(&["check", "--practice", "--yes"]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let (_, list) = run.stdout.split_once("\n\n").expect("steps, and then the findings");
    insta::assert_snapshot!(list, @"
    Nothing is in the way, as far as can be seen from outside
      No password and no user’s name went out. Sign-ins were begun incomplete, in no name or in one
      that is nobody’s; a trigger of the pool may have run. Where only what was left out was missed, a
      flow is probably allowed.
    ✓ IDs and regions     Their shapes are right; the region is eu-west-1
    ✓ User pool and keys  The user pool is there, with 2 keys for RS256
    ✓ Clock               It agrees with the practice pool’s
    ✓ App client          It is there, in eu-west-1
    ✓ Client secret       The app client probably has none: none was asked for
    ✓ USER_SRP_AUTH       Probably allowed
    ✓ USER_PASSWORD_AUTH  Probably allowed
    ✓ USER_AUTH           Probably allowed
    ✓ CUSTOM_AUTH         Probably allowed
    ✓ REFRESH_TOKEN_AUTH  Probably allowed
    · Admin flows         Not tried: their calls are signed with AWS keys of the pool owner’s
    ✓ Identity pool       It is there; only a sign-in shows whether it takes this client’s tokens
    ✓ Guests              Guests are let in; one guest identity was made
    ");
}

#[test]
fn what_is_in_the_way_is_told_with_what_to_do_and_by_the_exit_code() {
    let run = Run::of(&mut check(1, &["--flow", "password"]));
    assert_eq!(run.code, Some(1));
    let (_, list) = run.stdout.split_once("\n\n").expect("steps, and then the findings");
    insta::assert_snapshot!(list, @"
    One thing is in the way of a sign-in
      No password and no user’s name went out.
    ✓ IDs and regions     Their shapes are right; the region is eu-west-1
    ✓ User pool and keys  The user pool is there, with 2 keys for RS256
    ✓ Clock               It agrees with the server’s
    ✓ App client          It is there, in eu-west-1
    ✗ Client secret       In the way · The app client has a secret, and none was given
      Enter the secret, or take a client without one
    ? Sign-in flows       Not looked at: the app client’s secret has to be right first
    · Admin flows         Not tried: their calls are signed with AWS keys of the pool owner’s
    ✓ Identity pool       It is there; only a sign-in shows whether it takes this client’s tokens
    ? Guests              Not tried: where guests are let in, asking makes one
    ");
}

#[test]
fn a_script_reads_each_finding() {
    let run = Run::of(&mut check(3, &["--json"]));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(1), "refused"));
    assert_eq!(keys(&json), ["outcome", "findings", "steps"]);
    for finding in json["findings"].as_array().expect("findings") {
        assert_eq!(keys(finding), ["subject", "state", "sure", "says", "service_said", "next"]);
    }
    let off = finding(&json, "USER_SRP_AUTH");
    assert_eq!((text(off, "/state"), off["sure"].as_bool()), ("bad", Some(true)));
    let on = finding(&json, "USER_PASSWORD_AUTH");
    assert_eq!((text(on, "/state"), on["sure"].as_bool()), ("good", Some(false)));
    assert_eq!(text(finding(&json, "guests"), "/state"), "unknown", "nobody agreed to one");
    let otherwise = Run::of(&mut check(3, &["--json", "--flow", "password", "--yes"]));
    assert_eq!(otherwise.code, Some(0), "{}", otherwise.stdout);
    assert_eq!(text(finding(&otherwise.json(), "guests"), "/state"), "good");
}

#[test]
fn a_client_secret_comes_from_the_environment_and_stays_there() {
    let secret = text(&pool().cast, "/clients/1/client_secret");
    for (given, code, state) in [(secret, 0, "good"), ("marked-and-wrong", 1, "bad")] {
        let run = Run::of(
            check(1, &["--json", "--client-secret-env", "CLIENT_SECRET"]).env("CLIENT_SECRET", given),
        );
        assert_eq!((run.code, text(finding(&run.json(), "client_secret"), "/state")), (Some(code), state));
        assert!(!run.stdout.contains(given) && !run.stderr.contains(given));
    }
}

#[test]
fn ids_that_cannot_be_right_are_invalid_input() {
    let wrong = ["check", "--json", "--client", "eu-west-1_Ab12Cd34E", "--user-pool", "eu-west-1_Ab12Cd34E"];
    let run = Run::of(program(&wrong).args(["--region", "eu-central-1"]));
    assert_eq!((run.code, text(&run.json(), "/outcome")), (Some(2), "invalid"));
    let why = text(&run.json(), "/explanation/why").to_owned();
    assert!(why.contains("--client: This is a user pool ID") && why.contains("--region: "), "{why}");
    for needless in [&["--username", "ada"][..], &["--password-stdin"], &["--password-env", "PATH"]] {
        let run = Run::of(program(&["check", "--practice"]).args(needless));
        assert_eq!(run.code, Some(2), "{needless:?}");
        assert!(run.stderr.contains("Does not go with a check"), "{}", run.stderr);
    }
}

#[test]
fn where_nobody_answers_is_told_apart() {
    let mut command = program(&["check", "--json", "--client", "abc", "--user-pool", "eu-west-1_Ab12Cd34E"]);
    let run = Run::of(command.args(["--endpoint", &nobodys_address()]));
    assert_eq!((run.code, text(&run.json(), "/outcome")), (Some(4), "unreachable"));
}

#[test]
fn a_reader_who_goes_away_is_no_fault() {
    assert_eq!(unread(&mut program(&["check", "--practice"])), (Some(0), String::new()));
}
