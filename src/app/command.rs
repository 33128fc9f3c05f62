//! Everything a person can do, as one list: buttons, menus, the palette, keys, the help page and the
//! tests all make [`Command`]s. What a command does is [`super::App::dispatch`]'s business.

use std::path::PathBuf;

use super::as_code::CodeView;
use super::call::{AnswerPart, CallCommand};
use super::hand_over::HandOverCommand;
use super::parts::Part;
use super::tokens::{ClaimRef, TokenCommand, TokenRef};
use super::tour::Turn;
use crate::cognito::managed_login::Prompt;
use crate::cognito::{FirstFactor, Provider, Until, Way};
use crate::explain::Topic;
use crate::flow::{AfterBrowser, ErrandKind, Field, Offer};
use crate::handoff::Format;
use crate::profile::ClearAfter;
use crate::secret::Secret;

/// One thing a person can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Walk to the end, or go on walking.
    Run,
    /// Make exactly one call, then wait.
    Step,
    /// Abandon the walk.
    Stop,
    /// Throw the walk away and begin a new one in the same way.
    StartAgain,
    /// Look whether everything is right, without a password.
    Preflight,
    /// Do something about an account.
    Errand(ErrandKind),
    /// The same, about this device or attribute.
    ErrandOn(ErrandKind, String),
    /// Do something after a sign-in in the browser.
    AfterBrowser(AfterBrowser),
    /// Send the browser once more to the page that it is awaited from.
    OpenPage,
    /// Send the answer to Cognito's question.
    Answer,
    /// One more key and value for an answer by hand.
    AddAnswerField,
    /// Fill in the code that the authenticator app being set up would show.
    FillInCode,
    /// Trade the refresh token at hand for fresh tokens.
    Refresh,
    /// Put the cursor in a field of the form.
    Edit(Field),
    /// Show one of the four places.
    Go(Place),
    /// Open or close the list of all commands.
    TogglePalette,
    /// Show the keys that work everywhere.
    ToggleHelp,
    /// Light to dark and back.
    ToggleTheme,
    /// Begin a connection to a pool of one's own.
    NewConnection,
    /// Use a connection.
    Connect(ConnectionRef),
    /// Ask for a new name for the connection in use.
    AskRename,
    /// Give the connection in use another name.
    Rename(String),
    /// Ask whether the connection in use may be deleted.
    AskDelete,
    /// Delete the connection in use.
    Delete,
    /// Show the trust policy that lets this identity pool's people take a role.
    ShowTrustPolicy,
    /// Close whatever dialog is open.
    CloseDialog,
    /// Put something on the clipboard.
    Copy(Copied),
    /// Take keys and tokens elsewhere.
    HandOver(HandOverCommand),
    /// Leave a copied secret on the clipboard this long.
    ClearClipboard(ClearAfter),
    /// Show a step in the inspector.
    SelectStep(usize),
    /// Show another side of the step.
    Inspect(Tab),
    /// Show code in another language, or of the whole walk.
    ShowCode(CodeView),
    /// Open or close a part of the window that folds.
    Toggle(Fold),
    /// Show or mask the secrets on screen.
    ToggleReveal,
    /// Put the practice pool back as it was at the start.
    ResetPractice,
    /// Open a token of the walk in the Tokens place.
    OpenToken(TokenRef),
    /// Show another token where tokens are shown.
    ShowToken(TokenRef),
    /// Open a pasted token.
    OpenPasted(Secret),
    /// Do something with a token.
    Tokens(TokenCommand),
    /// Do something with a request to an API.
    Call(CallCommand),
    /// Look again for AWS profiles.
    FindProfiles,
    /// Look something up: a page, a term, a call.
    Learn(Topic),
    /// Show what there is at the moment of a part of the whole flow.
    OpenPart(Part),
    /// Begin, turn over or end the tour of the window.
    Tour(Turn),
    /// Change the form.
    Change(Change),
    /// End the program.
    Quit,
}

/// One change of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Fill in a practice user's name and password, by their place in the cast.
    PracticeUser(usize),
    /// Fill in a practice app client, by its place in the cast.
    PracticeClient(usize),
    /// Sign in another way.
    Way(Way),
    /// Walk this far; none is as far as possible.
    Until(Option<Until>),
    /// A field was left: say what is wrong with it.
    Leave(Field),
    /// Accept a repair of the form.
    Accept(Offer),
    /// Fill the form from the text of a configuration file.
    Import(Secret),
    /// Fill the form from a configuration file.
    ImportFile(PathBuf),
    /// Sign Admin calls in another way.
    SignWith(SignerSource),
    /// Ask for this first factor at once, or let Cognito offer a choice.
    Preferred(Option<FirstFactor>),
    /// Confirm and remember this computer when Cognito offers to, or do not.
    RememberDevice(bool),
    /// Write what is kept with users of this connection to disk, or do not.
    KeepSecrets(bool),
    /// Write the refresh token of this connection's last sign-in to disk, or do not.
    KeepRefreshToken(bool),
    /// Forget the remembered device of the user in the form; the user pool still knows it.
    ForgetDevice,
    /// One more login of another provider.
    AddProvider,
    /// Take away a login of another provider, by its place.
    RemoveProvider(usize),
    /// Another provider for a login, by its place.
    SetProvider(usize, Provider),
    /// Fill in a login of one of the practice pool's pretend providers, by its place.
    PracticeLogin(usize),
    /// Put the ID token of the last sign-in in place of access tokens among the other logins.
    SendIdToken,
    /// Ask for one of the roles that the token names.
    Role(String),
    /// Whether the login page is to ask; none leaves it to the pool.
    Prompt(Option<Prompt>),
}

/// A part of the window that opens and closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fold {
    /// The inspector, where it is a drawer.
    Inspector,
    /// The form, where it is folded to a line.
    Form,
    /// User pool and app client in the form, where they are folded to a line.
    Places,
    /// The practice inbox.
    Inbox,
    /// The checks of a token of which none failed.
    Checks,
    /// The checks that were passed or left out where another failed; those that failed are always shown.
    ChecksOfInvalid,
}

/// The places of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Place {
    /// One login.
    #[default]
    Walk,
    /// Any JWT.
    Tokens,
    /// A request to an API.
    Call,
}

impl Place {
    /// In the order of the top bar.
    pub const ALL: [Self; 3] = [Self::Walk, Self::Tokens, Self::Call];

    /// What the place is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Walk => "Walk",
            Self::Tokens => "Tokens",
            Self::Call => "Call",
        }
    }
}

/// A connection in the picker.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum ConnectionRef {
    /// The practice pool, always first.
    #[default]
    Practice,
    /// A saved one, by its name.
    Saved(String),
}

/// The sides of a step in the inspector.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// Three sentences for a newcomer.
    #[default]
    Why,
    /// What was sent.
    Request,
    /// What came back.
    Response,
    /// The tokens in it.
    Tokens,
    /// The call as code.
    Code,
}

impl Tab {
    /// In the order of the inspector.
    pub const ALL: [Self; 5] = [Self::Why, Self::Request, Self::Response, Self::Tokens, Self::Code];

    /// What the tab is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Why => "Why",
            Self::Request => "Request",
            Self::Response => "Response",
            Self::Tokens => "Tokens",
            Self::Code => "As code",
        }
    }
}

/// Whose keys sign the Admin calls.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum SignerSource {
    /// A profile of the AWS configuration files.
    #[default]
    Profile,
    /// Keys typed into the form.
    Keys,
}

/// What can be copied.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Copied {
    /// The access key id.
    AccessKeyId,
    /// The secret access key.
    SecretAccessKey,
    /// The session token.
    SessionToken,
    /// The three keys and the region, as lines of an environment file.
    AllKeys,
    /// A token.
    Token(TokenRef),
    /// A token as the header line that carries it: `Authorization: Bearer …`.
    HeaderLine(TokenRef),
    /// The header of a token, as JSON.
    Header(TokenRef),
    /// The claims of a token, as JSON.
    Claims(TokenRef),
    /// One value in a token.
    Claim(ClaimRef),
    /// The identity id.
    IdentityId,
    /// The ARN of the caller.
    CallerArn,
    /// The request id of a step.
    RequestId(usize),
    /// The request of a step as shown.
    Request(usize),
    /// The answer of a step as shown.
    Response(usize),
    /// Keys and tokens in the format of another tool.
    Format(Format),
    /// The code that is shown. There is no secret in it.
    Code,
    /// The whole walk without secrets.
    Report,
    /// The trust policy that a role should have.
    TrustPolicy,
    /// Something of the shown answer in the Call place.
    Answer(AnswerPart),
    /// The address of the page that the browser is awaited from.
    PageAddress,
    /// Where the browser comes back to.
    RedirectUrl,
    /// The value of an attribute of the user, by its place in the list.
    Attribute(usize),
    /// What Cognito calls a device, by its place in the list.
    DeviceKey(usize),
    /// A code or an address from the practice inbox, by its place in the list.
    Inbox(usize),
    /// The secret of the authenticator app that is being set up.
    AppSecret,
}

impl Copied {
    /// What was copied, in words.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::AccessKeyId => "access key ID",
            Self::SecretAccessKey => "secret key",
            Self::SessionToken => "session token",
            Self::AllKeys => "all keys",
            Self::Token(which) => which.name(),
            Self::HeaderLine(which) => which.name_as_header_line(),
            Self::Header(which) => which.name_of_header(),
            Self::Claims(which) => which.name_of_payload(),
            Self::Claim(..) => "claim",
            Self::IdentityId => "identity ID",
            Self::CallerArn => "caller ARN",
            Self::RequestId(_) => "request ID",
            Self::Request(_) => "request",
            Self::Response(_) => "response",
            Self::Format(format) => format.label(),
            Self::Report => "report",
            Self::TrustPolicy => "trust policy",
            Self::Answer(part) => part.label(),
            Self::PageAddress => "page address",
            Self::RedirectUrl => "redirect URL",
            Self::Attribute(_) => "attribute",
            Self::DeviceKey(_) => "device key",
            Self::Code | Self::Inbox(_) => "code",
            Self::AppSecret => "authenticator secret",
        }
    }

    /// True when it should stay out of clipboard histories.
    #[must_use]
    pub const fn is_secret(&self) -> bool {
        match self {
            Self::Answer(part) => part.is_secret(),
            Self::SecretAccessKey
            | Self::SessionToken
            | Self::AllKeys
            | Self::Format(_)
            | Self::Token(_)
            | Self::HeaderLine(_)
            | Self::Header(_)
            | Self::Claims(_)
            | Self::Claim(..)
            | Self::Request(_)
            | Self::Response(_)
            | Self::PageAddress
            | Self::Inbox(_)
            | Self::AppSecret => true,
            Self::AccessKeyId
            | Self::IdentityId
            | Self::CallerArn
            | Self::RequestId(_)
            | Self::Code
            | Self::Report
            | Self::TrustPolicy
            | Self::RedirectUrl
            | Self::Attribute(_)
            | Self::DeviceKey(_) => false,
        }
    }
}
