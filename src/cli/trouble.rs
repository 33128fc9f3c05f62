//! What went wrong with a walk, why, and the next move, in the words that the window uses too.

use serde::Serialize;

use super::again;
use super::human::came_with;
use super::outcome::Outcome;
use super::problem::Problem;
use super::walk::last_over;
use crate::cognito::{Challenge, FieldKind};
use crate::explain::{self, Context, Fixer, Remedy};
use crate::flow::{Flow, Haul, LoginConfig, Need, Step, StepState};
use crate::handoff::{AllowPolicy, TrustPolicy, redact};

/// Three answers to one failure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Explanation {
    /// A headline.
    pub(super) what: String,
    /// The likely cause.
    pub(super) why: String,
    /// What to do about it.
    pub(super) next: String,
    /// The likely causes one by one, where the catalog knows of some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) causes: Vec<ToldCause>,
    /// The trust policy that the role should have, where that may be what is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) trust_policy: Option<ToldPolicy>,
    /// The statement that a policy of the role lacks, where the refusal names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) policy_statement: Option<serde_json::Value>,
    /// The words of whoever refused; for people only, in the report they stand with the step.
    #[serde(skip)]
    pub(super) said: Option<String>,
    /// AWS's id of the request, for whoever is asked for help; for people only.
    #[serde(skip)]
    pub(super) request_id: Option<String>,
    /// Who can put it right, where that is known; for people only.
    #[serde(skip)]
    pub(super) fixer: Option<Fixer>,
}

/// One cause, and whether the program has seen the sign of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ToldCause {
    pub(super) text: String,
    pub(super) seen: bool,
}

/// A trust policy to paste.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ToldPolicy(pub(super) TrustPolicy);

impl Serialize for ToldPolicy {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.document().serialize(serializer)
    }
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
            ..Self::default()
        }
    }

    /// The same of another command than a sign-in, which does what is named.
    pub(super) fn of_problems_with(problems: &[Problem], command: &str, what: &str) -> Self {
        Self {
            what: format!("{what} like this"),
            next: format!(
                "Correct what is named and run it again; poolwalk-cli {command} --help explains each option"
            ),
            ..Self::of_problems(problems)
        }
    }

    /// Something of ours, or of the system's, that no option can mend.
    pub(super) fn of_fault(err: &anyhow::Error) -> Self {
        Self {
            what: "Poolwalk could not go on".to_owned(),
            why: format!("{err:#}"),
            next: "Run it again; if that does not help, it is a fault worth reporting".to_owned(),
            ..Self::default()
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
            ..Self::default()
        })
    }

    /// Why a walk ended as it did; nothing when all went well.
    pub(super) fn of(flow: &dyn Flow, outcome: Outcome, is_practice: bool) -> Option<Self> {
        match outcome {
            Outcome::Finished => None,
            Outcome::NeedsAnswer => flow.question().map(|asked| Self::of_question(asked, flow)),
            Outcome::Invalid if flow.question().is_some() => flow.question().map(Self::of_pick),
            Outcome::Refused | Outcome::Invalid | Outcome::Unreachable | Outcome::Internal => {
                let step = last_over(flow.steps())?;
                let trouble = Self::of_step(step, flow.config(), is_practice)?;
                Some(match flow.question() {
                    Some(asked) => Self { next: another_run(&trouble.next, asked, flow), ..trouble },
                    None => trouble,
                })
            }
        }
    }

    /// Somebody was asked for a yes, and gave none.
    pub(super) fn of_no(flow: &dyn Flow, outcome: Outcome) -> Option<Self> {
        let asked = flow.question().filter(|_| outcome == Outcome::NeedsAnswer)?;
        asked.is_consent().then(|| Self {
            what: "Nothing was sent".to_owned(),
            why: format!("“{}” waits for a yes: nobody got a message, and nothing is changed", asked.verb()),
            next: "Run it again when it is to be done".to_owned(),
            ..Self::default()
        })
    }

    /// What was picked beforehand is none of the choices. It is not repeated.
    fn of_pick(challenge: &Challenge) -> Self {
        let fields = challenge.fields().into_iter();
        let offers = fields.filter_map(|field| match field.kind {
            FieldKind::Choice(choices) => {
                Some(format!("{}: expected one of {}", field.key, choices.join(", ")))
            }
            FieldKind::Text | FieldKind::Code | FieldKind::NewPassword | FieldKind::Secret => None,
        });
        Self {
            what: "This answer is not among the choices".to_owned(),
            why: offers.collect::<Vec<_>>().join("\n"),
            next: "Nothing was sent for it; run it again with one of them".to_owned(),
            ..Self::default()
        }
    }

    /// Why an answer was refused, for who may give another one.
    pub(super) fn of_setback(step: &Step, config: &LoginConfig, is_practice: bool) -> Option<Self> {
        Self::of_step(step, config, is_practice).map(|trouble| Self {
            fixer: None,
            request_id: None,
            trust_policy: None,
            ..trouble
        })
    }

    fn of_step(step: &Step, config: &LoginConfig, is_practice: bool) -> Option<Self> {
        let (trouble, remedies) = Self::in_context(step, &Context::within(step, config, is_practice))?;
        let policy = TrustPolicy::of(config).filter(|_| remedies.contains(&Remedy::TrustPolicy));
        Some(Self { trust_policy: policy.map(ToldPolicy), ..trouble })
    }

    /// Why a request to an API did not come through; nothing when it did.
    pub(super) fn of_api(
        step: &Step,
        login: Option<(&LoginConfig, &Haul)>,
        is_practice: bool,
    ) -> Option<Self> {
        let context = match login {
            Some((config, _)) => Context::within(step, config, is_practice),
            None => Context { is_practice, ..Context::of(step) },
        };
        let account = login.and_then(|(_, haul)| haul.caller.as_ref()).map(|caller| caller.account.as_str());
        let policy = AllowPolicy::of(step.failure()?.said().unwrap_or_default(), account);
        let (trouble, remedies) = Self::in_context(step, &context)?;
        let policy = policy.filter(|_| remedies.contains(&Remedy::AllowPolicy));
        Some(Self { policy_statement: policy.map(|policy| policy.statement()), ..trouble })
    }

    /// In its context, and what the window would offer.
    fn in_context(step: &Step, context: &Context) -> Option<(Self, Vec<Remedy>)> {
        let advice = explain::failure(step.failure()?, context);
        let said =
            advice.service_said.as_ref().map(|said| format!("{}: {}", said_by(step), redact::prose(said)));
        let why = [Some(advice.why()), said.clone()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let causes = advice.causes.into_iter();
        let trouble = Self {
            what: advice.what,
            why,
            next: advice.next,
            causes: causes.map(|cause| ToldCause { text: cause.text, seen: cause.is_seen }).collect(),
            trust_policy: None,
            policy_statement: None,
            said,
            request_id: step.request_id().map(str::to_owned),
            fixer: Some(advice.fixer),
        };
        Some((trouble, advice.remedies))
    }

    fn of_question(challenge: &Challenge, flow: &dyn Flow) -> Self {
        let card = explain::challenge(challenge);
        let why = [vec![card.text], came_with(challenge)].concat().join("\n");
        Self { what: card.title, why, next: again::with_answers(challenge, flow), ..Self::default() }
    }
}

/// What to do about a refused answer where nobody gives another one: the question ends with the program.
fn another_run(next: &str, asked: &Challenge, flow: &dyn Flow) -> String {
    let again = again::with_answers(asked, flow);
    match next.strip_prefix("The question is open again: ") {
        Some(advice) => format!("{}\n{again}", capitalized(advice)),
        None => format!("{next}\n{again}"),
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// Whose words go with the advice: those of a service, or of what stands between it and us.
fn said_by(step: &Step) -> &'static str {
    if step.state == StepState::Refused { "The service said" } else { "The message" }
}
