//! What went wrong with a step of the walk, with all that the program knows around it, and what each remedy does.

use super::App;
use super::call::call_remedy_commands;
use super::command::{Change, Command, Fold};
use crate::explain::{self, Advice, Context, Known, Remedy};
use crate::flow::{Offer, ProviderLogin, Step};
use crate::handoff::TrustPolicy;
use crate::jwt::{self, Kind, Opened};
use crate::secret::Secret;

/// The advice on a step that did not end well.
#[must_use]
pub fn advice(app: &App, step: &Step) -> Option<Advice> {
    let failure = step.failure()?;
    let walk = app.walk.as_ref()?;
    let mut context = Context::within(step, walk.flow().config(), app.is_practice());
    context.host.get_or_insert_with(|| walk.target.host(step.operation));
    let flows = app.experience.of(context.client.as_ref());
    context.known = Known {
        clock_behind: context.known.clock_behind.or(app.clock_offset().map(|ahead| -ahead)),
        worked: flows.worked,
        not_allowed: flows.not_allowed,
        can_refresh: app.may_refresh(),
        has_id_token: app
            .id_token()
            .is_some_and(|id| app.form.draft.providers.iter().any(|login| is_access_token_beside(login, id))),
        ..context.known
    };
    Some(explain::failure(failure, &context))
}

/// The commands that carry a remedy out, in their order.
#[must_use]
pub fn remedy_commands(app: &App, remedy: &Remedy) -> Vec<Command> {
    let changed = |change| vec![Command::Change(change), Command::StartAgain];
    match remedy {
        Remedy::UseWay(way) => changed(Change::Way(*way)),
        Remedy::RegionFromPool(region) => changed(Change::Accept(Offer::TakeRegion(region.clone()))),
        Remedy::SendIdToken => changed(Change::SendIdToken),
        Remedy::UseRole(arn) => changed(Change::Role(arn.clone())),
        Remedy::StartAgain | Remedy::TryAgain => vec![Command::StartAgain],
        Remedy::SignIn => vec![Command::Run],
        Remedy::Refresh => vec![Command::Refresh],
        Remedy::TrustPolicy => vec![Command::ShowTrustPolicy],
        Remedy::Errand(kind) => vec![Command::Errand(*kind)],
        Remedy::OpenInbox if app.is_open(Fold::Inbox) => vec![],
        Remedy::OpenInbox => vec![Command::Toggle(Fold::Inbox)],
        Remedy::Edit(field) => vec![Command::Edit(*field)],
        Remedy::CallWith(_) | Remedy::EditUrl | Remedy::EditSigning | Remedy::AllowPolicy => {
            call_remedy_commands(app, remedy)
        }
    }
}

/// True of a login that a user pool's access token was pasted for, of the very user whom this ID token is about.
fn is_access_token_beside(login: &ProviderLogin, id: &Secret) -> bool {
    let (access, id) = (jwt::open(login.token.expose()), jwt::open(id.expose()));
    let both = |claim| {
        let of = |token: &Opened| token.claims().and_then(|claims| claims.text(claim)).map(str::to_owned);
        of(&access).is_some_and(|value| of(&id).as_ref() == Some(&value))
    };
    access.kind == Kind::CognitoAccess && both("iss") && both("sub")
}

impl App {
    /// The ID token of the last sign-in.
    fn id_token(&self) -> Option<&Secret> {
        self.signed_in.as_ref()?.haul.tokens.as_ref()?.id.as_ref()
    }

    pub(super) fn send_id_token(&mut self) {
        let Some(id) = self.id_token().cloned() else { return };
        let logins = self.form.draft.providers.iter_mut();
        for login in logins.filter(|login| is_access_token_beside(login, &id)) {
            login.token = id.clone();
        }
    }

    /// The trust policy for roles of the walk's identity pool, or else of the form's.
    ///
    /// # Errors
    /// Says that no identity pool is named.
    pub fn trust_policy(&self) -> Result<TrustPolicy, &'static str> {
        let of_walk = self.walk.as_ref().map(|walk| walk.flow().config()).and_then(TrustPolicy::of);
        let of_form = || self.form.draft.check().ok().as_ref().and_then(TrustPolicy::of);
        of_walk.or_else(of_form).ok_or("No identity pool is named in the form")
    }
}
