//! The formats by where they are used, as a menu has them.

use super::{Format, Piece};

/// A kind of place where keys and tokens are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Group {
    /// Shells, and files of variables.
    Shells,
    /// The files of AWS's own tools, and what they expect of a program.
    Aws,
    /// Programs that call an API.
    ApiClients,
    /// A request as a line of text.
    Requests,
    /// Values as they are.
    Values,
}

impl Group {
    /// In the order of a menu.
    pub const ALL: [Self; 5] = [Self::Shells, Self::Aws, Self::ApiClients, Self::Requests, Self::Values];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Shells => "Shells",
            Self::Aws => "AWS tools",
            Self::ApiClients => "API clients",
            Self::Requests => "Requests",
            Self::Values => "Values",
        }
    }
}

impl Format {
    /// Where it is used.
    #[must_use]
    pub const fn group(self) -> Group {
        match self {
            Self::Set(_) | Self::Unset(_) | Self::EnvFile => Group::Shells,
            Self::Credentials | Self::Config | Self::Process => Group::Aws,
            Self::PostmanEnvironment
            | Self::PostmanCollection
            | Self::Bruno
            | Self::Insomnia
            | Self::Hoppscotch => Group::ApiClients,
            Self::Header(_) | Self::CurlSigned | Self::CurlBearer(_) => Group::Requests,
            Self::Value(_) | Self::Json => Group::Values,
        }
    }

    /// True when the address of one's own API goes into it.
    #[must_use]
    pub const fn names_an_api(self) -> bool {
        match self {
            Self::PostmanEnvironment
            | Self::PostmanCollection
            | Self::Bruno
            | Self::Insomnia
            | Self::Hoppscotch
            | Self::CurlSigned
            | Self::CurlBearer(_)
            | Self::Set(_)
            | Self::EnvFile
            | Self::Json => true,
            Self::Value(piece) => matches!(piece, Piece::Api),
            Self::Unset(_) | Self::Credentials | Self::Config | Self::Process | Self::Header(_) => false,
        }
    }

    /// True when the refresh token goes into it only where that is asked for: nothing there uses it.
    #[must_use]
    pub const fn leaves_out_refresh_token(self) -> bool {
        match self {
            Self::Set(_)
            | Self::EnvFile
            | Self::PostmanEnvironment
            | Self::Bruno
            | Self::Insomnia
            | Self::Hoppscotch => true,
            Self::Value(_)
            | Self::Unset(_)
            | Self::Credentials
            | Self::Config
            | Self::Json
            | Self::Process
            | Self::Header(_)
            | Self::CurlSigned
            | Self::CurlBearer(_)
            | Self::PostmanCollection => false,
        }
    }

    /// True of a profile of the files of AWS's tools, which has a name of a few plain letters.
    #[must_use]
    pub const fn is_profile(self) -> bool {
        matches!(self, Self::Credentials | Self::Config)
    }

    /// True when it has a name in it: of a profile, of an environment.
    #[must_use]
    pub const fn has_a_name(self) -> bool {
        match self {
            Self::Credentials
            | Self::Config
            | Self::PostmanEnvironment
            | Self::PostmanCollection
            | Self::Bruno
            | Self::Insomnia
            | Self::Hoppscotch => true,
            Self::Value(_)
            | Self::Set(_)
            | Self::Unset(_)
            | Self::EnvFile
            | Self::Json
            | Self::Process
            | Self::Header(_)
            | Self::CurlSigned
            | Self::CurlBearer(_) => false,
        }
    }
}
