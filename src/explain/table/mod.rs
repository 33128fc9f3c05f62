//! The error catalogue as data, and how a failure finds its row: by code, place and text; then by
//! code and place; then by code; then by HTTP status. AWS uses one code for many things, and its
//! texts are no contract, so every code has a row without a text to fall back on.
//!
//! `what` is a headline without a full stop; `why` and `next` are sentences.

use super::advice::{Field, Fixer};
use super::context::Context;
use crate::cognito::AuthFlow;
use crate::flow::{Actor, Failure, Operation, Refusal};

mod answer;
mod fallback;
mod identity;
mod network;
mod sign_in;
mod signed;

/// The words for one kind of failure. `{client}`, `{region}` and the like are filled in later.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) what: &'static str,
    pub(super) why: &'static str,
    pub(super) next: &'static str,
    pub(super) offers: &'static [Offer],
    pub(super) fixer: Fixer,
}

/// A remedy as the table names it: it takes its values from the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offer {
    Flow(AuthFlow),
    RegionFromPool,
    StartAgain,
    TryAgain,
    OpenInbox,
    Edit(Field),
}

/// One row of the catalogue.
#[derive(Debug)]
struct Row {
    /// Any of these; empty: whatever the code.
    codes: &'static [&'static str],
    at: At,
    /// Any of these, in lower case, `*` for any run of letters; empty: whatever the text.
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
    /// A call signed with the person's own AWS credentials.
    Admin,
    IdentityPool,
    Sts,
}

/// Every row, first match first.
fn rows() -> impl Iterator<Item = &'static Row> {
    [signed::ROWS, sign_in::ROWS, answer::ROWS, identity::ROWS, fallback::ROWS].into_iter().flatten()
}

/// The words for a failure. There are always some.
pub(super) fn words(failed: &Failure, context: &Context) -> &'static Words {
    match failed {
        Failure::Refused(refusal) => rows()
            .find(|row| row.fits(refusal, context))
            .map_or_else(|| fallback::by_status(refusal.status, !refusal.code.is_empty()), |row| &row.words),
        Failure::Unreachable(problem) => network::out_of_reach(problem, context.is_practice),
        Failure::Unreadable { status, problem } => network::unreadable(*status, problem),
        Failure::NotSent { .. } if At::Admin.includes(context) => &network::NOT_SENT_ADMIN,
        Failure::NotSent { .. } => &network::NOT_SENT,
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
            Self::Admin => {
                matches!(operation, Operation::AdminInitiateAuth | Operation::AdminRespondToAuthChallenge)
            }
            Self::IdentityPool => operation.actor() == Actor::IdentityPool,
            Self::Sts => operation.actor() == Actor::Sts,
        }
    }
}

const fn is_answer(operation: Operation) -> bool {
    matches!(operation, Operation::RespondToAuthChallenge | Operation::AdminRespondToAuthChallenge)
}

/// True when the pieces of the pattern stand in the message, in order, letter case aside.
fn says(message: &str, pattern: &str) -> bool {
    let message = message.to_lowercase();
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
mod tests {
    use super::*;

    /// A context that the row applies to.
    fn place(at: At) -> Context {
        let operation = match at {
            At::UserPool | At::SignIn => Operation::InitiateAuth,
            At::Answer | At::Answering(_) => Operation::RespondToAuthChallenge,
            At::Admin => Operation::AdminInitiateAuth,
            At::Anywhere | At::IdentityPool => Operation::GetId,
            At::Sts => Operation::GetCallerIdentity,
        };
        let mut context = Context::new(operation);
        if let At::Answering(name) = at {
            context.challenge = Some(name.to_owned());
        }
        context
    }

    /// Every row is the first to fit its own code, place and text: none stands in another's shadow.
    #[test]
    fn every_row_can_be_found() {
        for row in rows() {
            let codes = if row.codes.is_empty() { &["NotAuthorizedException"] } else { row.codes };
            let texts = if row.says.is_empty() { &["zzz"] } else { row.says };
            for (code, text) in codes.iter().flat_map(|code| texts.iter().map(move |text| (code, text))) {
                let message = text.replace('*', "abc");
                let refusal = Refusal { code: (*code).to_owned(), message: message.clone(), status: 400 };
                let found = words(&Failure::Refused(refusal), &place(row.at));
                assert!(
                    std::ptr::eq(found, &raw const row.words),
                    "{code} “{message}” finds “{}”",
                    found.what
                );
            }
        }
    }

    #[test]
    fn patterns_are_lower_case_and_ids_do_not_matter() {
        for pattern in rows().flat_map(|row| row.says) {
            assert_eq!(**pattern, pattern.to_lowercase());
        }
        assert!(says("User pool client 1h57 does not exist.", "user pool client * does not exist"));
        assert!(!says("does not exist: user pool client", "user pool client * does not exist"));
    }

    /// Words on screen: a headline has no full stop, sentences have one, and nothing is left empty.
    #[test]
    fn words_are_written_in_one_style() {
        let by_status = [0, 403, 404, 407, 429, 500].map(|status| fallback::by_status(status, false));
        for words in rows().map(|row| &row.words).chain(by_status) {
            assert!(!words.what.ends_with('.') && words.what.chars().count() > 8, "{}", words.what);
            for text in [words.why, words.next] {
                assert!(text.ends_with('.') || text.ends_with("{tries}"), "{text}");
                assert!(!text.contains("  ") && !text.contains(" ."), "{text}");
            }
        }
    }
}
