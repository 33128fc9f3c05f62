//! `export`: keys and tokens in the format of another tool, after a sign-in, or from what an earlier one printed. Secrets go to
//! stdout, or to the one file that was named.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use clap::ValueEnum;
use clap::builder::PossibleValue;

use super::args::SignInArgs;
use super::connected::Wanted;
use super::console::{Console, Terminal};
use super::outcome::Outcome;
use super::problem::Problem;
use super::purpose::Purpose;
use super::quietly::{self, Followed};
use super::saved::Home;
use super::setup::Refusal;
use super::{earlier, ended_with};
use crate::cognito::endpoint::{self, UrlProblem};
use crate::cognito::{IdentityPoolId, Region, UserPoolId};
use crate::engine::{disk, saving};
use crate::flow::{Flow as _, LoginConfig};
use crate::handoff::{Format, Parcel, Piece, Unfit, is_plain_name, plain_name, render};

pub(super) const AFTER: &str = "\
It signs in as sign-in does and prints one format, secrets in full; on a terminal the steps are told on \
stderr. --from takes the JSON of an earlier sign-in in its place. -o writes a file that only you can read, \
and writes over nothing without --force; credentials and config are put into the AWS file that is named, \
where all else stays as it is. Postman, Bruno, Insomnia and Hoppscotch import the files of those names. A \
config profile gets its keys by the refresh token that the window keeps for the connection where you ticked \
it; without one, POOLWALK_PASSWORD has to be set where the AWS tool runs. The refresh token is in json and \
refresh-token; elsewhere nothing uses it, and it comes with --with-refresh-token alone.

Exit codes: those of sign-in.

Examples:
  eval \"$(poolwalk-cli export bash --client ID --user-pool ID \\
      --identity-pool ID --username ada)\"
  poolwalk-cli sign-in … --json | poolwalk-cli export env --from - -o .env
  poolwalk-cli export credentials … -o ~/.aws/credentials --profile qa
  poolwalk-cli export config --connection QA -o ~/.aws/config --profile qa
  poolwalk-cli export postman-environment … \\
      --api https://abc123.execute-api.eu-west-1.amazonaws.com/prod";

/// `export`
#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// What to write
    #[arg(value_name = "FORMAT", value_enum)]
    format: Format,
    /// Write to this file, and not to stdout
    #[arg(short, long, value_name = "FILE", help_heading = "Export")]
    output: Option<PathBuf>,
    /// Write over a file, or a profile, that is there already
    #[arg(long, requires = "output", help_heading = "Export")]
    force: bool,
    /// What the profile, or the environment, is to be called
    #[arg(long, value_name = "NAME", help_heading = "Export")]
    profile: Option<String>,
    /// The address of your own API, stage included
    #[arg(long, value_name = "URL", help_heading = "Export")]
    api: Option<String>,
    /// Put the refresh token into lines for a shell, .env and environments too; it signs in for days or months
    #[arg(long, help_heading = "Export")]
    with_refresh_token: bool,
    /// Take the JSON that `sign-in --json` printed from this file, or - for stdin, and sign nobody in
    #[arg(long, value_name = "FILE", help_heading = "Export")]
    from: Option<PathBuf>,
    /// Sign in to a connection that the window saved, by the refresh token kept for it or else by the password; other
    /// options count more
    #[arg(long, value_name = "NAME", conflicts_with_all = ["practice", "from"], help_heading = "Export")]
    connection: Option<String>,
    #[command(flatten)]
    sign_in: SignInArgs,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.word()).help(self.label()))
    }
}

pub(super) fn run(args: &mut ExportArgs) -> ExitCode {
    let mut console = Terminal { may_ask: true };
    ended_with(("export", "Nothing can be exported"), exported(args, &mut console), false)
}

/// What there is to write, or how the sign-in ended without it.
enum Had {
    Parcel(Box<Parcel>),
    Over(ExitCode),
}

fn exported(args: &mut ExportArgs, console: &mut dyn Console) -> Result<ExitCode, Refusal> {
    let format = args.format;
    check(args, format)?;
    let parcel = match parcel(args, format, console)? {
        Had::Parcel(parcel) => Parcel { with_refresh_token: args.with_refresh_token, ..*parcel },
        Had::Over(code) => return Ok(code),
    };
    let rendered = render(format, &parcel).map_err(|unfit| lacking(args, unfit))?;
    for note in &rendered.notes {
        quietly::say_to_people(note);
    }
    let Some(path) = &args.output else { return Ok(quietly::print(rendered.text.expose())) };
    let saving = saving::prepare(format, &parcel, path).map_err(|err| refused("-o", err.to_string()))?;
    if let Some(replaced) = saving.replaces.as_ref().filter(|_| !args.force) {
        return Err(over(&replaced.told(path)));
    }
    saving.write().map_err(|err| refused("-o", err.to_string()))?;
    quietly::say(&format!("Written to {}", path.display()));
    Ok(ExitCode::SUCCESS)
}

/// What can be told before anybody signs in.
fn check(args: &ExportArgs, format: Format) -> Result<(), Refusal> {
    let mut problems = Vec::new();
    if args.sign_in.json {
        problems.push(Problem::new("--json", "Does not go with export: `export json` prints JSON"));
    }
    match args.api.as_deref().map(endpoint::check_url) {
        Some(Err(UrlProblem::NoScheme)) => problems.push(Problem::new("--api", NO_ADDRESS)),
        Some(Err(problem)) => problems.push(Problem::new("--api", problem.to_string())),
        None if needs_api(format, args) => problems.push(Problem::new("--api", API_NEEDED)),
        Some(Ok(())) | None => {}
    }
    let place = args.output.as_deref().map_or(Ok(()), |path| saving::check_place(format, path));
    problems.extend(place.err().map(|err| Problem::new("-o", err.to_string())));
    if format == Format::Config && args.connection.is_none() {
        problems.push(Problem::new("--connection", "Needed: the profile asks for the keys of this one"));
    }
    let is_profile = format.is_profile();
    if let Some(name) = args.profile.as_ref().filter(|name| is_profile && !is_plain_name(name)) {
        let unfit = Unfit::ProfileName { name: name.clone() };
        problems.push(Problem::new("--profile", unfit.to_string()));
    }
    if args.with_refresh_token && !format.leaves_out_refresh_token() {
        let text =
            format!("Does not go with {}: it has the refresh token or has no place for it", format.word());
        problems.push(Problem::new("--with-refresh-token", text));
    }
    let is_over = |path: &&Path| !is_profile && !args.force && disk::would_replace(path);
    if let Some(path) = args.output.as_deref().filter(is_over).filter(|_| problems.is_empty()) {
        return Err(over(&saving::Replaced::File.told(path)));
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Problems(problems)) }
}

const NO_ADDRESS: &str = "An address begins with https://, or http:// on this computer; expected something like \
                          https://abc123.execute-api.eu-west-1.amazonaws.com/prod";
const API_NEEDED: &str =
    "Needed: the address of your API, such as https://abc123.execute-api.eu-west-1.amazonaws.com/prod";

/// True where nothing but the option can tell which API is meant.
const fn needs_api(format: Format, args: &ExportArgs) -> bool {
    match format {
        Format::CurlSigned | Format::CurlBearer(_) | Format::PostmanCollection => {
            !args.sign_in.practice && args.from.is_none()
        }
        Format::Value(piece) => matches!(piece, Piece::Api) && args.from.is_none(),
        Format::Set(_)
        | Format::Unset(_)
        | Format::EnvFile
        | Format::Credentials
        | Format::Config
        | Format::Json
        | Format::Process
        | Format::Header(_)
        | Format::PostmanEnvironment
        | Format::Bruno
        | Format::Insomnia
        | Format::Hoppscotch => false,
    }
}

/// True of what is nothing without AWS keys.
const fn needs_keys(format: Format) -> bool {
    match format {
        Format::Value(piece) => {
            matches!(piece, Piece::AccessKeyId | Piece::SecretKey | Piece::SessionToken | Piece::KeysExpire)
        }
        Format::Credentials | Format::Process | Format::CurlSigned => true,
        Format::Set(_)
        | Format::Unset(_)
        | Format::EnvFile
        | Format::Config
        | Format::Json
        | Format::Header(_)
        | Format::CurlBearer(_)
        | Format::PostmanEnvironment
        | Format::PostmanCollection
        | Format::Bruno
        | Format::Insomnia
        | Format::Hoppscotch => false,
    }
}

/// Why the format cannot be written, under the option that what it lacks comes from.
fn lacking(args: &ExportArgs, unfit: Unfit) -> Refusal {
    match (unfit, &args.from) {
        (Unfit::Missing(label), _) if label == Piece::Api.label() => refused("--api", API_NEEDED),
        (Unfit::Missing(label), Some(from)) => {
            refused("--from", format!("{} has no such value: {label}", from.display()))
        }
        (Unfit::Missing(label), None) => {
            refused("FORMAT", format!("The sign-in brought no such value: {label}"))
        }
        (Unfit::Nothing, Some(from)) => {
            let text = "has no keys and no tokens; expected the JSON that sign-in --json prints";
            refused("--from", format!("{} {text}", from.display()))
        }
        (unfit, _) => refused("FORMAT", unfit.to_string()),
    }
}

fn over(told: &str) -> Refusal {
    refused("-o", format!("{told}; --force writes over it"))
}

fn refused(option: &'static str, text: impl Into<String>) -> Refusal {
    Refusal::Problems(vec![Problem::new(option, text)])
}

/// True of what holds no secret, and needs nobody signed in.
const fn is_without_sign_in(format: Format) -> bool {
    matches!(format, Format::Config | Format::Unset(_) | Format::Value(Piece::Api))
}

fn parcel(args: &mut ExportArgs, format: Format, console: &mut dyn Console) -> Result<Had, Refusal> {
    let called = args.profile.clone();
    if let Some(path) = &args.from {
        let parcel = earlier::read(path, args.sign_in.region.as_deref())?;
        let api = args.api.clone().or_else(|| parcel.api.clone());
        let name = called.unwrap_or_else(|| "Poolwalk".to_owned());
        return Ok(Had::Parcel(Box::new(Parcel { name, api, ..parcel })));
    }
    let home = args.connection.as_deref().map(Home::find).transpose()?;
    let process = home.as_ref().map(process).transpose()?.unwrap_or_default();
    if is_without_sign_in(format) {
        if let Some(home) = &home {
            home.fill(&mut args.sign_in, console);
        }
        let own = || args.connection.as_deref().map_or_else(|| "Poolwalk".to_owned(), plain_name);
        return Ok(Had::Parcel(Box::new(Parcel {
            name: called.unwrap_or_else(own),
            process,
            region: region(&args.sign_in),
            api: args.api.clone(),
            ..Parcel::default()
        })));
    }
    let said = SignInArgs { needs_keys: needs_keys(format), ..args.sign_in.clone() };
    let wanted = Wanted { said: &said, purpose: Purpose::SignIn, followed: Followed::aside(console) };
    let walked = wanted.walked(home.as_ref(), console)?;
    if walked.outcome != Outcome::Finished {
        return Ok(Had::Over(walked.told()));
    }
    let login = &walked.login;
    let practice_api = walked.practice.as_ref().map(|practice| practice.cast().signed_route());
    let own = || name(args, login.config(), practice_api.is_some());
    let own = || if format.is_profile() { plain_name(&own()) } else { own() };
    let name = called.unwrap_or_else(own);
    let sts = walked.target.endpoints.sts.clone();
    let api = args.api.clone().or_else(|| practice_api.clone());
    let parcel = Parcel::of(login.haul(), login.config()).called(name);
    Ok(Had::Parcel(Box::new(Parcel { api, sts, process, ..parcel })))
}

/// Where the keys will be used: where the identity pool is, if it says so.
fn region(args: &SignInArgs) -> Option<Region> {
    let of_identity = || IdentityPoolId::parse(args.identity_pool.as_deref()?).ok()?.region();
    let of_pool = || UserPoolId::parse(args.user_pool.as_deref()?).ok()?.region();
    let said = || Region::parse(args.region.as_deref()?).ok();
    of_identity().or_else(said).or_else(of_pool)
}

/// The program that an AWS profile asks for keys.
fn process(home: &Home) -> Result<Vec<String>, Refusal> {
    let process = saving::process(&home.connection.name);
    Ok(process.context("The system does not tell where this program is")?)
}

/// Where the walk went and who it was of.
fn name(args: &ExportArgs, config: &LoginConfig, is_practice: bool) -> String {
    let pool = config.pool.as_ref().map(ToString::to_string);
    let pool = if is_practice { Some("Practice pool".to_owned()) } else { pool };
    let place = args.connection.clone().or(pool).unwrap_or_else(|| "Poolwalk".to_owned());
    let who = config.username.trim();
    if who.is_empty() { place } else { format!("{place} - {who}") }
}
