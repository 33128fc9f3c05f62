//! From the command line to a login that can begin: options, environment, practice pool and, where
//! a person sits at the terminal, questions for what is missing.

use std::io;

use anyhow::Context as _;

use super::answers::Answers;
use super::args::SignInArgs;
use super::console::Console;
use super::problem::Problem;
use crate::cognito::{Until, Way};
use crate::engine::{Endpoints, Signer, Target, Timeouts};
use crate::flow::{AwsCredentials, Draft, Field, LoginConfig};
use crate::practice::{Cast, Options, Practice};
use crate::secret::Secret;

/// Everything a walk needs, ready to begin.
pub(super) struct Setup {
    pub(super) config: LoginConfig,
    pub(super) target: Target,
    pub(super) answers: Answers,
    /// Serves as long as it is held.
    pub(super) practice: Option<Practice>,
}

/// Why a walk cannot begin.
#[derive(Debug)]
pub(super) enum Refusal {
    /// The command line must change.
    Problems(Vec<Problem>),
    /// No option can mend it.
    Fault(anyhow::Error),
}

impl From<anyhow::Error> for Refusal {
    fn from(err: anyhow::Error) -> Self {
        Self::Fault(err)
    }
}

/// Reads everything and checks it. All problems are told at once, and nobody types a password in vain.
pub(super) fn set_up(args: &SignInArgs, console: &mut dyn Console) -> Result<Setup, Refusal> {
    let practice = args
        .practice
        .then(|| Practice::start(Options::default()))
        .transpose()
        .context("The practice pool did not start")?;
    let cast = practice.as_ref().map(Practice::cast);
    let mut reading = Reading { args, cast, console, problems: Vec::new() };
    let (mut draft, answers) = (reading.draft(), reading.answers());
    let signer = reading.signer(draft.way);
    reading.check_all_but_who(&draft);
    if reading.problems.is_empty() {
        ask_who(&mut draft, reading.console).context("The terminal could not be read")?;
    }
    reading.check_who(&draft);
    match draft.check() {
        Ok(config) if reading.problems.is_empty() => {
            let target = target(&draft, &config, signer);
            Ok(Setup { config, target, answers, practice })
        }
        Ok(_) | Err(_) => Err(Refusal::Problems(reading.problems)),
    }
}

/// The command line while it is read, and what was found wrong so far.
struct Reading<'a> {
    args: &'a SignInArgs,
    cast: Option<&'a Cast>,
    console: &'a mut dyn Console,
    problems: Vec<Problem>,
}

impl Reading<'_> {
    fn found<T>(&mut self, result: Result<T, Problem>) -> Option<T> {
        result.map_err(|problem| self.problems.push(problem)).ok()
    }

    fn given(&self, option: Option<&String>, from_cast: fn(&Cast) -> &str) -> String {
        let own = || self.cast.map(from_cast);
        option.map(String::as_str).or_else(own).unwrap_or_default().to_owned()
    }

    /// The form, filled in from the options and the cast.
    fn draft(&mut self) -> Draft {
        let args = self.args;
        let first_client = |cast: &Cast| cast.clients.first().map_or("", |first| first.client_id);
        let first_user = |cast: &Cast| cast.users.first().map_or("", |first| first.username);
        let client = self.given(args.client.as_ref(), first_client);
        let username = self.given(args.username.as_ref(), first_user);
        Draft {
            region: self.given(args.region.as_ref(), |cast| cast.region),
            user_pool: self.given(args.user_pool.as_ref(), |cast| cast.user_pool_id),
            identity_pool: self.given(args.identity_pool.as_ref(), |cast| cast.identity_pool_id),
            client_secret: self.client_secret(&client),
            password: self.password(&username),
            client,
            username,
            way: self.found(way(args.flow.as_deref())).unwrap_or_default(),
            until: self.found(until(args.until.as_deref())).flatten(),
            endpoint: self.given(args.endpoint.as_ref(), |cast| &cast.endpoint),
            endpoint_identity: args.endpoint_identity.clone().unwrap_or_default(),
            endpoint_sts: args.endpoint_sts.clone().unwrap_or_default(),
            ..Draft::default()
        }
    }

    fn answers(&mut self) -> Answers {
        let SignInArgs { answer, answer_env, .. } = self.args;
        Answers::read(answer, answer_env, |name| self.console.variable(name)).unwrap_or_else(|mut found| {
            self.problems.append(&mut found);
            Answers::default()
        })
    }

    /// From the environment, or else the practice client's own.
    fn client_secret(&mut self, client: &str) -> Secret {
        if let Some(name) = &self.args.client_secret_env {
            return self.variable("--client-secret-env", name);
        }
        let clients = self.cast.map_or(&[][..], |cast| &cast.clients);
        let own = clients.iter().find(|known| known.client_id == client.trim());
        own.and_then(|client| client.client_secret.clone()).unwrap_or_default()
    }

    /// From stdin or the environment, or else the practice user's own.
    fn password(&mut self, username: &str) -> Secret {
        if self.args.password_stdin {
            let unreadable = |err: io::Error| Problem::new("--password-stdin", format!("stdin: {err}"));
            let line = self.console.stdin_line().map_err(unreadable);
            return self.found(line).unwrap_or_default();
        }
        if let Some(name) = &self.args.password_env {
            return self.variable("--password-env", name);
        }
        let users = self.cast.map_or(&[][..], |cast| &cast.users);
        let own = users.iter().find(|known| known.username == username.trim());
        own.map(|user| user.password.clone()).unwrap_or_default()
    }

    fn variable(&mut self, option: &'static str, name: &str) -> Secret {
        let problem = match self.console.variable(name) {
            Some(text) if !text.is_empty() => return text,
            Some(_) => "is empty",
            None => "is not set",
        };
        self.problems.push(Problem::new(option, format!("{name} {problem}")));
        Secret::default()
    }

    /// Who signs the calls of an admin flow: the profile named, or the practice pool's developer.
    fn signer(&mut self, way: Way) -> Option<Signer> {
        if !way.is_signed() {
            return None;
        }
        if let Some(name) = &self.args.aws_profile {
            return Some(Signer::Profile(name.clone()));
        }
        let Some(cast) = self.cast else {
            let text = format!("{} is a signed call; name the AWS profile that signs it", way.label());
            self.problems.push(Problem::new("--aws-profile", text));
            return None;
        };
        Some(Signer::Keys(AwsCredentials {
            access_key_id: cast.admin_key.access_key_id.to_owned(),
            secret_access_key: cast.admin_key.secret_access_key.clone(),
            session_token: None,
            expiration: None,
        }))
    }

    /// The problems that no answer about the user can mend.
    fn check_all_but_who(&mut self, draft: &Draft) {
        for problem in draft.problems().iter().filter(|problem| !is_about_who(problem.field)) {
            let needed = problem.field == Field::Client && draft.client.trim().is_empty();
            let needed = needed.then(|| Problem::new("--client", "Needed, unless --practice is given"));
            self.problems.push(needed.unwrap_or_else(|| problem.into()));
        }
    }

    /// What is wrong with the user's part, unless it was told already where it came from.
    fn check_who(&mut self, draft: &Draft) {
        let told = |option| self.problems.iter().any(|problem| problem.is_of(option));
        let password_told = told("--password-env") || told("--password-stdin");
        let SignInArgs { username, password_stdin, password_env, .. } = self.args;
        let no_password = !password_stdin && password_env.is_none();
        for problem in draft.problems().iter().filter(|problem| is_about_who(problem.field)) {
            let is_password = problem.field == Field::Password;
            if is_password && password_told {
                continue;
            }
            let not_given = if is_password { no_password } else { username.is_none() };
            let problem = Problem::from(problem);
            self.problems.push(if not_given {
                problem.with("Needed where nobody can be asked")
            } else {
                problem
            });
        }
    }
}

const fn is_about_who(field: Field) -> bool {
    matches!(field, Field::Username | Field::Password)
}

fn way(name: Option<&str>) -> Result<Way, Problem> {
    let Some(name) = name else { return Ok(Way::UserSrp) };
    let known = match name.trim().to_ascii_lowercase().as_str() {
        "srp" => Some(Way::UserSrp),
        "password" => Some(Way::UserPassword),
        "admin" => Some(Way::AdminUserPassword),
        "auto" => Some(Way::Automatic),
        "choice" => Some(Way::UserAuth),
        "custom" => Some(Way::Custom),
        "custom-srp" => Some(Way::CustomSrp),
        _ => Way::from_name(name),
    };
    known.ok_or_else(|| {
        let names = Way::ALL.map(Way::name).join(", ");
        let short = "auto, srp, password, choice, custom, custom-srp, admin";
        Problem::new("--flow", format!("“{name}” is no sign-in flow; expected {short}, {names}"))
    })
}

fn until(word: Option<&str>) -> Result<Option<Until>, Problem> {
    let Some(word) = word else { return Ok(None) };
    Until::from_word(word).map(Some).ok_or_else(|| {
        let words = Until::ALL.map(Until::word).join(", ");
        Problem::new("--until", format!("“{word}” is no place to stop; expected one of {words}"))
    })
}

fn ask_who(draft: &mut Draft, console: &mut dyn Console) -> io::Result<()> {
    if !console.is_interactive() {
        return Ok(());
    }
    if draft.username.trim().is_empty() {
        draft.username = console.ask("Username")?.unwrap_or_default();
    }
    if draft.password.is_empty() {
        let label = format!("Password of {}", draft.username.trim());
        draft.password = console.ask_secret(&label)?.unwrap_or_default();
    }
    Ok(())
}

fn target(draft: &Draft, config: &LoginConfig, signer: Option<Signer>) -> Target {
    let given = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let all = given(&draft.endpoint);
    Target {
        region: Some(config.region.clone()),
        identity_region: Some(config.identity_region()),
        endpoints: Endpoints {
            identity: given(&draft.endpoint_identity).or_else(|| all.clone()),
            sts: given(&draft.endpoint_sts).or_else(|| all.clone()),
            idp: all,
        },
        signer,
        timeouts: Timeouts::default(),
    }
}
