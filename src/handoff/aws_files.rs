//! Profiles put into the files of AWS's own tools, as text: everything else in them stays byte for byte, comments and line
//! endings included. It reads no file and writes none.

use super::format::{COMMENT, Unfit, credentials_lines, process_lines, profile_name};
use super::parcel::{DEFAULTS, Parcel, Piece};
use super::redact::Show;
use crate::secret::Secret;

/// Both files as they are; empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AwsFiles {
    /// `~/.aws/credentials`
    pub credentials: Secret,
    /// `~/.aws/config`, which can hold keys too.
    pub config: Secret,
}

/// A file with a profile put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The whole file.
    pub text: Secret,
    /// A profile of that name was there: what it had of this kind is gone. Ask first.
    pub replaced: bool,
    /// The profile as it will be, secrets masked.
    pub masked: String,
}

/// The keys of a profile that tell whose it is; another set of them makes the old ones void.
const OF_KEYS: [&str; 6] = [
    "aws_access_key_id",
    "aws_secret_access_key",
    "aws_session_token",
    "aws_security_token",
    "aws_credential_expiration",
    "x_security_token_expires",
];
const PROCESS: &str = "credential_process";
/// Keys that send AWS tools elsewhere before they look at keys and programs; all that begin like the last one do.
const OTHER_WAYS: [&str; 3] = ["role_arn", "web_identity_token_file", "credential_source"];
const SSO: &str = "sso_";

impl AwsFiles {
    /// The credentials file with the parcel's keys as a profile.
    ///
    /// # Errors
    /// When there are no keys, the name is none, the profile is there twice or not as all AWS tools read it, or it gets
    /// its keys in another way.
    pub fn with_keys(&self, profile: &str, parcel: &Parcel) -> Result<Merged, Unfit> {
        let (credentials, config) = self.checked(profile)?;
        if credentials.has(&[PROCESS]) || config.has(&[PROCESS]) {
            return Err(Unfit::HasProcess { profile: profile.to_owned() });
        }
        let lines = |show| credentials_lines(parcel, show);
        Ok(Merged {
            text: put(self.credentials.expose(), &credentials, &lines(Show::Revealed)?, &OF_KEYS),
            replaced: credentials.has(&OF_KEYS),
            masked: section(&credentials.header, &lines(Show::Masked)?),
        })
    }

    /// The config file with a profile that asks the parcel's program for keys.
    ///
    /// # Errors
    /// When there is no program, the name is none, the profile is there twice or not as all AWS tools read it, or it has
    /// keys of its own or gets them in another way.
    pub fn with_process(&self, profile: &str, parcel: &Parcel) -> Result<Merged, Unfit> {
        let (credentials, config) = self.checked(profile)?;
        if credentials.has(&OF_KEYS) || config.has(&OF_KEYS) {
            return Err(Unfit::HasKeys { profile: profile.to_owned() });
        }
        let lines = process_lines(parcel)?;
        let ours: &[&str] =
            if parcel.value(Piece::Region).is_some() { &[PROCESS, "region"] } else { &[PROCESS] };
        Ok(Merged {
            text: put(self.config.expose(), &config, &lines, ours),
            replaced: config.has(ours),
            masked: section(&config.header, &lines),
        })
    }

    /// The profile in both files.
    fn checked(&self, profile: &str) -> Result<(Profile, Profile), Unfit> {
        profile_name(profile)?;
        if [&self.credentials, &self.config].into_iter().any(|file| gives_to_all(file.expose())) {
            return Err(Unfit::OddProfile { profile: DEFAULTS.to_owned() });
        }
        let credentials = Profile::find(self.credentials.expose(), &[profile.to_owned()], profile)?;
        let config = Profile::find(self.config.expose(), &names_in_config(profile), profile)?;
        match credentials.keys.iter().chain(&config.keys).find(|key| is_another_way(key)) {
            Some(key) => Err(Unfit::HasAnotherWay { profile: profile.to_owned(), key: key.clone() }),
            None => Ok((credentials, config)),
        }
    }
}

/// What a credentials file has in a profile, its name included; none where it has none, or more than one.
#[must_use]
pub fn in_credentials(text: &Secret, profile: &str) -> Option<Secret> {
    inside(text, &[profile.to_owned()], profile)
}

/// What a config file has in a profile, its name included; none where it has none, or more than one.
#[must_use]
pub fn in_config(text: &Secret, profile: &str) -> Option<Secret> {
    inside(text, &names_in_config(profile), profile)
}

fn inside(text: &Secret, headers: &[String], profile: &str) -> Option<Secret> {
    let range = Profile::find(text.expose(), headers, profile).ok()?.lines?;
    let inside: String = lines(text.expose()).skip(range.start).take(range.len()).collect();
    Some(inside.trim_end().into())
}

/// True where a file has, for every profile at once, something that says where keys come from.
fn gives_to_all(text: &str) -> bool {
    let mut is_for_all = false;
    lines(text).any(|line| {
        let line = line.trim_start_matches('\u{feff}').trim();
        if let Some(head) = head(line) {
            is_for_all = head == DEFAULTS;
        }
        is_for_all && is_about_keys(&key(line))
    })
}

/// True of every key that says where keys come from.
fn is_about_keys(key: &str) -> bool {
    OF_KEYS.contains(&key) || key == PROCESS || is_another_way(key)
}

fn is_another_way(key: &str) -> bool {
    OTHER_WAYS.contains(&key) || key.starts_with(SSO)
}

/// What the profile can be called in the config file, the usual first. It has other sections too, so all but one profile
/// say that they are profiles, and that one may.
fn names_in_config(profile: &str) -> Vec<String> {
    let long = format!("profile {profile}");
    if profile == "default" { vec![profile.to_owned(), long] } else { vec![long] }
}

fn section(header: &str, lines: &[String]) -> String {
    format!("[{header}]\n{}\n", lines.join("\n"))
}

/// Where a profile is in a file.
struct Profile {
    /// What stands between the brackets.
    header: String,
    /// Its lines, by number; none when it is not there.
    lines: Option<std::ops::Range<usize>>,
    /// The keys in it, in lower case.
    keys: Vec<String>,
    /// The white space before its first key. What follows with more of it would be a part of that key's value.
    indent: String,
}

impl Profile {
    fn find(text: &str, headers: &[String], name: &str) -> Result<Self, Unfit> {
        let odd = || Unfit::OddProfile { profile: name.to_owned() };
        let lines: Vec<&str> = lines(text).collect();
        let is_ours = |line: &str| head(line).is_some_and(|head| headers.contains(&head));
        if lines.iter().any(|line| is_indented(line) && is_ours(line.trim())) {
            return Err(odd());
        }
        let heads: Vec<usize> =
            lines.iter().enumerate().filter(|(_, line)| head(line).is_some()).map(|(at, _)| at).collect();
        let mut ours = heads.iter().filter(|at| lines.get(**at).is_some_and(|line| is_ours(line)));
        let usual = headers.first().cloned().unwrap_or_default();
        let Some(from) = ours.next().copied() else {
            return Ok(Self { header: usual, lines: None, keys: Vec::new(), indent: String::new() });
        };
        if ours.next().is_some() {
            return Err(Unfit::TwoProfiles { profile: name.to_owned() });
        }
        let to = heads.iter().copied().find(|at| *at > from).unwrap_or(lines.len());
        let (first, inside) = (lines.get(from).copied().unwrap_or_default(), lines.get(from + 1..to));
        let inside = inside.unwrap_or_default();
        if first.matches(']').count() > 1 || inside.iter().any(|line| head(line.trim()).is_some()) {
            return Err(odd());
        }
        let (mut keys, mut indent) = (Vec::new(), None);
        for (line, kind) in inside.iter().zip(kinds(inside)) {
            match kind {
                Kind::Key(key) => {
                    indent.get_or_insert_with(|| white_space(line).to_owned());
                    keys.push(key);
                }
                // Some tools see a key where others see a part of a value.
                Kind::GoesOn if is_about_keys(&key(line)) => return Err(odd()),
                Kind::GoesOn | Kind::Aside => {}
            }
        }
        let header = head(first).unwrap_or(usual);
        Ok(Self { header, lines: Some(from..to), keys, indent: indent.unwrap_or_default() })
    }

    fn has(&self, keys: &[&str]) -> bool {
        self.keys.iter().any(|key| keys.contains(&key.as_str()))
    }
}

/// Lines with their endings.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive('\n')
}

/// `[profile  name]` → `profile name`, quotes around the name aside.
fn head(line: &str) -> Option<String> {
    let inside = line.trim_start_matches('\u{feff}').strip_prefix('[')?;
    let (inside, _) = inside.split_once(']')?;
    let plain = inside.replace(['"', '\''], "");
    Some(plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn white_space(line: &str) -> &str {
    line.get(..line.len() - line.trim_start().len()).unwrap_or_default()
}

fn is_indented(line: &str) -> bool {
    !white_space(line).is_empty()
}

/// What stands before the first `=` or `:`, in lower case.
fn key(line: &str) -> String {
    let (key, _) = line.split_once(['=', ':']).unwrap_or((line, ""));
    key.trim().to_lowercase()
}

/// What a line below a profile's name is.
enum Kind {
    /// `key = value` or `key: value`; the key in lower case.
    Key(String),
    /// It goes on with the value before it.
    GoesOn,
    /// Empty, or a comment.
    Aside,
}

/// The lines below a profile's name as botocore reads them: one goes on with a value if it is indented more than the line
/// with that value's key, and the first is a key wherever it stands.
fn kinds(lines: &[&str]) -> Vec<Kind> {
    let mut deep = None;
    let kind = |line: &&str| {
        let text = line.trim();
        if text.is_empty() || text.starts_with(['#', ';']) {
            return Kind::Aside;
        }
        let indent = white_space(line).chars().count();
        if deep.is_some_and(|deep| indent > deep) {
            return Kind::GoesOn;
        }
        deep = Some(indent);
        Kind::Key(key(text))
    };
    lines.iter().map(kind).collect()
}

/// The file with `fresh` in the profile, in place of those of its keys that are `void`.
fn put(text: &str, profile: &Profile, fresh: &[String], void: &[&str]) -> Secret {
    let ending = if lines(text).next().is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" };
    let indent = &profile.indent;
    let fresh = fresh.iter().map(|line| format!("{indent}{line}{ending}")).collect::<Vec<_>>().concat();
    let all: Vec<&str> = lines(text).collect();
    let Some(range) = profile.lines.clone() else {
        let gap =
            if text.is_empty() || text.ends_with("\n\n") || text.ends_with("\r\n\r\n") { "" } else { ending };
        return Secret::new(format!("{}{gap}[{}]{ending}{fresh}", ended(text, ending), profile.header));
    };
    let before = all.get(..range.start).unwrap_or_default().concat();
    let after = all.get(range.end..).unwrap_or_default().concat();
    let head = all.get(range.start).copied().unwrap_or_default();
    let inside = all.get(range.start + 1..range.end).unwrap_or_default();
    let kept = without(inside, void);
    Secret::new(format!("{before}{}{fresh}{}{after}", ended(head, ending), kept.concat()))
}

/// A text whose last line is ended.
fn ended(text: &str, ending: &str) -> String {
    if text.is_empty() || text.ends_with('\n') { text.to_owned() } else { format!("{text}{ending}") }
}

/// The lines but for those keys, the lines that go on with their values, and our own comments.
fn without<'a>(lines: &[&'a str], void: &[&str]) -> Vec<&'a str> {
    let mut is_void = false;
    let stays = |(line, kind): &(&&str, Kind)| match kind {
        Kind::Key(key) => {
            is_void = void.contains(&key.as_str());
            !is_void
        }
        Kind::GoesOn => !is_void,
        Kind::Aside => !line.trim_start().starts_with(COMMENT),
    };
    lines.iter().zip(kinds(lines)).filter(stays).map(|(line, _)| *line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cognito::Region;
    use crate::flow::AwsCredentials;

    fn parcel() -> Parcel {
        Parcel {
            name: "qa - ada".to_owned(),
            credentials: Some(AwsCredentials {
                access_key_id: "ASIAEXAMPLE000000000".to_owned(),
                secret_access_key: "exampleSecret/+=".into(),
                session_token: Some("exampleSession//==".into()),
                expiration: Some("2026-01-31T12:00:00Z".parse().unwrap()),
            }),
            region: Region::parse("eu-west-1").ok(),
            process: ["C:\\Program Files\\poolwalk-cli.exe", "credentials", "--connection=qa"]
                .map(str::to_owned)
                .to_vec(),
            ..Parcel::default()
        }
    }

    fn files(credentials: &str, config: &str) -> AwsFiles {
        AwsFiles { credentials: credentials.into(), config: config.into() }
    }

    const FILE: &str = "# mine\n[default]\naws_access_key_id=AKIA1\naws_secret_access_key = x\n\n\
        [qa]   ; of the team\nregion = eu-north-1\n# Poolwalk: these keys expire long ago\n\
        aws_access_key_id = ASIAOLD\naws_secret_access_key =\n  old\naws_security_token = old\n# stays\n\n[last]\nx = 1";

    #[test]
    fn keys_take_the_place_of_keys_and_all_else_stays() {
        let merged = files(FILE, "").with_keys("qa", &parcel()).unwrap();
        insta::assert_snapshot!(merged.text.expose(), @r"
        # mine
        [default]
        aws_access_key_id=AKIA1
        aws_secret_access_key = x

        [qa]   ; of the team
        # Poolwalk: these keys expire 2026-01-31T12:00:00Z
        aws_access_key_id = ASIAEXAMPLE000000000
        aws_secret_access_key = exampleSecret/+=
        aws_session_token = exampleSession//==
        x_security_token_expires = 2026-01-31T12:00:00Z
        region = eu-north-1
        # stays

        [last]
        x = 1
        ");
        assert!(merged.replaced);
        assert!(!merged.masked.contains("example"), "{}", merged.masked);
        let again = files(merged.text.expose(), "").with_keys("qa", &parcel()).unwrap();
        assert_eq!(again.text, merged.text, "putting it in twice is putting it in once");
    }

    #[test]
    fn a_profile_that_is_not_there_goes_to_the_end() {
        let merged = files(FILE, "").with_keys("other", &parcel()).unwrap();
        let (before, after) = merged.text.expose().split_at(FILE.len());
        assert_eq!(before, FILE);
        assert!(after.starts_with("\n\n[other]\n# Poolwalk: "), "{after}");
        assert!(!merged.replaced);
        let first = files("", "").with_keys("other", &parcel()).unwrap();
        assert!(first.text.expose().starts_with("[other]\n"));
    }

    #[test]
    fn line_endings_stay_what_they_are() {
        let windows = "\u{feff}[qa]\r\naws_access_key_id = a\r\n\r\n[b]\r\n";
        let merged = files(windows, "").with_keys("qa", &parcel()).unwrap();
        let text = merged.text.expose();
        assert!(text.starts_with("\u{feff}[qa]\r\n# Poolwalk: ") && text.ends_with("\r\n\r\n[b]\r\n"));
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    }

    #[test]
    fn a_program_is_named_in_the_config_file() {
        let config = "[default]\nregion = us-east-1\n[sso-session x]\na = b\n[profile \"qa\"]\noutput = json\nregion=x\n";
        let merged = files("", config).with_process("qa", &parcel()).unwrap();
        insta::assert_snapshot!(merged.text.expose(), @r#"
        [default]
        region = us-east-1
        [sso-session x]
        a = b
        [profile "qa"]
        region = eu-west-1
        credential_process = "C:\Program Files\poolwalk-cli.exe" credentials --connection=qa
        output = json
        "#);
        assert!(merged.replaced);
        let fresh = files("", "").with_process("default", &parcel()).unwrap();
        assert!(fresh.text.expose().starts_with("[default]\nregion"));
    }

    #[test]
    fn keys_and_a_program_never_stand_in_one_profile() {
        let told = |answer: Result<Merged, Unfit>| answer.unwrap_err();
        let qa = || "qa".to_owned();
        let program = "[profile qa]\ncredential_process = x\n";
        assert_eq!(told(files("", program).with_keys("qa", &parcel())), Unfit::HasProcess { profile: qa() });
        assert_eq!(
            told(files("[qa]\nCredential_Process=x\n", "").with_keys("qa", &parcel())),
            Unfit::HasProcess { profile: qa() }
        );
        assert_eq!(told(files(FILE, "").with_process("qa", &parcel())), Unfit::HasKeys { profile: qa() });
        let in_config = "[profile qa]\naws_access_key_id = a\n";
        assert_eq!(
            told(files("", in_config).with_process("qa", &parcel())),
            Unfit::HasKeys { profile: qa() }
        );
        assert!(files("", program).with_keys("other", &parcel()).is_ok());
    }

    #[test]
    fn what_aws_tools_would_not_read_is_not_written() {
        let twice = files("[qa]\n[ qa ]\n", "").with_keys("qa", &parcel()).unwrap_err();
        assert_eq!(twice, Unfit::TwoProfiles { profile: "qa".to_owned() });
        for name in ["", "a b", "a]", "a\nb", "é", "DEFAULT"] {
            assert!(
                matches!(files("", "").with_keys(name, &parcel()), Err(Unfit::ProfileName { .. })),
                "{name}"
            );
        }
        for word in ["a\"b", "$HOME/x", "x\ny", "a b\\", "100%", "--connection=QA #2", "--connection=QA ;2"] {
            let parcel = Parcel { process: vec![word.to_owned()], ..parcel() };
            assert!(matches!(files("", "").with_process("qa", &parcel), Err(Unfit::Value { .. })), "{word}");
        }
        let mut odd = parcel();
        if let Some(keys) = &mut odd.credentials {
            keys.secret_access_key = "a b".into();
        }
        assert!(matches!(files("", "").with_keys("qa", &odd), Err(Unfit::Value { .. })));
    }

    #[test]
    fn what_would_go_to_every_profile_stops_all_others() {
        let odd = Unfit::OddProfile { profile: "DEFAULT".to_owned() };
        for line in ["aws_access_key_id = x", "credential_process: x", "  role_arn=x"] {
            let file = format!("[a]\nx = 1\n[DEFAULT]\nregion = x\n{line}\n[b]\n");
            for files in [files(&file, ""), files("", &file)] {
                assert_eq!(files.with_keys("qa", &parcel()).unwrap_err(), odd);
                assert_eq!(files.with_process("qa", &parcel()).unwrap_err(), odd);
            }
        }
        for file in ["[DEFAULT]\nregion = x\n", "[default]\naws_access_key_id = x\n"] {
            assert!(files(file, "").with_keys("qa", &parcel()).is_ok(), "{file}");
        }
        let named = files("", "").with_keys("DEFAULT", &parcel()).unwrap_err().to_string();
        assert_eq!(
            named,
            "A profile’s name is not DEFAULT, whose keys AWS tools in Python give to every profile; found “DEFAULT”"
        );
    }

    #[test]
    fn a_profile_alone_is_told_from_what_is_around_it() {
        let text = |text: &str| Secret::new(text);
        let profile = in_credentials(&text("[a]\nx = 1\n[qa]\nb = c\n\n[z]\n"), "qa").unwrap();
        assert_eq!(profile.expose(), "[qa]\nb = c");
        assert_eq!(in_credentials(&text("[qa]\nb = c\n"), "qa"), Some(profile), "wherever it stands");
        assert_eq!(in_config(&text("[qa]\nb = c\n"), "qa"), None);
        assert!(in_config(&text("[profile qa]\nb = c\n"), "qa").is_some());
    }

    /// What a small model of Python's configparser, which botocore reads with, makes of a file: section, key, value.
    fn read(text: &str) -> Result<Vec<(String, String, String)>, String> {
        let (mut all, mut names): (Vec<(String, String, String)>, Vec<String>) = (Vec::new(), Vec::new());
        let (mut depth, mut has_key) = (0, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let (words, indent) = (line.trim(), line.len() - line.trim_start().len());
            if words.is_empty() || words.starts_with('#') || words.starts_with(';') {
                continue;
            }
            if has_key && indent > depth {
                let value = &mut all.last_mut().unwrap().2;
                *value = format!("{value}\n{words}");
                continue;
            }
            depth = indent;
            if let Some((name, _)) = words.strip_prefix('[').and_then(|rest| rest.rsplit_once(']')) {
                if name != DEFAULTS && names.contains(&name.to_owned()) {
                    return Err(format!("two sections {name}"));
                }
                (has_key, names) = (false, [names, vec![name.to_owned()]].concat());
                continue;
            }
            let section = names.last().ok_or("a key before any section")?;
            let at = words.find(['=', ':']).ok_or_else(|| format!("no key: {words}"))?;
            let key = words[..at].trim().to_lowercase();
            if all.iter().any(|(known, name, _)| known == section && *name == key) {
                return Err(format!("two keys {key} in {section}"));
            }
            all.push((section.clone(), key, words[at + 1..].trim().to_owned()));
            has_key = true;
        }
        Ok(all)
    }

    /// What a section has, and after it what every section has.
    fn of(read: &[(String, String, String)], name: &str) -> Vec<(String, String)> {
        let [ours, every] =
            [name, DEFAULTS].map(|name| read.iter().filter(move |(section, ..)| section == name));
        let mut all: Vec<(String, String)> = Vec::new();
        for (_, key, value) in ours.chain(every) {
            if all.iter().all(|(known, _)| known != key) {
                all.push((key.clone(), value.clone()));
            }
        }
        all
    }

    /// Whether a line names a key that says where keys come from, by the few that the files below have.
    fn names_a_source(line: &str) -> bool {
        ["aws_access_key_id", "aws_session_token", "credential_process"].iter().any(|key| {
            line.trim().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ':']))
        })
    }

    /// What stands in the way of new keys for `qa`, as the model sees it.
    fn in_the_way(read: &[(String, String, String)]) -> Option<Unfit> {
        let goes_on = |value: &str| value.lines().skip(1).any(names_a_source);
        let is_for_all = |(name, key, value): &(String, String, String)| {
            name == DEFAULTS && (names_a_source(&format!("{key} =")) || goes_on(value))
        };
        let odd = |profile: &str| Some(Unfit::OddProfile { profile: profile.to_owned() });
        let had = of(read, "qa");
        if read.iter().any(is_for_all) {
            return odd(DEFAULTS);
        }
        if had.iter().any(|(_, value)| goes_on(value)) {
            return odd("qa");
        }
        let has_process = had.iter().any(|(key, _)| key == PROCESS);
        has_process.then(|| Unfit::HasProcess { profile: "qa".to_owned() })
    }

    #[test]
    fn indented_keys_are_seen_asked_about_and_replaced_where_they_are() {
        let file = "[qa]\n  # mine\n  aws_access_key_id = old\n  aws_secret_access_key: old\n\n    older\n  region = eu-north-1\noutput = json\n";
        let merged = files(file, "").with_keys("qa", &parcel()).unwrap();
        assert!(merged.replaced);
        insta::assert_snapshot!(merged.text.expose(), @r"
        [qa]
          # Poolwalk: these keys expire 2026-01-31T12:00:00Z
          aws_access_key_id = ASIAEXAMPLE000000000
          aws_secret_access_key = exampleSecret/+=
          aws_session_token = exampleSession//==
          x_security_token_expires = 2026-01-31T12:00:00Z
          # mine

          region = eu-north-1
        output = json
        ");
        let again = files(merged.text.expose(), "").with_keys("qa", &parcel()).unwrap();
        assert_eq!(again.text, merged.text);
        let program = files("", "[profile qa]\n\tcredential_process = x\n").with_keys("qa", &parcel());
        assert_eq!(program.unwrap_err(), Unfit::HasProcess { profile: "qa".to_owned() });
    }

    #[test]
    fn what_aws_tools_read_in_different_ways_is_left_to_a_person() {
        for odd in [
            "  [qa]\n",
            "[a]\nx = 1\n\t[qa]\n",
            "[qa]\nregion = x\n  [b]\n",
            "[qa] ; see [b]\n",
            "[qa]\nregion = x\n  aws_access_key_id = old\n",
        ] {
            let told = files(odd, "").with_keys("qa", &parcel()).unwrap_err();
            assert_eq!(told, Unfit::OddProfile { profile: "qa".to_owned() }, "{odd}");
        }
        assert!(files("  [b]\nx = 1\n", "").with_keys("qa", &parcel()).is_ok(), "another profile may be odd");
    }

    #[test]
    fn nothing_is_written_where_aws_tools_would_not_look() {
        for (key, line) in [
            ("role_arn", "role_arn = arn:aws:iam::1:role/x"),
            ("web_identity_token_file", "web_identity_token_file=/x"),
            ("sso_session", "sso_session: team"),
            ("credential_source", "  credential_source = Environment"),
        ] {
            let another = Unfit::HasAnotherWay { profile: "qa".to_owned(), key: key.to_owned() };
            let config = format!("[profile qa]\n{line}\n");
            assert_eq!(files("", &config).with_keys("qa", &parcel()).unwrap_err(), another);
            assert_eq!(files("", &config).with_process("qa", &parcel()).unwrap_err(), another);
            let credentials = format!("[qa]\n{line}\n");
            assert_eq!(files(&credentials, "").with_process("qa", &parcel()).unwrap_err(), another);
        }
    }

    #[test]
    fn the_default_profile_is_found_under_either_name() {
        let long = "[profile default]\nregion = x\n";
        let merged = files("", long).with_process("default", &parcel()).unwrap();
        assert!(
            merged.replaced && merged.text.expose().starts_with("[profile default]\nregion = eu-west-1\n")
        );
        assert!(merged.masked.starts_with("[profile default]\n"), "{}", merged.masked);
        let program =
            files("", "[profile default]\ncredential_process = x\n").with_keys("default", &parcel());
        assert_eq!(program.unwrap_err(), Unfit::HasProcess { profile: "default".to_owned() });
        let both = files("", &format!("[default]\n{long}")).with_process("default", &parcel());
        assert_eq!(both.unwrap_err(), Unfit::TwoProfiles { profile: "default".to_owned() });
    }

    proptest::proptest! {
        #[test]
        fn nothing_but_the_profile_is_touched(before in "([a-z#;= \\]]{0,12}\r?\n){0,2}(\\[[b-z]{1,4}\\] ?\r?\n([a-z#;= \\]]{0,12}\r?\n){0,3}){0,3}", after in "(\\[[b-z]{1,4}\\]\n([a-z]=[a-z]*\n){0,3}){0,4}") {
            let text = format!("{before}[qa]\naws_access_key_id = OLD\n{after}");
            let merged = files(&text, "").with_keys("qa", &parcel());
            let merged = merged.unwrap();
            let put = merged.text.expose();
            proptest::prop_assert!(put.starts_with(&before) && put.ends_with(&after), "{put}");
            proptest::prop_assert!(!put.contains("OLD"), "{put}");
        }

        /// Whatever file botocore reads, it reads after a profile was put in: our keys, and all that was there besides.
        #[test]
        fn what_is_put_in_is_what_is_read(
            before in "(\\[([a-c]|DEFAULT)\\]\n( {0,2}([d-h]|region|aws_session_token) ?[=:] ?[a-z]{0,2}\n| {0,2}# x\n|\n){0,4}){0,2}",
            inside in "( {0,3}(region|output|s3|aws_access_key_id|aws_session_token|credential_process) ?[=:] ?[a-z]{0,3}\n| {0,3}[#;] ?x=y\n| {0,3}[a-z]{1,3}\n|\n){0,7}",
            after in "(\\[z\\]\n {0,2}a=b\n)?",
        ) {
            let text = format!("{before}[qa]\n{inside}{after}");
            let was = read(&text);
            proptest::prop_assume!(was.is_ok(), "botocore reads no such file");
            let was = was.unwrap();
            let had = of(&was, "qa");
            let merged = files(&text, "").with_keys("qa", &parcel());
            if let Some(unfit) = in_the_way(&was) {
                proptest::prop_assert_eq!(merged, Err(unfit), "{}", text);
                return Ok(());
            }
            proptest::prop_assert!(merged.is_ok(), "{merged:?}\n{text}");
            let merged = merged.unwrap();
            let is = read(merged.text.expose());
            proptest::prop_assert!(is.is_ok(), "{is:?}\n{text}\n---\n{}", merged.text.expose());
            let is = is.unwrap();
            let void = |key: &str| OF_KEYS.contains(&key);
            let kept = |read: &[(String, String)]| {
                read.iter().filter(|(key, _)| !void(key)).cloned().collect::<Vec<_>>()
            };
            proptest::prop_assert_eq!(kept(&of(&is, "qa")), kept(&had), "{}", merged.text.expose());
            let ours: Vec<_> = of(&is, "qa").into_iter().filter(|(key, _)| void(key)).map(|(_, value)| value).collect();
            proptest::prop_assert_eq!(ours, ["ASIAEXAMPLE000000000", "exampleSecret/+=", "exampleSession//==", "2026-01-31T12:00:00Z"]);
            proptest::prop_assert_eq!(merged.replaced, had.iter().any(|(key, _)| void(key)));
            let others = |read: &[(String, String, String)]| {
                read.iter().filter(|(name, ..)| name != "qa").cloned().collect::<Vec<_>>()
            };
            proptest::prop_assert_eq!(others(&is), others(&was));
        }
    }
}
