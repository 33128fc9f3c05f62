//! `call`: the practice API in every way, what people and scripts are told, the exit codes, and where no secret goes.

use std::process::Command;

use jiff::SignedDuration;
use poolwalk::engine::clock;
use poolwalk::practice::{Options, Practice, TestClock};

use super::stage::{Run, keys, nobodys_address, pool, program, server_that_says, sign_in, text};

/// A call of the practice API, the program's own.
fn practice(options: &[&str]) -> Run {
    Run::of(program(&["call", "--practice"]).args(options))
}

/// A call of this address after a sign-in to the shared pool.
fn call(url: &str, options: &[&str]) -> Command {
    let signed_in = sign_in("ada", options);
    let mut command = program(&["call", url]);
    command.args(signed_in.get_args().skip(1));
    command.env("POOL_PASSWORD", super::stage::password_of("ada"));
    command
}

fn route(path: &str) -> String {
    format!("{}{path}", text(&pool().cast, "/api/url"))
}

#[test]
fn a_person_reads_the_sign_in_the_call_and_the_answer() {
    let run = practice(&["/iam"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert!(lines[0].starts_with("Practice: nothing leaves this computer"), "{}", run.stdout);
    assert!(lines.iter().any(|line| line.starts_with("✓ InitiateAuth")), "{}", run.stdout);
    let at = lines.iter().position(|line| line.contains("GET")).expect("the line of the request");
    let host = text(&pool().cast, "/api/url").rsplit_once(':').expect("a port").0;
    assert!(lines[at].starts_with(&format!("Called: GET {host}:")), "{}", lines[at]);
    assert!(lines[at].ends_with("/practice-api/prod/iam"), "{}", lines[at]);
    let column = |line: &str| line.chars().position(|letter| letter == '→').expect("an answer");
    assert!(lines[at + 1].starts_with("✓ Your API                    AWS signature"), "{}", lines[at + 1]);
    let sign_in = lines.iter().find(|line| line.starts_with("✓ GetId ")).expect("a step");
    assert_eq!(column(lines[at + 1]), column(sign_in), "{}", run.stdout);
    assert!(run.stdout.contains("\"authorizer\": \"AWS_IAM\""), "{}", run.stdout);
    assert!(run.stdout.contains("assumed-role/PracticeEngineer"), "{}", run.stdout);
}

#[test]
fn all_ways_are_tried_and_the_one_it_wants_is_named() {
    for (path, words) in [
        ("/iam", "This API wants the AWS signature: it alone came through"),
        ("/id", "This API wants the ID token: it alone came through"),
        ("/open", "This API takes anybody: it answers without authorization"),
    ] {
        let run = practice(&[path, "--auth", "all"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stdout.contains(words), "{}", run.stdout);
    }
    let run = practice(&["/scope", "--auth", "all"]);
    assert_eq!(run.code, Some(1));
    let said = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("took neither: probably it asks for a scope that the access token lacks."),
        "{said}"
    );
    assert_eq!(run.stdout.matches("Called: GET ").count(), 1, "{}", run.stdout);
    assert!(run.stdout.contains("  This route wants the scope practice-api/read\n"), "{}", run.stdout);
}

#[test]
fn a_missing_scope_sends_nobody_in_a_circle() {
    for (auth, other) in [("access", "Try the ID token."), ("id", "Try the access token.")] {
        let run = practice(&["/scope", "--auth", auth]);
        let said = run.stderr.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains(other) && said.contains("the scope practice-api/read that"), "{said}");
        assert!(said.contains("a sign-in by the pool’s own pages can ask for it"), "{said}");
    }
    let said = "HTTP/1.1 403 Forbidden\r\nwww-authenticate: Bearer scope=\"pets/read\" error=\"insufficient_scope\"\r\n\
                content-length: 23\r\nconnection: close\r\n\r\n{\"message\":\"Forbidden\"}";
    let server = server_that_says(said.to_owned());
    let run = Run::of(&mut call(&server, &["--auth", "access"]));
    assert!(run.stderr.contains("ask for the scope pets/read that the route wants"), "{}", run.stderr);
}

#[test]
fn a_script_reads_each_try() {
    let run = practice(&["/access", "--auth", "all", "--json"]);
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(0), "finished"));
    assert_eq!(keys(&json), ["outcome", "sign_in", "tries", "verdict"]);
    let every = json["tries"].as_array().expect("tries");
    let ways: Vec<&str> = every.iter().map(|one| text(one, "/auth")).collect();
    assert_eq!(ways, ["iam", "id", "access", "none"]);
    for one in every {
        let known = ["auth", "status", "duration_ms", "request_id", "headers", "body", "cut", "explanation"];
        assert_eq!(keys(one), known);
    }
    assert_eq!(every[2]["status"], 200);
    assert!(every[2]["explanation"].is_null() && text(&every[2], "/body").contains("\"token_use\""));
    assert_eq!(every[1]["status"], 401);
    assert_eq!(text(&every[1], "/explanation/what"), "This route does not take the ID token");
    assert_eq!(text(&json, "/verdict"), "This API wants the access token: it alone came through");
    assert_eq!(text(&json, "/sign_in/outcome"), "finished");
}

#[test]
fn a_refusal_is_told_with_the_next_move_and_by_the_exit_code() {
    let run = practice(&["/iam", "--username", "emmy@example.com"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("The keys work, but their role may not do this"), "{}", run.stderr);
    assert!(run.stderr.contains("\"Action\": \"execute-api:Invoke\""), "{}", run.stderr);
    let run = practice(&["/iam", "--username", "emmy@example.com", "--json"]);
    let json = run.json();
    let resource = text(&json, "/tries/0/explanation/policy_statement/Resource");
    assert!(resource.starts_with("arn:aws:execute-api:eu-west-1:") && resource.ends_with("/prod/GET/iam"));
    let run = practice(&["/iam", "--auth", "id"]);
    assert!(run.stderr.contains("This route wants an AWS signature, not a token"), "{}", run.stderr);
    assert!(!run.stdout.contains("Bearer eyJ") && run.stdout.contains("is masked"), "{}", run.stdout);
    let run = practice(&["/id", "--auth", "none"]);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("This route wants a token"), "{}", run.stderr);
    assert!(!run.stdout.contains("InitiateAuth"), "nobody signs in for nothing: {}", run.stdout);
}

#[test]
fn method_headers_and_body_go_along() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("pet.json");
    std::fs::write(&file, "{\"name\":\"Rex\"}").unwrap();
    let data = format!("@{}", file.display());
    let run = practice(&["/open?x=1", "--auth", "none", "--data", &data, "--json"]);
    let body: serde_json::Value = serde_json::from_str(text(&run.json(), "/tries/0/body")).unwrap();
    assert_eq!((text(&body, "/method"), text(&body, "/body")), ("POST", "{\"name\":\"Rex\"}"));
    assert_eq!(text(&body, "/query"), "x=1");
    let run = practice(&["/iam", "-X", "post", "-H", "x-trace: 7", "--data", "signed too", "--json"]);
    assert_eq!((run.code, run.json()["tries"][0]["status"].as_u64()), (Some(0), Some(200)), "{}", run.stdout);
    let saved = folder.path().join("answer.json");
    let run = practice(&["/open", "--auth", "none", "-o", saved.to_str().unwrap()]);
    assert_eq!((run.code, run.stdout.contains("authorizer")), (Some(0), false), "{}", run.stdout);
    assert!(std::fs::read_to_string(&saved).unwrap().contains("\"authorizer\":\"NONE\""));
    assert_eq!(run.stderr, format!("Saved to {}\n", saved.display()));
    let run = practice(&["/open?x=2", "--auth", "none", "-o", saved.to_str().unwrap(), "--force"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(std::fs::read_to_string(&saved).unwrap().contains("x=2"));
}

#[test]
fn the_beginning_of_an_answer_is_not_saved_as_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("answer");
    let body = "a".repeat(5 * 1024 * 1024);
    let url = server_that_says(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len()));
    for more in [&[][..], &["--json", "--force"]] {
        let args = ["call", &url, "--auth", "none", "-o", saved.to_str().unwrap()];
        let run = Run::of(program(&args).args(more));
        let told = "Only the beginning of the answer is saved to ";
        let told = format!("{told}{}: it is larger than is read\n", saved.display());
        assert_eq!((run.code, run.stderr), (Some(0), told));
        assert!((1..body.len()).contains(&std::fs::read(&saved).unwrap().len()));
    }
}

#[test]
fn an_answer_that_cannot_be_saved_is_told_all_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "mine").unwrap();
    let within = file.join("answer.json");
    let run = practice(&["/open", "--auth", "none", "--json", "-o", within.to_str().unwrap()]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert_eq!(run.json()["tries"][0]["status"], 200, "the report comes first");
    assert!(run.stderr.contains("The answer was not saved") && run.stderr.contains("could not be written"));
    let run = practice(&["/open", "--auth", "none", "-o", file.to_str().unwrap()]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("is there already; --force writes over it"), "{}", run.stderr);
    assert_eq!((run.stdout.as_str(), std::fs::read_to_string(&file).unwrap().as_str()), ("", "mine"));
}

#[test]
fn every_way_of_what_may_change_something_wants_a_yes_beforehand() {
    let run = practice(&["/open", "--auth", "all", "--data", "{}"]);
    assert_eq!(run.code, Some(2), "{}", run.stdout);
    assert!(run.stderr.contains("all sends POST once for each way, up to 4 times"), "{}", run.stderr);
    assert!(run.stderr.contains("--yes") && !run.stdout.contains("InitiateAuth"), "{}", run.stderr);
    let run = practice(&["/open", "--auth", "all", "--data", "{}", "--yes", "--json"]);
    assert_eq!(
        (run.code, run.json()["tries"].as_array().map(Vec::len)),
        (Some(0), Some(4)),
        "{}",
        run.stderr
    );
}

#[test]
fn a_pool_and_an_api_that_are_there_already_will_do() {
    let run = Run::of(&mut call(&route("/iam"), &["--json"]));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.json()["tries"][0]["status"], 200);
}

#[test]
fn a_clock_that_is_off_is_allowed_for() {
    let clock = TestClock::new(clock::now() + SignedDuration::from_hours(1));
    let practice = Practice::start(Options { clock: clock.into(), ..Options::default() }).expect("a pool");
    let cast = practice.cast();
    let mut command = program(&["call", &format!("{}/iam", cast.api_url), "--json"]);
    command.args(["--endpoint", &cast.endpoint, "--user-pool", cast.user_pool_id]);
    command.args(["--client", cast.clients[0].client_id, "--identity-pool", cast.identity_pool_id]);
    command.args(["--username", "ada", "--password-env", "POOL_PASSWORD", "--until", "credentials"]);
    command.args(["--flow", "password"]);
    let ada = cast.users.iter().find(|user| user.username == "ada").expect("ada");
    let run = Run::of(command.env("POOL_PASSWORD", ada.password.expose()));
    assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
    assert_eq!(run.json()["tries"][0]["status"], 200);
}

#[test]
fn what_cannot_be_sent_is_told_before_anybody_signs_in() {
    for (options, words) in [
        (&["ftp://x", "--auth", "none"][..], "URL: An address begins with https://"),
        (&["/iam", "--auth", "none"], "add --practice"),
        (&["https://a.example", "--auth", "cookie"], "--auth: Expected iam, id, access, none or all"),
        (&["https://a.example", "-H", "authorization: x"], "--header: authorization is set by Poolwalk"),
        (&["https://a.example", "--data", "@/nowhere/at-all"], "--data: /nowhere/at-all is not there"),
        (&["/iam", "--practice", "-H", "host: x"], "--header: host is set by Poolwalk"),
        (&["iam", "--practice"], "a path of the practice API with a slash: /iam"),
        (&["iam", "--auth", "none"], "URL: This is no address: one begins with https://"),
        (
            &["https://a.example", "--client", "abc", "--region", "eu-west-1"],
            "--identity-pool: Needed: AWS keys",
        ),
        (
            &["https://a.example", "--practice", "--until", "tokens"],
            "--until: Stops before there are AWS keys",
        ),
        (&["https://a.example", "--practice", "-H", "no colon"], "--header: A header is a name, a colon"),
        (&["/iam", "--practice", "--sign-region", "x y"], "--sign-region: A region is one word"),
        (&["/iam", "--practice", "--sign-service", "a/b"], "--sign-service: A service is one word"),
        (&["https://a.example", "-o", "/", "--force"], "-o: / is a folder: name a file in it"),
        (&["https://a.example", "-o", "/nowhere/at/all.json"], "-o: There is no folder /nowhere/at"),
        (&["/iam", "--practice", "-X", "NOT A WORD"], "--method: A method is one word"),
        (&["https://a.example", "--header-env", "x-api-key=NOT_SET"], "NOT_SET is empty or not set"),
        (&["http://a.example"], "keys and tokens go over https:// alone"),
        (&["http://a.example", "--auth", "none", "-H", "x-api-key: k"], "may tell who asks go over https://"),
    ] {
        let run = Run::of(program(&["call", "--json"]).args(options));
        assert_eq!(run.code, Some(2), "{options:?} {}", run.stdout);
        let why = text(&run.json(), "/explanation/why").to_owned();
        assert!(why.contains(words), "{options:?}: {why}");
    }
}

#[test]
fn a_body_that_is_no_text_is_told_and_not_sent() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("picture.jpg");
    std::fs::write(&file, [0xff, 0xd8, 0xff]).unwrap();
    let run = practice(&["/open", "--auth", "none", "--data", &format!("@{}", file.display())]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("it is no text in UTF-8"), "{}", run.stderr);
}

/// A role that may not still shows that the API reads signatures; a page of a login shows nothing of the kind.
#[test]
fn what_was_believed_and_what_was_sent_elsewhere_are_told_apart() {
    let run = practice(&["/iam", "--username", "emmy@example.com", "--auth", "all", "--json"]);
    let words = "This API wants the AWS signature, but this role may not call it";
    assert_eq!((run.code, text(&run.json(), "/verdict")), (Some(1), words));
    assert!(run.json()["tries"][1]["explanation"]["policy_statement"].is_null());
    let moved = "HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let server = server_that_says(moved.to_owned());
    let run = Run::of(&mut call(&server, &["--auth", "all", "--json"]));
    assert!(text(&run.json(), "/verdict").contains("sent on to another address"), "{}", run.stdout);
}

#[test]
fn json_has_no_secret_but_what_the_api_answered() {
    let answer =
        "HTTP/1.1 200 OK\r\nx-token: theirs-1\r\ncontent-length: 8\r\nconnection: close\r\n\r\ntheirs-2";
    for auth in ["iam", "id", "access"] {
        let server = server_that_says(answer.to_owned());
        let given = ["--auth", auth, "--header-env", "x-api-key=OURS", "--data", "typed-by-us", "--json"];
        let mut command = call(&format!("{server}/pets?api_key=typed-by-us"), &given);
        let run = Run::of(command.env("OURS", "typed-by-us"));
        assert_eq!(run.code, Some(0), "{}{}", run.stdout, run.stderr);
        let printed = format!("{}{}", run.stdout, run.stderr);
        assert!(printed.contains("theirs-1") && printed.contains("theirs-2"), "{printed}");
        for secret in ["eyJ", "typed-by-us", "Practice-Ada-1", "AWS4-HMAC", "SecretAccessKey", "SessionToken"]
        {
            assert!(!printed.contains(secret), "{auth}: {secret} in {printed}");
        }
        let json = run.json();
        assert!(json["sign_in"]["tokens"].is_null() && json["sign_in"]["credentials"].is_null(), "{json}");
    }
}

#[test]
fn no_secret_follows_a_redirect() {
    let elsewhere = nobodys_address();
    let server = server_that_says(format!(
        "HTTP/1.1 302 Found\r\nlocation: {elsewhere}/login\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    ));
    let run = Run::of(&mut call(&server, &["--auth", "id"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.contains("which was not followed"), "{}", run.stdout);
}

#[test]
fn where_nobody_answers_and_who_cannot_sign_in_are_told_apart() {
    let run = Run::of(&mut program(&["call", &nobodys_address(), "--auth", "none", "--json"]));
    assert_eq!((run.code, text(&run.json(), "/outcome")), (Some(4), "unreachable"));
    let mut wrong = call(&route("/iam"), &["--json"]);
    let run = Run::of(wrong.env("POOL_PASSWORD", "wrong"));
    let json = run.json();
    assert_eq!((run.code, text(&json, "/outcome")), (Some(1), "refused"));
    assert_eq!(json["tries"].as_array().map(Vec::len), Some(0));
    assert!(text(&json, "/sign_in/explanation/what").contains("password"), "{json}");
}

#[test]
fn a_guest_is_told_that_there_are_no_tokens_before_anybody_signs_in() {
    for auth in ["id", "access"] {
        let run = practice(&["/id", "--auth", auth, "--guest"]);
        assert_eq!(run.code, Some(2), "{}", run.stdout);
        assert!(
            run.stderr.contains("have no tokens") && !run.stdout.contains("InitiateAuth"),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn a_refused_head_is_told_by_the_name_of_its_answer() {
    let run = practice(&["/nope", "-X", "HEAD"]);
    assert!(run.stderr.contains("API Gateway knows no such route"), "{}", run.stderr);
}
