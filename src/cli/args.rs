//! What can be said on the command line. The names are a contract with scripts: later options
//! add, never change. No option takes a secret.

use clap::{Args, Parser, Subcommand};

use super::account_args::{ConfirmArgs, DevicesArgs, ForgotPasswordArgs, SignUpArgs, UserArgs};
use super::browser::{self, BrowserArgs, BrowserOptions};
use super::call::{self, CallArgs};
use super::check::{self, CheckArgs};
use super::code::{self, CodeArgs};
use super::credentials::{self, CredentialsArgs};
use super::export::{self, ExportArgs};
use super::lookup::ExplainArgs;
use super::token::{self, TokenArgs};

const PRACTICE_AFTER: &str = "\
The pool listens on 127.0.0.1 only and lives in memory. The first line on stdout is one JSON object
that says where it is and who can sign in. It ends when stdin closes: in a script, keep stdin open
(`sleep infinity | poolwalk-cli practice`) or give it a pipe of your own.";

const SIGN_IN_AFTER: &str = "\
Exit codes: 0 finished, 1 refused, 2 invalid input, 3 needs an answer, 4 unreachable or timed out,
70 our fault.

Examples:
  poolwalk-cli sign-in --practice
  poolwalk-cli sign-in --client ID --user-pool eu-west-1_Ab12Cd34E --identity-pool eu-west-1:UUID --username ada
  poolwalk-cli sign-in … --password-env POOL_PASSWORD --until credentials --json | jq .credentials";

const REFRESH_AFTER: &str = "\
Uses GetTokensFromRefreshToken, which also works where the app client rotates refresh tokens;
--flow REFRESH_TOKEN_AUTH uses the older way, --domain the token endpoint of the login pages. Exit codes
and JSON are those of sign-in.

Example:
  poolwalk-cli refresh --client ID --region eu-west-1 --refresh-token-env REFRESH --json | jq .tokens";

const ACCOUNT_AFTER: &str = "\
Nothing is sent that messages or changes a user before somebody has agreed: a person when asked, a
script by --yes. Codes and new passwords are answers: --answer ConfirmationCode=…, Code=…, UserCode=…
and --answer-env Password=VAR, ProposedPassword=VAR. Exit codes and JSON are those of sign-in; the JSON
has `user`, `devices` and `delivery` where there are some.

Examples:
  poolwalk-cli sign-up --practice --username eve --attribute email=eve@example.com --attribute given_name=Eve
  poolwalk-cli forgot-password --client ID --region eu-west-1 --username ada --yes --json
  poolwalk-cli forgot-password … --code-sent --answer ConfirmationCode=123456 --answer-env Password=NEW
  poolwalk-cli user set given_name=Ada --practice --yes --json";

const EXPLAIN_AFTER: &str = "\
The texts are those of the window. `sign-in --explain` has them beside the walk itself.

Examples:
  poolwalk-cli explain
  poolwalk-cli explain access token
  poolwalk-cli explain GetId --json";

/// Walks one Amazon Cognito login in the open, in a terminal.
#[derive(Debug, Parser)]
#[command(name = "poolwalk-cli", version, arg_required_else_help = true)]
pub(super) struct Line {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the practice pool until stdin closes or it is interrupted
    #[command(after_help = PRACTICE_AFTER)]
    Practice(PracticeArgs),
    /// Sign in, step by step, as far as the keys and who they belong to
    #[command(after_help = SIGN_IN_AFTER)]
    SignIn(Box<SignInArgs>),
    /// Trade a refresh token for fresh tokens, and go on to fresh keys
    #[command(after_help = REFRESH_AFTER)]
    Refresh(Box<SignInArgs>),
    /// Look whether everything is right before a password is typed: IDs, keys, clock, app client, guests
    #[command(after_help = check::AFTER)]
    Check(Box<CheckArgs>),
    /// Sign in by the pool's own pages, in a browser: external providers and passkeys too
    #[command(after_help = browser::AFTER)]
    Browser(Box<BrowserArgs>),
    /// Sign in, and call an API with the keys or a token
    #[command(after_help = call::AFTER)]
    Call(Box<CallArgs>),
    /// Open a token from stdin, explain it and check it
    #[command(after_help = token::AFTER)]
    Token(Box<TokenArgs>),
    /// Sign in, and print keys and tokens in the format of another tool, or write them to a file
    #[command(after_help = export::AFTER)]
    Export(Box<ExportArgs>),
    /// Sign in, and print the calls that were made as a script
    #[command(after_help = code::AFTER)]
    Code(Box<CodeArgs>),
    /// Fresh keys of a saved connection, for the `credential_process` of AWS's tools
    #[command(after_help = credentials::AFTER)]
    Credentials(CredentialsArgs),
    /// Make an account, and enter the code that Cognito sends for it
    #[command(after_help = ACCOUNT_AFTER)]
    SignUp(Box<SignUpArgs>),
    /// Enter the code of a sign-up
    #[command(after_help = ACCOUNT_AFTER)]
    Confirm(Box<ConfirmArgs>),
    /// Have a code sent, and choose another password with it
    #[command(after_help = ACCOUNT_AFTER)]
    ForgotPassword(Box<ForgotPasswordArgs>),
    /// Sign in, and show the user or do something about the account
    #[command(after_help = ACCOUNT_AFTER)]
    User(Box<UserArgs>),
    /// Sign in, and list the user's devices or do something about one
    #[command(after_help = ACCOUNT_AFTER)]
    Devices(Box<DevicesArgs>),
    /// Say what a call, a challenge, a term or a page is about
    #[command(after_help = EXPLAIN_AFTER)]
    Explain(ExplainArgs),
}

#[derive(Debug, Args)]
pub(super) struct PracticeArgs {
    /// The port to listen on; any free one when left out
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) port: u16,
}

/// Who practices goes nowhere else.
const ELSEWHERE: [&str; 7] =
    ["region", "user_pool", "identity_pool", "endpoint", "endpoint_identity", "endpoint_sts", "domain"];

#[derive(Debug, Default, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(super) struct SignInArgs {
    /// Walk against a practice pool started for the occasion: nothing leaves this computer
    #[arg(long, conflicts_with_all = ELSEWHERE, help_heading = "Where")]
    pub(super) practice: bool,
    /// App client ID; with --practice, its first one when left out
    #[arg(long, value_name = "ID", help_heading = "Where")]
    pub(super) client: Option<String>,
    /// Region; taken from the pool's ID when left out
    #[arg(long, value_name = "R", help_heading = "Where")]
    pub(super) region: Option<String>,
    /// User pool ID; SRP and admin flows need it, and the identity pool does
    #[arg(long, value_name = "ID", help_heading = "Where")]
    pub(super) user_pool: Option<String>,
    /// Identity pool ID; without one the walk ends with the tokens
    #[arg(long, value_name = "ID", help_heading = "Where")]
    pub(super) identity_pool: Option<String>,
    /// A server that stands in for AWS, for all three services
    #[arg(long, value_name = "URL", help_heading = "Where")]
    pub(super) endpoint: Option<String>,
    /// Another server for the identity pool
    #[arg(long, value_name = "URL", help_heading = "Where")]
    pub(super) endpoint_identity: Option<String>,
    /// Another server for STS
    #[arg(long, value_name = "URL", help_heading = "Where")]
    pub(super) endpoint_sts: Option<String>,

    #[command(flatten)]
    pub(super) browser: BrowserOptions,

    /// Username or alias; asked for on a terminal
    #[arg(long, value_name = "U", help_heading = "Who")]
    pub(super) username: Option<String>,
    /// Read the password from the first line of stdin
    #[arg(long, conflicts_with = "password_env", help_heading = "Who")]
    pub(super) password_stdin: bool,
    /// Read the password from this environment variable
    #[arg(long, value_name = "VAR", help_heading = "Who")]
    pub(super) password_env: Option<String>,
    /// Read the client secret from this environment variable
    #[arg(long, value_name = "VAR", help_heading = "Who")]
    pub(super) client_secret_env: Option<String>,

    /// Sign-in flow: srp (the default), auto, password, choice, custom, custom-srp, admin, or a wire
    /// name such as `ADMIN_NO_SRP_AUTH`
    #[arg(long, value_name = "NAME", help_heading = "How")]
    pub(super) flow: Option<String>,
    /// No sign-in: the identity pool's guest
    #[arg(long, conflicts_with_all = ["flow", "username", "login", "developer"], help_heading = "How")]
    pub(super) guest: bool,
    /// The first factor that `USER_AUTH` asks for at once: `PASSWORD_SRP`, PASSWORD, `EMAIL_OTP`, `SMS_OTP`, `WEB_AUTHN`
    #[arg(long, value_name = "FACTOR", help_heading = "How")]
    pub(super) preferred: Option<String>,
    /// Read a refresh token from this environment variable, for `refresh`
    #[arg(long, value_name = "VAR", help_heading = "How")]
    pub(super) refresh_token_env: Option<String>,
    /// Read the secret of the user's authenticator app (base32) from this environment variable: codes
    /// then fill themselves in
    #[arg(long, value_name = "VAR", help_heading = "How")]
    pub(super) totp_secret_env: Option<String>,
    /// Confirm and remember this computer when Cognito offers to; the JSON has it as `device`
    #[arg(long, help_heading = "How")]
    pub(super) remember_device: bool,
    /// Read a remembered device, as the JSON of an earlier walk has it, from this environment variable
    #[arg(long, value_name = "VAR", help_heading = "How")]
    pub(super) device_env: Option<String>,
    /// The AWS profile that signs the calls of an admin flow
    #[arg(long, value_name = "NAME", help_heading = "How")]
    pub(super) aws_profile: Option<String>,
    /// Answer a challenge, by its wire key; may be repeated
    #[arg(long, value_name = "KEY=VALUE", help_heading = "How")]
    pub(super) answer: Vec<String>,
    /// Answer a challenge from an environment variable: for a new password; may be repeated
    #[arg(long, value_name = "KEY=VAR", help_heading = "How")]
    pub(super) answer_env: Vec<String>,
    /// A login of another provider: google, facebook, apple, amazon, x, an issuer URL, a SAML provider's
    /// ARN or the very key, and the variable that holds its token; may be repeated
    #[arg(long, value_name = "PROVIDER=VAR", help_heading = "Identity pool")]
    pub(super) login: Vec<String>,
    /// The user pool's key among the logins; derived when left out
    #[arg(long, value_name = "KEY", help_heading = "Identity pool")]
    pub(super) logins_key: Option<String>,
    /// Ask for this role, one of those that the token allows
    #[arg(long, value_name = "ARN", help_heading = "Identity pool")]
    pub(super) role_arn: Option<String>,
    /// Take the classic flow (`GetOpenIdToken`, `AssumeRoleWithWebIdentity`) to this role
    #[arg(long, value_name = "ROLE_ARN", conflicts_with = "role_arn", help_heading = "Identity pool")]
    pub(super) classic: Option<String>,
    /// How long keys of the classic flow live, in seconds; 3600 when left out
    #[arg(long, value_name = "SECONDS", requires = "classic", help_heading = "Identity pool")]
    pub(super) duration: Option<String>,
    /// Vouch for --username as this developer provider; the call is signed with --aws-profile
    #[arg(long, value_name = "NAME", conflicts_with = "flow", help_heading = "Identity pool")]
    pub(super) developer: Option<String>,
    /// After each step, three sentences: why it was made, what it proves, what comes next
    #[arg(long, help_heading = "How")]
    pub(super) explain: bool,
    /// Stop there: tokens, identity, credentials or caller; as far as possible when left out
    #[arg(long, value_name = "WHERE", help_heading = "How")]
    pub(super) until: Option<String>,
    /// Print one JSON object, tokens and keys in full, and never ask
    #[arg(long, help_heading = "How")]
    pub(super) json: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_makes_sense() {
        Line::command().debug_assert();
    }

    #[test]
    fn what_is_a_command_s_own_stands_before_the_options_of_a_sign_in() {
        for words in [&["user"][..], &["devices"], &["user", "verify"], &["sign-up"], &["forgot-password"]] {
            let asked = Line::try_parse_from([&["poolwalk-cli"], words, &["--help"]].concat());
            let help = asked.map(drop).unwrap_err().to_string();
            let at = |text: &str| help.find(text).unwrap_or_else(|| panic!("no {text} in {help}"));
            assert!(at("--yes") < at("--practice") && at("Account:") < at("Where:"), "{help}");
        }
    }

    #[test]
    fn practice_goes_nowhere_else() {
        let read =
            |more: &[&str]| Line::try_parse_from([&["poolwalk-cli", "sign-in", "--practice"], more].concat());
        for option in [
            "--region",
            "--user-pool",
            "--identity-pool",
            "--endpoint",
            "--endpoint-identity",
            "--endpoint-sts",
        ] {
            let said = read(&[option, "x"]).map_err(|err| err.to_string());
            assert!(said.is_err_and(|said| said.contains("cannot be used with")), "{option}");
        }
        assert!(read(&["--client", "x", "--username", "y", "--flow", "srp", "--aws-profile", "z"]).is_ok());
    }

    #[test]
    fn a_secret_is_no_argument() {
        for given in ["--password", "--client-secret", "--new-password"] {
            assert!(Line::try_parse_from(["poolwalk-cli", "sign-in", given, "hunter2"]).is_err(), "{given}");
        }
    }
}
