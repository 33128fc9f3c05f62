//! What a person can do in the Call place. Doing it is the business of the file beside this one.

use std::path::PathBuf;

use super::preset::Preset;
use crate::flow::{ApiField, AuthKind};

/// One thing to do with a request to an API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CallCommand {
    /// Send the request as it is authorized.
    Send,
    /// Send it in every way that there is something for, one after the other. Asks first where each may change
    /// something.
    TryAll,
    /// The same, after a yes.
    TryAllAgreed,
    /// Refresh the tokens and the keys, then send it in the same way again.
    Refresh,
    /// Show what keeps the request from being sent, beside its field.
    PointOut,
    /// Run the walk of the form for it, and stay.
    SignIn,
    /// Do not wait for the answer.
    Stop,
    /// Authorize it in this way from now on.
    Choose(AuthKind),
    /// Authorize it in this way and send it.
    With(AuthKind),
    /// Fill in a request that is known.
    Preset(Preset),
    /// Fill in a request that was sent before, by its place.
    Recall(usize),
    /// Forget the requests that were sent.
    ForgetAll,
    /// Keep the request under a name, with the connection.
    Keep(String),
    /// Fill in a request that was kept, by its name.
    Open(String),
    /// Remove a request that was kept, by its name.
    Drop(String),
    /// Show the answer to this try.
    Show(usize),
    /// Show another side of the answer.
    Look(AnswerSide),
    /// Put the cursor in a field of the request.
    Edit(ApiField),
    /// Ask where the answer is to be saved.
    AskSave,
    /// Save the body of the answer; a file that is there is replaced only where that was asked for.
    Save {
        /// Where to.
        path: PathBuf,
        /// The file that is there may go.
        replaces: bool,
    },
    /// Show the statement that a policy of the role lacks.
    ShowAllowPolicy,
}

/// The sides of an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum AnswerSide {
    /// What the API answered.
    #[default]
    Body,
    /// The headers of the answer.
    Headers,
    /// What was sent.
    Request,
    /// What the signature is about.
    Signed,
}

impl AnswerSide {
    /// In their order.
    pub const ALL: [Self; 4] = [Self::Body, Self::Headers, Self::Request, Self::Signed];

    /// What the tab is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Body => "Body",
            Self::Headers => "Headers",
            Self::Request => "Request",
            Self::Signed => "What was signed",
        }
    }
}

/// What can be copied of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerPart {
    /// Its body.
    Body,
    /// The canonical request that was signed.
    CanonicalRequest,
    /// The text that the signature is made of.
    StringToSign,
    /// The statement that a policy of the role lacks.
    AllowPolicy,
}

impl AnswerPart {
    pub(in crate::app) const fn label(self) -> &'static str {
        match self {
            Self::Body => "answer",
            Self::CanonicalRequest => "canonical request",
            Self::StringToSign => "string to sign",
            Self::AllowPolicy => "policy statement",
        }
    }

    /// A session token stands in canonical requests; who knows what stands in an answer.
    pub(in crate::app) const fn is_secret(self) -> bool {
        match self {
            Self::Body | Self::CanonicalRequest => true,
            Self::StringToSign | Self::AllowPolicy => false,
        }
    }
}
