//! Holds the walls of the house up: who may use whom, which crate lives where, how large a file and
//! a function may grow, what a file begins with, and which words never reach a screen. It reads the
//! source as text; what the compiler can hold is in `.clippy.toml`. Each rule is first shown a bad sample.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that reads the source, and should break loudly"
)]

use std::path::{Path, PathBuf};

#[path = "architecture/reading.rs"]
mod reading;
#[path = "architecture/rules.rs"]
mod rules;

use reading::Source;

/// Every file below `folder` (relative to the package) whose name ends in one of `endings`.
fn files(folder: &str, endings: &[&str]) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    let mut open = vec![root.join(folder)];
    while let Some(folder) = open.pop() {
        let Ok(entries) = folder.read_dir() else { continue };
        for path in entries.map(|entry| entry.expect("a readable folder").path()) {
            if path.is_dir() {
                open.push(path);
            } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
                found.push(path.strip_prefix(root).expect("below the root").to_owned());
            }
        }
    }
    found.sort();
    found
}

fn text(path: &Path) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let read = std::fs::read_to_string(&path);
    read.map_err(|err| format!("{}: {err}", path.display())).expect("a readable file")
}

fn sources(folder: &str) -> Vec<Source> {
    files(folder, &[".rs"]).iter().map(|path| Source::read(&path.to_string_lossy(), &text(path))).collect()
}

/// Applies a rule to all of `sources` and shows everything that it found, not only the first.
fn hold(sources: &[Source], rule: fn(&Source) -> Vec<String>) {
    assert!(!sources.is_empty(), "nothing was read");
    let found: Vec<String> = sources.iter().flat_map(rule).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn rooms_use_only_the_rooms_they_may() {
    hold(&sources("src"), rules::rooms);
}

#[test]
fn crates_stay_in_their_rooms() {
    hold(&sources("src"), rules::crates);
}

#[test]
fn only_the_rooms_meant_for_it_opt_out_of_the_compilers_bans() {
    hold(&sources("src"), rules::opt_outs);
}

#[test]
fn every_file_says_what_it_knows() {
    hold(&sources("src"), rules::header);
    hold(&sources("tests"), rules::header);
}

#[test]
fn files_and_functions_stay_small() {
    hold(&sources("src"), rules::size);
    hold(&sources("tests"), rules::size);
}

#[test]
fn secrets_have_their_type() {
    hold(&sources("src"), rules::secrets);
}

#[test]
fn words_on_screen_keep_house_style() {
    hold(&sources("src"), rules::words);
}

#[test]
fn nothing_is_left_open() {
    hold(&sources("src"), rules::left_open);
    hold(&sources("tests"), rules::left_open);
}

#[test]
fn every_dependency_says_why_it_is_there() {
    let found = rules::dependencies(&text(Path::new("Cargo.toml")));
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn every_dependency_has_its_room_and_is_used() {
    let found = rules::rooms_of_dependencies(&text(Path::new("Cargo.toml")), &sources("src"));
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn no_file_knows_the_machine_it_was_written_on() {
    let endings = [".rs", ".toml", ".md", ".py", ".sh", ".json", ".js", ".mjs", ".txt", "/run"];
    let mut paths: Vec<PathBuf> = ["src", "tests", "benches", ".ci", "assets"]
        .iter()
        .flat_map(|folder| files(folder, &endings))
        .collect();
    let tops =
        ["Cargo.toml", ".clippy.toml", "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"];
    paths.extend(tops.map(PathBuf::from));
    let found: Vec<String> =
        paths.iter().flat_map(|path| rules::machine(&path.to_string_lossy(), &text(path))).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

/// What `rule` says of one bad file.
fn bad(rule: fn(&Source) -> Vec<String>, path: &str, code: &str) -> String {
    rule(&Source::read(path, code)).join("\n")
}

#[test]
fn the_rules_see_what_they_are_for() {
    let wall = "//! x\nuse crate::{secret::Secret, engine::{Job, disk::Disk}};\n";
    assert_eq!(
        bad(rules::rooms, "src/flow/mod.rs", wall),
        "src/flow/mod.rs:2: flow may not use engine (engine::Job)\nsrc/flow/mod.rs:2: flow may not use engine (engine::disk::Disk)"
    );
    let up = "//! x\nfn f() { super::super::ui::draw(); crate::app::App::new(); }\n";
    let said = bad(rules::rooms, "src/cli/json.rs", up);
    assert!(said.contains("cli may not use ui") && said.contains("cli may not use app"), "{said}");
    let formula = "//! x\nuse crate::cognito::srp;\nuse crate::cognito::{ids, secret_hash};\n";
    let said = bad(rules::rooms, "src/practice/sign_in.rs", formula);
    assert!(
        said.contains("practice may not use cognito::srp") && said.contains("cognito::secret_hash"),
        "{said}"
    );
    let test_only = "//! x\n#[cfg(test)]\nmod tests {\n    use crate::engine::Job;\n}\n";
    assert_eq!(bad(rules::rooms, "src/flow/mod.rs", test_only), "");

    let said =
        bad(rules::crates, "src/app/mod.rs", "//! x\nuse eframe::egui;\nfn f() { tokio::spawn(g()) }\n");
    assert!(said.contains("2: eframe belongs in ui, main") && said.contains("3: tokio belongs in"), "{said}");
    let said = bad(rules::crates, "src/cli/mod.rs", "//! x\nuse aws_sdk_sts::Client; // tokio::x\n");
    assert!(said.contains("aws_sdk_sts belongs in engine") && !said.contains("tokio"), "{said}");

    let opted = "//! x\n#[allow(clippy::disallowed_methods, reason = \"it is quick\")]\nfn f() {}\n";
    assert!(bad(rules::opt_outs, "src/explain/mod.rs", opted).contains("may not opt out"));
    assert_eq!(bad(rules::opt_outs, "src/engine/clock.rs", opted), "");

    assert!(bad(rules::header, "src/flow/mod.rs", "use std::fmt;\n").contains("begins with `//!`"));
    assert!(bad(rules::size, "src/x.rs", &"fn f() {}\n".repeat(401)).contains("401 lines"));
    let long = format!("fn f(a: u8) {{\n{}}}\nfn g() {{}}\n", "    a();\n".repeat(61));
    assert_eq!(bad(rules::size, "src/x.rs", &long), "src/x.rs:1: f has 63 lines, 60 are enough");

    let plain =
        "struct A {\n    password: String,\n    refresh_token: Option<String>,\n    token_use: String,\n}\n";
    assert_eq!(bad(rules::secrets, "src/app/form.rs", plain).lines().count(), 2);

    for words in
        ["Error: no pool", "Copy All Keys", "Please wait", "Loading...", "Done!", "Failed to sign in"]
    {
        assert!(
            !bad(rules::words, "src/ui/walk.rs", &format!("const A: &str = \"{words}\";\n")).is_empty(),
            "{words}"
        );
    }
    for words in
        ["Copy all", "User pool ID", "Amazon Cognito", "Open…", "USER_SRP_AUTH", "InvalidPasswordException"]
    {
        assert_eq!(
            bad(rules::words, "src/ui/walk.rs", &format!("const A: &str = \"{words}\";\n")),
            "",
            "{words}"
        );
    }
    assert!(!bad(rules::left_open, "src/ui/walk.rs", &format!("fn f() {{ {}!() }}", "todo")).is_empty());
}

#[test]
fn the_rules_for_other_files_see_what_they_are_for() {
    let manifest = "[package]\nname = \"x\"\n[dependencies]\na = \"1\" # why\nb = \"2\"\nc = { version = \"1\", features = [\n  \"x\",\n] } # why\n[features]\nd = []\n";
    assert_eq!(rules::dependencies(manifest), ["Cargo.toml:5: b does not say why it is there"]);
    let manifest = "[package]\n\n[dependencies]\n# pure\njiff = \"1\"\nnew-one = \"1\"\n\n[dev-dependencies]\ninsta = \"1\"\n";
    let used = [Source::read("src/x.rs", "use new_one::A;\n")];
    assert_eq!(
        rules::rooms_of_dependencies(manifest, &used),
        [
            "Cargo.toml: no source names jiff",
            "Cargo.toml: new_one has no room in tests/architecture/rules.rs"
        ]
    );
    let home = ["see ", "/ho", "me/ann/poolwalk"].concat();
    assert!(!rules::machine("README.md", &home).is_empty());
    assert!(!rules::machine("tests/x.sh", &["pip -i https://py", "pi.org"].concat()).is_empty());
    assert!(rules::machine("README.md", "see ~/.config/poolwalk").is_empty());
}

#[test]
fn reading_tells_code_from_comments_and_text() {
    let source = Source::read(
        "src/x.rs",
        "// \"no\"\nlet a = \"yes // \\\" {\"; /* fn no() { /* deep */ } */ let b = r#\"ra\"w\"#; let c = '\"'; fn f<'a>() {}\n",
    );
    let texts: Vec<&str> = source.texts.iter().map(|text| text.words.as_str()).collect();
    assert_eq!(texts, ["yes // \\\" {", "ra\"w"]);
    assert_eq!(source.functions(), [("f".to_owned(), 2, 1)]);
}
