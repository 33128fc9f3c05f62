//! `code`: a sign-in that is really made, written down as a script. The script holds no secret: it reads them from its
//! environment.

use std::process::ExitCode;

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};

use super::args::SignInArgs;
use super::console::{Console, Terminal};
use super::ended_with;
use super::problem::Problem;
use super::purpose::Purpose;
use super::quietly::{self, Brought};
use super::setup::{Refusal, set_up};
use crate::flow::Flow as _;
use crate::handoff::code::{Language, walk_as_code};

pub(super) const AFTER: &str = "\
It signs in as sign-in does, and prints what was sent as a script, from the first call to the last. At its
top stand the variables that it reads; secrets are in no script. The admin flow in Python is the script that
many know. curl, the AWS CLI, Rust and Postman have no library for a proof of the password (SRP): they take
--flow password, or an admin flow.

Exit codes: those of sign-in.

Examples:
  poolwalk-cli code boto3 --practice --flow ADMIN_NO_SRP_AUTH
  poolwalk-cli code curl --client ID --user-pool ID --identity-pool ID --username ada --flow password > walk.sh";

/// `code`
#[derive(Debug, Args)]
pub(super) struct CodeArgs {
    /// What to write it in
    #[arg(value_name = "LANGUAGE", value_parser = languages())]
    language: String,
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
    let setup = set_up(&args.sign_in, Purpose::SignIn, console)?;
    if setup.config.way.proves_by_srp() && !language.proves() {
        let text = "This language has no library for a proof of the password: --flow password goes without";
        return Err(refused("--flow", text));
    }
    match quietly::sign_in(setup, console)? {
        Brought::Trouble(outcome, trouble) => Ok(quietly::told(outcome, &trouble)),
        Brought::Login(login) => {
            let code = walk_as_code(login.steps(), login.config(), language);
            let code = code.map_err(|none| refused("LANGUAGE", none.to_string()))?;
            for note in &code.notes {
                quietly::say_to_people(note);
            }
            Ok(quietly::print(&code.text))
        }
    }
}

fn refused(option: &'static str, text: impl Into<String>) -> Refusal {
    Refusal::Problems(vec![Problem::new(option, text)])
}
