//! Keys and tokens put into a file: one of their own, or a profile in a file of AWS's tools, where all else stays as it is.
//! It looks first and says what would be lost; nothing is written before somebody says so.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::disk;
use crate::handoff::aws_files::AwsFiles;
use crate::handoff::{Format, Parcel, Unfit, render};
use crate::secret::Secret;

/// What is to be written, and what it would take the place of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saving {
    /// The file.
    pub path: PathBuf,
    /// What is there already and would be gone.
    pub replaces: Option<Replaced>,
    text: Secret,
}

/// What is there already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Replaced {
    /// The whole file.
    File,
    /// What a profile of it has of this kind.
    Profile(String),
}

/// Why nothing can be written there.
#[derive(Debug, Error)]
pub enum NotSaved {
    /// The format cannot carry it.
    #[error(transparent)]
    Unfit(#[from] Unfit),
    /// A file could not be read or written.
    #[error("{}: {err}", path.display())]
    Disk {
        /// Which.
        path: PathBuf,
        /// What the system said.
        err: io::Error,
    },
}

/// A file of AWS's tools, which a format is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AwsFile {
    Credentials,
    Config,
}

/// The file that a format is a part of; every other format is a file of its own.
const fn part_of(format: Format) -> Option<AwsFile> {
    match format {
        Format::Credentials => Some(AwsFile::Credentials),
        Format::Config => Some(AwsFile::Config),
        Format::Value(_)
        | Format::Set(_)
        | Format::Unset(_)
        | Format::EnvFile
        | Format::Json
        | Format::Process
        | Format::Header(_)
        | Format::CurlSigned
        | Format::CurlBearer(_)
        | Format::PostmanEnvironment
        | Format::PostmanCollection
        | Format::Bruno
        | Format::Insomnia
        | Format::Hoppscotch => None,
    }
}

/// Where a format belongs: the files of AWS's tools have places of their own; all else is the person's choice.
#[must_use]
pub fn usual_place(format: Format) -> Option<PathBuf> {
    match part_of(format)? {
        AwsFile::Credentials => credentials_file(),
        AwsFile::Config => config_file(),
    }
}

/// The terminal program, beside this one.
fn terminal_program() -> io::Result<PathBuf> {
    let here = std::env::current_exe()?;
    Ok(here.with_file_name(format!("poolwalk-cli{}", std::env::consts::EXE_SUFFIX)))
}

/// What a profile that asks for the keys of this saved connection runs: by its whole path, for a tool may start it from
/// anywhere.
///
/// # Errors
/// When the system does not tell where this program is.
pub fn process(connection: &str) -> io::Result<Vec<String>> {
    let program = terminal_program()?.display().to_string();
    Ok(vec![program, "credentials".to_owned(), format!("--connection={connection}")])
}

fn credentials_file() -> Option<PathBuf> {
    disk::aws_file("AWS_SHARED_CREDENTIALS_FILE", "credentials")
}

fn config_file() -> Option<PathBuf> {
    disk::aws_file("AWS_CONFIG_FILE", "config")
}

/// A path as somebody typed it: `~/` is the home folder.
#[must_use]
pub fn typed_path(typed: &str) -> PathBuf {
    let typed = typed.trim();
    match typed.strip_prefix("~/").zip(disk::home()) {
        Some((rest, home)) => home.join(rest),
        None => PathBuf::from(typed),
    }
}

/// Looks what writing a parcel to that file would do. The profile is called as the parcel is.
///
/// # Errors
/// When the format cannot carry the parcel, or a file that is there cannot be read.
pub fn prepare(format: Format, parcel: &Parcel, path: &Path) -> Result<Saving, NotSaved> {
    let profile = parcel.name.as_str();
    let merged = match part_of(format) {
        Some(AwsFile::Credentials) => {
            let (credentials, config) = (read(Some(path))?, read(config_file().as_deref())?);
            AwsFiles { credentials, config }.with_keys(profile, parcel)?
        }
        Some(AwsFile::Config) => {
            let (credentials, config) = (read(credentials_file().as_deref())?, read(Some(path))?);
            AwsFiles { credentials, config }.with_process(profile, parcel)?
        }
        None => {
            let text = ended(render(format, parcel)?.text);
            let replaces = disk::is_there(path).then_some(Replaced::File);
            return Ok(Saving { path: path.to_owned(), replaces, text });
        }
    };
    let replaces = merged.replaced.then_some(Replaced::Profile(profile.to_owned()));
    Ok(Saving { path: path.to_owned(), replaces, text: merged.text })
}

impl Saving {
    /// Writes it, readable for its owner alone: beside it first, then renamed over what was there.
    ///
    /// # Errors
    /// When the file cannot be written; what was there is then as it was.
    pub fn write(&self) -> Result<(), NotSaved> {
        let failed = |err| NotSaved::Disk { path: self.path.clone(), err };
        disk::write_atomic(&self.path, self.text.expose()).map_err(failed)
    }
}

impl Replaced {
    /// What would be lost, in words.
    #[must_use]
    pub fn told(&self, path: &Path) -> String {
        match self {
            Self::File => format!("{} is there already", path.display()),
            Self::Profile(name) => format!("{} has a profile “{name}” already", path.display()),
        }
    }
}

fn read(path: Option<&Path>) -> Result<Secret, NotSaved> {
    let Some(path) = path else { return Ok(Secret::default()) };
    let failed = |err| NotSaved::Disk { path: path.to_owned(), err };
    Ok(disk::read(path).map_err(failed)?.unwrap_or_default().into())
}

/// A text file ends with a line break.
fn ended(text: Secret) -> Secret {
    if text.expose().ends_with('\n') { text } else { Secret::new(format!("{}\n", text.expose())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::AwsCredentials;

    fn parcel() -> Parcel {
        Parcel {
            name: "qa-ada".to_owned(),
            credentials: Some(AwsCredentials {
                access_key_id: "ASIAEXAMPLE000000000".to_owned(),
                secret_access_key: "exampleSecret/+=".into(),
                session_token: None,
                expiration: None,
            }),
            ..Parcel::default()
        }
    }

    #[test]
    fn looking_writes_nothing_and_tells_what_would_be_lost() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("qa.env");
        let saving = prepare(Format::EnvFile, &parcel(), &path).unwrap();
        assert_eq!((saving.replaces.clone(), disk::is_there(&path)), (None, false));
        saving.write().unwrap();
        assert!(disk::read(&path).unwrap().unwrap().contains("exampleSecret/+="));
        let again = prepare(Format::EnvFile, &parcel(), &path).unwrap();
        assert_eq!(again.replaces, Some(Replaced::File));
        assert!(!format!("{again:?}").contains("exampleSecret"));
    }

    #[test]
    fn a_profile_goes_into_the_file_that_is_there() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("credentials");
        disk::write_atomic(&path, "[default]\naws_access_key_id = AKIA\n").unwrap();
        let saving = prepare(Format::Credentials, &parcel(), &path).unwrap();
        assert_eq!(saving.replaces, None);
        saving.write().unwrap();
        let text = disk::read(&path).unwrap().unwrap();
        assert!(text.starts_with("[default]\naws_access_key_id = AKIA\n\n[qa-ada]\n"), "{text}");
        let again = prepare(Format::Credentials, &parcel(), &path).unwrap();
        assert_eq!(again.replaces, Some(Replaced::Profile("qa-ada".to_owned())));
    }

    #[test]
    fn a_lone_value_ends_with_a_line_break_in_a_file() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("key.txt");
        let format = Format::by_word("secret-key").unwrap();
        prepare(format, &parcel(), &path).unwrap().write().unwrap();
        assert_eq!(disk::read(&path).unwrap().as_deref(), Some("exampleSecret/+=\n"));
    }
}
