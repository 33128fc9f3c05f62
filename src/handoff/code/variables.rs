//! The environment variables that stand for secrets in code: their names, and what to put into each.

use super::request::snake;
use crate::flow::Operation;
use crate::secret::Secret;

/// An environment variable that code reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// `COGNITO_PASSWORD`
    pub name: String,
    /// The wire key that it stands for.
    pub key: String,
    /// The call that wants it first.
    pub operation: Operation,
    /// It is good for one request: a proof, or a code.
    pub once: bool,
}

impl Variable {
    /// What to put into it, for a comment: `PASSWORD of AdminInitiateAuth`.
    #[must_use]
    pub fn what(&self) -> String {
        let once = if self.once { ", good once" } else { "" };
        format!("{} of {}{once}", self.key, self.operation.name())
    }
}

/// The variables of one script.
#[derive(Debug, Default)]
pub(super) struct Variables(Vec<(Variable, Secret)>);

/// What is worked out, or sent to somebody, for one request.
const ONCE: &[&str] = &["SRP_A", "PASSWORD_CLAIM_SIGNATURE", "PASSWORD_CLAIM_SECRET_BLOCK", "TIMESTAMP"];

impl Variables {
    /// The variable of a secret: one for each value under a name, however often it is sent.
    pub(super) fn name(&mut self, operation: Operation, key: &str, value: &str) -> String {
        let base = format!("COGNITO_{}", shouted(key));
        let is_same = |(variable, known): &&(Variable, Secret)| {
            known.expose() == value && shouted(&variable.key) == shouted(key)
        };
        if let Some((known, _)) = self.0.iter().find(is_same) {
            return known.name.clone();
        }
        let taken = |name: &str| self.0.iter().any(|(known, _)| known.name == name);
        let mut name = base.clone();
        for number in 2..=self.0.len() + 1 {
            if !taken(&name) {
                break;
            }
            name = format!("{base}_{number}");
        }
        let once = Self::is_good_once(key) || is_code(key);
        // It stands in a comment, which ends at a line break.
        let key = key.chars().filter(|c| !c.is_control()).collect();
        let variable = Variable { name: name.clone(), key, operation, once };
        self.0.push((variable, value.into()));
        name
    }

    /// A value that is worked out for one request.
    pub(super) fn is_good_once(key: &str) -> bool {
        ONCE.contains(&key)
    }

    /// All of them.
    pub(super) fn into_all(self) -> Vec<Variable> {
        self.0.into_iter().map(|(variable, _)| variable).collect()
    }

    /// Those that are read. What a library works out is not.
    pub(super) fn into_list(self, read: &[String]) -> Vec<Variable> {
        let all = self.0.into_iter().map(|(variable, _)| variable);
        all.filter(|variable| read.contains(&variable.name)).collect()
    }

    /// A password that an SRP library makes its proofs of.
    pub(super) fn password(&mut self, operation: Operation) -> String {
        self.name(operation, "PASSWORD", "the password, which no call sends")
    }
}

fn is_code(key: &str) -> bool {
    key.to_ascii_lowercase().ends_with("code") || key == "ANSWER" || key == "Session"
}

/// `RefreshToken` → `REFRESH_TOKEN`
fn shouted(key: &str) -> String {
    let is_shouted = !key.chars().any(char::is_lowercase);
    let name = if is_shouted { key.to_owned() } else { snake(key).to_uppercase() };
    name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect()
}
