//! Answers given beforehand, `--answer KEY=VALUE` and `--answer-env KEY=VAR`: each is used once,
//! for the first question that has its key.

use super::problem::Problem;
use crate::cognito::challenge::ATTRIBUTE_PREFIX;
use crate::cognito::{Challenge, FieldKind, FieldSpec, Params, Value};
use crate::secret::Secret;

/// Keys whose values may not stand on a command line, where every user of the machine can read them.
pub(super) const NEVER_SPOKEN: [&str; 5] =
    ["NEW_PASSWORD", "PASSWORD", "Password", "PreviousPassword", "ProposedPassword"];
/// A longer text is no name that anybody gave to a variable.
const VARIABLE_MOST: usize = 64;

/// Answers that have not been used yet.
#[derive(Debug, Default)]
pub(super) struct Answers {
    given: Vec<(String, Secret)>,
    /// Whatever messages or changes a user was agreed to beforehand.
    agrees: bool,
    /// What was agreed to by now: once each, for what was refused is not to be repeated by itself.
    agreed: Vec<String>,
}

impl Answers {
    /// Reads both options; `variable` looks into the environment.
    pub(super) fn read(
        spoken: &[String],
        named: &[String],
        variable: impl Fn(&str) -> Option<Secret>,
    ) -> Result<Self, Vec<Problem>> {
        let spoken = spoken.iter().map(|text| {
            let (key, value) = halves("--answer", "KEY=VALUE", text)?;
            if NEVER_SPOKEN.contains(&key) {
                let text = format!("{key} is a secret and no argument; use --answer-env {key}=VAR");
                return Err(Problem::new("--answer", text));
            }
            Ok((key.to_owned(), value.into()))
        });
        let named = named.iter().map(|text| {
            let (key, name) = halves("--answer-env", "KEY=VAR", text)?;
            variable_name("--answer-env", name)?;
            let value =
                variable(name).ok_or_else(|| Problem::new("--answer-env", format!("{name} is not set")))?;
            Ok((key.to_owned(), value))
        });
        let (mut answers, mut problems) = (Vec::new(), Vec::new());
        for answer in spoken.chain(named) {
            match answer {
                Ok(answer) => answers.push(answer),
                Err(problem) => problems.push(problem),
            }
        }
        if problems.is_empty() { Ok(Self { given: answers, ..Self::default() }) } else { Err(problems) }
    }

    /// One more answer.
    pub(super) fn add(&mut self, key: &str, value: Secret) {
        self.given.push((key.to_owned(), value));
    }

    /// Agrees to whatever messages or changes a user.
    pub(super) const fn agree(&mut self) {
        self.agrees = true;
    }

    /// True when this was put before, and refused since.
    pub(super) fn was_asked(&self, challenge: &Challenge) -> bool {
        self.agreed.contains(&challenge.name)
    }

    /// True when this was agreed to beforehand. It counts as agreed to from now on.
    pub(super) fn has_agreed(&mut self, challenge: &Challenge) -> bool {
        let agrees = self.agrees && !self.was_asked(challenge);
        if agrees {
            self.note_asked(challenge);
        }
        agrees
    }

    /// This is put to somebody, who may be asked once more.
    pub(super) fn note_asked(&mut self, challenge: &Challenge) {
        self.agreed.push(challenge.name.clone());
    }

    /// Takes out what answers this question, if that is all of it. A question whose keys Poolwalk does
    /// not know is answered with everything that is left, under the keys as given.
    pub(super) fn take(&mut self, challenge: &Challenge) -> Option<Params> {
        if challenge.is_by_hand() {
            let all = std::mem::take(&mut self.given);
            let params =
                all.into_iter().fold(Params::new(), |params, (key, value)| params.secret(key, value));
            return Some(params).filter(|params| !params.is_empty());
        }
        let mut fields = challenge.fields();
        let first = fields.first().and_then(|field| self.given.iter().find(|(key, _)| is_for(key, field)));
        let first = first.map(|(_, value)| value.clone()).unwrap_or_default();
        fields.retain(|field| field.goes_with(first.expose()));
        let is_given = |field: &FieldSpec| self.given.iter().any(|(key, _)| is_for(key, field));
        let is_complete = fields
            .iter()
            .all(|field| field.is_optional || challenge.known(field).is_some() || is_given(field));
        if !is_complete || (challenge.is_consent() && !self.has_agreed(challenge)) {
            return None;
        }
        let mut params = Params::new();
        for field in &fields {
            let known = || challenge.known(field).map(Secret::from);
            if let Some(value) = self.take_one(field).or_else(known) {
                params.set(&field.key, value_of(field, value));
            }
        }
        Some(self.with_attributes(params, challenge))
    }

    /// An answer that more may belong to is given every attribute that is left. They stay at hand: when
    /// the question is put again, nobody is asked for them.
    pub(super) fn with_attributes(&self, params: Params, challenge: &Challenge) -> Params {
        if !challenge.is_open_ended() {
            return params;
        }
        let attributes = self.given.iter().filter(|(key, _)| key.starts_with(ATTRIBUTE_PREFIX));
        attributes.fold(params, |params, (key, value)| params.secret(key, value.clone()))
    }

    /// What is known of one field; the person is asked for the rest.
    pub(super) fn take_one(&mut self, field: &FieldSpec) -> Option<Secret> {
        let at = self.given.iter().position(|(key, _)| is_for(key, field))?;
        Some(self.given.remove(at).1)
    }
}

/// The value of a field, hidden or not as the field is.
pub(super) fn value_of(field: &FieldSpec, value: Secret) -> Value {
    match field.kind {
        FieldKind::Text | FieldKind::Choice(_) => Value::Plain(value.expose().to_owned()),
        FieldKind::Code | FieldKind::NewPassword | FieldKind::Secret => Value::Secret(value),
    }
}

/// An attribute may be given without its prefix.
fn is_for(key: &str, field: &FieldSpec) -> bool {
    key == field.key || field.key.strip_prefix(ATTRIBUTE_PREFIX) == Some(key)
}

/// Refuses what is no name of a variable without repeating it: it may be the secret itself.
pub(super) fn variable_name(option: &'static str, name: &str) -> Result<(), Problem> {
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let is_name = is_name && name.len() <= VARIABLE_MOST && !name.starts_with(|c: char| c.is_ascii_digit());
    let text = "Expected the name of an environment variable, never the secret itself";
    if is_name { Ok(()) } else { Err(Problem::new(option, text)) }
}

fn halves<'a>(option: &'static str, form: &str, text: &'a str) -> Result<(&'a str, &'a str), Problem> {
    // What was given is not repeated: it may be a secret in the wrong place.
    text.split_once('=')
        .filter(|(key, _)| !key.is_empty())
        .ok_or_else(|| Problem::new(option, format!("Expected {form}")))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn challenge(name: &str) -> Challenge {
        let parameters = Params::new().plain("requiredAttributes", r#"["userAttributes.given_name"]"#);
        let (session, available) = (None, Vec::new());
        Challenge {
            name: name.to_owned(),
            session,
            parameters,
            available,
            received: Timestamp::UNIX_EPOCH,
            knows_password: true,
        }
    }

    fn read(spoken: &[&str], named: &[&str]) -> Result<Answers, Vec<Problem>> {
        let own = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        Answers::read(&own(spoken), &own(named), |name| (name == "PW").then(|| Secret::from("hunter2")))
    }

    #[test]
    fn an_answer_is_used_once() {
        let mut answers = read(&["SOFTWARE_TOKEN_MFA_CODE=123456"], &[]).unwrap();
        let asked = challenge("SOFTWARE_TOKEN_MFA");
        assert_eq!(answers.take(&asked).unwrap().expose("SOFTWARE_TOKEN_MFA_CODE"), Some("123456"));
        assert_eq!(answers.take(&asked), None);
    }

    #[test]
    fn a_new_password_comes_from_the_environment_and_needs_its_attributes() {
        let asked = challenge("NEW_PASSWORD_REQUIRED");
        assert_eq!(read(&[], &["NEW_PASSWORD=PW"]).unwrap().take(&asked), None);
        let params = read(&["given_name=Ada"], &["NEW_PASSWORD=PW"]).unwrap().take(&asked).unwrap();
        assert_eq!(params.expose("NEW_PASSWORD"), Some("hunter2"));
        assert_eq!(params.visible("NEW_PASSWORD"), None);
        assert_eq!(params.visible("userAttributes.given_name"), Some("Ada"));
    }

    #[test]
    fn an_unknown_question_is_answered_under_the_keys_as_given() {
        let params = read(&["THOUGHT=1=2"], &[]).unwrap().take(&challenge("TELEPATHY")).unwrap();
        assert_eq!(params.expose("THOUGHT"), Some("1=2"));
        assert_eq!(read(&[], &[]).unwrap().take(&challenge("TELEPATHY")), None);
    }

    #[test]
    fn a_known_question_leaves_the_answers_to_later_ones() {
        let mut answers = read(&["ANSWER=SMS_MFA", "SMS_MFA_CODE=123456", "ANSWER=again"], &[]).unwrap();
        for (name, key, value) in [
            ("SELECT_MFA_TYPE", "ANSWER", "SMS_MFA"),
            ("SMS_MFA", "SMS_MFA_CODE", "123456"),
            ("CUSTOM_CHALLENGE", "ANSWER", "again"),
        ] {
            let params = answers.take(&challenge(name)).unwrap();
            assert_eq!((params.iter().count(), params.expose(key)), (1, Some(value)), "{name}");
        }
        assert_eq!(answers.take(&challenge("SMS_MFA")), None);
    }

    #[test]
    fn a_field_of_another_choice_is_not_waited_for() {
        let asked = challenge("MFA_SETUP");
        let params = read(&["MFA_SETUP=SOFTWARE_TOKEN_MFA"], &[]).unwrap().take(&asked).unwrap();
        assert_eq!(params.iter().count(), 1);
        assert_eq!(read(&["MFA_SETUP=EMAIL_OTP"], &[]).unwrap().take(&asked), None);
        let both = read(&["MFA_SETUP=EMAIL_OTP", "EMAIL=a@b"], &[]).unwrap().take(&asked).unwrap();
        assert_eq!(both.expose("EMAIL"), Some("a@b"));
    }

    #[test]
    fn an_attribute_of_a_sign_up_is_still_at_hand_when_it_is_put_again() {
        let mut answers = Answers::default();
        answers.add("userAttributes.custom:team", "blue".into());
        let asked = challenge("SignUp");
        for _ in 0..2 {
            let params = answers.with_attributes(Params::new(), &asked);
            assert_eq!(params.expose("userAttributes.custom:team"), Some("blue"));
        }
        let asked = challenge("SMS_MFA");
        assert!(answers.with_attributes(Params::new(), &asked).is_empty());
    }

    #[test]
    fn a_password_on_the_command_line_is_refused_without_repeating_it() {
        let problems = read(&["NEW_PASSWORD=hunter2", "hunter2"], &["NEW_PASSWORD=NO"]).unwrap_err();
        let said: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "--answer: NEW_PASSWORD is a secret and no argument; use --answer-env NEW_PASSWORD=VAR",
                "--answer: Expected KEY=VALUE",
                "--answer-env: NO is not set",
            ]
        );
    }
}
