//! From a command line about an account to an errand that can begin: by itself, or after a sign-in that
//! brings the tokens it needs.

use super::account_args::{AccountArgs, Asked};
use super::console::Console;
use super::problem::Problem;
use super::purpose::Purpose;
use super::setup::{Refusal, Setup, set_up};
use super::words::a_token;
use crate::cognito::challenge::ATTRIBUTE_PREFIX;
use crate::flow::{ErrandKind, ErrandPlan, Haul, Need};
use crate::secret::Secret;

/// An errand, and the sign-in that comes before it.
pub(super) struct Prepared {
    pub(super) setup: Setup,
    pub(super) plan: ErrandPlan,
    pub(super) signs_in_first: bool,
}

/// Reads everything and checks it.
pub(super) fn prepare(asked: &Asked<'_>, console: &mut dyn Console) -> Result<Prepared, Refusal> {
    let Asked { kind, about, assignment, attributes, account } = asked;
    let attributes = read_attributes(attributes)?;
    let assignment = assignment.map(halves).transpose()?;
    let access_token = access_token(account, console)?;
    let signs_in_first = match kind.need() {
        Need::Nothing | Need::Username => false,
        Need::AccessToken => access_token.is_none(),
        Need::RefreshToken => account.sign_in.refresh_token_env.is_none(),
    };
    let purpose = if signs_in_first { Purpose::ForTokens } else { Purpose::Alone(*kind) };
    let mut setup = set_up(&account.sign_in, purpose, console)?;
    if let Some((_, value)) = assignment {
        setup.answers.add("Value", value.into());
    }
    for (key, value) in attributes {
        setup.answers.add(&key, value.into());
    }
    if *kind == ErrandKind::SignUp && !setup.config.password.is_empty() {
        setup.answers.add("Password", setup.config.password.clone());
    }
    if account.yes {
        setup.answers.agree();
    }
    let about = assignment.map(|(name, _)| name).or(*about).map(|about| about.trim().to_owned());
    let plan = ErrandPlan { kind: *kind, about, config: setup.config.clone(), access_token };
    Ok(Prepared { setup, plan, signs_in_first })
}

/// The plan with what a sign-in brought.
///
/// # Errors
/// What the errand cannot do without, when the sign-in brought no such thing.
pub(super) fn with_tokens(plan: ErrandPlan, haul: &Haul) -> Result<ErrandPlan, Need> {
    let tokens = haul.tokens.clone().unwrap_or_default();
    let need = plan.kind.need();
    let is_met = match need {
        Need::Nothing | Need::Username => true,
        Need::AccessToken => tokens.access.is_some(),
        Need::RefreshToken => tokens.refresh.is_some(),
    };
    if !is_met {
        return Err(need);
    }
    let mut plan = ErrandPlan { access_token: tokens.access, ..plan };
    plan.config.refresh_token = tokens.refresh;
    Ok(plan)
}

fn access_token(account: &AccountArgs, console: &dyn Console) -> Result<Option<Secret>, Refusal> {
    const OPTION: &str = "--access-token-env";
    let Some(name) = &account.access_token_env else { return Ok(None) };
    let token = console.variable(name).filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| Problem::new(OPTION, format!("{name} is not set")));
    token
        .and_then(|token| a_token(OPTION, token))
        .map(Some)
        .map_err(|problem| Refusal::Problems(vec![problem]))
}

/// A name alone is no assignment: an empty value takes the attribute away, and has to be meant.
fn halves(assignment: &str) -> Result<(&str, &str), Refusal> {
    let halves = assignment.split_once('=').filter(|(name, _)| !name.trim().is_empty());
    halves.ok_or_else(|| Refusal::Problems(vec![Problem::new("user set", "Expected NAME=VALUE")]))
}

fn read_attributes(texts: &[String]) -> Result<Vec<(String, &str)>, Refusal> {
    let read = |text: &'_ String| -> Option<(String, usize)> {
        let at = text.find('=').filter(|at| *at > 0)?;
        Some((format!("{ATTRIBUTE_PREFIX}{}", text.get(..at)?.trim()), at))
    };
    let mut attributes = Vec::new();
    for text in texts {
        let Some((key, at)) = read(text) else {
            return Err(Refusal::Problems(vec![Problem::new("--attribute", "Expected NAME=VALUE")]));
        };
        attributes.push((key, text.get(at + 1..).unwrap_or_default()));
    }
    Ok(attributes)
}
