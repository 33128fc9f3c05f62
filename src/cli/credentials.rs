//! `credentials`: fresh keys for a program that asks for them, exactly as AWS's tools expect of a `credential_process`: one JSON
//! object on stdout, words on stderr. It never asks anybody.

use std::process::ExitCode;

use clap::Args;

use super::args::SignInArgs;
use super::console::Terminal;
use super::outcome::Outcome;
use super::purpose::Purpose;
use super::quietly::{self, Brought};
use super::saved::{Home, PASSWORD};
use super::setup::{Refusal, set_up};
use super::trouble::Explanation;
use super::{ended_with, problem::Problem};
use crate::cognito::Way;
use crate::flow::{Flow as _, Login};
use crate::handoff::{Format, Parcel, render};

pub(super) const AFTER: &str = "\
The connection is one that the window saved. Its refresh token is used where the window was told to keep
it on disk; else, or when the token is over, the password of --password-env or POOLWALK_PASSWORD. Without
either it fails, and says so on stderr. Keys are fetched anew each time: AWS's tools keep them until
shortly before their end.

Nobody is there to answer: it opens no browser, and cannot type a code that Cognito sends. Users who sign in
by managed login, or with codes by SMS or e-mail, need the kept refresh token; with a password alone each call
would send such a user a code, and then fail.

Exit codes: those of sign-in.

In ~/.aws/config (poolwalk-cli export config --connection NAME writes it):
  [profile qa]
  credential_process = /usr/local/bin/poolwalk-cli credentials --connection=qa";

/// `credentials`
#[derive(Debug, Args)]
pub(super) struct CredentialsArgs {
    /// The saved connection, as it is called in the window
    #[arg(long, value_name = "NAME")]
    connection: String,
    /// Read the password from this environment variable; `POOLWALK_PASSWORD` when left out
    #[arg(long, value_name = "VAR")]
    password_env: Option<String>,
    /// Read the client secret from this environment variable; `POOLWALK_CLIENT_SECRET` when left out
    #[arg(long, value_name = "VAR")]
    client_secret_env: Option<String>,
}

pub(super) fn run(args: &CredentialsArgs) -> ExitCode {
    ended_with(("credentials", "No keys can be had"), fetched(args), false)
}

fn fetched(args: &CredentialsArgs) -> Result<ExitCode, Refusal> {
    let home = Home::find(&args.connection)?;
    let mut console = Terminal { may_ask: false };
    let mut refused = None;
    if let Some(mut refresh) = home.refresh(&console) {
        said(args, &mut refresh);
        match brought(&home, &refresh, Purpose::Refresh, &mut console)? {
            Brought::Login(login) => return printed(&home, &refresh, &login),
            Brought::Trouble(Outcome::Refused, trouble) => refused = Some(trouble),
            Brought::Trouble(outcome, trouble) => return Ok(quietly::told(outcome, &trouble)),
        }
    }
    if home.connection.way == Way::Browser {
        return match refused {
            Some(trouble) => Ok(quietly::told(Outcome::Refused, &renewable(*trouble, ONCE_MORE))),
            None => Err(Refusal::Problems(vec![Problem::new("--connection", in_the_browser(&home))])),
        };
    }
    let mut sign_in = SignInArgs { password_env: args.password_env.clone(), ..SignInArgs::default() };
    home.fill(&mut sign_in, &console);
    said(args, &mut sign_in);
    match (brought(&home, &sign_in, Purpose::SignIn, &mut console), refused) {
        (Ok(Brought::Login(login)), _) => printed(&home, &sign_in, &login),
        (Err(Refusal::Problems(_)), Some(trouble)) => {
            let next = format!("{ONCE_MORE}, or set {PASSWORD}");
            Ok(quietly::told(Outcome::Refused, &renewable(*trouble, next)))
        }
        (Ok(Brought::Trouble(outcome, trouble)), _) => Ok(quietly::told(outcome, &trouble)),
        (Err(refusal), _) => Err(refusal),
    }
}

fn said(args: &CredentialsArgs, sign_in: &mut SignInArgs) {
    if args.client_secret_env.is_some() {
        sign_in.client_secret_env.clone_from(&args.client_secret_env);
    }
    sign_in.until = Some("credentials".to_owned());
    sign_in.browser.no_open = true;
}

fn brought(
    home: &Home,
    args: &SignInArgs,
    purpose: Purpose,
    console: &mut Terminal,
) -> Result<Brought, Refusal> {
    let mut vault = home.vault(args, console);
    let setup = set_up(args, purpose, &mut vault)?;
    quietly::sign_in(setup, &mut vault)
}

const ONCE_MORE: &str = "Sign in to this connection in the window once more";

/// The kept token is no good any more.
fn renewable(trouble: Explanation, next: impl Into<String>) -> Explanation {
    Explanation { next: next.into(), ..trouble }
}

/// Why nobody is sent to a page: whoever started the tool that asks may not even see it.
fn in_the_browser(home: &Home) -> String {
    let name = &home.connection.name;
    let keeps = "with “Keep the refresh token there too” ticked";
    format!("“{name}” signs in by the browser, which is not opened here. {ONCE_MORE}, {keeps}")
}

fn printed(home: &Home, args: &SignInArgs, login: &Login) -> Result<ExitCode, Refusal> {
    let haul = login.haul();
    let refresh = haul.tokens.as_ref().and_then(|tokens| tokens.refresh.as_ref());
    if let Err(err) = home.keep(args, refresh) {
        quietly::say(&format!("The refresh token could not be kept: {err}"));
    }
    let parcel = Parcel::of(haul, login.config());
    let rendered = render(Format::Process, &parcel).map_err(|unfit| {
        Refusal::Problems(vec![Problem::new("--connection", format!("Brought no keys. {unfit}"))])
    })?;
    Ok(quietly::print(rendered.text.expose()))
}
