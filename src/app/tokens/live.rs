//! The live check of an access token: the user pool is asked whether it still takes it, for a signature tells
//! nothing of signing out. Nothing is changed by asking.

use jiff::Timestamp;

use super::TokenRef;
use super::verifying::scopes;
use crate::app::App;
use crate::explain::{self, Advice, Context};
use crate::flow::{AccountCall, AccountReply, Call, Failure, Operation, Reply};
use crate::jwt::{Kind, Opened};
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
        let is_it = |live: &&Live| live.which == which && self.tokens.holds(which, &live.token);
        self.verifying.live.as_ref().filter(is_it)
    }

    /// The host that the live check of a token sends it to.
    #[must_use]
    pub fn live_host(&self, which: TokenRef) -> String {
        self.whose(which).target.host(Operation::GetUser)
    }

    pub(super) fn may_check_live(&self, which: TokenRef) -> Result<(), &'static str> {
        let opened = self.token(which)?;
        if opened.kind != Kind::CognitoAccess {
            return Err("GetUser takes access tokens alone");
        }
        if !scopes(opened).any(|scope| scope == SCOPE) {
            return Err("GetUser wants the scope aws.cognito.signin.user.admin, which this token has not");
        }
        self.may_be_shown_to_its_pool(which, opened)?;
        if self.verifying.out.is_some() { Err("A call for a token is under way") } else { Ok(()) }
    }

    /// Whoever holds an access token can act with it: it goes to the pool that gave it out, and to nobody else. A
    /// walk's goes back to where it came from.
    fn may_be_shown_to_its_pool(&self, which: TokenRef, opened: &Opened) -> Result<(), &'static str> {
        if self.tokens.came_with_a_walk(which) {
            return Ok(());
        }
        let issuers = self.expected(which).issuers;
        if issuers.is_empty() {
            return Err("Enter a user pool ID in the form: then it is known where to ask");
        }
        let issuer = opened.claims().and_then(|claims| claims.text("iss"));
        if issuer.is_some_and(|issuer| issuers.iter().any(|own| own == issuer)) {
            Ok(())
        } else {
            Err("This token is of another user pool than the form’s")
        }
    }

    pub(super) fn check_live(&mut self, which: TokenRef) {
        let Ok(access_token) = self.token(which).map(|opened| opened.raw.clone()) else { return };
        self.verifying.live = None;
        self.ask_live(which, Call::Account(AccountCall::GetUser { access_token }));
    }

    pub(super) fn live_came_back(
        &mut self,
        (which, token): (TokenRef, Secret),
        result: Result<Reply, Failure>,
        context: &Context,
    ) {
        let answer = told(result).map_err(|failure| explain::failure(&failure, context));
        self.verifying.live = Some(Live { at: self.now, answer, which, token });
    }
}

/// Whose the token is.
fn told(result: Result<Reply, Failure>) -> Result<String, Failure> {
    let Reply::Account(AccountReply::User(user)) = result? else {
        let problem = "GetUser came back with another call’s reply".to_owned();
        return Err(Failure::Internal { problem });
    };
    Ok(user.username)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_that_names_nobody_is_no_yes() {
        assert!(matches!(told(Ok(Reply::Done)), Err(Failure::Internal { .. })));
        assert_eq!(told(Err(Failure::Stopped)), Err(Failure::Stopped));
    }
}
