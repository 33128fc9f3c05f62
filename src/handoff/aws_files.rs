//! Profiles put into the files of AWS's own tools, as text: everything else in them stays byte for byte, comments and line
//! endings included. It reads no file and writes none.

use super::format::{COMMENT, Unfit, credentials_lines, process_lines};
use super::parcel::{Parcel, Piece};
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

impl AwsFiles {
    /// The credentials file with the parcel's keys as a profile.
    ///
    /// # Errors
    /// When there are no keys, the name is none, the profile is there twice, or a program gives it keys.
    pub fn with_keys(&self, profile: &str, parcel: &Parcel) -> Result<Merged, Unfit> {
        let (credentials, config) = self.checked(profile)?;
        if credentials.has(&[PROCESS]) || config.has(&[PROCESS]) {
            return Err(Unfit::HasProcess { profile: profile.to_owned() });
        }
        let lines = |show| credentials_lines(parcel, show);
        Ok(Merged {
            text: put(self.credentials.expose(), &credentials, &lines(Show::Revealed)?, &OF_KEYS),
            replaced: credentials.has(&OF_KEYS),
            masked: section(&bare(profile), &lines(Show::Masked)?),
        })
    }

    /// The config file with a profile that asks the parcel's program for keys.
    ///
    /// # Errors
    /// When there is no program, the name is none, the profile is there twice, or it has keys of its own.
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
            masked: section(&in_config(profile), &lines),
        })
    }

    /// The profile in both files.
    fn checked(&self, profile: &str) -> Result<(Profile, Profile), Unfit> {
        let is_name = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
        if profile.is_empty() || !profile.chars().all(is_name) {
            return Err(Unfit::ProfileName { name: profile.to_owned() });
        }
        let credentials = Profile::find(self.credentials.expose(), bare(profile), profile)?;
        let config = Profile::find(self.config.expose(), in_config(profile), profile)?;
        Ok((credentials, config))
    }
}

fn bare(profile: &str) -> String {
    profile.to_owned()
}

/// The config file has other sections too, so all but one profile say that they are profiles.
fn in_config(profile: &str) -> String {
    if profile == "default" { bare(profile) } else { format!("profile {profile}") }
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
}

impl Profile {
    fn find(text: &str, header: String, name: &str) -> Result<Self, Unfit> {
        let lines: Vec<&str> = lines(text).collect();
        let heads: Vec<(usize, String)> =
            lines.iter().enumerate().filter_map(|(at, line)| Some((at, head(line)?))).collect();
        let mut ours = heads.iter().enumerate().filter(|(_, (_, head))| *head == header);
        let Some((which, (from, _))) = ours.next() else {
            return Ok(Self { header, lines: None, keys: Vec::new() });
        };
        if ours.next().is_some() {
            return Err(Unfit::TwoProfiles { profile: name.to_owned() });
        }
        let to = heads.get(which + 1).map_or(lines.len(), |(next, _)| *next);
        let keys = lines.get(*from..to).unwrap_or_default().iter().filter_map(|line| key(line)).collect();
        Ok(Self { header, lines: Some(*from..to), keys })
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

/// The key of `key = value`; none for comments and for lines that go on with the value before them.
fn key(line: &str) -> Option<String> {
    if line.starts_with([' ', '\t', '#', ';', '[']) {
        return None;
    }
    let (key, _) = line.split_once('=')?;
    Some(key.trim().to_ascii_lowercase())
}

/// The file with `fresh` in the profile, in place of those of its keys that are `void`.
fn put(text: &str, profile: &Profile, fresh: &[String], void: &[&str]) -> Secret {
    let ending = if lines(text).next().is_some_and(|line| line.ends_with("\r\n")) { "\r\n" } else { "\n" };
    let fresh = fresh.iter().map(|line| format!("{line}{ending}")).collect::<Vec<_>>().concat();
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
    let (mut kept, mut goes_on) = (Vec::new(), false);
    for line in lines {
        let is_void = match key(line) {
            Some(key) => void.contains(&key.as_str()),
            None => goes_on && line.starts_with([' ', '\t']) && !line.trim().is_empty(),
        };
        goes_on = is_void;
        if !is_void && !line.starts_with(COMMENT) {
            kept.push(*line);
        }
    }
    kept
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
            process: ["C:\\Program Files\\poolwalk-cli.exe", "credentials", "--connection", "qa"]
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
        credential_process = "C:\Program Files\poolwalk-cli.exe" credentials --connection qa
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
        for name in ["", "a b", "a]", "a\nb", "é"] {
            assert!(
                matches!(files("", "").with_keys(name, &parcel()), Err(Unfit::ProfileName { .. })),
                "{name}"
            );
        }
        for word in ["a\"b", "$HOME/x", "x\ny", "a b\\", "100%"] {
            let parcel = Parcel { process: vec![word.to_owned()], ..parcel() };
            assert!(matches!(files("", "").with_process("qa", &parcel), Err(Unfit::Value { .. })), "{word}");
        }
        let mut odd = parcel();
        if let Some(keys) = &mut odd.credentials {
            keys.secret_access_key = "a b".into();
        }
        assert!(matches!(files("", "").with_keys("qa", &odd), Err(Unfit::Value { .. })));
    }

    proptest::proptest! {
        #[test]
        fn nothing_but_the_profile_is_touched(before in "([a-z#;= \\[\\]]{0,12}\r?\n){0,6}", after in "(\\[[b-z]{1,4}\\]\n([a-z]=[a-z]*\n){0,3}){0,4}") {
            let before: String = before.replace("[qa]", "").replace('[', "(");
            let text = format!("{before}[qa]\naws_access_key_id = old\n{after}");
            let merged = files(&text, "").with_keys("qa", &parcel());
            let merged = merged.unwrap();
            let put = merged.text.expose();
            proptest::prop_assert!(put.starts_with(&before) && put.ends_with(&after), "{put}");
            proptest::prop_assert!(!put.contains("old\n"));
        }
    }
}
