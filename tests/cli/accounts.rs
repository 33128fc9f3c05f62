//! Accounts from the terminal: what is agreed to beforehand and what is not, codes that come later, and
//! the same JSON as a sign-in's.

use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value as Json;

use super::stage::{Run, Served, code_in, keys, program, serve, server_that_says, text};

/// A pool of these tests' own: they change who is in it.
fn own_pool() -> &'static Served {
    static POOL: OnceLock<Served> = OnceLock::new();
    POOL.get_or_init(|| serve(&[]))
}

/// A command about this user, who is in the cast or not.
fn about(words: &[&str], username: &str, options: &[&str]) -> Command {
    let cast = &own_pool().cast;
    let mut command = program(words);
    command.args(["--client", text(cast, "/clients/0/client_id"), "--username", username]);
    command.args(["--user-pool", text(cast, "/user_pool_id"), "--endpoint", text(cast, "/endpoint")]);
    let users = cast["users"].as_array().expect("users");
    if let Some(user) = users.iter().find(|user| user["username"] == username) {
        command.args(["--password-env", "PW"]).env("PW", text(user, "/password"));
    }
    command.args(options);
    command
}

fn code_of(username: &str) -> String {
    code_in(own_pool(), username)
}

fn states(json: &Json) -> Vec<(&str, &str)> {
    let steps = json["steps"].as_array().expect("steps");
    steps.iter().map(|step| (text(step, "/operation"), text(step, "/state"))).collect()
}

#[test]
fn a_script_that_does_not_agree_is_told_what_it_would_agree_to() {
    for (words, first) in [
        (&["sign-up"][..], "SignUp"),
        (&["confirm", "--resend"], "ResendConfirmationCode"),
        (&["forgot-password"], "ForgotPassword"),
        (&["user", "set", "given_name=A"], "UpdateUserAttributes"),
        (&["user", "verify", "email"], "GetUserAttributeVerificationCode"),
        (&["user", "change-password"], "ChangePassword"),
        (&["user", "totp", "on"], "AssociateSoftwareToken"),
        (&["user", "totp", "off"], "SetUserMFAPreference"),
        (&["user", "sign-out"], "GlobalSignOut"),
        (&["user", "revoke"], "RevokeToken"),
        (&["devices", "forget", "eu-west-1_1"], "ForgetDevice"),
        (&["devices", "remember", "eu-west-1_1"], "UpdateDeviceStatus"),
        (&["devices", "disregard", "eu-west-1_1"], "UpdateDeviceStatus"),
    ] {
        let run = Run::of(&mut about(words, "zuse", &["--flow", "password", "--json"]));
        let json = run.json();
        assert_eq!((run.code, text(&json, "/outcome")), (Some(3), "needs_answer"), "{words:?}");
        assert_eq!(text(&json, "/challenge/name"), first, "{words:?}");
        assert!(text(&json, "/explanation/next").contains("--yes"), "{words:?}");
        let made = states(&json);
        let (asking, before) = made
            .iter()
            .position(|(_, state)| *state == "asking")
            .map(|at| (made[at], &made[..at]))
            .expect("a question");
        assert_eq!(asking.0, first, "{words:?}");
        assert!(before.iter().all(|(operation, _)| *operation == "InitiateAuth"), "{words:?}: {before:?}");
    }
}

#[test]
fn somebody_signs_up_in_two_runs_and_then_signs_in() {
    let attributes =
        ["--attribute", "email=eve@example.com", "--attribute", "given_name=Eve", "--password-env", "EVE"];
    let mut sign_up = about(&["sign-up"], "eve", &[&attributes[..], &["--yes", "--json"]].concat());
    let run = Run::of(sign_up.env("EVE", "Chosen-by-Eve-1"));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/challenge/name")), (Some(3), "ConfirmSignUp"), "{json}");
    assert_eq!(text(&json, "/delivery/destination"), "e***@e***");
    assert!(!run.stdout.contains("Chosen-by-Eve-1"));

    let wrong = Run::of(&mut about(&["confirm"], "eve", &["--answer", "ConfirmationCode=000000", "--json"]));
    assert_eq!((wrong.code, text(&wrong.json(), "/steps/0/error/code")), (Some(1), "CodeMismatchException"));
    let code = format!("ConfirmationCode={}", code_of("eve"));
    let run = Run::of(&mut about(&["confirm"], "eve", &["--answer", &code]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("\neve is confirmed\n"), "{}", run.stdout);

    let mut sign_in = about(&["sign-in"], "eve", &["--password-env", "EVE", "--flow", "password", "--json"]);
    assert_eq!(text(&Run::of(sign_in.env("EVE", "Chosen-by-Eve-1")).json(), "/outcome"), "finished");
}

#[test]
fn a_forgotten_password_is_reset_in_two_runs() {
    let json = Run::of(&mut about(&["forgot-password"], "barbara", &["--yes", "--json"])).json();
    assert_eq!(text(&json, "/challenge/name"), "ConfirmForgotPassword");
    let next = text(&json, "/explanation/next").to_owned();
    assert!(
        next.contains("--answer ConfirmationCode=…") && next.contains("--answer-env Password=VAR"),
        "{next}"
    );
    let code = format!("ConfirmationCode={}", code_of("barbara"));
    let options = ["--code-sent", "--answer", &code, "--answer-env", "Password=NEW", "--json"];
    let run = Run::of(about(&["forgot-password"], "barbara", &options).env("NEW", "Chosen-by-Barbara-2"));
    assert_eq!((run.code, states(&run.json())), (Some(0), vec![("ConfirmForgotPassword", "done")]));
    assert!(!run.stdout.contains("Chosen-by-Barbara-2"));
}

#[test]
fn who_was_sent_a_code_is_told_how_to_enter_that_one_and_no_other() {
    let next = |words: &[&str], username: &str, options: &[&str]| {
        let run = Run::of(&mut about(words, username, &[options, &["--json"]].concat()));
        assert_eq!(run.code, Some(3), "{}", run.stdout);
        text(&run.json(), "/explanation/next").to_owned()
    };
    let reset = next(&["forgot-password"], "barbara", &["--yes"]);
    assert!(
        reset.contains("with --code-sent --answer ConfirmationCode=… --answer-env Password=VAR"),
        "{reset}"
    );
    let verify = next(&["user", "verify", "email"], "radia", &["--yes"]);
    assert!(verify.contains("with --code-sent --answer Code=…"), "{verify}");
    let set = next(&["user", "set", "email=r@example.com"], "radia", &["--yes"]);
    assert!(set.starts_with("Run poolwalk-cli user verify email with --code-sent --answer Code=…"), "{set}");
    let app = next(&["user", "totp", "on"], "radia", &["--yes"]);
    assert!(app.contains("--answer UserCode=auto"), "{app}");
}

#[test]
fn a_new_password_is_no_argument() {
    for key in ["Password", "ProposedPassword", "PreviousPassword"] {
        let answer = format!("{key}=hunter2");
        let run = Run::of(&mut about(&["user", "change-password"], "ada", &["--yes", "--answer", &answer]));
        assert_eq!(run.code, Some(2));
        assert!(
            run.stderr.contains(&format!("use --answer-env {key}=VAR")) && !run.stderr.contains("hunter2")
        );
    }
}

#[test]
fn a_user_is_shown_and_changed() {
    let json = Run::of(&mut about(&["user"], "ada", &["--json"])).json();
    assert_eq!(
        states(&json),
        [("InitiateAuth", "done"), ("RespondToAuthChallenge", "done"), ("GetUser", "done")]
    );
    assert_eq!(keys(&json["user"]), ["username", "attributes", "mfa", "preferred_mfa"]);
    assert_eq!((text(&json, "/user/username"), &json["tokens"]), ("ada", &Json::Null));
    let run = Run::of(&mut about(&["user", "set", "given_name=Augusta"], "ada", &["--yes"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("\nThe attribute of ada is changed\n"), "{}", run.stdout);
    assert!(
        run.stdout.lines().any(|line| line.contains("given_name") && line.ends_with("Augusta")),
        "{}",
        run.stdout
    );
    let json = Run::of(&mut about(&["user", "verify", "email"], "ada", &["--yes", "--json"])).json();
    assert_eq!(text(&json, "/challenge/name"), "VerifyUserAttribute");
    let code = format!("Code={}", code_of("ada"));
    let options = ["--code-sent", "--answer", &code, "--json"];
    let json = Run::of(&mut about(&["user", "verify", "email"], "ada", &options)).json();
    assert_eq!(
        (text(&json, "/outcome"), text(&json, "/user/attributes/email_verified")),
        ("finished", "true")
    );
}

#[test]
fn an_attribute_is_taken_away_by_an_empty_value_and_never_by_a_name_alone() {
    let set = |assignment: &str| Run::of(&mut about(&["user", "set", assignment], "radia", &["--yes"]));
    let family_name = || {
        let json = Run::of(&mut about(&["user"], "radia", &["--json"])).json();
        json["user"]["attributes"]["family_name"].clone()
    };
    assert_eq!(set("family_name=Perlman").code, Some(0));
    for wrong in ["family_name", "=Perlman", ""] {
        let run = set(wrong);
        assert_eq!(run.code, Some(2), "{wrong}: {}", run.stdout);
        assert!(run.stderr.contains("user set: Expected NAME=VALUE"), "{}", run.stderr);
    }
    assert_eq!(family_name(), "Perlman");
    assert_eq!(set("family_name=").code, Some(0));
    assert_eq!(family_name(), Json::Null);
}

#[test]
fn an_app_is_set_up_by_a_script() {
    let options = ["--yes", "--answer", "UserCode=auto", "--json"];
    let json = Run::of(&mut about(&["user", "totp", "on"], "emmy@example.com", &options)).json();
    assert_eq!(
        (text(&json, "/outcome"), text(&json, "/user/preferred_mfa")),
        ("finished", "SOFTWARE_TOKEN_MFA")
    );
    assert!(text(&json, "/totp_secret").len() >= 32);
}

#[test]
fn tokens_at_hand_take_the_place_of_a_sign_in_and_end_with_it() {
    let json = Run::of(&mut about(&["sign-in"], "radia", &["--json"])).json();
    let (access, refresh) = (text(&json, "/tokens/access"), text(&json, "/tokens/refresh"));
    let with = |words: &[&str], more: &[&str]| {
        let mut command =
            about(words, "radia", &[&["--access-token-env", "ACCESS", "--json"], more].concat());
        command.env("ACCESS", access).env("REFRESH", refresh);
        Run::of(&mut command)
    };
    assert_eq!(states(&with(&["user"], &[]).json()), [("GetUser", "done")]);
    let json = with(&["devices"], &[]).json();
    assert_eq!((states(&json), &json["devices"]), (vec![("ListDevices", "done")], &Json::Array(vec![])));
    let mut read = about(&["user"], "radia", &["--access-token-env", "ACCESS"]);
    let read = Run::of(read.env("ACCESS", access));
    assert!(read.stdout.contains("\nWhat the pool knows of radia\n"), "{}", read.stdout);
    let cast = &own_pool().cast;
    let places = ["--client", text(cast, "/clients/0/client_id"), "--region", "eu-west-1"];
    for (words, title) in [("user", "What the pool knows of the user"), ("devices", "The user has no device")]
    {
        let mut unnamed =
            program(&[words, "--access-token-env", "ACCESS", "--endpoint", text(cast, "/endpoint")]);
        let read = Run::of(unnamed.args(places).env("ACCESS", access));
        assert!(read.stdout.contains(&format!("\n{title}\n")), "{}{}", read.stdout, read.stderr);
    }
    let revoked = with(&["user", "revoke"], &["--yes", "--refresh-token-env", "REFRESH"]);
    assert_eq!((revoked.code, states(&revoked.json())), (Some(0), vec![("RevokeToken", "done")]));
    let refused = with(&["user", "sign-out"], &["--yes"]);
    assert_eq!(
        (refused.code, text(&refused.json(), "/explanation/what")),
        (Some(1), "The access token works no more")
    );
}

#[test]
fn practice_works_without_any_pool_at_hand() {
    for words in [&["user"][..], &["devices"], &["user", "sign-out", "--yes"]] {
        let run = Run::of(&mut program(&[words, &["--practice"]].concat()));
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
        assert!(run.stdout.starts_with("Practice: nothing leaves this computer\n"), "{}", run.stdout);
    }
}

/// A server that says the same to everything, a connection at a time; its address.
fn server_of_one_mind(status: &str, body: &str) -> String {
    let length = body.len();
    server_that_says(format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/x-amz-json-1.1\r\nconnection: close\r\n\
         content-length: {length}\r\n\r\n{body}"
    ))
}

/// A command about a user of a server that says the same to everything.
fn of_stranger(words: &[&str], endpoint: &str, options: &[&str]) -> Command {
    let mut command = program(words);
    command.args(["--client", "1h57kf5cpq17m0eml12EXAMPLE", "--region", "eu-west-1", "--username", "eve"]);
    command.args(["--flow", "password", "--password-env", "PW", "--endpoint", endpoint]).env("PW", "hunter2");
    command.args(options);
    command
}

#[test]
fn a_sign_in_that_brings_no_token_says_so_before_anybody_agrees_to_anything() {
    let server = server_of_one_mind("200 OK", r#"{"AuthenticationResult":{"IdToken":"e30.e30.x"}}"#);
    for (words, token) in [(["user", "sign-out"], "access"), (["user", "revoke"], "refresh")] {
        let run = Run::of(&mut of_stranger(&words, &server, &[]));
        assert_eq!((run.code, run.stdout.lines().count()), (Some(2), 1), "{}{}", run.stdout, run.stderr);
        assert!(run.stderr.starts_with(&format!("The sign-in brought no {token} token\n")), "{}", run.stderr);
        let json = Run::of(&mut of_stranger(&words, &server, &["--yes", "--json"])).json();
        assert_eq!((text(&json, "/outcome"), states(&json)), ("invalid", vec![("InitiateAuth", "done")]));
        assert!(text(&json, "/explanation/next").contains(&format!("--{token}-token-env")), "{json}");
    }
}

#[test]
fn what_others_wrote_cannot_steer_the_terminal() {
    let tokens = r#""AuthenticationResult":{"AccessToken":"e30.e30.y","ExpiresIn":3600}"#;
    let hostile = r"\u001b[2J\u001b]0;taken\u0007\u009b1A\r\n  AccessKeyId     forged";
    let user = format!(
        r#"{{{tokens},"Username":"eve","UserAttributes":[{{"Name":"{hostile}","Value":"{hostile}"}}]}}"#
    );
    let device = format!(
        r#"{{{tokens},"Devices":[{{"DeviceKey":"{hostile}","DeviceAttributes":[{{"Name":"device_name","Value":"{hostile}"}}]}}]}}"#
    );
    let asks = format!(
        r#"{{"ChallengeName":"CUSTOM_CHALLENGE","Session":"s","ChallengeParameters":{{"riddle":"{hostile}"}}}}"#
    );
    let refusal = format!(r#"{{"__type":"UserLambdaValidationException","message":"{hostile}"}}"#);
    for (words, status, body, code) in [
        (&["user"][..], "200 OK", user, 0),
        (&["devices"], "200 OK", device, 0),
        (&["sign-in"], "200 OK", asks, 3),
        (&["sign-in"], "400 Bad Request", refusal, 1),
    ] {
        let run = Run::of(&mut of_stranger(words, &server_of_one_mind(status, &body), &[]));
        let said = format!("{}{}", run.stdout, run.stderr);
        assert_eq!(run.code, Some(code), "{said}");
        assert!(said.contains("taken"), "it is shown, but for what steers: {said}");
        let steers = |c: char| c.is_control() && c != '\n';
        assert!(!said.contains(steers), "{words:?}: {said:?}");
        assert!(code != 0 || !said.lines().any(|line| line.starts_with("  AccessKeyId ")), "{said}");
    }
}
