//! A step, or a whole walk, as code: made of what was really sent, with secrets as variables that the code reads from its
//! environment. What one call answered and another sent goes from the one to the other. It writes texts and runs none.

use thiserror::Error;

use crate::flow::{LoginConfig, Operation, Step, StepState};

mod aws_cli;
mod bash;
mod body;
mod boto3;
mod curl;
mod javascript;
mod plain;
mod plain_text;
mod postman;
mod reading;
mod request;
mod rust;
#[cfg(test)]
mod tests;
mod variables;

use reading::Reader;
use request::{Argument, Brings, Request};
pub use variables::Variable;

/// What code is written in, and for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// curl, in a script for bash.
    Curl,
    /// The AWS CLI, in a script for bash.
    AwsCli,
    /// Python with boto3.
    Boto3,
    /// JavaScript with the AWS SDK v3.
    JavaScript,
    /// Rust with aws-sdk-rust.
    Rust,
    /// A Postman collection.
    Postman,
}

impl Language {
    /// Every language, in the order of a menu.
    pub const ALL: [Self; 6] =
        [Self::Curl, Self::AwsCli, Self::Boto3, Self::JavaScript, Self::Rust, Self::Postman];

    /// What it is called in a menu.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::AwsCli => "AWS CLI",
            Self::Boto3 => "Python (boto3)",
            Self::JavaScript => "JavaScript (AWS SDK v3)",
            Self::Rust => "Rust (aws-sdk)",
            Self::Postman => "Postman collection",
        }
    }

    /// Its word in the terminal.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::AwsCli => "aws-cli",
            Self::Boto3 => "boto3",
            Self::JavaScript => "javascript",
            Self::Rust => "rust",
            Self::Postman => "postman",
        }
    }

    /// True when there is a library that makes SRP’s proofs, so that they need not be repeated.
    #[must_use]
    pub const fn proves(self) -> bool {
        match self {
            Self::Boto3 | Self::JavaScript => true,
            Self::Curl | Self::AwsCli | Self::Rust | Self::Postman => false,
        }
    }
}

/// A step or a walk as code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The code. There is no secret in it.
    pub text: String,
    /// What it reads from its environment.
    pub variables: Vec<Variable>,
    /// What to know before running it.
    pub notes: Vec<&'static str>,
}

/// Why there is no code for a step or a walk. Written for the person who asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoCode {
    /// Nothing was sent.
    #[error("Code is made of what was really sent, and nothing has been sent yet")]
    NotSent,
    /// A page, an OAuth endpoint or a key set.
    #[error("This goes to a plain web address, and is no operation that AWS’s tools know; curl makes it")]
    NoOperation,
    /// A page.
    #[error("A browser makes this visit: its address is all that there is to copy")]
    Browser,
    /// A proof of a password, in a language that has no library for it.
    #[error(
        "A proof of the password (SRP) is good once and has to be worked out anew; choose Python or JavaScript, which have \
         libraries for it, or walk with USER_PASSWORD_AUTH"
    )]
    Proof,
    /// A proof of a device.
    #[error(
        "A remembered device proves itself anew each time, and no library does that in a script; walk without the device"
    )]
    DeviceProof,
}

/// How much is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    OneStep,
    WholeWalk,
}

/// All that a language writes.
struct Script {
    requests: Vec<Request>,
    variables: Vec<Variable>,
    /// What of it is printed.
    ending: Ending,
    /// The variables of SRP, where the script proves a password.
    srp: Option<Srp>,
}

/// What an SRP library is given.
struct Srp {
    username: String,
    /// The variable with the password.
    password: String,
    pool: String,
    client: String,
}

/// What a script prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// The keys, from the answer of this request.
    Keys(usize),
    /// The tokens.
    Tokens(usize),
    /// The whole answer of the last request.
    Answer,
}

/// One step as code. What is good for one request alone becomes a variable too, and is said to be.
///
/// # Errors
/// When nothing was sent, or the language has no means for it.
pub fn step_as_code(step: &Step, config: &LoginConfig, language: Language) -> Result<Code, NoCode> {
    if !is_of_aws(step.operation) {
        return request_as_code(step, language);
    }
    let mut reader = Reader::new(config, Shape::OneStep);
    reader.read(step)?;
    write(reader, config, language)
}

/// A step that is no operation of AWS's as code: it is all in the request.
///
/// # Errors
/// When nothing was sent, or the language has no means for it.
pub fn request_as_code(step: &Step, language: Language) -> Result<Code, NoCode> {
    plain::write(step, language)
}

/// The walk as code: every call that came back well, in order.
///
/// # Errors
/// When there is none, or when it has a proof in it that the language has no library for.
pub fn walk_as_code(steps: &[Step], config: &LoginConfig, language: Language) -> Result<Code, NoCode> {
    let mut reader = Reader::new(config, Shape::WholeWalk);
    for step in steps.iter().filter(|step| step.state == StepState::Done && is_of_aws(step.operation)) {
        reader.read(step)?;
    }
    if reader.requests.is_empty() {
        let browsed = steps.iter().any(|step| step.state == StepState::Done);
        return Err(if browsed { NoCode::NoOperation } else { NoCode::NotSent });
    }
    write(reader, config, language)
}

fn is_of_aws(operation: Operation) -> bool {
    reading::service(operation).is_some()
}

fn write(mut reader: Reader<'_>, config: &LoginConfig, language: Language) -> Result<Code, NoCode> {
    let srp = srp(&mut reader, config)?;
    if srp.is_some() && !language.proves() {
        return Err(NoCode::Proof);
    }
    let Reader { requests, variables, .. } = reader;
    let mut read: Vec<String> = srp.iter().map(|srp| srp.password.clone()).collect();
    for (_, argument) in requests.iter().flat_map(|request| &request.arguments) {
        argument.variables(&mut |name| read.push(name.to_owned()));
    }
    let script = Script { ending: ending(&requests), requests, variables: variables.into_list(&read), srp };
    let text = match language {
        Language::Curl => curl::write(&script),
        Language::AwsCli => aws_cli::write(&script),
        Language::Boto3 => boto3::write(&script),
        Language::JavaScript => javascript::write(&script),
        Language::Rust => rust::write(&script),
        Language::Postman => postman::write(&script),
    };
    Ok(Code { text, notes: notes(&script, language), variables: script.variables })
}

fn srp(reader: &mut Reader<'_>, config: &LoginConfig) -> Result<Option<Srp>, NoCode> {
    let proves = |argument: &Argument| matches!(argument, Argument::SrpStart(_) | Argument::SrpProof { .. });
    let mut all = reader.requests.iter();
    let first = all.find(|request| request.arguments.iter().any(|(_, argument)| proves(argument)));
    let Some(operation) = first.map(|request| request.operation) else { return Ok(None) };
    let (Some(pool), Some(client)) = (&config.pool, &config.client) else { return Err(NoCode::Proof) };
    Ok(Some(Srp {
        username: config.username.clone(),
        password: reader.variables.password(operation),
        pool: pool.as_str().to_owned(),
        client: client.as_str().to_owned(),
    }))
}

fn ending(requests: &[Request]) -> Ending {
    let last = |wanted| requests.iter().rposition(|request| request.brings == wanted);
    match (requests.len(), last(Brings::Keys), last(Brings::Tokens)) {
        (0 | 1, _, _) | (_, None, None) => Ending::Answer,
        (_, Some(at), _) => Ending::Keys(at),
        (_, None, Some(at)) => Ending::Tokens(at),
    }
}

fn notes(script: &Script, language: Language) -> Vec<&'static str> {
    let mut notes = Vec::new();
    if script.variables.iter().any(|variable| variable.once) {
        notes.push("Some variables are good for one request: run it again with fresh ones");
    }
    if script.requests.iter().any(|request| request.signer == request::Signer::Settings) {
        notes.push("Signed calls take the keys of the tool’s own settings");
    }
    if script.srp.is_some() {
        notes.push(match language {
            Language::Boto3 => "The proof of the password is made by pycognito",
            Language::JavaScript => "The proof of the password is made by cognito-srp-helper",
            Language::Curl | Language::AwsCli | Language::Rust | Language::Postman => "It proves a password",
        });
    }
    if language == Language::Postman {
        notes.push("Quotes and backslashes in a variable have to be written as in JSON");
    }
    notes
}

impl Script {
    /// What stands at the top: the calls, the variables, and what signs.
    fn head(&self) -> Vec<String> {
        let calls: Vec<&str> = self.requests.iter().map(|request| request.operation.name()).collect();
        let mut lines = vec![calls.join(", ")];
        if !self.variables.is_empty() {
            lines.push("Set these in the environment first:".to_owned());
        }
        let width = self.variables.iter().map(|variable| variable.name.len()).max().unwrap_or_default();
        for variable in &self.variables {
            lines.push(format!("  {:width$}  {}", variable.name, variable.what()));
        }
        if self.requests.iter().any(|request| request.signer == request::Signer::Settings) {
            lines.push("AWS keys that may make these calls sign them.".to_owned());
        }
        lines
    }

    fn request(&self, at: usize) -> Option<&Request> {
        self.requests.get(at)
    }
}
