//! JSON of every kind, alone or inside a file of JavaScript, Dart or Swift. It knows the shapes
//! that tools write, not which of the values are wanted.

use serde_json::{Map, Value};

use super::Source;
use super::pair::Pair;
use crate::secret::Secret;

/// The pairs of a JSON text, or of a single JSON value within other text.
pub(super) fn read(text: &str) -> Option<(Source, Vec<Pair>)> {
    let value = whole(text).or_else(|| whole(inner(text)?))?;
    let mut walk = Walk::default();
    walk.value(&value);
    Some((source(&value, &walk.pairs), walk.pairs))
}

fn whole(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|value: &Value| value.is_object() || value.is_array())
}

/// From the first opening brace to the last closing one: `const awsmobile = {…};`.
fn inner(text: &str) -> Option<&str> {
    let (start, end) = (text.find('{')?, text.rfind('}')?);
    text.get(start..=end)
}

#[derive(Default)]
struct Walk {
    pairs: Vec<Pair>,
    path: Vec<String>,
    groups: usize,
}

impl Walk {
    fn value(&mut self, value: &Value) {
        match value {
            Value::Object(object) => self.object(object),
            Value::Array(values) => values.iter().for_each(|value| self.value(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn object(&mut self, object: &Map<String, Value>) {
        self.groups += 1;
        let group = self.groups;
        if let (Some(key), Some(value)) = (text(object, "OutputKey"), text(object, "OutputValue")) {
            // All outputs of a stack belong together.
            self.pair(key, value, 0);
            return;
        }
        for (key, value) in object {
            let value = terraform_value(value).unwrap_or(value);
            self.member(key, value, group);
        }
    }

    fn member(&mut self, key: &str, value: &Value, group: usize) {
        match value {
            Value::String(text) => self.pair(key, text, group),
            Value::Array(values) => {
                for value in values {
                    self.member(key, value, group);
                }
            }
            Value::Object(object) => {
                self.path.push(key.to_owned());
                self.object(object);
                self.path.pop();
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn pair(&mut self, key: &str, value: &str, group: usize) {
        let (key, path) = (key.to_owned(), self.path.clone());
        self.pairs.push(Pair { key, path, group, sure: true, value: Secret::from(value) });
    }
}

fn text<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    object.get(key).and_then(Value::as_str)
}

/// `{"value": …, "type": …, "sensitive": …}`
fn terraform_value(value: &Value) -> Option<&Value> {
    let object = value.as_object().filter(|object| object.contains_key("sensitive"))?;
    object.get("value")
}

fn source(value: &Value, pairs: &[Pair]) -> Source {
    let any = |test: &dyn Fn(&Pair) -> bool| pairs.iter().any(test);
    let top = |names: &[&str]| names.iter().any(|name| value.get(name).is_some());
    if value.get("auth").is_some_and(|auth| auth.get("user_pool_id").is_some()) {
        Source::AmplifyOutputs
    } else if any(&|pair| pair.key.starts_with("aws_user_pools") || pair.key.starts_with("aws_cognito")) {
        Source::AwsExports
    } else if any(&|pair| {
        pair.path.iter().any(|key| key == "CognitoUserPool" || key == "CredentialsProvider")
    }) {
        Source::MobileConfiguration
    } else if has_outputs(value) {
        Source::StackOutputs
    } else if members(value).any(|member| terraform_value(member).is_some()) {
        Source::TerraformOutputs
    } else if top(&["UserPool", "UserPools", "UserPoolClient", "UserPoolClients", "IdentityPools"])
        || top(&["IdentityPoolName"])
    {
        Source::AwsCli
    } else if members(value).count() > 0 && members(value).all(is_flat_text) {
        Source::CdkOutputs
    } else {
        Source::Json
    }
}

fn has_outputs(value: &Value) -> bool {
    match value {
        Value::Object(object) => {
            object.contains_key("OutputKey")
                || object.values().any(|inner| inner.is_array() && has_outputs(inner))
        }
        Value::Array(values) => values.iter().any(has_outputs),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

fn members(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_object().into_iter().flat_map(Map::values)
}

fn is_flat_text(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.values().all(Value::is_string))
}
