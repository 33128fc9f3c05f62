//! Keys and tokens handed over: in every format on stdout, in files that were asked for, and to programs that ask for keys.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use poolwalk::handoff::{Bearer, Format};

use crate::stage::{Run, password_of, pool, program, sign_in, text};

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
    // A program that refuses its options ends without having read.
    child.stdin.take().expect("a pipe").write_all(told.as_bytes()).unwrap_or_default();
    child.wait_with_output().expect("it ends").into()
}

pub(crate) fn told() -> String {
    let run = Run::of(&mut sign_in("ada", &["--json"]));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    run.stdout
}

/// A folder of this test's own.
pub(crate) struct Home(tempfile::TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).expect("a file")
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.file(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    pub(crate) fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.file(folder)).expect("a folder").flatten();
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// With a connection to the shared pool, saved as the window saves it.
    pub(crate) fn connected(more: &str) -> Self {
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

    pub(crate) fn credentials(&self) -> Command {
        self.program(&["credentials", "--connection", "QA one"])
    }

    pub(crate) fn program(&self, args: &[&str]) -> Command {
        let mut command = program(args);
        command.env("XDG_CONFIG_HOME", self.0.path()).env("HOME", self.0.path());
        command
    }
}

#[cfg(unix)]
pub(crate) fn mode(path: &Path) -> u32 {
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

#[cfg(unix)]
#[test]
fn a_pipe_and_a_device_stay_what_they_are() {
    use std::os::unix::fs::FileTypeExt as _;
    let (home, told) = (Home::new(), told());
    let pipe = home.file("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("a pipe").success());
    let file = pipe.to_str().expect("text");
    for format in ["credentials", "config"] {
        let connection: &[&str] = if format == "config" { &["--connection", "QA"] } else { &[] };
        let run = Run::of(program(&["export", format, "-o", file]).args(connection).stdin(Stdio::null()));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{format}");
        assert!(run.stderr.contains("pipe is no file, and a profile is put into one"), "{}", run.stderr);
    }
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).expect("what came")
    });
    let run = from_stdin(&told, &["env", "-o", file]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(reader.join().expect("it ends").contains("AWS_SECRET_ACCESS_KEY="));
    assert!(std::fs::metadata(&pipe).expect("there").file_type().is_fifo() && home.names("") == ["pipe"]);
    let run = from_stdin(&told, &["env", "-o", "/dev/stdout"]);
    assert!(run.code == Some(0) && run.stdout.contains("AWS_SECRET_ACCESS_KEY="), "{}", run.stderr);
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
fn what_cannot_be_exported_is_said_and_nothing_is_printed() {
    let tokens_only = r#"{"tokens": {"id": "a.b.c"}}"#;
    for (told, args, says) in [
        (tokens_only, &["bash", "--api", "nowhere"][..], "--api: "),
        (tokens_only, &["process"], "--from: - has no such value: Access key ID"),
        (tokens_only, &["curl-id"], "--api: Needed: the address of your API, such as"),
        (tokens_only, &["bash", "--api", "abc123.example"], "  https://abc123.execute-api."),
        ("{}", &["env"], "--from: - has no keys and no tokens; expected the JSON that sign-in --json prints"),
        ("no JSON hunter2", &["env"], "--from: Expected the JSON"),
        (tokens_only, &["env", "--json"], "--json: Does not go with export"),
        (tokens_only, &["config"], "--connection: Needed"),
        (tokens_only, &["credentials", "--profile", "team/qa"], "--profile: A profile’s name has letters"),
        (tokens_only, &["credentials", "--profile", "DEFAULT"], "--profile: A profile’s name is not DEFAULT"),
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
fn what_a_format_lacks_is_told_before_anybody_signs_in() {
    let here = ["--client", "abc", "--region", "eu-west-1", "--username", "ada"];
    for (format, says) in [
        ("curl", "--api: Needed: the address of your API"),
        ("postman-collection", "--api: Needed: the address of your API"),
        ("access-key-id", "--identity-pool: Needed: AWS keys come from an identity pool"),
        ("credentials", "--identity-pool: Needed: AWS keys come from an identity pool"),
    ] {
        let run = Run::of(program(&["export", format]).args(here));
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{format}");
        assert!(run.stderr.contains(says), "{format}: {}", run.stderr);
    }
    let pool = ["--practice", "--until", "tokens"];
    let run = Run::of(program(&["export", "process"]).args(pool));
    assert!(run.code == Some(2) && run.stderr.contains("--until: Stops before"), "{}", run.stderr);
}

#[test]
fn a_file_that_is_not_there_and_a_folder_that_is_not_there_are_named() {
    let home = Home::new();
    let nowhere = home.file("nofile.json");
    let run = Run::of(program(&["export", "env", "--from"]).arg(&nowhere));
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains(&format!("--from: There is no file {}", nowhere.display())),
        "{}",
        run.stderr
    );
    let slip = home.file("kyes/ada/my.env");
    for format in ["env", "credentials"] {
        let run =
            Run::of(export(format, &["-o", slip.to_str().expect("text")]).env("POOL_PASSWORD", "unused"));
        let folder = slip.parent().expect("a folder").display().to_string();
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{format}");
        assert!(run.stderr.contains(&format!("-o: There is no folder {folder}")), "{}", run.stderr);
    }
    assert!(home.names("").is_empty(), "{:?}", home.names(""));
    let file = home.file(".aws/credentials");
    let mut command = export("credentials", &["-o", file.to_str().expect("text"), "--profile", "qa"]);
    let run = Run::of(command.env("HOME", home.0.path()));
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(home.text(".aws/credentials").contains("[qa]"), "the folder of AWS’s tools is made");
}

#[test]
fn a_profile_is_called_as_was_said_or_not_at_all() {
    for name in ["bad]name", "a b", "x\ny"] {
        let run = from_stdin(&told(), &["credentials", "--profile", name]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{name:?}");
        assert!(run.stderr.contains("--profile: A profile’s name has letters, digits"), "{}", run.stderr);
    }
}
