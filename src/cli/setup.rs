//! From the command line to a login that can begin: options, environment, practice pool and, where
//! a person sits at the terminal, questions for what is missing.

use std::io;

use anyhow::Context as _;

use super::answers::{Answers, variable_name};
use super::args::SignInArgs;
use super::browser;
use super::console::Console;
use super::problem::Problem;
use super::purpose::Purpose;
use super::target;
use super::words::{a_token, preferred, until, way};
use crate::cognito::{Device, Provider, Until, Way};
use crate::engine::{Signer, Target};
use crate::flow::{AwsCredentials, BrowserDraft, Draft, Field, LoginConfig, ProviderLogin};
use crate::practice::{Cast, Options, Practice};
use crate::secret::Secret;

/// Everything a walk needs, ready to begin.
pub(super) struct Setup {
    pub(super) config: LoginConfig,
    pub(super) target: Target,
    pub(super) answers: Answers,
    /// Serves as long as it is held.
    pub(super) practice: Option<Practice>,
    /// The system's browser may be sent to a page.
    pub(super) opens_browser: bool,
    /// Each step is followed by its lesson.
    pub(super) explains: bool,
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
pub(super) fn set_up(
    args: &SignInArgs,
    purpose: Purpose,
    console: &mut dyn Console,
) -> Result<Setup, Refusal> {
    let practice = args.practice.then(|| Practice::start(Options::default())).transpose();
    let practice = practice.context("The practice pool did not start")?;
    let cast = practice.as_ref().map(Practice::cast);
    let mut reading = Reading { args, purpose, cast, console, problems: Vec::new() };
    let (mut draft, answers) = (reading.draft(), reading.answers());
    let signer = reading.signer(draft.way);
    reading.check_options_agree(draft.way);
    reading.check_all_but_who(&draft);
    if reading.problems.is_empty() {
        ask_who(&mut draft, purpose, reading.console).context("The terminal could not be read")?;
    }
    reading.check_who(&draft);
    match purpose.check(&draft) {
        Ok(config) if reading.problems.is_empty() => {
            let target = target::of(&draft, &config, signer);
            let opens_browser = !args.browser.no_open;
            Ok(Setup { config, target, answers, practice, opens_browser, explains: args.explain })
        }
        Ok(_) | Err(_) => Err(Refusal::Problems(reading.problems)),
    }
}

/// The command line while it is read, and what was found wrong so far.
struct Reading<'a> {
    args: &'a SignInArgs,
    purpose: Purpose,
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
        let way = self.way();
        let first_client = |cast: &Cast| cast.clients.first().map_or("", |first| first.client_id);
        let client = self.given(args.client.as_ref(), first_client);
        let username = self.username(way);
        let option = |option: &Option<String>| option.clone().unwrap_or_default();
        Draft {
            region: self.given(args.region.as_ref(), |cast| cast.region),
            user_pool: self.given(args.user_pool.as_ref(), |cast| cast.user_pool_id),
            identity_pool: self.identity_pool(),
            client_secret: self.client_secret(&client),
            password: self.password(&username),
            client,
            username,
            way,
            preferred: self.found(preferred(args.preferred.as_deref())).flatten(),
            refresh_token: self.refresh_token(),
            device: self.device(),
            remembers_device: args.remember_device,
            totp_secret: self.named("--totp-secret-env", args.totp_secret_env.as_deref()),
            browser: self.browser(),
            logins_key: option(&args.logins_key),
            providers: self.providers(),
            custom_role: option(&args.role_arn),
            classic_role: option(&args.classic),
            classic_duration: option(&args.duration),
            developer_provider: option(&args.developer),
            until: self.until(),
            endpoint: self.given(args.endpoint.as_ref(), |cast| &cast.endpoint),
            endpoint_identity: option(&args.endpoint_identity),
            endpoint_sts: option(&args.endpoint_sts),
        }
    }

    fn browser(&mut self) -> BrowserDraft {
        let options = &self.args.browser;
        let prompt = self.found(options.prompt()).flatten();
        BrowserDraft { prompt, ..options.draft(self.cast) }
    }

    /// An errand has no use for the identity half.
    fn identity_pool(&self) -> String {
        match self.purpose {
            Purpose::SignIn | Purpose::Refresh | Purpose::Browser | Purpose::Check => {
                self.given(self.args.identity_pool.as_ref(), |cast| cast.identity_pool_id)
            }
            Purpose::ForTokens | Purpose::Alone(_) | Purpose::AfterBrowser(_) => String::new(),
        }
    }

    fn until(&mut self) -> Option<Until> {
        match self.purpose {
            Purpose::SignIn | Purpose::Refresh | Purpose::Browser => {
                self.found(until(self.args.until.as_deref())).flatten()
            }
            Purpose::ForTokens | Purpose::Alone(_) | Purpose::AfterBrowser(_) => Some(Until::Tokens),
            Purpose::Check => None,
        }
    }

    /// The way in: the flow named, or the one that the other options imply.
    fn way(&mut self) -> Way {
        let args = self.args;
        let from_logins = !args.login.is_empty() && args.client.is_none() && args.username.is_none();
        let implied = match self.purpose {
            Purpose::Refresh => Way::RotateToken,
            Purpose::Browser | Purpose::AfterBrowser(_) => Way::Browser,
            Purpose::SignIn | Purpose::Check if args.guest => Way::Guest,
            Purpose::SignIn if args.developer.is_some() => Way::Developer,
            Purpose::SignIn if from_logins => Way::Providers,
            Purpose::SignIn | Purpose::ForTokens | Purpose::Alone(_) | Purpose::Check => Way::default(),
        };
        if implied == Way::Browser {
            self.problems.append(&mut browser::asked_on_the_page(args));
            return implied;
        }
        let Some(name) = &args.flow else { return implied };
        let way = self.found(way(name)).unwrap_or(implied);
        if self.purpose == Purpose::Refresh && !way.refreshes() {
            let ways = [Way::RotateToken, Way::RefreshToken].map(Way::name).join(" or ");
            self.problems.push(Problem::new("--flow", format!("A refresh goes by {ways}")));
        }
        way
    }

    /// Only ways in that name a user take the practice pool's first one.
    fn username(&self, way: Way) -> String {
        let first_user = |cast: &Cast| cast.users.first().map_or("", |first| first.username);
        match &self.args.username {
            None if !self.purpose.needs_username(way) => String::new(),
            given => self.given(given.as_ref(), first_user),
        }
    }

    fn providers(&mut self) -> Vec<ProviderLogin> {
        let mut logins = Vec::new();
        for text in &self.args.login {
            let Some((word, variable)) = text.rsplit_once('=').filter(|(word, _)| !word.is_empty()) else {
                self.problems.push(Problem::new("--login", "Expected PROVIDER=VAR"));
                continue;
            };
            let (provider, detail) = Provider::from_word(word);
            logins.push(ProviderLogin { provider, detail, token: self.variable("--login", variable) });
        }
        logins
    }

    fn device(&mut self) -> Option<Device> {
        let text = self.named("--device-env", self.args.device_env.as_deref());
        if text.is_empty() {
            return None;
        }
        let device = super::report::read_device(&text);
        if device.is_none() {
            let expected = "Expected the device as the JSON of an earlier walk has it";
            self.problems.push(Problem::new("--device-env", expected));
        }
        device
    }

    /// A secret from the environment, when a variable was named.
    fn named(&mut self, option: &'static str, name: Option<&str>) -> Secret {
        name.map(|name| self.variable(option, name)).unwrap_or_default()
    }

    fn refresh_token(&mut self) -> Secret {
        const OPTION: &str = "--refresh-token-env";
        let token = self.named(OPTION, self.args.refresh_token_env.as_deref());
        if token.is_empty() {
            return token;
        }
        self.found(a_token(OPTION, token)).unwrap_or_default()
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
        if let Err(problem) = variable_name(option, name) {
            self.problems.push(problem);
            return Secret::default();
        }
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
        if !way.is_signed() || self.purpose == Purpose::Check {
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

    /// An option that would go unused is no slip to be silent about.
    fn check_options_agree(&mut self, way: Way) {
        let SignInArgs { preferred, username, password_env, password_stdin, .. } = self.args;
        let is_sign_in = !matches!(self.purpose, Purpose::Alone(_) | Purpose::Check);
        let is_check = self.purpose == Purpose::Check;
        let is_sign_in = is_sign_in && !self.problems.iter().any(|problem| problem.is_of("--flow"));
        let mut refuse = |option, text: String| self.problems.push(Problem::new(option, text));
        if preferred.is_some() && way != Way::UserAuth && is_sign_in {
            let text = format!("Goes with --flow choice alone, and not with {}", way.label());
            refuse("--preferred", text);
        }
        if is_check {
            let given = [
                (username.is_some(), "--username"),
                (password_env.is_some(), "--password-env"),
                (*password_stdin, "--password-stdin"),
            ];
            for (_, option) in given.into_iter().filter(|(is_given, _)| *is_given) {
                refuse(option, "Does not go with a check: nobody signs in".to_owned());
            }
        }
        let takes_none = !way.is_of_user_pool() || way.refreshes();
        if is_sign_in && takes_none {
            let given = [(password_env.is_some(), "--password-env"), (*password_stdin, "--password-stdin")];
            for (_, option) in given.into_iter().filter(|(is_given, _)| *is_given) {
                refuse(option, format!("Does not go with {}: no password is asked there", way.label()));
            }
        }
    }

    /// The problems that no answer about the user can mend.
    fn check_all_but_who(&mut self, draft: &Draft) {
        for problem in self.purpose.problems(draft).iter().filter(|problem| !is_about_who(problem.field)) {
            let needed = problem.field == Field::Client && draft.client.trim().is_empty();
            let needed = needed.then(|| Problem::new("--client", "Needed, unless --practice is given"));
            self.problems.push(needed.unwrap_or_else(|| problem.into()));
        }
        if self.args.needs_keys && draft.reach() < Until::Credentials {
            let (option, text) = if draft.identity_pool.trim().is_empty() {
                ("--identity-pool", "Needed: AWS keys come from an identity pool")
            } else {
                ("--until", "Stops before there are AWS keys: leave it out")
            };
            self.problems.push(Problem::new(option, text));
        }
    }

    /// What is wrong with the user's part, unless it was told already where it came from.
    fn check_who(&mut self, draft: &Draft) {
        let told = |option| self.problems.iter().any(|problem| problem.is_of(option));
        let password_told = told("--password-env") || told("--password-stdin");
        let SignInArgs { username, password_stdin, password_env, .. } = self.args;
        let no_password = !password_stdin && password_env.is_none();
        for problem in self.purpose.problems(draft).iter().filter(|problem| is_about_who(problem.field)) {
            let is_password = problem.field == Field::Password;
            if is_password && password_told {
                continue;
            }
            let not_given = if is_password { no_password } else { username.is_none() };
            let problem = Problem::from(problem);
            self.problems.push(match not_given {
                true if self.args.login.is_empty() => problem.with("Needed where nobody can be asked"),
                true => problem.with(NOBODY_BUT_LOGINS),
                false => problem,
            });
        }
    }
}

/// With `--login` somebody may have meant to sign nobody in.
const NOBODY_BUT_LOGINS: &str = "Needed where nobody can be asked; with --flow PROVIDERS the logins of --login stand in \
                                 the place of a sign-in, and no user is named";

const fn is_about_who(field: Field) -> bool {
    matches!(field, Field::Username | Field::Password)
}

fn ask_who(draft: &mut Draft, purpose: Purpose, console: &mut dyn Console) -> io::Result<()> {
    if !console.is_interactive() {
        return Ok(());
    }
    if draft.username.trim().is_empty() && purpose.needs_username(draft.way) {
        draft.username = console.ask("Username")?.unwrap_or_default();
    }
    let asks_password = !matches!(purpose, Purpose::Alone(_) | Purpose::Check);
    if draft.password.is_empty() && draft.needs_password() && asks_password {
        let label = format!("Password of {}", draft.username.trim());
        draft.password = console.ask_secret(&label)?.unwrap_or_default();
    }
    Ok(())
}
