//! The Call place: a request to the person's own API, the ways to authorize it, and the answers. It is driven as a walk
//! is, beside the walk and after it. What was sent stays in memory; what is kept on disk holds no secret.

use std::sync::Arc;

use jiff::Timestamp;

use super::{App, ConnectionRef};
use crate::cognito::Way;
use crate::engine::{RunId, Target};
use crate::explain::{self, Advice, Context, Known};
use crate::flow::{
    ApiAnswer, ApiAuth, ApiDraft, ApiField, ApiProblem, ApiVisit, AuthKind, Call, Cut, Exchange, Failure,
    Step, StepState,
};
use crate::handoff::{AllowPolicy, SignedParts};
use crate::practice::Practice;

mod acting;
mod command;
mod held_back;
mod history;
mod keeping;
mod picture;
mod preset;
mod sign_in;

pub use acting::{call_remedy_commands, call_remedy_label};
pub use command::{AnswerPart, AnswerSide, CallCommand};
use held_back::HeldBack;
use history::Elsewhere;
pub use history::PastCall;
use picture::LookedAt;
pub use preset::Preset;
use sign_in::SignIn;

/// The request, and what came of it.
#[derive(Debug, Default)]
pub struct CallPlace {
    /// The request as typed.
    pub draft: ApiDraft,
    /// How it is authorized.
    pub auth: AuthKind,
    /// Which side of the answer is shown.
    pub side: AnswerSide,
    /// The field that is to have the cursor in the next frame.
    pub edit: Option<ApiField>,
    /// The name that the request is to be kept under.
    pub name: String,
    /// Where the answer is to be saved, while that is asked.
    pub save_to: Option<String>,
    told: Told,
    shown: Option<usize>,
    visit: Option<Visit>,
    looked_at: Option<LookedAt>,
    /// What is sent again once fresh tokens are here.
    held_back: Option<HeldBack>,
    /// The sign-in that was begun from here.
    sign_in: Option<SignIn>,
    history: Vec<PastCall>,
    /// The connection that it was sent on.
    of: Option<ConnectionRef>,
    elsewhere: Elsewhere,
}

/// How much is told of what is wrong with a request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Told {
    /// Nothing yet, but a region or a service that cannot be one.
    #[default]
    Little,
    /// What was typed too: a field was left.
    Typed,
    /// Everything: somebody tried to send it.
    All,
}

/// The tries that were last begun.
#[derive(Debug)]
struct Visit {
    tries: ApiVisit,
    run: RunId,
    target: Arc<Target>,
    /// Ways that there was nothing for, and why.
    left_out: Vec<(AuthKind, String)>,
}

/// Tells one answer from all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnswerId {
    started: Timestamp,
    auth: AuthKind,
}

/// One try and its answer.
#[derive(Debug, Clone, Copy)]
pub struct Tried<'a> {
    /// How it was authorized.
    pub auth: AuthKind,
    /// The step.
    pub step: &'a Step,
}

impl<'a> Tried<'a> {
    /// Method and address of what was sent.
    #[must_use]
    pub fn request(&self) -> Option<(&'a str, &'a str)> {
        let Call::Api(call) = self.step.call.as_ref()? else { return None };
        Some((call.request.method.as_str(), call.request.url.as_str()))
    }

    fn of(step: &'a Step) -> Option<Self> {
        step.api_auth().map(|auth| Self { auth, step })
    }

    /// What was on the wire.
    #[must_use]
    pub fn exchange(&self) -> Option<&'a Exchange> {
        self.step.performed.as_ref()?.exchange.as_ref()
    }

    /// Which answer it is, once it was made.
    #[must_use]
    pub fn id(&self) -> Option<AnswerId> {
        let started = self.step.performed.as_ref()?.started;
        Some(AnswerId { started, auth: self.auth })
    }

    /// The answer's body as it came, for a refusal too.
    #[must_use]
    pub fn body(&self) -> Option<&'a [u8]> {
        self.step.api_body()
    }

    /// The answer, when it was none that says no.
    #[must_use]
    pub fn answer(&self) -> Option<&'a ApiAnswer> {
        self.step.api_answer()
    }

    /// Why there is more of the answer than was read; for a refusal too.
    #[must_use]
    pub fn cut(&self) -> Option<Cut> {
        self.exchange()?.response.as_ref()?.cut
    }

    /// True when there is more of the answer than was read.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.cut().is_some()
    }

    /// What was signed, when it was.
    #[must_use]
    pub fn signed(&self) -> Option<SignedParts> {
        SignedParts::of_step(self.step)
    }
}

impl CallPlace {
    /// The place as it is after these tries of a request.
    #[must_use]
    pub fn after(draft: ApiDraft, auth: AuthKind, tries: ApiVisit) -> Self {
        let visit = Visit { tries, run: RunId(0), target: Arc::default(), left_out: Vec::new() };
        Self { draft, auth, visit: Some(visit), ..Self::default() }
    }

    /// A field was left: what is wrong with what was typed is told from here on.
    pub fn leave_field(&mut self) {
        if self.told == Told::Little {
            self.told = Told::Typed;
        }
    }

    /// The steps of the tries.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        self.visit.as_ref().map_or(&[], |visit| visit.tries.steps())
    }

    /// Each try, made or to come.
    #[must_use]
    pub fn tries(&self) -> Vec<Tried<'_>> {
        self.steps().iter().filter_map(Tried::of).collect()
    }

    /// The try whose answer is shown.
    #[must_use]
    pub fn shown_try(&self) -> Option<Tried<'_>> {
        self.tries().into_iter().nth(self.shown()?)
    }

    /// Ways that the last "Try all" had nothing for, and why.
    #[must_use]
    pub fn left_out(&self) -> &[(AuthKind, String)] {
        self.visit.as_ref().map_or(&[], |visit| &visit.left_out)
    }

    /// The try whose answer is shown: the chosen one, else one that came through, else the first.
    #[must_use]
    pub fn shown(&self) -> Option<usize> {
        let visit = self.visit.as_ref()?;
        let count = visit.tries.steps().len();
        let chosen = self.shown.filter(|at| *at < count);
        chosen.or_else(|| visit.tries.foremost()).or_else(|| (count > 0).then_some(0))
    }

    /// True while an answer is waited for.
    #[must_use]
    pub fn is_calling(&self) -> bool {
        self.visit.as_ref().is_some_and(|visit| visit.tries.ending().is_none())
    }

    /// True while fresh tokens are waited for, to send the request again with.
    #[must_use]
    pub const fn is_held_back(&self) -> bool {
        self.held_back.is_some()
    }

    /// Since when the request that is out is waited for.
    #[must_use]
    pub fn waiting_since(&self) -> Option<Timestamp> {
        self.steps().iter().find_map(|step| match step.state {
            StepState::UnderWay { since } => Some(since),
            StepState::Ghost
            | StepState::Ready
            | StepState::Asking
            | StepState::Done
            | StepState::Refused
            | StepState::Failed
            | StepState::Stopped => None,
        })
    }

    /// What the tries tell side by side, once all were made.
    #[must_use]
    pub fn verdict(&self) -> Option<String> {
        self.visit.as_ref().and_then(|visit| explain::what_it_wants(&visit.tries))
    }

    /// Host and port that the tries went to.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        let steps = self.steps();
        let url = steps.iter().find_map(|step| {
            let Call::Api(call) = step.call.as_ref()? else { return None };
            Some(call.request.url.as_str())
        })?;
        url.split('/').nth(2)
    }
}

impl App {
    /// What shows who asks, in one way.
    ///
    /// # Errors
    /// Says what has to be done first.
    pub fn may_authorize(&self, kind: AuthKind) -> Result<(), &'static str> {
        let tokens = self.haul_of_login().and_then(|haul| haul.tokens.as_ref());
        let is_guest = self.form.draft.way == Way::Guest;
        let is_there = match kind {
            AuthKind::Iam => self.credentials().is_ok(),
            AuthKind::Id => tokens.is_some_and(|tokens| tokens.id.is_some()),
            AuthKind::Access => tokens.is_some_and(|tokens| tokens.access.is_some()),
            AuthKind::Nothing => true,
        };
        if !is_there {
            return Err(match kind {
                AuthKind::Iam | AuthKind::Nothing => "Sign in first: there are no AWS keys yet",
                AuthKind::Id | AuthKind::Access if is_guest => {
                    "A guest has no tokens: sign in as a user for this"
                }
                AuthKind::Id => "Sign in first: there is no ID token yet",
                AuthKind::Access => "Sign in first: there is no access token yet",
            });
        }
        self.call.draft.gives_away(kind).map_or(Ok(()), Err)
    }

    pub(super) fn api_auth(&self, kind: AuthKind) -> Result<ApiAuth, ApiProblem> {
        let lacking = |text: &str| ApiProblem { field: ApiField::Url, text: text.to_owned() };
        self.may_authorize(kind).map_err(lacking)?;
        let tokens = self.haul_of_login().and_then(|haul| haul.tokens.clone()).unwrap_or_default();
        Ok(match kind {
            AuthKind::Iam => {
                let credentials = self.credentials().map_err(lacking)?.clone();
                let (region, service) = self.call.draft.scope(self.region_at_hand().as_deref())?;
                ApiAuth::Iam { credentials, region, service }
            }
            AuthKind::Id => ApiAuth::Id(tokens.id.unwrap_or_default()),
            AuthKind::Access => ApiAuth::Access(tokens.access.unwrap_or_default()),
            AuthKind::Nothing => ApiAuth::Nothing,
        })
    }

    /// What is wrong with the request, once somebody has left its fields or tried to send it. A region or a service that
    /// cannot be one is told at once.
    #[must_use]
    pub fn call_problems(&self) -> Vec<ApiProblem> {
        let is_signed = self.call.auth == AuthKind::Iam;
        let mut problems = self.call.draft.check().err().unwrap_or_default();
        problems.retain(|problem| match self.call.told {
            Told::Little => false,
            Told::Typed => problem.field != ApiField::Url || !self.call.draft.url.trim().is_empty(),
            Told::All => true,
        });
        if is_signed {
            problems.extend(self.call.draft.scope_problems());
        }
        if self.call.told == Told::All && is_signed && problems.is_empty() {
            problems.extend(self.call.draft.scope(self.region_at_hand().as_deref()).err());
        }
        problems
    }

    /// Why the request cannot be sent in this way: what shows who asks is lacking, or the request makes no sense.
    pub(super) fn may_send(&self, kind: AuthKind) -> Result<(), &'static str> {
        self.may_authorize(kind)?;
        let draft = &self.call.draft;
        let scope = if kind == AuthKind::Iam { draft.scope_problems() } else { Vec::new() };
        let problems = draft.check().err().unwrap_or_default().into_iter().chain(scope);
        problems.map(|problem| problem.field.comes_first()).next().map_or(Ok(()), Err)
    }

    /// True when the request above is another than the one that was sent for this try.
    #[must_use]
    pub fn is_of_another_request(&self, tried: &Tried<'_>) -> bool {
        let Some(Call::Api(call)) = &tried.step.call else { return false };
        let alone = self.call.steps().len() == 1;
        if alone && self.call.auth != tried.auth {
            return true;
        }
        let scope = match &call.auth {
            ApiAuth::Iam { region, service, .. } => Some((region.clone(), service.clone())),
            ApiAuth::Id(_) | ApiAuth::Access(_) | ApiAuth::Nothing => None,
        };
        self.call.draft.check().ok().as_ref() != Some(&call.request)
            || (scope.is_some() && self.call_scope() != scope)
    }

    /// The request, where it is one to the person's own API: one that was typed, chosen or sent, and no question to AWS
    /// itself.
    pub(super) fn own_call(&self) -> Option<&ApiDraft> {
        let draft = &self.call.draft;
        let is_of = |preset| self.preset(preset).is_some_and(|(known, _)| known.url == draft.url);
        let was_sent = || self.call.history.iter().any(|past| past.draft.url == draft.url);
        let is_there = draft.check().is_ok() && !Preset::OF_AWS.into_iter().any(is_of);
        Some(draft).filter(|_| is_there && (!is_of(Preset::Practice(0)) || was_sent()))
    }

    /// What a signature of the request would be scoped to: region and service.
    #[must_use]
    pub fn call_scope(&self) -> Option<(String, String)> {
        self.call.draft.scope(self.region_at_hand().as_deref()).ok()
    }

    /// The judgment on a try that did not come through.
    #[must_use]
    pub fn call_advice(&self, step: &Step) -> Option<Advice> {
        let failure = step.failure()?;
        let context = match &self.signed_in {
            Some(known) => Context::within(step, &known.config, self.is_practice()),
            None => Context { is_practice: self.is_practice(), ..Context::of(step) },
        };
        let cast = self.practice().map(Practice::cast);
        let scope = cast.and_then(|cast| cast.scope_at(&step.performed.as_ref()?.exchange.as_ref()?.url));
        let known = Known {
            wants_scope: context.known.wants_scope.or_else(|| scope.map(str::to_owned)),
            clock_behind: context.known.clock_behind.or(self.clock_offset().map(|ahead| -ahead)),
            can_refresh: self.may_refresh(),
            ..context.known
        };
        Some(explain::failure(failure, &Context { known, ..context }))
    }

    /// What was signed in the shown try.
    pub(super) fn signed_parts(&self) -> Result<SignedParts, &'static str> {
        let tried = self.call.shown_try().filter(|tried| tried.auth == AuthKind::Iam);
        let tried = tried.ok_or("This request was not signed")?;
        tried.signed().ok_or("What was signed could not be made out for certain")
    }

    /// The statement that the role of the shown try lacks.
    ///
    /// # Errors
    /// Says that no answer named one.
    pub fn allow_policy(&self) -> Result<AllowPolicy, &'static str> {
        let at = self.call.shown().ok_or("Nothing was sent yet")?;
        let failure = self.call.steps().get(at).and_then(Step::failure);
        let account =
            self.haul_of_login().and_then(|haul| haul.caller.as_ref()).map(|caller| &caller.account);
        let said = failure.and_then(Failure::said).unwrap_or_default();
        AllowPolicy::of(said, account.map(String::as_str)).ok_or("No answer names what a policy lacks")
    }
}
