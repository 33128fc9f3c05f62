//! Reads what other tools write about a pool: Amplify's files, `.env` files, stack and Terraform
//! outputs, answers of the AWS CLI, source code, and text copied from a page. Only values that
//! are what they claim to be are taken; all else that looked meant for us is named.

use std::fmt;

use thiserror::Error;

use super::{Connection, Field};
use crate::cognito::IdProblem;
use crate::secret::Secret;

mod choice;
mod json;
mod lines;
mod meaning;
mod pair;
mod script;

/// What a pasted text says about a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// What kind of text it was.
    pub source: Source,
    /// Values by field, each field once, in the order of [`Field::ALL`].
    pub found: Vec<(Field, String)>,
    /// The app client's secret, for this session only: it is never saved.
    pub client_secret: Option<Secret>,
    /// What was there and not taken.
    pub left_out: Vec<LeftOut>,
}

/// What kind of text an import came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// `amplify_outputs.json` of Amplify Gen 2.
    AmplifyOutputs,
    /// `aws-exports.js` or its JSON, of Amplify Gen 1.
    AwsExports,
    /// `amplifyconfiguration.json` or `awsconfiguration.json` of Amplify for mobile apps.
    MobileConfiguration,
    /// `KEY=value` lines.
    DotEnv,
    /// Outputs of a stack, of `CloudFormation` or SAM.
    StackOutputs,
    /// `cdk-outputs.json`.
    CdkOutputs,
    /// `terraform output -json`.
    TerraformOutputs,
    /// An answer of `aws cognito-idp` or `aws cognito-identity`.
    AwsCli,
    /// Any other JSON.
    Json,
    /// A piece of a program.
    Code,
    /// `Key: value` lines, tables, labels with their values below.
    Text,
}

impl Source {
    /// What a person calls it, to stand in “Filled in from …”.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::AmplifyOutputs => "amplify_outputs.json",
            Self::AwsExports => "aws-exports.js",
            Self::MobileConfiguration => "an Amplify configuration",
            Self::DotEnv => "a .env file",
            Self::StackOutputs => "stack outputs",
            Self::CdkOutputs => "CDK outputs",
            Self::TerraformOutputs => "Terraform outputs",
            Self::AwsCli => "an answer of the AWS CLI",
            Self::Json => "JSON",
            Self::Code => "a piece of code",
            Self::Text => "text",
        }
    }
}

/// Something that was in the text and was not taken. Never its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The key, as spelled there.
    pub key: String,
    /// Why not.
    pub why: Why,
}

/// Why something was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Why {
    /// A password, a token, a key: nothing that belongs to a connection.
    #[error("a secret that a connection has no place for")]
    Secret,
    /// Not what its key says.
    #[error("{0}")]
    Misshapen(IdProblem),
    /// Not an `http://` or `https://` address.
    #[error("This is not an address that begins with http:// or https://")]
    NotAnAddress,
    /// Not what a client secret looks like.
    #[error("This is not an app client secret")]
    NotAClientSecret,
    /// A text that stands for a value.
    #[error("This only stands for a value")]
    Placeholder,
    /// A second, different value for the same field.
    #[error("{} was found before", .0.label())]
    Another(Field),
    /// The secret of another app client than the one taken.
    #[error("This belongs to another app client")]
    OtherClient,
    /// A region that is not the user pool's.
    #[error("The user pool is in {pool}")]
    OtherRegion {
        /// Where the pool is.
        pool: String,
    },
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.why)
    }
}

impl Import {
    /// Fills in what was found and leaves the other fields as they are.
    pub fn apply(&self, connection: &mut Connection) {
        for (field, value) in &self.found {
            connection.text_mut(*field).clone_from(value);
        }
        connection.has_secret |= self.client_secret.is_some();
    }

    /// The value found for a field.
    #[must_use]
    pub fn value(&self, field: Field) -> Option<&str> {
        self.found.iter().find(|(found, _)| *found == field).map(|(_, value)| value.as_str())
    }
}

/// Reads a pasted text. Nothing comes back when it says nothing about a pool or an app client.
#[must_use]
pub fn read(text: &str) -> Option<Import> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let (source, pairs) = None
        .or_else(|| json::read(text))
        .or_else(|| script::read(text).map(|pairs| (Source::Code, pairs)))
        .unwrap_or_else(|| lines::read(text));
    choice::choose(source, &pairs)
}

#[cfg(test)]
mod tests;
