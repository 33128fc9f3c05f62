//! `poolwalk-cli token`: verdicts, exit codes and the JSON contract, on tokens of the practice pool and on forged ones.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value as Json;

use super::stage::{Run, fetched, keys, nobodys_address, pool, program, sign_in, text};

/// The tokens of one sign-in to the pool that all tests share.
fn tokens() -> &'static Json {
    static TOKENS: OnceLock<Json> = OnceLock::new();
    TOKENS.get_or_init(|| {
        let run = Run::of(&mut sign_in("ada", &["--until", "tokens", "--json"]));
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.json()["tokens"].clone()
    })
}

fn token(name: &str) -> &'static str {
    text(tokens(), &format!("/{name}"))
}

/// `poolwalk-cli token` with a token on its stdin.
fn judged(options: &[&str], token: &str) -> Run {
    let mut command = program(&[&["token"], options].concat());
    fed(&mut command, token)
}

fn fed(command: &mut Command, text: &str) -> Run {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    child.stdin.take().expect("a pipe").write_all(text.as_bytes()).expect("it reads");
    Run::from(child.wait_with_output().expect("it ends"))
}

/// The options that trust the practice pool and its first client.
fn trusted() -> [&'static str; 6] {
    let cast = &pool().cast;
    let (user_pool, client) = (text(cast, "/user_pool_id"), text(cast, "/clients/0/client_id"));
    ["--user-pool", user_pool, "--client", client, "--endpoint", text(cast, "/endpoint")]
}

fn verdict(options: &[&str], token: &str) -> (Option<i32>, String, String) {
    let run = judged(&[&trusted()[..], &["--json"], options].concat(), token);
    let json = run.json();
    let checks = json["checks"].as_array().expect("checks").clone();
    let failed = checks.iter().filter(|check| check["outcome"] == "failed");
    let failed: Vec<_> = failed.map(|check| text(check, "/name").to_owned()).collect();
    (run.code, text(&json, "/verdict").to_owned(), failed.join(" "))
}

fn valid() -> (Option<i32>, String, String) {
    (Some(0), "valid".to_owned(), String::new())
}

fn invalid(by: &str) -> (Option<i32>, String, String) {
    (Some(1), "invalid".to_owned(), by.to_owned())
}

#[test]
fn tokens_of_a_sign_in_are_valid_for_what_they_are_for() {
    assert_eq!(verdict(&[], token("id")), valid());
    assert_eq!(verdict(&["--use", "id"], token("id")), valid());
    assert_eq!(verdict(&["--use", "access"], token("access")), valid());
    assert_eq!(verdict(&["--use", "access"], token("id")), invalid("token_use"));
    assert_eq!(verdict(&["--use", "id"], token("access")), invalid("token_use"));
    assert_eq!(verdict(&[], &format!("  Bearer {}\n", token("id"))), valid());
}

#[test]
fn the_json_is_a_contract() {
    let json = judged(&[&trusted()[..], &["--json"]].concat(), token("id")).json();
    let contract =
        ["kind", "header", "claims", "problems", "checks", "verdict", "says", "at", "key_set_problem"];
    assert_eq!(keys(&json), contract);
    assert_eq!(text(&json, "/kind"), "id");
    assert_eq!(text(&json, "/header/alg"), "RS256");
    assert_eq!(text(&json, "/claims/cognito:username"), text(&pool().cast, "/users/0/username"));
    for check in json["checks"].as_array().expect("checks") {
        assert_eq!(keys(check), ["name", "outcome", "expected", "found"]);
        assert!(["passed", "failed", "skipped"].contains(&text(check, "/outcome")));
    }
    let names: Vec<_> =
        json["checks"].as_array().into_iter().flatten().map(|check| text(check, "/name")).collect();
    let order = "shape alg crit kid key signature iss token_use aud exp nbf iat at_hash nonce";
    assert_eq!(names.join(" "), order);
    let access = judged(&["--json"], token("access")).json();
    assert_eq!((text(&access, "/kind"), text(&access, "/checks/8/name")), ("access", "client_id"));
}

#[test]
fn forged_tokens_are_never_valid() {
    let [header, claims, signature] = parts(token("id"));
    let edited = decoded(claims).replace("\"ada\"", "\"grace\"");
    assert!(edited.contains("\"grace\""), "the forgery changes something");
    let edited = URL_SAFE_NO_PAD.encode(edited);
    assert_eq!(verdict(&[], &format!("{header}.{edited}.{signature}")), invalid("signature"));
    let none = URL_SAFE_NO_PAD.encode(decoded(header).replace("RS256", "none"));
    assert_eq!(verdict(&[], &format!("{none}.{edited}.")), invalid("alg signature"));
    let [other_header, ..] = parts(token("access"));
    assert_eq!(verdict(&[], &format!("{other_header}.{claims}.{signature}")), invalid("signature"));
    assert_eq!(verdict(&[], &format!("{header}.{claims}.{signature}==")), invalid("shape"));
    let elsewhere = [&trusted()[..4], &["--endpoint", "http://127.0.0.1:1", "--json"]].concat();
    assert_eq!(judged(&elsewhere, token("id")).code, Some(1), "its issuer is not the one that is trusted");
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<_> = token.split('.').collect();
    parts.try_into().expect("three parts")
}

fn decoded(part: &str) -> String {
    String::from_utf8(URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("text")
}

#[test]
fn time_is_what_the_option_says() {
    let json = judged(&["--json"], token("id")).json();
    let exp = json["claims"]["exp"].as_i64().expect("a number");
    let at = |secs: i64| jiff::Timestamp::from_second(secs).expect("a time").to_string();
    assert_eq!(verdict(&["--at", &at(exp - 1)], token("id")), valid());
    assert_eq!(verdict(&["--at", &at(exp)], token("id")), invalid("exp"));
    assert_eq!(verdict(&["--at", "2031-01-01T00:00:00+01:00"], token("id")), invalid("exp"));
    let told = judged(&["--at", &at(exp + 2520)], token("id")).stdout;
    assert!(told.contains("42 minutes ago"), "{told}");
}

#[test]
fn nobody_is_trusted_who_is_not_named() {
    let run = judged(&["--json"], token("id"));
    assert_eq!((run.code, text(&run.json(), "/verdict")), (Some(3), "not_verified"));
    let cast = &pool().cast;
    let pool_alone =
        ["--user-pool", text(cast, "/user_pool_id"), "--endpoint", text(cast, "/endpoint"), "--json"];
    let run = judged(&pool_alone, token("id"));
    assert_eq!(run.code, Some(0));
    assert!(text(&run.json(), "/says").contains("whom it is meant for was not checked"));
    let mut other_client = trusted();
    other_client[3] = "another";
    let run = judged(&[&other_client[..], &["--json"]].concat(), token("id"));
    assert_eq!(
        (run.code, text(&run.json(), "/says")),
        (Some(1), "Invalid, do not trust it: it is meant for another client (audience)")
    );
}

#[test]
fn a_key_set_of_ones_own_works_without_any_network() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, junk) = (folder.path().join("jwks.json"), folder.path().join("junk.json"));
    let url = format!(
        "{}/{}/.well-known/jwks.json",
        text(&pool().cast, "/endpoint"),
        text(&pool().cast, "/user_pool_id")
    );
    std::fs::write(&file, fetched(&url).to_string()).expect("written");
    std::fs::write(&junk, "{}").expect("written");
    let with = |file: &std::path::Path, more: &[&str]| {
        let named = ["--jwks", file.to_str().expect("text"), "--json"];
        judged(&[&named[..], more].concat(), token("id"))
    };
    // The practice pool names itself as issuer, by an address that is not known without --endpoint.
    let run = with(&file, &[]);
    assert_eq!((run.code, text(&run.json(), "/checks/5/outcome")), (Some(3), "passed"));
    assert!(text(&run.json(), "/says").contains("the signature fits"));
    let run = with(&file, &["--user-pool", "eu-west-1_Ab12Cd34E"]);
    assert_eq!(
        (run.code, text(&run.json(), "/says")),
        (Some(1), "Invalid, do not trust it: another issuer than yours gave it out (issuer)")
    );
    let run = with(&file, &trusted());
    assert_eq!(run.code, Some(0), "keys from the file, the issuer from the endpoint");
    assert!(text(&run.json(), "/says").starts_with("Valid by the key set you gave"));
    let run = with(&junk, &[]);
    assert_eq!(run.code, Some(2));
    assert!(text(&run.json(), "/problems/0").contains("--jwks: ") && run.stdout.contains("no list"));
    assert_eq!(run.json()["verdict"], Json::Null);
    assert_eq!(with(&folder.path().join("none"), &[]).code, Some(2));
}

#[test]
fn what_cannot_be_judged_says_why_by_its_exit_code() {
    assert_eq!(judged(&[], "hello").code, Some(2));
    assert_eq!(judged(&[], "").code, Some(2));
    assert_eq!(judged(&[], "a.b.c").code, Some(2));
    let two = format!("{}\n{}", token("id"), token("access"));
    let run = judged(&trusted(), &two);
    assert_eq!(run.code, Some(2));
    assert!(run.stdout.contains("These are 2 tokens"), "{}", run.stdout);
    let (start, end) = token("id").split_at(80);
    let run = judged(&trusted(), &format!("{start}\n{end}"));
    assert_eq!(run.code, Some(1));
    assert!(
        run.stdout.contains("Invalid as it stands, with line breaks or blanks in it; joined, nothing else"),
        "{}",
        run.stdout
    );
    assert_eq!(judged(&[], &"x".repeat(70_000)).code, Some(1), "refused unread");
    let run = judged(&["--json"], token("refresh"));
    assert_eq!((run.code, text(&run.json(), "/kind")), (Some(3), "refresh"));
    assert_eq!(run.json()["claims"], Json::Null);
    let nobody = nobodys_address();
    let options =
        ["--user-pool", text(&pool().cast, "/user_pool_id"), "--endpoint", nobody.as_str(), "--json"];
    let claims = format!(
        "{{\"iss\":\"{nobody}/{}\",\"token_use\":\"id\",\"exp\":9999999999}}",
        text(&pool().cast, "/user_pool_id")
    );
    let unsigned = format!(
        "{}.{}.AAAA",
        URL_SAFE_NO_PAD.encode("{\"alg\":\"RS256\",\"kid\":\"x\"}"),
        URL_SAFE_NO_PAD.encode(claims)
    );
    let run = judged(&options, &unsigned);
    assert_eq!((run.code, text(&run.json(), "/verdict")), (Some(4), "not_verified"), "{}", run.stdout);
    assert!(text(&run.json(), "/key_set_problem").contains("Nobody listens"));
}

#[test]
fn an_identity_pools_token_is_for_an_identity_pool_alone() {
    let claims =
        "{\"iss\":\"https://cognito-identity.amazonaws.com\",\"aud\":\"eu-west-1:1f-2e\",\"exp\":9999999999}";
    let unsigned = format!(
        "{}.{}.AAAA",
        URL_SAFE_NO_PAD.encode("{\"alg\":\"RS512\",\"kid\":\"x\"}"),
        URL_SAFE_NO_PAD.encode(claims)
    );
    let run = judged(&["--use", "id", "--json"], &unsigned);
    assert_eq!(
        (run.code, text(&run.json(), "/says")),
        (Some(1), "Invalid, do not trust it: it is another kind of token (token use)")
    );
    for other in [["--use", "id"], ["--client", "abc"]] {
        let both = [&["--identity-pool", "eu-west-1:1f-2e"][..], &other].concat();
        assert_eq!(judged(&both, &unsigned).code, Some(2), "the two are for different tokens");
    }
}

#[test]
fn options_that_make_no_sense_are_told_under_their_names() {
    let run = judged(&["--user-pool", "x", "--at", "yesterday", "--nonce-env", "NOT_SET"], token("id"));
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn a_page_for_people_tells_the_verdict_first() {
    let run = judged(&trusted(), token("id"));
    assert_eq!(run.code, Some(0));
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(
        lines[..2],
        [
            "ID token",
            "✓ Valid: signed by the expected issuer, unchanged, not expired, and meant for this client"
        ]
    );
    assert!(
        run.stdout.ends_with(
            "A token that was revoked still passes: poolwalk-cli user makes a live call (GetUser)\n"
        )
    );
    let refresh = judged(&trusted(), token("refresh")).stdout;
    assert!(!refresh.contains("Checks") && refresh.contains("RSA-OAEP"), "{refresh}");
}
