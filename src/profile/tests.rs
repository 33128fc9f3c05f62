//! Saved files as people leave them: whole, edited by hand, broken, and not TOML at all.

use proptest::prelude::*;

use super::*;
use crate::cognito::managed_login::Prompt;
use crate::cognito::{Until, Way};

const EDITED: &str = r#"# mine, do not touch
color = "teal"

[settings]
theme = "dark"   # easier on the eyes
font_size = 14
last_connection = "Staging"

# the one that everybody uses
[[connection]]
name = "Staging"
user_pool = "eu-west-1_Ab12Cd34E"
client = '1h57kf5cpq17m0eml12EXAMPLE' # web
flow = "user_password_auth"
team = ["a", "b"]

[connection.notes]
owner = "Ann"

[[connection]]
name = "Production"
region = "eu-west-1"
until = "tokens"
client_has_secret = true

[later]
version = "of Poolwalk"
"#;

fn read(text: &str) -> Saved {
    Saved::read(text).0
}

fn problems(text: &str) -> Vec<String> {
    Saved::read(text).1.iter().map(ToString::to_string).collect()
}

fn named(name: &str) -> Connection {
    Connection { name: name.to_owned(), ..Connection::default() }
}

fn names(saved: &Saved) -> Vec<&str> {
    saved.connections().iter().map(|connection| connection.name.as_str()).collect()
}

#[test]
fn a_file_edited_by_hand_is_read_and_written_back_to_the_letter() {
    let (saved, warnings) = Saved::read(EDITED);
    assert!(saved.is_whole());
    assert_eq!(saved.backup_needed(), None);
    assert_eq!(names(&saved), ["Staging", "Production"]);
    assert_eq!(saved.settings().theme, Theme::Dark);
    assert_eq!(saved.settings().last_connection.as_deref(), Some("Staging"));
    let staging = saved.connection("Staging").unwrap();
    assert_eq!(staging.client, "1h57kf5cpq17m0eml12EXAMPLE");
    assert_eq!((staging.way, staging.until), (Way::UserPassword, Until::Caller));
    let production = saved.connection("Production").unwrap();
    assert_eq!((production.until, production.has_secret), (Until::Tokens, true));
    assert_eq!(saved.write(), EDITED);
    let told: Vec<_> = warnings.iter().map(|warning| (warning.line, warning.key.as_deref())).collect();
    let expected = [(2, "color"), (6, "font_size"), (15, "team"), (17, "notes"), (26, "later")]
        .map(|(l, k)| (l, Some(k)));
    assert_eq!(told, expected);
    assert!(warnings.iter().all(|warning| warning.problem == Problem::UnknownKey));
}

#[test]
fn a_change_touches_its_own_line_and_no_other() {
    let mut saved = read(EDITED);
    let staging = saved.connection("Staging").cloned().unwrap();
    saved.update("Staging", Connection { client: "other".to_owned(), ..staging }).unwrap();
    let expected = EDITED.replace("'1h57kf5cpq17m0eml12EXAMPLE' # web", "\"other\" # web");
    assert_eq!(saved.write(), expected);
    saved.set_settings(Settings { theme: Theme::Light, ..saved.settings().clone() });
    assert_eq!(saved.write(), expected.replace("\"dark\"   # easier", "\"light\"   # easier"));
}

#[test]
fn a_first_file_says_what_it_is_and_keeps_only_what_was_set() {
    let mut saved = Saved::default();
    saved.add(Connection { user_pool: "eu-west-1_Ab12Cd34E".to_owned(), ..named("  Staging ") }).unwrap();
    saved.add(Connection { until: Until::Tokens, has_secret: true, ..named("Other") }).unwrap();
    saved.set_settings(Settings {
        theme: Theme::Dark,
        last_connection: Some("Staging".to_owned()),
        tour_seen: true,
        clear_clipboard: ClearAfter::TenMinutes,
    });
    let expected = r#"# Connections and settings of Poolwalk. Edit it as you like: comments and unknown keys are kept.
# Passwords, client secrets, tokens and keys are never written here.

[settings]
theme = "dark"
last_connection = "Staging"
tour_seen = true
clear_clipboard = "10m"

[[connection]]
name = "Staging"
user_pool = "eu-west-1_Ab12Cd34E"

[[connection]]
name = "Other"
until = "tokens"
client_has_secret = true
"#;
    assert_eq!(saved.write(), expected);
    assert_eq!(problems(expected), [""; 0]);
}

#[test]
fn removing_takes_one_table_and_renaming_keeps_its_unknown_keys() {
    let mut saved = read(EDITED);
    saved.rename("Staging", "Test").unwrap();
    assert_eq!(saved.settings().last_connection.as_deref(), Some("Test"));
    assert_eq!(saved.remove("Production").unwrap().region, "eu-west-1");
    assert_eq!(saved.remove("Production"), None);
    let written = saved.write();
    for kept in ["team = [\"a\", \"b\"]", "owner = \"Ann\"", "[later]", "# the one", "font_size = 14"] {
        assert!(written.contains(kept), "{kept}\n{written}");
    }
    assert!(!written.contains("Production"));
    assert_eq!(names(&read(&written)), ["Test"]);
    saved.remove("Test");
    assert_eq!(saved.settings().last_connection, None);
    assert_eq!(read(&saved.write()).connections(), []);
}

#[test]
fn names_are_trimmed_one_of_a_kind_and_never_the_practice_pool() {
    let mut saved = Saved::default();
    saved.add(named(" Staging ")).unwrap();
    assert_eq!(saved.add(named("  ")), Err(NameProblem::Empty));
    assert_eq!(saved.add(named("practice POOL")), Err(NameProblem::Reserved));
    assert_eq!(saved.add(named("a\nb")), Err(NameProblem::ControlCharacter));
    assert_eq!(saved.add(named(&"é".repeat(61))), Err(NameProblem::TooLong { found: 61 }));
    assert_eq!(saved.add(named("STAGING")), Err(NameProblem::Taken { name: "STAGING".to_owned() }));
    assert_eq!(saved.rename("nobody", "x"), Err(NameProblem::Unknown { name: "nobody".to_owned() }));
    saved.add(named(&"é".repeat(60))).unwrap();
    saved.rename("Staging", "STAGING").unwrap();
    assert_eq!(saved.free_name("staging"), "staging 2");
    assert_eq!(saved.free_name(" Practice pool"), "Practice pool 2");
    assert_eq!(saved.free_name(&"é".repeat(60)), format!("{} 2", "é".repeat(58)));
    assert_eq!(saved.free_name("\t"), "Unnamed");
}

#[test]
fn names_in_a_file_are_put_right_and_said() {
    let text = "[[connection]]\nname = \"A\"\n[[connection]]\nname = \"a\"\n[[connection]]\nregion = \"x\"\n";
    let (saved, warnings) = Saved::read(text);
    assert_eq!(names(&saved), ["A", "a 2", "Unnamed"]);
    assert!(saved.is_whole());
    let lines: Vec<_> = warnings.iter().map(|warning| warning.line).collect();
    assert_eq!(lines, [4, 5]);
    assert!(warnings[1].to_string().ends_with("is called “Unnamed” here, because it has no name"));
    assert!(matches!(&warnings[0].problem, Problem::Renamed { from, to } if from == "a" && to == "a 2"));
    assert_eq!(names(&read(&saved.write())), ["A", "a 2", "Unnamed"]);
    assert_eq!(problems(&saved.write()), [""; 0]);
}

#[test]
fn a_wrong_type_becomes_the_default_is_told_and_stays_in_the_file() {
    let text = "[settings]\ntheme = \"pink\"\n\n[[connection]]\nname = \"A\"\nclient = [1]\nusername = 42\n\
        client_has_secret = \"yes\"\nflow = \"MAGIC\"\n";
    let (saved, _) = Saved::read(text);
    assert!(!saved.is_whole());
    assert_eq!(
        problems(text),
        [
            "Line 2, “theme”: “pink” is not known here; the default is used instead",
            "Line 6, “client”: expected text, found array; the default is used instead",
            "Line 8, “client_has_secret”: expected true or false, found string; the default is used instead",
            "Line 9, “flow”: “MAGIC” is not known here; the default is used instead",
        ]
    );
    let connection = saved.connection("A").unwrap();
    assert_eq!((connection.client.as_str(), connection.username.as_str()), ("", "42"));
    assert_eq!(connection.way, Way::UserSrp);
    assert_eq!(saved.write(), text);
    assert_eq!(saved.backup_needed(), None);
}

#[test]
fn a_broken_file_gives_its_good_tables_and_lines_and_asks_for_a_backup() {
    let text = "[settings]\ntheme = \"dark\"\n\n[[connection]]\nname = \"A\"\nregion = \"eu-west-1\n\
        user_pool = \"eu-west-1_Ab12Cd34E\"\n\n[[connection]\nname = \"B\"\n\n[[connection]]\nname = \"C\"\n";
    let (mut saved, warnings) = Saved::read(text);
    assert_eq!(names(&saved), ["A", "C"]);
    assert_eq!(saved.settings().theme, Theme::Dark);
    let a = saved.connection("A").unwrap();
    assert_eq!((a.region.as_str(), a.user_pool.as_str()), ("", "eu-west-1_Ab12Cd34E"));
    assert!(!saved.is_whole());
    assert_eq!(saved.backup_needed(), Some(text));
    let lines: Vec<_> = warnings.iter().map(|warning| warning.line).collect();
    assert_eq!(lines, [6, 9], "{warnings:?}");
    assert!(warnings[1].to_string().starts_with("Line 9–11: this is not TOML ("), "{}", warnings[1]);
    let written = saved.write();
    assert!(written.contains("# not understood: region = \"eu-west-1\n"), "{written}");
    assert!(written.contains("# not understood: name = \"B\"\n"), "{written}");
    assert_eq!(names(&read(&written)), ["A", "C"]);
    assert!(read(&written).is_whole());
    saved.backup_made();
    assert_eq!(saved.backup_needed(), None);
}

#[test]
fn what_is_not_toml_at_all_is_kept_as_comments() {
    let text = "<!DOCTYPE html>\n\u{0}\u{7}<p>hello</p>\r\n\n[\n";
    let (mut saved, warnings) = Saved::read(text);
    assert!(!warnings.is_empty());
    assert_eq!(saved.backup_needed(), Some(text));
    saved.add(named("A")).unwrap();
    let again = read(&saved.write());
    assert_eq!(names(&again), ["A"]);
    assert!(again.is_whole());
    assert!(saved.write().contains("<p>hello</p>"));
}

#[test]
fn connections_in_other_shapes_are_understood() {
    for text in [
        "connection = [{ name = \"A\", extra = 1 }, { name = \"B\" }]\n",
        "[connection]\nname = \"A\"\nextra = 1\n",
        "connection.name = \"A\"\nconnection.extra = 1\n",
        "connection = { name = \"A\", extra = 1 }\nsettings = { theme = \"dark\" }\n",
        "\u{feff}[[connection]]\r\nname = \"A\"\r\nextra = 1\r\n",
    ] {
        let (mut saved, _) = Saved::read(text);
        assert_eq!(names(&saved)[0], "A", "{text}");
        assert!(saved.is_whole(), "{text}");
        saved.add(named("Z")).unwrap();
        saved.set_settings(Settings { theme: Theme::Light, ..Settings::default() });
        let again = read(&saved.write());
        assert_eq!(again.connections(), saved.connections(), "{text}");
        assert_eq!(again.settings(), saved.settings(), "{text}");
        assert!(saved.write().contains("extra = 1"), "{}", saved.write());
    }
}

#[test]
fn parts_that_are_no_tables_are_left_out_with_a_backup() {
    for text in ["connection = 5\n", "settings = \"x\"\n", "connection = [{ name = \"A\" }, 7]\n"] {
        let (mut saved, warnings) = Saved::read(text);
        assert_eq!(warnings.len(), 1, "{text}");
        assert!(!saved.is_whole(), "{text}");
        assert_eq!(saved.backup_needed(), Some(text));
        saved.add(named("Z")).unwrap();
        assert!(names(&read(&saved.write())).contains(&"Z"), "{text}");
    }
}

#[test]
fn a_secret_written_by_hand_is_pointed_out_and_not_read() {
    let text = "[[connection]]\nname = \"A\"\npassword = \"hunter2\"\n";
    let told = problems(text);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("Line 3, “password”: this looks like a secret"), "{told:?}");
    assert!(!format!("{:?}", read(text)).contains("hunter2"));
    let broken = format!("{text}[[\n");
    assert!(!format!("{:?}", read(&broken)).contains("hunter2"));
}

#[test]
fn a_prompt_is_a_word_of_its_own() {
    let text = "[[connection]]\nname = \"a\"\ndomain = \"https://a.example\"\nprompt = \"login\"\n";
    let (saved, warnings) = Saved::read(text);
    assert_eq!(warnings, []);
    let connection = saved.connections().first().unwrap();
    assert_eq!(connection.prompt.map(Prompt::wire), Some("login"));
    assert_eq!(saved.write(), text);
    let (_, warnings) = Saved::read(&text.replace("\"login\"", "\"perhaps\""));
    assert_eq!(warnings.len(), 1);
}

#[test]
fn no_key_for_a_secret_is_ever_written() {
    let mut saved = Saved::default();
    let mut full = Connection {
        has_secret: true,
        way: Way::AdminNoSrp,
        until: Until::Identity,
        ..Connection::default()
    };
    for field in Field::ALL {
        *full.text_mut(field) = format!("value of {}", field.label());
    }
    saved.add(full).unwrap();
    saved.set_settings(Settings {
        theme: Theme::Dark,
        last_connection: Some("x".to_owned()),
        ..Settings::default()
    });
    let written = saved.write();
    let keys: Vec<&str> = written
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(" = ").map(|(key, _)| key))
        .collect();
    assert_eq!(keys.len(), 26, "{written}");
    for key in keys {
        let suspicious =
            ["password", "secret", "token", "session", "key"].iter().any(|word| key.contains(word));
        assert!(!suspicious || key == "client_has_secret", "{key}");
    }
}

#[test]
fn a_long_file_that_was_never_toml_is_given_up_in_time() {
    let text = "good = 1\nbad line\n[x\n".repeat(3000);
    let (saved, warnings) = Saved::read(&text);
    assert!(!saved.is_whole());
    assert!(warnings.iter().any(|warning| warning.to_string().contains("too much of the file is broken")));
    assert!(read(&saved.write()).is_whole());
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,20}", "[a-z0-9_:-]{0,30}", Just("a\"b\\c'\n\t\u{7f}".to_owned())]
}

prop_compose! {
    fn any_connection()(
        texts in proptest::collection::vec(any_text(), Field::ALL.len()),
        name in "[a-zA-Zé \"'#=]{0,12}x",
        flow in 0..Way::ALL.len(),
        until in 0..Until::ALL.len(),
        has_secret: bool,
    ) -> Connection {
        let mut connection = Connection {
            way: Way::ALL[flow], until: Until::ALL[until], has_secret, ..Connection::default()
        };
        for (field, text) in Field::ALL.into_iter().zip(texts) {
            *connection.text_mut(field) = text;
        }
        Connection { name, ..connection }
    }
}

/// A file as a person might have left it: good parts with a stray character here and there.
fn any_file() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("[[connection]]".to_owned()),
        Just("[settings]".to_owned()),
        Just("[connection.x]".to_owned()),
        Just("name = \"A\"".to_owned()),
        Just("theme = 'dark'".to_owned()),
        Just("note = \"\"\"".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("# words".to_owned()),
        "[a-z]{1,6} = [0-9]{1,3}",
        "[a-z=\\[\\]\"'#. \\x00-\\x1f]{0,12}",
    ];
    proptest::collection::vec(line, 0..25).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn reading_never_panics_and_what_is_written_is_whole(text in prop_oneof![any_file(), ".{0,200}"]) {
        let (saved, _) = Saved::read(&text);
        let written = saved.write();
        let again = read(&written);
        prop_assert!(again.backup_needed().is_none(), "{written}");
        prop_assert_eq!(again.connections(), saved.connections());
        prop_assert_eq!(again.settings(), saved.settings());
        prop_assert_eq!(again.write(), written);
    }

    #[test]
    fn every_good_line_survives(text in any_file()) {
        let (saved, warnings) = Saved::read(&text);
        let written = saved.write();
        if warnings.is_empty() && !text.trim().is_empty() {
            prop_assert_eq!(written.trim_end(), text.trim_end());
        }
        for line in text.lines().filter(|line| line.ends_with(|c: char| c.is_ascii_digit())) {
            prop_assert!(written.contains(line), "{line:?} of {text:?} in {written:?}");
        }
    }

    #[test]
    fn values_come_back_as_they_were(connections in proptest::collection::vec(any_connection(), 0..5)) {
        let mut saved = Saved::default();
        for connection in connections {
            let name = saved.free_name(&connection.name);
            saved.add(Connection { name, ..connection }).unwrap();
        }
        let (again, warnings) = Saved::read(&saved.write());
        prop_assert_eq!(again.connections(), saved.connections());
        prop_assert_eq!(warnings, vec![]);
    }
}
