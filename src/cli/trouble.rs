//! What went wrong with a walk, why, and the next move, in the words that the window uses too.

use serde::Serialize;

use super::answers::NEVER_SPOKEN;
use super::human::came_with;
use super::outcome::Outcome;
use super::problem::Problem;
use super::walk::last_over;
use crate::cognito::{Challenge, FieldSpec};
use crate::explain::{self, Context, Fixer};
use crate::flow::{Flow, LoginConfig, Need, Step, StepState};
use crate::handoff::redact;

/// Three answers to one failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Explanation {
    /// A headline.
    pub(super) what: String,
    /// The likely cause.
    pub(super) why: String,
    /// What to do about it.
    pub(super) next: String,
    /// Who can put it right, where that is known; for people only.
    #[serde(skip)]
    pub(super) fixer: Option<Fixer>,
}

impl Explanation {
    /// The walk could not be begun as asked.
    pub(super) fn of_problems(problems: &[Problem]) -> Self {
        let all: Vec<_> = problems.iter().map(ToString::to_string).collect();
        Self {
            what: "The sign-in cannot begin like this".to_owned(),
            why: all.join("\n"),
            next: "Correct what is named and run it again; poolwalk-cli sign-in --help explains each option"
                .to_owned(),
            fixer: None,
        }
    }

    /// Something of ours, or of the system's, that no option can mend.
    pub(super) fn of_fault(err: &anyhow::Error) -> Self {
        Self {
            what: "Poolwalk could not go on".to_owned(),
            why: format!("{err:#}"),
            next: "Run it again; if that does not help, it is a fault worth reporting".to_owned(),
            fixer: None,
        }
    }

    /// The sign-in went well and brought nothing that the errand could go on with.
    pub(super) fn of_lacking(need: Need) -> Option<Self> {
        let (token, option) = match need {
            Need::Nothing | Need::Username => return None,
            Need::AccessToken => ("access token", "--access-token-env"),
            Need::RefreshToken => ("refresh token", "--refresh-token-env"),
        };
        Some(Self {
            what: format!("The sign-in brought no {token}"),
            why:
                "What was to follow needs one, and was not begun. Not every way to sign in brings that token."
                    .to_owned(),
            next: format!("Sign in another way with --flow, or name a token at hand with {option}"),
            fixer: None,
        })
    }

    /// Why a walk ended as it did; nothing when all went well.
    pub(super) fn of(flow: &dyn Flow, outcome: Outcome, is_practice: bool) -> Option<Self> {
        match outcome {
            Outcome::Finished => None,
            Outcome::NeedsAnswer => flow.question().map(Self::of_question),
            Outcome::Refused | Outcome::Invalid | Outcome::Unreachable | Outcome::Internal => {
                last_over(flow.steps()).and_then(|step| Self::of_step(step, flow.config(), is_practice))
            }
        }
    }

    fn of_step(step: &Step, config: &LoginConfig, is_practice: bool) -> Option<Self> {
        let context = Context::within(step, config, is_practice);
        let advice = explain::failure(step.failure()?, &context);
        let why = match advice.service_said {
            Some(said) => format!("{} {}: {}", advice.why, said_by(step), redact::prose(&said)),
            None => advice.why,
        };
        Some(Self { what: advice.what, why, next: advice.next, fixer: Some(advice.fixer) })
    }

    fn of_question(challenge: &Challenge) -> Self {
        let card = explain::challenge(challenge);
        let why = [vec![card.text], came_with(challenge)].concat().join("\n");
        let lacking = |field: &&FieldSpec| !field.is_optional && challenge.known(field).is_none();
        let fields = challenge.fields();
        let mut options: Vec<_> = fields.iter().filter(lacking).map(option).collect();
        if challenge.is_consent() {
            options.push("--yes".to_owned());
        }
        let keys = if challenge.is_by_hand() { ", or with the keys that it expects" } else { "" };
        let next = format!("Run it again with {}{keys}", options.join(" "));
        Self { what: card.title, why, next, fixer: None }
    }
}

/// Whose words go with the advice: those of a service, or of what stands between it and us.
fn said_by(step: &Step) -> &'static str {
    if step.state == StepState::Refused { "The service said" } else { "The message" }
}

/// How a field is answered on the command line.
fn option(field: &FieldSpec) -> String {
    let FieldSpec { key, .. } = field;
    if NEVER_SPOKEN.contains(&key.as_str()) {
        format!("--answer-env {key}=VAR")
    } else {
        format!("--answer {key}=…")
    }
}
