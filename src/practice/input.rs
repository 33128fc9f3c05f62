//! The JSON body of an operation, read with AWS's own complaints: what is absent, misshapen or of the wrong type
//! is told as the service tells it. It knows members and constraints, not what they are for.

use serde_json::{Map, Value as Json};

use super::error::Failure;

/// A request's body: a JSON object.
#[derive(Default)]
pub(super) struct Input(Map<String, Json>);

/// What the service model demands of one member.
pub(super) struct Rule {
    /// The member's name in the body.
    pub member: &'static str,
    /// It must be there.
    pub required: bool,
    /// Its value is not repeated in a complaint.
    pub sensitive: bool,
    /// What its text must be like.
    pub constraints: &'static [Constraint],
}

/// One demand on a text.
pub(super) enum Constraint {
    /// At least so many characters.
    Min(usize),
    /// At most so many characters.
    Max(usize),
    /// A pattern, as the model writes it, and the test that it stands for.
    Pattern(&'static str, fn(&str) -> bool),
    /// One of these texts.
    OneOf(&'static [&'static str]),
}

impl Rule {
    /// A member that must be there.
    pub(super) const fn required(member: &'static str, constraints: &'static [Constraint]) -> Self {
        Self { member, required: true, sensitive: false, constraints }
    }

    /// A member that may be absent.
    pub(super) const fn optional(member: &'static str, constraints: &'static [Constraint]) -> Self {
        Self { member, required: false, sensitive: false, constraints }
    }

    /// The same member, its value never repeated.
    pub(super) const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}

impl Input {
    /// Reads a body. An empty one counts as an empty object.
    pub(super) fn read(body: &[u8]) -> Result<Self, Failure> {
        if body.is_empty() {
            return Ok(Self::default());
        }
        match serde_json::from_slice(body) {
            Ok(Json::Object(members)) => Ok(Self(members)),
            Ok(_) | Err(_) => Err(Failure::serialization("")),
        }
    }

    /// Holds the members against their rules and tells of every one that breaks them.
    pub(super) fn check(&self, rules: &[Rule]) -> Result<(), Failure> {
        let mut problems = Vec::new();
        for rule in rules {
            self.check_member(rule, &mut problems)?;
        }
        match problems.len() {
            0 => Ok(()),
            1 => Err(complaint("1 validation error", &problems)),
            many => Err(complaint(&format!("{many} validation errors"), &problems)),
        }
    }

    fn check_member(&self, rule: &Rule, problems: &mut Vec<String>) -> Result<(), Failure> {
        let value = as_text(self.0.get(rule.member))?;
        let mut broken: Vec<String> = Vec::new();
        match value {
            None if rule.required => broken.push("Member must not be null".to_owned()),
            None => {}
            Some(text) => {
                broken.extend(rule.constraints.iter().filter_map(|constraint| constraint.broken_by(text)));
            }
        }
        let shown = match value {
            _ if rule.sensitive => String::new(),
            Some(text) => format!("'{text}' "),
            None => "null ".to_owned(),
        };
        problems.extend(broken.iter().map(|what| told(&shown, rule.member, what)));
        Ok(())
    }

    /// A member's text.
    pub(super) fn text(&self, member: &str) -> Option<&str> {
        self.0.get(member).and_then(Json::as_str)
    }

    /// A member's text, empty when it is absent: for members that a rule already demanded.
    pub(super) fn demanded(&self, member: &str) -> &str {
        self.text(member).unwrap_or_default()
    }

    /// A member's whole number, not below zero.
    pub(super) fn number(&self, member: &str) -> Option<usize> {
        self.0.get(member).and_then(Json::as_u64).and_then(|number| usize::try_from(number).ok())
    }

    /// A member's whole number, which may be below zero.
    pub(super) fn integer(&self, member: &str) -> Result<Option<i64>, Failure> {
        match self.0.get(member) {
            None | Some(Json::Null) => Ok(None),
            Some(value) => value.as_i64().map(Some).ok_or_else(|| Failure::serialization("")),
        }
    }

    /// A map of texts, empty when it is absent.
    pub(super) fn texts(&self, member: &str) -> Result<Texts<'_>, Failure> {
        match self.0.get(member) {
            None | Some(Json::Null) => Ok(Texts(Vec::new())),
            Some(Json::Object(map)) => map
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| Ok((key.as_str(), value.as_str().ok_or_else(|| not_a_text(value))?)))
                .collect::<Result<Vec<_>, Failure>>()
                .map(Texts),
            Some(_) => Err(Failure::serialization("Unexpected value for a map")),
        }
    }

    /// A list of attributes, each with its value; one without a value has an empty one.
    pub(super) fn attributes(&self, member: &str) -> Result<Vec<(&str, &str)>, Failure> {
        let entries = self.list(member)?.iter().zip(1..);
        entries
            .map(|(entry, place)| {
                let name = as_text(entry.get("Name"))?.filter(|name| !name.is_empty());
                let path = format!("{member}.{place}.member.name");
                let absent = "Member must have length greater than or equal to 1";
                let name = name.ok_or_else(|| complaint("1 validation error", &[told("", &path, absent)]))?;
                Ok((name, as_text(entry.get("Value"))?.unwrap_or_default()))
            })
            .collect()
    }

    /// A list of texts.
    pub(super) fn names(&self, member: &str) -> Result<Vec<&str>, Failure> {
        let entries = self.list(member)?.iter();
        entries.map(|entry| Ok(as_text(Some(entry))?.unwrap_or_default())).collect()
    }

    /// A switch, off when it is absent.
    pub(super) fn flag(&self, member: &str) -> Result<bool, Failure> {
        match self.0.get(member) {
            None | Some(Json::Null) => Ok(false),
            Some(Json::Bool(is_on)) => Ok(*is_on),
            Some(_) => Err(Failure::serialization("Unexpected value for a switch")),
        }
    }

    /// A member that has members of its own.
    pub(super) fn part(&self, member: &str) -> Result<Option<Self>, Failure> {
        match self.0.get(member) {
            None | Some(Json::Null) => Ok(None),
            Some(Json::Object(members)) => Ok(Some(Self(members.clone()))),
            Some(_) => Err(Failure::serialization("Unexpected value for a structure")),
        }
    }

    fn list(&self, member: &str) -> Result<&[Json], Failure> {
        match self.0.get(member) {
            None | Some(Json::Null) => Ok(&[]),
            Some(Json::Array(entries)) => Ok(entries),
            Some(_) => Err(Failure::serialization("Unexpected value for a list")),
        }
    }
}

impl Constraint {
    fn broken_by(&self, text: &str) -> Option<String> {
        let chars = text.chars().count();
        match self {
            Self::Min(min) if chars < *min => {
                Some(format!("Member must have length greater than or equal to {min}"))
            }
            Self::Max(max) if chars > *max => {
                Some(format!("Member must have length less than or equal to {max}"))
            }
            Self::Pattern(pattern, fits) if !fits(text) => {
                Some(format!("Member must satisfy regular expression pattern: {pattern}"))
            }
            Self::OneOf(set) if !set.contains(&text) => {
                Some(format!("Member must satisfy enum value set: [{}]", set.join(", ")))
            }
            Self::Min(_) | Self::Max(_) | Self::Pattern(..) | Self::OneOf(_) => None,
        }
    }
}

fn complaint(count: &str, problems: &[String]) -> Failure {
    Failure::invalid_parameter(format!("{count} detected: {}", problems.join("; ")))
}

/// One broken constraint, in words; `shown` is the value with a space behind it, or nothing.
fn told(shown: &str, member: &str, what: &str) -> String {
    format!("Value {shown}at '{}' failed to satisfy constraint: {what}", lower_first(member))
}

fn as_text(value: Option<&Json>) -> Result<Option<&str>, Failure> {
    match value {
        None | Some(Json::Null) => Ok(None),
        Some(Json::String(text)) => Ok(Some(text)),
        Some(other) => Err(not_a_text(other)),
    }
}

fn not_a_text(value: &Json) -> Failure {
    let kind = match value {
        Json::Number(_) => "NUMBER_VALUE",
        Json::Bool(true) => "TRUE_VALUE",
        Json::Bool(false) => "FALSE_VALUE",
        Json::Array(_) => "START_ARRAY",
        Json::Object(_) | Json::String(_) | Json::Null => "START_OBJECT",
    };
    Failure::serialization(format!("{kind} can not be converted to a String"))
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// A map of texts, such as `AuthParameters`.
pub(super) struct Texts<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Texts<'a> {
    /// The text under a key; an empty one counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, text)| *known == key && !text.is_empty()).map(|(_, text)| *text)
    }

    /// The text under a key that must be there.
    pub(super) fn need(&self, key: &str) -> Result<&'a str, Failure> {
        self.get(key).ok_or_else(|| Failure::missing(key))
    }

    /// Every pair.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0.iter().copied()
    }
}

/// `[\w-]+_[0-9a-zA-Z]+`
pub(super) const USER_POOL_ID: Rule = Rule::required(
    "UserPoolId",
    &[
        Constraint::Pattern(r"[\w-]+_[0-9a-zA-Z]+", |text| {
            text.rsplit_once('_').is_some_and(|(region, name)| {
                some_of(region, |c| is_word(c) || c == '-') && some_of(name, |c| c.is_ascii_alphanumeric())
            })
        }),
        Constraint::Min(1),
        Constraint::Max(55),
    ],
);

/// `[\w+]+`
pub(super) const CLIENT_ID: Rule = Rule::required(
    "ClientId",
    &[
        Constraint::Pattern(r"[\w+]+", |text| some_of(text, |c| is_word(c) || c == '+')),
        Constraint::Min(1),
        Constraint::Max(128),
    ],
);

/// `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`: no spaces, no control characters.
pub(super) const USERNAME: Rule = Rule::required(
    "Username",
    &[
        Constraint::Pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", |text| {
            some_of(text, |c| !c.is_whitespace() && !c.is_control())
        }),
        Constraint::Min(1),
        Constraint::Max(128),
    ],
)
.sensitive();

/// `[\S]+.*[\S]+`: a password that somebody chooses.
pub(super) const PASSWORD: &[Constraint] = &[
    Constraint::Pattern(r"^[\S]+.*[\S]+$", |text| {
        text.chars().count() > 1 && text.trim().len() == text.len() && !text.contains('\n')
    }),
    Constraint::Max(256),
];

/// `[\S]+`: a code that was sent.
pub(super) const CODE: &[Constraint] = &[
    Constraint::Pattern(r"[\S]+", |text| some_of(text, |c| !c.is_whitespace())),
    Constraint::Min(1),
    Constraint::Max(2048),
];

/// What an attribute's name must look like.
pub(super) const ATTRIBUTE_NAME: Rule = Rule::required(
    "AttributeName",
    &[
        Constraint::Pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", |text| {
            some_of(text, |c| !c.is_whitespace() && !c.is_control())
        }),
        Constraint::Min(1),
        Constraint::Max(32),
    ],
);

/// `[A-Za-z0-9-_=.]+`
pub(super) const ACCESS_TOKEN: Rule = Rule::required("AccessToken", TOKEN).sensitive();

/// What every token must look like.
pub(super) const TOKEN: &[Constraint] = &[Constraint::Pattern(r"[A-Za-z0-9-_=.]+", |text| {
    some_of(text, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '=' | '.'))
})];

/// A session to continue.
pub(super) const SESSION: Rule =
    Rule::optional("Session", &[Constraint::Min(20), Constraint::Max(4096)]).sensitive();

/// `[\w-]+:[0-9a-f-]+`: identity pools and identities.
pub(super) const IDENTITY: &[Constraint] = &[
    Constraint::Pattern(r"[\w-]+:[0-9a-f-]+", |text| {
        text.split_once(':').is_some_and(|(region, id)| {
            some_of(region, |c| is_word(c) || c == '-')
                && some_of(id, |c| matches!(c, '0'..='9' | 'a'..='f' | '-'))
        })
    }),
    Constraint::Min(1),
    Constraint::Max(55),
];

/// `[\w-]+_[0-9a-f-]+`: device keys.
pub(super) const DEVICE_KEY: &[Constraint] = &[
    Constraint::Pattern(r"[\w-]+_[0-9a-f-]+", |text| {
        text.rsplit_once('_').is_some_and(|(region, id)| {
            some_of(region, |c| is_word(c) || c == '-')
                && some_of(id, |c| matches!(c, '0'..='9' | 'a'..='f' | '-'))
        })
    }),
    Constraint::Min(1),
    Constraint::Max(55),
];

fn some_of(text: &str, fits: fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(fits)
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(body: &str, rules: &[Rule]) -> String {
        Input::read(body.as_bytes()).and_then(|input| input.check(rules)).unwrap_err().message
    }

    #[test]
    fn a_misshapen_id_is_told_as_the_service_tells_it() {
        assert_eq!(
            told(r#"{"ClientId":"eu-west-1_Ab12"}"#, &[CLIENT_ID]),
            "1 validation error detected: Value 'eu-west-1_Ab12' at 'clientId' failed to satisfy constraint: \
             Member must satisfy regular expression pattern: [\\w+]+"
        );
        assert_eq!(
            told("{}", &[CLIENT_ID]),
            "1 validation error detected: Value null at 'clientId' failed to satisfy constraint: Member must not be null"
        );
        let two = told(r#"{"ClientId":""}"#, &[CLIENT_ID]);
        assert!(two.starts_with("2 validation errors detected: Value '' at 'clientId'"), "{two}");
    }

    #[test]
    fn a_sensitive_value_is_not_repeated() {
        let text = told(r#"{"Session":"short"}"#, &[SESSION]);
        assert!(text.contains("Value at 'session' failed") && !text.contains("short"), "{text}");
    }

    #[test]
    fn wrong_types_are_a_serialization_matter() {
        let told = |body: &str| {
            Input::read(body.as_bytes()).and_then(|input| input.check(&[CLIENT_ID])).unwrap_err()
        };
        assert_eq!(told(r#"{"ClientId":5}"#).code, "SerializationException");
        assert_eq!(told("[]").code, "SerializationException");
        assert_eq!(told("{").code, "SerializationException");
        let input = Input::read(br#"{"Logins":{"a":1}}"#).unwrap();
        assert_eq!(input.texts("Logins").err().unwrap().code, "SerializationException");
    }

    #[test]
    fn lists_switches_and_structures_are_read() {
        let body = r#"{"UserAttributes":[{"Name":"email","Value":"a@b.c"},{"Name":"name"}],"Names":["x","y"],
            "On":true,"Sms":{"Enabled":true},"Bad":[{"Value":"x"}],"Odd":[7]}"#;
        let input = Input::read(body.as_bytes()).unwrap();
        assert_eq!(input.attributes("UserAttributes"), Ok(vec![("email", "a@b.c"), ("name", "")]));
        assert_eq!(input.attributes("None"), Ok(vec![]));
        assert_eq!(input.names("Names"), Ok(vec!["x", "y"]));
        assert_eq!((input.flag("On"), input.flag("Off")), (Ok(true), Ok(false)));
        assert_eq!(input.part("Sms").unwrap().unwrap().flag("Enabled"), Ok(true));
        assert!(input.part("None").unwrap().is_none());
        assert_eq!(
            input.attributes("Bad").unwrap_err().message,
            "1 validation error detected: Value at 'bad.1.member.name' failed to satisfy constraint: \
             Member must have length greater than or equal to 1"
        );
        for failure in [
            input.attributes("On").unwrap_err(),
            input.names("Odd").unwrap_err(),
            input.flag("Sms").unwrap_err(),
            input.part("On").err().unwrap(),
        ] {
            assert_eq!(failure.code, "SerializationException");
        }
    }

    #[test]
    fn choices_of_a_person_have_shapes_too() {
        let (password, code) = (Rule::required("Password", PASSWORD), Rule::required("Code", CODE));
        let fits = |name: &str, text: &str, rule: &Rule| {
            let rule = Rule { member: rule.member, constraints: rule.constraints, ..*rule };
            let body = serde_json::json!({ name: text }).to_string();
            Input::read(body.as_bytes()).unwrap().check(&[rule]).is_ok()
        };
        for (text, is_fine) in [("Ab 1", true), (" Ab1", false), ("Ab1 ", false), ("a", false), ("", false)] {
            assert_eq!(fits("Password", text, &password), is_fine, "{text:?}");
        }
        for (text, is_fine) in [("123456", true), ("12 34", false), ("", false)] {
            assert_eq!(fits("Code", text, &code), is_fine, "{text:?}");
        }
        for (text, is_fine) in [("ada", true), ("Zoë-年", true), ("a b", false), ("", false)] {
            assert_eq!(fits("Username", text, &USERNAME), is_fine, "{text:?}");
        }
    }

    #[test]
    fn an_empty_text_counts_as_absent() {
        let input = Input::read(br#"{"AuthParameters":{"USERNAME":"","PASSWORD":"x"}}"#).unwrap();
        let texts = input.texts("AuthParameters").unwrap();
        assert_eq!(texts.need("USERNAME").unwrap_err().message, "Missing required parameter USERNAME");
        assert_eq!(texts.need("PASSWORD"), Ok("x"));
    }
}
