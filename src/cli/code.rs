//! `code`: a sign-in that is really made, written down as a script. The script holds no secret: it reads them from its
//! environment.

use std::process::ExitCode;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::args::SignInArgs;
use super::console::{Console, Terminal};
use super::ended_with;
use super::outcome::Outcome;
use super::problem::Problem;
use super::purpose::Purpose;
use super::quietly::{self, Followed};
use super::saved::Home;
use super::setup::{Refusal, set_up};
use crate::flow::Flow as _;
use crate::handoff::code::{Language, walk_as_code};

pub(super) const AFTER: &str = "\
It signs in as sign-in does, and prints what was sent as a script, from the first call to the last. At its \
top stand the variables that it reads; secrets are in no script, but what it gets it prints: the keys, or the \
tokens. The admin flow in Python is the script that many know. curl, the AWS CLI, Rust and Postman have no \
library for a proof of the password (SRP): they take --flow password, or an admin flow. With --connection it \
signs in by the password, kept refresh token or not: a script of a refresh is seldom what is wanted.

Exit codes: those of sign-in.

Examples:
  poolwalk-cli code boto3 --practice --flow ADMIN_NO_SRP_AUTH
  poolwalk-cli code curl --client ID --user-pool ID --identity-pool ID \\
      --username ada --flow password > walk.sh";

/// `code`
#[derive(Debug, Args)]
pub(super) struct CodeArgs {
    /// What to write it in
    #[arg(value_name = "LANGUAGE", value_parser = languages())]
    language: String,
    /// Sign in to a connection that the window saved; other options count more
    #[arg(long, value_name = "NAME", conflicts_with = "practice", help_heading = "Code")]
    connection: Option<String>,
    #[command(flatten)]
    sign_in: SignInArgs,
}

fn languages() -> PossibleValuesParser {
    PossibleValuesParser::new(
        Language::ALL.map(|language| PossibleValue::new(language.word()).help(language.label())),
    )
}

pub(super) fn run(args: &CodeArgs) -> ExitCode {
    let mut console = Terminal { may_ask: true };
    ended_with(("code", "No code can be made"), written(args, &mut console), false)
}

fn written(args: &CodeArgs, console: &mut dyn Console) -> Result<ExitCode, Refusal> {
    let asked = Language::ALL.into_iter().find(|language| language.word() == args.language);
    let language = asked.ok_or_else(|| refused("LANGUAGE", "Is no language"))?;
    if args.sign_in.json {
        return Err(refused("--json", "Does not go with code: what is printed is a script"));
    }
    let home = args.connection.as_deref().map(Home::find).transpose()?;
    let mut said = args.sign_in.clone();
    if let Some(home) = &home {
        home.fill(&mut said, console);
    }
    match &home {
        Some(home) => signed_in(&said, language, &mut home.vault(&said, console)),
        None => signed_in(&said, language, console),
    }
}

fn signed_in(said: &SignInArgs, language: Language, console: &mut dyn Console) -> Result<ExitCode, Refusal> {
    let setup = set_up(said, Purpose::SignIn, console)?;
    if setup.config.way.proves_by_srp() && !language.proves() {
        let text = "This language has no library for a proof of the password: --flow password goes without";
        return Err(refused("--flow", text));
    }
    let walked = quietly::walked(setup, Followed::aside(console), console)?;
    if walked.outcome != Outcome::Finished {
        return Ok(walked.told());
    }
    let code = walk_as_code(walked.login.steps(), walked.login.config(), language);
    let code = code.map_err(|none| refused("LANGUAGE", none.to_string()))?;
    for note in &code.notes {
        quietly::say_to_people(note);
    }
    Ok(quietly::print(&code.text))
}

fn refused(option: &'static str, text: impl Into<String>) -> Refusal {
    Refusal::Problems(vec![Problem::new(option, text)])
}
