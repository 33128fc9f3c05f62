//! `credentials`: fresh keys for a program that asks for them, exactly as AWS's tools expect of a `credential_process`: one JSON
//! object on stdout, words on stderr. It never asks anybody.

use std::process::ExitCode;

use clap::Args;

use super::args::SignInArgs;
use super::connected::{ONCE_MORE, Wanted};
use super::console::Terminal;
use super::ended_with;
use super::outcome::Outcome;
use super::problem::Problem;
use super::purpose::Purpose;
use super::quietly::{self, Followed, Walked};
use super::saved::Home;
use super::setup::Refusal;
use crate::cognito::Way;
use crate::flow::Flow as _;
use crate::handoff::{Format, Parcel, render};

pub(super) const AFTER: &str = "\
The connection is one that the window saved. Its refresh token is used where the window was told to keep it \
on disk; else, or when the token is over, the password of --password-env or POOLWALK_PASSWORD. Without \
either it fails, and says so on stderr. Keys are fetched anew each time: AWS's tools keep them until shortly \
before their end.

Nobody is there to answer: it opens no browser, and cannot type a code that Cognito sends. Users who sign in \
by managed login, or with codes by SMS or e-mail, need the kept refresh token; with a password alone each \
call would send such a user a code, and then fail.

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
    let mut said = SignInArgs {
        password_env: args.password_env.clone(),
        client_secret_env: args.client_secret_env.clone(),
        until: Some("credentials".to_owned()),
        needs_keys: true,
        ..SignInArgs::default()
    };
    said.browser.no_open = true;
    let wanted = Wanted { said: &said, purpose: Purpose::SignIn, followed: Followed::Nowhere };
    if home.connection.way != Way::Browser {
        return ended(&wanted.walked(Some(&home), &mut console)?);
    }
    match wanted.refreshed(&home, &mut console)? {
        Some(walked) => {
            let next = (walked.outcome == Outcome::Refused).then(|| ONCE_MORE.to_owned());
            ended(&Walked { next, ..walked })
        }
        None => Err(Refusal::Problems(vec![Problem::new("--connection", in_the_browser(&home))])),
    }
}

fn ended(walked: &Walked) -> Result<ExitCode, Refusal> {
    if walked.outcome != Outcome::Finished {
        return Ok(walked.told());
    }
    let parcel = Parcel::of(walked.login.haul(), walked.login.config());
    let rendered = render(Format::Process, &parcel).map_err(|unfit| {
        Refusal::Problems(vec![Problem::new("--connection", format!("Brought no keys. {unfit}"))])
    })?;
    Ok(quietly::print(rendered.text.expose()))
}

/// Why nobody is sent to a page: whoever started the tool that asks may not even see it.
fn in_the_browser(home: &Home) -> String {
    let name = &home.connection.name;
    let keeps = "with “Keep the refresh token there too” ticked";
    format!("“{name}” signs in by the browser, which is not opened here. {ONCE_MORE}, {keeps}")
}
