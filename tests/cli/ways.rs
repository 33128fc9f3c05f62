//! The ways in as options: each from the command line to the JSON, one practice pool apart from the
//! others where something is left behind there.

use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value as Json;

use crate::stage::{Run, Served, fetched, keys, program, serve, text};

const READER: &str = "arn:aws:iam::123456789012:role/PracticeReader";

/// A pool for these tests alone.
pub(crate) fn pool() -> &'static Served {
    static POOL: OnceLock<Served> = OnceLock::new();
    POOL.get_or_init(|| serve(&[]))
}

/// Signs somebody in there, with the cast's own password.
pub(crate) fn sign_in(username: &str, options: &[&str]) -> Command {
    let mut command =
        walking(&["sign-in", "--username", username, "--password-env", "POOL_PASSWORD"], options);
    command.env("POOL_PASSWORD", password_of(username));
    command
}

fn password_of(username: &str) -> &'static str {
    let users = pool().cast["users"].as_array().expect("users");
    text(users.iter().find(|user| user["username"] == username).expect("a user of the cast"), "/password")
}

pub(crate) fn walking(begin: &[&str], options: &[&str]) -> Command {
    let cast = &pool().cast;
    let mut command = program(begin);
    let places = ["--user-pool", "--identity-pool", "--endpoint"];
    for (place, key) in places.into_iter().zip(["/user_pool_id", "/identity_pool_id", "/endpoint"]) {
        command.args([place, text(cast, key)]);
    }
    if !options.contains(&"--client") {
        command.args(["--client", text(cast, "/clients/0/client_id")]);
    }
    command.args(options);
    command
}

/// No user, no app client: what the identity pool alone is asked for.
fn bare(options: &[&str]) -> Command {
    let cast = &pool().cast;
    let pools = ["--identity-pool", text(cast, "/identity_pool_id"), "--endpoint", text(cast, "/endpoint")];
    program(&[&["sign-in"], &pools[..], options].concat())
}

pub(crate) fn finished(command: &mut Command) -> Json {
    let run = Run::of(command.arg("--json"));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(0), "finished"), "{json}");
    json
}

/// Exit code 2, and what is said about it.
pub(crate) fn invalid(command: &mut Command) -> String {
    let run = Run::of(command);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
    run.stderr.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn operations(json: &Json) -> Vec<&str> {
    json["steps"].as_array().expect("steps").iter().map(|step| text(step, "/operation")).collect()
}

#[test]
fn each_short_name_of_a_flow_is_a_way_in() {
    let riddles = ["--answer", "ANSWER=keyboard", "--answer", "ANSWER=8"];
    for (username, flow, answers) in [
        ("ada", "auto", &[][..]),
        ("ada", "AUTOMATIC", &[]),
        ("fernando", "choice", &["--answer", "ANSWER=PASSWORD_SRP"]),
        ("edsger", "custom", &riddles),
        ("edsger", "custom-srp", &riddles),
    ] {
        let options = [&["--flow", flow, "--until", "tokens"], answers].concat();
        let json = finished(&mut sign_in(username, &options));
        assert!(json["tokens"]["id"].is_string(), "{flow}");
    }
}

#[test]
fn the_automatic_way_shows_what_it_tried() {
    let cast = &pool().cast;
    let only_password = text(cast, "/clients/3/client_id");
    let options = ["--flow", "auto", "--client", only_password, "--until", "tokens"];
    let json = finished(&mut sign_in("ada", &options));
    let states: Vec<_> =
        json["steps"].as_array().expect("steps").iter().map(|step| text(step, "/state")).collect();
    assert_eq!(states, ["refused", "done"]);
}

#[test]
fn a_choice_that_nobody_makes_is_told_with_what_goes_with_it() {
    let begin = ["sign-in", "--username", "fernando", "--flow", "choice", "--json"];
    let run = Run::of(&mut walking(&begin, &[]));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(3), "needs_answer"), "{json}");
    let fields = &json["challenge"]["fields"];
    assert_eq!(fields[0]["choices"].as_array().map(Vec::len), Some(5));
    assert_eq!(keys(&fields[1]), ["key", "label", "kind", "choices", "only_with"]);
    assert_eq!(fields[1]["only_with"], serde_json::json!(["PASSWORD", "PASSWORD_SRP"]));

    let answers = ["--answer", "ANSWER=PASSWORD", "--answer-env", "PASSWORD=PW", "--until", "tokens"];
    finished(walking(&begin[..5], &answers).env("PW", password_of("fernando")));
    let spoken = ["--answer", "PASSWORD=hunter2"];
    let said = invalid(&mut walking(&begin[..5], &spoken));
    assert!(said.contains("--answer-env PASSWORD=VAR") && !said.contains("hunter2"), "{said}");
}

#[test]
fn what_is_not_among_the_choices_is_refused_before_it_is_sent() {
    let begin = ["sign-in", "--username", "fernando", "--flow", "choice", "--answer", "ANSWER=1", "--json"];
    let run = Run::of(&mut walking(&begin, &[]));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(2), "invalid"), "{json}");
    assert_eq!(
        json["steps"].as_array().map(|steps| steps.iter().filter(|step| step["state"] == "done").count()),
        Some(1)
    );
    assert!(json["steps"].as_array().expect("steps").iter().all(|step| step["state"] != "refused"), "{json}");
    let why = text(&json, "/explanation/why");
    assert!(why.starts_with("ANSWER: expected one of ") && why.contains("EMAIL_OTP"), "{why}");
}

#[test]
fn an_answer_that_another_run_cannot_give_is_not_asked_of_one() {
    let next = |username: &str, options: &[&str]| {
        let json = Run::of(sign_in(username, options).arg("--json")).json();
        text(&json, "/explanation/next").to_owned()
    };
    for answer in [&[][..], &["--answer", "SMS_MFA_CODE=111111"]] {
        let sent = next("matti", answer);
        assert!(sent.contains("each run has another one sent") && !sent.contains("open again"), "{sent}");
    }
    let app = next("hedy", &["--answer", "SOFTWARE_TOKEN_MFA_CODE=000000"]);
    assert!(!app.contains("open again"), "{app}");
    assert!(app.ends_with("Run it again with --answer SOFTWARE_TOKEN_MFA_CODE=…"), "{app}");
    let rounds = next("edsger", &["--flow", "custom", "--answer", "ANSWER=keyboard"]);
    assert!(rounds.contains("--answer ANSWER=…, once for each round"), "{rounds}");
}

#[test]
fn a_preferred_first_factor_is_asked_for_at_once() {
    let options = ["--flow", "choice", "--preferred", "password", "--until", "tokens"];
    assert_eq!(operations(&finished(&mut sign_in("fernando", &options))), ["InitiateAuth"]);
    let said = invalid(&mut sign_in("fernando", &["--flow", "choice", "--preferred", "TELEPATHY"]));
    assert!(
        said.contains("--preferred: “TELEPATHY” is no first factor; expected one of PASSWORD_SRP"),
        "{said}"
    );
    let begin = ["sign-in", "--username", "fernando", "--flow", "choice", "--preferred", "PASSWORD"];
    let said = invalid(&mut walking(&begin, &[]));
    assert!(said.contains("--password-stdin or --password-env: Needed where nobody can be asked"), "{said}");
}

#[test]
fn a_guest_needs_nothing_but_the_identity_pool() {
    let json = finished(&mut bare(&["--guest"]));
    assert_eq!(operations(&json), ["GetId", "GetCredentialsForIdentity", "GetCallerIdentity"]);
    assert_eq!(json["tokens"], Json::Null);
    assert!(text(&json, "/caller/arn").contains("assumed-role/PracticeGuest/"));
    let read = Run::of(&mut program(&["sign-in", "--practice", "--guest"]));
    assert_eq!((read.code, read.stderr.as_str()), (Some(0), ""));
    assert!(read.stdout.contains("\nIn as a guest\n"), "{}", read.stdout);

    for option in [["--username", "ada"], ["--flow", "srp"], ["--login", "google=G"], ["--developer", "x"]] {
        let said = invalid(&mut bare(&[&["--guest"], &option[..]].concat()));
        assert!(said.contains("cannot be used with"), "{said}");
    }
    let said = invalid(&mut program(&["sign-in", "--guest"]));
    assert!(said.contains("--identity-pool: Needed"), "{said}");
}

#[test]
fn an_option_that_would_go_unused_is_refused() {
    let said = invalid(&mut sign_in("fernando", &["--preferred", "EMAIL_OTP"]));
    assert!(
        said.contains("--preferred: Goes with --flow choice alone, and not with USER_SRP_AUTH"),
        "{said}"
    );
    let said = invalid(bare(&["--guest", "--password-env", "PW"]).env("PW", "hunter2"));
    assert!(said.contains("--password-env: Does not go with Guest") && !said.contains("hunter2"), "{said}");
    let logins = ["--login", "google=GOOGLE", "--password-stdin"];
    let said = invalid(bare(&logins).env("GOOGLE", "a token of a provider"));
    assert!(said.contains("--password-stdin: Does not go with Logins of other providers"), "{said}");
}

#[test]
fn the_classic_flow_takes_its_role_and_how_long_the_keys_live() {
    let json =
        finished(&mut sign_in("ada", &["--flow", "password", "--classic", READER, "--duration", "900"]));
    assert_eq!(operations(&json)[1..4], ["GetId", "GetOpenIdToken", "AssumeRoleWithWebIdentity"]);
    assert!(text(&json, "/caller/arn").contains("assumed-role/PracticeReader/"));
    let expires: jiff::Timestamp = text(&json, "/credentials/Expiration").parse().expect("RFC 3339");
    let left = expires.duration_since(jiff::Timestamp::now()).as_secs();
    assert!((800..=900).contains(&left), "{left}");

    for secs in ["899", "43201", "soon"] {
        let said = invalid(&mut sign_in("ada", &["--classic", READER, "--duration", secs]));
        assert!(said.contains("--duration: A number from 900 to 43200"), "{said}");
    }
    let said = invalid(&mut sign_in("ada", &["--classic", "Reader"]));
    assert!(said.contains("--classic: A role ARN looks like arn:aws:iam::"), "{said}");
    assert!(invalid(&mut sign_in("ada", &["--duration", "900"])).contains("--classic"));
    let both = ["--classic", READER, "--role-arn", READER];
    assert!(invalid(&mut sign_in("ada", &both)).contains("cannot be used with"));

    let run =
        Run::of(&mut sign_in("ada", &["--flow", "password", "--classic", READER, "--duration", "3601"]));
    assert_eq!(run.code, Some(1), "longer than the role allows");
    assert!(run.stderr.starts_with("The role does not allow keys to live that long"), "{}", run.stderr);
}

#[test]
fn a_role_is_asked_for() {
    let json = finished(&mut sign_in("ada", &["--flow", "password", "--role-arn", READER]));
    assert!(text(&json, "/caller/arn").contains("assumed-role/PracticeReader/"));
    let auditor = "arn:aws:iam::123456789012:role/PracticeAuditor";
    let run = Run::of(&mut sign_in("ada", &["--flow", "password", "--role-arn", auditor]));
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.starts_with("This login may not have the role"), "{}", run.stderr);
    assert!(
        invalid(&mut sign_in("ada", &["--role-arn", "PracticeReader"])).contains("--role-arn: A role ARN")
    );
}

/// A login of a pretend provider.
fn token_of(name: &str) -> String {
    let told = fetched(text(&pool().cast, "/provider_tokens"));
    let tokens = told["provider_tokens"].as_array().expect("tokens");
    text(tokens.iter().find(|token| token["name"] == name).expect("its token"), "/token").to_owned()
}

#[test]
fn logins_of_other_providers_come_from_the_environment() {
    let token = token_of("Google");
    let json = finished(bare(&["--login", "google=GOOGLE"]).env("GOOGLE", &token));
    assert_eq!(operations(&json)[0], "GetId");
    let issuer = "https://oidc.practice.example/realms/main=OIDC";
    let saml = "arn:aws:iam::123456789012:saml-provider/PracticeSAML=SAML";
    let mut together = bare(&["--login", issuer, "--login", saml, "--until", "identity"]);
    finished(together.env("OIDC", token_of("OIDC provider")).env("SAML", token_of("SAML provider")));

    let both = ["--flow", "password", "--login", "facebook=FB", "--until", "identity"];
    finished(sign_in("emmy@example.com", &both).env("FB", token_of("Facebook")));

    let beside = ["--login", "google=GOOGLE"];
    let said = invalid(walking(&["sign-in"], &beside).env("GOOGLE", &token));
    assert!(said.contains("--username: Needed where nobody can be asked; with --flow PROVIDERS"), "{said}");
    let instead = [&beside[..], &["--flow", "PROVIDERS", "--until", "identity"]].concat();
    finished(walking(&["sign-in"], &instead).env("GOOGLE", &token));

    let run = Run::of(bare(&["--login", "google=GOOGLE"]).env("GOOGLE", "eyJ.not-a-token"));
    assert_eq!(run.code, Some(1));
    for (given, said) in [
        ("google", "--login: Expected PROVIDER=VAR"),
        ("=GOOGLE", "--login: Expected PROVIDER=VAR"),
        ("google=NOT_SET", "--login: NOT_SET is not set"),
        ("google=EMPTY", "--login: EMPTY is empty"),
    ] {
        let heard = invalid(bare(&["--login", given]).env("EMPTY", ""));
        assert!(heard.contains(said), "{heard}");
    }
}

#[test]
fn a_secret_in_place_of_a_variable_is_not_repeated() {
    let token = format!("{}.{}.{}", "eyJhbGciOiJub25lIn0", "hunter2", "x");
    for options in [
        ["--login".to_owned(), format!("google={token}")],
        ["--login".to_owned(), "saml=PHNhbWw+hunter2==".to_owned()],
        ["--refresh-token-env".to_owned(), token.clone()],
        ["--totp-secret-env".to_owned(), "GEZD GNBV hunter2".to_owned()],
        ["--device-env".to_owned(), r#"{"key":"hunter2"}"#.to_owned()],
        ["--password-env".to_owned(), "hunter2!".to_owned()],
        ["--client-secret-env".to_owned(), "hunter2/+".to_owned()],
        ["--answer-env".to_owned(), "NEW_PASSWORD=hunter2 and more".to_owned()],
    ] {
        let said = invalid(&mut walking(&["sign-in"], &[&options[0], &options[1]]));
        let expected = format!("{}: Expected the name of an environment variable", options[0]);
        assert!(said.contains(&expected) && !said.contains("hunter2"), "{options:?}: {said}");
    }
}

#[test]
fn a_developer_vouches_for_a_name() {
    let developer = text(&pool().cast, "/developer_provider");
    let options = ["sign-in", "--practice", "--developer", developer, "--username", "vint"];
    let json = finished(&mut program(&options));
    assert_eq!(operations(&json)[0], "GetOpenIdTokenForDeveloperIdentity");
    let classic =
        [&options[..], &["--classic", "arn:aws:iam::123456789012:role/PracticeAuthenticated"]].concat();
    assert_eq!(operations(&finished(&mut program(&classic)))[1], "AssumeRoleWithWebIdentity");

    let said = invalid(&mut bare(&["--developer", developer, "--username", "vint"]));
    assert!(said.contains("--aws-profile: Developer identity is a signed call"), "{said}");
    let said = invalid(&mut program(&["sign-in", "--practice", "--flow", "DEVELOPER"]));
    assert!(said.contains("--developer: Needed"), "{said}");
    let run = Run::of(&mut program(&[&options[..3], &["login.nobody.example"], &options[4..]].concat()));
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("knows no developer provider of this name"), "{}", run.stderr);
}

#[test]
fn no_secret_of_these_ways_is_an_argument() {
    for given in ["--refresh-token", "--totp-secret", "--device", "--token", "--access-token"] {
        for words in [vec![given.to_owned(), "hunter2".to_owned()], vec![format!("{given}=hunter2")]] {
            let words: Vec<_> = words.iter().map(String::as_str).collect();
            let run = Run::of(&mut program(&[&["sign-in", "--practice"], &words[..]].concat()));
            assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{given}");
            assert!(!run.stderr.contains("hunter2"), "{}", run.stderr);
        }
    }
}
