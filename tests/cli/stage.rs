//! What the tests of the terminal program stand on: the program itself, a practice pool that it
//! serves, servers that misbehave, and a way to hold still what changes from run to run.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::OnceLock;
use std::thread;

use serde_json::Value as Json;

/// The program with a bare environment.
pub(crate) fn program(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_poolwalk-cli"));
    command.args(args).env_clear().stdin(Stdio::null());
    command
}

/// One run of the program, over.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn of(command: &mut Command) -> Self {
        Self::from(command.output().expect("the program runs"))
    }

    /// The one JSON object that it printed.
    pub(crate) fn json(&self) -> Json {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|err| panic!("{err}: {}{}", self.stdout, self.stderr))
    }
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("text"),
            stderr: String::from_utf8(output.stderr).expect("text"),
        }
    }
}

/// `poolwalk-cli practice` while it serves.
pub(crate) struct Served {
    pub(crate) child: Child,
    pub(crate) stdin: ChildStdin,
    pub(crate) cast: Json,
}

pub(crate) fn serve(args: &[&str]) -> Served {
    let mut command = program(&[&["practice"], args].concat());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect("it starts");
    let (stdin, stdout) = (child.stdin.take().expect("a pipe"), child.stdout.take().expect("a pipe"));
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    let cast = serde_json::from_str(&line).expect("one JSON object");
    Served { child, stdin, cast }
}

/// The pool that all tests share. It ends with them: nothing holds its stdin any longer.
pub(crate) fn pool() -> &'static Served {
    static POOL: OnceLock<Served> = OnceLock::new();
    POOL.get_or_init(|| serve(&[]))
}

pub(crate) fn text<'a>(json: &'a Json, pointer: &str) -> &'a str {
    json.pointer(pointer).and_then(Json::as_str).unwrap_or_else(|| panic!("no text at {pointer} in {json}"))
}

pub(crate) fn keys(json: &Json) -> Vec<&str> {
    json.as_object().unwrap_or_else(|| panic!("no object: {json}")).keys().map(String::as_str).collect()
}

pub(crate) fn password_of(username: &str) -> &'static str {
    let users = pool().cast["users"].as_array().expect("users");
    text(users.iter().find(|user| user["username"] == username).expect("a user of the cast"), "/password")
}

/// Signs in to the shared pool with the cast's own password, through its first client, and these options.
pub(crate) fn sign_in(username: &str, options: &[&str]) -> Command {
    let cast = &pool().cast;
    let mut command = program(&["sign-in", "--username", username, "--password-env", "POOL_PASSWORD"]);
    command.env("POOL_PASSWORD", password_of(username));
    if !options.contains(&"--client") {
        command.args(["--client", text(cast, "/clients/0/client_id")]);
    }
    command.args(["--user-pool", text(cast, "/user_pool_id")]);
    command.args(["--identity-pool", text(cast, "/identity_pool_id")]);
    if !options.contains(&"--endpoint") {
        command.args(["--endpoint", text(cast, "/endpoint")]);
    }
    command.args(options);
    command
}

/// The code that the practice inbox shows for a user.
pub(crate) fn inbox_code(username: &str) -> String {
    code_in(pool(), username)
}

/// The newest code in the inbox of a pool.
pub(crate) fn code_in(pool: &Served, username: &str) -> String {
    let inbox = fetched(text(&pool.cast, "/inbox"));
    let entries = inbox["inbox"].as_array().expect("entries");
    text(entries.iter().find(|entry| entry["username"] == username).expect("a code"), "/code").to_owned()
}

/// A page of a practice pool, as JSON.
pub(crate) fn fetched(url: &str) -> Json {
    let url = url.strip_prefix("http://").expect("plain HTTP");
    let (host, path) = url.split_once('/').expect("a path");
    let mut stream = TcpStream::connect(host).expect("the pool listens");
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("an answer");
    serde_json::from_str(answer.split("\r\n\r\n").nth(1).expect("a body")).expect("JSON")
}

/// A server that answers every request with this status line and this JSON; its address.
pub(crate) fn server_that_answers(status: &str, body: &str) -> String {
    let length = body.len();
    server_that_says(format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/x-amz-json-1.1\r\ncontent-length: {length}\r\n\r\n{body}"
    ))
}

/// A server that reads a request and answers every one with these bytes; its address.
pub(crate) fn server_that_says(answer: impl Into<String>) -> String {
    let answer = answer.into();
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer_one(stream, &answer);
        }
    });
    address
}

fn answer_one(mut stream: TcpStream, answer: &str) {
    // The program closes first or not at all; either way there is nothing to be done about it here.
    let mut request = [0; 8192];
    let heard = stream.read(&mut request).unwrap_or(0);
    if heard > 0 {
        stream.write_all(answer.as_bytes()).unwrap_or_default();
    }
}

/// An address where nobody listens.
pub(crate) fn nobodys_address() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    format!("http://{}", listener.local_addr().expect("an address"))
}

/// The human text with what changes from run to run held still: times, keys, ids and lengths.
pub(crate) fn still(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once('→') {
        Some((left, right)) => {
            let cut = left.rfind(" · ").map_or(left, |at| &left[..at]);
            format!("{cut} · … →{right}")
        }
        None => still_value(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn still_value(line: &str) -> String {
    const CHANGING: [&str; 8] = [
        "ID token",
        "Access token",
        "Refresh token",
        "Identity ID",
        "AccessKeyId",
        "SecretAccessKey",
        "SessionToken",
        "Expiration",
    ];
    let changing = CHANGING.iter().find(|name| line.trim_start().starts_with(**name));
    changing.map_or_else(|| line.to_owned(), |name| format!("  {name:<15} …"))
}

/// Closes the program's stdout before it has said anything, and gives its exit code and stderr.
pub(crate) fn unread(command: &mut Command) -> (Option<i32>, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let mut said = String::new();
    child.stderr.take().expect("a pipe").read_to_string(&mut said).expect("text");
    (child.wait().expect("it ends").code(), said)
}
