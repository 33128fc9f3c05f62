//! The rules. Each takes one file and says in words what is wrong with it, with the line.

use super::reading::{Source, starts};

/// Room, and the rooms that it may use. A room may always use itself.
const ROOMS: &[(&str, &[&str])] = &[
    ("secret", &[]),
    ("cognito", &["secret"]),
    ("jwt", &["secret"]),
    ("flow", &["secret", "cognito", "jwt"]),
    ("explain", &["secret", "cognito", "jwt", "flow"]),
    ("handoff", &["secret", "cognito", "jwt", "flow"]),
    ("accounts", &["secret", "cognito", "jwt", "flow", "explain", "handoff"]),
    ("profile", &["secret", "cognito"]),
    ("engine", &["secret", "cognito", "jwt", "flow", "explain", "handoff", "accounts", "profile"]),
    ("practice", &["secret", "cognito", "jwt"]),
    (
        "app",
        &[
            "secret", "cognito", "jwt", "flow", "explain", "handoff", "accounts", "profile", "engine",
            "practice",
        ],
    ),
    ("ui", &["secret", "cognito", "jwt", "flow", "explain", "handoff", "accounts", "profile", "app"]),
    (
        "cli",
        &[
            "secret", "cognito", "jwt", "flow", "explain", "handoff", "accounts", "profile", "engine",
            "practice",
        ],
    ),
    ("main", &["app", "cli", "engine", "ui"]),
];

/// What the practice pool must work out by itself: two halves that share one formula would agree on a wrong one.
const OURS_ALONE: &[&str] = &[
    "cognito::srp",
    "cognito::secret_hash",
    "cognito::device",
    "cognito::managed_login",
    "jwt::checks",
    "jwt::verify",
];

/// Crate, and the rooms where it lives.
const CRATES: &[(&str, &[&str])] = &[
    ("anyhow", &["cli", "main"]),
    ("arboard", &["engine"]),
    ("aws_config", &["engine"]),
    ("aws_credential_types", &["engine"]),
    ("aws_lc_rs", &["jwt", "practice"]),
    ("aws_runtime", &["engine"]),
    ("aws_sdk_cognitoidentity", &["engine"]),
    ("aws_sdk_cognitoidentityprovider", &["engine"]),
    ("aws_sdk_sts", &["engine"]),
    ("aws_sigv4", &["engine"]),
    ("aws_smithy_http_client", &["engine"]),
    ("aws_smithy_runtime_api", &["engine"]),
    ("aws_smithy_types", &["engine"]),
    ("axum", &["practice"]),
    ("clap", &["cli", "main"]),
    ("crypto_bigint", &["cognito"]),
    ("eframe", &["ui", "main"]),
    ("egui", &["ui", "main"]),
    ("etcetera", &["engine"]),
    ("getrandom", &["engine", "practice"]),
    ("http_body", &["engine"]),
    ("hkdf", &["cognito", "practice"]),
    ("image", &["engine"]),
    ("num_bigint", &["practice"]),
    ("oauth2", &["engine"]),
    ("qrcode", &["cli", "ui"]),
    ("rpassword", &["cli"]),
    ("tempfile", &["engine"]),
    ("tokio", &["engine", "practice"]),
    ("tokio_util", &["engine", "practice"]),
    ("toml_edit", &["profile"]),
    ("url", &["cognito", "engine", "flow", "profile"]),
    ("uuid", &["practice"]),
    ("webbrowser", &["engine"]),
];

/// Crates that any room may use: they touch nothing.
const ANYWHERE: &[&str] =
    &["base64", "hmac", "jiff", "serde", "serde_json", "sha1", "sha2", "thiserror", "zeroize"];

/// Where the compiler's bans on the clock, the disk, the environment and raw colors may be set aside.
const DOORS: &[&str] = &["engine/clock", "engine/disk", "practice/clock", "ui/theme", "cli/", "main", "bin/"];

/// Folders whose texts people read.
const SPOKEN: &[&str] =
    &["src/app", "src/cli", "src/cognito", "src/explain", "src/handoff", "src/ui", "src/main"];

/// Who uses whom.
pub(crate) fn rooms(source: &Source) -> Vec<String> {
    let room = source.module()[0].to_owned();
    if room == "lib" {
        return Vec::new();
    }
    let Some((_, may)) = ROOMS.iter().find(|(name, _)| *name == room) else {
        return vec![format!(
            "{}:1: the room {room} has no place in tests/architecture/rules.rs",
            source.path
        )];
    };
    let mut found = Vec::new();
    for named in source.named() {
        let other = named.path.split("::").next().unwrap_or_default();
        let is_room = ROOMS.iter().any(|(name, _)| *name == other);
        if is_room && other != room && !may.contains(&other) {
            found
                .push(format!("{}:{}: {room} may not use {other} ({})", source.path, named.line, named.path));
        }
        let borrowed = OURS_ALONE.iter().find(|path| named.path.starts_with(**path));
        if let Some(path) = borrowed.filter(|_| room == "practice") {
            found.push(format!("{}:{}: practice may not use {path}", source.path, named.line));
        }
    }
    found
}

/// Which crate lives where.
pub(crate) fn crates(source: &Source) -> Vec<String> {
    let room = source.module()[0].to_owned();
    let mut found = Vec::new();
    for (name, homes) in CRATES.iter().filter(|(_, homes)| !homes.contains(&room.as_str())) {
        for (_, line) in starts(&source.code, name) {
            found.push(format!("{}:{line}: {name} belongs in {}", source.path, homes.join(", ")));
        }
    }
    found
}

/// Who may set a ban of the compiler aside.
pub(crate) fn opt_outs(source: &Source) -> Vec<String> {
    let inner = source.path.strip_prefix("src/").unwrap_or(&source.path);
    if DOORS.iter().any(|door| inner.starts_with(door)) || inner == "lib.rs" {
        return Vec::new();
    }
    let lines = source.code.lines().enumerate().filter(|(_, line)| {
        line.contains("clippy::disallowed_methods") || line.contains("clippy::disallowed_types")
    });
    lines.map(|(at, _)| format!("{}:{}: this room may not opt out", source.path, at + 1)).collect()
}

/// What a file begins with.
pub(crate) fn header(source: &Source) -> Vec<String> {
    if source.raw.starts_with("//! ") {
        return Vec::new();
    }
    vec![format!("{}:1: a file begins with `//!` and says what it knows", source.path)]
}

/// How large files and functions may grow.
pub(crate) fn size(source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    if source.lines > 400 {
        found.push(format!("{}: {} lines without tests, 400 are enough", source.path, source.lines));
    }
    for (name, first, lines) in source.functions().iter().filter(|(_, _, lines)| *lines > 60) {
        found.push(format!("{}:{first}: {name} has {lines} lines, 60 are enough", source.path));
    }
    found
}

/// Fields that hold a secret as plain text.
pub(crate) fn secrets(source: &Source) -> Vec<String> {
    const NAMES: &[&str] = &["password", "secret", "client_secret", "secret_access_key", "session_token"];
    const TOKENS: &[&str] = &["id_token", "access_token", "refresh_token", "new_password"];
    let mut found = Vec::new();
    for (at, line) in source.code.lines().enumerate() {
        let Some((name, kind)) =
            line.trim().trim_start_matches("pub ").trim_start_matches("pub(crate) ").split_once(": ")
        else {
            continue;
        };
        let plain = ["String,", "Option<String>,", "&'static str,", "Box<str>,"].contains(&kind);
        if plain && (NAMES.contains(&name) || TOKENS.contains(&name)) {
            found.push(format!("{}:{}: {name} is a Secret", source.path, at + 1));
        }
    }
    found
}

/// What a person reads.
pub(crate) fn words(source: &Source) -> Vec<String> {
    if !SPOKEN.iter().any(|folder| source.path.starts_with(folder)) {
        return Vec::new();
    }
    let said = |text: &super::reading::Text| {
        let problem = house_style(&text.words)?;
        Some(format!("{}:{}: “{}” {problem}", source.path, text.line, text.words))
    };
    source.texts.iter().filter_map(said).collect()
}

fn house_style(words: &str) -> Option<&'static str> {
    const NAMES: &[&str] =
        &["Amazon Cognito", "Caldera Derived Key", "Inter Medium", "Inter SemiBold", "JetBrains Mono"];
    let starts = |with: &[&str]| with.iter().any(|with| words.starts_with(with));
    if starts(&["Error:", "ERROR", "Warning:", "Oops", "Failed to", "Invalid "]) {
        return Some("says what is wrong in words, and what to do");
    }
    if starts(&["Please", "Sorry"]) {
        return Some("is said without courtesies");
    }
    if words.ends_with("...") || words.contains("... ") {
        return Some("has three dots where … belongs");
    }
    if words.ends_with('!') && words.contains(|c: char| c.is_alphabetic()) {
        return Some("is said calmly");
    }
    let each: Vec<&str> = words.split(' ').collect();
    let titled = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().next().is_some()
            && letters.all(char::is_lowercase)
    };
    (each.len() > 1 && each.iter().all(titled) && !NAMES.contains(&words)).then_some("is in title case")
}

/// What was left for another day, or switched off.
pub(crate) fn left_open(source: &Source) -> Vec<String> {
    let marks = ["todo!", "unimplemented!", "#[ignore", "#[should_panic]"];
    let lines =
        source.code.lines().enumerate().filter(|(_, line)| marks.iter().any(|mark| line.contains(mark)));
    lines.map(|(at, line)| format!("{}:{}: left open: {}", source.path, at + 1, line.trim())).collect()
}

/// Dependencies without a reason on their line.
pub(crate) fn dependencies(manifest: &str) -> Vec<String> {
    let (mut inside, mut open, mut found) = (false, None, Vec::new());
    for (at, line) in manifest.lines().enumerate() {
        if let Some(section) = line.strip_prefix('[').filter(|_| open.is_none()) {
            inside = section.trim_end_matches(']').ends_with("dependencies");
            continue;
        }
        let entry = line.split_once(" = ").filter(|(name, _)| !name.contains([' ', '#', '"']));
        if !inside || (open.is_none() && entry.is_none()) {
            continue;
        }
        let name = open.take().or_else(|| entry.map(|(name, _)| name)).unwrap_or_default();
        let settled = line.split('#').next().unwrap_or_default();
        if settled.trim_end().ends_with(['[', ',']) {
            open = Some(name);
        } else if !line.contains(" # ") {
            found.push(format!("Cargo.toml:{}: {name} does not say why it is there", at + 1));
        }
    }
    found
}

/// Dependencies of the library that have no room, or that no source names.
pub(crate) fn rooms_of_dependencies(manifest: &str, sources: &[Source]) -> Vec<String> {
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap_or_default();
    let lines = section.lines().take_while(|line| !line.starts_with('['));
    let names = lines.filter_map(|line| line.split_once(" = ")).map(|(name, _)| name.replace('-', "_"));
    let mut found = Vec::new();
    for name in names.filter(|name| !name.starts_with([' ', '#'])) {
        if !CRATES.iter().any(|(known, _)| *known == name) && !ANYWHERE.contains(&name.as_str()) {
            found.push(format!("Cargo.toml: {name} has no room in tests/architecture/rules.rs"));
        }
        if !sources.iter().any(|source| !starts(&source.code, &name).is_empty()) {
            found.push(format!("Cargo.toml: no source names {name}"));
        }
    }
    found
}

/// Paths of one machine and hosts of registries.
pub(crate) fn machine(path: &str, text: &str) -> Vec<String> {
    let roots = ["home", "root", "work", "Users"].map(|root| format!("/{root}/"));
    let hosts =
        [("crates", "io"), ("pypi", "org"), ("npmjs", "org"), ("npmjs", "com"), ("deb.debian", "org")];
    let hosts = hosts.map(|(name, end)| format!("{name}.{end}"));
    let mut found = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let rooted = roots.iter().any(|root| {
            line.match_indices(root.as_str())
                .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || "_-.}~".contains(c)))
        });
        if rooted || hosts.iter().any(|host| line.contains(host.as_str())) {
            found.push(format!("{path}:{}: knows one machine: {}", at + 1, line.trim()));
        }
    }
    found
}
