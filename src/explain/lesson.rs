//! Why a step is there, for a newcomer; and the card over a question. The words are in `assets/explain`.

use super::gist::is_guest;
use super::texts::{CHALLENGES, LESSONS, Section, find};
use super::topic::Topic;
use crate::cognito::{AuthFlow, Challenge};
use crate::flow::{About, Operation, Probe, Step};

/// Three short paragraphs about one step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lesson {
    /// Why this call is made.
    pub why: &'static str,
    /// What it proves, and to whom.
    pub proves: &'static str,
    /// What comes next.
    pub next: &'static str,
}

/// What stands over the fields of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// `Cognito asks for a new password`.
    pub title: String,
    /// One or two sentences under it.
    pub text: String,
}

/// The lesson of a step: of its flow or challenge where there is one, else of its operation.
#[must_use]
pub fn why(step: &Step) -> Lesson {
    section_of(step).map(Lesson::of).unwrap_or_default()
}

/// The terms that a step's lesson builds on.
#[must_use]
pub fn terms(step: &Step) -> Vec<Topic> {
    let names = section_of(step).into_iter().flat_map(|section| section.list("terms"));
    names.filter_map(Topic::term).collect()
}

fn section_of(step: &Step) -> Option<&'static Section> {
    let operation = lesson_of(step.operation);
    let detail = match &step.about {
        About::SignIn { flow, .. } => flow.wire(),
        About::Answer { challenge } => challenge,
        About::Login | About::Brought { .. } if is_guest(step) => "guest",
        About::Brought { .. } => "brought along",
        About::Refresh if step.operation == Operation::InitiateAuth => AuthFlow::RefreshToken.wire(),
        About::Refresh if step.operation == Operation::Token => "refresh",
        About::Check(Probe::Flow(_) | Probe::IdentityPool) => "check",
        About::Check(Probe::Guests) => "check guests",
        About::Check(Probe::KeySet)
        | About::Refresh
        | About::SetUp
        | About::ManagedLogin
        | About::Device
        | About::Account { .. }
        | About::Login
        | About::Developer { .. }
        | About::Role { .. }
        | About::Keys
        | About::Api { .. } => "",
    };
    find(&LESSONS, &format!("{operation} {detail}")).or_else(|| find(&LESSONS, operation))
}

impl Lesson {
    fn of(section: &Section) -> Self {
        Self { why: section.line("why"), proves: section.line("proves"), next: section.line("next") }
    }
}

/// Answering is the same lesson, signed or not.
pub(super) fn lesson_of(operation: Operation) -> &'static str {
    if operation == Operation::AdminRespondToAuthChallenge {
        Operation::RespondToAuthChallenge.name()
    } else {
        operation.name()
    }
}

/// The card of a question, known or not.
#[must_use]
pub fn challenge(asked: &Challenge) -> Card {
    let section = find(&CHALLENGES, &asked.name).or_else(|| find(&CHALLENGES, "*"));
    let words = |key| section.map_or("", |section| section.line(key));
    let destination =
        asked.parameters.visible("CODE_DELIVERY_DESTINATION").unwrap_or("the address or phone on record");
    // What came along may be named by its wire key: `{Username}`.
    let named = |text: String| {
        let visible = |(key, _)| Some((key, asked.parameters.visible(key)?));
        asked.parameters.iter().filter_map(visible).fold(text, |text, (key, value)| {
            let value = if value.is_empty() { "this user" } else { value };
            text.replace(&format!("{{{key}}}"), value)
        })
    };
    Card {
        title: named(words("title").replace("{name}", &asked.name)),
        text: named(words("text").replace("{destination}", destination)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::cognito::{Params, Way};
    use crate::flow::{Draft, Errand, ErrandKind, ErrandPlan, Flow as _};

    fn lesson(operation: Operation, about: About) -> Lesson {
        why(&Step::ghost(operation, about))
    }

    #[test]
    fn every_flow_has_a_lesson_of_its_own() {
        let mut seen = Vec::new();
        for way in [Way::UserSrp, Way::UserPassword, Way::UserAuth, Way::Custom, Way::AdminUserPassword] {
            let flow = way.flow().unwrap();
            let operation =
                if flow.is_admin() { Operation::AdminInitiateAuth } else { Operation::InitiateAuth };
            let lesson = lesson(operation, About::SignIn { flow, username: "ada".to_owned() });
            assert!(!seen.contains(&lesson.why), "{flow:?}");
            seen.push(lesson.why);
        }
        let refresh = lesson(Operation::InitiateAuth, About::Refresh);
        assert!(refresh.why.contains("refresh token") && !seen.contains(&refresh.why));
    }

    #[test]
    fn answers_are_taught_by_challenge_and_the_rest_by_operation() {
        let answer = |challenge: &str| About::Answer { challenge: challenge.to_owned() };
        let signed = lesson(Operation::AdminRespondToAuthChallenge, answer("SOFTWARE_TOKEN_MFA"));
        assert!(signed.why.contains("authenticator app"));
        assert!(lesson(Operation::RespondToAuthChallenge, answer("TELEPATHY")).why.contains("no lesson"));
        assert!(lesson(Operation::GetId, About::Login).proves.contains("user pool vouches"));
        assert!(lesson(Operation::GetCallerIdentity, About::Keys).why.contains("who am I"));
        let brought = |as_guest| lesson(Operation::GetId, About::Brought { as_guest });
        assert!(brought(true).why.contains("guest"), "before it is sent, too");
        assert!(brought(false).why.contains("other providers"));
    }

    #[test]
    fn every_challenge_of_cognitos_has_a_card_and_a_lesson() {
        for name in [
            "NEW_PASSWORD_REQUIRED",
            "SOFTWARE_TOKEN_MFA",
            "SMS_MFA",
            "SMS_OTP",
            "EMAIL_OTP",
            "PASSWORD",
            "ADMIN_NO_SRP_AUTH",
            "SELECT_MFA_TYPE",
            "SELECT_CHALLENGE",
            "CUSTOM_CHALLENGE",
            "MFA_SETUP",
            "WEB_AUTHN",
            "PASSWORD_SRP",
        ] {
            assert!(
                find(&CHALLENGES, name).is_some()
                    && find(&LESSONS, &format!("RespondToAuthChallenge {name}")).is_some()
            );
        }
    }

    #[test]
    fn every_errand_has_its_words() {
        let draft = Draft { client: "1h57".into(), region: "eu-west-1".into(), ..named("ada") };
        for kind in ErrandKind::ALL {
            let config = draft.check_errand(kind).unwrap();
            let plan = ErrandPlan { kind, about: None, config, access_token: None };
            let errand = Errand::start(plan, Timestamp::UNIX_EPOCH);
            for step in errand.steps() {
                let name = step.operation.name();
                assert!(find(&LESSONS, name).is_some(), "{name} has no lesson");
                let asked = Challenge { name: name.to_owned(), ..question("X", Params::new()) };
                assert!(asked.is_by_hand() || find(&CHALLENGES, name).is_some(), "{name} has no card");
            }
            let asked = errand.question().map(challenge);
            let texts = asked.into_iter().flat_map(|card| [card.title, card.text]).collect::<Vec<_>>();
            assert!(!texts.concat().contains(['{', '}']), "{texts:?}");
        }
    }

    fn named(username: &str) -> Draft {
        Draft { username: username.into(), ..Draft::default() }
    }

    fn question(name: &str, parameters: Params) -> Challenge {
        Challenge {
            name: name.to_owned(),
            session: None,
            parameters,
            available: vec![],
            received: Timestamp::UNIX_EPOCH,
            knows_password: true,
        }
    }

    #[test]
    fn a_card_names_what_is_asked_and_where_the_code_went() {
        let asked = |name: &str, parameters| challenge(&question(name, parameters));
        assert_eq!(asked("NEW_PASSWORD_REQUIRED", Params::new()).title, "Cognito asks for a new password");
        assert_eq!(asked("TELEPATHY", Params::new()).title, "Cognito asks TELEPATHY");
        let sms = asked("SMS_MFA", Params::new().plain("CODE_DELIVERY_DESTINATION", "+*******1234"));
        assert!(sms.text.contains("went to +*******1234;"));
    }
}
