//! Keys and tokens put into a file: one of their own, or a profile in a file of AWS's tools, where all else stays as it is.
//! It looks first and says what would be lost; nothing is written before somebody says so.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::disk;
use crate::handoff::aws_files::{self, AwsFiles};
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
    place: Place,
}

/// What the text goes into.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Place {
    /// A file of its own.
    Own,
    /// What was read of a file of AWS's tools, where there is one.
    Aws(Option<Secret>),
}

/// Tells what is in a file, or in its profile, from anything else there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trace(u64);

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
    /// Nothing is made for a path that is perhaps a slip.
    #[error("There is no folder {}", folder.display())]
    NoFolder {
        /// Which.
        folder: PathBuf,
    },
    /// A folder is no file.
    #[error("{} is a folder: name a file in it", path.display())]
    Folder {
        /// Which.
        path: PathBuf,
    },
    /// A profile is put into what else is there.
    #[error("{} is no file, and a profile is put into one", path.display())]
    NoFile {
        /// Which.
        path: PathBuf,
    },
    /// Somebody else wrote it after it was looked at.
    #[error("{} was changed meanwhile, and is left as it is: try again", path.display())]
    Changed {
        /// Which.
        path: PathBuf,
    },
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

/// Whether a format can be put at a path: its folder is there, or is the one of AWS's tools, which is made. A device or a
/// pipe takes all but profiles.
///
/// # Errors
/// Says which folder is not there, or what stands where the file should.
pub fn check_place(format: Format, path: &Path) -> Result<(), NotSaved> {
    if disk::is_folder(path) {
        return Err(NotSaved::Folder { path: path.to_owned() });
    }
    if part_of(format).is_some() && disk::is_passage(path) {
        return Err(NotSaved::NoFile { path: path.to_owned() });
    }
    let of_aws = disk::home().map(|home| home.join(".aws"));
    match disk::missing_folder(path).filter(|folder| Some(*folder) != of_aws.as_deref()) {
        Some(folder) => Err(NotSaved::NoFolder { folder: folder.to_owned() }),
        None => Ok(()),
    }
}

/// Looks what writing a parcel to that file would do. The profile is called as the parcel is.
///
/// # Errors
/// When the format cannot carry the parcel, or a file that is there cannot be read.
pub fn prepare(format: Format, parcel: &Parcel, path: &Path) -> Result<Saving, NotSaved> {
    check_place(format, path)?;
    let profile = parcel.name.as_str();
    let (was, merged) = match part_of(format) {
        Some(AwsFile::Credentials) => {
            let (was, config) = (read(path)?, read_beside(config_file())?);
            let credentials = was.clone().unwrap_or_default();
            (was, AwsFiles { credentials, config }.with_keys(profile, parcel)?)
        }
        Some(AwsFile::Config) => {
            let (was, credentials) = (read(path)?, read_beside(credentials_file())?);
            let config = was.clone().unwrap_or_default();
            (was, AwsFiles { credentials, config }.with_process(profile, parcel)?)
        }
        None => {
            let text = ended(render(format, parcel)?.text);
            let replaces = disk::would_replace(path).then_some(Replaced::File);
            return Ok(Saving { path: path.to_owned(), replaces, text, place: Place::Own });
        }
    };
    let replaces = merged.replaced.then_some(Replaced::Profile(profile.to_owned()));
    Ok(Saving { path: path.to_owned(), replaces, text: merged.text, place: Place::Aws(was) })
}

/// What of this format is in a file: all of it, or the profile of that name. None where there is no such thing to read.
#[must_use]
pub fn trace_at(format: Format, profile: &str, path: &Path) -> Option<Trace> {
    let text = read(path).ok()??;
    let text = match part_of(format) {
        Some(AwsFile::Credentials) => aws_files::in_credentials(&text, profile)?,
        Some(AwsFile::Config) => aws_files::in_config(&text, profile)?,
        None => text,
    };
    let mut hasher = DefaultHasher::new();
    text.expose().hash(&mut hasher);
    Some(Trace(hasher.finish()))
}

impl Saving {
    /// Writes it, readable for its owner alone: beside it first, then renamed over what was there. A device or a pipe takes
    /// it as it comes.
    ///
    /// # Errors
    /// When the file cannot be written, or is not as it was looked at; what is there then stays.
    pub fn write(&self) -> Result<(), NotSaved> {
        let text = self.text.expose();
        let written = match &self.place {
            Place::Own => disk::write_bytes(&self.path, text.as_bytes(), self.replaces.is_some()),
            Place::Aws(was) => disk::write_after(was.as_ref().map(Secret::expose), &self.path, text),
        };
        let path = self.path.clone();
        written.map_err(|err| {
            let is_changed = err.kind() == ErrorKind::AlreadyExists;
            if is_changed { NotSaved::Changed { path } } else { NotSaved::Disk { path, err } }
        })
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

fn read(path: &Path) -> Result<Option<Secret>, NotSaved> {
    let failed = |err| NotSaved::Disk { path: path.to_owned(), err };
    Ok(disk::read_file(path).map_err(failed)?.map(Secret::new))
}

/// The other file of AWS's tools, which is looked at alone. Whoever wants none names the device that is empty.
fn read_beside(path: Option<PathBuf>) -> Result<Secret, NotSaved> {
    let path = path.filter(|path| path != Path::new("/dev/null"));
    Ok(path.map(|path| read(&path)).transpose()?.flatten().unwrap_or_default())
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
    fn no_tree_is_made_for_a_slip_in_a_path() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("ada/keys/qa.env");
        for format in [Format::EnvFile, Format::Credentials] {
            let told = prepare(format, &parcel(), &path).unwrap_err().to_string();
            assert_eq!(told, format!("There is no folder {}", path.parent().unwrap().display()));
        }
        assert!(!disk::is_there(&home.path().join("ada")));
        let told = prepare(Format::EnvFile, &parcel(), home.path()).unwrap_err().to_string();
        assert_eq!(told, format!("{} is a folder: name a file in it", home.path().display()));
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
    fn a_file_that_came_after_the_look_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let own = home.path().join("qa.env");
        let (fresh, aws) = (home.path().join("fresh"), home.path().join("credentials"));
        disk::write_atomic(&aws, "[a]\nb = c\n").unwrap();
        let savings = [(Format::EnvFile, &own), (Format::Credentials, &fresh), (Format::Credentials, &aws)]
            .map(|(format, path)| prepare(format, &parcel(), path).unwrap());
        for saving in savings {
            disk::write_atomic(&saving.path, "theirs").unwrap();
            let told = saving.write().unwrap_err();
            assert!(matches!(told, NotSaved::Changed { .. }), "{told:?}");
            assert_eq!(disk::read(&saving.path).unwrap().as_deref(), Some("theirs"));
        }
    }

    #[test]
    fn a_device_stays_one_and_takes_all_but_profiles() {
        let nowhere = Path::new("/dev/null");
        if !disk::is_passage(nowhere) {
            return;
        }
        let saving = prepare(Format::EnvFile, &parcel(), nowhere).unwrap();
        assert_eq!(saving.replaces, None);
        saving.write().unwrap();
        assert!(disk::is_passage(nowhere));
        let told = prepare(Format::Credentials, &parcel(), nowhere).unwrap_err().to_string();
        assert_eq!(told, "/dev/null is no file, and a profile is put into one");
    }

    #[test]
    fn what_was_written_is_known_again_until_somebody_changes_it() {
        let home = tempfile::tempdir().unwrap();
        let (own, aws) = (home.path().join("qa.env"), home.path().join("credentials"));
        for (format, path) in [(Format::EnvFile, &own), (Format::Credentials, &aws)] {
            let trace = || trace_at(format, "qa-ada", path);
            assert_eq!(trace(), None);
            prepare(format, &parcel(), path).unwrap().write().unwrap();
            let (written, text) = (trace(), disk::read(path).unwrap().unwrap());
            assert!(written.is_some());
            disk::write_atomic(path, &format!("{text}[b]\nc = d\n")).unwrap();
            assert_eq!(trace() == written, format.is_profile(), "another profile is another matter");
            disk::write_atomic(path, &text.replace("exampleSecret", "mine")).unwrap();
            assert_ne!(trace(), written);
        }
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
