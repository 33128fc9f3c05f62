//! Errands about an account: which may begin, with whose tokens, and what changes when one is through.
//! A sign-in is remembered here, so that several errands can follow it.

use std::sync::Arc;

use super::walk::Walk;
use super::{App, Fold, Place, Tone};
use crate::engine::{RunId, Target};
use crate::flow::{Ending, Errand, ErrandKind, ErrandPlan, FieldProblem, Haul, LoginConfig, Need, TokenSet};
use crate::handoff::redact::Show;
use crate::practice::Practice;
use crate::secret::Secret;

/// The last sign-in: whose, where, and all that it brought.
#[derive(Debug)]
pub(super) struct SignedIn {
    pub(super) config: LoginConfig,
    pub(super) target: Arc<Target>,
    pub(super) haul: Haul,
}

/// What an errand begins with.
struct Start {
    config: LoginConfig,
    target: Arc<Target>,
    access_token: Option<Secret>,
}

impl App {
    /// The name of whoever is signed in.
    #[must_use]
    pub fn signed_in_as(&self) -> Option<&str> {
        self.signed_in.as_ref().map(|signed_in| signed_in.config.username.as_str())
    }

    /// Why an errand cannot begin now.
    pub(super) fn may_run(&self, kind: ErrandKind) -> Result<(), &'static str> {
        if self.is_busy() {
            return Err("A call is under way");
        }
        let tokens = self.signed_in.as_ref().and_then(|signed_in| signed_in.haul.tokens.as_ref());
        let has = |part: fn(&TokenSet) -> bool| tokens.is_some_and(part);
        match kind.need() {
            Need::AccessToken if !has(|tokens| tokens.access.is_some()) => {
                Err("Sign in first: this needs an access token")
            }
            Need::RefreshToken if !has(|tokens| tokens.refresh.is_some()) => {
                Err("Sign in first: this needs a refresh token")
            }
            Need::Nothing | Need::Username | Need::AccessToken | Need::RefreshToken => Ok(()),
        }
    }

    /// Begins an errand and goes as far as its first question, or to the end of one that only looks.
    pub(super) fn begin_errand(&mut self, kind: ErrandKind, about: Option<String>) {
        self.place = Place::Walk;
        let Start { config, target, access_token } = match self.start_of(kind) {
            Ok(start) => start,
            Err(problems) => return self.cannot_begin(kind, &problems),
        };
        self.form.purpose = None;
        self.abandon();
        self.runs += 1;
        let errand = Errand::start(ErrandPlan { kind, about, config, access_token }, self.now);
        let mut walk = Walk::new(Box::new(errand), RunId(self.runs), target);
        walk.run();
        self.walk = Some(walk);
        self.selected = None;
        self.show = Show::default();
        self.go_on();
    }

    fn cannot_begin(&mut self, kind: ErrandKind, problems: &[FieldProblem]) {
        self.form.purpose = Some(kind);
        for problem in problems {
            self.form.leave(problem.field);
        }
        if let Some(FieldProblem { field, text, .. }) = problems.first() {
            // The field may be one that this way in does without, and then it is not on screen.
            self.notices.add(Tone::Warn, format!("{}: {text}", field.label()), self.now);
        }
        self.open.insert(Fold::Form);
        self.edit = problems.first().map(|problem| problem.field);
    }

    /// Who is signed in goes where the sign-in went, whatever stands in the form since.
    fn start_of(&self, kind: ErrandKind) -> Result<Start, Vec<FieldProblem>> {
        if matches!(kind.need(), Need::AccessToken | Need::RefreshToken)
            && let Some(SignedIn { config, target, haul }) = &self.signed_in
        {
            let tokens = haul.tokens.clone().unwrap_or_default();
            // A device may have been remembered, or forgotten, since the sign-in began.
            let device = self.kept_device(config.client.as_ref(), &config.username);
            let config = LoginConfig { refresh_token: tokens.refresh, device, ..config.clone() };
            return Ok(Start { config, target: Arc::clone(target), access_token: tokens.access });
        }
        let mut config = self.form.draft.check_errand(kind)?;
        if kind == ErrandKind::SignUp && self.is_of_the_cast(&config.username) {
            config.username.clear(); // a name that is taken is no proposal
        }
        let target = Arc::new(self.target(&config));
        Ok(Start { config, target, access_token: None })
    }

    fn is_of_the_cast(&self, username: &str) -> bool {
        let cast = self.practice.as_ref().filter(|_| self.is_practice()).map(Practice::cast);
        cast.is_some_and(|cast| cast.users.iter().any(|user| user.username == username))
    }

    /// Takes in what the walk has come to: who is signed in, and what an errand has changed.
    pub(super) fn note_account(&mut self) {
        let Some(walk) = &self.walk else { return };
        let Some(plan) = walk.flow().errand() else {
            if walk.haul().tokens.as_ref().is_some_and(|tokens| tokens.access.is_some()) {
                let (config, haul) = (walk.flow().config().clone(), walk.haul().clone());
                self.signed_in = Some(SignedIn { config, target: Arc::clone(&walk.target), haul });
            }
            return;
        };
        if walk.ending() != Some(Ending::Finished) {
            return;
        }
        let (kind, username) = (plan.kind, plan.config.username.clone());
        if kind == ErrandKind::SignUp {
            self.form.draft.username = username;
            self.form_changed();
        }
        if kind.ends_the_session() {
            self.signed_in = None;
        }
    }

    /// What the sign-in brought: that of the walk, or of the one before an errand.
    #[must_use]
    pub fn haul_of_login(&self) -> Option<&Haul> {
        match &self.walk {
            Some(walk) if walk.flow().errand().is_none() => Some(walk.haul()),
            Some(_) | None => self.signed_in.as_ref().map(|signed_in| &signed_in.haul),
        }
    }

    /// Who signed up in the practice pool since it was as at the start.
    #[must_use]
    pub fn practice_newcomers(&self) -> Vec<&str> {
        let known = self.practice_passwords.keys().map(String::as_str);
        known.filter(|username| !self.is_of_the_cast(username)).collect()
    }
}
