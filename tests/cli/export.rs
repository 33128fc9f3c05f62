//! Keys and tokens handed over: in every format on stdout, in files that were asked for, and to programs that ask for keys.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use poolwalk::handoff::{Bearer, Format};
use serde_json::Value as Json;

use crate::stage::{Run, keys, password_of, pool, program, sign_in, text};

/// `export` with a sign-in to the shared pool.
fn export(format: &str, options: &[&str]) -> Command {
    let cast = &pool().cast;
    let mut command = program(&["export", format, "--username", "ada", "--password-env", "POOL_PASSWORD"]);
    command.env("POOL_PASSWORD", password_of("ada"));
    command.args(["--client", text(cast, "/clients/0/client_id")]);
    command.args(["--user-pool", text(cast, "/user_pool_id"), "--endpoint", text(cast, "/endpoint")]);
    command.args(["--identity-pool", text(cast, "/identity_pool_id"), "--api", text(cast, "/api/url")]);
    command.args(options);
    command
}

/// `export` of what an earlier sign-in printed.
fn from_stdin(told: &str, args: &[&str]) -> Run {
    let mut child = program(&[&["export"], args, &["--from", "-"]].concat())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    child.stdin.take().expect("a pipe").write_all(told.as_bytes()).expect("it listens");
    child.wait_with_output().expect("it ends").into()
}

fn told() -> String {
    let run = Run::of(&mut sign_in("ada", &["--json"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout
}

/// A folder of this test's own.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).expect("a file")
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.file(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.file(folder)).expect("a folder").flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// With a connection to the shared pool, saved as the window saves it.
    fn connected(more: &str) -> Self {
        let (home, cast) = (Self::new(), &pool().cast);
        let connection = format!(
            "[[connection]]\nname = \"QA one\"\nuser_pool = \"{}\"\nclient = \"{}\"\nidentity_pool = \"{}\"\n\
             username = \"ada\"\nendpoint = \"{}\"\n{more}",
            text(cast, "/user_pool_id"),
            text(cast, "/clients/0/client_id"),
            text(cast, "/identity_pool_id"),
            text(cast, "/endpoint"),
        );
        home.write("poolwalk/connections.toml", &connection);
        home
    }

    fn program(&self, args: &[&str]) -> Command {
        let mut command = program(args);
        command.env("XDG_CONFIG_HOME", self.0.path()).env("HOME", self.0.path());
        command
    }

    fn credentials(&self) -> Command {
        self.program(&["credentials", "--connection", "QA one"])
    }
}

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

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn a_sign_in_in_one_go_prints_the_lines_and_nothing_else() {
    let run = Run::of(&mut export("bash", &[]));
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""));
    let names: Vec<_> = run
        .stdout
        .lines()
        .map(|line| line.strip_prefix("export ").and_then(|line| line.split_once("='")).expect("a line").0)
        .collect();
    assert_eq!(
        names,
        [
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_CREDENTIAL_EXPIRATION",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "ID_TOKEN",
            "ACCESS_TOKEN",
            "TOKENS_EXPIRE_AT",
            "API_URL",
        ]
    );
}

#[test]
fn a_refresh_token_goes_along_where_it_was_asked_for() {
    let told = told();
    let refresh = text(&serde_json::from_str(&told).expect("JSON"), "/tokens/refresh").to_owned();
    for format in ["bash", "env", "bruno"] {
        assert!(!from_stdin(&told, &[format]).stdout.contains(&refresh), "{format}");
        let with = from_stdin(&told, &[format, "--with-refresh-token"]);
        assert!(with.code == Some(0) && with.stdout.contains(&refresh), "{format}: {}", with.stderr);
    }
    for format in ["json", "refresh-token"] {
        assert!(from_stdin(&told, &[format]).stdout.contains(&refresh), "{format}");
    }
}

#[test]
fn every_format_is_made_of_an_earlier_sign_in() {
    let told = told();
    let secret = text(&serde_json::from_str(&told).expect("JSON"), "/credentials/SecretAccessKey").to_owned();
    for format in Format::ALL.into_iter().filter(|format| *format != Format::Config) {
        let run = from_stdin(&told, &[format.word(), "--api", "http://127.0.0.1:9/practice"]);
        assert_eq!((run.code, run.stderr.as_str()), (Some(0), ""), "{}", format.word());
        assert!(run.stdout.ends_with('\n') && run.stdout.len() > 1, "{}", format.word());
        let holds_keys = matches!(
            format,
            Format::Set(_) | Format::EnvFile | Format::Credentials | Format::Json | Format::Process
        );
        assert!(!holds_keys || run.stdout.contains(&secret), "{}: {}", format.word(), run.stdout);
    }
    let header = from_stdin(&told, &[Format::Header(Bearer::Id).word()]);
    assert!(header.stdout.starts_with("Authorization: "), "{}", header.stdout);
}

#[test]
fn a_refused_sign_in_prints_nothing_and_says_why() {
    let run = Run::of(export("env", &[]).env("POOL_PASSWORD", "Wrong-1234"));
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.contains("Incorrect username or password"), "{}", run.stderr);
    assert!(!run.stderr.contains("Wrong-1234"), "{}", run.stderr);
}

#[test]
fn a_file_is_its_owner_s_alone_and_written_over_only_by_force() {
    let (home, told) = (Home::new(), told());
    let path = home.file("my.env");
    let file = path.to_str().expect("text");
    let run = from_stdin(&told, &["env", "-o", file]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""));
    assert_eq!(run.stderr, format!("Written to {file}\n"));
    assert!(home.text("my.env").contains("AWS_SECRET_ACCESS_KEY="));
    #[cfg(unix)]
    assert_eq!(mode(&path), 0o600);
    home.write("my.env", "mine\n");
    let again = Run::of(export("env", &["-o", file]).env("POOL_PASSWORD", "never asked for"));
    assert_eq!((again.code, again.stdout.as_str()), (Some(2), ""));
    assert!(again.stderr.contains("my.env is there already; --force writes over it"), "{}", again.stderr);
    assert_eq!(home.text("my.env"), "mine\n");
    assert_eq!(from_stdin(&told, &["env", "-o", file, "--force"]).code, Some(0));
    assert!(home.text("my.env").contains("AWS_SECRET_ACCESS_KEY="));
    assert_eq!(home.names(""), ["my.env"]);
}

#[test]
fn a_profile_goes_into_the_credentials_file_that_is_there() {
    let (home, told) = (Home::new(), told());
    home.write("credentials", "# mine\n[default]\naws_access_key_id = AKIA\n");
    let path = home.file("credentials");
    let put = |more: &[&str]| {
        let args = ["credentials", "-o", path.to_str().expect("text"), "--profile", "qa"];
        from_stdin(&told, &[&args[..], more].concat())
    };
    assert_eq!(put(&[]).code, Some(0));
    let text = home.text("credentials");
    assert!(text.starts_with("# mine\n[default]\naws_access_key_id = AKIA\n\n[qa]\n# Poolwalk: "), "{text}");
    let again = put(&[]);
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("has a profile “qa” already; --force writes over it"), "{}", again.stderr);
    assert_eq!(put(&["--force"]).code, Some(0));
    assert_eq!(home.text("credentials").matches("[qa]").count(), 1);
}

#[test]
fn a_config_profile_names_this_program_and_needs_nobody_signed_in() {
    let home = Home::connected("");
    let path = home.file("config");
    let args = ["export", "config", "--connection", "QA one", "--profile", "qa", "-o"];
    let run = Run::of(&mut home.program(&[&args[..], &[path.to_str().expect("text")]].concat()));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let written = home.text("config");
    let program = env!("CARGO_BIN_EXE_poolwalk-cli");
    assert_eq!(
        written,
        format!(
            "[profile qa]\nregion = {}\ncredential_process = {program} credentials \"--connection=QA one\"\n",
            text(&pool().cast, "/region")
        )
    );
    let own = Run::of(&mut home.program(&["export", "config", "--connection", "QA one"]));
    assert!(own.stdout.starts_with("[profile QA-one]\n"), "{}", own.stdout);
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

#[test]
fn what_cannot_be_exported_is_said_and_nothing_is_printed() {
    let tokens_only = r#"{"tokens": {"id": "a.b.c"}}"#;
    for (told, args, says) in [
        (tokens_only, &["bash", "--api", "nowhere"][..], "--api: "),
        (tokens_only, &["process"], "FORMAT: Access key ID is not there yet"),
        ("{}", &["env"], "There are no keys and no tokens yet"),
        ("no JSON hunter2", &["env"], "--from: Expected the JSON"),
        (tokens_only, &["env", "--json"], "--json: Does not go with export"),
        (tokens_only, &["config"], "--connection: Needed"),
        (tokens_only, &["credentials", "--profile", "team/qa"], "--profile: A profile’s name has letters"),
        (tokens_only, &["json", "--with-refresh-token"], "--with-refresh-token: Does not go with json"),
    ] {
        let run = from_stdin(told, args);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{args:?}");
        assert!(run.stderr.contains(says) && !run.stderr.contains("hunter2"), "{args:?}: {}", run.stderr);
    }
    let unknown = Run::of(&mut program(&["export", "envv"]));
    assert!(unknown.code == Some(2) && unknown.stderr.contains("'env'"), "{}", unknown.stderr);
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
