//! The live check of an access token: the user pool is asked whether it still takes it, for a signature tells
//! nothing of signing out. Nothing is changed by asking.

use jiff::Timestamp;

use super::TokenRef;
use super::verifying::scopes;
use crate::app::App;
use crate::explain::{self, Advice, Context};
use crate::flow::{AccountCall, AccountReply, Call, Failure, Reply};
use crate::jwt::Kind;
use crate::secret::Secret;

/// What the user pool said of an access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    /// When.
    pub at: Timestamp,
    /// Whose it is; or why it was not taken.
    pub answer: Result<String, Advice>,
    which: TokenRef,
    token: Secret,
}

/// The one scope with which an access token may ask about its user.
const SCOPE: &str = "aws.cognito.signin.user.admin";

impl App {
    /// What the live check of a token said, if this very token was asked about.
    #[must_use]
    pub fn live(&self, which: TokenRef) -> Option<&Live> {
        let raw = self.tokens.opened(which).map(|opened| &opened.raw);
        self.verifying.live.as_ref().filter(|live| live.which == which && Some(&live.token) == raw)
    }

    pub(super) fn may_check_live(&self, which: TokenRef) -> Result<(), &'static str> {
        let opened = self.token(which)?;
        if opened.kind != Kind::CognitoAccess {
            return Err("GetUser takes access tokens alone");
        }
        if !scopes(opened).any(|scope| scope == SCOPE) {
            return Err("GetUser wants the scope aws.cognito.signin.user.admin, which this token has not");
        }
        if self.whose(which).target.region.is_none() && self.whose(which).target.endpoints.idp.is_none() {
            return Err("Enter a user pool ID in the form: then it is known where to ask");
        }
        if self.verifying.out.is_some() { Err("A call for a token is under way") } else { Ok(()) }
    }

    pub(super) fn check_live(&mut self, which: TokenRef) {
        let Ok(access_token) = self.token(which).map(|opened| opened.raw.clone()) else { return };
        self.verifying.live = None;
        self.ask_live(which, Call::Account(AccountCall::GetUser { access_token }));
    }

    pub(super) fn live_came_back(
        &mut self,
        which: TokenRef,
        result: Result<Reply, Failure>,
        context: &Context,
    ) {
        let Ok(token) = self.token(which).map(|opened| opened.raw.clone()) else { return };
        let answer = match result {
            Ok(Reply::Account(AccountReply::User(user))) => Ok(user.username),
            Ok(_other) => Ok(String::new()),
            Err(failure) => Err(explain::failure(&failure, context)),
        };
        self.verifying.live = Some(Live { at: self.now, answer, which, token });
    }
}
