//! Signing in by the pool's own pages: its options, and what is said on stderr while the browser is away. The page's
//! address is printed too, for whoever has no browser here or opens another one.

use std::io::{self, Write as _};
use std::time::Duration;

use clap::Args;
use jiff::SignedDuration;

use super::args::SignInArgs;
use super::human;
use super::paint::{self, Paint};
use super::problem::Problem;
use super::purpose::Purpose;
use super::saved::fill;
use super::setup::Refusal;
use crate::cognito::managed_login::Prompt;
use crate::engine::{Engine, Event, PAGE_PATIENCE, clock};
use crate::explain;
use crate::flow::{
    AfterBrowser, BrowserDraft, BrowserErrand, Call, Flow, Haul, LoginConfig, TokenSet, WebCall,
};
use crate::practice::Cast;
use crate::profile::Connection;

pub(super) const AFTER: &str = "\
The page's address goes to stderr, and the system's browser is sent there; then Poolwalk waits at the \
redirect URL, which the app client must have among its callback URLs, letter by letter. If the page says \
redirect_mismatch, the browser never comes back: stop with Ctrl+C. Exit codes and JSON are those of sign-in.

Examples:
  poolwalk-cli browser --practice
  poolwalk-cli browser --client ID --region eu-west-1 --domain my-app \\
      --identity-provider Google --json
  poolwalk-cli browser --client ID --region eu-west-1 --domain my-app \\
      --refresh-token-env REFRESH
  poolwalk-cli browser --client ID --region eu-west-1 --domain my-app \\
      --refresh-token-env REFRESH --revoke --yes
  poolwalk-cli browser --client ID --region eu-west-1 --domain my-app \\
      --sign-out";

/// `browser`
#[derive(Debug, Default, Args)]
pub(super) struct BrowserArgs {
    #[command(flatten)]
    pub(super) sign_in: SignInArgs,
    /// Call off the refresh token of --refresh-token-env, in place of a sign-in; without this option fresh
    /// tokens are had for it
    #[arg(long, requires = "refresh_token_env", help_heading = "In the browser")]
    revoke: bool,
    /// Agree beforehand to --revoke; without it a script is told what it would agree to (exit code 3), and a
    /// person is asked
    #[arg(long, requires = "revoke", help_heading = "In the browser")]
    pub(super) yes: bool,
    /// Make the browser forget who signed in, in place of a sign-in
    #[arg(long, conflicts_with_all = ["revoke", "refresh_token_env"], help_heading = "In the browser")]
    sign_out: bool,
}

// An address in a comment would be a link, and is printed with the marks of one.
const REDIRECT_URL: &str = "Where the browser comes back to; http://localhost:8765/callback when left out";
const SIGN_OUT_URL: &str = "Where signing out leads; http://localhost:8765/signed-out when left out";

/// Options of a sign-in by the pool's own pages.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct BrowserOptions {
    /// The domain of the login pages: an address, or its prefix
    #[arg(long, value_name = "DOMAIN", help_heading = "In the browser")]
    pub(super) domain: Option<String>,
    #[arg(long, value_name = "URL", help_heading = "In the browser", help = REDIRECT_URL)]
    redirect_url: Option<String>,
    #[arg(long, value_name = "URL", help_heading = "In the browser", help = SIGN_OUT_URL)]
    sign_out_url: Option<String>,
    /// A scope to ask for; may be repeated. The usual ones when left out
    #[arg(long, value_name = "SCOPE", help_heading = "In the browser")]
    scope: Vec<String>,
    /// Go to this identity provider at once: COGNITO, Google, or its name in the pool
    #[arg(long, value_name = "NAME", help_heading = "In the browser")]
    identity_provider: Option<String>,
    /// Whether to be asked though signed in: login, `select_account`, consent or none
    #[arg(long, value_name = "WORD", help_heading = "In the browser")]
    prompt: Option<String>,
    /// Fill the login page in with this name
    #[arg(long, value_name = "NAME", help_heading = "In the browser")]
    login_hint: Option<String>,
    /// Open no browser; the page's address is printed all the same
    #[arg(long, help_heading = "In the browser")]
    pub(super) no_open: bool,
}

impl BrowserArgs {
    pub(super) fn purpose(&self) -> Purpose {
        if self.sign_out {
            Purpose::AfterBrowser(AfterBrowser::SignOut)
        } else if self.revoke {
            Purpose::AfterBrowser(AfterBrowser::Revoke)
        } else if self.sign_in.refresh_token_env.is_some() {
            Purpose::AfterBrowser(AfterBrowser::Refresh)
        } else {
            Purpose::Browser
        }
    }
}

impl BrowserOptions {
    /// Takes what was not said from a saved connection.
    pub(super) fn fill(&mut self, saved: &Connection) {
        fill(&mut self.domain, &saved.domain);
        fill(&mut self.redirect_url, &saved.redirect_url);
        fill(&mut self.sign_out_url, &saved.sign_out_url);
        fill(&mut self.identity_provider, &saved.identity_provider);
        fill(&mut self.login_hint, &saved.login_hint);
        fill(&mut self.prompt, saved.prompt.map_or("", Prompt::wire));
        if self.scope.is_empty() {
            self.scope.extend(saved.scopes.split_whitespace().map(str::to_owned));
        }
    }

    /// The form's part, but for the prompt; what is not said is the practice pool's or the usual.
    pub(super) fn draft(&self, cast: Option<&Cast>) -> BrowserDraft {
        let usual = BrowserDraft::default();
        let given = |option: &Option<String>| option.clone().unwrap_or_default();
        BrowserDraft {
            domain: self.domain.clone().or_else(|| Some(cast?.domain.clone())).unwrap_or_default(),
            redirect_url: self.redirect_url.clone().unwrap_or(usual.redirect_url),
            sign_out_url: self.sign_out_url.clone().unwrap_or(usual.sign_out_url),
            scopes: if self.scope.is_empty() { usual.scopes } else { self.scope.join(" ") },
            identity_provider: given(&self.identity_provider),
            prompt: None,
            login_hint: given(&self.login_hint),
        }
    }

    pub(super) fn prompt(&self) -> Result<Option<Prompt>, Problem> {
        let Some(word) = &self.prompt else { return Ok(None) };
        Prompt::from_wire(word).map(Some).ok_or_else(|| {
            let words = Prompt::ALL.map(Prompt::wire).join(", ");
            Problem::new("--prompt", format!("“{word}” is no prompt; expected one of {words}"))
        })
    }
}

/// Who signs in on the pages is asked there.
pub(super) fn asked_on_the_page(args: &SignInArgs) -> Vec<Problem> {
    let given = [
        (args.username.is_some(), "--username", "Asked on the page; --login-hint fills it in there"),
        (args.password_stdin, "--password-stdin", "Asked on the page"),
        (args.password_env.is_some(), "--password-env", "Asked on the page"),
        (args.flow.is_some(), "--flow", "The page decides how"),
    ];
    given
        .into_iter()
        .filter(|(is_given, ..)| *is_given)
        .map(|(_, option, text)| Problem::new(option, text))
        .collect()
}

/// One call after a sign-in. What was brought along is the refresh token of that one, if anything.
pub(super) fn errand(config: LoginConfig, what: AfterBrowser) -> Result<Box<dyn Flow>, Refusal> {
    let tokens = TokenSet { refresh: config.refresh_token.clone(), ..TokenSet::default() };
    let haul = Haul { tokens: tokens.refresh.is_some().then_some(tokens), ..Haul::default() };
    let missing = || Problem::new("--refresh-token-env", "Needed: the refresh token of an earlier sign-in");
    let errand = BrowserErrand::start(config, what, haul, clock::now());
    let errand = errand.ok_or_else(|| Refusal::Problems(vec![missing()]))?;
    Ok(Box::new(errand))
}

/// An answer without anybody at a page is here by then.
const AT_ONCE: Duration = Duration::from_millis(150);
/// Whoever is still away by then may never come back.
const HINT_AFTER: Duration = Duration::from_secs(20);

/// Waits for the end of a call, `usual` at the most unless the browser is away; says then what is waited for.
pub(super) fn wait(engine: &Engine, call: &Call, usual: Duration) -> Option<Event> {
    let Call::Web(call) = call else { return engine.wait_event(usual) };
    if call.visit().is_none() {
        return engine.wait_event(usual);
    }
    let mut waited = Duration::ZERO;
    for patience in [AT_ONCE, HINT_AFTER, PAGE_PATIENCE + usual] {
        if let Some(event) = engine.wait_event(patience) {
            return Some(event);
        }
        waited += patience;
        // Whoever closed stderr reads nothing.
        say(engine, call, waited).unwrap_or_default();
    }
    None
}

fn say(engine: &Engine, call: &WebCall, waited: Duration) -> io::Result<()> {
    let waited = SignedDuration::try_from(waited).unwrap_or(SignedDuration::MAX);
    let Some(away) = explain::away(call, waited) else { return Ok(()) };
    let paint = Paint::on(&io::stderr());
    let mut err = io::stderr().lock();
    // The line of the call that is out has no end yet.
    let start = if paint::is_live(&io::stdout()) { "\n" } else { "" };
    write!(err, "{start}{}", human::away(&away, engine.browser_problem().as_deref(), paint))?;
    err.flush()
}
