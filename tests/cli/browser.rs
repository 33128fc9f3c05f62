//! `poolwalk-cli browser`: the page's address on stderr, the walk on stdout, and what follows a sign-in.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::Value as Json;

use super::stage::{Run, pool, program, text};
use super::surfer::{Surfer, Visitor, wait_for_the_port};

static PORT: Mutex<()> = Mutex::new(());

fn port() -> MutexGuard<'static, ()> {
    let port = PORT.lock().unwrap_or_else(PoisonError::into_inner);
    wait_for_the_port();
    port
}

/// For the shared pool's first client.
fn browser(options: &[&str]) -> Command {
    let cast = &pool().cast;
    let mut command = program(&["browser", "--no-open", "--user-pool", text(cast, "/user_pool_id")]);
    command.args(["--client", text(cast, "/clients/0/client_id"), "--endpoint", text(cast, "/endpoint")]);
    command.args(["--domain", text(cast, "/domain")]).args(options);
    command
}

/// Runs it, with somebody at a browser who opens the page's address.
fn surfed(mut command: Command, visitor: &Visitor) -> Run {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut said = BufReader::new(child.stderr.take().expect("a pipe"));
    let mut stderr = String::new();
    let address = loop {
        let from = stderr.len();
        if said.read_line(&mut stderr).expect("text") == 0 {
            break None;
        }
        let line = stderr[from..].trim();
        if line.starts_with("http://") {
            break Some(line.to_owned());
        }
    };
    let address = address.unwrap_or_else(|| panic!("no address: {stderr}"));
    Surfer::default().surf(&address, visitor);
    let mut stdout = String::new();
    child.stdout.take().expect("a pipe").read_to_string(&mut stdout).expect("text");
    said.read_to_string(&mut stderr).expect("text");
    Run { code: child.wait().expect("it ends").code(), stdout, stderr }
}

fn ada() -> Visitor {
    Visitor::User("ada".to_owned(), "Practice-Ada-1".to_owned())
}

fn operations(json: &Json) -> Vec<(&str, &str)> {
    let steps = json["steps"].as_array().expect("steps");
    steps.iter().map(|step| (text(step, "/operation"), text(step, "/state"))).collect()
}

#[test]
fn a_script_signs_somebody_in_renews_and_calls_off() {
    let _port = port();
    let identity_pool = text(&pool().cast, "/identity_pool_id");
    let run = surfed(browser(&["--identity-pool", identity_pool, "--json"]), &ada());
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(0), "finished"), "{}", run.stderr);
    let walked = ["/oauth2/authorize", "/oauth2/token", "/oauth2/userInfo", "GetId"];
    assert_eq!(operations(&json)[..4], walked.map(|name| (name, "done")));
    assert!(text(&json, "/credentials/AccessKeyId").starts_with("ASIA"));
    assert!(run.stderr.contains("Poolwalk waits at http://localhost:8765/callback"), "{}", run.stderr);

    let refresh_token = text(&json, "/tokens/refresh");
    let domain = text(&pool().cast, "/domain");
    let renew = || {
        let mut command = program(&["refresh", "--region", "eu-west-1", "--domain", domain, "--json"]);
        command.args(["--client", text(&pool().cast, "/clients/0/client_id")]);
        command.args(["--refresh-token-env", "REFRESH"]).env("REFRESH", refresh_token);
        Run::of(&mut command)
    };
    let renewed = renew().json();
    assert_eq!(operations(&renewed), [("/oauth2/token", "done")]);
    assert_ne!(text(&renewed, "/tokens/id"), text(&json, "/tokens/id"));

    let revoke = ["--revoke", "--refresh-token-env", "REFRESH", "--json"];
    let asked = Run::of(browser(&revoke).env("REFRESH", refresh_token));
    let json = asked.json();
    assert_eq!((asked.code, text(&json, "/outcome")), (Some(3), "needs_answer"));
    assert_eq!(operations(&json), [("/oauth2/revoke", "asking")]);
    assert_eq!(text(&json, "/explanation/what"), "Revoke the refresh token of this sign-in?");
    assert_eq!(text(&json, "/explanation/next"), "Run it again with --yes");
    assert_eq!(renew().code, Some(0), "nothing was revoked");
    let revoked = Run::of(browser(&revoke).arg("--yes").env("REFRESH", refresh_token));
    assert_eq!((revoked.code, operations(&revoked.json())), (Some(0), vec![("/oauth2/revoke", "done")]));
    let refused = renew();
    assert_eq!(refused.code, Some(1));
    assert_eq!(text(&refused.json(), "/steps/0/error/code"), "invalid_grant");
}

#[test]
fn a_person_reads_what_is_waited_for_and_what_came_of_it() {
    let _port = port();
    let run = surfed(browser(&["--identity-provider", "PracticeIdP"]), &Visitor::Outsider("vint"));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    let lines: Vec<&str> = run.stdout.lines().map(str::trim_end).collect();
    assert!(
        lines[0].starts_with("✓ /oauth2/authorize           your browser, to PracticeIdP"),
        "{}",
        lines[0]
    );
    assert!(lines[0].ends_with("→ code, by way of the browser"));
    assert!(run.stdout.contains("Signed in\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("state=") && !run.stdout.contains("code="));
}

#[test]
fn signing_out_goes_by_the_browser_too() {
    let _port = port();
    let run = surfed(browser(&["--sign-out", "--json"]), &Visitor::Nobody);
    assert_eq!((run.code, operations(&run.json())), (Some(0), vec![("/logout", "done")]));
}

#[test]
fn a_refusal_of_the_pages_is_told_with_the_next_move() {
    let _port = port();
    let run = surfed(browser(&["--json"]), &Visitor::Denier);
    let json = run.json();
    assert_eq!((run.code, text(&json, "/steps/0/error/code")), (Some(1), "invalid_request"));
    assert_eq!(text(&json, "/explanation/what"), "The login pages refuse this request");
}

#[test]
fn what_the_page_asks_is_no_option_and_addresses_are_checked_first() {
    let given = ["browser", "--client", "abc", "--region", "eu-west-1", "--username", "ada", "--flow", "srp"];
    let more = ["--redirect-url", "https://app.example/cb", "--prompt", "perhaps", "--no-open"];
    let run = Run::of(&mut program(&[&given[..], &more[..]].concat()));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    for said in [
        "--username: Asked on the page; --login-hint fills it in there",
        "--flow: The page decides how",
        "--prompt: “perhaps” is no prompt; expected one of login, select_account, consent, none",
        "--domain: Needed: the domain of the pool’s login pages, or its prefix",
        "--redirect-url: The browser comes back to this computer by http://",
    ] {
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    let run = Run::of(&mut program(&["browser", "--practice", "--revoke"]));
    assert!(run.code == Some(2) && run.stderr.contains("--refresh-token-env"), "{}", run.stderr);
}
