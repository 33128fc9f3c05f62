//! The catalogue read the other way: by the name of an error, for whoever looks one up. It has no words of its own
//! but for where an answer comes from; what is said of an error is what is said where it happens, its guesses included.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{At, Row, Words};
use super::{
    accounts, answer, api, api_closed, api_status, api_token, api_types, fallback, identity, managed_login,
    sign_in, signed, user, ways,
};
use crate::explain::advice::fill;
use crate::explain::context::Context;
use crate::explain::plain;
use crate::explain::texts::Section;
use crate::flow::{Actor, AuthKind, Operation};

/// An error with all that it can mean.
struct NamedError {
    /// Its longest name.
    name: &'static str,
    /// What else it is called, as a line of a section.
    also: String,
    /// A headline, and what is behind it.
    meanings: Vec<(String, String)>,
}

static NAMED: LazyLock<Vec<NamedError>> = LazyLock::new(|| {
    let mut names: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    let of_rows = to_read().flat_map(|row| row.codes.iter().copied());
    for name in of_rows.chain(api_types::TYPES.iter().map(|answer| answer.code)) {
        let spelled = names.entry(bare(name)).or_default();
        spelled.extend(Some(name).filter(|name| !spelled.contains(name)));
    }
    names.into_iter().filter_map(|(bare, spelled)| NamedError::of(&bare, &spelled)).collect()
});

/// Every error by its name, as sections of a text.
pub(in crate::explain) static ERRORS: LazyLock<Vec<Section>> = LazyLock::new(|| {
    let section = |error: &'static NamedError| {
        let meanings = error.meanings.iter().map(|(what, text)| (what.as_str(), text.as_str()));
        Section::new(error.name, meanings.chain([("also", error.also.as_str())]).collect())
    };
    NAMED.iter().map(section).collect()
});

/// Every row as a sign-in would meet them, and an API last.
fn to_read() -> impl Iterator<Item = &'static Row> {
    [
        user::ROWS,
        sign_in::ROWS,
        answer::ROWS,
        identity::ROWS,
        ways::ROWS,
        accounts::ROWS,
        managed_login::ROWS,
        signed::ROWS,
        fallback::ROWS,
        api_token::ROWS,
        api::ROWS,
        api_closed::ROWS,
    ]
    .into_iter()
    .flatten()
}

/// `AccessDeniedException`, `AccessDenied` and `access_denied` are one name.
fn bare(name: &str) -> String {
    plain(name.strip_suffix("Exception").unwrap_or(name))
}

impl NamedError {
    fn of(bare: &str, spelled: &[&'static str]) -> Option<Self> {
        let name = spelled.iter().copied().max_by_key(|name| name.len())?;
        let short = name.strip_suffix("Exception").filter(|short| !spelled.contains(short));
        let others = spelled.iter().copied().filter(|other| *other != name);
        let also = others.chain(short).collect::<Vec<_>>().join(" · ");
        let mut meanings: Vec<(String, String)> = Vec::new();
        let of_rows = to_read().filter(|row| row.is_named(bare)).map(|row| (lead(row), &row.words));
        let by_status = api_types::TYPES.iter().filter(|answer| self::bare(answer.code) == bare);
        // Of a 403 the status speaks only where nothing was shown.
        let of_status = |status| api_status::by_status(status, Some(AuthKind::Nothing));
        let by_status = by_status.filter_map(|answer| answer.status).map(of_status);
        for (lead, words) in of_rows.chain(by_status.map(|words| (OF_API.to_owned(), words))) {
            let what = told(words.what);
            if meanings.iter().all(|(known, _)| *known != what) {
                meanings.push((what, text(lead, words)));
            }
        }
        if meanings.len() > FEW {
            meanings.insert(0, (MANY.0.to_owned(), MANY.1.to_owned()));
        }
        Some(Self { name, also, meanings })
    }
}

/// With more meanings than these it is said how to find one's own.
const FEW: usize = 3;
const MANY: (&str, &str) = (
    "One name, several meanings",
    "Who answered, and the words that came with the name, tell them apart. Such words are quoted here where they count.",
);
const OF_API: &str = "From your API.";

impl Row {
    /// True when it is about an error of this bare name. API Gateway tells some by their words alone.
    fn is_named(&self, bare: &str) -> bool {
        let by_words = || {
            let of_type = api_types::TYPES.iter().filter(|answer| self::bare(answer.code) == bare);
            of_type.flat_map(|answer| answer.says).any(|words| self.says.contains(words))
        };
        self.codes.iter().any(|code| self::bare(code) == bare)
            || self.codes.is_empty() && matches!(self.at, At::Api(_)) && by_words()
    }
}

/// Where it comes from, and with which words.
fn lead(row: &Row) -> String {
    let says = row.says.first().map(|pattern| format!("“{}”", pattern.trim().replace('*', "…")));
    match (row.at.place(), says) {
        (Some(place), Some(says)) => format!("From {place}: {says}."),
        (Some(place), None) => format!("From {place}."),
        (None, Some(says)) => format!("With {says}."),
        (None, None) => String::new(),
    }
}

/// What is known while nobody has seen anything: the guesses, then what to do.
fn text(lead: String, words: &Words) -> String {
    let guesses = words.causes.iter().map(|cause| told(cause.guess));
    let all = [lead].into_iter().chain(guesses).chain([told(words.next)]);
    all.filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
}

fn told(words: &str) -> String {
    let unnamed = [
        ("{operation}", "this call"),
        ("the app client {client}", "{client}"),
        ("app client {client}", "{client}"),
        ("user pool {pool}", "{pool}"),
        ("identity pool {identity_pool}", "{identity_pool}"),
    ];
    let words = unnamed.iter().fold(words.to_owned(), |text, (named, unnamed)| text.replace(named, unnamed));
    fill(&words, &Context::new(Operation::InitiateAuth))
}

impl At {
    /// Who answers so.
    fn place(self) -> Option<&'static str> {
        match self {
            Self::Anywhere => None,
            Self::UserPool => Some("the user pool"),
            Self::SignIn => Some("the user pool, as a sign-in begins"),
            Self::Answer | Self::Answering(_) => Some("the user pool, to an answer"),
            Self::Account | Self::OwnAccount | Self::WithToken => Some("the user pool, about an account"),
            Self::Admin => Some("the user pool, in the admin flow"),
            Self::Calls(calls) => calls.first().map(|call| match call.actor() {
                Actor::UserPool => "the user pool",
                Actor::IdentityPool => "the identity pool",
                Actor::Sts => "STS",
                Actor::You | Actor::YourApi => "the service",
            }),
            Self::IdentityPool => Some("the identity pool"),
            Self::BroughtLogins => Some("the identity pool, about other logins"),
            Self::Sts => Some("STS"),
            Self::ManagedLogin | Self::Revoke => Some("the login pages"),
            Self::Api(_) => Some("your API"),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::explain::{Context, Topic, TopicKind, failure};
    use crate::flow::{Failure, Operation, Refusal};

    #[test]
    fn what_is_looked_up_is_what_a_failure_says() {
        for (code, message) in [
            ("NotAuthorizedException", "User is disabled."),
            ("UserNotConfirmedException", "User is not confirmed."),
            ("PasswordResetRequiredException", "Password reset required for the user"),
            ("ResourceNotFoundException", "User pool client abc does not exist."),
            ("TooManyRequestsException", "Rate exceeded"),
        ] {
            let refusal = Refusal { code: code.to_owned(), message: message.to_owned(), status: 400 };
            let advice = failure(&Failure::Refused(refusal), &Context::new(Operation::InitiateAuth));
            let topic = Topic::named(code).unwrap();
            assert_eq!((topic.kind(), topic.title()), (TopicKind::Error, code));
            let found = topic.paragraphs().into_iter().find(|part| part.heading == advice.what);
            let found = found.unwrap_or_else(|| panic!("{code} says nothing of “{}”", advice.what));
            for words in [&advice.causes[0].text, &advice.next] {
                assert!(found.text.contains(words), "{code}: {words} is not in {}", found.text);
            }
        }
    }

    #[test]
    fn no_place_is_left_to_fill_in() {
        for topic in Topic::all(TopicKind::Error) {
            assert!(!topic.paragraphs().is_empty(), "{topic:?}");
            for part in topic.paragraphs() {
                assert!(!part.heading.contains('{') && !part.text.contains('{'), "{topic:?}: {part:?}");
            }
        }
    }

    #[test]
    fn a_name_is_found_without_its_end_and_as_the_login_pages_spell_it() {
        for asked in ["AccessDenied", "access_denied", "accessdeniedexception"] {
            assert_eq!(Topic::named(asked).map(Topic::title), Some("AccessDeniedException"), "{asked}");
        }
        let near = |name| Topic::near(name).first().map(|topic| topic.title());
        assert_eq!(near("NotAuthorisedExeption"), Some("NotAuthorizedException"));
        assert_eq!(near("UserNotConfrimedException"), Some("UserNotConfirmedException"));
        assert_eq!(near("UserNotConfrimedExc"), Some("UserNotConfirmedException"), "before it is typed out");
    }
}
