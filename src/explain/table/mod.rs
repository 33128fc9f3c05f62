//! The error catalogue as data, and how a failure finds its row: by code, place and text; then by
//! code and place; then by code; then by HTTP status. AWS uses one code for many things, and its
//! texts are no contract, so every code has a row without a text to fall back on.
//!
//! `what` is a headline without a full stop; causes and `next` are sentences.

use super::advice::Fixer;
use super::context::Context;
use crate::cognito::{AuthFlow, Way};
use crate::flow::{Actor, AuthKind, ErrandKind, Failure, Field, Operation, Refusal};

mod accounts;
mod answer;
mod api;
mod api_closed;
mod api_network;
mod api_over;
mod api_status;
mod api_token;
mod api_types;
mod by_code;
mod cause;
mod fallback;
mod identity;
mod managed_login;
mod network;
mod sign_in;
mod signed;
mod user;
mod ways;

pub(super) use api::is_about_permission;
pub(super) use api_token::{is_about_scopes, is_of_an_authorizer};
pub(super) use by_code::ERRORS;
use cause::{Cause, cause, guess, hint, seen};

/// The words for one kind of failure. `{client}`, `{region}` and the like are filled in later.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) what: &'static str,
    /// The likely ones, most likely first.
    pub(super) causes: &'static [Cause],
    pub(super) next: &'static str,
    pub(super) offers: &'static [Offer],
    pub(super) fixer: Fixer,
}

/// A remedy as the table names it: it takes its values from the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    Way(Way),
    /// The way in that this app client took before.
    WayThatWorked,
    /// The password flow, to tell a wrong password from a proof that goes wrong.
    ProofAside,
    RegionFromPool,
    StartAgain,
    TryAgain,
    OpenInbox,
    SignIn,
    /// Trade the refresh token at hand for fresh tokens, and go on.
    Refresh,
    /// The ID token, where an access token was pasted.
    IdToken,
    /// Another role that the token names.
    OtherRole,
    /// What the role has to say to let this identity pool in.
    TrustPolicy,
    Errand(ErrandKind),
    Edit(Field),
    /// Show who asks in this way, to the person's own API.
    Auth(AuthKind),
    /// The address of the person's own API.
    EditUrl,
    /// Region and service of the signature.
    EditSigning,
    /// What a role's policy has to say to allow what was refused.
    AllowPolicy,
}

/// One row of the catalogue.
#[derive(Debug)]
struct Row {
    /// Any of these; empty: whatever the code.
    codes: &'static [&'static str],
    at: At,
    /// Any of these, in lower case, `*` for any run of letters, with `=` before it the whole text; empty: whatever the text.
    says: &'static [&'static str],
    words: Words,
}

/// Where a row applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    Anywhere,
    /// Any call to the user pool.
    UserPool,
    /// The call that begins a sign-in.
    SignIn,
    /// An answer to any challenge.
    Answer,
    /// An answer to this challenge.
    Answering(&'static str),
    /// A call on somebody's own account, by name or by token.
    Account,
    /// One by token.
    OwnAccount,
    /// One of these calls.
    Calls(&'static [Operation]),
    /// A call that a token of the user goes along with, where a sign-in names the user: one on their own account,
    /// or a refresh.
    WithToken,
    /// A call signed with the person's own AWS credentials.
    Admin,
    IdentityPool,
    /// A call to the identity pool that shows logins of other providers and none of a user pool's.
    BroughtLogins,
    Sts,
    /// A page or an OAuth endpoint of managed login.
    ManagedLogin,
    /// Calling a refresh token off.
    Revoke,
    /// A request to the person's own API, authorized in one of these ways.
    Api(&'static [AuthKind]),
}

/// Every row, first match first.
fn rows() -> impl Iterator<Item = &'static Row> {
    [
        api_token::ROWS,
        api::ROWS,
        api_closed::ROWS,
        managed_login::ROWS,
        ways::ROWS,
        signed::ROWS,
        accounts::ROWS,
        sign_in::ROWS,
        user::ROWS,
        answer::ROWS,
        identity::ROWS,
        fallback::ROWS,
    ]
    .into_iter()
    .flatten()
}

fn is_of_api(context: &Context) -> bool {
    context.operation == Operation::CallApi
}

/// The words for a failure. There are always some.
pub(super) fn words(failed: &Failure, context: &Context) -> &'static Words {
    if let Some(words) = managed_login::of(failed, context) {
        return words;
    }
    match failed {
        Failure::Refused(refusal) if is_of_api(context) => {
            let ours = || [api_token::ROWS, api::ROWS, api_closed::ROWS].into_iter().flatten();
            let refusal = &api_types::spoken(refusal);
            let row = || ours().find(|row| row.fits(refusal, context)).map(|row| &row.words);
            let by_status = || api_status::by_status(refusal.status, context.auth);
            api_over::time_is_up(refusal, context).or_else(row).unwrap_or_else(by_status)
        }
        Failure::Refused(refusal) => rows()
            .find(|row| row.fits(refusal, context))
            .map_or_else(|| fallback::by_status(refusal.status, !refusal.code.is_empty()), |row| &row.words),
        Failure::Unreachable(problem) if is_of_api(context) => api_network::out_of_reach(problem),
        Failure::Unreachable(problem) => network::out_of_reach(problem, context),
        Failure::Unreadable { status, problem } => network::unreadable(*status, problem),
        Failure::Unusable { .. } => &network::UNUSABLE,
        Failure::NotSent { .. } if At::Admin.includes(context) => &network::NOT_SENT_ADMIN,
        Failure::NotSent { .. } if ways::VOUCHING.includes(context) => &ways::NOT_SIGNED,
        Failure::NotSent { .. } => &network::NOT_SENT,
        Failure::Stopped if is_of_api(context) => &api_network::STOPPED,
        Failure::Stopped => &network::STOPPED,
        Failure::Internal { .. } => &network::INTERNAL,
    }
}

impl Row {
    fn fits(&self, refusal: &Refusal, context: &Context) -> bool {
        (self.codes.is_empty() || self.codes.contains(&refusal.code.as_str()))
            && self.at.includes(context)
            && (self.says.is_empty() || self.says.iter().any(|pattern| says(&refusal.message, pattern)))
    }
}

impl At {
    fn includes(self, context: &Context) -> bool {
        let operation = context.operation;
        match self {
            Self::Anywhere => true,
            Self::UserPool => operation.actor() == Actor::UserPool,
            Self::SignIn => matches!(operation, Operation::InitiateAuth | Operation::AdminInitiateAuth),
            Self::Answer => is_answer(operation),
            Self::Answering(name) => is_answer(operation) && context.challenge.as_deref() == Some(name),
            Self::Account => operation.is_of_an_account(),
            Self::OwnAccount => operation.is_of_an_account() && !operation.names_the_user(),
            Self::WithToken => {
                Self::OwnAccount.includes(context)
                    || operation == Operation::GetTokensFromRefreshToken
                    || context.flow == Some(AuthFlow::RefreshToken)
            }
            Self::Calls(calls) => calls.contains(&operation),
            Self::Admin => {
                matches!(operation, Operation::AdminInitiateAuth | Operation::AdminRespondToAuthChallenge)
            }
            Self::IdentityPool => operation.actor() == Actor::IdentityPool,
            Self::BroughtLogins => {
                context.way == Some(Way::Providers) && Self::IdentityPool.includes(context)
            }
            Self::Sts => operation.actor() == Actor::Sts,
            Self::ManagedLogin => operation.is_managed_login(),
            Self::Revoke => operation == Operation::Revoke,
            Self::Api(ways) => {
                operation == Operation::CallApi && context.auth.is_some_and(|auth| ways.contains(&auth))
            }
        }
    }
}

const fn is_answer(operation: Operation) -> bool {
    matches!(operation, Operation::RespondToAuthChallenge | Operation::AdminRespondToAuthChallenge)
}

/// True when the pieces of the pattern stand in the message, in order, letter case aside.
fn says(message: &str, pattern: &str) -> bool {
    let message = message.to_lowercase();
    if let Some(whole) = pattern.strip_prefix('=') {
        return message.trim() == whole;
    }
    let mut rest = message.as_str();
    pattern.split('*').all(|piece| match rest.split_once(piece) {
        Some((_, after)) => {
            rest = after;
            true
        }
        None => false,
    })
}

#[cfg(test)]
mod tests;
