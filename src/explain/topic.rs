//! What can be looked up: pages, terms, calls and errors, one list for the window and the terminal. The texts are in
//! `assets/explain`, those of errors in the catalogue; this knows how they are named and found, and nothing of what
//! they say.

use super::lesson::lesson_of;
use super::table::ERRORS;
use super::texts::{LESSONS, PAGES, Section, TERMS, find};
use crate::flow::Operation;

/// One entry: something with a text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Topic {
    kind: TopicKind,
    title: &'static str,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TopicKind {
    /// A longer text on how things hang together.
    Page,
    /// A word of the field.
    Term,
    /// A call, or the answer to a challenge.
    Call,
    /// What a service or an API answers when it says no, by the name it has on the wire.
    Error,
}

impl TopicKind {
    /// In the order of the list.
    pub const ALL: [Self; 4] = [Self::Page, Self::Term, Self::Call, Self::Error];

    /// What stands over its entries.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Page => "Pages",
            Self::Term => "Terms",
            Self::Call => "Calls and challenges",
            Self::Error => "Errors",
        }
    }

    /// One lower-case word, as in the CLI's JSON.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Term => "term",
            Self::Call => "call",
            Self::Error => "error",
        }
    }

    fn sections(self) -> &'static [Section] {
        match self {
            Self::Page => &PAGES,
            Self::Term => &TERMS,
            Self::Call => &LESSONS,
            Self::Error => &ERRORS,
        }
    }
}

/// A part of a text: a few words over it, and one to four sentences.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paragraph {
    /// What it is about.
    pub heading: &'static str,
    /// What it says.
    pub text: &'static str,
}

/// Most entries that are named where none was meant for certain.
const MOST_GUESSES: usize = 5;
/// Letters that may be wrong in a long name.
const MOST_SLIPS: usize = 4;

impl Topic {
    /// The page with the whole flow on it.
    pub const WHOLE_FLOW: Self = Self { kind: TopicKind::Page, title: "User pools and identity pools" };
    /// The page on which token goes where.
    pub const WHICH_TOKEN: Self = Self { kind: TopicKind::Page, title: "ID token or access token" };

    /// Every entry of a kind, in the order of its file.
    pub fn all(kind: TopicKind) -> impl Iterator<Item = Self> {
        kind.sections().iter().map(move |section| Self { kind, title: section.title() })
    }

    /// Every entry.
    pub fn every() -> impl Iterator<Item = Self> {
        TopicKind::ALL.into_iter().flat_map(Self::all)
    }

    /// The term of exactly this title.
    pub(super) fn term(title: &str) -> Option<Self> {
        Self::all(TopicKind::Term).find(|topic| topic.title == title)
    }

    /// The entry that a person means by this name, spelled as they like: by its title, by another name
    /// of it, or by the flow or challenge in it.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let wanted = plain(name);
        let answer = Operation::AdminRespondToAuthChallenge;
        if wanted == plain(answer.name()) {
            return Self::named(lesson_of(answer));
        }
        let is = |text: &str| plain(text) == wanted;
        Self::every()
            .find(|topic| is(topic.title) || is(&topic.label()))
            .or_else(|| Self::every().find(|topic| topic.other_names().any(is)))
    }

    /// The entries that come near a name, likeliest first.
    #[must_use]
    pub fn near(name: &str) -> Vec<Self> {
        let wanted = plain(name);
        let reach = (wanted.chars().count() / 3).min(MOST_SLIPS);
        let mut near: Vec<(usize, Self)> =
            Self::every().filter_map(|topic| Some((topic.distance(&wanted, reach)?, topic))).collect();
        near.sort_by_key(|(distance, _)| *distance);
        near.into_iter().map(|(_, topic)| topic).take(MOST_GUESSES).collect()
    }

    /// How far its names are from what was asked for; nothing when that is too far.
    fn distance(self, wanted: &str, reach: usize) -> Option<usize> {
        let names = self.other_names().chain([self.title]).map(plain);
        let one = |name: String| {
            let is_part = wanted.len() >= 3 && name.contains(wanted);
            let distance = if is_part { 1 } else { edits(wanted, &name).min(edits_at_start(wanted, &name)) };
            (distance <= reach.max(1)).then_some(distance)
        };
        names.filter_map(one).min()
    }

    /// True when the entry has all these words in its names or its text.
    #[must_use]
    pub fn has(self, words: &str) -> bool {
        let names = self.other_names().chain([self.title]);
        let text = self.section().into_iter().flat_map(Section::lines).map(|(_, text)| text);
        let all = names.chain(text).collect::<Vec<_>>().join("\n").to_lowercase();
        words.to_lowercase().split_whitespace().all(|word| all.contains(word))
    }

    /// What the entry is.
    #[must_use]
    pub const fn kind(self) -> TopicKind {
        self.kind
    }

    /// The title in its file.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.title
    }

    /// As it is called in a list: a challenge by its name alone.
    #[must_use]
    pub fn label(self) -> String {
        let answer = Operation::RespondToAuthChallenge.name();
        match self.operation_and_detail() {
            Some((operation, challenge)) if operation == answer => challenge.to_owned(),
            Some((operation, detail)) => format!("{operation} · {detail}"),
            None => self.title.to_owned(),
        }
    }

    /// What it says.
    #[must_use]
    pub fn paragraphs(self) -> Vec<Paragraph> {
        let Some(section) = self.section() else { return Vec::new() };
        let named = |heading, key| Paragraph { heading, text: section.line(key) };
        match self.kind {
            TopicKind::Page | TopicKind::Error => section
                .lines()
                .filter(|(key, _)| *key != SEE && *key != ALSO)
                .map(|(heading, text)| Paragraph { heading, text })
                .collect(),
            TopicKind::Term => vec![
                named("What it is", "what"),
                named("What it is for", "use"),
                named("Where it comes next", "next"),
            ],
            TopicKind::Call => vec![
                named("Why this call", "why"),
                named("What it proves", "proves"),
                named("What comes next", "next"),
            ],
        }
    }

    /// The entries that go on from here.
    #[must_use]
    pub fn see(self) -> Vec<Self> {
        let key = if self.kind == TopicKind::Call { "terms" } else { SEE };
        let names = self.section().into_iter().flat_map(|section| section.list(key));
        names.filter_map(Self::named).collect()
    }

    /// What else it is called: of a call, the flow or the challenge.
    fn other_names(self) -> impl Iterator<Item = &'static str> {
        let detail = self.operation_and_detail();
        let also = self.section().into_iter().flat_map(|section| section.list(ALSO));
        also.chain(detail.map(|(_, detail)| detail))
    }

    /// Of a call whose title says more than the operation.
    fn operation_and_detail(self) -> Option<(&'static str, &'static str)> {
        let is_more = self.kind == TopicKind::Call && self.title != Operation::CallApi.name();
        self.title.split_once(' ').filter(|_| is_more)
    }

    fn section(self) -> Option<&'static Section> {
        find(self.kind.sections(), self.title)
    }
}

/// The line with the entries that go on from a page or a term.
const SEE: &str = "see";

/// The line with its other names.
const ALSO: &str = "also";

/// Letters and digits alone, in lower case: `id_token` is “ID token”.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many letters have to be changed, added or taken away to make one word the other (Levenshtein).
fn edits(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (at, letter) in from.chars().enumerate() {
        let mut left = at + 1;
        let mut next = vec![left];
        for (other, pair) in to.chars().zip(row.windows(2)) {
            let [diagonal, above] = *pair else { continue };
            left = (diagonal + usize::from(letter != other)).min(above + 1).min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// The same for a word that is only begun. A few letters begin too many names.
fn edits_at_start(begun: &str, name: &str) -> usize {
    let letters = begun.chars().count();
    let start: String = name.chars().take(letters).collect();
    if letters < 8 { usize::MAX } else { edits(begun, &start) + 1 }
}

#[cfg(test)]
mod tests {
    use super::super::texts::CHALLENGES;
    use super::*;
    use crate::cognito::AuthFlow;
    use crate::explain::{Lesson, why};
    use crate::flow::{About, Step};

    /// The list, and a match that does not compile when an operation is missing from it.
    macro_rules! every_operation {
        ($($name:ident),+ $(,)?) => {{
            const fn known(operation: Operation) -> Operation {
                match operation { $(Operation::$name => operation),+ }
            }
            [$(known(Operation::$name)),+]
        }};
    }

    fn operations() -> Vec<Operation> {
        every_operation![
            InitiateAuth,
            AdminInitiateAuth,
            RespondToAuthChallenge,
            AdminRespondToAuthChallenge,
            GetTokensFromRefreshToken,
            AssociateSoftwareToken,
            VerifySoftwareToken,
            ConfirmDevice,
            UpdateDeviceStatus,
            SignUp,
            ConfirmSignUp,
            ResendConfirmationCode,
            ForgotPassword,
            ConfirmForgotPassword,
            ChangePassword,
            GetUser,
            UpdateUserAttributes,
            GetUserAttributeVerificationCode,
            VerifyUserAttribute,
            SetUserMfaPreference,
            ListDevices,
            ForgetDevice,
            GlobalSignOut,
            RevokeToken,
            GetId,
            GetCredentialsForIdentity,
            GetOpenIdToken,
            GetOpenIdTokenForDeveloperIdentity,
            AssumeRoleWithWebIdentity,
            GetCallerIdentity,
            Authorize,
            Token,
            UserInfo,
            Revoke,
            Logout,
            Jwks,
            CallApi,
        ]
        .to_vec()
    }

    #[test]
    fn every_operation_has_a_lesson_and_is_found_by_its_name() {
        for operation in operations() {
            let step = Step::ghost(operation, About::SetUp);
            assert_ne!(why(&step), Lesson::default(), "{operation:?}");
            assert!(!crate::explain::terms(&step).is_empty(), "{operation:?}");
            let topic = Topic::named(operation.name()).unwrap();
            assert_eq!((topic.kind(), topic.title()), (TopicKind::Call, lesson_of(operation)));
        }
    }

    #[test]
    fn every_lesson_is_of_an_operation() {
        for topic in Topic::all(TopicKind::Call) {
            let name = topic.operation_and_detail().map_or(topic.title(), |(operation, _)| operation);
            assert!(operations().iter().any(|operation| operation.name() == name), "{}", topic.title());
        }
    }

    #[test]
    fn every_challenge_with_a_card_can_be_looked_up() {
        for section in CHALLENGES.iter().filter(|section| section.title() != "*") {
            assert!(Topic::named(section.title()).is_some(), "{}", section.title());
        }
        for flow in [AuthFlow::UserSrp, AuthFlow::UserPassword, AuthFlow::AdminNoSrp, AuthFlow::RefreshToken]
        {
            assert!(Topic::named(flow.wire()).is_some(), "{flow:?}");
        }
    }

    #[test]
    fn every_link_leads_somewhere_and_not_back_to_itself() {
        for topic in Topic::every() {
            let key = if topic.kind() == TopicKind::Call { "terms" } else { SEE };
            let names: Vec<_> = topic.section().unwrap().list(key).collect();
            assert_eq!(names.is_empty(), topic.kind() == TopicKind::Error, "{topic:?}");
            for name in names {
                let found = Topic::named(name).unwrap_or_else(|| panic!("{topic:?} sends to {name}"));
                assert!(
                    found != topic && (found.title() == name || found.label() == name),
                    "{topic:?}: {name}"
                );
                assert!(
                    topic.kind() != TopicKind::Call || found.kind() == TopicKind::Term,
                    "{topic:?}: {name}"
                );
            }
        }
    }

    #[test]
    fn no_two_entries_answer_to_one_name() {
        let mut seen: Vec<(String, Topic)> = Vec::new();
        for topic in Topic::every() {
            for name in [topic.title().to_owned(), topic.label()].map(|name| plain(&name)) {
                let other = seen.iter().find(|(known, other)| *known == name && *other != topic);
                assert_eq!(other, None, "{topic:?}");
                seen.push((name, topic));
            }
        }
    }

    fn sentences(text: &str) -> usize {
        text.matches(". ").count() + text.matches("? ").count() + 1
    }

    #[test]
    fn texts_are_short_and_calm() {
        // An error has as many paragraphs as meanings; the catalogue sees to its own words.
        for topic in Topic::every().filter(|topic| topic.kind() != TopicKind::Error) {
            let paragraphs = topic.paragraphs();
            let words: usize = paragraphs.iter().map(|part| part.text.split_whitespace().count()).sum();
            let most = if topic.kind() == TopicKind::Page { 150 } else { 110 };
            assert!(words <= most, "{topic:?} has {words} words");
            for Paragraph { heading, text } in paragraphs {
                assert!(!heading.is_empty() && text.ends_with('.'), "{topic:?}: {text}");
                let most = if topic.kind() == TopicKind::Term { (1, 160) } else { (5, 400) };
                assert!(sentences(text) <= most.0 && text.chars().count() <= most.1, "{topic:?}: {text}");
                let calm = ["simply", "obviously", "easy", "please", "!", "e.g.", "i.e.", "etc."];
                let found = calm.iter().find(|word| text.to_lowercase().contains(**word));
                assert!(found.is_none(), "{topic:?} says {found:?}: {text}");
            }
        }
    }

    #[test]
    fn names_are_taken_as_people_write_them() {
        for (asked, title) in [
            ("id_token", "ID token"),
            ("ID-Token", "ID token"),
            ("jwks", "Key set"),
            ("session token", "Temporary credentials"),
            ("initiateauth", "InitiateAuth"),
            ("USER_SRP_AUTH", "InitiateAuth USER_SRP_AUTH"),
            ("SOFTWARE_TOKEN_MFA", "RespondToAuthChallenge SOFTWARE_TOKEN_MFA"),
            ("AdminRespondToAuthChallenge", "RespondToAuthChallenge"),
            ("/oauth2/token", "/oauth2/token"),
            ("enhanced or classic", "Enhanced or classic"),
        ] {
            assert_eq!(Topic::named(asked).map(Topic::title), Some(title), "{asked}");
        }
        assert_eq!(Topic::named("telepathy"), None);
    }

    #[test]
    fn a_slip_is_met_with_what_comes_near() {
        let near = |name| Topic::near(name).into_iter().map(Topic::title).collect::<Vec<_>>();
        assert_eq!(near("isuer"), ["Issuer"]);
        assert_eq!(near("GetCredentialForIdentity").first(), Some(&"GetCredentialsForIdentity"));
        assert!(near("credentials").contains(&"Temporary credentials"));
        assert_eq!(near("xyzzy"), [""; 0]);
    }

    #[test]
    fn words_are_found_in_names_and_texts() {
        let found = |words: &str| Topic::every().filter(|topic| topic.has(words)).count();
        assert!(Topic::named("PKCE").unwrap().has("fingerprint code_VERIFIER"));
        assert!(found("trust policy") > 1 && found("xyzzy") == 0);
        assert!(Topic::WHOLE_FLOW.has("identity") && Topic::every().any(|topic| topic == Topic::WHOLE_FLOW));
        assert!(Topic::every().any(|topic| topic == Topic::WHICH_TOKEN));
    }
}
