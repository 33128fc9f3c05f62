//! What a walk makes and a later one uses: the secret of an authenticator app, and a device.

use crate::stage::{Run, keys, text};
use crate::ways::{finished, invalid, operations, sign_in, walking};

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
fn a_device_that_is_none_is_said_without_repeating_it() {
    for odd in ["hunter2", "{}", r#"{"key":"k","group_key":"","password":"hunter2"}"#, "[1]"] {
        let said = invalid(sign_in("margaret", &["--device-env", "DEVICE"]).env("DEVICE", odd));
        let expected = "--device-env: Expected the device as the JSON of an earlier walk has it";
        assert!(said.contains(expected) && !said.contains("hunter2"), "{said}");
    }
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
