//! What one walk leaves for the next: a kept authenticator secret, a remembered device, a refresh token.

use std::process::Command;

use crate::stage::{Run, keys, program, text};
use crate::ways::{finished, invalid, operations, pool, sign_in, walking};

/// The secret of hedy's authenticator app, as the practice pool's cast tells it.
fn totp_secret(username: &str) -> String {
    let options = poolwalk::practice::Options { keys_later: true, ..Default::default() };
    let practice = poolwalk::practice::Practice::start(options).expect("a port");
    let users = &practice.cast().users;
    let user = users.iter().find(|user| user.username == username).expect("a user");
    user.totp_secret.as_ref().expect("an app").expose().to_owned()
}

#[test]
fn a_kept_secret_answers_for_the_app() {
    let mut command = sign_in("hedy", &["--totp-secret-env", "APP", "--until", "tokens"]);
    let json = finished(command.env("APP", totp_secret("hedy")));
    assert_eq!(json.get("totp_secret"), None, "it was set up before");
    let said = invalid(sign_in("hedy", &["--totp-secret-env", "APP"]).env("APP", "hunter2!"));
    assert!(said.contains("--totp-secret-env: Base32") && !said.contains("hunter2"), "{said}");
}

#[test]
fn a_device_is_remembered_and_told_and_stands_in_later() {
    let tokens = ["--until", "tokens"];
    let mut first =
        sign_in("margaret", &[&tokens[..], &["--totp-secret-env", "APP", "--remember-device"]].concat());
    let json = finished(first.env("APP", totp_secret("margaret")));
    assert_eq!(operations(&json)[3..], ["ConfirmDevice", "UpdateDeviceStatus"]);
    assert_eq!(keys(&json["device"]), ["key", "group_key", "password"]);
    let told = keys(&json);
    assert_eq!(told[told.len() - 3..], ["challenge", "device", "explanation"]);

    let with_device = [&tokens[..], &["--remember-device", "--device-env", "DEVICE"]].concat();
    let device = json["device"].to_string();
    let again = finished(sign_in("margaret", &with_device).env("DEVICE", &device));
    assert_eq!(operations(&again).len(), 4, "the device proves itself in two answers");
    assert_eq!(again.get("device"), None, "nothing was remembered on this walk");

    let without = Run::of(&mut sign_in("margaret", &["--json"]));
    assert_eq!(without.code, Some(3), "without it the code is asked for");
    let spoiled = device.replace(text(&json, "/device/password"), "another");
    let run = Run::of(sign_in("margaret", &with_device).env("DEVICE", &spoiled));
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.starts_with("Cognito does not accept the proof of this device"), "{}", run.stderr);

    // A refresh of what the device got needs the device.
    let refresh = ["refresh", "--refresh-token-env", "REFRESH"];
    let token = text(&again, "/tokens/refresh");
    let mut with = walking(&refresh, &["--device-env", "DEVICE", "--until", "tokens"]);
    finished(with.env("REFRESH", token).env("DEVICE", &device));
    let run = Run::of(walking(&refresh, &tokens).env("REFRESH", token));
    assert_eq!(run.code, Some(1));
}

#[test]
fn what_can_be_no_token_is_refused_before_it_is_sent() {
    for (held, found) in [("null", "found “null”"), ("undefined", "found “undefined”"), ("", "is empty")]
    {
        let said = invalid(walking(&["refresh", "--refresh-token-env", "HELD"], &[]).env("HELD", held));
        assert!(said.contains("--refresh-token-env: ") && said.contains(found), "{said}");
    }
    for (words, held) in [("user", "null"), ("devices", "None")] {
        let said = invalid(program(&[words, "--practice", "--access-token-env", "HELD"]).env("HELD", held));
        assert!(said.contains("--access-token-env: What the variable holds is no token"), "{said}");
    }
}

#[test]
fn a_device_that_is_none_is_said_without_repeating_it() {
    for odd in ["hunter2", "{}", r#"{"key":"k","group_key":"","password":"hunter2"}"#, "[1]"] {
        let said = invalid(sign_in("margaret", &["--device-env", "DEVICE"]).env("DEVICE", odd));
        let expected = "--device-env: Expected the device as the JSON of an earlier walk has it";
        assert!(said.contains(expected) && !said.contains("hunter2"), "{said}");
    }
}

#[test]
fn a_refresh_token_is_traded_in() {
    let first = finished(&mut sign_in("ada", &["--until", "tokens"]));
    let token = text(&first, "/tokens/refresh");
    let begin = ["refresh", "--refresh-token-env", "REFRESH"];
    let json = finished(walking(&begin, &[]).env("REFRESH", token));
    assert_eq!(operations(&json)[..2], ["GetTokensFromRefreshToken", "GetId"]);
    assert_eq!(text(&json, "/tokens/refresh"), token, "it is kept where none comes");
    assert_ne!(text(&json, "/tokens/id"), text(&first, "/tokens/id"));
    let older = ["--flow", "REFRESH_TOKEN_AUTH", "--until", "tokens"];
    assert_eq!(operations(&finished(walking(&begin, &older).env("REFRESH", token))), ["InitiateAuth"]);

    let run = Run::of(walking(&begin, &["--json"]).env("REFRESH", "marked-hunter2-and-more-of-it"));
    assert_eq!((run.code, text(&run.json(), "/outcome")), (Some(1), "refused"));
    assert!(text(&run.json(), "/explanation/what").contains("refresh token"), "{}", run.stdout);
    assert!(!run.stdout.contains("hunter2"));
    let said = invalid(&mut walking(&["refresh"], &[]));
    assert!(said.contains("--refresh-token-env: Needed"), "{said}");
    let said = invalid(walking(&begin, &["--flow", "srp"]).env("REFRESH", token));
    assert!(said.contains("--flow: A refresh goes by GET_TOKENS_FROM_REFRESH_TOKEN or"), "{said}");
}

#[test]
fn a_rotated_refresh_token_is_told() {
    let rotating = text(&pool().cast, "/clients/4/client_id");
    let first = finished(&mut sign_in("ada", &["--client", rotating, "--until", "tokens"]));
    let token = text(&first, "/tokens/refresh");
    let begin = ["refresh", "--refresh-token-env", "REFRESH"];
    let json = finished(walking(&begin, &["--client", rotating, "--until", "tokens"]).env("REFRESH", token));
    assert_ne!(text(&json, "/tokens/refresh"), token);
    let older = ["--client", rotating, "--flow", "REFRESH_TOKEN_AUTH"];
    let run = Run::of(walking(&begin, &older).env("REFRESH", token));
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("GetTokensFromRefreshToken, which works either way"), "{}", run.stderr);
}

#[test]
fn a_refresh_with_a_client_secret_names_the_user_for_its_hash() {
    let secret = &pool().cast["clients"][1];
    let client = ["--client", text(secret, "/client_id"), "--client-secret-env", "SECRET"];
    let with_secret = |command: &mut Command, token: &str| {
        command.env("SECRET", text(secret, "/client_secret")).env("REFRESH", token);
    };
    let mut first = sign_in("ada", &[&client[..], &["--until", "tokens"]].concat());
    with_secret(&mut first, "");
    let token = text(&finished(&mut first), "/tokens/refresh").to_owned();
    let begin = ["refresh", "--refresh-token-env", "REFRESH"];
    let mut by_operation = walking(&begin, &[&client[..], &["--until", "tokens"]].concat());
    with_secret(&mut by_operation, &token);
    finished(&mut by_operation);
    let older = [&client[..], &["--until", "tokens", "--flow", "REFRESH_TOKEN_AUTH"]].concat();
    let mut nameless = walking(&begin, &older);
    with_secret(&mut nameless, &token);
    assert!(invalid(&mut nameless).contains("--username: Needed where nobody can be asked"));
    let mut named = walking(&begin, &[&older[..], &["--username", "ada"]].concat());
    with_secret(&mut named, &token);
    finished(&mut named);
}

#[test]
fn an_app_is_set_up_and_its_secret_told() {
    let asked = Run::of(&mut sign_in("shafi", &["--json"]));
    let json = asked.json();
    assert_eq!((asked.code, text(&json, "/challenge/name")), (Some(3), "MFA_SETUP"));
    let chosen = ["--answer", "MFA_SETUP=SOFTWARE_TOKEN_MFA"];
    let asked = Run::of(&mut sign_in("shafi", &[&chosen[..], &["--json"]].concat()));
    assert_eq!((asked.code, text(&asked.json(), "/challenge/name")), (Some(3), "VerifySoftwareToken"));
    let wrong = Run::of(&mut sign_in("shafi", &[&chosen[..], &["--answer", "UserCode=12"]].concat()));
    assert_eq!(wrong.code, Some(1), "{}", wrong.stderr);

    let auto = [&chosen[..], &["--answer", "UserCode=auto", "--until", "tokens"]].concat();
    let json = finished(&mut sign_in("shafi", &auto));
    let secret = text(&json, "/totp_secret");
    assert!(
        secret.len() == 52
            && secret.bytes().all(|letter| b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".contains(&letter))
    );
    let told = keys(&json);
    assert_eq!(told[told.len() - 3..], ["challenge", "totp_secret", "explanation"]);
    let next = Run::of(&mut sign_in("shafi", &["--json"])).json();
    assert_eq!(text(&next, "/challenge/name"), "SOFTWARE_TOKEN_MFA", "from now on it is asked for");
}
