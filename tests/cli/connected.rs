//! Signing in to a connection that the window saved: by the kept refresh token, by the password, for a program that asks
//! for keys, and never in a browser that nobody expects.

use serde_json::Value as Json;

#[cfg(unix)]
use crate::export::mode;
use crate::export::{Home, told};
use crate::stage::{Run, keys, password_of, pool, text};

/// The object that AWS's tools expect, and nothing else on stdout.
fn handed(run: &Run) -> Json {
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", run.stdout);
    let json = run.json();
    assert_eq!(keys(&json), ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]);
    assert_eq!(json["Version"], 1);
    let ends: jiff::Timestamp = text(&json, "/Expiration").parse().expect("RFC 3339");
    assert!(ends > "2026-01-01T00:00:00Z".parse::<jiff::Timestamp>().expect("a time"));
    json
}

#[test]
fn a_connection_whose_name_begins_like_an_option_is_asked_for_too() {
    let home = Home::connected("");
    let connections = home.text("poolwalk/connections.toml").replace("QA one", "-QA");
    home.write("poolwalk/connections.toml", &connections);
    let run = Run::of(&mut home.program(&["export", "config", "--connection=-QA"]));
    assert!(run.stdout.ends_with(" credentials --connection=-QA\n"), "{}{}", run.stdout, run.stderr);
    let mut command = home.program(&["credentials", "--connection=-QA"]);
    handed(&Run::of(command.env("POOLWALK_PASSWORD", password_of("ada"))));
    let odd = connections.replace("-QA", "QA #2");
    home.write("poolwalk/connections.toml", &odd);
    let cut = Run::of(&mut home.program(&["export", "config", "--connection=QA #2"]));
    assert_eq!((cut.code, cut.stdout.as_str()), (Some(2), ""));
    assert!(cut.stderr.contains("cannot be written in this format"), "{}", cut.stderr);
}

/// The token that is kept for ada, put there or read.
fn kept(home: &Home, token: Option<&str>) -> String {
    let client = text(&pool().cast, "/clients/0/client_id");
    let user = format!("[[user]]\nconnection = \"QA one\"\nclient = \"{client}\"\nusername = \"ada\"\n");
    if let Some(token) = token {
        home.write("poolwalk/kept.toml", &format!("{user}refresh_token = \"{token}\"\n"));
    }
    let kept = home.text("poolwalk/kept.toml");
    let line = kept.lines().find_map(|line| line.strip_prefix("refresh_token = ")).expect("a token");
    line.trim_matches('"').to_owned()
}

/// What `export`, `credentials` and `call` have in common: a kept refresh token while it is good, else the password.
#[test]
fn a_kept_refresh_token_comes_before_a_password_everywhere() {
    let home = Home::connected("keeps_refresh_token = true\n");
    let refresh = text(&serde_json::from_str(&told()).expect("JSON"), "/tokens/refresh").to_owned();
    let api = format!("{}/iam", text(&pool().cast, "/api/url"));
    let asks = |args: &[&str]| home.program(&[args, &["--connection", "QA one"]].concat());
    let every =
        [&["export", "access-key-id"][..], &["call", &api], &["call", &api, "--json"], &["credentials"]];
    for args in every {
        kept(&home, Some(&refresh));
        let run = Run::of(&mut asks(args));
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{args:?} {}", run.stdout);
        kept(&home, Some("over"));
        let run = Run::of(&mut asks(args));
        assert_eq!(run.code, Some(1), "{args:?}: {}", run.stdout);
        let said = format!("{}{}", run.stdout, run.stderr);
        let next = "Sign in to this connection in the window once more, or set POOLWALK_PASSWORD";
        assert!(said.split_whitespace().collect::<Vec<_>>().join(" ").contains(next), "{args:?}: {said}");
        let run = Run::of(asks(args).env("POOLWALK_PASSWORD", password_of("ada")));
        assert_eq!(run.code, Some(0), "{args:?}: {}", run.stderr);
        assert_ne!(kept(&home, None), "over", "{args:?}: what the sign-in brought is kept");
    }
    kept(&home, Some(&refresh));
    let own_way =
        Run::of(asks(&["export", "access-key-id", "--flow", "password"]).env("POOLWALK_PASSWORD", "x"));
    assert_eq!(own_way.code, Some(1), "who says how is not refreshed: {}", own_way.stdout);
}

#[test]
fn call_and_code_take_a_saved_connection() {
    let home = Home::connected("");
    let api = format!("{}/id", text(&pool().cast, "/api/url"));
    let ours = ["--connection", "QA one"];
    let mut command = home.program(&[&["call", &api, "--auth", "id"], &ours[..]].concat());
    let run = Run::of(command.env("POOLWALK_PASSWORD", password_of("ada")));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("\"username\": \"ada\""), "{}", run.stdout);
    let mut command = home.program(&[&["code", "boto3"], &ours[..]].concat());
    let run = Run::of(command.env("POOLWALK_PASSWORD", password_of("ada")));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("# It prints the keys in full"), "{}", run.stdout);
    for args in [&["call", &api][..], &["code", "boto3"]] {
        let unknown = Run::of(&mut home.program(&[args, &["--connection", "PROD"]].concat()));
        assert!(
            unknown.code == Some(2) && unknown.stderr.contains("“PROD” is not saved in "),
            "{}",
            unknown.stderr
        );
    }
}

#[test]
fn a_program_that_asks_gets_one_object_by_the_password() {
    let home = Home::connected("");
    let run = Run::of(home.credentials().env("POOLWALK_PASSWORD", password_of("ada")));
    handed(&run);
    assert_eq!(home.names("poolwalk"), ["connections.toml"], "nothing is kept unasked");
}

#[test]
fn a_kept_refresh_token_does_without_the_password() {
    let home = Home::connected("keeps_refresh_token = true\n");
    let first = handed(&Run::of(home.credentials().env("POOLWALK_PASSWORD", password_of("ada"))));
    assert_eq!(home.names("poolwalk"), ["connections.toml", "kept.toml"]);
    #[cfg(unix)]
    assert_eq!(mode(&home.file("poolwalk/kept.toml")), 0o600);
    let second = handed(&Run::of(&mut home.credentials()));
    assert_ne!(first["SecretAccessKey"], second["SecretAccessKey"], "fetched anew");
    let kept = home.text("poolwalk/kept.toml");
    home.write(
        "poolwalk/connections.toml",
        &home.text("poolwalk/connections.toml").replace("= true", "= false"),
    );
    assert_eq!(Run::of(&mut home.credentials()).code, Some(2), "it was told not to use it");
    home.write(
        "poolwalk/connections.toml",
        &home.text("poolwalk/connections.toml").replace("= false", "= true"),
    );
    let line = kept.lines().find(|line| line.starts_with("refresh_token")).expect("a token");
    home.write("poolwalk/kept.toml", &kept.replace(line, "refresh_token = \"over\""));
    let over = Run::of(&mut home.credentials());
    assert_eq!((over.code, over.stdout.as_str()), (Some(1), ""));
    assert!(over.stderr.contains("or set POOLWALK_PASSWORD"), "{}", over.stderr);
    handed(&Run::of(home.credentials().env("POOLWALK_PASSWORD", password_of("ada"))));
}

#[test]
fn a_program_that_asks_in_vain_gets_nothing_but_words() {
    let home = Home::connected("");
    let run = Run::of(&mut home.credentials());
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("POOLWALK_PASSWORD is not set"), "{}", run.stderr);
    let wrong = Run::of(home.credentials().env("POOLWALK_PASSWORD", "Wrong-1234"));
    assert_eq!((wrong.code, wrong.stdout.as_str()), (Some(1), ""));
    assert!(!wrong.stderr.contains("Wrong-1234"), "{}", wrong.stderr);
    let unknown = Run::of(&mut home.program(&["credentials", "--connection", "PROD"]));
    assert_eq!((unknown.code, unknown.stdout.as_str()), (Some(2), ""));
    assert!(unknown.stderr.contains("“PROD” is not saved in ") && unknown.stderr.contains("saved: QA one"));
}

#[test]
fn no_browser_is_opened_for_a_program_that_asks() {
    let domain = text(&pool().cast, "/domain");
    let page = format!("flow = \"MANAGED_LOGIN\"\ndomain = \"{domain}\"\nkeeps_refresh_token = true\n");
    let home = Home::connected(&page);
    let ours = home.text("poolwalk/connections.toml").replace("username = \"ada\"\n", "");
    home.write("poolwalk/connections.toml", &ours);
    let run = Run::of(home.credentials().env("POOLWALK_PASSWORD", password_of("ada")));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
    assert!(
        run.stderr.contains("“QA one” signs in by the browser, which is not opened here"),
        "{}",
        run.stderr
    );
    let told = told();
    let refresh = text(&serde_json::from_str(&told).expect("JSON"), "/tokens/refresh").to_owned();
    let kept = |token: &str| {
        let client = text(&pool().cast, "/clients/0/client_id");
        let user = format!("[[user]]\nconnection = \"QA one\"\nclient = \"{client}\"\nusername = \"ada\"\n");
        home.write("poolwalk/kept.toml", &format!("{user}refresh_token = \"{token}\"\n"));
    };
    kept(&refresh);
    handed(&Run::of(&mut home.credentials()));
    kept("over");
    let over = Run::of(home.credentials().env("POOLWALK_PASSWORD", password_of("ada")));
    assert_eq!((over.code, over.stdout.as_str()), (Some(1), ""), "{}", over.stderr);
    assert!(over.stderr.contains("Sign in to this connection in the window once more"), "{}", over.stderr);
    assert!(
        !over.stderr.contains("POOLWALK_PASSWORD") && !over.stderr.contains("/oauth2/"),
        "{}",
        over.stderr
    );
}

#[test]
fn a_saved_connection_signs_in_for_export_too() {
    let home = Home::connected("");
    let mut command = home.program(&["export", "access-key-id", "--connection", "QA one"]);
    let run = Run::of(command.env("POOLWALK_PASSWORD", password_of("ada")));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    assert!(run.stdout.starts_with("ASIA"), "{}", run.stdout);
}
