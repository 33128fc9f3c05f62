//! The ways to take keys and tokens elsewhere: one list, with what each is called and how each is written. A format
//! that cannot carry a value says so in words, and writes nothing that would be read as something else.

use thiserror::Error;

use super::parcel::{DEFAULTS, Item, Parcel, Piece, plain_name};
use super::redact::Show;
use crate::secret::Secret;

mod aws;
mod bruno;
mod curl;
mod env_file;
mod group;
mod hoppscotch;
mod insomnia;
mod json;
mod postman;
mod shell;
#[cfg(test)]
mod tests;
mod variables;

pub(super) use aws::{COMMENT, credentials_lines, process_lines, profile_name};
pub(super) use curl::as_signed;
pub use group::Group;
pub(super) use json::pretty;
pub(super) use postman::{SCHEMA as POSTMAN_SCHEMA, signed_in};
pub use shell::Shell;
pub(super) use shell::sh_quoted;

/// One way to take things along.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One value by itself.
    Value(Piece),
    /// Lines that set variables.
    Set(Shell),
    /// Lines that take the same variables away.
    Unset(Shell),
    /// A `.env` file.
    EnvFile,
    /// A profile of the AWS credentials file.
    Credentials,
    /// A profile of the AWS config file that asks Poolwalk for keys.
    Config,
    /// Everything as one JSON object.
    Json,
    /// What a `credential_process` prints.
    Process,
    /// The `Authorization` header with a token.
    Header(Bearer),
    /// A signed request to one's API.
    CurlSigned,
    /// A request to one's API with a token.
    CurlBearer(Bearer),
    /// A Postman environment.
    PostmanEnvironment,
    /// A Postman collection of requests to one's API.
    PostmanCollection,
    /// A Bruno environment.
    Bruno,
    /// An Insomnia environment.
    Insomnia,
    /// A Hoppscotch environment.
    Hoppscotch,
}

/// A token that is sent along with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bearer {
    /// The ID token.
    Id,
    /// The access token.
    Access,
}

impl Bearer {
    /// The piece that it is.
    #[must_use]
    pub const fn piece(self) -> Piece {
        match self {
            Self::Id => Piece::IdToken,
            Self::Access => Piece::AccessToken,
        }
    }
}

/// A parcel in one format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// What is copied or saved.
    pub text: Secret,
    /// The same with every secret masked: what is shown until somebody asks for more.
    pub masked: String,
    /// What to know before using it.
    pub notes: Vec<&'static str>,
}

/// Why a format cannot carry a parcel. Written for the person who chose it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unfit {
    /// A value is not there.
    #[error("{0} is not there yet: a walk has to bring it first")]
    Missing(&'static str),
    /// There are no keys and no tokens at all.
    #[error("There are no keys and no tokens yet: a walk has to bring them first")]
    Nothing,
    /// A value has something in it that the format has no way to write.
    #[error("{label} cannot be written in this format: {problem}")]
    Value {
        /// Which.
        label: &'static str,
        /// In words.
        problem: &'static str,
    },
    /// The profile would have keys of its own beside a program that gives keys.
    #[error(
        "The profile “{profile}” has keys of its own, which would win over a program and never be renewed. \
         Choose another name, or take its keys out first"
    )]
    HasKeys {
        /// Its name.
        profile: String,
    },
    /// The profile gets its keys from a program.
    #[error(
        "The profile “{profile}” gets its keys from a program (credential_process); keys beside it would win and \
         never be renewed. Choose another name, or take the program out first"
    )]
    HasProcess {
        /// Its name.
        profile: String,
    },
    /// The profile gets its keys in a way that AWS tools look at first.
    #[error(
        "The profile “{profile}” gets its keys in another way ({key}), which AWS tools look at first: what is \
         written here would go unused. Choose another name, or take that out first"
    )]
    HasAnotherWay {
        /// Its name.
        profile: String,
        /// What says so.
        key: String,
    },
    /// The file has the profile twice, so AWS tools refuse it already.
    #[error("The file has two profiles called “{profile}”: make them one first")]
    TwoProfiles {
        /// Its name.
        profile: String,
    },
    /// AWS tools do not agree on where such a profile begins and ends.
    #[error(
        "The profile “{profile}” has lines that AWS tools read in different ways: put names in brackets, and keys, \
         at the start of their lines first, and none under DEFAULT"
    )]
    OddProfile {
        /// Its name.
        profile: String,
    },
    /// AWS tools would not find a profile of that name.
    #[error("A profile’s name {}; found “{name}”", what_a_name_has(name))]
    ProfileName {
        /// As given.
        name: String,
    },
}

fn what_a_name_has(found: &str) -> &'static str {
    if found == DEFAULTS {
        "is not DEFAULT, whose keys AWS tools in Python give to every profile"
    } else {
        "has letters, digits and -._ only"
    }
}

/// What a format is written with: the text, given that values are shown or masked.
type Write = fn(&Parcel, Show) -> Result<String, Unfit>;

impl Format {
    /// Every format, in the order of a menu.
    pub const ALL: [Self; 35] = [
        Self::Value(Piece::AccessKeyId),
        Self::Value(Piece::SecretKey),
        Self::Value(Piece::SessionToken),
        Self::Value(Piece::KeysExpire),
        Self::Value(Piece::Region),
        Self::Value(Piece::IdToken),
        Self::Value(Piece::AccessToken),
        Self::Value(Piece::RefreshToken),
        Self::Value(Piece::TokensExpire),
        Self::Value(Piece::Api),
        Self::Set(Shell::Bash),
        Self::Unset(Shell::Bash),
        Self::Set(Shell::Fish),
        Self::Unset(Shell::Fish),
        Self::Set(Shell::PowerShell),
        Self::Unset(Shell::PowerShell),
        Self::Set(Shell::Cmd),
        Self::Unset(Shell::Cmd),
        Self::Set(Shell::Nushell),
        Self::Unset(Shell::Nushell),
        Self::EnvFile,
        Self::Credentials,
        Self::Config,
        Self::Json,
        Self::Process,
        Self::Header(Bearer::Id),
        Self::Header(Bearer::Access),
        Self::CurlSigned,
        Self::CurlBearer(Bearer::Id),
        Self::CurlBearer(Bearer::Access),
        Self::PostmanEnvironment,
        Self::PostmanCollection,
        Self::Bruno,
        Self::Insomnia,
        Self::Hoppscotch,
    ];

    /// What it is called in a menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Value(piece) => piece.label(),
            Self::Set(shell) => shell.label(),
            Self::Unset(shell) => shell.unset_label(),
            Self::EnvFile => ".env file",
            Self::Credentials => "AWS credentials profile",
            Self::Config => "AWS config profile (credential_process)",
            Self::Json => "JSON",
            Self::Process => "JSON of a credential_process",
            Self::Header(Bearer::Id) => "Authorization header with the ID token",
            Self::Header(Bearer::Access) => "Authorization header with the access token",
            Self::CurlSigned => "curl, signed with the keys",
            Self::CurlBearer(Bearer::Id) => "curl with the ID token",
            Self::CurlBearer(Bearer::Access) => "curl with the access token",
            Self::PostmanEnvironment => "Postman environment",
            Self::PostmanCollection => "Postman collection",
            Self::Bruno => "Bruno environment",
            Self::Insomnia => "Insomnia environment",
            Self::Hoppscotch => "Hoppscotch environment",
        }
    }

    /// Its word in the terminal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Value(piece) => piece.word(),
            Self::Set(shell) => shell.word(),
            Self::Unset(shell) => shell.unset_word(),
            Self::EnvFile => "env",
            Self::Credentials => "credentials",
            Self::Config => "config",
            Self::Json => "json",
            Self::Process => "process",
            Self::Header(Bearer::Id) => "header",
            Self::Header(Bearer::Access) => "header-access",
            Self::CurlSigned => "curl",
            Self::CurlBearer(Bearer::Id) => "curl-id",
            Self::CurlBearer(Bearer::Access) => "curl-access",
            Self::PostmanEnvironment => "postman-environment",
            Self::PostmanCollection => "postman-collection",
            Self::Bruno => "bruno",
            Self::Insomnia => "insomnia",
            Self::Hoppscotch => "hoppscotch",
        }
    }

    /// The format with this word.
    #[must_use]
    pub fn by_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// What its file is called. The two AWS files have names and places of their own.
    #[must_use]
    pub fn file_name(self, parcel: &Parcel) -> String {
        let name = plain_name(&parcel.name);
        match self {
            Self::Value(piece) => format!("{name}-{}.txt", piece.word()),
            Self::Set(shell) => format!("{name}.{}", shell.extension()),
            Self::Unset(shell) => format!("{name}-unset.{}", shell.extension()),
            Self::EnvFile => format!("{name}.env"),
            Self::Credentials => "credentials".to_owned(),
            Self::Config => "config".to_owned(),
            Self::Json => format!("{name}.json"),
            Self::Process => format!("{name}-credentials.json"),
            Self::Header(_) => format!("{name}-header.txt"),
            Self::CurlSigned | Self::CurlBearer(_) => format!("{name}-{}.sh", self.word()),
            Self::PostmanEnvironment => format!("{name}.postman_environment.json"),
            Self::PostmanCollection => format!("{name}.postman_collection.json"),
            Self::Bruno => format!("{name}.bruno_environment.json"),
            Self::Insomnia => format!("{name}.insomnia.json"),
            Self::Hoppscotch => format!("{name}.hoppscotch_environment.json"),
        }
    }

    /// True when it is meant to be saved, not pasted.
    #[must_use]
    pub const fn is_for_a_file(self) -> bool {
        match self {
            Self::EnvFile
            | Self::Credentials
            | Self::Config
            | Self::Json
            | Self::PostmanEnvironment
            | Self::PostmanCollection
            | Self::Bruno
            | Self::Insomnia
            | Self::Hoppscotch => true,
            Self::Value(_)
            | Self::Set(_)
            | Self::Unset(_)
            | Self::Process
            | Self::Header(_)
            | Self::CurlSigned
            | Self::CurlBearer(_) => false,
        }
    }

    /// What to know before using it.
    const fn notes(self) -> &'static [&'static str] {
        match self {
            Self::EnvFile => &["Keep it out of version control"],
            Self::Credentials => &["Keys in this file are never renewed: after their end they only fail"],
            Self::Config => &[
                "The keys come by the refresh token that the window was told to keep for this connection; without \
                 one, POOLWALK_PASSWORD has to be set where the AWS tool runs",
            ],
            Self::CurlSigned => {
                &["The keys stand in the command, and a shell keeps its history", "Wants curl 7.75 or later"]
            }
            Self::CurlBearer(_) => &["The token stands in the command, and a shell keeps its history"],
            Self::PostmanEnvironment => &[
                "Postman sends shared values to its cloud for whoever is signed in there; its Vault stays local",
            ],
            Self::PostmanCollection => &["Holds no secret: take the environment along"],
            Self::Bruno => &["Bruno keeps secret values on this computer and out of the collection’s files"],
            Self::Insomnia => {
                &["A private environment, which Insomnia leaves out of what it exports and syncs"]
            }
            Self::Hoppscotch => &["Hoppscotch keeps secret values in the browser and out of its sync"],
            Self::Value(_) | Self::Set(_) | Self::Unset(_) | Self::Json | Self::Process | Self::Header(_) => {
                &[]
            }
        }
    }
}

/// Writes a parcel in a format.
///
/// # Errors
/// Says in words what is missing, or which value the format cannot carry and why.
pub fn render(format: Format, parcel: &Parcel) -> Result<Rendered, Unfit> {
    let write = |show| write(format, parcel, show);
    Ok(Rendered {
        text: write(Show::Revealed)?.into(),
        masked: write(Show::Masked)?,
        notes: format.notes().to_vec(),
    })
}

fn write(format: Format, parcel: &Parcel, show: Show) -> Result<String, Unfit> {
    let plain: Write = match format {
        Format::Value(piece) => return Ok(needed(parcel, piece, show)?.text().to_owned()),
        Format::Set(shell) => return shell::set(shell, parcel, show),
        Format::Unset(shell) => return Ok(shell::unset(shell)),
        Format::Header(bearer) => return curl::header(bearer, parcel, show),
        Format::CurlBearer(bearer) => return curl::bearer(bearer, parcel, show),
        Format::EnvFile => env_file::write,
        Format::Credentials => aws::credentials,
        Format::Config => aws::config,
        Format::Json => json::everything,
        Format::Process => json::process,
        Format::CurlSigned => curl::signed,
        Format::PostmanEnvironment => postman::environment,
        Format::PostmanCollection => postman::collection,
        Format::Bruno => bruno::write,
        Format::Insomnia => insomnia::write,
        Format::Hoppscotch => hoppscotch::write,
    };
    plain(parcel, show)
}

/// A piece without which nothing can be written.
fn needed(parcel: &Parcel, piece: Piece, show: Show) -> Result<Item, Unfit> {
    parcel.item(piece, show).ok_or(Unfit::Missing(piece.label()))
}

/// Everything that goes along, if there is anything to speak of.
fn all(parcel: &Parcel, show: Show) -> Result<Vec<Item>, Unfit> {
    if parcel.is_empty() { Err(Unfit::Nothing) } else { Ok(parcel.items(show)) }
}
